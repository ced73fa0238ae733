#!/usr/bin/env python3
"""How well people agree on topics, and what the shipped topics reach on councils that nothing was learnt from.

    python scripts/topics.py     # the second reader measured by the first, before they settled: what can be reached

By hand for the topics themselves: `minutes topics evaluate corpora/jinzai-senryaku corpora/shucho-kondan`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from agreement import pairs_of
from councils import CORPORA, HELD_OUT, TRAINING

from minutes_nlp.analysis.topics.labels import Label, Labelled, labelled_in
from minutes_nlp.analysis.topics.scores import LIKELY, calibration, macro, measured, truth_of
from minutes_nlp.analysis.topics.tagging import topic_model
from minutes_nlp.analysis.topics.taxonomy import load_taxonomy

TRAIN, KEPT = (tuple(CORPORA / name for name in names) for names in (TRAINING, HELD_OUT))


def held_out_scores() -> dict[str, float]:
    """The figures that `tests/quality.toml` pins."""
    model = topic_model()
    given = labelled_in(KEPT, model.taxonomy)
    truth, found = truth_of(given, model.taxonomy), measured(model, given)
    scores = {name: macro(truth, found.both, rows) for name, rows in truth.groups().items()}
    return scores | {"calibrated": 1 - calibration(truth, found.scores, LIKELY)}


def ceiling(councils: Iterable[Path]) -> dict[str, float]:
    """The macro-F1 of the second reader, what the first also accepts being neither right nor wrong (人の一致の上限)."""
    taxonomy = load_taxonomy()
    ids = [field.id for field in taxonomy.fields]
    given: list[Labelled] = []
    chosen: list[list[bool]] = []
    for folder in [path.parent for council in councils for path in sorted(council.glob("*/second.jsonl"))]:
        for one in labelled_in([folder / "gold.jsonl"], taxonomy):
            pairs = pairs_of(folder)
            labels = [
                Label(
                    frozenset(pair.first.topics),
                    frozenset(pair.first.topics_also) - frozenset(pair.first.topics),
                    names,
                )
                for pair, names in zip(pairs, [label and label.names for label in one.labels], strict=True)
            ]
            given.append(replace(one, labels=tuple(labels)))
            chosen += [[name in pair.second.topics for name in ids] for pair in pairs]
    truth = truth_of(given, taxonomy)
    return {name: macro(truth, np.array(chosen), rows) for name, rows in truth.groups().items()}


def main() -> None:
    """Print the ceiling of the train councils and of those left out."""
    for label, councils in (("train", TRAIN), ("held out", KEPT)):
        print(label, {name: round(value, 3) for name, value in ceiling(councils).items()})


if __name__ == "__main__":
    main()
