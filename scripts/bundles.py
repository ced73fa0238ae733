#!/usr/bin/env python3
"""How often a reply finds its question by content alone (内容だけの対応付け), printed order hidden.

    python scripts/bundles.py [--train]

A bundle is 3 to 5 neighbouring questions of one section with the replies to them, shuffled; a reply to several
questions is left out. Parameters were chosen on the training councils, each read with the counts of the other three;
the others are printed apart, and all six together. Intervals at 95 %: Wilson's over replies, and a bootstrap over
bundles, as the replies of a bundle hang together. `--train` looks at the training councils alone.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

from build_usual import counted
from councils import CORPORA, TRAINING

from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.structure.exchanges.assignment import partnered
from minutes_nlp.structure.exchanges.content import Content

COUNCILS = {
    "train": TRAINING,
    "held out": ("jinzai-senryaku", "shucho-kondan"),
}
FEWEST, MOST = 3, 5  # questions of a bundle
NEVER = -1.0  # every reply of a bundle has its question in it
SEED = 6
RESAMPLES = 2000
Z = 1.96  # of 95 %


@dataclass(frozen=True)
class Bundle:
    """Questions and shuffled replies of one meeting (束), by their place in it."""

    questions: tuple[int, ...]
    replies: tuple[int, ...]
    answers: dict[int, int]  # the question of each reply


def main() -> None:
    """Print the accuracy with and without vectors, on both splits."""
    installed = our_vectors() is not None
    for vectors in (False, True) if installed else (False,):
        way = "with vectors" if vectors else "without vectors"
        scored = {
            split: list(results(councils, vectors=vectors))
            for split, councils in COUNCILS.items()
            if split == "train" or "--train" not in sys.argv
        }
        if len(scored) > 1:
            scored["all six"] = [bundle for split in scored.values() for bundle in split]
        for split, bundles in scored.items():
            print(f"{split:8} {way:15} {line(bundles)}")
    if not installed:
        print("models/chive.vectors is missing: scripts/build_vectors.py")


def results(councils: Iterable[str], *, vectors: bool) -> Iterator[tuple[int, int]]:
    """Of each bundle: how many replies found their question, and how many there are."""
    for council in councils:
        known = counted(other for other in TRAINING if other != council)
        for meeting in sorted((CORPORA / council).glob("meeting-?")):
            units = units_of(meeting)
            content = Content([str(unit["text"]) for unit in units], vectors=vectors, known=known)
            for bundle in bundles_of(units):
                yield hits(bundle, content), len(bundle.replies)


def hits(bundle: Bundle, content: Content) -> int:
    """How many replies of a bundle find their question."""
    scores = [[content.answers(reply, question) for question in bundle.questions] for reply in bundle.replies]
    places = partnered(scores, NEVER)
    return sum(
        at is not None and bundle.questions[at] == bundle.answers[reply]
        for reply, at in zip(bundle.replies, places, strict=True)
    )


def units_of(meeting: Path) -> list[dict[str, object]]:
    """The units of a meeting's gold."""
    rows = map(json.loads, (meeting / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["type"] == "unit"]


def bundles_of(units: Sequence[dict[str, object]]) -> Iterator[Bundle]:
    """The bundles of a meeting: the answered questions of each section, cut into runs of 3 to 5."""
    sections: dict[object, dict[int, int]] = defaultdict(dict)
    for i, unit in enumerate(units):
        targets: Sequence[int] = unit["answers"]  # type: ignore[assignment]
        if unit["kind"] == "reply" and len(targets) == 1:
            sections[unit["section"]][i] = targets[0]
    for answers in sections.values():
        asked = sorted(set(answers.values()))
        for questions in runs(asked):
            replies = [reply for reply, question in answers.items() if question in questions]
            random.Random(SEED).shuffle(replies)  # noqa: S311 - no secret
            yield Bundle(questions, tuple(replies), answers)


def runs(asked: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Neighbouring questions in runs of about the same length."""
    parts = max(1, round(len(asked) / ((FEWEST + MOST) / 2)))
    edges = [round(k * len(asked) / parts) for k in range(parts + 1)]
    yield from (tuple(asked[a:b]) for a, b in pairwise(edges) if FEWEST <= b - a <= MOST)


def line(scored: Sequence[tuple[int, int]]) -> str:
    """The accuracy over replies with both intervals."""
    right, total = (sum(values) for values in zip(*scored, strict=True))
    low, high = wilson(right, total)
    drawn = random.Random(SEED)  # noqa: S311 - no secret
    shares = sorted(share(drawn.choices(scored, k=len(scored))) for _ in range(RESAMPLES))
    start, stop = shares[int(0.025 * RESAMPLES)], shares[int(0.975 * RESAMPLES)]
    return (
        f"{len(scored)} bundles, {total} replies: {right / total:.3f}"
        f"  Wilson {low:.3f}-{high:.3f}, bootstrap {start:.3f}-{stop:.3f}"
    )


def share(scored: Sequence[tuple[int, int]]) -> float:
    """The share of replies that found their question."""
    return sum(right for right, _ in scored) / sum(total for _, total in scored)


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    centre = (right + Z * Z / 2) / (total + Z * Z)
    half = Z / (total + Z * Z) * sqrt(right * (total - right) / total + Z * Z / 4)
    return centre - half, centre + half


if __name__ == "__main__":
    main()
