#!/usr/bin/env python3
"""Compare two readers of the corpora: how far their labels agree, and where not (二人の読み手の一致度).

    python scripts/agreement.py                      # the table, by council and in total
    python scripts/agreement.py --freeze             # keep the first reader's labels as first.jsonl, before settling
    python scripts/agreement.py --write              # also puts the table into corpora/README.md
    python scripts/agreement.py --settle FILE        # the disagreements as a worksheet, JSON Lines

The second reader labelled blindly, from the text alone (`second.jsonl`). The first reader's labels are those of
`first.jsonl`, or of `gold.jsonl` where nothing has been settled yet: a settled gold would agree with itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from corpora_card import table, written
from councils import CORPORA

__all__ = ["Labels", "Pair", "disagreements", "f1", "kappa", "main_act", "pairs_of", "scores"]

# The weightiest first: what makes somebody act stands before what is only said. Set before any figure was seen.
RANK = (
    *("request", "question", "proposal", "concern", "support", "information"),
    *("commitment", "declines", "explains", "fact", "procedure"),
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What one reader says of one utterance; the second reader names one act and no further topics."""

    kind: str
    topics: tuple[str, ...] = ()
    topics_also: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()  # strengths
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Both readings of one utterance (二つの読み)."""

    document: str  # as `misaki-kurashi/meeting-1`
    unit: int
    first: Labels
    second: Labels
    text: str = ""

    @property
    def council(self) -> str:
        """As `misaki-kurashi`."""
        return self.document.partition("/")[0]


# --- figures --------------------------------------------------------------------------------------------------------


def scores(pairs: Sequence[Pair]) -> dict[str, float | None]:
    """Every figure of these utterances; None where it is not defined."""
    acting = [pair for pair in pairs if pair.first.kind == pair.second.kind != "statement"]
    within = [pair.second.acts[0] in pair.first.acts for pair in acting if pair.second.acts]
    return {
        "種別 κ": kappa([(pair.first.kind, pair.second.kind) for pair in pairs]),
        "分野 κ": topic_kappa(pairs),
        "分野 F1": f1(*_both(pairs, lambda labels: labels.topics)),
        "分野 F1（緩）": f1(*_lenient(pairs)),
        "行為 κ": kappa([(main_act(pair.first), main_act(pair.second)) for pair in acting]),
        "行為 含": mean(within) if within else None,
        "宿題 F1": f1(*_both(pairs, lambda labels: labels.commitments[:1] and ("any",))),
        "強さ F1": f1(*_both(pairs, lambda labels: labels.commitments)),
        "相手 F1": f1(*_both(pairs, lambda labels: labels.answers)),
    }


def kappa(ratings: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's κ; None where there is nothing to rate or chance alone would always agree."""
    if not ratings:
        return None
    observed = sum(a == b for a, b in ratings) / len(ratings)
    first, second = Counter(a for a, _ in ratings), Counter(b for _, b in ratings)
    chance = sum(first[label] * second[label] for label in first) / len(ratings) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def topic_kappa(pairs: Sequence[Pair]) -> float | None:
    """The mean of κ over the topics that either reader has used."""
    used = sorted({topic for pair in pairs for reader in (pair.first, pair.second) for topic in reader.topics})
    found = [kappa([(topic in pair.first.topics, topic in pair.second.topics) for pair in pairs]) for topic in used]
    defined = [value for value in found if value is not None]
    return mean(defined) if defined else None


def f1(first: Counter[Any], second: Counter[Any]) -> float | None:
    """Twice the shared over the sum of both (micro-F1, the same whichever is held for the truth)."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else None


def main_act(labels: Labels) -> str | None:
    """The weightiest act by RANK; None where none is labelled."""
    return min(labels.acts, key=RANK.index, default=None)


def _both(pairs: Iterable[Pair], pick: Callable[[Labels], Iterable[Hashable]]) -> tuple[Counter[Any], Counter[Any]]:
    """The picked labels of all utterances, each with its place, by reader."""
    places = [(pair.document, pair.unit, pair) for pair in pairs]
    first = Counter((document, unit, label) for document, unit, pair in places for label in pick(pair.first))
    second = Counter((document, unit, label) for document, unit, pair in places for label in pick(pair.second))
    return first, second


def _lenient(pairs: Iterable[Pair]) -> tuple[Counter[Any], Counter[Any]]:
    """Topics, where one that the first reader holds for acceptable counts if the second reader has named it."""
    widened = [
        (pair.document, pair.unit, {*pair.first.topics, *(set(pair.first.topics_also) & set(pair.second.topics))}, pair)
        for pair in pairs
    ]
    first = Counter((document, unit, topic) for document, unit, topics, _ in widened for topic in topics)
    return first, Counter(
        (document, unit, topic) for document, unit, _, pair in widened for topic in pair.second.topics
    )


# --- worksheet ------------------------------------------------------------------------------------------------------


def disagreements(pair: Pair) -> Iterator[dict[str, Any]]:
    """One row for each label that has to be settled; an act is one only if the first reader's do not hold it."""
    first, second = pair.first, pair.second
    found = {
        "kind": (first.kind, second.kind, first.kind != second.kind),
        "topics": (first.topics, second.topics, set(first.topics) != set(second.topics)),
        "acts": (first.acts, second.acts, first.kind == second.kind and not {*second.acts} <= {*first.acts}),
        "commitments": (first.commitments, second.commitments, sorted(first.commitments) != sorted(second.commitments)),
        "answers": (first.answers, second.answers, set(first.answers) != set(second.answers)),
    }
    for label, (one, other, differ) in found.items():
        if differ:
            place = {"document": pair.document, "unit": pair.unit, "label": label, "first": one, "second": other}
            also = {"also": first.topics_also} if label == "topics" else {}
            yield place | also | {"text": pair.text}


# --- files ----------------------------------------------------------------------------------------------------------


def pairs_of(folder: Path) -> list[Pair]:
    """Both readings of one document; ValueError where they are not of the same utterances."""
    units = [row for row in _rows(folder / "gold.jsonl") if row["type"] == "unit"]
    kept = folder / "first.jsonl"
    first = [labels_of(row) for row in (_rows(kept) if kept.exists() else units)]
    read = _rows(folder / "second.jsonl")
    name = f"{folder.parent.name}/{folder.name}"
    if [row["unit"] for row in read] != list(range(len(units))) or len(first) != len(units):
        raise ValueError(
            f"{name}: 二人の読んだ発言が揃っていません（{len(first)}件と{len(read)}件、今は{len(units)}件）"
        )
    rows = zip(first, map(labels_of, read), units, strict=True)
    return [Pair(name, index, one, other, unit["text"]) for index, (one, other, unit) in enumerate(rows)]


def labels_of(row: dict[str, Any]) -> Labels:
    """From a row of gold, of first.jsonl or of second.jsonl."""
    acts = [row["acts_main"]] if row.get("acts_main") else row.get("acts", [])
    strengths = [c["strength"] if isinstance(c, dict) else c for c in row.get("commitments", [])]
    topics, also = row.get("topics", []), row.get("topics_also", [])
    return Labels(row["kind"], tuple(topics), tuple(also), tuple(acts), tuple(strengths), tuple(row["answers"]))


def freeze(folder: Path) -> None:
    """Keep the first reader's labels as they are now; a file once written stays."""
    kept = folder / "first.jsonl"
    if kept.exists():
        return
    units = [row for row in _rows(folder / "gold.jsonl") if row["type"] == "unit"]
    read = ((index, labels_of(unit)) for index, unit in enumerate(units))
    lines = [{"unit": index} | {name: getattr(labels, name) for name in Labels.__slots__} for index, labels in read]
    _write_rows(kept, lines)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


# --- command --------------------------------------------------------------------------------------------------------


def agreement_table(pairs: Sequence[Pair]) -> str:
    """One row a council, and all together."""
    councils = sorted({pair.council for pair in pairs})
    groups = {council: [pair for pair in pairs if pair.council == council] for council in councils}
    rows = [
        [name, str(len(group)), *("–" if value is None else f"{value:.2f}" for value in scores(group).values())]
        for name, group in (*groups.items(), ("計", pairs))
    ]
    return table(["会議体", "n", *scores(())], rows)


def main() -> int:
    """Read the command line; 1 where two readings do not fit together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true", help="一人目のラベルを first.jsonl に残す")
    parser.add_argument("--write", action="store_true", help="一致度の表を corpora/README.md に書き込む")
    parser.add_argument("--settle", type=Path, metavar="FILE", help="食い違いの一覧を JSON Lines で書き出す")
    given = parser.parse_args()
    folders = [path.parent for path in sorted(CORPORA.glob("*/*/second.jsonl"))]
    if given.freeze:
        for folder in folders:
            freeze(folder)
    try:
        pairs = [pair for folder in folders for pair in pairs_of(folder)]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(agreement_table(pairs))
    if given.write:
        card = CORPORA / "README.md"
        text = written(card.read_text(encoding="utf-8"), "agreement", agreement_table(pairs))
        card.write_text(text, encoding="utf-8")
    if given.settle:
        _write_rows(given.settle, (row for pair in pairs for row in disagreements(pair)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
