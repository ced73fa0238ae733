"""Footnotes and the places that refer to them, on toy pages, in typed dumps, and in a seed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from minutes_nlp.layout import lay_out
from minutes_nlp.layout.notes.calls import label_of
from minutes_nlp.model import Block, BlockKind, Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.reading import read
from minutes_nlp.reading.pdf.glyphs import Glyph, GlyphPage, SourceWriter

SHARED = Path(__file__).parents[2] / "shared"
WIDE = "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひも"
FULL = WIDE[:40]
RULE = (0.0, 500.0, 100.0, 500.5)


def line(string: str, x: float, y: float, size: float = 10) -> list[Glyph]:
    """A drawn line; figures in braces stand small and high."""
    found, raised = [], False
    for character in string:
        if character in "{}":
            raised = character == "{"
            continue
        height = 0.6 * size if raised else size
        width = height * (1 if ord(character) > 0xFF else 0.5)
        found.append(Glyph(character, x, y, x + width, y + height))
        x += width
    return found


def printed(*pages: list[list[Glyph]], rules=((RULE,),)):
    writer = SourceWriter()
    for number, lines in enumerate(pages, 1):
        glyphs = [glyph for drawn in lines for glyph in drawn]
        writer.add(GlyphPage(number, 420, 600, glyphs, rules=rules[min(number, len(rules)) - 1]))
    return writer.document(("a.pdf", "0" * 64, "application/pdf", "pdfium"))


def page(*body: str, notes: tuple[str, ...] = (), size: float = 10) -> list[list[Glyph]]:
    """Lines of text from the top, and notes below the place of the rule."""
    return [line(string, 0, 20 * i) for i, string in enumerate(body)] + [
        line(string, 0, 510 + 12 * i, size) for i, string in enumerate(notes)
    ]


def notes_of(document):
    """Of each footnote: label, text, pages, what stands before and at each reference."""
    return [
        (
            note.label.string if note.label else None,
            note.text.string,
            note.pages,
            [document.source[start - 2 : end] for start, end in note.references],
        )
        for note in lay_out(document).paragraphs
        if note.kind is BlockKind.FOOTNOTE
    ]


# --- on paper


def test_notes_of_body_size_are_found_under_a_drawn_rule_and_called_by_raised_figures():
    document = printed(page(FULL, "里山{1}の道は町{2}が直す。", notes=("{1} 県の調べ。", "{2} 役場の係。")))
    assert notes_of(document) == [("1", "県の調べ。", (1,), ["里山1"]), ("2", "役場の係。", (1,), ["は町2"])]


def test_an_underline_and_a_rule_over_plain_text_are_no_footnote_rules():
    lines = [FULL, FULL, *["里山の道は町が直す。"] * 2]
    underline = (0.0, 29.0, 100.0, 29.5)
    assert notes_of(printed(page(*lines, notes=("町の調べ。",)), rules=((underline, RULE),))) == []


def test_the_side_of_a_box_is_no_footnote_rule():
    sides = ((0.0, 470.0, 60.0, 470.5), (0.0, 500.0, 60.0, 500.5))
    lines = page(FULL, notes=("＊図の中のことば。", FULL, "おわり。"))
    assert not notes_of(printed(lines, rules=(sides,)))
    assert [label for label, *_ in notes_of(printed(lines, rules=(sides[1:],)))] == ["＊"]


def test_text_below_a_boxed_line_is_no_footnote_though_a_note_stands_first():
    foot = [*page(FULL, "里山{1}の道は町が直す。", notes=("{1} 県の調べ。",), size=8), line(FULL, 0, 540)]
    assert notes_of(printed(foot, rules=(((0.0, 470.0, 400.0, 470.5), (0.0, 500.0, 400.0, 500.5)),))) == []


def test_numbers_of_notes_that_count_over_pages_are_no_page_numbers():
    body = [[WIDE[n : n + 40] for n in range(m, m + 4)] for m in range(3)]
    pages = [
        page(*text, f"里山{{{n}}}は{text[n]}。", notes=(f"{{{n}}}　{text[n][:39]}", f"{text[n][:5]}の調べ。"))
        for n, text in enumerate(body, 1)
    ]
    assert [label for label, *_ in notes_of(printed(*pages))] == ["1", "2", "3"]


def test_a_footnote_that_goes_on_on_the_next_page_is_one_block():
    first = page(FULL, "里山{1}の道は町が直す。", notes=("{1}" + WIDE[:39],))
    second = page(FULL, FULL, notes=("という調べ。", "{2}役場の係。"))
    second[1] = line("橋{2}は県が直す。", 0, 20)
    found = notes_of(printed(first, second))
    assert [(label, pages) for label, _, pages, _ in found] == [("1", (1, 2)), ("2", (2,))]
    assert found[0][1] == WIDE[:39] + "という調べ。"


def test_a_footnote_goes_on_above_the_next_one_where_no_rule_stands_over_them():
    first, second = [FULL] * 24, [FULL] * 23
    first[3], second[3] = "里山(1)の道は町が直す。", "橋(2)は県が直す。"
    below = [["(1)" + WIDE[:38]], ["という調べ。", "(2)役場の係。"]]
    pages = [
        [*page(*body), *(line(text, 0, 500 + 12 * i, 7) for i, text in enumerate(notes))]
        for body, notes in zip((first, second), below, strict=True)
    ]
    found = notes_of(printed(*pages, rules=((),)))
    assert [(label, text) for label, text, *_ in found] == [("(1)", WIDE[:38] + "という調べ。"), ("(2)", "役場の係。")]


def test_figures_that_begin_a_note_s_line_are_no_label_out_of_turn():
    document = printed(page("里山{1}の道は町が直す。", FULL, notes=("{1}" + WIDE[:39], "26 か所を調べた。")))
    assert [text for _, text, _, _ in notes_of(document)] == [WIDE[:39] + "26 か所を調べた。"]


def test_small_words_of_a_figure_are_no_footnotes():
    body = [*page(*[FULL] * 10), line("3次元", 30, 480, 7), line("画像", 30, 490, 7)]
    assert notes_of(printed(body, rules=((),))) == []


def test_notes_under_both_columns_of_a_page_stand_apart():
    texts = [WIDE[:18]] * 22
    left, right = ["里山(1)" + WIDE[:14], *texts], ["橋(2)" + WIDE[:14], *texts]
    columns = [line(text, x, 20 * i) for x, column in ((0, left), (220, right)) for i, text in enumerate(column)]
    notes = ["(1)" + WIDE[:25], "町の調べ。", "(2)" + WIDE[:25], "県の調べ。"]
    below = [line(text, x, y, 7) for text, x, y in zip(notes, (0, 0, 220, 220), (470, 480) * 2, strict=True)]
    found = notes_of(printed([*columns, *below], rules=((),)))
    assert [(label, text) for label, text, *_ in found] == [
        ("(1)", WIDE[:25] + "町の調べ。"),
        ("(2)", WIDE[:25] + "県の調べ。"),
    ]


def test_paragraphs_of_one_footnote_are_parted_by_line_feeds():
    notes = ("{1}県「里山調べ」", "町「道調べ」", "{2}" + WIDE[:39], "による。")
    document = printed(page("里山{1}の道は町{2}が直す。", FULL, notes=notes))
    assert [text for _, text, _, _ in notes_of(document)] == ["県「里山調べ」\n町「道調べ」", WIDE[:39] + "による。"]


def test_numbers_begin_anew_on_each_page_and_call_only_there():
    pages = [
        page("里山{1}の道。", FULL, notes=("{1} 県の調べ。",)),
        page("橋{1}の道。", FULL, notes=("{1} 町の調べ。",)),
    ]
    assert [[call[-2:] for call in calls] for *_, calls in notes_of(printed(*pages))] == [["山1"], ["橋1"]]


# --- in dumps

LINES = "".join(f"{WIDE[i:]}{WIDE[:i]}\n\n" for i in range(6))


def dumped(text: str):
    return notes_of(read(text.encode(), "dump.txt"))


def test_a_line_of_spaces_stands_for_the_rule_and_figures_behind_words_call():
    text = LINES + "里山の要因4（人の数）は26年4月に調べ、4人が図4に示す。\n\n" + " " * 54 + "\n\n4 県の調べ。\n"
    assert dumped("里山の要因1である。\n\n" + " " * 54 + "\n\n1 町。\n 2 頁。\n\n" + text)[-1][3] == ["要因4"]


def test_a_list_under_spaces_behind_a_line_is_no_footnote():
    assert dumped(LINES + "２ 事業の基盤" + " " * 40 + "\n\n（１）自走する事業\n\n○橋を直す。\n") == []


def test_items_of_an_agenda_call_no_notes():
    text = (
        "議　題：(1) 水車の守り手　(2) 渡し舟の便数\n\n○ 橋を直してほしい。\n\n(2) 渡し舟の便数\n○ 便を増やせないか。\n"
    )
    assert dumped(text) == []


def test_a_page_that_nobody_marked_ends_the_notes():
    text = LINES + "里山の要因1である。\n\n" + " " * 54 + "\n\n1 県の調べ。\n   その際、橋を直す。\n\n" + LINES
    assert [note[1] for note in dumped(text)] == ["県の調べ。"]


@pytest.mark.parametrize(
    ("string", "label"),
    [
        ("1 県の調べ", "1"),
        ("*1 県の調べ", "*1"),
        ("※１県の調べ", "※１"),
        ("（注1）県の調べ", "（注1）"),
        ("注）県の調べ", "注）"),
        ("1) 県の調べ", "1)"),
        ("¹ 県の調べ", "¹"),
        ("2018年の調べ", ""),
        ("１-１図の道", ""),
        ("注意する", ""),
        ("12", ""),
    ],
)
def test_labels(string: str, label: str):
    assert label_of(string) == label


# --- a seed


@pytest.fixture(scope="module")
def seed() -> Record:
    found = sorted((SHARED / "seeds").glob("002*.txt"))
    if not found:
        pytest.skip("the shared documents are not here")
    return make_record(found[0].read_bytes(), found[0].name)


def notes_between(record: Record, first: int, last: int) -> list[Block]:
    """The footnotes that begin between two lines of the source, counted from 1."""
    starts = [0, *(match.end() for match in re.finditer("\n", record.source_text))]
    return [
        block
        for block in record.blocks
        if block.kind is BlockKind.FOOTNOTE and starts[first - 1] <= block.label_spans[0][0] < starts[last - 1]
    ]


def test_the_eighteen_footnotes_of_the_main_text_are_whole_and_called_once(seed: Record):
    notes = notes_between(seed, 1, 1526)
    assert [note.label for note in notes] == [f"({number})" for number in range(1, 19)]
    assert all(note.text.endswith("。") for note in notes)
    lengths = [45, 47, 50, 31, 52, 45, 52, 75, 14, 17, 79, 26, 54, 65, 98, 63, 35, 97]
    assert [len(note.text) for note in notes] == lengths
    assert [note.pages for note in notes if len(note.pages) > 1] == [(2, 3)]
    calls = [[seed.source_text[start:end] for start, end in note.reference_spans] for note in notes]
    assert calls == [[note.label] for note in notes]


def test_the_footnotes_of_the_bound_reports_are_found_and_called(seed: Record):
    notes = notes_between(seed, 1526, 13_000)
    assert [note.label for note in notes] == [*map(str, range(1, 7)), *map(str, range(6, 22)), "1"]
    calls = [[seed.source_text[start:end] for start, end in note.reference_spans] for note in notes]
    assert calls == [[note.label] for note in notes]
