"""The attendance list (出席者名簿): people by line, with group and form of attendance from above or before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes_nlp.document import Paragraph, spread
from minutes_nlp.model import Attendee, Mode, Role
from minutes_nlp.structure.head.people import (
    ASIDE,
    LIST_REMARK,
    mode_of,
    names_organisation,
    names_person_first,
    person,
    spaced,
)
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.vocabulary import alternatives, squeezed, table, words
from minutes_nlp.text import Text

__all__ = ["read_attendance"]

# 委員：…, 【事務局】, （欠　席）…, 構成員（五十音順）, 事務局　山田課長
GROUP_LINE = (
    r"[【（(〔＜<\[]?\s*(?P<group>(?:{words}))(?:等|一覧|名簿)?\s*(?:[（(][^（）()]*[）)])?"
    r"(?P<end>\s*[】）)〕＞>\]]?\s*(?:[:：]|[ \u3000]+|$|(?<=[】）)〕＞>\]])))(?P<rest>.*)"
)
# （県）高見部長, 県　　　高見部長
SIDE_LINE = re.compile(
    r"(?:[【（(〔＜](?P<inside>[国県市町村府区])[】）)〕＞]|(?P<group>[国県市町村府区])(?=[:：]|[ \u3000]{2}))"
    r"(?P<end>[:：]?)[ \u3000]*(?P<rest>.*)",
    re.DOTALL,
)
LEADING_ASIDE = re.compile(
    r"\s*[（(【〔＜](?P<inside>[^（）()【】〔〕＜＞]*)[）)】〕＞]"
)  # （オンライン参加）浅茅構成員
REMARK_LINE = re.compile(r"[（(※][^（）()]*(?:敬称|順不同|五十音|あいうえお)[^（）()]*[）)]?")
TWO_WORDS = re.compile(r"[^\s、，,（(]{1,4}[ \u3000]+[^\s、，,（()）]{1,6}")  # 山田　太郎
BARE_NUMBER = re.compile(r"^[0-9０-９]{1,2}[ \u3000]+")  # ４　欠席者
# 小田委員、浦野委員, not inside brackets; １番　小田　純　　２番　浦野　葵
SEPARATOR = re.compile(r"[、，,;；](?![^（(]*[）)])|[ \u3000]{2,}(?=[0-9０-９]{1,2}番[ \u3000])")
UNNAMED = re.compile(r"[A-ZＡ-Ｚ](?:[ \u3000\t]+[○〇◯×✕△－—-])*")  # Ｂ　○　×: how one of the members voted
ATTENDS = re.compile(r"^(?:代理)?(?:出席|欠席)(?=..)")  # 出席構成員 is 構成員
NAME_COLUMN = "氏名"
STRANGE_LINES = 2  # lines in a row without a person, after which the list has ended


@dataclass(frozen=True, slots=True)
class Place:
    """What the lines above, or brackets before it, say about the next person (区分)."""

    group: str | None = None
    mode: Mode | None = None
    organisation: str | None = None
    position: str | None = None
    heading: bool = False  # the form of attendance stands on a line of its own, for all groups below it


def read_attendance(paragraphs: Sequence[Paragraph]) -> tuple[Attendee, ...]:
    """The people of the list, in printed order."""
    people: list[Attendee] = []
    now, strange = Place(), 0
    above: Paragraph | None = None
    members, lone_are_organisations = _members(paragraphs), _lone_are_organisations(paragraphs)
    for paragraph in _unrolled(paragraphs):
        here, now, rest = _headed(paragraph.text.string, now, members)
        if not rest.strip() or REMARK_LINE.fullmatch(rest.strip()):
            above = None
            continue
        if people and above and _continues(paragraph, above):
            people[-1] = _longer(people[-1], rest)
            continue
        if lone_are_organisations and _lone(rest):
            now = replace(now, organisation=rest.strip())
            continue
        line, last = _people(rest, here)
        strange = 0 if line or not people else strange + 1
        if strange == STRANGE_LINES:
            break
        people.extend(line)
        now = last if rest.rstrip().endswith(("、", "，", ",")) else now
        above = paragraph if names_person_first(rest) else None
    return tuple(people)


def _unrolled(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, of a table each row as one line."""
    for paragraph in paragraphs:
        if not paragraph.rows:
            yield paragraph
            continue
        rows = list(spread(paragraph.rows))
        head = [squeezed(cell.string) for cell in rows[0]]
        if NAME_COLUMN in head:
            yield from (replace(paragraph, text=Text(line), rows=None) for line in _by_columns(rows, head))
            continue
        for row in paragraph.rows:
            cells = [cell.strip() for cell in row if cell.string.strip()]
            yield replace(paragraph, text=Text.join(cells, "\u3000\u3000"), rows=None)


def _by_columns(rows: Sequence[Sequence[Text]], head: Sequence[str]) -> Iterator[str]:
    """Each row of a table with named columns (区分｜職名｜氏名｜備考) as a line: （区分）氏名　職名（備考）."""
    columns = table("header")["columns"]
    for row in rows[1:]:
        cells = {name: cell.string.strip() for name, cell in zip(head, row, strict=False)}
        group, office, note = (
            next((cells[n] for n in columns[c] if cells.get(n)), "") for c in ("group", "office", "note")
        )
        if cells.get(NAME_COLUMN):
            yield (
                (f"（{group}）" if group else "") + f"{cells[NAME_COLUMN]}　{office}" + (f"（{note}）" if note else "")
            )


def _lone(line: str) -> bool:
    """A line of one word that no title ends."""
    return len(line.split()) == 1 and not SEPARATOR.search(line) and titled(line) is None


def _lone_are_organisations(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether lines of one word stand for organisations, since most people are printed with two (山田　太郎)."""
    lines = [paragraph.text.string.strip() for paragraph in paragraphs]
    people = sum(1 for line in lines if TWO_WORDS.fullmatch(line))
    return people > 2 and people > sum(1 for line in lines if line and _lone(line))


# --- groups and forms of attendance --------------------------------------------------------------------------------


def _members(paragraphs: Sequence[Paragraph]) -> str | None:
    """The group of members that the list names; a chair and those who are absent belong to it too."""
    matches = (_group_pattern().match(BARE_NUMBER.sub("", p.text.string.strip())) for p in paragraphs)
    groups = (ATTENDS.sub("", squeezed(match["group"])) for match in matches if match)
    return next((group for group in groups if group in table("header")["groups"]["members"]), None)


def _headed(string: str, now: Place, members: str | None) -> tuple[Place, Place, str]:
    """The place of a line's people, the place of the lines below, and what is left of the line."""
    string = BARE_NUMBER.sub("", string.strip())
    match = SIDE_LINE.match(string) or _group_pattern().match(string)
    if match is None or _is_title_before_name(match):
        return now, now, string
    word, rest = squeezed(match["group"] or match["inside"]), match["rest"]
    here = _placed(word, replace(now, heading=not rest.strip() or now.heading), members, alone=not rest.strip())
    if not rest.strip():
        return here, here, rest
    below = replace(here, mode=now.mode if now.heading and here.group == now.group else None, position=None)
    if mode_of(word) or here.position:
        below = replace(below, group=now.group or here.group, mode=now.mode, organisation=now.organisation)
    inner, _, rest = _headed(rest, here, members)
    return inner, replace(below, mode=_kept_mode(now, below)), rest


def _kept_mode(now: Place, below: Place) -> Mode | None:
    """The form of attendance that stands above all groups; the secretariat's is not told by it."""
    return now.mode if now.heading and below.group != "事務局" else None


def _is_title_before_name(match: re.Match[str]) -> bool:
    """座長　山田 太郎: a title before one name, without bracket or colon, is a position, no group."""
    return bool(match["rest"].strip()) and _leads(match["group"] or "") and not match["end"].strip()


def _leads(word: str) -> bool:
    title = titled(word)
    return title is not None and (title.role is Role.CHAIR or word.startswith("副") or word.endswith("代理"))


@lru_cache(maxsize=1)
def _group_pattern() -> re.Pattern[str]:
    return re.compile(GROUP_LINE.format(words=alternatives(words("header", "groups", "words"))), re.DOTALL)


def _placed(word: str, now: Place, members: str | None, *, alone: bool) -> Place:
    """The place after a group word: a form of attendance keeps the group, a group on its own line ends the form."""
    mode = mode_of(word)
    plain = ATTENDS.sub("", word)
    if mode is not None:
        group = plain if plain != word and not mode_of(plain) else now.group
        outside = mode is Mode.ABSENT and group == "事務局"
        return Place(None if outside else group, mode, heading=alone)
    if _leads(word):
        return replace(now, group=now.group or members, position=word)
    return Place(plain or None, None if alone else _kept_mode(now, Place(plain)), heading=not alone and now.heading)


# --- the people of a line ------------------------------------------------------------------------------------------


def _people(line: str, place: Place) -> tuple[list[Attendee], Place]:
    """The people of one line, and the place where it ends."""
    if names_person_first(ASIDE.sub("", line)):
        one = _someone(line, place)
        return ([one] if one else []), place
    people: list[Attendee] = []
    for item in SEPARATOR.split(line):
        place, rest = _leading_aside(item, place)
        found = _someone(rest, place) if rest.strip() else None
        if found:
            people.append(found)
    return people, place


def _someone(item: str, place: Place) -> Attendee | None:
    if UNNAMED.fullmatch(item.strip()):
        return None
    found = person(item, place.organisation)
    if found is None:
        return None
    return replace(found, position=place.position or found.position, group=place.group, mode=found.mode or place.mode)


def _leading_aside(item: str, place: Place) -> tuple[Place, str]:
    """（オンライン参加）浅茅構成員: the brackets speak for all that follow on the line."""
    match = LEADING_ASIDE.match(item)
    if match is None or LIST_REMARK.search(match["inside"]):
        return place, LEADING_ASIDE.sub("", item) if match else item
    if match.end() == len(item.rstrip()):
        return place, match["inside"]
    mode = mode_of(match["inside"])
    return (replace(place, mode=mode), item[match.end() :]) if mode else (place, item)


def _continues(paragraph: Paragraph, above: Paragraph) -> bool:
    """Whether a line goes on with the office of the person above."""
    line = paragraph.text.string.strip()
    if paragraph.marker is not None or names_person_first(line) or _group_pattern().match(line):
        return False
    return paragraph.indent > above.indent + 2 or names_organisation(line.split()[0]) or line[0].isascii()


def _longer(someone: Attendee, more: str) -> Attendee:
    return replace(someone, position=spaced(f"{someone.position or ''} {more}"))
