"""Kinds of minutes that no file of notations was made for: assemblies, press briefings, public comments, boards."""

from __future__ import annotations

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.samples import paragraphs_from

NOTATIONS = load_notations()
REMARK, REPLY, FOLLOW_UP, STATEMENT = UtteranceKind


def found(text):
    return structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, "x.txt")


def told(result):
    return [(u.kind, u.speaker.label, u.text) for u in result.utterances]


ASSEMBLY = """
石切町内会　定期総会　議事録
日時　令和５年４月９日
会場　石切会館

◎第１号議案
　質問　盆踊りの費用が余ったのはなぜですか。（２班）
　回答　四十年ぶりの雨で中止したためです。（会長）
　要望　街灯の球を替えてほしい。（７班）
　回答　来月替えます。（環境部長）
　　→　拍手多数で承認
◎第２号議案
　質問　会費は上がるのですか。（２班）
　回答　上がりません。（会長）
　再質問　来年もですか。（２班）
　回答　来年は分かりません。（会長）
　　→　挙手により採決　賛成５２　反対３　可決
"""


def test_speakers_behind_questions_and_answers_are_labels_and_votes_are_nothing_said():
    result = found(ASSEMBLY)
    assert told(result)[:4] == [
        (REMARK, "２班", "盆踊りの費用が余ったのはなぜですか。"),
        (REPLY, "会長", "四十年ぶりの雨で中止したためです。"),  # 四十 is no number of the answer
        (REMARK, "７班", "街灯の球を替えてほしい。"),
        (REPLY, "環境部長", "来月替えます。"),
    ]
    assert [u.kind for u in result.utterances[4:]] == [REMARK, REPLY, FOLLOW_UP, REPLY]
    assert not any("採決" in u.text or "拍手" in u.text for u in result.utterances)
    assert [s.title for s in result.sections] == ["第１号議案", "第２号議案"]


def test_brackets_with_papers_at_the_end_are_no_speakers():
    text = ASSEMBLY
    for who in ("２班", "会長", "７班", "環境部長"):
        text = text.replace(f"（{who}）", "（資料２）")
    assert {u.speaker.label for u in found(text).utterances} == {None}


def test_letters_of_a_table_of_marks_are_no_answers_without_questions():
    result = found(
        "渡し舟の計画（案）に対する意見募集の結果\n１．反映の状況\nＡ　計画を直したもの\nＣ　計画の外のもの\n"
        "２．意見と対応\n意見１\n　舟の便を増やしてほしい。\n対応（Ａ）\n　一日に二便を加えました。\n"
        "意見２\n　桟橋が滑る。\n対応（Ｃ）\n　桟橋は県のものです。\n"
    )
    assert [(u.kind, u.text) for u in result.utterances] == [
        (REMARK, "舟の便を増やしてほしい。"),
        (REPLY, "一日に二便を加えました。"),
        (REMARK, "桟橋が滑る。"),
        (REPLY, "桟橋は県のものです。"),
    ]


def test_names_on_lines_of_their_own_below_a_bracket_are_labels_not_its_items():
    result = found(
        "第３回　渡船審議会　議事録\n日時　令和６年２月２０日\n場所　渡船会館\n（事務局）\n　ただいまから開会します。\n"
        "○ 高砂会長\n　では、御意見をお願いいたします。\n○ 砥石委員\n　夕方の便が足りないのではないでしょうか。\n"
        "○ 事務局（渡船課長）\n　来年度に一便を加えます。\n○ 砥石委員\n　夏だけでも早めてほしい。\n［閉会］\n"
        "渡船課　電話 0000-22-3344\n"
    )
    assert [u.speaker.label for u in result.utterances][-4:] == [
        "高砂会長",
        "砥石委員",
        "事務局（渡船課長）",
        "砥石委員",
    ]
    assert result.utterances[-1].text == "夏だけでも早めてほしい。"
    assert result.utterances[-2].speaker.role is Role.SECRETARIAT
