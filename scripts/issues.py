#!/usr/bin/env python3
"""How good the issues (論点) are that remarks are grouped into, over the councils of the corpus.

    python scripts/issues.py              # the councils of training
    python scripts/issues.py --held-out   # the two others; not to choose by

For each council and as the mean: `grouped`, the share of remarks that stand in an issue; `purity`, the share of these
whose first field (`topics` of the gold) is the main one of their issue; `V` over the remarks that links.jsonl ties to
one measure, the measure being the class, those that stand alone each a group of their own; `ARI`, the adjusted Rand
index of the remarks of all meetings but the last, grouped with it and without. 95 % intervals of the means by the
standard error of 1,000 draws of remarks (their own quantiles lie beside the mean: a draw thins out small groups).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from councils import CORPORA, HELD_OUT, TRAINING
from followups import ids_of, lines_of, record_of
from sklearn.metrics import adjusted_rand_score, v_measure_score

from minutes_nlp.across.days import day_of
from minutes_nlp.across.issues import RemarkPlace, issues_of
from minutes_nlp.model import Record
from minutes_nlp.values import REMARKS

DRAWS = 1_000
FIGURES = ("grouped", "purity", "V", "ARI")
Groups = Mapping[RemarkPlace, str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    councils = HELD_OUT if parser.parse_args().held_out else TRAINING
    found = []
    for council in councils:
        found.append(measured(council))
        figures = "  ".join(f"{name} {value[0]:.3f}" for name, value in zip(FIGURES, found[-1], strict=True))
        print(f"{council:16} {figures}")
    for number, name in enumerate(FIGURES):
        means = np.nanmean([one[number] for one in found], axis=0)
        error = 1.96 * np.std(means[1:])
        print(f"{name:16} {means[0]:.3f} [{means[0] - error:.3f}, {min(means[0] + error, 1):.3f}]")


def measured(council: str) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Each figure of a council, then the same of each draw of its remarks."""
    folders = [
        file.parent
        for file in sorted((CORPORA / council).glob("meeting-*/manuscript.txt"))
        if not file.parent.name.endswith("-rev")
    ]
    records = sorted(map(record_of, folders), key=lambda record: str(day_of(record)))
    places = _remarks(records)
    fields, measures = _gold(council, folders)
    groups = _groups(records, places)
    before = [place for place in places if place.record != records[-1].id]
    without = _groups(records[:-1], before)
    rows = [_figures(some, groups, without, fields, measures) for some in (places, *_draws(places))]
    return [np.array(column) for column in zip(*rows, strict=True)]


def _draws(places: Sequence[RemarkPlace]) -> list[list[RemarkPlace]]:
    draws = np.random.default_rng(0).integers(0, len(places), (DRAWS, len(places)))
    return [[places[number] for number in draw] for draw in draws]


def _figures(
    places: Sequence[RemarkPlace],
    groups: Groups,
    without: Groups,
    fields: Mapping[RemarkPlace, str],
    measures: Mapping[RemarkPlace, str],
) -> tuple[float, ...]:
    sizes = Counter(groups.values())
    grouped = [place for place in places if sizes[groups[place]] > 1]
    main: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place in grouped:
        main[groups[place]][fields.get(place, "")] += 1
    pure = sum(count.most_common(1)[0][1] for count in main.values())
    linked = [place for place in places if place in measures]
    common = [place for place in places if place in without]
    return (
        len(grouped) / len(places),
        pure / max(len(grouped), 1),
        v_measure_score([measures[one] for one in linked], [groups[one] for one in linked]) if linked else np.nan,
        adjusted_rand_score([without[one] for one in common], [groups[one] for one in common]),
    )


def _remarks(records: Sequence[Record]) -> list[RemarkPlace]:
    return [RemarkPlace(one.id, turn.id) for one in records for turn in one.utterances if turn.kind in REMARKS]


def _groups(records: Sequence[Record], places: Sequence[RemarkPlace]) -> Groups:
    """The issue of each remark; one that stands alone is a group of its own."""
    found = {place: str(number) for number, issue in enumerate(issues_of(records)) for place in issue.remarks}
    return {place: found.get(place, f"{place.record} {place.utterance}") for place in places}


def _gold(council: str, folders: Sequence[Path]) -> tuple[dict[RemarkPlace, str], dict[RemarkPlace, str]]:
    """The first field of each remark, and its measure where it has one."""
    fields: dict[RemarkPlace, str] = {}
    measures: dict[RemarkPlace, str] = {}
    linked = {
        (line["remark"]["doc"], line["remark"]["unit"]): json.dumps(line["measure"])
        for line in lines_of("links.jsonl")
        if line["measure"]
    }
    for folder in folders:
        record = record_of(folder)
        lines = map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines())
        units = [line for line in lines if line["type"] == "unit"]
        for (kind, number), turn in ids_of(folder, record).items():
            place = RemarkPlace(record.id, turn)
            if kind == "unit":
                fields[place] = (units[number].get("topics") or [""])[0]
                if measure := linked.get((f"{council}/{folder.name}", number)):
                    measures[place] = measure
    return fields, measures


if __name__ == "__main__":
    main()
