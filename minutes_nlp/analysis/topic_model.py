"""The learnt part of topics (分野の推定): pairs of characters that speak for a field, and the weighing of all evidence.

Two linear models from `models/topics.json`. The first gives each field a margin from tf-idf of character n-grams. The
second, a logistic one shared by all fields, weighs what is known of one field in one utterance: its names, its cues,
that margin, the same of the remark and of the reply, the heading. It knows no field: another taxonomy can use it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from minutes_nlp.resources import resource

__all__ = ["EVIDENCE", "Grams", "Weighing", "grams_of", "load_grams", "load_weighing"]

Array = npt.NDArray[np.float64]
# what the second model weighs, in this order; "mixed": the text names any field at all
EVIDENCE = (
    *("named", "times_named", "share_named", "named_first", "cues", "share_cues", "margin"),
    *("remark_named", "remark_cues", "remark_margin", "reply_named", "reply_cues", "reply_margin"),
    *("heading", "mixed"),
)
# "令和６年 度": blanks and figures tell nothing of the field
NOTHING = re.compile(r"[\s0-9]+")


@dataclass(frozen=True, slots=True)
class Grams:
    """Weights of character n-grams (文字の連なりの重み): one row a gram, one column a field."""

    fields: tuple[str, ...]
    rows: dict[str, int]
    idf: Array
    weights: Array
    bias: Array

    def margins(self, text: str) -> Array:
        """How far the n-grams of a folded text speak for each field."""
        known = [place for gram in grams_of(text) if (place := self.rows.get(gram)) is not None]
        if not known:
            return self.bias.copy()
        places, counts = np.unique(known, return_counts=True)
        values = (1 + np.log(counts)) * self.idf[places]
        result: Array = values @ self.weights[places] / np.sqrt(values @ values) + self.bias
        return result


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weights of the kinds of evidence (根拠の重み), a field's threshold, and how rare each cue is."""

    weights: Array
    bias: float
    thresholds: dict[str, float]
    usual: float  # the threshold of a field that has none of its own
    rarity: dict[str, float]
    unseen: float  # the rarity of a cue that the training texts do not hold

    def scores(self, evidence: Array) -> Array:
        """The probability of each field; the last axis holds `EVIDENCE`."""
        result: Array = 1 / (1 + np.exp(-(evidence @ self.weights + self.bias)))
        return result


def grams_of(text: str) -> list[str]:
    """All runs of two and three characters (文字２-gram・３-gram)."""
    text = NOTHING.sub("", text)
    return [text[at : at + length] for length in (2, 3) for at in range(len(text) - length + 1)]


@lru_cache(maxsize=4)
def load_grams(fields: tuple[str, ...], path: Path | None = None) -> Grams:
    """The n-gram weights for these fields; a field that was not learnt has none."""
    read = _read(path)
    grams = read["grams"]
    rows = np.array([[*row] for row in grams.values()]) if grams else np.zeros((0, len(read["fields"]) + 1))
    columns = [read["fields"].index(name) if name in read["fields"] else -1 for name in fields]
    weights = np.column_stack([rows[:, 1 + at] if at >= 0 else np.zeros(len(rows)) for at in columns])
    bias = np.array([read["bias"][at] if at >= 0 else 0.0 for at in columns])
    return Grams(fields, {gram: place for place, gram in enumerate(grams)}, rows[:, 0], weights, bias)


@lru_cache(maxsize=4)
def load_weighing(path: Path | None = None) -> Weighing:
    """The weights of evidence."""
    read = _read(path)
    weights = np.array([read["evidence"][name] for name in EVIDENCE])
    return Weighing(
        weights, read["evidence"]["bias"], read["thresholds"], read["usual"], read["rarity"], read["unseen"]
    )


def _read(path: Path | None) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((path or resource("models", "topics.json")).read_text(encoding="utf-8"))
    return read
