"""What later documents hold (その後の候補): measures, one for each programme, and replies with their questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minutes_nlp.across.days import day_of, day_of_measure
from minutes_nlp.across.exchanges import exchanges_of, without_exclusions
from minutes_nlp.across.shared_words import Passage
from minutes_nlp.findings import Measure, MeasureKind, Spans
from minutes_nlp.language.sentences import sentences
from minutes_nlp.model import Record, UtteranceKind

__all__ = ["Later", "SequelKind", "measures_in", "replies_in"]

SHORTEST_NAME = 4  # characters of a name that another one may go on from: 地域活性化起業人 and its マッチング支援
LONGEST_NAME = 40  # characters of a reply's first sentence that stand for it
# その他, その他の予算
REST = re.compile("^その他")


class SequelKind(StrEnum):
    """What a later document holds on the matter (その後の別)."""

    MEASURE = "measure"  # 施策
    BUDGET = "budget"  # 施策 with an amount of money of its own
    REPLY = "reply"  # a reply, or a promise kept or made anew, in a later meeting


@dataclass(frozen=True, slots=True)
class Later:
    """A text of a document that may be later (その後の候補), from the day on that its document prints."""

    kind: SequelKind
    record: Record
    day: date
    items: tuple[str, ...]  # ids of measures, the fullest first, or of the reply
    name: str
    passages: tuple[Passage, ...]
    spans: Spans
    standing: MeasureKind | None = None  # 新規, 拡充 as printed


def measures_in(record: Record) -> Iterator[Later]:
    """The measures of a record (施策), each programme once, however often a deck comes back to it."""
    dated = {measure.id: day for measure in record.measures if (day := day_of_measure(measure, record))}
    groups: dict[str, list[Measure]] = {}
    names = [_key(measure.name) for measure in record.measures]
    for measure in record.measures:
        name = _key(measure.name)
        if measure.id in dated and not REST.match(name):
            begin = [one for one in names if len(one) >= SHORTEST_NAME and name.startswith(one)]
            groups.setdefault(min(begin, key=len, default=name), []).append(measure)
    for group in groups.values():
        fullest = sorted(group, key=lambda measure: -len(measure.description))
        yield Later(
            kind=SequelKind.BUDGET if any(measure.money for measure in group) else SequelKind.MEASURE,
            record=record,
            day=max(dated[measure.id] for measure in group),
            items=tuple(measure.id for measure in fullest),
            name=Counter(measure.name for measure in group).most_common(1)[0][0],
            passages=tuple(one for measure in fullest for one in _passages(measure, record)),
            spans=fullest[0].spans,
            standing=next((measure.kind for measure in fullest if measure.kind), None),
        )


def replies_in(record: Record) -> Iterator[Later]:
    """The replies of a record (回答), read together with what they answer."""
    day = day_of(record)
    for turn_id, exchange in exchanges_of(record).items() if day else ():
        turn = next(one for one in exchange.turns if one.id == turn_id)
        if turn.kind is UtteranceKind.REPLY and day:
            asked = [one for one in exchange.turns if one.id in turn.replies_to]
            yield Later(
                kind=SequelKind.REPLY,
                record=record,
                day=day,
                items=(turn.id,),
                name=_beginning(turn.text),
                passages=tuple(Passage(record, without_exclusions(one.text), one.spans) for one in (turn, *asked)),
                spans=turn.spans,
            )


def _passages(measure: Measure, record: Record) -> Iterator[Passage]:
    yield Passage(record, measure.name, measure.spans)
    if measure.description:
        yield Passage(record, without_exclusions(measure.description), measure.description_spans)


def _key(name: str) -> str:
    return re.sub(r"[\s「」『』]", "", name)


def _beginning(text: str) -> str:
    start, stop = next(iter(sentences(text)), (0, len(text)))
    sentence = text[start:stop].strip()
    return sentence if len(sentence) <= LONGEST_NAME else f"{sentence[:LONGEST_NAME]}…"
