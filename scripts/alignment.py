"""Texts of different engines as runs of characters, and where they are the same (文字列の対応づけ)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate, pairwise
from unicodedata import normalize

__all__ = ["Stream", "aligned", "fold"]

ANCHORS = (12, 6, 3)  # characters of a run that must occur once on each side
COMPARED = 4_000_000  # the most pairs of characters that are compared where no run anchors them


class Stream:
    """Paragraphs as one run of characters without white space, and where white space stood inside them."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self.texts: list[str] = []
        self.spaces: set[int] = set()  # positions with white space before them
        start = 0
        for paragraph in paragraphs:
            words = joined_lines(paragraph).split()
            if words:
                self.texts.append("".join(words))
                self.spaces.update(start + at for at in list(accumulate(map(len, words)))[:-1])
                start += len(self.texts[-1])
        self.text = "".join(self.texts)
        self.folded = fold(self.text)
        self.ends = list(accumulate(map(len, self.texts)))

    def owner(self, position: int) -> int:
        """The paragraph in which a character stands."""
        return bisect_right(self.ends, position)

    def parts(self) -> list[str]:
        """The paragraphs, folded."""
        return [self.folded[start:end] for start, end in pairwise([0, *self.ends])]


def joined_lines(paragraph: str) -> str:
    """One line without control characters: a space for a newline between Latin letters, nothing elsewhere."""
    lines = re.sub(r"(?<=[0-9A-Za-z])[^\S\n]*\n\s*(?=[0-9A-Za-z])", " ", paragraph.strip())
    return "".join(c for c in re.sub(r"\s*\n\s*", "", lines) if c.isprintable() or c.isspace())


def fold(text: str) -> str:
    """Character by character: full-width, half-width and radical forms as one."""
    return "".join(map(_folded, text))


@cache
def _folded(character: str) -> str:
    form = normalize("NFKC", character)
    return form if len(form) == 1 else character


def aligned(left: str, right: str) -> dict[int, int]:
    """Positions of `left` by positions of `right`, rising in both."""
    return dict(_pairs(left, right, 0, 0, ANCHORS))


def _pairs(left: str, right: str, i: int, j: int, sizes: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Runs that occur once on each side anchor what lies between them; shorter runs, then single characters, follow."""
    if not sizes:
        blocks = (
            SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
            if len(left) * len(right) <= COMPARED
            else []
        )
        yield from ((i + a + step, j + b + step) for a, b, size in blocks for step in range(size))
        return
    size, a, b = sizes[0], 0, 0
    for x, y in [*rising(anchors(left, right, size)), (len(left), len(right))]:
        if x >= a and y >= b:
            if x > a and y > b:
                yield from _pairs(left[a:x], right[b:y], i + a, j + b, sizes[1:])
            same = min(size, len(left) - x)
            yield from ((i + x + step, j + y + step) for step in range(same))
            a, b = x + same, y + same


def anchors(left: str, right: str, size: int) -> list[tuple[int, int]]:
    """Where the runs stand that occur once on each side, by their order in `left`."""
    places, others = _single_runs(left, size), _single_runs(right, size)
    return [(at, others[run]) for run, at in places.items() if run in others]


def _single_runs(text: str, size: int) -> dict[str, int]:
    runs = [text[at : at + size] for at in range(len(text) - size + 1)]
    found = Counter(runs)
    return {run: at for at, run in enumerate(runs) if found[run] == 1}


def rising(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of points, given by rising x, along which y rises too."""
    tails: list[int] = []  # the lowest y at which a chain of each length ends
    tops: list[int] = []  # and the index of that point
    before: list[int] = []
    for index, (_, y) in enumerate(points):
        length = bisect_left(tails, y)
        before.append(tops[length - 1] if length else -1)
        tails[length : length + 1], tops[length : length + 1] = [y], [index]
    chain, at = [], tops[-1] if tops else -1
    while at >= 0:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]
