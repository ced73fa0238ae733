"""Measures that tables list, and what arrows and gaps part: rows of budgets, costs before and after, names on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_nlp.analysis.measures.naming import name_of
from minutes_nlp.findings import BudgetStage, MeasureKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.text import Text

DECK = """令和８年度 山里振興室 施策の概要

【新規】水車守り育成事業
R8当初予算額：1.5億円
対象：水車を持つ集落
・水車の守り手を二人一組で育てる研修を、県内の三つの谷で開催

【拡充】渡し舟の共同運航
R8当初予算額：６百万円（R7補正予算額：12百万円）
・隣り合う町が一つの時刻表で渡し舟を運航する場合に、船頭の人件費を支援

【継続】囲炉裏ばなしの録音
・語り部の話を録音し、学校で使える形にまとめる
"""


def measures(text):
    return make_record(text.encode(), "x.txt").measures


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("・渡し舟の上限額の引上げ（１隻あたり40万円⇒50万円）", [(400_000, None, "隻"), (500_000, None, "隻")]),
        ("（中心の町 400万円程度→850万円程度（H26））", [(4_000_000, None, None), (8_500_000, 2014, None)]),
        ("・舟の修繕を40万円から50万円に改める例がある", []),
    ],
)
def test_the_amounts_on_both_sides_of_an_arrow_are_costs(line, expected):
    found = measures(DECK.replace("対象：水車を持つ集落", line))[0].money[1:]
    assert [(m.amount, m.fiscal_year, m.per) for m in found] == expected


def test_a_gap_on_paper_parts_a_name_from_its_text():
    text = Text.of("渡し舟の時刻の統一隣り合う町の時刻表を一つにまとめ、広く知らせる。")
    assert name_of(text, run_in=True) is None
    name = name_of(text, run_in=True, gaps=(9,))
    assert (name.text.string, name.rest.string[:4]) == ("渡し舟の時刻の統一", "隣り合う")
    assert name_of(text, run_in=True, gaps=(2,)) is None


@pytest.mark.parametrize("form", ["plain.pdf", "header.pdf", "numbered.pdf"])
def test_a_typeset_report_holds_the_measures_of_its_text(form):
    folder = Path(__file__).parents[1] / "corpora" / "misaki-kurashi" / "report" / "typeset"
    printed, text = ((folder / name).read_bytes() for name in (form, "plain.txt"))
    expected = [measure.name for measure in make_record(text, "x.txt").measures]
    assert len(expected) == 13
    assert [measure.name for measure in make_record(printed, "x.pdf").measures] == expected


LIST = """山里町 令和８年度予算の概要

令和８年度の主な事業

区分\t事業名\t令和８年度予算額（百万円）\t令和７年度予算額（百万円）\t事業概要
新規\t水車守り育成事業\t１５\t－\t水車の守り手を二人一組で育てる研修を開く。
拡充\t渡し舟運航支援事業\t6.5\t5\t隣り合う町の時刻表を一つにまとめる。
\t語り部記録事業\t1,200万円\t1,000万円\t語り部の話を録音する。
\t語り部記録事業\t300万円\t\t録音した話を学校で使う。
\t合計\t36.5\t15\t
"""


def test_the_rows_of_a_table_are_measures_with_the_years_of_its_columns():
    found = measures(LIST)
    assert [(m.id, m.name, m.kind) for m in found] == [
        ("m1", "水車守り育成事業", MeasureKind.NEW),
        ("m2", "渡し舟運航支援事業", MeasureKind.EXPANDED),
        ("m3", "語り部記録事業", None),
    ]
    assert [[(m.amount, m.fiscal_year) for m in measure.money] for measure in found] == [
        [(15_000_000, 2026)],
        [(6_500_000, 2026), (5_000_000, 2025)],
        [(12_000_000, 2026), (10_000_000, 2025), (3_000_000, 2026)],
    ]
    assert found[0].description == "水車の守り手を二人一組で育てる研修を開く。"


@pytest.mark.parametrize(
    ("title", "year", "stage"),
    [
        ("令和７年度　12月補正予算に計上した主な事業", 2025, BudgetStage.SUPPLEMENTARY),
        ("令和８年度当初予算における主要施策", 2026, BudgetStage.INITIAL),
        ("令和６年度の主な事業", None, None),  # names no budget
    ],
)
def test_the_title_of_a_table_dates_what_its_columns_do_not(title, year, stage):
    found = measures(f"山里町の資料\n\n{title}\n\n番号\t事業名\t予算額（千円）\n1\t水車守り育成事業\t1,500\n")
    assert [(m.amount, m.fiscal_year, m.stage) for m in found[0].money] == [(1_500_000, year, stage)]


def test_a_measure_that_the_text_tells_of_stands_once_with_the_costs_of_its_row():
    row = "継続\t囲炉裏ばなしの録音\t8\t\t話を録音する。\n"
    found = measures(DECK + LIST.partition("の主な事業\n")[2] + row)
    by_name = {m.name: m for m in found}
    assert [m.id for m in found] == ["m1", "m2", "m3", "m4", "m5"]
    assert [(m.amount, m.fiscal_year) for m in by_name["囲炉裏ばなしの録音"].money] == [(8_000_000, 2026)]
    assert [(m.amount, m.fiscal_year) for m in by_name["水車守り育成事業"].money] == [(150_000_000, 2026)]
    assert len(by_name["水車守り育成事業"].blocks) > 1


def test_a_table_of_ended_measures_holds_none():
    assert measures(LIST.replace("令和８年度の主な事業", "別表１　令和７年度に終えた事業")) == ()


@pytest.mark.parametrize("head", ["月\t人数\t割合", "事業名\t担当課\t電話", "会員\t予算\t備考"])
def test_other_tables_hold_no_measures(head):
    rows = "水車守り育成事業\t15\t山里振興室\n渡し舟運航支援事業\t6\t交通課\n"
    assert measures(f"山里町の資料\n\n{head}\n{rows}") == ()
