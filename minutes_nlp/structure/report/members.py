"""What a report tells about the body that wrote it: its members (委員名簿) and its meetings (開催経過)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.dates import find_dates
from minutes_nlp.document import Paragraph
from minutes_nlp.model import Attendee, Meeting
from minutes_nlp.structure.head.attendance import read_attendance
from minutes_nlp.structure.head.titles import integer
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["begins_history", "history_of", "is_history_title", "is_member_title", "members_of"]

ASIDE = r"(?:[（(※][^（）()]*[）)]?)?[0-9]{0,2}"  # （五十音順）, and a line number that a dump has left
# 分科会　委員名簿 / 委員（五十音順） / 検討会 委員 ※敬称略
MEMBER = r"(?:委員|構成員|会員|メンバー)"
MEMBERS = re.compile(rf"(?:(?<![^会部班等の」）)]){MEMBER}|{MEMBER}(?:名簿|一覧)|名簿)(?:等)?{ASIDE}")
# 開催経過 / 検討の経緯 / 開催状況 ※敬称略
HISTORY = re.compile(rf"(?:開催|検討|審議|議論|会議|策定)の?(?:経緯|経過|状況|実績|記録)(?:等)?{ASIDE}")
# 第１回：2019 年 1月 28 日（月） / 第２回　３月１日　○…
SESSION = re.compile(r"[（(]?第\s*(?P<number>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,4})\s*回\s*[）)]?[\s　：:]*")
# （月）13:00～15:00 after a date
AFTER_DATE = re.compile(
    r"^\s*(?:[～~－-][^\s　○・]*)?\s*(?:[（(].[・祝休]*[）)])?[\s　：:]*"
    r"(?:[0-9０-９]{1,2}[：:時][0-9０-９分]*\s*[～~－-]?\s*)*"
)
LEGEND = re.compile(r"(?P<mark>[◎○〇●◇※])[\s：:…]*(?:は|印は)?(?P<role>\S{2,6})")  # ◎：座長
ROLE_ASIDE = re.compile(r"^[【（(〔](?P<role>[^【】（）()〔〕]{2,6})[】）)〕][\s　]*")  # 【座長】 桐山　純
MARKS = re.compile(r"^[◎○〇●◇※]\s*")
SIGNS = re.compile(r"^[○〇◯・･●◎‣■□◆◇\s　]+")
LEGEND_LENGTH = 40  # characters; a longer line with such a mark is a person
READING = re.compile(r"[ぁ-ゖー\s　]+")  # ふ か み, the reading that a dump prints on a line of its own
ASIDE_LINE = re.compile(r"[（(][^（）()]*資料[^（）()]*[）)]")  # （付属資料２）
NOTES = ("※", "注", "（注", "(注")


def is_member_title(string: str) -> bool:
    """Whether a heading stands over a list of members (委員名簿)."""
    return _ends(MEMBERS, string)


def is_history_title(string: str) -> bool:
    """Whether a heading stands over a list of meetings (開催経過)."""
    return _ends(HISTORY, string)


def begins_history(paragraph: Paragraph) -> bool:
    """Whether a line is the first meeting of a list (第１回：2019年…)."""
    session = SESSION.match(paragraph.text.string.strip()) if paragraph.rows is None else None
    return session is not None and integer(session["number"]) == 1


def _ends(pattern: re.Pattern[str], string: str) -> bool:
    plain = squeezed(string)
    return any(match.end() == len(plain) for match in pattern.finditer(plain))


def members_of(paragraphs: Sequence[Paragraph]) -> tuple[Attendee, ...]:
    """The members of a list, a chair's mark (◎) told in the position."""
    legend = dict(_legend(paragraphs))
    lines, roles = [], {}
    for paragraph in paragraphs:
        line, role = _unmarked(paragraph, legend)
        if line:
            lines.append(line)
            if role:
                roles[squeezed(line.text.string)] = role
    return tuple(_with_role(person, roles) for person in read_attendance(lines))


def _legend(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, str]]:
    """What the marks before names mean (◎：座長　○：座長代理)."""
    for paragraph in paragraphs:
        whole = (paragraph.marker.string if paragraph.marker else "") + paragraph.text.string
        for match in LEGEND.finditer(whole if len(whole) < 40 else ""):
            if _is_role(match["role"]):
                yield match["mark"], match["role"]


def _is_role(word: str) -> bool:
    title = titled(word)
    return title is not None and not title.name


def _unmarked(paragraph: Paragraph, legend: dict[str, str]) -> tuple[Paragraph | None, str | None]:
    """A line of the list without its mark, and the role that the mark tells; no line where it is the legend."""
    if READING.fullmatch(paragraph.text.string):
        return None, None
    text, mark = paragraph.text.strip(), paragraph.marker.string.strip() if paragraph.marker else ""
    aside = ROLE_ASIDE.match(text.string)
    if aside and _is_role(aside["role"]):
        return replace(paragraph, marker=None, text=text[aside.end() :]), aside["role"]
    printed = MARKS.match(text.string)
    if printed:
        mark, text = printed[0].strip(), text[printed.end() :]
    if mark and _is_role(text.string.strip("：:　 ")):
        return None, None
    return replace(paragraph, marker=None, text=text), legend.get(mark)


def _with_role(person: Attendee, roles: dict[str, str]) -> Attendee:
    name = squeezed(person.name)
    role = next((role for line, role in roles.items() if name in line), None)
    if role is None or (person.position or "").startswith(role):
        return person
    return replace(person, position=f"{role}　{person.position}" if person.position else role)


# --- meetings -------------------------------------------------------------------------------------------------------


def history_of(paragraphs: Sequence[Paragraph]) -> tuple[Meeting, ...]:
    """The meetings of a list, each with number, date and what it was about; a date without its year is none."""
    meetings: list[Meeting] = []
    for line in _lines(paragraphs):
        session = SESSION.match(line)
        if session:
            date, rest = _dated(line[session.end() :])
            meetings.append(Meeting(number=integer(session["number"]), date=date, agenda=_items(rest)))
        elif meetings and not line.startswith(NOTES) and not ASIDE_LINE.fullmatch(line):
            known = meetings[-1]
            date, rest = _dated(line) if known.date is None and not known.agenda else (None, line)
            meetings[-1] = replace(known, date=known.date or date, agenda=known.agenda + _items(rest))
    return tuple(meetings)


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """The lines of the list, of a table its rows."""
    for paragraph in paragraphs:
        if paragraph.rows is None:
            mark = paragraph.marker.string if paragraph.marker else ""
            yield (mark + paragraph.text.string).strip()
        else:
            yield from ("　".join(cell.string for cell in row).strip() for row in paragraph.rows)


def _dated(string: str) -> tuple[str | None, str]:
    """The date at the start of a line, where its year is printed, and the words after it."""
    mention = next(iter(find_dates(string)), None)
    if mention is None or string[: mention.start].strip():
        return None, string
    return mention.iso, AFTER_DATE.sub("", string[mention.end :])


def _items(string: str) -> tuple[str, ...]:
    plain = (SIGNS.sub("", line).strip() for line in string.split("\n"))
    return tuple(line for line in plain if line)
