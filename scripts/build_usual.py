#!/usr/bin/env python3
"""Make `models/usual.json` (語のありふれ度): in how many turns of the councils of training each mark stands.

    python scripts/build_usual.py

Marks of one turn alone are left out: they weigh as those that were never seen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from councils import CORPORA, ROOT, TRAINING

from minutes_nlp.language.usual import Usual
from minutes_nlp.structure.exchanges.content import views_of

MODEL = ROOT / "models" / "usual.json"
FEWEST = 2  # turns


def main() -> None:
    """Count and write."""
    found = counted(TRAINING)
    texts = next(iter(found.values())).texts
    views = {view: dict(sorted(known.counts.items())) for view, known in found.items()}
    lines = [f'"{view}": {json.dumps(counts, ensure_ascii=False)}' for view, counts in views.items()]
    body = ",\n".join(lines)
    MODEL.write_text(f'{{"texts": {texts}, "views": {{\n{body}\n}}}}\n', encoding="utf-8")
    print(f"{MODEL}: {texts} turns, {sum(map(len, views.values()))} marks")


def counted(councils: Iterable[str]) -> dict[str, Usual]:
    """The counts over the turns of some councils."""
    counts: dict[str, Counter[str]] = {}
    texts = turns_of(councils)
    for text in texts:
        for view, marks in views_of(text).items():
            counts.setdefault(view, Counter()).update(marks)
    return {
        view: Usual(len(texts), {mark: number for mark, number in found.items() if number >= FEWEST})
        for view, found in counts.items()
    }


def turns_of(councils: Iterable[str]) -> list[str]:
    """The texts of all turns of some councils, from their gold."""
    golds = [gold for council in councils for gold in sorted((CORPORA / council).glob("meeting-?/gold.jsonl"))]
    rows = [json.loads(line) for gold in golds for line in gold.read_text(encoding="utf-8").splitlines()]
    return [row["text"] for row in rows if row["type"] == "unit"]


if __name__ == "__main__":
    main()
