"""What one document tells about itself, each in the smallest sample: agenda, end matter, legend, seats."""

from __future__ import annotations

import pytest

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.pipeline import make_record

HEAD = "第３回 水車検討会 議事要旨\n日時：令和６年４月１５日 10:00～11:00\n場所：西棟講堂\n"


def record(text):
    return make_record((HEAD + text).encode(), "x.txt")


def texts(text):
    return [utterance.text for utterance in record(text).utterances]


TALK = "○桐山座長　始めます。\n○深見委員　水車を直せないか。\n○事務局　直します。\n"
SAID = ["始めます。", "水車を直せないか。", "直します。"]
MORE = "○深見委員　舟は出るのか。\n○事務局　出ます。\n"


@pytest.mark.parametrize(
    "heading", ["議題（２）舟の運航について", "日程第２　議案第４号", "報告第９号", "日程第３　報告第２号　舟の運航"]
)
def test_a_numbered_item_of_the_agenda_is_no_words_of_the_turn_above(heading: str):
    found = record(f"\n{TALK}{heading}\n資料は配付のとおり。\n{MORE}")
    assert [u.text for u in found.utterances] == [*SAID, "舟は出るのか。", "出ます。"]
    assert heading in [section.title for section in found.sections]


@pytest.mark.parametrize("heading", ["舟の運航の案", "２．舟の運航の案", "議題２　舟の運航の案"])
def test_an_item_that_the_head_has_listed_is_a_heading_where_it_is_printed_anew(heading: str):
    agenda = "議題：\n１．水車の直し方\n２．舟の運航の案\n"
    noted = "資料は配付のとおり。\n"  # not above a turn, so that only the head can tell
    assert texts(f"{agenda}\n{TALK}{heading}\n{noted}{MORE}")[:3] == SAID


def test_items_that_are_read_out_one_after_the_other_are_words_of_the_turn():
    agenda = "議題：\n１．水車の直し方\n２．舟の運航の案\n"
    read_out = "○桐山座長　議題は次の二つです。\n水車の直し方\n舟の運航の案\n"
    assert texts(f"{agenda}\n{read_out}{TALK}")[0] == "議題は次の二つです。\n水車の直し方\n舟の運航の案"


@pytest.mark.parametrize(
    "end",
    [
        "お問合せ先\n水車振興課\n電話：00-0000-0000（内線11）\n※お問合せの際は、議題を告げてください。\n",
        "【質問・お問い合わせ】\n水車検討会　事務局\n〒000-0000\nTel：00-0000-0000\n",
        "照会先\n事務局　水車係\n",
        "文責：事務局\n",
        "以上、会議のてん末を記し、ここに署名する。\n　座　　長　　　桐　山　純\n　署名委員　　　深　見　葵\n",
        "会議録署名　　座　　長\n　　　　　　　委　　員\n",
    ],
)
def test_whom_to_ask_and_who_signs_belongs_to_no_turn(end: str):
    assert texts(f"\n{TALK}\n{end}") == SAID


def test_what_looks_like_end_matter_ends_nothing_where_talk_goes_on():
    assert texts(f"\n{TALK}担当：水車係\n{MORE}")[-1] == "出ます。"


@pytest.mark.parametrize("head", ["発言者\t発言内容", "発言者　発言要旨", "委員意見　事務局回答"])
def test_the_heads_of_columns_are_no_turn(head: str):
    said = "座長\t始めます。\n深見委員\t水車を直せないか。\n事務局\t直します。\n"
    assert texts(f"\n会議の経過\n{head}\n{said}") == SAID
    assert (
        texts(f"\n会議の経過\n{head}\n{said}{head}\nこの秋までに終えます。\n")[-1]
        == "直します。\nこの秋までに終えます。"
    )


SEATS = """第２回石臼町農業委員会総会議事録
１　開催日時　　令和７年６月１０日（火）　午前９時から午前１０時
２　出席委員（３人）
　　会長（３番）　桐山　純
　　１番　深見　葵　　　２番　浅茅　守
３　農業委員会事務局職員　　事務局長　堤下　透
４　会議の概要

議　　長　　申請は一件です。質疑はありませんか。
１　　番　　この田は誰が耕すのですか。
事務局長　　隣の方が耕します。
２番（浅茅委員）　　水は足りるのですか。
事務局長　　足ります。
"""


def test_the_number_of_a_seat_is_a_label_and_the_roster_tells_whose():
    found = make_record(SEATS.encode(), "x.txt")
    assert [u.text for u in found.utterances][1:4:2] == ["この田は誰が耕すのですか。", "水は足りるのですか。"]
    assert [u.speaker.name for u in found.utterances][1:4:2] == ["深見　葵", "浅茅　守"]
    assert [(a.name, a.position) for a in found.meeting.attendees][1:3] == [("深見　葵", "１番"), ("浅茅　守", "２番")]
    assert found.meeting.attendees[-1].name == "堤下　透"


@pytest.mark.parametrize(
    ("legend", "marks"),
    [
        ("（●：委員の発言、△：発表者の発言、◇：事務局の発言）", "●△◇"),
        ("※　「▽」は委員、「◆」は発表者、「◇」は事務局の発言を示す。", "▽◆◇"),
        ("凡例\n○：委員\n●：発表者\n⇒：事務局", "○●⇒"),
    ],
)
def test_the_legend_says_what_each_mark_means(legend: str, marks: str):
    asks, shows, answers = marks
    talk = (
        f"{asks}　水車を直せないか。\n{answers}　秋に直します。\n{asks}　舟は増えたのか。\n{shows}　二つ増えました。\n"
    )
    found = record(f"\n{legend}\n\n{talk}")
    assert [u.text for u in found.utterances] == [
        "水車を直せないか。",
        "秋に直します。",
        "舟は増えたのか。",
        "二つ増えました。",
    ]
    assert [u.kind for u in found.utterances] == [UtteranceKind.REMARK, UtteranceKind.REPLY] * 2
    assert [u.speaker.role for u in found.utterances] == [Role.MEMBER, Role.SECRETARIAT, Role.MEMBER, Role.GUEST]
    assert found.notes == ()


@pytest.mark.parametrize("noise", ["（◎：座長、○：委員）", "（○：出席、×：欠席）", "（○は賛成、●は反対）"])
def test_what_marks_of_a_list_mean_is_no_legend_of_the_talk(noise: str):
    assert texts(f"{noise}\n\n○　水車を直せないか。\n→　秋に直します。\n○　舟は出るのか。\n→　出ます。\n")[1::2] == [
        "秋に直します。",
        "出ます。",
    ]


LISTED = "出席者\n委員\n桐山座長、深見委員\nヒアリング対象者\n堤水車株式会社、舟運連絡会\n議事要旨\n"


def test_a_body_in_the_frame_of_the_other_labels_is_a_label():
    asked = "【桐山座長】\n始めます。\n【深見委員】\n水車を直せないか。\n"
    answered = "【堤水車】\n秋に直す。\n【深見委員】\n舟の方は増えたのか。\n【舟運連絡会】\n二つ増えた。\n"
    found = record(f"{LISTED}\n{asked}{answered}")
    assert [u.text for u in found.utterances][2::2] == ["秋に直す。", "二つ増えた。"]
    assert [u.speaker.role for u in found.utterances][2::2] == [Role.GUEST, Role.GUEST]
    assert found.utterances[2].speaker.name == "堤水車株式会社"


def test_the_frame_alone_makes_no_label():
    asked = "【桐山座長】\n始めます。\n【深見委員】\n水車を直せないか。\n【事務局】\n直す。\n"
    found = record(f"{LISTED}\n{asked}【舟の便】\n資料を配付した。\n【深見委員】\n舟は出るのか。\n")
    assert [u.speaker.label for u in found.utterances] == ["桐山座長", "深見委員", "事務局", "深見委員"]


BEHIND = (
    "・水車を直せないか。（深見委員）\n→秋に直す。（事務局）\n・舟の便を増やせないか。\n増えれば客も増える。（浅茅委員）\n"
    "→人が足りない。（事務局）\n"
)


def test_a_marked_line_below_an_answer_opens_a_turn_without_its_speaker_too():
    found = record(f"\n{BEHIND}・柵の色を改めてほしい。\n")
    assert [u.text for u in found.utterances][2::2] == [
        "舟の便を増やせないか。\n増えれば客も増える。",
        "柵の色を改めてほしい。",
    ]
    assert [u.speaker.label for u in found.utterances][2::2] == ["浅茅委員", None]


def test_a_marked_line_that_is_no_sentence_opens_none():
    assert texts(f"\n{BEHIND}・秋の舟の便\n")[-1] == "人が足りない。\n・秋の舟の便"


def test_a_few_words_in_brackets_name_what_is_asked_below():
    talk = "・水車を直せないか。\n→秋に直す。\n（舟の安全）\n・舟に柵は付くのか。\n→付ける。\n"
    assert texts(f"\n{talk}")[1:3] == ["秋に直す。", "舟に柵は付くのか。"]


def test_an_arrow_that_tells_what_was_decided_is_no_words_of_the_turn_above():
    talk = "座長：直すこととしてよろしいか。\n→　原案のとおり了承された。\n委員：舟は出るのか。\n事務局：出ます。\n"
    assert texts(f"\n{talk}") == ["直すこととしてよろしいか。", "舟は出るのか。", "出ます。"]


def test_a_line_without_tabs_between_two_rows_is_one_more_paragraph_of_the_cell_above():
    rows = (
        "番号\t箇所\t意見\t対応",
        "1\t二頁\t水車を直すべき。\t直す。",
        "なお、秋に終える。",
        "2\t三頁\t舟を増やすべき。\t増やす。",
    )
    table = "\n".join(rows)
    assert texts(f"\n委員意見と対応\n{table}\n") == [
        "水車を直すべき。",
        "直す。\nなお、秋に終える。",
        "舟を増やすべき。",
        "増やす。",
    ]
