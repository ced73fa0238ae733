"""Ruled tables (表): the text of each cell, its lines joined like those of a paragraph.

A line that the file draws over several cells is cut where a cell ends, so that each character goes to the cell in
which it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from minutes_nlp.document import Document, Grid, Paragraph, PrintedLine
from minutes_nlp.layout.folds import folded
from minutes_nlp.layout.joins import Joiner
from minutes_nlp.layout.paragraphs import joined, passages
from minutes_nlp.layout.rows import Row
from minutes_nlp.model import BlockKind, Box
from minutes_nlp.text import Text

__all__ = ["Table", "parted", "table_of"]

WRITTEN_SHARE = 0.3  # of a table's cells hold text; fewer, and the lines are a drawing


@dataclass(frozen=True, slots=True)
class Table:
    """A grid and the lines in each of its cells (表)."""

    page: int
    grid: Grid
    cells: dict[Box, tuple[PrintedLine, ...]]


def parted(
    document: Document, lines: Iterable[PrintedLine], grids: Sequence[Grid], page: int
) -> tuple[list[PrintedLine], list[Table]]:
    """The lines outside all tables, and the tables; a grid with hardly any text in it is a drawing."""
    outside = list(lines)
    tables = []
    for grid in grids:
        pieces = [piece for line in outside for piece in _pieces(document, line, grid)]
        inside: dict[Box, list[PrintedLine]] = {cell: [] for row in grid.rows for cell in row}
        for line, cell in pieces:
            if cell:
                inside[cell].append(line)
        if sum(map(bool, inside.values())) >= WRITTEN_SHARE * len(inside):
            tables.append(Table(page, grid, {cell: tuple(found) for cell, found in inside.items()}))
            outside = [line for line, cell in pieces if cell is None]
    return outside, tables


def _pieces(document: Document, line: PrintedLine, grid: Grid) -> Iterator[tuple[PrintedLine, Box | None]]:
    """The line, cut where it passes from one cell into another, each piece with its cell."""
    if line.box is None or not _overlap(line.box, grid.box):
        yield line, None
        return
    middle = (line.box[1] + line.box[3]) / 2
    cells = [cell for row in grid.rows for cell in row if cell[1] <= middle < cell[3]]

    def cell_at(index: int) -> Box | None:
        x = (document.x0[index] + document.x1[index]) / 2
        return next((cell for cell in cells if cell[0] <= x < cell[2]), None)

    for cell, run in groupby(range(*line.span), key=cell_at):
        piece = _piece(document, line, list(run))
        if piece:
            yield piece, cell


def _piece(document: Document, line: PrintedLine, indices: Sequence[int]) -> PrintedLine | None:
    ink = [index for index in indices if not document.source[index].isspace()]
    if not ink or line.box is None:
        return None
    start, stop = ink[0], ink[-1] + 1
    box = (document.x0[start], line.box[1], document.x1[stop - 1], line.box[3])
    return replace(line, span=(start, stop), box=box)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def table_of(document: Document, table: Table, rows_of: Callable[[Sequence[PrintedLine]], list[Row]]) -> Paragraph:
    """The table as a paragraph: rows of cells, parted by line feeds and tabs in its text."""
    rows = tuple(tuple(_cell(document, rows_of(table.cells[cell]), cell) for cell in row) for row in table.grid.rows)
    text = Text.join([Text.join(row, "\t") for row in rows], "\n")
    return Paragraph(kind=BlockKind.TABLE, text=text, pages=(table.page,), rows=rows)


def _cell(document: Document, rows: Sequence[Row], cell: Box) -> Text:
    if not rows:
        return Text()
    if all(len(row.text) == 1 for row in rows):  # a word set downwards
        return folded(joined(rows))
    joiner = Joiner.within(document, rows, cell)
    return folded(Text.join([joined(passage.rows) for passage in passages(rows, joiner)], "\n"))
