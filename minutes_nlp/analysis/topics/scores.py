"""How good topics are (分野の評価): F1 by field and their mean, intervals, calibration, by what an utterance names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from minutes_nlp.analysis.topics.labels import Label, Labelled
from minutes_nlp.analysis.topics.model import EVIDENCE, Array
from minutes_nlp.analysis.topics.tagging import TopicModel
from minutes_nlp.analysis.topics.taxonomy import Taxonomy

__all__ = [
    "Counts",
    "Measured",
    "Truth",
    "calibration",
    "counts_of",
    "evidence_of",
    "f1_of",
    "figures",
    "macro",
    "measured",
    "truth_of",
]

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Counts = dict[str, tuple[int, int, int]]  # by field: found and right, found, right

# evidence that goes back to a name; the rest is what the model sees where nothing is named
NAMED = [place for place, name in enumerate(EVIDENCE) if "named" in name or "mixed" in name or name == "heading"]
NOTHING = Label(frozenset())  # in the place of one that nobody has given
RESAMPLES = 300
BINS = 10
LIKELY = 0.1  # of 20 fields most scores are near 0 and well calibrated; from here on they say something


@dataclass(frozen=True, slots=True)
class Truth:
    """Labels of many documents in a row (正解): utterance × field, and what each utterance is.

    `counts` is False for a field that may also be right, and for utterances that nobody has labelled.
    """

    right: Flags
    counts: Flags
    names: Flags
    remarks: Flags
    known: Flags

    def groups(self) -> dict[str, Rows]:
        """The utterances that are reported apart."""
        asked = self.known & self.remarks
        return {
            "named": np.flatnonzero(asked & self.names),
            "unnamed": np.flatnonzero(asked & ~self.names),
            "all": np.flatnonzero(self.known),
        }


class Measured(NamedTuple):
    """What a model says of many utterances (判定): utterance × field, and how far each is from any threshold."""

    scores: Array
    both: Flags  # chosen
    alias: Flags  # by names alone
    model: Flags  # with no name in sight
    margin: Array

    @classmethod
    def joined(cls, parts: Sequence[Measured]) -> Measured:
        """Several documents as one."""
        return cls(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def truth_of(given: Iterable[Labelled], taxonomy: Taxonomy) -> Truth:
    """The labels as arrays."""
    given = list(given)
    labels = [label or NOTHING for one in given for label in one.labels]
    ids = [field.id for field in taxonomy.fields]
    known = _flags([label is not None for one in given for label in one.labels])
    return Truth(
        _flags([[name in label.topics for name in ids] for label in labels]),
        ~_flags([[name in label.also for name in ids] for label in labels]) & known[:, None],
        _flags([bool(label.names) for label in labels]),
        _flags([said.asks for one in given for said in one.said]),
        known,
    )


def _flags(values: Sequence[bool] | Sequence[Sequence[bool]]) -> Flags:
    return np.array(values, dtype=np.bool_)


def evidence_of(model: TopicModel, one: Labelled) -> Array:
    """The evidence in the utterances of one document by themselves: utterance × field × evidence."""
    return model.alone(one.said, [model.look(said.text) for said in one.said])


def measured(model: TopicModel, given: Sequence[Labelled]) -> Measured:
    """What a model says of some documents, by names and words, by names alone and by words alone."""
    alone = [evidence_of(model, one) for one in given]
    blind = [one.copy() for one in alone]
    for one in blind:
        one[:, :, NAMED] = 0
    scores, unnamed = (_scores(model, given, parts) for parts in (alone, blind))
    limits = model.limits()
    away = np.abs(scores - limits).min(axis=1)
    named = np.concatenate(alone)[:, :, 0] > 0
    return Measured(scores, scores >= limits, named, unnamed >= limits, away)


def _scores(model: TopicModel, given: Sequence[Labelled], alone: Sequence[Array]) -> Array:
    rows = zip(given, alone, strict=True)
    return np.concatenate([model.weighing.scores(model.reread(one.said, evidence)) for one, evidence in rows])


def counts_of(truth: Truth, chosen: Flags, taxonomy: Taxonomy, rows: Rows | slice = slice(None)) -> Counts:
    """By field how many were found and right, found, right."""
    counts, right, got = truth.counts[rows], truth.right[rows], chosen[rows]
    both = (right & got & counts).sum(axis=0)
    totals = zip(both, (got & counts).sum(axis=0), (right & counts).sum(axis=0), strict=True)
    return {field.id: (int(a), int(b), int(c)) for field, (a, b, c) in zip(taxonomy.fields, totals, strict=True)}


def f1_of(both: int, got: int, right: int) -> float:
    """Twice the shared over the sum of both; 1 where there is nothing to find and nothing was found."""
    return 2 * both / (got + right) if got + right else 1.0


def macro(truth: Truth, chosen: Flags, rows: Rows | slice = slice(None)) -> float:
    """The mean F1 over the fields that occur; 0 where none does."""
    counts, right, got = truth.counts[rows], truth.right[rows], chosen[rows]
    occurs = right.any(axis=0)
    both, sums = (right & got & counts).sum(axis=0), ((got & counts).sum(axis=0) + (right & counts).sum(axis=0))
    found = np.where(sums > 0, 2 * both / np.maximum(sums, 1), 1.0)[occurs]
    return float(found.mean()) if len(found) else 0.0


def _interval(figure: Callable[[Rows], float], rows: Rows) -> tuple[float, float]:
    """The 95 % interval of a figure, by drawing its utterances anew."""
    draw = np.random.default_rng(0)
    drawn = sorted(figure(draw.choice(rows, len(rows))) for _ in range(RESAMPLES))
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def calibration(truth: Truth, scores: Array, least: float = 0.0) -> float:
    """The expected calibration error (確信度のずれ) in ten bins, over scores of at least `least`."""
    keep = truth.counts & (scores >= least)
    got, right = scores[keep], truth.right[keep]
    bins = np.minimum((got * BINS).astype(int), BINS - 1)
    gaps = [abs(float(got[bins == at].sum()) - int(right[bins == at].sum())) for at in range(BINS)]
    return sum(gaps) / max(len(got), 1)


def figures(truth: Truth, found: Measured, taxonomy: Taxonomy) -> dict[str, object]:
    """All that is reported of a model, ready for JSON."""
    rows = truth.groups()
    sure = np.argsort(np.where(truth.known, found.margin, np.inf))[: int(truth.known.sum())]
    sure = sure[len(sure) // 10 :]
    fields = counts_of(truth, found.both, taxonomy)
    return {
        "groups": {name: _group(truth, found, places) for name, places in rows.items()},
        "coverage_90": round(macro(truth, found.both, sure), 3),
        "calibration_error": round(calibration(truth, found.scores), 3),
        "calibration_error_likely": round(calibration(truth, found.scores, LIKELY), 3),
        "fields": {
            name: {
                "n": right,
                "precision": round(both / got, 3) if got else None,
                "recall": round(both / right, 3) if right else None,
                "f1": round(f1_of(both, got, right), 3) if got + right else None,
            }
            for name, (both, got, right) in fields.items()
        },
    }


def _group(truth: Truth, found: Measured, rows: Rows) -> dict[str, object]:
    if not len(rows):
        return {"n": 0}
    low, high = _interval(lambda drawn: macro(truth, found.both, drawn), rows)
    ways = {"alias": found.alias, "model": found.model, "both": found.both}
    return {
        "n": len(rows),
        **{name: round(macro(truth, chosen, rows), 3) for name, chosen in ways.items()},
        "interval": [round(low, 3), round(high, 3)],
    }
