"""What was printed, before anybody has understood it (原本): the noun that reading hands to layout.

All offsets are characters of `Document.source`. All boxes are `(x0, top, x1, bottom)` from the page's upper left
corner, in points for PDF; a text dump is a grid in which a full-width character is one unit wide and lines are one
unit apart; Word paragraphs have no boxes.
"""

from __future__ import annotations

from array import array
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import Protocol, TypeVar

from minutes_nlp.model import BlockKind, Box, Fold, Furniture, Line, Note
from minutes_nlp.text import Span, Text

__all__ = [
    "Document",
    "Flow",
    "Grid",
    "Layout",
    "Paragraph",
    "PrintedLine",
    "PrintedPage",
    "TableCell",
    "pages_of",
    "spread",
]


class Flow(StrEnum):
    """How the lines of a document came to be (行の成り立ち)."""

    PRINTED = "printed"  # a typesetter broke the lines at the right margin, and boxes say where
    TYPED = "typed"  # a text file: lines may be paragraphs or broken ones, only their widths tell
    PARAGRAPHS = "paragraphs"  # Word, web pages, Markdown: each line is a whole paragraph


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A run of characters on one baseline, in the reader's order (行); in Word and on web pages a whole paragraph."""

    span: Span
    box: Box | None = None
    size: float = 0.0  # the commonest glyph size of the line, in the unit of the boxes
    bold: bool = False  # as a whole
    mixed: bool = False  # in part: bold words in plain text
    style: str = ""  # paragraphs only: heading, title, list_item, caption, header, footer, footnote; "" for body text
    level: int | None = None  # paragraphs only: outline or list level, from 1
    marker: Span | None = None  # paragraphs only: the automatic number or bullet, inside `span`
    cell: tuple[int, int, int] | None = None  # paragraphs only: table, row, column, each from 0
    raised: tuple[Span, ...] = ()  # small figures above the baseline (上付き), in Word the calls of notes
    cell_spans: tuple[int, int] = (1, 1)  # paragraphs only: how many rows and columns its cell covers
    in_head: bool = False  # paragraphs only: in a row that Word repeats on every page (見出し行)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table (罫線の表): the boxes of its cells, row by row; a cell over several rows or columns stands once."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]
    tinted: frozenset[Box] = frozenset()  # cells on a coloured ground (網かけ)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page (ページ) with its lines and ruled tables."""

    number: int  # from 1
    span: Span
    lines: tuple[PrintedLine, ...]
    width: float | None = None
    height: float | None = None
    grids: tuple[Grid, ...] = ()  # its ruled tables (罫線の表)
    rules: tuple[Box, ...] = ()  # thin lines drawn across it (横罫): one of them may stand over its footnotes
    frames: tuple[Box, ...] = ()  # the boxes of what is drawn, inside which text belongs together
    turned: int = 0  # degrees clockwise by which it lies turned, so that text runs along x: 270 for 縦書き

    @property
    def is_slide(self) -> bool:
        """Whether it is wider than high (横長): text on it stands in boxes."""
        return not self.turned and (self.width or 0.0) > (self.height or 0.0)

    @property
    def depth(self) -> float | None:
        """How far its lines go down as they are read."""
        return self.width if self.turned in {90, 270} else self.height

    def on_paper(self, box: Box) -> Box:
        """The place on the paper of a box of a page that lies turned."""
        x0, top, x1, bottom = box
        width, height = self.width or 0.0, self.height or 0.0
        if self.turned == 90:
            return top, height - x1, bottom, height - x0
        if self.turned == 180:
            return width - x1, height - bottom, width - x0, height - top
        return (width - bottom, x0, width - top, x1) if self.turned == 270 else box


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader gave it (原本). `x0` and `x1` hold the horizontal edges of each source character."""

    name: str
    sha256: str
    media_type: str
    reader: str
    flow: Flow
    source: str
    pages: tuple[PrintedPage, ...]
    x0: array[float] = field(default_factory=lambda: array("f"))
    x1: array[float] = field(default_factory=lambda: array("f"))
    notes: tuple[Note, ...] = ()

    def text(self, span: Span) -> Text:
        """The characters of a span, knowing their source."""
        return Text.of(self.source, *span)


@dataclass(frozen=True, slots=True)
class TableCell(Text):
    """The text of a table cell (セル), and how many rows and columns it covers; it stands where it begins."""

    row_span: int = 1
    column_span: int = 1

    @classmethod
    def holding(cls, text: Text, row_span: int = 1, column_span: int = 1) -> TableCell:
        """A cell with this text."""
        return cls(text.string, text.runs, row_span, column_span)


class Spanning(Protocol):
    """A cell that may cover several rows and columns (結合セル)."""

    @property
    def row_span(self) -> int:
        """How many rows it covers."""

    @property
    def column_span(self) -> int:
        """How many columns it covers."""


SpannedCell = TypeVar("SpannedCell", bound=Spanning)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block as a reader sees it (段落), its text still knowing its source: the noun that layout hands on.

    `text` holds neither the marker nor, in a footnote, the label. `indent` is the distance of the first character from
    the column's left edge in full-width characters. `confidence` is that of the most doubtful join inside.
    """

    kind: BlockKind
    text: Text
    marker: Text | None = None
    level: int | None = None
    pages: tuple[int, ...] = ()
    indent: float = 0.0
    confidence: float = 1.0
    rows: tuple[tuple[TableCell, ...], ...] | None = None  # tables only
    head_rows: int = 0  # tables only: how many of the rows are its head
    label: Text | None = None  # footnotes only
    references: tuple[Span, ...] = ()  # footnotes only: where the text refers to it
    scale: float = 1.0  # how large it is set, the text being 1
    gaps: tuple[int, ...] = ()  # source places of characters with a wide gap (空き) before them that holds no space


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as a reader sees it (版面): paragraphs in reading order, and all that is not body text."""

    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Furniture, ...] = ()
    folds: tuple[Fold, ...] = ()
    lines: tuple[tuple[Line, ...], ...] = ()  # of each page, without the line numbers, each with its own
    notes: tuple[Note, ...] = ()


def pages_of(spans: Iterable[Span], pages: Sequence[Span]) -> tuple[int, ...]:
    """The numbers, from 1, of the pages that the spans touch, given the span of each page in order."""
    found: set[int] = set()
    for start, end in spans:
        first = bisect(pages, start, key=itemgetter(1))
        found.update(range(first + 1, bisect_left(pages, end, lo=first, key=itemgetter(0)) + 1))
    return tuple(sorted(found))


def spread(rows: Iterable[Sequence[SpannedCell]]) -> Iterator[tuple[SpannedCell, ...]]:
    """The rows of a table with each merged cell (結合セル) in every place that it covers, so that columns agree."""
    above: dict[int, tuple[SpannedCell, int]] = {}  # the cell that covers each column, and for how many more rows
    for row in rows:
        rest = list(row)
        found: dict[int, tuple[SpannedCell, int]] = {column: one for column, one in above.items() if one[1]}
        column = 0
        while rest or column <= max(found, default=-1):
            if column not in found and rest:
                cell = rest.pop(0)
                places = range(column, column + cell.column_span)
                found |= {place: (cell, cell.row_span) for place in places if place not in found}
            column += 1
        above = {place: (cell, left - 1) for place, (cell, left) in found.items()}
        yield tuple(found[place][0] for place in sorted(found))
