"""Printed lines become rows in reading order (行の並べ直し).

A row is what a reader sees as one line: fragments that the file draws apart are put together, columns are read one
after the other. Nothing is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from minutes_nlp.document import Document, PrintedLine, PrintedPage
from minutes_nlp.layout.marks import mark_of
from minutes_nlp.text import Span, Text

__all__ = [
    "GUTTER_EM",
    "STANDING",
    "TIER_GAP_EM",
    "Row",
    "Tab",
    "body_size",
    "cut_at",
    "fragments_of",
    "merged",
    "put_side_by_side",
    "put_together",
    "rows_in",
    "side_by_side",
]

SAME_ROW = 0.5  # share of the lower height that two fragments of one row have in common
TAB_EM = 0.7  # a full-width space is 1.0 wide, less what justified lines take from it; a Latin space 0.25–0.5
STOP_EM = 0.5  # of its width is white behind 、 and 。 (JLREQ 3.1.2), which boxes of ink leave out
STOPS = "、。，．"
BLANK = " \t\u3000\u00a0"
STANDING = 1.5  # times the size: how high a word set downwards is at least, and no line lying along the page is
ITEMS = 3  # fragments that begin at one place with marks of one kind
LISTED = {"symbol", "circled"}  # kinds of mark that begin no fragment inside a line: numbers do
GUTTER_EM = 0.8  # the narrowest gap between columns seen (official gazettes 1.0, white papers 2.0)
BLANK_EM = 1.5  # a full-width blank on a vertical page, and what the boxes of glyphs leave
TIER_GAP_EM = 0.4  # the same between the tiers of a vertical page: an official gazette has 0.6, with a rule in it


class Tab(NamedTuple):
    """A wide gap inside a row (空き): where the character after it stands in the row, and the edges of the gap."""

    start: int
    left: float
    right: float
    origin: int | None = None  # the source place of that character, where no space was typed in the gap


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
    mixed: bool = False  # partly bold: it has no face of its own
    wrapped: float | None = None  # where it ends if it is broken beside a figure (回り込み), short of its column's edge
    limit: float | None = None  # the right side of the box (囲み) that it stands in, whose text goes on nowhere else

    @property
    def stands(self) -> bool:
        """Whether its characters stand one below the other, other than on the rest of the page."""
        return len(self.text) > 1 and self.bottom - self.top > STANDING * self.size > self.x1 - self.x0

    @property
    def place(self) -> int:
        """Where its first character stands in the source."""
        return self.text.runs[0].spans[0][0]

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
    return merged(fragments)


def _row(document: Document, page: int, line: PrintedLine) -> Row:
    assert line.box is not None  # noqa: S101 - rows_of asks for lines with boxes only
    tabs = tuple(_tabs(document, line))
    typed = document.source[line.span[0] - 1 : line.span[0]] == "\u3000"
    text = document.text(line.span)
    return Row(text, page, *line.box, line.size, line.bold, 0, (line.span,), typed, tabs, line.mixed)


def _tabs(document: Document, line: PrintedLine) -> Iterator[Tab]:
    """Gaps inside a line, drawn or left blank; a single space between two words is none."""
    start, stop = line.span
    string = document.source[start:stop]
    edge, widest = document.x1[start], TAB_EM * line.size
    for index, character in enumerate(string):
        if character in BLANK:
            continue
        left = document.x0[start + index]
        if left - edge > widest:
            typed = index > 0 and string[index - 1] in BLANK
            yield Tab(index, edge, left, None if typed else start + index)
        edge, widest = document.x1[start + index], (TAB_EM + STOP_EM * (character in STOPS)) * line.size


def merged(fragments: list[Row], gap: float = GUTTER_EM) -> list[Row]:
    """Fragments of one baseline as one row, everything sorted from top to bottom, then from left to right.

    `gap` is the narrowest gap between columns, in characters of the usual size.
    """
    em = body_size(fragments)
    rows: list[Row] = []
    lying = sorted((row for row in fragments if not row.stands), key=lambda row: row.top + row.bottom)
    for band in _bands(lying):
        for row in sorted(band, key=lambda row: row.x0):
            touches = bool(rows) and rows[-1] is not row and _touch(rows[-1], row, em, gap * em)
            if touches and not _begins_item(row, fragments):
                rows[-1] = _with(rows[-1], row)
            else:
                rows.append(row)
    start = min((row.x0 for row in lying), default=0.0)
    for row in sorted((row for row in fragments if row.stands), key=lambda row: row.top):
        is_head = row.x1 <= start  # what runs along the top of a vertical page
        place = 0 if is_head else next((place for place, other in enumerate(rows) if other.top >= row.top), len(rows))
        rows.insert(place, row)
    return rows


def _begins_item(row: Row, fragments: Iterable[Row]) -> bool:
    """Whether several items begin where a fragment does: it starts a row though the row beside it reaches so far."""
    mark = _mark_of(row)
    return (
        mark is not None and sum(abs(other.x0 - row.x0) < 1 and _mark_of(other) == mark for other in fragments) >= ITEMS
    )


def _mark_of(row: Row) -> str | None:
    mark = mark_of(row.string)
    return mark.kind if mark and mark.kind in LISTED else None


def _bands(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows side by side: each shares half its height with the first of its band."""
    band: list[Row] = []
    for row in rows:
        if band and not side_by_side(band[0], row):
            yield band
            band = []
        band.append(row)
    if band:
        yield band


def side_by_side(one: Row, other: Row) -> bool:
    """Whether two rows stand on one baseline, or nearly so."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)


def _touch(left: Row, right: Row, em: float, gap: float) -> bool:
    return side_by_side(left, right) and -em < right.x0 - left.x1 < gap


def _with(left: Row, right: Row) -> Row:
    begins = len(left.text)
    is_wide = right.x0 - left.x1 >= GUTTER_EM * left.size
    between = (Tab(begins, left.x1, right.x0, right.place),) if is_wide else ()
    return replace(
        left,
        text=left.text + right.text,
        top=min(left.top, right.top),
        bottom=max(left.bottom, right.bottom),
        x1=max(left.x1, right.x1),
        size=left.size if len(left.text) >= len(right.text) else right.size,
        lines=left.lines + right.lines,
        bold=left.bold and right.bold,
        mixed=left.mixed or right.mixed or left.bold != right.bold,
        tabs=left.tabs + between + tuple(tab._replace(start=begins + tab.start) for tab in right.tabs),
    )


def put_side_by_side(rows: Sequence[Row]) -> Row:
    """Rows as one that stands where the last of them does, and begins where the first does."""
    first, *others = rows
    for row in others:
        first = _with(first, row)
    return replace(first, top=rows[-1].top, bottom=rows[-1].bottom)


def put_together(rows: Sequence[Row], em: float) -> list[Row]:
    """The rows of a vertical page, once its tiers are known: gaps inside a line are as wide there as elsewhere.

    On a page without tiers they are as wide as a blank.
    """
    widest = GUTTER_EM if any(row.column for row in rows) else BLANK_EM
    found: list[Row] = []
    for row in rows:
        if found and found[-1].column == row.column and _touch(found[-1], row, em, widest * em):
            found[-1] = _with(found[-1], row)
        else:
            found.append(row)
    return found


def cut_at(row: Row, gap: Tab | None) -> tuple[Row, ...]:
    """A row as the two that stand before and behind one of its gaps, if one is given."""
    if gap is None:
        return (row,)
    before = tuple(tab for tab in row.tabs if tab.start < gap.start)
    after = tuple(tab._replace(start=tab.start - gap.start) for tab in row.tabs if tab.start > gap.start)
    return (
        replace(row, text=row.text[: gap.start].rstrip(), x1=gap.left, tabs=before),
        replace(row, text=row.text[gap.start :], x0=gap.right, tabs=after),
    )
