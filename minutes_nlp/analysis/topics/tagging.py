"""Topics (分野): which policy fields an utterance is about, each with what that rests on.

A name of the field is the first evidence, then cues and characters weighed by a model. All is read twice: then
a reply also stands on what its remark gave, a remark on its reply and on the remarks next to it; where that carries a
field, the basis says so openly. What a person has said stands above all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import log, log1p, sqrt
from pathlib import Path

import numpy as np

from minutes_nlp.analysis.topics.model import EVIDENCE, Array, Grams, Weighing, load_learnt, no_grams
from minutes_nlp.analysis.topics.taxonomy import Taxonomy, folded, load_taxonomy
from minutes_nlp.findings import Spans, Topic, TopicBasis
from minutes_nlp.model import Reviewed, Section, Utterance
from minutes_nlp.resources import resource
from minutes_nlp.text import Span, Text, merged
from minutes_nlp.values import REMARKS

__all__ = ["Said", "Seen", "TopicModel", "said_in", "topic_files", "topic_model", "with_others", "with_topics"]

OWN = slice(0, EVIDENCE.index("mixed_margin") + 1)
HEADING, MIXED, OTHERS = (EVIDENCE.index(name) for name in ("heading", "mixed", "others"))
AROUND = slice(OTHERS, len(EVIDENCE))
CUES, MARGIN = EVIDENCE.index("cues"), EVIDENCE.index("margin")
MIXED_CUES, MIXED_MARGIN = EVIDENCE.index("mixed_cues"), EVIDENCE.index("mixed_margin")
# what each basis that is not in the text itself goes by
BASES = {
    TopicBasis.REMARK: [EVIDENCE.index("remark")],
    TopicBasis.REPLY: [EVIDENCE.index("reply")],
    TopicBasis.AROUND: [EVIDENCE.index("before"), EVIDENCE.index("after")],
    TopicBasis.HEADING: [HEADING],
}
CUES_SCALE = 5.0  # brings the sum of rarities to about 1, as the other evidence is
LEAST_CUES = 0.3  # one rare cue alone is not all of the cues: it is a share of at least this
MARGIN_SCALE = 4.0  # margins run from 0 to about 0.25
USUAL_LENGTH = 100  # characters of a remark, the mean of the train councils: in a longer one a cue says less


@dataclass(frozen=True, slots=True)
class Said:
    """What of an utterance counts for its topics: its words, its heading, which utterances it answers (by number).

    `asks` tells remarks and follow-ups from the rest.
    """

    text: str
    heading: str = ""
    answers: tuple[int, ...] = ()
    asks: bool = False


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
        """The evidence for each field in each utterance of one document: utterance × field × `EVIDENCE`."""
        return self.reread(said, self.alone(said, seen))

    def alone(self, said: Sequence[Said], seen: Sequence[Seen]) -> Array:
        """The evidence in each utterance by itself and in its heading; nothing is known yet of what is around."""
        found = np.zeros((len(said), len(self.taxonomy.fields), len(EVIDENCE)))
        heads = {heading: self._headed(heading) for heading in {one.heading for one in said}}
        for number, (one, own) in enumerate(zip(said, seen, strict=True)):
            found[number, :, OWN] = own.own
            found[number, :, HEADING] = heads[one.heading]
            found[number, :, MIXED] = own.mixed
        return found

    def reread(self, said: Sequence[Said], alone: Array) -> Array:
        """The evidence as the last reading has it: with what the readings before gave for what is around."""
        found = alone
        for reading in range(len(self.weighing.weights) - 1):
            found = with_others(said, found, self.weighing.scores(found, reading))
        return found

    def look(self, text: str) -> Seen:
        """What one text shows by itself."""
        flat, size = folded(text), len(self.taxonomy.fields)
        names, cues = self.taxonomy.names.find(flat), self.taxonomy.cues.find(flat)
        named: defaultdict[int, list[Span]] = defaultdict(list)
        hinted: defaultdict[int, list[Span]] = defaultdict(list)
        for found, places in ((names, named), (cues, hinted)):
            for span, _, fields in found:
                for field in fields:
                    places[field].append(span)
        hints = [0.0] * size
        for word, fields in {word: fields for _, word, fields in cues}.items():
            for field in fields:
                hints[field] += self.weighing.rarity_of(word) / sqrt(len(fields)) / CUES_SCALE
        own = np.zeros((size, OWN.stop))
        own[:, MARGIN] = self.grams.margins(flat) * MARGIN_SCALE
        own[:, MIXED_MARGIN] = own[:, MARGIN] * bool(names)
        total, all_hints = sum(map(len, named.values())), max(sum(hints), LEAST_CUES)
        long = log(max(len(text), 1) / USUAL_LENGTH)
        for field in named.keys() | hinted.keys():
            times, hint = len(named.get(field, ())), hints[field]
            share = (times > 0, log1p(times), times / max(total, 1), bool(names) and field in names[0][2])
            own[field, :MARGIN] = (*share, hint, hint * long, hint / all_hints)
            own[field, MIXED_CUES] = hint * bool(names)
        spans = [tuple(tuple(places.get(field, ())) for field in range(size)) for places in (named, hinted)]
        return Seen(own, bool(names), spans[0], spans[1])

    def topics(self, said: Sequence[Said], texts: Sequence[Text]) -> list[tuple[Topic, ...]]:
        """The topics of each utterance of a document, the surest first; () where none is sure enough (該当なし)."""
        seen = [self.look(one.text) for one in said]
        if not seen:
            return []
        evidence = self.evidence(said, seen)
        scores, limits = self.weighing.scores(evidence), self.limits()
        rows = zip(evidence, scores, seen, texts, strict=True)
        return [self._chosen(own, score, limits, one, text) for own, score, one, text in rows]

    def limits(self) -> Array:
        """From which score on each field counts (閾値)."""
        own = self.weighing.thresholds
        return np.array([own.get(field.id, self.weighing.usual) for field in self.taxonomy.fields])

    def basis(self, evidence: Array, limit: float) -> TopicBasis:
        """What a field rests on in an utterance: a name, else its words where they suffice, else what helped most."""
        if evidence[0]:
            return TopicBasis.ALIAS
        weighed = evidence * self.weighing.weights[-1]
        if weighed[OWN].sum() + weighed[MIXED] + weighed[OTHERS] + self.weighing.bias[-1] >= np.log(
            limit / (1 - limit)
        ):
            return TopicBasis.MODEL
        return max(BASES, key=lambda basis: float(weighed[BASES[basis]].sum()))

    def _chosen(self, evidence: Array, scores: Array, limits: Array, seen: Seen, text: Text) -> tuple[Topic, ...]:
        found: dict[str, Topic] = {}
        for place in sorted(np.flatnonzero(scores >= limits), key=lambda place: -scores[place]):
            spans = seen.named[place] or seen.hinted[place]
            score, basis = round(float(scores[place]), 4), self.basis(evidence[place], limits[place])
            shown = _spans(text, spans)
            for name in self.taxonomy.with_parents(self.taxonomy.fields[place].id):
                found.setdefault(name, Topic(name, score, shown, basis))
        return tuple(found.values())

    def _headed(self, heading: str) -> Array:
        named = np.zeros(len(self.taxonomy.fields))
        for _, _, fields in self.taxonomy.names.find(folded(heading)):
            named[list(fields)] = 1
        return named


@lru_cache(maxsize=4)
def topic_model(taxonomy: Path | None = None) -> TopicModel:
    """Our taxonomy with its weights, or a ministry's own; ModelError.

    The weights of `welfare.toml` lie in `welfare.json` beside it. Without that file names, cues and context count, by
    our weights, which know no field, and no characters.
    """
    fields = load_taxonomy(taxonomy)
    ids, own = tuple(field.id for field in fields.fields), topic_files(taxonomy)[1:]
    if own:
        return TopicModel(fields, *load_learnt(ids, own[0]))
    _, weighing = load_learnt(ids, topic_files()[1])
    return TopicModel(fields, no_grams(ids), weighing.of_no_field())


def topic_files(taxonomy: Path | None = None) -> list[Path]:
    """The files that decide about topics: the taxonomy, and its weights where it has some."""
    if taxonomy is None:
        return [resource("models", "topics.toml"), resource("models", "topics.json")]
    weights = taxonomy.with_suffix(".json")
    return [taxonomy, weights] if weights.exists() else [taxonomy]


def said_in(utterances: Sequence[Utterance], sections: Iterable[Section]) -> list[Said]:
    """What counts of the utterances of a record."""
    titles: dict[str | None, str] = {section.id: section.title for section in sections}
    numbers = {utterance.id: number for number, utterance in enumerate(utterances)}
    return [
        Said(
            one.text,
            titles.get(one.section, ""),
            tuple(numbers[target] for target in one.replies_to),
            one.kind in REMARKS,
        )
        for one in utterances
    ]


def with_topics(
    utterances: Sequence[Utterance], texts: Sequence[Text], sections: Iterable[Section], taxonomy: Path | None = None
) -> tuple[Utterance, ...]:
    """The utterances with their topics; `texts` are those of the utterances with their places in the source."""
    model = topic_model(taxonomy)
    found = model.topics(said_in(utterances, sections), texts)
    rows = zip(utterances, texts, found, strict=True)
    return tuple(replace(one, topics=_reviewed(model, one, text, topics)) for one, text, topics in rows)


def _reviewed(model: TopicModel, one: Utterance, text: Text, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """What a person has said that an utterance is about, with its words that show it; else what was found."""
    if Reviewed.TOPIC not in one.reviewed:
        return topics
    seen = model.look(one.text)
    places = {field.id: seen.named[at] or seen.hinted[at] for at, field in enumerate(model.taxonomy.fields)}
    return tuple(replace(topic, evidence=_spans(text, places.get(topic.id, ()))) for topic in one.topics)


def with_others(said: Sequence[Said], found: Array, scores: Array) -> Array:
    """The evidence with what a reading gave for the other fields, for remark and reply and for the remarks next to it.

    A remark next to it counts for a field of which the utterance has a cue itself; else thanks would have topics.
    """
    around = np.zeros((*scores.shape, AROUND.stop - AROUND.start))
    others, remark, reply, before, after = (around[:, :, place] for place in range(around.shape[2]))
    others[:] = scores.sum(axis=1, keepdims=True) - scores
    for number, one in enumerate(said):
        for asked in one.answers:
            remark[number] = np.maximum(remark[number], scores[asked])
            reply[asked] = np.maximum(reply[asked], scores[number])
    hinted = found[:, :, CUES] > 0
    for first, then in pairwise(number for number, one in enumerate(said) if one.asks):
        if said[first].heading == said[then].heading:
            before[then], after[first] = scores[first] * hinted[then], scores[then] * hinted[first]
    return np.concatenate([found[:, :, : AROUND.start], around], axis=2)


def _spans(text: Text, places: Iterable[Span]) -> Spans:
    return merged(span for start, stop in places for span in text[start:stop].spans)
