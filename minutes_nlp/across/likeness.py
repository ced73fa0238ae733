"""How far later texts speak of a matter that was raised (内容の近さ): by the words of both, the rare ones most.

Every text that was raised is compared with every later one at once. Words are near by the vectors of the optional
file, or by vectors learned from the texts themselves; synonyms count as one word. Names of programmes are also left
out once, since two texts that share no more than 地域おこし協力隊 need not be on one matter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.across.meanings import Floats, Meanings, learned, of_length_one
from minutes_nlp.across.related import telling
from minutes_nlp.findings import TermKind
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.vectors import WordVectors

__all__ = ["Likeness", "Matter"]

# 連携したD X推進体制: letters that were set apart
APART = re.compile(r"(?<![A-Za-z0-9])(?P<first>[A-Z])[ \u3000](?P<second>[A-Z])(?![A-Za-z0-9])")
BLOCK = 500  # words whose nearness to all later texts is looked at at once: about 50 MB

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a text is about (内容): its telling words, and those of them that stand in no programme's name."""

    words: tuple[str, ...]
    beyond_names: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Matter:
        """Of texts that belong together."""
        matters = [_matter(text) for text in texts]
        return cls(
            tuple(chain.from_iterable(matter.words for matter in matters)),
            tuple(chain.from_iterable(matter.beyond_names for matter in matters)),
        )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far each later text speaks of each matter (内容の近さ): `levels`, a row for each matter, 0 to about 1."""

    levels: Floats
    vocabulary: dict[str, int]  # of senses
    weights: Floats  # of the vocabulary: what is rare weighs more
    vectors: Floats  # of the vocabulary
    best: Floats  # how near the nearest word of each later text is to each sense

    @classmethod
    def between(cls, raised: Sequence[Matter], later: Sequence[Matter], vectors: WordVectors | None) -> Likeness:
        """Of all matters that were raised and all later texts."""
        texts = [tuple(map(sense_of, matter.words)) for matter in chain(raised, later)]
        beyond = [tuple(map(sense_of, matter.beyond_names)) for matter in chain(raised, later)]
        counts = Counter(chain.from_iterable(map(dict.fromkeys, texts)))
        vocabulary = {sense: number for number, sense in enumerate(dict.fromkeys(chain(*texts, *beyond)))}
        weights = np.array([_rarity(counts[sense], len(texts)) for sense in vocabulary], np.float32)
        rows = _vectors(chain(raised, later), texts, vocabulary, vectors)
        whole, part = _numbered(texts, vocabulary), _numbered(beyond, vocabulary)
        split = len(raised)
        best = _best(rows, whole[split:])
        levels = _covered(whole[:split], weights**2, best)  # how much of the matter is taken up, the rarest words most
        levels += _covered(part[:split], weights**2, _best(rows, part[split:]))
        levels += _covered(whole[split:], weights, _best(rows, whole[:split])).T  # how much of the text is on it
        levels += _as_wholes(whole[:split], whole[split:], weights, rows)
        return cls(np.asarray(levels / 4, np.float32), vocabulary, weights, rows, best)

    def named(self, raised: Sequence[Matter], names: Sequence[Sequence[str]]) -> Floats:
        """How much of each name, in normalised words, is said in each matter (名称の一致): 1 is all of it."""
        found = np.zeros((len(raised), len(names)), np.float32)
        known = [{sense_of(word) for word in matter.words} for matter in raised]
        for column, name in enumerate(names):
            if not name:
                continue
            shares = {sense: self._weight(sense) for sense in map(sense_of, name)}
            total = sum(shares.values())
            for row, senses in enumerate(known):
                found[row, column] = sum(share for sense, share in shares.items() if sense in senses) / (total or 1)
        return found

    def _weight(self, sense: str) -> float:
        number = self.vocabulary.get(sense)
        return 0.0 if number is None else float(self.weights[number])

    def holds(self, word: str, later: int) -> float:
        """How near a word, in its normalised form, is to the nearest one of a later text; 0 for a word never seen."""
        number = self.vocabulary.get(sense_of(word))
        return 0.0 if number is None else float(self.best[number, later])


@lru_cache(maxsize=20_000)  # turns of some meetings; each stands in its own exchange and among later replies
def _matter(text: str) -> Matter:
    """What a text is about (内容), its words and those of them that are in no mention of a programme."""
    text = APART.sub(r"\g<first>\g<second>", text)
    told = telling(text)
    names = [(term.start, term.end) for term in terms_in(text) if term.kind is TermKind.PROGRAMME]
    beyond = (word for word in told if not any(start <= word.start < end for start, end in names))
    return Matter(tuple(word.normalised for word in told), tuple(word.normalised for word in beyond))


def _rarity(count: int, texts: int) -> float:
    """The weight of a word that stands in `count` of the texts, as BM25 has it: never below 0."""
    return float(np.log1p((texts - count + 0.5) / (count + 0.5)))


def _numbered(texts: Iterable[Iterable[str]], vocabulary: dict[str, int]) -> list[Numbers]:
    return [np.array([vocabulary[sense] for sense in text], np.intp) for text in texts]


def _vectors(
    matters: Iterable[Matter], texts: Sequence[Sequence[str]], vocabulary: dict[str, int], file: WordVectors | None
) -> Floats:
    if not vocabulary:
        return np.zeros((0, 1), np.float32)
    if file is None:
        return learned(texts, vocabulary)
    members: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for matter in matters:
        for word in chain(matter.words, matter.beyond_names):
            members[sense_of(word)][word] = None
    return Meanings.from_vectors(file).of_groups([list(members[sense]) for sense in vocabulary])


def _best(rows: Floats, later: Sequence[Numbers]) -> Floats:
    """How near the nearest word of each text is to each sense; 1 where the text has the sense itself."""
    best = np.zeros((len(rows), len(later)), np.float32)
    full = [(number, np.unique(text)) for number, text in enumerate(later) if len(text)]
    if not full:
        return best
    places = [number for number, _ in full]
    numbers = np.concatenate([text for _, text in full])
    starts = np.cumsum([0, *(len(text) for _, text in full)])[:-1]
    kept, inside = np.unique(numbers, return_inverse=True)
    for first in range(0, len(rows), BLOCK):
        near = np.maximum(rows[first : first + BLOCK] @ rows[kept].T, 0)
        best[first : first + BLOCK, places] = np.maximum.reduceat(near[:, inside], starts, axis=1)
    for number, text in full:
        best[text, number] = 1
    return best


def _covered(texts: Sequence[Numbers], weights: Floats, best: Floats) -> Floats:
    """How much of each text the others take up, given how near their nearest word is to each sense: a row each."""
    found = np.zeros((len(texts), best.shape[1]), np.float32)
    for row, text in zip(found, texts, strict=True):
        if total := weights[text].sum():
            row[:] = weights[text] @ best[text] / total
    return found


def _as_wholes(raised: Sequence[Numbers], later: Sequence[Numbers], weights: Floats, rows: Floats) -> Floats:
    """The cosine of each two, each the sum of its words' vectors weighted by rarity."""
    sums = [weights[text] @ rows[text] for text in chain(raised, later)]
    wholes = of_length_one(np.stack(sums)) if sums else np.zeros((0, 1), np.float32)
    whole: Floats = wholes[: len(raised)] @ wholes[len(raised) :].T
    return whole
