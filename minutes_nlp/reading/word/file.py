"""Word files (Word 文書): every paragraph, table cell, note, header and footer as a line, in printed order."""

from __future__ import annotations

import hashlib
import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from io import BytesIO
from itertools import chain
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from minutes_nlp.document import Document, Flow, PrintedPage
from minutes_nlp.errors import SourceError
from minutes_nlp.reading.kinds import DOCX
from minutes_nlp.reading.printed import Printed, assembled
from minutes_nlp.reading.word.body import Body, NoteKind
from minutes_nlp.reading.word.numbering import Numbering, W, value
from minutes_nlp.reading.word.styles import Styles

__all__ = ["read_word"]

# A page of minutes takes about 12 kB of XML (samples), so a part of this size holds some 5,000 pages; its tree takes
# ten times that in memory. Photographs add to the whole. A file made to fill the memory unpacks to a thousand times.
LARGEST_PART = 64 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 512 * 1024 * 1024  # bytes

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = b"http://purl.oclc.org/ooxml/"  # "Strict Open XML" is the same under other names
NAMESPACES = (
    (STRICT + b"wordprocessingml/main", W[1:-1].encode()),
    (STRICT + b"officeDocument/relationships", R[1:-1].encode()),
    (STRICT + b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
BROKEN = (
    BadZipFile,
    XMLSyntaxError,
    KeyError,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def read_word(data: bytes, name: str) -> Document:
    """A Word file (.docx) as paragraphs; SourceError where it is damaged, locked, too large or empty."""
    source, lines = assembled(_printed(data))
    if not lines:
        raise SourceError(
            "no-text", "文字がありません", remedy="画像だけの文書は、文字認識(OCR)をしてから指定してください"
        )
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=DOCX,
        reader=f"python-docx {version('python-docx')}",
        flow=Flow.PARAGRAPHS,
        source=source,
        pages=(PrintedPage(1, (0, len(source)), lines),),
    )


def _printed(data: bytes) -> tuple[Printed, ...]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise _too_large()
            return tuple(_Word(archive).paragraphs())
    except BROKEN as error:
        raise SourceError(
            "damaged",
            "Word 文書が壊れていて開けません",
            remedy="入手し直すか、Word の「開いて修復」で開いて保存し直してください",
        ) from error


def _too_large() -> SourceError:
    return SourceError("too-large", "展開すると大きすぎます", remedy="画像を減らすか、文書を分けてください")


@dataclass(frozen=True, slots=True)
class _Word:
    """The parts of a Word file (文書の部品), found by their relations."""

    archive: ZipFile

    def paragraphs(self) -> Iterator[Printed]:
        """Headers, body, footers, footnotes and endnotes."""
        main = next((target for _, target in self._related("", "officeDocument")), "word/document.xml")
        styles = Styles.of(self._part(main, "styles"))
        numbering = Numbering.of(self._part(main, "numbering"), styles.lists)
        settings = self._part(main, "settings")
        document = self._xml(main)
        body = Body(numbering, styles.kind, lambda paragraph: _list_place(paragraph, styles, numbering))
        body.footnotes = _note_kind(settings, document, "footnotePr", "decimal")
        body.endnotes = _note_kind(settings, document, "endnotePr", "lowerRoman")
        even = settings is not None and settings.find(W + "evenAndOddHeaders") is not None
        targets = dict(chain(self._related(main, "header"), self._related(main, "footer")))
        yield from self._margins(body, "header", _margin_parts(document, targets, "header", even=even))
        yield from body.paragraphs(document)
        yield from self._margins(body, "footer", _margin_parts(document, targets, "footer", even=even))
        yield from _notes(body, self._part(main, "footnotes"), body.footnotes)
        yield from _notes(body, self._part(main, "endnotes"), body.endnotes)

    def _margins(self, body: Body, style: str, parts: list[str]) -> Iterator[Printed]:
        """Headers or footers (ヘッダー・フッター), each different text once."""
        texts: set[str] = set()
        for part in parts:
            paragraphs = [replace(p, style=style, level=None, cell=None) for p in body.paragraphs(self._xml(part))]
            text = "\n".join(paragraph.text for paragraph in paragraphs).strip()
            if text and text not in texts:
                texts.add(text)
                yield from paragraphs

    def _part(self, main: str, kind: str) -> Any | None:
        found = next(self._related(main, kind), None)
        return self._xml(found[1]) if found and found[1] in self.archive.namelist() else None

    def _related(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        """The parts of one kind that a part refers to: relation id and name in the archive."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.archive.namelist():
            return
        for relation in self._xml(relations):
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                yield relation.get("Id", ""), target.lstrip("/")

    def _xml(self, part: str) -> Any:
        # zipfile reads no more of a part than the size that it states
        if self.archive.getinfo(part).file_size > LARGEST_PART:
            raise _too_large()
        data = self.archive.read(part)
        if STRICT in data:
            for strict, usual in NAMESPACES:
                data = data.replace(strict, usual)
        root = parse_xml(data)
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("Word writes no document type; entities would lose text or fill the memory")
        return root


def _list_place(paragraph: Any, styles: Styles, numbering: Numbering) -> tuple[str, int] | None:
    place = styles.list_place(paragraph)
    if place is None:
        return None
    number, depth, style = place
    return number, numbering.level_of_style(number, style) if depth is None else depth


def _note_kind(settings: Any | None, document: Any, name: str, usual: str) -> NoteKind:
    """How notes are numbered: the first section says it, or the settings, or Word's custom."""
    holders = [document.find(f".//{W}sectPr/{W}{name}"), settings.find(W + name) if settings is not None else None]
    for holder in holders:
        if holder is not None:
            start = value(holder.find(W + "numStart"), "val")
            style = value(holder.find(W + "numFmt"), "val") or usual
            return NoteKind(style, int(start) if start.isdecimal() else 1)
    return NoteKind(usual)


def _margin_parts(document: Any, targets: dict[str, str], kind: str, *, even: bool) -> list[str]:
    """The headers or footers that are printed: first-page and even-page ones only where switched on."""
    parts: dict[str, None] = {}
    for section in document.iter(W + "sectPr"):
        printed = {"default", "first" if section.find(W + "titlePg") is not None else "", "even" if even else ""}
        for reference in section.findall(f"{W}{kind}Reference"):
            target = targets.get(reference.get(R + "id", ""))
            if target and (value(reference, "type") or "default") in printed:
                parts[target] = None
    return list(parts)


def _notes(body: Body, part: Any | None, kind: NoteKind) -> Iterator[Printed]:
    """The notes in the order of their calls (脚注), one or more lines each."""
    if part is None:
        return
    by_id = {value(note, "id"): note for note in part}
    for note, label in list(kind.called.items()):
        if note in by_id:
            yield from body.note(by_id[note], label)
