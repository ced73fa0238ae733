"""Layouts of minutes seen since: what they print is read, and what is no speech stays silent."""

from __future__ import annotations

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.samples import paragraphs_from

NOTATIONS = load_notations()
REMARK, REPLY, FOLLOW_UP, STATEMENT = UtteranceKind
HEAD = "里山協議会（第２回） 議事要旨\n日時：令和７年４月３日\n場所：里山会館\n"


def said(text):
    return structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, "x.txt").utterances


# --- nothing is invented ---


def test_the_notes_below_a_list_of_members_are_not_said_by_anybody():
    text = (
        "里山協議会　委員名簿\n（令和７年４月１日現在）\n◎桐山　蒼太　　みどり大学　教授\n○深見　凪　　里山の会　会長\n"
        "事務局\n・里山課\n（備考）\n○ 任期は二年とする。\n○ 謝金は規程による。\n"
    )
    assert said(text) == ()


def test_nested_notes_that_are_no_sentences_are_not_turns():
    text = HEAD + "【進め方】\n- 冊子の見直しを検討してほしい\n-- 続ける\n-- やめる\n- 名簿を作るべき\n-- 春までに\n"
    assert said(text) == ()


def test_bullets_that_tell_facts_are_not_turns_even_below_a_topic():
    text = HEAD + "＜井戸の点検について＞\n・点検は三月に終わった。\n・壊れた蓋は四枚である。\n・図面を添える。\n"
    assert said(text) == ()


def test_a_page_number_between_paragraphs_is_not_said():
    got = said(HEAD + "【桐山座長】　始めます。\n-1-\n【深見委員】　蓋が壊れています。直せませんか。\n- 2 -\n")
    assert [u.text for u in got] == ["始めます。", "蓋が壊れています。直せませんか。"]


def test_a_label_followed_by_a_scene_alone_is_no_turn():
    got = said(HEAD + "事務局：（資料確認　省略）\n桐山座長：始めます。\n深見委員：蓋を直せませんか。\n")
    assert [u.speaker.label for u in got] == ["桐山座長", "深見委員"]


# --- what is printed is read ---


def test_bullets_of_opinions_below_a_topic_are_remarks():
    got = said(
        HEAD + "＜井戸について＞\n・蓋が古いのではないか。\n・年に三度点検すべきである。\n・柵を直してほしい。\n"
    )
    assert [u.kind for u in got] == [REMARK] * 3


def test_turns_that_run_together_in_the_only_paragraph_of_a_section_are_cut():
    got = said(HEAD + "１　井戸\n（事務局）蓋を替えた。（委員）柵も古い。いつ直すのか。（事務局）来月直す。\n")
    assert [(u.kind, u.speaker.label) for u in got] == [(STATEMENT, "事務局"), (REMARK, "委員"), (REPLY, "事務局")]


def test_a_named_person_answers_an_unnamed_question():
    got = said(
        HEAD + "（問）蓋はいつ直りますか。\n（桐山座長）来月です。\n（問）費用は出ますか。\n（事務局）出ます。\n"
    )
    assert [(u.kind, u.replies_to) for u in got] == [(REMARK, ()), (REPLY, ("u1",)), (REMARK, ()), (REPLY, ("u3",))]


def test_a_line_that_names_who_answers_speaks_for_the_next_item_alone():
    got = said(
        HEAD + "【主な意見】\n○蓋が壊れている。\n（→環境省）\n○来月替える。\n○柵も古い。\n（→環境省）\n○直す。\n"
    )
    assert [(u.kind, u.speaker.label) for u in got] == [
        (REMARK, None),
        (REPLY, "環境省"),
        (REMARK, None),
        (REPLY, "環境省"),
    ]


def test_a_deputy_who_presides_is_the_chair():
    got = said(
        HEAD + "【深見座長代理】　本日は私が議事を進めさせていただきます。\n【浅茅委員】　蓋を直せませんか。\n"
        "【深見座長代理】　以上で終わります。\n"
    )
    assert [u.speaker.role for u in got] == [Role.CHAIR, Role.MEMBER, Role.CHAIR]


def test_a_list_of_decisions_holds_statements_not_remarks():
    got = said(
        HEAD + "【決定事項】\n○蓋は四月に替えることとなった。\n○柵の案を了承した。\n○点検は冬に行うこととした。\n"
    )
    assert [u.kind for u in got] == [STATEMENT] * 3


def test_answers_under_one_label_find_their_remarks_in_any_order():
    got = said(
        HEAD
        + "【委員】\n○ 井戸の蓋を替えられないか。\n○ 堤の草刈りを増やせないか。\n○ 案内板の文字を大きくできないか。\n"
        "【事務局】\n○ 案内板の文字は春に大きくする。\n○ 井戸の蓋は来月替える。\n○ 堤の草刈りは三度に増やす。\n"
    )
    assert [u.replies_to for u in got][3:] == [("u3",), ("u1",), ("u2",)]


def test_a_chairs_plain_yes_to_a_proposal_answers_it():
    got = said(HEAD + "深見委員：欄を一つ設けてはどうか。\n桐山委員長：そのようにする。\n")
    assert [(u.kind, u.replies_to) for u in got] == [(REMARK, ()), (REPLY, ("u1",))]


def test_a_body_that_answers_is_named_by_what_it_is():
    text = HEAD + (
        "（委員）水車の数は足りているのか。\n（機構）四つで足りている。\n（委員）守り手を育てる気はあるのか。\n（機構）来年から研修を始める。\n"
    )
    assert [u.kind for u in said(text)] == [REMARK, REPLY, REMARK, REPLY]


def test_entries_of_the_contents_open_no_turn():
    asked = "Ｑ１　水車は要りますか。\nＱ２　舟は出ますか。\n"
    text = HEAD + (
        "目次\nＱ１　水車は要りますか。　…………２\nＱ２　舟は出ますか。　…３\n\n"
        "Ｑ１　水車は要りますか。\nＡ．要ります。\nＱ２　舟は出ますか。\nＡ．出ます。\n"
    )
    assert [u.text for u in said(text) if u.kind is REMARK] == [a[3:] for a in asked.splitlines()]


def test_an_answer_to_two_numbers_answers_both():
    text = (
        HEAD
        + "Ｑ１　水車は幾つか。\nＱ２　舟は何艘か。\nＡ１、Ａ２　どちらも四つです。\n"
        + "Ｑ３　蔵は幾つか。\nＡ３　三つです。\n"
    )
    assert [u.replies_to for u in said(text) if u.kind is REPLY] == [("u1", "u2"), ("u4",)]


def test_one_answer_takes_up_all_that_wait_where_it_says_so():
    text = HEAD + (
        "○ 水車の数が足りない。増やせないか。\n○ 同感である。守り手も増やすべきではないか。\n"
        "→ 来年度に検討する旨事務局より回答。\n"
        "○ 舟の便を戻せないか。\n○ 舟の屋根が要る。\n→ いずれも船頭と相談する旨事務局より回答。\n"
    )
    assert [u.replies_to for u in said(text) if u.kind is REPLY] == [("u1", "u2"), ("u4", "u5")]


def test_decisions_with_their_consequences_are_no_talk():
    text = (
        "第８回 水車本部会議 決定事項\n日時：令和６年４月１５日\n場所：講堂\n"
        "１　対象\n○ 全ての水車を対象とする。\n○ 開始は七月とする。\n→ 契約課が手引きを配る。\n"
        "２　期間\n○ 期間を一年に改める。\n○ 決定は書面で行う。\n→ 総務課が要綱を改める。\n"
    )
    assert said(text) == ()


def test_a_title_that_tells_of_answers_asks_for_a_look_where_no_turn_is_read():
    text = "水車の貸出しに関する説明会の質疑応答\n\n水車の貸出しは谷の外にも広げる。\n守り手の手当ては来年に決める。\n"
    found = structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, "x.txt")
    assert [note.code for note in found.notes] == ["unparsed"]
    plain = text.replace("に関する説明会の質疑応答", "について")
    assert structure(paragraphs_from(plain), [(0, len(plain))], NOTATIONS, "x.txt").notes == ()
