"""The labels of the head (頭書きの項目): where each stands, what is beside and below it, and where the head ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from minutes_nlp.dates import find_dates, find_time_ranges, find_times
from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head.titles import LONGEST_ITEM
from minutes_nlp.structure.head_labels import body_label, label_field, label_pattern
from minutes_nlp.structure.lines import AGENDA_ITEM, is_note
from minutes_nlp.structure.vocabulary import any_of, marks, squeezed, words
from minutes_nlp.text import Text

__all__ = [
    "BARE_NUMBER",
    "BODY_MARKS",
    "HEAD_LENGTH",
    "OPEN_BRACKETS",
    "PEOPLE",
    "SENTENCE",
    "Entry",
    "read_entries",
    "style_of",
    "times",
]

OPEN_BRACKETS = "【〔＜<《["
SENTENCE = 40  # characters from which a line that ends with 。 is body text
HEAD_LENGTH = 400  # paragraphs within which a head must end; the longest list seen had 120 names
BODY_MARKS = "".join(marks(kind) for kind in ("circle", "double_circle", "filled_circle", "arrow"))
HEADING_SIGNS = "".join(marks(kind) for kind in ("double_circle", "square", "diamond"))
BARE_NUMBER = re.compile(r"^[0-9０-９]{1,2}[ \u3000.．]+")  # １　開会
# ＜議題(1)農道について＞, an item of 議題：(1) 農道について　(2) 水路について
ANEW = re.compile(r"[【《＜〈<［\[]?(?:議題)?(?:[（(]?[0-9０-９]{1,2}[）)]?)[.．、]?(?P<item>\S{4,}?)[】》＞〉>］\]]?")
PEOPLE = frozenset({"attendees", "group"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One label of the head with what stands under it (項目)."""

    field: str
    label: str
    index: int
    value: Text
    style: str
    below: tuple[int, ...] = ()


def read_entries(paragraphs: Sequence[Paragraph], opens_turn: Callable[[int], bool]) -> tuple[list[Entry], int]:
    """The labels of the head in order, and where the body begins."""
    entries, end = _entries(paragraphs, opens_turn)
    return _without_heading(paragraphs, [_dated(entry, paragraphs) for entry in entries], end)


def _dated(entry: Entry, paragraphs: Sequence[Paragraph]) -> Entry:
    """日程 is the agenda where no date stands beside or below it."""
    below = paragraphs[entry.below[0]].text.string if entry.below else ""
    dated = entry.field != "date" or "程" not in entry.label or find_dates(entry.value.string + below)
    return entry if dated or not below else replace(entry, field="agenda")


def times(string: str) -> list[str]:
    """Start and end where a range is printed, else all times of day, as HH:MM."""
    for printed in find_time_ranges(string):
        return [time for time in (printed.opening, printed.closing) if time]
    return [mention.time for mention in find_times(string)]


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
    above = {style_of(paragraphs[j]) for j in below if j < i}
    marker = paragraphs[i].marker
    foreign = marker is not None and len(above) == 1 and below.index(i) > 1 and style_of(paragraphs[i]) not in above
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
    field = label_field(label)
    if field in {"start", "end"} and not times(match["value"]):
        return None
    return Entry(field, label, index, text.group(match, "value").strip(), style_of(paragraph))


def style_of(paragraph: Paragraph) -> str:
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
    if entry.field == above.field == "agenda" and entry.value.string and above.below and not entry.style:
        return True  # 報告事項　見直しの進捗について, below other items
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
    style, above = style_of(paragraphs[i]), entries[-1]
    if above.field == "agenda" and style != above.style and not (above.value.string and not style):
        return style[:1] in OPEN_BRACKETS and bool(style)
    return body_label(paragraphs[i]) or above.field != "agenda" or style != ""


def _repeats_agenda(
    paragraphs: Sequence[Paragraph], i: int, entries: Sequence[Entry], opens_turn: Callable[[int], bool]
) -> bool:
    """Whether a line is an item of the agenda printed anew, as the first heading of the body."""
    if not entries or entries[-1].field != "agenda":
        return False
    items = [_item(paragraphs[j]) for j in entries[-1].below]
    item = _item(paragraphs[i])
    if not items:
        bare = ANEW.fullmatch(item)
        return bare is not None and bare["item"] in squeezed(entries[-1].value.string)
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
