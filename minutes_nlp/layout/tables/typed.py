"""Tables of text files and dumps (テキストの表): rows of tabs, of bars, of values; cells line under line.

A dump of a printed table gives the lines of its cells one after the other and says nothing of its columns. Two lines
are one cell where a word goes over the line's end; a new row begins where a running number goes on. Where no number
runs, each row of the record holds one cell: that is all the dump tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from minutes_nlp.document import Document, Paragraph, TableCell
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.layout.folds import folded
from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.marks import mark_of
from minutes_nlp.layout.paragraphs.boxes import is_boxed
from minutes_nlp.layout.paragraphs.joins import Joiner
from minutes_nlp.layout.paragraphs.making import joined, passages
from minutes_nlp.model import BlockKind
from minutes_nlp.text import Text

__all__ = ["TypedTable", "typed_tables"]

Cells = tuple[tuple[Text, ...], ...]

FEW_LINES = 2  # rows that make a table of bars or of tabs
FEW_VALUE_LINES = 3  # rows of values set off by spaces alone
FEW_COLUMNS = 3  # a line of two columns may as well be a label and what it names
CELL_EM = 14.0  # cells of dumped tables are up to 12 full-width characters wide, lines of slides mostly more
FIELD_EM = 12.0  # of a row of values
FEW_CELL_LINES = 3  # cells in a run on a page of such tables
CELL_SHARE = 0.8  # of such a page's lines are as short as cells: 0.97 on pages of indicators, 0.2–0.7 on slides
VALUE_SHARE = 0.3  # of these lines are values: 0.36–0.70 on pages of indicators, none on a slide as full of cells
SAID_SHARE = 0.3  # of the rows of two columns hold a sentence in both; heads and section rows are the rest
TITLE_MARKS = {"part", "article", "roman", "bracketed_letter", "hash"}  # titles between tables
# | 項目 | 値 |
BARS = re.compile(r"\|.*\|")
# |---|:--:|
RULE = re.compile(r"\|[ :|-]+\|")
# 12.5％ / （2014年） / [48%] / → － / ①Ｂ / 1,036万人
VALUE = re.compile(r"[^ぁ-んァ-ヶ]{0,8}[0-9０-９→－％①-⑳][^ぁ-んァ-ヶ]{0,8}")
# ○農業 ４０４名
ITEM = re.compile(r"[○〇・●■◆•]")
TABS = re.compile(r"[ 　\t]*")
MOST_BLANKS = 80  # blanks and tabs looked at before a row
# （未設定） → － → / 100 （未設定） →
ARROWS = re.compile(r"(?:[^\s→。]{1,9}+[ 　]*+){0,2}→(?:[ 　]*+(?:→|[^\s→。]{1,9}+(?=[ 　→]|$)))*+")
# 60 / 123 健康寿命
SERIAL = re.compile(r"([0-9０-９]{1,3})(?:[ 　]+(?=\S)|$)")
# 100件 (92%) stays one field
GAP = re.compile(r"[ 　]+(?![（(])")


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table, the rows that it takes, and how many rows of its page stand before it."""

    place: int
    taken: tuple[Row, ...]
    paragraph: Paragraph


def typed_tables(document: Document, rows: Sequence[Row]) -> list[TypedTable]:
    """The tables among the rows of one page of a text file."""
    finders: tuple[tuple[Callable[[Row], bool], int, Callable[[Document, Sequence[Row]], Paragraph | None]], ...] = (
        (lambda row: BARS.fullmatch(row.string) is not None, FEW_LINES, _of_bars),
        (lambda row: _may_talk(document, row), FEW_LINES, _of_talk),
        (lambda row: len(_tabbed(document, row)) >= FEW_COLUMNS and not _is_marked(row), FEW_LINES, _of_tabs),
        (lambda row: len(_paired(document, row)) == 2, FEW_LINES, _of_pairs),
        (_holds_values, FEW_VALUE_LINES, _of_values),
        *(((_is_cell, FEW_CELL_LINES, _of_cells),) if _is_cellular(rows) else ()),
    )
    found: list[TypedTable] = []
    taken: set[int] = set()
    for looks_so, least, made in finders:
        flags = [looks_so(row) and at not in taken for at, row in enumerate(rows)]
        if made is _of_tabs:
            flags = [is_row or _goes_on(rows, flags, at) for at, is_row in enumerate(flags)]
        for start, stop in _runs(flags, least):
            paragraph = made(document, rows[start:stop])
            if paragraph:
                found.append(TypedTable(start, tuple(rows[start:stop]), paragraph))
                taken.update(range(start, stop))
    return sorted(found, key=lambda table: table.place)


def _runs(flags: Sequence[bool], least: int) -> Iterator[tuple[int, int]]:
    """Where enough flags in a row are set."""
    start = 0
    for is_set, group in groupby(flags):
        stop = start + len(list(group))
        if is_set and stop - start >= least:
            yield start, stop
        start = stop


def _goes_on(rows: Sequence[Row], flags: Sequence[bool], at: int) -> bool:
    """Whether a sentence without tabs between two rows of a table is one more paragraph of the last cell above it."""
    between = 0 < at < len(rows) - 1 and flags[at - 1] and flags[at + 1]
    alone = "\t" not in rows[at].string and not _is_marked(rows[at])
    return between and alone and ends_whole(rows[at].string) and ends_whole(rows[at - 1].string)


def _table(rows: Sequence[Row], cells: Cells, text: Text | None = None) -> Paragraph:
    text = text or Text.join([Text.join(row, "\t") for row in cells], "\n")
    return Paragraph(
        kind=BlockKind.TABLE,
        text=text,
        pages=(rows[0].page,),
        rows=tuple(tuple(map(TableCell.holding, row)) for row in cells),
    )


def _is_marked(row: Row) -> bool:
    return mark_of(row.string) is not None


# --- rows of bars, tabs and values ----------------------------------------------------------------------------------


def _of_bars(_: Document, rows: Sequence[Row]) -> Paragraph | None:
    """A Markdown table: its text keeps the bars, its cells do not."""
    lines = [folded(row.text) for row in rows]
    cells = tuple(
        tuple(cell.strip() for cell in line[1:-1].split(r"\|")) for line in lines if not RULE.fullmatch(line.string)
    )
    return _table(rows, cells, Text.join(lines, "\n"))


def _of_tabs(document: Document, rows: Sequence[Row]) -> Paragraph | None:
    """A table of rows that mostly fill three columns; in the others the last cell is empty."""
    whole = sum(1 for row in rows if row.text.string.count("\t") + 1 >= FEW_COLUMNS)
    cells: list[tuple[Text, ...]] = []
    for row in rows:
        if cells and "\t" not in row.string and ends_whole(row.string):
            cells[-1] = (*cells[-1][:-1], Text.join([cells[-1][-1], folded(row.text.strip())], "\n"))
        else:
            cells.append(_tabbed(document, row))
    return _table(rows, tuple(cells)) if 2 * whole >= len(rows) else None


def _tabbed(document: Document, row: Row) -> tuple[Text, ...]:
    """The cells of a line; tabs around it stand for empty ones, behind it up to as many columns as tables have."""
    return _padded(document, row, FEW_COLUMNS)


def _paired(document: Document, row: Row) -> tuple[Text, ...]:
    """The cells of a line with those that stay empty behind its words, up to two: １．報告事項⇥."""
    return _padded(document, row, 2)


def _padded(document: Document, row: Row, most: int) -> tuple[Text, ...]:
    start = row.lines[0][0]
    before = document.source[max(0, start - MOST_BLANKS) : start]
    empty = before[len(before.rstrip("\t ")) :].count("\t")
    cells = [*[Text()] * empty, *(folded(cell.strip()) for cell in row.text.split("\t"))]
    behind = TABS.match(document.source, row.lines[-1][1])
    return (*cells, *[Text()] * min(behind[0].count("\t") if behind else 0, most - len(cells)))


def _may_talk(document: Document, row: Row) -> bool:
    """Whether a line may be a row of three columns of which one is empty: 意見なし in front of a tab, two sentences."""
    if "\t" not in row.string or _is_marked(row):
        return False
    cells = _tabbed(document, row)
    return len(cells) >= FEW_COLUMNS or _says(cells) == [True, True]


def _of_talk(document: Document, rows: Sequence[Row]) -> Paragraph | None:
    """A table of three columns or more with sentences in the last two; in some rows a cell is empty.

    Two sentences stand in the last two columns, also where a dump has lost the empty cell in front of them.
    """
    cells = [_tabbed(document, row) for row in rows]
    columns = max(map(len, cells))
    whole = [row for row in cells if len(row) == columns and all(cell.string for cell in row)]
    said = [row for row in whole if _says(row)[-2:] == [True, True] and not any(_says(row)[:-2])]
    if len(said) < FEW_LINES or columns > FEW_COLUMNS:
        return None
    return _table(rows, tuple(_right(row) if _says(row)[:2] == [True, True] else row for row in cells))


def _right(row: tuple[Text, ...]) -> tuple[Text, ...]:
    """A row of three columns whose two sentences stand in the last two."""
    return row if len(row) >= FEW_COLUMNS and row[-1].string else (Text(), *row[:2])


def _says(cells: Sequence[Text]) -> list[bool]:
    """Which cells are sentences."""
    return [ends_whole(cell.string) for cell in cells]


def _of_pairs(document: Document, rows: Sequence[Row]) -> Paragraph | None:
    """A table of two columns of sentences (意見｜回答); others may be labels with what they name."""
    cells = tuple(_paired(document, row) for row in rows)
    said = [row for row in cells if all(cell.string.endswith("。") for cell in row)]
    return _table(rows, cells) if len(said) >= FEW_LINES and len(said) >= SAID_SHARE * len(cells) else None


def _fields(row: Row) -> tuple[Text, ...]:
    return row.text.split(GAP)


def _holds_values(row: Row) -> bool:
    """Whether a line is a row of short fields, most of them values."""
    if "\t" in row.string or "。" in row.string or "→" in row.string:
        return False
    fields = [field.string for field in _fields(row)]
    if len(fields) < FEW_COLUMNS or any(len(field) > FIELD_EM for field in fields[1:]):
        return False
    return 2 * sum(field[0].isdigit() for field in fields[1:]) > len(fields) - 1 and ":" not in row.string


def _of_values(_: Document, rows: Sequence[Row]) -> Paragraph | None:
    return _table(rows, tuple(tuple(folded(field) for field in _fields(row)) for row in rows))


# --- cells line under line ------------------------------------------------------------------------------------------


def _is_cellular(rows: Sequence[Row]) -> bool:
    """Whether a page is a table whose cells stand line under line, values most of them."""
    if not is_boxed(rows):
        return False
    cells = [row for row in rows if _is_cell(row)]
    values = sum(_is_value(row) for row in cells)
    return len(cells) >= CELL_SHARE * len(rows) and values >= VALUE_SHARE * len(cells)


def _is_cell(row: Row) -> bool:
    mark = mark_of(row.string)
    if (mark and mark.kind in TITLE_MARKS) or (row.string[0] in "【＜■" and not _is_value(row)):
        return False
    return row.x1 - row.x0 <= CELL_EM or _is_value(row)


def _is_value(row: Row) -> bool:
    if ITEM.match(row.string):
        return False
    return VALUE.fullmatch(row.string) is not None or ARROWS.fullmatch(row.string) is not None


def _of_cells(document: Document, rows: Sequence[Row]) -> Paragraph:
    joiner = Joiner.over(document, rows, in_cells=True)
    cells = [folded(joined(passage.rows)) for passage in passages(rows, joiner)]
    return _table(rows, tuple(_by_number(cells)))


def _by_number(cells: Sequence[Text]) -> Iterator[tuple[Text, ...]]:
    """Rows that begin where a running number goes on, the head before them; one cell each where none runs."""
    starts = _running(cells)
    if not starts:
        yield from ((cell,) for cell in cells)
        return
    if starts[0]:
        yield tuple(cells[: starts[0]])
    for start, stop in pairwise([*starts, len(cells)]):
        match = SERIAL.match(cells[start].string)
        assert match  # noqa: S101 - found by it
        number, rest = cells[start].group(match, 1), cells[start][match.end() :]
        yield (number, *([rest] if rest.string else []), *cells[start + 1 : stop])


def _running(cells: Sequence[Text]) -> list[int]:
    """The places of the longest run of numbers that count up by one; a lone number counts where it comes first."""
    numbers = [(place, int(match[1])) for place, cell in enumerate(cells) if (match := SERIAL.match(cell.string))]
    runs: list[list[tuple[int, int]]] = []
    for place, value in numbers:
        run = next((run for run in runs if run[-1][1] == value - 1), None)
        if run:
            run.append((place, value))
        else:
            runs.append([(place, value)])
    longest = max(runs, key=len, default=[])
    return [place for place, _ in longest] if len(longest) > 1 else [0] * (bool(numbers) and numbers[0][0] == 0)
