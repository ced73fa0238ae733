"""Rows and merged cells of a table that a page break cuts (頁またぎの行): one to a reader, though drawn as two.

The text of a cell breaks off in mid-sentence, or a cell is empty that is written in every other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from minutes_nlp.document import Document, spread
from minutes_nlp.layout.paragraphs.evidence import SENTENCE_END
from minutes_nlp.layout.tables.writing import PrintedCell, joiner_of

__all__ = ["PrintedRow", "mended"]

ALWAYS = 3  # rows in which a column is written show that it always is
PROSE_EM = 8.0  # characters of a line of prose; columns of names and numbers are narrower

PrintedRow = tuple[PrintedCell, ...]
Pair = tuple[PrintedCell, PrintedCell]  # what stands over and under a page break


def mended(document: Document, pages: Iterable[Sequence[PrintedRow]]) -> list[PrintedRow]:
    """The rows of a table over all its pages, each row and cell in one piece."""
    found: list[PrintedRow] = []
    for rows in pages:
        found = _joined(document, found, rows) if found and rows else [*found, *rows]
    return found


def _joined(document: Document, rows: Sequence[PrintedRow], following: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows of some pages and those of the next."""
    above, below = list(spread(rows)), next(spread(following))
    pairs = list(dict.fromkeys(zip(above[-1], below, strict=False)))
    agree = len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    if len(above[-1]) != len(below) or not agree:
        return [*rows, *following]
    is_rest = _is_rest(document, pairs) and (_goes_on_in(document, pairs) or _lacks_a_cell(above, below))
    again = [pair for pair in pairs if is_rest or _is_merged(*pair)]
    whole = {one: _together(one, other, shared=int(is_rest)) for one, other in again}
    rest = {other for _, other in again}
    first = tuple(cell for cell in following[0] if cell not in rest)
    mended_rows = [tuple(whole.get(cell, cell) for cell in row) for row in rows]
    return [*mended_rows, *([first] if first else []), *following[1:]]


def _is_rest(document: Document, pairs: Iterable[Pair]) -> bool:
    """Whether what stands under a page break may be the rest of the row over it: each cell goes on or was whole."""
    both = [pair for pair in pairs if pair[0].rows and pair[1].rows]
    return bool(both) and all(_is_whole(pair[0]) or _goes_on(document, *pair) for pair in both)


def _goes_on_in(document: Document, pairs: Iterable[Pair]) -> bool:
    return any(one.rows and other.rows and _goes_on(document, one, other) for one, other in pairs)


def _goes_on(document: Document, one: PrintedCell, other: PrintedCell) -> bool:
    """Whether a cell breaks off in mid-sentence and goes on in the other; a name or a number does not."""
    last = one.rows[-1]
    if _is_whole(one) or last.x1 - last.x0 < PROSE_EM * last.size:
        return False
    return joiner_of(document, _together(one, other)).confidence(one.rows, *other.rows[:2]) > 0


def _is_whole(cell: PrintedCell) -> bool:
    return SENTENCE_END.search(cell.rows[-1].string) is not None


def _lacks_a_cell(rows: Sequence[PrintedRow], row: PrintedRow) -> bool:
    """Whether a column is empty in a row that is written in all rows before."""
    columns = zip(*rows, strict=False)
    return len(rows) >= ALWAYS and any(
        not cell.rows and all(other.rows and other.row_span == 1 for other in column)
        for cell, column in zip(row, columns, strict=False)
    )


def _is_merged(one: PrintedCell, other: PrintedCell) -> bool:
    """Whether a merged cell (結合セル) goes on without text."""
    return not other.rows and max(one.row_span, other.row_span) > 1


def _together(one: PrintedCell, other: PrintedCell, *, shared: int = 0) -> PrintedCell:
    """A cell with its rest, of whose rows so many are one."""
    return replace(one, pieces=one.pieces + other.pieces, row_span=one.row_span + other.row_span - shared)
