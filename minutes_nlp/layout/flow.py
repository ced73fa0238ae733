"""The body as one flow over all pages (本文の流れ), with footnotes and tables set in where a reader would look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import inf
from operator import itemgetter

from minutes_nlp.document import Document, Flow, Paragraph
from minutes_nlp.layout.lines.rows import Row, body_size
from minutes_nlp.layout.lines.twins import titles_apart
from minutes_nlp.layout.notes.footnotes import as_footnote, footnotes_of
from minutes_nlp.layout.paragraphs.figures import Cut, without_figures
from minutes_nlp.layout.paragraphs.joins import Joiner
from minutes_nlp.layout.paragraphs.making import paragraph, passages
from minutes_nlp.layout.sheets import Sheet
from minutes_nlp.layout.tables.cells import Table, goes_on, table_of
from minutes_nlp.layout.tables.typed import TypedTable, typed_tables

__all__ = ["paragraphs"]

FILLED = 8  # rows of a page that has a size of its own; a cover or a slide with a few large lines has not

Placed = tuple[int, Paragraph]  # the paragraph, and the number of rows of the body that stand before it
Aside = tuple[int, int, float, Paragraph]  # the same, and on which page it stands, and how far down


@dataclass(frozen=True, slots=True)
class _Flow:
    """What is known of all rows of a document (本文): how they join, and the usual size on each page."""

    joiner: Joiner
    sizes: dict[int, float]

    @classmethod
    def over(cls, document: Document, rows: Sequence[Row], body: float) -> _Flow:
        """The flow of these rows."""
        pages = groupby(rows, key=lambda row: row.page)
        return cls(Joiner.over(document, rows), {page: _usual(list(group), body) for page, group in pages})

    def paragraphs(self, rows: Sequence[Row]) -> Iterator[Placed]:
        """The paragraphs of some of the rows, each with the number of rows before it."""
        place = 0
        for passage in passages(rows, self.joiner):
            first = passage.rows[0]
            left = self.joiner.edges[first.page, first.column].left
            yield place, paragraph(passage, self.sizes[first.page], left)
            place += len(passage.rows)


def paragraphs(document: Document, sheets: Sequence[Sheet]) -> Iterator[Paragraph]:
    """All paragraphs in reading order; a table or footnote stands after the paragraph that it interrupts."""
    body = body_size([row for sheet in sheets for row in sheet.rows])
    notes = footnotes_of(document, sheets, body)
    below = {(row.lines, row.x0) for rows in notes for row in rows}
    texts = [[row for row in sheet.rows if (row.lines, row.x0) not in below] for sheet in sheets]
    is_typed = document.flow is Flow.TYPED
    typed = [typed_tables(document, rows) if is_typed else [] for rows in texts]
    texts = [_without(rows, tables) for rows, tables in zip(texts, typed, strict=True)]
    texts = [titles_apart(rows) for rows in texts] if is_typed else texts
    tables = list(_tables(document, sheets, texts))
    flow = _Flow.over(document, [row for rows in texts for row in rows], body) if any(texts) else None
    texts, figures = (texts, []) if is_typed else without_figures(texts)
    cut_out = _cut_out(flow, figures) if flow else ()
    beside = sorted([*_asides(document, tables, texts, notes), *cut_out], key=itemgetter(0, 1, 2))
    asides = [*((place, found) for place, _, _, found in beside), *_placed(texts, typed)]
    asides.sort(key=itemgetter(0))
    for place, found in flow.paragraphs([row for rows in texts for row in rows]) if flow else ():
        while asides and asides[0][0] <= place:
            yield asides.pop(0)[1]
        yield found
    yield from (aside for _, aside in asides)


def _without(rows: Sequence[Row], tables: Sequence[TypedTable]) -> list[Row]:
    taken = {row for table in tables for row in table.taken}
    return [row for row in rows if row not in taken]


def _placed(texts: Sequence[Sequence[Row]], typed: Sequence[Sequence[TypedTable]]) -> Iterator[Placed]:
    """The tables of a text file with their places in the body."""
    for end, rows, tables in zip(accumulate(map(len, texts)), texts, typed, strict=True):
        taken = 0
        for table in tables:
            yield end - len(rows) + table.place - taken, table.paragraph
            taken += len(table.taken)


def _asides(
    document: Document,
    tables: Sequence[Sequence[tuple[int, Table]]],
    texts: Sequence[Sequence[Row]],
    notes: Sequence[Sequence[Row]],
) -> Iterator[Aside]:
    """Tables and footnotes."""
    ends = list(accumulate(map(len, texts)))
    for parts in tables:
        page, first = parts[0]
        place = ends[page] - len(texts[page]) + _place(first, texts[page])
        yield place, first.page, first.grid.box[1], table_of(document, [table for _, table in parts])
    width = max((row.x1 - min(row.x0 for row in rows) for rows in notes for row in rows), default=0.0)
    for rows in notes:
        yield ends[rows[0].page - 1], rows[0].page, inf, as_footnote(document, rows, width)


def _cut_out(flow: _Flow, figures: Sequence[Cut]) -> Iterator[Aside]:
    """The figures that cut a sentence."""
    for place, rows in figures:
        for start, found in flow.paragraphs(rows):
            page = rows[start].page
            deepest = max(row.top for row in rows[: start + 1] if row.page == page)  # boxes are not read by height
            yield place, page, deepest, found


def _above(table: Table, rows: Sequence[Row]) -> int:
    """How many rows of the page stand above a table."""
    return sum(row.top < table.grid.box[1] for row in rows)


def _place(table: Table, rows: Sequence[Row]) -> int:
    """How many rows of the page are read before a table: those above it; beside a text (回り込み), to its caption."""
    if table.after is not None:
        return sum(row.place in table.after for row in rows)
    if all(row.wrapped is None for row in rows):
        return _above(table, rows)
    x0, top, x1, _ = table.grid.box
    over = (place for place, row in enumerate(rows, 1) if row.top < top and row.x0 < x1 and row.x1 > x0)
    return max(over, default=0)


def _tables(
    document: Document, sheets: Sequence[Sheet], texts: Sequence[Sequence[Row]]
) -> Iterator[list[tuple[int, Table]]]:
    """All tables, each in the parts that it has on consecutive pages, with the index of the page."""
    parts: list[tuple[int, Table]] = []
    for index, sheet in enumerate(sheets):
        for table in sheet.tables:
            if parts and _is_one(document, parts[-1], (index, table), sheets, texts):
                parts.append((index, table))
                continue
            if parts:
                yield parts
            parts = [(index, table)]
    if parts:
        yield parts


def _is_one(
    document: Document,
    last: tuple[int, Table],
    following: tuple[int, Table],
    sheets: Sequence[Sheet],
    texts: Sequence[Sequence[Row]],
) -> bool:
    """Whether nothing but the page break parts two tables."""
    (page, table), (next_page, next_table) = last, following
    return (
        goes_on(document, table, next_table)
        and sheets[next_page].tables[0] is next_table
        and not any(row.bottom > table.grid.box[3] for row in texts[page])
        and _above(next_table, texts[next_page]) == 0
    )


def _usual(rows: Sequence[Row], body: float) -> float:
    """The size that a heading on this page must stand out from: that of most characters, or of most lines."""
    return max(body, body_size(rows), _of_most(rows)) if len(rows) >= FILLED else body


def _of_most(rows: Sequence[Row]) -> float:
    """The commonest size of the lines, which is none of a heading though small print has more characters."""
    return Counter(round(row.size, 1) for row in rows).most_common(1)[0][0]
