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


BRIEFING = """
町長定例記者会見録（令和７年６月３日）
日時　令和７年６月３日
会場　石切町役場　記者会見室
出席　町長、総務課長
■質疑応答
（発表に関するもの）
記者Ａ：渡船の料金はいつ上がるのですか。
町長：十月からです。
記者Ａ：いくらに。
町長：二百円です。
（その他の質問）
記者Ｂ：橋の工事が遅れているのでは。
総務課長：三月には終わります。
町長　私からも急ぐよう申しております。
"""


def test_reporters_have_letters_topics_stand_in_brackets_and_a_colon_may_be_forgotten():
    result = found(BRIEFING)
    assert [(u.kind, u.speaker.label) for u in result.utterances] == [
        (REMARK, "記者Ａ"),
        (REPLY, "町長"),
        (FOLLOW_UP, "記者Ａ"),
        (REPLY, "町長"),
        (REMARK, "記者Ｂ"),
        (REPLY, "総務課長"),
        (REPLY, "町長"),
    ]
    assert result.utterances[-1].text == "私からも急ぐよう申しております。"
    assert [s.title for s in result.sections] == ["質疑応答", "発表に関するもの", "その他の質問"]


def test_circles_before_the_titles_of_items_open_no_turns():
    result = found(
        "石切町防災会議（第２回） 会議結果\n日時　令和６年５月３０日\n場所　町民会館\n１　会議の内容\n"
        "○　訓練の実施結果\n　参加は千二百人であった。\n○　計画の修正案\n　幹事が説明し、次の質疑があった。\n"
        "　　　　【消防団長】車庫を移す計画はあるか。\n　　　　【総務課長】一か所は来年度に移す。\n"
        "○　水防計画\n　質疑なく、原案のとおり決定した。\n２　決定したこと\n○　計画の修正\n○　水防計画の修正\n"
    )
    assert [(u.speaker.label, u.text) for u in result.utterances] == [
        ("消防団長", "車庫を移す計画はあるか。"),
        ("総務課長", "一か所は来年度に移す。"),
    ]


def test_offices_left_over_before_the_words_are_labels_too():
    result = found(
        "第４回　石切まちづくり懇談会　会議録\n日時　令和５年９月１２日\n場所　石切会館\n\n"
        "委員Ａ　橋は今年どうなりましたか。\n建設課　三本を直しました。\n委員Ｂ　歩道の幅が狭いと思います。\n"
        "建設課　片側のみとしています。\n委員Ａ　段差をなくしてほしい。\n建設課　現地を見て検討します。\n"
        "会長　それでは、これで終わります。\n"
    )
    assert [u.speaker.label for u in result.utterances] == [
        *["委員Ａ", "建設課", "委員Ｂ", "建設課", "委員Ａ", "建設課"],
        "会長",
    ]


def test_names_alone_in_the_head_are_members_of_a_circle():
    result = found(
        "渡船史研究会　第３回　議事メモ\n日時　2023年7月8日\n参加：高砂、砥石、浅茅\n"
        "砥石：舟の数はどう数えたのですか。\n高砂：帳簿の印を数えました。\n"
        "浅茅：印のない舟はどうなりますか。\n高砂：数えられません。\n"
    )
    assert [u.speaker.label for u in result.utterances] == ["砥石", "高砂", "浅茅", "高砂"]
    assert {u.speaker.role for u in result.utterances} == {Role.MEMBER}


def test_a_mayor_who_asks_on_from_an_officials_answer_comes_back_on_it():
    result = found(
        "石切町総合教育会議　議事録\n日時　令和４年１１月４日\n場所　石切町役場\n\n"
        "（音羽委員）\n学校に来ていない子は何人ですか。\n（学校教育課長）\n九人です。\n"
        "（町長）\nその九人には誰が会いに行っているのですか。\n（学校教育課長）\n担任が月に一度です。\n"
        "（町長）\n福祉の職員と二人で行くべきです。\n（学校教育課長）\n調整します。\n"
    )
    assert [u.kind for u in result.utterances] == [REMARK, REPLY, FOLLOW_UP, REPLY, FOLLOW_UP, REPLY]
    assert {u.replies_to for u in result.utterances[1:]} == {("u1",)}
