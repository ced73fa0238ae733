"""Text set beside a figure (回り込み): its lines are narrower, and it is read before what the figure holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from minutes_nlp.layout.lines.edges import pitch
from minutes_nlp.layout.lines.rows import Row, body_size, side_by_side
from minutes_nlp.layout.paragraphs.evidence import SENTENCE_END, is_one_phrase
from minutes_nlp.model import Box

__all__ = ["unwrapped"]

OFTEN = 3  # lines that begin or end at one place make it an edge of the text
FEWEST = 4  # lines beside a figure: fewer may be names in a list
NARROWEST = 5.0  # characters: the narrowest text beside a figure seen has 7
NARROWER = 6.0  # characters that lines beside a figure are shorter than the others, at least
INDENT = 1.2  # characters: a paragraph's first line
FACE = 0.12  # a step of the size that means another face (as in joins)
PITCH = 1.3  # line pitches to the next line; a blank line is further
RAGGED = 1.0  # character that a full line may end short of the edge, for what cannot begin the next one
FULL_SHARE = 0.6  # of the lines beside a figure end at the same place
ENTRIES = 0.5  # of the lines have something on their baseline: a list in columns, not text beside a figure
BROKEN_SHARE = 0.5  # of the lines beside a picture end inside a word or phrase


def unwrapped(rows: Sequence[Row], tables: Sequence[Box]) -> list[Row]:
    """The rows of a page without columns, text beside a figure or a table before what the figure holds."""
    em = body_size(rows)
    found = list(rows)
    for run in _runs([row for row in rows if abs(row.size - em) < FACE * em], em):
        edge = _usual(run)
        beside = _beside(rows, run, edge)
        holds = beside or any(_lies_beside(table, run, edge) for table in tables)
        if _is_prose(run, beside, edge) and (holds or _runs_on(run)):
            found = _read_first(found, run, beside, edge)
    return found


def _runs(text: Sequence[Row], em: float) -> Iterator[list[Row]]:
    """The runs of lines that begin at the left edge of the text and end far from its right one."""
    left = min(_often(row.x0 for row in text), default=0.0)
    right = max(_often(row.x1 for row in text), default=0.0)
    step = PITCH * pitch(text)
    run: list[Row] = []
    for row in (row for row in text if left - 1 <= row.x0 <= left + INDENT * em):
        is_narrow = row.x1 < right - NARROWER * em
        if run and not (is_narrow and row.top - run[-1].top < step):
            yield run
            run = []
        if is_narrow:
            run.append(row)
    if run:
        yield run


def _often(places: Iterator[float]) -> list[int]:
    counts = Counter(map(round, places))
    return [place for place, count in counts.items() if count >= OFTEN]


def _usual(run: Sequence[Row]) -> float:
    """Where most lines of a run end."""
    return Counter(round(row.x1) for row in run).most_common(1)[0][0]


def _beside(rows: Sequence[Row], run: Sequence[Row], edge: float) -> list[Row]:
    """What stands to the right of a run, down to the next line of the text."""
    near = (row for row in rows if row.bottom > run[0].top and row not in run)
    return list(takewhile(lambda row: row.x0 > edge or row.top < run[-1].top, near))


def _is_prose(run: Sequence[Row], beside: Sequence[Row], edge: float) -> bool:
    """Whether lines are text that was broken at an edge, with nothing across it, and no entries of a list."""
    size = run[0].size
    if len(run) < FEWEST or edge - run[0].x0 < NARROWEST * size or any(row.x0 < edge for row in beside):
        return False
    full = sum(0 <= edge + size - row.x1 < (1 + RAGGED) * size for row in run)
    entries = sum(
        any(side_by_side(row, other) and abs(row.bottom - other.bottom) < 1 for other in beside) for row in run
    )
    return full >= FULL_SHARE * len(run) and entries < ENTRIES * len(run)


def _runs_on(run: Sequence[Row]) -> bool:
    """Whether most lines break off inside a phrase, as beside a picture, and as equally long names in a list do not."""
    broken = sum(is_one_phrase(row.string, after.string) for row, after in pairwise(run))
    return broken > BROKEN_SHARE * (len(run) - 1)


def _lies_beside(table: Box, run: Sequence[Row], edge: float) -> bool:
    return table[0] > edge and table[1] < run[-1].bottom and table[3] > run[0].top


def _read_first(rows: Sequence[Row], run: Sequence[Row], beside: Sequence[Row], edge: float) -> list[Row]:
    """The rows with a run, to the end of its last sentence, before what stands beside it."""
    apart = set(beside)
    start = rows.index(run[0])
    above = [row for row in rows[:start] if row not in apart]
    below = [row for row in rows[start:] if row not in apart]
    stop = len(run)
    while stop < len(below) and not SENTENCE_END.search(below[stop - 1].string):
        stop += 1
    right = max((row.x1 for row in beside), default=edge)
    narrow = [replace(row, wrapped=float(edge)) for row in run]
    figure = [row if row.column else replace(row, column=1, limit=right) for row in beside]
    return [*above, *narrow, *below[len(run) : stop], *figure, *below[stop:]]
