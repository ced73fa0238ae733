"""Ordinary documents with the irregularities that ordinary documents have; each as small as it can be."""

from __future__ import annotations

import pytest

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.pipeline import make_record

HEAD = "第３回 水車検討会 議事要旨\n日時：令和６年４月１５日 10:00～11:00\n場所：西棟講堂\n\n"
REMARK, REPLY, FOLLOW_UP, STATEMENT = (
    UtteranceKind.REMARK,
    UtteranceKind.REPLY,
    UtteranceKind.FOLLOW_UP,
    UtteranceKind.STATEMENT,
)


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


def test_a_bullet_in_the_place_of_a_circle_is_a_remark_and_a_deeper_one_is_not():
    body = (
        "（１）水車について\n　○　水車の数が足りない。\n　　→　二つ増やす。内訳は次のとおり。\n"
        "　　　・　上の沢に一つ置く。\n"
    )
    more = "　・　守り手の数も足りない。\n　　→　来年に募る。\n"
    assert texts(body + more) == [
        "水車の数が足りない。",
        "二つ増やす。内訳は次のとおり。\n・上の沢に一つ置く。",
        "守り手の数も足りない。",
        "来年に募る。",
    ]


def test_items_of_the_agenda_by_number_part_what_was_said():
    body = (
        "第１号議案　水車の数の変更について\n桐山会長\n　御質問をお願いします。\n深見委員\n"
        "　水車は幾つに減るのでしょうか。\n"
        "浅茅課長\n　四つです。\n（全員賛成により、原案のとおり可決）\n第２号議案　舟の便の変更について\n"
        "浅茅課長\n　朝の便を一つ減らすものです。\n深見委員\n　夕方の便はどうなるのでしょうか。\n浅茅課長\n"
        "　変えません。\n"
    )
    got = said(body)
    assert [u.kind for u in got] == [STATEMENT, REMARK, REPLY, STATEMENT, REMARK, REPLY]
    assert got[2].text == "四つです。"


LED = (
    "（開会　９：３０）\n○教育長　これより定例会を開きます。議案第３号の説明を求めます。\n"
    "○浅茅課長　水車の学びの日を設けるものです。\n"
    "○深見委員　その日は学校を休めるのですか。\n○浅茅課長　休みとします。\n○教育長　御異議ございませんか。\n"
    "　議案第３号は可決しました。\n"
    "○教育長　ほかにありませんか。以上で日程は終了しました。\n（閉会　１０：４１）\n"
    "　上記会議の経過を記載し、その相違ないことを証するため署名する。\n　　教育長\n"
)


def test_one_who_leads_where_nobody_is_called_a_chair():
    got = said(LED)
    assert {u.speaker.role for u in got if u.speaker.label == "教育長"} == {Role.CHAIR}
    assert [u.kind for u in got] == [STATEMENT, STATEMENT, REMARK, REPLY, STATEMENT, STATEMENT]


def test_what_stands_below_the_close_of_the_session_is_not_said():
    assert texts(LED)[-1] == "ほかにありませんか。以上で日程は終了しました。"


def test_items_under_a_bracketed_label_among_labels_before_the_words():
    body = "【桐山会長】\n・開会を宣言する。\n・署名する委員を決める。\n"
    more = "深見委員　　締切りが早すぎて、これから書類を作る会は間に合わない。\n浅茅課長　　簡単な書類でよい。\n"
    talk = "深見委員　　落ちた会がもう一度出してもよいのか。\n浅茅課長　　直したものであればよい。\n"
    assert [u.speaker.label for u in said(body + more + talk)] == ["桐山会長"] * 2 + ["深見委員", "浅茅課長"] * 2


def test_notices_at_the_end_are_no_turns():
    body = (
        "３．議事\n（１）水車について\n・水車の数が足りないのではないか。\n→来年に二つ増やす。\n"
        "・守り手の手当てを上げてほしい。\n→上げる。\n"
    )
    more = "４．その他\n・　水車の学校の生徒を募集中（五月締切）\n・　次回　五月九日（金）\n→　会場が変わります。\n"
    assert texts(body + more)[-1] == "上げる。"


def test_three_marks_with_names():
    body = (
        "○桐山委員長　質疑を行います。\n◆深見昭子委員　水車は幾つですか。\n◎浅茅課長　四つです。\n"
        "◆深見昭子委員　減る一方ではないですか。\n"
    )
    got = said(body + "◎浅茅課長　来年に一つ増やします。\n")
    assert [u.speaker.label for u in got] == ["桐山委員長", *["深見昭子委員", "浅茅課長"] * 2]


def test_what_was_not_public_is_nobodys_words():
    body = "【深見委員】　沢の鳥はどこにいるのか。\n【浅茅課長】　三か所で見ております。\n\n"
    more = "（ここから非公開）\n　巣の場所について質疑が行われた。\n（ここまで非公開）\n\n"
    last = "【深見委員】　結果はいつ出るのか。\n【浅茅課長】　秋に出します。\n"
    assert texts(body + more + last)[1:3] == ["三か所で見ております。", "結果はいつ出るのか。"]


def test_a_line_between_the_same_signs_is_a_heading():
    body = "―　西の水路　―\n（委員）水門は誰が開けるのか。\n（事務局）守り手が開けます。\n"
    more = "～～ 東の水路 ～～\n（委員）東は誰が開けるのか。\n（事務局）まだ決めておりません。\n"
    record = make_record((HEAD + "＜質疑応答＞\n" + body + more).encode(), "x.txt")
    assert [u.text for u in record.utterances][1] == "守り手が開けます。"
    assert [section.title for section in record.sections][-2:] == ["西の水路", "東の水路"]


def test_questions_with_a_star_for_what_is_new():
    body = "Q1-1\n舟は借りられますか。\nA1-1\n借りられます。\n★Q1-2\nQ1-1の舟に犬も乗れますか。\n★A1-2\n乗れます。\n"
    more = "Q1-3\n雨の日は。\nQ1-4\n雪の日は。\nA1-3、A1-4\nどちらも休みます。\nQ1-5　（削除）\n"
    got = make_record(
        ("水車舟　よくある質問\n\nⅠ　舟\n" + body + more + "【問合せ先】水車課　舟係\n").encode(), "x.txt"
    ).utterances
    assert [u.text for u in got][2] == "Q1-1の舟に犬も乗れますか。"
    assert got[3].marker == "★A1-2"
    assert [(u.text, u.replies_to) for u in got][6:] == [("どちらも休みます。", ("u5", "u6"))]


def test_circles_answered_by_a_word_in_brackets():
    body = (
        "○ 水車が傷んでいる。いつ直すのか。\n（回答）来月直す。\n○ 舟の数を増やすべきである。\n（回答）二つ増やす。\n"
    )
    more = "○ 犬も乗れるのか。\n（回答）乗れる。\n"
    got = said("(1) 水車\n" + body + "(2) 近況\n・舟の客　41名\n・水車の客　52名\n" + more)
    assert [(u.kind, u.text) for u in got][4:] == [(REMARK, "犬も乗れるのか。"), (REPLY, "乗れる。")]
    assert len(got) == 6


NAMED = """（委員長　桐山　蒼太）
　ただいまから開会します。議案第３号について、説明を願います。
（水車課長　深見　文）
　水車を二つ増やすものであります。
（浅茅　一葉）
　誰が直すのですか。
（水車課長　深見　文）
　守り手が直します。
　　（「それならよい」と呼ぶ者あり）
　手当ても出ます。
（椎葉　二郎）
　手当ては幾らですか。
（水車課長　深見　文）
　月に三千円です。
（委員長　桐山　蒼太）
　以上で閉会します。
"""


def test_full_names_in_brackets_above_the_words():
    record = make_record((HEAD + NAMED).encode(), "x.txt")
    got = record.utterances
    labels = [(u.speaker.label or "").replace("　", "") for u in got]
    assert labels == [
        "委員長桐山蒼太",
        *["水車課長深見文", "浅茅一葉"],
        "水車課長深見文",
        "椎葉二郎",
        "水車課長深見文",
        "委員長桐山蒼太",
    ]
    assert got[0].speaker.role is Role.CHAIR
    assert got[2].speaker.role is Role.MEMBER
    assert got[3].text.startswith("守り手が直します。")


def test_words_in_spaced_letters_are_no_names():
    assert not said("（休　憩）\n水を飲みました。\n（再　開）\n始めました。\n")


def test_lines_that_begin_as_turns_inside_the_turns_ask_for_a_look():
    asked = "（委員）水門は誰が開けるのか。\n（事務局）守り手が開けます。\n"
    inside = (
        "（委員）舟はいつ出るのか。\n朝出ます。\n［船頭会］昼も出します。\n"
        "（事務局）そのとおりです。\n［船頭会］夜も出します。\n"
    )
    plain = make_record((HEAD + asked * 2).encode(), "x.txt")
    assert "doubtful-notation" not in [note.code for note in plain.notes]
    record = make_record((HEAD + asked + inside).encode(), "x.txt")
    assert "doubtful-notation" in [note.code for note in record.notes]


@pytest.mark.parametrize(
    "led",
    [
        "質疑に入ります。質疑はありませんか。",
        "ほかにございますか。では、氷川委員。",
        "葛西委員、頼みます。ほかに質疑ございませんか。",
    ],
)
def test_a_chair_who_asks_for_questions_asks_none(led: str):
    body = f"議長　{led}\n氷川委員　水車はいつ直すのですか。\n事務局　来月に直します。\n議長　よろしいですか。\n"
    assert [u.kind for u in said("議事\n" + body)] == [STATEMENT, REMARK, REPLY, STATEMENT]


@pytest.mark.parametrize(
    "end", ["次回は七月二十日です。資料は後日送ります。", "日程は改めて連絡します。本日はこれで終了します。"]
)
def test_the_office_tells_the_next_day_and_answers_nothing(end: str):
    remark = "水車の音が気になる。布を張ってはどうか。夜だけでもよい。"
    body = f"座長　始めます。\n氷川委員　{remark}\n事務局　{end}\n座長　閉会します。\n"
    assert [u.kind for u in said("議事\n" + body)] == [STATEMENT, REMARK, STATEMENT, STATEMENT]


def test_who_puts_to_the_vote_presides():
    body = (
        "桐山教育長　議案の説明を求めます。\n総務課長　資料のとおりです。\n氷川委員　水車の数は足りますか。\n"
        "総務課長　足ります。\n桐山教育長　なければ採決します。賛成の方は挙手願います。\n桐山教育長　全員賛成です。\n"
    )
    got = said("議事\n" + body)
    assert got[-2].speaker.role is Role.CHAIR
    assert [u.kind for u in got] == [STATEMENT, STATEMENT, REMARK, REPLY, STATEMENT, STATEMENT]


ASKED = (
    "水車の点検は三年続けて一者である。仕様書に問題があるのではないか。",
    "日数が短いのではないか。",
    "理由は何か。",
)
TOLD = (
    "仕様書を見直し、資格の要件を二つ減らした。",
    "十日から二十日に延ばすこととした。",
    "部品の供給が限られるためである。",
)


@pytest.mark.parametrize(
    ("before", "between", "mark"),
    [
        ("意見・質問\t回答\n", "", ""),
        ("意見・質問\t回答\n", "【案件】\n", ""),
        ("意見・質問\t回答\n", "", "・"),
        ("主な質疑は次のとおり。\n", "", ""),
    ],
    ids=["head", "headings", "bullets", "no head"],
)
def test_rows_of_two_sentences_parted_by_a_tab(before: str, between: str, mark: str):
    rows = "".join(f"{between}{mark}{asked}\t{mark}{told}\n" for asked, told in zip(ASKED, TOLD, strict=True))
    got = said(before + rows)
    assert [u.kind for u in got] == [REMARK, REPLY] * 3
    assert [u.text for u in got] == [text for pair in zip(ASKED, TOLD, strict=True) for text in pair]


def test_a_sentence_between_rows_of_tabs_goes_on_with_the_answer_and_one_below_them_does_not():
    first, *others = (f"{asked}\t{told}\n" for asked, told in zip(ASKED, TOLD, strict=True))
    got = said(f"意見・質問\t回答\n{first}なお、詳しくは次回に示す。\n{''.join(others)}この概要は速報である。\n")
    assert got[1].text == f"{TOLD[0]}\nなお、詳しくは次回に示す。"
    assert got[-1].text == TOLD[-1]
