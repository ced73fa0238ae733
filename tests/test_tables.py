from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from docx.oxml import OxmlElement

from minutes_nlp.document import TableCell, spread
from minutes_nlp.layout.tables.heads import head_rows
from minutes_nlp.model import Block, Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.text import Text

HEIGHT = 800
HEAD, ROW_1, ROW_2 = ("区分", "前年度", "本年度"), ("総務費", "1200", "1350"), ("民生費", "980", "1010")
COLUMNS = (50, 150, 250, 350)

FACE = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Test /DW 1000 /FontDescriptor 5 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >>"
)
FACE_MEASURES = (
    "<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
)


# --- small PDF files, drawn as the programs draw them that print tables


def text(x: float, top: float, string: str) -> str:
    return f"BT /F 10 Tf 1 0 0 1 {x} {HEIGHT - top - 9} Tm <{string.encode('utf-16-be').hex()}> Tj ET"


def line(x0: float, top: float, x1: float, bottom: float) -> str:
    return f"{x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l"


def grid(columns: Sequence[float], bands: Sequence[float]) -> list[str]:
    """The lines of a whole grid, none of them drawn yet."""
    across = [line(columns[0], band, columns[-1], band) for band in bands]
    return across + [line(column, bands[0], column, bands[-1]) for column in columns]


def stroked(lines: Iterable[str]) -> str:
    return "".join(f"{one} S\n" for one in lines)


def words(rows: Iterable[Sequence[str]], columns: Sequence[float], top: float, step: float = 20) -> str:
    placed = (
        (x, top + step * n, string) for n, row in enumerate(rows) for x, string in zip(columns, row, strict=False)
    )
    return "\n".join(text(x + 4, y + 4, string) for x, y, string in placed if string)


def pdf(*pages: str, form: str = "") -> bytes:
    """A PDF of pages in which any character may stand, each one em wide; `/X Do` draws the form, 20 points further."""
    last = 6 + 2 * len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /UniJIS-UTF16-H /DescendantFonts [4 0 R] >>",
        FACE,
        FACE_MEASURES,
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {HEIGHT}] /Contents {7 + 2 * number} 0 R "
            f"/Resources << /Font << /F 3 0 R >> /XObject << /X {last} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Matrix [1 0 0 1 20 0] /Length {len(form)} >>"
    objects.append(f"{head}\nstream\n{form}\nendstream")
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n"
    )
    return data + f"{end}%%EOF\n".encode()


def record(*pages: str, form: str = "") -> Record:
    found = make_record(pdf(*pages, form=form), "表.pdf")
    assert_nothing_is_lost(found)
    return found


def assert_nothing_is_lost(found: Record) -> None:
    spans = [span for block in found.blocks for span in (*block.spans, *block.marker_spans, *block.label_spans)]
    spans += [span for piece in found.furniture for span in piece.spans]
    places = sorted(place for start, end in spans for place in range(start, end))
    assert [place for place in places if not found.source_text[place].isspace()] == [
        place for place, character in enumerate(found.source_text) if not character.isspace()
    ]
    for cell in (cell for block in found.blocks for row in block.rows or () for cell in row):
        source = "".join(found.source_text[slice(*span)] for span in cell.spans)
        assert "".join(source.split()) == "".join(cell.text.split())


def tables(found: Record) -> list[Block]:
    return [block for block in found.blocks if block.rows]


def strings(block: Block) -> list[list[str]]:
    return [[cell.text for cell in row] for row in block.rows or ()]


def spans(block: Block) -> list[list[tuple[int, int]]]:
    return [[(cell.row_span, cell.column_span) for cell in row] for row in block.rows or ()]


# --- ruled


def test_a_grid_drawn_as_one_path_is_a_table():
    page = " ".join(grid(COLUMNS, (100, 120, 140, 160))) + " S\n" + words([HEAD, ROW_1, ROW_2], COLUMNS, 100)
    (table,) = tables(record(page))
    assert strings(table) == [list(HEAD), list(ROW_1), list(ROW_2)]
    assert table.head_rows == 1


def test_lines_filled_as_thin_rectangles_of_one_path_are_rules_wherever_the_path_is_moved():
    bands = (100, 120, 140, 160)
    across = [f"0 {160 - band} 300 1 re" for band in bands]
    down = [f"{column - 50} 0 1 60 re" for column in COLUMNS]
    page = f"q 1 0 0 1 50 {HEIGHT - 160} cm {' '.join([*across, *down])} f Q\n"
    (table,) = tables(record(page + words([HEAD, ROW_1, ROW_2], COLUMNS, 100)))
    assert strings(table)[2] == list(ROW_2)


PICTURE = "q 1 0 0 .5 {x} {y} cm BI /W 1 /H 1 /BPC 8 /CS /G ID   EI Q"  # of one pixel, as Acrobat draws dotted lines
SQUARE = "{x} {y} .5 .5 re f"


@pytest.mark.parametrize("dot", [PICTURE, SQUARE])
def test_a_dotted_line_is_a_rule(dot: str):
    frame = stroked(grid(COLUMNS, (100, 120, 160)))
    dots = "\n".join(dot.format(x=x, y=HEIGHT - 140) for x in range(COLUMNS[0], COLUMNS[-1]))
    (table,) = tables(record(f"{frame}{dots}\n" + words([HEAD, ROW_1, ROW_2], COLUMNS, 100)))
    assert strings(table) == [list(HEAD), list(ROW_1), list(ROW_2)]


def test_the_rules_of_a_page_set_into_another_are_found_where_they_are_shown():
    columns = [column + 20 for column in COLUMNS]
    page = "/X Do\n" + words([HEAD, ROW_1, ROW_2], columns, 100)
    (table,) = tables(record(page, form=stroked(grid(COLUMNS, (100, 120, 140, 160)))))
    assert strings(table) == [list(HEAD), list(ROW_1), list(ROW_2)]


def test_white_grounds_and_clipping_paths_enclose_nothing():
    unseen = [f"{x} {HEIGHT - top - 20} 100 20 re" for x in COLUMNS[:3] for top in (100, 120, 140)]
    rows = [("氏名", "所属", "役職"), ("海野", "港町役場", "課長"), ("森下", "山手大学", "教授")]
    for paint in ("1 1 1 rg {} f", "q {} W n Q"):
        found = record(paint.format(" ".join(unseen)) + "\n" + words(rows, COLUMNS, 100))
        assert not tables(found)


def test_a_merged_head_and_a_cell_over_two_rows_say_what_they_cover():
    lines = [
        *(line(50, band, 350, band) for band in (100, 140, 180)),
        *(line(150, band, 350, band) for band in (120, 160)),
        *(line(column, 100, column, 180) for column in (50, 150, 350)),
        line(250, 120, 250, 180),
    ]
    placed = [(50, 110, "区分"), (150, 100, "決算額"), (150, 120, "前年度"), (250, 120, "本年度"), (50, 150, "総務費")]
    placed += [(150, 140, "1200"), (250, 140, "1350"), (150, 160, "980"), (250, 160, "1010")]
    (table,) = tables(record(stroked(lines) + "\n".join(text(x + 4, top + 4, string) for x, top, string in placed)))
    assert strings(table) == [["区分", "決算額"], ["前年度", "本年度"], ["総務費", "1200", "1350"], ["980", "1010"]]
    assert spans(table) == [[(2, 1), (1, 2)], [(1, 1)] * 2, [(2, 1), (1, 1), (1, 1)], [(1, 1)] * 2]
    assert table.head_rows == 2


def test_two_tables_side_by_side_are_two():
    right = [column + 320 - 50 for column in COLUMNS[:3]]
    page = stroked([*grid((50, 150, 250), (100, 120, 140, 160)), *grid(right, (100, 120, 140))])
    page += words([("県名", "人数"), ("北浜県", "12"), ("南浜県", "30")], COLUMNS, 100)
    page += "\n" + words([("市名", "人数"), ("港市", "7")], right, 100)
    left, other = tables(record(page))
    assert strings(left) == [["県名", "人数"], ["北浜県", "12"], ["南浜県", "30"]]
    assert strings(other) == [["市名", "人数"], ["港市", "7"]]


def test_a_table_without_its_outer_frame_keeps_its_outer_cells():
    lines = [line(50, band, 350, band) for band in (100, 120, 140, 160)]
    lines += [line(column, 100, column, 160) for column in COLUMNS[1:3]]
    (table,) = tables(record(stroked(lines) + words([HEAD, ROW_1, ROW_2], COLUMNS, 100)))
    assert strings(table) == [list(HEAD), list(ROW_1), list(ROW_2)]


def test_single_characters_of_several_rows_stay_in_their_cells():
    page = stroked(grid((50, 150, 250), (100, 112, 124, 136, 148)))
    page += words([("患者の番号",), ("一番の人",), ("二番の人",), ("三番の人",)], (50,), 98, 12)
    page += "\n".join(text(195, 102 + 12 * n, one) for n, one in enumerate("性男女男"))
    (table,) = tables(record(page))
    assert strings(table) == [["患者の番号", "性"], ["一番の人", "男"], ["二番の人", "女"], ["三番の人", "男"]]


def test_items_and_entries_of_a_cell_stay_lines_of_their_own():
    page = stroked(grid((50, 150, 350), (100, 120, 180)))
    page += words([("取組", "内容"), ("人材", "・研修を開く"), ("", "・相談に応じる")], COLUMNS, 100)
    page += "\n" + text(154, 164, "・積立") + "\n" + text(310, 164, "120")
    (table,) = tables(record(page))
    assert strings(table)[1] == ["人材", "・研修を開く\n・相談に応じる\n・積立 120"]


def test_boxes_that_arrows_join_are_no_table():
    boxes = [grid((x, x + 80), (100, 130)) for x in (50, 180)]
    page = stroked([*boxes[0], *boxes[1], line(130, 115, 180, 115)]) + text(54, 108, "申請") + "\n"
    assert not tables(record(page + text(184, 108, "審査")))


def test_a_ground_behind_the_words_of_a_cell_does_not_divide_it():
    ground = f"0.8 0.9 1 rg 70 {HEIGHT - 118} 40 16 re f 160 {HEIGHT - 118} 40 16 re f 260 {HEIGHT - 118} 40 16 re f"
    page = f"{ground} 52 {HEIGHT - 138} 40 16 re f 0 g\n" + stroked(grid(COLUMNS, (100, 120, 140, 160)))
    (table,) = tables(record(page + words([HEAD, ROW_1, ROW_2], COLUMNS, 100)))
    assert strings(table) == [list(HEAD), list(ROW_1), list(ROW_2)]


# --- over the page


def over_the_page(second: Sequence[Sequence[str]], columns: Sequence[float] = COLUMNS) -> list[str]:
    first = stroked(grid(COLUMNS, (660, 680, 700, 720))) + words([HEAD, ROW_1, ROW_2], COLUMNS, 660)
    bands = [60 + 20 * number for number in range(len(second) + 1)]
    lead = "\n" + text(50, 600, "決算の状況は次のとおりである。")
    return [first + lead, stroked(grid(columns, bands)) + words(second, columns, 60)]


def test_a_table_that_goes_on_over_a_page_is_one_and_has_its_head_once():
    found = record(*over_the_page([HEAD, ("衛生費", "77", "80"), ("土木費", "65", "61")]))
    (table,) = tables(found)
    assert table.pages == (1, 2)
    assert [row[0] for row in strings(table)] == ["区分", "総務費", "民生費", "衛生費", "土木費"]
    assert table.text.count("本年度") == 2  # what is printed twice stands twice in the text
    assert table.head_rows == 1


def test_a_table_goes_on_without_its_head_too():
    (table,) = tables(record(*over_the_page([("衛生費", "77", "80"), ("土木費", "65", "61")])))
    assert table.pages == (1, 2)
    assert len(table.rows or ()) == 5


def test_a_table_with_a_coloured_head_of_its_own_is_another():
    first, second = over_the_page([("事業", "開始", "終了"), ("研修", "77", "80")])
    ground = f"0.8 0.9 1 rg 50 {HEIGHT - 80} 300 20 re f 0 g\n"
    assert [table.pages for table in tables(record(first, ground + second))] == [(1,), (2,)]
    assert [table.head_rows for table in tables(record(first, ground + second))] == [1, 1]


def test_a_table_with_other_columns_is_another():
    second = over_the_page([("会場", "定員"), ("公民館", "40")], (50, 200, 350))
    assert [table.pages for table in tables(record(*second))] == [(1,), (2,)]


# --- not ruled

INDICATORS = [
    ("指標", "基準値", "現状値", "目標値"),
    ("隊員数", "5464人", "6447人", "10000人"),
    ("定住率", "64.2％", "65.3％", "80％"),
    ("相談件数", "1200件", "1460件", "－"),
]


def test_numbers_that_stand_under_each_other_are_a_table_without_rules():
    lead = text(50, 60, "取組の進み具合は次の表に示すとおりであり、目標に近づいている。") + "\n"
    (table,) = tables(record(lead + words(INDICATORS, (50, 200, 320, 440), 100)))
    assert strings(table) == [list(row) for row in INDICATORS]
    assert table.head_rows == 1


@pytest.mark.parametrize(
    "rows",
    [
        [("座長", "海野　進", "港町大学　教授"), ("委員", "森下　葉子", "山手町長"), ("委員", "浜田　学", "浜研究所")]
        * 2,
        [("日時：", "令和8年5月8日", "10:00"), ("会場：", "第1会議室", "3階"), ("出席：", "12名", "")],
        [("第１章", "はじめに", "1頁"), ("第２章", "現状と課題", "4頁"), ("第３章", "今後の取組", "12頁")],
        [("第1回", "令和8年5月8日", "議題の整理"), ("第2回", "令和8年6月5日", "聞き取り"), ("第3回", "7月3日", "案")],
        [("人口", "1200"), ("世帯", "510"), ("面積", "33"), ("学校", "2")],
    ],
)
def test_other_things_that_are_set_wide_apart_are_no_tables(rows):
    assert not tables(record(words(rows, (50, 200, 400), 100)))


def test_text_beside_the_numbers_is_not_drawn_into_their_table():
    beside = [text(40, 104 + 20 * n, "別に定める額を加えたものである") for n in (1, 2)]
    (table,) = tables(record("\n".join(beside) + "\n" + words(INDICATORS + INDICATORS[1:], (260, 340, 420, 500), 100)))
    assert strings(table)[:4] == [list(row) for row in INDICATORS]


# --- heads


def cells(*rows: Sequence[str]) -> list[list[TableCell]]:
    return [[TableCell.holding(Text.of(string)) for string in row] for row in rows]


def test_words_over_numbers_and_short_names_over_long_words_are_heads():
    assert head_rows(cells(HEAD, ROW_1, ROW_2)) == 1
    names = ("検査項目", "検査方法", "判定基準")
    below = ("外観を見る試験", "目視による確認を行う方法", "異常が認められないこと")
    assert head_rows(cells(names, below, below)) == 1
    short = ("外観を見る試験", "目視による確認", "異常がないこと")
    assert head_rows(cells(names, short, short, ("・・・", "", ""))) == 1  # an empty cell has no length


@pytest.mark.parametrize(
    "rows",
    [
        [("日時", "令和８年５月８日"), ("会場", "第１会議室"), ("議題", "取組の進め方について")],
        [
            ("会社名", "港町工業", "掲載", "可"),
            ("記載者", "海野進", "記載日", "2026/5/8"),
            ("内容", "研修"),
            ("課題", "なし"),
        ],
        [("座長", "海野進", "港町大学"), ("委員", "森下葉子", "山手町長"), ("委員", "浜田学", "浜研究所")],
        [("総務費", "1200", "1350"), ("民生費", "980", "1010")],
    ],
)
def test_forms_lists_of_people_and_numbers_have_no_head(rows):
    assert head_rows(cells(*rows)) == 0


# --- Word


def word(document: docx.document.Document) -> Block:
    target = BytesIO()
    document.save(target)
    found = make_record(target.getvalue(), "表.docx")
    assert_nothing_is_lost(found)
    (table,) = tables(found)
    return table


def test_word_tells_merged_cells_empty_cells_and_the_row_that_it_repeats():
    document = docx.Document()
    table = document.add_table(4, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "決算額"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "区分"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "総務費"
    for row, column, string in ((1, 1, "前年度"), (1, 2, "本年度"), (2, 2, "多い"), (3, 1, "少ない")):
        table.cell(row, column).text = string
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    found = word(document)
    assert strings(found) == [["区分", "決算額"], ["前年度", "本年度"], ["総務費", "", "多い"], ["少ない", ""]]
    assert spans(found)[0] == [(2, 1), (1, 2)]
    assert spans(found)[2] == [(2, 1), (1, 1), (1, 1)]
    assert found.head_rows == 2


def test_the_columns_of_a_grid_are_counted_from_its_lines():
    (table,) = tables(record(stroked(grid(COLUMNS, (100, 120, 140))) + words([HEAD, ROW_1], COLUMNS, 100)))
    assert all(here == (1, 1) for row in spans(table) for here in row)
    assert all(len(one) == len(other) for one, other in pairwise(table.rows or ()))


def test_a_merged_cell_counts_for_every_row_and_column_that_it_covers():
    holding = TableCell.holding
    corner, over = holding(Text.of("構成員"), 2), holding(Text.of("氏名と役職"), 1, 2)
    one, other = holding(Text.of("海野　進")), holding(Text.of("座長"))
    assert list(spread([(corner, over), (one, other)])) == [(corner, over, over), (corner, one, other)]


def test_people_under_a_merged_group_keep_their_columns():
    lines = [*grid((50, 150, 300, 450), (100, 120)), *(line(150, band, 450, band) for band in (140, 160))]
    lines += [line(50, 180, 450, 180), *(line(column, 120, column, 180) for column in (50, 150, 300, 450))]
    rows = [
        ("区分", "氏名", "職名"),
        ("構成員", "海野　進", "港町大学教授"),
        ("", "森下　葉子", "山手町長"),
        ("", "浜田　学", "浜研究所長"),
    ]
    title = text(60, 40, "第２回みなと検討会　議事概要") + "\n" + text(60, 60, "日時：令和８年５月８日（金）") + "\n"
    title += text(60, 80, "出席者：") + "\n"
    body = "\n" + text(60, 200, "○ 港の在り方について検討を進めるべきではないか。")
    meeting = record(title + stroked(lines) + words(rows, (50, 150, 300), 100) + body).meeting
    assert meeting
    assert [(person.name, person.group) for person in meeting.attendees] == [
        ("海野　進", "構成員"),
        ("森下　葉子", "構成員"),
        ("浜田　学", "構成員"),
    ]
