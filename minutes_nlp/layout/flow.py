"""The body as one flow over all pages (本文の流れ), with footnotes and tables set in where a reader would look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from minutes_nlp.document import Document, Paragraph
from minutes_nlp.layout.footnotes import as_footnote, under_the_text
from minutes_nlp.layout.joins import Joiner
from minutes_nlp.layout.paragraphs import paragraph, passages
from minutes_nlp.layout.rows import Row, body_size, rows_in
from minutes_nlp.layout.sheets import Sheet
from minutes_nlp.layout.tables import Table, table_of

__all__ = ["paragraphs"]

FILLED = 8  # rows of a page that has a size of its own; a cover or a slide with a few large lines has not

Placed = tuple[int, Paragraph]  # the paragraph, and the number of rows of the body that stand before it


def paragraphs(document: Document, sheets: Sequence[Sheet]) -> Iterator[Paragraph]:
    """All paragraphs in reading order; a table or footnote stands after the paragraph that it interrupts."""
    body = body_size([row for sheet in sheets for row in sheet.rows])
    notes = [under_the_text(document, sheet.rows, body, sheet.height) for sheet in sheets]
    below = {row for rows in notes for row in rows}
    texts = [[row for row in sheet.rows if row not in below] for sheet in sheets]
    asides = _asides(document, sheets, texts, notes, body)
    for place, found in _flow(document, [row for rows in texts for row in rows], body):
        while asides and asides[0][0] <= place:
            yield asides.pop(0)[1]
        yield found
    yield from (aside for _, aside in asides)


def _asides(
    document: Document,
    sheets: Sequence[Sheet],
    texts: Sequence[Sequence[Row]],
    notes: Sequence[Sequence[Row]],
    body: float,
) -> list[Placed]:
    """Tables and footnotes with their places, in order."""
    ends = list(accumulate(map(len, texts)))
    small = [  # under two columns they may run across both, but each tier of a vertical page has its own
        row if sheet.turned else replace(row, column=0)
        for sheet, rows in zip(sheets, notes, strict=True)
        for row in rows
    ]
    found: list[Placed] = [
        (end - len(rows) + _above(table, rows), _table(document, table))
        for sheet, rows, end in zip(sheets, texts, ends, strict=True)
        for table in sheet.tables
    ]
    feet = {rows[0].page: end for rows, end in zip(notes, ends, strict=True) if rows}
    found += [(feet[note.pages[0]], as_footnote(note)) for _, note in _flow(document, small, body)]
    return sorted(found, key=lambda placed: placed[0])


def _above(table: Table, rows: Sequence[Row]) -> int:
    """How many rows of the page stand above a table."""
    return sum(row.top < table.grid.box[1] for row in rows)


def _table(document: Document, table: Table) -> Paragraph:
    return table_of(document, table, lambda lines: rows_in(document, lines, table.page))


def _flow(document: Document, rows: Sequence[Row], body: float) -> Iterator[Placed]:
    """The paragraphs of one flow of rows, each with the number of rows before it."""
    if not rows:
        return
    joiner = Joiner.over(document, rows)
    usual = {page: _usual(list(group), body) for page, group in groupby(rows, key=lambda row: row.page)}
    place = 0
    for passage in passages(rows, joiner):
        first = passage.rows[0]
        yield place, paragraph(passage, usual[first.page], joiner.edges[first.page, first.column].left)
        place += len(passage.rows)


def _usual(rows: Sequence[Row], body: float) -> float:
    """The size that a heading on this page must stand out from."""
    return max(body, body_size(rows)) if len(rows) >= FILLED else body
