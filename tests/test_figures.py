from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_nlp.analysis.figures import figures_of, printed_days
from minutes_nlp.document import Paragraph
from minutes_nlp.findings import FigureKind
from minutes_nlp.language.figures import FigureMention, figures_in
from minutes_nlp.language.units import unit_name
from minutes_nlp.model import BlockKind
from minutes_nlp.numerals import in_ascii, number
from minutes_nlp.pipeline import make_record
from minutes_nlp.text import Text

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


def test_what_an_amount_is_for():
    def per(phrase):
        return [figure.per for figure in figures_in(phrase)]

    assert per("300万円／団体") == ["団体"]
    assert per("１人当たり上限額５２０万円") == ["人"]
    assert per("１か所につき年額 40万円") == ["か所"]
    assert per("4,000件／年") == ["年"]
    assert per("総額300万円") == [None]


def test_only_a_date_reckoned_from_the_day_it_was_said_is_relative():
    assert [figure.relative for figure in figures_in("令和６年度、本年度、先般", date(2024, 5, 8))] == [
        False,
        True,
        True,
    ]
    assert [figure.relative for figure in figures_in("来年３月と４月")] == [True, False]


def test_a_year_without_its_era_follows_the_one_before():
    found = figures_in("平成26年度：118人、27年度：174人", date(2025, 6, 1))
    assert [figure.fiscal_year for figure in found if figure.kind == FigureKind.DATE] == [2014, 2015]


@pytest.mark.parametrize("unit", ["か所", "箇所", "個所", "ヶ所", "ヵ所", "カ所", "ケ所"])
def test_one_spelling_of_a_unit(unit):
    assert unit_name(unit) == "か所"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("二〇二四", "2024"),
        ("二億三千四十万五百一", "230400501"),
        ("1.5兆", "1500000000000"),
        ("1万2千", "12000"),
        ("十", "10"),
    ],
)
def test_a_number_is_exact(printed, value):
    assert number(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["", "万", "十十", "1億2兆", "二3", "3円", "一万億"])
def test_no_number(printed):
    assert number(printed) is None


@given(st.integers(0, 10**12))
def test_yen_have_no_drift(yen):
    (figure,) = figures_in(f"{yen:,}円")
    assert figure.value == yen


SIGNS = (
    "0 1 ３ 12, . 、 ～ から 十 百 万 億 円 人 か所 ％ 割 / 令和 R 年 度 月 日 末 第 半期 今 来 昨 本 約 ▲ （ ） 率 の"
)
FRAGMENTS = SIGNS.split(" ")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_figures_are_in_order_and_apart(text):
    found = figures_in(text, date(2024, 5, 8))
    assert all(0 <= figure.start < figure.end <= len(text) for figure in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(figure.first <= figure.last for figure in found if figure.first and figure.last)


def test_the_ascii_form_keeps_the_offsets():
    assert in_ascii("（１２，５％）～") == "(12,5%)~"


def test_figures_know_their_place_in_the_source():
    source = "本年度の予算は\n６．２億円である。"
    joined = Text.of(source, 0, 7) + Text.of(source, 8)
    year, money = figures_of([Paragraph(BlockKind.PARAGRAPH, joined)], date(2025, 4, 1))
    assert (year.text, year.start, year.end, year.fiscal_year) == ("本年度", "2025-04-01", "2026-03-31", 2025)
    assert (money.text, money.value, money.spans) == ("６．２億円", 620_000_000, ((8, 13),))


def test_a_unit_is_not_taken_from_the_next_cell():
    source = "３\t名簿\t人\t５人"
    rows = (tuple(Text.of(source).split("\t")),)
    found = figures_of([Paragraph(BlockKind.TABLE, Text.of(source), rows=rows)], None)
    assert [figure.text for figure in found] == ["５人"]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (["中間とりまとめ", "令和７年３月"], (date(2025, 3, 1), date(2025, 3, 31))),
        (["施策の概要（令和６年度）", "（2024年5月8日現在）"], (date(2024, 5, 8), date(2024, 5, 8))),
        (["令和６年度の取組", "令和６年５月８日の会合では活発な意見があった"], None),
        (["令和７年度"], None),
    ],
)
def test_the_date_of_a_report_stands_alone_at_its_head(head, day):
    assert printed_days(head) == day


def test_the_record_reckons_from_the_day_of_the_meeting():
    lines = ["第２回 海辺のまち検討会 議事概要", "日時：令和６年２月８日（木）10:00～12:00", "○ 昨年度の相談は何件か。"]
    record = make_record("\n".join([*lines, "→ １２０件である旨事務局より回答。"]).encode(), "a.txt")
    assert record.meeting
    assert record.meeting.date == "2024-02-08"
    last_year, number_ = record.figures[-2:]
    assert (last_year.text, last_year.fiscal_year, last_year.relative) == ("昨年度", 2022, True)
    assert (number_.text, number_.value, number_.unit) == ("１２０件", 120, "件")
    assert all("".join(record.source_text[a:b] for a, b in figure.spans) == figure.text for figure in record.figures)
