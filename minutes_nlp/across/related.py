"""Remarks on the same matter, in whatever words (関連発言): ranked by what their words mean.

    related = Related.over([utterance.text for utterance in record.utterances], our_vectors())
    related.rank("お年寄りが買い物に行けない")  # [(17, 0.61), (4, 0.58), …]

Two looks at a text are added: how well each word of the query is matched by the word of the text that is nearest to it,
and how near the two are as wholes, as weighted sums of their words. Synonyms count as one word. Words are near by the
vectors of the optional file, or, without it, by vectors learned from the texts themselves. nDCG@10 over 86 queries that
put a remark in other words: .27 with the file, .19 without; BM25 .15, with synonyms .18 (scripts/related.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.across.meanings import Floats, Meanings, learned
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.vectors import WordVectors
from minutes_nlp.language.words import Mode, Word, words

__all__ = ["Related", "is_telling", "telling", "telling_words"]

# The figures here are nDCG@10 of scripts/related.py, queries to choose by, the remark restated left out.
WORDS_SHARE = 2 / 3  # the whole alone .208, 0.5 .274, 0.6 .277, 0.67 .273, 0.75 .264, the words alone .234
# how far a long text is held back, as it has more words to match: at a WORDS_SHARE of 0.75 0 .222, 0.1 .255, 0.2 .264,
# 0.3 .261
LENGTH_SHARE = 0.2
TELLING = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
EMPTY = {"数詞", "非自立可能"}  # 12, and する, ある, いる
NO_SENSE = ""  # stands at the head of each text, so that none is empty
BLOCK = 1_000  # texts whose words are taken at once: about 40 MB


@dataclass(frozen=True, slots=True)
class Related:
    """A collection of texts that can be asked which of them are on the same matter (関連発言の検索)."""

    meanings: Meanings | None
    vocabulary: dict[str, int]  # of senses: a word, or what it shares with its synonyms
    vectors: Floats  # of the vocabulary
    weights: Floats  # of the vocabulary: what is rare weighs more
    numbers: NDArray[np.intp]  # of the senses of all texts, one text after the other
    starts: NDArray[np.intp]  # where each text begins in `numbers`
    lengths: Floats  # of each text: 1 for one of middle length, and nearer to 1 than it is for the others
    sizes: Floats  # of the weighted sum of each text's vectors

    @classmethod
    def over(cls, texts: Iterable[str], vectors: WordVectors | None = None) -> Related:
        """Over texts in their order; without vectors those are learned from the texts (LSA)."""
        told = [telling_words(text) for text in texts]
        known = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(told)))}
        numbers = np.array([known[word] for text in told for word in text], np.intp)
        return cls.of(list(known), numbers, np.array([len(text) for text in told], np.intp), vectors)

    @classmethod
    def of(
        cls, known: Sequence[str], told: NDArray[np.intp], counts: NDArray[np.intp], vectors: WordVectors | None = None
    ) -> Related:
        """Over texts as telling words: `told` are numbers of `known`, the first `counts[0]` those of the first text."""
        vocabulary = {sense: number for number, sense in enumerate(dict.fromkeys([NO_SENSE, *map(sense_of, known)]))}
        senses = np.array([vocabulary[sense_of(word)] for word in known], np.intp)
        starts = np.cumsum(counts + 1) - counts - 1
        numbers = np.insert(senses[told] if len(told) else told, np.cumsum(counts) - counts, 0)
        weights = _rarities(_seen_in(numbers, counts + 1, len(vocabulary)), len(counts))
        meanings = Meanings.from_vectors(vectors) if vectors else None
        rows = meanings.of_groups(_members(known, vocabulary)) if meanings else _learned(vocabulary, numbers, starts)
        lengths = (1 - LENGTH_SHARE + LENGTH_SHARE * (counts + 1) / (counts + 1).mean()) if len(counts) else counts
        sizes = _sizes(rows * weights[:, None], numbers, starts)
        return cls(meanings, vocabulary, rows, weights, numbers, starts, lengths.astype(np.float32), sizes)

    def part(self, texts: NDArray[np.intp]) -> Related:
        """Some of the texts, in the order given, weighed as all of them are."""
        stops = np.append(self.starts[1:], len(self.numbers))[texts]
        counts = stops - self.starts[texts]
        starts = np.cumsum(counts) - counts
        within = np.arange(counts.sum()) - np.repeat(starts - self.starts[texts], counts)
        return replace(
            self, numbers=self.numbers[within], starts=starts, lengths=self.lengths[texts], sizes=self.sizes[texts]
        )

    def rank(self, query: str, limit: int = 10) -> list[tuple[int, float]]:
        """The texts nearest to the query, best first, as their number and a score up to about 1; none at 0 or below."""
        scores = self.scores(telling_words(query))
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(number), float(scores[number])) for number in order if scores[number] > 0]

    def scores(self, query: Sequence[str]) -> Floats:
        """How near each text is to the telling words of a query."""
        return WORDS_SHARE * self.by_words(query) + (1 - WORDS_SHARE) * self.by_whole(query)

    def by_words(self, query: Sequence[str]) -> Floats:
        """How well the query's words are matched, each by the nearest word of the text; about 1 is word for word."""
        scores = np.zeros(len(self.starts), np.float32)
        if not query or not len(self.starts):
            return scores
        weights = self._weights_of(query)
        nearness = np.maximum(self._vectors_of(query) @ self.vectors.T, 0)
        for word, near, weight in zip(query, nearness, weights / weights.sum(), strict=True):
            number = self.vocabulary.get(sense_of(word))
            if number is not None:
                near[number] = 1
            scores += weight * np.maximum.reduceat(near.take(self.numbers), self.starts)
        return scores / self.lengths

    def by_whole(self, query: Sequence[str]) -> Floats:
        """The cosine of the query and each text, each the sum of its words' vectors weighted by rarity."""
        if not query or not len(self.starts):
            return np.zeros(len(self.starts), np.float32)
        whole = self._weights_of(query) @ self._vectors_of(query)
        along = (self.vectors @ whole) * self.weights
        sums = np.add.reduceat(along.take(self.numbers), self.starts)
        size = self.sizes * np.linalg.norm(whole)
        return np.divide(sums, size, out=np.zeros_like(sums), where=size > 0)

    def _weights_of(self, query: Iterable[str]) -> Floats:
        unseen = _rarity(0, len(self.starts))
        numbers = [self.vocabulary.get(sense_of(word)) for word in query]
        return np.array([unseen if number is None else self.weights[number] for number in numbers], np.float32)

    def _vectors_of(self, query: Sequence[str]) -> Floats:
        rows = np.zeros((len(query), self.vectors.shape[1]), np.float32)
        if self.meanings:
            rows = self.meanings.of(query)
        for row, word in zip(rows, query, strict=True):
            number = self.vocabulary.get(sense_of(word))
            if number is not None:
                row[:] = self.vectors[number]
        return rows


def telling(text: str) -> list[Word]:
    """The words of a text that tell its matter (内容語), the shortest that Sudachi has, with their places."""
    return [word for word in words(text, Mode.A) if is_telling(word)]


def telling_words(text: str) -> list[str]:
    """The words of a text that tell its matter (内容語), in their normalised form."""
    return [word.normalised for word in telling(text)]


def is_telling(word: Word) -> bool:
    """Whether a word tells of a matter (内容語)."""
    return word.pos[0] in TELLING and word.pos[1] not in EMPTY


def _members(known: Iterable[str], vocabulary: Iterable[str]) -> list[list[str]]:
    """The words of each sense of the vocabulary."""
    members: defaultdict[str, list[str]] = defaultdict(list, {NO_SENSE: [NO_SENSE]})
    for word in known:
        members[sense_of(word)].append(word)
    return [members[sense] for sense in vocabulary]


def _learned(vocabulary: Iterable[str], numbers: NDArray[np.intp], starts: NDArray[np.intp]) -> Floats:
    """The vectors of the vocabulary learned from the texts."""
    senses = list(vocabulary)
    texts = [[senses[number] for number in text[1:]] for text in np.split(numbers, starts[1:])] if len(starts) else []
    return learned(texts, {sense: number for number, sense in enumerate(senses)})


def _seen_in(numbers: NDArray[np.intp], counts: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """In how many texts each word of the vocabulary stands, NO_SENSE in none."""
    texts = np.repeat(np.arange(len(counts)), counts)
    pairs = np.sort(texts * size + numbers)
    once = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))] % size
    found = np.bincount(once, minlength=size)
    found[0] = 0
    return found


def _rarities(seen_in: NDArray[np.intp], texts: int) -> Floats:
    """The weight of words by how many texts they stand in, as BM25 has it: never below 0, and 0 for NO_SENSE."""
    found = np.log1p((texts - seen_in + 0.5) / (seen_in + 0.5))
    found[0] = 0
    rarities: Floats = found.astype(np.float32)
    return rarities


def _rarity(count: int, texts: int) -> float:
    return float(np.log1p((texts - count + 0.5) / (count + 0.5)))


def _sizes(weighted: Floats, numbers: NDArray[np.intp], starts: NDArray[np.intp]) -> Floats:
    """The length of the sum of each text's vectors, some texts at a time."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

    ends = np.append(starts, len(numbers))
    counts = csr_array((np.ones(len(numbers), np.float32), numbers, ends), (len(starts), len(weighted)))
    blocks = [counts[first : first + BLOCK] @ weighted for first in range(0, len(starts), BLOCK)]
    return np.concatenate([np.zeros(0, np.float32), *(np.linalg.norm(block, axis=1) for block in blocks)])
