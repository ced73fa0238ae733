"""What words mean, as vectors (語の意味): from the file of word vectors, or learned from the texts at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.language.vectors import WordVectors

__all__ = ["Floats", "Meanings", "learned", "of_length_one"]

Floats = NDArray[np.float32]

# What all words share is taken away: the mean, and the directions in which the vectors differ most ("all but the top",
# Mu and Viswanath 2018). nDCG@10 of scripts/related.py: .20 with none, .24 with 5, .26 with 10, .27 with 20, 30 and 40
SHARED = 20
DIMENSIONS = 100  # .166 with 50, .191 with 100, .178 with 150, .179 with 200, .190 with 300: the fewest that do


@dataclass(frozen=True, slots=True)
class Meanings:
    """Word vectors without what all words share (共通成分を除いた単語ベクトル): what is left tells words apart."""

    vectors: WordVectors
    mean: Floats
    directions: Floats

    @classmethod
    def from_vectors(cls, vectors: WordVectors) -> Meanings:
        """From a whole file, whatever the texts."""
        known = _shared.get(vectors.digest)
        if known is None:
            known = _shared_in(vectors)
            _shared.clear()  # one file is in use
            _shared[vectors.digest] = known
        return cls(vectors, *known)

    def of(self, words: Sequence[str]) -> Floats:
        """The vectors of normalised words, of length 1, one row each; zeros for words that are not known."""
        found = self.vectors.of(words)
        known = found.any(axis=1)
        rest = found[known] - self.mean
        found[known] = rest - (rest @ self.directions.T) @ self.directions
        return of_length_one(found)

    def of_groups(self, groups: Sequence[Sequence[str]]) -> Floats:
        """The vectors of words that mean the same, one row a group; no group is empty."""
        starts = np.cumsum([0, *(len(group) for group in groups)])[:-1]
        return of_length_one(np.add.reduceat(self.of([word for group in groups for word in group]), starts))


_shared: dict[str, tuple[Floats, Floats]] = {}  # of the file in use, by its digest: 0.2 s each time without


def _shared_in(vectors: WordVectors) -> tuple[Floats, Floats]:
    """What the words of a file share: their mean, and the directions in which they differ most."""
    table = vectors.matrix.astype(np.float32) * vectors.scales[:, None]
    mean = table.mean(axis=0)
    table -= mean
    _, directions = np.linalg.eigh(table.T @ table)  # the widest last
    return mean, directions[:, -SHARED:].T


def learned(texts: Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> Floats:
    """The vectors of a vocabulary learned from texts (LSA): words that stand in the same texts are alike.

    Of texts too few or too short nothing is learned: zeros.
    """
    dimensions = min(DIMENSIONS, len(texts) - 1, len(vocabulary) - 1)
    if dimensions < 1:
        return np.zeros((len(vocabulary), 1), np.float32)
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - 1 s that only those without the file pay
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    weights = TfidfVectorizer(
        analyzer=list, vocabulary=vocabulary, lowercase=False, sublinear_tf=True, dtype=np.float32
    )
    with np.errstate(invalid="ignore", divide="ignore"):  # the share of variance, of which texts all alike have none
        svd = TruncatedSVD(dimensions, random_state=0).fit(weights.fit_transform(texts))
    return of_length_one(svd.components_.T.astype(np.float32))


def of_length_one(rows: NDArray[Any]) -> NDArray[Any]:
    """The rows, each divided by its length; zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: NDArray[Any] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > np.finfo(np.float32).eps)
    return found
