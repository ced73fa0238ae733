"""minutes digest: what it takes, what it writes, and what it says when it cannot."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from test_cli import status
from test_papers import TODAY, made

from minutes_nlp.papers.material import Material
from minutes_nlp.store import Store


@pytest.fixture(scope="module")
def record():
    return made()


@pytest.fixture
def records(record, tmp_path):
    folder = tmp_path / "記録"
    folder.mkdir()
    (folder / "第4回.txt.json").write_text(record.to_json(), encoding="utf-8")
    return folder


def test_the_command_writes_the_paper_and_says_where(records, tmp_path, capsys):
    target = tmp_path / "対応表.xlsx"
    assert status("digest", records, "--kind", "responses", "--as-of", "令和6年6月9日", "-o", target) == 0
    told = capsys.readouterr().out
    assert "対応表.xlsx" in told
    assert "対応表.csv" in told
    assert "作成日 令和6年6月9日" in openpyxl.load_workbook(target)["対応表"]["A2"].value


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--kind", "cards", "-o", "x.pdf"), "docx"),
        (("--kind", "responses", "--format", "xlsx", "-o", "x.csv"), "合いません"),
        (("--kind", "news", "-o", "x.html", "--topic", "天気"), "kyoryokutai"),
        (("--kind", "news", "-o", "x.html", "--since", "きのう"), "日付として読めません"),
        (("--kind", "news", "-o", "x.html", "--since", "2024-13"), "日付として読めません"),
        (("--kind", "news"), "-o"),
        (("--kind", "news", "-o", "x.html", "--templates", "ない"), "ない"),
    ],
)
def test_a_wrong_option_is_told_in_japanese_and_nothing_is_written(options, said, records, monkeypatch, capsys):
    monkeypatch.chdir(records.parent)
    assert status("digest", records, *options) == 2
    assert said in capsys.readouterr().err
    assert not list(records.parent.glob("x.*"))


def test_fields_of_ones_own_are_told_by_their_labels(record, tmp_path):
    own = tmp_path / "分野.toml"
    own.write_text('[kyoryokutai]\nlabel = "よそから来る人"\naliases = ["協力隊"]\n', encoding="utf-8")
    for topic in ("よそから来る人", "よそから"):
        material = Material([record], topics=[topic], today=TODAY, taxonomy=own)
        assert [one.topics[0] for one in material.exchanges] == ["よそから来る人"]


def test_a_database_gives_its_records(record, tmp_path):
    with Store(tmp_path / "会議.db") as store:
        store.add(record)
    assert status("digest", tmp_path / "会議.db", "--kind", "summary", "-o", tmp_path / "要約.md") == 0
    assert "里山のくらし研究会（第4回）" in (tmp_path / "要約.md").read_text(encoding="utf-8")


def test_minutes_that_could_not_be_read_are_told_of(record, records, tmp_path, capsys):
    unread = replace(record, id="0" * 16, utterances=(), pairs=(), source=replace(record.source, name="第9回.txt"))
    (records / "第9回.txt.json").write_text(unread.to_json(), encoding="utf-8")
    assert status("digest", records, "--kind", "news", "-o", tmp_path / "x.txt") == 0
    assert "第9回.txt: 発言を読み取れていない" in capsys.readouterr().err
