"""What a word can be by Sudachi's dictionary alone, outside any sentence: surname, given name, place (姓・名・地名)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from minutes_nlp.language.words import system_dictionary, words

__all__ = ["Sense", "is_common", "senses"]

VARIANTS = str.maketrans("髙﨑濵桒邉", "高崎浜桑辺")  # forms of names that the dictionary does not spell so
NOMINAL = frozenset({"名詞", "接頭辞", "接尾辞", "記号", "補助記号"})  # of what an office's name is made


class Sense(StrEnum):
    """One of the parts of speech that tell names from other words (品詞)."""

    SURNAME = "姓"
    GIVEN = "名"
    PLACE = "地名"
    COMMON = "普通名詞"
    OTHER = "固有名詞"  # a company, a product


@lru_cache(maxsize=8192)
def senses(word: str) -> frozenset[Sense]:
    """All that the dictionary holds a word for; empty where it does not know it. 石川 is a surname and a place."""
    kinds = [found.part_of_speech() for found in system_dictionary().lookup(word.translate(VARIANTS))]
    held = {part for kind in kinds for part in (kind[1], *kind[2:4]) if part != "固有名詞" or kind[2] == "一般"}
    return frozenset(sense for sense in Sense if sense in held)


@lru_cache(maxsize=8192)
def is_common(word: str) -> bool:
    """Whether a word is made of common nouns alone and is nobody's name (収納, 道路維持)."""
    known = senses(word)
    if known:
        return known == {Sense.COMMON}
    return all(part.pos[0] in NOMINAL and part.pos[1] != "固有名詞" for part in words(word))
