"""What a search is narrowed to (絞り込み): values by their id or as people call them.

Each function reads one argument, and says in Japanese what can be chosen where it cannot be read.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from minutes_nlp.commands.reading import topic_labels
from minutes_nlp.errors import SettingsError
from minutes_nlp.wording import ACTS, BLOCKS, DOCUMENTS, KINDS, MEASURES, PARTS, ROLES, STRENGTHS

__all__ = ["called", "topic", "value_of", "year"]

# how each value is called: as on the page, of the words of `minutes show` too
WORDS: Mapping[str, Mapping[Any, str]] = MappingProxyType(
    {
        "role": {**ROLES, "unknown": "不明"},
        "kind": {**KINDS, **BLOCKS, **MEASURES, "measure": "施策"},
        "sort": PARTS,
        "act": ACTS,
        "strength": STRENGTHS,
        "document_kind": DOCUMENTS,
    }
)
# what else people call them
ALSO: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": {"座長": "chair", "委員": "member", "記載なし": "unknown"},
        "kind": {word: kind for kind, told in KINDS.items() for word in told.split("・")},
    }
)


def value_of(field: str) -> Callable[[str], str]:
    """A reader of the values of one field: an id (secretariat) or its name (事務局)."""
    known = WORDS[field]

    def read(text: str) -> str:
        word = unicodedata.normalize("NFKC", text).strip()
        called_so = {**{told: name for name, told in known.items()}, **ALSO.get(field, {})}
        if word not in known and word not in called_so:
            raise _unknown(text, (f"{name}({told})" for name, told in known.items()))
        return str(word if word in known else called_so[word])

    return read


def called(field: str, value: str) -> str:
    """A value and how it is called: secretariat(事務局); alone where there is no name for it."""
    word = topic_labels(None).get(value) if field == "topic" else WORDS.get(field, {}).get(value)
    return f"{value}({word})" if word else value


def topic(text: str) -> str:
    """The id of a field, by its id, its name or a part that only one name has; an id of one's own taxonomy as it is."""
    word = unicodedata.normalize("NFKC", text).strip()
    if word.isascii():
        return word
    names = {unicodedata.normalize("NFKC", label): name for name, label in topic_labels(None).items()}
    found = [names[word]] if word in names else [name for label, name in names.items() if word in label]
    if len(found) != 1:
        raise _unknown(text, (called("topic", name) for name in found or names.values()))
    return found[0]


def _unknown(text: str, choices: Iterable[str]) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"'{text}' はありません(選べるのは {'、'.join(choices)})")


def year(text: str) -> int:
    """A fiscal year: 2024, 令和6, 令和6年度."""
    from minutes_nlp.dates import period  # noqa: PLC0415 - heavy

    word = unicodedata.normalize("NFKC", text).strip()
    try:
        return period(word if word.isdecimal() else f"{word.removesuffix('度').removesuffix('年')}年度")[0].year
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
