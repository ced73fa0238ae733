#!/usr/bin/env python3
"""How well search finds what staff look for: the 80 queries of `corpora/queries.jsonl` (検索の評価).

    python scripts/queries.py              # nDCG@10 by kind of query, beside plain BM25
    python scripts/queries.py --each       # also of each query
    python scripts/queries.py --training   # queries of training over the councils of training: choose by these

A result is read from top to bottom: the exchanges of 語句一致, of 部分一致, of 関連発言, each with its question and its
replies. `hits` counts only the turns in which the words stand. Plain BM25 (k1 1.2, b 0.75) ranks turns by Sudachi's
shortest words as printed, without our dictionary, synonyms, filters and groups. The four queries that nothing answers
have no nDCG: of them is told how many results there were. Means have their 95 % interval, from 2,000 draws of queries.
Those of training are of `queries-training.jsonl`, graded as the remark of `related.jsonl` that they are about, and
(言い換え文) the queries of `related.jsonl` themselves.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log2
from pathlib import Path

import numpy as np
from councils import CORPORA, HELD_OUT
from quality import printed, squeeze
from related import bm25

from minutes_nlp.language.words import Mode, words
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Store

DRAWS = 2_000
MOST = 10  # results that a reader looks at
TURNS = Filters(sort=("utterance",))
Unit = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the grade of each turn that answers it."""

    text: str
    kind: str
    grades: dict[Unit, int]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--training", action="store_true")
    options = parser.parse_args()
    queries = list(training_queries() if options.training else read_queries())
    without = HELD_OUT if options.training else ()
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "queries.db") as store:
        units = dict(stored(store, without))
        results = {
            "BM25": list(plain_bm25(queries, without)),
            "hits": [searched(store, units, query.text, only_hits=True) for query in queries],
            "read": [searched(store, units, query.text, only_hits=False) for query in queries],
        }
    show(queries, results, each=options.each)
    return 0


def read_queries() -> Iterator[Query]:
    """The queries of the corpus."""
    for line in (CORPORA / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Query(row["query"], row["type"], {(hit["doc"], hit["unit"]): hit["grade"] for hit in row["relevant"]})


def training_queries() -> Iterator[Query]:
    """The queries of training, short ones as staff type them and whole sentences."""
    grades: dict[Unit, dict[Unit, int]] = {}
    for line in (CORPORA / "related.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("held_out"):
            found = {(hit["doc"], hit["unit"]): hit["grade"] for hit in row["related"]}
            about = row["about"]["doc"], row["about"]["unit"]
            grades[about] = {unit: grade for unit, grade in found.items() if unit[0].split("/")[0] not in HELD_OUT}
            yield Query(row["query"], "言い換え文", grades[about])
    for line in (CORPORA / "queries-training.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Query(row["query"], row["type"], grades[row["about"]["doc"], row["about"]["unit"]])


def gold_units(without: Sequence[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """The texts of the turns of each document, but of some councils."""
    for gold in sorted(CORPORA.glob("*/*/gold.jsonl")):
        if gold.parts[-3] not in {"notations", *without} and not gold.parent.name.endswith("-rev"):
            rows = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
            yield "/".join(gold.parts[-3:-1]), [row["text"] for row in rows if row["type"] == "unit"]


def stored(store: Store, without: Sequence[str]) -> Iterator[tuple[tuple[str, str], Unit]]:
    """Put all documents into the store; which turn found is which turn of the gold, by equal texts."""
    for document, texts in gold_units(without):
        record = make_record(printed(CORPORA / document / "manuscript.txt").encode(), document)
        store.add(record, path=document)
        found = [squeeze(one.text) for one in record.utterances]
        matcher = SequenceMatcher(None, found, [squeeze(text) for text in texts], autojunk=False)
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                yield (record.id, record.utterances[block.a + step].id), (document, block.b + step)


def searched(store: Store, units: dict[tuple[str, str], Unit], query: str, *, only_hits: bool) -> list[Unit]:
    """The turns that a search shows, group by group."""
    found: dict[Unit, None] = {}
    for group in Group:
        for exchange in store.search(query, TURNS, group=group, limit=MOST).exchanges:
            for passage in exchange.hits if only_hits else exchange.passages:
                unit = units.get((exchange.document, passage.ref), (exchange.document, -passage.id))
                found.setdefault(unit)
    return list(found)


def plain_bm25(queries: Iterable[Query], without: Sequence[str]) -> Iterator[list[Unit]]:
    """The turns by BM25 over words as printed."""
    texts = [((document, number), text) for document, some in gold_units(without) for number, text in enumerate(some)]
    rank = bm25([surfaces(text) for _, text in texts])
    for query in queries:
        scores = rank(surfaces(query.text))
        order = np.argsort(-scores, kind="stable")[:MOST]
        yield [texts[place][0] for place in order if scores[place] > 0]


def surfaces(text: str) -> list[str]:
    """The shortest words as printed."""
    return [word.surface for word in words(text, Mode.A) if word.pos[0] not in {"助詞", "助動詞", "補助記号"}]


def ndcg(found: Sequence[Unit], grades: dict[Unit, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    ideal = sorted(grades.values(), reverse=True)[:MOST]
    return gain([grades.get(unit, 0) for unit in found[:MOST]]) / gain(ideal)


def gain(grades: Iterable[int]) -> float:
    """Discounted cumulative gain."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def show(queries: Sequence[Query], results: dict[str, list[list[Unit]]], *, each: bool) -> None:
    """Print the table."""
    scores: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in results}
    for number, query in enumerate(queries):
        if not query.grades:
            print(f"{query.text}: " + ", ".join(f"{name} {len(found[number])}件" for name, found in results.items()))
            continue
        values = {name: ndcg(found[number], query.grades) for name, found in results.items()}
        if each:
            print("  ".join(f"{value:.2f}" for value in values.values()), query.kind, query.text)
        for name, value in values.items():
            scores[name][query.kind].append(value)
            scores[name]["すべて"].append(value)
    print(f"{'':16}{'n':>4}" + "".join(f"{name:>22}" for name in results))
    for kind, some in scores["BM25"].items():
        print(f"{kind:16}{len(some):4}" + "".join(f"{interval(scores[name][kind]):>22}" for name in results))


def interval(values: Sequence[float]) -> str:
    """A mean with its 95 % interval."""
    draws = np.random.default_rng(0).choice(np.array(values), (DRAWS, len(values))).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return f"{np.mean(values):.3f} {low:.2f}–{high:.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
