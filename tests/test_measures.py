"""Measures of decks and reports: names, kinds, costs, aims; and nothing of the sort elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from minutes_nlp.analysis.measures.budgets import Ledger, money_in, spent
from minutes_nlp.analysis.measures.indicators import indicators_in
from minutes_nlp.analysis.measures.kpi import with_tables
from minutes_nlp.document import Paragraph
from minutes_nlp.findings import BudgetStage, IndicatorKind, Measure, MeasureKind, MoneyBound
from minutes_nlp.model import BlockKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.text import Text

GOLD = Path(__file__).parent / "gold"
SHARED = Path(__file__).parents[2] / "shared"
DECK = """令和８年度 山里振興室 施策の概要

【新規】水車守り育成事業
R8当初予算額：1.5億円
対象：水車を持つ集落
・水車の守り手を二人一組で育てる研修を、県内の三つの谷で開催
⇒ 令和９年度末までに40組

【拡充】渡し舟の共同運航
R8当初予算額：６百万円（R7補正予算額：12百万円）
・隣り合う町が一つの時刻表で渡し舟を運航する場合に、船頭の人件費を支援（１団体当たり200万円を上限）
・実績はR6 17便、R7 23便

【継続】囲炉裏ばなしの録音
・語り部の話を録音し、学校で使える形にまとめる
"""
REPORT = """山里くらし研究会 報告書

第１章　現状と課題
・語り部の減少　録音された話はまだ少なく、語り部の数は減り続けている。
・渡し舟の赤字　運賃だけでは船頭を雇うことができない年が続いている。
・水車の傷み　守り手がいない水車が増えている（修繕に年３００万円）。

第２章　取り組むべき施策
・語り部の記録の継続　語り部の話を録音し、学校で使う（２４０万円）。令和９年度までに120件の収録を目標とする。
・渡し舟の時刻の統一　隣り合う町の時刻表を一つにまとめ、令和８年度から試行する。
・水車守りの養成　水車を持つ集落を対象に、守り手を育てる研修を開く（１，８００万円、１集落30万円を限度とする。）。
"""


def record(text, name="x.txt"):
    return make_record(text.encode(), name)


def measures(text):
    return record(text).measures


def costs(measure):
    return [(m.amount, m.fiscal_year, m.stage, m.per, m.bound) for m in measure.money]


# --- decks


def test_stamped_names_of_a_deck_are_its_measures_with_their_kinds():
    found = measures(DECK)
    assert [(m.name, m.kind) for m in found] == [
        ("水車守り育成事業", MeasureKind.NEW),
        ("渡し舟の共同運航", MeasureKind.EXPANDED),
        ("囲炉裏ばなしの録音", MeasureKind.CONTINUED),
    ]


def test_a_budget_has_its_year_and_stage_and_a_limit_is_told_apart():
    first, second, third = measures(DECK)
    assert costs(first) == [(150_000_000, 2026, BudgetStage.INITIAL, None, None)]
    assert costs(second) == [
        (6_000_000, 2026, BudgetStage.INITIAL, None, None),
        (12_000_000, 2025, BudgetStage.SUPPLEMENTARY, None, None),
        (2_000_000, None, None, "団体", MoneyBound.LIMIT),
    ]
    assert third.money == ()


def test_an_arrow_leads_to_a_target_and_a_year_before_a_figure_makes_an_actual_value():
    first, second, _ = measures(DECK)
    assert [(i.kind, i.value, i.unit, i.year) for i in first.indicators] == [(IndicatorKind.TARGET, 40, "組", 2027)]
    assert [(i.kind, i.value, i.year) for i in second.indicators] == [
        (IndicatorKind.ACTUAL, 17, 2024),
        (IndicatorKind.ACTUAL, 23, 2025),
    ]


def test_a_name_keeps_its_letters_and_loses_its_notice():
    text = DECK.replace("水車守り育成事業", "EV渡し舟導入事業NEW!")
    assert measures(text)[0].name == "EV渡し舟導入事業"


def test_the_group_is_that_of_the_field_and_the_description_leaves_fields_out():
    first = measures(DECK)[0]
    assert first.target == "水車を持つ集落"
    assert first.description.startswith("水車の守り手を")
    assert "予算" not in first.description


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("（対象：水車を持つ集落）", "水車を持つ集落"),
        ("対象者\n水車を持つ集落", "水車を持つ集落"),
        ("・水車を持つ集落を対象に、研修を開催", "水車を持つ集落"),
        ("・県で月１回 水車を持つ集落を対象とした研修を開催", "水車を持つ集落"),
        ("・対象は別に定める", None),
        ("（対象：128集落）", None),  # how many there are
        ("・水車の修繕に要する経費を対象に、町が支援", None),
        ("・人が減る場合を対象に追加", None),
        ("対象\n守り手の数 集め方 申込期間", None),  # heads of columns
    ],
)
def test_the_ways_to_print_the_group(line, group):
    assert measures(DECK.replace("対象：水車を持つ集落", line))[0].target == group


def test_all_spans_lead_to_what_was_printed():
    made = record(DECK)
    for measure in made.measures:
        pieces = [(measure.name, measure.spans), (measure.description, measure.description_spans)]
        pieces += [(m.text, m.spans) for m in measure.money] + [(i.text, i.spans) for i in measure.indicators]
        pieces += [(measure.target, measure.target_spans)] if measure.target else []
        for text, spans in pieces:
            source = "".join(made.source_text[start:end] for start, end in spans)
            assert re.sub(r"\s", "", source) == re.sub(r"\s", "", text)


def test_the_blocks_of_a_measure_hold_its_name_and_nothing_of_the_next():
    made = record(DECK)
    texts = {block.id: block.text for block in made.blocks}
    for measure, other in zip(made.measures, made.measures[1:], strict=False):
        told = "".join(texts[block] for block in measure.blocks)
        assert measure.name in told
        assert other.name not in told


LISTED = """令和７年度当初予算額 5.4（億円） 令和６年度補正予算額 3.1（億円）

１．水車守りの育成
【主な経費】水車守り研修交付金 2.3億円 ［令和６年度補正予算 3.1億円］

２．渡し舟の運航支援
【主な経費】渡し舟運航推進事業 1.6億円
時刻表統一調査費 0.2億円

３．語り部の記録の推進
【主な経費】語り部記録事業 5.6億円（文化府予算計上）

４．その他予算 1.3
"""


def test_costs_without_a_year_are_dated_by_the_total_that_they_complete():
    found = measures(LISTED)
    assert [m.name for m in found] == ["水車守りの育成", "渡し舟の運航支援", "語り部の記録の推進", "その他予算"]
    money = [m.money for m in found]
    assert {m.fiscal_year for moneys in money for m in moneys if m.stage is BudgetStage.INITIAL} == {2025}
    assert spent(money, 2025, BudgetStage.INITIAL) == 540_000_000
    assert spent(money, 2024, BudgetStage.SUPPLEMENTARY) == 310_000_000
    assert [m.elsewhere for m in found[2].money] == ["文化府"]
    assert [m.item for m in found[1].money] == ["渡し舟運航推進事業", "時刻表統一調査費"]


def test_costs_that_complete_no_total_stay_without_a_year():
    found = measures(LISTED.replace("その他予算 1.3", "その他予算 0.7"))
    assert {m.fiscal_year for measure in found for m in measure.money} == {None, 2024}


def test_whole_and_parts_are_not_added_up():
    text = LISTED.replace("渡し舟の運航支援\n", "渡し舟の運航支援 1.8\n")
    assert spent([m.money for m in measures(text)], 2025, BudgetStage.INITIAL) == 540_000_000
    assert [m.item for m in measures(text)[1].money] == [None, "渡し舟運航推進事業", "時刻表統一調査費"]


def test_a_share_of_a_larger_amount_is_no_cost_of_its_own():
    text = DECK.replace("R8当初予算額：1.5億円", "R8当初予算額：1.5億円の内数")
    first = measures(text)[0]
    assert [m.bound for m in first.money] == [MoneyBound.WITHIN]
    assert spent([first.money], 2026) == 0


def test_the_page_with_bare_names_and_their_figures():
    text = (
        LISTED
        + "\n山里の施策の全体像\n"
        + "・渡し舟仲間\n川を渡る町どうしで舟と船頭を融通し合う\nR6 31団体(過去最高)→R8目標 50団体\n\n"
        + "・水車の学校\n水車の守り方を次の世代に伝えるための研修\nR5 約1,200人\n\n"
        + "・語り部の会\n囲炉裏ばなしを学校や宿で語る人を登録し紹介\nR6 専任12人 兼任45人\n"
    )
    by_name = {m.name: [(i.kind.value, i.value, i.year) for i in m.indicators] for m in measures(text)}
    assert by_name["渡し舟仲間"] == [("actual", 31, 2024), ("target", 50, 2026)]
    assert by_name["水車の学校"] == [("actual", 1200, 2023)]


# --- reports


def test_run_in_names_of_chapters_that_hold_measures_and_not_of_those_on_the_situation():
    found = measures(REPORT)
    assert [m.name for m in found] == ["語り部の記録の継続", "渡し舟の時刻の統一", "水車守りの養成"]
    assert [len(m.blocks) for m in found] == [1, 1, 1]


def test_an_amount_alone_in_its_bracket_is_the_cost_and_a_limit_is_none():
    first, _, third = measures(REPORT)
    assert [(m.amount, m.bound) for m in first.money] == [(2_400_000, None)]
    assert [(m.amount, m.per, m.bound) for m in third.money] == [
        (18_000_000, None, None),
        (300_000, "集落", MoneyBound.LIMIT),
    ]
    assert third.target == "水車を持つ集落"


def test_a_figure_with_its_year_and_an_aim_is_a_target():
    first = measures(REPORT)[0]
    assert [(i.kind, i.value, i.unit, i.year) for i in first.indicators] == [(IndicatorKind.TARGET, 120, "件", 2027)]


def test_what_has_a_year_and_is_still_to_be_done_is_a_target_and_what_was_done_is_none():
    second = measures(REPORT.replace("令和８年度から試行する", "令和８年度に２路線で試行する"))[1]
    assert [(i.kind, i.value, i.year) for i in second.indicators] == [(IndicatorKind.TARGET, 2, 2026)]
    second = measures(REPORT.replace("令和８年度から試行する", "令和６年度は２路線で試行した"))[1]
    assert [(i.kind, i.value, i.year) for i in second.indicators] == [(IndicatorKind.ACTUAL, 2, 2024)]


def test_the_lowest_headings_of_a_chapter_of_measures_name_them_where_nothing_runs_in():
    text = (
        "山里くらし研究会 報告書\n\nⅠ．現状と課題\n１．語り部の記録の推進\n録音された話はまだ少ない。\n\n"
        "Ⅱ．取り組むべき施策\n１．川の暮らし\n（１）渡し舟の時刻の統一\n隣り合う町の時刻表を一つにまとめる。\n"
        "（２）水車守り学校\n守り手を育てる研修を開く。\n\nⅢ．おわりに\n１．謝辞の作成\nここに記して感謝する。\n"
    )
    assert [m.name for m in measures(text)] == ["渡し舟の時刻の統一", "水車守り学校"]


@pytest.mark.parametrize("form", ["・{}：{}", "・【{}】{}", "○　{}　{}"])
def test_other_ways_to_run_a_name_into_its_text(form):
    told = (
        ("渡し舟の時刻の統一", "隣り合う町の時刻表を一つにまとめ、広く知らせる。"),
        ("水車守りの養成", "水車を持つ集落のために、守り手を育てる研修を開く。"),
        ("語り部の記録事業", "語り部の話を録音し、学校や図書館で使えるようにする。"),
        ("舟着場の屋根", "三つの舟着場に屋根を掛け、雨の日も待てるようにする。"),
    )
    text = "山里くらし研究会 報告書\n\n第１章　取り組むべき施策\n" + "\n".join(form.format(*item) for item in told)
    names = [name for name, _ in told]
    assert [m.name for m in measures(text)] == (names if form.startswith("○") else names[:3])


def test_marked_names_above_their_text_in_a_chapter_of_measures():
    text = (
        "山里くらし研究会 報告書\n\n第１章　現状\n○渡し舟の減便の実施\n　便は毎年減っている。\n\n"
        "第２章　取り組むべき施策\n○渡し舟の時刻の統一\n　隣り合う町の時刻表を一つにまとめる。\n"
        "○水車守りの養成\n　守り手を育てる研修を開く。\n"
    )
    assert [m.name for m in measures(text)] == ["渡し舟の時刻の統一", "水車守りの養成"]


@pytest.mark.parametrize("label", ["（施策{}）", "施策{}：", "【取組{}】"])
def test_numbered_labels_of_measures_are_no_part_of_the_name(label):
    text = REPORT
    for number, name in enumerate(("語り部の記録", "渡し舟の時刻", "水車守りの養成"), 1):
        text = text.replace(f"・{name}", label.format(number) + name)
    assert [m.name for m in measures(text)] == ["語り部の記録の継続", "渡し舟の時刻の統一", "水車守りの養成"]


MINUTES = (
    "山里審議会（第４回） 議事概要\n○日時\n令和７年４月３日\n○出席者\n・構成員\n桐山座長\n【議事概要】\n"
    "○ 水車守り育成事業の予算は足りるのか。目標の40組は多い。\n→ R8当初予算額：1.5億円である旨事務局より回答。\n"
)
MEMBERS = "山里の会 会員名簿\n氏名　所属\n桐山　水車守り育成事業推進室\n深見　渡し舟運航支援課\n"
RULES = "山里条例\n第１条　この条例は、水車の保存の推進を目的とする。\n第２条　町は、渡し舟の運航を支援する。\n"


@pytest.mark.parametrize("text", [MINUTES, MEMBERS, RULES])
def test_minutes_lists_and_rules_hold_no_measures(text):
    assert measures(text) == ()


# --- tables of indicators


def _table(*rows):
    cells = tuple(tuple(Text.of(cell) for cell in row) for row in rows)
    return Paragraph(BlockKind.TABLE, Text(), rows=cells)


@pytest.fixture
def two():
    names = ("語り部の記録の継続", "渡し舟の時刻の統一")
    telling = "語り部の話の収録件数を毎年確かめる。", "隣り合う町の時刻表を一つにまとめる。"
    return tuple(
        Measure(f"m{i}", name, ((0, 1),), description=text, blocks=(f"b{i}",))
        for i, (name, text) in enumerate(zip(names, telling, strict=True), 1)
    )


def test_a_row_gives_its_values_to_the_one_measure_that_tells_of_it(two):
    table = _table(
        ("指標", "現状（令和６年度）", "目標（年度）"),
        ("語り部の話の収録件数", "68件", "150件（Ｒ９）"),
        ("空き家の登録", "３件", "５件（Ｒ９）"),
    )
    first, second = with_tables(two, [table])
    assert [(i.kind, i.value, i.year) for i in first.indicators] == [
        (IndicatorKind.ACTUAL, 68, 2024),
        (IndicatorKind.TARGET, 150, 2027),
    ]
    assert second.indicators == ()


def test_the_rest_of_a_table_on_the_next_page_keeps_its_head(two):
    tables = [_table(("指標", "現状", "目標（令和９年度）")), _table(("語り部の話の収録件数", "68件", "150件"))]
    first, _ = with_tables(two, tables)
    assert [(i.kind, i.value, i.year) for i in first.indicators] == [
        (IndicatorKind.ACTUAL, 68, None),
        (IndicatorKind.TARGET, 150, 2027),
    ]
    assert first.blocks == ("b1", "b2")


def test_years_as_heads_of_columns_are_those_of_the_values(two):
    table = _table(("指標", "Ｒ５", "Ｒ６", "Ｒ９目標"), ("語り部の話の収録件数", "61件", "68件", "150件"))
    first, _ = with_tables(two, [table])
    assert [(i.kind, i.value, i.year) for i in first.indicators] == [
        (IndicatorKind.ACTUAL, 61, 2023),
        (IndicatorKind.ACTUAL, 68, 2024),
        (IndicatorKind.TARGET, 150, 2027),
    ]


def test_a_table_without_a_column_of_targets_gives_nothing(two):
    table = _table(("地域", "回答数", "割合"), ("語り部の話の収録件数", "68件", "15％"))
    assert with_tables(two, [table]) == two


def test_the_parts_of_a_limit_and_what_is_listed_with_it_are_limits_too():
    line = "・守り手の活動に要する経費：520万円／人を上限（報償費等：320万円、その他の経費：200万円）"
    found = money_in(Text(line), Ledger())[0]
    assert [(m.amount, m.per, m.bound) for m in found] == [
        (5_200_000, "人", MoneyBound.LIMIT),
        (3_200_000, "人", MoneyBound.LIMIT),
        (2_000_000, "人", MoneyBound.LIMIT),
    ]
    listed = money_in(Text("１人あたりの上限額 専任 485万円、兼任 40万円"), Ledger())[0]
    assert [(m.amount, m.bound) for m in listed] == [(4_850_000, MoneyBound.LIMIT), (400_000, MoneyBound.LIMIT)]


def test_a_line_in_brackets_below_a_limit_gives_its_parts():
    first, ledger = money_in(Text("① 守り手の活動に要する経費：守り手１人あたり480万円上限"), Ledger())
    below, _ = money_in(Text("（報償費等280万円、その他の経費（活動旅費、道具の費用など）200万円）"), ledger)
    assert [(m.amount, m.bound) for m in (*first, *below)] == [
        (amount, MoneyBound.LIMIT) for amount in (4_800_000, 2_800_000, 2_000_000)
    ]
    assert money_in(Text("（修繕に年３００万円かかる谷もある。）"), Ledger())[0] == ()


def test_a_budget_of_nothing_is_an_amount_and_a_sentence_dates_no_grant():
    found, _ = money_in(Text("（R４当初予算額：０百万円）背景"), Ledger())
    assert [(m.amount, m.fiscal_year) for m in found] == [(0, 2022)]
    _, ledger = money_in(Text("令和４年度には七つの谷が使った（特別交付税）。"), Ledger())
    assert money_in(Text("・650万円/人を上限に措置"), ledger)[0][0].fiscal_year is None
    _, ledger = money_in(Text("＜特別交付税措置：R6＞"), Ledger())
    assert money_in(Text("・650万円/人を上限に措置"), ledger)[0][0].fiscal_year == 2024


def test_what_stands_below_the_title_of_a_part_is_no_other_measure():
    text = DECK.replace(
        "対象：水車を持つ集落\n", "## 補助対象\n\n水車の調べに要する経費（上限２，０００万円）\n\n## 補助率\n\n"
    )
    assert [(m.amount, m.bound) for m in measures(text)[0].money][1:] == [(20_000_000, MoneyBound.LIMIT)]


def test_what_was_done_so_far_counts_with_a_particle_too():
    (found,) = indicators_in(Text("これまでに64の団体が策定（平成26年度～令和3年度）"))
    assert (found.kind, found.value, found.unit) == (IndicatorKind.ACTUAL, 64, "団体")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("(モデル事業 30団体(H30)、44団体(R1))", [(30, 2018), (44, 2019)]),  # the year right behind
        (
            "守り手（438名）、船頭（25名（組を含む）） （令和4年4月1日現在 計463名）",
            [(438, 2022), (25, 2022), (463, 2022)],
        ),
        ("会を設立済みの県は18団体", [(18, None)]),
        ("活用している団体は100団体程度に留まる（令和3年度調査）", []),
        ("（一社）全国水車連盟の調査（令和4年度調査）", []),
        ("令和４年度の同事業において、１０４団体が出展", [(104, 2022)]),
    ],
)
def test_actual_values_and_the_years_that_are_theirs(line, found):
    assert [(i.value, i.year) for i in indicators_in(Text(line))] == found


def test_a_value_that_is_printed_twice_counts_once():
    (first, *_) = measures(DECK.replace("40組\n", "40組\n・組の数を令和９年度末までに40組とする\n"))
    assert [i.value for i in first.indicators] == [40]


def test_what_is_added_to_a_limit_is_a_limit():
    moneys, _ = money_in(Text("専門の人を招く（＋500万円）"), Ledger())
    assert [(m.amount, m.bound) for m in moneys] == [(5_000_000, MoneyBound.LIMIT)]


def test_a_name_itself_may_tell_the_kind():
    text = DECK.replace("【拡充】渡し舟の共同運航", "渡し舟の共同運航の拡充").replace("【継続】", "")
    assert [m.kind for m in measures(text)] == [MeasureKind.NEW, MeasureKind.EXPANDED]


# --- pages of decks whose boxes come in any order

GRANT = (
    "山里交付金 R8予算額：８．０億円\n（R7予算額：８．０億円）\n\n"
    "○ 語り部が学校で話し、話を残す取組に対して補助\n\n・録音の機器\n\n"
    "○ 令和８年度予算額 3.0億円（令和７年度予算額3.0億円）\n\n"
    "○ 傷んだ水車を直し、粉を挽く取組に対して補助\n\n※ 上限は 1,500万円\n\n"
    "○ 令和８年度予算額 5.0億円（令和７年度予算額5.0億円）\n\n"
    "①山里水車再生事業\n\n②山里語り部派遣事業\n"
)
OTHERS = "渡し舟の概要\n・隣の町と運航\nR8予算額：１．０億円\n\f宿の整備の支援\n・宿を直す\nR8予算額：２．０億円\n\f"


def test_parts_of_a_grant_have_the_texts_that_speak_of_them_with_their_costs():
    found = {m.name: m for m in measures(f"{OTHERS}{GRANT}")}
    assert {name: sorted({m.amount for m in found[name].money if not m.bound}) for name in list(found)[-3:]} == {
        "山里交付金": [800_000_000],
        "山里水車再生事業": [500_000_000],
        "山里語り部派遣事業": [300_000_000],
    }
    assert found["山里水車再生事業"].description.startswith("傷んだ水車")


def test_parts_of_a_grant_stay_with_it_where_their_words_tell_nothing():
    found = [m.name for m in measures(f"{OTHERS}{GRANT.replace('水車', '会').replace('語り部', '者')}")]
    assert "山里語り部派遣事業" not in found


def test_the_last_of_numbered_names_is_one_though_its_text_stands_elsewhere():
    page = "山里の三つの取組\n\nR8予算額：３．０億円\n・三つの取組を一つの窓口で支える\n\n"
    page += "１．舟の運航の支援\n・船頭を雇う\n・隣の町と時刻を合わせて舟を運航する\n"
    page += "２．宿の整備の支援\n・古い家を直して旅の人を泊める宿とする\n３．{}\n"
    assert [m.name for m in measures(OTHERS + page.format("道の手入れの支援"))][-1] == "道の手入れの支援"
    assert [m.name for m in measures(OTHERS + page.format("問い合わせ"))][-1] == "宿の整備の支援"


def test_what_stands_under_the_title_of_a_part_below_other_names_is_the_first_names():
    text = (
        "山里振興室 施策の資料\n\n山里の語り部の派遣の拡充\n\n- 派遣の上限を引き上げる（1人あたり45万円⇒48万円）\n\n"
        "山里の語り部の活動のイメージ\n\n■ 会の見直し\n\n- 会を見直す\n\n"
        "□ 話の録音の実施\n\n- 語り部の話を録音して学校で使えるようにする\n\n"
        "交付税措置\n\n- 録音の機器の購入\n\n上限額 1人あたり 50万円\n\n"
        + "".join(f"{name}事業\n\n- R8当初予算額：1.5億円\n\n" for name in ("水車", "渡し舟", "炭焼き"))
    )
    found = {m.name: [x.amount for x in m.money] for m in measures(text)}
    assert found["山里の語り部の派遣の拡充"] == [450_000, 480_000, 500_000]
    assert found["話の録音の実施"] == []


# --- the real decks, where they are at hand


def _gold(number):
    for line in (GOLD / f"measures-{number}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            at, needed, kind, money, figures = (cell.strip() for cell in (line + " |").split("|")[:5])
            yield int(at), needed == "!", kind, money.split(), figures.split()


def _read(number):
    files = list(SHARED.glob(f"seeds/{number}_*.txt"))
    if not files:
        pytest.skip("the shared documents are not here")
    made = make_record(files[0].read_bytes(), files[0].name)
    blocks = {block.id: block for block in made.blocks}
    found = {}
    for measure in made.measures:
        at = measure.spans[0][0]
        block = next(blocks[b] for b in measure.blocks if blocks[b].spans[0][0] <= at < blocks[b].spans[-1][1])
        start = (block.marker_spans or block.spans)[0][0]
        found[made.source_text.count("\n", 0, start) + 1] = measure
    return found


# precision and recall of name lines that are held
@pytest.mark.parametrize(
    ("number", "precision", "recall"), [("001", 0.95, 0.95), ("003", 0.98, 0.98), ("004", 0.95, 0.98)]
)
def test_the_real_decks_measures_are_those_that_a_person_lists(number, precision, recall):
    found, gold = _read(number), list(_gold(number))
    needed = {at for at, need, *_ in gold if need}
    hits = len(needed & set(found))
    assert hits / (len(set(found) - {at for at, need, *_ in gold if not need}) or 1) >= precision
    assert hits / len(needed) >= recall


def test_the_budget_page_of_seed_004_adds_up_to_its_printed_totals():
    money = [measure.money for measure in _read("004").values()]
    assert spent(money, 2025, BudgetStage.INITIAL) == 2_210_000_000
    assert spent(money, 2024, BudgetStage.SUPPLEMENTARY) == 2_890_000_000


def test_every_amount_and_figure_of_seed_004_is_exact():
    found = _read("004")
    for at, needed, _, money, figures in _gold("004"):
        if needed:
            assert Counter(map(_money, found[at].money)) == Counter(money)
            assert Counter(map(_figure, found[at].indicators)) == Counter(figures)


# share of the amounts that a person reads there, in yen and of their year, for the measures that are found
@pytest.mark.parametrize(("number", "least"), [("001", 1.0), ("003", 1.0)])
def test_the_amounts_of_the_other_decks_are_found(number, least):
    found = _read(number)
    gold = {at: Counter(_undressed(cell) for cell in money) for at, _, _, money, _ in _gold(number) if at in found}
    got = {at: Counter(_undressed(_money(m)) for m in found[at].money) for at in gold}
    assert sum((got[at] & gold[at]).total() for at in gold) >= least * sum(cells.total() for cells in gold.values())


def _undressed(cell):
    """An amount and its year alone: 5600000/人, 248000000@2024i."""
    amount, _, year = cell.split("/")[0].rstrip("is~").partition("@")
    return int(amount), year or "None"


def _money(money):
    stage = {BudgetStage.INITIAL: "i", BudgetStage.SUPPLEMENTARY: "s", None: ""}[money.stage]
    return f"{money.amount}@{money.fiscal_year}{stage}{'~' if money.elsewhere else ''}"


def _figure(indicator):
    return f"{'>' if indicator.kind is IndicatorKind.TARGET else ''}{indicator.value:.0f}@{indicator.year}"
