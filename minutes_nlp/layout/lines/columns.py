"""Pages set in columns (段組), read one column after the other; vertical pages in tiers are such pages turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, takewhile
from math import inf
from statistics import median

from minutes_nlp.layout.lines.rows import GUTTER_EM, TIER_GAP_EM, Row, body_size, cut_at, put_together

__all__ = ["in_columns"]

COLUMN_ROWS = 6  # rows that make a column: two-column pages have 20 and more, a pair of table cells 2 or 3
CROSSING_SHARE = 0.34  # rows that may run across the gutter: titles and full-width footnotes
HANGING_EM = 2.0  # how far left of a column's usual edge its marks and headings start
COLUMN_PAGES = 0.3  # of a document's pages show the same gutter: then the others have it too
FULL_SHARE = 0.5  # rows of a prose column that reach its right edge; table columns stay under 0.2
STRAYS = 0.5  # times its rows start just left of a column that are none of its marks: labels of a figure below
TIER_EM = 6.0  # the least length of most lines of a tier (段) of a vertical page: verse has 8 and more, names 4
LARGER = 1.2  # times the size of the text: titles, which may run through several tiers
FACE = 0.12  # a step of the size that means another face (as in joins)
PITCH = 1.4  # line pitches from one row of a column to the next; a blank line or a heading is further away
BLANK = 1.6  # times as much: one blank line


@dataclass(frozen=True, slots=True)
class Gutter:
    """The gap between two columns (段間): its right and left edge, and from where to where it goes down."""

    edge: float
    top: float
    bottom: float
    start: float
    left: float = 0.0  # where the left column begins
    is_tier: bool = False

    def holds(self, row: Row) -> bool:
        """Whether a row lies beside the gutter and not above or below it."""
        return row.bottom > self.top and row.top < self.bottom


def in_columns(pages: Sequence[Sequence[Row]], turned: Sequence[bool]) -> list[list[Row]]:
    """The rows of all pages in reading order, column by column; `turned` tells the vertical pages.

    A page on which one column holds only short lines, such as a title page, is read in the columns of the others.
    """
    sizes = _sizes(pages)
    own = [
        (_tiers if is_turned else _gutter)(rows, em) for rows, em, is_turned in zip(pages, sizes, turned, strict=True)
    ]
    usual = [_usual(own[side::2]) for side in (0, 1)]  # the two sides of a leaf have margins of their own
    columns = [Columns(gutter) for gutter in usual]
    ordered = [
        list(columns[place % 2].ordered(rows, em, _settled(gutter, rows, em, (usual[place % 2], usual[1 - place % 2]))))
        for place, (rows, em, gutter) in enumerate(zip(pages, sizes, own, strict=True))
    ]
    return [
        put_together(rows, em) if is_turned else rows
        for rows, em, is_turned in zip(ordered, sizes, turned, strict=True)
    ]


def _sizes(pages: Sequence[Sequence[Row]]) -> list[float]:
    """The size of the text on each page: that of the document, where a column of it could stand beside small print."""
    body = body_size([row for rows in pages for row in rows])
    return [body if sum(_is_text(row, body) for row in rows) >= 2 * COLUMN_ROWS else body_size(rows) for rows in pages]


def _usual(own: Sequence[Gutter | None]) -> Gutter | None:
    """The gutter that these pages keep showing."""
    found = [gutter for gutter in own if gutter]
    if not found or len(found) < COLUMN_PAGES * len(own):
        return None
    counts = Counter(round(gutter.edge) for gutter in found)
    edge = min(edge for edge, count in counts.items() if count == max(counts.values()))
    return next(gutter for gutter in found if round(gutter.edge) == edge)


@dataclass(frozen=True, slots=True)
class Columns:
    """Puts rows in order (段の並び): the gutter that most pages show, and the edges met so far.

    A column has the same number wherever its gutter stands at the same place.
    """

    usual: Gutter | None
    edges: list[float] = field(default_factory=list)

    def ordered(self, rows: Sequence[Row], em: float, gutter: Gutter | None, first: int = 0) -> Iterator[Row]:
        """The rows column by column; rows across the gutter keep their place between."""
        if gutter is None:
            yield from (replace(row, column=first) for row in rows) if first else rows
            return
        number = self._number(gutter.edge, em)
        pieces = [piece for row in rows for piece in (_cut(row, gutter.edge, em) if gutter.holds(row) else (row,))]
        for beside, group in groupby(pieces, key=lambda row: gutter.holds(row) and not _crosses(row, gutter)):
            band = list(group)
            if not beside:
                yield from self.ordered(band, em, self._next(band, em, gutter), first)
                continue
            yield from (replace(row, column=2 * number + 1) for row in band if row.x0 < gutter.edge)
            rest = [row for row in band if row.x0 >= gutter.edge]
            yield from self.ordered(rest, em, self._next(rest, em, gutter), 2 * number + 2)

    def _number(self, edge: float, em: float) -> int:
        """The number of the gutter at this place."""
        near = (number for number, other in enumerate(self.edges) if abs(other - edge) < em)
        number = next(near, len(self.edges))
        if number == len(self.edges):
            self.edges.append(edge)
        return number

    def _next(self, rows: Sequence[Row], em: float, gutter: Gutter) -> Gutter | None:
        """The gutter of a part of a page, of the same kind as the one that parted it; or the usual one."""
        if gutter.is_tier:
            return _tiers(rows, em)
        return _gutter(rows, em) or (_again(self.usual, rows, em) if self.usual else None)


def _again(usual: Gutter, rows: Sequence[Row], em: float) -> Gutter | None:
    """The usual gutter beside a few rows that all keep to its columns, as between a heading and a figure."""
    for gutter in _runs_down(usual.edge, rows, em):
        beside = [row for row in rows if gutter.holds(row)]
        left = [row for row in beside if row.x0 < gutter.edge]
        starts = [(row.x0 - (usual.left if row.x0 < gutter.edge else gutter.edge)) / em for row in beside]
        keep = all(-0.2 < start < HANGING_EM for start in starts) and all(row.x1 <= gutter.start for row in left)
        if left and len(beside) > len(left) and keep:
            return gutter
    return None


def _settled(own: Gutter | None, rows: Sequence[Row], em: float, usual: Iterable[Gutter | None]) -> Gutter | None:
    """A page's own gutter; a usual one where it has none, or found it where the lines of that column hang."""
    if own and own.is_tier:
        return own
    for other in usual:
        hangs = own and other and 0 < own.edge - other.edge < HANGING_EM * em
        if (own is None or hangs) and (found := _shared(rows, em, other)):
            return found
    return own


def _shared(rows: Sequence[Row], em: float, usual: Gutter | None) -> Gutter | None:
    """The gutter of the other pages on this one, if hardly any row runs across it."""
    if usual is None or not rows:
        return None
    edge = usual.edge - 0.5
    pieces = [piece for row in rows for piece in _cut(row, edge, em)]
    right = [row for row in pieces if row.x0 >= edge]
    start = edge - (TIER_GAP_EM if usual.is_tier else GUTTER_EM) * em
    gutter = Gutter(edge, 0.0, max(row.bottom for row in pieces), start, is_tier=usual.is_tier)
    crossing = sum(_crosses(row, gutter) for row in pieces)
    if not right or crossing > CROSSING_SHARE * len(pieces):
        return None
    return gutter if usual.is_tier else replace(gutter, top=min(row.top for row in right))


def _cut(row: Row, edge: float, em: float) -> tuple[Row, ...]:
    """A row that was drawn across the gutter as two, if its text goes on just behind it."""
    return cut_at(row, next((tab for tab in row.tabs if edge <= tab.right < edge + 2 * em), None))


def _crosses(row: Row, gutter: Gutter) -> bool:
    return row.x0 < gutter.edge and row.x1 > gutter.start


def _tiers(rows: Sequence[Row], em: float) -> Gutter | None:
    """The gap below the first tier (段) of a vertical page, which lies turned: no line of text passes it."""
    text = sorted((row for row in rows if not row.stands and row.size < LARGER * em), key=lambda row: row.x0)
    reached = text[0].x1 if text else 0.0
    for place, row in enumerate(text[1:], 1):
        parts = text[:place], text[place:]
        if row.x0 > reached and all(_is_tier(part, em) for part in parts):
            tops = [(row.top, row.bottom) for row in text]
            return Gutter(row.x0 - 0.5, min(tops)[0], max(bottom for _, bottom in tops), reached, is_tier=True)
        reached = max(reached, row.x1)
    return None


def _is_tier(rows: Sequence[Row], em: float) -> bool:
    return len(rows) >= COLUMN_ROWS and median(row.x1 - row.x0 for row in rows) > TIER_EM * em


def _gutter(rows: Sequence[Row], em: float) -> Gutter | None:
    """The gap between the first two columns, if part of the page is set in columns."""
    if len(rows) < COLUMN_ROWS:
        return None
    text = [row for row in rows if _is_text(row, em)]  # labels of figures stand anywhere
    starts = Counter(round(x) for row in text for x in (row.x0, *(tab.right for tab in row.tabs)))
    if not starts:
        return None
    leftmost = min(starts)
    often = (x for x, count in starts.items() if count >= COLUMN_ROWS and x > leftmost + 6 * em)
    edges = sorted({edge for x in often for edge in _edges(x, starts, em)})
    for edge in edges:
        pieces = [piece for row in rows for piece in _cut(row, edge - 0.5, em)]
        for gutter in _runs_down(edge - 0.5, pieces, em):
            if _divides(gutter, pieces, em):
                return _lengthened(gutter, pieces, em)
    return None


def _edges(x: int, starts: Mapping[int, int], em: float) -> Iterator[int]:
    """Where a column may begin whose rows often start at `x`: where its marks hang, or there, beside a stray label."""
    hanging = [start for start in starts if x - HANGING_EM * em <= start < x]
    if sum(starts[start] for start in hanging) <= STRAYS * starts[x]:
        yield x
    yield min(hanging, default=x)


def _runs_down(edge: float, rows: Sequence[Row], em: float) -> Iterator[Gutter]:
    """Each unbroken run of rows that start at the edge, as the gutter that it would make."""
    starting = sorted((row for row in rows if edge <= row.x0 < edge + 3 * em and _is_text(row, em)), key=_top)
    start = 0
    for stop in range(1, len(starting) + 1):
        if stop == len(starting) or starting[stop].top - starting[stop - 1].bottom > 4 * em:
            yield Gutter(edge, starting[start].top, starting[stop - 1].bottom, edge - GUTTER_EM * em)
            start = stop


def _lengthened(gutter: Gutter, rows: Sequence[Row], em: float) -> Gutter:
    """The gutter beside all rows of the left column, which may begin above the right one and end below it."""
    left = sorted((row for row in rows if row.x1 <= gutter.start and _is_text(row, em)), key=_top)
    inside = [row for row in left if gutter.holds(row)]
    step = PITCH * median(after.top - before.top for before, after in pairwise(inside))
    edge = min(row.x0 for row in inside)
    top, bottom = inside[0], _last_full(gutter, inside, left, rows, step)
    for row in left:
        if 0 < row.top - bottom.top < step and row.x0 >= edge - em / 2:
            bottom = row
    for row in reversed(left):
        if 0 < top.top - row.top < step and row.x0 >= edge - em / 2:
            top = row
    found = replace(gutter, top=min(gutter.top, top.top), bottom=max(gutter.bottom, bottom.bottom), left=edge)
    return replace(found, bottom=max((row.bottom for row in _notes_below(found, rows, em)), default=found.bottom))


def _last_full(gutter: Gutter, inside: Sequence[Row], left: Sequence[Row], rows: Sequence[Row], step: float) -> Row:
    """The last line of the left column that goes on in the next one, below the end of the right column.

    Blank lines may stand between, but no figure beside them and nothing that runs across.
    """
    last, right = inside[-1], max(row.x1 for row in inside)
    beside = (row for row in rows if row.top > gutter.bottom and row.x1 > gutter.start)
    end = min((row.top for row in beside if _crosses(row, gutter) or not _is_text(row, last.size)), default=inf)
    for row, after in pairwise(row for row in left if inside[-1].top <= row.top < end):
        if after.top - row.top > BLANK * step:
            break
        if right - row.x1 < row.size and after.top - row.top < step:
            last = row
    return last


def _notes_below(gutter: Gutter, rows: Sequence[Row], em: float) -> list[Row]:
    """The small print below two columns (脚注), where it stands in columns too."""
    below = sorted((row for row in rows if row.top >= gutter.bottom), key=_top)
    notes = list(takewhile(lambda row: row.size < (1 - FACE) * em and not _crosses(row, gutter), below))
    return notes if any(row.x0 >= gutter.edge for row in notes) else []


def _is_text(row: Row, em: float) -> bool:
    """Whether a row is as large as the text; captions and labels of figures are smaller."""
    return abs(row.size - em) < FACE * em


def _top(row: Row) -> float:
    return row.top


def _divides(gutter: Gutter, rows: Sequence[Row], em: float) -> bool:
    beside = [row for row in rows if gutter.holds(row)]
    left = [row for row in beside if row.x1 <= gutter.start]
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
