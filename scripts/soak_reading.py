#!/usr/bin/env python3
"""Feed spoilt files to the reader for as long as asked (荒らし試験): only a record or a clear error may come out.

    python scripts/soak_reading.py --files 500 --seed 1

Every file of the corpus is cut, has bytes flipped, zeroed, doubled or swapped with another file's, and goes through
the guarded processes as in a batch. A bug (an error that nobody foresaw) or a child that died is printed, and the exit
code is 1; the same seed makes the same files again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from councils import CORPORA

from minutes_nlp.batch.running import process_all
from minutes_nlp.workers import Limits

FAULTS = frozenset({"bug", "died", "timeout", "memory"})
LIMITS = Limits(seconds=30, megabytes=1024)


def main() -> int:
    """Spoil, read, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=300, help="how many spoilt files")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_spoilt(Path(folder) / "in", options.files, random.Random(options.seed))  # noqa: S311 - no secret
        outcomes = list(process_all([Path(folder) / "in"], Path(folder) / "out", limits=LIMITS))
    endings = Counter(outcome.error.code if outcome.error else outcome.state.value for outcome in outcomes)
    faults = [outcome for outcome in outcomes if outcome.error and outcome.error.code in FAULTS]
    for outcome in faults:
        print(f"{outcome.source.name}: {outcome.error}")
    print(dict(endings.most_common()))
    return 1 if faults else 0


def write_spoilt(folder: Path, count: int, rng: random.Random) -> None:
    """So many spoilt files, each named for its number and its origin."""
    folder.mkdir()
    sources = sorted(CORPORA.glob("*/*/typeset/*.*"))
    for number in range(count):
        source, other = rng.choice(sources), rng.choice(sources)
        spoilt = spoil(source.read_bytes(), other.read_bytes(), rng)
        (folder / f"{number:05}-{source.parts[-3]}-{source.name}").write_bytes(spoilt)


def spoil(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """One to five kinds of harm, one after the other."""
    for _ in range(rng.randint(1, 5)):
        start = rng.randrange(len(data) or 1)
        stop = min(start + rng.choice((1, 4, 64, 1024, 65536)), len(data))
        piece = data[start:stop]
        harm = rng.choice(("cut", "flip", "zero", "double", "foreign"))
        if harm == "cut":
            data = data[:start] + data[stop:]
        elif harm == "flip":
            data = data[:start] + bytes(byte ^ (1 << rng.randrange(8)) for byte in piece) + data[stop:]
        elif harm == "zero":
            data = data[:start] + bytes(len(piece)) + data[stop:]
        elif harm == "double":
            data = data[:stop] + piece + data[stop:]
        else:
            place = rng.randrange(len(other))
            data = data[:start] + other[place : place + len(piece)] + data[stop:]
    return data


if __name__ == "__main__":
    sys.exit(main())
