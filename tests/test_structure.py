"""Turns, kinds, speakers, links, parts and sections of minutes; nothing of the sort in reports."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from time import process_time

import pytest

from minutes_nlp.document import Paragraph
from minutes_nlp.model import Basis, BlockKind, DocumentKind, Role, UtteranceKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.exchanges.alignment import Costs, aligned
from minutes_nlp.structure.exchanges.assignment import assigned
from minutes_nlp.structure.samples import paragraphs_from
from minutes_nlp.text import Text

NOTATIONS = load_notations()
SHARED = Path(__file__).parents[2] / "shared"
HEAD = (
    "里山審議会（第４回） 議事概要\n○日時\n令和７年４月３日\n"
    "○出席者\n・構成員\n桐山座長、深見構成員\n・事務局\n遠山課長\n"
)
PEOPLE = "里山協議会 議事録\n日時：令和７年４月３日\n出席者：\n"
REMARK, REPLY, FOLLOW_UP, STATEMENT = UtteranceKind


def found(text):
    return structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, "x.txt")


def kinds(result):
    return [u.kind for u in result.utterances]


# --- remark and reply by mark ---


def test_two_replies_under_one_remark_are_read_each_for_itself():
    result = found(
        HEAD + "【議事概要】\n○ 水路の掃除に人が集まらない。手当を出せないか。\n"
        "→ 手当については現在検討中である旨事務局より回答。\n"
        "→ 手当の額だけでなく時期も要検討ではないか。\n○ 看板が古い。\n"
    )
    assert kinds(result) == [REMARK, REPLY, FOLLOW_UP, REMARK]
    assert [u.replies_to for u in result.utterances] == [(), ("u1",), ("u1",), ()]
    assert [(p.question, p.answer, p.basis) for p in result.pairs] == [("u1", "u2", Basis.MARK)]
    assert [u.speaker.role for u in result.utterances][:3] == [Role.MEMBER, Role.SECRETARIAT, Role.MEMBER]
    assert result.utterances[1].speaker.basis is Basis.ATTRIBUTION


def test_a_reply_in_two_parts_makes_two_pairs_in_the_questions_order():
    result = found(
        HEAD + "【議事概要】\n○ 道の駅について、休みの日を減らせないか。また、売り場の広さも足りないのではないか。\n"
        "→ 前段について、休みを月一度に減らす旨事務局より回答。後段について、広さは現在検討中である旨事務局より回答。\n"
    )
    assert [(p.part, p.question, p.answer) for p in result.pairs] == [("前段", "u1", "u2"), ("後段", "u1", "u2")]
    source = (
        HEAD + "【議事概要】\n○ 道の駅について、休みの日を減らせないか。また、売り場の広さも足りないのではないか。\n"
    )
    assert [source[slice(*p.question_spans[0])] for p in result.pairs] == [
        "道の駅について、休みの日を減らせないか。",
        "また、売り場の広さも足りないのではないか。",
    ]


def test_numbered_parts_answer_the_unit_of_their_number():
    source = (
        HEAD + "【議事概要】\n○ 窓口は何時まで開くのか。駐車場は何台か。案内板は増えるのか。\n"
        "→ 1点目については、五時まで開く。3点目については、二枚増やす旨事務局より回答。\n"
    )
    result = found(source)
    assert [(p.part, source[slice(*p.question_spans[0])]) for p in result.pairs] == [
        ("1点目", "窓口は何時まで開くのか。"),
        ("3点目", "案内板は増えるのか。"),
    ]


def test_a_closing_section_is_the_secretariats_only_with_its_wording():
    body = "【議事概要】\n○ 畑の貸し方を見直せないか。\n→ 見直す旨事務局より回答。\n【全体総括】\n"
    result = found(HEAD + body + "○ 省側でも、畑の貸し方を分かりやすく説明していきたい。\n○ 種の配り方も大切である。\n")
    assert kinds(result)[2:] == [STATEMENT, STATEMENT]
    assert {(u.speaker.role, u.speaker.basis) for u in result.utterances[2:]} == {(Role.SECRETARIAT, Basis.SECTION)}
    assert kinds(found(HEAD + body + "○ 畑は皆で使うものではないか。\n"))[2:] == [REMARK]


def test_an_unanswered_question_is_noted_where_replies_are_printed():
    result = found(
        HEAD + "【議事概要】\n○ 鳥の害を減らせないか。\n○ 畑は足りているか。\n→ 足りている旨事務局より回答。\n"
    )
    assert [(n.code, n.spans) for n in result.notes] == [("unanswered-remark", result.utterances[0].spans)]


# --- speakers ---


TRANSCRIPT = (
    HEAD + "○桐山座長\nただいまから始めます。資料の説明をお願いします。\n○遠山課長\n資料に沿って御説明いたします。\n"
    "○深見委員\n水路の石垣が崩れた所を直すべきだと思います。いつ直るのでしょうか。\n"
    "○遠山課長\n御質問の石垣は、秋に直す予定です。\n○深見委員\n秋では遅いのではないでしょうか。\n"
    "○柏木様\nよろしくお願いいたします。\n（「異議なし」の声あり）\n○桐山座長\n以上で終わります。\n以上\n"
)


def test_a_transcript_is_read_by_role_wording_and_position():
    result = found(TRANSCRIPT)
    assert kinds(result) == [STATEMENT, STATEMENT, REMARK, REPLY, FOLLOW_UP, STATEMENT, STATEMENT]
    assert result.utterances[3].replies_to == ("u3",)
    assert result.utterances[4].replies_to == ("u3",)
    assert [(p.question, p.answer, p.basis) for p in result.pairs] == [("u3", "u4", Basis.POSITION)]


def test_labels_are_resolved_against_the_list_and_names_never_invented():
    speakers = [u.speaker for u in found(TRANSCRIPT).utterances]
    assert (speakers[0].name, speakers[0].person, speakers[0].role, speakers[0].basis) == (
        "桐山",
        "桐山",
        Role.CHAIR,
        Basis.ROSTER,
    )
    assert (speakers[2].label, speakers[2].person, speakers[2].position) == ("深見委員", "深見", "委員")
    assert (speakers[5].person, speakers[5].basis) == (None, Basis.LABEL)


def test_a_full_name_in_the_list_is_the_person_of_a_surname_label():
    head = PEOPLE + "桐山　蒼太　　みどり大学　教授\n深見　凪　　　かえで株式会社　社長\n"
    result = found(head + "○桐山座長　始めます。\n○深見構成員　道を広げるべきだと思います。\n")
    assert [(u.speaker.name, u.speaker.person, u.speaker.position) for u in result.utterances] == [
        ("桐山　蒼太", "桐山蒼太", "座長"),
        ("深見　凪", "深見凪", "構成員"),
    ]


def test_of_two_people_of_one_surname_the_given_name_in_brackets_decides():
    head = PEOPLE + "桐山　蒼太　　みどり大学　教授\n桐山　葵　　　かえで大学　教授\n"
    result = found(head + "○桐山(葵)委員　始めます。\n○桐山委員　道を広げるべきだと思います。\n")
    assert [u.speaker.person for u in result.utterances] == ["桐山葵", None]


def test_scene_lines_and_session_lines_are_no_utterances():
    result = found(
        "2025年4月3日 里山委員会\n○午後１時００分開会\n○桐山委員長　始めます。\n"
        "〔「なし」と呼ぶ者あり〕\n○深見委員　賛成です。\n○午後２時００分休憩\n視察先の一覧\n"
    )
    assert [u.text for u in result.utterances] == ["始めます。", "賛成です。"]


def test_the_spans_of_an_utterance_quote_the_source_without_mark_and_label():
    for utterance in found(TRANSCRIPT).utterances:
        quoted = "".join(TRANSCRIPT[a:b] for a, b in utterance.spans)
        assert quoted == utterance.text.replace("\n", "")
        assert [TRANSCRIPT[a:b] for a, b in utterance.speaker.label_spans] == [utterance.speaker.label]
        assert [TRANSCRIPT[a:b] for a, b in utterance.marker_spans] == ["○"]


def test_one_label_above_several_items_speaks_for_each():
    result = found(HEAD + "【委員】\n○ 池の柵を直してほしい。\n○ 池が浅い。\n【事務局】\n○ 柵は春に直す予定である。\n")
    assert [u.speaker.label for u in result.utterances] == ["委員", "委員", "事務局"]
    assert kinds(result) == [REMARK, REMARK, REPLY]


def test_who_is_only_called_a_member_comes_back_by_what_is_said():
    head = HEAD + "【主な意見】\n（委員）池の柵を直してほしい。子どもが落ちそうになったと聞いている。\n"
    head += "（事務局）池の柵は春に直す予定です。\n"
    result = found(head + "（委員）春では柵が間に合わない。\n（事務局）急ぎます。\n")
    assert kinds(result) == [REMARK, REPLY, FOLLOW_UP, REPLY]
    assert [u.replies_to for u in result.utterances] == [(), ("u1",), ("u1",), ("u1",)]
    result = found(head + "（委員）広報紙の字が小さいのはなぜでしょうか。\n（事務局）大きくします。\n")
    assert kinds(result) == [REMARK, REPLY, REMARK, REPLY]


def test_turns_that_run_together_in_one_paragraph_are_cut_apart():
    result = found(HEAD + "（委員）柵は直るのか。（事務局）直す予定です。\n（委員）いつですか。（事務局）春です。\n")
    assert [(u.speaker.label, u.text) for u in result.utterances] == [
        ("委員", "柵は直るのか。"),
        ("事務局", "直す予定です。"),
        ("委員", "いつですか。"),
        ("事務局", "春です。"),
    ]


@pytest.mark.parametrize(
    ("label", "name", "position"),
    [
        ("地域振興室長", None, None),
        ("国務大臣（桐山蒼太君）", "桐山蒼太", "国務大臣"),
        ("桐山国務大臣", "桐山", "国務大臣"),
        ("深見（凪）委員", "深見", "委員"),
        ("遠山総合政策局総務課長", None, None),
        ("事務局", None, "事務局"),
        ("Ａ委員", None, "委員"),
    ],
)
def test_a_name_is_taken_from_a_label_only_where_it_is_surely_one(label, name, position):
    result = found(f"里山審議会 議事録\n○{label}　始めます。\n○深見委員　道を広げるべきだと思います。\n")
    speaker = result.utterances[0].speaker
    assert (speaker.label, speaker.name, speaker.position) == (label, name, position)


# --- what is no turn ---


@pytest.mark.parametrize(
    "lines",
    [
        "補助率1/2→3/4\nR5 20件→R6.8月 50件\n⇒ 令和９年度に500人を目標\n",
        "○桐山 蒼太 みどり大学教授\n○深見 凪 かえで大学教授\n◎：座長\n",
        "〇会議室への入り方\n〇実施主体：町\n〇対象経費：10万円まで\n○活動期間：概ね一年以上\n",
        "担当課長：遠山\n担当係長：里見\n問合せ先：環境課\n",
    ],
)
def test_look_alikes_in_a_report_are_no_turns(lines):
    result = found("里山の手入れ支援策について\n" + lines * 3)
    assert (result.kind, result.utterances) == (DocumentKind.REPORT, ())


def test_minutes_in_an_unknown_notation_are_unparsed_with_the_reason():
    result = found(
        "里山の会 議事録\n日時：令和７年４月３日\n場所：西庁舎\n概要\n- 柵を直す\n-- 春に直す\n- 池をさらう\n"
    )
    assert (result.kind, result.utterances) == (DocumentKind.MINUTES, ())
    assert [note.code for note in result.notes] == ["unparsed"]
    assert "記法" in result.notes[0].message


# --- sections ---


def test_sections_carry_level_parent_and_their_paragraphs():
    result = found(
        "里山の手入れ支援策について\nⅠ．はじめに\n里山が荒れている。\n１．現状\n人が減った。\n（１）人の数\n半分になった。\n２．対策\n町が支える。\nⅡ．おわりに\n続ける。\n"
    )
    assert [(s.title, s.level, s.parent) for s in result.sections] == [
        ("はじめに", 1, None),
        ("現状", 2, "s1"),
        ("人の数", 3, "s2"),
        ("対策", 2, "s1"),
        ("おわりに", 1, None),
    ]
    places = dict(zip((p.text.string for p in result.paragraphs), result.places, strict=True))
    assert (places["半分になった。"], places["続ける。"]) == ("s3", "s5")


def test_headings_of_sections_become_headings():
    result = found(HEAD + "【議事概要】\n○ 池の水が濁っている。\n→ 調べる旨事務局より回答。\n")
    assert [(p.text.string, p.kind) for p in result.paragraphs if p.kind is BlockKind.HEADING] == [
        ("【議事概要】", BlockKind.HEADING)
    ]
    assert [s.title for s in result.sections] == ["議事概要"]
    assert {u.section for u in result.utterances} == {"s1"}


# --- which answer belongs to which question ---


def test_answers_in_a_row_go_to_their_questions_in_order_and_by_what_they_are_about():
    result = found(
        PEOPLE + "桐山座長、深見委員、浅茅委員、葛城委員、遠山課長、里見室長\n【議事】\n"
        "○深見委員　図書館の開館時間を延ばせないでしょうか。\n○浅茅委員　水路の石垣が崩れています。\n"
        "○葛城委員　石垣は私の家の裏でも崩れていますが、直るのはいつでしょうか。\n○桐山座長　では、順にお願いします。\n"
        "○遠山課長　図書館の開館時間は、夏から延ばします。\n○里見室長　石垣につきましては、お二人にお答えします。\n"
    )
    assert kinds(result)[3:] == [STATEMENT, REPLY, REPLY]
    assert [u.replies_to for u in result.utterances][4:] == [("u1",), ("u2", "u3")]


def test_an_answer_names_the_one_who_asked():
    result = found(
        PEOPLE + "深見委員、浅茅委員、遠山課長、里見室長\n【議事】\n"
        "○深見委員　橋の点検を急ぐべきです。\n○浅茅委員　祭りの費用を教えてください。\n"
        "○遠山課長　深見委員の点は急ぎます。\n○里見室長　浅茅委員の点は後で配ります。\n"
    )
    assert [u.replies_to for u in result.utterances][2:] == [("u1",), ("u2",)]


def test_answers_in_a_block_of_their_own_are_matched_by_content():
    result = found(
        HEAD + "＜市町村からの意見＞\n○ 図書館の職員が足りない。\n○ 水路の石垣を直す費用が重い。\n○ 祭りが続かない。\n"
        "＜県の考え方＞\n○ 石垣の費用には、水路の補助がある。\n○ 図書館の職員の研修を続ける。\n"
    )
    assert kinds(result) == [REMARK, REMARK, REMARK, REPLY, REPLY]
    assert [u.replies_to for u in result.utterances][3:] == [("u2",), ("u1",)]
    assert result.pairs[0].basis is Basis.WORDING
    assert {u.speaker.role for u in result.utterances[3:]} == {Role.SECRETARIAT}


def test_an_answer_says_by_number_which_points_it_answers():
    result = found(
        HEAD
        + "【議事概要】\n（１）井戸の蓋を直せないか。\n（２）草を刈ってほしい。\n（３）柵の色が暗いのではないか。\n"
        "⇒（１）及び（３）について、来月直す。\n（４）橋の幅が足りない。\n（事務局）橋は現在検討中である。\n"
    )
    assert kinds(result) == [REMARK, REMARK, REMARK, REPLY, REMARK, REPLY]
    assert [u.replies_to for u in result.utterances] == [(), (), (), ("u1", "u3"), (), ("u5",)]


def test_an_explanation_after_the_chairs_invitation_answers_nothing():
    result = found(
        PEOPLE + "桐山座長、深見委員、遠山課長\n【議事】\n○深見委員　橋の点検を急ぐべきです。\n"
        "○桐山座長　では、議題（２）に移ります。事務局からお願いします。\n"
        "○遠山課長　資料２を御覧ください。橋の一覧です。\n"
    )
    assert kinds(result) == [REMARK, STATEMENT, STATEMENT]


def test_an_announcement_right_after_a_request_is_its_answer():
    result = found(
        PEOPLE + "深見委員、遠山課長\n【議事】\n○深見委員　橋の一覧を次回までに配ってください。\n"
        "○遠山課長　配ることといたします。\n"
    )
    assert kinds(result) == [REMARK, REPLY]


def test_an_assignment_is_one_to_one_and_the_best_of_all():
    scores = [[0.9, 0.8, 0.1], [0.8, 0.1, 0.2], [0.3, 0.2, 0.1], [0.1, 0.0, 0.6]]
    best = max(sum(scores[row][column] for column, row in enumerate(rows)) for rows in permutations(range(4), 3))
    places = assigned(scores)
    assert sum(scores[row][column] for row, column in enumerate(places) if column is not None) == pytest.approx(best)
    assert sorted(place for place in places if place is not None) == [0, 1, 2]


def test_answers_are_aligned_in_order_and_a_question_may_stay_without_one():
    table = [[0.3, 0.0, 0.0], [0.0, 0.0, 0.4]]
    costs = Costs(again=0.1, more=0.08)
    assert aligned([costs, costs], 3, lambda i, j: table[i][j]) == ((0,), (2,))
    assert aligned([costs], 2, lambda _, j: (0.2, 0.2)[j]) == ((0, 1),)
    assert aligned([costs], 3, lambda _, j: (0.2, 0.0, 0.2)[j]) == ((0, 2),)
    assert aligned([Costs(again=0.1, more=0.3)], 2, lambda _, j: (0.1, 0.2)[j]) == ((1,),)
    assert aligned([costs, costs], 1, lambda *_: 0.0) == ((0,), (0,))


# --- who speaks where no label says it ---


def test_an_arrow_that_names_nobody_is_a_members_where_the_others_say_who_answers():
    result = found(
        HEAD + "【議事概要】\n○ 池が浅い。\n→ 深くする旨事務局より回答。\n→ 深さだけの話である。\n"
        "○ 柵が古い。\n→ 直す旨事務局より回答。\n→ 色も塗る旨事務局より回答。\n"
    )
    assert kinds(result) == [REMARK, REPLY, FOLLOW_UP, REMARK, REPLY, REPLY]
    assert (result.utterances[2].speaker.role, result.utterances[2].speaker.confidence) == (Role.MEMBER, 0.7)


def test_a_title_in_brackets_at_the_end_says_who_speaks():
    result = found(
        HEAD + "【議事概要】\n○ 池が浅い。\n→ 深くする旨事務局より回答。\n"
        "○ 続きは次回とする（座長）。\n○ 日程は追って知らせる（事務局）。\n"
    )
    assert kinds(result)[2:] == [STATEMENT, STATEMENT]
    assert [u.speaker.role for u in result.utterances[2:]] == [Role.CHAIR, Role.SECRETARIAT]


def test_another_office_that_answers_beside_the_secretariat_is_a_guest():
    result = found(HEAD + "【議事概要】\n○ 池が浅い。\n→（水資源庁）深さは国の基準による。\n→（事務局）調べる。\n")
    assert [u.speaker.label for u in result.utterances] == [None, "水資源庁", "事務局"]
    assert [u.speaker.role for u in result.utterances][1:] == [Role.GUEST, Role.SECRETARIAT]


def test_mayors_among_mayors_are_members_and_one_alone_is_the_government():
    head = "里山懇談会 議事録\n日時：令和７年４月３日\n【議事】\n"
    several = head + "○かえで町長　橋の費用を見直すべきです。\n○もみじ村長　道の費用も見直すべきです。\n"
    several += "○事務局　橋も道も調べます。\n"
    assert [u.speaker.role for u in found(several).utterances] == [Role.MEMBER, Role.MEMBER, Role.SECRETARIAT]
    alone = head + "○深見委員　橋の費用を見直すべきです。\n○かえで町長　橋の費用は見直します。\n"
    assert [u.speaker.role for u in found(alone).utterances] == [Role.MEMBER, Role.MINISTER]


def test_a_brief_word_to_what_another_member_said_comes_back_on_it():
    said = "○深見委員　祭りの屋台を出す時間を、夜の九時までに縮めるべきだと思います。片付けが朝までかかります。\n"
    result = found(
        PEOPLE
        + "桐山座長、深見委員、浅茅委員\n【議事】\n"
        + said
        + "○浅茅委員　祭りの屋台の時間は縮めるべきではありません。\n"
    )
    assert [(u.kind, u.replies_to) for u in result.utterances] == [(REMARK, ()), (FOLLOW_UP, ("u1",))]


def test_a_note_after_the_last_turn_is_not_said():
    result = found(HEAD + "【議事概要】\n○ 池が浅い。\n→ 深くする旨事務局より回答。\n※令和７年５月１日訂正\n")
    assert result.utterances[-1].text == "深くする旨事務局より回答。"


# --- real documents, for measuring ---


def strings(path):
    if not path.exists():
        pytest.skip("the shared documents are not here")
    return json.loads(path.read_text(encoding="utf-8"))


def turns_as_printed(paragraphs):
    """The true turns of a transcript with ○ labels, by its true paragraphs."""
    turns = []
    for string in map(str.strip, paragraphs):
        if string.startswith("○"):
            label, _, said = string[1:].replace(" ", "　").partition("　")
            turns.append((label, [said] if said.strip() else []))
        elif turns and string and not string.startswith("（「") and string != "以上":
            turns[-1][1].append(string)
    return [(label, "".join("".join(said).split())) for label, said in turns]


@pytest.mark.parametrize("name", ["tw_2", "tw_5"])
def test_a_real_transcript_is_read_turn_by_turn(name):
    paragraphs = strings(SHARED / "samples" / "roundtrip" / f"{name}.gold.json")
    got = found("\n".join(paragraphs)).utterances
    assert [(u.speaker.label, "".join(u.text.split())) for u in got] == turns_as_printed(paragraphs)


def test_a_table_of_speakers_and_words_is_read_row_by_row():
    source = "里山審議会 議事録\n発言者内容会\n長始めます。深見委員柵を直すべきだと思います。"
    text = Text.of(source)
    cut = [source.index(word) for word in ("発言者", "内容", "会\n", "始め", "深見", "柵を")] + [len(source)]
    cells = [text[a:b] for a, b in pairwise(cut)]
    table = Paragraph(BlockKind.TABLE, text[cut[0] :], rows=tuple(zip(cells[::2], cells[1::2], strict=True)))
    result = structure([Paragraph(BlockKind.PARAGRAPH, text[:9]), table], [(0, len(source))], NOTATIONS)
    assert [(u.speaker.label, u.text) for u in result.utterances] == [
        ("会長", "始めます。"),
        ("深見委員", "柵を直すべきだと思います。"),
    ]
    assert [p.kind for p in result.paragraphs] == [BlockKind.PARAGRAPH, BlockKind.TABLE]
    assert len(result.places) == 2


def test_a_short_line_of_a_turn_stays_in_it_even_where_layout_takes_it_for_a_heading():
    turns = "○桐山座長\n三つあります。\n柵の色\n池の深さも見ます。\n○深見委員\n賛成です。\n"
    lines = list(paragraphs_from(HEAD + turns + "○桐山座長\nほかにありますか。\n○深見委員\n池は誰が見るのですか。\n"))
    at = next(i for i, line in enumerate(lines) if line.text.string == "柵の色")
    lines[at] = replace(lines[at], kind=BlockKind.HEADING, level=1)
    result = structure(lines, [(0, 999)], NOTATIONS)
    said = [u.text for u in result.utterances]
    assert said[:2] == ["三つあります。\n柵の色\n池の深さも見ます。", "賛成です。"]


def test_what_only_reports_an_explanation_is_a_statement():
    result = found(
        HEAD + "【議事概要】\n○ 事務局より資料１に基づき説明。\n○ 池の柵を直せないか。\n→ 直す旨担当課より回答。\n"
    )
    assert kinds(result) == [STATEMENT, REMARK, REPLY]
    assert [u.speaker.role for u in result.utterances] == [Role.SECRETARIAT, Role.MEMBER, Role.SECRETARIAT]


def test_nothing_gives_an_empty_report():
    result = structure([], [], NOTATIONS)
    assert (result.kind, result.title, result.meeting, result.utterances) == (DocumentKind.REPORT, None, None, ())


def test_structure_needs_well_below_a_third_of_a_second_for_forty_thousand_characters():
    said = "水路の石垣を直し、池の柵を塗り替え、道の草を刈ることについて、皆で考えていきたいと思います。" * 4
    lines = [f"○{('桐山座長', '深見委員', '遠山課長')[i % 3]}　{said}" for i in range(220)]
    source = HEAD + "\n".join(lines)
    paragraphs = paragraphs_from(source)
    start = process_time()
    result = structure(paragraphs, [(0, len(source))], NOTATIONS, "x.txt")
    assert process_time() - start < 0.6  # 0.1 on two old cores; a slow machine may take its time
    assert (len(source) > 40_000, len(result.utterances)) == (True, 220)


def test_a_paragraph_of_another_kind_is_never_part_of_a_turn():
    source = "里山審議会 議事録○桐山座長　始めます。表○深見委員　賛成です。"
    text = Text.of(source)
    table = Paragraph(BlockKind.TABLE, text[20:21])
    paragraphs = [
        Paragraph(BlockKind.PARAGRAPH, text[:9]),
        Paragraph(BlockKind.PARAGRAPH, text[10:20], text[9:10]),
        table,
        Paragraph(BlockKind.PARAGRAPH, text[21:]),
    ]
    assert structure(paragraphs, [(0, 50)], NOTATIONS).utterances[0].text == "始めます。"


PRESS = "深見環境大臣会見要旨\n令和７年４月３日（木）10:46～10:58　於：西庁舎会見室\n"


def test_in_a_press_conference_the_minister_gives_the_answers():
    result = found(PRESS + "(問)堤の柵はいつ直りますか。\n(答)来月に直します。\n(問)費用は。\n(答)三百万円です。\n")
    assert [u.speaker.role for u in result.utterances] == ["unknown", "minister", "unknown", "minister"]


CABINET = "里山閣僚懇談会議事録\n日時　令和７年４月３日　8:22～8:31\n場所　西庁舎\n\n"


def test_a_minister_who_asks_another_by_name_makes_a_remark_and_one_who_exhorts_all_a_statement():
    result = found(
        CABINET + "○深見国務大臣：ただ今から懇談会を開催いたします。\n"
        "○杉原国務大臣：本年は平年より早く初雪を観測しております。\n"
        "○麻生野国務大臣：屋根の雪下ろしの事故が増えております。道具の貸出しを、杉原大臣にお願いしたいと存じます。\n"
        "○杉原国務大臣：道具の貸出しができるよう、月内に要綱を改めます。\n"
        "○早川内閣総理大臣：人命を第一に備えていただきたい。\n"
    )
    assert kinds(result) == ["statement", "statement", "remark", "reply", "statement"]
    assert result.utterances[3].replies_to == ("u3",)


def test_one_who_takes_up_an_earlier_answer_in_so_many_words_comes_back_on_it():
    result = found(
        "里山審議会 議事録\n日時　令和７年４月３日\n場所　西庁舎\n\n"
        "〔深見委員〕　諦めた人の数を数えていますか。\n"
        "〔事務局〕　数は各地の事務所で記録することにしております。\n"
        "〔杉原委員〕　草刈りは誰がするのでしょう。\n"
        "〔事務局〕　隣の農家に頼む形としております。\n"
        "〔深見委員〕　記録をされるとのことですが、理由も聞いていただかないと使えません。\n"
        "〔事務局〕　理由の欄を設けます。\n"
    )
    assert [(u.kind.value, u.replies_to) for u in result.utterances[4:]] == [("follow_up", ("u1",)), ("reply", ("u1",))]


def test_a_plain_yes_to_the_chair_is_no_answer_to_the_remark_before():
    result = found(
        "里山審議会 議事録\n日時　令和７年４月３日\n場所　西庁舎\n\n"
        "◎ 堤の高さについて御意見をいただく。\n○ 堤を高くできないか。\n● 高くする案を県に照会している。\n"
        "○ 柵も直してほしい。\n◎ 柵は次回の議題とする。\n● 承知した。\n"
    )
    assert kinds(result)[-1] == "statement"


def test_one_who_was_called_on_for_a_talk_answers_what_is_asked_on_it():
    result = found(
        "里山研究会（第４回）議事録\n日時：令和７年４月３日 9:00～10:30\n場所：西庁舎\n\n"
        "桐山座長：深見さんから、見回りの試行について御紹介いただきます。\n"
        "フカミ構成員：三か月で千二百回の見回りがあり、夜が四割でした。\n"
        "杉原委員：夜の見回りで危ない所は何か所ありましたか。\n"
        "フカミ構成員：危ない所は九か所です。\n"
    )
    assert kinds(result) == [STATEMENT, STATEMENT, REMARK, REPLY]
    assert result.utterances[3].replies_to == ("u3",)


# --- what real transcripts showed


def test_a_label_in_katakana_finds_its_person_by_the_reading_of_the_surname():
    result = found(
        PEOPLE + "笠木　蒼太　里山工房 代表\n浅茅　令子　大垰大学 教授\n【議事】\n"
        "○カサギ構成員　柵の色を変えるべきだと思います。\n○浅茅構成員　賛成です。杭も替えるべきです。\n"
    )
    assert [u.speaker.person for u in result.utterances] == ["笠木蒼太", "浅茅令子"]
    assert result.utterances[0].speaker.label == "カサギ構成員"
    assert result.utterances[0].speaker.confidence < result.utterances[1].speaker.confidence


def test_a_chair_who_says_much_of_what_he_thinks_remarks():
    own = "水路の石垣は、谷ごとに積み方が違い、石の取れる場所も違うので、一つの型で直すのは難しいと思います。" * 4
    result = found(
        PEOPLE
        + "桐山座長、深見委員\n【議事】\n○桐山座長　ありがとうございます。"
        + own
        + "次に深見委員、お願いします。\n"
        "○深見委員　石の値段が上がっていることも考えるべきです。\n"
    )
    assert kinds(result) == [REMARK, REMARK]


def test_a_chair_who_introduces_an_explanation_only_leads():
    own = "前回は水路の石垣について考え方を整理しましたので、今回はそれに基づく案を作る必要があると思います。" * 4
    result = found(
        PEOPLE
        + "桐山座長、深見委員、遠山課長\n【議事】\n○桐山座長　"
        + own
        + "では、事務局から資料を説明していただきます。\n"
        "○遠山課長　資料１に沿って、石垣の案を御説明いたします。\n"
    )
    assert kinds(result) == [STATEMENT, STATEMENT]


def test_a_plain_yes_to_a_question_is_an_answer():
    result = found(
        PEOPLE + "桐山座長、深見委員、遠山課長\n【議事】\n○深見委員　柵は明るい色に塗るべきです。\n"
        "○桐山座長　では、柵の色は次回に決めるということでよいか、確認ですが、いかがか。\n○遠山課長　はい、結構です。\n"
    )
    assert (kinds(result)[-1], result.utterances[-1].replies_to) == (REPLY, ("u2",))


def test_a_long_turn_after_an_answer_is_a_point_of_its_own():
    long = (
        "橋の欄干については、塗り替えの周期と材料の値段を併せて考える必要があり、木に戻す案も含めて検討すべきです。" * 8
    )
    result = found(
        PEOPLE + "桐山座長、深見委員、浅茅委員、遠山課長\n【議事】\n○浅茅委員　橋の欄干が錆びています。\n"
        "○深見委員　欄干の塗り替えはいつですか。\n○遠山課長　橋の欄干の塗り替えは来月です。\n○浅茅委員　" + long + "\n"
    )
    assert kinds(result)[-1] is REMARK


def test_answers_to_nobody_are_no_reading():
    result = found(HEAD + "書面の質問と回答\n＞ 蓋を直さないのはなぜか。\n石が重いため。\n")
    assert result.utterances == ()
    assert [note.code for note in result.notes] == ["unparsed"]


def test_a_long_run_of_blanks_behind_a_mark_is_passed_at_once():
    text = (
        "第１回　みなと町の会　議事概要\n○日時：令和６年５月８日\n○"
        + "　" * 20_000
        + "井戸の蓋を直せないか。\n→　直す。\n"
    )
    assert [one.text for one in make_record(text.encode(), "a.txt").utterances] == ["井戸の蓋を直せないか。", "直す。"]
