"""Titles of slides in a text dump (スライドの題), where no sizes tell them: a page's first line, or a later one.

A dumper gives boxes in the order in which they were drawn, so that a title may follow the text. Then what is said
about it tells: other pages name it, a budget stands behind it, or its letters are spread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.lines import ENDS_SENTENCE, can_be_heading
from minutes_nlp.structure.report.contents import plain_title
from minutes_nlp.structure.report.marks import heading_mark

__all__ = ["COLON", "LONGEST_BOX", "TAGGED", "VALUE", "announced", "is_value", "printed_titles", "slide_titles"]

LETTERS = re.compile(r"[^\W\d_]{2}")
# 5.9万人 / 100件 (92%) 10件 / →
VALUE = re.compile(r"[\s\d.,，．%％()（）\[\]〔〕件円人億万兆千百年度月日割歳団体倍以上程か所～~→⇒…－―\-]*")
FLOWS = "→⇒⇨"
COLON = re.compile(r"[：:]")
TAGGED = re.compile(r"[【［\[][^】］\]]{1,6}[】］\]]")  # 【新規】空き家の改修への支援
LONGEST_TITLE = 40  # characters; the longest of two decks had 37
LONGEST_BOX = 10  # characters; titles of boxes are words (補助対象), those of slides are phrases of 11 and more
SHORTEST_SPREAD = 10  # characters of a title set wide; labels of columns that stand letter under letter have up to 7
SHORTEST_NAME = 7  # characters of a title that is looked for in other lines
SLIDES = 0.35  # share of pages that open with a short unmarked line: in decks about half, in reports under a tenth
MOST_PAGES = 0.5  # of the pages of a printed deck: covers and pictures have no title
LARGER = 1.25  # times the text's size: titles of printed slides are 1.3 to 2 times as large
FEWEST_SLIDES = 3  # such pages make a deck
NAMED = 2  # times that the title of a box stands in a deck: announced, and in its place
ENOUGH = 2  # what speaks for a title below the first line
ASIDE = re.compile(r"[（(※~～]")
# 空き家の改修について, 支援の概要, 調査結果概要（令和４年公表）
ENDS = re.compile(r"(?:について|の推進|の全体像|(?:の|結果)概要(?:（.*）)?)$")
# 渡し舟について ”The Ferry Programme”
SUBTITLE = re.compile(r"[ \u3000][^ぁ-んァ-ヶ一-鿿]{12,}$")
# 渡し舟の運航 Ｒ５予算額：2.1億円
COST = re.compile(r"[ \u3000]+(?:[RＲHＨ]|令和|平成)[ \u3000]?[0-9０-９元]+[^。]{0,8}予算.*$")
# 渡し舟の運航 2.1, 渡し舟交付金 5.8億円の内数: rows of a list of the budget
AMOUNT = re.compile(r"[ \u3000][0-9０-９,，.．]+(?:[百千万億兆]*円)?(?:の内数)?$")


def slide_titles(paragraphs: Sequence[Paragraph], edges: Mapping[int, bool]) -> frozenset[int]:
    """The titles of a deck's pages (スライドの題); `edges` holds the first paragraph of each page. None elsewhere."""
    openings = [i for i, first in edges.items() if first and i]  # a cover has a title in any document
    titles = {i for i in openings if _is_plain_title(paragraphs[i])}
    sizes = any(paragraph.scale != 1.0 for paragraph in paragraphs)
    if sizes or len(titles) < FEWEST_SLIDES or len(titles) < SLIDES * len(openings):
        return frozenset()
    return frozenset(titles | set(_late_titles(paragraphs, {_page(paragraphs[i]) for i in titles})))


def printed_titles(paragraphs: Sequence[Paragraph], edges: Mapping[int, bool]) -> frozenset[int]:
    """The titles of a deck whose sizes are known: on most pages the first line, set larger than all below it.

    They may bear a number, which is then that of a chapter and comes again on its next page.
    """
    openings = [i for i, first in edges.items() if first]
    largest: dict[int, float] = {}
    for paragraph in paragraphs:
        page = _page(paragraph)
        largest[page] = max(largest.get(page, 0.0), paragraph.scale)
    titles = {i for i in openings if paragraphs[i].scale >= max(LARGER, largest[_page(paragraphs[i])])}
    titles = {i for i in titles if _may_name_a_page(paragraphs[i])}
    return frozenset(titles if len(titles) >= max(FEWEST_SLIDES, MOST_PAGES * len(openings)) else ())


def _may_name_a_page(paragraph: Paragraph) -> bool:
    """Whether a first line is short, no value and no item under a bullet."""
    is_item = paragraph.marker is not None and not any(map(str.isalnum, paragraph.marker.string))
    return not is_item and len(paragraph.text) <= LONGEST_TITLE and not is_value(_bare(paragraph))


def announced(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """Lines over marked items that one line before has named, alone or behind a colon (政策の視点：人の流れの創出)."""
    words = [_key(paragraph.text.string) if paragraph.marker is None else "" for paragraph in paragraphs]
    known = [string.rpartition(":")[2] for string in words]
    counts, seen = Counter(known), set[str]()
    for i, paragraph in enumerate(paragraphs[:-1]):
        named = words[i] and words[i] in seen and counts[words[i]] == NAMED
        if named and paragraphs[i + 1].marker and _is_plain_title(paragraph) and not ASIDE.match(words[i]):
            yield i
        seen.add(known[i])


def is_value(string: str) -> bool:
    """Whether a line is a value, or says what leads to what: 5.9万人, 相談→派遣."""
    return VALUE.fullmatch(string) is not None or not LETTERS.search(string) or any(sign in string for sign in FLOWS)


def _is_plain_title(paragraph: Paragraph) -> bool:
    string = _bare(paragraph)
    return (
        paragraph.marker is None
        and len(string) <= LONGEST_TITLE
        and can_be_heading(paragraph, string)
        and heading_mark(paragraph) is None
        and not (TAGGED.match(string) or AMOUNT.search(string))
        and not (ENDS_SENTENCE.search(string) or COLON.search(string) or is_value(string))
    )


# --- titles below the first line ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Deck:
    """What all pages say, page by page (全頁の文字列)."""

    pages: Mapping[int, str]

    def others_name(self, words: str, page: int) -> bool:
        """Whether another page has some words."""
        return any(words in string for number, string in self.pages.items() if number != page)


def _late_titles(paragraphs: Sequence[Paragraph], titled: set[int]) -> Iterator[int]:
    """On each other page, the first of the lines for which most speaks."""
    pages = {page: list(group) for page, group in groupby(range(len(paragraphs)), key=lambda i: _page(paragraphs[i]))}
    deck = _Deck({page: "\n".join(_key(paragraphs[i].text.string) for i in group) for page, group in pages.items()})
    for page, group in pages.items():
        if page in titled:
            continue
        scores: dict[str, int] = {}
        for i in group:
            if _is_plain_title(paragraphs[i]):
                words = _key(paragraphs[i].text.string)
                scores[words] = max(scores.get(words, 0), _score(paragraphs[i], words, deck))
        best = max(scores, key=scores.__getitem__, default="")
        if best and scores[best] >= ENOUGH:
            lines = [i for i in group if _key(paragraphs[i].text.string) == best and _is_plain_title(paragraphs[i])]
            yield min(lines, key=lambda i: COST.search(paragraphs[i].text.string) is not None)


def _score(paragraph: Paragraph, words: str, deck: _Deck) -> int:
    """How much speaks for a line as the title of its page."""
    if ENDS.search(_bare(paragraph)):
        return 4 * ENOUGH
    if len(words) < SHORTEST_NAME:
        return 0
    page = _page(paragraph)
    spread = 2 * len(paragraph.text.spans) >= len(words) >= SHORTEST_SPREAD  # 人 材 の 支 援, its gaps closed
    costed = COST.search(paragraph.text.string) is not None
    named = deck.others_name(words, page)
    again = deck.pages[page].count(words) > 1
    return ENOUGH * (spread + costed + named) + again + (len(words) > LONGEST_BOX)


def _bare(paragraph: Paragraph) -> str:
    """A line without the budget and the foreign name behind it."""
    return SUBTITLE.sub("", COST.sub("", paragraph.text.string.strip()))


def _key(string: str) -> str:
    return re.sub(r"[\s「」『』]", "", plain_title(COST.sub("", string)))


def _page(paragraph: Paragraph) -> int:
    return paragraph.pages[0] if paragraph.pages else 0
