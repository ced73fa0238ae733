"""What is written in a cell of a table (セルの文字): its lines joined like those of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from minutes_nlp.document import Document, TableCell
from minutes_nlp.layout.folds import folded
from minutes_nlp.layout.lines.rows import Row, side_by_side
from minutes_nlp.layout.paragraphs.joins import Joiner
from minutes_nlp.layout.paragraphs.making import joined, passages
from minutes_nlp.model import Box
from minutes_nlp.text import Text

__all__ = ["PrintedCell", "joiner_of", "written"]

# 200,000 / △ 5,791 / 6.1% / （63）
NUMBER = re.compile(r"[(（]?[△▲+＋\-－−]?[ 　]*[0-9０-９][0-9０-９,，.．]*[ 　]*[%％)）]?[)）]?")
# 積立+ 333,478
ENTRY = re.compile(rf"[^0-9０-９]{{1,8}}{NUMBER.pattern}")


@dataclass(frozen=True, slots=True, eq=False)
class PrintedCell:
    """A cell as it is printed (セル): its lines and its box on each page on which it stands."""

    pieces: tuple[tuple[Sequence[Row], Box], ...]
    row_span: int = 1
    column_span: int = 1

    @property
    def rows(self) -> list[Row]:
        """Its lines over all pages."""
        return list(chain.from_iterable(rows for rows, _ in self.pieces))


def written(document: Document, cell: PrintedCell) -> TableCell:
    """The cell with its text."""
    return TableCell.holding(_text(document, cell), cell.row_span, cell.column_span)


def joiner_of(document: Document, cell: PrintedCell) -> Joiner:
    """The joiner for the lines of a cell, whose borders may lie elsewhere on each page."""
    joiners = [Joiner.within(document, rows, box) for rows, box in cell.pieces if rows]
    return replace(joiners[0], edges={place: edges for one in joiners for place, edges in one.edges.items()})


def _text(document: Document, cell: PrintedCell) -> Text:
    rows = cell.rows
    if not rows:
        return Text()
    if all(len(row.text) == 1 for row in rows):  # a word set downwards
        return folded(joined(rows))
    lines: list[list[Sequence[Row]]] = []
    for part in (part for passage in passages(rows, joiner_of(document, cell)) for part in _entries(passage.rows)):
        last = lines[-1][-1][-1] if lines else None
        if last and _is_beside(last, part[0]):
            lines[-1].append(part)
        else:
            lines.append([part])
    return folded(Text.join([Text.join([joined(part) for part in line], " ") for line in lines], "\n"))


def _is_beside(last: Row, row: Row) -> bool:
    return last.page == row.page and side_by_side(last, row) and row.x0 >= last.x1


def _entries(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows of a passage, parted where each is an entry of its own: a number, or a word with its number."""
    start = 0
    for end, (row, following) in enumerate(pairwise(rows), 1):
        last = row.string[row.tabs[-1].start :] if row.tabs else row.string
        if NUMBER.fullmatch(last.strip()) or (ENTRY.fullmatch(row.string) and ENTRY.fullmatch(following.string)):
            yield rows[start:end]
            start = end
    yield rows[start:]
