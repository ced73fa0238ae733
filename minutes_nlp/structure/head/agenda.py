"""The agenda (議題・議事次第): the items beside and below its label, each without its bare number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.dates import find_times
from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head.entries import BODY_MARKS, OPEN_BRACKETS, Entry, style_of
from minutes_nlp.structure.head.titles import integer
from minutes_nlp.structure.lines import AGENDA_ITEM, is_event, is_note, is_rule
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["read_agenda"]

DIGITS = r"[0-9０-９]{1,2}"
# (1) 農道について　(2) 水路について, １　農道　２　水路, ①農道②水路, 第１号　農道　第２号　水路
NUMBERS = tuple(
    re.compile(rf"(?:^|(?<=[\s。）)て])){mark}")
    for mark in (
        rf"[（(](?P<number>{DIGITS})[）)]\s*",
        rf"(?P<number>{DIGITS})[.．、]\s*",
        rf"(?P<number>{DIGITS})[ \u3000]+",
        r"(?P<number>[①-⑳])\s*",
        rf"第(?P<number>{DIGITS})号?[ \u3000]+",
    )
)
# １　開会, （１）開会, 第１　開会, 議題１　開会; 議案第１号 is part of the item
ITEM_NUMBER = re.compile(
    rf"^(?:[（(]{DIGITS}[）)]|{DIGITS}[)）.．、]|{DIGITS}(?=[ \u3000])|[①-⑳]"
    rf"|第{DIGITS}号?(?=[ \u3000])|議題{DIGITS}(?=[ \u3000：:]))[：:]?\s*"
)
# 【承認】, what became of an item
RESULT = re.compile(
    r"\s*[【〔［](?:原案|継続|書面)?(?:承認|可決|否決|協議|報告|審議|審査|決定|了承|了解|説明|決議)[】〕］]$"
)
BRACKETED = re.compile(r"[（(〔＜<][^（）()]*[）)〕＞>]")  # （審議事項）, a heading among the items
RULED = re.compile(r"(?P<sign>[―－—─━~～〜＊*=＝]).*(?P=sign)")  # ―　Ａ社　―
LABELLED = re.compile(rf"^(?:議題|議事|案件)\s*(?=[（(]{DIGITS}[）)])")  # 議題　(1) 農道について
# …について|請願第３号　…
NAMED_ITEM = re.compile(
    rf"(?<=[^\s（「『、・])(?=(?:議案|請願|陳情|報告|諮問|認定|承認)第\s*{DIGITS}[0-9０-９]?\s*号[ \u3000])"
)
FILE = re.compile(r"[（(\[［][^（）()]*(?:PDF|ＰＤＦ|KB|MB|ＫＢ)[^（）()]*[）)\]］]")  # （PDF／71KB）


def read_agenda(entries: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> list[str]:
    """The items of all labels of the agenda, in printed order; a label of the body with the same items is none."""
    found: list[str] = []
    for i, entry in enumerate(entries):
        items = [_bare(item) for item in _items(entry, entries[:i], paragraphs)]
        items = [item for item in items if item]
        if not (items and found and squeezed(items[0]) in map(squeezed, found)):
            found += items
    return found


def _bare(item: str) -> str:
    """An item without its number and without what became of it."""
    return RESULT.sub("", ITEM_NUMBER.sub("", item)).strip()


def _items(entry: Entry, above: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """The items of a label; those below the date of an agenda sheet too, where 議事次第 is its heading alone."""
    below = [paragraphs[i] for i in entry.below]
    sheet = any(e.field == "agenda" and not e.below and not e.value.string for e in above)
    if entry.field != "agenda":
        numbered = [p for p in below if p.marker and p.marker.string.strip()[:1] not in BODY_MARKS]
        if sheet and entry.field in {"date", "venue"}:
            yield from (p.text.string.strip() for p in numbered)
        return
    if sheet and entry.style and entry.style not in OPEN_BRACKETS:
        yield entry.label
    value = entry.value.string
    if value:
        yield from _parted(value)
    if not value or _is_numbered(value):
        for paragraph in _until_talk(below, replace(entry, style="") if sheet else entry):
            yield from _parted(paragraph.text.string.strip())


def _is_numbered(value: str) -> bool:
    """Whether an item beside the label has a number, so that others may follow below."""
    return any(_counted(pattern, value) for pattern in NUMBERS) or AGENDA_ITEM.match(value) is not None


def _until_talk(below: Sequence[Paragraph], entry: Entry) -> list[Paragraph]:
    """The lines below a label that are items: none of what follows a sentence, a rule, or a label numbered as this one.

    A sentence behind the first item tells that these are the headings of the body.
    """
    items: list[Paragraph] = []
    for paragraph in below:
        string = paragraph.text.string.strip()
        if string.endswith("。") and not string.endswith("について。"):
            return items if len(items) > 1 or entry.value.string else []
        if _ends_list(paragraph) or _is_next_label(paragraph, entry, items):
            break
        if not is_note(paragraph) and not BRACKETED.fullmatch(string):
            items.append(paragraph)
    return items


def _ends_list(paragraph: Paragraph) -> bool:
    """Whether a line is a rule, an hour, a row of a table, a file to be opened or the head of a list."""
    string = paragraph.text.string.strip()
    marks = is_rule(string) or (is_event(string) and find_times(string)) or RULED.fullmatch(string)
    return bool(marks or paragraph.rows or "\t" in string or FILE.search(string) or string.endswith(("：", ":")))


def _is_next_label(paragraph: Paragraph, entry: Entry, items: Sequence[Paragraph]) -> bool:
    """Whether a line is numbered as the label is and the items are not: ６　署名委員 below ５　案件 and its items."""
    style = style_of(paragraph)
    own = "1" in style and style == entry.style
    return own and (bool(entry.value.string) or (bool(items) and style_of(items[0]) != style))


def _parted(line: str) -> list[str]:
    """The items that one line holds: (1) 農道について　(2) 水路について."""
    line = LABELLED.sub("", line)
    for pattern in NUMBERS:
        cuts = _counted(pattern, line)
        if len(cuts) > 1:
            ends = [cut.start() for cut in cuts[1:]] + [len(line)]
            return [line[cut.end() : end].strip() for cut, end in zip(cuts, ends, strict=True)]
    return [part.strip() for part in NAMED_ITEM.split(line)]


def _counted(pattern: re.Pattern[str], line: str) -> list[re.Match[str]]:
    """The numbers of a line that count from one on, the first at its start."""
    cuts: list[re.Match[str]] = []
    for match in pattern.finditer(line):
        number = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".find(match["number"]) + 1 or integer(match["number"])
        if number == len(cuts) + 1 and (cuts or match.start() == 0):
            cuts.append(match)
    return cuts
