"""Printed lines become rows in reading order (行の並べ直し).

A row is what a reader sees as one line: fragments that the file draws apart are put together, columns are read one
after the other. Nothing is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import NamedTuple

from minutes_nlp.document import Document, PrintedLine, PrintedPage
from minutes_nlp.text import Span, Text

__all__ = ["Row", "Tab", "body_size", "fragments_of", "in_columns", "merged", "rows_in"]

SAME_ROW = 0.5  # share of the lower height that two fragments of one row have in common
TAB_EM = 0.7  # a full-width space is 1.0 wide, less what justified lines take from it; a Latin space 0.25–0.5
BLANK = " \t\u3000\u00a0"
GUTTER_EM = 0.8  # the narrowest gap between columns seen (official gazettes 1.0, white papers 2.0)
COLUMN_ROWS = 6  # rows that make a column: two-column pages have 20 and more, a pair of table cells 2 or 3
CROSSING_SHARE = 0.34  # rows that may run across the gutter: titles and full-width footnotes
HANGING_EM = 2.0  # how far left of a column's usual edge its marks and headings start
COLUMN_PAGES = 0.3  # of a document's pages show the same gutter: then the others have it too
FULL_SHARE = 0.5  # rows of a prose column that reach its right edge; table columns stay under 0.2


class Tab(NamedTuple):
    """A wide gap inside a row (空き): where the character after it stands in the row, and the edges of the gap."""

    start: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a reader sees it (行); boxes in the unit of the document, `column` counts from 0."""

    text: Text
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    column: int = 0
    lines: tuple[Span, ...] = ()
    typed_indent: bool = False  # a full-width space was typed in front of it (字下げ), as before a new paragraph
    tabs: tuple[Tab, ...] = ()  # wide gaps inside it

    @property
    def string(self) -> str:
        """The characters of the row."""
        return self.text.string


def fragments_of(document: Document, page: PrintedPage) -> list[Row]:
    """The lines of a page as the file draws them, each a row."""
    return [_row(document, page.number, line) for line in page.lines if line.box]


def body_size(rows: Sequence[Row]) -> float:
    """The size of most characters, in the unit of the boxes."""
    counts: Counter[float] = Counter()
    for row in rows:
        counts[round(row.size, 1)] += len(row.text)
    return counts.most_common(1)[0][0] if counts else 1.0


def rows_in(document: Document, lines: Iterable[PrintedLine], page: int) -> list[Row]:
    """The rows that some lines of a page make, from top to bottom."""
    fragments = [_row(document, page, line) for line in lines if line.box]
    return merged(fragments, body_size(fragments))


def _row(document: Document, page: int, line: PrintedLine) -> Row:
    assert line.box is not None  # noqa: S101 - rows_of asks for lines with boxes only
    tabs = tuple(_tabs(document, line))
    typed = document.source[line.span[0] - 1 : line.span[0]] == "\u3000"
    return Row(document.text(line.span), page, *line.box, line.size, line.bold, 0, (line.span,), typed, tabs)


def _tabs(document: Document, line: PrintedLine) -> Iterator[Tab]:
    """Gaps inside a line, drawn or left blank; a single space between two words is none."""
    start, stop = line.span
    string = document.source[start:stop]
    edge = document.x1[start]
    for index, character in enumerate(string):
        if character in BLANK:
            continue
        left = document.x0[start + index]
        if left - edge > TAB_EM * line.size:
            yield Tab(index, edge, left)
        edge = document.x1[start + index]


def merged(fragments: list[Row], em: float) -> list[Row]:
    """Fragments of one baseline as one row, everything sorted from top to bottom, then from left to right."""
    rows: list[Row] = []
    for band in _bands(sorted(fragments, key=lambda row: row.top + row.bottom)):
        for row in sorted(band, key=lambda row: row.x0):
            if rows and rows[-1] is not row and _touch(rows[-1], row, em):
                rows[-1] = _with(rows[-1], row)
            else:
                rows.append(row)
    return rows


def _bands(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows side by side: each shares half its height with the first of its band."""
    band: list[Row] = []
    for row in rows:
        if band and not _side_by_side(band[0], row):
            yield band
            band = []
        band.append(row)
    if band:
        yield band


def _side_by_side(one: Row, other: Row) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)


def _touch(left: Row, right: Row, em: float) -> bool:
    return _side_by_side(left, right) and -em < right.x0 - left.x1 < GUTTER_EM * em


def _with(left: Row, right: Row) -> Row:
    return replace(
        left,
        text=left.text + right.text,
        top=min(left.top, right.top),
        bottom=max(left.bottom, right.bottom),
        x1=max(left.x1, right.x1),
        size=left.size if len(left.text) >= len(right.text) else right.size,
        lines=left.lines + right.lines,
        tabs=left.tabs + tuple(tab._replace(start=len(left.text) + tab.start) for tab in right.tabs),
    )


# --- columns --------------------------------------------------------------------------------------------------------


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
    gap = next((tab for tab in row.tabs if edge <= tab.right < edge + 2 * em), None)
    if gap is None:
        return (row,)
    before = tuple(tab for tab in row.tabs if tab.start < gap.start)
    after = tuple(tab._replace(start=tab.start - gap.start) for tab in row.tabs if tab.start > gap.start)
    return (
        replace(row, text=row.text[: gap.start].rstrip(), x1=gap.left, tabs=before),
        replace(row, text=row.text[gap.start :], x0=gap.right, tabs=after),
    )


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
