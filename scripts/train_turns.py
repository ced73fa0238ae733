#!/usr/bin/env python3
"""The reader of turns (発言の読み取り): learn the weights of `models/turns.json`, or measure it.

    python scripts/train_turns.py               # each sixth of the layouts left out in turn: what is read by groups
    python scripts/train_turns.py --train       # learn from all documents, write models/turns.json

Documents are those of `corpora/notations`, of the training councils and of `tests/gold/induced.txt`, each seen with and
without our notations, and each set anew in manners drawn by lot (`set_anew.py`). From documents marked `unseen` nothing
is learnt. A document is right from F1 .9 over its turns on.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
from councils import ROOT
from quality import Scores, same, squeeze, unit_scores
from set_anew import set_anew
from sklearn.ensemble import HistGradientBoostingClassifier
from turn_documents import Example, Source, examples_of, sources

from minutes_nlp.layout import lay_out
from minutes_nlp.pipeline import make_record
from minutes_nlp.reading import read
from minutes_nlp.structure import load_notations
from minutes_nlp.structure.turns import general
from minutes_nlp.structure.turns.choice import by_what_was_learned, in_known_notations
from minutes_nlp.structure.turns.forest import Weights
from minutes_nlp.structure.turns.label_traits import label_traits
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.piece_traits import piece_traits
from minutes_nlp.structure.turns.sheet import Sheet
from minutes_nlp.structure.turns.signs import Signs
from minutes_nlp.structure.vocabulary import squeezed

MODEL = ROOT / "models" / "turns.json"
FOLDS = 6
ANEW = 4  # manners in which each document is set; 2 gave the closed documents .03 less
DOUBTED = 3  # manners in which each is set to learn which readings are wrong
FOR = {"alike", "sure", "weakest", "cuts", "share", "starts", "whole", "known", "asks"}  # the more, the likelier right
AGAINST = {"refused", "unread", "inside", "left", "missed"}  # the more, the likelier wrong
INNER = 3  # parts of the documents, so that labels are judged by trees that have not seen them
KINDS = "NCOL"
UNSEEN = {"closed", "unseen layouts"}  # of these groups nothing is learnt: they tell what happens with new documents
RIGHT = 0.9  # F1 over turns
EVEN = 60  # pieces from which a long document weighs less for each
Trees = HistGradientBoostingClassifier


def main() -> int:
    """Measure, or learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="learn from all documents and write models/turns.json")
    parser.add_argument("--fold", type=int, nargs="*", default=range(FOLDS), help="only these sixths, from 0")
    options = parser.parse_args()
    known = list(sources())
    taught = [Taught(example) for source in known if source.group not in UNSEEN for example in _taught(source)]
    if options.train:
        weights = learnt(taught)
        weights["forests"]["wrong"] = as_json(_doubts(known, taught))
        MODEL.write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="utf-8")
        return 0
    found: dict[str, list[Scores]] = defaultdict(list)
    for fold in options.fold:
        _read_by([one for one in taught if _fold(one.example.source.layout) != fold])
        for source in known:
            if _fold(source.layout) == fold:
                found[source.group].append(_scores(source))
    _tell(found)
    return 0


def _fold(layout: str, folds: int = FOLDS) -> int:
    return crc32(layout.encode()) % folds


def _read_by(taught: Sequence[Taught]) -> None:
    """Let documents be read by what is learnt of these."""
    weights = Weights.of_json(learnt(taught))
    general.weights = lambda: weights


def _taught(source: Source) -> Iterator[Example]:
    """A document in the ways in which it is learnt from."""
    seen = list(examples_of(source))
    yield from seen
    for number in range(ANEW if seen and source.units else 0):
        example = Example.of(set_anew(seen[-1], Random(f"{source.name} {number}")), ())  # noqa: S311 - no secret
        if example:
            yield example


class Taught:
    """An example with the traits of its labels, and of its pieces once it is known how likely labels are."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.rows, self.traits = label_traits(example.pieces)
        self.right = np.array([self._is_right(i, k) for i, k in self.rows], dtype=bool)
        self.opens = np.array([example.kinds[i] in "OL" for i, _ in self.rows], dtype=bool)
        self.seen = np.empty((0, 0))

    def look(self, likely: np.ndarray) -> None:
        """See the pieces, given how likely each cut has a label."""
        by_piece = [[0.0] * len(piece.candidates) for piece in self.example.pieces]
        for (i, k), value in zip(self.rows, likely, strict=True):
            by_piece[i][k] = float(value)
        sheet = self.example.sheet
        self.seen = piece_traits(self.example.pieces, sheet.lines, sheet.header, by_piece)

    def _is_right(self, i: int, k: int) -> bool:
        """Whether a cut gives the label and the words that the gold has."""
        piece, kind, begun = self.example.pieces[i], self.example.kinds[i], self.example.begun[i]
        cut = piece.candidates[k].cut
        if kind == "L":
            return cut.shape.place is LabelPlace.LINE
        if kind != "O" or begun is None or cut.shape.place is LabelPlace.LINE:
            return False
        at, said = begun[0], squeezed(begun[1].text)
        whole, sign = squeezed(piece.string), "" if piece.sign == "1" else squeezed(piece.sign)
        if cut.shape.place is LabelPlace.END:
            return squeezed(cut.body) == said != whole[at:]
        return squeezed(cut.body) == whole[at:] and at > len(sign)


def learnt(taught: Sequence[Taught]) -> dict[str, Any]:
    """All weights, as the reader takes them."""
    for fold in range(INNER):
        others = [one for one in taught if _fold(one.example.source.layout, INNER) != fold]
        model = _labels(others)
        for one in taught:
            if _fold(one.example.source.layout, INNER) == fold:
                one.look(model.predict_proba(one.traits)[:, 1] if one.rows else np.empty(0))
    kinds = np.array([KINDS.index(kind) for one in taught for kind in one.example.kinds])
    seen = np.vstack([one.seen for one in taught])
    weights = np.concatenate([_weights(one) for one in taught])
    answers = [answer for one in taught for answer in _answers(one)]
    trees = {
        "label": _labels(taught),
        "cut": _labels(taught, opening=True),
        "piece": _trees(120, 12, 0.1).fit(seen, kinds, sample_weight=weights),
        "reply": _trees(50, 8, 0.12).fit(np.array([row for row, _ in answers]), [is_reply for _, is_reply in answers]),
    }
    steps = _steps(taught)
    return {
        "kinds": KINDS,
        "shares": _rounded(np.bincount(kinds, minlength=len(KINDS)) / len(kinds)),
        "begins": _rounded(steps[-1]),
        "steps": [_rounded(row) for row in steps[:-1]],
        "forests": {name: as_json(model) for name, model in trees.items()},
    }


def _doubts(known: Sequence[Source], taught: Sequence[Taught]) -> Trees:
    """Trees that tell how likely a reading is wrong: learnt of documents whose layouts the reader had not seen."""
    rows: list[tuple[Signs, bool]] = []
    weights: list[float] = []
    for fold in range(INNER):
        _read_by([one for one in taught if _fold(one.example.source.layout, INNER) != fold])
        for source in known:
            if source.group not in UNSEEN and _fold(source.layout, INNER) == fold:
                for one in (source, *_others(source)):
                    found = list(_readings(one))
                    rows += found
                    weights += [1 if one is source else 1 / DOUBTED] * len(found)
    signs, wrong = zip(*rows, strict=True)
    ways = [-1 if name in FOR else 1 if name in AGAINST else 0 for name in Signs._fields]
    trees = _trees(100, 6, 0.08).set_params(monotonic_cst=ways)
    return trees.fit(np.array(signs), np.array(wrong), sample_weight=weights)


def _others(source: Source) -> Iterator[Source]:
    """The document set anew in manners that the reader has not seen of it."""
    seen = list(examples_of(source))
    for number in range(DOUBTED if seen and source.units else 0):
        yield set_anew(seen[-1], Random(f"{source.name} doubted {number}"))  # noqa: S311 - no secret


def _readings(source: Source) -> Iterator[tuple[Signs, bool]]:
    """What is seen of each way to read a document, and whether it is wrong; again without the notations that fit it."""
    paragraphs = lay_out(read(source.text.encode(), source.file, None, None)).paragraphs
    notations, true = load_notations(), [squeeze(unit.text) for unit in source.units]
    for _ in range(2):
        known = in_known_notations(Sheet.of(paragraphs, notations, source.file))
        for talk in (known, by_what_was_learned(known)):
            if talk.signs and talk.turns:
                yield talk.signs, same([squeeze(turn.text.string) for turn in talk.turns], true) < RIGHT
        fitting = {turn.notation.name for turn in known.turns}
        notations = [one for one in notations if one.name not in fitting]
        if not fitting:
            return


def _trees(rounds: int, leaves: int, rate: float) -> Trees:
    return Trees(
        max_iter=rounds,
        max_leaf_nodes=leaves,
        learning_rate=rate,
        l2_regularization=3,
        min_samples_leaf=15,
        random_state=0,
    )


def _labels(taught: Sequence[Taught], *, opening: bool = False) -> Trees:
    """Trees that tell labels, among all lines or among those that open a turn."""
    some = [one for one in taught if one.rows]
    traits, right = np.vstack([one.traits for one in some]), np.concatenate([one.right for one in some])
    kept = np.concatenate([one.opens for one in some]) if opening else np.ones(len(right), dtype=bool)
    return _trees(60, 8, 0.15).fit(traits[kept], right[kept])


def _weights(one: Taught) -> np.ndarray:
    count = len(one.example.pieces)
    return np.full(count, (EVEN / max(count, EVEN / 2)) ** 0.5)


def _answers(one: Taught) -> Iterator[tuple[np.ndarray, bool]]:
    """What is seen of each opening that names nobody, and whether it answers."""
    for row, begun in zip(one.seen, one.example.begun, strict=True):
        if begun and begun[1].speaker is None and begun[1].kind in {"reply", "remark", "follow_up"}:
            yield row, begun[1].kind == "reply"


def _steps(taught: Sequence[Taught]) -> np.ndarray:
    """How often each kind follows each; in the last row, how often each begins a document."""
    counts = np.full((len(KINDS) + 1, len(KINDS)), 0.5)
    for one in taught:
        path = [KINDS.index(kind) for kind in one.example.kinds]
        for a, b in pairwise([len(KINDS), *path]):
            counts[a, b] += 1
    shares: np.ndarray = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _rounded(values: Sequence[float] | np.ndarray) -> list[float]:
    return [round(float(value), 5) for value in values]


def as_json(model: Trees) -> dict[str, Any]:
    """The trees as `forest.Forest` reads them: nodes of trait, threshold, left, right, value."""
    nodes: list[list[float]] = []
    roots: list[int] = []
    depth = 0
    for tree in (tree for each in model._predictors for tree in each):  # noqa: SLF001 - the library has no other door
        roots.append(base := len(nodes))
        depth = max(depth, int(tree.nodes["depth"].max()))
        for place, node in enumerate(tree.nodes):
            if node["is_leaf"]:
                nodes.append([0, 0, base + place, base + place, round(float(node["value"]), 4)])
            else:
                ways = base + int(node["left"]), base + int(node["right"])
                nodes.append([int(node["feature_idx"]), float(f"{node['num_threshold']:.6g}"), *ways, 0])
    start = [float(value) for value in np.ravel(model._baseline_prediction)]  # noqa: SLF001 - as above
    return {"start": start, "roots": roots, "depth": depth, "nodes": [value for node in nodes for value in node]}


def _scores(source: Source) -> Scores:
    """What a run makes of a document: F1 over turns, and whether a note tells that it is in doubt."""
    record = make_record(source.text.encode(), source.file)
    codes = {note.code for note in record.notes}
    told = float(bool(codes & {"unparsed", "doubtful-notation"}))
    if not source.units:
        return {"units": float(not record.utterances), "told": told}
    rows: list[dict[str, object]] = [
        {"text": u.text, "kind": u.kind, "role": u.role, "speaker": u.speaker, "answers": [], "responds_to": None}
        for u in source.units
    ]
    return {key: value for key, value in unit_scores(record, rows).items() if key in {"units", "kind"}} | {"told": told}


def _tell(found: dict[str, list[Scores]]) -> None:
    for group, scores in found.items():
        right = sum(one["units"] >= RIGHT for one in scores)
        silent = sum(one["units"] < RIGHT and not one["told"] for one in scores)
        mean = sum(one["units"] for one in scores) / len(scores)
        print(f"{group:16} {right:3} of {len(scores):3} right, units {mean:.3f}, wrong without a note {silent}")


if __name__ == "__main__":
    raise SystemExit(main())
