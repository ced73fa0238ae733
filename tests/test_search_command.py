"""`minutes search`, `minutes db` and `process --db`: what staff type and what they see."""

import csv
import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from minutes_nlp.cli import main
from minutes_nlp.commands.store import FORMATS
from minutes_nlp.keeping import FORMS
from minutes_nlp.model import Speaker
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Store

MINUTES = """第３回　みさき県くらしの研究会　議事概要
○日時：令和６年１１月６日（水）10:00～12:00
○議事概要
○　地域おこし協力隊の任期の後の住まいが足りない。
→　定住に向けた空き家の活用については、次回までに整理したい旨事務局より回答。
○　=HYPERLINK("x") という式を移住の相談の表に書かないでほしい。
"""
EARLIER = """第１回 川辺町の暮らしを考える会 議事概要

○日時
令和６年６月５日（水）

【議事概要】
○ 山あいの集落では移動販売の車が燃料の値上がりで来なくなり、買物に困っている。
 →移動販売の燃料費への支援を検討したい旨事務局より回答。

○ 空き家に残された仏壇や家財が片付かず、貸すことができない。
 →家財の片付けの費用について、支援できないか検討する旨事務局より回答。
"""
DECK = """令和７年度 川辺町の重点施策

【新規】移動販売燃料費支援事業
R7当初予算額：3百万円
・燃料の値上がりを受け、山あいの集落を回る移動販売の車の燃料費を補助
⇒ 目標：10台

【拡充】放課後の居場所づくり
R7当初予算額：12百万円
・学童保育の閉所の時刻を午後７時30分まで延長
⇒ 目標：５か所
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    folder = tmp_path_factory.mktemp("command")
    (folder / "第3回.txt").write_text(MINUTES, encoding="utf-8")
    path = folder / "s.db"
    assert main(["process", str(folder / "第3回.txt"), "--out", str(folder / "out"), "--db", str(path)]) == 0
    return path


@pytest.fixture
def told(db, capsys):
    def run(*words):
        code = main([*words, "--db", str(db)])
        return code, capsys.readouterr().out

    return run


def test_words_are_found_with_reply_and_place(told):
    code, out = told("search", "協力隊", "定住", "--width", "100")
    assert code == 0
    assert "語句一致 1 件" in out
    assert out.index("任期の後") < out.index("定住に向けた")
    assert "第3回.txt p.1 l.4" in out


def test_a_word_may_be_excluded_with_a_hyphen(told):
    assert told("search", "住まい", "-任期", "--limit", "1")[0] in {0, 1}
    _, out = told("search", "住まい", "-任期", "--json")
    assert not any(json.loads(line)["group"] == "words" for line in out.splitlines())


def test_nothing_found_is_told_and_ends_with_1(told):
    code, out = told("search", "「存在しない語句」", "--role", "minister")
    assert code == 1
    assert "見つかりません" in out


def test_json_and_csv_hold_the_same_passages(told):
    _, lines = told("search", "協力隊", "--json")
    _, table = told("search", "協力隊", "--csv")
    refs = [one["ref"] for line in lines.splitlines() for one in json.loads(line)["passages"]]
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert [row["ref"] for row in rows] == refs
    assert rows[0]["file"] == "第3回.txt"


def test_json_tells_what_is_for_reference_only(told):
    def sure(*words):
        rows = map(json.loads, told("search", *words, "--json")[1].splitlines())
        return {row["group"]: row["is_sure"] for row in rows}

    assert sure("原子力防災の訓練") == {"related": False}
    assert sure("協力隊")["words"]


def test_no_cell_is_a_formula(told):
    _, table = told("search", "相談", "--csv")
    texts = [row["text"] for row in csv.DictReader(io.StringIO(table.lstrip("\ufeff")))]
    assert any("HYPERLINK" in text for text in texts)
    assert not any(text.startswith("=") for text in texts)


def test_the_sql_of_a_search_is_sql(told, db):
    _, out = told("search", "協力隊", "--sql")
    with sqlite3.connect(db) as connection:
        first = next(line for line in out.split(";\n") if line.startswith("WITH hits"))
        assert connection.execute(first).fetchall()
    connection.close()


def test_facets_name_the_options_that_narrow(told):
    _, out = told("search", "協力隊", "--facets")
    assert "--role: " in out
    assert "--year: 2024 1" in out


def test_similar_questions(told):
    code, out = told("search", "--similar", "隊員だった人の家をどうするのか")
    assert code == 0
    assert "住まいが足りない" in out


def test_a_search_without_words_or_conditions_is_refused(capsys):
    assert main(["search", "--db", "none.db"]) == 2
    assert main(["search", "　", "--db", "none.db"]) == 2
    assert "探す語がありません" in capsys.readouterr().err


def test_a_page_behind_the_last_says_so(told):
    code, out = told("search", "協力隊", "--offset", "999")
    assert code == 0
    assert "この先にはありません" in out


def test_a_store_that_is_not_there_is_told(capsys, tmp_path):
    assert main(["search", "x", "--db", str(tmp_path / "none.db")]) == 1
    assert "保存先のファイルがありません" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_a_store_is_listed_checked_exported_and_emptied(told, tmp_path, db):
    _, out = told("db", "list", "--json")
    (document,) = [json.loads(line) for line in out.splitlines()]
    assert document["council"] == "みさき県くらしの研究会"
    assert told("db", "check") == (0, "異常はありません\n")
    for name, count in (("all.jsonl", 1), ("all.csv", 3)):
        code, out = told("db", "export", "-o", str(tmp_path / name), "--json")
        assert (code, json.loads(out)["rows"]) == (0, count)
    assert main(["db", "export", "-o", str(tmp_path / "x.pdf"), "--db", str(db)]) == 2


def test_the_forms_of_an_export_are_those_that_the_help_names():
    assert tuple(FORMS) == FORMATS


def test_records_are_added_and_removed(tmp_path, db, capsys):
    other = tmp_path / "other.db"
    assert main(["db", "add", str(db.parent / "out"), "--db", str(other)]) == 0
    (db.parent / "out" / "0.json").write_text('{"schema": "minutes-record/1"', encoding="utf-8")
    capsys.readouterr()
    assert main(["db", "add", str(db.parent / "out"), "--db", str(tmp_path / "third.db"), "--json"]) == 1
    done = capsys.readouterr()
    assert json.loads(done.out) == {"added": 1, "failed": 1}
    assert "0.json: 記録(JSON)として読めません" in done.err
    assert main(["db", "add", str(tmp_path / "none.json"), "--db", str(other)]) == 1
    capsys.readouterr()
    main(["db", "list", "--json", "--db", str(other)])
    record_id = json.loads(capsys.readouterr().out)["record_id"]
    assert main(["db", "remove", record_id, "--db", str(other)]) == 0
    assert main(["db", "remove", record_id, "--db", str(other)]) == 1


def test_a_second_run_leaves_the_store_alone(db, capsys):
    def state():
        with Store(db) as store:
            return store.table("meta")

    before = state()
    folder = db.parent
    assert main(["process", str(folder / "第3回.txt"), "--out", str(folder / "out"), "--db", str(db)]) == 0
    assert state() == before
    capsys.readouterr()


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    path = tmp_path_factory.mktemp("followed") / "later.db"
    with Store(path) as store:
        store.add(make_record(EARLIER.encode(), "第1回.txt"))
        store.add(make_record(DECK.encode(), "施策.txt"))
    return path


@pytest.fixture
def search(followed, capsys):
    def run(*words):
        assert main(["search", "--db", str(followed), "--width", "120", *words]) == 0
        return capsys.readouterr().out

    return run


def test_similar_questions_tell_what_became_of_them(search):
    told = search("--limit", "1", "--similar", "移動販売の燃料代")
    assert "その後: 予算「移動販売燃料費支援事業」 令和７年度 川辺町の重点施策 2025-04-01" in told
    assert json.loads(search("--json", "--limit", "1", "--similar", "空き家の仏壇"))["later"] == []


def test_who_asks_what_became_of_something_is_told(search):
    assert "その後: 予算「移動販売燃料費支援事業」" in search("移動販売の燃料費はどうなったか")
    assert "その後" not in search("移動販売の燃料費")
    rows = map(json.loads, search("移動販売の燃料費のその後", "--json").splitlines())
    assert "移動販売燃料費支援事業" in {later["name"] for row in rows for later in row["later"]}


@pytest.mark.parametrize("day", ["2024-13", "去年の春"])
def test_a_day_that_is_none_is_refused(db, capsys, day):
    assert main(["search", "協力隊", "--since", day, "--db", str(db)]) == 2
    assert f"{day} は日付として読めません" in capsys.readouterr().err


def test_nothing_in_a_file_steers_the_terminal(tmp_path, capsys):
    record = make_record(MINUTES.encode(), "第3回\x1b[31m.txt")
    turns = tuple(replace(one, speaker=Speaker(label="構成員\x1b[2J")) for one in record.utterances)
    meeting = replace(record.meeting, name="会\x1b]0;x\x07議")
    with Store(tmp_path / "t.db") as store:
        store.add(replace(record, utterances=turns, meeting=meeting))
    for words in (["search", "協力隊", "--facets"], ["db", "list"]):
        assert main([*words, "--db", str(tmp_path / "t.db")]) == 0
        assert "\x1b" not in capsys.readouterr().out


@pytest.mark.usefixtures("_unguarded")
def test_a_folder_whose_files_changed_places_is_kept_whole(tmp_path):
    path, out = tmp_path / "s.db", str(tmp_path / "out")
    texts = [MINUTES, MINUTES.replace("第３回", "第４回")]

    def process(*contents):
        for name, content in zip("ab", contents, strict=True):
            (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")
        files = [str(tmp_path / f"{name}.txt") for name in "ab"]
        assert main(["process", *files, "--out", out, "--db", str(path)]) == 0
        with Store(path) as store:
            return {Path(one.path).name: one.number for one in store.documents()}

    assert process(*texts) == {"a.txt": 3, "b.txt": 4}
    assert process(*reversed(texts)) == {"a.txt": 4, "b.txt": 3}
    assert process(texts[0], texts[1].replace("第４回", "第５回")) == {"a.txt": 3, "b.txt": 5}


@pytest.mark.parametrize(
    ("japanese", "ids"),
    [
        (["--role", "事務局"], ["--role", "secretariat"]),
        (["--kind", "回答"], ["--kind", "reply"]),
        (["--topic", "協力隊"], ["--topic", "kyoryokutai"]),
        (["--year", "令和６年度"], ["--year", "2024"]),
        (["--since", "令和6年11月"], ["--since", "2024-11"]),
        (["--until", "2024/11/6"], ["--until", "2024-11-06"]),
        (["--act", "約束"], ["--act", "commitment"]),
    ],
    ids=lambda words: words[0],
)
def test_what_a_search_is_narrowed_to_may_be_written_in_japanese(told, japanese, ids):
    asked = ("search", "--json", "--width", "80")
    found = told(*asked, *japanese)
    assert found[0] == 0
    assert found == told(*asked, *ids)


@pytest.mark.parametrize("wrong", [["--role", "町長"], ["--kind", "答弁書"], ["--topic", "宇宙"], ["--year", "去年"]])
def test_a_value_that_is_not_known_is_refused_with_those_that_are(db, capsys, wrong):
    with pytest.raises(SystemExit) as stop:
        main(["search", "協力隊", *wrong, "--db", str(db)])
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert wrong[1] in told
    assert "選べるのは" in told or "例: " in told


def test_facets_are_shown_as_they_are_typed(told):
    _, out = told("search", "住まい", "--facets")
    assert "--role: member(構成員) 1" in out
    assert "--year: 2024 1" in out
    assert "--answered 1" in out
