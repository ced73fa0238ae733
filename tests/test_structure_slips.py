"""Habits and slips of those who type minutes, whatever the notation, and what is told where little could be read."""

from __future__ import annotations

import pytest

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.samples import paragraphs_from

NOTATIONS = load_notations()
REMARK, REPLY, FOLLOW_UP, STATEMENT = UtteranceKind
HEAD = "第２回　灯台守検討会　議事概要\n日時　令和５年７月３日\n場所　灯台会館\n"


def found(text):
    return structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, "x.txt")


def told(result):
    return [(u.kind, u.text, [int(target[1:]) - 1 for target in u.replies_to]) for u in result.utterances]


def test_a_word_stands_for_the_mark_of_an_answer_and_a_flow_is_no_answer():
    result = found(
        HEAD + "１　灯台の数\n○ 灯台はいくつ残るのか。\n→ 三つ残る予定である。\n○ 番人は足りるのか。\n"
        "（回答）二人を雇う予定である。\n２　今後の姿\n⇒　十年後に五つの灯台を維持\n"
        "○ 順番を見直すべきではないか。\n→ 次回に改めたい。\n◎次回：令和５年１０月\n"
    )
    assert told(result) == [
        (REMARK, "灯台はいくつ残るのか。", []),
        (REPLY, "三つ残る予定である。", [0]),
        (REMARK, "番人は足りるのか。", []),
        (REPLY, "二人を雇う予定である。", [2]),
        (REMARK, "順番を見直すべきではないか。", []),
        (REPLY, "次回に改めたい。", [4]),
    ]


@pytest.mark.parametrize(
    ("below", "doubted"), [("樋の雨漏りが続いている。", True), ("なお、蔵も直す予定である。", False)]
)
def test_an_answer_below_a_paragraph_that_may_be_a_remark_is_doubtful(below, doubted):
    result = found(
        HEAD + f"○ 番人は足りるのか。\n→ 二人を雇う予定である。\n{below}\n→ 今年のうちに直すと聞いている。\n"
        "○ 鐘は替えないのか。\n→ 来年に替える予定である。\n"
    )
    spans = result.utterances[2].spans
    assert ("doubtful-kind" in [note.code for note in result.notes if note.spans == spans]) is doubted


QUESTIONS = """
灯台の公開に関する質疑応答
日時　令和６年３月５日
Ｑ１　油は誰が運ぶのか。
Ａ１　町が運びます。
Ｑ２　鐘は何回鳴らすのか。
Ａ２　霧の日に限り六回です。
Ｑ２－２　霧がなければ鳴らさないのか。
Ａ２－２　鳴らしません。
Ｑ３　見学は有料か。
　　　無料です。
Ｑ４　犬を連れてもよいか。
{below}Ｑ５　傘は要るか。
Ａ４、Ａ５　いずれもお好きになさってください。
Ｑ６　靴は借りられるか。
Ａ６　お貸しします。
"""


def test_an_answer_whose_sign_was_forgotten_and_questions_that_come_back_by_their_number():
    result = found(QUESTIONS.format(below=""))
    kinds = [(u.kind, u.replies_to) for u in result.utterances]
    assert kinds[4:6] == [(FOLLOW_UP, ("u3",)), (REPLY, ("u3",))]
    assert told(result)[6:8] == [(REMARK, "見学は有料か。", []), (REPLY, "無料です。", [6])]
    assert "doubtful-kind" in [note.code for note in result.notes if note.spans == result.utterances[7].spans]
    assert told(result)[10] == (REPLY, "いずれもお好きになさってください。", [8, 9])


def test_a_question_of_two_lines_that_is_answered_below_stays_whole():
    result = found(QUESTIONS.format(below="　　　昔は猫がいた。\n"))
    assert told(result)[8] == (REMARK, "犬を連れてもよいか。\n昔は猫がいた。", [])


def test_an_answer_of_two_who_speak_is_cut_behind_the_first():
    result = found(
        "町長臨時記者会見の概要\n令和６年８月２日　石切町役場\n――灯りが消えた原因は。\n　芯の傷と見ております。\n"
        "――いつ分かったのか。\n　前の晩に分かりました。（灯台課長）\n　すぐにお知らせすべきでした。\n"
        "――直るのはいつか。\n　来月には直ります。\n"
    )
    assert [(u.kind, u.speaker.label, u.text) for u in result.utterances][3:5] == [
        (REPLY, "灯台課長", "前の晩に分かりました。"),
        (REPLY, None, "すぐにお知らせすべきでした。"),
    ]
    assert {u.replies_to for u in result.utterances[3:5]} == {("u3",)}


def test_a_chair_with_a_mark_asks_too_and_a_request_after_an_answer_comes_back_on_it():
    result = found(
        HEAD + "◎　それでは始めます。御意見をお願いします。\n○　油の値はどう見ているのでしょうか。\n"
        "●　上がると見ています。\n○　お願いします。\n◎　前は樽で買っていましたね。今の町ではどうでしょう。\n"
        "●　缶で買っています。\n◎　これで閉じます。\n"
    )
    assert [u.kind for u in result.utterances] == [STATEMENT, REMARK, REPLY, FOLLOW_UP, REMARK, REPLY, STATEMENT]
    assert result.utterances[4].speaker.role is Role.CHAIR
    assert result.utterances[5].replies_to == ("u5",)


def test_a_chair_who_says_the_same_shares_the_answer():
    result = found(
        HEAD + "会長：では、議題に入ります。\n高砂委員：番人の手当が二十年変わっていない。見直すべきではないか。\n"
        "会長：同じことを昨年も申し上げた。\n事務局：来年度に改める予定です。\n砥石委員：鐘の音が小さいのではないか。\n"
        "事務局：取り替えます。\n"
    )
    assert [u.kind for u in result.utterances][1:4] == [REMARK, REMARK, REPLY]
    assert result.utterances[3].replies_to == ("u2", "u3")


BLOCKS = """
灯台守の働き方協議会（第２回）における主な意見と回答
（令和４年１１月２日開催）

１　夜の当番
　１－１　主な意見
　　１－１－１　かじかむ手で芯を替えている。手袋を買えないか。
　　１－１－２　梯子が古く、毎年誰かが落ちている。
　１－２　回答
　　１－２－１　梯子は今年のうちに鉄のものに替える。
　　１－２－２　手袋は冬の前に全員に配る。
"""


def test_numbered_items_in_blocks_find_their_answers():
    result = make_record(BLOCKS.encode(), "x.txt")
    assert [(u.kind, u.marker, u.replies_to) for u in result.utterances] == [
        (REMARK, "１－１－１", ()),
        (REMARK, "１－１－２", ()),
        (REPLY, "１－２－１", ("u2",)),
        (REPLY, "１－２－２", ("u1",)),
    ]


def test_main_items_cut_turns_off():
    text = (
        "灯台の公開に関する質疑応答\n\n第１　見学\nＱ１　見学は有料ですか。\nＡ１　無料です。\n\n霧の日は閉じます。\n"
        "第２　宿泊\nＱ２　泊まれますか。\nＡ２　泊まれません。\n"
    )
    result = make_record(text.encode(), "x.txt")
    assert [s.title for s in result.sections] == ["見学", "宿泊"]
    assert result.utterances[1].text == "無料です。\n霧の日は閉じます。"


LETTERS = """
灯台選考委員会（書面開催）の結果について
１　議案　第１号　油の改正について
{title}
Ａ　油を減らすのは賛成である。ただし霧の日はどうするのか。
　　霧の日は倍にします。
Ｃ　芯の値が上がらないようにされたい。
　　据え置きます。
"""


@pytest.mark.parametrize(
    ("title", "noted"), [("２　いただいたご意見と事務局の回答", True), ("２　油の量の見直し", False)]
)
def test_what_says_that_answers_stand_below_asks_for_a_look(title, noted):
    result = found(LETTERS.format(title=title))
    assert bool({"unparsed", "doubtful-notation"} & {note.code for note in result.notes}) is noted


def test_letters_speak_and_what_is_set_in_below_them_answers_where_a_heading_says_so():
    more = "Ｂ　梯子の根拠が読み取れない。示されたい。\nＤ　鐘も替えるべきではないか。\n　　鐘は来年に替えます。\n"
    more += "Ａ　分かった。番人にも伝えてほしい。\n　　伝えます。\n"
    votes = "２　表決\n| 委員 | 第１号 |\n| Ａ | ○ |\n| Ｂ | × |\n| Ｃ | ○ |\n| Ｄ | ○ |\n３　"
    told_so, untold = (LETTERS.format(title=votes + title) + more for title in ("ご意見と事務局の回答", "ご意見"))
    result, other = (make_record(text.encode(), "x.txt") for text in (told_so, untold))
    remarks = [u for u in result.utterances if u.kind is REMARK]
    replies = [u for u in result.utterances if u.kind is REPLY]
    assert [u.speaker.label for u in remarks] == ["Ａ", "Ｃ", "Ｂ", "Ｄ", "Ａ"]
    asked = {u.id: u for u in remarks}
    assert [asked[u.replies_to[-1]].text[:2] for u in replies] == ["芯の", "鐘も", "分か"]
    assert "doubtful-notation" in [note.code for note in result.notes]
    assert result.meeting is None or result.meeting.attendees == ()
    assert REPLY not in [u.kind for u in other.utterances]


def test_an_agenda_alone_asks_for_no_look():
    text = (
        "灯台守協議会（第２回）\n議事次第\n日時：令和２年12月25日\n12:30～14:30\n１．　開会\n２．　議事\n"
        "（１）　意見交換\n"
        "・　灯台の数について\n３．　閉会\n配布資料：\n資料１　灯台の一覧\n"
    )
    result = make_record(text.encode(), "x.txt")
    assert result.notes == ()


def test_minutes_of_which_little_is_in_turns_ask_for_a_look():
    talk = "２　意見交換\n○ 灯台はいくつ残るのか。\n→ 三つ残る予定である。\n○ 番人は足りるのか。\n→ 足りている。\n"
    rest = "\n".join(f"　灯台の第{n}号は丘の上にあり、番人の家と油の蔵が並んで建っている。" for n in "一二三四五六七八")
    for above, noted in (("", False), (f"１　灯台の由来\n{rest}\n", True)):
        notes = [note.message for note in found(HEAD + above + talk).notes]
        assert any("しか発言として読めていません" in message for message in notes) is noted
