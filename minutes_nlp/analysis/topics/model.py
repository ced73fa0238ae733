"""The learnt part of topics (分野の推定): pairs of characters that speak for a field, and the weighing of all evidence.

Two linear models from `models/topics.json`. The first gives each field a margin from tf-idf of character n-grams. The
second, a logistic one shared by all fields, weighs what is known of one field in one utterance: its names, its cues,
that margin, the heading; then once more with what that gave for the remark, the reply and the other fields.
It knows no field: another taxonomy can use it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from operator import add
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from minutes_nlp.errors import ModelError

__all__ = ["EVIDENCE", "Array", "Grams", "Weighing", "grams_of", "load_learnt", "no_grams"]

Array = npt.NDArray[np.float64]
# What the second model weighs, in this order. "mixed": the text names any field at all, so that its cues say less of
# the others. From "others" on it is what the reading before made of the other fields and of what is said around: in
# place of their names and cues this gave .03 of F1 on remarks that name nothing, each train council left out.
EVIDENCE = (
    *("named", "times_named", "share_named", "named_first", "cues", "long_cues", "share_cues", "margin"),
    *("mixed_cues", "mixed_margin", "heading", "mixed"),
    *("others", "remark", "reply", "before", "after"),
)
PARTS = ("fields", "readings", "thresholds", "usual", "rarity", "unseen", "bias", "grams")  # of a file of weights
UNLEARNT = 0.2  # the threshold of fields of which nothing was learnt: one cue among other words scores .18, two .5
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
        times = Counter(map(self.rows.get, grams_of(text)))
        times.pop(None, None)
        if not times:
            return self.bias.copy()
        places, counts = np.array([*times]), np.array([*times.values()])
        values = (1 + np.log(counts)) * self.idf[places]
        result: Array = values @ self.weights[places] / np.sqrt(values @ values) + self.bias
        return result


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weights of the kinds of evidence (根拠の重み), a row a reading, a field's threshold, and how rare each cue is."""

    weights: Array
    bias: Array
    thresholds: dict[str, float]
    usual: float  # the threshold of a field that has none of its own
    rarity: dict[str, float]
    unseen: float  # the rarity of a cue that the training texts do not hold

    def rarity_of(self, cue: str) -> float:
        """How much a cue tells: the logarithm of how seldom it is met."""
        return self.rarity.get(cue, self.unseen)

    def of_no_field(self) -> Weighing:
        """The weights alone, for fields of which nothing was learnt: no thresholds, every cue as rare as another."""
        usual_rarity = float(np.median(list(self.rarity.values()))) if self.rarity else self.unseen
        return replace(self, thresholds={}, rarity={}, unseen=usual_rarity, usual=max(self.usual, UNLEARNT))

    def scores(self, evidence: Array, reading: int = -1) -> Array:
        """The probability of each field, at the last reading unless told; the last axis holds `EVIDENCE`."""
        result: Array = 1 / (1 + np.exp(-(evidence @ self.weights[reading] + self.bias[reading])))
        return result


def grams_of(text: str) -> list[str]:
    """All runs of two and three characters (文字２-gram・３-gram)."""
    text = NOTHING.sub("", text)
    pairs = list(map(add, text, text[1:]))
    return pairs + list(map(add, pairs, text[2:]))


def load_learnt(fields: tuple[str, ...], path: Path) -> tuple[Grams, Weighing]:
    """Both models of a file, for these fields; a field that was not learnt has no n-grams. ModelError."""
    read = _read(path)
    grams, known = read["grams"], {name: at for at, name in enumerate(read["fields"])}
    rows = np.array([[*row] for row in grams.values()]) if grams else np.zeros((0, len(known) + 1))
    weights = [rows[:, 1 + known[name]] if name in known else np.zeros(len(rows)) for name in fields]
    bias = np.array([read["bias"][known[name]] if name in known else 0.0 for name in fields])
    readings = read["readings"]
    return (
        Grams(fields, {gram: at for at, gram in enumerate(grams)}, rows[:, 0], np.column_stack(weights), bias),
        Weighing(
            np.array([[reading[name] for name in EVIDENCE] for reading in readings]),
            np.array([reading["bias"] for reading in readings]),
            read["thresholds"],
            read["usual"],
            read["rarity"],
            read["unseen"],
        ),
    )


def no_grams(fields: tuple[str, ...]) -> Grams:
    """Of fields of which nothing was learnt."""
    return Grams(fields, {}, np.zeros(0), np.zeros((0, len(fields))), np.zeros(len(fields)))


def _read(path: Path) -> dict[str, Any]:
    """A file of weights that has all that is needed."""
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        missing = [name for name in PARTS if name not in read] or [e for e in EVIDENCE if e not in read["readings"][-1]]
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(path, f"読めません(詳細: {error})") from error
    if missing:
        raise _unusable(path, f"この版のものではありません({'・'.join(missing)} がありません)")
    return read


def _unusable(path: Path, what: str) -> ModelError:
    remedy = "minutes topics train で作り直すか、このファイルを除いてください(分野名と手がかり語だけで判定します)"
    return ModelError("bad-topic-weights", f"分野の重みのファイルは{what}", remedy=remedy, where=str(path))
