"""Which lines of a report are marked as headings (見出しの候補): by numbers, signs, brackets or size."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.lines import ENDS_SENTENCE, can_be_heading
from minutes_nlp.structure.report.contents import Contents, plain_title, read_contents
from minutes_nlp.structure.report.marks import FIRST_ITEM, PLAIN, HeadingMark, heading_mark, inside
from minutes_nlp.structure.report.members import begins_history, is_history_title, is_member_title
from minutes_nlp.structure.report.slide_titles import (
    COLON,
    LONGEST_BOX,
    announced,
    is_value,
    printed_titles,
    slide_titles,
)
from minutes_nlp.structure.report.typed import typed_titles

__all__ = ["BOX", "SLIDE", "Candidate", "candidates"]

LETTERS = re.compile(r"[^\W\d_]{2}")
# 目標達成に向けて進捗している: what an item says and a heading does not
SAYS = re.compile(r"(?:ている|ていない|られる|された|である|できる|こと|もの|たもの等?)$")
# 伴走支援 【R6当初：0.8億円（継続）】: what a title costs, behind it
COST = re.compile(r"[ 　]*[【［\[][^【】［］]*円[^【】［］]*[】］\]]$")
# （出典）, （単位：億円）, （第２回検討会資料より抜粋）: brackets that hold no heading
REMARK = re.compile(
    r"^[\d※*]|抜粋|参照|単位|出典|資料|敬称|順不同|五十音|以下|時点|現在|予定|[：:]|^(?:案|注|略|例|再掲|参考|仮称|未設定)|[円人％%年月日回等]$"
)
ITEM_SIGNS = frozenset("■□◆◇●")
TAGS = "【《＜〈〔［（"
# について、懸念がある状況 / – 上限は: the rest of a sentence, an item or an aside of a slide
CONTINUES = re.compile(r"[ぁ-んa-z\-–—―−－・「“\"＊*)）]")
# 第１-１-１図／概念図, 表２　指標
CAPTION = re.compile(r"(?:第?\s*[0-9０-９]+(?:[-－‐.．][0-9０-９]+)*\s*[図表]|図表?\s*[0-9０-９]|表\s*[0-9０-９])")
ITEM_MARKS = "○〇◯・･●‣•▪-－※◎■□"
# はじめに, 結び: chapters that have no number even where the others have one
# （参考１）検討会　委員名簿
REFERENCE = re.compile(r"(?:[（(【]\s*参考\s*[0-9０-９]{1,2}\s*[）)】]|参考\s*[0-9０-９]{1,2}[ 　])\s*\S.{2,}")
UNNUMBERED = re.compile(
    r"(?:はじめに|おわりに|終わりに|まえがき|あとがき|むすび|結び|結語|序|序文|目次|概要版?について)"
)
SHORTEST_PROSE = 30  # characters from which a paragraph without a full stop is prose
# ２ 水車の修繕１ 渡し舟の運航
SECOND_NUMBER = re.compile(r"(?<=[ぁ-んァ-ヶ一-鿿])([0-9０-９])[ 　](?=[ァ-ヶ一-鿿])")
REPEATS = 3  # times that a bracketed line stands at a page's edge before it is a running head
SAME_SIZE = 0.04  # of the text's size
LARGER = 1.1  # times the text's size
TOP, CHAPTER, DEEPEST = -1.0, -0.5, 99.0  # ranks above all numbers, beside the largest, below all marks


SLIDE, BOX, SLIDE_STEP = "slide", "box", 0.3  # titles of slides, and of boxes on them, above all numbers
TITLE = HeadingMark(SLIDE, None, TOP + SLIDE_STEP)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that is marked as a heading (見出しの候補), at `index` among the paragraphs."""

    index: int
    mark: HeadingMark
    page: int = 0
    scale: float = 1.0
    over_prose: bool = False  # a paragraph of text stands right below

    @property
    def number(self) -> int | None:
        """Its number, where its mark counts."""
        return self.mark.number


def candidates(paragraphs: Sequence[Paragraph], start: int, bounds: Sequence[int] = ()) -> list[Candidate]:
    """The candidates from paragraph `start` on; `bounds` are where documents that were bound in begin."""
    contents = read_contents(paragraphs)
    edges = _page_edges(paragraphs)
    slides = dict.fromkeys(slide_titles(paragraphs, edges), SLIDE)
    if slides:
        slides |= dict.fromkeys((i for i in announced(paragraphs) if i not in slides), BOX)
    slides |= {i: BOX if len(paragraphs[i].text) <= LONGEST_BOX else SLIDE for i in typed_titles(paragraphs)}
    printed = printed_titles(paragraphs, edges)
    openings = {i for i, first in edges.items() if first} | {
        i for i in range(len(paragraphs) - 1) if begins_history(paragraphs[i + 1])
    }
    found = [
        Candidate(i, mark, _page(paragraphs[i]), paragraphs[i].scale, _is_over_prose(paragraphs, i))
        for i in range(start, len(paragraphs))
        if i not in contents.lines
        and (mark := TITLE if i in printed else _mark(paragraphs, i, contents, slides, openings))
    ]
    running = _running(paragraphs, found, edges) | (_tags(paragraphs, found) if slides else set())
    found = [one for one in found if one.index not in running]
    lists = set(_enumerations(found))
    found = [one for one in found if one.index not in lists and not _is_stray(paragraphs, one, edges)]
    pieces = groupby(found, key=lambda one: bisect_right(bounds, one.index))
    return [one for _, piece in pieces for one in _ranked(list(piece), edges)]


def _page(paragraph: Paragraph) -> int:
    return paragraph.pages[0] if paragraph.pages else 0


def _mark(
    paragraphs: Sequence[Paragraph], i: int, contents: Contents, slides: Mapping[int, str], openings: Container[int]
) -> HeadingMark | None:
    paragraph = paragraphs[i]
    string = paragraph.text.string.strip()
    if not can_be_heading(paragraph, string) or _is_body(string):
        return None
    mark = heading_mark(paragraph)
    if mark is None:
        return _unmarked(paragraph, i, contents, slides, openings)
    if mark.style == "（":
        return mark if _heads_prose(paragraphs, i) else None
    if mark.style in "▲△▼▽":  # captions of pictures
        return None
    return None if _is_wordy(paragraph, string, mark) else mark


def _is_wordy(paragraph: Paragraph, string: str, mark: HeadingMark) -> bool:
    """Whether a marked line says more than a heading: ◇ 学校 ◇ 宿, □□市長, （１）傷みが進んでいる."""
    if mark.number is None:
        sign = paragraph.marker.string.strip()[:1] if paragraph.marker else None
        return COLON.search(inside(string)) is not None or (sign is not None and sign in string)
    title = COST.sub("", string)
    says = mark.rank >= FIRST_ITEM and (SAYS.search(title) or COLON.search(title))
    return bool(says) or _holds_another(string, mark.number)


def _holds_another(string: str, number: int) -> bool:
    """Whether a dump put the titles of two boxes on one line: ２ 水車の修繕１ 渡し舟の運航."""
    return any(abs(int(match[1]) - number) == 1 for match in SECOND_NUMBER.finditer(string, 2))


def _is_body(string: str) -> bool:
    """Whether a line is plainly a sentence, a value or a caption."""
    return bool(ENDS_SENTENCE.search(string) or CAPTION.match(string)) or is_value(string)


def _unmarked(
    paragraph: Paragraph, i: int, contents: Contents, slides: Mapping[int, str], openings: Container[int]
) -> HeadingMark | None:
    """The mark of a line that has none: the contents name it, it opens a slide, or it is set larger."""
    if paragraph.marker is not None:
        return None
    plain = plain_title(paragraph.text.string)
    rank = None
    if contents.name(plain):
        rank = TOP
    elif i in slides:
        return HeadingMark(slides[i], None, TOP + SLIDE_STEP * (2 if slides[i] == BOX else 1))
    elif _is_chapter(paragraph.text.string.strip(), plain) or (i in openings and _names_a_list(plain)):
        rank = CHAPTER
    elif paragraph.kind is BlockKind.HEADING:
        rank = DEEPEST
    return HeadingMark(PLAIN, None, rank) if rank is not None else None


def _is_chapter(string: str, plain: str) -> bool:
    return UNNUMBERED.fullmatch(plain) is not None or REFERENCE.fullmatch(string) is not None


def _names_a_list(title: str) -> bool:
    return is_member_title(title) or is_history_title(title)


def _heads_prose(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a line in round brackets names what the items or the prose below are about (（担い手の育成）)."""
    title = inside(paragraphs[i].text.string.strip())
    if REMARK.search(title) or not LETTERS.search(title) or i + 1 == len(paragraphs):
        return False
    below = paragraphs[i + 1]
    marked = below.marker is not None and below.marker.string.strip()[:1] in ITEM_MARKS and len(below.text) > 1
    return not is_value(below.text.string) and (marked or _is_over_prose(paragraphs, i))


def _is_over_prose(paragraphs: Sequence[Paragraph], i: int) -> bool:
    below = paragraphs[min(i + 1, len(paragraphs) - 1)]
    string = below.text.string.strip()
    return below.kind is not BlockKind.TABLE and (
        ENDS_SENTENCE.search(string) is not None or len(string) > SHORTEST_PROSE
    )


def _is_stray(paragraphs: Sequence[Paragraph], one: Candidate, edges: Mapping[int, bool]) -> bool:
    """Whether a line is only set larger: a label in a picture has neither text nor items below it."""
    if one.mark.style != PLAIN or one.mark.rank != DEEPEST or edges.get(one.index, False):
        return False
    below = paragraphs[min(one.index + 1, len(paragraphs) - 1)]
    string = paragraphs[one.index].text.string.strip()
    heads = one.over_prose or below.marker is not None or below.rows is not None
    return not heads or CONTINUES.match(string) is not None


# --- lines that repeat, lists ---------------------------------------------------------------------------------------


def _page_edges(paragraphs: Sequence[Paragraph]) -> dict[int, bool]:
    """The first (True) and the last (False) paragraph of each page."""
    edges: dict[int, bool] = {}
    for _, group in groupby(range(len(paragraphs)), key=lambda i: _page(paragraphs[i])):
        page = list(group)
        edges[page[-1]] = False
        edges[page[0]] = True
    return edges


def _running(paragraphs: Sequence[Paragraph], found: Iterable[Candidate], edges: Mapping[int, bool]) -> set[int]:
    """Lines in the same words at the edges of pages that follow each other: heads of the page, not of the text."""
    bare = [one for one in found if one.number is None and one.mark.rank != TOP]
    words = {one.index: plain_title(paragraphs[one.index].text.string) for one in bare}
    pages: dict[str, list[int]] = {}
    for one in bare:
        if one.index in edges:
            pages.setdefault(words[one.index], []).append(one.page)
    often = {word for word, on in pages.items() if sum(0 < b - a <= 1 for a, b in pairwise(on)) >= REPEATS - 1}
    return {index for index, word in words.items() if word in often}


def _tags(paragraphs: Sequence[Paragraph], found: Iterable[Candidate]) -> set[int]:
    """Brackets on a slide that are no heading: round ones, and words that come again and again (【新規】)."""
    bracketed = {one.index: paragraphs[one.index].text.string.strip() for one in found if one.mark.style in TAGS}
    counts = Counter(bracketed.values())
    return {i for i, string in bracketed.items() if string[0] in "（([［" or counts[string] >= REPEATS}


def _enumerations(found: Sequence[Candidate]) -> Iterator[int]:
    """Marked lines one right after the other: a list of items, since nothing stands under them."""
    run: list[Candidate] = []
    for one in found:
        if run and not _follows(run[-1], one):
            run = []
        run.append(one)
        if len(run) > 1:
            yield from (run[-2].index, one.index)


def _follows(before: Candidate, after: Candidate) -> bool:
    if after.index != before.index + 1 or after.mark.style != before.mark.style:
        return False
    if before.number is None or after.number is None:
        return before.mark.style in ITEM_SIGNS
    return after.number == before.number + 1


# --- lines without a mark -------------------------------------------------------------------------------------------


def _ranked(found: Sequence[Candidate], edges: Mapping[int, bool]) -> list[Candidate]:
    """The candidates with a rank for the unmarked: that of the numbers set in the same size, else by the size."""
    sizes: dict[str, list[float]] = {}
    ranks: dict[str, HeadingMark] = {}
    for one in found:
        if one.number is not None:
            sizes.setdefault(one.mark.style, []).append(one.scale)
            ranks.setdefault(one.mark.style, one.mark)
    numbered = sorted(
        ((ranks[style], median(scales)) for style, scales in sizes.items()), key=lambda pair: pair[0].rank
    )
    slides = next((mark for mark, _ in numbered if _opens_pages(mark.style, found, edges)), None)
    if slides:
        slide = replace(slides, number=None)
        found = [replace(one, mark=slide) if one.mark.style == SLIDE else one for one in found]
    return [replace(one, mark=_rank(one, numbered)) if one.mark.style == PLAIN else one for one in found]


def _opens_pages(style: str, found: Iterable[Candidate], edges: Mapping[int, bool]) -> bool:
    """Whether the headings of a style mostly open pages: then they are the titles of the slides."""
    opening = [edges.get(one.index, False) for one in found if one.mark.style == style]
    return sum(opening) >= REPEATS and 2 * sum(opening) > len(opening)


def _rank(one: Candidate, numbered: Sequence[tuple[HeadingMark, float]]) -> HeadingMark:
    if one.mark.rank == TOP:
        return one.mark
    if one.mark.rank == CHAPTER:
        return replace(numbered[0][0], number=None) if numbered else replace(one.mark, rank=TOP)
    if one.scale < LARGER:
        return one.mark
    for mark, scale in numbered:
        if abs(scale - one.scale) <= SAME_SIZE:
            return replace(mark, number=None)
    style = f"{PLAIN} {one.scale:.1f}"
    smaller = [mark.rank for mark, scale in numbered if scale < one.scale]
    return HeadingMark(style, None, (min(smaller) if smaller else DEEPEST) - one.scale / 10)
