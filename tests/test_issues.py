"""Issues: remarks on one matter over the meetings."""

import numpy as np
import pytest

from minutes_nlp.across.issues import groups_of, issues_of
from minutes_nlp.across.phrases import phrases_in
from minutes_nlp.pipeline import make_record

HEAD = "第{number}回 川辺町の暮らしを考える会 議事概要\n\n○日時\n{day}\n○会場\n役場会議室\n\n【議事概要】\n"
FIRST = """\
○ 移動販売の車が燃料の値上がりで山あいの集落に来なくなり、移動販売の採算は悪くなる一方である。

○ 空き家に残された仏壇が片付かず、空き家を貸すことができない。

○ 学童保育は夕方六時に閉まり、工場の遅番の親が迎えに間に合わない。

○ 移動販売の採算を言うなら、停まる場所を減らすのではなく燃料の費用を見るべきである。
"""
SECOND = """\
○ 空き家の仏壇を引き取る寺が見付かったと聞いた。空き家の片付けは進むのか。

○ 移動販売の採算について、値上がりの前の水準に戻ったという説明は実感と違う。

○ 選挙の開票に時間がかかり過ぎる。
"""
NOTHING = "○ 異議なし。\n"


def minutes(body, number=1, day="令和６年６月５日（水）"):
    return make_record((HEAD.format(number=number, day=day) + body).encode(), f"第{number}回.txt")


@pytest.fixture(scope="module")
def records():
    return minutes(SECOND, 2, "令和６年12月４日（水）"), minutes(FIRST)


def told(records):
    words = {(one.id, turn.id): turn.text for one in records for turn in one.utterances}
    return {
        issue.label: [words[place.record, place.utterance][:6] for place in issue.remarks]
        for issue in issues_of(records)
    }


def test_remarks_on_one_matter_are_one_issue_in_the_order_of_the_days(records):
    assert list(told(records).values()) == [
        ["移動販売の車", "移動販売の採", "移動販売の採"],
        ["空き家に残さ", "空き家の仏壇"],
    ]


def test_a_label_is_a_phrase_of_the_remarks(records):
    first, second = issues_of(records)
    assert first.label == "移動販売の採算"
    assert "空き家" in second.label
    assert first.representative in first.remarks
    assert "移動販売" in first.terms


def test_a_remark_that_stands_alone_is_in_no_issue(records):
    assert not any("選挙" in text or "学童" in text for texts in told(records).values() for text in texts)


def test_one_more_meeting_leaves_the_others_where_they_are(records):
    later = minutes("○ 水道の検針を電波で行うと、雪の日に届かない。\n", 3, "令和７年２月５日（水）")
    assert told([*records, later]) == told(records)


@pytest.mark.parametrize("bodies", [[], [NOTHING], [NOTHING, NOTHING], ["○ 。\n\n○ １２。\n"]])
def test_next_to_nothing_gives_no_issue_or_one_without_a_name(bodies):
    found = issues_of([minutes(body, number) for number, body in enumerate(bodies, 1)])
    assert all(issue.label == "その他の意見" and not issue.terms for issue in found)


def test_whose_a_matter_is_names_none_alone():
    general = {one.text: one.is_general for one in phrases_in("人事課とデジタル庁が移動販売とお餅つきの話をした。")}
    assert general == {"人事課": True, "デジタル庁": True, "移動販売": False, "お餅つき": True}


def test_groups_are_of_the_near():
    near = np.array([[1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1]], np.float32)
    assert groups_of(near) == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("移動販売の採算が合わない。", ["移動販売", "採算"]),
        ("地域おこし協力隊の隊員が辞めた。", ["地域おこし協力隊", "隊員"]),
        ("前回、委員の意見を聞いて検討した。", []),
        ("今年度末までに三人が、という話。", []),
        ("川辺さんと山田会長のお話。", []),
        ("自分たちの基本的なこと、お母さんたちのこと。", []),
    ],
)
def test_phrases_are_whole_nouns_that_name_a_matter(text, expected):
    found = phrases_in(text)
    assert [phrase.text for phrase in found] == expected
    assert all(text[phrase.start : phrase.stop] == phrase.text for phrase in found)


def test_a_phrase_knows_what_the_particle_ties_it_to():
    owned = next(phrase for phrase in phrases_in("移動販売の採算が合わない。") if phrase.text == "採算")
    assert owned.owner == "移動販売"


def test_a_noun_of_every_matter_is_general():
    assert {phrase.text: phrase.is_general for phrase in phrases_in("空き家の片付けの費用が高い。")} == {
        "空き家": False,
        "片付け": False,
        "費用": True,
    }
