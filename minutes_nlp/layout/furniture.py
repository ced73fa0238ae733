"""Page numbers and running heads (ノンブル・柱): found by repetition and sequence over pages, tagged and kept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.layout.rows import Row
from minutes_nlp.layout.sheets import Sheet
from minutes_nlp.model import FurnitureKind

__all__ = ["Found", "running"]

ZONE = 3  # rows from the top and from the bottom of a page that may be furniture; headers of three lines occur
REPEATS = 3  # pages on which a running head stands at least, or all of a shorter document
REPEAT_SHARE = 0.25  # of all pages: attached documents have heads of their own
ELSEWHERE = 0.5  # times as often as at its place may a head's words stand elsewhere: once as the title, on odd pages
HEAD_LENGTH = 60  # longer rows are text
SHIFT = 0.02  # of the page's height: how far a running head may wander from page to page
# 1 / - 12 - / －３－ / 3/12 / 3 / 12 ページ / p.5 / ( 7 )
PAGE_NUMBER = re.compile(
    r"(?:[pP]\.?|第)?[-‐–—－―・〔（(\[ 　]*([0-9０-９]{1,4})[-‐–—－―・〕）)\] 　]*"
    r"(?:(?:[/／]|of)[ 　]*[0-9０-９]{1,4})?[ 　]*(?:ページ|頁)?"
)
# "- 12 -", 「－３－」: no text looks so; pages taken out of a larger paper do not count on, dumps lose their page ends
DRESSED = re.compile(r"[-‐–—－―][ 　]*[0-9０-９]{1,4}[ 　]*[-‐–—－―]")


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is no body text, and what it is."""

    row: Row
    kind: FurnitureKind


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
        return int(match.group(1)) if match else None


def wording(string: str) -> str:
    """A row with its digits blotted out, so that 「- 3 -」 and 「- 4 -」 are alike."""
    return re.sub(r"[0-9０-９]+", "#", re.sub(r"\s", "", string))


def running(pages: Sequence[Sheet]) -> list[Found]:
    """The page numbers, headers and footers of a document."""
    candidates = [candidate for page in pages for candidate in _at_the_edges(page)]
    numbers = set(_page_numbers(candidates, len(pages)))
    said = Counter(wording(row.string) for page in pages for row in page.rows)
    heads = [candidate for candidate in _repeated(candidates, said, len(pages)) if candidate not in numbers]
    return [
        *(Found(candidate.row, FurnitureKind.PAGE_NUMBER) for candidate in numbers),
        *(Found(head.row, FurnitureKind.HEADER if head.is_top else FurnitureKind.FOOTER) for head in heads),
    ]


def _at_the_edges(page: Sheet) -> Iterator[Candidate]:
    if page.turned:
        yield from _beside_the_text(page)
    ordered = sorted(page.rows, key=lambda row: row.top)
    for position, row in enumerate(ordered):
        is_top = position < ZONE and row.top < page.height / 2
        is_bottom = position >= len(ordered) - ZONE and row.top > page.height / 2
        if is_top or is_bottom or DRESSED.fullmatch(row.string):
            yield Candidate(row, row.page, row.top / page.height, is_top)


def _beside_the_text(page: Sheet) -> Iterator[Candidate]:
    """The rows at the head and the foot of a vertical page, which lies turned: before and behind all other rows."""
    starts, ends = sorted(row.x0 for row in page.rows), sorted(row.x1 for row in page.rows)
    margin = len(page.rows) // 10
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
    for (words, _), group in places.items():
        usual = Counter(round(candidate.place / SHIFT) for candidate in group).most_common(1)[0][0] * SHIFT
        level = [candidate for candidate in group if abs(candidate.place - usual) <= SHIFT]
        elsewhere = said[words] - len(level)
        if (
            elsewhere <= ELSEWHERE * len(level)
            and pages > 1
            and len({candidate.page for candidate in level}) >= max(min(REPEATS, pages), REPEAT_SHARE * pages)
        ):
            yield from level
