"""Labelled sayings (文の働きの見本): the short meetings of `corpora/sayings/*.txt` as units of the gold.

A line `## reply minister` opens a turn (`## reply guest 労働局` with the printed label), `| gyosei-dx zaisei-sochi` behind it
names its fields, `| -` says that it has none; `k 【will_do|必ず直します】。` is a sentence with its act and its commitments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["sayings_of"]

ACTS = {
    "q": "question",
    "r": "request",
    "p": "proposal",
    "c": "concern",
    "s": "support",
    "i": "information",
    "k": "commitment",
    "e": "explains",
    "f": "fact",
    "x": "procedure",
}
# 【will_do|来週にもお会いします】
MADE = re.compile(r"【(?P<strength>\w+)\|(?P<text>[^【】]+)】")


def sayings_of(path: Path) -> Iterator[dict[str, Any]]:
    """The turns of a file, as units of a gold file."""
    unit: dict[str, Any] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        head, _, rest = line.partition(" ")
        if head == "##":
            yield from [unit] if unit else []
            said, bar, topics = rest.partition(" | ")
            kind, role, *label = said.split()
            unit = {"kind": kind, "role": role, "speaker": "".join(label) or None, "text": "", "acts": []}
            unit["commitments"] = []
            if bar:
                unit["topics"] = topics.replace("-", "", topics.strip() == "-").split()
        else:
            unit["acts"].append(ACTS[head])
            unit["commitments"] += [match.groupdict() for match in MADE.finditer(rest)]
            unit["text"] += MADE.sub(r"\g<text>", rest)
    yield unit
