"""Boxes of a dumped page (枠・セル): lines of a slide or a table stand in runs, with blank lines between.

No edge of the page breaks such lines, but the edge of their box does, and nothing shows it but the lines themselves:
where a word, or its ending, goes over a line's end, that line reached the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from statistics import median

from minutes_nlp.layout.evidence import SENTENCE_END, is_one_phrase, mark_at
from minutes_nlp.layout.rows import Row

__all__ = ["box_edges", "is_apart_in_boxes", "is_boxed", "is_set_alike", "reaches_the_edge"]

MIXED_SHARE = 0.2  # of a boxed page's steps are one line, and as many more: 0.27–0.70 there, under 0.17 in prose
FEW = 4  # rows that show nothing
NEAR = 4  # rows before and after that are asked where lines are broken around here
WITNESSES = 2  # of them that are known to be broken
CLOSING = "）)」』】〕〉》］｝＞"  # what titles of boxes end with
ALIKE_EM = 0.5  # how far lines of full-width characters that fill one box end from each other
SHORT_EM, LONG_EM = 1.6, 4.0  # how far a broken line may end from its neighbours: an indent that was lost, Latin words


def is_apart_in_boxes(last: Row, row: Row) -> bool:
    """Whether a blank line, or a page's end, parts two rows of boxes."""
    return last.page != row.page or row.top - last.top > 1.5 * (last.bottom - last.top)


def box_edges(rows: Sequence[Row]) -> dict[int, float]:
    """The right edge of the box that each row of a boxed page stands in, by the place of the row's text.

    It is endless where no line of the box is known to have been broken; rows of other pages are not named.
    """
    pages = [list(group) for _, group in groupby(rows, key=lambda row: row.page)]
    boxed = [page for page in pages if is_boxed(page)]
    found: dict[int, float] = {}
    for page in pages if len(boxed) > len(pages) / 2 else boxed:  # slides: on some of them every line stands alone
        for box in _boxes(page):
            edge = _edge(box)
            found |= {row.text.spans[0][0]: edge for row in box}
    return found


def is_boxed(rows: Sequence[Row]) -> bool:
    """Whether lines stand in runs: often right below each other, and as often with a blank line between."""
    apart = sum(is_apart_in_boxes(before, after) for before, after in pairwise(rows))
    return len(rows) >= FEW and MIXED_SHARE <= apart / (len(rows) - 1) <= 1 - MIXED_SHARE


def _boxes(rows: Sequence[Row]) -> Iterator[list[Row]]:
    box = [rows[0]]
    for before, after in pairwise(rows):
        if is_apart_in_boxes(before, after):
            yield box
            box = []
        box.append(after)
    yield box


def _edge(box: Sequence[Row]) -> float:
    return max((before.x1 for before, after in pairwise(box) if _is_broken(before, after)), default=inf)


def _is_broken(before: Row, after: Row) -> bool:
    """Whether the words show that a typesetter broke a line here."""
    is_open = not SENTENCE_END.search(before.string) and mark_at(after) is None
    return is_open and is_one_phrase(before.string, after.string)


def reaches_the_edge(rows: Sequence[Row], place: int) -> bool:
    """Whether a row ends where its neighbours were broken: pages of proportional letters have no straight edge."""
    near = range(max(0, place - NEAR), min(len(rows) - 1, place + NEAR))
    row = rows[place]
    ends = [rows[at].x1 for at in near if rows[at].page == row.page and _is_broken(rows[at], rows[at + 1])]
    return len(ends) >= WITNESSES and -SHORT_EM * row.size <= row.x1 - median(ends) <= LONG_EM * row.size


def is_set_alike(rows: Sequence[Row], place: int) -> bool:
    """Whether a row and the next one are equally long, and the next one is known to be broken: both fill their box."""
    if place + 2 >= len(rows):
        return False
    row, following, after = rows[place : place + 3]
    return (
        row.page == after.page
        and row.string[-1] not in CLOSING
        and abs(row.x1 - following.x1) <= ALIKE_EM
        and mark_at(following) is None
        and _is_broken(following, after)
    )
