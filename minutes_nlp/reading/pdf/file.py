"""PDF files through pdfium, and through pdfplumber where pdfium fails (PDFの読み取り).

pypdfium2 comes with pdfplumber and is ten times as fast; each reads some files that the other cannot, so both stand
here. What either gives is characters with boxes: the spaces and line breaks that pdfium makes up are dropped.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from math import degrees
from typing import Any

from minutes_nlp.document import Document
from minutes_nlp.errors import SourceError
from minutes_nlp.model import Box
from minutes_nlp.reading.kinds import PDF
from minutes_nlp.reading.pdf.frames import frames_of
from minutes_nlp.reading.pdf.glyphs import Glyph, GlyphPage, SourceWriter
from minutes_nlp.reading.pdf.grids import MOST, Rule, grids_of, rules_of
from minutes_nlp.reading.pdf.rules import Placing, drawn_rules, drawn_shapes, paths_of

__all__ = ["read_pdf", "too_large"]

MADE_UP = {"\r", "\n", "\0"}  # what pdfium adds between lines
SOFT_HYPHENS = {"\ufffe", "\x02"}  # how pdfium spells a hyphen at a line's end
SAMPLED = 20  # letters of a page that are asked which way they stand
BOLD = 600  # font weight from which a face counts as bold (CSS Fonts 4: 600 semi-bold)
# a character that has no meaning, or a control character
UNREADABLE = re.compile(r"[\ufffd\x00-\x08\x0e-\x1b]")
GARBAGE_SHARE = 0.3  # share of unreadable characters from which a text layer is no text; real files stay under 0.02


def read_pdf(data: bytes, name: str, reader: str | None = None, characters: int | None = None) -> Document:
    """A PDF as printed lines.

    Args:
        data: the file.
        name: its name, for the record and for messages.
        reader: `pdfium` or `pdfplumber` to force one; both in turn otherwise.
        characters: how many characters are too many; any number where nothing is said.

    Raises:
        SourceError: the file is locked, broken, too large, or has no text layer; codes `encrypted`, `broken-pdf`,
            `too-large`, `no-text-layer`, `garbage-text-layer`.
    """
    faults: list[SourceError] = []
    for kind in [reader] if reader else list(READERS):
        try:
            return _checked(_written(READERS[kind](data, name), characters, (name, PDF, kind), data))
        except SourceError as error:
            if error.code not in {"broken-pdf", "no-text-layer"}:
                raise
            faults.append(error)
    raise next((fault for fault in faults if fault.code == "no-text-layer"), faults[0])


def _written(pages: Iterator[GlyphPage], characters: int | None, head: tuple[str, str, str], data: bytes) -> Document:
    writer = SourceWriter()
    for page in pages:
        writer.add(page)
        if characters and len(writer.x0) > characters:
            raise too_large(characters, head[0], page.number)
    name, media_type, kind = head
    return writer.document((name, sha256(data).hexdigest(), media_type, kind))


def too_large(characters: int, name: str, page: int | None = None) -> SourceError:
    """The refusal of a file with too many characters."""
    place = f"（{page}ページ目）" if page else ""
    return SourceError(
        "too-large",
        f"文字数が上限の{characters:,}字を超えました{place}",
        remedy="ファイルを分割してください",
        where=name,
    )


def _checked(document: Document) -> Document:
    """The document, unless it holds no text or only nonsense."""
    characters = sum(map(len, document.source.split()))
    if not characters:
        raise SourceError(
            "no-text-layer",
            "文字情報がありません(画像だけの PDF です)",
            remedy="ocrmypdf などの文字認識(OCR)をかけてから、もう一度処理してください",
            where=document.name,
        )
    bad = len(UNREADABLE.findall(document.source))
    if bad > GARBAGE_SHARE * characters:
        raise SourceError(
            "garbage-text-layer",
            f"文字情報が壊れています（{characters:,}字のうち{bad:,}字が読めません）",
            remedy="元のファイルからPDFを作り直すか、文字認識(OCR)をかけ直してください",
            where=document.name,
        )
    return document


# --- pdfium -----------------------------------------------------------------------------------------------------


def _pdfium_pages(data: bytes, name: str) -> Iterator[GlyphPage]:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the command line starts without a PDF library

    try:
        with pdfium.PdfDocument(data) as pdf:
            for index in range(len(pdf)):
                page = pdf[index]
                try:
                    yield _pdfium_page(page, index + 1)
                finally:
                    page.close()
    except pdfium.PdfiumError as error:
        raise _refusal(str(error), name, encrypted="password" in str(error).lower()) from error


def _pdfium_page(page: Any, number: int) -> GlyphPage:
    width, height = page.get_size()
    rotation = page.get_rotation()
    place = _placing(page.get_bbox(), rotation)
    text_page = page.get_textpage()
    if _is_upside_down(text_page.raw, rotation):  # pdfium orders the words of a line from left to right as shown
        text_page.close()
        page.set_rotation((rotation + 180) % 360)
        text_page = page.get_textpage()
    try:
        glyphs = tuple(_pdfium_glyphs(text_page.raw, place))
    finally:
        text_page.close()
    paths = paths_of(page.raw, place)
    drawn = tuple(islice(drawn_rules(paths), MOST + 1))
    frames = frames_of(drawn_shapes(paths), width * height)
    return GlyphPage(number, width, height, glyphs, grids_of(drawn), rules_of(drawn), frames)


def _is_upside_down(text_page: Any, rotation: int) -> bool:
    """Whether most of some letters, taken all over a page, stand on their heads as it is shown."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    count = pdfium.FPDFText_CountChars(text_page)
    places = range(0, count, max(1, count // SAMPLED))
    drawn = [place for place in places if pdfium.FPDFText_IsGenerated(text_page, place) == 0]
    ways = (round(degrees(pdfium.FPDFText_GetCharAngle(text_page, place))) + rotation for place in drawn)
    return 2 * sum(way % 360 == 180 for way in ways) > len(drawn)


def _pdfium_glyphs(text_page: Any, place: Placing) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    rectangle = pdfium.FS_RECTF()
    unicode_of, loose_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    weight, generated = pdfium.FPDFText_GetFontWeight, pdfium.FPDFText_IsGenerated
    high = ""
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        character = chr(unicode_of(text_page, index))
        if character in MADE_UP or (character == " " and generated(text_page, index) == 1):
            continue
        if "\ud800" <= character <= "\udbff":  # pdfium gives a character beyond the BMP (𠮷) as two halves
            high = character
            continue
        loose_box(text_page, index, rectangle)
        box = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if high or character >= "\ud800" or character in SOFT_HYPHENS:
            character, high = _whole(high, character), ""
        yield Glyph(character, *box, weight(text_page, index) >= BOLD)


def _whole(high: str, character: str) -> str:
    """The character of two surrogate halves; a half alone is unreadable, a soft hyphen at a line's end is a hyphen."""
    if "\udc00" <= character <= "\udfff":
        return (high + character).encode("utf-16", "surrogatepass").decode("utf-16") if high else "\ufffd"
    return "-" if character in SOFT_HYPHENS else character


def _placing(frame: Box, rotation: int) -> Placing:
    """How a box (left, bottom, right, top) of the file lies on the page as shown (x0, top, x1, bottom)."""
    left, bottom, right, top = frame
    if rotation == 90:
        return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if rotation == 180:
        return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if rotation == 270:
        return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)


# --- pdfplumber ---------------------------------------------------------------------------------------------------


def _pdfplumber_pages(data: bytes, name: str) -> Iterator[GlyphPage]:
    import pdfplumber  # noqa: PLC0415
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                yield _pdfplumber_page(page)
                page.close()  # unclosed pages keep 2.8 MB each
    except (PdfminerException, PDFException) as error:
        inner = error.args[0] if error.args else error
        raise _refusal(str(error), name, encrypted=isinstance(inner, PDFPasswordIncorrect)) from error
    except LIBRARY_FAULTS as error:  # pdfminer lets these through on broken files
        raise _refusal(str(error), name, encrypted=False) from error


def _pdfplumber_page(page: Any) -> GlyphPage:
    glyphs = tuple(
        Glyph(character, char["x0"], char["top"], char["x1"], char["bottom"], "Bold" in char["fontname"])
        for char in page.chars
        for character in _legible(char["text"])
    )
    drawn = [Rule(rule["x0"], rule["top"], rule["x1"], rule["bottom"]) for rule in (*page.lines, *page.rects)]
    return GlyphPage(page.page_number, float(page.width), float(page.height), glyphs, grids_of(drawn), rules_of(drawn))


def _legible(text: str) -> str:
    """Text as it is; pdfminer writes an unmapped glyph as `(cid:123)`."""
    is_half = any("\ud800" <= character <= "\udfff" for character in text)
    return "\ufffd" if is_half or text.startswith("(cid:") else text


# ------------------------------------------------------------------------------------------------------------------


def _refusal(reason: str, name: str, *, encrypted: bool) -> SourceError:
    if encrypted:
        return SourceError(
            "encrypted",
            "パスワードで保護されています",
            remedy="パスワードを解除したPDFを用意してください",
            where=name,
        )
    return SourceError(
        "broken-pdf",
        f"PDF として読めません(詳細: {reason or '不明'})",
        remedy="PDFを開けるか確かめ、元のファイルから作り直してください",
        where=name,
    )


READERS: dict[str, Callable[[bytes, str], Iterator[GlyphPage]]] = {
    "pdfium": _pdfium_pages,
    "pdfplumber": _pdfplumber_pages,
}
LIBRARY_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OSError)
