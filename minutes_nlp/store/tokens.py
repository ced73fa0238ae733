"""A text as the index has it (索引語): its words, its senses and where each stands.

`words` are Sudachi's shortest words, normalised (空家 is 空き家, １万 is 10000). `senses` are longer words: one that
has synonyms by their group (自治体, 地方公共団体), a name of the field by its full form (協力隊 is 地域おこし協力隊).
They stand in columns of their own, so that a phrase of either can be asked for. Each word is letters and digits only:
SQLite's tokenizer takes it whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.terms import TermMention, terms_in
from minutes_nlp.language.words import Word, long_and_short
from minutes_nlp.text import Span

__all__ = [
    "EDGE",
    "Token",
    "folded",
    "joined",
    "packed",
    "plain",
    "plain_text",
    "sense_tokens",
    "unpacked",
    "word_tokens",
]

EDGE = "ǀ"  # U+01C0, a letter to SQLite: stands for 、。「」, so that no phrase goes across
GROUP = "ǁ"  # U+01C1, likewise: before the number of a group of synonyms, which is no number of the text
SIGNS = str.maketrans({"%": "パーセント", ".": "点", "+": "プラス", "&": "アンド", "℃": "度"})  # 1.8倍, Ｃ＋＋, Ｍ＆Ａ
MEANING = {"名詞", "動詞", "形容詞", "形状詞", "副詞"}  # what synonyms are looked up for
MOST = 0xD000  # of white space before a word: beyond lie characters that are none
NOUN = "名詞"
STEMS = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))  # of verbs of five grades
SHORTEST_VERB = 3  # characters: shorter stems are other words too often （見, 出し）
SPACED = 1  # added to each number that is packed as a character: SQLite's texts end at character 0


class Token(NamedTuple):
    """A word of the index and its characters in the text (索引語と位置)."""

    word: str
    start: int
    stop: int


def word_tokens(found: Iterable[Word]) -> list[Token]:
    """The shortest words of a text, EDGE for punctuation (語)."""
    return [Token(_indexed(word.normalised, word.pos[0]), word.start, word.stop) for word in found]


def sense_tokens(
    text: str, terms: Iterable[TermMention] | None = None, longest: Iterable[Word] | None = None
) -> list[Token]:
    """The longer words of a text, those with synonyms by their group, names by their full form (語義).

    `terms` are the names of the text and `longest` its longest words, where they are known.
    """
    mentions = terms_in(text) if terms is None else terms
    names = [Token(_sense(term.name, NOUN), term.start, term.end) for term in mentions]
    named = {place for name in names for place in range(name.start, name.stop)}
    rest = [
        Token(_sense(_stem(word), word.pos[0]), word.start, word.stop)
        for word in (long_and_short(text)[0] if longest is None else longest)
        if not named or named.isdisjoint(range(word.start, word.stop))
    ]
    return sorted([*names, *rest], key=lambda token: token.start)


def _stem(word: Word) -> str:
    """A verb as the noun that is made of it (連用形): 見直す is 見直し, 受け付ける is 受け付け."""
    kind, form = word.pos[4], word.normalised
    if word.pos[0] == "動詞" and len(form) >= SHORTEST_VERB:
        if kind.startswith(("上一段", "下一段")):
            return form[:-1]
        if kind.startswith("五段") and form[-1] in STEMS:
            return form[:-1] + STEMS[form[-1]]
    return form


@lru_cache(maxsize=50_000)  # as many words as language.words remembers
def _indexed(word: str, part_of_speech: str) -> str:
    return EDGE if part_of_speech == "補助記号" else folded(word)


@lru_cache(maxsize=50_000)
def _sense(word: str, part_of_speech: str) -> str:
    sense = sense_of(word) if part_of_speech in MEANING else word
    return sense.replace("#", GROUP) if sense != word else _indexed(word, part_of_speech)


def folded(word: str) -> str:
    """A word as letters and digits of one width and case (表記の統一), EDGE where it has none."""
    plain = unicodedata.normalize("NFKC", word).lower().translate(SIGNS)
    return "".join(character for character in plain if character.isalnum()) or EDGE


def joined(tokens: Iterable[Token]) -> str:
    """The words as the index takes them, parted by spaces."""
    return " ".join(token.word for token in tokens)


def packed(tokens: Iterable[Token]) -> str:
    """The places of words in order: for each the gap before it and its length, as two characters (位置の圧縮)."""
    end, found = 0, []
    for token in tokens:
        found += [chr(min(token.start - end, MOST) + SPACED), chr(token.stop - token.start + SPACED)]
        end = token.stop
    return "".join(found)


def unpacked(places: str) -> list[Span]:
    """The places that `packed` wrote."""
    end, found = 0, []
    for gap, length in zip(places[::2], places[1::2], strict=True):
        start = end + ord(gap) - SPACED
        end = start + ord(length) - SPACED
        found.append((start, end))
    return found


def plain(text: str) -> tuple[str, list[int]]:
    """A text of one width and case without white space, for literal search, and where each of its characters stands."""
    pieces = [(_plain(character), place) for place, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), list(chain.from_iterable([at] * len(piece) for piece, at in pieces))


def plain_text(text: str) -> str:
    """The text of `plain` alone, in a quarter of the time."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=20_000)  # more than Japanese texts have
def _plain(character: str) -> str:
    return "" if character.isspace() else unicodedata.normalize("NFKC", character).lower()
