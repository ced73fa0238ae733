"""Ordinary documents with the irregularities that ordinary documents have; each as small as it can be."""

from __future__ import annotations

import pytest

from minutes_nlp.model import UtteranceKind
from minutes_nlp.pipeline import make_record

HEAD = "第３回 水車検討会 議事要旨\n日時：令和６年４月１５日 10:00～11:00\n場所：西棟講堂\n\n"
REMARK, REPLY, FOLLOW_UP = UtteranceKind.REMARK, UtteranceKind.REPLY, UtteranceKind.FOLLOW_UP


def said(text):
    return make_record((HEAD + text).encode(), "x.txt").utterances


def texts(text):
    return [utterance.text for utterance in said(text)]


@pytest.mark.parametrize("answer", ["三十万円以下は会が払う。", "３０基に増やす。", "十年前から決まっている。"])
def test_a_number_that_begins_the_answer_is_no_number_of_the_answer(answer: str):
    body = f"　Ｑ　五つの水車は誰が直すのか。\n　Ａ　{answer}\n　Ｑ　二台目はいつか。\n　Ａ　来月である。\n"
    assert texts("質疑応答\n" + body) == ["五つの水車は誰が直すのか。", answer, "二台目はいつか。", "来月である。"]


def test_a_question_asked_again_and_an_answer_given_later():
    body = "問一　水車は幾つ残すのか。\n答一　四つ残します。\n　再問　六つ残せないのか。\n　再答　持ち帰ります。\n"
    later = "　【後日回答】　五つ残すこととしました。\n問二　舟は出るのか。\n答二　出ます。\n"
    got = said("質疑応答\n" + body + later)
    assert [u.kind for u in got] == [REMARK, REPLY, FOLLOW_UP, REPLY, REPLY, REMARK, REPLY]
    assert [u.replies_to for u in got][1:5] == [("u1",)] * 4


def test_filled_circles_with_arrows():
    body = "●　水車の数が足りない。増やせないか。\n⇒　来年度に二つ増やす。\n●　守り手の手当てを上げるべきである。\n"
    got = said("主な意見は次のとおり。\n" + body + "⇒　配分を改めて考え、会長に一任いただきたい。\n")
    assert [u.kind for u in got] == [REMARK, REPLY, REMARK, REPLY]


def test_a_table_of_two_columns_set_off_by_tabs():
    rows = (
        "意見・質問\t回答",
        "１．水車の点検\t",
        "水車の点検は年に何回行っているのか。\t二回である。",
        "２．舟の便\t",
        "①　朝の便\t",
    )
    rows = (
        *rows,
        "朝の便が少ないので増やせないか。\t船頭の人手が足りないため難しい。",
        "特になし。\t－",
        "舟に屋根は付くのか。\t秋に付ける。",
    )
    got = said("別紙\n\n" + "\n".join(rows) + "\n\n※　趣旨をまとめたものである。\n")
    assert [(u.kind, u.text) for u in got] == [
        (REMARK, "水車の点検は年に何回行っているのか。"),
        (REPLY, "二回である。"),
        (REMARK, "朝の便が少ないので増やせないか。"),
        (REPLY, "船頭の人手が足りないため難しい。"),
        (REMARK, "舟に屋根は付くのか。"),
        (REPLY, "秋に付ける。"),
    ]


def test_labels_with_values_set_off_by_tabs_are_no_table():
    record = make_record("所在地\t西棟講堂とする。\n電話\t代表にかける。\n".encode(), "x.txt")
    assert [block.kind.value for block in record.blocks if block.kind.value == "table"] == []


def test_words_that_begin_as_a_mark_of_questions_open_no_turn():
    body = "問１　水車は幾つか。\n答１　四つです。\n問題は守り手の数です。\n問２　舟は出るか。\n答２　出ます。\n"
    assert texts("質疑応答\n" + body)[1] == "四つです。\n問題は守り手の数です。"
