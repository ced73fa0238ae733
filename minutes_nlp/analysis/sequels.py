"""What became of a remark or a promise (その後): later measures, budgets and replies on the same matter.

for course in courses_of(records):
    course.utterance, course.measures  # "u8", (Sequel(name="地域活性化シニア起業人", …), …), best first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from minutes_nlp.findings import Spans
from minutes_nlp.model import Record

__all__ = ["Course", "Sequel", "SequelKind", "SharedWord", "courses_of"]


class SequelKind(StrEnum):
    """What a later document holds on the matter (その後の別)."""

    MEASURE = "measure"  # 施策
    BUDGET = "budget"  # 施策 with an amount of money of its own
    REPLY = "reply"  # a reply, or a promise kept or made anew, in a later meeting


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word or name on both sides (共通の語): `word` as the remark has it, the spans of each in its own document.

    `other` is how the later document puts it: the same word, a synonym, or one of near meaning.
    """

    word: str
    other: str
    spans: Spans  # in the record of the remark
    other_spans: Spans  # in the record of the sequel


@dataclass(frozen=True, slots=True)
class Sequel:
    """A later measure, budget or reply on the matter of a remark (その後の資料), with what shows it.

    `record` is the id of the later document, `item` that of the measure or utterance in it; `date` is the first day
    from which it may be, ISO 8601: of a measure that of its fiscal year, of a month alone its first day.
    """

    kind: SequelKind
    record: str
    item: str
    name: str  # the measure's name; the first sentence of a reply
    date: str
    score: float  # 0 to 1: how probably it is one
    shared: tuple[SharedWord, ...]
    reasons: tuple[str, ...]  # in Japanese, for staff
    spans: Spans  # of the measure or the reply in its record


@dataclass(frozen=True, slots=True)
class Course:
    """A remark, a reply or a promise, and what became of it (経過).

    `measures` and `replies` are ranked, the best first; both empty is a result, 該当なし, where `searched` is above 0.
    `searched` is how many later measures and replies there were to look at; 0 says that nothing later is at hand.
    """

    record: str
    utterance: str
    date: str | None  # of the meeting; None: nothing can be said to be later
    measures: tuple[Sequel, ...]
    replies: tuple[Sequel, ...]
    searched: int


def courses_of(records: Sequence[Record]) -> tuple[Course, ...]:
    """What became of each remark, follow-up, reply and promise of the records (その後), in their order."""
    del records
    return ()
