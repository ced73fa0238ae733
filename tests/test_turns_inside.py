"""What stands inside a turn and opens none: further paragraphs, lists, signs that are words, what happens meanwhile."""

from __future__ import annotations

import pytest

from minutes_nlp.layout.marks import mark_of
from minutes_nlp.pipeline import make_record
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.samples import paragraphs_from
from minutes_nlp.structure.turns.shapes import cuts, sign_of

NOTATIONS = load_notations()
HEAD = "里山協議会（第２回） 議事録\n日時：令和７年４月３日\n場所：里山会館\n出席者：羽鳥座長、椎葉委員、浅茅委員\n"


def found(*lines, notations=NOTATIONS):
    text = HEAD + "\n".join(lines)
    return structure(paragraphs_from(text), [(0, len(text))], notations, "x.txt")


def said(*lines, notations=NOTATIONS):
    return [(u.speaker.label, u.text) for u in found(*lines, notations=notations).utterances]


LONG = [
    "水路の話をします。",
    "この水路は百年前に掘られました。",
    "掘ったのは村の人たちです。",
    "道具は鍬だけでした。",
    "今は機械で泥を上げます。",
    "それでも人の手は要るのではないでしょうか。",
]


@pytest.mark.parametrize("label", ["○椎葉委員　", "【椎葉委員】", "椎葉委員：", "○椎葉委員\n", "〔椎葉委員〕\n"])
def test_six_paragraphs_under_one_label_are_one_turn(label):
    other, office = label.replace("椎葉", "浅茅"), label.replace("椎葉委員", "事務局")
    lines = [label + "\n".join(LONG), office + "三人を雇います。", other + "いつからですか。", office + "春からです。"]
    assert [text for _, text in said("\n".join(lines))] == [
        "\n".join(LONG),
        "三人を雇います。",
        "いつからですか。",
        "春からです。",
    ]


def test_a_sign_that_is_a_word_opens_nothing():
    assert mark_of("○印の項目を加えました。") is None
    assert mark_of("○　印の項目を加えました。") is not None
    assert sign_of("●印は終えたものです。")[0] == ""
    assert [cut.body for cut in cuts("椎葉委員　○印は何か。")] == ["○印は何か。"]
    assert "印が付いた紙はどこか。" in [cut.body for cut in cuts("椎葉委員：印が付いた紙はどこか。")]
    lines = ["○羽鳥座長　別表を見てください。", "●印の項目は昨年終えました。", "○椎葉委員　○印はいつ直すのでしょうか。"]
    record = make_record((HEAD + "\n".join([*lines, "○事務局　春に直します。"])).encode(), "会議録.txt")
    assert [u.text for u in record.utterances] == [
        "別表を見てください。\n●印の項目は昨年終えました。",
        "○印はいつ直すのでしょうか。",
        "春に直します。",
    ]


def test_a_list_that_is_read_out_is_no_row_of_headings():
    result = found(
        "○椎葉委員　水路はどう変わるのでしょうか。",
        "○事務局　次の二つを改めます。",
        "（１）泥上げの回数",
        "（２）見回りの人数",
        "○椎葉委員　いつからでしょうか。",
        "○事務局　春からです。",
    )
    assert result.sections == ()
    assert result.utterances[1].text == "次の二つを改めます。\n（１）泥上げの回数\n（２）見回りの人数"


def test_a_heading_below_another_stays_one():
    lines = [
        "○羽鳥座長　始めます。",
        "２．協議事項",
        "（１）水路について",
        "○椎葉委員　いつ直すのか。",
        "○事務局　春に直します。",
    ]
    assert [section.title for section in found(*lines).sections] == ["協議事項", "水路について"]


def test_what_happens_meanwhile_is_not_said_even_in_an_unknown_notation():
    lines = ["椎葉委員＞柵を直せないか。", "（報道関係者入室）", "まことに低い。", "事務局＞春に直します。"]
    lines += ["浅茅委員＞橋はいつか。", "事務局＞秋です。", "午後３時閉会"]
    assert said(*lines) == [
        ("椎葉委員", "柵を直せないか。\nまことに低い。"),
        ("事務局", "春に直します。"),
        ("浅茅委員", "橋はいつか。"),
        ("事務局", "秋です。"),
    ]


def test_words_may_be_quoted_right_behind_the_label():
    turns = ["委員Ａ「柵を直せないか。」", "事務局「春に直します。」", "委員Ｂ「橋はいつか。」", "事務局「秋です。」"]
    assert said(*turns) == [tuple(turn.replace("「", "|「").split("|")) for turn in turns]


def test_a_name_set_with_a_space_is_one_label():
    turns = [
        "椎葉　二郎委員　柵を直せないか。",
        "水路課長　春に直します。",
        "椎葉　二郎委員　橋はいつか。",
        "水路課長　秋です。",
    ]
    assert [label for label, _ in said(*turns, notations=())] == ["椎葉　二郎委員", "水路課長"] * 2


def test_a_sign_between_quotations_parts_no_turn():
    lines = ["○ 柵を直せないか。", "→ 「春の柵」→「秋の柵」に改める。", "○ 橋はいつか。", "→ 秋である。"]
    assert [text for _, text in said(*lines, notations=())] == [line[2:] for line in lines]


def test_a_body_that_is_named_whole_is_known_by_its_short_name_in_brackets():
    lines = ["株式会社みさき情報から説明があった。", "○　月にいくら掛かるか。", "→　（みさき情報）三万円である。"]
    lines += [
        "○　（仮称）資料館はいつ開くのか。",
        "→　（事務局）春である。",
        "○　山では届くのか。",
        "→　（みさき情報）届く。",
    ]
    speakers = [
        (u.speaker.label, u.speaker.role) for u in found(*lines).utterances if u.text in {"三万円である。", "届く。"}
    ]
    assert speakers == [("みさき情報", "guest")] * 2
    assert "（仮称）資料館はいつ開くのか。" in [text for _, text in said(*lines)]
