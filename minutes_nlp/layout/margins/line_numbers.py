"""Running line numbers (行番号): decoded as a sequence, never by a pattern alone.

On paper they stand in a margin of their own. In a text dump they are glued to the end of each line, so that
「2018」 and line number 24 read 「201824」: only the count that the sequence has reached tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from minutes_nlp.document import Document, Flow, PrintedLine, PrintedPage
from minutes_nlp.text import Span

__all__ = ["LineNumber", "line_numbers", "without_numbers"]

ON_A_PAGE = 5  # numbers that make a sequence; shorter runs are list numbers or table cells
IN_ORDER = 0.6  # share of neighbours that count up; counts of header and footer break a short page's run 2 in 7 times
MARGIN_GAP_EM = 0.8  # between a line number and its line: Word's default is 0.63 cm, LibreOffice's 0.5 cm
COVERED = 0.5  # share of a dumped page's lines, up to the last number, that carry the next one; in the seeds 0.6–1.0
NUMBERED_SHARE = 0.3  # of a document's full pages, from which its short pages are taken to be numbered too
LOST = 10  # lines in a row that may have lost their numbers, in a list of names as a dump tears it up
RESYNC = 3  # lines that must follow in sequence before a lost count is taken up again
# 24 / 　24
NUMBER = re.compile(r"[0-9]{1,4}")
# 計５回にわたり議論を行ってきた。 8
TRAILING = re.compile(r"([0-9]{1,4})$")
# 東京大学大学院教授 33
APART = re.compile(r"[ 　]([0-9]{1,4})$")
# 24　　このような中で
LEADING = re.compile(r"([0-9]{1,4})(?=\D)")


@dataclass(frozen=True, slots=True)
class LineNumber:
    """A line number, where it is printed, and the line that it counts (None for an empty line)."""

    value: int
    span: Span
    line: PrintedLine | None


def line_numbers(document: Document) -> list[list[LineNumber]]:
    """The line numbers of each page; a short page counts as numbered when the document is."""
    ways = (_counted,) if document.flow is Flow.TYPED else (_apart, _glued_in_front, _glued_behind)
    full = [page for page in document.pages if len(page.lines) >= ON_A_PAGE]
    for way in ways:
        seen = [way(document, page) for page in document.pages]
        found = [_in_order(numbers, ON_A_PAGE) for numbers in seen]
        if any(found) and sum(map(bool, found)) >= NUMBERED_SHARE * len(full):
            return [numbers or _in_order(few, 1) for numbers, few in zip(found, seen, strict=True)]
    return [[] for _ in document.pages]


def _in_order(numbers: list[LineNumber], least: int) -> list[LineNumber]:
    """The numbers, if they are enough and count up."""
    steps = [after.value - before.value for before, after in pairwise(numbers)]
    in_order = sum(step in {1, 5} for step in steps)
    return numbers if len(numbers) >= least and in_order >= IN_ORDER * len(steps) else []


def without_numbers(
    lines: Iterable[PrintedLine], numbers: Sequence[LineNumber], document: Document
) -> Iterator[PrintedLine]:
    """The lines without their numbers."""
    taken = {number.span for number in numbers}
    glued = {number.line.span: number.span for number in numbers if number.line}
    for line in lines:
        if line.span in taken:
            continue
        cut = glued.get(line.span)
        yield _shortened(line, cut, document) if cut and _inside(cut, line.span) else line


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _shortened(line: PrintedLine, cut: Span, document: Document) -> PrintedLine:
    """The line without the number at its start or end."""
    start, end = (cut[1], line.span[1]) if cut[0] == line.span[0] else (line.span[0], cut[0])
    rest = document.source[start:end]
    start, end = start + len(rest) - len(rest.lstrip()), end - len(rest) + len(rest.rstrip())
    assert line.box is not None  # noqa: S101 - numbered lines are printed ones
    box = (document.x0[start], line.box[1], document.x1[end - 1], line.box[3])
    return replace(line, span=(start, end), box=box)


# --- on paper -------------------------------------------------------------------------------------------------------


def _apart(document: Document, page: PrintedPage) -> list[LineNumber]:
    """Numbers drawn by themselves, all to the left, or all to the right, of the text."""
    numbers = [line for line in page.lines if NUMBER.fullmatch(document.source, *line.span)]
    numbers = [line for line in numbers if not _is_in_a_table(document, page, line, line.span[0])]
    taken = {line.span for line in numbers}
    others = [line for line in page.lines if line.span not in taken and line.box] if numbers else []
    if not others:
        return []
    left, right = _edges(others)
    outside = [line for line in numbers if line.box and (line.box[2] < left or line.box[0] > right)]
    outside.sort(key=lambda line: line.box[1] if line.box else 0)
    return [LineNumber(int(document.source[slice(*line.span)]), line.span, _beside(line, others)) for line in outside]


def _edges(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    """Where the text begins and ends, a few stray lines left aside."""
    starts = sorted(line.box[0] for line in lines if line.box)
    ends = sorted(line.box[2] for line in lines if line.box)
    return starts[len(starts) // 20], ends[-1 - len(ends) // 20]


def _beside(number: PrintedLine, lines: Iterable[PrintedLine]) -> PrintedLine | None:
    """The line on the number's baseline: it shares more than half of the number's height."""
    if number.box is None:
        return None
    _, top, _, bottom = number.box
    half = (bottom - top) / 2
    near = (line for line in lines if line.box and line.box[3] - top > half and bottom - line.box[1] > half)
    return next((line for line in near if line.box and line.box[3] - line.box[1] > half), None)


def _is_in_a_table(document: Document, page: PrintedPage, line: PrintedLine, start: int) -> bool:
    """Whether what begins at `start` of a line stands in a ruled table, whose rows it counts (No.)."""
    if line.box is None:
        return False
    middle = (line.box[1] + line.box[3]) / 2
    return any(
        x0 < document.x1[start] and document.x0[start] < x1 and top < middle < bottom
        for x0, top, x1, bottom in (grid.box for grid in page.grids)
    )


def _glued_in_front(document: Document, page: PrintedPage) -> list[LineNumber]:
    found = []
    for line in page.lines:
        match = LEADING.match(document.source, *line.span)
        if match and not _is_in_a_table(document, page, line, line.span[0]):
            gap = document.x0[_next_ink(document.source, match.end())] - document.x1[match.end() - 1]
            if gap > MARGIN_GAP_EM * line.size:
                found.append(LineNumber(int(match.group()), match.span(), line))
    return found


def _glued_behind(document: Document, page: PrintedPage) -> list[LineNumber]:
    found = []
    for line in page.lines:
        match = TRAILING.search(document.source[slice(*line.span)])
        start = line.span[0] + match.start() if match else line.span[0]
        if match and match.start() and not _is_in_a_table(document, page, line, start):
            gap = document.x0[start] - document.x1[_last_ink(document.source, start)]
            if gap > MARGIN_GAP_EM * line.size:
                found.append(LineNumber(int(match.group()), (start, line.span[1]), line))
    return found


def _next_ink(source: str, position: int) -> int:
    return next(index for index in range(position, len(source)) if not source[index].isspace())


def _last_ink(source: str, position: int) -> int:
    return next(index for index in range(position - 1, -1, -1) if not source[index].isspace())


# --- in dumps -------------------------------------------------------------------------------------------------------


def _counted(document: Document, page: PrintedPage) -> list[LineNumber]:
    """Numbers at the ends of lines, each the next of a running count that may be lost and found again."""
    source, lines, found = document.source, page.lines, list[LineNumber]()
    expected = _first_count(source, lines)
    reached = 0  # lines up to the last number: behind it an attached paper may go on without any
    for position, line in enumerate(lines):
        if not _ends_with(source, line, expected):
            resumed = _resumed(source, lines[position:], expected)
            if resumed is None:
                continue
            expected = resumed
        start = line.span[1] - len(str(expected))
        found.append(LineNumber(expected, (start, line.span[1]), line if start > line.span[0] else None))
        expected += 1
        reached = position + 1
    return found if len(found) >= COVERED * reached else []


def _first_count(source: str, lines: Sequence[PrintedLine]) -> int:
    """The count of the first line: 1, or wherever a count goes on from the page before."""
    for position, line in enumerate(lines[:ON_A_PAGE]):
        match = TRAILING.search(source[slice(*line.span)])
        for length in range(len(match.group()) if match else 0, 0, -1):  # 22, 23, 24 also end in 2, 3, 4
            value = int(source[line.span[1] - length : line.span[1]])
            ahead = lines[position : position + RESYNC]
            if all(_ends_with(source, after, value + step) for step, after in enumerate(ahead)):
                return value
    return 1


def _resumed(source: str, lines: Sequence[PrintedLine], expected: int) -> int | None:
    """The count at the first line when some numbers, or a page's end, were lost on the way; None while not clear."""
    ahead = lines[:RESYNC]
    for value in chain(range(expected + 1, expected + 1 + RESYNC), (1,)):
        if len(ahead) == RESYNC and all(_ends_with(source, line, value + step) for step, line in enumerate(ahead)):
            return value
    return _picked_up(source, lines[: RESYNC + 1], expected)


def _picked_up(source: str, lines: Sequence[PrintedLine], expected: int) -> int | None:
    """The count at the first line where some lines, such as those of a list of names, have lost theirs."""
    match = APART.search(source[slice(*lines[0].span)])
    value = int(match.group(1)) if match else 0
    goes_on = any(APART.search(source[slice(*line.span)]) and _ends_with(source, line, value + 1) for line in lines[1:])
    return value if expected < value <= expected + LOST and goes_on else None


def _ends_with(source: str, line: PrintedLine, value: int) -> bool:
    return source.endswith(str(value), *line.span)
