"""Rows of a table that a page break cuts (頁またぎの行): one row to a reader, though it is drawn as two.

The text of a cell breaks off in mid-sentence, or the first cell, which is written in every other row, is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from minutes_nlp.document import Document
from minutes_nlp.layout.paragraphs.evidence import SENTENCE_END
from minutes_nlp.layout.tables.writing import PrintedCell, joiner_of

__all__ = ["PrintedRow", "mended"]

NAMED = 3  # rows whose first cell is written show that it always is
PROSE_EM = 8.0  # characters of a line of prose; columns of names and numbers are narrower

PrintedRow = tuple[PrintedCell, ...]


def mended(document: Document, pages: Iterable[Sequence[PrintedRow]]) -> list[PrintedRow]:
    """The rows of a table over all its pages, each in one piece."""
    found: list[PrintedRow] = []
    for rows in pages:
        if found and rows and _is_rest(document, found, rows[0]):
            found[-1] = tuple(_together(*pair) for pair in zip(found[-1], rows[0], strict=True))
            found += rows[1:]
        else:
            found += rows
    return found


def _is_rest(document: Document, rows: Sequence[PrintedRow], row: PrintedRow) -> bool:
    """Whether the first row of a page is the rest of the last of the rows before it."""
    last = rows[-1]
    if [cell.column_span for cell in last] != [cell.column_span for cell in row]:
        return False
    if any(cell.row_span > 1 for cell in (*last, *row)):
        return False
    both = [pair for pair in zip(last, row, strict=True) if pair[0].rows and pair[1].rows]
    going_on = [_goes_on(document, *pair) for pair in both]
    if not all(goes_on or _is_whole(one) for goes_on, (one, _) in zip(going_on, both, strict=True)):
        return False
    return any(going_on) or (bool(both) and _lacks_its_name(rows, row))


def _goes_on(document: Document, one: PrintedCell, other: PrintedCell) -> bool:
    """Whether a cell breaks off in mid-sentence and goes on in the other; a name or a number does not."""
    last = one.rows[-1]
    if _is_whole(one) or last.x1 - last.x0 < PROSE_EM * last.size:
        return False
    return joiner_of(document, _together(one, other)).confidence(one.rows, *other.rows[:2]) > 0


def _is_whole(cell: PrintedCell) -> bool:
    return SENTENCE_END.search(cell.rows[-1].string) is not None


def _lacks_its_name(rows: Sequence[PrintedRow], row: PrintedRow) -> bool:
    return not row[0].rows and len(rows) >= NAMED and all(other[0].rows for other in rows)


def _together(one: PrintedCell, other: PrintedCell) -> PrintedCell:
    return replace(one, pieces=one.pieces + other.pieces)
