"""What a paragraph can begin with (行頭の記号・番号)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from minutes_nlp.text import Text

__all__ = ["Mark", "cut_mark", "is_mid_sentence", "mark_before", "mark_of"]

KANJI_NUMBER = "一二三四五六七八九十百"
# what cannot follow a mark
PARTICLES = "にがをはのでともへやから、。，．）」』】・ー"
SYMBOLS = r"○〇◯◎●⚫⚪■□◼◻◆◇▪▫•∙‣⁃※★☆▲△▼▽✓✔➢\ue000-\uf8ff"
DIGITS = "[0-9０-９]{1,2}"
NO_ITEM = "%％倍人円件.．,，年月日"  # what goes on with a figure
SEVERAL = rf"{DIGITS}(?:[.．－-]{DIGITS})"  # how often is said behind it
NUMBER = rf"[0-9０-９{KANJI_NUMBER}]"

# (kind, pattern, level of a heading that begins so); the first that matches wins.
PATTERNS: tuple[tuple[str, re.Pattern[str], int | None], ...] = tuple(
    (kind, re.compile(pattern), level)
    for kind, pattern, level in (
        # ## 議題
        ("hash", r"#{1,6}(?=[ 　])", None),
        # 3.2 / １－１ / 2.1.3 / １－１－１　かかり木の… (three numbers and a wide gap are no figure in a sentence)
        (
            "multilevel",
            rf"{SEVERAL}{{2,3}}(?=　\S)|{SEVERAL}{{1,3}}[.．]?(?=[ 　][^{PARTICLES}]|[^0-9０-９ 　{NO_ITEM}])",
            3,
        ),
        # 第１章 / 第２部
        ("part", rf"第{NUMBER}{{1,4}}[編部章](?![^\s　：:]*[はがをにで])", 1),
        # 第二節 / 第３条
        ("article", rf"第{NUMBER}{{1,4}}[節款条](?:の{NUMBER}+)?(?![のにをはがとで第及・、，ま])", 2),
        # 第１　趣旨 (通知の大項目)
        ("item", rf"第{NUMBER}{{1,2}}(?=　\S)", 1),
        # Ⅰ．はじめに / Ⅱ 現状 / III.
        ("roman", r"[Ⅰ-Ⅻ](?:[．.、]|(?=[ 　]))|(?:I{1,3}|IV|VI{0,3}|IX|X)[．.](?=[ 　]?[^\s0-9A-Za-z])", 1),
        # １．地方創生 / 1. 概要 / １　概要 (a lone number before a space) / 一、
        ("decimal", rf"[0-9０-９]{{1,2}}(?:[．.、](?![0-9０-９])|(?=　))|[{KANJI_NUMBER}]{{1,2}}[、．](?=\S)", 2),
        # 1) / 4) Outside
        ("half_bracketed", r"[0-9０-９]{1,2}[)）](?=[ 　]?[^\s、。])", 4),
        # （１）開会 / (2) / （一）
        ("bracketed", rf"[（(]{NUMBER}{{1,3}}[）)]|[⑴-⒇]", 3),
        # ① / ㋐
        ("circled", r"[①-⑳㉑-㉟➀-➉❶-❿]", 4),
        # （ア）/ （ⅰ）/ (a)
        ("bracketed_letter", r"[（(](?:[ア-ンa-zA-Zａ-ｚ]|[ⅰ-ⅻ])[）)]", 6),
        # ア　手続 / ア．
        ("letter", r"[アイウエオカキクケコサシスセソタチツテト](?:[．.]|(?=　))|[a-z][.)](?= )", 5),
        # → / ⇒ 回答
        ("arrow", r"[→⇒⇨➡➔➜►▶▷＞]", None),
        # ○ / ・ / ■ / private-use bullets of symbol fonts; ○印のもの is a word
        ("symbol", rf"[{SYMBOLS}](?!印)|[・･](?!$)|[*－—](?=[ 　]\S)", None),
        # –事例 / –Format (slides draw no space behind a dash)
        ("symbol", r"[-–](?=[ 　ぁ-ヶ一-龥「]\S)|–(?=[A-Z“])|-{2,6}(?=[ 　]\S)", None),
    )
)
# １ / 12 / ア / 第１章: a mark when a wide gap follows
BEFORE_A_GAP = re.compile(rf"[0-9０-９]{{1,2}}|[{KANJI_NUMBER}]{{1,2}}|[ア-ト]|[Ⅰ-Ⅻ]|第{NUMBER}{{1,4}}[編部章節款条]")
# ② / （３） / 2)
COUNTED = re.compile(r"[②-⑳㉒-㉟]|[（(]?[0-9０-９]{1,2}[)）]")
# ７　　番　賛成です。
SEAT = re.compile(r"[0-9０-９]{1,2}[ 　]+番(?:[ 　（(]|$)")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
LOOSE = "・･※-－–—＞"  # marks that also stand in the middle of a sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark or number that a paragraph begins with (行頭記号)."""

    kind: str
    length: int
    level: int | None

    @property
    def counts(self) -> bool:
        """Whether it is a number, such as a heading may have."""
        return self.level is not None


@lru_cache(maxsize=4096)  # joins, kinds of paragraph and columns ask it of the same rows
def mark_of(string: str, tab: int = 0) -> Mark | None:
    """The mark at the start of `string`, None where there is none or nothing follows it.

    `tab` is the number of characters before the first wide gap: a lone number or letter before it is a mark too.
    """
    if SEAT.match(string):
        return None
    for kind, pattern, level in PATTERNS:
        match = pattern.match(string)
        if match and string[match.end() :].strip():
            return Mark(kind, match.end(), level)
    alone = BEFORE_A_GAP.fullmatch(string[:tab].rstrip()) if tab else None
    return Mark("gapped", alone.end(), 2) if alone else None


def is_mid_sentence(mark: Mark, string: str) -> bool:
    """Whether a mark at a line's start may belong to the sentence before (２つ目の⏎○にあるように)."""
    following = string[mark.length : mark.length + 1]
    if string[0] in KANJI_NUMBER or string[mark.length - 1] == "、":
        return True
    if mark.counts:
        return mark.kind in {"multilevel", "gapped"} or (
            following in PARTICLES and mark.kind in {"bracketed", "circled", "roman"}
        )
    return following in PARTICLES or string[0] in LOOSE


def mark_before(mark: str) -> str | None:
    """The mark that a list counts before this one: ① before ②, （２） before （３）; None where it cannot tell."""
    if not COUNTED.fullmatch(mark):
        return None
    digits = "".join(character for character in mark if character.isdecimal())
    if not digits:
        return chr(ord(mark) - 1)
    earlier = str(int(digits) - 1)
    return mark.replace(digits, earlier if digits.isascii() else earlier.translate(FULL_WIDTH))


def cut_mark(text: Text, tab: int = 0) -> tuple[Text | None, Text]:
    """A paragraph's mark and the rest of it."""
    mark = mark_of(text.string, tab)
    return (None, text) if mark is None else (text[: mark.length], text[mark.length :].lstrip())
