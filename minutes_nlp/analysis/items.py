"""The six items that the guideline asks of a record of a meeting (議事の記録の六項目), each with what shows it.

行政文書の管理に関するガイドライン: 開催日時, 開催場所, 出席者, 議題, 発言者及び発言内容, 決定事項.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from minutes_nlp.dates import find_dates
from minutes_nlp.model import Block, Record
from minutes_nlp.places import part_of, place_of
from minutes_nlp.resources import table
from minutes_nlp.text import Span

__all__ = ["Item", "ItemState", "Proof", "items_of", "proof", "settings", "squeezed"]

WHITE = re.compile(r"\s+")
SENTENCE = re.compile(r"[^。\n]*[。\n]?")
NAMES = MappingProxyType(
    {
        "held": "開催日時",
        "venue": "開催場所",
        "attendees": "出席者",
        "agenda": "議題",
        "speech": "発言者及び発言内容",
        "decisions": "決定事項",
    }
)
BRACKETS = "【】〔〕［］[]＜＞<>（）()"
MOST_PROOFS = 3  # places shown for one item; the first ones are enough to look it up
LONGEST_PROOF = 60  # characters of a place's words


class ItemState(StrEnum):
    """記載あり・記載なし・該当なし."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of a record and where they stand (根拠)."""

    file: str
    page: int
    line: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One of the six items of one meeting (項目)."""

    name: str
    state: ItemState
    detail: str = ""
    proofs: tuple[Proof, ...] = ()


def settings() -> dict[str, Any]:
    """The words by which meetings are judged, `analysis/items.toml`."""
    return table("analysis", "items.toml")


def squeezed(string: str) -> str:
    """A string without white space, figures and letters in one width."""
    return unicodedata.normalize("NFKC", WHITE.sub("", string))


def items_of(file: str, record: Record) -> tuple[Item, ...]:
    """The six items, in the guideline's order."""
    meeting = record.meeting
    people = [person.name for person in meeting.attendees] if meeting else []
    agenda = meeting.agenda if meeting else ()
    found = {
        "held": list(_held(file, record)),
        "venue": list(_printed(file, record, [meeting.venue] if meeting else [])),
        "attendees": _ends(list(_printed(file, record, people))),
        "agenda": list(_printed(file, record, agenda)),
        "speech": [],
        "decisions": list(_decisions(file, record)),
    }
    details = {"attendees": f"{len(people)}名" if people else "", "agenda": f"{len(agenda)}件" if agenda else ""}
    return tuple(
        _speech(file, record)
        if key == "speech" and record.utterances
        else _item(key, (file, record), proofs, details.get(key, ""))
        for key, proofs in found.items()
    )


def proof(file: str, record: Record, holder: Block, start: int, stop: int) -> Proof:
    """A part of a block as a place of the source."""
    spans = part_of(holder.text, holder.spans, (start, stop), record.source_text, record.folds) or holder.spans
    page, line = place_of(record.pages, record.source_text, spans[0][0] if spans else 0, record.furniture)
    text = holder.text[start:stop].strip().replace("\n", " ")
    return Proof(file, page, line, text if len(text) <= LONGEST_PROOF else text[: LONGEST_PROOF - 1] + "…", spans)


def _item(key: str, document: tuple[str, Record], found: Sequence[Proof], detail: str) -> Item:
    """An item with its proofs; without any, what stands under its label may say that there is nothing."""
    (file, record), name = document, NAMES[key]
    if found:
        return Item(name, ItemState.PRESENT, detail, tuple(found[:MOST_PROOFS]))
    for block, value in _labelled(record, settings()["labels"][key]):
        here = proof(file, record, block, 0, len(block.text))
        if value in settings()["nothing"]["words"]:
            return Item(name, ItemState.NOT_APPLICABLE, value, (here,))
        if value in settings()["nothing"]["elsewhere"]:
            return Item(name, ItemState.MISSING, f"「{value}」とあり、この文書にはありません", (here,))
    return Item(name, ItemState.MISSING)


def _labelled(record: Record, labels: Iterable[str]) -> Iterator[tuple[Block, str]]:
    """The blocks that begin with one of the labels, each with what follows there or in the next block."""
    for i, block in enumerate(record.blocks):
        plain = squeezed(block.text).strip(BRACKETS)
        label = next((label for label in sorted(labels, key=len, reverse=True) if plain.startswith(label)), None)
        if label is None:
            continue
        value = plain.removeprefix(label).lstrip(":：").strip(BRACKETS + "。")
        if value:
            yield block, value
        elif i + 1 < len(record.blocks):
            after = record.blocks[i + 1]
            yield after, squeezed(after.text).strip(BRACKETS + "。・")


# --- what shows an item


def _head(record: Record) -> Iterator[Block]:
    """The blocks before the first word that is spoken; all where nobody speaks."""
    first = min((u.spans[0][0] for u in record.utterances if u.spans), default=len(record.source_text))
    return (block for block in record.blocks if block.spans and block.spans[0][0] < first)


def _held(file: str, record: Record) -> Iterator[Proof]:
    day = record.meeting.date if record.meeting else None
    for block in _head(record):
        for mention in find_dates(block.text):
            if day and mention.iso == day:
                yield proof(file, record, block, 0, len(block.text))
                break


def _printed(file: str, record: Record, values: Iterable[str | None]) -> Iterator[Proof]:
    """The places of values in the head, each looked for behind the one before it."""
    blocks = list(_head(record))
    for value in values:
        for block in blocks if value else ():
            at = _found(block.text, value or "")
            if at:
                yield proof(file, record, block, *at)
                break
        else:
            yield from _in_rows(file, record, blocks, value or "")


def _in_rows(file: str, record: Record, blocks: Iterable[Block], value: str) -> Iterator[Proof]:
    """The place of a value in a table's cell."""
    for block in blocks:
        for cell in (cell for row in block.rows or () for cell in row):
            if value and squeezed(value) in squeezed(cell.text) and cell.spans:
                page, line = place_of(record.pages, record.source_text, cell.spans[0][0], record.furniture)
                yield Proof(file, page, line, value, cell.spans)
                return


def _found(text: str, value: str) -> tuple[int, int] | None:
    """Where a value stands in a text, white space left aside."""
    pattern = r"\s*".join(map(re.escape, WHITE.sub("", value)))
    match = re.search(pattern, text)
    return match.span() if match else None


def _ends(found: Sequence[Proof]) -> list[Proof]:
    """The first and the last of a list."""
    return [found[0], found[-1]] if len(found) > 1 else list(found)


def _speech(file: str, record: Record) -> Item:
    """発言者及び発言内容: where most words stand without anybody's name or office, half of the item is missing."""
    said = record.utterances
    named = [u for u in said if u.speaker.label or u.speaker.name]
    detail = f"発言 {len(said)}件・発言者の記載 {len(named)}件"
    shown = [
        Proof(
            file,
            *place_of(record.pages, record.source_text, u.spans[0][0], record.furniture),
            u.text[:LONGEST_PROOF],
            u.spans,
        )
        for u in (named or said)[:1]
        if u.spans
    ]
    state = ItemState.PRESENT if 2 * len(named) >= len(said) else ItemState.MISSING
    return Item(NAMES["speech"], state, detail, tuple(shown))


def _decisions(file: str, record: Record) -> Iterator[Proof]:
    """What stands under 決定事項, and sentences that tell what was decided."""
    nothing = {*settings()["nothing"]["words"], *settings()["nothing"]["elsewhere"]}
    for block, value in _labelled(record, ("決定事項", "議決事項", "合意事項")):
        if value not in nothing:
            yield proof(file, record, block, 0, len(block.text))
    pattern = _deciding()
    for block in record.blocks:
        for sentence in SENTENCE.finditer(block.text):
            if pattern.search(WHITE.sub("", sentence[0])):
                yield proof(file, record, block, *sentence.span())


@cache
def _deciding() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in settings()["decisions"]["patterns"]))
