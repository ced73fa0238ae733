"""Which remarks people should say the topics of (分野を尋ねる発言): those in most doubt, of these the most unlike.

What they say is worth most to `minutes topics train` where the model wavers, and twenty remarks of one kind teach no
more than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from minutes_nlp.analysis.topics.model import Array, grams_of
from minutes_nlp.analysis.topics.tagging import TopicModel, said_in, topic_model
from minutes_nlp.analysis.topics.taxonomy import Taxonomy, folded
from minutes_nlp.corrections import Target
from minutes_nlp.model import Record, Reviewed, Utterance
from minutes_nlp.output.topic_sheet import BETWEEN, TopicRow, TopicSheet
from minutes_nlp.places import place_of

__all__ = ["KEEP", "NO_TOPIC", "offered"]

KEEP, NO_TOPIC = "このまま", "該当なし"
OFFERED = 20  # remarks in a sheet: a quarter of an hour's work
POOL = 5  # times as many, the most doubtful, of which the most different are taken
SHORTEST = 15  # characters: 「異議なし。」 is about nothing
EDGE = 1e-4  # scores nearer to 0 and 1 are as good as sure
NEARLY = 2  # fields that are shown to waver


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A remark, and for each field how far its score is from the threshold, in logarithms of the odds."""

    record: Record
    utterance: Utterance
    scores: Array
    away: Array


def offered(records: Iterable[Record], taxonomy: Path | None = None, count: int = OFFERED) -> TopicSheet:
    """The remarks of some records that people should look at, and the fields to choose from; ModelError."""
    model = topic_model(taxonomy)
    doubts = [doubt for record in records for doubt in _doubts(record, model)]
    pool = sorted(doubts, key=lambda one: float(np.abs(one.away).min()))[: count * POOL]
    chosen = [pool[at] for at in _apart([one.utterance.text for one in pool], count)]
    labels = {field.id: field.label for field in model.taxonomy.fields}
    choices = ((KEEP, KEEP), (NO_TOPIC, NO_TOPIC), *((label, ident) for ident, label in labels.items()))
    return TopicSheet(tuple(_row(one, model.taxonomy, labels) for one in chosen), choices)


def _doubts(record: Record, model: TopicModel) -> Iterable[_Doubt]:
    said = said_in(record.utterances, record.sections)
    if not said:
        return
    evidence = model.evidence(said, [model.look(one.text) for one in said])
    scores, limits = model.weighing.scores(evidence), model.limits()
    away = _odds(scores) - _odds(limits)
    for one, utterance, own, far in zip(said, record.utterances, scores, away, strict=True):
        asked = one.asks and utterance.spans and len(one.text) >= SHORTEST
        if asked and Reviewed.TOPIC not in utterance.reviewed:
            yield _Doubt(record, utterance, own, far)


def _odds(scores: Array) -> Array:
    clipped = np.clip(scores, EDGE, 1 - EDGE)
    odds: Array = np.log(clipped / (1 - clipped))
    return odds


def _apart(texts: Sequence[str], count: int) -> list[int]:
    """The first, then each time the one least like all that are chosen: cosine of tf-idf of pairs of letters."""
    if not texts:
        return []
    vectors = _vectors(texts)
    chosen = [0]
    nearest = vectors @ vectors[0]
    while len(chosen) < min(count, len(texts)):
        nearest[chosen] = np.inf
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return chosen


def _vectors(texts: Sequence[str]) -> Array:
    grams = [Counter(grams_of(folded(text))) for text in texts]
    times = Counter(gram for one in grams for gram in one)
    places = {gram: at for at, gram in enumerate(gram for gram, count in times.items() if count > 1)}
    found = np.zeros((len(texts), len(places)))
    for row, one in zip(found, grams, strict=True):
        for gram, count in one.items():
            if gram in places:
                row[places[gram]] = (1 + np.log(count)) * np.log((1 + len(texts)) / times[gram])
    length = np.linalg.norm(found, axis=1, keepdims=True)
    unit: Array = np.divide(found, length, out=np.zeros_like(found), where=length > 0)
    return unit


def _row(one: _Doubt, taxonomy: Taxonomy, labels: dict[str, str]) -> TopicRow:
    record, utterance = one.record, one.utterance
    start = utterance.spans[0][0]
    page, line = place_of(record.pages, record.source_text, start, record.furniture)
    wavering = [int(at) for at in np.argsort(np.abs(one.away), kind="stable")[:NEARLY]]
    return TopicRow(
        record.source.name,
        page,
        line,
        f"【{utterance.id}】{utterance.text}",
        BETWEEN.join(labels.get(topic.id, topic.id) for topic in utterance.topics) or NO_TOPIC,
        "\n".join(f"{taxonomy.fields[at].label} {one.scores[at]:.2f}" for at in wavering),
        f"{record.source.sha256}:{start}:{Target.TOPIC}:{utterance.id}",
    )
