#!/usr/bin/env python3
"""How well it is found what became of a remark (その後), over `corpora/links.jsonl` and `corpora/related.jsonl`.

    python scripts/followups.py              # each council of training, by weights learned from the other three
    python scripts/followups.py --train      # weights of all four into models/sequels.json; again with --no-vectors
    python scripts/followups.py --held-out   # the held-out council by the weights as they are; not to choose by

Records are read from the manuscripts, so what reading gets wrong counts. A remark that a measure only `restates` counts
neither way. `recall@5`, `precision@1`: of remarks with a gold measure, as ranked. `none right`: of remarks with none,
where nothing is told, those after all measures included. `told` figures: what is left of the first two with the
threshold, wrong where nothing is told; `precision told` is over all remarks for which something is told, those with
none included. 95 % intervals from 2,000 draws of remarks.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from councils import CORPORA, ROOT, TRAINING
from quality import printed, squeeze
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from minutes_nlp.across.exchanges import exchanges_of
from minutes_nlp.across.later import SequelKind, measures_in, replies_in
from minutes_nlp.across.sequels import FURTHER, MOST, Look, Weighing, weighings
from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record

HELD_OUT = ("jinzai-senryaku",)  # shucho-kondan has no measures
MODEL = ROOT / "models" / "sequels.json"
DRAWS = 2_000
NONE_RIGHT = 0.87  # of remarks with none, in training, each council left out: 0.82 gave .75 on a council never seen
Array = np.ndarray[Any, Any]
Place = tuple[str, str, int]  # document, unit or measure, number


@dataclass(frozen=True, slots=True)
class Asked:
    """A remark of the gold (照会): which of the later texts are right, and the figures of each."""

    right: Array
    neither: Array  # restated only
    evidence: Array
    gold: int  # how many are right


def main() -> None:
    """Measure, or learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--no-vectors", action="store_true", help="as where the file of word vectors is missing")
    options = parser.parse_args()
    councils = [Council(name, vectors=not options.no_vectors) for name in (HELD_OUT if options.held_out else TRAINING)]
    for kind in ("measures", "replies"):
        asked = [list(getattr(council, kind)()) for council in councils]
        if options.held_out:
            if found := list(chain.from_iterable(asked)):
                tell(kind, [(weighings(learned=options.no_vectors)[kind], one) for one in found])
            continue
        by_others = [
            (learned(list(chain.from_iterable(other for other in asked if other is not some))), some) for some in asked
        ]
        left_out = [(weights, one) for weights, some in by_others for one in some]
        least = threshold(left_out)
        tell(kind, [(replace(weights, least=least), one) for weights, one in left_out])
        if options.train:
            write(kind, replace(learned(list(chain.from_iterable(asked))), least=least), vectors=not options.no_vectors)


# --- the gold


class Council:
    """A council's records, and each remark seen against all that is later (会議体)."""

    def __init__(self, name: str, *, vectors: bool) -> None:
        """Read from the manuscripts."""
        self.name = name
        files = sorted((CORPORA / name).glob("*/manuscript.txt"))
        folders = [file.parent for file in files if not file.parent.name.endswith("-rev")]
        self.records = {f"{name}/{one.name}": record_of(one) for one in folders}
        self.ids = {f"{name}/{one.name}": ids_of(one, self.records[f"{name}/{one.name}"]) for one in folders}
        self.exchanges = {doc: exchanges_of(record) for doc, record in self.records.items()}
        rows = list(dict.fromkeys(one for found in self.exchanges.values() for one in found.values()))
        later = [one for record in self.records.values() for one in (*measures_in(record), *replies_in(record))]
        self.look = Look.over(rows, later, our_vectors() if vectors else None)
        self.rows = {exchange: number for number, exchange in enumerate(rows)}
        self.columns = {(one.record.id, item): column for column, one in enumerate(later) for item in one.items}

    def column(self, place: Place) -> int:
        """Where a gold measure or unit is among the later texts; -1 for what is none."""
        doc, kind, number = place
        return self.columns.get((self.records[doc].id, self.ids[doc].get((kind, number), "")), -1)

    def asked(self, remark: Place, right: set[int], neither: set[int], *, replies: bool) -> Asked | None:
        """A remark with its figures; None where it was not read."""
        doc, kind, number = remark
        exchange = self.exchanges[doc].get(self.ids[doc].get((kind, number), ""))
        if exchange is None:
            return None
        row = self.rows[exchange]
        columns = [
            column
            for column in np.flatnonzero(self.look.after[row])
            if (self.look.later[column].kind is SequelKind.REPLY) is replies
        ]
        good, odd = (np.array([column in some for column in columns], bool) for some in (right, neither))
        return Asked(good, odd, self.look.evidence[row, columns], len(right))

    def measures(self) -> Iterator[Asked]:
        """The remarks of links.jsonl."""
        found: dict[Place, tuple[set[int], set[int]]] = {}
        for line in lines_of("links.jsonl"):
            remark = (line["remark"]["doc"], "unit", line["remark"]["unit"])
            if not remark[0].startswith(f"{self.name}/"):
                continue
            right, neither = found.setdefault(remark, (set(), set()))
            if line["measure"]:
                some = neither if line["relation"] == "restates" else right
                some.add(self.column((line["measure"]["doc"], "measure", line["measure"]["index"])))
        for remark, (right, neither) in found.items():
            if (right or not neither) and (one := self.asked(remark, right, neither, replies=False)):
                yield one

    def replies(self) -> Iterator[Asked]:
        """The remarks that related.jsonl restates; right is a later reply in the exchange of any turn on the matter."""
        for line in lines_of("related.jsonl"):
            about = (line["about"]["doc"], "unit", line["about"]["unit"])
            if not about[0].startswith(f"{self.name}/"):
                continue
            hits = [(hit["doc"], hit["unit"]) for hit in line["related"] if hit["doc"] in self.records]
            found = (self.exchanges[doc].get(self.ids[doc].get(("unit", unit), "")) for doc, unit in hits)
            turns = {(one.record.id, turn.id) for one in found if one for turn in one.turns}
            right = {self.columns[turn] for turn in turns if turn in self.columns}
            row = self.rows[self.exchanges[about[0]][self.ids[about[0]]["unit", about[2]]]]
            right = {column for column in right if self.look.after[row, column]}
            if one := self.asked(about, right, set(), replies=True):
                yield one


@cache
def record_of(folder: Path) -> Record:
    """The record of a manuscript."""
    return make_record(printed(folder / "manuscript.txt").encode(), f"{folder.name}.txt")


def lines_of(name: str) -> Iterator[Any]:
    """The entries of a file of the corpora."""
    return map(json.loads, (CORPORA / name).read_text(encoding="utf-8").splitlines())


def ids_of(folder: Path, record: Record) -> dict[tuple[str, int], str]:
    """The ids in the record of the gold's units and measures, by their text and their name."""
    found = {"unit": defaultdict(list), "measure": defaultdict(list)}
    for turn in record.utterances:
        found["unit"][squeeze(turn.text)].append(turn.id)
    for measure in record.measures:
        found["measure"][squeeze(measure.name)].append(measure.id)
    counts: Counter[str] = Counter()
    ids: dict[tuple[str, int], str] = {}
    for line in map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()):
        kind = line["type"]
        if kind in found:
            same = found[kind][squeeze(line["text" if kind == "unit" else "name"])]
            if same:
                ids[kind, counts[kind]] = same.pop(0)
            counts[kind] += 1
    return ids


# --- learning


def learned(asked: Sequence[Asked]) -> Weighing:
    """Weights by logistic regression, a later text each; those only restated are left out."""
    evidence = np.concatenate([one.evidence for one in asked])
    right = np.concatenate([one.right for one in asked])
    used = ~np.concatenate([one.neither for one in asked])
    scale = StandardScaler().fit(evidence[used])
    model = LogisticRegression(max_iter=2_000).fit(scale.transform(evidence[used]), right[used])
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - weights @ scale.mean_)
    return Weighing(bias, *(float(weight) for weight in weights), least=0.0)


def threshold(asked: Sequence[tuple[Weighing, Asked]]) -> float:
    """The score that the best text stays under for `NONE_RIGHT` of the remarks with none."""
    best = [float(max(weights.scores(one.evidence), default=0)) for weights, one in asked if not one.gold]
    return float(np.quantile(best, NONE_RIGHT))


def write(kind: str, weights: Weighing, *, vectors: bool) -> None:
    """Put the weights into the model."""
    data = json.loads(MODEL.read_text(encoding="utf-8")) if MODEL.exists() else {}
    data.setdefault("vectors" if vectors else "learned", {})[kind] = {
        name: round(value, 4) for name, value in asdict(weights).items()
    }
    MODEL.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


# --- measuring


def tell(kind: str, asked: Sequence[tuple[Weighing, Asked]]) -> None:
    """Print every figure with its interval."""
    rows = [_figures(weights, one) for weights, one in asked]
    draws = np.random.default_rng(0).integers(0, len(rows), (DRAWS, len(rows)))
    linked = sum(1 for _, one in asked if one.gold)
    print(f"{kind}: {linked} with, {len(rows) - linked} without; shown from {asked[0][0].least:.3f} on")
    for name in rows[0]:
        values = np.array([row[name] for row in rows])
        means = np.nanmean(values[draws], axis=1)
        low, high = np.quantile(means, (0.025, 0.975))
        print(f"  {name:16} {np.nanmean(values):.3f} [{low:.3f}, {high:.3f}]  n {np.count_nonzero(~np.isnan(values))}")


def _figures(weights: Weighing, one: Asked) -> dict[str, float]:
    """What a remark gives to each figure; nan where it is not asked."""
    scores = weights.scores(one.evidence)
    order = np.argsort(-scores, kind="stable")
    shown = bool(len(order)) and scores[order[0]] >= weights.least
    nothing = float("nan")
    if not one.gold:
        return {
            "recall@5": nothing,
            "precision@1": nothing,
            "none right": float(not shown),
            "recall@5 told": nothing,
            "precision told": 0.0 if shown else nothing,
        }
    recall = float(one.right[order[:MOST]].sum()) / one.gold
    further = [column for column in order[:MOST] if scores[column] >= FURTHER]
    first = float((one.right | one.neither)[order[0]]) if len(order) else 0.0
    return {
        "recall@5": recall,
        "precision@1": first,
        "none right": nothing,
        "recall@5 told": float(one.right[further].sum()) / one.gold if shown else 0.0,
        "precision told": first if shown else nothing,
    }


if __name__ == "__main__":
    main()
