"""The thesaurus of the field (同義語・関連語), `models/synonyms.csv`: what else staff may call what they look for.

`models/matters.csv` has the same form: how people tell of a matter (関心事), and the words in which it is spoken of.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from minutes_nlp.errors import ModelError
from minutes_nlp.resources import resource, text_of

__all__ = ["Group", "matters", "read_thesaurus", "thesaurus"]

COLUMNS = ["words", "related"]
BETWEEN = ";"  # words of a cell, as in terms.csv
MISTAKEN = "；、，"  # what a Japanese keyboard gives for it


@dataclass(frozen=True, slots=True)
class Group:
    """Words that may stand for each other in a search (同義語), and words about the same matter (関連語)."""

    words: tuple[str, ...]  # 給油所, ガソリンスタンド, SS
    related: tuple[str, ...]  # 燃料, 灯油, 過疎地


@lru_cache(maxsize=1)
def thesaurus() -> tuple[Group, ...]:
    """The groups of the package's own list, in its order; a word of several meanings is in several."""
    return read_thesaurus(resource("models", "synonyms.csv"))


@lru_cache(maxsize=1)
def matters() -> tuple[Group, ...]:
    """What people are concerned about in the field (関心事), in the order of the package's own list."""
    return read_thesaurus(resource("models", "matters.csv"))


def read_thesaurus(path: Path) -> tuple[Group, ...]:
    """The groups of a CSV file with the columns words, related (`;` between words); ModelError."""
    rows = csv.reader(StringIO(text_of(path, "bad-thesaurus")))
    if next(rows, None) != COLUMNS:
        remedy = f"1行目に {','.join(COLUMNS)} と書いてください"
        raise ModelError("bad-thesaurus", "1行目が見出しではありません", remedy=remedy, where=path.name)
    lines: dict[Group, int] = {}
    for row in rows:
        where = f"{path.name} {rows.line_num}行"
        group = _group(row, where)
        if group in lines:
            remedy = "どちらか一方を消してください"
            raise ModelError("bad-thesaurus", f"{lines[group]}行と同じ行です", remedy=remedy, where=where)
        lines[group] = rows.line_num
    return tuple(lines)


def _group(row: list[str], where: str) -> Group:
    if len(row) != len(COLUMNS):
        remedy = f"同義語と関連語の間にだけ , を置き、語と語の間は {BETWEEN} で区切ってください"
        raise ModelError(
            "bad-thesaurus", f"{len(COLUMNS)}列ではありません: {','.join(row)}", remedy=remedy, where=where
        )
    words, related = (tuple(filter(None, map(str.strip, cell.split(BETWEEN)))) for cell in row)
    told = words + related
    if not words or len(told) == 1:
        remedy = "同義語を二つ以上書くか、同義語一つに関連語を添えてください"
        raise ModelError("bad-thesaurus", f"語が足りません: {','.join(row)}", remedy=remedy, where=where)
    for number, word in enumerate(told):
        if any(mark in word for mark in MISTAKEN):
            remedy = f"語と語の間は半角の {BETWEEN} で区切ってください"
            raise ModelError("bad-thesaurus", f"区切りの文字が違います: {word}", remedy=remedy, where=where)
        if word in told[:number]:
            remedy = "一方を消してください"
            raise ModelError("bad-thesaurus", f"同じ語が二度あります: {word}", remedy=remedy, where=where)
    return Group(words, related)
