"""The plain form: what is said alike looks alike; and the short meetings in other voices."""

import importlib
import sys
from pathlib import Path

import pytest

from minutes_nlp.analysis.acts import SIDES, sayings
from minutes_nlp.language.plain import plain, standard
from minutes_nlp.model import UtteranceKind

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("船の数を示していただけないでしょうか", "船の数を示してもらえないか"),
        ("船の数を示してもらえんじゃろうか", "船の数を示してもらえないか"),
        ("灯りが足りないのではないかと思っております", "灯りが足りないのでないか"),
        ("灯りは四十三か所です", "灯りは0か所"),
        ("「付けます」と言われました", "「」と言われた"),
        ("家を出んと間に合わんのです", "家を出ないと間に合わない"),
        ("ファムさんと話しました", "ファムさんと話した"),
    ],
)
def test_what_is_said_alike_looks_alike(printed, said):
    assert plain(printed).said == said


def test_what_is_cut_off_leaves_its_name():
    assert dict(plain("船を増やすべきだと考えております").tails) == {"think": "と考えている", "soft": "だ"}


def test_dialect_is_levelled_without_touching_politeness():
    assert standard("話しとるところでございます") == "話しているところでございます"
    assert standard("検討しております") == "検討しております"


@pytest.fixture
def read(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    yield importlib.import_module("sayings").sayings_of
    sys.modules.pop("sayings", None)


@pytest.mark.parametrize("path", sorted((ROOT / "corpora" / "sayings").glob("*.txt")), ids=lambda path: path.stem)
def test_each_sentence_of_the_other_voices_has_its_label(read, path):
    for unit in read(path):
        kind = UtteranceKind(unit["kind"])
        assert len(list(sayings(unit["text"], kind))) == len(unit["acts"]), unit["text"]
        assert all(made["text"] in unit["text"] for made in unit["commitments"])
        assert kind in SIDES or kind is UtteranceKind.STATEMENT
