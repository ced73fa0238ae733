#!/usr/bin/env python3
"""Score line joins of text dumps against hand-checked decisions (改行の復元の検査).

    python scripts/joins_gold.py                     # all of tests/gold/joins-*.txt, seeds from ../shared/seeds
    python scripts/joins_gold.py --seeds DIR         # the dumps lie elsewhere
    python scripts/joins_gold.py --half B            # only one half of the stretches
    python scripts/joins_gold.py --misses            # also the line numbers that were decided wrongly

A decision is asked of the record: is the last content character of the source line followed, inside its block or
table cell, by one of a later line, and is that the right line? Lines that are nothing but furniture are no content.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

from minutes_nlp import parse
from minutes_nlp.model import Record

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
SEEDS = ROOT.parent / "shared" / "seeds"
NORMAL_95 = 1.96  # standard deviations to each side that hold 95 %

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Decision:
    """Whether a line's paragraph goes on, and in which line where that is not the next one (判断)."""

    line: int
    label: str  # J, B or ?
    target: int | None
    half: str


@dataclass(frozen=True)
class Score:
    """How many decisions were right (一致)."""

    joins_right: int
    joins_missed: tuple[int, ...]
    joins_added: tuple[int, ...]
    breaks_right: int
    undecided: int

    @property
    def total(self) -> int:
        """Decisions that count."""
        return self.joins_right + len(self.joins_missed) + len(self.joins_added) + self.breaks_right

    @property
    def accuracy(self) -> float:
        """The share of decisions that are right."""
        return (self.joins_right + self.breaks_right) / max(1, self.total)

    @property
    def precision(self) -> float:
        """Of the joins made, the share that is right."""
        return self.joins_right / max(1, self.joins_right + len(self.joins_added))

    @property
    def recall(self) -> float:
        """Of the true joins, the share that was made."""
        return self.joins_right / max(1, self.joins_right + len(self.joins_missed))


def decisions(path: Path) -> Iterator[Decision]:
    """The decisions of a gold file; `# half A …` heads each stretch."""
    half = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# half"):
            half = line.split()[2]
        elif line and not line.startswith("#"):
            number, label, *target = line.split()
            yield Decision(int(number), label, int(target[0]) if target else None, half)


def successors(record: Record) -> dict[int, int]:
    """The line in which each source line's paragraph goes on, for the lines whose paragraph does; lines from 1."""
    starts = [0, *(index + 1 for index, character in enumerate(record.source_text) if character == "\n")]
    found: dict[int, int] = {}
    for spans in _units(record):
        touched = [bisect_right(starts, at) for at in _ink(record.source_text, spans)]
        found |= {line: after for line, after in pairwise(touched) if after != line}
    return found


def content_lines(record: Record) -> list[int]:
    """The numbers of the lines that hold more than furniture."""
    taken = {at for piece in record.furniture for at in _ink(record.source_text, piece.spans)}
    found, start = [], 0
    for number, line in enumerate(record.source_text.split("\n"), 1):
        if any(not line[at].isspace() and start + at not in taken for at in range(len(line))):
            found.append(number)
        start += len(line) + 1
    return found


def _units(record: Record) -> Iterator[Spans]:
    """What lines can go on inside: blocks, and the cells of tables."""
    for block in record.blocks:
        if block.rows is None:
            yield (*block.marker_spans, *block.label_spans, *block.spans)
        else:
            yield from (cell.spans for row in block.rows for cell in row)


def _ink(source: str, spans: Spans) -> Iterator[int]:
    return (at for start, end in spans for at in range(start, end) if not source[at].isspace())


def score(record: Record, gold: Sequence[Decision]) -> Score:
    """The decisions of a record against the gold."""
    goes_on, lines = successors(record), content_lines(record)
    missed, added, joins, breaks, undecided = list[int](), list[int](), 0, 0, 0
    for decision in gold:
        target = decision.target or next((line for line in lines if line > decision.line), None)
        after = goes_on.get(decision.line)
        if decision.label == "?":
            undecided += 1
        elif decision.label == "J" and after == target:
            joins += 1
        elif decision.label == "J":
            missed.append(decision.line)
        elif after:
            added.append(decision.line)
        else:
            breaks += 1
    return Score(joins, tuple(missed), tuple(added), breaks, undecided)


def wilson(share: float, total: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share."""
    z = NORMAL_95**2 / max(1, total)
    middle = (share + z / 2) / (1 + z)
    reach = NORMAL_95 * sqrt(share * (1 - share) / max(1, total) + z / (4 * max(1, total))) / (1 + z)
    return middle - reach, middle + reach


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 2 where the dumps are not here."""
    parser = argparse.ArgumentParser(description="改行の復元を人手の判断と比べます")
    parser.add_argument("--seeds", type=Path, default=SEEDS)
    parser.add_argument("--half", choices=("A", "B"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    for path in sorted(GOLD.glob("joins-*.txt")):
        name = path.stem.removeprefix("joins-")
        seed = next(options.seeds.glob(f"{name}_*.txt"), None)
        if seed is None:
            print(f"{name}: テキストがありません({options.seeds})", file=sys.stderr)
            return 2
        gold = [decision for decision in decisions(path) if options.half in {None, decision.half}]
        _print(name, score(parse(seed), gold), misses=options.misses)
    return 0


def _print(name: str, found: Score, *, misses: bool) -> None:
    low, high = wilson(found.accuracy, found.total)
    print(
        f"{name}: accuracy {found.accuracy:.4f} [{low:.3f}, {high:.3f}] n={found.total} "
        f"J precision {found.precision:.4f} recall {found.recall:.4f} (? {found.undecided})"
    )
    if misses:
        print("  not joined:", *found.joins_missed)
        print("  wrongly joined:", *found.joins_added)


if __name__ == "__main__":
    sys.exit(main())
