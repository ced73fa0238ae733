"""Who a printed label means (発言者名): its title, its role, and the person of the attendance list, never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from minutes_nlp.language.words import words as read_words
from minutes_nlp.model import Attendee, Basis, Role, Speaker
from minutes_nlp.structure.vocabulary import squeezed, table, words
from minutes_nlp.text import Text

__all__ = ["Roster", "Title", "is_full_name", "is_office", "is_organisation", "office_role", "title_first", "titled"]

ASIDE = re.compile(r"[（(【［\[](?P<inside>[^（）()【】]*)[）)】］\]]")  # 国務大臣（○○君）, 西村(智)委員
NO_LABEL = re.compile(
    r"[。、「」『』？！?!→（）()【】〔〕]|について|である|ます|です|から.+へ|を"
)  # a sentence, not a name
# 記者Ａ, 委員１, 参加者②
LETTERED = re.compile(
    r"(?P<title>\w*?[^\W0-9０-９A-Za-zＡ-Ｚａ-ｚ])(?P<letter>[A-ZＡ-Ｚa-zａ-ｚ]|[0-9０-９]{1,2}|[①-⑳])"
)
# ７番, 議席１０番, ７番欠端委員: the seat of a member of an assembly (議席番号)
SEAT = re.compile(r"(?:議席)?第?[0-9０-９]{1,2}番(?:議席)?")
NAME = r"[一-鿿々ヶヵ]{1,4}[ \u3000]+[一-鿿々ヶヵぁ-んァ-ヴー]{1,4}"
FULL_NAME = re.compile(NAME)  # 桐山　蒼太
TITLE_FIRST = re.compile(rf"(?P<title>\S{{2,16}})[ \u3000]+(?P<name>{NAME})")  # 委員長　桐山　蒼太
SHORTEST_NAME = 2  # characters; 休　憩 is a word in spaced letters
UNNAMED = set(Role)
LONGEST = 34  # characters of the longest label seen: 内閣官房デジタル市場競争本部事務局次長（…）
LONGEST_NAME = 8  # characters of a full name in brackets: 国務大臣（…君）
KATAKANA = re.compile(r"[ァ-ヴー]{2,}")
READ = 0.85  # how sure a name is that only its reading tells; a surname may have several
SURNAME = 4  # characters of the longest common surname


@dataclass(frozen=True, slots=True)
class Title:
    """A label cut before its title (氏名と肩書): 桐山座長 is 桐山 and 座長."""

    name: str
    title: str
    role: Role
    behind: bool = False  # the name stands in brackets behind the title
    given: str = ""  # 西村(智)委員: 智


@lru_cache(maxsize=4096)
def titled(label: str) -> Title | None:
    """The name, the title and the role that a label shows; None where it ends with no title that we know."""
    plain = squeezed(label)
    bare = ASIDE.sub("", plain)
    if not bare or len(plain) > LONGEST or NO_LABEL.search(bare):
        return None
    if seat := SEAT.match(bare):
        return _seated(plain, seat)
    for title, role in _titles():
        if bare.endswith(title):
            return _cut(plain, bare, title, role)
    if (one := LETTERED.fullmatch(bare)) and (kind := dict(_titles()).get(one["title"])) in UNNAMED:
        return Title(one["letter"], one["title"], kind)
    return Title("", bare, Role.SECRETARIAT) if bare in words("speakers", "bodies", "answering") else None


def _seated(plain: str, seat: re.Match[str]) -> Title | None:
    """A label that begins with a number of a seat; a name behind it, in brackets or not, tells more."""
    named = titled(plain[seat.end() :].strip("（）()"))
    lone = plain == seat[0] or plain[seat.end() :] in {"委員", "議員"}
    return named if named and named.name else Title("", seat[0], Role.MEMBER) if lone else None


def _cut(plain: str, bare: str, title: str, role: Role) -> Title:
    """A label cut before its title; brackets behind the title hold the name, brackets inside a given name."""
    aside = ASIDE.search(plain)
    inside = aside["inside"].removesuffix("君") if aside else ""
    sure = plain.endswith(("君）", "君)")) or (len(inside) > 1 and not (len(inside) > 2 and inside.endswith(_bodies())))
    if aside and aside.end() == len(plain) and sure and titled(inside) is None:
        return Title(inside, bare, role, behind=True)
    return Title(bare[: -len(title)], title, role, given=inside)


def title_first(label: str) -> Title | None:
    """The title and the full name of a label that prints the title first: 委員長　桐山　蒼太."""
    match = TITLE_FIRST.fullmatch(label.strip())
    title = titled(match["title"]) if match else None
    if match is None or title is None:
        return None
    return Title(squeezed(match["name"]), squeezed(match["title"]), title.role, behind=True)


def is_full_name(label: str) -> bool:
    """Whether a label is printed as a surname and a given name, and has no title: 桐山　蒼太."""
    return len(squeezed(label)) > SHORTEST_NAME and FULL_NAME.fullmatch(label.strip()) is not None and not titled(label)


@lru_cache(maxsize=1)
def _bodies() -> tuple[str, ...]:
    """How organisations and factions end, which stand in brackets where a name may (みどりの会)."""
    return (*words("speakers", "organisations", "words"), *words("speakers", "organisations", "factions"))


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, Role], ...]:
    """All titles, the longest first."""
    pairs = [(title, Role(role)) for role, titles in table("speakers")["titles"].items() for title in titles]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def is_office(label: str) -> bool:
    """Whether a label is an office (環境省, 地域政策課), not a name or a sentence."""
    plain = squeezed(label)
    return len(plain) > 2 and not NO_LABEL.search(plain) and plain.endswith(words("speakers", "offices", "endings"))


def is_organisation(label: str) -> bool:
    """Whether a label is an office, a municipality or a body (白根町, ＮＰＯ法人水辺の会)."""
    plain = squeezed(label)
    known = any(word in plain for word in words("speakers", "organisations", "strong"))
    return is_office(label) or (known and len(plain) <= LONGEST and not NO_LABEL.search(plain))


def office_role(label: str, *, beside_secretariat: bool) -> Role:
    """The role of an office: the secretariat's own, or a guest's where 事務局 is called by that name."""
    if not is_office(label):
        return Role.UNKNOWN
    own = squeezed(label).endswith(words("speakers", "offices", "own"))
    return Role.SECRETARIAT if own or not beside_secretariat else Role.GUEST


class Roster:
    """The attendance list as a help to read speaker labels (名簿)."""

    def __init__(self, attendees: Sequence[Attendee] = ()) -> None:
        self.attendees = tuple(attendees)
        self._names = {squeezed(attendee.name) for attendee in attendees}
        self._equal = not any(a.group or (a.position and titled(a.position)) for a in self.attendees)
        self._labels: dict[str, tuple[Attendee, ...]] = {}
        self._learned: frozenset[str] = frozenset()
        self.openings: dict[tuple[int, int], Any] = {}  # what `turns.opening` has found out, by paragraph and notation

    def learn(self, labels: frozenset[str]) -> None:
        """Know labels that only this document has."""
        if labels - self._learned:
            self._learned |= labels
            self.openings.clear()

    @property
    def has_secretariat(self) -> bool:
        """Whether some of the list are the secretariat."""
        return any(attendee.group == "事務局" for attendee in self.attendees)

    def is_speaker(self, label: str, *, bracketed: bool = False) -> bool:
        """Whether a label may name a speaker: it ends with a title, or the list has the name.

        In brackets it may also be an office (環境省). 氏名　勤め先　役職 is a line of a list, no label.
        """
        if (bracketed and is_office(label)) or squeezed(label) in self._learned:
            return True
        if titled(label):
            apart = len(label.split()) > 2
            return not (apart and any(word in label for word in words("speakers", "organisations", "strong")))
        return len(squeezed(label)) > 1 and squeezed(label) in self._names

    def lists(self, body: str) -> bool:
        """Whether the list has a body by this name, or by one that goes on: 堤水車株式会社."""
        return any(_is_called(attendee, body) for attendee in self.attendees)

    def is_surname(self, label: str) -> bool:
        """Whether a label is the surname of somebody on the list."""
        return any(_surname(attendee) == squeezed(label) for attendee in self.attendees)

    def resolve(self, label: Text) -> Speaker:
        """The speaker of a label, with what the role rests on."""
        printed = label.strip().string
        title = titled(printed) or title_first(printed)
        found = self._found(printed)
        spans = label.strip().spans
        if len(found) == 1:
            listed = _listed(printed, title, found[0], spans)
            if self._equal and title is None:  # a circle of names (参加：…): nobody among them is a guest
                listed = replace(listed, role=Role.MEMBER)
            return replace(listed, confidence=READ) if title and _is_read(found[0], title.name) else listed
        if title is None:
            role = office_role(printed, beside_secretariat=self.has_secretariat)
            if role is Role.UNKNOWN and squeezed(printed) in self._learned and not is_office(printed):
                role = Role.GUEST
            sure = 0.7 if role is not Role.UNKNOWN else 0.0
            return Speaker(printed, role=role, basis=Basis.LABEL if sure else None, confidence=sure, label_spans=spans)
        return Speaker(
            label=printed,
            name=_printed_name(title),
            position=title.title if _printed_name(title) or not title.name or _is_letter(title.name) else None,
            role=title.role,
            basis=Basis.LABEL,
            confidence=0.9,
            label_spans=spans,
        )

    def _found(self, printed: str) -> tuple[Attendee, ...]:
        if printed not in self._labels:
            self._labels[printed] = tuple(_matches(printed, self.attendees))
        return self._labels[printed]


def _matches(printed: str, attendees: Sequence[Attendee]) -> list[Attendee]:
    """The attendees that a label can mean: the whole label first, then the name, then name and title."""
    plain, title = squeezed(printed), titled(printed)
    whole = [a for a in attendees if plain in {squeezed(a.name), squeezed(a.name + (a.position or ""))}]
    if whole or title is None:
        return whole or [a for a in attendees if _surname(a) == plain] or [a for a in attendees if _is_called(a, plain)]
    if not title.name:
        return (
            [a for a in attendees if a.position and squeezed(a.position) == title.title]
            if title.title != "委員"
            else []
        )
    named = [a for a in attendees if _bears(a, title)] or [a for a in attendees if _is_read(a, title.name)]
    same_title = [a for a in named if a.position and squeezed(a.position).endswith(title.title)]
    return same_title if len(named) > 1 and len(same_title) == 1 else named


def _bears(attendee: Attendee, title: Title) -> bool:
    """Whether the attendee has the label's name: all of it, or the surname, and the given name in brackets."""
    whole, name = squeezed(attendee.name), title.name
    surname = _surname(attendee)
    if name not in {whole, surname} and not (not surname and len(name) >= 2 and whole.startswith(name)):
        return (
            name.endswith(whole)
            and len(whole) > 1
            and attendee.position is not None
            and title.title in attendee.position
        )
    return not title.given or title.given[:1] in whole.removeprefix(name)


def _is_read(attendee: Attendee, name: str) -> bool:
    """Whether a label in katakana is how the attendee's surname is read (カサギ委員 of 笠木　蒼太)."""
    surname = _surname(attendee)
    if not surname or KATAKANA.fullmatch(name) is None or surname == name:
        return False
    return "".join(word.reading for word in read_words(surname)) == name


def _is_called(attendee: Attendee, body: str) -> bool:
    """Whether a body on the list is called by the beginning of its name: 堤水車 of 堤水車株式会社."""
    return len(body) > SHORTEST_NAME and squeezed(attendee.name).startswith(body) and not attendee.position


def _surname(attendee: Attendee) -> str:
    """The name before the printed space (桐山　蒼太); "" where none is printed."""
    first, *given = attendee.name.split() or [""]
    return first if given else ""


def _listed(printed: str, title: Title | None, attendee: Attendee, spans: tuple[tuple[int, int], ...]) -> Speaker:
    """A speaker whom the list knows; the label's title counts more than the list's."""
    role = title.role if title and title.role not in {Role.GUEST, Role.UNKNOWN} else _group_role(attendee)
    return Speaker(
        label=printed,
        name=attendee.name,
        position=title.title if title else attendee.position,
        person=squeezed(attendee.name),
        role=role,
        basis=Basis.ROSTER,
        confidence=0.98 if title else 0.95,
        label_spans=spans,
    )


def _group_role(attendee: Attendee) -> Role:
    """The role that the list's group or position shows."""
    position = titled(attendee.position) if attendee.position else None
    if position and position.role is Role.CHAIR:
        return Role.CHAIR
    group = titled(attendee.group) if attendee.group else None
    return (group or position or Title("", "", Role.GUEST)).role


def _is_letter(name: str) -> bool:
    """A委員: a letter in the place of a name."""
    return unicodedata.normalize("NFKC", name).isascii()


def _printed_name(title: Title) -> str | None:
    """The name in a label, where it is surely one: short, and no organisation before the title."""
    name = title.name
    if not name or _is_letter(name) or len(name) > LONGEST_NAME or (len(name) > SURNAME and not title.behind):
        return None
    if name.endswith("の"):  # 他会派の議員
        return None
    if any(word in name for word in words("speakers", "departments", "words")):
        return None
    ends = words("speakers", "organisations", "words")
    return None if len(name) > 2 and name.endswith(ends) else name
