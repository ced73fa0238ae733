"""Parts of a long sentence that can stand alone (節の切り出し): the clause after a reason, the clause before a が.

A later clause without a topic of its own keeps that of the sentence: 派遣先の範囲は…が基本となるが、…次回までに整理する
gives 派遣先の範囲は…次回までに整理する. Clauses of condition are never dropped. The wording is data, `shortening.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from minutes_nlp.resources import table
from minutes_nlp.text import Span, Text

__all__ = ["parts_of"]

SHORTEST = 16  # characters of a part worth printing


class _Rules(NamedTuple):
    breaks: re.Pattern[str]
    topic: re.Pattern[str]
    own: re.Pattern[str]
    bound: re.Pattern[str]
    finishes: tuple[tuple[re.Pattern[str], str], ...]


def parts_of(sentence: Text, *, to_its_end: bool = False) -> Iterator[Text]:
    """The parts of a sentence that say something by themselves (独立して読める節), the whole first.

    `to_its_end` where it matters how the sentence ends, as in remarks: what a member asks for stands there.
    """
    yield sentence
    edges = [end for end in _edges(sentence.string) if SHORTEST <= end <= len(sentence) - SHORTEST]
    topic = _rules().topic.match(sentence.string)
    for edge in edges:
        first, rest = sentence[:edge], sentence[edge:]
        if "のは" in first.string:  # 踏みとどまるのは…であり、…ためである: what it is about comes last
            continue
        finished = None if to_its_end else _finished(first)
        if finished is not None:
            yield finished
        if _rules().own.match(rest.string):
            yield rest
        elif topic and topic.end() < edge:
            yield sentence.group(topic) + rest


def _edges(string: str) -> Iterator[int]:
    """Where a clause ends, outside brackets."""
    closed = [match.span() for match in re.finditer(r"「[^「」]*」|（[^（）]*）", string)]
    for match in _rules().breaks.finditer(string):
        if not any(start < match.start() < end for start, end in closed) and not _is_bound(string, match.span()):
            yield match.end()


def _is_bound(string: str, span: Span) -> bool:
    return _rules().bound.search(string[: span[1]]) is not None


def _finished(clause: Text) -> Text | None:
    """A clause that goes on, brought to its end: 進めており、 is 進めている。"""
    for pattern, ending in _rules().finishes:
        match = pattern.search(clause.string)
        if match:
            return clause[: match.start()] + clause.group(match).standing_as(ending)
    return None


@cache
def _rules() -> _Rules:
    data = table("summaries", "shortening.toml")["clauses"]
    return _Rules(
        re.compile(data["breaks"]),
        re.compile(data["topic"]),
        re.compile(data["own"]),
        re.compile(data["bound"]),
        tuple((re.compile(rule["match"]), rule["to"]) for rule in data["finish"]),
    )
