"""How headings stand in one another (見出しの階層), by what numbers go on, begin anew and enclose each other.

A heading belongs under the deepest open heading whose count goes on after it. Of two styles the one is above the other
whose numbers enclose a new count of the other; where nothing tells, the usual order of Japanese reports holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from minutes_nlp.structure.report.headings import BOX, SLIDE, Candidate
from minutes_nlp.structure.report.marks import FIRST_ITEM

__all__ = ["COVER", "nested"]

COVER = -20.0  # ranks below it are those of documents bound in
USUAL = 2  # times that a style counts inside another before a count of one is taken for a heading as well
BOX_SIGNS, RINGED = "■□◆◇●", "①"
SKIPPED = 2  # a count may skip one number, which stands in a line that nobody took for a heading


Opened = tuple[Candidate, int]  # an open heading, and its place among the candidates


@dataclass(frozen=True, slots=True)
class Counts:
    """All candidates in order, and where each style comes next (番号の並び)."""

    found: Sequence[Candidate]
    places: dict[str, list[int]] = field(default_factory=dict)
    above: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, found: Sequence[Candidate]) -> Counts:
        """With the styles that enclose a new count of another counted."""
        counts = cls(found)
        for place, one in enumerate(found):
            counts.places.setdefault(one.mark.style, []).append(place)
        for style, places in counts.places.items():
            for here, there in pairwise(places):
                if _goes_on(found[here], found[there]):
                    counts.above.update({(style, o.mark.style) for o in found[here + 1 : there] if o.number == 1})
        return counts

    def following(self, style: str, place: int) -> int | None:
        """Where the style comes next after `place`."""
        places = self.places.get(style, [])
        at = bisect_right(places, place)
        return places[at] if at < len(places) else None

    def goes_on(self, one: Candidate, place: int) -> bool:
        """Whether the count of a heading goes on after `place`."""
        there = self.following(one.mark.style, place)
        return there is not None and _goes_on(one, self.found[there])

    def comes_from(self, one: Candidate, place: int) -> bool:
        """Whether the last of its style before `place` counts on to a heading."""
        places = self.places[one.mark.style]
        at = bisect_left(places, place)
        return at > 0 and _goes_on(self.found[places[at - 1]], one)

    def begins_anew(self, style: str, start: int, end: int) -> bool:
        """Whether the first of a style between two places is a number one."""
        there = self.following(style, start)
        return there is not None and there < end and self.found[there].number == 1

    def is_deeper(self, one: Candidate, other: Candidate) -> bool:
        """Whether the style of a numbered heading usually stands below that of another."""
        pair = (one.mark.style, other.mark.style)
        votes = self.above[pair[::-1]] - self.above[pair]
        if not votes and {one.mark.style, other.mark.style} & set(BOX_SIGNS) and RINGED in pair:
            return one.mark.style == RINGED  # ■ names a box, ① what is in it
        return votes > 0 if votes else one.mark.rank > other.mark.rank


def _goes_on(one: Candidate, other: Candidate) -> bool:
    return one.number is not None and other.number is not None and 0 < other.number - one.number <= SKIPPED


def nested(found: Sequence[Candidate]) -> Iterator[tuple[Candidate, int]]:
    """The candidates that are headings, each with its level from 1; the others are items of lists."""
    counts = Counts.of(found)
    opened: list[Opened] = []
    for place, one in enumerate(found):
        opened = _on_page(opened, one.page)
        kept = _kept(opened, one, place, counts)
        if kept is not None:
            opened = [*opened[:kept], (one, place)]
            yield one, len(opened)


def _on_page(opened: list[Opened], page: int) -> list[Opened]:
    """The open headings without the boxes of other slides and what stands in them."""
    end = next((i for i, (o, _) in enumerate(opened) if o.mark.style == BOX and o.page != page), len(opened))
    return opened[:end]


def _kept(opened: Sequence[Opened], one: Candidate, place: int, counts: Counts) -> int | None:
    """How many of the open headings stay open above this one; None where it is an item of a list."""
    if one.mark.rank < 0:  # what is bound in, a slide, a title of the contents leave all counts behind
        return next((i for i, (o, _) in enumerate(opened) if o.mark.rank >= one.mark.rank), len(opened))
    running = max((i + 1 for i, (o, _) in enumerate(opened) if counts.goes_on(o, place)), default=0)
    same = next((i for i in reversed(range(len(opened))) if opened[i][0].mark.style == one.mark.style), None)
    if one.number is None:
        if same is not None and same >= running:
            return same
        return _above(opened, one, running, counts)
    if same is not None:
        kept = _in_count(opened, same, (one, place), counts) if running <= same or one.number != 1 else None
        return same if kept is None and _is_beside(opened, one, place, counts) else kept
    return _opening(opened, one, place, counts)


def _opening(opened: Sequence[Opened], one: Candidate, place: int, counts: Counts) -> int | None:
    """The same for a number of a style that is not open."""
    beside = _is_beside(opened, one, place, counts)
    if beside and one.number != 1 and not counts.comes_from(one, place):
        return _slide(opened) + 1  # boxes out of order: it may stand under any of them
    if beside or _begins(opened, one, place, counts):
        return _above(opened, one, _enclosing(opened, one, place, counts), counts)
    return None


def _slide(opened: Sequence[Opened]) -> int:
    """The place of the slide's title among the open headings."""
    return max(i for i, (o, _) in enumerate(opened) if o.mark.style == SLIDE)


def _is_beside(opened: Sequence[Opened], one: Candidate, place: int, counts: Counts) -> bool:
    """Whether a slide holds the number before or after: its columns are read in any order."""
    if not any(o.mark.style == SLIDE for o, _ in opened):
        return False
    beside = (counts.found[p] for p in counts.places[one.mark.style] if p != place)
    return any(o.page == one.page and abs((o.number or 0) - (one.number or 0)) == 1 for o in beside)


def _in_count(opened: Sequence[Opened], same: int, here: Opened, counts: Counts) -> int | None:
    """Beside an open heading of the same style: the next number, or the first of a new count."""
    before, (one, place) = opened[same][0], here
    if before.number is None or _goes_on(before, one):
        return same
    return same if one.number == 1 and _begins(opened, one, place, counts) else None


def _begins(opened: Sequence[Opened], one: Candidate, place: int, counts: Counts) -> bool:
    """Whether a number begins or resumes a count of headings: large styles may stand alone, small ones go on."""
    places = counts.places[one.mark.style]
    at = bisect_left(places, place)
    small = one.mark.rank >= FIRST_ITEM
    if counts.comes_from(one, place):
        return not small or all(there < places[at - 1] for o, there in opened if o.mark.rank < one.mark.rank)
    if not small:
        return one.number == 1 or (at == 0 and one.mark.style != "1")  # an extract begins with 第３章
    if one.number == 1:
        return counts.goes_on(one, place) or _stands_alone(opened, one, counts)
    return one.number == SKIPPED and at == 0 and counts.goes_on(one, place)


def _stands_alone(opened: Sequence[Opened], one: Candidate, counts: Counts) -> bool:
    """Whether a （１） without a （２） is a heading: text stands below, or such counts stand under its like."""
    if one.mark.rank > FIRST_ITEM:
        return False
    return one.over_prose or (bool(opened) and counts.above[opened[-1][0].mark.style, one.mark.style] >= USUAL)


def _enclosing(opened: Sequence[Opened], one: Candidate, place: int, counts: Counts) -> int:
    """How many open headings surely enclose a new count."""
    return max(
        (
            i + 1
            for i, (o, at) in enumerate(opened)
            if counts.goes_on(o, place) or _groups(opened[:i], o, at, one, counts)
        ),
        default=0,
    )


def _groups(outer: Sequence[Opened], sign: Candidate, at: int, one: Candidate, counts: Counts) -> bool:
    """Whether a heading without a number stands over a count: beside it stands another under which it begins anew."""
    if sign.number is not None:
        return False
    start = outer[-1][1] if outer else -1
    ends = (counts.following(o.mark.style, at) for o, _ in outer)
    end = min((place for place in ends if place is not None), default=len(counts.found))
    signs = [place for place in counts.places[sign.mark.style] if start < place < end]
    return sum(counts.begins_anew(one.mark.style, *piece) for piece in pairwise([*signs, end])) >= USUAL


def _above(opened: Sequence[Opened], one: Candidate, least: int, counts: Counts) -> int:
    """How many of the open headings stand above one of another style, at least `least`."""
    kept = len(opened)
    while kept > least and counts.is_deeper(opened[kept - 1][0], one):
        kept -= 1
    return kept
