"""Editions of one document: one is shown, the others are told beside it."""

import json
import sqlite3

import pytest

from minutes_nlp.across.copies import alone
from minutes_nlp.cli import main
from minutes_nlp.model import Record
from minutes_nlp.papers.material import Material
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Store, sequels_of
from minutes_nlp.store.counts import councils, heat, promised_on, promises, topics
from minutes_nlp.store.editions import tell_editions
from minutes_nlp.store.migrations import MIGRATIONS

PLAIN = """第３回　みなと町のくらし懇談会　議事概要
○日時：令和６年５月８日（水）10:00～12:00
○議事概要
○　買物の足がなく、高齢者が困っている。移動販売を増やせないか。33件の相談があったと聞くが、その後どうなったのか。
→　来年度に向けて、移動販売の支援を検討していきたい旨事務局より回答。相談は町の窓口が全て聞き取りを終えている。
○　地域おこし協力隊の隊員が任期の後も町に残れるよう、住まいと仕事の両方の支えが要るのではないか。
→　隊員の定住の支援は、今年度から空家の改修費に充てられるようにした旨事務局より回答。
"""
HTML = "<html><body>" + "".join(f"<p>{line}</p>" for line in PLAIN.splitlines()) + "</body></html>"
FIXED = PLAIN.replace("議事概要\n", "議事概要（訂正版）\n", 1).replace("33件", "38件")
AGAIN = FIXED.replace("（訂正版）", "（令和６年７月１日再訂正）", 1).replace("38件", "39件")
OTHER = PLAIN.replace("第３回", "第４回").replace("５月８日（水）", "９月４日（水）")
APART = """第３回　みなと町のくらし懇談会　議事録
○日時：令和６年５月８日（水）10:00～12:00
○議事
○　通院の足の確保について、予約の電話がつながらないという声が多い。受付の時間を夕方まで延ばせないか。
→　運行の委託先と話し合い、秋からは夕方六時まで受け付けることとしたい旨事務局より回答。
"""


def record_of(text, name):
    return make_record(text.encode(), name)


@pytest.fixture
def records():
    texts = {"議事概要.txt": PLAIN, "議事概要.html": HTML, "訂正.txt": FIXED, "第4回.txt": OTHER, "速記.txt": APART}
    return {name: record_of(text, name) for name, text in texts.items()}


@pytest.fixture
def store(tmp_path, records):
    with Store(tmp_path / "町.db") as opened:
        for name, record in records.items():
            opened.add(record, path=name)
        yield opened


def shown(store):
    return sorted(one.name for one in store.documents())


def test_the_newest_correction_is_shown_and_the_others_are_told_beside_it(store, records):
    assert shown(store) == sorted(["訂正.txt", "第4回.txt", "速記.txt"])
    assert len(store) == 3
    assert len(store.documents(hidden=True)) == 5
    others = store.editions(records["訂正.txt"].id)
    assert [one.name for one in others] == ["議事概要.html", "議事概要.txt"]
    assert [one.name for one in store.editions(records["議事概要.txt"].id)] == ["訂正.txt", "議事概要.html"]
    assert store.editions(records["第4回.txt"].id) == []
    assert store.hidden() == {records["訂正.txt"].id: others}


def test_of_the_same_text_that_is_shown_which_can_be_cited_best(records):
    same = [records["議事概要.txt"], records["議事概要.html"]]
    assert alone(same) == ([same[1]], {same[0].id: same[1].id})
    assert alone(same[::-1])[0] == [same[1]]


def test_a_correction_of_a_correction_is_the_newest_and_a_draft_the_oldest(records):
    assert record_of(AGAIN, "a.txt").meeting.name == "みなと町のくらし懇談会"  # and not … 再訂正）
    again, draft = record_of(AGAIN, "a.txt"), record_of(PLAIN, "議事概要（案）.txt")
    assert alone([again, records["訂正.txt"]])[0] == [again]
    assert alone([draft, records["議事概要.txt"]])[0] == [records["議事概要.txt"]]


def test_other_minutes_of_the_same_meeting_are_a_document_of_their_own(records):
    both = [records["議事概要.txt"], records["速記.txt"]]
    assert alone(both) == (both, {})


def test_an_exchange_is_found_and_counted_once(store):
    assert store.search("移動販売").total == 2  # of the third meeting and of the fourth
    assert store.search("33件").total == 1
    assert store.facets("移動販売")["council"] == {"みなと町のくらし懇談会": 2}
    found = store.similar("移動販売を増やせないか").exchanges
    assert {one.document for one in found} <= {one.record_id for one in store.documents()}
    assert councils(store.connection) == [("みなと町のくらし懇談会", 3)]
    assert heat(store.connection, "みなと町のくらし懇談会", 9).counts["kyoryokutai"] in {
        (1, 0, 1),
        (2, 0, 2),
        (0, 1, 1),
    }
    assert dict(topics(store.connection))["kyoryokutai"] <= 4
    assert sum(count for _, count in promised_on(store.connection)) == len(promises(store.connection, 99)) == 3
    assert len(store.table("utterances")[1]) == 4 + 4 + 2


def test_an_edition_that_is_not_shown_can_still_be_opened_and_searched_by_its_id(store, records):
    record = records["議事概要.txt"]
    found = store.search("33件", Filters(document=(record.id,)))
    assert found.total == 1
    assert store.exchange(record.id, "u1").passages[0].text == record.utterances[0].text
    later = sequels_of(store, store.search("移動販売", Filters(document=(record.id,))).exchanges)
    assert {sequel.record for some in later.values() for sequel in some} <= {records["第4回.txt"].id}


def test_when_the_shown_one_is_removed_the_next_is_shown(store, records):
    store.remove(records["訂正.txt"].id)
    assert shown(store) == sorted(["議事概要.html", "第4回.txt", "速記.txt"])
    store.remove(records["議事概要.html"].id)
    assert shown(store) == sorted(["議事概要.txt", "第4回.txt", "速記.txt"])
    assert store.hidden() == {}


def test_what_is_shown_does_not_depend_on_the_order_of_storing(store, records, tmp_path):
    with Store(tmp_path / "other.db") as other:
        for name, record in reversed(records.items()):
            other.add(record, path=name)
        assert shown(other) == shown(store)
        other.rebuild()
        assert shown(other) == shown(store)
        other.add(record_of(APART, "訂正.txt"), path="訂正.txt")  # in the place of the correction
        assert shown(other) == sorted(["議事概要.html", "第4回.txt", "訂正.txt"])


def test_an_older_file_learns_which_of_its_editions_are_shown(store, tmp_path, records):
    for statement in (
        "DROP VIEW shown",
        "DROP VIEW utterances",
        "DROP INDEX documents_by_edition",
        "ALTER TABLE documents DROP COLUMN edition_of",
        "ALTER TABLE documents DROP COLUMN dated",  # which came later, as did these pairs of characters
        "DROP TABLE grams",
        "CREATE VIEW utterances AS SELECT 1",
        f"PRAGMA user_version = {MIGRATIONS.index(tell_editions) - 1}",
    ):
        store.connection.execute(statement)
    store.close()
    with Store(tmp_path / "町.db") as opened:
        assert shown(opened) == sorted(["訂正.txt", "第4回.txt", "速記.txt"])
        assert [one.name for one in opened.editions(records["訂正.txt"].id)] == ["議事概要.html", "議事概要.txt"]
        assert opened.search("動販", group=Group.PARTIAL).total == 2  # of 移動販売; its pairs were told, too


def test_a_writing_that_fails_leaves_what_was_shown(store, records, monkeypatch):
    def fail(*_):
        raise sqlite3.OperationalError

    monkeypatch.setattr("minutes_nlp.store.writing.settle_editions", fail)
    with pytest.raises(Exception, match="保存先"):
        store.remove(records["訂正.txt"].id)
    assert shown(store) == sorted(["訂正.txt", "第4回.txt", "速記.txt"])


def test_papers_and_exports_take_the_shown_ones(store, records, tmp_path, capsys):
    material = Material(records.values())
    assert sorted(record.source.name for record in material.records) == shown(store)
    folder = tmp_path / "r"
    folder.mkdir()
    for name, record in records.items():
        (folder / f"{name}.json").write_text(record.to_json(), encoding="utf-8")
    out = tmp_path / "表.xlsx"
    assert main(["digest", str(folder), "--kind", "responses", "-o", str(out)]) == 0
    assert "議事概要.html: 訂正.txt のほかの版のため、載っていません" in capsys.readouterr().err
    assert main(["db", "export", "-o", str(tmp_path / "all.jsonl"), "--db", str(store.path)]) == 0
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert {Record.from_json(line).id for line in lines} == {record.id for record in records.values()}


def test_lists_and_results_tell_the_other_editions(store, capsys):
    assert main(["db", "list", "--db", str(store.path)]) == 0
    told = capsys.readouterr().out
    assert "計 3 件(ほかの版 2 件)" in told
    lines = told.splitlines()
    at = next(number for number, line in enumerate(lines) if "訂正.txt" in line)
    assert all("ほかの版" in line for line in lines[at + 1 : at + 3])
    assert main(["db", "list", "--json", "--db", str(store.path)]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(one["edition_of"] is not None for one in listed) == 2
    assert main(["search", "相談", "--db", str(store.path), "--width", "200"]) == 0
    assert "ほかの版: 議事概要.html、議事概要.txt" in capsys.readouterr().out
