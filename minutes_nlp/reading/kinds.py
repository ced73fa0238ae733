"""What a file is (ファイルの種類): its content decides, its suffix only where the content leaves it open."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import islice
from pathlib import PurePath
from types import MappingProxyType
from zipfile import BadZipFile, ZipFile

from minutes_nlp.errors import SourceError

__all__ = [
    "DOCX",
    "HTML",
    "MARKDOWN",
    "PDF",
    "PDF_HEAD",
    "READABLE_SUFFIXES",
    "TEXT",
    "UNPAGED",
    "is_pdf",
    "media_type",
    "unreadable",
]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
HTML = "text/html"
MARKDOWN = "text/markdown"
UNPAGED = frozenset({DOCX, HTML, MARKDOWN})  # they have paragraphs, and no pages until they are printed

TEXT_SUFFIXES = {".txt": TEXT, ".text": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN, ".html": HTML, ".htm": HTML}

# Suffixes that a folder run takes up (対象とする拡張子).
READABLE_SUFFIXES = frozenset({".pdf", ".docx", ".docm", *TEXT_SUFFIXES})

AS_WORD = "Word で開き、「名前を付けて保存」で種類を「Word 文書 (*.docx)」にして保存してください"
AS_PDF = "{} で開き、「名前を付けて保存」または「エクスポート」で PDF にしてください"
AS_TEXT_LAYER = "文字認識(OCR)ソフト(ocrmypdf など)で文字つきの PDF にしてください"
ANY_OF_OURS = "PDF・Word(.docx)・テキストのどれかで保存し直してください"

# What cannot be read, by suffix, and how to make it readable (変換の手順).
CONVERTIBLE = MappingProxyType(
    {
        ".doc": AS_WORD,
        ".dot": AS_WORD,
        ".rtf": AS_WORD,
        ".odt": AS_WORD,
        ".xls": AS_PDF.format("Excel"),
        ".xlsx": AS_PDF.format("Excel"),
        ".xlsm": AS_PDF.format("Excel"),
        ".ppt": AS_PDF.format("PowerPoint"),
        ".pptx": AS_PDF.format("PowerPoint"),
        ".jtd": "一太郎で開き、「名前を付けて保存」で Word 文書(.docx)にするか、PDF に出力してください",
        ".jtt": "一太郎で開き、「名前を付けて保存」で Word 文書(.docx)にするか、PDF に出力してください",
        ".zip": "展開してから、中のファイルを指定してください",
        ".lzh": "展開してから、中のファイルを指定してください",
        ".png": AS_TEXT_LAYER,
        ".jpg": AS_TEXT_LAYER,
        ".jpeg": AS_TEXT_LAYER,
        ".gif": AS_TEXT_LAYER,
        ".tif": AS_TEXT_LAYER,
        ".tiff": AS_TEXT_LAYER,
        ".bmp": AS_TEXT_LAYER,
        ".webp": AS_TEXT_LAYER,
        ".heic": AS_TEXT_LAYER,
    }
)

NAMES = MappingProxyType(
    {
        ".doc": "旧形式の Word 文書",
        ".rtf": "リッチテキスト",
        ".odt": "OpenDocument の文書",
        ".xls": "旧形式の Excel ブック",
        ".xlsx": "Excel ブック",
        ".ppt": "旧形式の PowerPoint",
        ".pptx": "PowerPoint",
        ".jtd": "一太郎の文書",
        ".zip": "圧縮フォルダー",
    }
)

PDF_MARK = b"%PDF-"
# Bytes at the start of a PDF in which its mark stands: Acrobat takes 1024 before it (PDF 1.7, appendix H, note 13)
PDF_HEAD = 1024 + len(PDF_MARK)
WEB_HEAD = 4096  # bytes in which a web page says what it is, its comments and declarations before that
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Stream names of a compound file are UTF-16; what they tell beats the suffix.
OLE_STREAMS = (
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("DocumentText", ".jtd"),
)
ZIP_FOLDERS = (("xl/", ".xlsx"), ("ppt/", ".pptx"), ("content.xml", ".odt"))
IMAGES = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"BM", ".bmp"),
)

# "<!DOCTYPE html>" or "<html lang="ja">", after comments and an XML declaration; atomic, as a comment could end at any
# of the "-->" behind it and each try would double the work
WEB_PAGE = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)

# "<div class="toc">" or "</fieldset>" at the start of a line
TAG_LINE = re.compile(
    rb"^[ \t>]*<(/?)"
    rb"(?:div|p|table|tr|t[dh]|ul|ol|li|d[ltd]|h[1-6]|fieldset|section|article|details|blockquote)\b[^<>\n]*>",
    re.IGNORECASE | re.MULTILINE,
)
FEWEST_TAGS = 4  # lines that begin with a tag; one or two may be quoted
MOST_TAGS = 100  # looked at


def media_type(data: bytes, name: str) -> str:
    """The media type of a readable file; SourceError with the way to convert where it cannot be read."""
    if not data:
        raise SourceError("empty-file", "空のファイルです(0バイト)", remedy="入手し直してください")
    suffix = PurePath(name).suffix.lower()
    if data.startswith(ZIP):
        return _zipped(data, suffix)
    if data.startswith(OLE):
        raise _compound(data, suffix)
    if is_pdf(data):
        return PDF
    if data.startswith(b"{\\rtf"):
        raise unreadable(".rtf")
    if picture := _picture(data, suffix):
        raise unreadable(picture)
    return _text(data, suffix)


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins with `head` is a PDF; `PDF_HEAD` bytes are enough to tell."""
    return PDF_MARK in head[:PDF_HEAD]


def _zipped(data: bytes, suffix: str) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, OSError) as error:
        if suffix in {".docx", ".docm"}:
            return DOCX  # its reader says what is wrong with it
        raise unreadable(suffix if suffix in CONVERTIBLE else ".zip") from error
    if any(name.startswith("word/") for name in names):
        return DOCX
    kinds = (kind for start, kind in ZIP_FOLDERS for name in names if name.startswith(start))
    raise unreadable(next(kinds, ".zip"))


def _compound(data: bytes, suffix: str) -> SourceError:
    """The error for a compound file (OLE): a locked file of new Office, or a file of old Office or 一太郎."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return SourceError(
            "encrypted",
            "パスワードで保護されたファイルです",
            remedy="元のソフトで開いてパスワードを外し、保存し直してください",
        )
    kinds = (kind for stream, kind in OLE_STREAMS if stream.encode("utf-16-le") in data)
    return unreadable(next(kinds, suffix))


def _picture(data: bytes, suffix: str) -> str:
    """The suffix of the picture format that the data is in; empty where it is none."""
    for magic, kind in IMAGES:
        if data.startswith(magic) and (
            magic != b"BM" or suffix == kind or b"\0" in data[:16]
        ):  # a text may begin with BM
            return kind
    return ""


def _text(data: bytes, suffix: str) -> str:
    if WEB_PAGE.match(_plain_head(data)):
        if suffix in {".pdf", ".docx"}:
            raise _web_page(suffix)
        return HTML
    if suffix == ".pdf":
        raise SourceError(
            "not-a-pdf", "PDF ではありません(壊れているか、別の種類のファイルです)", remedy="入手し直してください"
        )
    if suffix in {".docx", ".docm"}:
        raise SourceError("not-word", "Word 文書ではありません(壊れているか、別の種類のファイルです)", remedy=AS_WORD)
    if suffix in CONVERTIBLE and b"\0" in data:
        raise unreadable(suffix)
    kind = TEXT_SUFFIXES.get(suffix, TEXT)
    return MARKDOWN if kind == TEXT and _holds_tags(data) else kind


def _holds_tags(data: bytes) -> bool:
    """Whether a text file was written for a web page (HTML のタグ入り): tags begin several lines, and some close."""
    plain = data.replace(b"\0", b"")
    tags = [match[1] for match in islice(TAG_LINE.finditer(plain), MOST_TAGS)]
    return len(tags) >= FEWEST_TAGS and b"/" in tags


def _plain_head(data: bytes) -> bytes:
    """The first bytes without a byte order mark and the NULs of UTF-16."""
    return data[:WEB_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")


def _web_page(suffix: str) -> SourceError:
    return SourceError(
        f"not-a-{suffix[1:]}",
        "ウェブページ(HTML)が誤った名前で保存されています(リンク切れの案内や確認画面かもしれません)",
        remedy="元のページを開き、ファイルをダウンロードし直してください",
    )


def unreadable(suffix: str, otherwise: str = ANY_OF_OURS) -> SourceError:
    """The error for a kind of file that cannot be read, with the way to convert it, else `otherwise` (変換の手順)."""
    name = NAMES.get(suffix) or (
        "画像" if CONVERTIBLE.get(suffix) == AS_TEXT_LAYER else f"この種類({suffix or '拡張子なし'})"
    )
    return SourceError("unreadable-kind", f"{name}はそのままでは読めません", remedy=CONVERTIBLE.get(suffix, otherwise))
