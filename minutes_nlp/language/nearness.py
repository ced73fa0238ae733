"""What texts mean (文の意味), by the vectors of their words, the rarer the word the more.

`Nearness` has one vector for each text. What all texts of a document share, the two main directions of their vectors,
is taken away: else every reply of an office is like every other (Arora et al. 2017). `TakenUp` looks for each word of
one text in another. Without the optional file of vectors there are no meanings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.language.vectors import Floats, WordVectors, our_vectors

__all__ = ["Nearness", "TakenUp", "nearness_of", "taken_up_of"]

SHARED = 2  # directions that are taken away; with none the answers of four councils were found less often

FEWEST = 12  # texts; in fewer the main directions are the matter itself, and what is left is noise


class Nearness:
    """How near the meanings of some texts are (意味の近さ), by their place among them: the cosine, -1 to 1."""

    def __init__(self, texts: Sequence[Sequence[str]], vectors: WordVectors) -> None:
        count = Counter(word for text in texts for word in set(text))
        weights = {word: float(np.log(1 + len(texts) / number)) for word, number in count.items()}
        rows = _unit(np.stack([_sum(text, weights, vectors) for text in texts]))
        rows -= rows.mean(axis=0)
        directions = np.linalg.svd(rows, full_matrices=False)[2][:SHARED]
        self._rows = _unit(rows - rows @ directions.T @ directions)

    def __call__(self, one: int, other: int) -> float:
        """How near the texts at two places are."""
        return float(self._rows[one] @ self._rows[other])


class TakenUp:
    """How much of what one text says another one has already said (受け止め): of each word the nearest, 0 to 1."""

    def __init__(self, texts: Sequence[Sequence[str]], vectors: WordVectors) -> None:
        self._texts = [sorted(set(text)) for text in texts]
        count = Counter(word for text in self._texts for word in text)
        self._places = {word: place for place, word in enumerate(count)}
        self._weights = np.log(1 + len(texts) / np.array(list(count.values()), np.float32)) ** 2
        rows = vectors.of(list(count))
        known = np.any(rows, axis=1)
        rows[known] -= rows[known].mean(axis=0)  # what all words share, as in `Nearness`
        self._rows = _unit(rows)

    def __call__(self, text: int, other: int) -> float:
        """The mean over the words of `text` of how near the nearest word of `other` is."""
        said, heard = self._at(text), self._at(other)
        if not len(said) or not len(heard):
            return 0.0
        near = (self._rows[said] @ self._rows[heard].T).max(axis=1)
        near[np.isin(said, heard)] = 1.0
        return float(np.average(near, weights=self._weights[said]))

    def _at(self, text: int) -> NDArray[np.intp]:
        return np.array([self._places[word] for word in self._texts[text]], np.intp)


def taken_up_of(texts: Sequence[Sequence[str]]) -> TakenUp | None:
    """What texts, given as normalised words, take up of each other; None where there are no vectors."""
    vectors = our_vectors()
    return TakenUp(texts, vectors) if vectors and any(texts) else None


def nearness_of(texts: Sequence[Sequence[str]]) -> Nearness | None:
    """The meanings of texts, given as normalised words; None where there are no vectors or hardly any text."""
    vectors = our_vectors()
    return Nearness(texts, vectors) if vectors and len(texts) >= FEWEST else None


def _sum(found: Sequence[str], weights: Mapping[str, float], vectors: WordVectors) -> Floats:
    """The vectors of all words of a text, each as often as it stands there."""
    total: Floats = np.array([weights[word] for word in found], np.float32) @ vectors.of(found)
    return total


def _unit(rows: Floats) -> Floats:
    """Each row of length 1; an empty one stays zero."""
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).eps)
    return unit
