"""A question in the words of others, too (言い換えの展開): by the thesaurus, for finding remarks on the same matter.

Whoever looks for 行商 has to find 移動販売. The words of the question count whole; what may stand for a part of it
(同義語) counts half as much, all such words together, and what is only about the same matter (関連語) a third of that.
Whoever looks for 店が閉まる names no word that stands in a remark on 事業承継: the two matters of the field (関心事)
that the question is nearest to lend it the words in which they are spoken of, the more the nearer they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from minutes_nlp.across.meanings import Floats
from minutes_nlp.across.related import Related, telling_words
from minutes_nlp.language.thesaurus import Group, matters, thesaurus
from minutes_nlp.language.vectors import WordVectors

__all__ = ["nearest"]

# nDCG@10 of 295 queries of training (scripts/queries.py --training), vectors turned: .573 with 1 and 0.3, .596 with 0.5
# and 0.15, .586 with none; the 39 that share least with their hits .397, .417, .404. Without vectors .511, .523
SAME, ABOUT = 0.5, 0.15
# nDCG@10 of the same queries .605 with no matters; with 2 of them .624 at .3, .628 at .5, .631 at .7 and at 1, with 3
# .621 to .624, with 5 .619 to .612; of the 140 whose kind the writer of the matters had not read .719 with none and
# .731 at .7, .724 at 1
MATTERS, LENT = 2, 0.6
# What shares its rare words with the first texts is likely to go on with their matter. Of the same queries .534 before,
# when the first 10 were taken together by what their words mean; .578 with the first 2, .580 with 3, .577 with 4, .571
# with 5; .574 at 1, .580 at 1.5 and 2. With fields .605 at 1.5, .606 at 2, without vectors .529 and .532. Of the 26 of
# scripts/queries.py that share no word with hits .22 before, .17 with words alone
FIRST, ALIKE = 3, 2.0
MOST_COMPARED = 2_000  # texts: in full each costs 5 µs, and the 300 that are shown lie among the first 1,000
Words = tuple[str, ...]


def nearest(related: Related, text: str, most: int, held: Floats | None = None) -> list[tuple[int, float]]:
    """The texts of a collection nearest to a question, best first, as their number and a score: 1 is word for word.

    `held` is what each text gets for holding words of the question. Of a large collection those are compared in full
    that are nearest as wholes.
    """
    places = np.arange(len(related))
    held = np.zeros(len(related), np.float32) if held is None else held
    asked, shares = _asked(text, related.meanings.vectors if related.meanings else None)
    if len(places) > MOST_COMPARED:
        rough = related.by_whole(*asked, shares=shares) + held
        places = np.sort(np.argpartition(-rough, MOST_COMPARED)[:MOST_COMPARED])
        related = related.part(places)
    scores = related.scores(*asked, shares=shares) + held[places]
    scores = scores + ALIKE * related.like_first(scores, FIRST)
    order = np.argsort(-scores, kind="stable")[:most]
    return [(int(places[number]), float(scores[number])) for number in order if scores[number] > 0]


def _asked(text: str, vectors: WordVectors | None) -> tuple[list[list[str]], list[float]]:
    """The telling words of a question, of what else may tell it, and how much each of these counts."""
    asked = telling_words(text)
    groups = list(_groups(asked))
    same = _telling(word for group in groups for word in group.words)
    about = _telling(word for group in groups for word in group.related)
    lent = [(_matter(number), LENT * near) for number, near in _matters(vectors).rank(text, MATTERS)]
    return [asked, same, about, *(words for words, _ in lent)], [1.0, SAME, ABOUT, *(share for _, share in lent)]


@lru_cache(maxsize=1_000)  # more than there are
def _matter(number: int) -> list[str]:
    """The telling words of a matter, of how people tell of it and of how it is spoken of."""
    matter = matters()[number]
    return _telling(iter(matter.words + matter.related))


_asked_matters: dict[str, Related] = {}  # by the digest of the vectors in use: 0.2 s each time without


def _matters(vectors: WordVectors | None) -> Related:
    """What finds the matters of the field that a question is near to."""
    digest = vectors.digest if vectors else ""
    if digest not in _asked_matters:
        _asked_matters.clear()
        _asked_matters[digest] = Related.over(["。".join(one.words + one.related) for one in matters()], vectors)
    return _asked_matters[digest]


def _telling(texts: Iterator[str]) -> list[str]:
    """The telling words of some phrases, each once."""
    return list(dict.fromkeys(chain.from_iterable(map(telling_words, texts))))


def _groups(asked: Sequence[str]) -> Iterator[Group]:
    """The groups in which a part of the question stands, the longest parts first, none inside another."""
    known, longest = _known()
    taken: set[int] = set()
    for length in range(min(longest, len(asked)), 0, -1):
        for start in range(len(asked) - length + 1):
            part = range(start, start + length)
            groups = known.get(tuple(asked[start : start + length]), ())
            if groups and taken.isdisjoint(part):
                taken.update(part)
                yield from groups


@lru_cache(maxsize=1)
def _known() -> tuple[dict[Words, list[Group]], int]:
    """The groups of each phrase by its telling words, and how many words the longest has; 0.5 s."""
    found: defaultdict[Words, list[Group]] = defaultdict(list)
    for group in thesaurus():
        for word in group.words:
            if told := tuple(telling_words(word)):
                found[told].append(group)
    return dict(found), max(map(len, found), default=0)
