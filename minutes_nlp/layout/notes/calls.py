"""Labels of footnotes and the marks in the text that call them (注番号): 1, (1), ※１, （注２）, *3, 1)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from minutes_nlp.text import Text

__all__ = ["call_of", "evened", "label_in", "label_of", "shape_of", "value_of"]

N = "[0-9０-９]{1,3}"
# (1) / （注２） / ※3 / *4 / 注５ / 注） / 1) / 6
LABEL = re.compile(
    rf"[(（](?:[注※*＊] ?(?:{N})?|{N})[)）]|[※*＊†‡](?:{N}[)）]?)?|注 ?(?:{N}[)）]?|[)）：:])"
    rf"|{N}[)）]|[¹²³⁰⁴-⁹]+|{N}(?![0-9０-９.．,，年月%％－‐-]|日[ぁ-ん、。])(?=\D)"
)
EVEN = str.maketrans("０１２３４５６７８９（）＊⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789()*0123456789")
# what makes figures behind them a number of their own: 第4回, 図1, 平成4, (4), Ver.4
COUNTED = "第図表全約計各平成令和昭(（.．,，、:：/-－～〜+"
# 4 is a quantity or a date before: 4人, 4 つ, 4.5
UNITS = (
    r"[0-9.．,，%％:：/年月日人件回名社校か所カヶ箇ヵ団市町村県道位歳倍円割億万千百点"
    r"章節条項款号期次版級階本台戸km㎡ｍ時分秒度]"
)


def label_of(string: str) -> str:
    """The label at the start of a line with text behind it, "" where there is none."""
    match = LABEL.match(string)
    return match.group() if match and string[match.end() :].strip() else ""


def label_in(text: Text) -> Text | None:
    """The label that a footnote begins with, None where it has none."""
    length = len(label_of(text.string))
    return text[:length] if length else None


def evened(string: str) -> str:
    """The string with full-width and raised figures, brackets and asterisks as plain ones, one for one."""
    return string.translate(EVEN)


def shape_of(label: str) -> str:
    """The label with its number blotted out: those of one page are alike."""
    return re.sub(r"\d+", "#", evened(label))


def value_of(label: str) -> int | None:
    """The number in a label, None for a bare ※."""
    digits = "".join(str(unicodedata.digit(c)) for c in label if c.isdigit())
    return int(digits) if digits else None


@lru_cache(maxsize=1024)
def call_of(label: str, *, glued: bool) -> re.Pattern[str] | None:
    """What calls the label in evened text; None where only raised figures can.

    `glued`: the text is a dump, in which a raised figure became a plain one behind a word (要因4（…).
    """
    plain = evened(label)
    number = value_of(label)
    sign = next((character for character in plain if character in "注※*†‡"), "")
    if sign:
        return re.compile(re.escape(sign) + (rf" ?{number}(?!\d)" if number is not None else r"(?! ?\d)"))
    if ")" in plain:
        return re.compile(rf"\({number}\)" if "(" in plain else rf"(?<!\d){number}\)")
    return re.compile(rf"(?<=[^\s\d{re.escape(COUNTED)}]){number}(?! ?{UNITS})") if glued else None
