#!/usr/bin/env python3
"""Acts and commitments (文の働き・宿題): measure them on the corpora, and learn the weights of `models/acts.json`.

    python scripts/acts.py              # commitments; acts with each council and each fifth of the pages left out
    python scripts/acts.py --train      # learn from all but the held-out councils, write models/acts.json
    python scripts/acts.py --held-out   # the two held-out councils, with what was learned: once, not to choose by

A commitment is found where it overlaps one of the gold in the same turn, each used once. An act is right where the
sentence has the gold's; explains and declines are one. Sentences of procedure are left aside. Intervals are 95 %
bootstraps over documents.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from councils import HELD_OUT, ROOT, TRAINING
from sayings import FOLDER as SAYINGS
from sayings import sayings_of

from minutes_nlp.analysis.acts import SIDES, Saying, Weights, features, judged, sayings
from minutes_nlp.analysis.commitments import commitments_of
from minutes_nlp.findings import ActKind, Commitment, Strength
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.text import Text

MODEL = ROOT / "models" / "acts.json"
VOICES = tuple(sorted(file.stem for file in SAYINGS.glob("*.txt")))  # short meetings in other voices, to learn from
PAGES = "notations"  # one page each of very many styles, labelled by two readers
LEARNED = (*TRAINING, *VOICES, PAGES)
FOLDS = 5  # of the pages, by document
ANSWERS = (ActKind.COMMITMENT, ActKind.EXPLAINS, ActKind.FACT)
FEATURES = 12000  # kept of each side, by chi2; pages left out: .804 with 8,000, .816 with 12,000, .815 with all
STRICTNESS = 0.5  # C of LinearSVC; councils left out: .838 with .2, .846 with .5, .844 with .7, LogisticRegression .836
ROUNDS = 300

Pair = tuple[str, str]  # gold and found, "" for none


@dataclass(frozen=True)
class Labelled:
    """A sentence with its gold act, and the document that it is of."""

    document: str
    saying: Saying
    act: str
    promises: bool

    def judged(self, model: Weights | None = None) -> str:
        """The act that is found."""
        return str(ActKind.COMMITMENT if self.promises else judged(self.saying, model))


def main() -> None:
    """Measure or learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="write models/acts.json")
    parser.add_argument("--held-out", action="store_true", help="measure on the held-out councils")
    options = parser.parse_args()
    if options.train:
        models = {side: learned(rows) for side, rows in by_side(list(labelled(LEARNED))).items()}
        MODEL.write_text(as_json(models), encoding="utf-8")
        return
    councils = HELD_OUT if options.held_out else (*TRAINING, PAGES)
    for council in councils:
        report(council, dict(commitments([council])), Strength)
    if options.held_out:
        report("commitments", dict(commitments(HELD_OUT)), Strength)
        report("acts", acts_held_out(), ActKind)
        return
    report("commitments", dict(commitments(TRAINING)), Strength)
    rows = list(labelled(LEARNED))
    documents = {
        council: sorted({row.document for row in rows if row.document.startswith(council)}) for council in councils
    }
    pages = documents.pop(PAGES)
    report("acts", acts_left_out(rows, list(documents.values())), ActKind)
    report("acts on pages", acts_left_out(rows, [pages[first::FOLDS] for first in range(FOLDS)]), ActKind)


# --- gold


def units(councils: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The labelled units of councils, corrected editions left out."""
    for council in councils:
        if council in VOICES:
            yield from ((f"{council}/{unit['role']}", unit) for unit in sayings_of(SAYINGS / f"{council}.txt"))
        for file in sorted((ROOT / "corpora" / council).glob("*/gold.jsonl")):
            if not file.parent.name.endswith("-rev"):
                rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
                yield from ((f"{council}/{file.parent.name}", row) for row in rows if "acts" in row)


def labelled(councils: Sequence[str]) -> Iterator[Labelled]:
    """Each sentence of remarks and replies whose gold is one of our acts."""
    for document, unit in units(councils):
        kind = UtteranceKind(unit["kind"])
        if kind in SIDES:
            promised = [made.spans[0][0] for made in found_in(unit)]
            for saying, act in zip(sayings(unit["text"], kind), unit["acts"], strict=False):
                promises = any(saying.start <= at < saying.end for at in promised)
                act = "explains" if act == "declines" else act  # noqa: PLW2901 - one class here
                if act in {*ActKind} and (act in ANSWERS) == (kind is UtteranceKind.REPLY):
                    yield Labelled(document, saying, act, promises)


def by_side(rows: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    """The sentences of members, and those of replies."""
    return {side: [row for row in rows if SIDES[row.saying.kind] == side] for side in sorted({*SIDES.values()})}


# --- learning


def learned(rows: Sequence[Labelled]) -> Weights:
    """A linear model over the features, its weights rounded; what is promised the wording alone decides."""
    import numpy as np  # noqa: PLC0415 - learning only
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415
    from sklearn.feature_selection import SelectKBest, chi2  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    rows = [row for row in rows if row.act != ActKind.COMMITMENT]
    acts = [row.act for row in rows]
    counter = CountVectorizer(analyzer=lambda row: sorted(features(row.saying)), min_df=2, binary=True)
    counts = counter.fit_transform(rows)
    best = SelectKBest(chi2, k=min(FEATURES, counts.shape[1])).fit(counts, acts)
    names = counter.get_feature_names_out()[best.get_support()]
    data = normalize(best.transform(counts).astype(float))
    model = LinearSVC(C=STRICTNESS, random_state=0).fit(data, acts)
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # sklearn keeps one column for two classes
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.hstack([-bias, bias])
    weights = coefficients.T
    return Weights(
        tuple(map(ActKind, model.classes_)),
        tuple(round(1000 * value) for value in bias),
        {str(name): tuple(round(1000 * value) for value in row) for name, row in zip(names, weights, strict=True)},
    )


def as_json(models: dict[str, Weights]) -> str:
    """One line a feature, so that a change can be read."""
    sides = []
    for side, model in models.items():
        rows = ",\n".join(f"   {json.dumps(n, ensure_ascii=False)}: {[*v]}" for n, v in sorted(model.weights.items()))
        head = f'  "acts": {json.dumps(model.acts)},\n  "bias": {[*model.bias]},'
        sides.append(f' "{side}": {{\n{head}\n  "weights": {{\n{rows}\n  }}\n }}')
    return "{\n" + ",\n".join(sides) + "\n}\n"


# --- measuring


def commitments(councils: Sequence[str]) -> Iterator[tuple[str, list[Pair]]]:
    """Gold and found strengths of each document, over gold turns."""
    found: dict[str, list[Pair]] = {}
    for document, unit in units(councils):
        found.setdefault(document, []).extend(matched(unit))
    yield from found.items()


def matched(unit: dict[str, Any]) -> Iterator[Pair]:
    """Each commitment of the gold with one that overlaps it, and the rest of both."""
    text, got = unit["text"], found_in(unit)
    for gold in unit.get("commitments", []):
        start = text.index(gold["text"])
        end = start + len(gold["text"])
        hit = next((one for one in got if one.spans[0][0] < end and start < one.spans[-1][1]), None)
        if hit:
            got.remove(hit)
        yield gold["strength"], str(hit.strength) if hit else ""
    yield from (("", str(one.strength)) for one in got)


def found_in(unit: dict[str, Any]) -> list[Commitment]:
    """The commitments that are found in a unit of the gold."""
    text, kind, role = Text.of(unit["text"]), UtteranceKind(unit["kind"]), Role(unit["role"])
    return list(commitments_of(text, kind, role, None, unit.get("speaker")))


def acts_left_out(rows: Sequence[Labelled], parts: Sequence[Sequence[str]]) -> dict[str, list[Pair]]:
    """Gold and found acts of each document of the parts, judged by what all but its part teaches."""
    found: dict[str, list[Pair]] = {}
    for side in by_side(rows).values():
        for part in parts:
            model = learned([row for row in side if row.document not in part])
            for row in side:
                if row.document in part:
                    found.setdefault(row.document, []).append((row.act, row.judged(model)))
    return found


def acts_held_out() -> dict[str, list[Pair]]:
    """Gold and found acts of each held-out document, judged by `models/acts.json`."""
    found: dict[str, list[Pair]] = {}
    for row in labelled(HELD_OUT):
        found.setdefault(row.document, []).append((row.act, row.judged()))
    return found


def report(name: str, documents: dict[str, list[Pair]], kinds: type[Strength | ActKind]) -> None:
    """F1 of finding, of each kind and their mean, with intervals."""
    pairs = [pair for found in documents.values() for pair in found]
    print(f"{name}: n {sum(bool(gold) for gold, _ in pairs)}")
    print(f"  found F1 {found_f1(pairs):.3f} {interval(documents, found_f1)}")
    print(f"  macro F1 {macro_f1(pairs):.3f} {interval(documents, macro_f1)}")
    counts = Counter(gold for gold, _ in pairs)
    for kind in filter(counts.get, map(str, kinds)):
        f1 = partial(f1_of, kind=kind)
        print(f"  {kind} {f1(pairs):.3f} {interval(documents, f1)} (n {counts[kind]})")


def found_f1(pairs: Sequence[Pair]) -> float:
    """F1 over whether there is one, whatever its kind."""
    hits = sum(1 for gold, got in pairs if gold and got)
    return 2 * hits / max(sum(bool(gold) + bool(got) for gold, got in pairs), 1)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean of the F1 of each kind that the gold has."""
    kinds = sorted({gold for gold, _ in pairs if gold})
    return sum(f1_of(pairs, kind) for kind in kinds) / max(len(kinds), 1)


def f1_of(pairs: Sequence[Pair], kind: str) -> float:
    """F1 of one kind."""
    hits = sum(1 for pair in pairs if pair == (kind, kind))
    return 2 * hits / max(sum((gold == kind) + (got == kind) for gold, got in pairs), 1)


def interval(documents: dict[str, list[Pair]], measure: Callable[[Sequence[Pair]], float]) -> str:
    """A 95 % bootstrap interval over documents."""
    draw = random.Random(0)  # noqa: S311 - a sample, no secret
    lists = list(documents.values())
    values = sorted(
        measure([pair for found in draw.choices(lists, k=len(lists)) for pair in found]) for _ in range(ROUNDS)
    )
    return f"[{values[ROUNDS // 40]:.3f}, {values[-ROUNDS // 40 - 1]:.3f}]"


if __name__ == "__main__":
    main()
