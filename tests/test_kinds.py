from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from minutes_nlp.errors import SourceError
from minutes_nlp.reading.kinds import (
    CONVERTIBLE,
    DOCX,
    HTML,
    MARKDOWN,
    PDF,
    READABLE_SUFFIXES,
    TEXT,
    WEB_PAGE,
    media_type,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def zipped(*names: str) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def ole(*streams: str) -> bytes:
    return OLE + b"".join(stream.encode("utf-16-le") + bytes(32) for stream in streams)


def refused(data: bytes, name: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        media_type(data, name)
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.pdf", PDF),
        (b"\r\n\r\nHTTP junk\n" + b"%PDF-1.4\n", "a.pdf", PDF),
        (b"%PDF-1.7\n", "renamed.txt", PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", DOCX),
        (zipped("word/document.xml"), "renamed.bin", DOCX),
        (b"PK\x03\x04 cut", "a.docx", DOCX),
        ("議事録".encode(), "a.txt", TEXT),
        ("議事録".encode("utf-16"), "a", TEXT),
        ("議事録".encode("cp932"), "a.log", TEXT),
        ("議事録".encode(), "a.doc", TEXT),
        (b"BM is short for bill of materials", "a.txt", TEXT),
        ("# 議事録".encode(), "a.md", MARKDOWN),
        (b"\n<!DOCTYPE html><html></html>", "a.html", HTML),
        (b"<!-- a > b --> <!-- -> -->\n<html>", "a.txt", HTML),
        (b"<!-- <html> --> words", "a.txt", TEXT),
        ('<?xml version="1.0"?>\n<html lang="ja">'.encode("utf-16"), "a.txt", HTML),
    ],
)
def test_the_content_decides_what_a_file_is(data, name, kind):
    assert media_type(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (ole("WordDocument"), "a.doc", "Word 文書 (*.docx)"),
        (ole("WordDocument"), "a.docx", "Word 文書 (*.docx)"),
        (ole("Workbook"), "a.xls", "Excel"),
        (ole("PowerPoint Document"), "a.ppt", "PowerPoint"),
        (ole("DocumentText"), "a.jtd", "一太郎"),
        (ole(), "a.jtd", "一太郎"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "Excel"),
        (zipped("ppt/presentation.xml"), "a.pptx", "PowerPoint"),
        (zipped("mimetype", "content.xml"), "a.odt", "Word"),
        (zipped("a.pdf", "b.pdf"), "a.zip", "展開"),
        (zipped("a.pdf", "%PDF-1.7"), "a.zip", "展開"),
        (b"PK\x03\x04 cut", "a.pptx", "PowerPoint"),
        (b"{\\rtf1\\ansi", "a.rtf", "Word"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "OCR"),
        (b"\xff\xd8\xff\xe0", "a.pdf.jpg", "OCR"),
        (b"BM\x36\x00\x00\x00", "a.bmp", "OCR"),
        (b"\0\0\0\x18ftypheic", "a.heic", "OCR"),
        (OLE, "a.bin", "保存し直して"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_to_convert(data, name, words):
    error = refused(data, name)
    assert error.code == "unreadable-kind"
    assert words in error.remedy


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_locked_office_file_is_encrypted(name):
    error = refused(ole("EncryptionInfo", "EncryptedPackage"), name)
    assert error.code == "encrypted"
    assert "パスワード" in error.message


def test_a_web_page_named_pdf_is_told_from_a_pdf():
    error = refused(b"\n\n<!DOCTYPE html>\n<html>", "a.PDF")
    assert error.code == "not-a-pdf"
    assert "ウェブページ" in error.message


def test_a_page_with_thousands_of_comments_is_told_at_once():
    comments = b"<!-- x --> " * 2000
    assert WEB_PAGE.match(comments + b"<html>")
    assert not WEB_PAGE.match(comments + b"words")
    assert not WEB_PAGE.match(comments + b"<!-- never closed")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a"])
def test_an_empty_file_is_said_to_be_empty(name):
    error = refused(b"", name)
    assert error.code == "empty-file"
    assert "0バイト" in error.message


@pytest.mark.parametrize(("name", "code"), [("a.pdf", "not-a-pdf"), ("a.docx", "not-word")])
def test_a_name_that_promises_what_the_content_is_not_is_refused(name, code):
    assert refused("ただの文".encode(), name).code == code


def test_no_suffix_is_both_readable_and_to_convert():
    assert not READABLE_SUFFIXES & set(CONVERTIBLE)
