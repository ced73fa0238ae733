"""What a heading begins with (見出しの番号・記号), and how deep such marks usually stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head.titles import integer

__all__ = ["FIRST_ITEM", "PLAIN", "RANKS", "HeadingMark", "heading_mark", "inside"]

NUMBER = r"[0-9]+|[一二三四五六七八九十百]+"
# The order in which Japanese reports number their headings; where a document plainly has another, that one holds.
RANKS = {
    style: rank
    for rank, styles in enumerate(
        (
            "編 部",
            "章",
            "節",
            "款",
            "Ⅰ",
            "一",
            "1. 1",
            "1-1",
            "1-1-1",
            "1-1-1-1",
            "(1) (一)",
            "1)",
            "①",
            "ア",
            "(ア)",
            "a",
            "(a)",
            "(ⅰ)",
        )
    )
    for style in styles.split()
}
FIRST_ITEM = RANKS["(1)"]  # from here on a mark numbers items as often as headings
# Marks and brackets without a number stand below all numbers, unless the document shows otherwise.
SIGNS = "【《＜〈〔［■□◆◇●▲△▼▽（"
PLAIN = "plain"  # a line with no mark at all, set larger or bolder or standing alone
# 第１章, 第２節
PART = re.compile(rf"第({NUMBER})([編部章節款])")
# 1-2, 3.1.2
LEVELS = re.compile(r"([0-9]+)((?:[.\-‐－][0-9]+)+)\.?")
# 1. / 1 / (1) / 1) / (一) / 一、
COUNTED = re.compile(rf"(\(?)({NUMBER})(\)?)([.、]?)")
# (ア) / ア. / (a) / b)
LETTERED = re.compile(r"(\(?)([ア-ンa-z])(\)?)\.?")
ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
# (ⅱ)
SMALL_ROMAN = re.compile(r"[（(]([ⅰ-ⅻ])[）)]")
KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
# 【補助対象】 / ＜製造 a＞（工場の間のつながり）
BRACKETED = re.compile(
    r"(?P<open>[【《＜〈〔［<\[（(])(?P<inside>[^【】《》＜＞〈〉〔〕［］<>\[\]]+)[】》＞〉〕］>\]）)](?P<aside>[（(][^（）()]+[）)])?"
)
# 1 はじめに / ５ .道の修繕 / 1 0 .その他, with a space that is too narrow to set a mark apart
BARE_NUMBER = re.compile(
    r"([0-9０-９]{1,2}|[0-9０-９] [0-9０-９](?= [.．])|I{1,3}|IV|V)"
    r"[ 　][.．]?(?=[^\W\d_]{2})(?![年月日人件回歳個頁億万](?:[\s\d～以を中の]|$))"
)
HALF_WIDTH = {"<": "＜", "[": "［", "(": "（"}


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """How a line is marked as a heading: its style, its number where the style counts, and the styles' usual order."""

    style: str
    number: int | None
    rank: float


def heading_mark(paragraph: Paragraph) -> HeadingMark | None:
    """The mark of a line that is marked like a heading, None of one that is not."""
    string = paragraph.text.string.strip()
    if paragraph.marker is None:
        bracket = BRACKETED.fullmatch(string)
        if bare := BARE_NUMBER.match(string):
            style, number = _counted(bare[1])
            return HeadingMark(style, number, RANKS[style])
        return _sign(bracket["open"]) if bracket else None
    mark = paragraph.marker.string.strip()
    if mark.startswith("#"):
        return HeadingMark("#" * len(mark), None, len(mark) - 10)
    style, number = _counted(mark)
    if style:
        return HeadingMark(style, number, RANKS[style])
    return _sign(mark[0]) if mark and mark[0] in SIGNS else None


def inside(string: str) -> str:
    """What a bracketed line holds (補助対象 of 【補助対象】), else the line."""
    match = BRACKETED.fullmatch(string)
    return match["inside"] if match else string


def _sign(character: str) -> HeadingMark:
    character = HALF_WIDTH.get(character, character)
    return HeadingMark(character, None, len(RANKS) + SIGNS.index(character))


def _counted(mark: str) -> tuple[str, int | None]:
    """The style and the number of a mark that counts; no style where it does not."""
    if small := SMALL_ROMAN.fullmatch(mark):
        return "(ⅰ)", ord(small[1]) - ord("ⅰ") + 1
    if len(mark) == 1 and unicodedata.category(mark) == "No":  # ① ❷
        return "①", int(unicodedata.numeric(mark))
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", mark))
    if part := PART.fullmatch(plain):
        return part[2], integer(part[1])
    if plain.rstrip(".、") in ROMAN:
        return "Ⅰ", ROMAN[plain.rstrip(".、")]
    if LEVELS.fullmatch(plain):
        numbers = [int(number) for number in re.findall(r"[0-9]+", plain)]
        return "-".join("1" for _ in numbers[:4]), numbers[-1]
    return _simple(plain)


def _simple(plain: str) -> tuple[str, int | None]:
    if counted := COUNTED.fullmatch(plain):
        first = "一" if counted[2][0] in "一二三四五六七八九十百" else "1"
        bracket = f"({first})" if counted[1] else f"{first})" if counted[3] else first
        if first == "1" and bracket == "1" and counted[4]:
            bracket = "1."
        return (bracket, integer(counted[2])) if bracket in RANKS else ("", 0)
    if lettered := LETTERED.fullmatch(plain):
        kana = lettered[2] in KATAKANA
        number = KATAKANA.index(lettered[2]) + 1 if kana else ord(lettered[2]) - ord("a") + 1
        first = "ア" if kana else "a"
        return (f"({first})" if lettered[1] else first), number
    return "", 0
