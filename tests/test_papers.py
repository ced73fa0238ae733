"""Papers that staff hand on: every cell has its source, no name and no formula gets in, and nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from test_cli import status

from minutes_nlp.errors import SettingsError, SourceError
from minutes_nlp.output.cells import is_formula
from minutes_nlp.output.delimited import csv_text
from minutes_nlp.output.sheets import Column, Sheet, Table, write_table
from minutes_nlp.output.word import fill_word
from minutes_nlp.output.writing import TEMPLATES, render
from minutes_nlp.papers.cards import CardGroup, card_paper
from minutes_nlp.papers.citing import Source
from minutes_nlp.papers.issues import _meetings
from minutes_nlp.papers.making import PAPERS, make_paper
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Exchange, Sitting
from minutes_nlp.papers.summary import summary_paper
from minutes_nlp.pipeline import make_record
from minutes_nlp.resources import resource
from minutes_nlp.wording import day_told

TODAY = date(2024, 6, 9)
HEAD = (
    "里山のくらし研究会（第{number}回） 議事概要\n○日時\n令和６年{month}月１０日 10:00～12:00\n○場所\n西庁舎 講堂\n"
    "○出席者\n・構成員\n桐山　樹　里山大学教授\n朝霧　梢　水車保存会代表\n・事務局\n早乙女課長\n"
    "○議題\n１　水車の守り手について\n【議事概要】\n"
)
TALK = (
    "【桐山座長】\n水車の守り手が足りないのではないか。朝霧構成員が言われたように、地域おこし協力隊の研修を増やしてほしい。\n"
    "【早乙女課長】\n来年度は研修の回数を年６回に増やしたいと考えている。\n"
    "【朝霧構成員】\n渡し舟の便数を戻すことはできないか。朝霧梢として申し上げると、森林委員会の高橋委員や佐々木さんも同じ意見である。\n"
    "【早乙女課長】\n渡し舟については、次回までに船頭と相談したい。\n"
    "【桐山座長】\n囲炉裏を囲む集いは続けるべきではないか。\n"
)
NAMES = ("桐山", "朝霧", "早乙女", "高橋", "佐々木", "梢")


def made(number=4, month=4, talk=TALK):
    text = HEAD.format(number=number, month=month) + talk
    return make_record(text.encode(), f"第{number}回.txt")


@pytest.fixture(scope="module")
def record():
    return made()


def paper(records, kind, target, **options):
    given = {name: options.pop(name) for name in ("since", "topics", "hide_names") if name in options}
    return make_paper(kind, Material(records, today=TODAY, **given), target, **options)


def table(path, name):
    """The head and the rows of a sheet, as dictionaries."""
    sheet = openpyxl.load_workbook(path)[name]
    head = [cell.value for cell in sheet[3]]
    return sheet, [dict(zip(head, [cell.value for cell in cells], strict=True)) for cells in sheet.iter_rows(min_row=4)]


def everything(path):
    """All that is printed in a file, its head and foot too."""
    if path.suffix == ".docx":
        document = Document(str(path))
        return "\n".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    if path.suffix == ".xlsx":
        cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row)
        return "\n".join(str(cell.value) for cell in cells if cell.value is not None)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 5, 8), "令和6年5月8日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1926, 12, 24), "1926年12月24日"),
    ],
)
def test_days_are_counted_by_eras(day, said):
    assert day_told(day) == said


# --- 対応表


def test_each_remark_has_a_row_with_its_reply_promise_and_places(record, tmp_path):
    paper([record], "responses", tmp_path / "対応表.xlsx")
    _, rows = table(tmp_path / "対応表.xlsx", "対応表")
    asked = next(one for one in rows if "渡し舟" in one["原文"])
    assert asked["回"] == "第4回"
    assert asked["発言者"] == "朝霧構成員"
    assert asked["担当"] == "早乙女課長"
    assert "船頭と相談したい" in asked["回答"]
    assert asked["約束"].startswith("【検討する】") or asked["約束"].startswith("【実施する】")
    lines = made().source_text.split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("渡し舟の便数"))
    assert asked["出典"].split("\n") == ["第4回.txt", f"1頁{line}行", f"回答 1頁{line + 2}行"]
    left = next(one for one in rows if "囲炉裏" in one["原文"])
    assert (left["回答"], left["対応状況"]) == (None, "回答の記載なし")


def test_the_sheet_is_ready_for_the_screen_and_for_paper(record, tmp_path):
    paper([record], "responses", tmp_path / "対応表.xlsx")
    sheet, rows = table(tmp_path / "対応表.xlsx", "対応表")
    assert sheet["A1"].value == "里山のくらし研究会（第4回） 対応表"
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == f"A3:L{3 + len(rows)}"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        8,
        0,
    )
    assert sheet.oddFooter.center.text == "&P / &N 頁"
    assert not sheet.merged_cells.ranges
    assert all(cell.alignment.wrap_text for cell in sheet[4])


def test_the_data_file_keeps_the_rules_for_machines(record, tmp_path):
    files = paper([record], "responses", tmp_path / "対応表.xlsx")
    data = files[1].read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert len(head) == len(set(head))
    assert {len(row) for row in rows} == {len(head)}
    assert not any("\n" in value for row in rows for value in row)
    first = dict(zip(head, rows[0], strict=True))
    assert (first["開催日"], first["回"], first["資料番号"]) == ("2024-04-10", "4", record.id)
    assert first["発言ページ"] == "1"


def test_a_reply_with_two_promises_gives_two_rows_of_data_and_one_for_people(tmp_path):
    reply = "→ 部材の調達は次回までに調べたい。来年度に修理を行いたい旨事務局より回答。\n"
    one = made(talk=f"○ 水車を直せないか。\n{reply}○ 夜市は楽しい。\n")
    assert len(one.utterances[1].commitments) == 2
    files = paper([one], "responses", tmp_path / "対応表.xlsx")
    rows = list(csv.DictReader(io.StringIO(files[1].read_text(encoding="utf-8-sig"))))
    assert [row["番号"] for row in rows] == ["1", "1", "2"]
    assert len({row["約束"] for row in rows[:2]}) == 2
    assert len(table(files[0], "対応表")[1]) == 2


def test_a_text_too_long_for_a_row_goes_on_in_the_next_and_loses_nothing(tmp_path):
    text = "".join(f"水車の羽根は{n}枚ある。" for n in range(300))
    layout = Sheet("表", (Column("n", "No.", 5), Column("text", "原文", 40, long=True)))
    write_table(Table("題", "", [{"n": 1, "text": text}, {"n": 2, "text": "短い"}]), layout, tmp_path / "x.xlsx")
    sheet, rows = table(tmp_path / "x.xlsx", "表")
    assert "".join(row["原文"] for row in rows if row["No."] == 1) == text
    assert rows[-1] == {"No.": 2, "原文": "短い"}
    assert len(rows) > 2
    assert all(sheet.row_dimensions[n].height < 409.5 for n in range(4, 4 + len(rows)))


def test_an_optional_column_is_there_when_a_row_needs_it(tmp_path):
    layout = Sheet("表", (Column("a", "A", 9), Column("b", "B", 9, optional=True), Column("c", "C", 9)))
    for value, heads in (("", ["A", "C"]), ("後", ["A", "B", "C"])):
        rows = [{"a": 1, "b": "", "c": 2}, {"a": 1, "b": value, "c": 2}]
        write_table(Table("題", "", rows), layout, tmp_path / "x.xlsx")
        assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "x.xlsx")["表"][3]] == heads


# --- 数式


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", " =", "\r="])
def test_no_text_becomes_a_formula(sign, tmp_path):
    text = f"{sign}HYPERLINK(1)"
    layout = Sheet("表", (Column("a", "A", 20), Column("b", "B", 20, long=True)))
    write_table(Table(text, text, [{"a": text, "b": text}]), layout, tmp_path / "x.xlsx")
    sheet, _ = table(tmp_path / "x.xlsx", "表")
    for cell in (sheet["A1"], sheet["A2"], sheet["A4"], sheet["B4"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    value = next(csv.reader(io.StringIO(csv_text({"a": "見出し"}, [{"a": text}]).split("\r\n", 1)[1])))[0]
    assert value.startswith("'") or not is_formula(value)


def test_numbers_and_days_stay_what_they_are(tmp_path):
    layout = Sheet("表", (Column("a", "A", 20), Column("b", "B", 20)))
    write_table(Table("題", "", [{"a": -5, "b": TODAY}]), layout, tmp_path / "x.xlsx")
    sheet, _ = table(tmp_path / "x.xlsx", "表")
    assert (sheet["A4"].value, sheet["B4"].value.date(), sheet["B4"].number_format) == (
        -5,
        TODAY,
        '[$-411]ggge"年"m"月"d"日"',
    )
    assert csv_text({"a": "A", "b": "B"}, [{"a": -5, "b": TODAY}]) == "A,B\r\n-5,2024-06-09\r\n"


# --- 宿題管理表


def test_each_promise_has_its_age_its_origin_and_its_place(record, tmp_path):
    paper([record], "promises", tmp_path / "宿題.xlsx")
    _, rows = table(tmp_path / "宿題.xlsx", "宿題管理表")
    one = next(row for row in rows if "船頭" in row["約束の内容"])
    assert one["経過日数"] == (TODAY - date(2024, 4, 10)).days
    assert one["期限"].startswith("次回")
    assert "渡し舟" in one["発端の発言"]
    assert one["その後の資料"] == "後の資料なし"
    assert re.fullmatch(r"第4回\.txt\n1頁\d+(?:～\d+)?行", one["出典"])
    assert one["備考"] is None


def test_a_later_meeting_is_looked_through(tmp_path):
    later = made(5, 6, "○ 夜市の日取りを決められないか。\n→ 夜市は七月に開く旨事務局より回答。\n")
    paper([made(), later], "promises", tmp_path / "宿題.xlsx")
    _, rows = table(tmp_path / "宿題.xlsx", "宿題管理表")
    assert {row["その後の資料"] for row in rows if row["回"] == "第4回"} == {"後の資料に見当たらず"}


def test_what_a_later_report_holds_is_cited_by_that_report(record, tmp_path):
    deck = (
        "令和７年度 里山の重点施策\n\n【新規】渡し舟の便数を戻す事業\nR7当初予算額：3百万円\n"
        "・渡し舟の便数を戻すため、船頭と相談して渡し舟の船頭を２名任用\n⇒ 目標：渡し舟６便\n\n"
        "【拡充】地域おこし協力隊の研修\nR7当初予算額：2百万円\n・隊員の研修を年６回に増やす\n⇒ 目標：８人\n"
    )
    paper([record, make_record(deck.encode(), "重点施策.txt")], "responses", tmp_path / "対応表.xlsx")
    _, rows = table(tmp_path / "対応表.xlsx", "対応表")
    asked = next(one for one in rows if "渡し舟" in one["原文"])
    assert "（重点施策.txt 1頁3行）" in asked["その後の資料（候補）"]


def test_a_paper_about_several_councils_names_them_beside_the_meeting(tmp_path):
    text = HEAD.format(number=2, month=5).replace("里山のくらし研究会", "港のしごと研究会") + TALK
    paper([made(), make_record(text.encode(), "港.txt")], "responses", tmp_path / "対応表.xlsx")
    _, rows = table(tmp_path / "対応表.xlsx", "対応表")
    assert {(row["会議名"], row["回"]) for row in rows} == {
        ("里山のくらし研究会", "第4回"),
        ("港のしごと研究会", "第2回"),
    }
    paper([made()], "responses", tmp_path / "対応表.xlsx")
    assert "会議名" not in table(tmp_path / "対応表.xlsx", "対応表")[1][0]


def test_an_issue_tells_its_meetings_in_order_and_of_several_councils_their_names():
    def at(council, number):
        sitting = Sitting(council, number, None, "a.txt")
        return Exchange("r", "u1", sitting, "", "", "", (), "", "", Source("a"), "", ())

    one, two = (at("甲会議", 5), at("甲会議", 3), at("甲会議", 5)), (at("甲会議", 5), at("乙会議", 5), at("乙会議", 6))
    assert _meetings(one, named=False) == "第3・5回"
    assert _meetings(one, named=True) == "甲会議 第3・5回"
    assert _meetings(two, named=True) == "甲会議 第5回\n乙会議 第5・6回"


def test_many_cards_stand_by_field_and_few_in_the_order_of_the_meeting():
    few = card_paper(Material([made()]))
    assert [group.label for group in few.groups] == [""]
    asked = (
        "○ 移動販売の車を増やせないか、{}番目の集落でも声がある。\n→ 増やしたい旨事務局より回答。\n"
        "○ 地域おこし協力隊の{}人目はどうか。\n→ 迎えたい旨事務局より回答。\n"
    )
    many = card_paper(Material([made(talk="".join(asked.format(n, n) for n in range(45)))]))
    assert len(many.groups) > 1
    numbers = [card.number for group in many.groups for card in group.cards]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(card.exchange.topics[0] == group.label for group in many.groups[:1] for card in group.cards)
    first = many.groups[0].cards
    assert CardGroup("", first[:1]).numbers == str(first[0].number)
    assert CardGroup("", first).numbers == f"{first[0].number}～{first[-1].number}"


# --- 氏名


@pytest.mark.parametrize(("kind", "suffix"), [(kind, one) for kind, paper in PAPERS.items() for one in paper.formats])
def test_hidden_names_are_in_no_paper(kind, suffix, record, tmp_path):
    for hide in (False, True):
        files = paper([record], kind, tmp_path / f"{hide}.{suffix}", hide_names=hide)
        for file in files:
            found = [name for name in NAMES if name in everything(file)]
            assert bool(found) is not hide, (file, found)


def test_what_is_left_of_a_name_is_its_role_and_other_words_stay(record, tmp_path):
    paper([record], "responses", tmp_path / "x.xlsx", hide_names=True)
    _, rows = table(tmp_path / "x.xlsx", "対応表")
    asked = next(one for one in rows if "渡し舟" in one["原文"])
    assert (asked["発言者"], asked["担当"]) == ("構成員", "事務局")
    assert "構成員として申し上げると、森林委員会の委員や（氏名）さんも同じ意見である。" in asked["原文"]


# --- 様式


def test_what_a_document_says_is_never_carried_out_and_stays_as_it_is(tmp_path):
    said = "{{ 7 * 7 }} {% for %} <w:p/> & <script>alert(1)</script>\x0bを見たか。"
    record = made()
    first = replace(record.utterances[0], text=said)
    bad = replace(record, utterances=(first, *record.utterances[1:]), title="{{ 1 }}")
    paper([bad], "cards", tmp_path / "x.docx")
    assert "{{ 7 * 7 }} {% for %} <w:p/> & <script>alert(1)</script> を見たか。" in everything(tmp_path / "x.docx")
    page = render(resource(*TEMPLATES, "news.html"), {"paper": news_of("<script>x</script>")})
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def news_of(title):
    return SimpleNamespace(title=title, about="", meetings=(), watched=(), promises=(), undated=(), documents=())


def test_markdown_signs_in_a_text_are_no_markdown(tmp_path):
    template = tmp_path / "x.md"
    template.write_text("# {{ a }}\n{{ b }}\n", encoding="utf-8")
    assert (
        render(template, {"a": "*強調*_下_|", "b": "- 項目\n# 見出し"})
        == "# \\*強調\\*\\_下\\_\\|\n\\- 項目<br>\\# 見出し\n"
    )


def test_a_tag_that_word_has_cut_into_runs_is_still_one(tmp_path):
    document = Document()
    paragraph = document.add_paragraph("題: ")
    for piece in ("{", "{ na", "me }", "} と {{ name", " }}。"):
        paragraph.add_run(piece)
    document.save(tmp_path / "t.docx")
    fill_word(tmp_path / "t.docx", {"name": "水車\n夜市"}, tmp_path / "x.docx")
    assert Document(str(tmp_path / "x.docx")).paragraphs[0].text == "題: 水車\n夜市 と 水車\n夜市。"


def test_rows_and_paragraphs_repeat_and_an_empty_cell_keeps_its_paragraph(tmp_path):
    document = Document()
    cells = document.add_table(rows=3, cols=2)
    for row, texts in enumerate((("{% for x in xs %}", ""), ("{{ x }}", "{% for y in ys %}"), ("{% endfor %}", ""))):
        for column, text in enumerate(texts):
            cells.cell(row, column).paragraphs[0].text = text
    cells.cell(1, 1).add_paragraph("{{ y }}")
    cells.cell(1, 1).add_paragraph("{% endfor %}")
    document.save(tmp_path / "t.docx")
    fill_word(tmp_path / "t.docx", {"xs": ["夜市", "水車"], "ys": []}, tmp_path / "x.docx")
    made = Document(str(tmp_path / "x.docx")).tables[0]
    assert [[cell.text for cell in row.cells] for row in made.rows] == [["夜市", ""], ["水車", ""]]
    assert all(cell.paragraphs for row in made.rows for cell in row.cells)


def test_our_word_templates_are_small_and_name_a_japanese_font():
    for template in resource(*TEMPLATES).glob("*.docx"):
        assert template.stat().st_size < 50_000
        style = Document(str(template)).styles["Normal"].element.rPr.rFonts
        assert style.get(qn("w:eastAsia")) == style.get(qn("w:ascii")) == "游明朝"


def test_templates_of_ones_own_come_first(record, tmp_path):
    own = tmp_path / "様式"
    assert status("digest", "--copy-templates", own) == 0
    layout = (own / "responses.toml").read_text(encoding="utf-8")
    (own / "responses.toml").write_text(layout.replace('"発言要旨"', '"ご意見"'), encoding="utf-8")
    (own / "news.txt").write_text("{{ paper.title }}だけ", encoding="utf-8")
    assert status("digest", "--copy-templates", own) == 0
    paper([record], "responses", tmp_path / "x.xlsx", templates=own)
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["対応表"]["D3"].value == "ご意見"
    paper([record], "news", tmp_path / "x.txt", templates=own)
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "新着のお知らせだけ"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("news.txt", "{{ paper.titel }}"),
        ("news.txt", "{% for %}"),
        ("responses.toml", "sheet ="),
        ("responses.toml", 'name = "表"\npaper = "B5"\n[[column]]\nfield = "text"\nheading = "原文"\nwidth = 9'),
        ("responses.toml", 'name = "表"\n[[column]]\nfield = "nobody"\nheading = "原文"\nwidth = 9'),
        ("responses.toml", 'name = "表/2"\n[[column]]\nfield = "text"\nheading = "原文"\nwidth = 9'),
        ("news.txt", "{{ paper.title + 1 }}"),
        ("cards.docx", "これは Word ではない"),
    ],
)
def test_a_template_that_cannot_be_used_says_so(name, text, record, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    kind, suffix = name.split(".")
    target = tmp_path / f"x.{'xlsx' if suffix == 'toml' else suffix}"
    with pytest.raises(SettingsError, match="様式"):
        paper([record], kind, target, templates=tmp_path)
    assert not target.exists()


# --- 要約, 新着


def test_the_summary_of_a_long_meeting_stays_on_its_page():
    talk = "".join(
        f"○ 第{n}区の水車は守り手が足りないのではないか。渡し舟の便数も{n}便まで減り、暮らしに差し支えている。\n"
        f"→ 第{n}区では{n + 3}名を募り、来年度に研修を{n}回行いたい旨事務局より回答。\n"
        for n in range(1, 60)
    )
    found = summary_paper(Material([made(talk=talk)], today=TODAY))
    said = [one for point in found.points for one in (point.remark, point.reply) if one]
    assert said
    assert all(re.search(r"\d頁\d", one.cite) for one in said)
    assert sum(-(-len(one.text + one.cite) // 43) for one in said) + len(found.head) + len(found.promises) < 40
    assert found.promise_count > len(found.promises)


def test_the_promises_of_a_summary_are_of_each_meeting_and_can_be_read_alone():
    talk = (
        "【桐山座長】\n水車の守り手が足りないのではないか。\n【早乙女課長】\nその研修を増やします。募集を始めます。"
        "手引を改めます。講座を開きます。名簿を作ります。舟を直します。\n"
    )
    told = [
        one.text
        for one in summary_paper(Material([made(4, 4, talk), made(5, 5, talk.replace("募集", "船頭の募集"))])).promises
    ]
    assert "船頭の募集を始める" in told
    assert "その研修を増やす" not in told


def test_news_holds_what_is_new_and_of_the_watched_field(tmp_path):
    old, new = made(3, 3), made(5, 6)
    given = {"since": date(2024, 4, 1), "topics": ["kyoryokutai"]}
    paper([old, new], "news", tmp_path / "x.txt", **given)
    text = (tmp_path / "x.txt").read_text(encoding="utf-8")
    assert "第5回（令和6年6月10日）" in text
    assert "第3回" not in text
    assert "【地域おこし協力隊】1件" in text
    assert "囲炉裏" not in text


def test_news_of_all_fields_shows_a_few_remarks_of_each(tmp_path):
    asked = "".join(
        f"【朝霧構成員】\n地域おこし協力隊の{n}人目の隊員を募集することはできないか。\n" for n in "一二三四五六七八"
    )
    paper([made(talk=asked)], "news", tmp_path / "x.txt")
    text = (tmp_path / "x.txt").read_text(encoding="utf-8")
    assert text.count("募集することはできないか") == 5
    assert "】8件" in text
    assert "ほか3件は対応表に載せています。" in text


def test_a_meeting_without_a_number_is_told_by_its_day_once(tmp_path):
    record = made()
    paper([replace(record, meeting=replace(record.meeting, number=None))], "news", tmp_path / "x.txt")
    assert (tmp_path / "x.txt").read_text(encoding="utf-8").count("令和6年4月10日") == 1


def test_the_newest_meeting_stands_first_and_one_without_a_council_is_told_by_its_title(tmp_path):
    unnamed = replace(made(5, 6), meeting=None, title="水車の問と答")
    paper([made(3, 3), unnamed, made(4, 4)], "news", tmp_path / "x.txt")
    told = (tmp_path / "x.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in told if line.startswith("・") and "日" in line][:3] == [
        "・里山のくらし研究会 第4回（令和6年4月10日）",
        "・里山のくらし研究会 第3回（令和6年3月10日）",
        "・水車の問と答（開催日の記載なし）",
    ]
    paper([made(3, 3), unnamed], "responses", tmp_path / "対応表.xlsx")
    assert {row["会議名"] for row in table(tmp_path / "対応表.xlsx", "対応表")[1]} == {
        "里山のくらし研究会",
        "水車の問と答",
    }


def test_a_document_without_a_date_is_named_not_lost(tmp_path):
    record = made()
    undated = replace(record, meeting=replace(record.meeting, date=None))
    paper([undated], "news", tmp_path / "x.txt", since=date(2024, 4, 1))
    assert "開催日の記載がないため除いた資料: 第4回.txt" in (tmp_path / "x.txt").read_text(encoding="utf-8")


def test_a_meeting_that_a_report_cannot_give_is_an_error(tmp_path):
    report = make_record(
        "水車の守り手に関する報告書\n\n１．はじめに\n本報告書は水車の守り手についてまとめた。\n".encode(), "報告書.txt"
    )
    with pytest.raises(SourceError, match="発言のある記録がありません"):
        paper([report], "responses", tmp_path / "x.xlsx")


def test_passages_of_word_files_are_told_by_paragraph(tmp_path):
    document = Document()
    for line in (HEAD.format(number=4, month=4) + TALK).splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "第4回.docx")
    record = make_record((tmp_path / "第4回.docx").read_bytes(), "第4回.docx")
    paper([record], "responses", tmp_path / "x.xlsx")
    _, rows = table(tmp_path / "x.xlsx", "対応表")
    paragraphs = [one.text for one in document.paragraphs]
    place = next(n for n, text in enumerate(paragraphs, 1) if text.startswith("渡し舟の便数"))
    assert any(f"\n第{place}段落\n" in row["出典"] for row in rows)
