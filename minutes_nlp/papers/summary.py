"""The summary of a meeting on one page (議事概要の要約): its head, what was said and replied, what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from minutes_nlp.analysis.summaries import Length, summarise
from minutes_nlp.findings import Cited, Strength
from minutes_nlp.model import Meeting, Mode, UtteranceKind
from minutes_nlp.papers.citing import Source
from minutes_nlp.papers.heads import about, title
from minutes_nlp.papers.material import Material, Promise, Sitting, told
from minutes_nlp.papers.wording import NOT_PRINTED, STATES

__all__ = ["Point", "SummaryPaper", "summary_paper"]

# One page of A4 holds the head and about so many characters of points in 10.5 pt, and so many promises of two lines
CHARACTERS, MOST_POINTS, MOST_PROMISES, MOST_TOPICS = 620, 7, 4, 5
LONGEST_AGENDA = 4


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of one turn, shortened at most, and where they stand (要旨)."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Point:
    """A remark and its reply in short (主な質疑)."""

    remark: Said | None
    reply: Said | None


@dataclass(frozen=True, slots=True)
class SummaryPaper:
    """What stands on the page (要約)."""

    title: str
    about: str
    head: tuple[tuple[str, str], ...]  # 日時, 場所, …
    points: tuple[Point, ...]
    promises: tuple[tuple[Sitting, Promise], ...]
    promise_count: int
    counts: str
    topics: str
    documents: tuple[str, ...]
    several: bool  # whether it tells of more than one meeting


def summary_paper(material: Material) -> SummaryPaper:
    """The summary of the records of a period, on the policy fields that were asked for."""
    records = material.chosen
    promises = [(material.sitting(r), promise) for r in records for _, promise in material.promises_of(r)]
    order = list(STATES)
    firmest = sorted(promises, key=lambda one: order.index(one[1].strength) if one[1].strength in order else 9)[
        :MOST_PROMISES
    ]
    kept = [one for one in promises if one in firmest and one[1].strength is not Strength.STANCE]
    meetings = [record for record in records if record.utterances]
    return SummaryPaper(
        title(material, "議事概要（要約）"),
        about(material, f"資料 {len(records)} 件"),
        tuple(_head(material)),
        tuple(_points(material)),
        tuple(kept),
        len(promises),
        _counts(material),
        _topics(material),
        tuple(record.source.name for record in records),
        len(meetings) > 1,
    )


def _head(material: Material) -> Iterator[tuple[str, str]]:
    """The head of one meeting, or the meetings of several."""
    records = [record for record in material.chosen if record.meeting and record.utterances]
    if len(records) == 1 and records[0].meeting:
        meeting = records[0].meeting
        yield "日時", _time(meeting, material.sitting(records[0]))
        yield "場所", meeting.venue or NOT_PRINTED
        present = [one for one in meeting.attendees if one.mode is not Mode.ABSENT]
        yield "出席者", f"{len(present)}名（出席者名簿の人数）" if present else NOT_PRINTED
        agenda = [material.told(records[0], item) for item in meeting.agenda]
        more = [f"ほか{len(agenda) - LONGEST_AGENDA}件"] if len(agenda) > LONGEST_AGENDA else []
        yield "議題", "\n".join((*agenda[:LONGEST_AGENDA], *more)) or NOT_PRINTED
    elif records:
        sittings = [material.sitting(record) for record in records]
        days = sorted(sitting.date for sitting in sittings if sitting.date)
        yield "会議", f"{len(records)}回" + (f"（{told(days[0])}～{told(days[-1])}）" if days else "")


def _time(meeting: Meeting, sitting: Sitting) -> str:
    day = told(sitting.date) if sitting.date else NOT_PRINTED
    return f"{day} {meeting.start_time or ''}{f'～{meeting.end_time}' if meeting.end_time else ''}".strip()


def _points(material: Material) -> Iterator[Point]:
    topic = material.fields[0].id if material.fields else None
    found = summarise(material.chosen, topic=topic, length=Length(CHARACTERS, MOST_POINTS))
    for gist in found.points:
        yield Point(_said(material, gist.remark), _said(material, gist.reply))


def _said(material: Material, cited: tuple[Cited, ...]) -> Said | None:
    if not cited:
        return None
    return Said("".join(map(material.cited, cited)), material.cited_source(cited))


def _counts(material: Material) -> str:
    exchanges = material.exchanges
    answered = sum(1 for one in exchanges if one.answers)
    parts = [f"意見・質問 {len(exchanges)}件", f"うち回答あり {answered}件"]
    statements = sum(u.kind is UtteranceKind.STATEMENT for record in material.chosen for u in record.utterances)
    if statements:
        parts.append(f"説明・進行等の発言 {statements}件")
    return "、".join(parts)


def _topics(material: Material) -> str:
    counted = Counter(topic for one in material.exchanges for topic in one.topics[:1])
    return "、".join(f"{topic}（{count}件）" for topic, count in counted.most_common(MOST_TOPICS)) or NOT_PRINTED
