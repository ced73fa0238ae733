"""Commitments in a text (約束・検討事項・宿題): the clause that is promised, how firmly, and by when.

The wording is data, `commitments.toml`. Who speaks is not known here: a member says 検討したい in the same words as the
secretariat, so only what the side of the government says is to be given.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from minutes_nlp.findings import FigureKind, Strength
from minutes_nlp.language.figures import figures_in
from minutes_nlp.language.plain import standard
from minutes_nlp.language.sentences import sentences
from minutes_nlp.numerals import in_ascii, number
from minutes_nlp.resources import table
from minutes_nlp.text import Span

__all__ = ["CommitmentMention", "attributed", "commitments_in", "of_authority"]

ORDER = (Strength.STANCE, Strength.UNDER_WAY, Strength.WILL_STUDY, Strength.WILL_DO)  # the narrow ones first
# "予定でございます。」"
STOPS = "。．！!」』）) \u3000\n"
# "協議を進めており、" / "洗い出しているところであり、": leads up to the promise that the sentence ends in
LEADS = re.compile(
    r"(?<!考え)(?<!思っ)(?<!こととし)(?<!ことといたし)て(?:おり(?:まして)?|いるところであり(?:まして)?)、$"
)
POLITE = 0.5  # share of sentences from which a text is polite; explanations of slides have 0.6 and more
FEWEST_SENTENCES = 3  # in fewer the share says nothing
# "9月末" / "十月" / "3月15日"
MONTH = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日)?"
)


class CommitmentMention(NamedTuple):
    """A commitment (約束) at `text[start:end]`; `due_span` is the printed time limit, `due` its last day."""

    strength: Strength
    start: int
    end: int
    due_span: Span | None = None
    due: date | None = None


class Clause(NamedTuple):
    """A part of a sentence that says something to its end (節)."""

    start: int
    end: int
    last: bool


class _Wording(NamedTuple):
    authority: re.Pattern[str]
    attribution: re.Pattern[str]
    reported: re.Pattern[str]
    hearsay: re.Pattern[str]
    particles: re.Pattern[str]
    tail: re.Pattern[str]
    breaks: re.Pattern[str]
    never: re.Pattern[str]
    plain: re.Pattern[str]
    states: re.Pattern[str]
    middle: re.Pattern[str]
    due: re.Pattern[str]
    polite: re.Pattern[str]
    strengths: tuple[tuple[Strength, re.Pattern[str]], ...]


def commitments_in(text: str, said_on: date | None = None) -> list[CommitmentMention]:
    """The commitments in words of the government (約束), in order; 年度内 and its like reckoned from `said_on`."""
    told = list(sentences(text))
    spoken = _is_polite(text, told)
    return [
        found
        for start, stop in told
        if not spoken or _ends_politely(text[start:stop])
        for found in _of_sentence(text, start, stop, said_on)
    ]


def of_authority(label: str) -> bool:
    """Whether a speaker's label names a ministry, a local government or an office of them (役所の名)."""
    return bool(_wording().authority.search(label))


def attributed(sentence: str) -> int:
    """How long a sentence is without its end 旨事務局より回答。 and its full stop (本文の長さ)."""
    said = sentence.rstrip(STOPS)
    match = _wording().attribution.search(said)
    return match.start() if match and match.start() else len(said)


def _answered(sentence: str) -> int:
    """How long a sentence of an answer is without the words of who keeps the record (とのことであった)."""
    said = sentence[: attributed(sentence)]
    match = _wording().reported.search(said)
    return match.start() if match and not _wording().hearsay.search(said) else len(said)


def _is_polite(text: str, told: Sequence[Span]) -> bool:
    """Whether a text is in the polite style (です・ます調), in which a plain sentence tells what another says."""
    polite = sum(1 for start, stop in told if _ends_politely(text[start:stop]))
    return len(told) >= FEWEST_SENTENCES and polite >= POLITE * len(told)


def _ends_politely(sentence: str) -> bool:
    return _wording().polite.search(sentence.rstrip(STOPS)) is not None


def _of_sentence(text: str, start: int, stop: int, said_on: date | None) -> Iterator[CommitmentMention]:
    clauses = list(_clauses(text, start, start + _answered(text[start:stop])))
    strengths = [_strength(text[clause.start : clause.end], last=clause.last) for clause in clauses]
    for clause, strength in zip(clauses, strengths, strict=True):
        if strength and (clause.last or not strengths[-1] or not LEADS.search(text, clause.start, clause.end)):
            first, last = clause.start, clause.start + len(text[clause.start : clause.end].rstrip("、，"))
            yield CommitmentMention(strength, first, last, *_due(text, first, last, said_on))


def _clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    for match in _wording().breaks.finditer(text, start, end):
        if match.end() < end:
            yield Clause(start, match.end(), last=False)
            start = match.end()
    yield Clause(start, end, last=True)


def _strength(clause: str, *, last: bool) -> Strength | None:
    wording = _wording()
    if not last:
        match = wording.middle.search(clause)
        if not match:
            return None
        clause = _finished(clause[: match.start()] + match.group())
    clause = wording.particles.sub("", standard(clause))
    said = wording.tail.sub("", clause)
    if wording.never.search(clause) or wording.never.search(said):
        return None
    strength = next((strength for strength, pattern in wording.strengths if pattern.search(said)), None)
    if strength is None and said == clause and wording.plain.search(said) and not wording.states.search(said):
        return Strength.WILL_DO
    return strength


def _finished(clause: str) -> str:
    """A clause that goes on, as if it ended there: 送る予定であり、 is 送る予定."""
    # 予定であり、 / 直しますので、 / こととし、 / 協議しており、 / ところで、 / 旨、
    clause = re.sub(r"(?:で(?:あり|ございまして)?|旨|(?<=ます)(?:ので|から|けん|けえ))、$", "", clause)
    clause = re.sub(r"こと(?:とし|といたし)(?:ておりまして|まして)?、$", "こととする", clause)
    return re.sub(r"て(?:おり(?:まして)?|いること)、$", "ている", clause)


def _due(text: str, start: int, end: int, said_on: date | None) -> tuple[Span | None, date | None]:
    clause = text[start:end]
    for one in figures_in(clause, said_on):
        if one.kind is FigureKind.DATE:
            day = one.last or _coming(clause[one.start : one.end], said_on)
            if day is None or said_on is None or day >= said_on:
                return (start + one.start, start + one.end), day
    match = _wording().due.search(clause)
    return ((start + match.start(), start + match.end()), None) if match else (None, None)


def _coming(printed: str, said_on: date | None) -> date | None:
    """The last day of the month, or the day, that a date without a year means next (来る９月)."""
    match = MONTH.match(in_ascii(printed))
    month = number(match["month"]) if match else None
    if said_on is None or match is None or month is None or not 1 <= month <= 12:
        return None
    year, at = said_on.year + (month < said_on.month), int(month)
    day = number(match["day"]) if match["day"] else None
    last = monthrange(year, at)[1]
    return date(year, at, min(int(day), last) if day else last)


@cache
def _wording() -> _Wording:
    data = table("language", "commitments.toml")
    tails = "|".join(data["tails"])
    return _Wording(
        authority=re.compile(data["authority"]),
        attribution=re.compile(f"(?:{data['attribution']})$"),
        reported=re.compile(data["reported"]),
        hearsay=re.compile(data["hearsay"]),
        particles=re.compile(data["particles"]),
        tail=re.compile(f"(?:{tails})$"),
        breaks=re.compile(data["breaks"]),
        never=re.compile("|".join(data["never"])),
        plain=re.compile("|".join(data["plain"])),
        states=re.compile("|".join(data["states"])),
        middle=re.compile(data["middle"]),
        due=re.compile(data["due"]),
        polite=re.compile(data["polite"]),
        strengths=tuple((strength, re.compile("|".join(data[strength]))) for strength in ORDER),
    )
