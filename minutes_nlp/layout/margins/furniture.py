"""Page numbers, running heads, watermarks (ノンブル・柱・透かし): found by repetition over pages, tagged and kept."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.layout.lines.rows import Row, body_size
from minutes_nlp.layout.sheets import Sheet
from minutes_nlp.model import FurnitureKind
from minutes_nlp.text import Text

__all__ = ["Found", "running"]

ZONE = 3  # rows from the top and from the bottom of a page that may be furniture; headers of three lines occur
SLIDE_EDGE = 0.125  # of a slide's height: labels of its boxes, alike on each slide, stand further in (from 0.16)
REPEATS = 3  # pages on which a running head stands at least, or all of a shorter document
REPEAT_SHARE = 0.25  # of all pages: attached documents have heads of their own
ELSEWHERE = 0.5  # times as often as at its place may a head's words stand elsewhere: once as the title, on odd pages
MOST_PAGES = 0.5  # of all pages bear a watermark
LETTERS = 2  # characters of a piece of a watermark: rotated letters come one by one, some as ligatures
STACKED = 4  # letters one below the other that make a word set downwards; column heads of forms have up to 3
LARGE = 2.0  # times the body size: a lone letter of a watermark
HEAD_LENGTH = 60  # longer rows are text
SHIFT = 0.02  # of the page's height: how far a running head may wander from page to page
# 1 / - 12 - / －３－ / 3/12 / 3 / 12 ページ / p.5 / ( 7 )
PAGE_NUMBER = re.compile(
    r"(?:[pP]\.?|第)?[-‐–—－―・〔（(\[ 　]*([0-9０-９]{1,4})[-‐–—－―・〕）)\] 　]*"
    r"(?:(?:[/／]|of)[ 　]*[0-9０-９]{1,4})?[ 　]*(?:ページ|頁)?"
)
# how the pages before the text are counted: a table of contents seldom has more
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
# "- 12 -", 「－３－」: no text looks so; pages taken out of a larger paper do not count on, dumps lose their page ends
DRESSED = re.compile(r"[-‐–—－―][ 　]*[0-9０-９]{1,4}[ 　]*[-‐–—－―]")


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is no body text, or a part of it, and what it is."""

    row: Row
    kind: FurnitureKind
    text: Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row at the edge of a page; `place` is its height on the page, from 0 at the top to 1."""

    row: Row
    page: int
    place: float
    is_top: bool

    @property
    def number(self) -> int | None:
        """The page number that it would be."""
        match = PAGE_NUMBER.fullmatch(self.row.string)
        if match:
            return int(match.group(1))
        string = unicodedata.normalize("NFKC", self.row.string.strip(" -–—")).lower()
        return ROMAN.index(string) + 1 if string in ROMAN else None


def wording(string: str) -> str:
    """A row with its digits blotted out, so that 「- 3 -」 and 「- 4 -」 are alike."""
    return re.sub(r"[0-9０-９]+", "#", re.sub(r"\s", "", string))


def running(pages: Sequence[Sheet]) -> list[Found]:
    """The page numbers, headers and footers of a document."""
    candidates = [candidate for page in pages for candidate in _at_the_edges(page)]
    numbers = {candidate.row: candidate for candidate in _page_numbers(candidates, len(pages))}
    said = Counter(wording(row.string) for page in pages for row in page.rows)
    heads = [candidate for candidate in _repeated(candidates, said, len(pages)) if candidate.row not in numbers]
    heads += [label for label in _margin_labels(pages) if label not in heads]
    taken = {*numbers, *(candidate.row for candidate in heads)}
    marks = [mark for mark in _watermarks(pages) if mark.row not in taken]
    return [
        *(Found(row, FurnitureKind.PAGE_NUMBER, row.text) for row in numbers),
        *(found for head in (*heads, *marks) for found in _parts(head)),
    ]


def _parts(head: Candidate) -> Iterator[Found]:
    """A running head, the page number in it apart (― 2 ―一般会計)."""
    kind = FurnitureKind.HEADER if head.is_top else FurnitureKind.FOOTER
    text = head.row.text
    number = DRESSED.search(text.string)
    if number is None:
        yield Found(head.row, kind, text)
        return
    yield Found(head.row, FurnitureKind.PAGE_NUMBER, text.group(number))
    for rest in (text[: number.start()].strip(), text[number.end() :].strip()):
        if rest.string:
            yield Found(head.row, kind, rest)


def _at_the_edges(page: Sheet) -> Iterator[Candidate]:
    if page.turned:
        yield from _beside_the_text(page)
    ordered = sorted(page.rows, key=lambda row: row.top)
    for position, row in enumerate(ordered):
        is_top = position < ZONE and row.top < page.height / 2
        is_bottom = position >= len(ordered) - ZONE and row.top > page.height / 2
        if page.is_slide:
            is_top &= row.top < SLIDE_EDGE * page.height
            is_bottom &= row.bottom > (1 - SLIDE_EDGE) * page.height
        if is_top or is_bottom or DRESSED.fullmatch(row.string):
            yield Candidate(row, row.page, row.top / page.height, is_top)


def _beside_the_text(page: Sheet) -> Iterator[Candidate]:
    """The rows at the head and the foot of a vertical page, which lies turned: before and behind all other rows."""
    starts, ends = sorted(row.x0 for row in page.rows), sorted(row.x1 for row in page.rows)
    margin = min(max(1, len(page.rows) // 10), len(page.rows) - 1)
    for row in page.rows:
        if row.x1 < starts[margin] or row.x0 > ends[-1 - margin]:
            yield Candidate(row, row.page, row.x0 / page.height, row.x1 < starts[margin])


def _page_numbers(candidates: Iterable[Candidate], pages: int) -> Iterator[Candidate]:
    """Lone numbers between dashes, or that count with the pages; on a single page, one in its margin."""
    numbered = [candidate for candidate in candidates if candidate.number is not None]
    by_page = defaultdict(set)
    for candidate in numbered:
        by_page[candidate.page].add(candidate.number)
    for candidate in numbered:
        value = candidate.number
        assert value is not None  # noqa: S101 - filtered above
        before, here, after = (by_page[candidate.page + step] for step in (-1, 0, 1))
        counts = value + 1 in after or value - 1 in before
        counts |= {value + 1 in here, value + 2 in after} == {True}  # two pages on a sheet
        counts |= {value - 1 in here, value - 2 in before} == {True}
        alone = value == candidate.page == pages == 1 and _is_outermost(candidate)
        if counts or alone or DRESSED.fullmatch(candidate.row.string):
            yield candidate


def _is_outermost(candidate: Candidate) -> bool:
    return candidate.place > 0.88 or candidate.place < 0.08  # the margins of A4 with 30 mm, less a line


def _repeated(candidates: Sequence[Candidate], said: Counter[str], pages: int) -> Iterator[Candidate]:
    """Rows of the same wording at the same height on many pages, and hardly ever elsewhere (as 【委員】 is)."""
    places: dict[tuple[str, bool], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if len(candidate.row.string) <= HEAD_LENGTH:
            places[wording(candidate.row.string), candidate.is_top].append(candidate)
    levels = {place: _level(group) for place, group in places.items()}
    for (words, _), level in levels.items():
        both = [levels.get((words, is_top), []) for is_top in (True, False)]  # heads may change sides with the pages
        elsewhere = said[words] - sum(len(side) for side in both if side is level or _is_often(side, pages))
        if elsewhere <= ELSEWHERE * len(level) and pages > 1 and _is_often(level, pages):
            yield from level


def _margin_labels(pages: Sequence[Sheet]) -> Iterator[Candidate]:
    """Words set downwards beside the text, at one place of several pages (つめ見出し: 第１章)."""
    places: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for page in pages:
        for row in page.rows:
            if row.stands and not any(row.x0 < other.x1 and other.x0 < row.x1 for other in page.rows if other != row):
                label = Candidate(row, row.page, row.top / page.height, is_top=True)
                places[wording(row.string), round(row.x0)].append(label)
    for group in places.values():
        level = _level(group)
        if len(pages) > 1 and _is_often(level, len(pages)):
            yield from level


def _level(group: Sequence[Candidate]) -> list[Candidate]:
    """Those that stand at the usual height."""
    usual = Counter(round(candidate.place / SHIFT) for candidate in group).most_common(1)[0][0] * SHIFT
    return [candidate for candidate in group if abs(candidate.place - usual) <= SHIFT]


def _is_often(level: Sequence[Candidate], pages: int) -> bool:
    return len({candidate.page for candidate in level}) >= max(min(REPEATS, pages), REPEAT_SHARE * pages)


def _watermarks(pages: Sequence[Sheet]) -> Iterator[Candidate]:
    """Single letters, large or one below the other, at the very same place on most pages (案, 透かし)."""
    places: dict[tuple[str, int, int], list[Candidate]] = defaultdict(list)
    for page in pages:
        for row in page.rows:
            if len(row.text) <= LETTERS:
                height = row.top / page.height
                places[row.string, round(row.x0), round(row.top)].append(Candidate(row, row.page, height, height < 0.5))
    often = max(2, MOST_PAGES * len(pages))
    alike = {place: group for place, group in places.items() if len(group) >= often}
    columns = Counter(x for _, x, _ in alike)
    body = body_size([row for page in pages for row in page.rows]) if alike else 0.0
    for (_, x, _), group in alike.items():
        stacked = sum(columns[near] for near in (x - 1, x, x + 1)) >= STACKED
        if stacked or group[0].row.size >= LARGE * body:
            yield from group
