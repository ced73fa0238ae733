#!/usr/bin/env python3
"""How well remarks on the same matter are found (関連発言): ways to rank, over `corpora/related.jsonl`.

    python scripts/related.py                # the 86 queries to choose by, over the four councils of training
    python scripts/related.py --held-out     # the 14 others, over all six; not to choose by
    python scripts/related.py --speed        # of the default, over all and over 100,000 texts

Statements are left out, as they were not judged. Each figure with its 95 % interval, from 2,000 draws of queries; the
last column is the difference in nDCG@10 to BM25 over the same draws. `other` is the share of queries with a hit among
the first ten from another meeting than the remark that the query restates. The upper half leaves this remark out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from councils import CORPORA, HELD_OUT
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from minutes_nlp.across.meanings import of_length_one
from minutes_nlp.across.related import Related, telling_words
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.vectors import WordVectors, our_vectors

DRAWS = 2_000
MOST = 10  # results that a reader looks at
Place = tuple[str, int]  # document and unit
Array = NDArray[np.float64]
Way = Callable[[Sequence[str]], Array]  # from the words of a query to a score for each text


@dataclass(frozen=True, slots=True)
class Query:
    """A remark put anew (照会): its words, the text that it restates, and the grade of each text on its matter."""

    words: list[str]
    about: int
    grades: dict[int, int]
    elsewhere: frozenset[int]  # the texts of other meetings


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    units = dict(utterances(() if options.held_out or options.speed else HELD_OUT))
    vectors = our_vectors()
    if options.speed:
        show_speed(list(units.values()), vectors)
        return 0
    queries = list(read_queries({place: number for number, place in enumerate(units)}, held_out=options.held_out))
    print(f"発言 {len(units):,}件、照会 {len(queries)}件、単語ベクトル {vectors.name if vectors else 'なし'}")
    found = {name: [way(query.words) for query in queries] for name, way in ways(list(units.values()), vectors)}
    for with_about in (False, True):
        print("\n" + ("言い換え元を含む" if with_about else "言い換え元を除く"))
        show(found, queries, with_about=with_about)
    return 0


def utterances(without: Sequence[str]) -> Iterable[tuple[Place, str]]:
    """The remarks, follow-ups and replies of the councils (発言) but of those named."""
    for gold in sorted(CORPORA.glob("*/*/gold.jsonl")):
        council, document = gold.parent.parts[-2:]
        if council in {*without, "notations"} or document.endswith("-rev"):
            continue
        lines = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
        for number, unit in enumerate(line for line in lines if line["type"] == "unit"):
            if unit["kind"] != "statement":
                yield (f"{council}/{document}", number), unit["text"]


def read_queries(numbers: dict[Place, int], *, held_out: bool) -> Iterable[Query]:
    """The queries of one half, their hits as numbers of texts."""
    for line in (CORPORA / "related.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if bool(entry.get("held_out")) == held_out:
            places = [((hit["doc"], hit["unit"]), hit["grade"]) for hit in entry["related"]]
            about = entry["about"]
            yield Query(
                telling_words(entry["query"]),
                numbers[about["doc"], about["unit"]],
                {numbers[place]: grade for place, grade in places if place in numbers},
                frozenset(number for place, number in numbers.items() if place[0] != about["doc"]),
            )


# --- ways to rank -------------------------------------------------------------------------------------------------


def ways(texts: list[str], vectors: WordVectors | None) -> Iterable[tuple[str, Way]]:
    """Each way by its name."""
    told = [telling_words(text) for text in texts]
    senses = [[sense_of(word) for word in text] for text in told]
    plain = bm25(told)
    learned = Related.over(texts)
    yield "BM25", plain
    yield "BM25 + synonyms", bm25(senses, sense_of)
    yield "LSA of texts", lsa(told)
    yield "LSA words", learned.by_words
    yield "LSA whole", learned.by_whole
    yield "LSA words + whole", learned.scores
    if vectors:
        related = Related.over(texts, vectors)
        yield "chiVe mean", mean(told, vectors)
        yield "chiVe SIF", mean(told, vectors, removed=3)
        yield "chiVe words", related.by_words
        yield "chiVe whole", related.by_whole
        yield "chiVe words + whole", related.scores
        yield " … + LSA of texts", mixed(related.scores, lsa(told), 0.2)
        yield " … + BM25", mixed(related.scores, plain, 0.2)
        yield " … + BM25 by rank", by_rank(related.scores, plain)


def bm25(told: list[list[str]], turn: Callable[[str], str] = str) -> Way:
    """BM25 over the same words, k1 1.2 and b 0.75."""
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    middle = np.mean([len(text) for text in told])
    for number, text in enumerate(told):
        for word, count in Counter(text).items():
            places[word].append((number, count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(text) / middle))))

    def way(query: Sequence[str]) -> Array:
        scores = np.zeros(len(told))
        for word in set(map(turn, query)):
            found = places.get(word, [])
            rarity = np.log1p((len(told) - len(found) + 0.5) / (len(found) + 0.5))
            for number, weight in found:
                scores[number] += rarity * weight
        return scores

    return way


def lsa(told: list[list[str]]) -> Way:
    """The cosine of texts in 200 dimensions."""
    weights, svd = TfidfVectorizer(analyzer=list, sublinear_tf=True), TruncatedSVD(200, random_state=0)
    rows = of_length_one(svd.fit_transform(weights.fit_transform(told)))
    return lambda query: rows @ of_length_one(svd.transform(weights.transform([query])))[0]


def mean(told: list[list[str]], vectors: WordVectors, removed: int = 0) -> Way:
    """The cosine of weighted means; of SIF the mean of all texts and their first directions are taken away."""
    counts = Counter(chain.from_iterable(map(set, told)))

    def whole(text: Sequence[str]) -> Array:
        rarity = [np.log1p((len(told) - counts[word] + 0.5) / (counts[word] + 0.5)) for word in text]
        return np.array(rarity) @ vectors.of(text) if text else np.zeros(vectors.dimension)

    rows = of_length_one(np.array([whole(text) for text in told]))
    middle = rows.mean(axis=0) if removed else np.zeros(vectors.dimension)
    shared = np.linalg.svd(rows - middle, full_matrices=False)[2][:removed]

    def freed(rows: Array) -> Array:
        rest = of_length_one(rows) - middle
        return of_length_one(rest - (rest @ shared.T) @ shared)

    free = freed(rows)
    return lambda query: free @ freed(whole(query)[None])[0]


def mixed(first: Way, second: Way, share: float) -> Way:
    """Both scores, each brought to mean 0 and deviation 1."""

    def even(scores: Array) -> Array:
        return (scores - scores.mean()) / (scores.std() or 1)

    return lambda query: (1 - share) * even(first(query)) + share * even(second(query))


def by_rank(first: Way, second: Way) -> Way:
    """Reciprocal ranks added, with the usual 60."""

    def ranks(scores: Array) -> Array:
        return np.argsort(np.argsort(-scores, kind="stable"))

    return lambda query: 1 / (60 + ranks(first(query))) + 1 / (60 + ranks(second(query)))


# --- figures ------------------------------------------------------------------------------------------------------


def show(found: dict[str, list[Array]], queries: list[Query], *, with_about: bool) -> None:
    """A line for each way."""
    chosen = np.random.default_rng(0).integers(0, len(queries), (DRAWS, len(queries)))
    figures = {
        name: np.array([figures_of(*pair, with_about=with_about) for pair in zip(queries, scores, strict=True)])
        for name, scores in found.items()
    }
    print(f"{'':22}{'MRR':20}{'nDCG@10':20}{'other@10':20}{'nDCG@10 - BM25'}")
    for name, own in figures.items():
        columns = [*own.T, own[:, 1] - figures["BM25"][:, 1]]
        print(f"{name:22}" + "".join(f"{interval(column, chosen):20}" for column in columns))


def figures_of(query: Query, scores: Array, *, with_about: bool) -> tuple[float, float, float]:
    """Reciprocal rank, nDCG and whether there is a hit from elsewhere; nan where there is none to be found."""
    left_out = set() if with_about else {query.about}
    grades = {number: grade for number, grade in query.grades.items() if number not in left_out}
    if not grades:
        return (np.nan, np.nan, np.nan)
    order = [int(number) for number in np.argsort(-scores, kind="stable") if number not in left_out]
    first = next(rank for rank, number in enumerate(order, 1) if number in grades)
    ideal = gain(sorted(grades.values(), reverse=True))
    other = query.elsewhere & grades.keys()
    reached = float(bool(other & set(order[:MOST]))) if other else np.nan
    return 1 / first, gain([grades.get(number, 0) for number in order]) / ideal, reached


def gain(grades: Sequence[int]) -> float:
    """The discounted gain of the first results."""
    return float(sum((2**grade - 1) / np.log2(rank + 1) for rank, grade in enumerate(grades[:MOST], 1)))


def interval(values: Array, chosen: NDArray[np.int64]) -> str:
    """The mean and between what it lies in 95 % of the draws."""
    low, high = np.nanpercentile(np.nanmean(values[chosen], axis=1), [2.5, 97.5])
    return f"{np.nanmean(values):.3f} {low:.2f}–{high:.2f}"


def show_speed(texts: list[str], vectors: WordVectors | None) -> None:
    """Seconds to take texts in, and milliseconds for a query."""
    queries = [json.loads(line)["query"] for line in (CORPORA / "related.jsonl").read_text("utf-8").splitlines()]
    telling_words("。".join(texts))  # the dictionary is open, its words are known
    for count in (len(texts), 100_000):
        many = (texts * (count // len(texts) + 1))[:count]
        for name, given in {"chiVe": vectors, "LSA": None}.items():
            start = time.perf_counter()
            related = Related.over(many, given)
            ready = time.perf_counter()
            for query in queries:
                related.rank(query)
            taken = (time.perf_counter() - ready) / len(queries) * 1e3
            print(f"{count:,}件 {name}: 読み込み {ready - start:.1f} 秒、照会 {taken:.1f} ミリ秒")


if __name__ == "__main__":
    sys.exit(main())
