"""Page numbers that stand on one line with other words (ノンブルの切り離し): a slide's title or last line, a footer.

Such a number is known by its place: on the next page the next number stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from minutes_nlp.document import Document
from minutes_nlp.layout.lines.rows import Row, Tab, cut_at
from minutes_nlp.layout.sheets import Sheet

__all__ = ["numbers_apart"]

SAME_PLACE_EM = 2.0  # how far numbers of the same side wander across: those of one, two or three figures
SHIFT = 0.02  # of the page's height: how far they wander up and down
FOOT = 0.5  # of the page's height: where its lower half begins
ROWS = 3  # from the top and from the bottom of a page that a page number may stand on
TITLE_LENGTH = 36  # characters: a line of a footnote has 40 and more, the last one ends in a full stop
# 12
NUMBER = re.compile("[0-9０-９]{1,3}")


class Place(NamedTuple):
    """A number at one end of a row: at its end, or at its start, where it is apart from the rest, and its corner."""

    row: Row
    gap: Tab | None
    value: int
    x: float
    height: float
    at_end: bool


def numbers_apart(document: Document, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages with the numbers that count with them cut from the lines on which they stand."""
    places = [list(_places(document, sheet)) for sheet in sheets]
    apart: list[Sheet] = []
    for index, sheet in enumerate(sheets):
        near = [(step, other) for step in (-1, 1) if 0 <= index + step < len(sheets) for other in places[index + step]]
        counting = [place for place in places[index] if any(_counts(place, other, step) for step, other in near)]
        cuts = {place.row: place.gap for place in counting}
        if None in cuts.values():  # the page has a number on a line of its own: others are those of chapters
            cuts = {}
        rows = [piece for row in sheet.rows for piece in cut_at(row, cuts.get(row))]
        apart.append(replace(sheet, rows=rows) if cuts else sheet)
    return apart


def _places(document: Document, sheet: Sheet) -> Iterator[Place]:
    """The numbers at the ends of the rows at the head and the foot of a page."""
    ordered = sorted(sheet.rows, key=lambda row: row.top)
    for row in dict.fromkeys([*ordered[:ROWS], *ordered[-ROWS:]]):
        height = row.top / sheet.height
        if NUMBER.fullmatch(row.string):
            yield Place(row, None, int(row.string), row.x0, height, at_end=False)
            yield Place(row, None, int(row.string), row.x1, height, at_end=True)
            continue
        for gap in _gaps(document, row):
            before, after = cut_at(row, gap)
            # at the head it is a chapter's, before a sentence a footnote's
            if height > FOOT and NUMBER.fullmatch(before.string) and _is_title(after.string):
                yield Place(row, gap, int(before.string), row.x0, height, at_end=False)
            if NUMBER.fullmatch(after.string):
                yield Place(row, gap, int(after.string), row.x1, height, at_end=True)


def _is_title(string: str) -> bool:
    """Whether words beside a page number name the document or the chapter."""
    return len(string) <= TITLE_LENGTH and "。" not in string


def _gaps(document: Document, row: Row) -> Iterator[Tab]:
    """Where a row may be cut: at its wide gaps, and where the file draws it in pieces."""
    found = {tab.start: tab for tab in row.tabs}
    if len(row.lines) > 1:
        places = [place for start, stop in row.text.spans for place in range(start, stop)]
        begins = {start for start, _ in row.lines}
        for start, (before, place) in enumerate(pairwise(places), 1):
            if place in begins:
                found.setdefault(start, Tab(start, document.x1[before], document.x0[place]))
    return (found[start] for start in sorted(found))


def _counts(place: Place, other: Place, step: int) -> bool:
    """Whether a number on the page before or after counts on from this one, at the same place."""
    return (
        other.value == place.value + step
        and other.at_end is place.at_end
        and abs(other.x - place.x) < SAME_PLACE_EM * place.row.size
        and abs(other.height - place.height) < SHIFT
    )
