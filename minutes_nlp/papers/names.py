"""Who spoke, by name or by role alone (発言者名を伏せる).

Hidden are the names of those who speak or are listed as present, in labels and wherever a text names them, and any
name in front of a title of people who speak (〇〇委員, 〇〇氏). What is left is the role: 構成員, 事務局. Nothing is
made up in its place, neither a letter nor a number, since these would let readers join the remarks of one person.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_nlp.language.words import words
from minutes_nlp.model import Attendee, Record, Role, Utterance
from minutes_nlp.papers.wording import ROLES
from minutes_nlp.resources import table

__all__ = ["Names"]

APART = re.compile(r"[\s　・]+")  # 谷口　樹
LEFT_OUT = "（氏名）"  # for the name before 氏 or さん, which alone would not read
PERSON = "人名"  # Sudachi's third part of speech
# 氏, さん, 様, 先生: behind a name of any person, with no office of its own
HONORIFIC = re.compile(r"氏|さん|様|先生|君")
SHORTEST = 2  # characters of a name that is hidden without a title behind it


class Names:
    """The names in one record, to be shown or hidden (氏名の扱い)."""

    def __init__(self, record: Record, *, hide: bool) -> None:
        self.hide = hide
        self.roles = _roles(record) if hide else {}
        self.known = _pattern((*self.roles, *_surnames(record))) if hide else None

    def speaker(self, utterance: Utterance) -> str:
        """Who speaks: as printed, else by role; the role alone where names are hidden, blank where nothing is known."""
        label = utterance.speaker.label
        return ROLES[utterance.speaker.role] if self.hide or not label else label

    def text(self, text: str) -> str:
        """A text, without the names where they are hidden."""
        if not self.hide or not text:
            return text
        return _without_titled(self.known.sub(self._role, text) if self.known else text)

    def _role(self, match: re.Match[str]) -> str:
        if match["title"]:
            return LEFT_OUT + match["title"] if HONORIFIC.fullmatch(match["title"]) else match["title"]
        name = APART.sub("", match["name"])
        if name not in self.roles:  # a surname without a title is too often a place
            return match[0]
        return ROLES[self.roles[name]] or LEFT_OUT


@cache
def _titles() -> str:
    """A pattern of what stands behind a name: the longest first, with 等 or numbers left to the text."""
    groups = table("structure", "speakers.toml")["titles"]
    found = sorted({title for group in groups.values() for title in group}, key=len, reverse=True)
    return "|".join(map(re.escape, found))


def _roles(record: Record) -> dict[str, Role]:
    """The names of a record without spaces, and the role of each."""
    roles = {APART.sub("", one.name): _listed_as(one) for one in _attendees(record) if one.name}
    for utterance in record.utterances:
        if name := utterance.speaker.name:
            roles[APART.sub("", name)] = utterance.speaker.role
    return {name: role for name, role in roles.items() if len(name) >= SHORTEST}


def _attendees(record: Record) -> tuple[Attendee, ...]:
    listed = record.meeting.attendees if record.meeting else ()
    return listed + tuple(one for part in record.parts for one in part.attendees)


def _listed_as(attendee: Attendee) -> Role:
    """The role that the list gives: the group's word, else unknown."""
    group = f"{attendee.group or ''}{attendee.position or ''}"
    return (
        Role.SECRETARIAT
        if "事務局" in group
        else Role.MEMBER
        if re.search(r"構成員|委員|有識者", group)
        else Role.UNKNOWN
    )


def _surnames(record: Record) -> set[str]:
    """What stands before the first blank of a name, and before the title of a label."""
    parts = {APART.split(one.name)[0] for one in _attendees(record) if APART.search(one.name)}
    labels = {one.speaker.label or "" for one in record.utterances}
    titled = (re.fullmatch(rf"(?P<name>.+?)(?:{_titles()})", APART.sub("", label)) for label in labels)
    known = {one["name"] for one in titled if one and any(w.pos[2] == PERSON for w in words(one["name"]))}
    return {name for name in parts | known if name}


def _pattern(known: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern of the known names, blanks between their characters allowed, and of a title behind."""
    if not known:
        return None
    names = "|".join(r"[\s　・]?".join(map(re.escape, name)) for name in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?P<name>{names})[\s　]?(?P<title>{_titles()})?")


def _without_titled(text: str) -> str:
    """The text without names before titles that no list of the document holds."""
    found = words(text)
    pieces: list[str] = []
    done = at = 0
    while at < len(found):
        stop = at
        while stop < len(found) and found[stop].pos[2] == PERSON:
            stop += 1
        title = re.match(_titles(), text[found[stop - 1].stop :]) if stop > at else None
        if title:
            pieces += [text[done : found[at].start], LEFT_OUT if HONORIFIC.fullmatch(title[0]) else ""]
            done = found[stop - 1].stop
        at = stop + 1 if stop == at else stop
    return "".join((*pieces, text[done:]))
