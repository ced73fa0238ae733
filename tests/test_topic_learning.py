"""Labels, scores, learning and `minutes topics`: what people say is found again, measured and learnt from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from test_cli import status
from topics import TRAIN, ceiling

from minutes_nlp.analysis.topics import learning as topic_learning
from minutes_nlp.analysis.topics import scores as topic_scores
from minutes_nlp.analysis.topics.labels import Label, Labelled, labelled_in
from minutes_nlp.analysis.topics.learning import Change, changes, worse
from minutes_nlp.analysis.topics.scores import Truth, calibration, counts_of, macro, measured, truth_of
from minutes_nlp.analysis.topics.tagging import Said, topic_model
from minutes_nlp.analysis.topics.taxonomy import load_taxonomy
from minutes_nlp.commands import topics as command
from minutes_nlp.errors import ModelError, SettingsError, SourceError

OWN = '[suisha]\nlabel = "水車"\naliases = ["水車"]\ncues = ["羽根"]\n[fune]\nlabel = "渡し舟"\naliases = ["渡し舟"]\n'
MINUTES = """水車の里研究会（第１回）議事概要

議事概要
○ 水車の羽根が傷んでいる。直す人はいるか。
→ 来年度に調べたい旨事務局より回答。
○ 渡し舟の便を戻してほしい。
○ 本日はお招きにあずかり、まことにうれしく思う。
"""
LABELS = [
    {"text": "水車の羽根が傷んでいる。直す人はいるか。", "topics": ["suisha"]},
    {"text": "渡し舟の便を 戻してほしい。", "topics": ["suisha"], "topics_also": ["fune"]},
    {"id": "u4", "topics": []},
]


@pytest.fixture
def folder(tmp_path):
    """Fields, a record and labels for three of its four utterances."""
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "x.txt").write_text(MINUTES, encoding="utf-8")
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, LABELS)) + "\n", encoding="utf-8")
    arguments = ["parse", tmp_path / "x.txt", "-o", tmp_path / "x.txt.json", "--taxonomy", tmp_path / "own.toml"]
    assert status(*arguments) == 0
    return tmp_path


def given(folder):
    taxonomy = load_taxonomy(folder / "own.toml")
    return taxonomy, labelled_in([folder / "x.txt.json"], taxonomy, [folder / "labels.jsonl"])


# --- labels


def test_labels_find_their_utterances_by_text_or_by_id(folder):
    _, (one,) = given(folder)
    assert one.labels == (
        Label(frozenset({"suisha"}), frozenset(), names=True),
        None,
        Label(frozenset({"suisha"}), frozenset({"fune"}), names=True),
        Label(frozenset(), frozenset(), names=False),
    )


def test_what_nobody_has_labelled_and_what_may_also_be_right_is_not_counted(folder):
    taxonomy, labelled = given(folder)
    truth = truth_of(labelled, taxonomy)
    assert truth.counts.tolist() == [[True, True], [False, False], [True, False], [True, True]]
    found = measured(topic_model(folder / "own.toml"), labelled)
    assert counts_of(truth, found.both, taxonomy) == {"suisha": (1, 1, 2), "fune": (0, 0, 0)}


def test_a_label_that_is_no_field_is_an_error(folder):
    (folder / "labels.jsonl").write_text('{"id": "u1", "topics": ["furo"]}\n', encoding="utf-8")
    with pytest.raises(SourceError, match="furo は分野体系にありません"):
        given(folder)


def test_a_line_that_is_no_json_is_told_with_its_number(folder):
    (folder / "labels.jsonl").write_text('{"id": "u1", "topics": []}\n{"id": \n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"labels\.jsonl 2行"):
        given(folder)


def test_what_is_neither_a_record_nor_labels_is_an_error(folder):
    for name in ("own.toml", "none.json"):
        with pytest.raises(SettingsError, match=name):
            labelled_in([folder / name], load_taxonomy())


def test_a_corpus_has_its_councils_and_no_corrected_edition_twice():
    found = labelled_in(TRAIN, load_taxonomy())
    assert {one.council for one in found} == {path.name for path in TRAIN}
    assert not any(one.name.endswith("-rev") for one in found)
    assert all(one.labels and one.said[0].text for one in found)


# --- scores


def test_the_mean_of_f1_is_over_fields_that_occur():
    right = np.array([[True, False, False], [True, True, False]])
    truth = Truth(right, np.ones_like(right), np.ones(2, bool), np.ones(2, bool), np.ones(2, bool))
    chosen = np.array([[True, False, True], [False, True, False]])
    assert macro(truth, chosen) == pytest.approx((2 / 3 + 1) / 2)


def test_scores_that_are_right_as_often_as_they_say_have_no_calibration_error():
    right = np.array([[True], [False], [True], [True]])
    truth = Truth(right, np.ones_like(right), np.ones(4, bool), np.ones(4, bool), np.ones(4, bool))
    assert calibration(truth, np.full((4, 1), 0.75)) == pytest.approx(0)
    assert calibration(truth, np.full((4, 1), 0.25)) == pytest.approx(0.5)


# --- learning


def invented(council, number):
    """A council whose remarks tell its two matters by words that no list of names holds."""
    wheel = [f"臼の音が絶えて{n}年になる谷が{council}にもある。" for n in range(number)]
    river = [f"対岸の{council}へ渡る便が{n}度も欠けた。" for n in range(number)]
    said = tuple(Said(text, "", (), asks=True) for text in (*wheel, *river))
    labels = tuple(
        Label(frozenset({name}), frozenset(), names=False) for name in ["suisha"] * number + ["fune"] * number
    )
    return Labelled(council, council, said, labels)


COUNCILS = [invented(name, 12) for name in ("東", "西", "北")]


@pytest.fixture
def taxonomy(tmp_path):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return load_taxonomy(tmp_path / "own.toml")


def test_words_that_no_list_holds_are_learnt_and_what_is_told_is_of_councils_left_out(taxonomy):
    ordered, found = topic_learning.left_out(COUNCILS, taxonomy)
    assert {one.council for one in ordered} == {"東", "西", "北"}
    truth = truth_of(ordered, taxonomy)
    both = topic_scores.Measured.joined(found).both
    assert macro(truth, both) == 1
    assert macro(truth, topic_scores.Measured.joined(found).alias) == 0


def test_what_was_learnt_is_the_same_when_it_is_read_again(taxonomy, tmp_path):
    model = topic_learning.trained(COUNCILS, taxonomy)
    (tmp_path / "own.json").write_text(topic_learning.as_json(model, {}), encoding="utf-8")
    again = topic_model(tmp_path / "own.toml")
    scores = [measured(one, COUNCILS).scores for one in (model, again)]
    assert np.abs(scores[0] - scores[1]).max() < 0.01


def test_too_few_labels_are_an_error(taxonomy):
    with pytest.raises(SettingsError, match="50 件以上"):
        topic_learning.trained([invented("東", 5), invented("西", 5)], taxonomy)
    with pytest.raises(SettingsError, match="3 件以上"):
        topic_learning.trained([invented("東", 40)], taxonomy)


def test_documents_of_a_few_remarks_each_are_learnt_from_without_characters(taxonomy):
    few = [invented(f"村{number}", 2) for number in range(13)]
    model = topic_learning.trained(few, taxonomy)
    assert len(topic_learning.left_out(few[:3], taxonomy)[0]) == 3
    assert model.grams.rows


def test_gains_and_losses_are_over_the_same_documents(taxonomy):
    before = {"a": {"suisha": (8, 10, 10)}, "b": {"suisha": (0, 0, 10)}}
    after = {"a": {"suisha": (10, 10, 10), "fune": (0, 1, 0)}, "b": {"suisha": (0, 0, 10)}}
    assert changes(before, after, taxonomy) == [Change("suisha", 20, pytest.approx(16 / 30), pytest.approx(20 / 30))]


@pytest.mark.parametrize(
    ("found", "losses"),
    [
        ([Change("a", 30, 0.8, 0.9), Change("b", 30, 0.8, 0.78)], 0),
        ([Change("a", 30, 0.8, 0.9), Change("b", 30, 0.8, 0.74)], 1),
        ([Change("a", 30, 0.8, 0.9), Change("b", 10, 0.8, 0.74)], 0),
        ([Change("a", 30, 0.8, 0.79)], 1),
        ([], 0),
    ],
)
def test_a_model_is_worse_when_the_mean_falls_or_a_field_with_many_labels_loses_much(found, losses):
    assert len(worse(found)) == losses


def test_a_model_before_counts_as_it_was_left_out_of_learning_then_else_as_it_reads_now(taxonomy, tmp_path):
    file = tmp_path / "own.json"
    model = topic_learning.trained([*COUNCILS[:2], invented("南", 12)], taxonomy)
    file.write_text(topic_learning.as_json(model, {"東": {"suisha": (1, 2, 12)}}), encoding="utf-8")
    before = topic_learning.measured_before(model, file, [COUNCILS[0], COUNCILS[2]])
    assert before == {"東": {"suisha": (1, 2, 12)}, "北": {"suisha": (12, 12, 12), "fune": (12, 12, 12)}}


# --- the command


def corpus(folder, councils):
    for one in councils:
        (folder / one.council / "meeting-1").mkdir(parents=True)
        rows = [
            {
                "type": "unit",
                "kind": "remark",
                "text": said.text,
                "topics": sorted(label.topics),
                "names_programme": False,
            }
            for said, label in zip(one.said, one.labels, strict=True)
        ]
        text = "\n".join(map(json.dumps, [{"type": "meeting"}, *rows]))
        (folder / one.council / "meeting-1" / "gold.jsonl").write_text(text, encoding="utf-8")


def test_train_writes_weights_that_are_used_and_refuses_worse_ones(tmp_path, capsys):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    corpus(tmp_path / "good", COUNCILS)
    corpus(tmp_path / "bad", [Labelled(one.council, one.name, one.said, one.labels[::-1]) for one in COUNCILS[:2]])
    common = ["-o", tmp_path / "own.json", "--taxonomy", tmp_path / "own.toml"]
    assert status("topics", "train", tmp_path / "good", *common) == 0
    assert "suisha" in capsys.readouterr().out
    good = (tmp_path / "own.json").read_bytes()
    topic_model.cache_clear()
    mixed = ["topics", "train", tmp_path / "good" / "北", tmp_path / "bad", *common]
    rows = (tmp_path / "bad" / "東" / "meeting-1" / "gold.jsonl").read_text(encoding="utf-8")
    (tmp_path / "bad" / "東" / "meeting-1" / "gold.jsonl").write_text(rows.replace("fune", "suisha"), encoding="utf-8")
    assert status(*mixed) == 1
    assert "前より悪くなったため書きませんでした" in capsys.readouterr().err
    assert (tmp_path / "own.json").read_bytes() == good
    assert status(*mixed, "--accept-losses") == 0
    assert (tmp_path / "own.json").read_bytes() != good


def test_explain_quotes_the_name_with_its_page_and_line(folder, capsys):
    assert status("topics", "explain", folder / "x.txt.json", "u1", "--taxonomy", folder / "own.toml") == 0
    out = capsys.readouterr().out
    assert "○ 水車(suisha)" in out
    assert "名が出る" in out
    assert "名: 「水車」p.1 l.4" in out
    assert "手がかり: 「羽根」p.1 l.4" in out
    assert "u3" not in out


def test_explain_tells_the_words_for_and_against(tmp_path, capsys):
    (tmp_path / "x.txt").write_text(MINUTES.replace("水車の羽根", "集落支援員の手当"), encoding="utf-8")
    assert status("topics", "explain", tmp_path / "x.txt", "u1", "--json") == 0
    first = json.loads(capsys.readouterr().out)["topics"][0]
    assert (first["field"], first["basis"], first["chosen"]) == ("shuraku-shienin", "alias", True)
    assert {"集落", "支援"} & {word for word, weight in first["speaking_for"] if weight > 0}


def test_explain_of_an_utterance_that_is_not_there_says_so(folder, capsys):
    assert status("topics", "explain", folder / "x.txt.json", "u99") == 2
    assert "発言 u99 はありません" in capsys.readouterr().err


def test_explain_of_a_document_without_utterances_says_so(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("水車の里の報告。\n", encoding="utf-8")
    assert status("topics", "explain", tmp_path / "x.txt") == 0
    assert "発言がありません" in capsys.readouterr().err


def test_evaluate_tells_each_field_and_the_groups(folder, capsys):
    own = ["--taxonomy", folder / "own.toml"]
    arguments = ["topics", "evaluate", folder / "x.txt.json", "--gold", folder / "labels.jsonl", *own]
    assert status(*arguments) == 0
    assert "水車(suisha)" in capsys.readouterr().out
    assert status(*arguments, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["fields"]["suisha"] == {"n": 2, "precision": 1.0, "recall": 0.5, "f1": 0.667}
    assert (found["groups"]["named"]["n"], found["groups"]["unnamed"]["n"]) == (2, 1)


def test_evaluate_without_labels_says_where_they_come_from(folder, capsys):
    assert status("topics", "evaluate", folder / "x.txt.json") == 2
    assert "minutes review import" in capsys.readouterr().err


def test_weights_of_another_edition_can_be_learnt_anew(folder, capsys):
    (folder / "own.json").write_text("{}", encoding="utf-8")
    corpus(folder / "good", COUNCILS)
    common = ["-o", folder / "own.json", "--taxonomy", folder / "own.toml"]
    with pytest.raises(ModelError):
        topic_model(folder / "own.toml")
    assert status("topics", "train", folder / "good", *common) == 0
    assert "前の重みとは比べられません" in capsys.readouterr().err


def test_every_basis_has_a_name():
    from minutes_nlp.findings import TopicBasis  # noqa: PLC0415

    assert set(command.BASES) == set(TopicBasis)


def test_the_shipped_weights_tell_what_they_reached_on_each_document_left_out():
    path = Path(__file__).parents[1] / "models" / "topics.json"
    left_out = json.loads(path.read_text(encoding="utf-8"))["left_out"]
    assert {name.partition("/")[0] for name in left_out} == {path.name for path in TRAIN}


def test_two_readers_agree_on_most_topics_and_not_on_all():
    assert all(0.8 < value < 1 for value in ceiling(TRAIN).values())
