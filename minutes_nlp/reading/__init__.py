"""From a file to what was printed on it (読み取り): PDF, Word, web pages and text dumps become one `Document`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from minutes_nlp.document import Document
from minutes_nlp.model import Note
from minutes_nlp.reading.kinds import DOCX, HTML, MARKDOWN, PDF, media_type
from minutes_nlp.reading.markdown import read_markdown
from minutes_nlp.reading.pdf.file import read_pdf, too_large
from minutes_nlp.reading.plain import read_plain
from minutes_nlp.reading.web.page import read_web
from minutes_nlp.reading.word.file import read_word

__all__ = ["read"]

READERS = {DOCX: read_word, HTML: read_web, MARKDOWN: read_markdown}
DOUBTFUL_LINES = 100  # single-character lines from which a text layer is doubtful; budget tables have up to 60
DOUBTFUL_SHARE = 0.5  # of all lines; a spoilt OCR layer has 0.9, a table of one-digit cells 0.3


def read(data: bytes, name: str, reader: str | None = None, characters: int | None = None) -> Document:
    """The document in `data`, by what it is, not by its suffix.

    `reader` forces one of the PDF readers, `characters` is how many are too many. SourceError where the file cannot be
    used as it is.
    """
    kind = media_type(data, name)
    document = read_pdf(data, name, reader, characters) if kind == PDF else READERS.get(kind, read_plain)(data, name)
    if characters and len(document.source) > characters:
        raise too_large(characters, name)
    return replace(document, notes=document.notes + tuple(_doubts(document)))


def _doubts(document: Document) -> Iterator[Note]:
    """Notes on a text layer that a person should compare with the page."""
    lines = [line for page in document.pages for line in page.lines]
    lone = sum(line.span[1] - line.span[0] == 1 for line in lines)
    if lone >= DOUBTFUL_LINES and lone > DOUBTFUL_SHARE * len(lines):
        yield Note(
            "doubtful-text",
            f"文字情報が疑わしい文書です（{len(lines)}行のうち{lone}行が1字だけ）。原本と見比べてください",
        )
    lost = document.source.count("\ufffd")
    if lost:
        first = document.source.index("\ufffd")
        yield Note(
            "unreadable-characters", f"読めない文字が{lost}字あります。原本と見比べてください", ((first, first + 1),)
        )
