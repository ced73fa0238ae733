"""The policy fields (分野の体系) of `models/topics.toml`, and where a text names one or speaks as people do about it.

Names and the longer words that are none are looked for at once, so that of overlapping ones the longest counts.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from minutes_nlp.errors import ModelError, SettingsError
from minutes_nlp.language.terms import FOLDED
from minutes_nlp.resources import resource
from minutes_nlp.text import Span

__all__ = ["Field", "Finder", "Taxonomy", "folded", "load_taxonomy"]

KEYS = ("label", "description", "parent", "aliases", "cues", "not")  # of a field in its file
# two Latin letters in a row: the edge between them is none
LATIN = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Field:
    """A policy field (分野), as its file has it."""

    id: str
    label: str
    description: str
    parent: str
    aliases: tuple[str, ...]
    cues: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds words that belong to fields (語の照合); the longest of those that begin at one place counts."""

    owners: Mapping[str, tuple[int, ...]]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, words: Iterable[Iterable[str]], negative: Iterable[str]) -> Finder:
        """Of the words of each field in turn, and of those in which they are none."""
        owners: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
        for number, names in enumerate(words):
            for name in dict.fromkeys(map(folded, names)):
                owners[name] += (number,)
        for name in map(folded, negative):
            owners.setdefault(name, ())
        return cls(dict(owners), re.compile(_any_of(owners)))

    def find(self, text: str) -> list[tuple[Span, str, tuple[int, ...]]]:
        """The place, the word and the fields of each find in a folded text."""
        found = ((match.span(), match.group()) for match in self.pattern.finditer(text))
        return [(span, word, fields) for span, word in found if (fields := self.owners[word]) and _apart(text, span)]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All fields in their order, and the two finders of their words (分野の体系)."""

    fields: tuple[Field, ...]
    names: Finder
    cues: Finder

    def with_parents(self, name: str) -> list[str]:
        """A field and those above it that are fields of their own: 保育 is also 子育て."""
        parents = {field.id: field.parent for field in self.fields}
        found = [name]
        while (name := parents[name]) in parents and name not in found:
            found.append(name)
        return found


@lru_cache(maxsize=4)
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """The fields of a file, ours unless told; SettingsError where there is none, ModelError where it is not one."""
    path = path or resource("models", "topics.toml")
    fields = tuple(_field(name, row, path) for name, row in _rows(path).items())
    labels = [field.label for field in fields]
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise _unusable(path, f"「{twice[0]}」という label が2つあります", "分野ごとに違う名にしてください")
    negative = [word for field in fields for word in field.negative]
    names = Finder.of([field.aliases for field in fields], negative)
    return Taxonomy(fields, names, Finder.of([field.cues for field in fields], negative))


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words by their first letters, some letters at a time, the longest word first.

    Most places are left after one look, the others after a look at each group: five times as fast as one list of words.
    """
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        tails[word[0]].append(re.escape(word[1:]))
    if not tails:
        return r"(?!)"
    letters = sorted(tails)
    size = round(len(letters) ** 0.5)
    groups = [letters[at : at + size] for at in range(0, len(letters), size)]
    branches = [f"(?<={_class(group)})(?:{'|'.join(_rest(one, tails[one]) for one in group)})" for group in groups]
    return f"{_class(letters)}(?:{'|'.join(branches)})"


def _rest(first: str, tails: Iterable[str]) -> str:
    return f"(?<={re.escape(first)})(?:{'|'.join(tails)})"


def _class(letters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, letters))}]"


def _apart(text: str, span: Span) -> bool:
    """Whether Latin letters end where the word does: IT is not in UNIT."""
    start, stop = span
    return not (LATIN.match(text, start - 1) if start else None) and not LATIN.match(text, stop - 1)


def _rows(path: Path) -> dict[str, Any]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        remedy = "--taxonomy に分野体系のファイル(.toml)を指定してください"
        raise SettingsError("no-taxonomy", f"{path} というファイルがありません", remedy=remedy) from error
    except (OSError, ValueError) as error:  # tomllib's own error tells line and column; not UTF-8 is a ValueError too
        raise _unusable(
            path, f"TOML として読めません(詳細: {error})", "UTF-8 で書かれた TOML か確かめてください"
        ) from error
    if not rows:
        raise _unusable(path, "分野が1つもありません", '[id] の行と label = "分野の名" の行を書いてください')
    return rows


def _field(name: str, row: Any, path: Path) -> Field:
    """A field as its table has it; ModelError says which and what."""
    if not isinstance(row, dict):
        raise _unusable(path, f"{name} が分野になっていません", f"[{name}] という行の下に label などを書いてください")
    if not name or any(map(str.isspace, name)):
        raise _unusable(path, f"分野の id「{name}」に空白があります", "空白のない名にしてください")
    if unknown := sorted(row.keys() - KEYS):
        raise _unusable(
            path, f"[{name}] の {'・'.join(unknown)} は知らない項目です", f"使えるのは {' '.join(KEYS)} です"
        )
    if not isinstance(row.get("label"), str) or not row["label"].strip():
        raise _unusable(path, f"[{name}] に label がありません", 'label = "分野の名" の行を書いてください')
    for key in ("description", "parent"):
        if not isinstance(row.get(key, ""), str):
            raise _unusable(path, f"[{name}] の {key} が文字列ではありません", f'{key} = "…" と書いてください')
    aliases, cues, negative = (_words(row.get(key, []), name, key, path) for key in ("aliases", "cues", "not"))
    if not aliases and not cues:
        raise _unusable(path, f"[{name}] に語がありません", "aliases(名)か cues(手がかり語)を書いてください")
    return Field(name, row["label"], row.get("description", ""), row.get("parent", ""), aliases, cues, negative)


def _words(words: Any, name: str, key: str, path: Path) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise _unusable(path, f"[{name}] の {key} が語の並びではありません", f'{key} = ["語", "語"] と書いてください')
    return tuple(words)


def _unusable(path: Path, what: str, remedy: str) -> ModelError:
    return ModelError("bad-taxonomy", what, remedy=remedy, where=str(path))


def folded(text: str) -> str:
    """Full and half width as one, letters small; each character stays one, so that places hold."""
    return text.translate(FOLDED)
