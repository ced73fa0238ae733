"""The meetings of one council lined up: order, gaps, editions, the six items, and one identity for each person."""

from __future__ import annotations

import json

import pytest
from test_cli import status

from minutes_nlp.across.councils import GapReason, councils_of
from minutes_nlp.across.editions import changes_of
from minutes_nlp.across.persons import persons_of, same_writing
from minutes_nlp.analysis.items import ItemState
from minutes_nlp.pipeline import make_record

DAYS = {1: "令和６年４月１０日", 2: "令和６年７月３日", 3: "令和６年９月５日", 4: "令和６年１１月２０日"}
SAID = (
    "○ 水車の守り手が足りないのではないか。\n→ 来年度は研修の回数を増やしたい旨事務局より回答。\n"
    "○ 渡し舟の便数を33便に戻してほしい。\n→ 船頭と相談したい旨事務局より回答。\n"
)


def minutes(number, *, people="桐山座長、朝霧構成員", said=SAID, day="", **title):
    council, edition = title.get("council", "里山のくらし研究会"), title.get("edition", "")
    return (
        f"{council}（第{number}回） 議事概要{edition}\n○日時\n{day or DAYS[number]} 10:00～12:00\n○場所\n西庁舎 講堂\n"
        f"○出席者\n・構成員\n{people}\n・事務局\n早乙女課長\n○議題\n１　水車の守り手について\n【議事概要】\n{said}"
    )


def documents(**texts):
    return [(name, make_record(text.encode(), f"{name}.txt")) for name, text in texts.items()]


def council(**texts):
    (found,) = councils_of(documents(**texts))
    return found


# --- order and gaps


def test_meetings_stand_in_order_whatever_their_files_are_called():
    found = council(a=minutes(4), b=minutes(1), c=minutes(2))
    assert [(sitting.number, sitting.file) for sitting in found.sittings] == [(1, "b"), (2, "c"), (4, "a")]


def test_a_missing_number_is_told_though_nobody_says_why():
    (gap,) = council(a=minutes(1), b=minutes(3)).gaps
    assert (gap.number, gap.reason, gap.proof) == (2, GapReason.UNKNOWN, None)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("第３回は、大雪の見込みのため書面により開催した。", GapReason.IN_WRITING),
        ("第三回（書面開催）の結果を報告した。", GapReason.IN_WRITING),
        ("第３回は持ち回りで行った。", GapReason.IN_WRITING),
        ("第３回は欠番とする。", GapReason.SKIPPED),
        ("第３回は、大雪のため中止した。", GapReason.CANCELLED),
        ("第２回は書面により開催した。第３回は十月に開く。", GapReason.UNKNOWN),
        ("第３回の意見は書面で提出された。", GapReason.UNKNOWN),
    ],
)
def test_a_gap_has_the_reason_that_another_meeting_tells(sentence, reason):
    texts = {"a": minutes(1), "b": minutes(2), "d": minutes(4, said=f"○ {sentence}\n" + SAID)}
    (gap,) = council(**texts).gaps
    assert gap.reason is reason
    if reason is not GapReason.UNKNOWN:
        start, end = gap.proof.spans[0][0], gap.proof.spans[-1][1]
        assert "".join(texts["d"][start:end].split()) == "".join(gap.proof.text.split())


def test_numbers_that_begin_anew_each_year_are_no_gap_and_no_second_edition():
    last = minutes(1, council="令和７年度里山のくらし研究会", day="令和７年５月１日")
    found = council(a=minutes(1), b=minutes(2), c=last)
    assert [sitting.file for sitting in found.sittings] == ["a", "b", "c"]
    assert found.gaps == ()
    assert not any(sitting.editions for sitting in found.sittings)


def test_a_date_before_the_one_of_an_earlier_number_is_told():
    found = council(a=minutes(2), b=minutes(3), c=minutes(4, day="令和５年１１月２０日"))
    assert [(sitting.file, sitting.out_of_order) for sitting in found.sittings] == [
        ("a", False),
        ("b", False),
        ("c", True),
    ]


def test_a_sub_body_is_a_council_of_its_own_and_its_short_name_is_the_same_council():
    found = councils_of(
        documents(
            a=minutes(1, council="里山審議会"),
            b=minutes(1, council="里山審議会 水車守り分科会"),
            c=minutes(2, council="水車守り分科会"),
        )
    )
    assert [[sitting.file for sitting in one.sittings] for one in found] == [["a"], ["b", "c"]]


def test_two_ways_to_write_a_working_group_are_one():
    found = councils_of(documents(a=minutes(1, council="水車ＷＧ"), b=minutes(2, council="水車ワーキンググループ")))
    assert len(found) == 1


# --- the same meeting twice


def test_the_same_minutes_in_another_layout_are_a_duplicate():
    (sitting,) = council(a=minutes(1), b=minutes(1).replace("\n", "\n\n")).sittings
    assert len({sitting.file, *sitting.duplicates}) == 2
    assert sitting.editions == ()


def test_a_corrected_edition_tells_what_it_changed_and_where():
    before, after = minutes(1), minutes(1, edition="（訂正版）").replace("33便", "38便") + "※ 便数を訂正した。\n"
    (sitting,) = council(a=after, b=before).sittings
    (edition,) = sitting.editions
    assert (sitting.file, edition.file, edition.certain) == ("a", "b", True)
    words = [pair for change in edition.changes for pair in change.words]
    assert ("渡し舟の便数を〔33〕便に戻してほしい。", "渡し舟の便数を〔38〕便に戻してほしい。") in words
    (change,) = [one for one in edition.changes if one.words and "便" in one.words[0][0]]
    line = before.splitlines().index("○ 渡し舟の便数を33便に戻してほしい。") + 1
    assert (change.before.page, change.before.line) == (1, line)
    (added,) = [one for one in edition.changes if one.before is None]
    assert "便数を訂正" in added.after.text


def test_of_two_editions_that_say_nothing_the_order_is_not_certain():
    (sitting,) = council(a=minutes(1), b=minutes(1).replace("33便", "38便")).sittings
    assert [edition.certain for edition in sitting.editions] == [False]


def test_a_paragraph_taken_out_is_told_as_such():
    ((_, old), (_, new)) = documents(a=minutes(1), b=minutes(1).replace("→ 船頭と相談したい旨事務局より回答。\n", ""))
    (change,) = changes_of(old, new)
    assert change.after is None
    assert "船頭" in change.before.text


def test_other_words_of_the_same_meeting_are_another_document_not_an_edition():
    other = "早春の集いの記録\n○桐山座長　それでは始めます。\n" * 3
    text = minutes(
        1, said="".join(f"○桐山座長　{i}番目の水車のことを申し上げます。長い話になります。\n" for i in range(40))
    )
    (sitting,) = council(a=minutes(1), b=text + other).sittings
    assert sitting.editions == ()
    assert len(sitting.others) == 1


# --- the six items


def items(text):
    (sitting,) = council(a=text).sittings
    return {item.name: item for item in sitting.items}


def test_each_item_has_the_place_that_shows_it():
    text = minutes(1)
    found = items(text)
    assert list(found) == ["開催日時", "開催場所", "出席者", "議題", "発言者及び発言内容", "決定事項"]
    for name, words in {
        "開催日時": "令和６年４月１０日",
        "開催場所": "西庁舎 講堂",
        "議題": "水車の守り手について",
    }.items():
        assert found[name].state is ItemState.PRESENT
        (start, end), *_ = found[name].proofs[0].spans
        assert words in text[start:end]


def test_what_is_not_printed_is_missing():
    found = items(minutes(1).replace("○場所\n西庁舎 講堂\n", ""))
    assert found["開催場所"].state is ItemState.MISSING
    assert found["決定事項"].state is ItemState.MISSING


def test_what_the_minutes_say_there_was_not_is_not_applicable():
    found = items(minutes(1) + "○決定事項\n該当なし\n")
    assert (found["決定事項"].state, found["決定事項"].detail) == (ItemState.NOT_APPLICABLE, "該当なし")


def test_words_without_any_name_lack_half_of_the_fifth_item():
    assert items(minutes(1))["発言者及び発言内容"].state is ItemState.MISSING
    named = "○桐山座長　水車の話を始めます。\n○朝霧構成員　研修を増やしてください。\n○早乙女課長　増やします。\n"
    assert items(minutes(1, said=named))["発言者及び発言内容"].state is ItemState.PRESENT


@pytest.mark.parametrize(
    ("sentence", "decided"),
    [
        ("報告書（案）は原案のとおり了承された。", True),
        ("（「異議なし」の声あり）", True),
        ("本案を全会一致で可決した。", True),
        ("本人の了承を得て名簿を渡している。", False),
        ("町議会で議決された予算をどう使うのか。", False),
    ],
)
def test_a_decision_is_known_by_its_sentence(sentence, decided):
    state = items(minutes(1, said=SAID + f"○ {sentence}\n"))["決定事項"].state
    assert (state is ItemState.PRESENT) is decided


# --- people


def people(*lists, labels=()):
    """The people of meetings with these lists of members, each with the labels that speak in it."""
    texts = {}
    for number, members in enumerate(lists, 1):
        spoken = labels[number - 1] if number <= len(labels) else ("桐山座長",)
        said = "".join(f"○{label}　水車の守り手を増やす話をしたいと思います。\n" for label in spoken)
        texts[f"m{number}"] = minutes(number, people=members, said=said)
    return persons_of(documents(**texts))


def seen(found):
    """The meetings of each person by name."""
    return {person.name: [s.file for s in person.sightings] for person in found}


def test_a_surname_is_the_one_whole_name_that_it_can_mean():
    found = seen(people("　桐山　純　座長\n　朝霧　楓　構成員", "桐山座長、朝霧構成員"))
    assert found["桐山　純"] == ["m1", "m2"]
    assert found["朝霧　楓"] == ["m1", "m2"]


def test_a_title_may_change_from_one_meeting_to_the_next():
    (person,) = [p for p in people("桐山座長、朝霧構成員", "朝霧座長、桐山構成員") if p.name == "朝霧"]
    assert [s.positions for s in person.sightings] == [("構成員",), ("座長",)]


@pytest.mark.parametrize(("one", "other"), [("髙瀬", "高瀬"), ("浜﨑", "浜崎"), ("齋木", "斎木"), ("斉木", "齊木")])
def test_variants_of_a_character_are_one_name(one, other):
    assert same_writing(one) == same_writing(other)
    found = people(f"桐山座長、{one}構成員", f"桐山座長、{other}構成員")
    assert [len(p.sightings) for p in found if same_writing(p.name) == same_writing(one)] == [2]


def test_two_people_of_one_surname_stay_two():
    found = people("　朝霧　楓　座長\n　朝霧　椿　構成員", "桐山座長、朝霧委員")
    assert {p.name for p in found if p.name.startswith("朝霧")} == {"朝霧　楓", "朝霧　椿", "朝霧"}
    (lone,) = [p for p in found if p.name == "朝霧"]
    ids = {p.id for p in found if p.name in {"朝霧　楓", "朝霧　椿"}}
    assert set(lone.candidates) == ids


def test_of_two_people_of_one_surname_the_title_tells_which():
    found = seen(people("　朝霧　楓　座長\n　朝霧　椿　構成員", "朝霧座長、桐山構成員"))
    assert found["朝霧　楓"] == ["m1", "m2"]
    assert found["朝霧　椿"] == ["m1"]


def test_a_member_and_an_official_of_one_surname_stay_two():
    found = people("桐山座長、早乙女構成員", "桐山座長、早乙女構成員")
    assert sorted(len(p.sightings) for p in found if p.name == "早乙女") == [2, 2]


def test_a_proxy_is_somebody_else_and_the_one_who_sent_him_did_not_attend():
    found = people(
        "桐山座長、朝霧構成員",
        "桐山座長、朝霧構成員（代理：浅黄副町長）",
        labels=[("朝霧構成員",), ("桐山座長", "朝霧構成員代理（浅黄）")],
    )
    (owner,) = [p for p in found if p.name == "朝霧"]
    assert (owner.attended, owner.by_proxy) == (("m1",), ("m2",))
    (proxy,) = [p for p in found if p.name == "浅黄"]
    assert [s.proxy_of for s in proxy.sightings] == ["朝霧"]


def test_an_acting_chair_is_no_proxy():
    found = people("桐山座長、朝霧座長代理", labels=[("朝霧座長代理",)])
    assert {p.name for p in found} == {"桐山", "朝霧", "早乙女"}


def test_who_was_absent_is_told():
    found = people("桐山座長、朝霧構成員", "桐山座長、朝霧構成員（欠席）")
    (person,) = [p for p in found if p.name == "朝霧"]
    assert (person.attended, person.absent) == (("m1",), ("m2",))


def test_labels_that_name_nobody_are_no_person():
    names = {p.name for p in people("桐山座長、朝霧構成員", labels=[("委員", "事務局", "桐山座長")])}
    assert names == {"桐山", "朝霧", "早乙女"}


# --- the command


@pytest.fixture
def folder(tmp_path):
    texts = {
        "1.txt": minutes(1),
        "写し/1.txt": minutes(1),
        "2.txt": minutes(2),
        "2訂正.txt": minutes(2, edition="（訂正版）").replace("33便", "38便"),
        "4.text": minutes(4, said="○ 第３回は書面により開催した。\n" + SAID),
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_command_lines_up_the_meetings_of_a_folder(folder, capsys):
    assert status("series", folder) == 0
    out = capsys.readouterr().out
    words = [
        "里山のくらし研究会",
        "第3回: 書面開催 ← 4.text",
        "同じ内容の資料が重なっています(1.txt",
        "2.txt → 2訂正.txt",
    ]
    assert [word for word in words if word not in out] == []
    assert "〔33〕便に戻してほしい。」→「渡し舟の便数を〔38〕便" in out


def test_the_command_gives_one_json_line_for_each_council_with_its_people(folder, capsys):
    assert status("series", folder, "--json") == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [sitting["number"] for sitting in line["sittings"]] == [1, 2, 4]
    assert [gap["reason"] for gap in line["gaps"]] == ["in_writing"]
    assert {"朝霧", "桐山", "早乙女"} == {person["name"] for person in line["persons"]}


def test_a_folder_without_a_meeting_says_so(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("水車の守り方について\n水は高いところから低いところへ流れる。\n", encoding="utf-8")
    assert status("series", tmp_path) == 0
    assert "会議の記録は見つかりませんでした" in capsys.readouterr().out
