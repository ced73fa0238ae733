"""The words that analysis reads by (語彙): the TOML tables beside it."""

from __future__ import annotations

from functools import cache

from minutes_nlp.resources import table

__all__ = ["any_of"]


@cache
def any_of(name: str, *keys: str) -> str:
    """One pattern for any of the patterns at `keys` of the table `analysis/NAME.toml`, the longest first."""
    patterns = [pattern for key in keys for pattern in table("analysis", f"{name}.toml")[key]]
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"
