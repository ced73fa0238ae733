"""What one document tells about itself, each in the smallest sample: its agenda, its end matter, its legend, its seats."""

from __future__ import annotations

import pytest

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
        "以上、会議のてん末を記し、相違ないことを証するため署名する。\n　座　　長　　　桐　山　純\n　署名委員　　　深　見　葵\n",
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
