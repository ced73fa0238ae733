from __future__ import annotations

import pytest

from minutes_nlp.layout import lay_out
from minutes_nlp.layout.folds import folded, folds_in, spread_gaps
from minutes_nlp.layout.marks import is_mid_sentence, mark_of
from minutes_nlp.layout.paragraphs.captions import is_caption
from minutes_nlp.model import BlockKind, FurnitureKind
from minutes_nlp.reading import read
from minutes_nlp.text import Text

FULL = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ"  # 44 characters
LINE = FULL[:40]


def paragraphs(text: str, name: str = "dump.txt"):
    return lay_out(read(text.encode(), name)).paragraphs


def strings(text: str) -> list[str]:
    return [(p.marker.string if p.marker else "") + p.text.string for p in paragraphs(text)]


def dump(*lines: str) -> str:
    """Lines of a printed page in which a dumper put a blank line after each."""
    return "".join(line + "\n\n" for line in lines)


# --- joins in dumps


def test_a_full_line_goes_on_in_the_next_one_without_a_space():
    assert strings(dump(LINE, LINE, "終わり。")) == [LINE + LINE + "終わり。"]


def test_a_short_line_ends_its_paragraph():
    assert strings(dump(LINE, "短い。", LINE, LINE, "終わり。"))[0] == LINE + "短い。"


def test_a_mark_begins_a_paragraph_even_after_a_full_line():
    found = paragraphs(dump("○ " + LINE[:38], "続き。", "→" + LINE[:39], "回答。"))
    assert [p.marker.string for p in found] == ["○", "→"]
    assert found[0].text.string == LINE[:38] + "続き。"


def test_a_mark_in_the_middle_of_a_sentence_begins_nothing():
    assert strings(dump(LINE[:36] + "２つ目の", "○にありますように進める。", LINE, LINE))[0] == (
        LINE[:36] + "２つ目の○にありますように進める。"
    )


def test_a_paragraph_goes_on_over_a_page_break():
    text = dump(LINE, LINE) + LINE + "\n " + "次の頁に続く。\n\n"
    (found,) = paragraphs(text)
    assert found.pages == (1, 2)
    assert found.text.string.endswith("次の頁に続く。")


def test_lines_that_nobody_broke_stay_paragraphs():
    lines = ["短い行である。", LINE + LINE + "長い行である。", "またの行", LINE + "中くらいの行"]
    assert strings("\n".join(lines) + "\n") == lines


def test_two_latin_words_keep_their_space_over_a_line_break_and_numbers_get_none():
    english = "報告書は次の名称とする。 Final Report of the Committee on Regional Data " + "x" * 12
    found = strings(dump(LINE, english, "and Evidence とする。", LINE, LINE))
    assert any("x and Evidence" in text for text in found)
    assert any("2010～" in text for text in strings(dump(LINE[:38] + "2010", "～29歳の者。", LINE, LINE)))


def test_a_word_that_goes_over_the_line_end_joins_lines_of_uneven_width():
    # 1 em short of the edge because the indent was lost, and mixed with Latin digits of other widths
    text = dump(
        LINE,
        LINE,
        "終わり。",
        "地域運営組織の事務局を担う人材は、平成 30 年度から 5 年間で、全国",
        "では減少している。",
        LINE,
    )
    assert "全国では減少している。" in strings(text)[1]


# --- line numbers


def numbered(lines: list[str], first: int = 1) -> str:
    return "".join(f"{line}{number} \n\n" for number, line in enumerate(lines, first))


def test_running_line_numbers_are_decoded_as_a_sequence_and_kept():
    lines = [LINE, LINE[:38] + "20", "年に始まった。", LINE, LINE, "終わる。"]
    layout = lay_out(read(numbered(lines, first=18).encode(), "dump.txt"))
    assert "2020" not in "".join(p.text.string for p in layout.paragraphs)
    assert [line.number for line in layout.lines[0]] == list(range(18, 24))
    assert sum(piece.kind is FurnitureKind.LINE_NUMBER for piece in layout.furniture) == 6


def test_numbers_that_do_not_count_up_stay_text():
    lines = ["人口 12", "世帯 7", "面積 30", "学校 2", "病院 1", "橋 9"]
    assert strings("\n".join(lines)) == lines


# --- folds


def test_half_width_kana_and_radicals_are_folded_and_listed():
    text = folded(Text.of("ﾌﾟﾛｼﾞｪｸﾄの⺠間⼈材"))
    assert text.string == "プロジェクトの民間人材"
    assert text.spans == ((0, 13),)
    assert [fold.text for fold in folds_in("ﾌﾟ⺠")] == ["プ", "民"]


@pytest.mark.parametrize("kept", ["①㈱％～", "ＤＸ１０", "　全角の空き"])
def test_nothing_else_is_folded(kept):
    assert folded(Text.of(kept)).string == kept
    assert folds_in(kept) == []


def test_the_gaps_of_an_evenly_spread_word_are_tagged_not_lost():
    text, gaps = spread_gaps(Text.of("地 方 自 治 体 の課題"))
    assert text.string.startswith("地方自治体")
    assert [gap.spans for gap in gaps] == [((1, 2),), ((3, 4),), ((5, 6),), ((7, 8),)]


@pytest.mark.parametrize(
    ("printed", "closed"),
    [("港 1 0 , 0 0 0計画", "港 10,000計画"), ("市と連携したD X推進体制", "市と連携したDX推進体制")],
)
def test_spread_figures_of_one_number_and_letters_of_one_word_close_up(printed, closed):
    assert spread_gaps(Text.of(printed))[0].string == closed


@pytest.mark.parametrize(
    "kept", ["三枝　和弘　みさき大学", "ア イ", "2018 年 10 月", "1 0 0 0", "3 , 5 , 7", "12 , 0 0 0", "案A Xの順"]
)
def test_names_and_numbers_with_spaces_are_no_spread_words(kept):
    assert spread_gaps(Text.of(kept))[0].string == kept


# --- marks


@pytest.mark.parametrize(
    ("string", "mark"),
    [
        ("○ 意見", "○"),
        ("〇意見", "〇"),
        ("→回答", "→"),
        ("⇒ 回答", "⇒"),
        ("・項目", "・"),
        ("１．日時", "１．"),
        ("1. 日時", "1."),
        ("（１）開会", "（１）"),
        ("(2) 閉会", "(2)"),
        ("4) Open data", "4)"),
        ("⚫項目", "⚫"),
        ("◼ 項目", "◼"),
        ("①案", "①"),
        ("Ⅱ．現状", "Ⅱ．"),
        ("第１章　総則", "第１章"),
        ("第３条この条例は", "第３条"),
        ("ア　手続", "ア"),
        ("3.2 方法", "3.2"),
        ("## 議題", "##"),
        ("\uf0d8項目", "\uf0d8"),
        ("–Original form", "–"),
    ],
)
def test_a_mark_is_found(string, mark):
    assert string[: mark_of(string).length] == mark


@pytest.mark.parametrize(
    "string",
    ["1.26 を記録した", "１０,０００人", "2018 年", "第７回の会合", "第３条の規定", "アイデアがある", "○", "普通の文"],
)
def test_what_only_looks_like_a_mark_is_none(string):
    assert mark_of(string) is None


def test_a_particle_after_a_mark_tells_that_the_sentence_goes_on():
    assert is_mid_sentence(mark_of("○にあるように"), "○にあるように")
    assert not is_mid_sentence(mark_of("○次の議題に"), "○次の議題に")


# --- kinds


def test_headings_items_captions_and_tabular_entries_are_told_apart():
    text = "１．現状\n・項目である\n【議事概要】\n図１ 人口の推移\n三枝　和弘　　みさき大学　教授\nふつうの文である。\n"
    assert [p.kind for p in paragraphs(text)] == [
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.HEADING,
        BlockKind.CAPTION,
        BlockKind.LIST_ITEM,
        BlockKind.PARAGRAPH,
    ]


def test_footnotes_under_a_rule_of_spaces_stand_apart_and_the_body_goes_on_over_them():
    rule = " " * 54
    text = dump(LINE, LINE) + f"{LINE}\n\n{rule}\n(1) 統計局「人口推計」。\n 続きの文(2)である。\n\n"
    found = paragraphs(text)
    notes = [p for p in found if p.kind is BlockKind.FOOTNOTE]
    assert [(p.label.string, p.text.string) for p in notes] == [("(1)", "統計局「人口推計」。")]
    assert found[0].text.string.endswith(LINE + "続きの文(2)である。")


def test_page_numbers_and_running_heads_are_furniture():
    bodies = ["いの文である。", "ろの文。\n\nはの文である。", "にの長い文である。\n\nほの文。"]
    pages = [dump("（案）　資料１", body, f"- {number} -") for number, body in enumerate(bodies, 1)]
    layout = lay_out(read("\f".join(pages).encode(), "dump.txt"))
    kinds = [piece.kind for piece in layout.furniture]
    assert kinds.count(FurnitureKind.HEADER) == 3
    assert kinds.count(FurnitureKind.PAGE_NUMBER) == 3
    assert all("資料１" not in p.text.string for p in layout.paragraphs)


def test_a_repeated_word_on_one_page_is_no_running_head():
    layout = lay_out(read("以上\n本文である。\n以上\n".encode(), "dump.txt"))
    assert layout.furniture == ()


@pytest.mark.parametrize(
    "string",
    [
        "図１　人口の推移",
        "表2-1：一覧",
        "図3-1-2：引越しの流れ",
        "■第１-１-３図／道の仕組み",
        "（図１）橋の全体像",
        "【図１】",
        "＜図表１：里山の使い方＞",
        "（表２　単位：千円）",
        "図４（続き）",
        "図２全体像",
        "Figure 2. Outline",
    ],
)
def test_captions(string: str):
    assert is_caption(string)


@pytest.mark.parametrize(
    "string",
    [
        "図１を見ると、橋が多い",
        "図１のとおり進める",
        "図１参照",
        "（図１）のとおり整理した",
        "表２及び表３のとおり",
        "表１ に示すとおり、人口は減っている。",
        "代表３名",
        "資料１　概要",
        "図書館",
    ],
)
def test_sentences_about_figures_are_no_captions(string: str):
    assert not is_caption(string)


def test_a_gap_behind_the_number_makes_a_caption_too():
    assert is_caption("図１むつの橋", 2)
    assert not is_caption("図１むつの橋")
