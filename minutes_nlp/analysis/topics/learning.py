"""Learning topics from labels (分野の学習): the weights of `models/topics.json`, and whether they are better.

scikit-learn is needed here and nowhere else on the way of topics. The second model learns from margins for councils
that the first has not seen, and what is reported is always of councils left out of both.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from minutes_nlp.analysis.topics.labels import Labelled
from minutes_nlp.analysis.topics.model import EVIDENCE, Array, Grams, Weighing, grams_of, no_grams
from minutes_nlp.analysis.topics.scores import (
    Counts,
    Measured,
    Truth,
    counts_of,
    evidence_of,
    f1_of,
    macro,
    measured,
    truth_of,
)
from minutes_nlp.analysis.topics.tagging import TopicModel, with_others
from minutes_nlp.analysis.topics.taxonomy import Taxonomy, folded
from minutes_nlp.errors import SettingsError

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

__all__ = ["Change", "as_grams", "as_json", "changes", "left_out", "measured_before", "reached", "trained", "worse"]

RARE = 4  # a gram in fewer utterances is left out
MOST = 4000  # grams that are kept, the most frequent: the file stays under 1 MB
GRID = np.arange(0.1, 0.61, 0.02)  # thresholds that are tried
OWN = 0.5  # of the way from the usual threshold to the field's best: macro-F1 .778, .776, .767 with .25, .5, .75
READINGS = 2  # macro-F1 .619, .762, .769, .774 with 1 to 4, calibration error .05, .07, .10, .09
FEWEST = 50  # labelled utterances: of fewer hardly any gram stands in `RARE` of them
FEWEST_DOCUMENTS = 3  # one to measure on, two to learn from
MOST_FOLDS = 6  # councils are put together beyond: time grows with the square
LOSS = 0.001  # of macro-F1: less is rounding
FIELD_LOSS, FIELD_LEAST = 0.05, 20  # one field may lose so much F1; told only of fields with so many labels

Folds = list[list[Labelled]]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field (増減): labels, and F1 before and after, each on documents left out of learning."""

    field: str
    labels: int
    before: float
    after: float


# --- learning


def trained(given: Sequence[Labelled], taxonomy: Taxonomy) -> TopicModel:
    """Both models and the thresholds; SettingsError for labels too few to learn from."""
    labels = [label for one in given for label in one.labels if label]
    about = sum(any(label and label.topics for label in one.labels) for one in given)
    if about < FEWEST_DOCUMENTS or len(labels) < FEWEST:
        raise SettingsError(
            "too-few-labels",
            f"学習にはラベルの付いた発言が {FEWEST} 件以上、分野のある資料が {FEWEST_DOCUMENTS} 件以上要ります"
            f"(今は {len(labels)} 件、{about} 資料)",
            remedy="minutes review export の「分野」シートに記入して取り込むか、ラベルのある資料を加えてください",
        )
    return _learnt(given, taxonomy)


def _learnt(given: Sequence[Labelled], taxonomy: Taxonomy) -> TopicModel:
    folds = _folds(given)
    model = TopicModel(taxonomy, _grams(given, taxonomy), _unweighed(given, taxonomy))
    ordered = [one for fold in folds for one in fold]
    truth, parts = truth_of(ordered, taxonomy), list(_unseen_evidence(folds, model))
    for _ in range(READINGS):
        weighing, scores = _read_once_more(model.weighing, np.concatenate(parts), truth)
        model = replace(model, weighing=weighing)
        parts = [with_others(one.said, part, weighing.scores(part)) for one, part in zip(ordered, parts, strict=True)]
    usual, thresholds = _thresholds(scores, truth, taxonomy)
    return replace(model, weighing=replace(model.weighing, thresholds=thresholds, usual=usual))


def left_out(
    given: Sequence[Labelled], taxonomy: Taxonomy, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[Labelled], list[Measured]]:
    """Each council measured by what the others teach; the documents in the order of the measurements."""
    folds, ordered, found = _folds(given), [], []
    for number, fold in enumerate(folds):
        tell(f"{'・'.join(sorted({one.council for one in fold}))} を除いて学習しています({number + 1}/{len(folds)})")
        model = _learnt([one for other in folds if other is not fold for one in other], taxonomy)
        ordered += fold
        found += [measured(model, [one]) for one in fold]
    return ordered, found


def _folds(given: Sequence[Labelled]) -> Folds:
    """The documents by council, or each by itself where councils are few; small ones share a fold."""
    by_council = len({one.council for one in given}) > 2
    keys = sorted({one.council if by_council else one.name for one in given})
    places = {key: number % MOST_FOLDS for number, key in enumerate(keys)}
    folds: Folds = [[] for _ in range(min(len(keys), MOST_FOLDS))]
    for one in given:
        folds[places[one.council if by_council else one.name]].append(one)
    return folds


def _unseen_evidence(folds: Folds, model: TopicModel) -> Iterable[Array]:
    """The evidence in each fold, its margins from what the other folds teach."""
    for fold in folds:
        grams = _grams([one for other in folds if other is not fold for one in other], model.taxonomy)
        yield from (evidence_of(replace(model, grams=grams), one) for one in fold)


def _grams(given: Sequence[Labelled], taxonomy: Taxonomy) -> Grams:
    """The first model: tf-idf of n-grams, ridge regression on the fields."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - heavy, only for learning
    from sklearn.linear_model import Ridge  # noqa: PLC0415

    truth = truth_of(given, taxonomy)
    texts = [folded(said.text) for one in given for said in one.said]
    vectorizer = TfidfVectorizer(analyzer=grams_of, min_df=RARE, max_features=MOST, sublinear_tf=True)
    ridge = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-6)
    fields = tuple(field.id for field in taxonomy.fields)
    try:
        seen = vectorizer.fit_transform([text for text, known in zip(texts, truth.known, strict=True) if known])
    except ValueError:  # no gram stands in `RARE` of so few texts
        return no_grams(fields)
    ridge.fit(seen, truth.right[truth.known].astype(float))
    return as_grams(vectorizer, ridge, fields)


def as_grams(vectorizer: TfidfVectorizer, ridge: Ridge, fields: tuple[str, ...]) -> Grams:
    """What scikit-learn has learnt as the package holds it."""
    rows = {str(name): place for place, name in enumerate(vectorizer.get_feature_names_out())}
    weights = np.reshape(ridge.coef_, (len(fields), -1)).T
    return Grams(fields, rows, vectorizer.idf_, weights, np.zeros(len(fields)) + ridge.intercept_)


def _read_once_more(weighing: Weighing, evidence: Array, truth: Truth) -> tuple[Weighing, Array]:
    """One reading more, a logistic regression for all fields (it calibrates as it weighs, Platt), and its scores."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - heavy, only for learning

    logistic = LogisticRegression(C=1.0, max_iter=2000).fit(evidence[truth.counts], truth.right[truth.counts])
    weights, bias = np.vstack([weighing.weights, logistic.coef_]), np.append(weighing.bias, logistic.intercept_)
    read = replace(weighing, weights=weights, bias=bias)
    return read, read.scores(evidence)


def _thresholds(scores: Array, truth: Truth, taxonomy: Taxonomy) -> tuple[float, dict[str, float]]:
    """The usual threshold by macro-F1, and each field's own, near the usual one: fields have few cases."""
    usual = float(max(GRID, key=lambda at: macro(truth, scores >= at)))
    tried = [(float(at), counts_of(truth, scores >= at, taxonomy)) for at in GRID]
    own = {}
    for field in taxonomy.fields:
        best = max(tried, key=lambda one, name=field.id: (f1_of(*one[1][name]), -abs(one[0] - usual)))[0]  # type: ignore[misc]
        own[field.id] = round(usual + (best - usual) * OWN, 3)
    return usual, own


def _unweighed(given: Sequence[Labelled], taxonomy: Taxonomy) -> Weighing:
    """How rare each cue is among the utterances; there is no reading yet."""
    said = [one.text for document in given for one in document.said]
    times = Counter(word for text in said for word in {word for _, word, _ in taxonomy.cues.find(folded(text))})
    rarity = {word: round(float(np.log(len(said) / (count + 3))), 3) for word, count in sorted(times.items())}
    return Weighing(np.zeros((0, len(EVIDENCE))), np.zeros(0), {}, 0.5, rarity, round(float(np.log(len(said) / 3)), 3))


# --- the file


def as_json(model: TopicModel, reached: Mapping[str, Counts]) -> str:
    """The weights as one readable file, a gram a line; with what was reached on each document left out."""
    grams, weighing = model.grams, model.weighing
    head = {
        "fields": list(grams.fields),
        "readings": [
            {name: round(float(value), 4) for name, value in zip((*EVIDENCE, "bias"), (*row, bias), strict=True)}
            for row, bias in zip(weighing.weights, weighing.bias, strict=True)
        ],
        "usual": round(weighing.usual, 3),
        "thresholds": weighing.thresholds,
        "unseen": weighing.unseen,
        "rarity": weighing.rarity,
        "bias": [round(float(value), 4) for value in grams.bias],
        "left_out": {name: {field: row for field, row in rows.items() if any(row)} for name, rows in reached.items()},
    }
    lines = [
        json.dumps(name, ensure_ascii=False)
        + ":"
        + json.dumps([round(float(v), 3) for v in (grams.idf[at], *grams.weights[at])])
        for name, at in grams.rows.items()
    ]
    parts = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return "{\n" + ",\n".join(parts) + ',\n"grams": {\n' + ",\n".join(lines) + "\n}}\n"


# --- better or worse


def measured_before(model: TopicModel, weights: Path | None, given: Sequence[Labelled]) -> dict[str, Counts]:
    """What the model before reaches on each document: as it was left out of learning then, else as it is read now."""
    written = json.loads(weights.read_text(encoding="utf-8")).get("left_out", {}) if weights else {}
    found: dict[str, Counts] = {}
    for one in given:
        if one.name in written:
            found[one.name] = {field: (row[0], row[1], row[2]) for field, row in written[one.name].items()}
        else:
            found |= reached([one], [measured(model, [one])], model.taxonomy)
    return found


def reached(given: Sequence[Labelled], found: Sequence[Measured], taxonomy: Taxonomy) -> dict[str, Counts]:
    """The counts of each document by field."""
    rows = zip(given, found, strict=True)
    return {one.name: counts_of(truth_of([one], taxonomy), what.both, taxonomy) for one, what in rows}


def changes(before: Mapping[str, Counts], after: Mapping[str, Counts], taxonomy: Taxonomy) -> list[Change]:
    """Gains and losses by field over the same documents, of fields with labels; none without a model before."""
    found: list[Change] = []
    if not before:
        return found
    for field in taxonomy.fields:
        old, new = (_sum(counts, field.id) for counts in (before, after))
        if new[2]:
            found.append(Change(field.id, new[2], f1_of(*old), f1_of(*new)))
    return found


def _sum(counts: Mapping[str, Counts], field: str) -> tuple[int, int, int]:
    rows = [row for document in counts.values() if (row := document.get(field))]
    return sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)


def worse(found: Sequence[Change]) -> list[str]:
    """Why a model is worse than the one before, in Japanese; nothing where it is not."""
    if not found:
        return []
    before, after = (float(np.mean([getattr(one, name) for one in found])) for name in ("before", "after"))
    reasons = [f"平均 F1 が {before:.3f} から {after:.3f} に下がりました"] if after < before - LOSS else []
    reasons += [
        f"{one.field} の F1 が {one.before:.3f} から {one.after:.3f} に下がりました"
        for one in found
        if one.labels >= FIELD_LEAST and one.after < one.before - FIELD_LOSS
    ]
    return reasons
