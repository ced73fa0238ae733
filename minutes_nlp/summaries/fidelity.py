"""The fidelity gate (忠実性の確認): what a shortened sentence says, its source must say, no more and no less.

Both are brought down to their claims, in order: numbers, names, negations, what is wanted or supposed, and all other
words that tell anything. Only the wording of politeness, listed in `fidelity.toml`, is left out of account. As a text
knows its source character by character, the claims must be equal, not merely contained: what was left out is in
neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache

from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.model import Fold
from minutes_nlp.places import printed_text
from minutes_nlp.resources import table
from minutes_nlp.text import Span

__all__ = ["Claims", "claims_of", "is_supported", "unsupported"]

# "1,146", "２．５", "二十三", "第３": runs of digits of either kind
NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百千万億兆]+(?:[.,・][0-9〇一二三四五六七八九十]+)*")
NEGATIONS = {"ない", "無い", "ず", "まい"}  # as Sudachi normalises ない, ません, ぬ, ざる
AUXILIARIES = {"たい", "べし", "らしい", "れる", "られる", "た"}  # they change what a verb claims
TELLING = {"名詞", "代名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "連体詞", "感動詞"}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sentence says (主張), each in its order."""

    numbers: tuple[str, ...]  # 数・日付
    names: tuple[str, ...]  # 固有名詞
    negations: int  # 打消し
    moods: tuple[str, ...]  # 言い方: 願い, 求め, 推量, 問い
    words: tuple[str, ...]  # そのほかの語


def is_supported(text: str, spans: Iterable[Span], source: str, folds: Iterable[Fold] = ()) -> bool:
    """Whether a sentence says what its source says (出典の裏付け)."""
    return not unsupported(text, printed_text(spans, source, folds))


def unsupported(text: str, source: str) -> tuple[str, ...]:
    """In what a sentence and the words that it stands for differ: the names of the fields of `Claims`."""
    if _bare(text) == _bare(source):
        return ()
    ours, theirs = claims_of(text), claims_of(source)
    return tuple(one.name for one in fields(Claims) if getattr(ours, one.name) != getattr(theirs, one.name))


def claims_of(text: str) -> Claims:
    """The claims of a sentence (主張)."""
    plain = _bare(text)
    found = words(plain, Mode.B)
    return Claims(
        numbers=tuple(NUMBER.findall(plain)),
        names=tuple(word.surface for word in found if word.pos[1] == "固有名詞"),
        negations=sum(_denies(word) for word in found),
        moods=tuple(_moods(plain, found)),
        words=tuple(word.normalised for word in found if _tells(word)),
    )


def _denies(word: Word) -> bool:
    return word.normalised in NEGATIONS and word.pos[0] in {"助動詞", "形容詞"}


def _tells(word: Word) -> bool:
    return word.pos[0] in TELLING and not _denies(word) and word.normalised not in _polite()


def _moods(text: str, found: Iterable[Word]) -> Iterator[str]:
    """The moods in order: by wording, and auxiliaries outside it."""
    seen: list[tuple[Span, str]] = []
    for name, pattern in _wording().items():
        seen += [(match.span(), name) for match in pattern.finditer(text) if not _lies_in(match.span(), seen)]
    auxiliaries = [((word.start, word.stop), word.normalised) for word in found if word.normalised in AUXILIARIES]
    seen += [(span, name) for span, name in auxiliaries if not _lies_in(span, seen)]
    return (name for _, name in sorted(seen))


def _lies_in(span: Span, seen: Iterable[tuple[Span, str]]) -> bool:
    return any(start < span[1] and span[0] < end for (start, end), _ in seen)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def _wording() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(found)) for name, found in table("summaries", "fidelity.toml")["moods"].items()}


@cache
def _polite() -> frozenset[str]:
    return frozenset(table("summaries", "fidelity.toml")["polite"])
