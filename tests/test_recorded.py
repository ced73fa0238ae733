"""Files and records on the disk (ファイル・記録): what counts as a record, and nothing half-written."""

import os

import pytest

from minutes_nlp.errors import SettingsError, SourceError, StoreError
from minutes_nlp.output.delimited import write_csv
from minutes_nlp.pipeline import make_record
from minutes_nlp.recorded import read_record, records_below, records_in

MINUTES = "水車のまち会議（第１回）議事概要\n【主な意見】\n○　水車の数を教えてほしい。\n⇒　三つある。（事務局）\n"


def test_other_json_and_folders_are_no_records(tmp_path):
    (tmp_path / "下").mkdir()
    (tmp_path / "名だけ.json").mkdir()
    (tmp_path / "設定.json").write_text('{"schema": "minutes-corrections/1"}', encoding="utf-8")
    own = tmp_path / "下" / "第1回.txt.json"
    own.write_text(make_record(MINUTES.encode(), "第1回.txt").to_json(), encoding="utf-8")
    assert records_below(tmp_path) == [own]
    assert read_record(own).source.name == "第1回.txt"


def test_a_folder_that_cannot_be_looked_into_is_no_empty_one(tmp_path, monkeypatch):
    def locked(_folder):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(os, "scandir", locked)
    with pytest.raises(SettingsError, match=r"を開けません\(詳細: Permission denied"):
        records_in([tmp_path])


def test_a_record_that_is_gone_is_told_with_its_place(tmp_path):
    with pytest.raises(SourceError, match=r"ない\.json.*開けません"):
        read_record(tmp_path / "ない.json")


def test_a_full_disk_leaves_the_older_table(tmp_path, monkeypatch):
    target = tmp_path / "対応表.csv"
    write_csv({"a": "番号"}, [{"a": 1}], target)
    before = target.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="書けません"):
        write_csv({"a": "番号"}, [{"a": 2}], target)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def full(_descriptor):
    raise OSError(28, "No space left on device")
