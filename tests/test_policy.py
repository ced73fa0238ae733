"""The lexicon and the user dictionary made of it."""

import csv
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from minutes_nlp.errors import ModelError
from minutes_nlp.findings import TermKind
from minutes_nlp.language import policy
from minutes_nlp.language.lexicon import lexicon, read_lexicon
from minutes_nlp.language.policy import (
    cache_folder,
    open_policy_dictionary,
    open_system_dictionary,
    policy_csv,
    tokenizer_of,
)
from minutes_nlp.language.sentences import sentences
from minutes_nlp.language.words import Mode, words

ROOT = Path(__file__).parents[1]
CARRIERS = ("本県では{}について検討する。", "（{}）", "今後、{}を進める。")
# Two words of our corpora that the system dictionary cuts wrongly and a name beside them puts right:
# 脱炭|素そのもの, 会計年度任用職|員等
MENDED = {("脱", "炭素"), ("職員",)}
AS_GOOD_SHORT = {
    ("会", "館"),
    ("団", "長"),
    ("係",),
    ("県", "北"),
    ("都", "内"),
}  # 商工会館, 消防団長, 消防団係長, 県北: behind a name either cut is right

AS_GOOD_CUT = {"道の駅"}  # 道, の and 駅 are commoner words than any name can be


def test_the_lexicon_is_long_and_has_all_kinds():
    kinds = [entry.kind for entry in lexicon()]
    assert len(kinds) >= 1_200
    assert set(kinds) == set(TermKind)


def test_readings_are_katakana_and_no_way_to_write_a_name_is_there_twice():
    assert [entry for entry in lexicon() if not re.fullmatch("[ァ-ヺー]+", entry.reading)] == []
    written = [form for entry in lexicon() for form in (entry.name, *entry.aliases)]
    assert sorted(form for form in set(written) if written.count(form) > 1) == []


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_name_is_one_word_in_a_sentence(carrier):
    cut = [
        entry.name
        for entry in lexicon()
        if entry.name not in [word.surface for word in words(carrier.format(entry.name), Mode.C)]
    ]
    assert set(cut) <= AS_GOOD_CUT


def test_the_dictionary_has_18_columns_and_more_than_a_thousand_names():
    rows = list(csv.reader(policy_csv(lexicon()).splitlines()))
    assert {len(row) for row in rows} == {18}
    assert sum(row[1] != "-1" for row in rows) > 1_100


def test_the_shortest_words_of_the_corpora_stay_as_they_were():
    with_names, without = (
        tokenizer_of(dictionary, "A") for dictionary in (open_policy_dictionary(), open_system_dictionary())
    )
    changed = set()
    for manuscript in sorted((ROOT / "corpora").glob("*/*/manuscript.txt")):
        text = manuscript.read_text(encoding="utf-8")
        for start, stop in sentences(text):
            new, old = ([m.surface() for m in one.tokenize(text[start:stop])] for one in (with_names, without))
            if new != old:
                changed.add(tuple(word for word in new if word not in old))
    assert changed <= MENDED | AS_GOOD_SHORT


def test_two_processes_compile_at_once_and_leave_one_whole_file(tmp_path):
    code = "from minutes_nlp.language.words import *; print(words('地域おこし協力隊', Mode.C)[0].surface)"
    environment = {**dict(policy.os.environ), "MINUTES_CACHE": str(tmp_path / "new"), "PYTHONUTF8": "1"}
    running = [
        subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    assert [process.communicate()[0].strip() for process in running] == ["地域おこし協力隊"] * 2
    assert [path.suffix for path in (tmp_path / "new").iterdir()] == [".dic"]


@pytest.fixture
def _compiled_before(monkeypatch):
    """The dictionary as it was compiled once, copied where it would be compiled again, which takes seconds."""
    open_policy_dictionary()
    ready = cache_folder() / f"policy-{policy._fingerprint()}.dic"
    monkeypatch.setattr(policy, "_compiled", lambda folder: Path(shutil.copy(ready, folder / "policy.dic")))


@pytest.mark.usefixtures("_compiled_before")
@pytest.mark.skipif(version("sudachipy") < "0.7", reason="sudachipy 0.6 panics, which is no exception")
def test_a_damaged_file_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("MINUTES_CACHE", str(tmp_path))
    (tmp_path / f"policy-{policy._fingerprint()}.dic").write_bytes(b"half a file")
    found = tokenizer_of(open_policy_dictionary(), "C").tokenize("地域おこし協力隊")
    assert len(found) == 1


@pytest.mark.usefixtures("_compiled_before")
def test_without_a_place_to_keep_it_the_dictionary_is_made_for_the_run(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("MINUTES_CACHE", str(tmp_path / "file"))
    with pytest.warns(RuntimeWarning, match="MINUTES_CACHE"):
        found = tokenizer_of(open_policy_dictionary(), "C").tokenize("地域おこし協力隊")
    assert len(found) == 1


def test_a_table_that_cannot_be_read_is_named_with_its_line(tmp_path):
    table = tmp_path / "terms.csv"
    table.write_text("name,kind,aliases,reading\n岬事業,programe,,ミサキジギョウ\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"terms\.csv 2行"):
        read_lexicon(table)
    table.write_text("name,kind\n", encoding="utf-8")
    with pytest.raises(ModelError, match="1行目"):
        read_lexicon(table)


def test_a_lexicon_in_another_encoding_or_with_a_name_of_one_character_is_refused(tmp_path):
    table, text = tmp_path / "terms.csv", "name,kind,aliases,reading\n協力隊,programme,{},キョウリョクタイ\n"
    table.write_text(text.format(""), encoding="cp932")  # as a spreadsheet saves it
    with pytest.raises(ModelError, match="UTF-8"):
        read_lexicon(table)
    table.write_text(text.format("隊"), encoding="utf-8")
    with pytest.raises(ModelError, match=r"2行: 1文字"):
        read_lexicon(table)
