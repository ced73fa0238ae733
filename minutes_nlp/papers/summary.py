"""The summary of a meeting on one page (議事概要の要約): its head, what was said and replied, what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from minutes_nlp.findings import Cited, Gist, Strength
from minutes_nlp.model import Meeting, Mode, UtteranceKind
from minutes_nlp.papers.heads import about, title
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Promise, Sitting
from minutes_nlp.summaries.choosing import Length, in_lengths
from minutes_nlp.summaries.passages import needs_more
from minutes_nlp.wording import PROSPECTS, day_told

__all__ = ["Point", "SummaryPaper", "summary_paper"]

# One page of A4 in the template's look: 44 characters a line behind the mark of a remark, 8.5 pt sources counted as if
# they were text; 45 lines of 16 points, less title, headings and foot
LINE_WIDTH, TITLE_WIDTH, PAGE_LINES = 43, 31, 35
LENGTHS = (900, 780, 680, 600, 520, 460, 400, 340, 280, 220, 160, 80)  # characters of points; the most that fit
MOST_PROMISES, MOST_TOPICS, MOST_DOCUMENTS = 4, 5, 6
LONGEST_AGENDA = 4
NOT_PRINTED = "（記載なし）"


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of one turn, shortened at most, and where they stand (要旨)."""

    text: str
    cite: str


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
    promises: tuple[Promise, ...]
    promise_count: int
    documents: tuple[str, ...]


def summary_paper(material: Material) -> SummaryPaper:
    """The summary of the records of a period, on the policy fields that were asked for, cut to one page."""
    records = material.chosen
    promises = [promise for record in records for _, promise in material.promises_of(record)]
    topics = _topics(material)
    head = (*_head(material), ("発言", _counts(material)), *((("主な分野", topics),) if topics else ()))
    firmest = _firmest(promises)
    lines = sum(len(value.split("\n")) + len(value) // LINE_WIDTH for _, value in head)
    lines += sum(_lines(promise.text, promise.cite) for promise in firmest)
    documents = _documents(material)
    heading = title(material, "議事概要（要約）")
    lines += len("、".join(documents)) // LINE_WIDTH + len(heading) // TITLE_WIDTH * 2
    return SummaryPaper(
        heading,
        about(material, f"会議録 {len(material.documents)} 件"),
        head,
        _points(material, PAGE_LINES - lines),
        firmest,
        len(promises),
        documents,
    )


def _documents(material: Material) -> tuple[str, ...]:
    """The documents, as many as three lines hold."""
    names = material.documents
    more = (f"ほか{len(names) - MOST_DOCUMENTS}件",) if len(names) > MOST_DOCUMENTS else ()
    return (*names[:MOST_DOCUMENTS], *more)


def _firmest(promises: list[Promise]) -> tuple[Promise, ...]:
    """The firmest promises, each once, in the order in which they were made; a stance is none that could be kept.

    Those that can be read alone and tell when go before, and one of each meeting before a second one.
    """
    told = {promise.text: promise for promise in reversed(promises)}
    real = [one for one in promises if told[one.text] is one and one.strength is not Strength.STANCE]
    ranked = sorted(real, key=lambda one: (_firmness(one), needs_more(one.text), not one.due_text))
    meetings: dict[str, list[str]] = {}
    for one in ranked:
        meetings.setdefault(one.source.document, []).append(one.text)
    turn = {text: number for texts in meetings.values() for number, text in enumerate(texts)}
    first = sorted(ranked, key=lambda one: (_firmness(one), turn[one.text]))[:MOST_PROMISES]
    return tuple(promise for promise in real if promise in first)


def _firmness(promise: Promise) -> int:
    return tuple(PROSPECTS).index(promise.strength)


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
        yield "会議", f"{len(records)}回" + (f"（{day_told(days[0])}～{day_told(days[-1])}）" if days else "")


def _time(meeting: Meeting, sitting: Sitting) -> str:
    day = day_told(sitting.date) if sitting.date else NOT_PRINTED
    return f"{day} {meeting.start_time or ''}{f'～{meeting.end_time}' if meeting.end_time else ''}".strip()


def _points(material: Material, lines: int) -> tuple[Point, ...]:
    """What was said and replied, as much as so many lines hold."""
    topic = material.fields[0].id if material.fields else None
    points: tuple[Point, ...] = ()
    for found in in_lengths(material.chosen, map(Length, LENGTHS), topic=topic):
        points = tuple(_point(material, gist) for gist in found.points)
        if sum(map(_height, points)) <= lines:
            break
    heights = accumulate(map(_height, points))
    return tuple(point for point, height in zip(points, heights, strict=True) if height <= lines)


def _point(material: Material, gist: Gist) -> Point:
    """What the summary chose, and beside a reply its remark, beside a remark its reply, in short."""
    remark, reply = gist.remark, gist.reply
    if not remark:
        record, replying = material.utterance(reply[0].record, reply[0].utterance)
        asked = (one for one in record.utterances if one.id in replying.replies_to)
        remark = next((found for one in asked if (found := material.gist_of(record, one))), ())
    elif not reply:
        record, asking = material.utterance(remark[0].record, remark[0].utterance)
        answers = (one for one in record.utterances if asking.id in one.replies_to and one.kind is UtteranceKind.REPLY)
        reply = next((found for one in answers if (found := material.gist_of(record, one))), ())
    return Point(_said(material, remark), _said(material, reply))


def _height(point: Point) -> int:
    return sum(_lines(said.text, said.cite) for said in (point.remark, point.reply) if said)


def _said(material: Material, cited: tuple[Cited, ...]) -> Said | None:
    if not cited:
        return None
    return Said("".join(map(material.cited, cited)), material.cited_place(cited))


def _lines(text: str, cite: str) -> int:
    """How many lines of the page a text and its source take."""
    return -(-(len(text) + len(cite) + 2) // LINE_WIDTH)


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
    return "、".join(f"{topic}（{count}件）" for topic, count in counted.most_common(MOST_TOPICS))
