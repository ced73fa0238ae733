"""Whether words look like talk (発言らしさ): whole sentences, of which some ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from minutes_nlp.structure.turns.act import asks, holds
from minutes_nlp.structure.vocabulary import any_of, squeezed

__all__ = ["ENDS", "asking", "mean"]

ENDS = re.compile(r"[。？?！!」』)）]\s*$")


@lru_cache(maxsize=4096)  # the reader asks it of every line, some notes of it again
def asking(string: str) -> float:
    """How much a line asks or wants something: 1, half for an opinion, 0 for what the government's side says."""
    if any_of("wording", "secretariat").search(squeezed(string)):
        return 0.0
    if asks(string) or any_of("wording", "member").search(squeezed(string)):
        return 1.0
    return 0.5 if holds(string) else 0.0


def mean(values: Iterable[float]) -> float:
    """The mean of some values; 0.0 of none."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0
