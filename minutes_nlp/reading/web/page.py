"""Web pages (ウェブページ): HTML as a browser would show it without style sheets; nothing is ever fetched."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import Any

from lxml import etree

from minutes_nlp.document import Document, Flow, PrintedPage
from minutes_nlp.errors import SourceError
from minutes_nlp.model import Note
from minutes_nlp.reading.encodings import decoded
from minutes_nlp.reading.kinds import HTML
from minutes_nlp.reading.printed import assembled
from minutes_nlp.reading.web.body import Body

__all__ = ["document_of", "read_web", "too_deep"]

# The minutes of a full day take 1 MB and 10,000 tags. A million tags take 0.4 GB and two seconds.
LARGEST = 32 * 1024 * 1024  # characters
MOST_TAGS = 1_000_000
TOO_DEEP = "ERR_RESOURCE_LIMIT"  # libxml2 cuts off what is nested more than 2048 deep

TITLE = ".//head/title"


def read_web(data: bytes, name: str) -> Document:
    """A web page as paragraphs; SourceError where it is no text, empty, too large or too deep."""
    string, encoding, notes = decoded(data)  # by evidence: what old pages declare is often not what they are in
    return document_of(string, data, name, (HTML, f"lxml {version('lxml')}, {encoding}"), notes)


def document_of(html: str, data: bytes, name: str, made: tuple[str, str], notes: tuple[Note, ...] = ()) -> Document:
    """The document that some HTML shows; `data` is the file, `made` its media type and what read it."""
    root = _parsed(html)
    title = " ".join((root.findtext(TITLE) or "").split()) if root is not None else ""
    source, lines = assembled(tuple(Body(title).paragraphs(root)) if root is not None else ())
    if not any(line.style not in {"header", "footer"} for line in lines):
        raise SourceError(
            "no-text",
            "文字がありません",
            remedy="ブラウザーで開いて本文が見えるか確かめ、PDF に印刷して指定してください",
        )
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=made[0],
        reader=made[1],
        flow=Flow.PARAGRAPHS,
        source=source,
        pages=(PrintedPage(1, (0, len(source)), lines),),
        notes=tuple(Note(note.code, note.message) for note in notes),  # their places were those in the file
    )


def _parsed(html: str) -> Any | None:
    """The tree of a page, None where it is empty; entities of its own and other files are never read."""
    if len(html) > LARGEST or html.count("<") > MOST_TAGS:
        raise SourceError("too-large", "ウェブページが大きすぎます", remedy="文書を分けて指定してください")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    data = html.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    if any(entry.type_name == TOO_DEEP for entry in parser.error_log):
        raise too_deep()
    return root


def too_deep() -> SourceError:
    """The error for elements nested so deeply that no author meant it (入れ子)."""
    return SourceError(
        "too-deep",
        "作りが壊れていて(要素の入れ子が深すぎて)読めません",
        remedy="ブラウザーで開き、PDF に印刷して指定してください",
    )
