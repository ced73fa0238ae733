"""Two readers of one document: figures by hand, and worksheets that name what differs."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from agreement import Labels, Pair, agreement_table, disagreements, f1, freeze, kappa, main_act, pairs_of, scores


def pair(first: Labels, second: Labels, unit: int = 0) -> Pair:
    return Pair("mori/meeting-1", unit, first, second, "水道の検針を共同で行えないか。")


def test_kappa_is_agreement_beyond_chance():
    ratings = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    assert kappa(ratings) == pytest.approx(0.4)  # observed 0.7, by chance 0.5


def test_kappa_of_readers_who_use_one_label_only_is_not_defined():
    assert kappa([("a", "a")] * 3) is None
    assert kappa([]) is None


def test_f1_counts_a_label_as_often_as_both_have_it():
    assert f1(Counter(["will_do", "will_do"]), Counter(["will_do"])) == pytest.approx(2 / 3)
    assert f1(Counter(), Counter()) is None


def test_the_weightiest_act_is_the_main_one():
    assert main_act(Labels("remark", acts=("information", "concern", "question"))) == "question"
    assert main_act(Labels("statement")) is None


def test_a_topic_that_the_first_reader_would_accept_counts_only_leniently():
    read = pair(Labels("remark", ("kaso",), ("community",)), Labels("remark", ("kaso", "community")))
    figures = scores([read])
    assert figures["分野 F1"] == pytest.approx(2 / 3)
    assert figures["分野 F1（緩）"] == 1


def test_a_topic_that_nobody_else_named_costs_nothing_leniently():
    read = pair(Labels("remark", ("kaso",), ("community",)), Labels("remark", ("kaso",)))
    assert scores([read])["分野 F1（緩）"] == 1


def test_links_of_different_utterances_are_not_taken_for_each_other():
    readings = [pair(Labels("reply", answers=(0,)), Labels("reply", answers=()), unit=1)]
    readings.append(pair(Labels("reply", answers=()), Labels("reply", answers=(0,)), unit=2))
    assert scores(readings)["相手 F1"] == 0


def test_having_made_a_commitment_and_its_strength_are_counted_apart():
    read = pair(Labels("reply", commitments=("will_do",)), Labels("reply", commitments=("will_study",)))
    figures = scores([read])
    assert (figures["宿題 F1"], figures["強さ F1"]) == (1, 0)


def test_acts_are_compared_only_where_both_hold_the_utterance_for_the_same_kind():
    figures = scores([pair(Labels("remark", acts=("question",)), Labels("reply", acts=("explains",)))])
    assert (figures["行為 κ"], figures["行為 含"]) == (None, None)


def test_readers_who_agree_leave_nothing_to_settle():
    labels = Labels("reply", ("kaso",), (), ("commitment", "fact"), ("will_do",), (0,))
    second = Labels("reply", ("kaso",), (), ("fact",), ("will_do",), (0,))
    assert list(disagreements(pair(labels, second))) == []


def test_a_worksheet_row_names_the_label_and_both_readings():
    first, second = Labels("remark", ("kaso",), ("community",)), Labels("statement", ("community",))
    rows = {row["label"]: row for row in disagreements(pair(first, second))}
    assert set(rows) == {"kind", "topics"}
    assert rows["topics"]["also"] == ("community",)
    assert (rows["kind"]["first"], rows["kind"]["second"]) == ("remark", "statement")


@pytest.fixture
def document(tmp_path):
    folder = tmp_path / "mori" / "meeting-1"
    folder.mkdir(parents=True)
    unit = {"type": "unit", "text": "検討する。", "kind": "reply", "answers": [], "topics": ["kaso"], "acts": ["fact"]}
    gold = [{"type": "meeting"}, unit | {"commitments": [{"strength": "will_study", "text": "検討する"}]}]
    read = [{"unit": 0, "kind": "reply", "topics": ["kaso"], "acts_main": "fact", "commitments": [], "answers": []}]
    for name, rows in (("gold", gold), ("second", read)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_both_readings_are_taken_from_the_folder_of_a_document(document):
    (read,) = pairs_of(document)
    assert (read.document, read.first.commitments, read.second.commitments) == ("mori/meeting-1", ("will_study",), ())
    assert "| mori | 1 |" in agreement_table([read])


def test_labels_once_frozen_are_compared_in_place_of_a_gold_settled_later(document):
    freeze(document)
    gold = document / "gold.jsonl"
    gold.write_text(gold.read_text(encoding="utf-8").replace('"kaso"', '"community"'), encoding="utf-8")
    freeze(document)
    (read,) = pairs_of(document)
    assert read.first.topics == ("kaso",)


def test_readings_of_different_editions_are_refused(document):
    (document / "second.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mori/meeting-1.*揃っていません"):
        pairs_of(document)
