"""Names of the field in a text (用語): programmes, laws, organisations, places, and the words of policy.

Names come from `models/terms.csv`, forms such as …審議会 and …法 from `models/patterns/`. What is found begins and ends
where a word of Sudachi's mode A does, so that 京都 is not in 東京都. The longest wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minutes_nlp.findings import TermKind
from minutes_nlp.language.lexicon import lexicon
from minutes_nlp.language.patterns import patterns
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.text import Text

__all__ = ["TermMention", "terms_in"]

HEAD = 2  # characters by which names are looked up; no name is shorter
# what may stand before a short form that is all kanji: 元協力隊員, but not 青年海外協力隊
BEFORE_ALIAS = {"元", "現", "新", "全", "各", "同", "本", "当", "等", "的", "県", "市", "町", "村", "地域", "女性", "若手", "先輩"}
# every character of full width and half width that has one of the other kind, one to one
FOLDED = {
    code: folded.lower()
    for code in [*range(0xFF01, 0xFFEF), *range(0x41, 0x5B)]
    if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
}
# ﾃﾞｼﾞﾀﾙ
VOICED = re.compile(r"[ｦ-ﾝ][ﾞﾟ]")
KANJI = re.compile(r"[一-龠々]+")


@dataclass(frozen=True, slots=True)
class TermMention:
    """A term in a text (用語の出現): `name` is its full form, `start` and `end` are characters of the text."""

    kind: TermKind
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name (表記), folded to one width."""

    written: str
    name: str
    kind: TermKind
    is_short: bool  # an alias all in kanji: it may be the end of another's name


def terms_in(text: str) -> list[TermMention]:
    """The terms of a text, in order, none inside another; full and half width count as the same."""
    if VOICED.search(text):
        return _in_narrow_kana(text)
    found = words(text, Mode.A)
    return sorted(_longest([*_named(text, found), *_shaped(text, found)]), key=lambda mention: mention.start)


def _in_narrow_kana(text: str) -> list[TermMention]:
    """As `terms_in` for a text with ﾃﾞｼﾞﾀﾙ in it, where two characters are one when folded."""
    wide = Text.of(text).sub(VOICED, lambda match: unicodedata.normalize("NFKC", match.group()))
    found = [(mention, wide[mention.start : mention.end].spans) for mention in terms_in(str(wide))]
    return [TermMention(mention.kind, mention.name, spans[0][0], spans[-1][1]) for mention, spans in found]


def _named(text: str, found: Sequence[Word]) -> Iterator[TermMention]:
    """Names of the lexicon that begin and end with a word."""
    folded = text.translate(FOLDED)
    forms = _forms()
    before = {word.start: previous for previous, word in zip([None, *found], found, strict=False)}
    ends = {word.stop for word in found}
    for start in before:
        for form in forms.get(folded[start : start + HEAD], ()):
            end = start + len(form.written)
            if end in ends and folded.startswith(form.written, start) and _stands(form, start, before[start]):
                yield TermMention(form.kind, form.name, start, end)
                break


def _stands(form: Form, start: int, previous: Word | None) -> bool:
    """Whether a short form is not the end of a longer name: 協力隊 of 青年海外協力隊."""
    if not form.is_short or previous is None or previous.stop < start:
        return True
    return previous.pos[0] != "名詞" or previous.surface in BEFORE_ALIAS or previous.pos[2] in {"地名", "副詞可能"}


def _shaped(text: str, found: Sequence[Word]) -> Iterator[TermMention]:
    for kind, (start, end) in patterns().find(found):
        yield TermMention(kind, unicodedata.normalize("NFKC", text[start:end]), start, end)


def _longest(mentions: Iterable[TermMention]) -> Iterator[TermMention]:
    """Those that are in no longer one; of two alike the first."""
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda mention: (mention.start - mention.end, mention.start)):
        if mention.start not in taken and mention.end - 1 not in taken:
            taken.update(range(mention.start, mention.end))
            yield mention


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[Form, ...]]:
    """All forms of the lexicon by their first two characters, the longest first."""
    found: defaultdict[str, list[Form]] = defaultdict(list)
    for entry in lexicon():
        for written in (entry.name, *entry.aliases):
            folded = unicodedata.normalize("NFKC", written).lower()
            is_short = written != entry.name and KANJI.fullmatch(written) is not None
            found[folded[:HEAD]].append(Form(folded, entry.name, entry.kind, is_short))
    return {head: tuple(sorted(forms, key=lambda form: -len(form.written))) for head, forms in found.items()}
