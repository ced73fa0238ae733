"""Pages set in columns (段組), read one column after the other; vertical pages in tiers are such pages turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from minutes_nlp.layout.rows import GUTTER_EM, Row, body_size, cut_at

__all__ = ["in_columns"]

COLUMN_ROWS = 6  # rows that make a column: two-column pages have 20 and more, a pair of table cells 2 or 3
CROSSING_SHARE = 0.34  # rows that may run across the gutter: titles and full-width footnotes
HANGING_EM = 2.0  # how far left of a column's usual edge its marks and headings start
COLUMN_PAGES = 0.3  # of a document's pages show the same gutter: then the others have it too
FULL_SHARE = 0.5  # rows of a prose column that reach its right edge; table columns stay under 0.2


@dataclass(frozen=True, slots=True)
class Gutter:
    """The gap between two columns (段間): the right column's left edge, and from where to where it goes down."""

    edge: float
    top: float
    bottom: float

    def holds(self, row: Row) -> bool:
        """Whether a row lies beside the gutter and not above or below it."""
        return row.bottom > self.top and row.top < self.bottom


def in_columns(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The rows of all pages in reading order, column by column.

    A page on which one column holds only short lines, such as a title page, is read in the columns of the others.
    """
    sizes = [body_size(rows) for rows in pages]
    own = [_gutter(rows, em) for rows, em in zip(pages, sizes, strict=True)]
    found = [round(gutter.edge) for gutter in own if gutter]
    edge = Counter(found).most_common(1)[0][0] if len(found) >= COLUMN_PAGES * len(pages) and found else None
    return [
        list(_ordered(rows, em, gutter or (_shared(rows, em, edge) if edge else None)))
        for rows, em, gutter in zip(pages, sizes, own, strict=True)
    ]


def _shared(rows: Sequence[Row], em: float, edge: float) -> Gutter | None:
    """The gutter of the other pages on this one, if hardly any row runs across it."""
    pieces = [piece for row in rows for piece in _cut(row, edge - 1, em)]
    right = [row for row in pieces if row.x0 >= edge - 1]
    crossing = sum(_crosses(row, edge - 1, em) for row in pieces)
    if not right or crossing > CROSSING_SHARE * len(pieces):
        return None
    return Gutter(edge - 1, min(row.top for row in right), max(row.bottom for row in pieces))


def _ordered(rows: Sequence[Row], em: float, gutter: Gutter | None, first: int = 0) -> Iterator[Row]:
    """The rows column by column; rows across the gutter keep their place between."""
    if gutter is None:
        yield from (replace(row, column=first) for row in rows) if first else rows
        return
    pieces = [piece for row in rows for piece in (_cut(row, gutter.edge, em) if gutter.holds(row) else (row,))]
    for beside, group in groupby(pieces, key=lambda row: gutter.holds(row) and not _crosses(row, gutter.edge, em)):
        band = list(group)
        if not beside:
            yield from _ordered(band, em, _gutter(band, em), first)
            continue
        yield from (replace(row, column=first + 1) for row in band if row.x0 < gutter.edge)
        rest = [row for row in band if row.x0 >= gutter.edge]
        yield from _ordered(rest, em, _gutter(rest, em), first + 2)


def _cut(row: Row, edge: float, em: float) -> tuple[Row, ...]:
    """A row that was drawn across the gutter as two, if its text goes on just behind it."""
    return cut_at(row, next((tab for tab in row.tabs if edge <= tab.right < edge + 2 * em), None))


def _crosses(row: Row, edge: float, em: float) -> bool:
    return row.x0 < edge and row.x1 > edge - GUTTER_EM * em


def _gutter(rows: Sequence[Row], em: float) -> Gutter | None:
    """The gap between the first two columns, if part of the page is set in columns."""
    if len(rows) < COLUMN_ROWS:
        return None
    starts = Counter(round(x) for row in rows for x in (row.x0, *(tab.right for tab in row.tabs)))
    leftmost = min(starts)
    often = (x for x, count in starts.items() if count >= COLUMN_ROWS and x > leftmost + 6 * em)
    edges = sorted({min(start for start in starts if x - HANGING_EM * em <= start <= x) for x in often})
    for edge in edges:
        pieces = [piece for row in rows for piece in _cut(row, edge - 0.5, em)]
        for gutter in _runs_down(edge - 0.5, pieces, em):
            if _divides(gutter, pieces, em):
                return gutter
    return None


def _runs_down(edge: float, rows: Sequence[Row], em: float) -> Iterator[Gutter]:
    """Each unbroken run of rows that start at the edge, as the gutter that it would make."""
    starting = sorted((row for row in rows if edge <= row.x0 < edge + 3 * em), key=lambda row: row.top)
    start = 0
    for stop in range(1, len(starting) + 1):
        if stop == len(starting) or starting[stop].top - starting[stop - 1].bottom > 4 * em:
            yield Gutter(edge, starting[start].top, starting[stop - 1].bottom)
            start = stop


def _divides(gutter: Gutter, rows: Sequence[Row], em: float) -> bool:
    beside = [row for row in rows if gutter.holds(row)]
    left = [row for row in beside if row.x1 <= gutter.edge - GUTTER_EM * em]
    right = [row for row in beside if row.x0 >= gutter.edge]
    crossing = len(beside) - len(left) - len(right)
    return (
        min(len(left), len(right)) >= COLUMN_ROWS
        and crossing <= CROSSING_SHARE * len(beside)
        and _is_prose(left, em)
        and _is_prose(right, em)
    )


def _is_prose(rows: Sequence[Row], em: float) -> bool:
    """Whether most rows of a column reach its right edge."""
    edge = sorted(row.x1 for row in rows)[int(len(rows) * 0.9)]
    full = sum(abs(row.x1 - edge) < 1.3 * em for row in rows)
    return full >= FULL_SHARE * len(rows) and median(row.x1 - row.x0 for row in rows) > 8 * em
