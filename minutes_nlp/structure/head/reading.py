"""The head of minutes (会議録の頭書き): which meeting, when, where, who, about what; and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from minutes_nlp.dates import find_dates, find_time_ranges, find_times
from minutes_nlp.document import Paragraph
from minutes_nlp.model import Attendee, Meeting
from minutes_nlp.structure.head.attendance import read_attendance
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
from minutes_nlp.structure.head_labels import body_label, label_pattern
from minutes_nlp.structure.lines import AGENDA_ITEM, is_note
from minutes_nlp.structure.vocabulary import any_of, marks, squeezed, table, words
from minutes_nlp.text import Text

__all__ = ["Evidence", "Header", "read_header"]

OPEN_BRACKETS = "【〔＜<《["
SENTENCE = 40  # characters from which a line that ends with 。 is body text
# 令和７年４月３日、西庁舎講堂において、里山審議会（第２回）が開催された。
HELD = re.compile(
    r"(?P<when>[^、]{6,40}(?:、[^、]{0,20}時[^、]{0,20})?)、(?P<venue>[^、。]{2,30}?)(?:において|にて|で)、?[^。]*開催"
)
HEAD_LENGTH = 400  # paragraphs within which a head must end; the longest list seen had 120 names
BODY_MARKS = "".join(marks(kind) for kind in ("circle", "double_circle", "filled_circle", "arrow"))
HEADING_SIGNS = "".join(marks(kind) for kind in ("double_circle", "square", "diamond"))
BARE_NUMBER = re.compile(r"^[0-9０-９]{1,2}[ \u3000.．]+")  # １　開会
PEOPLE = frozenset({"attendees", "group"})


class Evidence(IntEnum):
    """What the head tells about the document (会議録である根拠)."""

    NONE = 0
    MEETING = 1  # it is about a meeting: its name and its date stand at the top
    MINUTES = 2  # it says that it holds minutes, or has date, people and agenda


@dataclass(frozen=True, slots=True)
class Entry:
    """One label of the head with what stands under it (項目)."""

    field: str
    label: str
    index: int
    value: Text
    style: str
    below: tuple[int, ...] = ()


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
    entries, end = _without_heading(paragraphs, *_entries(paragraphs, opens_turn))
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
        end if entries else max(top, default=-1) + 1,
        evidence,
        frozenset(i for entry in entries if entry.field in PEOPLE for i in entry.below),
        frozenset(entry.index for entry in entries),
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
    bare = DATE.sub("", NUMBER.sub("", title or "")).strip()
    dated = meeting.date is not None or meeting.number is not None
    return Evidence.MEETING if dated and bare.endswith(words("header", "title", "bodies")) else Evidence.NONE


def _entries(paragraphs: Sequence[Paragraph], opens_turn: Callable[[int], bool]) -> tuple[list[Entry], int]:
    """The labels of the head in order, and where the head ends."""
    entries: list[Entry] = []
    for i, paragraph in enumerate(paragraphs[:HEAD_LENGTH]):
        if opens_turn(i) or _body_begins(paragraphs, i, entries) or _repeats_agenda(paragraphs, i, entries, opens_turn):
            return entries, i
        if not entries and is_note(paragraph):
            continue
        entry = _entry(paragraph, i)
        if entry and not _is_item(entry, entries):
            entries.append(entry)
        elif _is_body_text(paragraph):
            if not entries or not _is_value(entries[-1]):
                return entries, i if entries else 0
        elif entries:
            entries[-1] = replace(entries[-1], below=(*entries[-1].below, i))
    return entries, min(_last(entries) + 1, len(paragraphs))


def _without_heading(paragraphs: Sequence[Paragraph], entries: list[Entry], end: int) -> tuple[list[Entry], int]:
    """The head without the first heading of the body and what stands below it: ◎第１号議案 below the last label."""
    below = entries[-1].below if entries else ()
    if not below or below[-1] != end - 1 or end == len(paragraphs):
        return entries, end
    agenda = entries[-1].field == "agenda"
    named = [i for i in below if AGENDA_ITEM.match(paragraphs[i].text.string.strip())]
    found = [i for i in below if (_is_foreign(paragraphs, below, i, named) if agenda else named == [i])]
    if not found:
        return entries, end
    return [*entries[:-1], replace(entries[-1], below=tuple(i for i in below if i < found[0]))], found[0]


def _is_foreign(paragraphs: Sequence[Paragraph], below: Sequence[int], i: int, named: Sequence[int]) -> bool:
    """Whether the line at `i` has a mark that the items of the agenda above it have not, who all have another.

    A number may count what belongs to the item above; a sign (◎, ■) heads nothing but the body.
    """
    above = {_style(paragraphs[j]) for j in below if j < i}
    marker = paragraphs[i].marker
    foreign = marker is not None and len(above) == 1 and below.index(i) > 1 and _style(paragraphs[i]) not in above
    sign = marker is not None and marker.string.strip()[:1] in HEADING_SIGNS
    return foreign and (i in named or (sign and i == below[-1]))


def _last(entries: Sequence[Entry]) -> int:
    return max((max(entry.below, default=entry.index) for entry in entries), default=-1)


def _is_value(entry: Entry) -> bool:
    """Whether a long line can still be the value of the label above (an address, a list of names)."""
    return entry.field in {*PEOPLE, "materials", "agenda", "other"} and not entry.below and not entry.value.string


def _entry(paragraph: Paragraph, index: int) -> Entry | None:
    match = label_pattern("labels").fullmatch(paragraph.text.string.strip())
    text = paragraph.text.strip()
    if match is None or len(text) > LONGEST_ITEM * 4:
        return None
    label = squeezed(match["label"])
    field = next(name for name, labels in table("header")["labels"].items() if label in labels)
    if field in {"start", "end"} and not times(match["value"]):
        return None
    return Entry(field, label, index, text.group(match, "value").strip(), _style(paragraph))


def _style(paragraph: Paragraph) -> str:
    """How a label is set: its mark's class, or its bracket."""
    if paragraph.marker:
        return re.sub(r"[0-9０-９]+|[一二三四五六七八九十]+", "1", paragraph.marker.string.strip())
    first = paragraph.text.string.strip()[:1]
    if first.isdecimal():
        return "1 "
    return first if first in OPEN_BRACKETS else ""


def _is_item(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether what looks like a label is an item of the list above: （２）議事, 会場 in a list of people."""
    if not entries or entries[-1].field not in {*PEOPLE, "agenda", "materials"}:
        return False
    above = entries[-1]
    if above.field in PEOPLE and entry.field == "group":
        return True
    if entry.field == above.field:
        return entry.style != above.style or (
            entry.field == "agenda" and above.label in {"議事次第", "次第", "会議次第"} and bool(above.style)
        )
    return above.field in PEOPLE and (
        entry.label in {"会場", "会議室"} or (entry.label == "開催地" and entry.style != above.style)
    )


def _body_begins(paragraphs: Sequence[Paragraph], i: int, entries: Sequence[Entry]) -> bool:
    """Whether the heading at `i` ends the head: 【議事概要】 after its labels, not the same words in the title."""
    if entries and _is_foreign_heading(paragraphs[i]):
        return True
    if not entries or not body_label(paragraphs[i], ("strong", "weak")):
        return False
    style, above = _style(paragraphs[i]), entries[-1]
    if above.field == "agenda" and style != above.style and not (above.value.string and not style):
        return style[:1] in OPEN_BRACKETS and bool(style)
    return body_label(paragraphs[i]) or above.field != "agenda" or style != ""


def _repeats_agenda(
    paragraphs: Sequence[Paragraph], i: int, entries: Sequence[Entry], opens_turn: Callable[[int], bool]
) -> bool:
    """Whether a line is an item of the agenda printed anew, as the first heading of the body."""
    if not entries or entries[-1].field != "agenda" or not entries[-1].below:
        return False
    items = [_item(paragraphs[j]) for j in entries[-1].below]
    item = _item(paragraphs[i])
    soon = any(opens_turn(j) for j in range(i + 1, min(i + 3, len(paragraphs))))
    return item == items[0] or (soon and item in items)


def _item(paragraph: Paragraph) -> str:
    return squeezed(BARE_NUMBER.sub("", paragraph.text.string.strip()))


def _is_foreign_heading(paragraph: Paragraph) -> bool:
    """Whether a bracketed line is neither a label of the head nor a group of people: 【開会】, 《１．開会》."""
    string = paragraph.text.string.strip()
    match = re.fullmatch(r"[【《＜〈<［\[](?P<title>[^【】《》＜＞〈〉<>［］\[\]]+)[】》＞〉>］\]]", string)
    if match is None or _entry(paragraph, 0) is not None:
        return False
    if string[0] in "＜〈<":
        return (
            match["title"].endswith("について")
            or any_of("wording", "asking_sections").search(match["title"]) is not None
        )
    return not any(word in match["title"] for word in words("header", "groups", "words"))


def _is_body_text(paragraph: Paragraph) -> bool:
    string = paragraph.text.string.strip()
    marked = paragraph.marker is not None and paragraph.marker.string.strip()[:1] in BODY_MARKS
    sentence = string.endswith(("。", "。」", "？"))
    return len(string) > LONGEST_ITEM * 2 or (sentence and (marked or len(string) > SENTENCE))


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
        agenda=tuple(_agenda(entries, paragraphs)),
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


def times(string: str) -> list[str]:
    """Start and end where a range is printed, else all times of day, as HH:MM."""
    for printed in find_time_ranges(string):
        return [time for time in (printed.opening, printed.closing) if time]
    return [mention.time for mention in find_times(string)]


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
        place = re.split(r"於\s*[:：]?|[\s\u3000]+", line)[-1].strip() if find_dates(line) or times(line) else line
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
        for person in read_attendance([_first(entry, paragraphs), *(paragraphs[i] for i in entry.below)])
    )


def _first(entry: Entry, paragraphs: Sequence[Paragraph]) -> Paragraph:
    """What stands beside the label, with the label where that is a group (出席委員：…)."""
    paragraph = paragraphs[entry.index]
    return replace(paragraph, marker=None, text=paragraph.text if entry.field == "group" else entry.value)


def _agenda(entries: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> list[str]:
    items = [e.value.string for e in entries if e.field == "agenda" and e.value.string]
    items += [item for i, e in enumerate(entries) for item in _listed(e, entries[:i], paragraphs)]
    return [plain for item in items if (plain := BARE_NUMBER.sub("", item).strip())]


def _listed(entry: Entry, above: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> list[str]:
    """The items below a label; those below the date of an agenda sheet too, where 議事次第 is its heading alone."""
    below = [paragraphs[i] for i in entry.below]
    sheet = any(e.field == "agenda" and not e.below and not e.value.string for e in above)
    if entry.field != "agenda":
        numbered = [p for p in below if p.marker and p.marker.string.strip()[:1] not in BODY_MARKS]
        return [p.text.string.strip() for p in numbered] if sheet and entry.field in {"date", "venue"} else []
    own = [entry.label] if sheet and entry.style and entry.style not in OPEN_BRACKETS else []
    return own + [p.text.string.strip() for p in below if not is_note(p)]
