"""One identity for each person over a series (人物の名寄せ): whoever is printed, under which title, in which meeting.

Two mentions are one person where the whole name is the same, or where only one known person can be meant: by surname
and title, or by a surname that one person alone bears on that side of the table. Where two can be meant, the mention
stays by itself and names both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from minutes_nlp.model import Attendee, Mode, Record, Role, Speaker
from minutes_nlp.resources import table

__all__ = ["Person", "Sighting", "persons_of", "same_writing"]

APART = re.compile(r"[\s　・]+")  # 山里　太郎, グエン・ティ・ハー
WHITE = re.compile(r"\s+")
# 峰村長（代理・川原副村長）, 谷委員（代理出席：川原）
PROXY_ASIDE = re.compile(r"[（(]代理(?:出席)?[:：・、\s]*(?P<who>[^（）()]*)[）)]$")
SUBSTITUTE = "の代理"  # the name of a proxy whom nobody names
LONGEST_GIVEN = 3  # characters of a given name printed without a space behind the surname: 健太郎
FULL, BY_TITLE, BY_SURNAME, ALONE = 1.0, 0.9, 0.8, 0.5  # confidence of a mention: how it was told who is meant
OFFICIAL = frozenset({Role.SECRETARIAT, Role.MINISTER})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A person in one meeting (登場): titles, roles and labels as printed there, and how they came."""

    file: str
    number: int | None
    date: str | None
    labels: tuple[str, ...]
    positions: tuple[str, ...]
    roles: tuple[Role, ...]
    listed: bool
    mode: Mode | None
    utterances: int
    confidence: float
    proxy_of: str | None = None  # the printed name of the one in whose place this person came


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a council (人物), over all its meetings; `candidates` are the ids of those who may be meant."""

    id: str
    name: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    sightings: tuple[Sighting, ...]
    attended: tuple[str, ...] = ()  # files
    by_proxy: tuple[str, ...] = ()  # files; the one who came instead is a person of their own
    absent: tuple[str, ...] = ()  # files
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class _Local:
    """One person within one meeting, before meetings are compared."""

    file: str
    record: Record
    name: str
    side: str | None = None
    listed: bool = False
    mode: Mode | None = None
    proxy_of: str | None = None
    nameless: bool = False  # `name` is a label in which nobody could tell the name from the office
    positions: dict[str, None] = field(default_factory=dict)
    roles: dict[Role, None] = field(default_factory=dict)
    labels: dict[str, None] = field(default_factory=dict)
    utterances: int = 0
    confidence: float = ALONE

    @property
    def key(self) -> str:
        return same_writing(self.name)

    @property
    def surname(self) -> str:
        """The surname where the name is printed in parts, else the whole."""
        return same_writing(APART.split(self.name.strip())[0])

    @property
    def whole(self) -> bool:
        """Whether surname and given name are printed apart."""
        return len(APART.split(self.name.strip())) > 1


@cache
def _variants() -> dict[int, str]:
    return str.maketrans(table("across", "persons.toml")["variants"])


def same_writing(name: str) -> str:
    """A name as it is compared: without spaces and dots, variants of a character made one (髙 is 高)."""
    return unicodedata.normalize("NFKC", APART.sub("", name)).translate(_variants())


def persons_of(documents: Iterable[tuple[str, Record]]) -> tuple[Person, ...]:
    """The people of one council's meetings, in the order in which they first come."""
    locals_ = [one for file, record in documents for one in _locals(file, record)]
    groups: list[list[_Local]] = []
    doubts: list[_Local] = []
    for one in sorted(locals_, key=lambda one: (one.nameless, not one.whole, not _is_long(one, locals_))):
        fitting = _fitting(one, groups)
        if len(fitting) > 1:
            doubts.append(one)
        elif fitting:
            fitting[0].append(one)
        elif not one.nameless:
            one.confidence = FULL if one.whole or one.listed else BY_TITLE
            groups.append([one])
    return tuple(_numbered(groups, doubts, {id(one): place for place, one in enumerate(locals_)}))


# --- one meeting


def _locals(file: str, record: Record) -> Iterator[_Local]:
    """The people of one record: those of its list, then those who speak without standing in it."""
    people = [_listed(file, record, attendee) for attendee in (record.meeting.attendees if record.meeting else ())]
    for utterance in record.utterances:
        speaker = utterance.speaker
        if not speaker.label:
            continue
        one = _speaking(file, record, speaker, people)
        if one is None:
            continue
        if one not in people:
            people.append(one)
        one.labels[WHITE.sub("", speaker.label)] = None
        one.roles[speaker.role] = None
        one.utterances += 1
        one.side = one.side or _side_of_role(speaker.role)
        if speaker.position:
            one.positions[speaker.position] = None
    yield from people


def _listed(file: str, record: Record, attendee: Attendee) -> _Local:
    group = attendee.group or ""
    sides = table("across", "persons.toml")["sides"]
    office = group.removesuffix("等") in sides["office"]
    side = "office" if office else "member" if any(word in group for word in sides["member"]) else None
    one = _Local(file, record, attendee.name, side, listed=True, mode=attendee.mode)
    if attendee.position:
        one.positions[attendee.position] = None
    return one


def _side_of_role(role: Role) -> str | None:
    return "office" if role in OFFICIAL else "member" if role in {Role.CHAIR, Role.MEMBER} else None


def _speaking(file: str, record: Record, speaker: Speaker, people: Sequence[_Local]) -> _Local | None:
    """Who in this meeting speaks under a label; None where it names nobody."""
    proxy = _proxy(speaker)
    if proxy:
        name, instead_of = proxy
        known = [one for one in people if one.proxy_of == instead_of and one.name == name]
        return known[0] if known else _Local(file, record, name, proxy_of=instead_of)
    label = WHITE.sub("", speaker.label or "")
    written = [one for one in people if _is_written(label, one)]
    if len(written) == 1:
        return written[0]
    if speaker.name is None:
        same = [one for one in people if one.nameless and one.name == label]
        return _by_title(label, people) or (same[0] if same else _Local(file, record, label, nameless=True))
    key = same_writing(speaker.person or speaker.name)
    named = [one for one in people if one.proxy_of is None and one.key == key] or [
        one for one in people if one.proxy_of is None and _may_be(key, one)
    ]
    if len(named) > 1 and speaker.position:
        named = [one for one in named if _has_title(one, speaker.position)] or named
    if len(named) == 1:
        return named[0]
    same = [one for one in named if not one.listed and one.name == speaker.name]
    return same[0] if same else _Local(file, record, speaker.name)


def _is_written(label: str, one: _Local) -> bool:
    """Whether a label is a person's surname and title without a gap: 石川合町長 is 石, 川合町長."""
    return any(one.surname + WHITE.sub("", position) == label for position in one.positions)


def _by_title(label: str, people: Sequence[_Local]) -> _Local | None:
    """The one person of the list whose title is the whole label （地域政策課長）; `委員` and `事務局` are nobody."""
    titled = [one for one in people if any(WHITE.sub("", position) == label for position in one.positions)]
    return titled[0] if len(titled) == 1 and titled[0].listed else None


def _proxy(speaker: Speaker) -> tuple[str, str] | None:
    """The one who speaks in another's place, and that other: 谷委員代理（川原）; None for 座長代理."""
    label = WHITE.sub("", speaker.label or "")
    aside = PROXY_ASIDE.search(label)
    titles = table("across", "persons.toml")["proxies"]["titles"]
    title = next((title for title in titles if title in label), None)
    if aside is None and title is None:
        return None
    owner = label[: aside.start()] if aside else label.partition(title or "")[0]
    named = aside["who"] if aside else label.rpartition("（")[2].rstrip("）") if label.endswith("）") else ""
    if not owner or (not named and speaker.name is None):
        return None
    return named or f"{owner}{SUBSTITUTE}", owner


# --- over meetings


def _is_long(one: _Local, others: Iterable[_Local]) -> bool:
    """Whether an undivided name is longer than another's that it begins with: 山里太郎 beside 山里."""
    return any(other.key != one.key and one.key.startswith(other.key) for other in others if len(other.key) > 1)


def _fitting(one: _Local, groups: Sequence[list[_Local]]) -> list[list[_Local]]:
    """The people that a mention can mean: by whole name, else by surname and what else is printed."""
    written = [g for g in groups if any(_is_written(WHITE.sub("", one.name), other) for other in g)]
    if one.nameless or (one.proxy_of and one.name.endswith(SUBSTITUTE)):
        return written
    if not one.whole:
        labels = (*one.labels, one.name)
        written = [g for g in groups if any(_is_written(label, other) for other in g for label in labels)]
        if len(written) == 1:
            one.confidence = BY_TITLE
            return written
    same = [group for group in groups if group[0].whole and group[0].key == one.key]
    if same or one.whole:
        one.confidence = FULL
        return same or _unique_bare(one, groups)
    return _near(one, groups)


def _near(one: _Local, groups: Sequence[list[_Local]]) -> list[list[_Local]]:
    """The people whose surname a mention has, on its side of the table, who are nobody else in its meeting."""
    near = [g for g in groups if any(_may_be(one.key, other) or _may_be(other.key, one) for other in g)]
    near = [g for g in near if not any(other.file == one.file for other in g) and _one_side(one, g)]
    if len(near) > 1:
        titled = [g for g in near if any(_has_title(other, p) for other in g for p in one.positions)]
        near = titled if len(titled) == 1 else near
        one.confidence = BY_TITLE
    else:
        one.confidence = BY_TITLE if near and _titles_meet(one, near[0]) else BY_SURNAME
    return near


def _unique_bare(one: _Local, groups: Sequence[list[_Local]]) -> list[list[_Local]]:
    """The one undivided whole name that a divided one is written as: 山里太郎 is 山里　太郎."""
    return [g for g in groups if not g[0].whole and g[0].key == one.key]


def _may_be(key: str, other: _Local) -> bool:
    """Whether a surname or an undivided name can be that of another mention."""
    if other.key == key or (other.whole and other.surname == key):
        return True
    return not other.whole and len(key) > 1 and other.key.startswith(key) and len(other.key) - len(key) <= LONGEST_GIVEN


def _one_side(one: _Local, group: Iterable[_Local]) -> bool:
    sides = {other.side for other in group} - {None}
    return one.side is None or not sides or one.side in sides


def _has_title(one: _Local, title: str) -> bool:
    plain = WHITE.sub("", title)
    return any((p := WHITE.sub("", position)).endswith(plain) or plain.endswith(p) for position in one.positions)


def _titles_meet(one: _Local, group: Iterable[_Local]) -> bool:
    return any(_has_title(other, position) for other in group for position in one.positions)


# --- what is told


def _numbered(groups: list[list[_Local]], doubts: Sequence[_Local], order: dict[int, int]) -> Iterator[Person]:
    mentions = [(group, ()) for group in groups] + [([one], _meant(one, groups)) for one in doubts]
    mentions.sort(key=lambda pair: min(order[id(one)] for one in pair[0]))
    ids = {id(group): f"p{number}" for number, (group, _) in enumerate(mentions, 1)}
    for group, meant in mentions:
        group.sort(key=lambda one: order[id(one)])
        yield _person(ids[id(group)], group, tuple(ids[id(other)] for other in meant))


def _meant(one: _Local, groups: Sequence[list[_Local]]) -> tuple[list[_Local], ...]:
    one.confidence = ALONE
    return tuple(_fitting(one, groups))


def _person(ident: str, group: Sequence[_Local], candidates: tuple[str, ...]) -> Person:
    names = tuple(dict.fromkeys(one.name for one in group))
    files: dict[str, list[str]] = {"attended": [], "by_proxy": [], "absent": []}
    for one in group:
        kind = {Mode.ABSENT: "absent", Mode.PROXY: "by_proxy"}.get(one.mode) if one.mode else None
        files[kind or "attended"].append(one.file)
    return Person(
        id=ident,
        name=max(names, key=lambda name: (len(same_writing(name)), len(name))),
        names=names,
        labels=tuple(dict.fromkeys(label for one in group for label in one.labels)),
        sightings=tuple(_sighting(one) for one in group),
        candidates=candidates,
        **{kind: tuple(dict.fromkeys(found)) for kind, found in files.items()},
    )


def _sighting(one: _Local) -> Sighting:
    meeting = one.record.meeting
    return Sighting(
        file=one.file,
        number=meeting.number if meeting else None,
        date=meeting.date if meeting else None,
        labels=tuple(one.labels),
        positions=tuple(one.positions),
        roles=tuple(one.roles),
        listed=one.listed,
        mode=one.mode,
        utterances=one.utterances,
        confidence=one.confidence,
        proxy_of=one.proxy_of,
    )
