"""The general reader: minutes in layouts that no notation file describes, or an honest `unparsed`."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from minutes_nlp.cli import main
from minutes_nlp.pipeline import make_record
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.samples import differences, paragraphs_from
from minutes_nlp.structure.turns.forest import Forest

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "tests" / "gold" / "induced.txt"
NOTATIONS = load_notations()
TURN = re.compile(r"⟦(?P<kind>[?!]?)(?P<text>[^⟧]*)⟧")
KINDS = {"?": {"remark", "follow_up"}, "!": {"reply"}}
ENOUGH = 0.9  # unit F1 from which a reading counts as right


def documents():
    parts = re.split(r"^=== (.+)\n", DOCUMENTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


ALL = documents()
READABLE = [name for name in ALL if not name.endswith((" unparsed", " silent"))]
SILENT = [name for name in ALL if name.endswith(" silent")]
UNREADABLE = [name for name in ALL if name.endswith(" unparsed")]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def record_of(name):
    plain = TURN.sub(lambda match: match["text"], ALL[name])
    file = "文書.txt" if name in SILENT else "会議録.txt"
    return make_record(plain.replace("\n", "\n\n").encode(), file)


def unit_f1(name):
    """F1 over turns with both edges right."""
    record = record_of(name)
    got = [squeezed(utterance.text) for utterance in record.utterances]
    true = [squeezed(match["text"]) for match in TURN.finditer(ALL[name])]
    hits = sum(block.size for block in SequenceMatcher(None, got, true, autojunk=False).get_matching_blocks())
    return 2 * hits / (len(got) + len(true))


@pytest.mark.parametrize("name", READABLE)
def test_an_invented_layout_is_read(name):
    assert unit_f1(name) >= ENOUGH


@pytest.mark.parametrize("name", READABLE)
def test_questions_and_answers_are_told_apart(name):
    wanted = {squeezed(match["text"]): match["kind"] for match in TURN.finditer(ALL[name])}
    for utterance in record_of(name).utterances:
        kind = wanted[squeezed(utterance.text)]
        assert utterance.kind in KINDS.get(kind, {utterance.kind}), utterance.text


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_shows_no_turns_is_left_unparsed(name):
    record = record_of(name)
    assert record.utterances == ()
    assert "unparsed" in [note.code for note in record.notes]


@pytest.mark.parametrize("name", SILENT)
def test_a_document_in_which_nobody_speaks_has_no_utterance(name):
    record = record_of(name)
    assert record.kind == "report"
    assert record.utterances == ()


# --- the same guard on what is no talk, and on known readings


def paragraphs(*lines):
    return "里山協議会（第２回） 議事要旨\n日時：令和７年４月３日\n場所：里山会館\n議事要旨\n" + "\n".join(lines)


def read(text):
    return structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, "x.txt")


def test_a_guessed_notation_is_less_sure():
    found = read(paragraphs("☆ 蓋を直せないか。", "★ 来月直す。", "☆ 柵はいつか。", "★ 秋である。"))
    assert found.notations == ("general",)
    assert max(utterance.speaker.confidence for utterance in found.utterances) <= 0.7
    assert [(pair.question, pair.answer) for pair in found.pairs] == [("u1", "u2"), ("u3", "u4")]


def test_a_doubtful_reading_is_told_to_people_with_its_likelihood():
    lines = ["羽鳥委員　蓋を直せないか。", "来月直す。", "柵の話　いつか。", "秋である。", "道　石が多い。困るのか。"]
    found = read(paragraphs(*lines))
    assert [note.code for note in found.notes if note.code in {"unparsed", "doubtful-notation"}]


def test_no_notation_is_guessed_where_nothing_says_that_the_document_holds_minutes():
    text = "相談事例集\n☆ 蓋を直せないか。\n★ 来月直す。\n☆ 柵はいつか。\n★ 秋である。\n"
    assert read(text).utterances == ()


def test_facts_between_questions_are_no_answers():
    found = read(paragraphs("☆ 蓋を直せないか。", *["点検は済んだ。"] * 4, "☆ 柵はいつか。", *["柵は古い。"] * 4))
    assert found.utterances == ()
    assert found.notes[0].code == "unparsed"


def test_a_known_reading_that_leaves_labels_before_the_words_gives_way():
    lines = ["○委員意見／蓋を直せないか。", "○市の回答／来月直す。", "○委員意見／柵はいつか。", "○市の回答／秋である。"]
    found = read(paragraphs(*lines))
    assert [utterance.text for utterance in found.utterances] == [
        "蓋を直せないか。",
        "来月直す。",
        "柵はいつか。",
        "秋である。",
    ]
    assert [utterance.kind for utterance in found.utterances] == ["remark", "reply", "remark", "reply"]


def test_a_right_reading_in_a_known_notation_stays():
    found = read(paragraphs("○ 蓋を直せないか。", "→ 来月直す。", "○ 柵はいつか。", "→ 秋である。"))
    assert found.notations == ("circle-arrow",)
    assert "doubtful-notation" not in [note.code for note in found.notes]


def test_turns_that_run_together_are_cut_at_labels_of_the_same_shape():
    lines = ["羽鳥委員／蓋を直せないか。都市計画課／来月直す。", "羽鳥委員／柵はいつか。", "都市計画課／秋である。"]
    assert [u.speaker.label for u in read(paragraphs(*lines)).utterances] == ["羽鳥委員", "都市計画課"] * 2


def test_a_sitting_of_forty_thousand_characters_takes_less_than_a_second():
    said = "蓋の傷みは三年前から伝えているが、いまだに直っていない。" * 4
    lines = [f"☆ {said}いつ直すのか。\n★ {said}来月に直すこととしている。" for _ in range(170)]
    text = paragraphs(*lines)
    whole = paragraphs_from(text)
    start = process_time()
    found = structure(whole, [(0, len(text))], NOTATIONS, "x.txt")
    assert process_time() - start < 1.0
    assert (len(text) > 40_000, len(found.utterances)) == (True, 340)


def test_a_line_drawn_under_a_label_parts_it_from_nothing():
    lines = ["羽鳥座長", "-" * 8, "蓋を直せないか。", "都市計画課", "-" * 8, "来月直す。"] * 2
    found = read(paragraphs(*lines))
    assert [u.speaker.label for u in found.utterances] == ["羽鳥座長", "都市計画課"] * 2
    assert [u.text for u in found.utterances] == ["蓋を直せないか。", "来月直す。"] * 2


def test_trees_are_walked_to_their_leaves_and_summed():
    split, low, high = [0, 1.5, 1, 2, 0], [0, 0, 1, 1, -2.0], [0, 0, 2, 2, 2.0]
    forest = Forest.of_json({"start": [0.0], "roots": [0], "depth": 1, "nodes": [*split, *low, *high]})
    assert forest.likelihoods(np.array([[1.0], [2.0]])).round(3).tolist() == [0.119, 0.881]


# --- with a notation of our own withheld


@pytest.mark.parametrize("withheld", ["bracket-speaker", "colon-speaker", "question-answer", "paren-speaker"])
def test_a_known_notation_that_is_withheld_is_found_again_or_given_up(withheld):
    """Never half-right: on the sample of the notation itself, which is put below a head."""
    notation = next(n for n in NOTATIONS if n.name == withheld)
    text = paragraphs(*notation.sample.strip().splitlines())
    others = [n for n in NOTATIONS if n.name != withheld]
    found = structure(paragraphs_from(text), [(0, len(text))], others, "x.txt")
    wanted = [squeezed(expected.text) for expected in notation.expected]
    assert [squeezed(u.text) for u in found.utterances] in (wanted, [])


# --- notations tried on a document


EXAMPLE = re.search(r"```toml\n(.*?)```", (ROOT / "README.ja.md").read_text(encoding="utf-8"), re.DOTALL)[1]
DOCUMENT = paragraphs("▽ 蓋を直せないか。", "▲ 来月直す。", "▽ 柵はいつか。", "▲ 秋である。", "☆ 別紙参照")


@pytest.fixture
def tried(tmp_path, capsys):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sankaku.toml").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "会議録.txt").write_text(DOCUMENT, encoding="utf-8")

    def run(*words):
        code = main([str(tmp_path / word) if word in {"own", "会議録.txt"} else word for word in words])
        return code, capsys.readouterr().out

    return run


def test_the_worked_example_of_the_readme_reads_its_own_sample(tmp_path):
    (tmp_path / "sankaku.toml").write_text(EXAMPLE, encoding="utf-8")
    (notation,) = [n for n in load_notations(tmp_path) if n.name == "sankaku"]
    assert differences(notation) == ()


def test_notations_are_listed_with_their_origin(tried):
    code, out = tried("notations", "--notations", "own", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert rows[0]["name"] == "sankaku"
    assert rows[0]["from"] != "同梱"
    assert {row["from"] for row in rows[1:]} == {"同梱"}
    assert len(rows) == len(NOTATIONS) + 1


def test_a_trial_shows_line_by_line_what_matched_and_what_did_not(tried):
    code, out = tried("notations", "try", "会議録.txt", "--notations", "own", "--notation", "sankaku")
    assert code == 0
    lines = [line.split() for line in out.splitlines() if line.startswith("p.1")]
    assert [line[2:] for line in lines[-5:-3]] == [["1", "▽", "蓋を直せないか。"], ["2", "▲", "来月直す。"]]
    assert lines[-1][2] == "×"


@pytest.mark.parametrize("place", [1, 3])
def test_a_trial_in_json_ranks_the_notations_wherever_options_stand(tried, place):
    words = ["notations", "try", "会議録.txt"]
    code, out = tried(*words[:place], "--notations", "own", "--json", *words[place:])
    found = json.loads(out)
    assert code == 0
    assert "sankaku" in {one["name"] for one in found["notations"][:2]}
    assert found["lines"][0]["place"] == "p.1 l.5"


# dashes with depth: bullet notations match every line, but are for other sections
NESTED = ("- 灯りの増設", "-- 桟橋に三つ", "--- 電池は町で持つ", "- 柵の修繕", "-- 秋まで待つ", "--- 見積りは二社")


def test_a_trial_promises_nothing_that_a_run_does_not_read(tmp_path, capsys):
    file = tmp_path / "会議録.txt"
    file.write_text(paragraphs(*NESTED), encoding="utf-8")
    assert main(["notations", "try", str(file), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["utterances"] == 0
    assert {one["turns"] for one in found["notations"]} == {0}
    assert max(one["score"] for one in found["notations"]) < found["enough"]


def test_a_trial_tells_first_what_a_run_reads(tried):
    code, out = tried("notations", "try", "会議録.txt", "--notations", "own")
    assert code == 0
    assert out.startswith("minutes process の読み取り: 発言 4 件")


def test_a_trial_that_fits_badly_says_what_to_do(tried):
    out = tried("notations", "try", "会議録.txt", "--notation", "act-speaker")[1]
    assert "act-speaker の得点は 0.5 に達しません。→ この文書の印や発言者名に合う TOML を書き" in out


def test_a_trial_of_a_notation_that_does_not_exist_could_not_start(tried):
    assert tried("notations", "try", "会議録.txt", "--notation", "ない")[0] == 2
