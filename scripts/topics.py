#!/usr/bin/env python3
"""Topics (分野): learn the weights of `models/topics.json` from the train councils, or measure.

    python scripts/topics.py train         # fit and write
    python scripts/topics.py evaluate      # each train council left out in turn
    python scripts/topics.py heldout       # the shipped weights on the held-out councils

Measured on the gold's own turns and links, without the corrected editions. `topics_also` is neither right nor wrong:
such a field of an utterance is left out, in learning and in counting. Remarks are remarks and follow-ups.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge

from minutes_nlp.analysis.taxonomy import Taxonomy, folded, load_taxonomy
from minutes_nlp.analysis.topic_model import EVIDENCE, Grams, Weighing, grams_of
from minutes_nlp.analysis.topics import Said, Seen, TopicModel, standard_topics

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT / "corpora"
MODEL = ROOT / "models" / "topics.json"
TRAIN = ("hataraku-kodomo", "keizai-junkan", "kiban-kentoukai", "misaki-kurashi")
HELD_OUT = ("jinzai-senryaku", "shucho-kondan")
RARE = 4  # a gram in fewer utterances is left out
MOST = 4000  # grams that are kept, the most frequent: the file stays under 1 MB
GRID = np.arange(0.1, 0.61, 0.02)  # thresholds that are tried
NAMED = [place for place, name in enumerate(EVIDENCE) if "named" in name or name in {"heading", "mixed"}]
RESAMPLES = 300
# the groups that tests/quality.toml pins, and their names there
PINNED = {"remarks that name": "named", "remarks that name none": "unnamed", "all": "all"}


@dataclass(frozen=True)
class Meeting:
    """The labelled turns of one document."""

    council: str
    said: tuple[Said, ...]
    topics: tuple[frozenset[str], ...]
    also: tuple[frozenset[str], ...]
    names: tuple[bool, ...]
    remarks: tuple[bool, ...]


@dataclass(frozen=True)
class Truth:
    """Gold of many meetings in a row: utterance × field, and what each utterance is."""

    right: Any
    counts: Any
    names: Any
    remarks: Any


class Measured(NamedTuple):
    """What a model says of many utterances: utterance × field, and how far each is from any threshold."""

    scores: Any
    both: Any  # chosen
    alias: Any  # chosen by names alone
    model: Any  # chosen with no name in sight
    margin: Any


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["train", "evaluate", "heldout"])
    what = parser.parse_args().what
    taxonomy = load_taxonomy()
    if what == "train":
        model = trained([meeting for council in TRAIN for meeting in meetings(council)], taxonomy)
        MODEL.write_text(as_json(model), encoding="utf-8")
    elif what == "evaluate":
        left_out(taxonomy)
    else:
        model = standard_topics()
        report(model, [meeting for council in HELD_OUT for meeting in meetings(council)])


def meetings(council: str) -> list[Meeting]:
    """The labelled documents of a council, corrected editions aside."""
    files = sorted((CORPORA / council).glob("*/gold.jsonl"))
    found = [_meeting(council, file) for file in files if not file.parent.name.endswith("-rev")]
    return [meeting for meeting in found if meeting.said]


def _meeting(council: str, file: Path) -> Meeting:
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    units = [row for row in rows if row["type"] == "unit"]
    return Meeting(
        council,
        tuple(Said(unit["text"], unit["section"] or "", tuple(unit["answers"])) for unit in units),
        tuple(frozenset(unit["topics"]) for unit in units),
        tuple(frozenset(unit["topics_also"]) - frozenset(unit["topics"]) for unit in units),
        tuple(bool(unit["names_programme"]) for unit in units),
        tuple(unit["kind"] in {"remark", "follow_up"} for unit in units),
    )


# --- learning


def trained(given: Sequence[Meeting], taxonomy: Taxonomy) -> TopicModel:
    """Both models and the thresholds; the second learns from margins of councils that the first has not seen."""
    model = TopicModel(taxonomy, grams_for(given, taxonomy), _unweighed(given, taxonomy))
    truth = truth_of(given, taxonomy)
    evidence = np.concatenate(_left_out_evidence(given, model))
    weights, bias = weighed(evidence, truth)
    scores = 1 / (1 + np.exp(-(evidence @ weights + bias)))
    usual, thresholds = thresholds_for(scores, truth, [field.id for field in taxonomy.fields])
    old = model.weighing
    return TopicModel(taxonomy, model.grams, Weighing(weights, bias, thresholds, usual, old.rarity, old.unseen))


def _left_out_evidence(given: Sequence[Meeting], model: TopicModel) -> list[Any]:
    councils = sorted({meeting.council for meeting in given})
    grams = {
        council: grams_for([meeting for meeting in given if meeting.council != council], model.taxonomy)
        for council in councils
    }
    return [
        evidence_of(TopicModel(model.taxonomy, grams[meeting.council], model.weighing), meeting) for meeting in given
    ]


def evidence_of(model: TopicModel, meeting: Meeting) -> Any:
    """Utterance × field × evidence."""
    seen: list[Seen] = [model.look(said.text) for said in meeting.said]
    return model.evidence(meeting.said, seen)


def grams_for(given: Sequence[Meeting], taxonomy: Taxonomy) -> Grams:
    """The first model: tf-idf of n-grams, ridge regression on the primary fields."""
    texts = [folded(said.text) for meeting in given for said in meeting.said]
    vectorizer = TfidfVectorizer(analyzer=grams_of, min_df=RARE, max_features=MOST, sublinear_tf=True)
    ridge = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-6)
    ridge.fit(vectorizer.fit_transform(texts), truth_of(given, taxonomy).right.astype(float))
    return as_grams(vectorizer, ridge, tuple(field.id for field in taxonomy.fields))


def as_grams(vectorizer: TfidfVectorizer, ridge: Ridge, fields: tuple[str, ...]) -> Grams:
    """What scikit-learn has learnt as the package holds it."""
    names = [str(name) for name in vectorizer.get_feature_names_out()]
    rows = {name: place for place, name in enumerate(names)}
    return Grams(fields, rows, vectorizer.idf_, ridge.coef_.T, np.zeros(len(fields)) + ridge.intercept_)


def weighed(evidence: Any, truth: Truth) -> tuple[Any, float]:
    """The second model, one logistic regression for all fields: it calibrates as it weighs (Platt)."""
    logistic = LogisticRegression(C=1.0, max_iter=1000).fit(evidence[truth.counts], truth.right[truth.counts])
    return logistic.coef_[0], float(logistic.intercept_[0])


def thresholds_for(scores: Any, truth: Truth, names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """The usual threshold by macro-F1, and each field's own, drawn halfway to the usual one: fields have few cases."""
    usual = float(max(GRID, key=lambda at: macro(truth, scores >= at)))
    own = {}
    for place, name in enumerate(names):
        best = max(GRID, key=lambda at, place=place: (_f1(truth, scores >= at, place), -abs(at - usual)))
        own[name] = round((float(best) + usual) / 2, 3)
    return usual, own


def _unweighed(given: Sequence[Meeting], taxonomy: Taxonomy) -> Weighing:
    """How rare each cue is among the utterances; nothing is weighed yet."""
    said = [one.text for meeting in given for one in meeting.said]
    times = Counter(word for text in said for word in {word for _, word, _ in taxonomy.cues.find(folded(text))})
    rarity = {word: round(float(np.log(len(said) / (count + 3))), 3) for word, count in sorted(times.items())}
    return Weighing(np.zeros(len(EVIDENCE)), 0.0, {}, 0.5, rarity, round(float(np.log(len(said) / 3)), 3))


def as_json(model: TopicModel) -> str:
    """The weights as one readable file, a gram a line."""
    grams, weighing = model.grams, model.weighing
    head = {
        "fields": list(grams.fields),
        "evidence": {name: round(float(w), 4) for name, w in zip(EVIDENCE, weighing.weights, strict=True)}
        | {"bias": round(weighing.bias, 4)},
        "usual": round(weighing.usual, 3),
        "thresholds": weighing.thresholds,
        "unseen": weighing.unseen,
        "rarity": weighing.rarity,
        "bias": [round(float(value), 4) for value in grams.bias],
    }
    lines = [
        json.dumps(name, ensure_ascii=False)
        + ":"
        + json.dumps([round(float(v), 3) for v in (grams.idf[at], *grams.weights[at])])
        for name, at in grams.rows.items()
    ]
    parts = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return "{\n" + ",\n".join(parts) + ',\n"grams": {\n' + ",\n".join(lines) + "\n}}\n"


# --- measuring


def truth_of(given: Iterable[Meeting], taxonomy: Taxonomy) -> Truth:
    """The gold as arrays."""
    ids = [field.id for field in taxonomy.fields]
    given = list(given)
    right = [[name in topics for name in ids] for meeting in given for topics in meeting.topics]
    also = [[name in topics for name in ids] for meeting in given for topics in meeting.also]
    return Truth(
        np.array(right),
        ~np.array(also),
        np.array([named for meeting in given for named in meeting.names]),
        np.array([remark for meeting in given for remark in meeting.remarks]),
    )


def _f1(truth: Truth, chosen: Any, place: int, rows: Any = None) -> float:
    keep = truth.counts[:, place] if rows is None else truth.counts[rows, place]
    right = (truth.right[:, place] if rows is None else truth.right[rows, place])[keep]
    got = (chosen[:, place] if rows is None else chosen[rows, place])[keep]
    both = int(right.sum() + got.sum())
    return 2 * int((right & got).sum()) / both if both else 1.0


def macro(truth: Truth, chosen: Any, rows: Any = None) -> float:
    """The mean F1 over the fields that occur."""
    right = truth.right if rows is None else truth.right[rows]
    return float(np.mean([_f1(truth, chosen, place, rows) for place in np.flatnonzero(right.any(axis=0))]))


def left_out(taxonomy: Taxonomy) -> None:
    """Each train council measured by what the other three teach."""
    given = {council: meetings(council) for council in TRAIN}
    parts = []
    for council in TRAIN:
        rest = [meeting for other in TRAIN if other != council for meeting in given[other]]
        parts.append(_measured(trained(rest, taxonomy), given[council]))
    _print(truth_of([meeting for council in TRAIN for meeting in given[council]], taxonomy), parts)


def report(model: TopicModel, given: Sequence[Meeting]) -> None:
    """The figures of one model."""
    _print(truth_of(given, model.taxonomy), [_measured(model, given)])


def held_out_scores() -> dict[str, float]:
    """What the shipped weights reach on the councils that nothing was learnt from (品質の関門)."""
    model, given = standard_topics(), [meeting for council in HELD_OUT for meeting in meetings(council)]
    truth, measured = truth_of(given, model.taxonomy), _measured(model, given)
    rows = rows_of(truth)
    found = {name: macro(truth, measured.both, rows[label]) for label, name in PINNED.items()}
    return found | {"calibrated": 1 - calibration(truth, measured.scores, 0.1)}


def _measured(model: TopicModel, given: Sequence[Meeting]) -> Measured:
    evidence = np.concatenate([evidence_of(model, meeting) for meeting in given])
    limits = model.limits()
    blind = evidence.copy()
    blind[:, :, NAMED] = 0
    scores = model.weighing.scores(evidence)
    blindly = model.weighing.scores(blind) >= limits
    return Measured(scores, scores >= limits, evidence[:, :, 0] > 0, blindly, np.abs(scores - limits).min(axis=1))


def _print(truth: Truth, parts: Sequence[Measured]) -> None:
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    scores, both, alias, model, margin = columns
    ways = (("alias", alias), ("model", model), ("both", both))
    for label, rows in rows_of(truth).items():
        figures = " ".join(f"{name} {macro(truth, chosen, rows):.3f}" for name, chosen in ways)
        low, high = interval(truth, both, rows)
        print(f"{label} n={len(rows)} {figures} [{low:.3f}, {high:.3f}]")
    sure = np.argsort(margin)[len(scores) // 10 :]
    print(f"90 % coverage, the surest: both {macro(truth, both, sure):.3f}")
    every, likely = (calibration(truth, scores, least) for least in (0, 0.1))
    print(f"calibration error: all {every:.3f}, of scores over 0.1 {likely:.3f}")


def rows_of(truth: Truth) -> dict[str, Any]:
    """The groups that are reported apart."""
    return {
        "remarks that name": np.flatnonzero(truth.remarks & truth.names),
        "remarks that name none": np.flatnonzero(truth.remarks & ~truth.names),
        "all that name": np.flatnonzero(truth.names),
        "all that name none": np.flatnonzero(~truth.names),
        "all": np.arange(len(truth.names)),
    }


def interval(truth: Truth, chosen: Any, rows: Any) -> tuple[float, float]:
    """The 95 % interval of the macro-F1, by drawing the utterances anew."""
    draw = np.random.default_rng(0)
    drawn = sorted(macro(truth, chosen, draw.choice(rows, len(rows))) for _ in range(RESAMPLES))
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def calibration(truth: Truth, scores: Any, least: float) -> float:
    """The expected calibration error in ten bins, over scores of at least `least`."""
    keep = truth.counts & (scores >= least)
    got, right = scores[keep], truth.right[keep]
    bins = np.minimum((got * 10).astype(int), 9)
    return float(sum(abs(got[bins == at].sum() - right[bins == at].sum()) for at in range(10)) / max(len(got), 1))


if __name__ == "__main__":
    main()
