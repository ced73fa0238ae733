"""The title of a document (表題): which lines it has, and the meeting's name and number in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.head_labels import body_label
from minutes_nlp.structure.vocabulary import alternatives, any_of, squeezed, words

__all__ = [
    "DATE",
    "LONGEST_ITEM",
    "NUMBER",
    "TITLE_LINES",
    "integer",
    "is_place",
    "is_whole_title",
    "meeting_name",
    "meeting_number",
    "says_minutes",
    "title_lines",
]

INTEGER = "[0-9０-９]{1,4}|[一二三四五六七八九十百〇]{1,6}"
# 第７回, （第５回）, 第二十三回
NUMBER = re.compile(rf"[（(]?\s*第\s*(?P<number>{INTEGER})\s*回\s*[）)]?")
EDITION = re.compile(rf"(?:会議録|議事録|速記録|記録)\s*第\s*(?P<number>{INTEGER})\s*号")  # 会議録　第７号
EDITION_END = re.compile(rf"(?<=録)\s*第\s*(?:{INTEGER})\s*号")
DATE = re.compile(
    r"[（(]?(?:(?:令和|平成|昭和)\s*(?:[0-9０-９]+|元)|[12１２][0-9０-９]{3})\s*[年./．-]\s*[0-9０-９]+\s*[月./．-]\s*[0-9０-９]+\s*日?\s*(?:[（(].[）)])?[）)]?"
)
LONGEST_ITEM = 80  # characters of the longest line of a head; a longer one ends it
TITLE_LINES = 6  # lines above the first label that can belong to the title
WHOLE_TITLE = 40  # characters from which a heading of the first line can be the whole title
TITLE_LENGTH = 8  # characters of the shortest line that can be a report's title
UNFINISHED = ("の", "・", "と", "、", "及び", "における", "に関する")
# 各都道府県担当課 御中; ホーム ＞ 市政情報 ＞ 会議録
NO_TITLE = re.compile(
    r"(?:御中|殿|各位)$|^[{<]|^(?:目次|別添|別紙|事務連絡)$|資料\s*[0-9０-９]+(?:[-－‐][0-9０-９]+)?$|[>＞][^>＞]+[>＞]"
)
TITLE_MARKS = "■□◆◇●▪"
# （令和元年度第１回） / （要約） / （令和４年５月１１日開催） / （令和４年７月１日再訂正）
DATED_ASIDE = re.compile(r"[（(][^（）()]*(?:年度|開催|訂正|(?:改訂|修正|確定)版)[^（）()]*[）)]")
ASIDE = re.compile(r"[（(](?:要約|抄|概要|要旨|公開用|未定稿)[）)]")
ASIDE_LINE = re.compile(r"[（(].*[）)]")  # （令和７年度　第１回フォローアップ会合）


def title_lines(paragraphs: Sequence[Paragraph], end: int, opens_turn: Callable[[int], bool]) -> list[int]:
    """The lines above the first label that are the title: those that name a meeting, else the first that says much."""
    lines: list[int] = []
    if end and not opens_turn(0) and is_whole_title(paragraphs):
        return [0]
    for i, paragraph in enumerate(paragraphs[: min(end, TITLE_LINES)]):
        string = paragraph.text.string.strip()
        mark = paragraph.marker.string.strip() if paragraph.marker else ""
        numbered = bool(mark) and mark not in TITLE_MARKS and not (i == 0 and mark.startswith("第"))  # 第１章 …
        if (
            opens_turn(i)
            or string.endswith("。")
            or len(string) > LONGEST_ITEM
            or numbered
            or body_label(paragraph, ("weak",))
        ):
            break
        if NO_TITLE.search(string) is None and re.search(r"\w", string):
            lines.append(i)
    if any(_numbered_or_minutes(paragraphs[i].text.string) for i in lines):
        named = {paragraphs[i].text.string.strip(): i for i in reversed(lines) if _names_a_meeting(paragraphs[i])}
        first, *others = sorted(named.values())  # a running head in a dump says the title once more
        name = meeting_name(paragraphs[first].text.string)
        return [first, *(i for i in others if not _is_said(paragraphs[i].text.string.strip(), name))]
    return _telling(paragraphs, lines)


def _is_said(line: str, name: str | None) -> bool:
    """Whether a line below a title that names a meeting is an aside, or names the same one on its agenda's head."""
    return ASIDE_LINE.fullmatch(line) is not None or (line.endswith("次第") and meeting_name(line) == name)


def is_whole_title(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the first line is set as a heading, long enough to be the whole title, and no next line goes on with it.

    議案第４８号　…条例の一部を改正する条例, with the way to its 会議録 below.
    """
    if not paragraphs:
        return False
    first, *others = paragraphs[:TITLE_LINES]
    string = first.text.string.strip()
    if first.kind is not BlockKind.HEADING or len(string) < WHOLE_TITLE or string.endswith(("。", *UNFINISHED)):
        return False
    ends = words("header", "title", "minutes")
    below = [squeezed(p.text.string).strip("（）()【】《》") for p in others]
    return others[:1] != [] and not (
        others[0].kind is BlockKind.HEADING or any(line.endswith(ends) or NUMBER.search(line) for line in below)
    )


def says_minutes(string: str | None) -> bool:
    """Whether a line calls the document minutes (議事概要, 会議録)."""
    plain = squeezed(string or "")
    return any(word in plain for word in words("header", "title", "minutes"))


def _numbered_or_minutes(string: str) -> bool:
    return bool(NUMBER.search(squeezed(string))) or says_minutes(string)


def _telling(paragraphs: Sequence[Paragraph], lines: Sequence[int]) -> list[int]:
    """The first line that is no mere name or date, with its neighbours where they plainly go on (…の)."""
    said = {i: DATE.sub("", paragraphs[i].text.string).strip() for i in lines}
    ends = tuple(words("header", "title", "ends"))
    named = (i for i in lines if re.sub(r"[（(][^（）()]*[）)]$", "", said[i]).endswith(ends))
    first = next(named, next((i for i in lines if len(said[i]) >= TITLE_LENGTH), None))
    if first is None:
        return list(lines[:1])
    return [i for i in lines if _joined(said, i, first)]


def _joined(said: dict[int, str], i: int, first: int) -> bool:
    """Whether line `i` belongs to the title that begins or goes on at `first`: nothing between them is finished."""
    low, high = min(i, first), max(i, first)
    return all(j in said and said[j].endswith(UNFINISHED) for j in range(low, high))


def _names_a_meeting(paragraph: Paragraph) -> bool:
    plain = squeezed(paragraph.text.string)
    return not is_place(plain) and (
        bool(NUMBER.search(plain))
        or says_minutes(plain)
        or any(word in plain for word in words("header", "title", "bodies"))
    )


def is_place(string: str) -> bool:
    """Whether a line without a label is a place (三ツ森県自治会館)."""
    return squeezed(string).endswith(words("header", "places", "endings"))


def meeting_name(string: str) -> str | None:
    """The meeting's name: the title without number, date, year and words such as 議事概要; None for 記者会見."""
    if any(word in string for word in words("header", "title", "press")):
        return None
    string = ASIDE.sub(" ", EDITION_END.sub(" ", NUMBER.sub(" ", DATED_ASIDE.sub(" ", string))))
    string = any_of("header", "title", "terms").sub(" ", DATE.sub(" ", string))
    for word in words("header", "title", "words"):
        string = re.sub(rf"[（(「『]?(?:{alternatives((word,))})[）)」』]?(?=\s|$|[、・])", " ", string)
    name = re.sub(r"\s+", " ", string).strip(" 　「」『』、の")
    return _with_tail().sub(r"\g<name>", name) or None


@lru_cache(maxsize=1)
def _with_tail() -> re.Pattern[str]:
    """A meeting's name with what is no part of it behind: 教育委員会 令和７年５月定例会, 検討会 委員意見と対応."""
    bodies = alternatives(words("header", "title", "bodies"))
    return re.compile(rf"^(?P<name>.*(?:{bodies})) (?!.*(?:{bodies})).+$")


def meeting_number(string: str) -> int | None:
    """The number of the meeting (第７回)."""
    match = NUMBER.search(string) or EDITION.search(string)
    return integer(match["number"]) if match else None


def integer(string: str) -> int | None:
    """The number of 第７回, 第七回, 第二十三回."""
    plain = unicodedata.normalize("NFKC", string)
    if plain.isdigit():
        return int(plain)
    digits = {c: i for i, c in enumerate("〇一二三四五六七八九")}
    total, last = 0, 0
    for character in plain:
        if character in digits:
            last = digits[character]
        else:
            total += (last or 1) * {"十": 10, "百": 100}[character]
            last = 0
    return total + last or None
