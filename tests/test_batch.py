from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from minutes_nlp import __version__, model
from minutes_nlp.batch import running as batch
from minutes_nlp.batch.running import State, carry_out, parse, plan, process_all
from minutes_nlp.errors import NotationError, SettingsError, SourceError, StoreError
from minutes_nlp.files import write_whole
from minutes_nlp.model import Record
from minutes_nlp.pipeline import standard_kit
from minutes_nlp.reading.kinds import DOCX
from minutes_nlp.workers import Limits

SHORT = Limits(seconds=3.0, megabytes=400)
TOY = {"toy": "1"}


def make_toy(data, name, *, reader=None, characters=None, notations=None, **_):
    """A record of the file's text; words in the text tell what befalls the one who reads it."""
    text = data.decode()
    if "落ちる" in text and reader != "pdfplumber":
        os._exit(1)
    if "必ず止まる" in text or ("止まる" in text and reader != "pdfplumber"):
        time.sleep(60)
    if "読めない" in text:
        raise SourceError("no-text-layer", "文字がありません", remedy="文字認識をかけてください")
    if "虫" in text:
        raise ValueError("虫")
    if notations:
        return record_of(data, name, notations.name)
    if characters and len(text) > characters:
        raise SourceError("too-large", "大きい", remedy="分ける", where=name)
    return record_of(data, name, reader or "toy")


def record_of(data, name, reader="toy"):
    digest = hashlib.sha256(data).hexdigest()
    text = data.decode()
    notes = (model.Note("unparsed", "記法が分かりません"),) if "記法不明" in text else ()
    empty = dict.fromkeys(
        ("pages", "sections", "blocks", "furniture", "folds", "utterances", "pairs", "measures", "summary"), ()
    )
    return Record(
        schema=model.SCHEMA,
        id=digest[:16],
        source=model.Source(name, digest, "text/plain", reader),
        kind=model.DocumentKind.MINUTES,
        title=None,
        meeting=None,
        notes=notes,
        source_text=text,
        maker=model.Maker(__version__, TOY),
        **empty,
    )


@pytest.fixture(autouse=True)
def _toy(monkeypatch):
    monkeypatch.setattr(batch, "make_record", make_toy)
    monkeypatch.setattr(batch, "standard_kit", lambda *_: SimpleNamespace(versions=TOY))


@pytest.fixture
def folder(tmp_path):
    return files(tmp_path / "入力", {"議事概要.txt": "良い"})


def files(folder, contents):
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def run(paths, out, **options):
    return {outcome.source.name: outcome for outcome in process_all(paths, out, jobs=1, limits=SHORT, **options)}


def planned(paths, out):
    """The outputs that a plan would write, relative to the output folder."""
    return sorted(job.target.relative_to(out).as_posix() for job in plan(paths, out).jobs)


# --- outcomes


def test_each_file_has_its_outcome_and_no_file_stops_another(tmp_path):
    folder = files(
        tmp_path / "入力",
        {
            "1.txt": "良い",
            "2.pdf": "%PDF-1.7 落ちる",
            "3.txt": "落ちる",
            "4.txt": "読めない",
            "5.txt": "虫",
            "6.txt": "記法不明",
            "第2回/7.txt": "良い",
            "古い.doc": "",
        },
    )
    outcomes = run([folder], tmp_path / "out")
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        "1.txt": State.DONE,
        "2.pdf": State.DONE,
        "3.txt": State.FAILED,
        "4.txt": State.FAILED,
        "5.txt": State.FAILED,
        "6.txt": State.REVIEW,
        "7.txt": State.DONE,
        "古い.doc": State.UNSUPPORTED,
    }
    codes = {name: outcomes[name].error.code for name in ("3.txt", "4.txt", "5.txt", "古い.doc")}
    assert codes == {"3.txt": "died", "4.txt": "no-text-layer", "5.txt": "bug", "古い.doc": "unreadable-kind"}
    assert "docx" in outcomes["古い.doc"].error.remedy
    assert outcomes["6.txt"].summary.review == ("記法が分かりません",)
    assert str(folder / "4.txt") in str(outcomes["4.txt"].error)
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert written == ["1.txt.json", "2.pdf.json", "6.txt.json", "第2回/7.txt.json"]
    record = Record.from_json((tmp_path / "out" / "2.pdf.json").read_bytes())
    assert record.source.reader == "pdfplumber"


def test_a_second_run_reads_nothing_until_file_or_version_or_data_change(folder, tmp_path, monkeypatch):
    out = tmp_path / "out"
    assert run([folder], out)["議事概要.txt"].state is State.DONE
    assert run([folder], out)["議事概要.txt"].state is State.SKIPPED
    assert plan([folder], out, force=True).jobs
    monkeypatch.setattr(batch, "standard_kit", lambda *_: SimpleNamespace(versions={"toy": "2"}))
    assert plan([folder], out).jobs
    monkeypatch.setattr(batch, "standard_kit", lambda *_: SimpleNamespace(versions=TOY))
    monkeypatch.setattr(batch, "__version__", "99")
    assert plan([folder], out).jobs
    monkeypatch.setattr(batch, "__version__", __version__)
    assert not plan([folder], out).jobs
    files(folder, {"議事概要.txt": "変わった"})
    assert plan([folder], out).jobs


@pytest.mark.parametrize("text", ["", "{}", '{"maker": 3}', '"maker":', "[1]", '{"maker":{"minutes_nlp":"1"}}'])
def test_an_output_that_is_no_record_is_made_anew(folder, tmp_path, text):
    out = files(tmp_path / "out", {"議事概要.txt.json": text})
    assert planned([folder], out) == ["議事概要.txt.json"]


def test_words_of_a_document_cannot_pass_for_its_stamp(tmp_path):
    data = f'"sha256": "{"0" * 64}", "maker":{{"minutes_nlp":"1","models":{{}}}}}}'.encode()
    target = tmp_path / "x.json"
    target.write_text(record_of(data, '"sha256":"' + "1" * 64).to_json(), encoding="utf-8")
    assert batch.stamp_of(target) == (hashlib.sha256(data).hexdigest(), {"minutes_nlp": __version__, **TOY})


def test_the_stamp_of_an_indented_record_is_read_too(tmp_path):
    target = tmp_path / "x.json"
    target.write_text(record_of(b"x", "x.txt").to_json(indent=2), encoding="utf-8")
    assert batch.stamp_of(target) == (hashlib.sha256(b"x").hexdigest(), {"minutes_nlp": __version__, **TOY})


def test_a_failure_leaves_the_older_record_as_it_was(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    before = (out / "議事概要.txt.json").read_bytes()
    files(folder, {"議事概要.txt": "読めない"})
    assert run([folder], out)["議事概要.txt"].state is State.FAILED
    assert (out / "議事概要.txt.json").read_bytes() == before


def test_a_text_over_the_limit_is_an_error(folder, tmp_path):
    (outcome,) = process_all([folder], tmp_path / "out", jobs=1, limits=Limits(characters=1))
    assert outcome.error.code == "too-large"


def test_a_batch_that_is_left_early_leaves_no_half_file_and_no_process(tmp_path):
    folder = files(tmp_path / "入力", {"1.txt": "良い", "2.txt": "止まる"})
    outcomes = process_all([folder], tmp_path / "out", jobs=2, limits=Limits())
    before = set(multiprocessing.active_children())
    next(outcomes)
    outcomes.close()
    assert set(multiprocessing.active_children()) <= before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["1.txt.json"]


def test_what_a_killed_child_had_begun_to_write_is_removed(folder, tmp_path):
    todo = plan([folder], tmp_path / "out")
    outcomes = carry_out(todo, jobs=1, limits=SHORT)
    todo.jobs[0].scratch.parent.mkdir()
    todo.jobs[0].scratch.write_text("半分", encoding="utf-8")
    next(outcomes)
    todo.jobs[0].scratch.write_text("半分", encoding="utf-8")
    outcomes.close()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["議事概要.txt.json"]


# --- writing


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    target = files(tmp_path, {"x.json": "古い"}) / "x.json"

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="書けません"):
        write_whole("新しい", target)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["古い"]


def test_a_file_where_a_folder_should_be_is_a_store_error(tmp_path):
    with pytest.raises(StoreError, match="書けません"):
        write_whole("x", files(tmp_path, {"x": ""}) / "x" / "y.json")


# --- what is given


def test_outputs_keep_the_path_below_the_given_folder_and_a_lone_file_its_name(tmp_path):
    folder = files(tmp_path / "入力", {"a.txt": "", "第1回/a.txt": "", "b/c/d.md": ""})
    out = tmp_path / "out"
    assert planned([folder], out) == ["a.txt.json", "b/c/d.md.json", "第1回/a.txt.json"]
    assert planned([folder / "第1回" / "a.txt"], out) == ["a.txt.json"]


def test_a_glob_keeps_the_path_below_its_fixed_part(tmp_path):
    folder = files(tmp_path / "入力", {"a.txt": "", "第1回/a.txt": "", "第2回/a.txt": "", "第2回/.隠し.txt": ""})
    out = tmp_path / "out"
    assert planned([str(folder / "第*" / "*.txt")], out) == ["第1回/a.txt.json", "第2回/a.txt.json"]
    assert planned([str(folder / "第*")], out) == ["第1回/a.txt.json", "第2回/a.txt.json"]
    assert planned([str(folder / "**" / "*.txt")], out) == ["a.txt.json", "第1回/a.txt.json", "第2回/a.txt.json"]


def test_hidden_files_lock_files_and_systems_files_are_not_seen(tmp_path):
    names = [".隠し.txt", "~$会議.docx", "Thumbs.db", "desktop.ini", ".git/a.txt", "x.txt.json", "会議.txt"]
    folder = files(tmp_path / "入力", dict.fromkeys(names, ""))
    todo = plan([folder], tmp_path / "out")
    assert [job.source.name for job in todo.jobs] == ["会議.txt"]
    assert not todo.settled


def test_our_own_outputs_inside_the_input_are_never_read(tmp_path):
    folder = files(tmp_path / "入力", {"a.txt": "", "結果/b.txt": "", "結果/a.txt.json": ""})
    assert planned([folder], folder / "結果") == ["a.txt.json"]
    assert planned([str(folder / "*")], folder / "結果") == ["a.txt.json"]


def test_a_file_in_a_folder_that_cannot_be_read_is_told_but_a_named_one_is_tried(tmp_path):
    folder = files(tmp_path / "入力", {"a.jtd": "", "b.dat": ""})
    todo = plan([folder], tmp_path / "out")
    assert [(outcome.source.name, outcome.state) for outcome in todo.settled] == [
        ("a.jtd", State.UNSUPPORTED),
        ("b.dat", State.UNSUPPORTED),
    ]
    assert "一太郎" in todo.settled[0].error.remedy
    assert planned([folder / "b.dat"], tmp_path / "out") == ["b.dat.json"]


def test_two_inputs_for_one_output_are_an_error_before_any_work(tmp_path):
    folder = files(tmp_path, {"甲/a.txt": "", "乙/a.txt": ""})
    with pytest.raises(SettingsError, match="出力先が同じ"):
        process_all([folder / "甲", folder / "乙"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_given_twice_is_read_once(folder, tmp_path):
    assert len(plan([folder, folder / "議事概要.txt", folder], tmp_path / "out").jobs) == 1


@pytest.mark.parametrize("name", ["ない.txt", "*.pdf"])
def test_a_path_that_is_not_there_is_an_error_before_any_work(folder, tmp_path, name):
    with pytest.raises(SettingsError, match="がありません"):
        process_all([folder, folder / name], tmp_path / "out")


def test_an_output_folder_that_is_a_file_is_an_error(folder):
    with pytest.raises(SettingsError, match="フォルダーではありません"):
        plan([folder], folder / "議事概要.txt")


def test_a_word_file_has_no_number_of_pages():
    record = record_of(b"x", "x.docx")
    word = replace(record, source=replace(record.source, media_type=DOCX))
    assert (batch.Summary.of(record).pages, batch.Summary.of(word).pages) == (0, None)


# --- notations of one's own


OWN = """
name = "own"
title = "◎ 意見"
sample = "◎井戸を直すべきである。"
[[turn]]
mark = "double_circle"
kind = "remark"
[[expect]]
kind = "remark"
text = "井戸を直すべきである。"
"""


def test_a_notation_of_ones_own_reaches_the_reader_and_counts_as_other_data(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "standard_kit", standard_kit)
    own, out = files(tmp_path / "own", {"own.toml": OWN}), tmp_path / "out"
    (job,) = plan([folder], out, notations=own).jobs
    versions = standard_kit(own).versions
    record = record_of("良い".encode(), "議事概要.txt")
    write_whole(replace(record, maker=model.Maker(__version__, versions)).to_json() + "\n", job.target)
    assert not plan([folder], out, notations=own).jobs
    assert plan([folder], out).jobs
    assert parse(folder / "議事概要.txt", limits=None, notations=own).source.reader == "own"
    assert next(iter(standard_kit(own).notations)).name == "own"


def test_a_notation_that_cannot_be_used_is_an_error_before_any_work(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "standard_kit", standard_kit)
    own = files(tmp_path / "own", {"own.toml": "name = "})
    with pytest.raises(NotationError, match=r"own\.toml"):
        plan([folder], tmp_path / "out", force=True, notations=own)


# --- one file


def test_one_file_is_read_by_a_child_that_stays_for_the_next(folder):
    assert parse(folder / "議事概要.txt").source_text == "良い"
    children = set(multiprocessing.active_children())
    assert parse(str(folder / "議事概要.txt")).source.name == "議事概要.txt"
    assert set(multiprocessing.active_children()) == children


def test_a_pdf_that_kills_or_hangs_its_reader_is_read_by_the_other_one(tmp_path):
    folder = files(tmp_path, {"a.pdf": "%PDF-1.7 落ちる", "b.pdf": "%PDF-1.7 止まる"})
    limits = Limits(seconds=1.0)
    assert parse(folder / "a.pdf", limits=limits).source.reader == "pdfplumber"
    assert parse(folder / "b.pdf", limits=limits).source.reader == "pdfplumber"


def test_a_pdf_that_both_readers_cannot_bear_is_an_error_with_file_and_remedy(tmp_path):
    path = files(tmp_path, {"c.pdf": "%PDF-1.7 必ず止まる"}) / "c.pdf"
    with pytest.raises(SourceError, match=r"c\.pdf: .*1 秒.*→") as caught:
        parse(path, limits=Limits(seconds=1.0))
    assert caught.value.code == "timeout"


def test_without_limits_a_file_is_read_in_this_process(folder):
    assert parse(folder / "議事概要.txt", limits=None).source_text == "良い"
    files(folder, {"議事概要.txt": "虫"})
    with pytest.raises(ValueError, match="虫"):
        parse(folder / "議事概要.txt", limits=None)


def test_a_missing_file_is_a_source_error_that_names_it(tmp_path):
    with pytest.raises(SourceError, match=r"ない\.txt: ファイルを開けません"):
        parse(tmp_path / "ない.txt")


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[2])
import test_batch
test_batch.batch.make_record = test_batch.make_toy
print(test_batch.parse(sys.argv[1]).source_text)
"""


def test_a_script_without_main_guard_can_parse_and_ends(folder):
    script = files(folder, {"script.py": SCRIPT}) / "script.py"
    command = [sys.executable, "-X", "utf8", script, folder / "議事概要.txt", Path(__file__).parent]
    done = subprocess.run(command, capture_output=True, check=True, timeout=30, encoding="utf-8")  # noqa: S603 - ours
    assert (done.stdout, done.stderr) == ("良い\n", "")


def test_the_numbers_of_a_line_of_json_come_from_the_record(folder, tmp_path):
    outcome = run([folder], tmp_path / "out")["議事概要.txt"]
    record = json.loads((tmp_path / "out" / "議事概要.txt.json").read_text(encoding="utf-8"))
    assert outcome.summary == batch.Summary(model.DocumentKind.MINUTES, *map(len, map(record.get, NUMBERS)))


NUMBERS = ("pages", "utterances", "pairs", "notes")
