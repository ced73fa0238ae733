"""Names of the field in a text (用語): programmes, laws, organisations, places, and the words of policy.

Names come from `models/terms.csv`, forms such as …審議会 and …法 from `models/patterns/`. What is found begins and ends
where a word of Sudachi's mode A does, so that 京都 is not in 東京都. Of those that overlap the longest wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minutes_nlp.findings import TermKind
from minutes_nlp.language.lexicon import SHORTEST, lexicon
from minutes_nlp.language.patterns import patterns
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.text import Text

__all__ = ["TermMention", "terms_in"]

HEAD = SHORTEST  # characters by which names are looked up
# what may stand before a short form that is all kanji: 元協力隊員, but not 青年海外協力隊
BEFORE_ALIAS = {
    "元",
    "現",
    "新",
    "全",
    "各",
    "同",
    "本",
    "当",
    "等",
    "的",
    "県",
    "市",
    "町",
    "村",
    "地域",
    "女性",
    "若手",
    "先輩",
}
# words of mode A that come after a person's name, not after a place's: 福島構成員 is 福島 構成 員
AFTER_PERSON = {
    *("委員", "構成", "座長", "会長", "副", "オブザーバー", "参考", "審議", "分科", "理事", "議員", "参事", "補佐"),
    *("課長", "課", "室長", "部長", "局長", "さん", "氏", "様", "君", "先生", "教授"),
}
# 地域おこし協力隊について（令和６年度）
CLAUSE = re.compile(r"[^、。「」『』（）()？！?!\s]+")
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
    return [
        TermMention(found.kind, found.name, clause.start() + found.start, clause.start() + found.end)
        for clause in CLAUSE.finditer(text)
        for found in _in_clause(clause.group())
    ]


def _in_narrow_kana(text: str) -> list[TermMention]:
    """As `terms_in` for a text with ﾃﾞｼﾞﾀﾙ in it, where two characters are one when folded."""
    wide = Text.of(text).sub(VOICED, lambda match: unicodedata.normalize("NFKC", match.group()))
    found = [(mention, wide[mention.start : mention.end].spans) for mention in terms_in(str(wide))]
    return [TermMention(mention.kind, mention.name, spans[0][0], spans[-1][1]) for mention, spans in found]


def _in_clause(clause: str) -> list[TermMention]:
    """The terms of a clause; only where there may be one are its words asked for, which is in a third of them."""
    written = _written(clause.translate(FOLDED))
    may_be_shaped = patterns().signs.search(clause) is not None
    if not written and not may_be_shaped:
        return []
    found = words(clause, Mode.A)
    mentions = [*_named(written, found), *(_shaped(clause, found) if may_be_shaped else ())]
    return sorted(_longest(mentions), key=lambda mention: mention.start)


def _written(folded: str) -> list[tuple[int, Form]]:
    """Where a form of the lexicon is written, whole words or not."""
    heads, forms = _forms()
    return [
        (match.start(), form)
        for match in heads.finditer(folded)
        for form in forms.get(match[1], ())
        if folded.startswith(form.written, match.start())
    ]


def _named(written: Iterable[tuple[int, Form]], found: Sequence[Word]) -> Iterator[TermMention]:
    """What is written and begins and ends with a word."""
    begins = {word.start: number for number, word in enumerate(found)}
    ends = {word.stop: number for number, word in enumerate(found)}
    for start, form in written:
        end = start + len(form.written)
        if start in begins and end in ends and _stands(form, found, begins[start], ends[end]):
            yield TermMention(form.kind, form.name, start, end)


def _stands(form: Form, found: Sequence[Word], first: int, last: int) -> bool:
    """Whether a short form is no part of another name: 協力隊 of 青年海外協力隊, 山口 of 山口委員."""
    if not form.is_short:
        return True
    if form.kind is TermKind.PLACE:
        after = found[last + 1].surface if last + 1 < len(found) else ""
        return found[first].pos[2] == "地名" and after not in AFTER_PERSON
    previous = found[first - 1] if first else None
    if previous is None or previous.stop < found[first].start or previous.pos[0] != "名詞":
        return True
    return previous.surface in BEFORE_ALIAS or previous.pos[2] in {"地名", "副詞可能"}


def _shaped(text: str, found: Sequence[Word]) -> Iterator[TermMention]:
    """What has one of the forms of the pattern files."""
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
def _forms() -> tuple[re.Pattern[str], dict[str, list[Form]]]:
    """All forms of the lexicon by their first two characters, and a pattern that lets few other pairs through."""
    found: defaultdict[str, list[Form]] = defaultdict(list)
    for entry in lexicon():
        for written in (entry.name, *entry.aliases):
            folded = unicodedata.normalize("NFKC", written).lower()
            is_short = written != entry.name and KANJI.fullmatch(written) is not None
            found[folded[:HEAD]].append(Form(folded, entry.name, entry.kind, is_short))
    first, second = ("".join({re.escape(head[place]) for head in found}) for place in range(HEAD))
    return re.compile(rf"(?=([{first}][{second}]))"), dict(found)
