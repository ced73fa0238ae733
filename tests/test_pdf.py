from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdfium2 import PdfDocument

from minutes_nlp.document import Flow
from minutes_nlp.errors import SourceError
from minutes_nlp.layout import lay_out
from minutes_nlp.reading import read
from minutes_nlp.reading.pdf.file import _whole, read_pdf
from minutes_nlp.reading.pdf.glyphs import Glyph, GlyphPage, SourceWriter

TYPESET = Path(__file__).parents[1] / "corpora" / "misaki-kurashi" / "meeting-1" / "typeset"
HEAD = ("a.pdf", "0" * 64, "application/pdf", "pdfium")


def glyphs(string: str, x: float = 0, y: float = 0, pitch: float = 10) -> list[Glyph]:
    """Characters side by side, ASCII half as wide."""
    found = []
    for character in string:
        width = 10 if ord(character) > 0xFF else 5
        if character != " ":
            found.append(Glyph(character, x, y, x + width, y + 10))
        x += width + pitch - 10
    return found


def written(*runs: list[Glyph], width: float = 600, height: float = 800):
    writer = SourceWriter()
    writer.add(GlyphPage(1, width, height, [glyph for run in runs for glyph in run]))
    return writer.document(HEAD)


def lines(document):
    return [document.source[slice(*line.span)] for page in document.pages for line in page.lines]


def test_glyphs_on_one_baseline_are_a_line_and_the_edges_of_each_are_known():
    document = written(glyphs("議事概要"), glyphs("次の行", y=20))
    assert lines(document) == ["議事概要", "次の行"]
    assert list(document.x0[:4]) == [0, 10, 20, 30]
    assert len(document.x0) == len(document.x1) == len(document.source)


def test_a_superscript_stays_in_its_line():
    mark = [Glyph("1", 40, -2, 43, 4)]
    assert lines(written(glyphs("あります"), mark, glyphs("が、", x=43))) == ["あります1が、"]


def test_only_a_gap_between_latin_words_becomes_a_space():
    assert lines(written(glyphs("Trusted Web"))) == ["Trusted Web"]
    assert lines(written(glyphs("地方", pitch=18))) == ["地方"]
    assert lines(written(glyphs("DX 推進"))) == ["DX推進"]


def test_words_in_another_font_than_the_spread_letters_beside_them_stay_apart():
    spread = glyphs("地方創生の推進", pitch=14)
    assert lines(written(spread, glyphs("Trusted Web", x=spread[-1].x1))) == ["地方創生の推進Trusted Web"]


def test_a_character_beyond_the_basic_plane_is_made_whole_of_its_halves():
    assert _whole("\ud842", "\udfb7") == "𠮷"
    assert _whole("", "\udfb7") == "\ufffd"
    assert _whole("", "\ufffe") == "-"


PLACED = st.tuples(st.sampled_from("あ○→A1、（"), st.integers(0, 60), st.integers(0, 80))


@given(st.lists(PLACED, min_size=1, max_size=12))
def test_any_letters_anywhere_on_a_page_are_laid_out_and_none_is_lost(placed):
    document = written([Glyph(letter, 10 * x, 10 * y, 10 * x + 10, 10 * y + 10) for letter, x, y in placed])
    layout = lay_out(document)
    texts = [text for p in layout.paragraphs for text in (p.marker, p.label, p.text) if text]
    spans = [span for one in (*texts, *layout.furniture) for span in one.spans]
    found = {at for start, end in spans for at in range(start, end)}
    assert {at for at, character in enumerate(document.source) if not character.isspace()} <= found


def test_a_spread_number_keeps_together():
    assert lines(written(glyphs("12:30", pitch=14))) == ["12:30"]


def test_a_vertical_page_is_read_as_if_it_ran_along():
    first = [Glyph(c, 580, 10 * i, 590, 10 * i + 10) for i, c in enumerate("縦書きの文章")]
    second = [Glyph(c, 560, 10 * i, 570, 10 * i + 10) for i, c in enumerate("次の行である")]
    document = written(first, second)
    assert document.pages[0].turned
    assert lines(document) == ["縦書きの文章", "次の行である"]
    (line, *_) = lay_out(document).lines[0]
    assert line.box == (580, 0, 590, 60)


def test_both_readers_give_the_same_text_and_places():
    data = (TYPESET / "plain.pdf").read_bytes()
    one, other = read_pdf(data, "plain.pdf", "pdfium"), read_pdf(data, "plain.pdf", "pdfplumber")
    squeezed = ["".join(document.source.split()) for document in (one, other)]
    assert squeezed[0] == squeezed[1]
    assert one.pages[0].lines[0].box == pytest.approx(other.pages[0].lines[0].box, abs=4)
    assert one.flow is other.flow is Flow.PRINTED


def test_a_page_that_was_put_in_upside_down_is_read_as_it_stands(tmp_path):
    upright = (TYPESET / "plain.pdf").read_bytes()
    with PdfDocument(upright) as pdf:
        for page in pdf:
            page.set_rotation(180)
        pdf.save(tmp_path / "turned.pdf")
    found, true = (lay_out(read_pdf(data, "a.pdf")) for data in ((tmp_path / "turned.pdf").read_bytes(), upright))
    assert [one.text.string for one in found.paragraphs] == [one.text.string for one in true.paragraphs]


def test_a_file_over_the_limit_is_refused_with_its_page():
    with pytest.raises(SourceError) as raised:
        read((TYPESET / "plain.pdf").read_bytes(), "plain.pdf", characters=900)
    assert raised.value.code == "too-large"
    assert "ページ目" in raised.value.message


def test_a_broken_pdf_is_refused_in_both_readers_words():
    with pytest.raises(SourceError) as raised:
        read(b"%PDF-1.7\nnothing of use", "壊.pdf")
    assert raised.value.code == "broken-pdf"
    assert raised.value.where == "壊.pdf"
    assert raised.value.remedy


def test_a_pdf_without_text_says_what_to_do(tmp_path):
    Image.new("RGB", (40, 40)).save(tmp_path / "scan.pdf")
    with pytest.raises(SourceError) as raised:
        read((tmp_path / "scan.pdf").read_bytes(), "scan.pdf")
    assert raised.value.code == "no-text-layer"
    assert "OCR" in raised.value.remedy


def test_glyphs_without_size_of_a_broken_file_still_make_lines():
    document = written([Glyph("字", 0, 0, 0, 0), Glyph("字", 0, 0, 0, 0), Glyph("A", 0, 0, 0, 0)])
    assert "".join(lines(document)).startswith("字字")
    assert lay_out(document).paragraphs
