"""The meetings of one council lined up (会議の一覧): in order, with what is missing, held twice, or was corrected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minutes_nlp.across.copies import newness
from minutes_nlp.across.editions import Change, changes_of, likeness
from minutes_nlp.across.persons import Person, persons_of
from minutes_nlp.analysis.items import Item, Proof, items_of, proof, settings, squeezed
from minutes_nlp.model import Record
from minutes_nlp.numerals import in_ascii, number

__all__ = ["Council", "Edition", "Gap", "GapReason", "Sitting", "council_key", "councils_of", "is_same_council"]

Document = tuple[str, Record]

WORKING_GROUP = re.compile(r"ワーキング・?グループ|ワーキング|(?<![A-Z])WG")
YEAR = re.compile(r"^(?:(?:令和|平成|昭和)(?:\d+|元)|\d{4})年度")  # 令和６年度 before the name
BODY_END = ("会", "会議", "本部", "WG")  # what a parent body's name ends with, before the sub-body's own
SHORTEST_BODY = 5  # characters of a sub-body's name that can stand without its parent: 〇〇分科会
SAME_MEETING_DAYS = 31  # days between two dates of one meeting's editions, one of which was misprinted
SAME_TEXT = 0.3  # likeness from which two documents of a meeting are editions of one, not 議事概要 and 議事録
RESTART = 3  # a number up to this one that comes again begins the count of a new year or term, as a 1 always does
SENTENCE = re.compile(r"[^。\n]*[。\n]?")
SESSION = r"第\s*(?P<number>[0-9０-９]{{1,3}}|[一二三四五六七八九十]{{1,4}})\s*回(?P<between>[^。第]{{0,40}}?)(?:{how})"


class GapReason(StrEnum):
    """Why a number is missing (欠けている理由)."""

    IN_WRITING = "in_writing"  # 書面開催・持ち回り
    SKIPPED = "skipped"  # 欠番
    CANCELLED = "cancelled"  # 中止
    UNKNOWN = "unknown"  # no document says why


@dataclass(frozen=True, slots=True)
class Gap:
    """A number without minutes (欠けている回), and what another document says about it."""

    number: int
    reason: GapReason
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier edition of a sitting's minutes (元の版) and what the later one changed."""

    file: str
    title: str | None
    certain: bool  # whether the documents themselves say which one is later
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of a council (開催回) with its latest minutes, and whatever else tells of the same meeting."""

    number: int | None
    date: str | None
    file: str
    title: str | None
    items: tuple[Item, ...]
    utterances: int
    duplicates: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    others: tuple[str, ...] = ()
    out_of_order: bool = False  # its date and its number contradict those before it


@dataclass(frozen=True, slots=True)
class Council:
    """All meetings of one council, a sub-body being a council of its own (会議体)."""

    name: str
    sittings: tuple[Sitting, ...]
    gaps: tuple[Gap, ...]
    persons: tuple[Person, ...]


def councils_of(documents: Iterable[Document], copies: Iterable[tuple[str, str]] = ()) -> tuple[Council, ...]:
    """The councils of some records, and of no meeting what names none; `copies` are (file, copy of the same bytes)."""
    copied: dict[str, list[str]] = {}
    for file, copy in copies:
        copied.setdefault(file, []).append(copy)
    groups: dict[str, list[Document]] = {}
    for file, record in documents:
        if record.meeting and (record.meeting.name or record.meeting.number):
            groups.setdefault(council_key(record.meeting.name), []).append((file, record))
    return tuple(_council(group, copied) for _, group in sorted(_with_parents(groups).items()))


def _council(documents: Sequence[Document], copied: dict[str, list[str]]) -> Council:
    sets = [_ranked(one) for one in _sittings(documents)]
    runs = list(_runs(sets))
    sittings = [_sitting(one, copied, out_of_order=late) for run in runs for one, late in run]
    gaps = [gap for run in runs for gap in _gaps([one for one, _ in run])]
    names = [record.meeting.name for _, record in documents if record.meeting and record.meeting.name]
    return Council(
        max(names, key=len, default="(会議名の記載なし)"),
        tuple(sittings),
        tuple(gaps),
        persons_of(one[0] for run in runs for one, _ in run),
    )


# --- which council


def council_key(name: str | None) -> str:
    """A council's name as it is compared (会議名の照合)."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\s+", "", name or "")).upper()
    return WORKING_GROUP.sub("WG", YEAR.sub("", plain))


def is_same_council(one: str, other: str) -> bool:
    """Whether two names, as compared, are of one council: one of them may leave out the parent body's."""
    short, long = sorted((one, other), key=len)
    return short == long or (
        len(short) >= SHORTEST_BODY and long.endswith(short) and long[: -len(short)].endswith(BODY_END)
    )


def _with_parents(groups: dict[str, list[Document]]) -> dict[str, list[Document]]:
    """A sub-body that is also printed without its parent （審議会〇〇分科会, 〇〇分科会） is one council."""
    found = dict(groups)
    for short in sorted(groups, key=len):
        if len(short) < SHORTEST_BODY:
            continue
        longer = [key for key in found if len(key) > len(short) and is_same_council(short, key)]
        if len(longer) == 1:
            found[longer[0]] = found[longer[0]] + found.pop(short)
    return found


# --- which meeting


def _sittings(documents: Iterable[Document]) -> list[list[Document]]:
    """The documents of each meeting."""
    found: list[list[Document]] = []
    for document in documents:
        same = next((one for one in found if _same_meeting(one[0][1], document[1])), None)
        if same is None:
            found.append([document])
        else:
            same.append(document)
    return found


def _same_meeting(one: Record, other: Record) -> bool:
    if one.meeting is None or other.meeting is None or one.meeting.number != other.meeting.number:
        return False
    if one.meeting.date and other.meeting.date:
        apart = abs((date.fromisoformat(one.meeting.date) - date.fromisoformat(other.meeting.date)).days)
        if not apart:
            return True
        return apart <= SAME_MEETING_DAYS and one.meeting.number is not None and likeness(one, other) >= SAME_TEXT
    return one.meeting.number is not None or likeness(one, other) >= SAME_TEXT


def _ranked(documents: Sequence[Document]) -> list[Document]:
    """The documents of a meeting, that which counts first: minutes before sheets, corrected before drafts."""
    return sorted(documents, key=lambda one: (bool(one[1].utterances), newness(one[1]), one[0]), reverse=True)


def _sitting(documents: Sequence[Document], copied: dict[str, list[str]], *, out_of_order: bool) -> Sitting:
    (file, record), *rest = documents
    duplicates, editions, others = list(copied.get(file, [])), [], []
    for name, other in rest:
        duplicates_of = copied.get(name, [])
        if _plain(other) == _plain(record):
            duplicates += [name, *duplicates_of]
        elif likeness(other, record) >= SAME_TEXT:
            certain = newness(other) != newness(record)
            editions.append(Edition(name, other.title, certain, changes_of(other, record)))
            duplicates += duplicates_of
        else:
            others += [name, *duplicates_of]
    return Sitting(
        number=record.meeting.number if record.meeting else None,
        date=record.meeting.date if record.meeting else None,
        file=file,
        title=record.title,
        items=items_of(file, record),
        utterances=len(record.utterances),
        duplicates=tuple(duplicates),
        editions=tuple(editions),
        others=tuple(others),
        out_of_order=out_of_order,
    )


def _plain(record: Record) -> str:
    return "".join(squeezed(f"{block.marker or ''}{block.text}") for block in record.blocks)


# --- which order, and what is missing


def _runs(sittings: Sequence[list[Document]]) -> Iterator[list[tuple[list[Document], bool]]]:
    """The meetings in order, cut where the count begins anew (年度・期), and whether date and number disagree."""
    run: list[list[Document]] = []
    for one in sorted((one for one in sittings if _meeting(one)[0]), key=_meeting):
        count, known = _meeting(one)[1], {_meeting(other)[1] for other in run}
        if count and (count == 1 or (count <= RESTART and count in known)) and any(known):
            yield list(_in_order(run))
            run = []
        run.append(one)
    run += [one for one in sittings if not _meeting(one)[0]]
    if run:
        yield list(_in_order(run))


def _in_order(run: Sequence[list[Document]]) -> Iterator[tuple[list[Document], bool]]:
    """The meetings of one count by number, those without one where their date puts them."""
    latest, highest, keyed = "", 0, []
    for one in sorted(run, key=_meeting):
        highest = max(highest, _meeting(one)[1])
        keyed.append((_meeting(one)[1] or highest, one))
    for _, one in sorted(keyed, key=lambda pair: pair[0]):
        day = _meeting(one)[0]
        yield one, bool(day) and day < latest
        latest = max(latest, day)


def _meeting(documents: Sequence[Document]) -> tuple[str, int]:
    meeting = documents[0][1].meeting
    return (meeting.date or "", meeting.number or 0) if meeting else ("", 0)


def _gaps(run: Sequence[Sequence[Document]]) -> Iterator[Gap]:
    """The numbers below the highest one that no document is the minutes of."""
    known = {_meeting(one)[1] for one in run} - {0}
    missing = set(range(1, max(known, default=0))) - known
    told: dict[int, Gap] = {}
    for gap in (gap for one in run for file, record in one for gap in _told(file, record)):
        told.setdefault(gap.number, gap)
    for count in sorted(missing):
        yield told.get(count, Gap(count, GapReason.UNKNOWN))


def _told(file: str, record: Record) -> Iterator[Gap]:
    """The sittings that a document says were held in writing, left out or cancelled."""
    for reason, how in settings()["gaps"].items():
        pattern = re.compile(SESSION.format(how=how))
        for block in record.blocks:
            for match in pattern.finditer(block.text):
                value = number(in_ascii(match["number"]))
                if value is not None:
                    sentence = next(s for s in SENTENCE.finditer(block.text) if s.end() > match.start())
                    yield Gap(int(value), GapReason(reason), proof(file, record, block, *sentence.span()))
