"""Which answer belongs to which remark: by content alone, by what refers to it, by calls, and in parts."""

from __future__ import annotations

import pytest
from bundles import COUNCILS, results, share
from test_structure import FOLLOW_UP, HEAD, PEOPLE, REMARK, REPLY, STATEMENT, found, kinds

from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.model import Role
from minutes_nlp.structure.exchanges.assignment import partnered
from minutes_nlp.structure.exchanges.content import Content
from minutes_nlp.structure.labels import Roster
from minutes_nlp.text import Text

MEMBERS = PEOPLE + "桐山座長、深見委員、浅茅委員、葛城委員、遠山課長、里見室長\n【議事】\n"


def links(result):
    return [u.replies_to for u in result.utterances]


# --- by content alone ---


def test_a_reply_finds_its_question_by_content_alone():
    assert share(list(results(COUNCILS["train"], vectors=False))) >= 0.88


@pytest.mark.skipif(our_vectors() is None, reason="models/chive.vectors has not been made")
def test_with_vectors_more_replies_find_their_question():
    assert share(list(results(COUNCILS["train"], vectors=True))) >= 0.9


def test_synonyms_count():
    content = Content(["起業の費用が重い。", "創業を助ける。", "水路が深い。"], views=("senses",), vectors=False)
    assert content(0, 1) > content(0, 2) == 0.0


def test_what_is_usual_in_councils_tells_less_than_what_is_rare():
    content = Content(["制度と囲炉裏", "制度と水車", "集いと囲炉裏"], views=("senses",), vectors=False)
    assert content(0, 2) > content(0, 1) > 0.0


def test_single_kanji_and_inflected_words_count():
    content = Content(["古い商店を直す。", "店が閉まった。", "水路が深い。"], vectors=False)
    assert content(0, 1) > content(0, 2) == 0.0


def test_a_reply_in_parts_meets_the_question_of_several_points():
    content = Content(
        ["灯台を塗るのか。また、柵はどうか。", "灯台の塗装。", "１点目は塗る。２点目は直す。"], vectors=False
    )
    assert content.answers(2, 0) > content.answers(2, 1)
    assert content.answers(1, 0) == content(1, 0)


def test_no_partner_is_a_choice_and_one_question_may_have_two_answers():
    assert partnered([[0.9, 0.1], [0.1, 0.05]], 0.2) == [0, None]
    assert partnered([[0.9], [0.8]], 0.0) == [0, 0]
    assert partnered([[], []], 0.0) == [None, None]


def test_an_answer_in_a_block_takes_up_the_remark_beside_its_own():
    result = found(
        HEAD + "＜市町村からの意見＞\n○ 図書館の司書が足りない。\n○ 移動図書館の車両が古い。\n○ 水路の石垣が崩れた。\n"
        "＜県の考え方＞\n"
        "○ 石垣の復旧には、水路の補助がある。\n○ 図書館の司書の研修と、移動図書館の車両を新しくする。\n"
    )
    assert links(result)[3:] == [("u3",), ("u1", "u2")]


# --- who comes back, and who answers ---


def test_a_quotation_of_the_answer_comes_back_on_it():
    result = found(
        MEMBERS + "○深見委員　橋の幅を広げる予定はありますか。\n○遠山課長　求めがあれば検討いたします。\n"
        "○浅茅委員　「求めがあれば」では誰も言い出せません。欄干の低い所だけでも先に直すべきではありませんか。\n"
    )
    assert kinds(result) == [REMARK, REPLY, FOLLOW_UP]
    assert links(result)[2] == ("u1",)


def test_one_who_is_called_by_name_answers():
    result = found(
        MEMBERS + "○深見委員　私どもの地区では、除雪の車を三つの集落で順に使っております。\n"
        "○浅茅委員　深見さんの話は分かりますが、雪が同じ日に積もったらどうするのですか。うちの谷は峠を越えます。\n"
        "○深見委員　その日は一番奥の集落から始めます。\n"
    )
    assert kinds(result)[2] is REPLY
    assert links(result)[2] == ("u2",)


def test_a_new_point_of_the_same_member_is_no_follow_up():
    long = "空き家の片付けは、近所の人の手だけでは進みません。" * 5
    result = found(
        MEMBERS + f"○深見委員　橋の幅を広げる予定はありますか。\n○遠山課長　来年度に広げます。\n○深見委員　{long}\n"
    )
    assert kinds(result) == [REMARK, REPLY, REMARK]


def test_no_answer_reaches_over_an_explanation_that_is_only_told_of():
    result = found(
        HEAD + "【議事概要】\n【委員】 井戸の蓋を直せないか。\n【事務局】 －資料２に基づき説明－\n"
        "【委員】 柵の色が暗いのではないか。\n【事務局】 柵の色を明るく塗る。\n"
    )
    assert kinds(result) == [REMARK, REMARK, REPLY]
    assert links(result)[2] == ("u2",)


def test_an_answer_without_a_mark_of_its_own_is_told_by_an_offices_wording():
    result = found(
        HEAD + "【議事概要】\n○孤立する集落の数が古いままである。数え直されたい。\n"
        "○孤立する集落は、本年度中に数え直す予定である。\n○井戸の蓋を重くすべきである。\n"
    )
    assert kinds(result) == [REMARK, REPLY, REMARK]
    assert result.utterances[1].speaker.role is Role.SECRETARIAT
    assert "doubtful-kind" in [note.code for note in result.notes]


def test_an_answer_of_one_sentence_takes_up_the_question_before_it():
    result = found(
        MEMBERS + "○深見委員　石垣の積み方は、谷ごとに手間が五倍も違います。\n"
        "○浅茅委員　石垣の費用は、県の補助に入っているのでしょうか。\n"
        "○遠山課長　補助の対象は、石垣では二級の水路に限られております。\n"
    )
    assert links(result)[2] == ("u2",)


def test_two_officials_may_answer_in_the_order_of_their_offices():
    result = found(
        HEAD + MEMBERS + "○深見委員　灯台の塗装が剥げております。塗り直せませんか。\n"
        "○浅茅委員　渡し船の切符が高くて、高校生が困っております。割引はできませんか。\n"
        "○遠山課長　渡し船の切符の割引は、高校生から始めます。\n○里見室長　灯台の塗装は来月塗り直します。\n"
    )
    assert links(result) == [(), (), ("u2",), ("u1",)]


def test_a_deputy_presides_where_no_chair_speaks():
    said = "○葛城座長代理　では、議題１から始めます。\n○浅茅委員　柵が低くて危ないのではないでしょうか。\n"
    people = MEMBERS.replace("葛城委員", "葛城座長代理")
    result = found(HEAD + people + said + "○里見室長　秋に直します。\n")
    assert result.utterances[0].speaker.role is Role.CHAIR
    chaired = found(HEAD + people + "○桐山座長　ただいまから始めます。\n" + said + "○里見室長　秋に直します。\n")
    assert chaired.utterances[1].speaker.role is Role.MEMBER


def test_what_an_official_says_after_the_chair_has_led_on_is_looked_at():
    said = "○浅茅委員　柵が低いと思います。\n○桐山座長　よろしいですか。\n○遠山課長　塗装の職人を増やしております。\n"
    notes = found(HEAD + MEMBERS + said).notes
    assert [note.spans for note in notes if note.code == "doubtful-kind"] != []
    answered = said.replace("○桐山座長　よろしいですか。\n", "")
    assert "doubtful-kind" not in [note.code for note in found(HEAD + MEMBERS + answered).notes]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("榎本議員（みどりの会）", "榎本"),
        ("榎本道彦議員（無所属）", "榎本道彦"),
        ("総務部長（白根）", "白根"),
        ("財政課長（中村）", "中村"),
        ("他会派の議員", None),
    ],
)
def test_a_faction_in_brackets_is_no_name(label, name):
    assert Roster().resolve(Text.of(label)).name == name


def test_thanks_to_all_at_the_end_answer_nothing():
    result = found(
        MEMBERS + "○深見委員　祭りの屋台を減らすべきだと思います。\n"
        "○遠山課長　委員の皆様には二年にわたり御議論いただき、御礼申し上げます。\n"
    )
    assert kinds(result) == [REMARK, STATEMENT]


# --- parts ---


def test_first_and_second_point_are_parts():
    result = found(
        HEAD + "【議事概要】\n○ 第１点として、橋の幅は何メートルか。第２点として、欄干はいつ直すのか。\n"
        "→ 第１点について、四メートルである。第２点について、来月直す。\n"
    )
    assert [pair.part for pair in result.pairs] == ["第１点", "第２点"]
    assert result.pairs[0].question_spans != result.pairs[1].question_spans


def test_a_question_in_two_halves_that_does_not_ask_twice():
    result = found(
        HEAD + "【議事概要】\n○ 橋の幅が図面から読み取れない。加えて、欄干の高さも注からは判然としない。\n"
        "→ 前段について、四メートルである。後段について、図面に書き足す。\n"
    )
    first, last = result.pairs
    assert (first.part, last.part) == ("前段", "後段")
    assert first.question_spans[-1][1] <= last.question_spans[0][0]
