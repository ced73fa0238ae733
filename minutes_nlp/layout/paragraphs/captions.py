"""Captions (図表の題): 図１　人口の推移, ＜表2-1：一覧＞, ■第１-１図／概念図, above or below what they name."""

from __future__ import annotations

import re

__all__ = ["is_caption"]

LONGEST = 80  # characters: the longest caption of the samples has 46; longer ones are sentences about a figure
N = "[0-9０-９]{1,3}"
NUMBERS = rf"{N}(?:[-－.．‐–−・]{N}){{0,2}}"
# 図１ / 表2-1 / 図表３-１-２ / 参考図 4 / 第１-１-３図
FIGURE = rf"(?:(?:(?:参考|別)?(?:図表?|表|写真|グラフ)|Fig(?:ure|\.)?|Table)[ 　]?{NUMBERS}|第{NUMBERS}[図表])"
# 図１を, 表２のとおり, 図１参照: a sentence about it
SENTENCE = r"(?![ 　]?(?:[のをはがにでとや、。]|参照|以降|から|及び|並びに|による|によ|示))"
CLOSING = r"[）)】〕＞>］\]]"
# 図１　人口の推移 / 表2-1：一覧 / 第１-１図／概念図 / 図４（続き） / 図２全体像 / 表３「指標」
TITLED = rf"{FIGURE}{SENTENCE}(?:[ 　.．:：／/][^。]+|[（(【][^）)】。]+[）)】]|(?=[一-龠ァ-ヴA-Z「『])[^。、]+)?"
# （図３）全体像 / 【表１】 / ＜図表１：利用のコンセプト＞
BRACKETED = rf"[（(【〔＜<［\[]{FIGURE}(?:{CLOSING}{SENTENCE}[^。、]*|[ 　.．:：／/][^。]*{CLOSING})"
CAPTION = re.compile(rf"[■□◆▼▲●]?[ 　]?(?:{TITLED}|{BRACKETED})")
ALONE = re.compile(FIGURE)


def is_caption(string: str, tab: int = 0) -> bool:
    """Whether a paragraph names a figure or table; `tab` is the number of characters before its first wide gap."""
    if len(string) > LONGEST:
        return False
    if tab and ALONE.fullmatch(string[:tab].rstrip()):
        return not string.endswith("。")
    return CAPTION.fullmatch(string) is not None
