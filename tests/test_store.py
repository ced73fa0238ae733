"""The store: whole documents or none, found again as they were."""

import sqlite3
import zlib

import pytest

from minutes_nlp.errors import SettingsError, StoreError
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Store

FIRST = """第１回　みなと町のくらし懇談会　議事概要
○日時：令和６年５月８日（水）10:00～12:00
○議事概要
○　買物の足がなく、高齢者が困っている。移動販売を増やせないか。
→　来年度に向けて、移動販売の支援を検討していきたい旨事務局より回答。
○　空家の登録が進まない。
"""
SECOND = FIRST.replace("第１回", "第２回").replace("５月８日", "９月４日").replace("空家の登録", "通院の足の確保")


def record_of(text, name="a.txt"):
    return make_record(text.encode(), name)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "町.db") as opened:
        opened.add(record_of(FIRST), FIRST.encode(), "a.txt")
        yield opened


def test_a_record_and_its_file_come_back_as_they_were_put_in(store):
    record = record_of(FIRST)
    assert store.record(record.id) == record
    assert list(store.records()) == [record]
    assert store.original(record.id) == FIRST.encode()
    (document,) = store.documents()
    assert (document.council, document.number, document.date, document.fiscal_year) == (
        "みなと町のくらし懇談会",
        1,
        "2024-05-08",
        2024,
    )


def test_the_same_content_or_the_same_path_takes_the_place_of_the_older(store):
    store.add(record_of(FIRST), FIRST.encode(), "b.txt")
    assert [one.path for one in store.documents()] == ["b.txt"]
    store.add(record_of(SECOND, "b.txt"), SECOND.encode(), "b.txt")
    assert [one.number for one in store.documents()] == [2]
    assert store.search("空家").total == 0
    assert store.search("通院").total == 1
    assert store.check() == []


def test_a_removed_document_leaves_nothing(store):
    store.remove(store.documents()[0].record_id)
    for table in ("documents", "files", "passages", "tokens", "links", "commitments", "passage_topics", "passage_acts"):
        assert store.table(table)[1] == []
    assert store.check() == []
    with pytest.raises(StoreError, match="資料はありません"):
        store.remove("0000")


def test_a_writing_that_fails_leaves_the_store_as_it_was(store, monkeypatch):
    def broken(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("minutes_nlp.store.writing.write_tokens", broken)
    with pytest.raises(StoreError, match=r"町\.db"):
        store.add(record_of(SECOND), None, "a.txt")
    monkeypatch.undo()
    assert [one.number for one in store.documents()] == [1]
    assert store.search("空家").total == 1
    assert store.check() == []


def test_readers_see_the_last_whole_state_while_another_writes(store):
    with Store(store.path) as reader:
        store.connection.execute("BEGIN IMMEDIATE")
        store.connection.execute("DELETE FROM documents")
        assert len(reader.documents()) == 1
        store.connection.execute("ROLLBACK")


def test_a_new_edition_of_the_dictionary_rebuilds_the_index_at_the_next_writing(store, monkeypatch):
    monkeypatch.setattr("minutes_nlp.store.store.edition", lambda: "neu")
    monkeypatch.setattr("minutes_nlp.store.writing.edition", lambda: "neu")
    assert "rebuild" in store.check()[0]
    store.add(record_of(SECOND), None, "b.txt")
    assert store.check() == []
    assert store.search("移動販売").total == 2


def test_damage_is_found_and_told(store):
    store.connection.execute("UPDATE tokens SET words = 'x' WHERE id = 1")
    assert any("索引" in fault for fault in store.check())
    store.rebuild()
    assert store.check() == []
    store.connection.execute("UPDATE files SET record = ?", (zlib.compress(b"{}"),))
    assert any("a.txt" in fault for fault in store.check())
    store.connection.execute("UPDATE files SET record = ?", (b"no zlib",))
    with pytest.raises(StoreError, match="壊れています"):
        list(store.records())


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"%PDF-1.7 this is no database" * 40, "保存先のファイルではありません"), (b"", None)],
)
def test_a_file_that_is_no_store_is_told(tmp_path, content, message):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    if message is None:
        with Store(path) as opened:
            assert opened.documents() == []
        return
    with pytest.raises(StoreError, match=message) as raised:
        Store(path)
    assert raised.value.remedy


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(StoreError, match="minutes の保存先ではない"):
        Store(path)


def test_a_store_of_a_newer_version_is_not_touched(store):
    store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="新しい版"):
        Store(store.path)


def test_a_store_that_must_exist_is_not_made(tmp_path):
    with pytest.raises(StoreError, match="ありません"):
        Store(tmp_path / "none.db", must_exist=True)
    assert not (tmp_path / "none.db").exists()


def test_tables_are_named_and_others_refused(store):
    names, rows = store.table("utterances")
    assert [dict(zip(names, row, strict=True))["kind"] for row in rows] == ["remark", "reply", "remark"]
    with pytest.raises(SettingsError, match="という表はありません"):
        store.table("documents; DROP TABLE documents")


def test_what_is_printed_outside_the_turns_can_be_found_once(store):
    found = store.search("みなと町", Filters(sort=("block",)))
    assert found.total >= 1
    whole = [passage.text for exchange in store.search("移動販売", limit=50).exchanges for passage in exchange.passages]
    assert len(whole) == len(set(whole))


def test_related_passages_follow_a_writing(store):
    assert store.search("通院の交通手段", group=Group.RELATED).total >= 1
    store.add(record_of(SECOND), None, "b.txt")
    nearest = store.search("病院へ通う交通の手立て", group=Group.RELATED, limit=1).exchanges[0].passages[0].text
    assert "足" in nearest
