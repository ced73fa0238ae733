"""Boosted trees read from JSON (決定木の和), without the library that learned them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.resources import resource

__all__ = ["Forest", "Numbers", "Weights", "weights"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of which each adds to the score of one class (木の集まり); a leaf leads to itself."""

    start: Numbers  # what each class scores before any tree
    of: NDArray[np.int64]  # the class that each tree is of
    roots: NDArray[np.int64]
    trait: NDArray[np.int64]
    least: Numbers  # a trait up to this goes left
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Numbers
    depth: int

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Forest:
        """From what `scripts/train_turns.py` wrote."""
        nodes = np.array(data["nodes"], dtype=float).reshape(-1, 5)
        whole = nodes.astype(np.int64)
        roots = np.array(data["roots"], dtype=np.int64)
        start = np.array(data["start"], dtype=float)
        of = np.arange(len(roots)) % len(start)
        return cls(start, of, roots, whole[:, 0], nodes[:, 1], whole[:, 2], whole[:, 3], nodes[:, 4], data["depth"])

    def likelihoods(self, traits: Numbers) -> Numbers:
        """How likely each class is for each row of traits; of two classes only the second is told."""
        at = np.tile(self.roots, (len(traits), 1))
        rows = np.arange(len(traits))[:, None]
        for _ in range(self.depth):
            at = np.where(traits[rows, self.trait[at]] <= self.least[at], self.left[at], self.right[at])
        scores = np.tile(self.start, (len(traits), 1))
        for k in range(len(self.start)):
            scores[:, k] += self.value[at[:, self.of == k]].sum(axis=1)
        if len(self.start) == 1:
            likely: Numbers = 1 / (1 + np.exp(-scores[:, 0]))
            return likely
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Numbers = powers / powers.sum(axis=1, keepdims=True)
        return shares


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned (学習結果): the trees of each question, and how kinds of pieces follow each other."""

    forests: dict[str, Forest]
    shares: Numbers  # how common each kind is
    begins: Numbers  # how likely each begins a document
    steps: Numbers  # how likely each follows each

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Weights:
        """From what `scripts/train_turns.py` wrote."""
        forests = {name: Forest.of_json(one) for name, one in data["forests"].items()}
        return cls(forests, np.array(data["shares"]), np.array(data["begins"]), np.array(data["steps"]))


@cache
def weights() -> Weights:
    """What lies in `models/turns.json`, read once."""
    return Weights.of_json(json.loads(resource("models", "turns.json").read_text(encoding="utf-8")))
