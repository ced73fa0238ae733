"""One figure over years and documents, each value with its place; and the command that tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import status
from test_measures import LISTED

from minutes_nlp.across.series import series_of, subject_of, values_of
from minutes_nlp.pipeline import make_record
from minutes_nlp.places import place_of, told_place

SHARED = Path(__file__).parents[2] / "shared"
FIRST = (
    LISTED + "\n渡し舟仲間の推進に要する経費\n令和６年度予算額：12百万円\n"
    "・渡し舟仲間の団体数は、令和５年度は28団体であり、令和８年度までに50団体とする目標を掲げて運航を広げる。\n"
)
SECOND = (
    LISTED + "\n山里の施策の全体像\n"
    "・渡し舟仲間\n川を渡る町どうしで舟と船頭を融通し合う\nR6 31団体(過去最高)→R8目標 50団体\n\n"
    "・水車の学校\n水車の守り方を次の世代に伝えるための研修\nR5 約1,200人\n\n"
    "・語り部の会\n囲炉裏ばなしを学校や宿で語る人を登録し紹介\nR6 専任12人 兼任45人\n"
)


def record(text, name):
    return make_record(text.encode(), name)


def test_a_place_is_told_by_its_page_or_without_pages_by_its_paragraph():
    assert told_place(3, 24) == "3頁24行"
    assert told_place(0, 12) == told_place(None, 12) == "第12段落"
    assert told_place(0, 0) == told_place(None, None) == ""
    assert place_of((), "", 5) == (0, 0)


@pytest.fixture
def documents():
    return [(name, record(text, name)) for name, text in (("R6.txt", FIRST), ("R7.txt", SECOND))]


def told(series):
    return [(points[0].kind.value, points[0].value, points[0].year) for points in values_of(series)]


def test_one_figure_is_connected_over_documents_and_years(documents):
    (found,) = series_of(documents)
    assert (found.name, found.unit) == ("渡し舟仲間", "団体")
    assert told(found) == [("actual", 28, 2023), ("actual", 31, 2024), ("target", 50, 2026)]


def test_a_value_has_every_place_that_prints_it(documents):
    (found,) = series_of(documents)
    aim = list(values_of(found))[-1]
    assert [point.file for point in aim] == ["R6.txt", "R7.txt"]
    for file, made in documents:
        for point in (point for point in found.points if point.file == file):
            line = made.source_text.splitlines()[point.line - 1]
            assert point.text in line


def test_one_document_alone_with_one_value_makes_no_series():
    assert series_of([("x.txt", record(SECOND.replace("R8目標 50団体", ""), "x.txt"))]) == ()


def test_another_unit_and_another_part_are_other_series():
    text = SECOND.replace("R5 約1,200人", "R5 修了20人→R6 40か所")
    names = {(s.name, s.unit) for s in series_of([("x.txt", record(text, "x.txt"))])}
    assert names == {("渡し舟仲間", "団体")}


def test_of_parts_and_their_whole_in_one_year_only_the_whole_goes_on():
    parts = SECOND.replace("R6 31団体(過去最高)", "谷の組19団体、川の組12団体（R6.4.1現在 計31団体）")
    (found,) = series_of([("R6.txt", record(FIRST, "R6.txt")), ("R7.txt", record(parts, "R7.txt"))])
    assert told(found)[:2] == [("actual", 28, 2023), ("actual", 31, 2024)]


@pytest.mark.parametrize(("name", "unit"), [("渡し舟協同組合", "組合"), ("渡し舟運営組織", "組織")])
def test_bodies_are_counted_alike_whatever_they_are_called(name, unit):
    documents = [
        ("R6.txt", record(FIRST.replace("渡し舟仲間", f"{name}制度"), "R6.txt")),
        ("R7.txt", record(SECOND.replace("渡し舟仲間", name).replace("31団体", f"31{unit}"), "R7.txt")),
    ]
    (found,) = series_of(documents)
    assert (found.name, told(found)[:2]) == (name, [("actual", 28, 2023), ("actual", 31, 2024)])


def test_a_figure_that_a_member_cites_joins_no_series():
    minutes = (
        "山里審議会（第４回） 議事概要\n○日時\n令和７年４月３日\n○出席者\n・構成員\n桐山座長\n【議事概要】\n"
        "○ 渡し舟仲間は令和４年度に20団体だったのではないか。\n→ 令和６年度は31団体である旨事務局より回答。\n"
    )
    assert series_of([("x.txt", record(minutes, "x.txt"))]) == ()


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("渡し舟仲間の推進に要する経費", "渡し舟仲間"),
        ("渡し舟仲間・船頭補佐", "渡し舟仲間"),
        ("渡し舟仲間（第２期）", "渡し舟仲間"),
        ("「渡し舟仲間」について", "渡し舟仲間"),
        ("渡し舟仲間 受入プラン", "渡し舟仲間"),
        ("渡し舟仲間制度の概要", "渡し舟仲間"),
    ],
)
def test_a_measure_is_about_what_its_name_begins_with(name, subject):
    assert subject_of(name) == subject


# --- the command


@pytest.fixture
def folder(tmp_path, documents):
    (tmp_path / "R6.txt").write_text(FIRST, encoding="utf-8")
    for name, made in documents:
        (tmp_path / f"{name}.json").write_text(made.to_json(), encoding="utf-8")
    return tmp_path


def test_the_command_tells_each_value_with_file_page_and_line(folder, capsys):
    assert status("series", folder, "--figures") == 0
    out = capsys.readouterr().out
    assert "渡し舟仲間: 28団体 (R5) → 31団体 (R6) → 目標 50団体 (R8)" in out
    assert "R6.txt 1頁" in out
    assert "1 系列(資料 2 件)" in out


def test_the_command_gives_one_json_line_for_each_series(folder, capsys):
    assert status("series", folder, "--figures", "--json") == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["name"], line["unit"]) == ("渡し舟仲間", "団体")
    assert {"kind", "value", "year", "file", "page", "line", "measure"} <= set(line["points"][0])


def test_a_document_is_read_where_no_record_lies_beside_it(tmp_path, capsys):
    (tmp_path / "R7.txt").write_text(SECOND, encoding="utf-8")
    assert status("series", tmp_path / "R7.txt", "--figures") == 0
    assert "R7.txt" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(folder, capsys):
    (folder / "壊れた.json").write_text('{"schema": "minutes-record/1", "id": 1}', encoding="utf-8")
    (folder / "設定.json").write_text("{}", encoding="utf-8")
    assert status("series", folder, "--figures") == 1
    told = capsys.readouterr()
    assert "壊れた.json" in told.err
    assert "設定.json" not in told.err
    assert "渡し舟仲間" in told.out


def test_the_seeds_connect_the_number_of_members_over_three_years():
    files = sorted(SHARED.glob("seeds/00[134]_*.txt"))
    if not files:
        pytest.skip("the shared documents are not here")
    found = series_of([(file.name, make_record(file.read_bytes(), file.name)) for file in files])
    values = [told(series) for series in found if {p.value for p in series.points} >= {7200, 7910, 10000}]
    assert values[0][-3:] == [("actual", 7200, 2023), ("actual", 7910, 2024), ("target", 10000, 2026)]
