"""Editions of one document (ほかの版): which records are of the same minutes, and which one of them is shown.

The same minutes come as PDF and as Word, and again corrected (訂正版). They are of one council, number and day, and say
nearly the same. Shown is the newest correction; of what is equally new, what can be cited best. All of it is read from
the documents, so it does not depend on which was stored first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from minutes_nlp.across.days import told_day
from minutes_nlp.analysis.items import squeezed
from minutes_nlp.dates import find_dates
from minutes_nlp.model import Record

__all__ = ["Copy", "Meeting", "Newness", "alone", "meeting_of", "newness", "shown_instead"]

CORRECTED = re.compile(r"訂正|改訂|修正版|確定版|正誤")
AGAIN = re.compile(r"再訂正|再改訂|再修正")
DRAFT = re.compile(r"未定稿|暫定|速報|（案）|\(案\)")
HEAD = 600  # characters in which an edition says what it is
PIECE = 5  # characters: a word with what stands beside it
# Share of the longer one's pieces that the other has, too: .93 the least of 17 documents of our corpora in up to 25
# forms each, .997 of 5 corrected minutes; .15 the most of two documents of one council
ALIKE = 0.6
# What can be cited best comes last: printed pages and lines, then paragraphs, then what lost its form
SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docm", ".docx", ".pdf")

Newness = tuple[bool, bool, str, int]
Meeting = tuple[str, str | None, int | None, str | None]


def newness(record: Record) -> Newness:
    """How new an edition says it is (版の新しさ): no draft, corrected again, the day and the signs of a correction."""
    title = f"{record.title or ''}\n{record.source.name}"
    lines = f"{title}\n{record.source_text[:HEAD]}".split("\n")
    told = [line for line in lines if CORRECTED.search(line)]
    days = [day.iso for line in told for day in find_dates(line) if day.iso]
    return not DRAFT.search(title), any(map(AGAIN.search, told)), max(days, default=""), len(told)


@dataclass(frozen=True, slots=True)
class Copy:
    """A document as it is compared with others of its meeting (版)."""

    id: str
    rank: tuple[Newness, int, int, str, str]  # the highest is shown
    pieces: Counter[str]  # of its text, overlapping

    @classmethod
    def of(cls, record: Record) -> Copy:
        """What is said in a record; of one in which nobody speaks what is printed."""
        name = record.source.name
        best = next((place for place, suffix in enumerate(SUFFIXES, 1) if name.lower().endswith(suffix)), 0)
        text = squeezed("".join(one.text for one in record.utterances or record.blocks))
        pieces = Counter(text[at : at + PIECE] for at in range(len(text)))
        return cls(record.id, (newness(record), best, -len(record.notes), name, record.id), pieces)

    def is_alike(self, other: Copy) -> bool:
        """Whether both say nearly the same (ほぼ同文)."""
        whole = max(self.pieces.total(), other.pieces.total())
        return whole > 0 and (self.pieces & other.pieces).total() >= ALIKE * whole


def shown_instead(copies: Iterable[Copy]) -> dict[str, str]:
    """Of documents of one meeting those that are not shown, each with the one that is shown in its place, by ids."""
    groups: list[list[Copy]] = []
    for one in copies:
        near = [any(map(one.is_alike, group)) for group in groups]
        together = [other for group, is_near in zip(groups, near, strict=True) if is_near for other in group]
        groups = [group for group, is_near in zip(groups, near, strict=True) if not is_near] + [[one, *together]]
    ranked = [sorted(group, key=lambda one: one.rank, reverse=True) for group in groups]
    return {other.id: shown.id for shown, *others in ranked for other in others}


def alone(records: Iterable[Record]) -> tuple[list[Record], dict[str, str]]:
    """The records that are shown, in their order, and those that are not with the one in their place, by ids."""
    known = {record.id: record for record in records}
    meetings: dict[Meeting, list[Record]] = {}
    for record in known.values():
        meetings.setdefault(meeting_of(record), []).append(record)
    hidden: dict[str, str] = {}
    for (_, name, *_), found in meetings.items():
        if name and len(found) > 1:
            hidden |= shown_instead(map(Copy.of, found))
    return [record for record in known.values() if record.id not in hidden], hidden


def meeting_of(record: Record) -> Meeting:
    """What editions of one document have in common (同じ会議): kind, council or else title, number and day."""
    meeting, day = record.meeting, told_day(record)
    name = (meeting.name if meeting else None) or record.title
    return record.kind.value, name, meeting.number if meeting else None, day.isoformat() if day else None
