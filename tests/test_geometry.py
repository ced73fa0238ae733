"""Layout of printed pages, on pages made of toy glyphs ten points wide and high."""

from __future__ import annotations

from minutes_nlp.layout import lay_out
from minutes_nlp.model import BlockKind, FurnitureKind
from minutes_nlp.reading.glyphs import Glyph, GlyphPage, SourceWriter
from minutes_nlp.reading.grids import Rule, grids_of

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


def test_a_column_under_an_entry_goes_on_and_entries_under_a_group_stay_apart():
    entry = [("三枝和弘", 0, 0), ("みさき大学地域創造学部", 80, 0), ("教授", 80, 20)]
    other = [("西脇恵子", 0, 40), ("北浜町役場", 80, 40)]
    assert strings(entry + other + column(FULL, FULL, top=80))[:2] == [
        "三枝和弘みさき大学地域創造学部教授",
        "西脇恵子北浜町役場",
    ]
    group = [("委員", 0, 0), *(("宇佐見久子", 80, 20 * i) for i in range(5))]
    assert len(strings(group + column(FULL, FULL, top=140))) >= 6


def test_two_columns_are_read_one_after_the_other():
    left = column(*[WIDE[:18]] * 8, top=40)
    right = column(*[WIDE[20:38]] * 8, x=220, top=40)
    mixed = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert strings([("二段組の見出し", 120, 0), *mixed]) == ["二段組の見出し", WIDE[:18] * 8 + WIDE[20:38] * 8]


def test_furigana_does_not_cut_its_line():
    small = [Glyph(c, 100 + 5 * i, 14, 105 + 5 * i, 19) for i, c in enumerate("けんいん")]
    writer = SourceWriter()
    glyphs = [*line(FULL, 0, 0), *small, *line(FULL, 0, 20), *line("おわり。", 0, 40)]
    writer.add(GlyphPage(1, 420, 600, glyphs))
    layout = lay_out(writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium")))
    assert [p.text.string for p in layout.paragraphs] == [FULL + FULL + "おわり。"]
    assert [piece.kind for piece in layout.furniture] == [FurnitureKind.RUBY]


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


def test_one_drawn_line_over_several_cells_is_cut_at_their_borders():
    rules = frame([0, 50, 100], [0, 20, 40])
    layout = lay_out(document([("指標現状値目", 4, 5), ("台数４６台の", 4, 25)], rules=rules))
    (table,) = layout.paragraphs
    assert [[cell.string for cell in row] for row in table.rows] == [["指標現状値", "目"], ["台数４６台", "の"]]


def test_a_frame_around_text_is_no_table():
    frame = (0, 0, 200, 0.5), (0, 100, 200, 100.5), (0, 0, 0.5, 100), (200, 0, 200.5, 100)
    assert grids_of(Rule(*side) for side in frame) == ()
