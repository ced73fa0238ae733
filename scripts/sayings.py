#!/usr/bin/env python3
"""Labelled sayings (文の働きの見本): the short meetings of `corpora/sayings/*.txt` as units of the gold.

    python scripts/sayings.py out/sayings    # those with fields as gold.jsonl, for `minutes topics train … out/sayings`

A line `## reply minister` opens a turn (`## reply guest 労働局` with the printed label), `| gyosei-dx zaisei-sochi`
behind it names its fields, `| -` says that it has none; `k 【will_do|必ず直します】。` is a sentence with its act and
its commitments.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["sayings_of"]

FOLDER = Path(__file__).resolve().parents[1] / "corpora" / "sayings"

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


def answered(units: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The units, each answer and each one that comes back with the remark above it."""
    remark: int | None = None
    for i, unit in enumerate(units):
        remark = i if unit["kind"] == "remark" else remark
        under = unit["kind"] in {"reply", "follow_up"} and remark is not None
        yield {"type": "unit", **unit, "answers": [remark] if under else []}


def main() -> None:
    """Write the sayings whose turns tell their fields, a folder each."""
    target = Path(sys.argv[1])
    for path in sorted(FOLDER.glob("*.txt")):
        units = list(answered(list(sayings_of(path))))
        if "topics" in units[0]:
            file = target / path.stem / "gold.jsonl"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(json.dumps(unit, ensure_ascii=False) + "\n" for unit in units), encoding="utf-8")


if __name__ == "__main__":
    main()
