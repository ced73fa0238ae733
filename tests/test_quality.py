"""The quality gate: no figure of our corpus falls below its pinned floor (scripts/quality.py)."""

from __future__ import annotations

import quality


def test_no_figure_of_the_corpus_falls_below_its_floor():
    assert list(quality.below(quality.measured(), quality.floors_of())) == []


def test_a_fallen_figure_and_a_vanished_one_are_both_reported():
    floors = {"plain.pdf": {"units": 0.99, "links": 0.9}}
    assert len(list(quality.below({"plain.pdf": {"units": 0.98}}, floors))) == 2
    assert list(quality.below({"plain.pdf": {"units": 0.99, "links": 1.0}}, floors)) == []


def test_raising_the_floors_never_lowers_one():
    floors = {"plain.pdf": {"units": 0.99}}
    assert quality.raised(floors, {"plain.pdf": {"units": 0.5, "exact": 1.0}}) == {
        "plain.pdf": {"units": 0.99, "exact": 1.0}
    }
