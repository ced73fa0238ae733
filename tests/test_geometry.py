"""Layout of printed pages, on pages made of toy glyphs ten points wide and high."""

from __future__ import annotations

import pytest

from minutes_nlp.layout import lay_out
from minutes_nlp.model import BlockKind, FurnitureKind
from minutes_nlp.reading.pdf.glyphs import Glyph, GlyphPage, SourceWriter
from minutes_nlp.reading.pdf.grids import Rule, grids_of

WIDE = "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひも"


def line(string: str, x: float = 0, y: float = 0) -> list[Glyph]:
    """A drawn line; a full-width space is a gap without a glyph."""
    found = []
    for character in string:
        width = 10 if ord(character) > 0xFF else 5
        if not character.isspace():
            found.append(Glyph(character, x, y, x + width, y + 10))
        x += width
    return found


def document(*pages: list[tuple[str, float, float]], rules=()):
    writer = SourceWriter()
    for number, lines in enumerate(pages, 1):
        glyphs = [glyph for string, x, y in lines for glyph in line(string, x, y)]
        writer.add(GlyphPage(number, 420, 600, glyphs, grids_of(Rule(*rule) for rule in rules)))
    return writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium"))


def strings(*pages: list[tuple[str, float, float]]) -> list[str]:
    return [(p.marker.string if p.marker else "") + p.text.string for p in lay_out(document(*pages)).paragraphs]


def column(*lines: str, x: float = 0, top: float = 0) -> list[tuple[str, float, float]]:
    """Lines one below the other; each full-width space in front moves a line to the right."""
    return [
        (string.lstrip("　"), x + 10 * (len(string) - len(string.lstrip("　"))), top + 20 * i)
        for i, string in enumerate(lines)
    ]


FULL = WIDE[:40]


def test_a_line_that_leaves_room_for_the_next_word_ends_its_paragraph():
    assert strings(column(FULL, WIDE[:38], FULL, "おわり。")) == [FULL + WIDE[:38], FULL + "おわり。"]


def test_a_long_latin_word_is_what_did_not_fit():
    lines = column(FULL, WIDE[:34] + "、", "Digitalization を進める。", FULL, FULL)
    assert FULL + WIDE[:34] + "、Digitalizationを進める。" in strings(lines)


def test_a_line_that_its_own_next_line_leaves_to_the_right_begins_a_paragraph():
    lines = column(
        "○" + WIDE[:38] + "。",
        "　" + WIDE[:38] + "。",  # hangs behind the mark
        "　" + WIDE[:39],  # the first line of the next paragraph of the same turn
        WIDE[:39] + "。",
        "○" + WIDE[:39],
        "　" + WIDE[:10] + "。",
    )
    assert strings(lines)[1].startswith(WIDE[:39])
    assert len(strings(lines)) == 3


def test_a_label_that_is_known_to_open_paragraphs_opens_one_after_a_full_line_too():
    answers = ["（答）" + WIDE[:length] + "。" for length in (9, 8, 7)]
    lines = column(*answers, WIDE[:39] + "。", "（答）ない。", FULL, FULL)
    assert "（答）ない。" in strings(lines)


@pytest.mark.parametrize(
    "labels",
    [
        ("Ａ１．", "Ａ２．", "Ａ３．"),
        ("Ｑ１　", "Ｑ２　", "Ｑ２-２　"),
        ("事務局（石田）：", "会長（三木）：", "事務局（石田）："),
        ("　７　番　", "１１　番　", "１２　番　"),
    ],
)
def test_letters_seats_and_names_with_offices_open_paragraphs_too(labels):
    first, second, last = labels
    said = [
        first + WIDE[:9] + "。",
        second + WIDE[:8] + "。",
        first + WIDE[:7] + "。",
        WIDE[:39] + "。",
        last + "ない。",
    ]
    assert "".join(strings(column(*said, FULL, FULL))[4].split()) == "".join(last.split()) + "ない。"


def test_words_that_go_on_below_a_name_that_fills_its_column_are_no_part_of_it():
    said = [("佐伯委員", WIDE[:10] + "。"), ("会長（三木）", FULL[:33]), ("会長（三木）", WIDE[:12] + "。")]
    lines = [
        (string, x, 20 * i + 20 * (i > 1))
        for i, pair in enumerate(said)
        for string, x in zip(pair, (0, 70), strict=True)
    ]
    lines.insert(4, ("おわる。", 0, 40))
    assert strings(lines)[1].endswith(FULL[:33] + "おわる。")


def test_a_column_under_an_entry_goes_on_and_entries_under_a_group_stay_apart():
    entry = [("三枝和弘", 0, 0), ("みさき大学地域創造学部", 80, 0), ("教授", 80, 20)]
    other = [("西脇恵子", 0, 40), ("北浜町役場", 80, 40)]
    assert strings(entry + other + column(FULL, FULL, top=80))[:2] == [
        "三枝和弘 みさき大学地域創造学部教授",
        "西脇恵子 北浜町役場",
    ]
    group = [("委員", 0, 0), *(("宇佐見久子", 80, 20 * i) for i in range(5))]
    assert len(strings(group + column(FULL, FULL, top=140))) >= 6


def test_a_line_that_is_all_in_brackets_ends_its_paragraph():
    assert (
        strings([("（令和６年４月１日現在）", 270, 0), *column(FULL, "おわり。", top=20)])[0]
        == "（令和６年４月１日現在）"
    )


def test_what_is_said_of_the_line_before_in_brackets_ends_nothing():
    entry = "　榊　久美子　" + WIDE[:33]
    assert strings(column(entry, "（代理：会長補佐）", FULL, FULL))[0].endswith("（代理：会長補佐）")
    assert strings(column(entry, "（代理の会長補佐）", FULL, FULL))[0].endswith(WIDE[32])


def test_an_address_that_is_broken_at_a_sign_goes_on():
    lines = column(
        "https://www.example.jp/singi/2019_2-", "1.pdf", FULL, FULL, "おわり。", "https://www.example.jp/", "Web page"
    )
    found = strings(lines)
    assert found[0] == "https://www.example.jp/singi/2019_2-1.pdf"
    assert "https://www.example.jp/" in found


def test_a_latin_sentence_over_a_page_ends_where_the_next_one_begins():
    pages = (
        column(FULL, "の", "I thank Nobuo for his support and for his many comments at the lake."),
        column("OPENCHAIN の"),
    )
    assert strings(*pages)[-1] == "OPENCHAINの"


def test_the_size_of_narrow_kana_is_that_of_kanji_on_a_line_below():
    kana = [Glyph(c, 8 * i, 0, 8 * i + 8, 10) for i, c in enumerate("サイバーセキュリティ問")]
    writer = SourceWriter()
    writer.add(GlyphPage(1, 420, 600, [*kana, *line("題の解決に使う組織", 0, 20)]))
    found = writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium"))
    assert [printed.size for printed in found.pages[0].lines] == [10, 10]


def test_a_lone_number_that_counts_on_begins_an_item_after_a_full_line_too():
    items = column("１　" + WIDE[:38], "２　場所", "３　" + WIDE[:38], "５　月の雨のころ。", FULL)
    assert [string[:1] for string in strings(items)] == ["１", "２", "３", WIDE[0]]


@pytest.mark.parametrize("marks", ["①②③", ("（１）", "（２）", "（３）")])
def test_a_number_that_counts_on_inside_a_sentence_begins_no_item(marks):
    first, second, third = marks
    beginning = f"流れは、{first}申込み、{second}"
    lines = column(beginning + WIDE[: 39 - len(beginning)] + "、", third + WIDE[:20] + "とする。")
    assert strings(lines + column(FULL, FULL, top=60))[0] == lines[0][0] + lines[1][0]


def test_items_side_by_side_are_no_sentence():
    lines = [f"①{WIDE[:17]}　　②{WIDE[:19]}", f"③{WIDE[:17]}　　④{WIDE[:19]}"]
    assert strings(column(*lines))[1].startswith("③")


def test_the_title_of_an_annex_begins_anew_after_a_full_line():
    assert strings(column(WIDE[:40], "別紙２　開催の経過", FULL, FULL))[:2] == [WIDE[:40], "別紙２ 開催の経過"]


def test_a_title_that_goes_on_is_no_list_though_its_gaps_stand_in_columns():
    title = "第６回　" + WIDE[:32] + "に関する"
    assert strings(column(title, "研究会　議事概要")) == [title.replace("　", " ") + "研究会 議事概要"]


def test_what_starts_further_left_on_the_next_page_begins_anew_after_a_sentence():
    inner = column("　　　" + WIDE[:37], "　　　" + WIDE[3:39] + "。")
    outer = column(*[FULL] * 6)
    assert strings(outer + [(string, x, y + 120) for string, x, y in inner], outer)[1:] == [
        WIDE[:37] + WIDE[3:39] + "。",
        FULL * 6,
    ]


def test_the_lines_of_a_title_stand_further_apart_than_those_of_the_text():
    title = [
        Glyph(c, 20 * i, 70 * j, 20 * i + 20, 70 * j + 20)
        for j, s in enumerate((FULL[:20], "の話"))
        for i, c in enumerate(s)
    ]
    body = [glyph for string, x, y in column(*[FULL] * 6, top=200) for glyph in line(string, x, y * 1.25)]
    writer = SourceWriter()
    writer.add(GlyphPage(1, 420, 600, [*title, *body]))
    found = lay_out(writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium"))).paragraphs
    assert [p.text.string for p in found] == [FULL[:20] + "の話", FULL * 6]


def test_each_label_of_a_list_in_columns_begins_an_entry_whatever_its_length():
    entries = column("（委員）乾　公平　" + WIDE[:31], "（立会人）榎並　まさ　会長", FULL, FULL)
    assert [string[:4] for string in strings(entries)[:2]] == ["（委員）", "（立会人"]


def test_a_subtitle_between_dashes_is_a_line_of_its_own():
    titles = column(
        "里山と海に学ぶ、" + WIDE[:31], "― 地方から考える、" + WIDE[:28] + " ―", "分科会の報告書", FULL, FULL
    )
    assert [string[:3] for string in strings(titles)[:3]] == ["里山と", "―地方", "分科会"]


def test_a_line_of_rule_characters_stands_by_itself():
    assert strings(column(FULL, "=" * 80, FULL, "おわり。")) == [FULL, "=" * 80, FULL + "おわり。"]


def test_what_stands_far_behind_a_full_item_is_no_line_of_it():
    items = column("１．" + WIDE[:38], "　　" + WIDE[:20] + "。", "２．" + WIDE[:37] + "。")
    assert WIDE[10:30] in strings(items, [(WIDE[10:30], 120, 0), (WIDE[:30], 10, 20)])


def test_two_columns_are_read_one_after_the_other():
    left = column(*[WIDE[:18]] * 8, top=40)
    right = column(*[WIDE[20:38]] * 8, x=220, top=40)
    mixed = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert strings([("二段組の見出し", 120, 0), *mixed]) == ["二段組の見出し", WIDE[:18] * 8 + WIDE[20:38] * 8]


def furigana(base: str, *, downwards: bool = False):
    """A page with the reading けんいん over the characters 11 and 12 of its first line, across or down."""
    small = [Glyph(c, 100 + 5 * i, 14, 105 + 5 * i, 19) for i, c in enumerate("けんいん")]
    glyphs = [*line(base, 0, 20), *small, *line(FULL, 0, 40), *line("おわり。", 0, 60)]
    if downwards:
        glyphs = [Glyph(g.character, 420 - g.bottom, g.x0, 420 - g.top, g.x1) for g in glyphs]
    writer = SourceWriter()
    writer.add(GlyphPage(1, 420, 600, glyphs))
    return writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium"))


@pytest.mark.parametrize("downwards", [False, True])
def test_furigana_does_not_cut_its_line_and_knows_its_characters(downwards: bool):
    base = FULL[:10] + "牽引" + FULL[12:]
    found = furigana(base, downwards=downwards)
    layout = lay_out(found)
    assert [p.text.string for p in layout.paragraphs] == [base + FULL + "おわり。"]
    (ruby,) = layout.furniture
    assert ruby.kind is FurnitureKind.RUBY
    assert [found.source[start:end] for start, end in ruby.base] == ["牽引"]


def test_small_kana_over_kana_are_no_furigana():
    assert lay_out(furigana(FULL)).furniture == ()


def test_a_reading_in_brackets_stays_in_the_text():
    lines = column("橋の牽引（けんいん）は" + FULL[:29], "おわり。")
    assert strings(lines) == ["橋の牽引（けんいん）は" + FULL[:29] + "おわり。"]
    assert lay_out(document(lines)).furniture == ()


def varied(number: int) -> list[tuple[str, float, float]]:
    """The lines of a page that no other page has."""
    return column(*(WIDE[number + i : number + i + 30] + "。" for i in (0, 7, 12, 5)), top=60)


@pytest.mark.parametrize("by_line", [True, False])
def test_what_is_drawn_twice_to_look_bold_is_read_once(by_line: bool):
    once = line("里山の道々の計画", 0, 0)
    twice = [glyph._replace(x0=glyph.x0 + 0.4, x1=glyph.x1 + 0.4) for glyph in once]
    writer = SourceWriter()
    glyphs = [*once, *twice] if by_line else [glyph for pair in zip(once, twice, strict=True) for glyph in pair]
    writer.add(GlyphPage(1, 420, 600, [*glyphs, *line("ママと道々", 0, 20)]))
    assert writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium")).source == "里山の道々の計画\nママと道々\n"


def kinds(layout, source: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, "".join(source[a:b] for a, b in piece.spans)) for piece in layout.furniture]


def test_a_page_number_beside_a_running_head_that_changes_sides_is_a_piece_of_its_own():
    heads = [(f"― {n} ―里山会計", 150, 580 if n % 2 else 0) for n in range(1, 7)]
    found = document(*[[*varied(n), head] for n, head in enumerate(heads)])
    pieces = kinds(lay_out(found), found.source)
    assert sum(piece == ("header", "里山会計") for piece in pieces) == 3
    assert sum(piece == ("footer", "里山会計") for piece in pieces) == 3
    assert [text for kind, text in pieces if kind == "page_number"] == [f"―{n}―" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("tails", "y"),
    [
        (["おわりのことば　　　{}"] * 3, 560),  # behind the last words of a page
        (["第{}の題　　　{}", "題のことば　　{}", "結び　　　　　{}"], 0),  # at the right of its title
    ],
)
def test_a_page_number_on_a_line_with_other_words_is_apart(tails: list[str], y: float):
    lasts = [tail.replace("{}", str(7 + n)) for n, tail in enumerate(tails)]
    ends = [[(tail, 400 - 10 * len(tail), y)] for tail in lasts]
    found = document(*[[*[(s, x, top + 20) for s, x, top in varied(n)], *end] for n, end in enumerate(ends)])
    assert [text for kind, text in kinds(lay_out(found), found.source) if kind == "page_number"] == ["7", "8", "9"]


def test_the_number_of_a_chapter_is_no_page_number():
    titles = [
        [(f"{n}　　{WIDE[5 * n : 5 * n + 6]}", 0, 0), *[(s, x, top + 20) for s, x, top in varied(n)]]
        for n in range(1, 4)
    ]
    assert lay_out(document(*titles)).furniture == ()


def test_roman_numbers_that_count_are_page_numbers():
    found = document(*[[*varied(n), (number, 200, 560)] for n, number in enumerate(["i", "ii", "iii"])])
    assert kinds(lay_out(found), found.source) == [("page_number", number) for number in ("i", "ii", "iii")]


def test_a_wide_gap_between_words_is_a_space_and_none_in_a_spread_word():
    entries = [("三枝　和弘　　　市長", 0, 0), ("財　　政　　課　　地方債　　１０", 0, 20), ("附　　則", 0, 40)]
    assert strings(entries)[:3] == ["三枝 和弘 市長", "財政課 地方債 １０", "附則"]
    assert strings([("里山ABC　計画　　2030年", 0, 0)]) == ["里山ABC計画 2030年"]
    assert strings([("磯部　徹", 0, 0), ("出席者　：", 0, 20)]) == ["磯部 徹", "出席者："]


def test_letters_down_the_margin_of_every_page_are_a_watermark():
    mark = [(letter, 405, 200 + 15 * i) for i, letter in enumerate("SECRET")]
    found = document(*[[*varied(n), *mark] for n in range(3)])
    assert "".join(text for _, text in kinds(lay_out(found), found.source)) == "SECRET" * 3


def test_column_heads_of_a_form_on_every_page_are_no_watermark():
    heads = [("款", 0, 200), ("項", 40, 200), ("目", 80, 200)]
    found = document(*[[*varied(n), *heads] for n in range(3)])
    assert lay_out(found).furniture == ()


def test_a_label_that_stands_all_over_the_body_is_no_running_head():
    pages = [column("【委員】", WIDE[i : i + 20] + "。", "【委員】", WIDE[i : i + 12] + "。") for i in range(4)]
    assert strings(*pages).count("【委員】") == 8


def frame(xs: list[float], ys: list[float]):
    across = [(xs[0], y, xs[-1], y + 0.5) for y in ys]
    return across + [(x, ys[0], x + 0.5, ys[-1]) for x in xs]


def test_ruled_lines_make_a_table_whose_cells_are_joined_like_paragraphs():
    rules = frame([0, 100, 200], [100, 120, 160])
    lines = [
        (FULL, 0, 0),
        ("地域", 4, 105),
        ("割合", 104, 105),
        ("北部山間地域及びそ", 4, 122),
        ("の離島", 4, 140),
        ("26.9", 104, 122),
    ]
    layout = lay_out(document([*lines, (FULL, 0, 200)], rules=rules))
    (table,) = (p for p in layout.paragraphs if p.kind is BlockKind.TABLE)
    assert [[cell.string for cell in row] for row in table.rows] == [
        ["地域", "割合"],
        ["北部山間地域及びその離島", "26.9"],
    ]
    assert [p.kind for p in layout.paragraphs].index(BlockKind.TABLE) == 1


def test_what_stands_side_by_side_in_a_cell_is_one_line_of_it():
    rules = frame([0, 100, 400], [100, 120, 160])
    lines = [(FULL, 0, 0), ("基金", 4, 105), ("備考", 104, 105), ("土地の基金", 4, 125)]
    lines += [("現金", 104, 125), ("貸付金", 180, 126), ("合計", 300, 127), ("三つの残高", 104, 143)]
    (table,) = [p for p in lay_out(document(lines, rules=rules)).paragraphs if p.kind is BlockKind.TABLE]
    assert table.rows[1][1].string == "現金 貸付金 合計\n三つの残高"


def test_one_drawn_line_over_several_cells_is_cut_at_their_borders():
    rules = frame([0, 50, 100], [0, 20, 40])
    layout = lay_out(document([("指標現状値目", 4, 5), ("台数４６台の", 4, 25)], rules=rules))
    (table,) = layout.paragraphs
    assert [[cell.string for cell in row] for row in table.rows] == [["指標現状値", "目"], ["台数４６台", "の"]]


def test_a_frame_around_text_is_no_table():
    frame = (0, 0, 200, 0.5), (0, 100, 200, 100.5), (0, 0, 0.5, 100), (200, 0, 200.5, 100)
    assert grids_of(Rule(*side) for side in frame) == ()
