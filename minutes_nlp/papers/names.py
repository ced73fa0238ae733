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
from minutes_nlp.resources import table
from minutes_nlp.wording import ROLES

__all__ = ["Names"]

APART = re.compile(r"[\s　・]+")  # 谷口　樹
LEFT_OUT = "（氏名）"  # for the name before 氏 or さん, which alone would not read
PERSON = "人名"  # Sudachi's third part of speech
# 氏, さん, 様, 先生: behind a name of any person, with no office of its own
HONORIFIC = re.compile(r"氏|さん|様|先生|君")
MEMBERS = re.compile(r"構成員|委員|有識者")
LONGEST_SURNAME = 3  # characters: 長谷川; longer names are whole
BEFORE = r"(?<![\u4e00-\u9fff々])"


class Names:
    """The names in one record, to be shown or hidden (氏名の扱い)."""

    def __init__(self, record: Record, *, hide: bool) -> None:
        self.hide = hide
        self.roles = _roles(record) if hide else {}
        self.whole = {name for name in self.roles if _is_whole(name)}
        self.known = _pattern({*self.roles, *_surnames(record)}) if hide else None

    def speaker(self, utterance: Utterance) -> str:
        """Who speaks: as printed, else by role; the role alone where names are hidden, blank where nothing is known."""
        label = utterance.speaker.label
        return ROLES.get(utterance.speaker.role, "") if self.hide or not label else label

    def text(self, text: str) -> str:
        """A text, without the names where they are hidden."""
        if not self.hide or not text:
            return text
        return _without_titled(self.known.sub(self._role, text) if self.known else text)

    def _role(self, match: re.Match[str]) -> str:
        if match["title"]:
            return LEFT_OUT + match["title"] if HONORIFIC.fullmatch(match["title"]) else match["title"]
        name = APART.sub("", match["name"])
        if name not in self.whole:  # a surname without a title is too often a place
            return match[0]
        return ROLES.get(self.roles[name], LEFT_OUT)


@cache
def _title() -> str:
    """A pattern of what stands behind a name, the longest first; 委員会 is none."""
    groups = table("structure", "speakers.toml")["titles"]
    found = sorted({title for group in groups.values() for title in group}, key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, found))})(?!会)"


def _roles(record: Record) -> dict[str, Role]:
    """The names of a record without blanks, and the role of each."""
    roles = {APART.sub("", one.name): _listed_as(one) for one in _attendees(record) if one.name}
    for utterance in record.utterances:
        if name := utterance.speaker.name:
            roles[APART.sub("", name)] = utterance.speaker.role
    return roles


def _attendees(record: Record) -> tuple[Attendee, ...]:
    listed = record.meeting.attendees if record.meeting else ()
    return listed + tuple(one for part in record.parts for one in part.attendees)


def _listed_as(attendee: Attendee) -> Role:
    """The role that the list gives by the word over a group or behind a name."""
    told = f"{attendee.group or ''}{attendee.position or ''}"
    if "事務局" in told:
        return Role.SECRETARIAT
    return Role.MEMBER if MEMBERS.search(told) else Role.UNKNOWN


def _is_whole(name: str) -> bool:
    """Whether a name is surname and given name, so that it names nobody else and no place."""
    return len(name) > LONGEST_SURNAME or sum(word.pos[2] == PERSON for word in words(name)) > 1


def _surnames(record: Record) -> set[str]:
    """What stands before the first blank of a name, and before the title of a label."""
    listed = {APART.split(one.name)[0] for one in _attendees(record) if APART.search(one.name)}
    labels = {APART.sub("", one.speaker.label or "") for one in record.utterances}
    titled = (re.fullmatch(rf"(?P<name>.+?){_title()}", label) for label in labels)
    return {name for name in listed if name} | {
        match["name"] for match in titled if match and any(word.pos[2] == PERSON for word in words(match["name"]))
    }


def _pattern(known: set[str]) -> re.Pattern[str] | None:
    """A pattern of the known names, blanks between their characters allowed, and of a title behind.

    A name of one character counts only where no other Chinese character stands before it: 林委員, not 森林委員.
    """
    if not known:
        return None
    names = "|".join(
        (BEFORE if len(name) == 1 else "") + r"[\s　・]?".join(map(re.escape, name))
        for name in sorted(known, key=len, reverse=True)
    )
    return re.compile(rf"(?P<name>{names})[ 　]?(?P<title>{_title()})?")


def _without_titled(text: str) -> str:
    """The text without names before titles that no list of the document holds."""
    found = words(text)
    pieces: list[str] = []
    done = at = 0
    while at < len(found):
        stop = at
        while stop < len(found) and found[stop].pos[2] == PERSON:
            stop += 1
        title = re.compile(rf"[ 　]?({_title()})").match(text, found[stop - 1].stop) if stop > at else None
        if title:
            pieces += [text[done : found[at].start], LEFT_OUT if HONORIFIC.fullmatch(title[1]) else ""]
            done = title.start(1)
        at = max(stop, at + 1)
    return "".join((*pieces, text[done:]))
