"""Tables (表): the text of each cell, its lines joined like those of a paragraph.

A line that the file draws over several cells is cut where a cell ends, so that each character goes to the cell in
which it is printed. A table that goes on over a page is one, if its columns agree.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from minutes_nlp.document import Document, Grid, Paragraph, PrintedLine, TableCell
from minutes_nlp.layout.lines.rows import STANDING, rows_in
from minutes_nlp.layout.tables.heads import Head, head_rows, repeats
from minutes_nlp.layout.tables.torn import PrintedRow, mended
from minutes_nlp.layout.tables.writing import PrintedCell, written
from minutes_nlp.model import BlockKind, Box
from minutes_nlp.text import Text

__all__ = ["Table", "goes_on", "parted", "rest_of", "table_of"]

FEWEST = 3  # cells with text: a name and the two under it; a drawing may hold two
WRITTEN_SHARE = 0.3  # of a table's cells hold text; fewer, and the lines are a drawing
REGULAR_SHARE = 0.2  # of the places where its rows and columns cross: 0.27 and more in tables with many merged cells
HEADED_SHARE = 0.75  # or of its first two rows': a form that is hardly filled in, with hardly a cell merged
SAME_LINE = 3.0  # points: edges of cells that are one line; the tolerance with which rules are made to meet


@dataclass(frozen=True, slots=True)
class Table:
    """A grid and the lines in each of its cells (表)."""

    page: int
    grid: Grid
    cells: Mapping[Box, tuple[PrintedLine, ...]]
    after: frozenset[int] | None = None  # places of the rows that are read before it, where height does not tell

    @property
    def columns(self) -> tuple[float, ...]:
        """Where its columns begin and end."""
        return _columns(self.grid)

    @property
    def bands(self) -> tuple[float, ...]:
        """Where its rows begin and end."""
        return _bands(self.grid)


def _columns(grid: Grid) -> tuple[float, ...]:
    return _lines_of(x for row in grid.rows for cell in row for x in (cell[0], cell[2]))


def _bands(grid: Grid) -> tuple[float, ...]:
    return _lines_of(y for row in grid.rows for cell in row for y in (cell[1], cell[3]))


def _lines_of(edges: Iterable[float]) -> tuple[float, ...]:
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > SAME_LINE:
            lines.append(edge)
    return tuple(lines)


# --- lines into cells ---------------------------------------------------------------------------------------------


def parted(
    document: Document, lines: Iterable[PrintedLine], grids: Sequence[Grid], page: int, rest: Grid | None = None
) -> tuple[list[PrintedLine], list[Table]]:
    """The lines outside all tables, and the tables; a grid with hardly any text in it is a drawing.

    `rest` is one that goes on from the page before, however little it holds.
    """
    outside = list(lines)
    tables = []
    for grid in grids:
        pieces = [piece for line in outside for piece in _pieces(document, line, grid)]
        inside: dict[Box, list[PrintedLine]] = {cell: [] for row in grid.rows for cell in row}
        for line, cell in pieces:
            if cell:
                inside[cell].append(line)
        if grid is rest or _is_written(grid, inside):
            tables.append(Table(page, grid, {cell: tuple(found) for cell, found in inside.items()}))
            outside = [line for line, cell in pieces if cell is None]
    return outside, tables


def _is_written(grid: Grid, inside: Mapping[Box, Sequence[PrintedLine]]) -> bool:
    """Whether text stands in enough of the cells, and in several rows and columns, or the form has a head."""
    first = [inside[cell] for row in grid.rows[:2] for cell in row]
    written = [cell for cell, lines in inside.items() if lines]
    places = _places(grid)
    is_filled = len(written) >= max(WRITTEN_SHARE * len(inside), REGULAR_SHARE * places)
    has_head = sum(map(bool, first)) >= HEADED_SHARE * len(first) > 1 and len(inside) >= HEADED_SHARE * places
    lines_down = {round(cell[0]) for cell in written}, {round(cell[1]) for cell in written}
    return len(written) >= FEWEST and min(map(len, lines_down)) > 1 and (is_filled or has_head)


def _places(grid: Grid) -> int:
    """How many cells it would have if none were merged."""
    return (len(_columns(grid)) - 1) * (len(_bands(grid)) - 1)


def _pieces(document: Document, line: PrintedLine, grid: Grid) -> Iterator[tuple[PrintedLine, Box | None]]:
    """The line, cut where it passes from one cell into another, each piece with its cell."""
    if line.box is None or not _overlap(line.box, grid.box):
        yield line, None
        return
    if _stands(line):
        yield from _cells_down(line, line.box, grid)
        return
    middle = (line.box[1] + line.box[3]) / 2
    beside = [cell for row in grid.rows for cell in row if cell[1] <= middle < cell[3]]
    cells = sorted(beside, key=_area)  # a cell in a cell comes first

    def cell_at(index: int) -> Box | None:
        x = (document.x0[index] + document.x1[index]) / 2
        return next((cell for cell in cells if cell[0] <= x < cell[2]), None)

    for cell, run in groupby(range(*line.span), key=cell_at):
        piece = _piece(document, line, list(run))
        if piece:
            yield piece, cell


def _stands(line: PrintedLine) -> bool:
    """Whether its characters stand one below the other: a word set downwards, or a column of single characters."""
    assert line.box is not None  # noqa: S101 - asked of printed lines only
    x0, top, x1, bottom = line.box
    return line.span[1] - line.span[0] > 1 and bottom - top > STANDING * line.size > x1 - x0


def _cells_down(line: PrintedLine, box: Box, grid: Grid) -> Iterator[tuple[PrintedLine, Box | None]]:
    """A line that goes down, cut where it passes from one cell into the one below."""
    start, stop = line.span
    step, middle = (box[3] - box[1]) / (stop - start), (box[0] + box[2]) / 2
    cells = sorted((cell for row in grid.rows for cell in row if cell[0] <= middle < cell[2]), key=_area)

    def cell_at(index: int) -> Box | None:
        y = box[1] + (index - start + 0.5) * step
        return next((cell for cell in cells if cell[1] <= y < cell[3]), None)

    for cell, run in groupby(range(start, stop), key=cell_at):
        first, *rest = run
        last = rest[-1] if rest else first
        top, bottom = box[1] + (first - start) * step, box[1] + (last + 1 - start) * step
        yield replace(line, span=(first, last + 1), box=(box[0], top, box[2], bottom)), cell


def _piece(document: Document, line: PrintedLine, indices: Sequence[int]) -> PrintedLine | None:
    ink = [index for index in indices if not document.source[index].isspace()]
    if not ink or line.box is None:
        return None
    start, stop = ink[0], ink[-1] + 1
    box = (document.x0[start], line.box[1], document.x1[stop - 1], line.box[3])
    return replace(line, span=(start, stop), box=box)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- one table or two ---------------------------------------------------------------------------------------------


def goes_on(document: Document, table: Table, following: Table) -> bool:
    """Whether a table at the foot of one page goes on in that at the head of the next: their columns agree.

    A head on a coloured ground that is not that of the first begins another table.
    """
    if following.page != table.page + 1 or not _have_the_same_columns(table.grid, following.grid):
        return False
    first = following.grid.rows[0]
    return not following.grid.tinted.issuperset(first) or _printed(document, following) == _printed(document, table)


def rest_of(grid: Grid, grids: Sequence[Grid]) -> Grid | None:
    """The lone row at the head of a page with which the last table of the page before ends, if there is one."""
    is_rest = bool(grids) and len(grids[0].rows) == 1 and _have_the_same_columns(grid, grids[0])
    return grids[0] if is_rest else None


def _have_the_same_columns(grid: Grid, other: Grid) -> bool:
    here, there = _columns(grid), _columns(other)
    shift = there[0] - here[0]  # odd and even pages may have other margins
    return len(here) == len(there) and all(
        abs(right - left - shift) <= SAME_LINE for left, right in zip(here, there, strict=True)
    )


def _printed(document: Document, table: Table) -> list[str]:
    """The characters of a table's first row."""
    cells = (table.cells[cell] for cell in table.grid.rows[0])
    return ["".join(document.source[slice(*line.span)] for line in lines) for lines in cells]


# --- tables into paragraphs ---------------------------------------------------------------------------------------


def table_of(document: Document, parts: Sequence[Table]) -> Paragraph:
    """The table as a paragraph: rows of cells, parted by line feeds and tabs in its text.

    A head that is printed again on the next page stays in the text, but is no row a second time; nor is the rest of a
    row that the page break has cut.
    """
    printed = [list(_rows(document, table)) for table in parts]
    texts = [[_written(document, row) for row in rows] for rows in printed]
    again = [repeats(texts[0], rows) if number else 0 for number, rows in enumerate(texts)]
    rows = mended(document, [found[count:] for found, count in zip(printed, again, strict=True)])
    cells = tuple(_written(document, row) for row in rows)
    return Paragraph(
        kind=BlockKind.TABLE,
        text=Text.join([Text.join(row, "\t") for found in texts for row in found], "\n"),
        pages=tuple(dict.fromkeys(table.page for table in parts)),
        rows=cells,
        head_rows=max(head_rows(cells, _heads(parts[0], texts[0])), *again),
    )


def _rows(document: Document, table: Table) -> Iterator[PrintedRow]:
    spans = _spans(table)
    for row in table.grid.rows:
        yield tuple(
            PrintedCell(((rows_in(document, table.cells[cell], table.page), cell),), *spans[cell]) for cell in row
        )


def _written(document: Document, row: PrintedRow) -> tuple[TableCell, ...]:
    return tuple(written(document, cell) for cell in row)


def _spans(table: Table) -> dict[Box, tuple[int, int]]:
    """How many rows and columns each cell covers; what a smaller cell inside it has is not its own."""
    columns, bands = table.columns, table.bands
    taken: set[tuple[int, int]] = set()
    spans: dict[Box, tuple[int, int]] = {}
    for cell in sorted(table.cells, key=_area):
        x0, top, x1, bottom = cell
        rows = range(_place(bands, top), max(_place(bands, bottom), _place(bands, top) + 1))
        across = range(_place(columns, x0), max(_place(columns, x1), _place(columns, x0) + 1))
        own = list(takewhile(lambda column: (rows[0], column) not in taken, across))  # noqa: B023 - used at once
        down = list(takewhile(lambda row: not any((row, column) in taken for column in own), rows))  # noqa: B023
        taken.update((row, column) for row in down for column in own)
        spans[cell] = (max(len(down), 1), max(len(own), 1))
    return spans


def _area(cell: Box) -> float:
    return (cell[2] - cell[0]) * (cell[3] - cell[1])


def _place(lines: Sequence[float], edge: float) -> int:
    """Which of the lines an edge lies on."""
    return bisect(lines, edge + SAME_LINE / 2) - 1


def _heads(table: Table, rows: Sequence[Sequence[TableCell]]) -> Iterator[Head]:
    """What the print tells about each row: all its cells are bold, or on a coloured ground."""
    for boxes, cells in zip(table.grid.rows, rows, strict=True):
        written = [box for box, cell in zip(boxes, cells, strict=True) if cell.string]
        lines = [line for box in boxes for line in table.cells[box]]
        yield Head(
            bold=bool(lines) and all(line.bold for line in lines),
            tinted=bool(written) and all(box in table.grid.tinted for box in written),
        )
