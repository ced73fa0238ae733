"""The words that analysis reads by (語彙): TOML tables beside the code, read once when first needed."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from minutes_nlp.resources import resource

__all__ = ["any_of"]


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("analysis", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def any_of(name: str, *keys: str) -> str:
    """One pattern for any of the patterns at `keys` of the table `analysis/NAME.toml`, the longest first."""
    patterns = [pattern for key in keys for pattern in _table(name)[key]]
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"
