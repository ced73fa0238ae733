"""What print did to single characters (字形の統一): three folds, each listed and reversible.

Never NFKC over a whole text: it would turn ① into 1 and ㈱ into (株). Folded are radicals that fonts put in the place
of characters, half-width kana, and the gaps of evenly spread words (均等割付), which are tagged, not replaced.
"""

from __future__ import annotations

import re
import unicodedata

from minutes_nlp.model import Fold, Furniture, FurnitureKind
from minutes_nlp.text import Text

__all__ = ["folded", "folds_in", "spread_gaps"]

# Radicals of U+2E80–2EFF that have one everyday character; NFKC knows two of them. By their Unicode names.
RADICALS = str.maketrans(
    "⺁⺅⺆⺍⺎⺏⺐⺑⺒⺓⺔⺗⺙⺟⺠⺢⺩⺫⺬⺮⺱⺳⺴⺷⺹⺼⻁⻂⻃⻄⻆⻊⻌⻎⻏⻑⻒⻗⻘⻙⻝⻞⻟⻢⻤⻨⻩⻫⻭⻯⻲",
    "厂亻冂小尢尣尢尣巳幺彑心攵母民水王目示竹罒网网羊耂月虎衤西西角足辶辶邑長長雨青韋食食食馬鬼麦黄斉歯竜亀",
)
# ⼈ / ﾌﾟ / ｱ / ｢
FOLDABLE = re.compile("[\u2f00-\u2fd5\u2e80-\u2ef3]|[ｦ-ﾝ][ﾞﾟ]|[｡-ﾟ]")
SINGLE = r"[一-龠々〆ぁ-んァ-ヶー０-９]"
# 地 方 自 治 体: at least three single characters with the same gap, nothing else beside them
SPREAD_WORD = rf"(?<![^\s]){SINGLE}([ 　]{{1,4}}){SINGLE}(?:\1{SINGLE})+(?![^\s（）()：:、。])"
# 委 員 Ａ： a label whose last sign is a letter
SPREAD_LABEL = rf"(?<![^\s]){SINGLE}([ 　]{{1,4}}){SINGLE}(?:\2{SINGLE})*\2[Ａ-Ｚ](?=[ 　]*[：:）】])"
# 1 0 , 0 0 0事業: digits, of which a comma with a gap of its own shows that they are one number
SPREAD_NUMBER = r"(?<![0-9.,])(?<![0-9.,] )[0-9](?: [0-9]){0,2}(?: , [0-9] [0-9] [0-9])+(?! ?[0-9,.])"
# 連携したD X推進
SPREAD_LETTERS = r"(?<=[ぁ-んァ-ヶー一-龠])[A-ZＡ-Ｚ] [XＸ](?=[ァ-ヶー一-龠])"
SPREAD = re.compile(f"{SPREAD_WORD}|{SPREAD_LABEL}|{SPREAD_NUMBER}|{SPREAD_LETTERS}")


def _fold(found: re.Match[str]) -> str:
    characters = found.group()
    mapped = characters.translate(RADICALS)
    return mapped if mapped != characters else unicodedata.normalize("NFKC", characters)


def folded(text: Text) -> Text:
    """The text with radicals and half-width kana as everyday characters, their places kept."""
    return text.sub(FOLDABLE, _fold) if FOLDABLE.search(text.string) else text


def folds_in(source: str, start: int = 0) -> list[Fold]:
    """All folds of a source text, in order; `start` is the offset of its first character."""
    found = ((match, _fold(match)) for match in FOLDABLE.finditer(source))
    return [Fold((start + match.start(), start + match.end()), text) for match, text in found if text != match.group()]


def spread_gaps(text: Text) -> tuple[Text, list[Furniture]]:
    """The text without the gaps of evenly spread words, and those gaps."""
    gaps: list[Furniture] = []
    parts: list[Text] = []
    position = 0
    for match in SPREAD.finditer(text.string):
        parts.append(text[position : match.start()])
        word = text.group(match)
        pieces = word.split(r"[ 　]+")
        gaps += [Furniture(FurnitureKind.SPACING, gap.spans) for gap in _between(word)]
        parts.extend(pieces)
        position = match.end()
    return (Text.join([*parts, text[position:]]), gaps) if gaps else (text, gaps)


def _between(word: Text) -> list[Text]:
    return [word.group(match) for match in re.finditer(r"[ 　]+", word.string)]
