"""The lexicon (用語表): `models/terms.csv`, the one list of names that staff keep."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from minutes_nlp.errors import ModelError
from minutes_nlp.findings import TermKind
from minutes_nlp.resources import resource, text_of

__all__ = ["SHORTEST", "Entry", "lexicon", "read_lexicon"]

COLUMNS = ["name", "kind", "aliases", "reading"]
SHORTEST = 2  # characters of a name: one alone is a word of everyday too often


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the field (用語), the other ways to write it, and its reading in katakana."""

    name: str  # 地域おこし協力隊
    kind: TermKind
    aliases: tuple[str, ...]  # 協力隊
    reading: str  # チイキオコシキョウリョクタイ


@lru_cache(maxsize=1)
def lexicon() -> tuple[Entry, ...]:
    """The entries of the package's own list."""
    return read_lexicon(resource("models", "terms.csv"))


def read_lexicon(path: Path) -> tuple[Entry, ...]:
    """The entries of a CSV file with the columns name, kind, aliases (`;` between them), reading; ModelError."""
    rows = csv.DictReader(StringIO(text_of(path, "bad-terms")))
    if rows.fieldnames != COLUMNS:
        remedy = f"1行目に {','.join(COLUMNS)} と書いてください"
        raise ModelError("bad-terms", "1行目が見出しではありません", remedy=remedy, where=path.name)
    return tuple(_entry(row, f"{path.name} {rows.line_num}行") for row in rows)


def _entry(row: dict[str, str], where: str) -> Entry:
    if row["kind"] not in list(TermKind) or not row["name"] or not row["reading"]:
        remedy = f"name と reading を書き、kind は {'・'.join(TermKind)} のどれかにしてください"
        raise ModelError("bad-terms", f"用語として読めません: {row['name']}", remedy=remedy, where=where)
    aliases = tuple(filter(None, (row["aliases"] or "").split(";")))
    if min(map(len, (row["name"], *aliases))) < SHORTEST:
        remedy = f"name と aliases は {SHORTEST} 文字以上にしてください"
        raise ModelError("bad-terms", f"1文字の用語は使えません: {row['name']}", remedy=remedy, where=where)
    return Entry(row["name"], TermKind(row["kind"]), aliases, row["reading"])
