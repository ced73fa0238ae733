"""The words and marks that structure reads by (語彙): TOML tables beside the code, read once when first needed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from minutes_nlp import resources

__all__ = ["alternatives", "any_of", "marks", "squeezed", "table", "words"]

WHITE = re.compile(r"\s+")  # 「日　時」


def table(name: str) -> dict[str, Any]:
    """The TOML table `structure/NAME.toml`."""
    return resources.table("structure", f"{name}.toml")


@cache
def words(name: str, *keys: str) -> tuple[str, ...]:
    """The list of words at `keys` of a table, the longest first, so that the longest wins."""
    found: Any = table(name)
    for key in keys:
        found = found[key]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def any_of(name: str, *keys: str) -> re.Pattern[str]:
    """One pattern for any of the patterns at `keys` of a table."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in words(name, *keys)))


def alternatives(strings: tuple[str, ...]) -> str:
    """A pattern for any of the strings, which may be printed with spaces between their characters (委　員)."""
    return "|".join(r"\s*".join(map(re.escape, string)) for string in strings)


def marks(kind: str) -> str:
    """All characters of a class of marks, such as `circle` (○〇◯)."""
    return str(table("marks")[kind])


@lru_cache(maxsize=4096)  # the same turns and labels are asked for again and again
def squeezed(string: str) -> str:
    """A string without white space."""
    return WHITE.sub("", string)
