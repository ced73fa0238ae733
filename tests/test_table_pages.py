"""Tables of remarks and answers over several pages (対応表): rows that a page break cuts, numbers that count rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from test_tables import assert_nothing_is_lost, grid, pdf, record, strings, stroked, tables, text, words

from minutes_nlp.pipeline import make_record

COLUMNS = (50, 90, 290, 490)
HEAD = ("No.", "御意見", "県の考え方")
ASKED, MORE = ("渡し舟の便を朝と夕方に増やすことはでき", "ないか。"), ("水車の修繕は急ぐのか。",)
REPLY, LEFT = ("船頭の休みを確かめた上で、次の会までに", "お答えする。"), ("来年度に行う。",)
Cells = Sequence[Sequence[str]]  # of a row, the lines of each cell


def drawn(rows: Sequence[Cells], top: float) -> str:
    """A ruled table with lines 14 points apart."""
    bands = [top]
    for row in rows:
        bands.append(bands[-1] + 14 * max(map(len, row)) + 6)
    lines = [
        text(x + 4, band + 4 + 14 * number, string)
        for band, row in zip(bands, rows, strict=False)
        for x, cell in zip(COLUMNS, row, strict=False)
        for number, string in enumerate(cell)
    ]
    return stroked(grid(COLUMNS, bands)) + "\n".join(lines)


def row(number: str, asked: Sequence[str], reply: Sequence[str]) -> Cells:
    return ([number] if number else [], asked, reply)


HEADER = row(HEAD[0], HEAD[1:2], HEAD[2:])
WHOLE = [row(str(number), MORE, LEFT) for number in (1, 2)]


def rows_of(*pages: Sequence[Cells]) -> list[list[str]]:
    first, *others = pages
    lead = text(50, 500, "いただいた御意見と県の考え方は次のとおりである。") + "\n"
    (table,) = tables(record(lead + drawn(first, 600), *(drawn(rows, 60) for rows in others)))
    return strings(table)


def test_a_row_that_a_page_break_cuts_is_one():
    first = [HEADER, *WHOLE, row("3", ASKED[:1], REPLY[:1])]
    rest = [row("", ASKED[1:], REPLY[1:]), row("4", MORE, LEFT)]
    assert rows_of(first, rest)[3:] == [["3", "".join(ASKED), "".join(REPLY)], ["4", MORE[0], LEFT[0]]]
    assert rows_of(first, [HEADER, *rest])[3:] == [["3", "".join(ASKED), "".join(REPLY)], ["4", MORE[0], LEFT[0]]]


def test_a_row_goes_on_at_a_full_stop_where_its_number_is_not_printed_again():
    rest = [row("", (), REPLY), row("4", MORE, LEFT)]
    assert rows_of([HEADER, *WHOLE, row("3", MORE, LEFT)], rest)[3] == ["3", MORE[0], f"{LEFT[0]}\n{''.join(REPLY)}"]


def test_a_table_that_ends_with_a_lone_row_on_the_next_page_has_it_too():
    first = [HEADER, *WHOLE, row("3", ASKED[:1], REPLY[:1])]
    assert rows_of(first, [row("", ASKED[1:], REPLY[1:])])[3:] == [["3", "".join(ASKED), "".join(REPLY)]]
    assert rows_of(first, [row("4", MORE, LEFT)])[4:] == [["4", MORE[0], LEFT[0]]]


def test_a_row_with_a_number_of_its_own_is_another():
    found = rows_of([HEADER, *WHOLE, row("3", MORE, LEFT)], [row("4", MORE, REPLY), row("5", MORE, LEFT)])
    assert [cells[0] for cells in found] == ["No.", "1", "2", "3", "4", "5"]


def test_a_merged_cell_goes_on_over_the_page():
    columns = (50, 90, 130, 330)
    lines = [*grid(columns[1:], (600, 620, 640, 660)), *grid(columns[:2], (600, 620, 660))]
    first = stroked(lines) + words([("章", *HEAD[:2]), ("一", "1", MORE[0]), ("", "2", MORE[0])], columns, 600)
    lines = [*grid(columns[1:], (60, 80, 100)), *grid(columns[:2], (60, 100))]
    second = stroked(lines) + words([("", "3", MORE[0]), ("", "4", MORE[0])], columns, 60)
    lead = text(50, 500, "いただいた御意見は次のとおりである。") + "\n"
    (table,) = tables(record(lead + first, second))
    assert strings(table)[1:] == [["一", "1", MORE[0]], *([number, MORE[0]] for number in "234")]
    assert (table.rows or ())[1][0].row_span == 4


def test_the_numbers_of_a_tables_rows_are_no_line_numbers():
    rows = [(str(number), *MORE, *LEFT) for number in range(1, 8)]
    bands = [100 + 20 * number for number in range(9)]
    found = record(stroked(grid(COLUMNS, bands)) + words([HEAD, *rows], COLUMNS, 100))
    assert [cells[0] for cells in strings(tables(found)[0])] == ["No.", *map(str, range(1, 8))]
    assert not found.furniture


@pytest.mark.parametrize("way", [90, 180, 270])
def test_a_table_that_lies_on_its_side_is_turned_with_its_text(way: int):
    rows = [(str(number), *MORE, *LEFT) for number in range(1, 8)]
    bands = [100 + 20 * number for number in range(9)]
    data = pdf(stroked(grid(COLUMNS, bands)) + words([HEAD, *rows], COLUMNS, 100))
    lying = make_record(data.replace(b"/MediaBox", f"/Rotate {way} /MediaBox".encode()), "表.pdf")
    assert_nothing_is_lost(lying)
    assert [strings(table) for table in tables(lying)] == [[list(HEAD), *map(list, rows)]]


def test_named_tables_side_by_side_on_a_wide_page_stand_under_their_names():
    rows = [("区分", "金額"), ("舟", "120"), ("水車", "80")]
    page = ""
    for x, name in ((50, "【収入】"), (550, "【支出】")):
        columns = (x, x + 150, x + 300)
        page += stroked(grid(columns, (200, 220, 240, 260))) + words(
            [(name + row[0], row[1]) for row in rows], columns, 200
        )
        page += text(x, 184, f"{name}（単位：千円）") + text(x, 280, f"{name}は見込みである。")
    wide = pdf(page).replace(b"[0 0 600 ", b"[0 0 960 ")
    found = make_record(wide, "表.pdf").blocks
    names = ["【収入】（単位：千円）", "【収入】区分", "【収入】は見込みである。"]
    assert [block.rows[0][0].text if block.rows else block.text for block in found] == [
        *names,
        *(name.replace("収入", "支出") for name in names),
    ]
