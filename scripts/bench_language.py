#!/usr/bin/env python3
"""Speed of words, terms and figures (言語処理の速さ): as ratios beside Sudachi alone in the same run.

    python scripts/bench_language.py                # our corpora
    python scripts/bench_language.py FILE ...       # text files of your own

Nothing here fails a build. CPU seconds, each measure once a round, the median over the rounds; a ratio is taken within
a round.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from minutes_nlp.language.figures import figures_in
from minutes_nlp.language.policy import open_system_dictionary, tokenizer_of
from minutes_nlp.language.sentences import sentences
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.words import Mode, words

ROOT = Path(__file__).resolve().parents[1]
PEER = "sudachipy, all fields"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="テキスト（省略時は付属の原稿）")
    parser.add_argument("--rounds", type=int, default=5, help="計測の回数（既定は5）")
    options = parser.parse_args()
    files = options.files or sorted(ROOT.glob("corpora/*/*/manuscript.txt"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    timed = measures(lines)
    taken: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(options.rounds + 1):
        for name, measure in timed.items():
            taken[name].append(cpu_seconds(measure))
    taken = {name: seconds[1:] for name, seconds in taken.items()}  # the first round warms up
    show(taken, sum(map(len, lines)))
    return 0


def measures(lines: list[str]) -> dict[str, Callable[[], object]]:
    """What is timed, by name; each reads every line."""
    tokenize = tokenizer_of(open_system_dictionary(), "A").tokenize
    parts = [line[start:stop] for line in lines for start, stop in sentences(line)]
    return {
        "sudachipy, no fields": lambda: [len(tokenize(part)) for part in parts],
        PEER: lambda: [_read(morpheme) for part in parts for morpheme in tokenize(part)],
        "sentences": lambda: [len(sentences(line)) for line in lines],
        **{f"words {mode}": lambda mode=mode: [len(words(line, mode)) for line in lines] for mode in Mode},
        "terms": lambda: [len(terms_in(line)) for line in lines],
        "figures": lambda: [len(figures_in(line)) for line in lines],
    }


def _read(morpheme: Any) -> int:
    forms = (morpheme.surface(), morpheme.normalized_form(), morpheme.dictionary_form(), morpheme.reading_form())
    return len((morpheme.begin(), morpheme.end(), morpheme.part_of_speech(), *forms))


def cpu_seconds(measure: Callable[[], object]) -> float:
    """CPU seconds of one run that does not pay for the garbage of another."""
    gc.collect()
    start = time.process_time()
    measure()
    return time.process_time() - start


def show(taken: dict[str, list[float]], characters: int) -> None:
    """Million characters a second, milliseconds for 1,000 characters, and times as fast as Sudachi with all fields."""
    for name, seconds in taken.items():
        ratio = median(peer / own for peer, own in zip(taken[PEER], seconds, strict=True))
        speed, cost = characters / median(seconds) / 1e6, median(seconds) / characters * 1e6
        print(f"{name:24}{speed:8.2f} M字/秒{cost:8.2f} ミリ秒/千字{ratio:8.2f} 倍")


if __name__ == "__main__":
    sys.exit(main())
