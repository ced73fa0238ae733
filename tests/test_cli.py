from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from test_batch import _toy, files, record_of

from minutes_nlp import __version__, pipeline, workers
from minutes_nlp.batch import outcomes
from minutes_nlp.batch import running as batch
from minutes_nlp.cli import main
from minutes_nlp.commands import process
from minutes_nlp.model import Record, json_schema

__all__ = ["_toy"]  # the fixture that puts a toy in the place of the pipeline

COMMANDS = ("parse", "process", "show", "series", "review", "topics", "digest", "schema")
TOPICS = ("explain", "evaluate", "train")
HEAVY = ("spacy", "sklearn", "pydantic", "pdfplumber", "pypdfium2", "docx", "sudachipy", "rich", "psutil", "openpyxl")


@pytest.fixture
def folder(tmp_path):
    return files(tmp_path / "入力", {"議事概要.txt": "良い"})


def status(*arguments):
    """The exit code, be it returned or raised by argparse."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as error:
        return error.code


def python(*arguments, **options):
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, timeout=30, check=False, **options)  # noqa: S603 - ourselves


def test_help_imports_nothing_heavy():
    script = f"import sys\nfrom minutes_nlp.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n\
print([name for name in {HEAVY!r} if name in sys.modules])"
    assert python("-c", script, encoding="utf-8").stdout.splitlines()[-1] == "[]"


def test_a_command_reckons_in_one_thread_unless_it_is_told_otherwise():
    script = "from minutes_nlp.cli import main\nmain(['search', 'x', '--db', 'none.db'])\nimport numpy\n\
from threadpoolctl import threadpool_info\n\
print([one['num_threads'] for one in threadpool_info() if one['internal_api'] == 'openblas'][:1])"
    free = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    assert python("-c", script, encoding="utf-8", env=free).stdout.strip() in {"[1]", "[]"}  # [] with another BLAS
    assert python("-c", script, encoding="utf-8", env={**free, "OPENBLAS_NUM_THREADS": "2"}).stdout.strip() != "[1]"


@pytest.mark.parametrize(
    "arguments", [(), *((command,) for command in COMMANDS), *(("topics", step) for step in TOPICS)]
)
def test_help_is_japanese_and_fits_the_terminal(arguments, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert status(*arguments, "--help") == 0
    text = capsys.readouterr().out
    assert text.startswith("使い方: minutes")
    english = ("usage:", "options:", "positional", "show this", "show program", "exit")
    assert [word for word in english if word in text] == []
    assert max(map(cell_len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "'nonsense' はありません"),
        (["parse"], "次の指定が必要です: FILE"),
        (["parse", "ない.pdf"], "ない.pdf というファイルがありません"),
        (["process", "x"], "次の指定が必要です: --out"),
        (["process", "x", "--out"], "値を1つ付けてください"),
        (["process", "x", "--out", "y", "-j", "二"], "'二' は数として読めません"),
        (["schema", "--wrong"], "知らない指定です: --wrong"),
        (["process", "ない", "--out", "out"], "ない がありません"),
        (["serve", "x.db", "--templates", "ない"], "--templates: ない というフォルダーがありません"),
        (["parse", ""], "FILE: 名前が空です"),
        (["process", "", "--out", "out"], "指定された名前が空です"),
        (["process", "x", "--out", ""], "--out: 名前が空です"),
        (["review", "export", ".", "-o", "確認.txt"], "確認.txt は Excel ファイルの名前ではありません → -o 確認.xlsx"),
        (["review", "export", ".", "-o", "確認.xlsx"], ". に記録がありません"),
        (["search", "x", "--width", "19"], "--width: 20 以上"),
        (["parse", "."], ". はフォルダーです。中のファイルを1つ選んでください(まとめて読むには minutes process ."),
    ],
)
def test_a_call_that_cannot_start_ends_with_2_and_says_why(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert status(*arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("minutes: ")
    assert words in line
    assert " → " in line


@pytest.mark.parametrize(
    "option",
    [["-j", "0"], ["--timeout", "0"], ["--timeout", "nan"], ["--timeout", "inf", "--dry-run"], ["--memory", "-1"]],
)
def test_a_limit_that_makes_no_sense_ends_with_2(option, folder, capsys, tmp_path):
    assert status("process", folder, "--out", tmp_path / "out", *option) == 2
    assert capsys.readouterr().out == ""


def test_the_version_is_that_of_the_package(capsys):
    assert status("--version") == 0
    assert capsys.readouterr().out == f"minutes {__version__}\n"


def test_parse_prints_one_record_on_one_line(folder, capsys):
    assert status("parse", folder / "議事概要.txt", "--json") == 0
    line, rest = capsys.readouterr().out.split("\n", 1)
    assert Record.from_json(line).source.name == "議事概要.txt"
    assert rest == ""


def test_parse_writes_a_file_and_indents_when_asked(folder, capsys, tmp_path):
    target = tmp_path / "新しい" / "記録.json"
    assert status("parse", folder / "議事概要.txt", "-o", target, "--indent") == 0
    assert target.read_text(encoding="utf-8").startswith('{\n  "schema": "minutes-record/1"')
    assert capsys.readouterr().out == ""


def test_a_file_that_cannot_be_used_ends_with_1_and_says_what_to_do(tmp_path, capsys):
    path = files(tmp_path, {"走査.txt": "読めない"}) / "走査.txt"
    assert status("parse", path) == 1
    assert capsys.readouterr().err == f"minutes: {path}: 文字がありません → 文字認識をかけてください\n"


def test_process_prints_a_table_totals_and_what_to_do_next(tmp_path, capsys):
    folder = files(tmp_path / "入力", {"1.txt": "良い", "2.txt": "記法不明", "3.txt": "読めない", "4.jtd": ""})
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1") == 1
    out, err = capsys.readouterr()
    words = [
        "完了 1・要確認 1・対象外 1・失敗 1(計 4 件",
        "→ 失敗したファイルを直して",
    ]
    assert [word for word in words if word not in out] == []
    assert [line.split()[0] for line in out.splitlines()[1:5]] == ["完了", "要確認", "失敗", "対象外"]
    assert len(err.splitlines()) == 4
    assert [word for word in ("一太郎で開き", "記法が分かりません") if (out + err).count(word) != 1] == []


def test_a_table_that_goes_to_a_file_folds_no_name(tmp_path, capsys):
    name = "令和六年度第二回" * 8 + ".jtd"
    folder = files(tmp_path / "入力", {name: "", "1.txt": "良い"})
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1") == 0
    assert name in capsys.readouterr().out


def test_process_with_json_prints_one_line_for_each_outcome_and_nothing_else(tmp_path, capsys):
    folder = files(tmp_path / "入力", {"1.txt": "良い", "3.txt": "読めない"})
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1", "--json") == 1
    done, failed = map(json.loads, capsys.readouterr().out.splitlines())
    assert (done["outcome"], done["kind"], done["output"]) == (
        "done",
        "minutes",
        str(tmp_path / "out" / "1.txt.json"),
    )
    assert failed["error"] == {
        "code": "no-text-layer",
        "message": "文字がありません",
        "remedy": "文字認識をかけてください",
    }


def test_json_goes_to_stdout_while_a_bar_runs_on_the_terminal(tmp_path):
    openpty = pytest.importorskip("pty").openpty
    folder = files(tmp_path / "入力", {"1.jtd": ""})
    terminal, end = openpty()
    command = [sys.executable, "-m", "minutes_nlp", "process", folder, "--out", tmp_path / "out", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=end, timeout=30, check=False)  # noqa: S603 - ourselves
    assert json.loads(done.stdout)["outcome"] == "unsupported"
    assert "1/1" in os.read(terminal, 10_000).decode()


def test_nothing_to_do_is_fine(folder, tmp_path, capsys):
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1") == 0
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1") == 0
    assert "省略(済) 1(計 1 件" in capsys.readouterr().out


@pytest.mark.parametrize("names", [[], ["a.jtd", "b.dat"]])
@pytest.mark.parametrize("more", [[], ["--json"], ["--dry-run"]])
def test_a_folder_without_one_readable_file_ends_with_2_and_lists_the_kinds(names, more, tmp_path, capsys):
    folder = tmp_path / "入力"
    folder.mkdir()
    files(folder, dict.fromkeys(names, ""))
    assert status("process", folder, "--out", tmp_path / "out", *more) == 2
    assert "minutes: 読めるファイルが1件もありません → 読める種類は .docm .docx" in capsys.readouterr().err


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_dry_run_tells_what_would_be_done_and_writes_nothing(folder, tmp_path, capsys, more):
    assert status("process", folder, "--out", tmp_path / "out", "--dry-run", *more) == 0
    assert str(folder / "議事概要.txt") in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_long_table_lists_only_what_asks_for_a_look(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(outcomes, "LONG_TABLE", 1)
    folder = files(tmp_path / "入力", {"1.txt": "良い", "2.txt": "記法不明"})
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1") == 0
    assert "1.txt" not in capsys.readouterr().out


def test_show_reads_a_record_or_parses_a_file(folder, tmp_path, capsys):
    record = files(tmp_path, {"x.json": record_of(b"x", "会議.txt").to_json()}) / "x.json"
    assert status("show", record, "--width", "40") == 0
    assert status("show", folder / "議事概要.txt") == 0
    out = capsys.readouterr().out
    assert "会議.txt" in out
    assert "議事概要.txt" in out


def test_a_width_without_room_for_text_ends_with_2(folder, capsys):
    assert status("show", folder / "議事概要.txt", "--width", "19") == 2
    assert "--width: 20 以上" in capsys.readouterr().err


def test_a_bug_while_a_record_is_printed_is_told_as_ours(folder, capsys, monkeypatch):
    monkeypatch.setattr(batch, "parse", lambda *_, **__: None)
    assert status("parse", folder / "議事概要.txt") == 1
    err = capsys.readouterr().err
    assert err.startswith(f"minutes: {folder / '議事概要.txt'}: 想定外の誤りが起きました(詳細: AttributeError")
    assert len(err.splitlines()) == 1


def test_the_help_says_the_most_workers_that_there_can_be():
    assert process.MOST_JOBS == workers.MOST_WORKERS


def test_a_folder_of_notations_that_is_not_there_ends_with_2(folder, capsys, monkeypatch):
    monkeypatch.setattr(batch, "standard_kit", pipeline.standard_kit)
    assert status("process", folder, "--out", folder / "out", "--notations", folder / "ない") == 2
    assert "記法のフォルダーがありません" in capsys.readouterr().err


def test_a_json_that_is_no_record_ends_with_1_and_names_the_file(tmp_path, capsys):
    path = files(tmp_path, {"x.json": "{}"}) / "x.json"
    assert status("show", path) == 1
    assert "x.json: 記録(JSON)として読めません" in capsys.readouterr().err


def test_schema_prints_the_schema_of_the_model(capsys):
    assert status("schema") == 0
    assert json.loads(capsys.readouterr().out) == json_schema()


@pytest.mark.parametrize(
    "arguments",
    [
        ["parse", "{}"],
        ["process", "{}", "--out", "out"],
        ["search", "x", "--db", "{}"],
        ["digest", "{}", "--kind", "対応表", "-o", "x.xlsx"],
    ],
)
def test_what_the_system_refuses_is_told_with_its_place(arguments, capsys):
    name = "長" * 300
    assert status(*(argument.format(name) for argument in arguments)) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"minutes: {name}: 読み書きできません(詳細: ")
    assert "→ 名前の長さ" in err


def test_a_name_that_begins_with_a_dash_is_a_word_to_leave_out_of_a_search_alone(folder, tmp_path, monkeypatch):
    (folder / "議事概要.txt").rename(folder / "-議事.txt")
    monkeypatch.chdir(folder)
    assert status("process", "--out", tmp_path / "out", "--", "-議事.txt") == 0
    assert (tmp_path / "out" / "-議事.txt.json").is_file()


def test_a_name_with_control_characters_takes_one_line_and_does_nothing_to_the_terminal(tmp_path, capsys):
    folder = files(tmp_path / "入力", {"改\n行\x1b[31m.txt": "良い"})
    assert status("process", folder, "--out", tmp_path / "out", "-j", "1") == 0
    assert status("process", folder, "--out", tmp_path / "out", "--dry-run") == 0
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
    assert told.err.count("改 行") == told.err.count("\n") == 1
    assert told.out.count("改 行") == 2


def test_without_a_stdout_a_command_ends_as_ever():
    script = "import sys\nsys.stdout = None\nfrom minutes_nlp.cli import main\nsys.exit(main(['schema']))"
    assert python("-c", script).returncode == 0


def test_ctrl_c_ends_with_130_and_one_line(folder, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "parse", interrupted)
    assert status("parse", folder / "議事概要.txt") == 130
    assert capsys.readouterr().err == "minutes: 中断しました\n"


def test_a_japanese_console_gets_utf_8():
    environment = os.environ | {"PYTHONIOENCODING": "cp932"}
    done = python("-m", "minutes_nlp", "--help", env=environment)
    assert done.stdout.decode("utf-8").startswith("使い方")


@pytest.mark.parametrize("command", ["schema", "show"])
def test_a_reader_that_has_seen_enough_is_no_error(command, tmp_path):
    record = files(tmp_path, {"x.json": record_of(b"x", "会議.txt").to_json()}) / "x.json"
    command = [sys.executable, "-m", "minutes_nlp", command, *([record] if command == "show" else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - ourselves
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_the_module_runs_like_the_command():
    done = python("-m", "minutes_nlp", "--version", encoding="utf-8", cwd=Path(__file__).parent)
    assert done.stdout == f"minutes {__version__}\n"
