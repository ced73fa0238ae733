"""Noun phrases as a clerk would write them (名詞句): 移動販売, 移動販売の採算; names of programmes are never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.resources import table

__all__ = ["Phrase", "phrases_in"]

# What Sudachi calls 副詞可能 is time or place (前回, 全国, 一部); the others are no matter by themselves.
NO_MATTER = frozenset({"副詞可能", "数詞", "代名詞", "助数詞可能", "助動詞語幹", "非自立可能"})
# how a person is called, how something is, and what is left of a verb: 山田さん, お母さんたち, 基本的, 嫌がっ
CALLED = re.compile(
    "(?:さん|様|氏|先生|構成員|委員|参考人|座長|部長|課長|室長|補佐|会長|町長|市長|村長|知事|たち|達|方々?|っ|的|自体)$"
)
# whose a matter is or how it is said, no matter by itself: 人事課, 教育委員会, デジタル庁, 組合ごと; お叱り, 御助言
WHOSE = re.compile("[省庁局課係]$|委員会$|審議会$|ごと$|^[お御]")
# 今年度末, 昨年, 何人, 前の年: when and how many
WHEN = re.compile("年度|^(?:今|昨|来|翌|前|毎|何|同)[年月週日回人度]?|年末|月末|上半期|下半期")
JOINS = frozenset({"名詞", "接尾辞", "接頭辞", "形状詞"})
LONGEST = 20  # characters of a phrase; a longer run of nouns is a title or a slip of the print


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at `text[start:stop]` (名詞句): `key` is what its spellings share, `senses` those of its words."""

    text: str
    start: int
    stop: int
    key: str
    senses: tuple[str, ...]
    is_general: bool  # 費用, 効果: of a matter, but none by itself
    owner: str | None = None  # 移動販売 of 採算 in 移動販売の採算, as a key


@lru_cache(maxsize=20_000)  # turns of some meetings
def phrases_in(text: str) -> tuple[Phrase, ...]:
    """The noun phrases of a text in order (名詞句の抽出), each with the one that の ties to it."""
    return tuple(_tied(text, [run for run in _runs(words(text, Mode.C)) if _is_phrase(run)]))


def _runs(found: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in found:
        joins = word.pos[0] in JOINS and not NO_MATTER & {*word.pos[1:3]}
        if run and not (joins and word.start == run[-1].stop and word.pos[0] != "接頭辞"):
            yield run
            run = []
        if joins and (run or word.pos[0] != "接尾辞"):
            run.append(word)
    if run:
        yield run


def _is_phrase(run: Sequence[Word]) -> bool:
    """Whether a run of nouns is a matter by itself: not 検討, not 年, not 必要."""
    surface = "".join(word.surface for word in run)
    if (
        not 1 < len(surface) <= LONGEST
        or run[-1].pos[0] in {"接頭辞", "形状詞"}
        or CALLED.search(surface)
        or WHEN.search(surface)
    ):
        return False
    if any(word.pos[2] in {"人名", "地名"} for word in run):  # who and where, not what
        return False
    empty = _nouns("empty")
    return any(word.surface not in empty and len(word.surface) > 1 for word in run)


@cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(table("across", "phrases.toml")[kind].split())


def _tied(text: str, runs: Sequence[Sequence[Word]]) -> Iterator[Phrase]:
    empty, general = _nouns("empty"), _nouns("general")
    before: Phrase | None = None
    for run in runs:
        start, stop = run[0].start, run[-1].stop
        owner = before.key if before and text[before.stop : start] == "の" else None
        senses = tuple(sense_of(word.normalised) for word in run)
        plain = text[start:stop].lstrip("お御ご")
        is_general = (
            plain in general
            or WHOSE.search(text[start:stop]) is not None
            or all(word.surface in general or word.surface in empty for word in run)
        )
        before = Phrase(text[start:stop], start, stop, _key(text[start:stop]), senses, is_general, owner)
        yield before


def _key(surface: str) -> str:
    return normalize("NFKC", surface).upper()
