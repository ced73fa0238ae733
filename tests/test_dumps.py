"""Dumps of printed pages: boxes of slides, tables of cells, running line numbers; real dumps where they are here."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_nlp import parse
from minutes_nlp.layout import lay_out
from minutes_nlp.layout.paragraphs.evidence import is_attribute, is_one_phrase, label_of
from minutes_nlp.model import BlockKind, FurnitureKind
from minutes_nlp.reading import read

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
FULL = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ"
LINE = FULL[:40]


def laid_out(text: str):
    return lay_out(read(text.encode(), "dump.txt"))


def strings(text: str) -> list[str]:
    return [(p.marker.string if p.marker else "") + p.text.string for p in laid_out(text).paragraphs]


def slides(*boxes: tuple[str, ...]) -> str:
    """A dumped slide with these boxes, blank lines between them, and the next one."""
    page = "\n\n".join("\n".join(box) for box in boxes)
    return f"{page}\f次の頁\n別の題\n\n体制の図\n\n以上\n"


# --- words over a line's end


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("伴走者の役割は支援に", "とどまらない"),
        ("中山間地域を有する町村", "及び離島の町村"),
        ("財源の確保を検討", "し、次の案を示す"),
        ("派遣と研修を行っ", "ている"),
        ("自治体における", "作業の手順"),
        ("町内で活躍して", "いる人の紹介"),
        ("住民のつながりを保つため、任期", "の終了後も集う"),
        ("専門知識・経験・人脈・", "ノウハウ"),
        ("若者を主な相手としつ", "つ、女性にも広げる"),  # a word of kana alone
        ("島の外の人を受け入れて", "港の仕事で活躍"),
        ("高校の卒業生を対象とした", "案内人の育成"),
        ("特定地域づくり事業", "協同組合"),  # a name of the lexicon
        ("町が連携して進めるＤ", "Ｘの取組"),
    ],
)
def test_a_phrase_goes_over_the_lines_end(before, after):
    assert is_one_phrase(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("施策の企画立案", "国及び地方公共団体は"),  # 国 is a suffix only beside another word
        ("共生ビジョンの策定", "圏域の将来像を書く"),
        ("豊かな暮らしを目指して", "みさき市の取組"),
        ("今後の進め方について", "事務局の案"),
        ("さて・・・", "次の話"),
        ("港の先生とは", "港の働き手が学校で教える取組"),
        ("有識者からの発表", "（テーマ）漁業の将来"),  # 発表（テーマ） is one noun for Sudachi
        ("④", "2018年度末までの値"),  # and ④2018 one number
    ],
)
def test_a_title_ends_at_its_line(before, after):
    assert not is_one_phrase(before, after)


def test_a_verb_before_a_noun_is_its_attribute():
    assert is_attribute("日用品を届ける", "移動販売車")
    assert not is_attribute("日用品の配達", "移動販売車")


def test_what_was_not_done_is_told_of_the_noun_that_follows():
    assert is_attribute("町ではできなかった", "柔軟な取組")
    assert not is_attribute("関係者と協働する", "多様な主体との連携")


def test_names_of_roles_in_brackets_count_as_one_label():
    assert label_of("（会長）次に") == label_of("（みさき委員）賛成") != label_of("（資料）次に")


# --- boxes of slides

BOX = ("外部の人材を募り、町の企画の", "力を強め、隊員の働きを具体化す", "ることで、思い違いを防ぐ。")
NAMES = ("みさき市 港町 12", "うしお町 浜通 34")


def test_lines_of_a_box_join_and_boxes_stay_apart():
    found = strings(slides(BOX, NAMES, ("募集の開始",), BOX))
    assert "".join(BOX) in found
    assert all(name in found for name in NAMES)
    assert "募集の開始" in found


def test_a_line_as_wide_as_its_box_goes_on_though_no_word_is_broken():
    box = ("買い物に困る人を助けるための", "見守りを兼ねる巡回の車を買物", "支援に使い、地域を回る。")
    assert "".join(box) in strings(slides(box, NAMES, ("募集",), NAMES))


def test_a_word_of_which_two_characters_are_left_goes_on():
    found = strings(slides(("特別交付税", "措置"), ("募集", "要項"), NAMES))
    assert "特別交付税措置" in found


def test_an_item_in_sentences_goes_on_over_a_blank_line():
    item = "○町は港の再生に向けて企業と協議会を設け、三年の間に新しい市場の整備、地域の漁業"
    found = strings(slides((item,), ("資源の管理を進める。",), ("予算額", "五百万円"), NAMES))
    assert item + "資源の管理を進める。" in found


def test_items_of_a_box_stay_apart_where_their_lines_are_full():
    box = ("・関係者の打合せに係る費用", "・起業支援の事業計画の作成", "に係る費用")
    assert strings(slides(box, NAMES, ("募集",), NAMES))[0] == box[0]


def test_a_clause_that_a_comma_ends_goes_on_over_a_blank_line():
    found = strings(slides(("働き方が広く浸透し、",), ("多くの町が拠点に前向き",), ("募集", "要項"), NAMES))
    assert "働き方が広く浸透し、多くの町が拠点に前向き" in found


def test_a_line_as_long_as_the_next_one_goes_on_where_that_is_known_to_be_broken():
    lines = (
        "島の酒の品評会での受賞や市場での高評価",
        "上昇に伴い、出荷が増え売上げが伸びると",
        "ともに、名が知られた。",
    )
    found = strings(slides(*((line,) for line in lines), ("募集", "要項"), ("様式", "案内"), NAMES))
    assert "".join(lines) in found
    title = ("＜港の町の令和三年度の取組の例（一案）＞", *lines[1:])
    assert title[0] in strings(slides(*((line,) for line in title), ("募集", "要項"), ("様式", "案内"), NAMES))


def test_a_long_item_goes_on_but_not_in_a_note_in_brackets():
    item = "・二地域に居住する人のための法の成立を踏まえて、町と県の自治体の二地域"
    assert item + "居住の取組に係る措置を創設【新規】" in strings(
        slides((item, "居住の取組に係る措置を創設【新規】"), NAMES, NAMES)
    )
    assert item in strings(slides((item, "（上限額は一団体あたり百万円までとする）"), NAMES, NAMES))


def test_an_item_in_a_verb_goes_on_in_the_name_that_it_tells_of():
    item = ("・退職した人の力も借りられるものとする", "「港の先生」を設ける【新規】")
    assert "".join(item) in strings(slides(item, NAMES, ("募集",), NAMES))


def test_a_line_as_wide_as_the_cells_around_it_goes_on():
    cells = [
        ("船で渡る人の運賃を補助", "する費用"),
        ("空き家のお試し住宅に要", "する費用"),
        ("網の繕いを学ぶ会合に要", "する費用"),
    ]
    cells.insert(2, ("移住を望む人たちへの職業", "紹介の実施"))
    assert "移住を望む人たちへの職業紹介の実施" in strings(slides(*cells, NAMES))


def test_a_long_sentence_or_item_without_its_end_goes_on_in_the_next_line():
    prose = ("町と県が役割を分け、互いに助け合うことにより、島の全体の暮らしを保つ", "「島の約束」を広める。")
    item = ("・高齢者の集いの場や放課後の学び舎など", "住民の暮らしを支える事業を行う。")
    found = strings(slides(prose, NAMES, item, NAMES))
    assert "".join(prose) in found
    assert "".join(item) in found


def test_a_name_in_another_language_is_a_line_of_its_own():
    box = ("・外国語を教える助手：52人", "Assistant Language Teacher", "学校で教える人の助手とし", "て働く")
    assert strings(slides(box, NAMES, ("募集",), NAMES))[:3] == [*box[:2], "".join(box[2:])]


def test_a_label_in_brackets_begins_a_line_of_its_own():
    box = ("［開館］平日の九時から五時までと土曜", "［休館］月曜と年末年始の六日間である")
    assert list(box) == strings(slides(box, NAMES, ("案内",), NAMES))[:2]


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("港での研修に要する費用、謝", "礼費、活動の旅費 等"),
        ("例）島の若者の集まりの", "開催の費用、会場費 等"),
        ("・小学校での学びの環境や通学の足の確保など、島の定住圏構想", "推進のための県の各課による支援"),
    ],
)
def test_a_line_of_a_cell_that_cuts_a_phrase_goes_on_over_a_blank_line(line, following):
    assert strings(slides((line,), (following,), NAMES, ("募集",), NAMES))[0] == line + following


def test_a_label_that_ends_in_a_particle_stands_alone():
    assert strings(slides(("島の若者へ",), ("旅費の助成",), NAMES, ("募集",), NAMES))[0] == "島の若者へ"


def test_names_in_quotation_marks_go_on():
    box = ("補助率の引上げの対象に従来の「港」", "「灯台」に加えて「若者の船」を追加")
    assert strings(slides(box, NAMES, ("募集",), NAMES))[0] == "".join(box)


def test_a_figure_with_its_label_and_year_is_a_line_of_its_own():
    cells = [("船で渡る人たちの運賃を補助", "する費用"), ("空き家へのお試し住宅に要", "する費用")]
    cells += [("移住を望む人たちの創業推進", "先生の創業割合 R6 46%"), ("網の繕いを学ぶ会合などに要", "する費用")]
    assert "先生の創業割合 R6 46%" in strings(slides(*cells, NAMES))


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("２ 水車の修繕の支援１ 渡し舟の運航", ["２ 水車の修繕の支援", "１ 渡し舟の運航"]),
        ("① 港を調べる段階 ③ 港を始める段階", ["①港を調べる段階", "③港を始める段階"]),
    ],
)
def test_titles_of_two_boxes_on_one_line_come_apart(line, titles):
    assert strings(slides((line,), BOX, NAMES, BOX))[:2] == titles


@pytest.mark.parametrize("line", ["２ 水車の修繕を３ 回行った年", "２ 水車の修繕の支援７ 渡し舟の運航", "① 12件 ② 9件"])
def test_a_figure_in_a_line_begins_no_title(line):
    assert strings(slides((line,), BOX, NAMES, BOX))[1] == "".join(BOX)


def test_a_lone_text_has_no_boxes():
    names = "潮田 さくらの\n磯部 みなと\n\n浜口 うみの\n渚 かいとう\n"
    assert strings(names) == ["潮田 さくらの", "磯部 みなと", "浜口 うみの", "渚 かいとう"]


# --- prose without a straight edge, and indents that were lost


def dump(*lines: str) -> str:
    return "".join(line + "\n\n" for line in lines)


def test_a_paragraph_whose_indent_was_lost_begins_after_a_full_line():
    whole, short, last = LINE, LINE[:39], "終わりである。"
    ended = LINE[:39] + "。"
    text = dump(whole, whole, last, short, whole, last, short, whole, last, short, ended, short, whole, last)
    assert strings(text)[-1] == short + whole + last
    assert strings(text)[-2] == short + ended


# --- line numbers


def numbered(*lines: str, first: int = 1) -> str:
    return "".join(f"{line}{number} \n\n" for number, line in enumerate(lines, first))


def values(text: str) -> list[list[int]]:
    return [[line.number for line in page if line.number] for page in laid_out(text).lines]


def test_a_count_that_starts_anew_on_a_page_is_followed():
    text = numbered(*[LINE] * 8) + numbered(*[LINE] * 7)
    assert values(text) == [[*range(1, 9), *range(1, 8)]]


def test_numbers_may_end_in_the_middle_of_a_page():
    text = numbered(*[LINE] * 6) + dump(*[LINE] * 20)
    assert values(text) == [[*range(1, 7)]]


def test_a_list_of_names_that_lost_numbers_is_taken_up_again():
    text = numbered(*[LINE] * 8) + "潮田\n  みさき大学教授 15 \n\n磯部\n  うみの大学教授 16 \n\n"
    assert values(text) == [[*range(1, 9), 15, 16]]


def test_a_footnote_that_ends_in_a_number_is_no_line_number():
    text = numbered(*[LINE] * 8) + "(1) 省庁「調査」（2018 年５月 21\n日公表）。\n"
    assert values(text) == [[*range(1, 9)]]


@pytest.mark.parametrize("ending", ["（2018", "5,232", "割合は 63.", "法律第 136", "「第２", "平成 2", "20"])
def test_a_number_glued_to_digits_is_cut_off_where_the_count_stands(ending):
    lines = [LINE, LINE, LINE[:30] + ending, "年の数である。", LINE, LINE]
    layout = laid_out(numbered(*lines, first=22))
    assert ending + "年の数である。" in "".join(p.text.string for p in layout.paragraphs)
    assert sum(piece.kind is FurnitureKind.LINE_NUMBER for piece in layout.furniture) == 6


# --- tables


def tables(text: str) -> list[list[list[str]]]:
    found = [p for p in laid_out(text).paragraphs if p.kind is BlockKind.TABLE]
    return [[[cell.string for cell in row] for row in p.rows] for p in found]


def test_lines_of_three_columns_in_tabs_are_rows_empty_cells_kept():
    assert tables("推移\n年度\t元年\t２年\n\t一般\t特別\n") == [[["年度", "元年", "２年"], ["", "一般", "特別"]]]


def test_a_label_before_a_tab_is_no_table():
    assert tables("日時\t令和６年５月８日\n場所\tみさき市役所\n出席者\t村井座長\n") == []


def test_a_markdown_table_is_rows_and_loses_no_bar():
    (found,) = laid_out("| 項目 | 値 |\n|---|---|\n| 人口 | 12 |\n").paragraphs
    assert [[cell.string for cell in row] for row in found.rows] == [["項目", "値"], ["人口", "12"]]
    assert found.text.string.count("|") == 9


def test_rows_of_values_are_cells_with_their_shares():
    text = "① 100件 (92%) 10件 (67%)\n\n② 9件 (8%) 5件 (33%)\n\n合計 109件 15件\n\n以上である。\n"
    assert tables(text) == [
        [["①", "100件 (92%)", "10件 (67%)"], ["②", "9件 (8%)", "5件 (33%)"], ["合計", "109件", "15件"]]
    ]


def test_cells_line_under_line_are_rows_where_a_number_runs():
    page = (
        "No. 指標\n2020年\n目標\n\n59\n\n大学と連携す\nる企業の数\n\n50％\n\n39.6％\n\n（2013年）\n[-]\n\n→\n44.6％\n\n"
        "①B\n\n60\n観光客数\n\n２倍\n\n（未設定） → － →\n\n6,441人\n（2016年）\n\n[100%]\n①A\n"
    )
    (rows,) = tables(page)
    assert rows[0] == ["No. 指標", "2020年", "目標"]
    assert rows[1][:3] == ["59", "大学と連携する企業の数", "50％"]
    assert rows[1][-3:] == ["→", "44.6％", "①B"]
    assert rows[2][:4] == ["60", "観光客数", "２倍", "（未設定） → － →"]


def test_an_arrow_in_a_table_answers_nobody():
    found = laid_out("1\n人口\n\n30人\n→\n\n28人\n→\n\n26人\n①B\n\n2\n世帯\n\n9\n→\n").paragraphs
    assert [p.kind for p in found] == [BlockKind.TABLE]


def test_a_list_of_counts_is_no_table_of_cells():
    assert tables("○農業 ４０名\n○林業 ４名\n\n○漁業 ２１名\n○観光 ９名\n\n○福祉 ８名\n○教育 ７名\n") == []


# --- real dumps


@pytest.mark.parametrize(("name", "least"), [("002", 0.99), ("003", 0.99)])
def test_joins_agree_with_hand_checked_decisions(name, least, monkeypatch):
    seed = next(SEEDS.glob(f"{name}_*.txt"), None)
    if seed is None:
        pytest.skip("the shared documents are not here")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    gold = pytest.importorskip("joins_gold")
    found = gold.score(parse(seed), list(gold.decisions(ROOT / "tests" / "gold" / f"joins-{name}.txt")))
    assert found.total >= 320
    assert found.accuracy >= least


def test_the_gold_holds_no_text():
    for path in (ROOT / "tests" / "gold").glob("joins-*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all(line.isascii() for line in lines)
