"""Pages on their way through layout (紙面): what stands in the text, what in tables, what is furigana."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from minutes_nlp.document import Document, Flow, PrintedPage
from minutes_nlp.layout.folds import spread_gaps
from minutes_nlp.layout.lines.abreast import boxes_apart
from minutes_nlp.layout.lines.columns import in_columns
from minutes_nlp.layout.lines.labels import with_whole_labels
from minutes_nlp.layout.lines.leaves import halves, is_open
from minutes_nlp.layout.lines.rows import GUTTER_EM, TIER_GAP_EM, Row, Tab, body_size, fragments_of, merged
from minutes_nlp.layout.lines.ruby import Ruby, ruby_over
from minutes_nlp.layout.lines.slides import cut_at_sides, holds, in_boxes
from minutes_nlp.layout.lines.wraps import unwrapped
from minutes_nlp.layout.margins.line_numbers import LineNumber, without_numbers
from minutes_nlp.layout.tables.alignment import aligned_grids
from minutes_nlp.layout.tables.cells import Table, parted, rest_of
from minutes_nlp.model import Box, Furniture
from minutes_nlp.text import Text

__all__ = ["Sheet", "sheets_of", "without_spread_gaps"]

NAMED_EM = 2.0  # how far above a table its name and unit stand: 【一般財源】（単位：千円）
LEAF = 100  # more columns than a page has: the number of the first column of the right page of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page (紙面): its rows in reading order, its tables, its furigana, and its height."""

    rows: list[Row]
    tables: list[Table]
    ruby: list[Ruby]
    height: float
    turned: bool = False
    is_slide: bool = False

    def without(self, taken: set[Row]) -> Sheet:
        """The page without some of its rows."""
        return replace(self, rows=[row for row in self.rows if row not in taken])


def sheets_of(document: Document, numbers: Sequence[Sequence[LineNumber]]) -> list[Sheet]:
    """All pages without their line numbers, their rows in reading order."""
    sheets: list[Sheet] = []
    for page, counted in zip(document.pages, numbers, strict=True):
        sheets.append(_sheet(document, page, counted, sheets[-1].tables if sheets else ()))
    wide = [
        (page.width or 0.0, sheet.rows) for page, sheet in zip(document.pages, sheets, strict=True) if page.is_slide
    ]
    if wide and is_open(wide):
        return _leaf_by_leaf(document.pages, sheets)
    flowing = [[] if page.is_slide else sheet.rows for page, sheet in zip(document.pages, sheets, strict=True)]
    ordered = in_columns(flowing, [sheet.turned for sheet in sheets])
    pages = zip(document.pages, sheets, ordered, strict=True)
    return [
        _as_slide(sheet, page.frames) if page.is_slide else replace(sheet, rows=_in_order(document, page, sheet, rows))
        for page, sheet, rows in pages
    ]


def _as_slide(sheet: Sheet, frames: Sequence[Box]) -> Sheet:
    """A slide read box by box, each table as one of the boxes."""
    em = body_size(sheet.rows)
    stand_ins = [Row(Text(), table.page, *table.grid.box, em) for table in sheet.tables]
    names = [(row.x0, row.top - NAMED_EM * em, row.x1, row.top) for row in stand_ins]  # where tables are named
    pieces = [piece for row in sheet.rows for piece in cut_at_sides(row, names)]
    # one path may draw the rules of several tables: it is no box around them
    shapes = [shape for shape in frames if sum(holds(shape, row) for row in stand_ins) < 2]
    rows: list[Row] = []
    after: dict[Box, frozenset[int]] = {}
    for row in in_boxes([*pieces, *stand_ins], shapes):
        if row.string:
            rows.append(row)
        else:
            after[row.x0, row.top, row.x1, row.bottom] = frozenset(before.place for before in rows)
    return replace(sheet, rows=rows, tables=[replace(table, after=after[table.grid.box]) for table in sheet.tables])


def _in_order(document: Document, page: PrintedPage, sheet: Sheet, rows: list[Row]) -> list[Row]:
    """The rows of a page, those in boxes box by box, and text beside a figure (回り込み) before the figure."""
    if _is_printed_upright(document, page) and not any(row.column for row in rows):
        return unwrapped(boxes_apart(rows, page.frames), [table.grid.box for table in sheet.tables])
    return boxes_apart(rows, page.frames)


def _leaf_by_leaf(pages: Sequence[PrintedPage], sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a document that shows two on a wide sheet."""
    leaves = [
        list(halves(page.width or 0.0, sheet.rows)) if page.is_slide else [sheet.rows]
        for page, sheet in zip(pages, sheets, strict=True)
    ]
    turned = [sheet.turned for sheet, found in zip(sheets, leaves, strict=True) for _ in found]
    ordered = iter(in_columns(list(chain.from_iterable(leaves)), turned))
    return [
        replace(
            sheet,
            rows=[
                replace(row, column=row.column + place * LEAF)
                for place, rows in enumerate(islice(ordered, len(found)))
                for row in rows
            ],
        )
        for sheet, found in zip(sheets, leaves, strict=True)
    ]


def _is_printed_upright(document: Document, page: PrintedPage) -> bool:
    """Whether a page of a printed document does not lie turned: columns on it may be a table."""
    return document.flow is Flow.PRINTED and not page.turned


def _sheet(document: Document, page: PrintedPage, numbers: Sequence[LineNumber], before: Sequence[Table]) -> Sheet:
    """A page without its line numbers, its rows from top to bottom; `before` are the tables of the last one."""
    rest = rest_of(before[-1].grid, page.grids) if before else None
    lines, tables = parted(document, without_numbers(page.lines, numbers, document), page.grids, page.number, rest)
    gap = TIER_GAP_EM if page.turned else GUTTER_EM
    fragments = fragments_of(document, replace(page, lines=tuple(lines)))
    grids = aligned_grids(merged(fragments, gap)) if _is_printed_upright(document, page) else []
    if grids:
        lines, aligned = parted(document, lines, grids, page.number)
        tables = sorted([*tables, *aligned], key=lambda table: (table.grid.box[1], table.grid.box[0]))
        fragments = fragments_of(document, replace(page, lines=tuple(lines)))
    ruby = ruby_over(document, fragments)
    taken = {word.line for word in ruby}
    rows = merged([row for row in fragments if row.lines[0] not in taken], gap)
    if _is_printed_upright(document, page) and not page.is_slide:
        rows = with_whole_labels(rows)
    deepest = max((row.bottom for row in rows), default=0.0)
    return Sheet(rows, tables, ruby, page.depth or deepest or 1.0, bool(page.turned), page.is_slide)


def without_spread_gaps(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Furniture]]:
    """The pages with evenly spread words closed up, and the gaps."""
    gaps: list[Furniture] = []
    closed = []
    for sheet in sheets:
        rows = []
        for row in sheet.rows:
            text, found = spread_gaps(row.text)
            gaps += found
            rows.append(replace(row, text=text, tabs=_moved(row, found)) if found else row)
        closed.append(replace(sheet, rows=rows))
    return closed, gaps


def _moved(row: Row, gaps: Sequence[Furniture]) -> tuple[Tab, ...]:
    """The wide gaps of a row, where they are once the gaps inside its words are closed."""
    closed = [place for gap in gaps for start, stop in gap.spans for place in range(start, stop)]
    places = {tab: row.text[tab.start : tab.start + 1].spans[0][0] for tab in row.tabs}
    return tuple(tab._replace(start=tab.start - sum(gone < place for gone in closed)) for tab, place in places.items())
