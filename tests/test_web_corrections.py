"""Corrections on the page: kept with who and when, the record made anew, taken back, there after a new run."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the page is an extra: pip install minutes_nlp[web]")
from fastapi.testclient import TestClient

from minutes_nlp.batch.running import carry_out, plan
from minutes_nlp.cli import main
from minutes_nlp.corrections import beside
from minutes_nlp.keeping import keep
from minutes_nlp.model import Basis, Reviewed, Role, UtteranceKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Store, migrations
from minutes_nlp.web import Settings, create_app

FUKUSHI = Path(__file__).resolve().parents[1] / "models" / "samples" / "fukushi.toml"
MINUTES = """第１回　しおさい町の足を考える会　議事概要
○日時：令和６年５月８日（水）10:00～12:00
○議事概要
○　夕方のバスが足りない。増やせないか。
○　タクシーの補助を続けてほしい。
→　来年度に向けて検討していきたい旨事務局より回答。
"""


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.add(make_record(MINUTES.encode(), "1.txt"), MINUTES.encode())
    return path


@pytest.fixture
def page(db):
    with TestClient(create_app(Settings(db, reviewer="山田")), raise_server_exceptions=False) as client:
        yield client


def record_in(db):
    with Store(db) as store:
        (document,) = store.documents()
        return store.record(document.record_id)


def send(page, record, ref, **changed):
    """The form of a turn as the page gives it, with some fields changed."""
    turn = next(one for one in record.utterances if one.id == ref)
    told = {
        "start": str(turn.spans[0][0]),
        "role": turn.speaker.role.value,
        "kind": turn.kind.value,
        "link": list(turn.replies_to),
        "topic": [topic.id for topic in turn.topics],
    }
    return page.post(f"/documents/{record.id}/remarks/{ref}/corrections", data=told | changed)


def test_a_reply_is_given_to_the_remark_that_a_person_chose(page, db):
    record = record_in(db)
    assert record.utterances[2].replies_to == ("u2",)
    answer = send(page, record, "u3", link=["u1"], role="minister", topic=["kosodate-shoshika", "koyo-hatarakikata"])
    assert answer.status_code == 200
    assert "訂正を保存し" in answer.text
    assert "山田" in answer.text
    turn = record_in(db).utterances[2]
    assert turn.replies_to == ("u1",)
    assert (turn.speaker.role, turn.speaker.basis) == (Role.MINISTER, Basis.REVIEW)
    assert {topic.id for topic in turn.topics} == {"kosodate-shoshika", "koyo-hatarakikata"}
    assert set(turn.reviewed) == {Reviewed.LINK, Reviewed.ROLE, Reviewed.TOPIC}
    with Store(db) as store:
        assert store.search("バス", Filters(answered=True)).total == 1
        assert store.search("タクシー", Filters(answered=True, kind=("remark",))).total == 0
        assert {one.by for one in store.corrections(record.source.sha256)} == {"山田"}
        assert store.check() == []


def test_what_was_not_changed_is_no_correction(page, db):
    record = record_in(db)
    send(page, record, "u3")
    assert record_in(db) == record
    with Store(db) as store:
        assert store.corrections(record.source.sha256) == ()


def test_a_correction_can_be_taken_back(page, db):
    before = record_in(db)
    send(page, before, "u1", kind="statement")
    assert record_in(db).utterances[0].kind is UtteranceKind.STATEMENT
    assert "取り消す" in send(page, record_in(db), "u1", role="guest").text
    send(page, record_in(db), "u1", undo="kind")
    turn = record_in(db).utterances[0]
    assert (turn.kind, turn.speaker.role) == (UtteranceKind.REMARK, Role.GUEST)


def test_corrections_of_two_turns_hold_together(page, db):
    send(page, record_in(db), "u1", role="guest")
    send(page, record_in(db), "u2", role="chair")
    assert [one.speaker.role for one in record_in(db).utterances[:2]] == [Role.GUEST, Role.CHAIR]


def test_they_outlive_a_new_run_over_the_same_file(page, db, tmp_path):
    send(page, record_in(db), "u1", role="guest")
    source = tmp_path / "in" / "1.txt"
    source.parent.mkdir()
    source.write_text(MINUTES, encoding="utf-8")
    with Store(db) as store:
        for outcome in carry_out(plan([source], tmp_path / "out")):
            keep(store, outcome, str(source))
        assert [one.path for one in store.documents()] == [str(source)]
    assert record_in(db).utterances[0].speaker.role is Role.GUEST


def test_those_in_the_file_beside_the_source_still_count(page, db, tmp_path):
    record, source = record_in(db), tmp_path / "1.txt"
    turn = record.utterances[0]
    row = {"sha256": record.source.sha256, "span": turn.spans[0], "text": "夕方のバスが足りない。", "target": "role"}
    row |= {"value": "guest", "by": "鈴木", "at": "2026-04-01T09:00:00+09:00"}
    beside(source).write_text(json_of(row), encoding="utf-8")
    with Store(db) as store:
        store.add(record, MINUTES.encode(), str(source))
    send(page, record, "u2", role="chair")
    assert [one.speaker.role for one in record_in(db).utterances[:2]] == [Role.GUEST, Role.CHAIR]


def json_of(row):
    return json.dumps({"schema": "minutes-corrections/1", "corrections": [row]}, ensure_ascii=False)


def test_a_new_run_with_fields_of_ones_own_keeps_them_beside_what_was_set_right(tmp_path):
    source, path = tmp_path / "1.txt", tmp_path / "s.db"
    source.write_text(MINUTES.replace("夕方のバス", "特養の空き"), encoding="utf-8")
    run = ["process", str(source), "--out", str(tmp_path / "out"), "--db", str(path), "--taxonomy", str(FUKUSHI)]
    assert main(run) == 0
    with TestClient(create_app(Settings(path, reviewer="山田", taxonomy=FUKUSHI))) as page:
        send(page, record_in(path), "u1", role="guest")
    assert main(run) == 0
    turn = record_in(path).utterances[0]
    assert (turn.topics[0].id, turn.speaker.role) == ("kaigo", Role.GUEST)


def test_without_the_original_it_is_said_what_to_do(page, db):
    record = record_in(db)
    with Store(db) as store:
        store.add(record)
    answer = send(page, record, "u1", role="guest")
    assert answer.status_code == 422
    assert "原本が保存されていない" in answer.text
    assert record_in(db) == record


def test_a_form_of_an_older_reading_and_strange_values_are_refused(page, db):
    record = record_in(db)
    assert "読み取り直されています" in send(page, record, "u1", start="0").text
    assert send(page, record, "u1", role="king").status_code == 422
    assert record_in(db) == record


def test_only_a_reviewer_corrects(db):
    with TestClient(create_app(Settings(db))) as client:
        record = record_in(db)
        assert send(client, record, "u1", role="guest").status_code == 404
        assert "この発言を訂正する" not in client.get(f"/documents/{record.id}/remarks/u1").text
    assert record_in(db) == record


def test_the_form_shows_what_stands_there(page, db):
    record = record_in(db)
    text = page.get(f"/documents/{record.id}/remarks/u3").text
    assert '<option value="secretariat" selected>' in text
    assert 'name="link" value="u2" checked' in text
    assert 'name="link" value="u1">' in text


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path, monkeypatch):
    path = Path(tmp_path / "old.db")
    with monkeypatch.context() as before, closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        migrations.migrate(connection)
    with Store(path) as store:
        assert store.table("corrections")[1] == []


def test_with_fields_of_ones_own_the_page_names_them_and_corrects_by_them(tmp_path):
    text = MINUTES.replace("夕方のバスが足りない", "特養の空きが足りない")
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.add(make_record(text.encode(), "1.txt", taxonomy=FUKUSHI), text.encode())
    record = record_in(path)
    assert record.utterances[0].topics[0].id == "kaigo"
    with TestClient(create_app(Settings(path, reviewer="山田", taxonomy=FUKUSHI))) as page:
        assert "介護保険" in page.get("/?q=空き").text
        assert "介護保険" in page.get(f"/documents/{record.id}/papers/responses.csv").text
        assert send(page, record, "u2", topic=["kaigo", "korei"]).status_code == 200
        assert {topic.id for topic in record_in(path).utterances[1].topics} == {"kaigo", "korei"}
    with TestClient(create_app(Settings(path, reviewer="山田"))) as page:
        refused = send(page, record, "u1", role="chair")
        assert refused.status_code == 422
        assert "--taxonomy" in refused.text
