"""The lexicon (用語表): `models/terms.csv`, the one list of names that staff keep."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from minutes_nlp.errors import ModelError
from minutes_nlp.findings import TermKind
from minutes_nlp.resources import resource

__all__ = ["Entry", "lexicon", "read_lexicon"]

COLUMNS = ["name", "kind", "aliases", "reading"]


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
    with path.open(encoding="utf-8-sig", newline="") as file:  # Excel writes a BOM
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise ModelError("bad-terms", f"1行目が {','.join(COLUMNS)} ではありません", where=path.name)
        return tuple(_entry(row, f"{path.name} {rows.line_num}行") for row in rows)


def _entry(row: dict[str, str], where: str) -> Entry:
    if row["kind"] not in list(TermKind) or not row["name"] or not row["reading"]:
        remedy = f"name と reading を書き、kind は {'・'.join(TermKind)} のどれかにしてください"
        raise ModelError("bad-terms", f"用語として読めません: {row['name']}", remedy=remedy, where=where)
    aliases = tuple(filter(None, (row["aliases"] or "").split(";")))
    return Entry(row["name"], TermKind(row["kind"]), aliases, row["reading"])
