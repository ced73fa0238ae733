"""Furigana (ルビ): small kana above the characters whose reading they give, on a vertical page beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes_nlp.document import Document
from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.text import Span, Text, merged

__all__ = ["Ruby", "ruby_over"]

SIZE = 0.62  # furigana are half as large as their base (JLREQ 3.3); 0.62 leaves room for rounding
REACH = 0.75  # times the base's size: how far the furigana's lower edge may lie from the base's upper edge
OVERHANG = 1.0  # times the base's size: how far furigana may stand out beyond the line
COVERED = 0.3  # of a character's width lies under its furigana; they may hang over a kana beside it by half as much
APART = 0.8  # times the height: gaps between two words; four kana spread over three kanji stand 0.6 apart
# けんいん
KANA = re.compile(r"[ぁ-ゖァ-ヺー・ 　]+")
# 俯 / 々 / 髙: what needs a reading
READ = re.compile(r"[一-鿿㐀-䶿豈-﫿\U00020000-\U0003ffff々〆ヶ]")


@dataclass(frozen=True, slots=True)
class Ruby:
    """The reading of some characters (ルビ), the line that holds it, and the places of the characters (親文字)."""

    text: Text
    base: tuple[Span, ...]
    line: Span


def ruby_over(document: Document, fragments: Sequence[Row]) -> list[Ruby]:
    """The furigana among the lines of a page, word by word."""
    small = [row for row in fragments if KANA.fullmatch(row.string)]
    return [ruby for row in small for ruby in _words(document, row, [base for base in fragments if _bears(base, row)])]


def _bears(base: Row, ruby: Row) -> bool:
    """Whether a line stands close enough under furigana."""
    return (
        ruby.size <= SIZE * base.size
        and abs(base.top - ruby.bottom) < REACH * base.size
        and ruby.top < base.top
        and base.x0 - OVERHANG * base.size < ruby.x0
        and ruby.x1 < base.x1 + OVERHANG * base.size
    )


def _words(document: Document, row: Row, bases: Sequence[Row]) -> Iterator[Ruby]:
    """The readings in a line of furigana, if each has its characters; they lie apart where their words do."""
    found = []
    height = row.bottom - row.top
    cuts = [0, *(tab.start for tab in row.tabs if tab.right - tab.left > APART * height), len(row.text)]
    for start, stop in pairwise(cuts):
        text = row.text[start:stop].rstrip()
        first, last = text.spans[0][0], text.spans[-1][1] - 1
        places = [_under(document, base, document.x0[first], document.x1[last]) for base in bases]
        found.append(Ruby(text, max(places, key=len, default=()), row.lines[0]))
    if all(ruby.base for ruby in found):
        yield from found


def _under(document: Document, base: Row, left: float, right: float) -> tuple[Span, ...]:
    """The characters of a line between two edges, without the kana at both ends."""
    start, stop = base.lines[0]
    covered = [place for place in range(start, stop) if _share(document, place, left, right) >= COVERED]
    read = [place for place in covered if READ.match(document.source[place])]
    return merged((place, place + 1) for place in covered if read and read[0] <= place <= read[-1])


def _share(document: Document, place: int, left: float, right: float) -> float:
    """How much of a character's width lies between two edges."""
    x0, x1 = document.x0[place], document.x1[place]
    return (min(x1, right) - max(x0, left)) / (x1 - x0) if x1 > x0 else 0.0
