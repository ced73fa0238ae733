"""The head of minutes: name, number, date, hours, place, people, agenda, only where they are printed."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest

from minutes_nlp.document import Paragraph, TableCell
from minutes_nlp.model import Attendee, BlockKind, DocumentKind, Mode
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.samples import paragraphs_from
from minutes_nlp.text import Text

NOTATIONS = load_notations()
BODY = "\n【議事概要】\n○ 花壇の手入れを続けられないか。\n→ 続けられるよう検討していきたい旨事務局より回答。\n"


def found(text, name="x.txt"):
    return structure(paragraphs_from(text), [(0, len(text))], NOTATIONS, name)


def meeting(text, name="x.txt"):
    return found(text, name).meeting


@pytest.mark.parametrize(
    ("title", "name", "number"),
    [
        ("第３回 里山と水路を考える研究会\n議事概要", "里山と水路を考える研究会", 3),
        ("里山と水路を考える研究会（第１２回）　議事要旨", "里山と水路を考える研究会", 12),
        ("第二十三回里山審議会 議事録", "里山審議会", 23),
        ("里山審議会会議録", "里山審議会", None),
        ("里山審議会 会議録", "里山審議会", None),
        ("里山審議会会議録　第７号", "里山審議会", 7),
        ("令和７年度第２回　里山審議会　要点記録", "里山審議会", 2),
        ("第３期第４回 里山審議会 会議録", "里山審議会", 4),
        ("里山審議会（令和７年度第１回）会議結果", "里山審議会", 1),
        ("次期里山計画に関する懇談会（第２回）の意見の概要", "次期里山計画に関する懇談会", 2),
        ("里山審議会（第２回）議事録（要約）", "里山審議会", 2),
        ("里山審議会　会議録\n里山審議会　会議録", "里山審議会", None),
        ("深見環境大臣記者会見録", None, None),
        ("令和７年第５回　里山村審議会会議録", "里山村審議会", 5),
        ("里山審議会　令和７年４月臨時会　会議録", "里山審議会", None),
        ("里山審議会　水路部会（第２回）議事録", "里山審議会 水路部会", 2),
        ("里山審議会　第２回議事録\n里山県森林課\n里山審議会　第２回議事次第", "里山審議会", 2),
        ("ホーム > 里山町 > 会議録\n第２回里山審議会会議録", "里山審議会", 2),
        ("水路に関する説明会　質疑応答の概要", "水路に関する説明会", None),
    ],
)
def test_the_title_gives_name_and_number(title, name, number):
    got = meeting(title + "\n日時：令和７年４月３日（木）10:00～11:30\n場所：西庁舎２階" + BODY)
    assert (got.name, got.number) == (name, number)


@pytest.mark.parametrize(
    "head",
    [
        "○日時\n令和７年４月３日（木）10:00～11:30\n○会場\n西庁舎２階大会議室",
        "１．開催日時：令和７年４月３日（木）10時から11時半まで\n２．開催場所：西庁舎２階大会議室",
        "日　時\n2025年4月3日 午前10時～午前11時30分\n場　所\n西庁舎２階大会議室",
        "日時　令和７年４月３日　10:00～11:30\n会場　西庁舎２階大会議室",
        "【日時】令和７年４月３日（木）10時から11時半まで\n【会場】西庁舎２階大会議室",
        "令和７年４月３日（木）10:00～11:30\n西庁舎２階大会議室",
        "令和７年４月３日（木）\n10:00～11:30　於：西庁舎２階大会議室",
    ],
)
def test_labels_are_read_in_all_their_forms(head):
    got = meeting("里山審議会 議事概要\n" + head + BODY)
    assert (got.date, got.start_time, got.end_time, got.venue) == ("2025-04-03", "10:00", "11:30", "西庁舎２階大会議室")


def test_what_is_not_printed_is_null():
    got = meeting("里山審議会 議事概要\n○日時\n令和７年４月３日" + BODY)
    assert (got.number, got.start_time, got.end_time, got.venue) == (None, None, None, None)
    assert got.attendees == got.agenda == ()


def test_a_form_of_holding_is_no_place():
    got = meeting("里山審議会 議事概要\n１．開催日時：令和７年４月３日\n２．開催形式：通信を用いた遠隔開催" + BODY)
    assert got.venue is None


def test_people_have_group_position_and_form_of_attendance():
    got = meeting(
        "里山審議会 議事概要\n○日時\n令和７年４月３日\n○出席者\n・構成員\n桐山座長、深見構成員、\n"
        "（オンライン参加）浅茅構成員、葛城構成員、\n柏木構成員\n・事務局\n遠山課長、里見補佐" + BODY
    )
    assert got.attendees == (
        Attendee("桐山", "座長", "構成員"),
        Attendee("深見", "構成員", "構成員"),
        Attendee("浅茅", "構成員", "構成員", Mode.ONLINE),
        Attendee("葛城", "構成員", "構成員", Mode.ONLINE),
        Attendee("柏木", "構成員", "構成員", Mode.ONLINE),
        Attendee("遠山", "課長", "事務局"),
        Attendee("里見", "補佐", "事務局"),
    )


def test_a_form_behind_a_name_is_that_persons_alone():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n"
        "出席委員：桐山委員長、深見委員（オンライン）、浅茅委員（代理）、葛城委員" + BODY
    )
    assert [(a.name, a.mode) for a in got.attendees] == [
        ("桐山", None),
        ("深見", Mode.ONLINE),
        ("浅茅", Mode.PROXY),
        ("葛城", None),
    ]


def test_a_line_of_one_person_gives_name_and_office_and_may_go_on_below():
    got = meeting(
        "里山協議会（第２回）　議事概要\n１．開催日時：令和７年４月３日\n３．出席者：\n桐山　蒼太　　みどり大学　教授\n"
        "深見　凪　　　株式会社かえで 代表取締役\n株式会社もみじ 顧問\n浅茅　リンダ　Maple Inc. Fellow" + BODY
    )
    assert [(a.name, a.position) for a in got.attendees] == [
        ("桐山　蒼太", "みどり大学　教授"),
        ("深見　凪", "株式会社かえで 代表取締役 株式会社もみじ 顧問"),
        ("浅茅　リンダ", "Maple Inc. Fellow"),
    ]


def test_brackets_before_people_are_their_group_whatever_they_say():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n出席委員\n【学識経験者】桐山　蒼太　深見　凪\n【里山会】浅茅　仁"
        + BODY
    )
    assert [(a.name, a.group) for a in got.attendees] == [
        ("桐山　蒼太", "学識経験者"),
        ("深見　凪", "学識経験者"),
        ("浅茅　仁", "里山会"),
    ]


def test_a_common_noun_before_the_title_of_its_neighbours_is_a_surname():
    got = meeting("里山審議会 議事録\n日時：令和７年４月３日\n委員：桐山座長、砥石委員、深見委員、公募委員" + BODY)
    assert [a.name for a in got.attendees] == ["桐山", "砥石", "深見"]


def test_those_who_are_absent_are_members_though_guests_stand_above_them():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n委員：桐山会長、深見委員\n陪席者：遠山監事\n欠席者：葛城委員" + BODY
    )
    assert [(a.name, a.position, a.group) for a in got.attendees] == [
        ("桐山", "会長", "委員"),
        ("深見", "委員", "委員"),
        ("遠山", "監事", "陪席者"),
        ("葛城", "委員", "委員"),
    ]


def test_the_place_behind_the_date_may_have_several_words():
    got = meeting(
        "里山審議会 議事録\n開催日及び場所\t令和７年４月３日（木）　西第二庁舎　２階会議室\n議題\t水路" + BODY
    )
    assert got.venue == "西第二庁舎　２階会議室"


def test_an_agenda_beside_its_label_ends_where_an_item_heads_the_body():
    got = meeting(
        "里山審議会 主な意見\n日時：令和７年４月３日\n議題：(1) 水路の改修　(2) その他\n\n＜議題(1)　水路の改修＞\n"
        "・水路はいつ直るのか。\n⇒来年度に直す。\n"
    )
    assert got.agenda == ("水路の改修", "その他")


def test_organisations_above_people_are_their_office():
    got = meeting(
        "里山の会 議事録\n日時：令和７年４月３日\n出席者:\nかえで製作所\n桐山 蒼太\n深見 凪\nもみじ商店\n浅茅 仁" + BODY
    )
    assert [(a.name, a.position) for a in got.attendees] == [
        ("桐山 蒼太", "かえで製作所"),
        ("深見 凪", "かえで製作所"),
        ("浅茅 仁", "もみじ商店"),
    ]


def test_numbered_labels_without_a_point_are_labels_too():
    got = meeting(
        "第４回里山審議会会議録\n１　日　時　令和７年４月３日（木） 午後２時から午後４時まで\n"
        "２　場　所　西庁舎２階\n３　出席者\n"
        "（１）委員　桐山会長、深見委員\n（２）事務局　遠山課長\n４　欠席者　葛城委員\n"
        "５　議　題\n（１）水路について\n（２）その他\n"
        "６　会議の概要\n【会長】　それでは始めます。\n【深見委員】　水路はいつ直りますか。\n"
    )
    assert (got.name, got.number, got.date, got.start_time, got.end_time, got.venue) == (
        "里山審議会",
        4,
        "2025-04-03",
        "14:00",
        "16:00",
        "西庁舎２階",
    )
    assert [(a.name, a.position, a.group, a.mode) for a in got.attendees] == [
        ("桐山", "会長", "委員", None),
        ("深見", "委員", "委員", None),
        ("遠山", "課長", "事務局", None),
        ("葛城", "委員", None, Mode.ABSENT),
    ]
    assert got.agenda == ("水路について", "その他")


def test_a_group_in_brackets_before_the_names_is_a_group():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n出席者：（委員）桐山会長、深見委員\n（事務局）遠山課長" + BODY
    )
    assert [(a.name, a.group) for a in got.attendees] == [("桐山", "委員"), ("深見", "委員"), ("遠山", "事務局")]


def test_the_label_of_the_list_is_the_group_of_its_people():
    got = meeting(
        "里山審議会 議事録\n１．日時：令和７年４月３日\n２．出席構成員：\n　桐山　蒼太　みどり大学　教授（座長）\n"
        "　深見　凪　かえで町　副町長\n　（欠席）葛城　仁　もみじ協議会　会長\n　（事務局）遠山課長" + BODY
    )
    assert [(a.name, a.group, a.mode) for a in got.attendees] == [
        ("桐山　蒼太", "構成員", None),
        ("深見　凪", "構成員", None),
        ("葛城　仁", "構成員", Mode.ABSENT),
        ("遠山", "事務局", None),
    ]
    assert got.attendees[0].position == "座長"


def test_a_chair_in_brackets_belongs_to_the_members():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n出席者：\n（座長）桐山　蒼太　みどり大学　教授\n"
        "（委員）深見　凪　かえで銀行　部長\n（オンライン）浅茅　仁　もみじ協議会　会長" + BODY
    )
    assert [(a.name, a.position, a.group, a.mode) for a in got.attendees] == [
        ("桐山　蒼太", "座長", "委員", None),
        ("深見　凪", "かえで銀行　部長", "委員", None),
        ("浅茅　仁", "もみじ協議会　会長", "委員", Mode.ONLINE),
    ]


def test_a_form_of_attendance_above_groups_holds_for_all_but_the_secretariat():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n出席者：\n【会議室】\n（委員）桐山　蒼太　みどり大学　教授\n"
        "【オンライン】\n（委員）深見　凪　かえで銀行　部長\n（参考人）浅茅　仁　かえで町　課長\n（事務局）遠山課長"
        + BODY
    )
    assert [(a.group, a.mode) for a in got.attendees] == [
        ("委員", Mode.IN_PERSON),
        ("委員", Mode.ONLINE),
        ("参考人", Mode.ONLINE),
        ("事務局", None),
    ]


@pytest.mark.parametrize(
    ("printed", "name", "position"),
    [
        ("田所デジタル推進室長", "田所", "デジタル推進室長"),
        ("早乙女家族支援課長", "早乙女", "家族支援課長"),
        ("遠山総合政策局総務課長", "遠山", "総合政策局総務課長"),
        ("水資源庁 里見地域調整課長", "里見", "地域調整課長"),
        ("国際課　片倉主幹", "片倉", "主幹"),
        ("浅茅分科会長　　みどり大学教授", "浅茅", "分科会長"),
        ("グエン　ティ　ホア　かえで町　地域通訳員", "グエン　ティ　ホア", "かえで町　地域通訳員"),
    ],
)
def test_an_office_is_no_part_of_a_name(printed, name, position):
    got = meeting(
        f"里山審議会 議事録\n日時：令和７年４月３日\n出席者：\n・委員\n桐山会長、深見委員\n・関係者\n{printed}" + BODY
    )
    assert [(a.name, a.position) for a in got.attendees[2:]] == [(name, position)]


def test_an_item_printed_anew_begins_the_body():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n議事次第：\n１　開会\n２　議事\n３　閉会\n"
        "１　開会\n○桐山会長　始めます。\n○深見委員　橋を直すべきです。\n"
    )
    assert got.agenda == ("開会", "議事", "閉会")


def test_a_sheet_of_items_is_a_report_with_a_meeting():
    got = found(
        "里山審議会（第３回）\n議事次第\n日時：令和７年４月３日10:00～11:30\n１．開会\n２．議事\n（１）意見交換\n３．閉会\n"
        "配布資料：\n資料１　里山の図\n"
    )
    assert (got.kind, got.notes) == (DocumentKind.REPORT, ())
    assert (got.meeting.date, got.meeting.agenda) == ("2025-04-03", ("開会", "議事", "意見交換", "閉会"))


def test_a_table_of_people_is_read_row_by_row():
    words = ("氏名", "所属", "桐山 蒼太", "みどり大学 教授", "深見 凪", "かえで株式会社 社長")
    head = "里山審議会 議事録\n日時：令和７年４月３日\n出席者\n"
    source = head + "".join(words)
    cuts = list(accumulate(map(len, words), initial=len(head)))
    cells = [TableCell.of(source, a, b) for a, b in pairwise(cuts)]
    rows = tuple(zip(cells[::2], cells[1::2], strict=True))
    lines = [*paragraphs_from(head), Paragraph(BlockKind.TABLE, Text.of(source, len(head)), rows=rows)]
    got = structure(lines, [(0, len(source))], NOTATIONS).meeting
    assert [(a.name, a.position) for a in got.attendees] == [
        ("桐山 蒼太", "みどり大学 教授"),
        ("深見 凪", "かえで株式会社 社長"),
    ]


def test_a_table_of_people_with_named_columns_is_read_by_them():
    words = (
        "区分",
        "職名",
        "氏名",
        "備考",
        "委員",
        "かえで町長",
        "桐山　蒼太",
        "座長",
        "事務局",
        "課長",
        "遠山",
        "オンライン",
    )
    head = "里山審議会 議事録\n日時：令和７年４月３日\n出席者\n"
    source = head + "".join(words)
    cuts = list(accumulate(map(len, words), initial=len(head)))
    cells = [TableCell.of(source, a, b) for a, b in pairwise(cuts)]
    rows = tuple(zip(cells[::4], cells[1::4], cells[2::4], cells[3::4], strict=True))
    lines = [*paragraphs_from(head), Paragraph(BlockKind.TABLE, Text.of(source, len(head)), rows=rows)]
    assert structure(lines, [(0, len(source))], NOTATIONS).meeting.attendees == (
        Attendee("桐山　蒼太", "座長", "委員"),
        Attendee("遠山", "課長", "事務局", Mode.ONLINE),
    )


def test_absent_people_are_marked_absent():
    got = meeting(
        "里山審議会 議事録\n日時：令和７年４月３日\n出席者：\n委員：桐山委員長、深見委員\n欠席委員：葛城委員" + BODY
    )
    assert got.attendees[-1] == Attendee("葛城", "委員", "委員", Mode.ABSENT)


def test_the_agenda_has_no_numbers_and_a_nested_item_counts():
    got = meeting(
        "里山審議会 議事概要\n○日時\n令和７年４月３日\n【議事次第】\n"
        "（１）開会\n（２）事務局説明\n　意見交換\n（３）その他" + BODY
    )
    assert got.agenda == ("開会", "事務局説明", "意見交換", "その他")


def test_a_date_in_the_title_or_the_file_name_will_do():
    assert (
        meeting("2025年4月3日 里山対策特別委員会\n○桐山委員長　始めます。\n○深見委員　賛成です。").date == "2025-04-03"
    )
    assert meeting("里山審議会 議事録" + BODY, "里山_20250403.txt").date == "2025-04-03"


def test_lines_of_the_session_give_its_hours():
    got = meeting(
        "2025年4月3日 里山委員会\n○午後 １時０５分開会\n○桐山委員長　始めます。\n"
        "○深見委員　賛成です。\n○午後 ２時１０分閉会"
    )
    assert (got.start_time, got.end_time) == ("13:05", "14:10")


def test_people_become_list_items():
    text = "里山審議会 議事概要\n○日時\n令和７年４月３日\n○出席者\n桐山座長、深見構成員" + BODY
    kinds = {p.text.string: p.kind for p in found(text).paragraphs}
    assert kinds["桐山座長、深見構成員"] is BlockKind.LIST_ITEM


def test_a_report_has_a_title_and_no_meeting():
    got = found(
        "令和７年度\n里山の手入れ支援策について\n環境課\n（１）背景\n里山が荒れている。\n○実施主体：町\n○会場費：10万円まで\n"
    )
    assert (got.kind, got.title, got.meeting) == (DocumentKind.REPORT, "里山の手入れ支援策について", None)
    assert got.utterances == ()


def test_the_body_begins_at_its_heading_also_below_an_agenda_on_one_line():
    got = meeting(
        "里山審議会 議事要旨\n１．日時　令和７年４月３日\n２．議事　堤の草刈りについて\n\n主な発言内容(発言順)" + BODY
    )
    assert got.agenda == ("堤の草刈りについて",)


def test_a_section_of_facts_is_read_like_the_sections_of_opinions_beside_it():
    sections = [
        "<堤の草刈りについて>\n・ 年に三度は刈るべきである。\n・ 刈る人を増やせないか。",
        "<水路の蓋について>\n・ 蓋は三年前の大雨の後に替えられた。\n・ 蓋の下に泥がたまるという声がある。",
        "<見回りについて>\n・ 見回りの回数を並べてほしい。\n・ 二人で回る必要がある。",
    ]
    got = found("里山審議会 議事要旨\n令和７年４月３日\n西庁舎会議室\n\n" + "\n\n".join(sections) + "\n")
    assert len(got.utterances) == 6


def test_a_head_in_prose_gives_date_place_name_and_number():
    got = meeting(
        "里山部会（第２回）の概要\n\n　令和７年４月３日、西庁舎講堂において、里山部会（第２回）が開催された。\n\n"
        "　委員からは「堤の柵が低い」といった意見が出された。事務局からは、来年度に替えるとの説明があった。\n"
        "　また、別の委員からは、色も明るくすべきとの指摘があった。\n"
    )
    assert (got.name, got.number, got.date, got.venue) == ("里山部会", 2, "2025-04-03", "西庁舎講堂")


HEAD = "里山審議会 議事録\n日時：令和７年４月３日\n"


def people_of(lines):
    return [(a.name, a.position, a.group, a.mode) for a in meeting(HEAD + lines + BODY).attendees]


@pytest.mark.parametrize(
    "lines",
    [
        "出席者：町長、副町長、教育長、各課長",
        "説明員：建設部長、道路維持課長、公園みどり課長、収納課長",
        "事務局：館長、館長補佐、奉仕係長、児童サービス担当",
        "出席者：会長、Ａ委員、Ｂ委員　事務局（企画課長）",
        "出席者：会長（町長）、委員２１名（代理出席３名を含む）、幹事７名",
        "説明者：環境施設整備室長、同主査、設計監理受託者",
        "事務局：大阪支社長、東京事務所長、福島県知事公室長",
        "出席者：市長、副市長、総務部長／報道７社",
        "出席者\n　・区長会代表　　・バス事業者　　・運輸支局",
        "出席者：公募市民31人\n（　）内は、その場での市の回答です。",
    ],
)
def test_an_office_alone_is_nobody(lines):
    assert people_of(lines) == []


def test_several_people_stand_on_one_line():
    assert people_of(
        "出席委員（３名）\n　委員長　桐山　　蒼　　副委員長　深見　凪子\n　委　員　浅茅　仁\n"
        "説明のため出席した者\n　総務部長　　遠山　　茂　　財政課長　　里見　　豊"
    ) == [
        ("桐山　蒼", "委員長", "委員", None),
        ("深見　凪子", "副委員長", "委員", None),
        ("浅茅　仁", None, "委員", None),
        ("遠山　茂", "総務部長", "説明のため出席した者", None),
        ("里見　豊", "財政課長", "説明のため出席した者", None),
    ]


def test_seats_stand_before_names():
    assert people_of("出席委員（３人）\n　会長（３番）　桐山　蒼\n　委　員　　１番　深見　ミヨ　　２番　浅茅　勲") == [
        ("桐山　蒼", "会長", "委員", None),
        ("深見　ミヨ", "１番", "委員", None),
        ("浅茅　勲", "２番", "委員", None),
    ]


def test_a_kind_of_member_before_several_names_is_their_group():
    assert people_of(
        "出席者\n公益代表　　桐山　蒼（会長）、深見　澄江\n被保険者代表　　浅茅　佳代\n（欠席：公益代表　柏木　純）\n"
        "【事務局】\n保険課長　遠山　由美、同主査　里見　愛"
    ) == [
        ("桐山　蒼", "会長", "公益代表", None),
        ("深見　澄江", None, "公益代表", None),
        ("浅茅　佳代", None, "被保険者代表", None),
        ("柏木　純", "公益代表", None, Mode.ABSENT),
        ("遠山　由美", "保険課長", "事務局", None),
        ("里見　愛", "同主査", "事務局", None),
    ]


def test_a_kind_of_member_that_is_repeated_is_a_position():
    assert people_of("出席委員\n学識経験者　会長　桐山　蒼\n学識経験者　深見　凪子\n町議会議員　浅茅　仁") == [
        ("桐山　蒼", "学識経験者　会長", "委員", None),
        ("深見　凪子", "学識経験者", "委員", None),
        ("浅茅　仁", "町議会議員", "委員", None),
    ]


def test_a_ministry_or_a_kind_of_member_on_its_own_line_is_a_group():
    assert people_of("出席者\n労働者代表委員\n桐山 蒼、深見 凪子\n文部科学省\n遠山参事官、里見企画官、ほか") == [
        ("桐山 蒼", None, "労働者代表委員", None),
        ("深見 凪子", None, "労働者代表委員", None),
        ("遠山", "参事官", "文部科学省", None),
        ("里見", "企画官", "文部科学省", None),
    ]


def test_of_guests_an_organisation_is_on_the_list():
    assert people_of("出席者\n（１）委員\n桐山会長、深見委員\n（２）オブザーバー\n全国里山連絡会、志摩町") == [
        ("桐山", "会長", "委員", None),
        ("深見", "委員", "委員", None),
        ("全国里山連絡会", None, "オブザーバー", None),
        ("志摩町", None, "オブザーバー", None),
    ]


@pytest.mark.parametrize(
    ("printed", "name", "position"),
    [
        ("乾地域放送推進室長", "乾", "地域放送推進室長"),
        ("遠山労働委員会事務局長", "遠山", "労働委員会事務局長"),
        ("園芸課長 蒲生", "蒲生", "園芸課長"),
        ("ファム・ティ・ラン　委員", "ファム・ティ・ラン", "委員"),
        ("遠山　成功　みどり大学　教授", "遠山　成功", "みどり大学　教授"),
        ("蒲生委員　　樫尾谷町長", "蒲生", "委員"),
        ("かえで電機　桐山", "桐山", "かえで電機"),
    ],
)
def test_a_name_is_told_from_what_stands_beside_it(printed, name, position):
    assert people_of(f"出席者：\n桐山委員、深見委員\n{printed}")[-1][:2] == (name, position)


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        ("議題：(1) 農道について　(2) 水路について　(3) その他", ("農道について", "水路について", "その他")),
        ("次第　１　農道について　２　水路について", ("農道について", "水路について")),
        ("議題：①農道について　②水路について", ("農道について", "水路について")),
        ("議題：農道について\n１　農道について\n（事務局から説明）", ("農道について",)),
        ("付託案件\n　議案第５２号　農道条例の一部改正", ("議案第５２号　農道条例の一部改正",)),
        (
            "会議に付した事件\n　議案第５号　農道について\n報告事項\n　（１）水路について",
            ("議案第５号　農道について", "水路について"),
        ),
        (
            "日程\n　第１　署名委員の指名\n　第２　議案第４号　農地について",
            ("署名委員の指名", "議案第４号　農地について"),
        ),
        (
            "４　議題\n　（１）農道について【承認】\n　（２）水路について【協議】\n５　署名委員　深見委員",
            ("農道について", "水路について"),
        ),
        ("議題\n　（１）農道について\n　（２）水路について\n―――――――――――――――", ("農道について", "水路について")),
        ("議事\n(1) 農道について\n担当より、資料に基づき説明がなされた。", ()),
    ],
)
def test_items_of_the_agenda_are_told_apart(lines, items):
    assert meeting(HEAD + lines + BODY).agenda == items


def test_lines_that_layout_has_joined_are_read_one_by_one():
    text = (
        "里山審議会 議事録\n日時：令和７年４月３日\n出席者　教育長　　桐山　蒼\n"
        "　　　　委　員　　深見　凪子　　委　員　　浅茅　仁\n付託案件\n　議案第５号　農道の認定について\n" + BODY
    )
    lines = paragraphs_from(text)
    joined = [*lines[:2], replace(lines[2], text=Text.join([lines[2].text, lines[3].text])), *lines[4:]]
    got = structure(joined, [(0, len(text))], NOTATIONS, "x.txt").meeting
    assert [a.name for a in got.attendees] == ["桐山　蒼", "深見　凪子", "浅茅　仁"]
    assert got.agenda == ("議案第５号　農道の認定について",)
