"""Pages of every kind: vertical, turned, in columns, in boxes, two on a sheet; glyphs are ten points wide."""

from __future__ import annotations

import pytest

from minutes_nlp.layout import lay_out
from minutes_nlp.model import FurnitureKind
from minutes_nlp.reading.pdf.frames import frames_of
from minutes_nlp.reading.pdf.glyphs import Glyph, GlyphPage, SourceWriter

WIDE = "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひも"
Drawn = tuple[str, float, float]


def line(string: str, x: float, y: float, *, bold: bool = False) -> list[Glyph]:
    found = []
    for character in string:
        width = 10 if ord(character) > 0xFF else 5
        if not character.isspace():
            found.append(Glyph(character, x, y, x + width, y + 10, bold))
        x += width
    return found


def upright(string: str, right: float, top: float) -> list[Glyph]:
    """A vertical line whose right edge is given."""
    return [Glyph(c, right - 10, top + 10 * i, right, top + 10 * i + 10) for i, c in enumerate(string) if c != "　"]


def layout(*pages: list[Glyph], size=(420.0, 600.0), frames=()):
    writer = SourceWriter()
    for number, glyphs in enumerate(pages, 1):
        writer.add(GlyphPage(number, *size, glyphs, frames=tuple(frames)))
    return lay_out(writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium")))


def strings(*pages: list[Glyph], **page) -> list[str]:
    found = layout(*pages, **page).paragraphs
    return [(p.marker.string if p.marker else "") + p.text.string for p in found]


def lines(*given: Drawn) -> list[Glyph]:
    return [glyph for string, x, y in given for glyph in line(string, x, y)]


def column(count: int, start: int, x: float, top: float, *, length: int = 18) -> list[Drawn]:
    return [(WIDE[start : start + length], x, top + 20 * i) for i in range(count)]


# --- the way of the text --------------------------------------------------------------------------------------------

TEXT = [WIDE[:30], WIDE[10:40], "おわりまで。"]


def turn(glyph: Glyph, way: int, width: float, height: float) -> Glyph:
    """A glyph of an upright page as it lies on a sheet that has to be turned by `way` to be read."""
    c, x0, top, x1, bottom, bold = glyph
    box = {
        90: (top, width - x1, bottom, width - x0),
        180: (width - x1, height - bottom, width - x0, height - top),
        270: (height - bottom, x0, height - top, x1),
    }[way]
    return Glyph(c, *box, bold)


@pytest.mark.parametrize("way", [90, 180, 270])
def test_text_that_lies_on_its_side_or_upside_down_is_read_as_it_runs(way):
    drawn = [turn(glyph, way, 420, 600) for i, text in enumerate(TEXT) for glyph in line(text, 40, 40 + 20 * i)]
    size = (420.0, 600.0) if way == 180 else (600.0, 420.0)
    assert strings(drawn, size=size) == ["".join(TEXT)]
    ((first, *_),) = layout(drawn, size=size).lines
    assert first.box == pytest.approx(
        (
            min(glyph.x0 for glyph in drawn[:30]),
            min(glyph.top for glyph in drawn[:30]),
            max(glyph.x1 for glyph in drawn[:30]),
            max(glyph.bottom for glyph in drawn[:30]),
        ),
        abs=0.1,
    )


def test_words_set_downwards_in_the_margin_of_several_pages_are_furniture():
    label = [Glyph(c, 400, 60 + 11 * i, 410, 70 + 11 * i) for i, c in enumerate("第一章")]
    pages = [[*lines(*column(6, n, 0, 20, length=36)), *label] for n in range(3)]
    found = layout(*pages)
    assert [piece.kind for piece in found.furniture] == [FurnitureKind.HEADER] * 3
    assert not any("第一章" in p.text.string for p in found.paragraphs)


def test_figures_side_by_side_in_a_vertical_line_stay_in_it():
    head, tail = upright("令和", 400, 40), upright("月から" + WIDE[:30], 400, 70)
    figures = [Glyph("1", 390, 60, 395, 70), Glyph("2", 395, 60, 400, 70)]
    assert strings([*head, *figures, *tail, *upright(WIDE, 380, 40)])[0].startswith("令和12月から")


def test_a_stop_and_the_letter_drawn_before_it_in_the_next_line_make_no_word():
    end, after = upright("す。", 380, 40), upright("　会を開いた。", 368, 40)
    body = [glyph for i in range(3) for glyph in upright(WIDE[:40], 416 - 12 * i, 40)]
    drawn = [*body, end[0], after[0], end[1], *after[1:]]
    assert strings(drawn) == [WIDE[:40] * 3 + "す。", "会を開いた。"]


def test_the_white_behind_a_comma_is_no_gap_of_a_list():
    entry = upright("名前　" + WIDE[:37], 400, 40)  # its words begin where those behind the comma do
    comma = Glyph("、", 376, 59, 378, 61)  # the box of its ink
    drawn = [*entry, *upright(WIDE[:2], 380, 40), comma, *upright(WIDE[3:40] + "。", 380, 70)]
    assert strings(drawn) == ["名前 " + WIDE[:37] + WIDE[:2] + "、" + WIDE[3:40] + "。"]


def test_the_running_head_of_a_vertical_page_is_a_line_of_its_own():
    body = [glyph for i in range(8) for glyph in upright(WIDE[:40], 400 - 20 * i, 60)]
    assert strings([*body, *line("官報第三号", 100, 20)])[0] == "官報第三号"


def test_a_word_set_downwards_beside_lines_cuts_none_of_them():
    body = [(WIDE[:38], 40.0, 20.0 * i) for i in range(1, 6)]
    label = [Glyph(c, 10, 30 + 11 * i, 20, 40 + 11 * i) for i, c in enumerate("予測誤差")]
    found = strings([*lines(*body), *label])
    assert WIDE[:38] * 5 in found
    assert "予測誤差" in found


def test_a_column_of_figures_is_no_word_set_downwards():
    table = [(str(i), 100.0, 12.0 * i) for i in range(1, 6)]
    assert [len(page) for page in layout(lines(*table, (WIDE, 0, 100), (WIDE, 0, 120))).lines] == [7]


# --- names beside words ---------------------------------------------------------------------------------------------


def said(*turns: tuple[tuple[str, ...], tuple[str, ...]]) -> list[Glyph]:
    """Names in a column of seven characters beside lines of thirty."""
    drawn, top = list[Drawn](), 0.0
    for name, words in turns:
        drawn += [(string, 0.0, top + 20 * i) for i, string in enumerate(name)]
        drawn += [(string, 82.0, top + 20 * i) for i, string in enumerate(words)]
        top += 20 * max(len(name), len(words))
    return lines(*drawn)


def test_a_name_that_is_broken_in_its_column_is_read_before_the_words():
    turns = (
        (("早瀬会長",), (WIDE[:30], "おわり。")),
        (("水野地域振興課", "長"), (WIDE[4:34], "そのとおり。")),
        (("早瀬会長",), (WIDE[8:38], "おわり。")),
        (("水野地域振興課", "長"), ("はい。",)),
        (("早瀬会長",), (WIDE[12:42], "おわり。")),
    )
    assert strings(said(*turns)) == ["".join(name) + " " + "".join(words) for name, words in turns]


def test_names_that_fill_their_column_line_after_line_stay_apart():
    turns = [((name,), (words,)) for name, words in (("水野地域振興課", "はい。"), ("早瀬港湾整備室", "いいえ。"))] * 3
    assert strings(said(*turns)) == [f"{name} {words}" for (name,), (words,) in turns]


# --- columns and tiers ----------------------------------------------------------------------------------------------


def test_the_tiers_of_a_vertical_page_are_read_one_after_the_other_though_many_lines_are_short():
    upper = [WIDE[:18] if i % 3 else WIDE[:9] + "。" for i in range(12)]
    lower = [WIDE[20:38] if i % 3 else WIDE[20:30] + "。" for i in range(12)]
    drawn = [
        glyph
        for top, tier in ((40, upper), (226, lower))
        for i, text in enumerate(tier)
        for glyph in upright(text, 400 - 20 * i, top)
    ]
    assert "".join(strings(drawn)) == "".join(upper + lower)


def tier(top: float, *texts: str, first: int = 0) -> list[Glyph]:
    return [glyph for i, text in enumerate(texts, first) for glyph in upright(text, 400 - 20 * i, top)]


def test_the_last_page_of_a_vertical_document_is_read_in_the_tiers_of_the_others():
    upper, lower = [WIDE[:18]] * 12, [WIDE[20:38]] * 12
    last = [WIDE[:18]] * 7 + [WIDE[:9] + "。"]
    drawn = [*tier(40, *last), *tier(226, WIDE[:6], "以上", first=3)]
    found = strings([*tier(40, *upper), *tier(226, *lower)], [], drawn)
    assert "".join(found).endswith("".join(last) + WIDE[:6] + "以上")
    assert found[-3].endswith(WIDE[:18] * 3 + WIDE[:9] + "。")  # no page's part is torn where the lower tier begins


def test_the_number_under_a_short_vertical_page_is_a_page_number():
    pages = [[*tier(40, *[WIDE[:30]] * rows), *line(str(number), 200, 500)] for number, rows in ((1, 12), (2, 5))]
    assert [piece.kind for piece in layout(*pages).furniture] == [FurnitureKind.PAGE_NUMBER] * 2


def test_a_vertical_line_drawn_in_two_with_a_blank_between_is_one():
    name, office = upright("鳴海洋介", 380, 40), upright("町づくり課長", 380, 92)
    body = tier(40, *[WIDE[:30]] * 8, first=2)
    assert strings([*tier(40, "委員の名簿"), *name, *body, *office])[1] == "鳴海洋介 町づくり課長"


def test_the_longer_left_column_is_read_to_its_end():
    left, right = column(10, 0, 0, 0), column(8, 20, 220, 0)
    mixed = [piece for pair in zip(left, right, strict=False) for piece in pair]
    assert strings(lines(*mixed, *left[8:])) == [WIDE[:18] * 10 + WIDE[20:38] * 8]


def test_the_longer_left_column_is_read_over_blank_lines_to_its_end():
    longer = [(WIDE[:18], 0.0, 20.0 * i) for i in (*range(9), *range(10, 13))] + [("おわり。", 0.0, 260.0)]
    shorter = column(8, 3, 220, 0)
    found = strings(lines(*longer, *shorter))
    assert "".join(found) == "".join(string for string, _, _ in (*longer, *shorter))


def test_labels_of_a_figure_below_do_not_hide_the_columns():
    left, right = column(8, 0, 0, 0), column(8, 20, 220, 0)
    labels = [("図", 205.0 + 3 * i, 260.0 + 20 * i) for i in range(3)]
    assert strings(lines(*left, *right, *labels))[0] == WIDE[:18] * 8 + WIDE[20:38] * 8


def small(string: str, x: float, y: float) -> list[Glyph]:
    """A line half as large as the text."""
    return [Glyph(c, x + 5 * i, y, x + 5 * i + 5, y + 5) for i, c in enumerate(string)]


def test_a_small_label_in_the_gap_between_two_columns_does_not_move_its_edge():
    left, right = column(8, 0, 0, 0), column(8, 20, 210, 0)
    left[3] = (WIDE[:19], 0, 60)  # it hangs over the edge
    text = "".join(string for string, _, _ in (*left, *right))
    assert "".join(strings([*lines(*left, *right), *small("図", 196, 300)])) == text + "図"


def test_columns_are_seen_on_a_page_with_more_small_print_than_text():
    left, right = column(8, 0, 0, 0), column(8, 20, 220, 0)
    notes = [glyph for i in range(10) for glyph in small(WIDE[:38], 0, 300 + 10 * i)]
    text = [WIDE[:18] * 8 + WIDE[20:38] * 8]
    other = lines(*column(12, 0, 0, 0), *column(12, 20, 220, 0))
    assert strings([*lines(*left, *right), *notes], [], other)[:1] == text


# --- slides ---------------------------------------------------------------------------------------------------------

SLIDE = (720.0, 405.0)


def test_boxes_of_a_slide_are_read_whole_and_row_by_row():
    frames = [(x, y, x + 320, y + 80) for y in (60, 160) for x in (20, 360)]
    names = ["現状", "課題", "方策", "日程"]
    boxes = [
        [(f"{name}の{n}つ目を挙げる", x + 10, y + 10 + 20 * n) for n in range(3)]
        for name, (x, y, _, _) in zip(names, frames, strict=True)
    ]
    across = [box[n] for pair in (boxes[:2], boxes[2:]) for n in range(3) for box in pair]
    found = "".join(strings(lines(("全体の見取り図を示す", 20, 20), *across), size=SLIDE, frames=frames))
    assert found == "全体の見取り図を示す" + "".join(string for box in boxes for string, _, _ in box)


def test_unframed_columns_of_a_slide_are_parted_where_the_gap_is_widest():
    left = [(f"左の{n}行目がある", 20.0, 60.0 + 16 * n) for n in range(4)]
    right = [(f"右の{n}行目がある", 380.0, 60.0 + 16 * n) for n in range(4)]
    found = "".join(strings(lines(*right, *left), size=SLIDE))
    assert found == "".join(string for string, _, _ in left + right)


def test_names_to_the_left_of_what_they_name_are_read_row_by_row():
    rows = [(name, 20.0, 60.0 + 60 * n) for n, name in enumerate(("現状", "課題", "方策"))]
    texts = [(WIDE[n : n + 30], 200.0, 60.0 + 60 * n) for n in range(3)]
    found = "".join(strings(lines(*rows, *texts), size=SLIDE))
    assert found == "".join(name + text for (name, _, _), (text, _, _) in zip(rows, texts, strict=True))


def test_a_drawing_behind_the_text_is_no_box():
    rows = [("上の文がここにある", 20.0, 60.0), ("下の文がここにある", 20.0, 90.0), ("右の語", 300.0, 60.0)]
    ground = [(80.0, 40.0, 400.0, 140.0)]
    assert strings(lines(*rows), size=SLIDE, frames=ground) == strings(lines(*rows), size=SLIDE)


def test_text_never_goes_on_from_one_box_into_the_next():
    frames = [(20, 60, 340, 100), (360, 40, 700, 100)]
    rows = [(WIDE[:30], 25.0, 70.0), ("つづきに見える文", 365.0, 50.0)]
    assert len(strings(lines(*rows), size=SLIDE, frames=frames)) == 2


def test_four_lines_that_meet_are_a_frame_and_the_ground_of_the_page_is_none():
    thin = [(20, 20, 220, 21), (20, 99, 220, 100), (20, 20, 21, 100), (219, 20, 220, 100)]
    assert frames_of([*thin, (0, 0, 720, 405)], 720 * 405) == ((20, 20, 220, 100),)
    assert frames_of(thin[:3], 720 * 405) == ()


def test_a_frame_that_the_end_of_the_page_leaves_open_is_one():
    thin = [(20, 500, 220, 501), (20, 500, 21, 600), (219, 500, 220, 600)]
    assert frames_of(thin, 420 * 600) == ((20, 500, 220, 600),)


def test_labels_that_are_the_same_on_each_slide_are_no_running_heads():
    slides = [
        lines(("背景", 20, 60), (WIDE[n : n + 20], 150, 60), ("目標", 20, 260), (WIDE[n + 5 : n + 25], 150, 260))
        for n in range(4)
    ]
    assert layout(*slides, size=SLIDE).furniture == ()


def test_running_heads_of_slides_stand_at_their_edges():
    slides = [lines(("海辺の町の資料", 20, 10), (WIDE[n : n + 20], 150, 160), ("企画課", 20, 380)) for n in range(4)]
    assert [piece.kind for piece in layout(*slides, size=SLIDE).furniture[:2]] == [
        FurnitureKind.HEADER,
        FurnitureKind.FOOTER,
    ]


# --- boxes side by side on an upright page --------------------------------------------------------------------------

CARDS = [(x, y, x + 200, y + 60) for y in (100, 180) for x in (0, 220)]


def test_boxes_side_by_side_are_read_one_after_the_other():
    above = [(WIDE[:42], 0, 60), ("おわりまで。", 0, 80)]
    cards = [
        [(f"{number}番目の箱の文が右の端まで届いて", x + 15, y + 10), ("つづく。", x + 15, y + 30)]
        for number, (x, y, _, _) in zip("一二三四", CARDS, strict=True)
    ]
    across = [card[n] for pair in (cards[:2], cards[2:]) for n in range(2) for card in pair]
    texts = [WIDE[:42] + "おわりまで。", *("".join(string for string, _, _ in card) for card in cards)]
    assert strings(lines(*above, *across), frames=CARDS) == texts


def test_text_beside_two_boxes_is_not_cut_by_them():
    beside = [(WIDE[n : n + 18], 0, 100 + 20 * n) for n in range(6)]
    frames = [(200, 100, 300, 220), (310, 100, 410, 220)]
    inside = [(words, x, 110 + 20 * n) for x in (205, 315) for n, words in enumerate(("箱の名", "箱の中身"))]
    text = [*((WIDE[:42], 0, 20 + 20 * n) for n in range(4)), *beside, ("の終わり。", 0, 220)]
    rows = sorted([*text, *inside], key=lambda row: row[2])
    assert strings(lines(*rows), frames=frames)[0] == "".join(string for string, _, _ in text)


def test_a_box_that_is_narrower_than_the_text_breaks_its_lines_at_its_own_edge():
    above, below = [(WIDE[:42], 0, 20 * n) for n in range(4)], [(WIDE[:42], 0, 200 + 20 * n) for n in range(4)]
    box = [(WIDE[:30], 50, 120), ("短い行。", 50, 140), (WIDE[:20], 50, 160)]
    found = strings(lines(*above, *box, *below), frames=[(40, 110, 360, 180)])
    assert found[1:3] == [WIDE[:30] + "短い行。", WIDE[:20]]


def test_a_row_of_boxes_with_one_line_each_stays_a_row():
    frames = [(0, 100, 200, 120), (220, 100, 420, 120)]
    rows = [(WIDE[:42], 0, 60), ("名称", 5, 105), ("所在地", 225, 105)]
    assert strings(lines(*rows), frames=frames) == strings(lines(*rows))


def test_a_line_with_bold_words_goes_on_in_plain_ones():
    first = [*line(WIDE[:20], 0, 0), *line(WIDE[:20], 200, 0, bold=True)]
    assert strings([*first, *lines(("つづきの文である。", 0, 20), (WIDE[:40], 0, 40), (WIDE[:40], 0, 60))])[
        0
    ].startswith(WIDE[:20] * 2 + "つづき")


# --- figures that cut a sentence -------------------------------------------------------------------------------------

PLAN = [("図１　港の見取り図", 120, 400), ("「灯台」", 150, 440), ("桟橋", 250, 480)]
HALVES = ["港の倉庫を改修して学びの場とする案について、地元の受け止めを確かめてから進める取組の推", "進を求める。"]


@pytest.mark.parametrize("is_next", [False, True])
def test_a_figure_at_the_foot_or_the_head_of_a_page_cuts_no_sentence(is_next: bool):
    text = [*column(6, 0, 0, 20, length=42), (HALVES[0], 0, 140)]
    rest = [(HALVES[1], 0, 560)]
    pages = ([*text], [*PLAN[1:], ("図１　港の見取り図", 120, 520), *rest]) if is_next else ([*text, *PLAN], rest)
    found = strings(*(lines(*page) for page in pages))
    assert "".join(HALVES) in found[0]
    assert "図１ 港の見取り図" in found[1:]


def test_a_figure_behind_a_whole_sentence_stays_where_it_is():
    text = [*column(6, 0, 0, 20, length=42), ("おわりまで。", 0, 140)]
    assert strings(lines(*text, *PLAN), lines(*column(6, 2, 0, 20, length=42)))[1] == "図１ 港の見取り図"


# --- two pages on a sheet -------------------------------------------------------------------------------------------


def test_of_two_pages_on_a_sheet_the_left_one_is_read_first_and_both_numbers_are_none_of_the_text():
    sheets = []
    for number in (1, 3, 5):
        left, right = column(14, 0, 20, 20, length=30), column(14, 12, 420, 20, length=30)
        mixed = [piece for pair in zip(left, right, strict=True) for piece in pair]
        sheets.append(lines(*mixed, (str(number), 170, 380), (str(number + 1), 570, 380)))
    found = layout(*sheets, size=(800.0, 405.0))
    assert "".join(p.text.string for p in found.paragraphs) == (WIDE[:30] * 14 + WIDE[12:42] * 14) * 3
    assert sum(piece.kind is FurnitureKind.PAGE_NUMBER for piece in found.furniture) == 6


def test_an_item_of_the_next_list_begins_a_row_though_the_line_beside_it_reaches_so_far():
    left = [
        ("・水車の仕組み", 20, 60),
        ("・里山の道の手入れのしかたと歩き方（一）", 20, 72),
        ("・渡し舟", 20, 84),
        ("・炭焼き", 20, 96),
    ]
    right = [(text, 226, 60 + 12 * i) for i, text in enumerate(("・木の数", "・道の数", "・橋の数"))]
    found = strings(lines(*left, *right), size=SLIDE)
    assert found == [string for string, _, _ in (*left, *right)]


NARROW = [(WIDE[5 * i : 5 * i + 12], 0, 120 + 20 * i) for i in range(5)]
AROUND = [*column(6, 0, 0, 0, length=36), *NARROW, ("これで終わる。", 0, 220), *column(6, 3, 0, 280, length=36)]
AROUND_TEXT = "".join(string for string, _, y in AROUND if y <= 220)
FIGURE = [("地図", 200, 137), ("港町", 300, 171), ("山手町", 180, 203)]


@pytest.mark.parametrize("figure", [FIGURE, []])
def test_text_beside_a_figure_or_picture_goes_on_and_is_read_first(figure: list[Drawn]):
    found = strings(lines(*figure, *AROUND))
    assert found[:-1] == [AROUND_TEXT, *(string for string, _, _ in figure)]


def test_a_list_in_columns_beside_which_nothing_is_broken_is_no_text_beside_a_figure():
    entries = [(f"港町第{n}公民館前", 0, 140 + 20 * i) for i, n in enumerate("一二三四五")]
    remarks = [("利用者が多い。", 200, y) for _, _, y in entries]
    found = strings(lines(*column(6, 0, 0, 0, length=36), *entries, *column(6, 3, 0, 280, length=36)))
    assert [entry for entry, _, _ in entries] == found[1:6]
    found = strings(lines(*column(6, 0, 0, 0, length=36), *entries, *remarks, *column(6, 3, 0, 280, length=36)))
    assert found[1:5] == [entries[0][0], remarks[0][0], entries[1][0], remarks[1][0]]
