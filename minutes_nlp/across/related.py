"""Remarks on the same matter, in whatever words (関連発言): ranked by what their words mean.

    related = Related.over([utterance.text for utterance in record.utterances], our_vectors())
    related.rank("お年寄りが買い物に行けない")  # [(17, 0.61), (4, 0.58), …]

Two looks at a text are added: how well each word of the query is matched by the word of the text that is nearest to it,
and how near the two are as wholes, as weighted sums of their words. Synonyms count as one word. Words are near by the
vectors of the optional file, or, without it, by vectors learned from the texts themselves. nDCG@10 over 86 queries that
put a remark in other words: .26 with the file, .19 without; BM25 .15, with synonyms .18 (scripts/related.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.across.meanings import Floats, Meanings, learned, of_length_one
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.vectors import WordVectors
from minutes_nlp.language.words import Mode, Word, words

__all__ = ["Related", "is_telling", "telling", "telling_words"]

Numbers = NDArray[np.int32]

# The figures here are nDCG@10 of scripts/related.py, queries to choose by, the remark restated left out.
WORDS_SHARE = 2 / 3  # the whole alone .208, 0.5 .274, 0.6 .277, 0.67 .273, 0.75 .264, the words alone .234
# how far a long text is held back, as it has more words to match: at a WORDS_SHARE of 0.75 0 .222, 0.1 .255, 0.2 .264,
# 0.3 .261
LENGTH_SHARE = 0.2
# Words less near are taken for strangers, and nearness counts as its square: with the thesaurus (asking.py) .268
# without either, .275 with both; of the 26 queries of scripts/queries.py that share no word with their hits .16 and .18
STRANGE = 0.3
TELLING = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
EMPTY = {"数詞", "非自立可能"}  # 12, and する, ある, いる
# How fast the first texts count less: of 295 queries of training .576 with 4, .577 with 8, .580 with 16 and 32
SHARPNESS = 16.0
SMALLEST = 1e-6  # size of a text below which it has no direction
BLOCK = 1_000  # texts whose words are taken at once: about 40 MB
# What texts of one policy field have in common beside words of their own that are alike: of 295 queries of training
# .597 with none, .604 with .06, .606 with .1, .605 with .15, .602 with .2; without vectors .525, .533, .532, .532, .529
FIELDS = 0.1


@dataclass(frozen=True, slots=True)
class Related:
    """A collection of texts that can be asked which of them are on the same matter (関連発言の検索)."""

    meanings: Meanings | None
    vocabulary: dict[str, int]  # of senses: a word, or what it shares with its synonyms
    vectors: Floats  # of the vocabulary
    weights: Floats  # of the vocabulary: what is rare weighs more
    counts: Any  # a sparse matrix of 32-bit numbers: a row for each text, a column for each sense
    lengths: Floats  # of each text: 1 for one of middle length, and nearer to 1 than it is for the others
    sizes: Floats  # of the weighted sum of each text's vectors
    fields: Floats  # how surely each text is on each policy field, the rare ones most: of length 1, or 0 where on none

    @classmethod
    def over(cls, texts: Iterable[str], vectors: WordVectors | None = None) -> Related:
        """Over texts in their order; without vectors those are learned from the texts (LSA)."""
        told = [telling_words(text) for text in texts]
        known = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(told)))}
        numbers = np.array([known[word] for text in told for word in text], np.int32)
        return cls.of(list(known), numbers, np.array([len(text) for text in told], np.int64), vectors)

    @classmethod
    def of(
        cls,
        known: Sequence[str],
        told: Numbers,
        counts: NDArray[np.int64],
        vectors: WordVectors | None = None,
        fields: Floats | None = None,
    ) -> Related:
        """Over texts as telling words: `told` are numbers of `known`, the first `counts[0]` those of the first text.

        `fields` are the scores of policy fields, a row for each text and a column for each field, where they are known.
        """
        from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

        senses = [sense_of(word) for word in known]
        vocabulary = {sense: number for number, sense in enumerate(dict.fromkeys(senses))}
        numbers = np.array([vocabulary[sense] for sense in senses], np.int32)[told]
        stops = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        shape = (len(counts), len(vocabulary))
        found = csr_array((np.ones(len(numbers), np.float32), numbers, stops), shape)
        found.sum_duplicates()
        weights = _rarities(np.bincount(found.indices, minlength=shape[1]), len(counts))
        meanings = Meanings.from_vectors(vectors).turned() if vectors and known else None
        rows = meanings.of_groups(_members(known, senses)) if meanings else _learned(vocabulary, found)
        lengths = (1 - LENGTH_SHARE + LENGTH_SHARE * (counts + 1) / (counts + 1).mean()) if len(counts) else counts
        sizes = _sizes(rows * weights[:, None], found)
        fields = np.zeros((shape[0], 0), np.float32) if fields is None else fields
        fields = of_length_one(fields * _rarities(np.count_nonzero(fields, axis=0), shape[0]))
        return cls(meanings, vocabulary, rows, weights, found, lengths.astype(np.float32), sizes, fields)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.lengths)

    def part(self, texts: NDArray[np.intp]) -> Related:
        """Some of the texts, in the order given, weighed as all of them are."""
        found = {name: getattr(self, name)[texts] for name in ("counts", "lengths", "sizes", "fields")}
        return replace(self, **found)

    def rank(self, query: str, limit: int = 10) -> list[tuple[int, float]]:
        """The texts nearest to the query, best first, as their number and a score up to about 1; none at 0 or below."""
        scores = self.scores(telling_words(query))
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(number), float(scores[number])) for number in order if scores[number] > 0]

    def scores(self, *queries: Sequence[str], shares: Sequence[float] = (1.0,)) -> Floats:
        """How near each text is to the telling words of a query, or of several, each of which has its share."""
        told = WORDS_SHARE * self.by_words(*queries, shares=shares)
        return np.asarray(told + (1 - WORDS_SHARE) * self.by_whole(*queries, shares=shares), np.float32)

    def by_words(self, *queries: Sequence[str], shares: Sequence[float] = (1.0,)) -> Floats:
        """How well the query's words are matched, each by the nearest word of the text; about 1 is word for word."""
        scores = np.zeros(len(self), np.float32)
        if not len(self):
            return scores
        texts = self.counts.tocsc()  # by sense: the texts in which it stands
        for query, share in zip(queries, shares, strict=True):
            weights = self._weights_of(query)
            for near, weight in zip(self._nearness(query), share * weights / weights.sum(), strict=True):
                scores += weight * _best(near, texts, len(self))
        return np.asarray(scores / self.lengths, np.float32)

    def by_whole(self, *queries: Sequence[str], shares: Sequence[float] = (1.0,)) -> Floats:
        """The cosine of the query and each text, each the sum of its words' vectors weighted by rarity."""
        whole = np.zeros(self.vectors.shape[1], np.float32)
        for query, share in zip(queries, shares, strict=True):
            if query:
                whole += share * of_length_one((self._weights_of(query) @ self._vectors_of(query))[None])[0]
        return self._along(whole)

    def like_first(self, scores: Floats, most: int) -> Floats:
        """How much each text shares with the first by their scores, words and fields (擬似適合フィードバック)."""
        first = np.argsort(-scores, kind="stable")[:most]
        first = first[scores[first] > 0]
        shares = np.exp(SHARPNESS * (scores[first] - scores[first].max(initial=0)))
        shares = shares / max(shares.sum(), SMALLEST)
        told, fields = self._profiles(), self.fields
        return np.asarray(told @ (told[first].T @ shares) + FIELDS * fields @ (fields[first].T @ shares), np.float32)

    def _profiles(self) -> Any:
        """The texts as their words alone, the rare ones most, each of length 1: a sparse matrix like `counts`."""
        told = self.counts.copy()
        told.data = told.data / (told.data + 1) * self.weights[told.indices]  # a word told twice weighs 4/3
        sizes = np.sqrt(np.asarray(told.multiply(told).sum(axis=1)).ravel())
        told.data /= np.repeat(np.maximum(sizes, SMALLEST), np.diff(told.indptr))
        return told

    def _along(self, whole: Floats) -> Floats:
        """How far each text lies in the direction of a sum of vectors."""
        sums = self.counts @ ((self.vectors @ whole) * self.weights)
        found: Floats = np.divide(sums, self.sizes, out=np.zeros_like(sums), where=self.sizes > SMALLEST)
        return found

    def _nearness(self, query: Sequence[str]) -> Floats:
        """How near each sense is to each word of a query: 1 is the same, 0 a stranger."""
        near = self._vectors_of(query) @ self.vectors.T
        near = np.where(near < STRANGE, 0, near) ** 2
        for row, word in zip(near, query, strict=True):
            number = self.vocabulary.get(sense_of(word))
            if number is not None:
                row[number] = 1
        return np.asarray(near, np.float32)

    def _weights_of(self, query: Iterable[str]) -> Floats:
        unseen = _rarity(0, len(self))
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


def _best(near: Floats, texts: Any, count: int) -> Floats:
    """The nearness of the nearest sense in each text."""
    found = np.zeros(count, np.float32)
    senses = np.flatnonzero(near)
    senses = senses[np.argsort(near[senses], kind="stable")]  # the nearest last: it stays
    starts, lengths = texts.indptr[senses], texts.indptr[senses + 1] - texts.indptr[senses]
    ends = np.cumsum(lengths)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
    found[texts.indices[places]] = np.repeat(near[senses], lengths)
    return found


def _members(known: Iterable[str], senses: Iterable[str]) -> list[list[str]]:
    """The words of each sense of the vocabulary."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for word, sense in zip(known, senses, strict=True):
        members[sense].append(word)
    return list(members.values())


def _learned(vocabulary: Iterable[str], counts: Any) -> Floats:
    """The vectors of the vocabulary learned from the texts."""
    senses = list(vocabulary)
    texts = [
        [sense for number in range(*ends) for sense in [senses[counts.indices[number]]] * int(counts.data[number])]
        for ends in pairwise(counts.indptr.tolist())
    ]
    return learned(texts, {sense: number for number, sense in enumerate(senses)})


def _rarities(seen_in: NDArray[np.intp], texts: int) -> Floats:
    """The weight of words by how many texts they stand in, as BM25 has it: never below 0."""
    rarities: Floats = np.log1p((texts - seen_in + 0.5) / (seen_in + 0.5)).astype(np.float32)
    return rarities


def _rarity(count: int, texts: int) -> float:
    return float(np.log1p((texts - count + 0.5) / (count + 0.5)))


def _sizes(weighted: Floats, counts: Any) -> Floats:
    """The length of the sum of each text's vectors, some texts at a time."""
    blocks = [counts[first : first + BLOCK] @ weighted for first in range(0, counts.shape[0], BLOCK)]
    return np.concatenate([np.zeros(0, np.float32), *(np.linalg.norm(block, axis=1) for block in blocks)])
