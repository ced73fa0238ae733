from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_nlp.findings import FigureKind
from minutes_nlp.language.figures import FigureMention, figures_in
from minutes_nlp.numerals import folded, number

LIST = Path(__file__).parents[1] / "corpora/figures.tsv"


def _phrases() -> dict[tuple[str, str], list[dict[str, str]]]:
    """The figures of each phrase of the list, and the day on which it is said."""
    phrases = defaultdict(list)
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = phrases[row["phrase"], row["said_on"]]
            if row["kind"] != "none":
                found.append(row)
    return phrases


PHRASES = _phrases()


def _row(phrase: str, figure: FigureMention) -> dict[str, object]:
    return {
        "printed": phrase[figure.start : figure.end],
        "kind": figure.kind,
        "value": figure.value,
        "upper": figure.upper,
        "unit": figure.unit,
        "start": figure.first,
        "end": figure.last,
        "fiscal_year": figure.fiscal_year,
    }


def _expected(row: dict[str, str]) -> dict[str, object]:
    return {
        "printed": row["printed"],
        "kind": FigureKind(row["kind"]),
        "value": float(row["value"]) if row["value"] else None,
        "upper": float(row["upper"]) if row["upper"] else None,
        "unit": row["unit"] or None,
        "start": date.fromisoformat(row["start"]) if row["start"] else None,
        "end": date.fromisoformat(row["end"]) if row["end"] else None,
        "fiscal_year": int(row["fiscal_year"]) if row["fiscal_year"] else None,
    }


@pytest.mark.parametrize(("phrase", "said_on"), PHRASES)
def test_each_phrase_of_the_list(phrase: str, said_on: str):
    found = figures_in(phrase, date.fromisoformat(said_on) if said_on else None)
    assert [_row(phrase, figure) for figure in found] == [_expected(row) for row in PHRASES[phrase, said_on]]


def test_the_list_is_long_enough_to_mean_something():
    assert len(PHRASES) >= 170
    assert sum(not rows for rows in PHRASES.values()) >= 25
