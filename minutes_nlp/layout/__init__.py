"""From what was printed to what a reader sees (版面の復元).

The steps, in order: line numbers, tables, rows and columns, running heads, footnotes, joins, folds. Each tags what it
finds and drops nothing: every character that is not white space ends up in one paragraph, marker, label or piece of
furniture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minutes_nlp.document import Document, Flow, Layout, PrintedLine, PrintedPage
from minutes_nlp.layout.flow import paragraphs
from minutes_nlp.layout.flowing import flowing
from minutes_nlp.layout.folds import folds_in
from minutes_nlp.layout.margins.furniture import running
from minutes_nlp.layout.margins.line_numbers import LineNumber, line_numbers, without_numbers
from minutes_nlp.layout.margins.page_ends import page_ends
from minutes_nlp.layout.margins.page_numbers import numbers_apart
from minutes_nlp.layout.notes.references import linked
from minutes_nlp.layout.sheets import sheets_of, without_spread_gaps
from minutes_nlp.model import Box, Furniture, FurnitureKind, Line

__all__ = ["lay_out"]


def lay_out(document: Document) -> Layout:
    """The paragraphs and the furniture of a document."""
    if document.flow is Flow.PARAGRAPHS:
        return flowing(document)
    numbers = line_numbers(document)
    ends = page_ends(document, numbers)
    counted = [[*found, *end] for found, end in zip(numbers, ends, strict=True)]
    sheets = numbers_apart(document, sheets_of(document, counted))
    heads = running(sheets)
    taken = {found.row.place for found in heads}
    sheets, gaps = without_spread_gaps([sheet.without(taken) for sheet in sheets])
    furniture = [
        *(Furniture(FurnitureKind.LINE_NUMBER, (number.span,)) for counted in numbers for number in counted),
        *(Furniture(FurnitureKind.PAGE_NUMBER, (number.span,)) for end in ends for number in end),
        *(Furniture(found.kind, found.text.spans) for found in heads),
        *(Furniture(FurnitureKind.RUBY, ruby.text.spans, ruby.base) for sheet in sheets for ruby in sheet.ruby),
        *gaps,
    ]
    return Layout(
        paragraphs=linked(document, paragraphs(document, sheets)),
        furniture=tuple(sorted(furniture, key=lambda piece: piece.spans)),
        folds=tuple(folds_in(document.source)),
        lines=tuple(tuple(_lines(document, *page)) for page in zip(document.pages, numbers, strict=True)),
        notes=document.notes,
    )


def _lines(document: Document, page: PrintedPage, numbers: Sequence[LineNumber]) -> Iterator[Line]:
    """The printed lines of a page as one can cite them."""
    printed = {number.line.span: number.value for number in numbers if number.line}
    taken = {number.span for number in numbers}
    lines = [line for line in page.lines if line.span not in taken]
    for line, cut in zip(lines, without_numbers(lines, numbers, document), strict=True):
        yield Line(cut.span, _on_paper(page, cut) if page.width else None, printed.get(line.span))


def _on_paper(page: PrintedPage, line: PrintedLine) -> Box | None:
    """The box of a line as it lies on the paper, to a tenth of a point."""
    if line.box is None or page.width is None:
        return None
    x0, top, x1, bottom = page.on_paper(line.box)
    width, height = page.width, page.height or bottom
    return _within(x0, width), _within(top, height), _within(x1, width), _within(bottom, height)


def _within(value: float, limit: float) -> float:
    """A coordinate on the paper: glyphs may be drawn beyond its edge."""
    return round(min(max(value, 0.0), limit), 1)
