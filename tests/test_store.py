"""The store: whole documents or none, found again as they were."""

import json
import sqlite3
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from minutes_nlp.errors import SettingsError, StoreError
from minutes_nlp.keeping import export
from minutes_nlp.language.terms import terms_in
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Store
from minutes_nlp.store.index import indexed
from minutes_nlp.store.names import Names
from minutes_nlp.store.passages import entries_of
from minutes_nlp.store.search import _exchanges

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
    store.connection.execute("DELETE FROM grams_data WHERE id > 10")
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
    def near():
        return [one.passages[0].text for one in store.similar("通院の足の確保が進まない。", Filters()).exchanges]

    assert not any("通院" in text for text in near())
    store.add(record_of(SECOND), None, "b.txt")
    assert any("通院" in text for text in near())


def test_turns_that_answer_each_other_in_a_circle_are_one_exchange(store):
    record = record_of(FIRST)
    first, second, third = record.utterances
    turns = (
        replace(first, replies_to=(second.id,)),
        replace(second, replies_to=(first.id,)),
        replace(third, replies_to=(second.id,)),
    )
    store.add(replace(record, utterances=turns))
    assert [len(exchange.passages) for exchange in store.search("移動販売").exchanges] == [3]


def test_a_reader_is_not_shut_out_while_a_long_document_is_written(store):
    with Store(store.path) as reader, store._writing():
        store.connection.execute("CREATE TABLE long (text)")
        store.connection.execute("INSERT INTO long VALUES (zeroblob(5000000))")  # more than SQLite's own cache
        reader.connection.execute("PRAGMA busy_timeout = 0")
        assert reader.search("空家").total == 1


def test_a_search_is_of_one_state_though_another_writes_meanwhile(store, monkeypatch):
    def replaced(*values):
        with suppress(sqlite3.OperationalError), sqlite3.connect(store.path, timeout=0) as other:
            other.execute("DELETE FROM passages")
        other.close()
        return exchanges(*values)

    exchanges = _exchanges
    monkeypatch.setattr("minutes_nlp.store.search._exchanges", replaced)
    assert "空家" in store.search("空家").exchanges[0].passages[0].text


def test_a_commit_that_fails_leaves_no_transaction_open(store):
    with Store(store.path) as reader:
        store.connection.execute("PRAGMA busy_timeout = 0")
        reader.connection.execute("BEGIN")
        assert reader.documents()
        with pytest.raises(StoreError, match="ほかの処理"):
            store.add(record_of(SECOND), None, "b.txt")
        reader.connection.execute("COMMIT")
    store.add(record_of(SECOND), None, "b.txt")
    assert len(store.documents()) == 2


def test_a_store_that_cannot_be_checked_is_not_called_faulty(store):
    store.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="書き込めません"):
        store.check()


def test_a_removed_record_is_left_out_of_those_that_are_read_one_by_one(store):
    store.add(record_of(SECOND), None, "b.txt")
    records = store.records()
    first = next(records)
    store.remove(record_of(FIRST).id if first.id != record_of(FIRST).id else record_of(SECOND).id)
    assert list(records) == []


@pytest.mark.parametrize("use", ["search", "similar", "document"])
def test_half_a_character_is_told(store, use):
    with pytest.raises(SettingsError, match="文字として読めない"):
        getattr(store, use)("移動\udce3")
    with pytest.raises(SettingsError, match="文字として読めない"):
        store.add(record_of(SECOND), None, "b\udce3.txt")
    with pytest.raises(SettingsError, match="文字として読めない"):
        store.add(replace(record_of(SECOND), title="\udce3"))
    assert store.check() == []


def test_two_parts_of_one_id_are_told_as_a_fault_of_the_record(store):
    record = record_of(SECOND)
    with pytest.raises(StoreError, match="記録の中身"):
        store.add(replace(record, utterances=(record.utterances[0],) * 2))
    assert len(store.documents()) == 1


def test_a_record_without_pages_or_without_anything_is_kept(store):
    bare = replace(record_of(SECOND), pages=())
    store.add(bare)
    assert store.search("通院").exchanges[0].passages[0].page is None
    store.add(replace(bare, blocks=(), utterances=(), pairs=(), sections=(), source_text=""))
    assert len(store.documents()) == 2
    assert store.check() == []


def test_a_document_is_tokenised_while_another_may_write(store, monkeypatch):
    def meanwhile(record):
        with sqlite3.connect(store.path, timeout=0) as other:
            other.execute("UPDATE documents SET notes = 7")
        other.close()
        return indexed(record)

    monkeypatch.setattr("minutes_nlp.store.store.indexed", meanwhile)
    store.add(record_of(SECOND), None, "b.txt")
    assert [one.notes for one in store.documents() if one.number == 1] == [7]


def test_a_moved_file_keeps_its_document_and_takes_the_place_of_what_was_there(store):
    store.add(record_of(SECOND), None, "b.txt")
    store.place(record_of(FIRST).id, "b.txt")
    assert [(one.number, one.path) for one in store.documents()] == [(1, "b.txt")]


def test_two_processes_may_open_a_new_file_at_once(tmp_path):
    path = tmp_path / "new.db"
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Store(path), range(8)))
    assert [one.check() for one in opened] == [[]] * 8
    for one in opened:
        one.close()


def test_the_index_has_the_same_names_from_a_records_terms_as_from_its_text():
    text = FIRST + "○　地域おこし\n協力隊と移住\n定住施策を、みなと町のﾃﾞｼﾞﾀﾙ田園都市国家構想交付金で。\n"
    record = record_of(text)
    older = replace(record, maker=replace(record.maker, models={"terms": "another edition"}))
    longer = replace(record.utterances[0], text=record.utterances[0].text + "地域おこし協力隊")
    changed = replace(record, utterances=(longer, *record.utterances[1:]))
    assert record.terms
    for one in (record, older, changed):
        names = Names(one)
        assert [names.of(entry) for entry in entries_of(one)] == [terms_in(entry.text) for entry in entries_of(one)]
    renamed = replace(record, terms=tuple(replace(term, name="別の名") for term in record.terms))
    told = [name.name for entry in entries_of(renamed) for name in Names(renamed).of(entry)]
    assert "別の名" in told  # taken from the record


def test_what_datasette_is_told_names_every_table_and_its_columns(store, tmp_path):
    export(store, tmp_path / "metadata.json", "datasette")
    told = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))["databases"]["町"]
    tables = store._rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    ours = {name for (name,) in tables if not name.startswith(("search_", "grams_"))}
    assert set(told["tables"]) == ours
    for name, table in told["tables"].items():
        names = store.table(name)[0] if name not in {"search", "grams"} else []
        assert {*table.get("columns", ()), *table.get("facets", ())} <= set(names)
    for query in told["queries"].values():
        assert store.connection.execute(query["sql"], {"word": "移動", "council": ""}).fetchall()


def test_references_name_their_column(store):
    for name in ("passages", "files", "links", "commitments", "passage_acts", "passage_topics", "tokens", "plain"):
        targets = {row[4] for row in store.connection.execute(f"PRAGMA foreign_key_list({name})")}
        assert targets == {"id"}  # without, Datasette answers with an error


def test_a_report_that_prints_only_its_fiscal_year_has_no_day(tmp_path):
    text = "令和７年度　川辺町の重点施策\n\n１．移動販売\n\n移動販売の燃料費を支援する。\n"
    with Store(tmp_path / "y.db") as opened:
        opened.add(record_of(text))
        (document,) = opened.documents()
    assert (document.date, document.fiscal_year) == (None, 2025)


def test_a_store_is_made_with_the_folder_it_lies_in(tmp_path):
    with Store(tmp_path / "記録" / "会議.db") as opened:
        assert opened.documents() == []
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="保存先を開けません"):
        Store(tmp_path / "file" / "会議.db")


def test_a_month_is_told_as_printed_and_sorts_as_its_first_day(tmp_path):
    record = make_record("里山の暮らし報告書\n令和６年５月\n\n水車は四つある。\n".encode(), "報告書.txt")
    with Store(tmp_path / "s.db") as store:
        store.add(record)
        (found,) = store.documents()
    assert (found.date, found.dated) == ("2024-05-01", "2024-05")
