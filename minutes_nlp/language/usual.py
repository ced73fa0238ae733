"""How usual marks of a text are (語のありふれ度): in how many turns of our corpora each of them stands.

One document is too short to tell a rare word from a usual one. The counts are of turns written for this project, those
of the councils of training alone; `scripts/build_usual.py` makes the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from minutes_nlp.resources import resource

__all__ = ["Usual", "usual"]


@dataclass(frozen=True, slots=True)
class Usual:
    """How many turns hold each mark (出現数), of `texts` turns; one that is not listed stands in none or one."""

    texts: int
    counts: Mapping[str, int]


NOTHING = Usual(0, {})


@cache
def usual() -> dict[str, Usual]:
    """The counts of each way to look at a text; `models/usual.json`, ModelError where it is missing."""
    data = json.loads(resource("models", "usual.json").read_text(encoding="utf-8"))
    return {view: Usual(data["texts"], counts) for view, counts in data["views"].items()}
