"""Why an utterance has a topic or has none (判定の理由): its names and cues in print, and the words for and against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from minutes_nlp.analysis.topics.model import EVIDENCE, NOTHING, Array, grams_of
from minutes_nlp.analysis.topics.tagging import MARGIN_SCALE, Seen, TopicModel, said_in
from minutes_nlp.analysis.topics.taxonomy import folded
from minutes_nlp.findings import TopicBasis
from minutes_nlp.language.words import words
from minutes_nlp.model import Record, Reviewed, Utterance
from minutes_nlp.places import place_of, text_of
from minutes_nlp.text import Span, Text

__all__ = ["Quoted", "Reason", "reasons_of"]

TELLING = frozenset(
    {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞"}
)  # の and られる help the score, not the reader
MOST_WORDS = 4  # shown for and against
LEAST_SAY = 0.02  # of the logarithm of the odds: less tells nothing


@dataclass(frozen=True, slots=True)
class Quoted:
    """A name or a cue as it stands in the text (引用), with its page and line."""

    text: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field was chosen or not (理由): `limit` is its threshold, `evidence` what weighed, the most first."""

    field: str
    label: str
    score: float
    limit: float
    chosen: bool
    basis: TopicBasis
    names: tuple[Quoted, ...]
    cues: tuple[Quoted, ...]
    speaking_for: tuple[tuple[str, float], ...]
    against: tuple[tuple[str, float], ...]
    evidence: tuple[tuple[str, float], ...]


def reasons_of(record: Record, model: TopicModel) -> Iterator[tuple[Utterance, tuple[Reason, ...]]]:
    """Each utterance with all fields, the surest first, as the model judges it now."""
    said = said_in(record.utterances, record.sections)
    if not said:
        return
    seen = [model.look(one.text) for one in said]
    evidence = model.evidence(said, seen)
    scores, limits = model.weighing.scores(evidence), model.limits()
    for number, utterance in enumerate(record.utterances):
        text = text_of(utterance.text, utterance.spans, record.source_text, record.folds)
        looking = _Looking(record, model, text, seen[number])
        order = np.argsort(-scores[number], kind="stable")
        found = [looking.reason(at, evidence[number, at], scores[number, at], limits[at]) for at in map(int, order)]
        yield utterance, tuple(_reviewed(utterance, found))


def _reviewed(utterance: Utterance, found: Sequence[Reason]) -> Iterator[Reason]:
    """What a person has said in the place of what the model says."""
    said = {topic.id for topic in utterance.topics}
    for one in found:
        if Reviewed.TOPIC in utterance.reviewed:
            yield replace(one, chosen=one.field in said, basis=TopicBasis.REVIEW)
        else:
            yield one


class _Looking:
    """One utterance while its reasons are told."""

    def __init__(self, record: Record, model: TopicModel, text: Text, seen: Seen) -> None:
        self.record, self.model, self.text, self.seen = record, model, text, seen
        self.words = [(one.surface, (one.start, one.stop)) for one in words(text.string) if one.pos[0] in TELLING]
        self.grams = list(_places(folded(text.string)))

    def reason(self, at: int, evidence: Array, score: float, limit: float) -> Reason:
        field = self.model.taxonomy.fields[at]
        told = self._told(at, float(self.model.weighing.weights[-1, EVIDENCE.index("margin")]))
        weighed = sorted(
            zip(EVIDENCE, evidence * self.model.weighing.weights[-1], strict=True), key=lambda one: -abs(one[1])
        )
        return Reason(
            field.id,
            field.label,
            round(float(score), 4),
            round(float(limit), 4),
            bool(score >= limit),
            self.model.basis(evidence, float(limit)),
            tuple(dict.fromkeys(map(self._quoted, self.seen.named[at]))),
            tuple(dict.fromkeys(map(self._quoted, self.seen.hinted[at]))),
            tuple(one for one in told if one[1] > 0)[:MOST_WORDS],
            tuple(one for one in reversed(told) if one[1] < 0)[:MOST_WORDS],
            tuple((name, round(float(value), 3)) for name, value in weighed if abs(value) >= LEAST_SAY),
        )

    def _quoted(self, span: Span) -> Quoted:
        places = self.text[slice(*span)].spans
        page, line = (
            place_of(self.record.pages, self.record.source_text, places[0][0], self.record.furniture)
            if places
            else (0, 0)
        )
        return Quoted(self.text.string[slice(*span)], page, line)

    def _told(self, at: int, weight: float) -> list[tuple[str, float]]:
        """Each word with how far its n-grams move the logarithm of the odds, those for the field first."""
        shares = self._shares(at) * weight * MARGIN_SCALE
        found: defaultdict[str, float] = defaultdict(float)
        for surface, (start, stop) in self.words:
            found[surface] += float(shares[start:stop].sum())
        told = [(word, round(value, 3)) for word, value in found.items() if abs(value) >= LEAST_SAY]
        return sorted(told, key=lambda one: -one[1])

    def _shares(self, at: int) -> Array:
        """What each character of the text adds to the margin of a field: its share of each n-gram that it is in."""
        grams = self.model.grams
        places = [(grams.rows[gram], characters) for gram, characters in self.grams if gram in grams.rows]
        shares = np.zeros(len(self.text.string))
        if not places:
            return shares
        known, index, counts = np.unique([row for row, _ in places], return_inverse=True, return_counts=True)
        values = (1 + np.log(counts)) * grams.idf[known]
        each = values * grams.weights[known, at] / np.sqrt(values @ values) / counts
        for (_, characters), number in zip(places, index, strict=True):
            shares[characters] += each[number] / len(characters)
        return shares


def _places(text: str) -> Iterator[tuple[str, list[int]]]:
    """Each n-gram of a folded text with the characters that it is of."""
    dropped = {at for match in NOTHING.finditer(text) for at in range(*match.span())}
    kept = [at for at in range(len(text)) if at not in dropped]
    start, length = 0, 2
    for gram in grams_of(text):
        if len(gram) != length:
            start, length = 0, len(gram)
        yield gram, kept[start : start + length]
        start += 1
