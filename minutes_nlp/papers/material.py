"""What papers are made of (資料の素材): the exchanges of some records, by meeting, with their sources.

Everything here is in the records: texts, links, promises, later documents. Nothing is added but Japanese words for
kinds, and nothing is left out but names, where they are to be hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from minutes_nlp.across.copies import alone
from minutes_nlp.across.sequels import Course, Sequel, SequelKind, courses_of
from minutes_nlp.analysis.topics.taxonomy import Field, load_taxonomy
from minutes_nlp.errors import SettingsError
from minutes_nlp.findings import Cited, Commitment, Spans
from minutes_nlp.model import DocumentKind, Record, Utterance
from minutes_nlp.papers.answers import act_of, excerpt, replies_of, touch
from minutes_nlp.papers.citing import Places, Source
from minutes_nlp.papers.names import Names
from minutes_nlp.papers.parts import Answer, Exchange, Later, Promise, Sitting
from minutes_nlp.places import text_of
from minutes_nlp.summaries.choosing import gists_of
from minutes_nlp.summaries.shortening import shortened
from minutes_nlp.text import Text
from minutes_nlp.values import REMARKS
from minutes_nlp.wording import KINDS

__all__ = ["Material", "field_of"]

MOST_TOPICS, MOST_LATER = 3, 2  # what a cell shows without hiding the rest of its row
GIST = 80  # characters of a 発言要旨: three lines of its column


class Material:
    """The records that a paper is made of, in the order of the meetings, and what was asked of it (素材)."""

    def __init__(  # noqa: PLR0913 - each is a choice of the reader
        self,
        records: Iterable[Record],
        *,
        since: date | None = None,
        topics: Sequence[str] = (),
        hide_names: bool = False,
        today: date | None = None,
        taxonomy: Path | None = None,
        only: Collection[tuple[str, str]] | None = None,
        follow: bool = True,  # look for what became of the remarks, some seconds over many records
    ) -> None:
        """`topics` are ids or labels of fields, `only` the remarks that are wanted; SettingsError for no such field."""
        shown, self.editions = alone(records)
        self.records = tuple(sorted(shown, key=_order))
        self.since, self.hide_names, self.today = since, hide_names, today or date.today()  # noqa: DTZ011 - a day of the office
        known = load_taxonomy(taxonomy).fields
        self.fields = tuple(field_of(topic, known) for topic in topics)
        self._only, self._follow = only, follow
        self.labels = {field.id: field.label for field in known}
        self.names = {record.id: Names(record, hide=hide_names) for record in self.records}
        self._places = {record.id: Places(record) for record in self.records}
        self._gists: dict[str, dict[str, tuple[Cited, ...]]] = {}
        self._records = {record.id: record for record in self.records}
        self._labels = Counter(self.sitting(record).label for record in self.records if record.utterances)

    # --- records

    @property
    def chosen(self) -> tuple[Record, ...]:
        """The records of the period."""
        return tuple(record for record in self.records if self._in_time(record))

    @property
    def undated(self) -> tuple[Record, ...]:
        """Records that the period leaves out only because they have no date."""
        return tuple(r for r in self.records if self.since and r.utterances and self.sitting(r).date is None)

    @property
    def unread(self) -> tuple[Record, ...]:
        """Minutes of which no utterance could be read, so that no paper shows them."""
        return tuple(r for r in self.records if r.kind is DocumentKind.MINUTES and not r.utterances)

    def _in_time(self, record: Record) -> bool:
        day = self.sitting(record).date
        return self.since is None or (day is not None and day >= self.since)

    def sitting(self, record: Record) -> Sitting:
        """The meeting of a record."""
        meeting = record.meeting
        if meeting is None:
            return Sitting(None, None, None, record.source.name, record.title)
        day = date.fromisoformat(meeting.date) if meeting.date else None
        return Sitting(meeting.name, meeting.number, day, record.source.name, record.title)

    # --- passages

    def source(self, record: Record, spans: Spans) -> Source:
        """Where a passage stands."""
        return self._places[record.id].source(spans)

    def cite(self, record: Record, spans: Spans) -> str:
        """Where a passage stands, in short: by its meeting where only one document is of it."""
        source, label = self.source(record, spans), self.sitting(record).label
        if record.utterances and sum(self._labels.values()) == 1 and source.place:
            return source.place
        return f"{label} {source.place}" if record.utterances and self._labels[label] == 1 and label else str(source)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents of the period, behind the name by which passages are cited."""
        labelled = [(self.sitting(record).label, record.source.name) for record in self.chosen if record.utterances]
        several = len(labelled) > 1
        return tuple(
            f"{label} {name}" if several and self._labels[label] == 1 and label else name for label, name in labelled
        )

    def told(self, record: Record, text: str) -> str:
        """A text of a record as it may be shown."""
        return self.names[record.id].text(text)

    def gist(self, record: Record, utterance: Utterance) -> str:
        """An utterance in short (発言要旨)."""
        found = self.gist_of(record, utterance)
        return self.told(record, "".join(one.text for one in found) or utterance.text)

    def gist_of(self, record: Record, utterance: Utterance) -> tuple[Cited, ...]:
        """The sentences of that, each with its place."""
        if record.id not in self._gists:
            self._gists[record.id] = gists_of(record, GIST)
        return self._gists[record.id].get(utterance.id, ())

    def utterance(self, record: str, name: str) -> tuple[Record, Utterance]:
        """The record and the utterance of two ids."""
        found = self._records[record]
        return found, next(one for one in found.utterances if one.id == name)

    def cited(self, cited: Cited) -> str:
        """A sentence of a summary as it may be shown."""
        return self.told(self._records[cited.record], cited.text)

    def cited_place(self, cited: Sequence[Cited]) -> str:
        """Where sentences of one turn stand, from the first to the last, in short."""
        spans = sorted(span for one in cited for span in one.spans)
        return self.cite(self._records[cited[0].record], tuple(spans))

    def topics(self, utterance: Utterance) -> tuple[str, ...]:
        """The labels of an utterance's policy fields, the most probable first."""
        found = sorted(utterance.topics, key=lambda topic: -topic.score)[:MOST_TOPICS]
        return tuple(self.labels.get(topic.id, topic.id) for topic in found)

    # --- exchanges

    @cached_property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The remarks of the period and the policy fields that were asked for, in order."""
        return tuple(exchange for record in self.chosen for exchange in self.exchanges_of(record))

    def exchanges_of(self, record: Record) -> Iterator[Exchange]:
        """The remarks of one record and what was replied to each."""
        known = {utterance.id: utterance for utterance in record.utterances}
        replies = replies_of(record)
        for utterance in record.utterances:
            wanted = self._only is None or (record.id, utterance.id) in self._only
            if utterance.kind not in REMARKS or not wanted:
                continue
            answering = [(known[one], spans) for one, spans in replies.get(utterance.id, {}).items()]
            if self._on_topic((utterance, *(one for one, _ in answering))):
                yield self._exchange(record, utterance, answering)

    def _on_topic(self, utterances: Iterable[Utterance]) -> bool:
        wanted = {field.id for field in self.fields}
        return not wanted or any(topic.id in wanted for one in utterances for topic in one.topics)

    def _exchange(self, record: Record, utterance: Utterance, answering: list[tuple[Utterance, Spans]]) -> Exchange:
        return Exchange(
            record.id,
            utterance.id,
            self.sitting(record),
            self.names[record.id].speaker(utterance),
            KINDS[utterance.kind],
            act_of(utterance),
            self.topics(utterance),
            self.told(record, utterance.text),
            self.gist(record, utterance),
            self.source(record, utterance.spans),
            self.cite(record, utterance.spans),
            tuple(self._answer(record, one, spans) for one, spans in answering),
        )

    def _answer(self, record: Record, utterance: Utterance, spans: Spans) -> Answer:
        promises = tuple(
            p for c in utterance.commitments if touch(c.spans, spans) for p in (self._promise(record, utterance, c),)
        )
        text = excerpt(record, utterance, spans)
        return Answer(
            utterance.id,
            self.names[record.id].speaker(utterance),
            self.told(record, text),
            self.gist(record, utterance) if text == utterance.text else self.told(record, text),
            promises,
            self.source(record, spans),
        )

    def _promise(self, record: Record, utterance: Utterance, commitment: Commitment) -> Promise:
        return Promise(
            commitment.strength,
            self.told(record, shortened(_printed(record, commitment)).string),
            self.names[record.id].speaker(utterance),
            commitment.due_text or "",
            date.fromisoformat(commitment.due) if commitment.due else None,
            self.source(record, commitment.spans),
            self.cite(record, commitment.spans),
            utterance.id,
        )

    def promises_of(self, record: Record) -> Iterator[tuple[Utterance, Promise]]:
        """All commitments of a record, those of closing words included, and the turn of each."""
        for utterance in record.utterances:
            if self._on_topic((utterance,)):
                yield from ((utterance, self._promise(record, utterance, one)) for one in utterance.commitments)

    # --- later documents

    @cached_property
    def _courses(self) -> dict[tuple[str, str], Course]:
        if len(self.records) < 2 or not self._follow:
            return {}
        return {(course.record, course.utterance): course for course in courses_of(self.records, proven=False)}

    def later(self, record: str, *utterances: str) -> tuple[Later, ...]:
        """What later documents hold on the matter of some utterances, the likeliest first."""
        courses = [self._courses[record, one] for one in utterances if (record, one) in self._courses]
        found = {(s.record, s.items): s for course in courses for s in (*course.measures, *course.replies)}
        best = sorted(found.values(), key=lambda sequel: -sequel.score)[:MOST_LATER]
        return tuple(self._later(sequel) for sequel in best)

    def searched(self, record: str, *utterances: str) -> bool:
        """Whether there were later documents to look at."""
        return any((record, one) in self._courses and self._courses[record, one].searched for one in utterances)

    def _later(self, sequel: Sequel) -> Later:
        record = self._records[sequel.record]
        kind = {SequelKind.MEASURE: "施策", SequelKind.BUDGET: "予算", SequelKind.REPLY: "回答"}[sequel.kind]
        name, source = self.told(record, sequel.name), self.source(record, sequel.spans)
        return Later(kind, name, sequel.date, source, self.cite(record, sequel.spans))


def _printed(record: Record, commitment: Commitment) -> Text:
    return text_of(commitment.text, commitment.spans, record.source_text, record.folds)


def field_of(name: str, fields: Sequence[Field]) -> Field:
    """The policy field of an id, a label or a part that only one label has (分野の指定); SettingsError for none."""
    found = [field for field in fields if name in {field.id, field.label}]
    found = found or [field for field in fields if name in field.label]
    if len(found) != 1:
        known = "、".join(f"{field.id}（{field.label}）" for field in found or fields)
        raise SettingsError("no-topic", f"政策分野「{name}」はありません", remedy=f"選べるのは {known}")
    return found[0]


def _order(record: Record) -> tuple[str, int, str, str]:
    """By council, number, date: as a file of papers is kept; documents without a meeting last."""
    meeting = record.meeting
    if meeting is None:
        return "\uffff", 0, "", record.source.name
    return meeting.name or "\ufffe", meeting.number or 0, meeting.date or "", record.source.name
