"""The words that measures are read by (語彙): the TOML table beside it."""

from __future__ import annotations

from functools import cache

from minutes_nlp.resources import table

__all__ = ["any_of"]


@cache
def any_of(*keys: str) -> str:
    """One pattern for any of the patterns at `keys` of `measures.toml`, the longest first."""
    patterns = [pattern for key in keys for pattern in table("analysis", "measures", "measures.toml")[key]]
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"
