"""Topics (分野): which policy fields an utterance is about, each with what that rests on.

A name of the field is the first evidence, then cues and characters weighed by a model. A reply also stands on its
remark, a remark on its reply, and both on their heading; where that carries a field, the basis says so openly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from minutes_nlp.analysis.taxonomy import Taxonomy, folded, load_taxonomy
from minutes_nlp.analysis.topic_model import EVIDENCE, Array, Grams, Weighing, load_grams, load_weighing
from minutes_nlp.findings import Spans, Topic, TopicBasis
from minutes_nlp.model import Section, Utterance
from minutes_nlp.text import Span, Text, merged

__all__ = ["Said", "TopicModel", "standard_topics", "with_topics"]

OWN = slice(EVIDENCE.index("named"), EVIDENCE.index("margin") + 1)
FROM_REMARK = slice(EVIDENCE.index("remark_named"), EVIDENCE.index("remark_margin") + 1)
FROM_REPLY = slice(EVIDENCE.index("reply_named"), EVIDENCE.index("reply_margin") + 1)
HEADING = slice(EVIDENCE.index("heading"), EVIDENCE.index("heading") + 1)
CARRIED = ("times_named", "cues", "margin")  # what one utterance hands on to another
CUES_SCALE = 5.0  # brings the sum of rarities to about 1, as the other evidence is
LEAST_CUES = 0.3  # one rare cue alone is not all of the cues: it is a share of at least this
MARGIN_SCALE = 4.0  # margins run from 0 to about 0.25


@dataclass(frozen=True, slots=True)
class Said:
    """What of an utterance counts for its topics: its words, its heading, which utterances it answers (by number)."""

    text: str
    heading: str = ""
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What an utterance shows by itself: evidence by field, and where it is named or hinted at."""

    own: Array
    mixed: bool
    named: tuple[tuple[Span, ...], ...]
    hinted: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class TopicModel:
    """A taxonomy with its weights (分野の推定器)."""

    taxonomy: Taxonomy
    grams: Grams
    weighing: Weighing

    def evidence(self, said: Sequence[Said], seen: Sequence[Seen]) -> Array:
        """The evidence for each field in each utterance: utterance × field × `EVIDENCE`."""
        fields = len(self.taxonomy.fields)
        found = np.zeros((len(said), fields, len(EVIDENCE)))
        carried = [EVIDENCE.index(name) for name in CARRIED]
        heads = {heading: self._headed(heading) for heading in {one.heading for one in said}}
        for number, (one, own) in enumerate(zip(said, seen, strict=True)):
            found[number, :, OWN] = own.own
            found[number, :, HEADING] = heads[one.heading][:, None]
            found[number, :, -1] = own.mixed
            for asked in one.answers:
                remark, reply = seen[asked].own[:, carried], own.own[:, carried]
                found[number, :, FROM_REMARK] = np.maximum(found[number, :, FROM_REMARK], remark)
                found[asked, :, FROM_REPLY] = np.maximum(found[asked, :, FROM_REPLY], reply)
        return found

    def look(self, text: str) -> Seen:
        """What one text shows by itself."""
        flat, size = folded(text), len(self.taxonomy.fields)
        names, cues = self.taxonomy.names.find(flat), self.taxonomy.cues.find(flat)
        named: list[list[Span]] = [[] for _ in range(size)]
        hinted: list[list[Span]] = [[] for _ in range(size)]
        weight = np.zeros(size)
        for span, _, fields in names:
            for field in fields:
                named[field].append(span)
        rarity = self.weighing.rarity
        for word, fields in {word: fields for _, word, fields in cues}.items():
            weight[list(fields)] += rarity.get(word, self.weighing.unseen) / len(fields) ** 0.5 / CUES_SCALE
        for span, _, fields in cues:
            for field in fields:
                hinted[field].append(span)
        times = np.array([len(spans) for spans in named], dtype=float)
        first = np.zeros(size)
        first[list(names[0][2]) if names else []] = 1
        share, hints = times / max(times.sum(), 1), weight / max(weight.sum(), LEAST_CUES)
        margins = self.grams.margins(flat) * MARGIN_SCALE
        own = np.column_stack([times > 0, np.log1p(times), share, first, weight, hints, margins])
        return Seen(own, bool(names), tuple(map(tuple, named)), tuple(map(tuple, hinted)))

    def topics(self, said: Sequence[Said], texts: Sequence[Text]) -> list[tuple[Topic, ...]]:
        """The topics of each utterance of a document, the surest first; () where none is sure enough (該当なし)."""
        seen = [self.look(one.text) for one in said]
        if not seen:
            return []
        evidence = self.evidence(said, seen)
        scores = self.weighing.scores(evidence)
        limits = self.limits()
        rows = zip(evidence, scores, seen, texts, strict=True)
        return [self._chosen(own, score, limits, one, text) for own, score, one, text in rows]

    def limits(self) -> Array:
        """From which score on each field counts (閾値)."""
        own = self.weighing.thresholds
        return np.array([own.get(field.id, self.weighing.usual) for field in self.taxonomy.fields])

    def _chosen(self, evidence: Array, scores: Array, limits: Array, seen: Seen, text: Text) -> tuple[Topic, ...]:
        found = []
        for place in np.flatnonzero(scores >= limits):
            spans = seen.named[place] or seen.hinted[place]
            score, basis = round(float(scores[place]), 4), self._basis(evidence[place])
            found.append(Topic(self.taxonomy.fields[place].id, score, _spans(text, spans), basis))
        return tuple(sorted(found, key=lambda topic: -topic.score))

    def _basis(self, evidence: Array) -> TopicBasis:
        """A name where there is one, else what weighs most."""
        if evidence[0]:
            return TopicBasis.ALIAS
        weighed = evidence * self.weighing.weights
        parts = {
            TopicBasis.MODEL: weighed[OWN].sum(),
            TopicBasis.REMARK: weighed[FROM_REMARK].sum(),
            TopicBasis.REPLY: weighed[FROM_REPLY].sum(),
            TopicBasis.HEADING: weighed[HEADING].sum(),
        }
        return max(parts, key=lambda basis: float(parts[basis]))

    def _headed(self, heading: str) -> Array:
        named = np.zeros(len(self.taxonomy.fields))
        for _, _, fields in self.taxonomy.names.find(folded(heading)):
            named[list(fields)] = 1
        return named


@lru_cache(maxsize=1)
def standard_topics() -> TopicModel:
    """Our taxonomy with the weights that were learnt for it."""
    taxonomy = load_taxonomy()
    return TopicModel(taxonomy, load_grams(tuple(field.id for field in taxonomy.fields)), load_weighing())


def with_topics(
    utterances: Sequence[Utterance], texts: Sequence[Text], sections: Iterable[Section]
) -> tuple[Utterance, ...]:
    """The utterances with their topics; `texts` are those of the utterances with their places in the source."""
    titles: dict[str | None, str] = {section.id: section.title for section in sections}
    numbers = {utterance.id: number for number, utterance in enumerate(utterances)}
    said = [
        Said(one.text, titles.get(one.section, ""), tuple(numbers[target] for target in one.replies_to))
        for one in utterances
    ]
    found = standard_topics().topics(said, texts)
    return tuple(replace(one, topics=topics) for one, topics in zip(utterances, found, strict=True))


def _spans(text: Text, places: Iterable[Span]) -> Spans:
    return merged(span for start, stop in places for span in text[start:stop].spans)
