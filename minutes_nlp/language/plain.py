"""The plain form of a sentence (普通体): politeness, spoken forms, dialect, figures and quotations levelled out.

Only for looking at: what a sentence does is said in few ways when です, ます and their like are gone. The rewriting is
data, `plain.toml`; spans are those of the sentence as printed, never of this.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from minutes_nlp.resources import table

__all__ = ["Plain", "plain", "standard"]

REMEMBERED = 512  # sentences: each is asked for twice, as itself and as what stands before the next


class Plain(NamedTuple):
    """A sentence without its trimmings (中身), and the names and words of the trimmings (しるし)."""

    said: str
    tails: tuple[tuple[str, str], ...]


@lru_cache(REMEMBERED)
def plain(sentence: str) -> Plain:
    """The sentence, given without its full stop, in its plain form."""
    sentence = _rewritten(standard(sentence), "steps")
    found = []
    for name, pattern in _tails():
        match = pattern.search(sentence)
        if match and 0 < match.start() < len(sentence):
            found.append((name, match.group()))
            sentence = sentence[: match.start()]
    return Plain(sentence, tuple(found))


def standard(sentence: str) -> str:
    """The sentence without dialect and contractions (方言の言い直し), as polite as it was."""
    return _rewritten(sentence, "dialect")


def _rewritten(sentence: str, steps: str) -> str:
    for needed, pattern, by in _steps(steps):
        if needed in sentence:
            sentence = pattern.sub(by, sentence)
    return sentence


@cache
def _steps(name: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = table("language", "plain.toml")[name]
    return tuple((needed, re.compile(pattern), by) for needed, pattern, by in rows)


@cache
def _tails() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in table("language", "plain.toml")["tails"].items())
