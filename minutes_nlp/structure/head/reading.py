"""The head of minutes (会議録の頭書き): which meeting, when, where, who, about what; and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from minutes_nlp.dates import find_dates, find_time_ranges, find_times
from minutes_nlp.document import Paragraph
from minutes_nlp.model import Attendee, Meeting
from minutes_nlp.structure.head.agenda import read_agenda
from minutes_nlp.structure.head.attendance import read_attendance
from minutes_nlp.structure.head.entries import HEAD_LENGTH, PEOPLE, SENTENCE, Entry, read_entries, times
from minutes_nlp.structure.head.printed import printed_lines
from minutes_nlp.structure.head.titles import (
    DATE,
    LONGEST_ITEM,
    NUMBER,
    TITLE_LINES,
    is_place,
    is_whole_title,
    meeting_name,
    meeting_number,
    says_minutes,
    title_lines,
)
from minutes_nlp.structure.head_labels import body_label
from minutes_nlp.structure.vocabulary import squeezed, words

__all__ = ["Evidence", "Header", "read_header"]

# 令和７年４月３日、西庁舎講堂において、里山審議会（第２回）が開催された。
HELD = re.compile(
    r"(?P<when>[^、]{6,40}(?:、[^、]{0,20}時[^、]{0,20})?)、(?P<venue>[^、。]{2,30}?)(?:において|にて|で)、?[^。]*開催"
)


# （水）　中央庁舎　会議室, から　中央庁舎, まで　於：中央庁舎
BEFORE_PLACE = re.compile(
    r"^(?:\s*[（(][^（）()]*[）)]|\s*(?:から|より|まで|開会|開始|～|〜))*(?:[^於]*於\s*[:：]?)?[\s、，]*"
)


class Evidence(IntEnum):
    """What the head tells about the document (会議録である根拠)."""

    NONE = 0
    MEETING = 1  # it is about a meeting: its name and its date stand at the top
    MINUTES = 2  # it says that it holds minutes, or has date, people and agenda


@dataclass(frozen=True, slots=True)
class Header:
    """The head as read (頭書き); `end` is the index of the first paragraph of the body."""

    title: str | None
    meeting: Meeting | None
    end: int
    evidence: Evidence
    people: frozenset[int] = frozenset()
    labels: frozenset[int] = frozenset()
    sheet: bool = False  # a sheet of date, place and items (議事次第), which minutes may follow or not


def read_header(paragraphs: Sequence[Paragraph], name: str, opens_turn: Callable[[int], bool]) -> Header:
    """The head of a document; `name` is the file's, `opens_turn` tells whether a paragraph surely opens a turn."""
    lines = printed_lines(paragraphs, HEAD_LENGTH, opens_turn)
    paragraphs, opens_turn = lines.paragraphs, lines.opening(opens_turn)
    entries, end = read_entries(paragraphs, opens_turn)
    top = title_lines(paragraphs, entries[0].index if entries else len(paragraphs), opens_turn)
    title = " ".join(paragraphs[i].text.string.strip() for i in top) or None
    minutes = says_minutes(title) or (bool(entries) and _body_named(paragraphs, end))
    meeting = _meeting(paragraphs, entries, [paragraphs[i] for i in top], name)
    if is_whole_title(paragraphs):  # what stands below it may still tell of minutes
        minutes = minutes or _body_named(paragraphs, TITLE_LINES)
        named = any(word in (title or "") for word in words("header", "title", "bodies"))
        meeting = meeting if named else replace(meeting, name=None)
    evidence = _evidence(title, meeting, minutes=minutes or _is_complete(title, meeting))
    return Header(
        title,
        meeting if entries or evidence is not Evidence.NONE else None,
        lines.paragraph_of(end if entries else max(top, default=-1) + 1),
        evidence,
        frozenset(lines.paragraph_of(i) for entry in entries if entry.field in PEOPLE for i in entry.below),
        frozenset(lines.paragraph_of(entry.index) for entry in entries),
        any(entry.label.endswith("次第") for entry in entries) or (title or "").endswith("次第"),
    )


def _is_complete(title: str | None, meeting: Meeting) -> bool:
    """Whether a date with people, agenda or place, or the title's last word, tells of minutes; never above a list."""
    plain = squeezed(title or "")
    if plain.endswith(words("header", "title", "lists")):
        return False
    ended = plain.endswith(words("header", "title", "minutes_ends"))
    return (meeting.date is not None and bool(meeting.attendees or meeting.agenda or meeting.venue)) or (
        ended and (meeting.date is not None or meeting.number is not None)
    )


def _evidence(title: str | None, meeting: Meeting, *, minutes: bool) -> Evidence:
    if minutes:
        return Evidence.MINUTES
    bodies = words("header", "title", "bodies")
    bare = DATE.sub("", NUMBER.sub("", title or "")).strip()
    dated = (meeting.date is not None or meeting.number is not None) and bare.endswith(bodies)
    numbered = meeting.number is not None and (meeting.name or "").endswith(bodies)
    return Evidence.MEETING if dated or numbered else Evidence.NONE


def _body_named(paragraphs: Sequence[Paragraph], end: int) -> bool:
    """Whether the words above the body, or a heading in it, call it minutes."""
    head = any(says_minutes(p.text.string) for p in paragraphs[:end] if len(p.text) < LONGEST_ITEM)
    return head or (end < len(paragraphs) and body_label(paragraphs[end]) and end > 0)


def _meeting(paragraphs: Sequence[Paragraph], entries: Sequence[Entry], top: Sequence[Paragraph], name: str) -> Meeting:
    title = " ".join(p.text.string.strip() for p in top)
    printed = _named(entries, paragraphs) or title
    bare = _bare(paragraphs, entries, top)
    when = " ".join(_values(entries, paragraphs, "date"))
    hours = times(" ".join((when, *_values(entries, paragraphs, "time", "start", "end")))) or _hours(bare)
    held = next(filter(None, (HELD.match(p.text.string.strip()) for p in paragraphs[:TITLE_LINES])), None)
    if held and not when:
        when, hours = held["when"], hours or times(held["when"])
    return Meeting(
        name=meeting_name(printed),
        number=meeting_number(title) or meeting_number(printed),
        date=first_date(when) or first_date(title) or next(filter(None, map(first_date, bare)), _file_date(name)),
        start_time=hours[0] if hours else None,
        end_time=hours[1] if len(hours) > 1 else None,
        venue=_venue(entries, paragraphs)
        or _bare_venue([*_values(entries, paragraphs, "date"), *bare])
        or (held["venue"] if held else None),
        attendees=_attendees(entries, paragraphs),
        agenda=tuple(read_agenda(entries, paragraphs)),
    )


def _values(entries: Sequence[Entry], paragraphs: Sequence[Paragraph], *fields: str) -> list[str]:
    """The values of some labels: beside the label, or on the line below it."""
    found = []
    for entry in entries:
        if entry.field in fields:
            below = [paragraphs[i].text.string.strip() for i in entry.below[:2]]
            found.append(entry.value.string or (below[0] if below else ""))
            if entry.field == "date":
                found += [line for line in below if times(line)][:1]
    return found


def _named(entries: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> str | None:
    return next(iter(_values(entries, paragraphs, "name")), None)


def first_date(string: str) -> str | None:
    """The first whole date, as ISO 8601."""
    return next((mention.iso for mention in find_dates(string) if mention.iso), None)


def _bare(paragraphs: Sequence[Paragraph], entries: Sequence[Entry], top: Sequence[Paragraph]) -> list[str]:
    """The short lines without a label above the first label: a date, hours or a place may stand on one of its own."""
    above = paragraphs[: min(entries[0].index if entries else TITLE_LINES, TITLE_LINES)]
    return [p.text.string.strip() for p in above if p not in top and len(p.text) < SENTENCE and not p.marker]


def _hours(lines: Sequence[str]) -> list[str]:
    """The hours of the first line that prints from when to when."""
    return next((times(line) for line in lines if find_time_ranges(line)), [])


def _bare_venue(lines: Sequence[str]) -> str | None:
    """The place on a line of its own, or behind the hours: １４：００から　上流域交流センター, 於：本省会見室."""
    for line in lines:
        ends = [mention.end for find in (find_dates, find_times, find_time_ranges) for mention in find(line)]
        place = BEFORE_PLACE.sub("", line[max(ends, default=0) :]).strip()
        if is_place(place) and "。" not in place:
            return place
    return None


def _file_date(name: str) -> str | None:
    """20241108 in a file's name."""
    match = re.search(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)", name)
    return "-".join(match.groups()) if match else None


def _venue(entries: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> str | None:
    """The place, beside its own label or after 場所： within the line of the date."""
    printed = next((value for value in _values(entries, paragraphs, "venue") if value), None)
    if printed:
        return printed
    shared = [e for e in entries if e.field == "date" and ("場所" in e.label or "場所" in e.value.string)]
    for entry in shared:
        inside = re.search(r"(?:場\s*所|会\s*場)\s*[:：]\s*(?P<venue>.+)", entry.value.string)
        if inside:
            return inside["venue"].strip()
    return None


def _attendees(entries: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> tuple[Attendee, ...]:
    return tuple(
        person
        for entry in entries
        if entry.field in PEOPLE
        for person in read_attendance([_first(entry, paragraphs), *(paragraphs[i] for i in entry.below)], _group(entry))
    )


def _group(entry: Entry) -> str | None:
    """The label where it is a group (出席委員：…)."""
    return entry.label if entry.field == "group" else None


def _first(entry: Entry, paragraphs: Sequence[Paragraph]) -> Paragraph:
    """What stands beside the label."""
    return replace(paragraphs[entry.index], marker=None, text=entry.value)
