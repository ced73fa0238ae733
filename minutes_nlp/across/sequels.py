"""What became of a remark or a promise (その後): later measures, budgets and replies on the same matter.

    for course in courses_of(records):
        course.utterance, course.measures  # "u8", (Sequel(name="地域活性化シニア起業人", …), …), best first

A remark and its replies are one matter (質疑). How far a later text speaks of it is seen against how far all others
do: a text that fits every matter fits none, and the one that was meant stands out. Weights are in
`models/sequels.json`, learned by `scripts/followups.py` from the councils of training.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.across.bodies import bodies_of
from minutes_nlp.across.days import day_of
from minutes_nlp.across.exchanges import Exchange, exchanges_of
from minutes_nlp.across.later import Later, SequelKind, measures_in, replies_in
from minutes_nlp.across.likeness import Likeness, Matter
from minutes_nlp.across.meanings import Floats
from minutes_nlp.across.related import telling_words
from minutes_nlp.across.shared_words import Passage, SharedWord, shared_words
from minutes_nlp.findings import Spans, Strength, TermKind
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.vectors import WordVectors, our_vectors
from minutes_nlp.model import Record, Utterance
from minutes_nlp.resources import resource
from minutes_nlp.wording import MEASURES

__all__ = ["Course", "Look", "Sequel", "SequelKind", "SharedWord", "Weighing", "courses_of", "weighings"]

MOST = 5  # sequels of a turn that are told
FURTHER = 0.03  # score of a second or further one; with none recall is the same, and five are told of everything
NAMED = (
    0.5  # of its name that was said, with which a further one needs no more than DOUBTFUL: 1 more of 253, in training
)
MOST_DOUBTFUL = 3
DOUBTFUL = 0.01  # score of one that is worth a look where nothing better is found
PRIOR = 3  # texts of middle likeness that are thought to stand beside few real ones, so that a mean means something
LEVEL = 0.21  # mean likeness of the exchanges and the measures of our corpus, with word vectors and without
SAME = (
    0.6  # how near a word must be to be the very thing that was left out: 燃料 and ガソリン are .68, 大学 and 学生 .55
)
STRENGTHS = {
    Strength.WILL_DO: "実施すると回答",
    Strength.WILL_STUDY: "検討すると回答",
    Strength.UNDER_WAY: "検討・実施中と回答",
    Strength.STANCE: "問題意識を回答",
}

NAME = 2  # of the figures, how much of the name was said

Masks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sequel:
    """A later measure, budget or reply on the matter of a remark (その後の資料), with what shows it.

    `record` is the id of the later document, `items` those of the measures that it prints of one programme, the fullest
    first, or that of the reply; `date` is the first day from which it may be, ISO 8601.
    """

    kind: SequelKind
    record: str
    items: tuple[str, ...]
    name: str  # the measure's name; the beginning of a reply
    date: str
    score: float  # 0 to 1: how probably it is one
    shared: tuple[SharedWord, ...]
    reasons: tuple[str, ...]  # in Japanese, for staff
    spans: Spans  # of the measure's name or of the reply, in its record


@dataclass(frozen=True, slots=True)
class Course:
    """A remark, a reply or a promise, and what became of it (経過).

    `measures` and `replies` are ranked, the best first; both empty is a result, 該当なし, where `searched` is above 0.
    `searched` is how many later measures and replies there were to look at; 0 says that nothing later is at hand.
    `doubtful` are the best measures where none is good enough to be told, and what other councils, prefectures or towns
    have on the matter (参考): for who wants to look on.
    """

    record: str
    utterance: str
    date: str | None  # of the meeting; None: nothing can be said to be later
    measures: tuple[Sequel, ...]
    replies: tuple[Sequel, ...]
    doubtful: tuple[Sequel, ...]
    searched: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much each piece of evidence counts (重み), and the score from which on a sequel is told."""

    bias: float
    level: float  # how far it speaks of the matter
    centred: float  # the same, against other texts and other matters
    named: float  # how much of a measure's name was said
    declined: float  # the replies promise nothing
    least: float

    def scores(self, evidence: Floats) -> Floats:
        """The probability of each (確からしさ), from the four figures in the last axis."""
        weights = np.array([self.level, self.centred, self.named, self.declined])
        scores: Floats = 1 / (1 + np.exp(-(evidence @ weights + self.bias)))
        return scores


@dataclass(frozen=True, slots=True)
class Look:
    """Matters seen against texts that may be later (突き合わせ): a row for each exchange, a column for each text."""

    exchanges: tuple[Exchange, ...]
    later: tuple[Later, ...]
    passages: tuple[tuple[Passage, ...], ...]  # of the exchanges
    likeness: Likeness
    after: Masks  # whether the text is later than the exchange
    evidence: Floats  # four figures for each two, in the order of `Weighing`

    @classmethod
    def over(cls, exchanges: Sequence[Exchange], later: Sequence[Later], vectors: WordVectors | None) -> Look:
        """Of all exchanges and all texts; measures are seen against measures, replies against replies."""
        raised = [Matter.of(turn.text for turn in exchange.turns) for exchange in exchanges]
        likeness = Likeness.between(
            raised,
            [Matter.of(passage.text for passage in one.passages) for one in later],
            vectors,
        )
        days = [day_of(exchange.record) for exchange in exchanges]
        after = np.array([[day is not None and one.day > day for one in later] for day in days], bool)
        after = after.reshape(len(exchanges), len(later))
        evidence = np.zeros((*after.shape, 4), np.float32)
        evidence[..., 3] = np.array([exchange.declined for exchange in exchanges], np.float32)[:, None]
        for is_reply in (False, True):
            kind = np.array([(one.kind is SequelKind.REPLY) is is_reply for one in later], bool)
            evidence[:, kind, 0] = likeness.levels[:, kind]
            evidence[:, kind, 1] = _centred(likeness.levels[:, kind], after[:, kind])
        names = [() if one.kind is SequelKind.REPLY else telling_words(one.name) for one in later]
        evidence[..., NAME] = likeness.named(raised, names)
        passages = (
            tuple(Passage(exchange.record, turn.text, turn.spans) for turn in exchange.turns) for exchange in exchanges
        )
        return cls(tuple(exchanges), tuple(later), tuple(passages), likeness, after, evidence)


def courses_of(records: Sequence[Record], *, proven: bool = True) -> tuple[Course, ...]:
    """What became of each remark, follow-up, reply and promise of the records (その後), in their order.

    Without `proven` sequels come without shared words and reasons, in half the time.
    """
    standing = [(record, exchanges_of(record)) for record in records]
    exchanges = list(dict.fromkeys(exchange for _, found in standing for exchange in found.values()))
    later = [one for record in records for one in (*measures_in(record), *replies_in(record))]
    vectors = our_vectors()
    seen = Look.over(exchanges, later, vectors)
    rows = {exchange: row for row, exchange in enumerate(exchanges)}
    telling = _Telling(seen, learned=vectors is None, proven=proven)
    return tuple(
        telling.course(rows[found[turn.id]], turn)
        for record, found in standing
        for turn in record.utterances
        if turn.id in found
    )


@cache
def weighings(*, learned: bool = False) -> Mapping[str, Weighing]:
    """The weights of measures and of replies (学習した重み); `learned`: where there is no file of vectors."""
    data = json.loads(resource("models", "sequels.json").read_text(encoding="utf-8"))
    return {name: Weighing(**values) for name, values in data["learned" if learned else "vectors"].items()}


def _centred(levels: Floats, after: Masks) -> Floats:
    """The levels without what a matter has with all later texts, and a later text with all matters."""
    rows = (np.where(after, levels, 0).sum(axis=1) + PRIOR * LEVEL) / (after.sum(axis=1) + PRIOR)
    apart = levels - rows[:, None]
    columns = np.where(after, apart, 0).sum(axis=0) / (after.sum(axis=0) + PRIOR)
    centred: Floats = apart - columns
    return centred


class _Telling:
    """What is told of each exchange (選択): the turns of one share what became of it."""

    def __init__(self, seen: Look, *, learned: bool, proven: bool) -> None:
        self._seen = seen
        self._proven = proven
        self._weights = weights = weighings(learned=learned)
        # vectors learned from the texts at hand bring together what stands in the same texts: no sign of the same thing
        self._same = 1.0 if learned else SAME
        self._scores = np.zeros(seen.after.shape, np.float32)
        for is_reply, name in ((False, "measures"), (True, "replies")):
            kind = np.array([(one.kind is SequelKind.REPLY) is is_reply for one in seen.later], bool)
            self._scores[:, kind] = weights[name].scores(seen.evidence[:, kind])
        self._scores[~seen.after] = 0
        self._known: dict[tuple[int, int], Sequel] = {}
        self._own: dict[tuple[str, str], bool] = {}  # by the ids of two records
        self._bodies = bodies_of([*(one.record for one in seen.exchanges), *(one.record for one in seen.later)])

    def course(self, row: int, turn: Utterance) -> Course:
        """What became of a turn of the exchange in a row."""
        record = self._seen.exchanges[row].record
        ranked = self._ranked(row, turn)
        own = {column for column in ranked if self._is_own(row, column)}
        measures = [column for column in ranked if column in own and not self._is_reply(column)]
        replies = [column for column in ranked if column in own and self._is_reply(column)]
        told = self._told(row, measures, self._weights["measures"])
        doubtful = (
            column
            for column in ranked
            if (not told and not self._is_reply(column) if column in own else self._is_near(row, column))
        )
        day = day_of(record)
        return Course(
            record=record.id,
            utterance=turn.id,
            date=day.isoformat() if day else None,
            measures=self._sequels(row, told),
            replies=self._sequels(row, self._told(row, replies, self._weights["replies"])),
            doubtful=self._sequels(row, islice(doubtful, MOST_DOUBTFUL)),
            searched=int(self._seen.after[row].sum()),
        )

    def _ranked(self, row: int, turn: Utterance) -> list[int]:
        """The later texts that may be told, the best first; where something stays excluded, only what names it."""
        left_out = self._seen.exchanges[row].left_out(turn)
        return [
            int(column)
            for column in np.argsort(-self._scores[row], kind="stable")
            if self._scores[row, column] >= DOUBTFUL
            and all(self._seen.likeness.holds(word, int(column)) >= self._same for word in left_out)
        ]

    def _is_own(self, row: int, column: int) -> bool:
        """Whether a later text is of a body that the exchange concerns (同じ会議・自治体の資料)."""
        ours, theirs = self._seen.exchanges[row].record.id, self._seen.later[column].record.id
        if (ours, theirs) not in self._own:
            self._own[ours, theirs] = self._bodies[ours].is_concerned_by(self._bodies[theirs])
        return self._own[ours, theirs]

    def _is_reply(self, column: int) -> bool:
        return self._seen.later[column].kind is SequelKind.REPLY

    def _is_near(self, row: int, column: int) -> bool:
        kind = "replies" if self._is_reply(column) else "measures"
        return bool(self._scores[row, column] >= self._weights[kind].least)

    def _told(self, row: int, ranked: Sequence[int], weighing: Weighing) -> list[int]:
        """Those that are told of: none unless the best is good enough."""
        if not ranked or self._scores[row, ranked[0]] < weighing.least:
            return []
        named = self._seen.evidence[row, :, NAME]
        return [column for column in ranked[:MOST] if self._scores[row, column] >= FURTHER or named[column] >= NAMED]

    def _sequels(self, row: int, columns: Iterable[int]) -> tuple[Sequel, ...]:
        return tuple(self._sequel(row, column) for column in columns)

    def _sequel(self, row: int, column: int) -> Sequel:
        if (row, column) not in self._known:
            score = float(self._scores[row, column])
            found = _sequel(self._seen, row, self._seen.later[column], score, proven=self._proven)
            if not self._is_own(row, column):
                found = replace(found, reasons=(self._of_others(self._seen.later[column].record), *found.reasons))
            self._known[row, column] = found
        return self._known[row, column]

    def _of_others(self, record: Record) -> str:
        """Whose a document is that is not of the body itself, in words for staff."""
        whose = "作成主体の記載がない資料" if self._bodies[record.id].is_nobody else "ほかの会議・自治体の資料"
        name = (record.meeting.name if record.meeting else None) or record.title or record.source.name
        return f"{whose}：{name}"


def _sequel(seen: Look, row: int, later: Later, score: float, *, proven: bool) -> Sequel:
    exchange = seen.exchanges[row]
    ours = seen.passages[row]
    shared = shared_words(ours, later.passages, seen.likeness) if proven else ()
    return Sequel(
        kind=later.kind,
        record=later.record.id,
        items=later.items,
        name=later.name,
        date=later.day.isoformat(),
        score=round(score, 3),
        shared=shared,
        reasons=tuple(_reasons(exchange, later, ours, shared)) if proven else (),
        spans=later.spans,
    )


def _reasons(exchange: Exchange, later: Later, ours: Sequence[Passage], shared: Sequence[SharedWord]) -> Iterator[str]:
    """Why it is told of, in words for staff (根拠)."""
    names = _programmes(ours) & _programmes(later.passages)
    if names:
        yield f"同じ事業・制度：{'、'.join(sorted(names))}"
    if same := [one.word for one in shared if _folded(one.word) == _folded(one.other)]:
        yield f"共通の語：{'、'.join(same)}"
    if other := [f"{one.word}―{one.other}" for one in shared if _folded(one.word) != _folded(one.other)]:
        yield f"近い語：{'、'.join(other)}"
    strengths = {promise.strength for turn in exchange.turns for promise in turn.commitments}
    if firmest := next((said for strength, said in STRENGTHS.items() if strength in strengths), None):
        yield firmest
    if later.standing:
        yield f"{MEASURES[later.standing]}の施策"


def _folded(word: str) -> str:
    return normalize("NFKC", word).upper()


def _programmes(passages: Sequence[Passage]) -> frozenset[str]:
    return frozenset(name for passage in passages for name in _named(passage.text))


@lru_cache(maxsize=5_000)  # turns and measures of some meetings
def _named(text: str) -> tuple[str, ...]:
    return tuple(term.name for term in terms_in(text) if term.kind is TermKind.PROGRAMME)
