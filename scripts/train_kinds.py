#!/usr/bin/env python3
"""The second opinion on kinds (区分の再検討): learn the weights of `models/kinds.json`, or measure it.

    python scripts/train_kinds.py            # each eighth of the documents left out in turn: kinds that are right
    python scripts/train_kinds.py --train    # learn from all documents, write models/kinds.json

Documents are those of `corpora/notations` and of the training councils, but for those marked `unseen`. The rules know
these documents, so each is also judged with a part of `wording.toml` withheld by lot, as if a council spoke otherwise:
from what the rules then make of it the trees learn to do without.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest.mock import patch
from zlib import crc32

import numpy as np
from councils import CORPORA, ROOT, TRAINING
from quality import Gold, printed, squeeze
from sklearn.ensemble import HistGradientBoostingClassifier
from train_turns import as_json

from minutes_nlp import structure
from minutes_nlp.model import UtteranceKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.structure import vocabulary
from minutes_nlp.structure.exchanges import acts as exchanges
from minutes_nlp.structure.exchanges.kind_traits import kind_traits
from minutes_nlp.structure.exchanges.likeness import Likeness
from minutes_nlp.structure.exchanges.second_opinion import AHEAD, KINDS
from minutes_nlp.structure.turns.forest import Forest, Numbers

MODEL = ROOT / "models" / "kinds.json"
FOLDS = 8
WITHHELD = (0.0, 0.25, 0.4, 0.5)  # shares of the wording, a run each
FOUND = 0.85  # of the turns of the gold, from which a document is learned from
EVEN = 20  # turns from which a long document weighs less for each
NEVER = "(?!)"  # a pattern that nothing matches


@dataclass(frozen=True, eq=False)
class Source:
    """A document whose turns have been read (教材): what their kinds are judged by, and the gold's kinds by words."""

    name: str
    group: str
    read: tuple[Any, ...]
    true: dict[str, int]


@dataclass(frozen=True)
class Judged:
    """The kinds that the rules gave, what the trees see, and the true kinds; -1 for turns that the gold has not."""

    given: Numbers
    seen: Numbers
    true: Numbers


def main() -> int:
    """Measure, or learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="learn from all documents and write models/kinds.json")
    options = parser.parse_args()
    with patch.object(exchanges, "opinions", lambda *_: {}):
        known = {source: [judged(source, share) for share in WITHHELD] for source in sources()}
    if options.train:
        MODEL.write_text(json.dumps(learnt(known.values()), separators=(",", ":")) + "\n", encoding="utf-8")
        return 0
    counts: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        trees = Forest.of_json(learnt(runs for source, runs in known.items() if _fold(source) != fold))
        for source, runs in known.items():
            if _fold(source) == fold:
                for share, run in zip(WITHHELD, runs, strict=True):
                    counts.update(_counted(f"{source.group}, {share:.0%} withheld", run, trees))
    for group in sorted({group for group, _ in counts}):
        right = {way: counts[group, way] / counts[group, "all"] for way in ("rules", "trees", "both")}
        print(f"{group:32} {counts[group, 'all']:4} turns:", *(f"{way} {value:.3f}" for way, value in right.items()))
    return 0


def sources() -> Iterator[Source]:
    """The documents of which enough turns were read."""
    for file in sorted(CORPORA.glob("*/*/manuscript.txt")):
        gold, council = Gold.of(file.parent), file.parts[-3]
        if not gold.units or gold.head.get("unseen") or council not in {*TRAINING, "notations"}:
            continue
        with patch.object(structure, "acts_of", wraps=exchanges.acts_of) as reader:
            make_record(printed(file).encode(), file.name)
        true = {squeeze(str(unit["text"])): KINDS.index(UtteranceKind(str(unit["kind"]))) for unit in gold.units}
        if reader.called:
            read = reader.call_args.args
            if sum(squeeze(turn.text.string) in true for turn in read[0]) >= FOUND * len(true):
                yield Source(f"{council}/{file.parts[-2]}", str(gold.head.get("set", council)), read, true)


def judged(source: Source, share: float) -> Judged:
    """A document as rules judge it that lack a share of the wording."""
    whole = vocabulary.words

    def fewer(name: str, *keys: str) -> tuple[str, ...]:
        found, lot = whole(name, *keys), Random(f"{source.name} {share} {keys}")  # noqa: S311 - no secret
        return tuple(one for one in found if lot.random() >= share) or (NEVER,) if name == "wording" else found

    vocabulary.any_of.cache_clear()
    with patch.object(vocabulary, "words", fewer):
        acts = exchanges.acts_of(*source.read)
        seen = kind_traits(acts, Likeness([act.turn.text.string for act in acts]))
    vocabulary.any_of.cache_clear()
    true = [source.true.get(squeeze(act.turn.text.string), -1) for act in acts]
    return Judged(np.array([KINDS.index(act.kind) for act in acts]), seen, np.array(true))


def learnt(documents: Iterable[Sequence[Judged]]) -> dict[str, Any]:
    """The trees, as `Forest.of_json` takes them."""
    runs = [run for document in documents for run in document]
    kept = [run.true >= 0 for run in runs]
    weights = [np.full(known.sum(), min(1.0, EVEN / len(known))) for known in kept]
    trees = HistGradientBoostingClassifier(
        max_iter=80,
        max_leaf_nodes=8,
        learning_rate=0.1,
        l2_regularization=3,
        min_samples_leaf=15,
        random_state=0,
    ).fit(
        np.vstack([run.seen[known] for run, known in zip(runs, kept, strict=True)]),
        np.concatenate([run.true[known] for run, known in zip(runs, kept, strict=True)]),
        sample_weight=np.concatenate(weights),
    )
    return as_json(trees)


def _counted(group: str, run: Judged, trees: Forest) -> Counter[tuple[str, str]]:
    """How many kinds of a document are right by the rules, by the trees and by both together."""
    likely = trees.likelihoods(run.seen)
    best, places = likely.argmax(axis=1), np.arange(len(likely))
    wins = likely[places, best] - likely[places, run.given] > AHEAD
    ways = {"rules": run.given, "trees": best, "both": np.where(wins, best, run.given)}
    right = {(group, way): int((kinds == run.true).sum()) for way, kinds in ways.items()}
    return Counter(right | {(group, "all"): int((run.true >= 0).sum())})


def _fold(source: Source) -> int:
    """Meetings of one council, which are alike, are left out together."""
    council = source.name.split("/")[0]
    return crc32((source.name if council == "notations" else council).encode()) % FOLDS


if __name__ == "__main__":
    raise SystemExit(main())
