"""Manners of minutes that many councils share: bodies as speakers, ends of the talk, empty cells, half-read talk."""

from __future__ import annotations

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.pipeline import make_record

REMARK, REPLY, FOLLOW_UP, STATEMENT = UtteranceKind
HEAD = "水辺のまち協議会（第２回）　議事概要\n\n日時　令和５年４月９日（日）\n場所　町民会館\n\n主な意見\n"


def record(text: str):
    return make_record((HEAD + text).encode(), "x.txt")


def told(text: str) -> list[tuple[UtteranceKind, str | None, str]]:
    return [(u.kind, u.speaker.label, u.text) for u in record(text).utterances]


BODIES = """
◎事務局
　資料１により説明しました。御協議ください。
●会長
　御質問はありますか。
○女性部代表
　堤の上は風が強く、ベンチの数が足りない。
◎事務局
　来年度、三基を置く予定です。
○渡船組合
　船着き場の灯りが消えたままだが、いつ直るのか。
◎事務局
　今月中に直します。
○県河川課
　県の工事の後になりますので、六月と見込んでいます。
●会長
　では、案のとおりといたします。
"""


def test_bodies_below_the_mark_of_known_labels_speak_as_members():
    said = record(BODIES).utterances
    labels = ["事務局", "会長", "女性部代表", "事務局", "渡船組合", "事務局", "県河川課", "会長"]
    assert [u.speaker.label for u in said] == labels
    assert [said[i].speaker.role for i in (2, 4, 6)] == [Role.MEMBER] * 3
    assert [said[i].kind for i in (2, 3, 4, 5)] == [REMARK, REPLY, REMARK, REPLY]
    assert said[5].replies_to == ("u5",)


def test_a_marked_heading_over_a_sentence_is_no_body():
    said = told(BODIES.replace("○県河川課", "○工事の日程について"))
    assert "工事の日程について" not in [label for _, label, _ in said]


BULLETS = """
・堤の草を刈る回数が少ない。増やすべきではないか。
　→年に三度刈ることとしたい。
　→三度で足りるのか。
　→足りなければ四度目も考えたい。
　　＊四度目は九月に行った。
・井戸の蓋が壊れている。
　→来月直す予定である。

　最後に、会長から、報告書をまとめるよう事務局に指示があった。

次回予定：七月下旬
"""


def test_what_tells_how_the_talk_ended_belongs_to_no_turn():
    said = told(BULLETS)
    assert said[-1] == (REPLY, None, "来月直す予定である。")
    assert said[3][2] == "足りなければ四度目も考えたい。"


def test_an_arrow_that_asks_on_from_an_answer_is_a_members():
    assert [kind for kind, _, _ in told(BULLETS)[:4]] == [REMARK, REPLY, FOLLOW_UP, REPLY]


def test_a_numbered_heading_of_notices_ends_the_talk():
    text = (
        "４ 議事\n"
        + BULLETS.split("\n\n", maxsplit=1)[0]
        + "\n５ その他\n　・ 町の祭り　八月三日\n　→ 出欠を七月末までに\n"
    )
    assert told(text)[-1][2] == "来月直す予定である。"


SPACED = """
部 会 長：ただいまから始めます。資料の説明をお願いします。
事 務 局：資料１をご覧ください。
委 員 Ａ：夕方の船を増やせないでしょうか。
事 務 局：来年度の見直しの中で検討します。
委 員 Ｂ：朝の船は何人が乗っていますか。
事 務 局：一日に十二人です。
　　　　　（資料２は配付のみ）
部 会 長：以上で終わります。

　会議の顛末を記し、ここに署名する。
"""


def test_spread_labels_may_end_in_a_letter():
    labels = ["部会長", "事務局", "委員Ａ", "事務局", "委員Ｂ", "事務局", "部会長"]
    assert [label for _, label, _ in told(SPACED)] == labels


def test_papers_handed_out_and_signatures_are_not_said():
    assert [text for _, _, text in told(SPACED)][-2:] == ["一日に十二人です。", "以上で終わります。"]


CELLS = (
    "件名\t委員の意見・質問\t町の説明\t\n"
    "渡し場の灯り\t灯りが半年消えたままである。\t部品を取り寄せている。\t\n"
    "{empty}部品は町内で買えないのか。\t扱う店が一軒もない。\t\n"
    "船の賃貸借\t意見なし\t\t\n"
    "桟橋の修繕\t落札率が低い。履行に問題はないか。\t月に一度、確かめている。\t\n"
)


def test_rows_of_a_table_of_talk_may_have_an_empty_cell():
    for empty in ("\t", ""):  # some dumps lose the empty cell in front
        said = told("審議の内容\n" + CELLS.format(empty=empty))
        assert [text for _, _, text in said] == [
            "灯りが半年消えたままである。",
            "部品を取り寄せている。",
            "部品は町内で買えないのか。",
            "扱う店が一軒もない。",
            "落札率が低い。履行に問題はないか。",
            "月に一度、確かめている。",
        ]


HALF = """
○堤の草を刈る回数を増やすべきではないか。
→ 年に三度刈ることとしたい。
○井戸の蓋が壊れている。直せないか。
→ 来月直す予定である。
○船着き場の灯りが半年も消えたままになっている。いつ直るのか。
→ 部品を取り寄せており、今月中に直す予定である。
○朝の船には何人が乗っているのか。
→ 一日に十二人が乗っている。

以上

役場の前の道が暗いと聞いた。早く灯りを増やしてほしいという声がある。
灯りは五月に増やした。道の端には柵も置いたところである。
手すりは県に申し入れている。返事は秋になる見込みである。
橋の板が傷んでいるので、子どもが渡れない。どうするのか。
板は来月に替える。費用は町で持つこととしている。
"""


def test_talk_that_is_in_no_turn_is_noted():
    notes = [note for note in record(HALF).notes if note.code == "doubtful-notation"]
    assert len(notes) == 1
    assert "どの発言にも入っていません" in notes[0].message
    whole = record(HALF.split("以上", maxsplit=1)[0])
    assert len(whole.utterances) == 8
    assert not [note for note in whole.notes if note.code == "doubtful-notation"]
