"""Boxes of a dumped page (枠・セル): lines of a slide or a table stand in runs, with blank lines between.

No edge of the page breaks such lines, but the edge of their box does, and nothing shows it but the lines themselves:
where a word, or its ending, goes over a line's end, that line reached the edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from statistics import median

from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.paragraphs.evidence import ITEMS, ONE_SCRIPT, SENTENCE_END, is_one_phrase, mark_at

__all__ = [
    "SENTENCE_EM",
    "box_edges",
    "fills_its_cell",
    "goes_on_in_its_box",
    "is_apart_in_boxes",
    "is_boxed",
    "is_set_alike",
    "reaches_the_edge",
]

MIXED_SHARE = 0.2  # of a boxed page's steps are one line, and as many more: 0.27–0.70 there, under 0.17 in prose
FEW = 4  # rows that show nothing
NEAR = 4  # rows before and after that are asked where lines are broken around here
WITNESSES = 2  # of them that are known to be broken
CELL_EM, CELL_WITNESSES = 1.0, 3  # the same in boxes, whose lines have no edge in common
SENTENCE_EM = 15.0  # full-width characters: shorter lines of a dump are cells and labels
LONG_ITEM_EM = 28.0  # an item as long as this, without a full stop, is not over before one
REST_EM = 10.0  # what is left of such an item; shorter lines are titles
BOX_SLACK_EM = 2.6  # how far a line of a box may end from the one before it, as in layouts of Latin and Japanese
# 特別交付税⏎措置: what is left of a word for a line of its own
ORPHAN = re.compile("[一-龠] ?[一-龠]?")
# （対象経費の上限あり） / 手順１：全体の確認
LABELLED = re.compile(r"[（(【〔＜〈［]|[^、。]{1,12}[：:]")
# 構想⏎推進のための事業: what a noun before it is the object of
PURPOSE = re.compile("[一-龠]{2}(?:のための|に(?:要する|係る|関する|資する|向けた))")
# ・退職した人の力も借りられるものとする⏎「港の先生」を設ける: an item in a verb, and the name that it tells of
NAME = re.compile(r"[「『]")
VERB = re.compile("[ぁ-ん][るたうくすむぶぐ]$")
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
            found |= {row.place: edge for row in box}
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
    row, ends = rows[place], _broken_ends(rows, place)
    return len(ends) >= WITNESSES and -SHORT_EM * row.size <= row.x1 - median(ends) <= LONG_EM * row.size


def _broken_ends(rows: Sequence[Row], place: int) -> list[float]:
    """Where the rows around a row end that are known to be broken."""
    near = range(max(0, place - NEAR), min(len(rows) - 1, place + NEAR))
    return [rows[at].x1 for at in near if rows[at].page == rows[place].page and _is_broken(rows[at], rows[at + 1])]


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


def goes_on_in_its_box(paragraph: Sequence[Row], row: Row) -> bool:
    """Whether a row of a box goes on in the next one though no word is broken: by its length, or as an item."""
    last = paragraph[-1]
    is_apart, ends = is_apart_in_boxes(last, row), SENTENCE_END.search(row.string) is not None
    if ORPHAN.fullmatch(row.string) and not is_apart:
        return True
    if len(paragraph) > 1:
        is_prose = "。" in row.string or "、" in row.string
        return is_prose and last.x1 >= paragraph[-2].x1 - BOX_SLACK_EM
    mark, is_long = mark_at(last), last.x1 >= LONG_ITEM_EM
    if mark is None:
        return ends and is_long and not is_apart and "、" in last.string
    if last.string[: mark.length] not in ITEMS:
        return False
    if is_apart:
        goes_over = ONE_SCRIPT.fullmatch(last.string[-1] + row.string[0]) and PURPOSE.match(row.string)
        return is_long and (ends or goes_over is not None)
    is_told = NAME.match(row.string) is not None and VERB.search(last.string) is not None
    is_rest = is_long and row.x1 >= REST_EM and not LABELLED.match(row.string)
    return last.x1 >= SENTENCE_EM and (ends or is_told or is_rest)


def fills_its_cell(rows: Sequence[Row], place: int) -> bool:
    """Whether a row is as long as several around it that are known to be broken, as in cells of one width."""
    row = rows[place]
    if place + 1 == len(rows) or row.string[-1] in CLOSING or LABELLED.match(row.string) or mark_at(rows[place + 1]):
        return False
    return sum(abs(row.x1 - end) <= CELL_EM for end in _broken_ends(rows, place)) >= CELL_WITNESSES
