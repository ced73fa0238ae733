"""The attendance list (出席者名簿): people by line, with group and form of attendance from above or before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes_nlp.document import Paragraph, spread
from minutes_nlp.model import Attendee, Mode, Role
from minutes_nlp.structure.head.people import (
    BARE_SHAPES,
    LIST_REMARK,
    Candidate,
    begins_with_name,
    candidates,
    mode_of,
    spaced,
)
from minutes_nlp.structure.head.pieces import Kind, is_kind, names_organisation, pieces
from minutes_nlp.structure.labels import is_organisation, titled
from minutes_nlp.structure.vocabulary import alternatives, any_of, squeezed, table, words
from minutes_nlp.text import Text

__all__ = ["read_attendance"]

# 委員：…, 【事務局】, （欠　席）…, 構成員（五十音順）, 事務局　山田課長
GROUP_LINE = (
    r"[【（(〔＜<\[]?\s*(?P<group>(?:{words}))(?:等|一覧|名簿)?\s*(?:[（(][^（）()]*[）)])?"
    r"(?P<end>\s*[】）)〕＞>\]]?\s*(?:[:：]|[ \u3000]+|$|(?<=[】）)〕＞>\]])))(?P<rest>.*)"
)
# 【外部評価委員】…, ＜法人＞…, 学内委員：…, 労働者代表委員（２名）
OPEN_GROUP_LINE = re.compile(
    r"(?:[【（(〔＜<\[](?P<inside>[^【】（）()〔〕＜＞<>\[\]]+)[】）)〕＞>\]]|(?P<group>[^\s:：（(【〔＜、，]+)(?:[（(][^（）()]*[）)])?(?=\s*[:：]|\s*$))"
    r"(?P<end>\s*[:：]?)\s*(?P<rest>.*)",
    re.DOTALL,
)
# （県）高見部長, 県　　　高見部長
SIDE_LINE = re.compile(
    r"(?:[【（(〔＜](?P<inside>[国県市町村府区])[】）)〕＞]|(?P<group>[国県市町村府区])(?=[:：]|[ \u3000]{2}))"
    r"(?P<end>[:：]?)[ \u3000]*(?P<rest>.*)",
    re.DOTALL,
)
BRACKETED_LINE = re.compile(r"[（(]([^（）()：:]+[：:][^（）()]+)[）)]")  # （欠席：小田委員）
ASIDE = re.compile(r"[（(【〔＜]([^（）()【】〔〕＜＞]*)[）)】〕＞]")  # （オンライン参加）浅茅構成員
COMMAS = "、，,;；"
REMARK_LINE = re.compile(r"[（(※][^（）()]*(?:敬称|順不同|五十音|あいうえお)[^（）()]*[）)]?")
TWO_WORDS = re.compile(r"[^\s、，,（(]{1,4}[ \u3000]+[^\s、，,（()）]{1,6}")  # 山田　太郎
BARE_NUMBER = re.compile(r"^[0-9０-９]{1,2}[ \u3000]+")  # ４　欠席者
COMMA = re.compile(r"[、，,;；]")
UNNAMED = re.compile(r"[A-ZＡ-Ｚ](?:[ \u3000\t]+[○〇◯×✕△－—-])*")  # Ｂ　○　×: how one of the members voted
ATTENDS = re.compile(r"^(?:代理)?(?:出席|欠席)(?:した)?(?=..)")  # 出席構成員 is 構成員
NAME_COLUMN = "氏名"
STRANGE_LINES = 2  # lines in a row without a person, after which the list has ended
ALL_ALIKE = 3  # surnames alone or names in Latin letters, and no other names, that make a list


@dataclass(frozen=True, slots=True)
class Place:
    """What the lines above, or brackets before it, say about the next person (区分)."""

    group: str | None = None
    mode: Mode | None = None
    organisation: str | None = None
    position: str | None = None
    heading: bool = False  # the form of attendance stands on a line of its own, for all groups below it


@dataclass(frozen=True, slots=True)
class Usage:
    """How the list is printed: its group of members, and the titles that stand before each name (委員　…　委員　…)."""

    members: str | None
    repeated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who may be on the list, with his place and his line."""

    one: Candidate
    place: Place
    line: int


def read_attendance(paragraphs: Sequence[Paragraph], label: str | None = None) -> tuple[Attendee, ...]:
    """The people of the list, in printed order; `label` is what stands over it, where that is a group (説明員)."""
    listed = _led_by_kinds(_listed(list(_unrolled(paragraphs)), label))
    return tuple(_attendee(each) for each in _believed(listed))


def _listed(lines: Sequence[Paragraph], label: str | None) -> list[Listed]:
    """All who may be on the list, until it ends."""
    found: list[Listed] = []
    usage, lone_are_organisations = Usage(_members(lines, label), _repeated(lines)), _lone_are_organisations(lines)
    now = _placed(label, Place(), usage.members, alone=True) if label else Place()
    above, strange = None, 0
    for i, paragraph in enumerate(lines):
        here, now, rest = _headed(paragraph, now, usage)
        if not rest.strip() or REMARK_LINE.fullmatch(rest.strip()):
            above = None
            continue
        if found and above and _continues(paragraph, above):
            found[-1] = replace(found[-1], one=_longer(found[-1].one, rest))
            continue
        if lone_are_organisations and _lone(rest):
            now = replace(now, organisation=rest.strip())
            continue
        people, last = _people(rest, here)
        strange = 0 if people or not found else strange + 1
        if strange == STRANGE_LINES:
            break
        found += [Listed(one, place, i) for one, place in people]
        now = last if rest.rstrip().endswith(("、", "，", ",")) else now
        above = paragraph if begins_with_name(rest) else None
    return found


def _attendee(each: Listed) -> Attendee:
    one, place = each.one.attendee, each.place
    position = place.position or one.position or place.organisation
    return replace(one, position=position, group=place.group, mode=one.mode or place.mode)


# --- what the list as a whole tells ---------------------------------------------------------------------------------


def _believed(listed: Sequence[Listed]) -> Iterator[Listed]:
    """Those who surely are people, and the doubtful ones printed as most of the sure are, or a list of such alone."""
    sure = Counter(each.one.shape for each in listed if each.one.sure)
    doubtful = Counter(each.one.shape for each in listed if not each.one.sure)
    for each in listed:
        shape = each.one.shape
        bare = shape in BARE_SHAPES and sure[shape] + doubtful[shape] >= ALL_ALIKE
        alike = bare and (not sure or len(sure | doubtful) == 1)
        if each.one.sure or sure[shape] >= doubtful[shape] or alike:
            yield each


def _led_by_kinds(listed: Sequence[Listed]) -> list[Listed]:
    """公益代表　桐山　純、深見　凪: a word before the first of several people is their group, where none repeats."""
    lines: dict[int, list[Listed]] = {}
    for each in listed:
        lines.setdefault(each.line, []).append(each)
    present = {line: those for line, those in lines.items() if those[0].place.mode is not Mode.ABSENT}
    led = {line: lead for line, those in present.items() if (lead := _lead(those))}
    if len(set(led.values())) < len(led) or not any(len(lines[line]) > 1 for line in led):
        return list(listed)
    return [
        _in_group(each, led[line], first=i == 0) if line in led else each
        for line, those in lines.items()
        for i, each in enumerate(those)
    ]


def _lead(those: Sequence[Listed]) -> str | None:
    """The word before the first person of a line, where it tells of what kind he is and no other has one."""
    lead = those[0].one.lead or ""
    kind = is_kind(lead) or any(word in lead for word in table("header")["groups"]["members"])
    return lead if kind and not any(each.one.lead for each in those[1:]) else None


def _in_group(each: Listed, group: str, *, first: bool) -> Listed:
    """Somebody with a group; the first of its line has lost it as his position."""
    one = each.one
    if first:
        one = replace(one, attendee=replace(one.attendee, position=_without(one.attendee.position, group)))
    return replace(each, one=one, place=replace(each.place, group=_plain(group)))


def _without(position: str | None, lead: str) -> str | None:
    """A position without the group that stood before it: 委員　１番 is １番."""
    parts = (position or "").split()
    if squeezed(position or "").startswith(lead) and parts:
        while parts and lead.startswith(parts[0]):
            lead = lead.removeprefix(parts.pop(0))
        return " ".join(parts) or None
    return position


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
    return len(line.split()) == 1 and not COMMA.search(line) and titled(line) is None


def _lone_are_organisations(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether lines of one word stand for organisations, since most people are printed with two (山田　太郎)."""
    lines = [paragraph.text.string.strip() for paragraph in paragraphs]
    people = sum(1 for line in lines if TWO_WORDS.fullmatch(line))
    return people > 2 and people > sum(1 for line in lines if line and _lone(line))


# --- groups and forms of attendance --------------------------------------------------------------------------------


def _members(paragraphs: Sequence[Paragraph], label: str | None) -> str | None:
    """The group of members that the list names; a chair and those who are absent belong to it too."""
    matches = (_group_pattern().match(BARE_NUMBER.sub("", p.text.string.strip())) for p in paragraphs)
    groups = [_plain(match["group"]) for match in matches if match]
    return next(
        (group for group in (_plain(label or ""), *groups) if group in table("header")["groups"]["members"]), None
    )


def _plain(group: str) -> str:
    """A group without the form of attendance: 出席委員 is 委員."""
    return ATTENDS.sub("", squeezed(group))


def _headed(paragraph: Paragraph, now: Place, usage: Usage) -> tuple[Place, Place, str]:
    """The place of a line's people, the place of the lines below, and what is left of the line."""
    string = BARE_NUMBER.sub("", paragraph.text.string.strip())
    whole = BRACKETED_LINE.fullmatch(string)
    if whole and mode_of(whole[1].replace("：", ":").split(":")[0]):
        here, _, rest = _split(whole[1], now, usage, marked=True)
        return here, now, rest
    return _split(string, now, usage, marked=paragraph.marker is not None)


def _split(string: str, now: Place, usage: Usage, *, marked: bool) -> tuple[Place, Place, str]:
    match = SIDE_LINE.match(string) or _group_pattern().match(string) or _open_group(string, now, marked=marked)
    if match is None or _is_title_before_name(match, usage):
        return now, now, string
    groups = match.groupdict()
    word, rest = squeezed(groups["group"] or groups["inside"]), match["rest"]
    here = _placed(word, replace(now, heading=not rest.strip() or now.heading), usage.members, alone=not rest.strip())
    if not rest.strip():
        return here, here, rest
    below = replace(here, mode=now.mode if now.heading and here.group == now.group else None, position=None)
    if mode_of(word) or here.position:
        below = replace(below, group=now.group or here.group, mode=now.mode, organisation=now.organisation)
    inner, _, rest = _split(rest, here, usage, marked=False)
    return inner, replace(below, mode=_kept_mode(now, below)), rest


def _open_group(string: str, now: Place, *, marked: bool) -> re.Match[str] | None:
    """A group that no list of words has, known by its end and by standing alone, in brackets or before a colon."""
    match = OPEN_GROUP_LINE.match(string)
    if match is None:
        return None
    word = squeezed(match["group"] or match["inside"])
    leading = match["inside"] is not None and match[0][0] == "【" and match["rest"].strip() != ""  # 【県議会】茂木…
    known = any_of("header", "groups", "shapes").fullmatch(word) or (
        match["inside"] and (word in words("speakers", "bodies", "answering") or (leading and titled(word) is None))
    )
    alone = not (match["inside"] or match["end"].strip() or marked)
    guests = alone and now.group in table("header")["kinds"]["outside"]
    return match if known and not guests and not any(one.sure for one in candidates(word)) else None


def _kept_mode(now: Place, below: Place) -> Mode | None:
    """The form of attendance that stands above all groups; the secretariat's is not told by it."""
    return now.mode if now.heading and below.group != "事務局" else None


def _is_title_before_name(match: re.Match[str], usage: Usage) -> bool:
    """座長　山田 太郎: a title before one name, without bracket or colon, is a position, no group."""
    word = squeezed(match.groupdict()["group"] or "")
    if match["end"].strip() or not match["rest"].strip():
        return False
    return _leads(word) or word in usage.repeated


def _repeated(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The titles of members that stand before more than one name of a line: 委員　山田　太郎　　委員　川上　花子."""
    leads = [[one.lead for one in candidates(paragraph.text.string)] for paragraph in paragraphs]
    return frozenset(word for line in leads for word, count in Counter(line).items() if word and count > 1)


def _leads(word: str) -> bool:
    title = titled(word)
    return title is not None and (title.role is Role.CHAIR or word.startswith("副") or word.endswith("代理"))


@lru_cache(maxsize=1)
def _group_pattern() -> re.Pattern[str]:
    return re.compile(GROUP_LINE.format(words=alternatives(words("header", "groups", "words"))), re.DOTALL)


def _placed(word: str, now: Place, members: str | None, *, alone: bool) -> Place:
    """The place after a group word: a form of attendance keeps the group, a group on its own line ends the form."""
    word = squeezed(word)
    mode, plain = mode_of(word), _plain(word)
    if mode is not None:
        group = plain if plain != word and not mode_of(plain) else now.group
        if mode is Mode.ABSENT and group in table("header")["kinds"]["outside"]:
            group = members  # 欠席者 below 陪席者
        outside = mode is Mode.ABSENT and group == "事務局"
        return Place(None if outside else group, mode, heading=alone)
    if _leads(word):
        return replace(now, group=now.group or members, position=word)
    return Place(plain or None, None if alone else _kept_mode(now, Place(plain)), heading=not alone and now.heading)


# --- the people of a line ------------------------------------------------------------------------------------------


def _people(line: str, place: Place) -> tuple[list[tuple[Candidate, Place]], Place]:
    """The people of one line with their places, and the place where it ends; brackets speak for all that follow."""
    if UNNAMED.fullmatch(line.strip()):
        return [], place
    people: list[tuple[Candidate, Place]] = []
    start = 0
    for match in (match for match in ASIDE.finditer(line) if _speaks_for_those_behind(match, line)):
        people += [(one, place) for one in _named(line[start : match.start()], place)]
        place = replace(place, mode=mode_of(match[1]) or place.mode)
        start = match.end()
    people += [(one, place) for one in _named(line[start:], place)]
    return people, place


def _speaks_for_those_behind(match: re.Match[str], line: str) -> bool:
    """Whether brackets belong to the names behind them: they begin an item, or touch the next name."""
    before, after = line[: match.start()].rstrip(), line[match.end() :]
    leading = not before or before[-1] in COMMAS
    if not after.strip():
        return False
    if mode_of(match[1]) is None:
        return leading and LIST_REMARK.search(match[1]) is not None
    return leading or not (after[0].isspace() or after[0] in COMMAS + "（(【※")


def _named(line: str, place: Place) -> list[Candidate]:
    """The people of a line; of guests also the organisations that are printed in their place."""
    people = candidates(line)
    if people or place.group not in table("header")["kinds"]["outside"]:
        return people
    items = [item.strip() for item in COMMA.split(line)]
    known = [item for item in items if titled(item) is None and _is_body(item)]
    return [Candidate(Attendee(item), "organisation", sure=True) for item in known]


def _is_body(item: str) -> bool:
    alone = [piece.kind for piece in pieces(item) if piece.kind is not Kind.ASIDE] == [Kind.OFFICE]
    return alone and (names_organisation(item) or is_organisation(item))


def _continues(paragraph: Paragraph, above: Paragraph) -> bool:
    """Whether a line goes on with the office of the person above."""
    line = paragraph.text.string.strip()
    if paragraph.marker is not None or candidates(line) or _group_pattern().match(line):
        return False
    return paragraph.indent > above.indent + 2 or names_organisation(line.split()[0]) or line[0].isascii()


def _longer(one: Candidate, more: str) -> Candidate:
    return replace(one, attendee=replace(one.attendee, position=spaced(f"{one.attendee.position or ''} {more}")))
