#!/usr/bin/env python3
"""Turn the word vectors so that words of one group of the thesaurus come to lie near (意味の向きの学習).

    python scripts/meanings.py --train    # models/meanings.json; some seconds

One matrix is learned, from `models/synonyms.csv` alone: of two phrases of a group, each the sum of its words' vectors,
the one must be nearer to the other than to the phrases of other groups (softmax over a batch, Adam). No turn and no
query of a corpus is seen. What it does for search is measured by `scripts/queries.py --training`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from minutes_nlp.across.meanings import Floats, Meanings, of_length_one
from minutes_nlp.across.related import telling_words
from minutes_nlp.language.thesaurus import thesaurus
from minutes_nlp.language.vectors import WordVectors, our_vectors

MODEL = Path(__file__).resolve().parents[1] / "models" / "meanings.json"
# nDCG@10 of 295 queries of training .580 without; .589 with 12 and 25 times all groups, .583 with 50; of the 39 that
# share least with their hits .361, .412, .423 and .421
ROUNDS = 12 * 4  # over all groups
BATCH, FEWEST = 512, 50  # groups at once, and the fewest that are learned from
RATE, KEEP, KEEP_SQUARES = 1e-3, 0.9, 0.999  # of Adam, the usual ones
SHARPNESS = 10.0  # of the softmax
LARGEST = 127


def main() -> int:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", action="store_true", required=True)
    parser.parse_args()
    vectors = our_vectors()
    if not vectors:
        print("models/chive.vectors がありません(scripts/build_vectors.py で作れます)", file=sys.stderr)
        return 1
    turn = learned(vectors)
    scale = float(np.abs(turn).max() / LARGEST)
    rows = [json.dumps(row, separators=(",", ":")) for row in np.rint(turn / scale).astype(int).tolist()]
    head = f'{{"vectors":"{vectors.digest}","scale":{scale!r},"rows":[\n'
    MODEL.write_text(head + ",\n".join(rows) + "\n]}\n", encoding="utf-8")
    return 0


def learned(vectors: WordVectors) -> Floats:
    """The matrix by which a word's vector is multiplied."""
    groups = phrases(Meanings.from_vectors(vectors))
    draws, order = np.random.default_rng(0), np.arange(len(groups))
    turn: Floats = np.eye(vectors.dimension, dtype=np.float32)
    mean, squares, step = np.zeros_like(turn), np.zeros_like(turn), 0
    for _ in range(ROUNDS):
        draws.shuffle(order)
        for first in range(0, len(order), BATCH):
            chosen = [draws.choice(groups[n], 2, replace=False) for n in order[first : first + BATCH]]
            if len(chosen) < FEWEST:
                continue
            slope = slope_of(turn, *np.moveaxis(np.array(chosen), 1, 0))
            step += 1
            mean = KEEP * mean + (1 - KEEP) * slope
            squares = KEEP_SQUARES * squares + (1 - KEEP_SQUARES) * slope**2
            turn -= RATE * (mean / (1 - KEEP**step)) / (np.sqrt(squares / (1 - KEEP_SQUARES**step)) + 1e-8)
    return turn


def phrases(meanings: Meanings) -> list[Floats]:
    """The phrases of each group that has two or more, as sums of their words' vectors, the rare ones most."""
    told = [[words for phrase in group.words if (words := telling_words(phrase))] for group in thesaurus()]
    counts = Counter(word for group in told for words in group for word in set(words))
    total = sum(map(len, told))
    found: defaultdict[int, list[Floats]] = defaultdict(list)
    for number, group in enumerate(told):
        for words in group:
            row = np.array([np.log(1 + total / counts[word]) for word in words], np.float32) @ meanings.of(words)
            if row.any():
                found[number].append(row)
    return [of_length_one(np.array(rows)) for rows in found.values() if len(rows) > 1]


def slope_of(turn: Floats, ones: Floats, others: Floats) -> Floats:
    """How the loss changes with the matrix: `ones` should each be nearest to its own of `others`."""
    left, right = ones @ turn.T, others @ turn.T
    sizes, other_sizes = (np.linalg.norm(side, axis=1, keepdims=True) for side in (left, right))
    left, right = left / sizes, right / other_sizes
    near = SHARPNESS * left @ right.T
    shares = np.exp(near - near.max(axis=1, keepdims=True))
    wrong = SHARPNESS * (shares / shares.sum(axis=1, keepdims=True) - np.eye(len(ones), dtype=np.float32)) / len(ones)
    back, other_back = wrong @ right, wrong.T @ left
    back = (back - (back * left).sum(axis=1, keepdims=True) * left) / sizes
    other_back = (other_back - (other_back * right).sum(axis=1, keepdims=True) * right) / other_sizes
    return np.asarray(back.T @ ones + other_back.T @ others, np.float32)


if __name__ == "__main__":
    sys.exit(main())
