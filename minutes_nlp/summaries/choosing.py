"""Summaries (要約): sentences of the records themselves, shortened at most, each with its place.

    summarise([record])                                    # of a meeting
    summarise(records, topic="kyoryokutai")                # of a policy field over meetings
    summarise(records, council="研究会", since=date(2024, 4, 1), length=Length(1_200))

What is printed is chosen for the words that it adds: each word counts once, with the probability that a summary of
this matter holds it, for the characters that it takes; so nothing is told twice. A remark with its reply is preferred;
a reply alone has a word of the remark over it. No sentence begins with その without the one before it, and none is
printed that the gate of `fidelity.py` does not let through.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from minutes_nlp.findings import Cited, Gist, Summary, SummarySentence
from minutes_nlp.language.sentences import sentences
from minutes_nlp.model import Record, Utterance, UtteranceKind
from minutes_nlp.places import place_of, text_of
from minutes_nlp.summaries.fidelity import is_supported
from minutes_nlp.summaries.headings import Heading, headings_of
from minutes_nlp.summaries.passages import Key, Passage, Turn, meet, passages_of, turns_of, weighed
from minutes_nlp.text import Text
from minutes_nlp.values import REMARKS

__all__ = ["Length", "gist_of", "gists_of", "in_lengths", "summarise", "with_summary"]

# ROUGE-1 recall on the references of the training councils, each left out (scripts/summaries.py), where one is changed;
# differences below .01 are chance
SHARPNESS = 1.5  # the power of a word's probability: 1.25 .407, 1.5 .408
PAIR_BONUS = 1.3  # for a remark with its reply: 1.15 .403, 1.3 .408, 1.5 .402
FEWEST_WORDS = 6  # telling words of a sentence worth printing: 5 .398, 6 .408, 7 .398
LONGEST = 120  # characters of a passage: three lines of A4; only where nothing else fits a longer one is printed
MOST_OF_TURN = 2  # sentences of one turn
# what a remark asks for, in its gist: of 586 remarks of training that ask, 463 gists say it with 1, 521 with 2
WANTED = 3.0
LITTLE = 0.01  # what any sentence adds to a gist, so that it holds as many as fit
BRACKETS = 2  # characters that a heading takes besides its own


@dataclass(frozen=True, slots=True)
class Length:
    """How long a summary may be (要約の長さ): characters with headings and their brackets, exchanges, sentences."""

    characters: int = 600  # half a page of A4 in 10.5 pt
    points: int | None = None
    sentences: int | None = None


def summarise(  # noqa: PLR0913 - each is a choice of the reader
    records: Sequence[Record],
    *,
    topic: str | None = None,
    council: str | None = None,
    since: date | None = None,
    until: date | None = None,
    length: Length | None = None,
    model: dict[str, float] | None = None,
) -> Summary:
    """The summary of a meeting, of a topic over meetings, of a council and period (要約), oldest meeting first.

    `council` is a part of its name. Records that print no date are left out where a period is asked for.
    `model` are other weights than those of `models/summaries.json`.
    """
    lengths = [length or Length()]
    return next(in_lengths(records, lengths, topic=topic, council=council, since=since, until=until, model=model))


def in_lengths(  # noqa: PLR0913 - as above
    records: Sequence[Record],
    lengths: Iterable[Length],
    *,
    topic: str | None = None,
    council: str | None = None,
    since: date | None = None,
    until: date | None = None,
    model: dict[str, float] | None = None,
) -> Iterator[Summary]:
    """The same summary in several lengths (長さ別の要約), so that the one that fits a page is soon found."""
    held = sorted(_held(records, council, since, until), key=lambda record: _day(record) or "")
    turns = [turn for record in held for turn in turns_of(record) if topic is None or _is_on(turn.utterance, topic)]
    choice = _Choice.of(turns, model)
    for length in lengths:
        yield choice.anew(length).made()


def gist_of(record: Record, utterance: Utterance, characters: int = 80) -> tuple[Cited, ...]:
    """The sentences of one utterance that tell its matter (発言要旨), within so many characters; one at least."""
    return _gist(turns_of(record, utterance)[0], characters)


def gists_of(record: Record, characters: int = 80) -> dict[str, tuple[Cited, ...]]:
    """The same of all remarks and replies of a record, by their ids."""
    turns = (turn for turn in turns_of(record) if turn.utterance.kind is not UtteranceKind.STATEMENT)
    return {turn.utterance.id: _gist(turn, characters) for turn in turns}


def _gist(turn: Turn, characters: int) -> tuple[Cited, ...]:
    choice = _Choice.of([turn], of_one_turn=True).anew(Length(characters))
    return tuple(map(_cited, choice.chosen())) or choice.shortest() or _opening(turn)


def _opening(turn: Turn) -> tuple[Cited, ...]:
    """The first sentence of a turn, as it is printed."""
    one, record = turn.utterance, turn.record
    text = text_of(one.text, one.spans, record.source_text, record.folds)
    return tuple(_cited_text(text[start:stop], turn) for start, stop in sentences(one.text)[:1])


def with_summary(record: Record, length: Length | None = None) -> Record:
    """The record with its summary in it (要約つきの記録)."""
    found = summarise([record], length=length).sentences
    return replace(record, summary=tuple(SummarySentence(one.text, one.utterance, one.spans) for one in found))


def _held(records: Iterable[Record], council: str | None, since: date | None, until: date | None) -> Iterator[Record]:
    """The records of a council and period."""
    for record in records:
        day = _day(record)
        if council and council not in ((record.meeting and record.meeting.name) or ""):
            continue
        if since and (day is None or day < since.isoformat()):
            continue
        if until and (day is None or day > until.isoformat()):
            continue
        yield record


def _day(record: Record) -> str | None:
    return record.meeting.date if record.meeting else None


def _is_on(utterance: Utterance, topic: str) -> bool:
    return any(found.id == topic for found in utterance.topics)


# --- choosing -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Choice:
    """What has been chosen so far, and what may still be."""

    passages: list[Passage]
    weights: list[dict[str, float]]
    headings: dict[Key, Heading]
    of_one_turn: bool = False  # the gist of a turn: its first sentence may be longer, and a question stand alone
    length: Length = field(default_factory=Length)
    options: list[tuple[int, ...]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    sentences: set[tuple[Key, int]] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    exchanges: dict[Key, Heading | None] = field(default_factory=dict)  # with the heading of each
    left: int = 0

    @classmethod
    def of(cls, turns: Sequence[Turn], model: dict[str, float] | None = None, *, of_one_turn: bool = False) -> _Choice:
        passages = passages_of(turns)
        weights = [{word: chance**SHARPNESS for word, chance in one.items()} for one in weighed(passages, model)]
        choice = cls(passages, weights, {} if of_one_turn else headings_of(passages, weights), of_one_turn)
        choice.options = list(dict.fromkeys(choice._options()))
        return choice

    def anew(self, length: Length) -> _Choice:
        """The same to choose from, and nothing chosen yet."""
        state = (self.passages, self.weights, self.headings, self.of_one_turn, length, list(self.options))
        return _Choice(*state, left=length.characters)

    def made(self) -> Summary:
        """The summary."""
        points: list[Gist] = []
        for exchange, found in groupby(self.chosen(), key=lambda one: one.turn.exchange):
            heading = self.exchanges.get(exchange)
            for remark, reply in _in_turns(found):
                head = _cited_text(heading.text, heading.turn) if heading and not remark else None
                points.append(Gist(tuple(map(_cited, remark)), tuple(map(_cited, reply)), head))
        return Summary(tuple(points))

    def chosen(self) -> list[Passage]:
        """The passages chosen, exchange by exchange as the first of each stands, in order inside."""
        while option := self._best():
            self._take(*option)
        order: dict[Key, int] = {}
        for number in sorted(self.taken):
            order.setdefault(self.passages[number].turn.exchange, number)
        return [
            self.passages[number]
            for number in sorted(self.taken, key=lambda n: (order[self.passages[n].turn.exchange], n))
        ]

    def shortest(self) -> tuple[Cited, ...]:
        """The shortest passage, where none fits."""
        safe = sorted(filter(_is_safe, self.passages), key=lambda one: (one.points_back, len(one.text)))
        return tuple(_cited(one) for one in safe[:1])

    def _options(self) -> Iterator[tuple[int, ...]]:
        """Single passages, a remark with its reply, a sentence that points back with the one before it."""
        fewest = 0 if self.of_one_turn else FEWEST_WORDS
        fit = [n for n, one in enumerate(self.passages) if len(self.weights[n]) >= fewest and len(one.text) <= LONGEST]
        by_turn: defaultdict[Key, list[int]] = defaultdict(list)
        for n in fit:
            by_turn[self.passages[n].turn.key].append(n)
        for n in fit:
            one = self.passages[n]
            if one.points_back:
                yield from ((m, n) for m in by_turn[one.turn.key] if self._leads_to(m, n))
                continue
            if self.of_one_turn or not one.wants_answer:
                yield (n,)
            if one.turn.utterance.kind is UtteranceKind.REPLY:
                for asked in one.turn.utterance.replies_to:
                    remarks = by_turn[one.turn.record.id, asked]
                    yield from ((m, n) for m in remarks if not self.passages[m].points_back and self._belong(m, n))

    def _belong(self, remark: int, reply: int) -> bool:
        """Whether a reply is to this very sentence: by what it does, its words, and the parts (前段・後段)."""
        asked, answered = self.passages[remark], self.passages[reply]
        if not (self.weights[remark].keys() & self.weights[reply].keys() or asked.wants):
            return False
        parts = [
            pair
            for pair in asked.turn.record.pairs
            if pair.part and (pair.question, pair.answer) == (asked.turn.utterance.id, answered.turn.utterance.id)
        ]
        of_reply = [pair for pair in parts if meet(pair.answer_spans, answered.text.spans)]
        return not of_reply or any(meet(pair.question_spans, asked.text.spans) for pair in of_reply)

    def _leads_to(self, first: int, second: int) -> bool:
        before, after = self.passages[first], self.passages[second]
        return before.sentence == after.sentence - 1 and not before.points_back and not before.is_part

    def _best(self) -> tuple[tuple[int, ...], Heading | None] | None:
        best, most = None, 0.0
        room = max(self.left, LONGEST) if self.of_one_turn and not self.taken else self.left
        for option in self.options:
            new = [n for n in option if n not in self.taken]
            if not new or any(self.passages[n].place in self.sentences for n in new):
                continue
            size = sum(len(self.passages[n].text) for n in new)
            if size > room or not self._has_room(option, new):
                continue
            worth, heading = self._worth(option, new, size)
            if worth > most:
                best, most = (option, heading), worth
        return best

    def _has_room(self, option: tuple[int, ...], new: Sequence[int]) -> bool:
        turns = Counter(self.passages[n].turn.key for n in (*self.taken, *new))
        if any(turns[self.passages[n].turn.key] > MOST_OF_TURN for n in new):
            return False
        if self.length.sentences is not None and len(self.taken) + len(new) > self.length.sentences:
            return False
        exchange = self.passages[option[-1]].turn.exchange
        return self.length.points is None or exchange in self.exchanges or len(self.exchanges) < self.length.points

    def _worth(self, option: tuple[int, ...], new: Sequence[int], size: int) -> tuple[float, Heading | None]:
        """What an option adds for each character that it takes, and the heading that it is best printed under."""
        added: dict[str, float] = {}
        for n in new:
            for word, weight in self.weights[n].items():
                if word not in self.told:
                    added[word] = max(added.get(word, 0), weight)
        gain = sum(added.values()) + (LITTLE if self.of_one_turn else 0)
        last = self.passages[option[-1]]
        if len({self.passages[n].turn.key for n in option}) > 1:
            return gain / size * PAIR_BONUS, None
        if self.of_one_turn and last.turn.utterance.kind in REMARKS and last.wants:
            gain *= WANTED
        if last.turn.exchange in self.exchanges or last.turn.utterance.kind is not UtteranceKind.REPLY:
            return gain / size, None
        heading = self.headings.get(last.turn.exchange)
        if heading is None or heading.text.string in last.text.string:
            return gain / size, None
        width = len(heading.text) + BRACKETS
        gain += sum(worth for word, worth in heading.words.items() if word not in self.told and word not in added)
        return (gain / (size + width) if size + width <= self.left else 0.0), heading

    def _take(self, option: tuple[int, ...], heading: Heading | None) -> None:
        new = [n for n in option if n not in self.taken]
        if not all(_is_safe(self.passages[n]) for n in new):
            self.options.remove(option)
            return
        for n in new:
            self.taken.add(n)
            self.sentences.add(self.passages[n].place)
            self.told |= self.weights[n].keys()
            self.left -= len(self.passages[n].text)
        exchange = self.passages[option[-1]].turn.exchange
        printed = self.exchanges.setdefault(exchange, heading)
        if heading:
            self.left -= len(heading.text) + BRACKETS
            self.told |= heading.words.keys()
        if printed and exchange in {self.passages[n].turn.key for n in new}:  # with the remark it needs no heading
            self.left += len(printed.text) + BRACKETS
            self.exchanges[exchange] = None


def _in_turns(found: Iterable[Passage]) -> Iterator[tuple[list[Passage], list[Passage]]]:
    """The remarks and replies of an exchange: who comes back on a reply begins anew, for it is not answered by it."""
    remark: list[Passage] = []
    reply: list[Passage] = []
    for one in found:
        is_reply = one.turn.utterance.kind is UtteranceKind.REPLY
        if reply and not is_reply:
            yield remark, reply
            remark, reply = [], []
        (reply if is_reply else remark).append(one)
    yield remark, reply


def _is_safe(passage: Passage) -> bool:
    """Whether the gate lets a passage through (忠実性)."""
    record = passage.turn.record
    return is_supported(passage.text.string, passage.text.spans, record.source_text, record.folds)


def _cited(passage: Passage) -> Cited:
    return _cited_text(passage.text, passage.turn)


def _cited_text(text: Text, turn: Turn) -> Cited:
    record, spans = turn.record, text.spans
    page, line = place_of(record.pages, record.source_text, spans[0][0], record.furniture)
    return Cited(text.string, record.id, turn.utterance.id, spans, page, line)
