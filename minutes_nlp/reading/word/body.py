"""The body of a Word file (本文): its paragraphs in the order in which they are printed.

Everything is read as in the final text: insertions stand, deletions are gone, fields show their results, ruby shows
its base, a text box follows the paragraph that it hangs on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from minutes_nlp.reading.numerals import numeral, symbol
from minutes_nlp.reading.printed import Cell, Printed
from minutes_nlp.reading.word.numbering import Numbering, W, value
from minutes_nlp.text import Span

__all__ = ["Body", "NoteKind"]

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# What a reader of the final text does not see: deletions, field codes, phonetic guides, comments, properties.
UNSEEN = frozenset(
    W + name
    for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rPr", "pPr", "sectPr", "tblPr",
                 "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rubyPr", "pgNum", "tabs")
)  # fmt: skip
SIGNS = MappingProxyType({W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"})
CALLS = frozenset({W + "footnoteReference", W + "endnoteReference"})
OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class NoteKind:
    """Footnotes or endnotes (脚注・文末脚注): their numbering, and the order in which the text calls them."""

    format: str = "decimal"
    start: int = 1
    called: dict[str, str] = field(default_factory=dict)  # note id to its printed number

    def call(self, note: str) -> str:
        """The number of a note, a new one at its first call."""
        return self.called.setdefault(note, numeral(self.start + len(self.called), self.format))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some characters of a paragraph, and what they are."""

    string: str
    bold: bool = False
    calls: bool = False  # whether it is the number of a note


@dataclass(slots=True)
class Body:
    """Walks through one part of a Word file after the other; counts lists, tables and notes as it goes."""

    numbering: Numbering
    style_of: Callable[[Any], tuple[str, int | None]]  # paragraph -> style of the line, outline level
    list_of: Callable[[Any], tuple[str, int] | None]  # paragraph -> number id, level from 0
    footnotes: NoteKind = field(default_factory=NoteKind)
    endnotes: NoteKind = field(default_factory=lambda: NoteKind("lowerRoman"))
    tables: int = 0
    label: str = ""  # the number of the note that is being read
    _held: list[_Piece] = field(default_factory=list)  # of paragraphs whose end was deleted
    _boxes: list[Any] = field(default_factory=list)  # text boxes met in the paragraph

    def paragraphs(self, element: Any, cell: Cell | None = None) -> Iterator[Printed]:
        """The paragraphs below an element, tables row by row, in reading order."""
        yield from self._blocks(element, cell)
        yield from self._unfinished(cell)

    def _blocks(self, element: Any, cell: Cell | None) -> Iterator[Printed]:
        for child in _seen(element):
            if child.tag == W + "p":
                yield from self._paragraph(child, cell)
            elif child.tag == W + "tbl":
                yield from self._unfinished(cell)
                yield from self._table(child)
            else:
                yield from self._blocks(child, cell)

    def _unfinished(self, cell: Cell | None) -> Iterator[Printed]:
        """What a deleted paragraph end left with nothing to join to."""
        if self._held:
            pieces, self._held = self._held, []
            yield Printed("".join(piece.string for piece in pieces), cell=cell, calls=_calls(pieces))

    def note(self, element: Any, label: str) -> Iterator[Printed]:
        """The paragraphs of a note, its number the marker of the first."""
        self.label = label
        for paragraph in self.paragraphs(element):
            start = len(paragraph.text) - len(paragraph.text.lstrip())
            labelled = bool(label) and paragraph.text.startswith(label, start)
            yield replace(paragraph, style="footnote", level=None, marker=start + len(label) if labelled else 0)
            label = ""

    def _paragraph(self, element: Any, cell: Cell | None) -> Iterator[Printed]:
        boxes, self._boxes = self._boxes, []
        pieces = [*self._held, *self._pieces(element)]
        mine, self._boxes = self._boxes, boxes
        self._held = []
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._held = pieces
        else:
            yield self._finished(element, pieces, cell)
        for box in mine:
            yield from self.paragraphs(box)

    def _finished(self, element: Any, pieces: list[_Piece], cell: Cell | None) -> Printed:
        text = "".join(piece.string for piece in pieces)
        bold = bool(text.strip()) and all(piece.bold for piece in pieces if piece.string.strip())
        style, level = self.style_of(element)
        place = self.list_of(element)
        if place is None:
            return Printed(text, style, level, cell=cell, bold=bold, calls=_calls(pieces))
        mark, glue = self.numbering.next(*place)
        if not text.strip():  # a column of automatic numbers has no other text; a bullet alone says nothing
            return Printed(mark if any(map(str.isalnum, mark)) else text, style, level, cell=cell)
        if mark and style in {"", "list_item"}:
            style, level = "list_item", place[1] + 1
        calls = _calls([_Piece(mark + glue), *pieces])
        return Printed(mark + glue + text, style, level, len(mark), cell, bold, calls)

    def _table(self, table: Any) -> Iterator[Printed]:
        number, self.tables = self.tables, self.tables + 1
        rows = list(_rows(table))
        cells = [list(_cells(row)) for row in rows]
        for row_number, row in enumerate(rows):
            for column, width, entry in cells[row_number]:
                if _continues(entry):
                    continue
                place = (number, row_number, column)
                spans = _height(column, cells[row_number + 1 :]), width
                for found in self.paragraphs(entry, place):
                    is_own = found.cell == place  # not of a table inside the cell
                    yield replace(found, cell_spans=spans, in_head=_is_head(row)) if is_own else found

    def _pieces(self, element: Any, *, bold: bool = False, calls: bool = False) -> Iterator[_Piece]:
        for child in _seen(element):
            tag = child.tag
            if tag == W + "r":
                if not _is_on(child, "vanish"):
                    marks = any(map(_is_marked_by_hand, child))
                    yield from self._pieces(child, bold=_is_on(child, "b"), calls=marks)
            elif tag == W + "txbxContent":
                self._boxes.append(child)
            elif string := self._string(child):
                yield _Piece(string, bold, calls or tag in CALLS)
            else:
                yield from self._pieces(child, bold=bold, calls=calls)

    def _string(self, element: Any) -> str:
        tag = element.tag
        if tag in {W + "t", M + "t"}:
            return (element.text or "").replace("\r", " ").replace("\n", " ")
        if tag == W + "sym":
            return _sign(element)
        if tag in CALLS:
            notes = self.footnotes if tag == W + "footnoteReference" else self.endnotes
            number = notes.call(value(element, "id"))
            return "" if _is_marked_by_hand(element) else number
        if tag in {W + "footnoteRef", W + "endnoteRef"}:
            return self.label
        return SIGNS.get(tag, "")


def _calls(pieces: Iterable[_Piece]) -> tuple[Span, ...]:
    """Where the pieces call notes, as parts of the text that they make."""
    pieces = tuple(pieces)
    ends = accumulate(len(piece.string) for piece in pieces)
    return tuple((end - len(piece.string), end) for piece, end in zip(pieces, ends, strict=True) if piece.calls)


def _is_marked_by_hand(element: Any) -> bool:
    """Whether it calls a note whose mark was typed behind it （任意の脚注記号）."""
    return element.tag in CALLS and value(element, "customMarkFollows") not in {"", *OFF}


def _seen(element: Any) -> Iterator[Any]:
    """The children that are printed; of alternatives (図形の新旧二通りの記述) the first that is there."""
    for child in element:
        if child.tag in UNSEEN or not isinstance(child.tag, str):
            continue
        if child.tag == MC + "AlternateContent":
            chosen = next((c for c in (child.find(MC + "Choice"), child.find(MC + "Fallback")) if c is not None), None)
            if chosen is not None:
                yield chosen
        else:
            yield child


def _rows(table: Any) -> Iterator[Any]:
    for row in _found(table, W + "tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _found(element: Any, tag: str) -> Iterator[Any]:
    """The children of one kind, also inside content controls and the like, not inside other rows and cells."""
    for child in _seen(element):
        if child.tag == tag:
            yield child
        elif child.tag not in {W + "tr", W + "tc", W + "tbl", W + "p"}:
            yield from _found(child, tag)


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """The cells of a row, each with its column and how many columns it covers (gridSpan)."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for entry in _found(row, W + "tc"):
        width = _number(entry.find(f"{W}tcPr/{W}gridSpan"), 1)
        yield column, width, entry
        column += width


def _continues(cell: Any) -> bool:
    """Whether a cell only continues a merged one (結合セルの続き), or was deleted."""
    merges = (cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge"))
    deleted = cell.find(f"{W}tcPr/{W}cellDel") is not None
    return deleted or any(merge is not None and value(merge, "val") != "restart" for merge in merges)


def _height(column: int, below: Sequence[Sequence[tuple[int, int, Any]]]) -> int:
    """How many rows a cell covers, given the rows below it: those whose cell in its column continues it (vMerge)."""
    height = 1
    for row in below:
        cell = next((entry for start, _, entry in row if start == column), None)
        merge = cell.find(f"{W}tcPr/{W}vMerge") if cell is not None else None
        if merge is None or value(merge, "val") == "restart":
            break
        height += 1
    return height


def _is_head(row: Any) -> bool:
    """Whether Word repeats the row on every page (見出し行)."""
    mark = row.find(f"{W}trPr/{W}tblHeader")
    return mark is not None and value(mark, "val") not in OFF


def _is_on(run: Any, name: str) -> bool:
    switch = run.find(f"{W}rPr/{W}{name}")
    return switch is not None and value(switch, "val") not in OFF


def _number(element: Any | None, otherwise: int) -> int:
    string = value(element, "val")
    return int(string) if string.isdecimal() else otherwise


def _sign(element: Any) -> str:
    try:
        return symbol(chr(int(value(element, "char"), 16)), value(element, "font"))
    except (ValueError, OverflowError):
        return ""
