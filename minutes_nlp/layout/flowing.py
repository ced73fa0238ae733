"""Word documents (Word文書): paragraphs are whole already, only their kinds are to be named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from minutes_nlp.document import Document, Layout, Paragraph, PrintedLine, TableCell
from minutes_nlp.layout.folds import folded, folds_in, spread_gaps
from minutes_nlp.layout.marks import cut_mark, mark_of
from minutes_nlp.layout.notes.calls import label_in
from minutes_nlp.layout.notes.references import linked
from minutes_nlp.layout.paragraphs.making import kind_of
from minutes_nlp.layout.tables.heads import Head, head_rows
from minutes_nlp.model import BlockKind, Furniture, FurnitureKind
from minutes_nlp.text import Text

__all__ = ["flowing"]

STYLES = {
    "heading": BlockKind.HEADING,
    "title": BlockKind.HEADING,
    "list_item": BlockKind.LIST_ITEM,
    "caption": BlockKind.CAPTION,
    "footnote": BlockKind.FOOTNOTE,
}
SCALES = {1: 1.6, 2: 1.4, 3: 1.2}  # what a heading's level is worth beside printed ones, which tell theirs by size
RUNNING = {"header": FurnitureKind.HEADER, "footer": FurnitureKind.FOOTER}


def flowing(document: Document) -> Layout:
    """The layout of a document whose lines are paragraphs."""
    furniture: list[Furniture] = []
    paragraphs: list[Paragraph] = []
    lines = [line for page in document.pages for line in page.lines]
    for table, group in groupby(lines, key=lambda line: line.cell[0] if line.cell else None):
        if table is not None:
            paragraphs.append(_table(document, list(group)))
            continue
        for line in group:
            if line.style in RUNNING:
                furniture.append(Furniture(RUNNING[line.style], (line.span,)))
            else:
                paragraph, gaps = _paragraph(document, line)
                furniture += gaps
                if paragraphs and _goes_on(paragraphs[-1], paragraph):
                    paragraph = replace(paragraphs[-1], text=Text.join([paragraphs.pop().text, paragraph.text], "\n"))
                paragraphs.append(paragraph)
    return Layout(
        paragraphs=linked(document, paragraphs),
        lines=((),) * len(document.pages),
        furniture=tuple(furniture),
        folds=tuple(folds_in(document.source)),
        notes=document.notes,
    )


def _goes_on(note: Paragraph, paragraph: Paragraph) -> bool:
    """Whether both are of one footnote: its later paragraphs have no number."""
    return note.kind is paragraph.kind is BlockKind.FOOTNOTE and note.label is not None and paragraph.label is None


def _paragraph(document: Document, line: PrintedLine) -> tuple[Paragraph, list[Furniture]]:
    whole, gaps = spread_gaps(document.text(line.span))
    text = folded(whole)
    marker, rest = _marked(document, line, text)
    is_footnote = line.style == "footnote"
    if is_footnote and marker is None and (label := label_in(rest)):  # a mark typed by hand
        marker, rest = label, rest[len(label) :].lstrip()
    stripped = text.strip()
    kind = STYLES.get(line.style) or kind_of(stripped.string, mark_of(stripped.string))
    indent = (len(text) - len(text.lstrip(" 　\t"))) if text.string else 0
    level = line.level if kind is BlockKind.HEADING else None
    if kind is BlockKind.HEADING and level is None:
        mark = mark_of(stripped.string)
        level = mark.level if mark and mark.level else 1
    return (
        Paragraph(
            kind=kind,
            text=rest,
            marker=None if is_footnote else marker,
            level=level,
            pages=(1,),
            indent=float(indent),
            label=marker if is_footnote else None,
            scale=SCALES.get(line.level or 0, 1.0) if line.style == "heading" else 1.0,
        ),
        gaps,
    )


def _marked(document: Document, line: PrintedLine, text: Text) -> tuple[Text | None, Text]:
    """The paragraph's own number or bullet, or the mark that was typed."""
    if line.marker is None:
        return cut_mark(text.strip())
    marker = document.text(line.marker).strip()
    length = line.marker[1] - line.span[0]
    return (marker or None), text[length:].strip()


def _table(document: Document, lines: Sequence[PrintedLine]) -> Paragraph:
    printed = _printed_rows(lines)
    rows = tuple(_filled([tuple(_cells(document, row)) for row in printed]))
    text = Text.join([Text.join(row, "\t") for row in rows], "\n")
    return Paragraph(kind=BlockKind.TABLE, text=text, pages=(1,), rows=rows, head_rows=_head_rows(rows, printed))


def _printed_rows(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines of each row; a row without text has none."""
    rows: list[list[PrintedLine]] = []
    for line in lines:
        row = line.cell[1] if line.cell else 0
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row].append(line)
    return rows


def _cells(document: Document, row: Sequence[PrintedLine]) -> Iterator[tuple[int, TableCell]]:
    """The cells of a row that hold text, each with its column."""
    for column, lines in groupby(row, key=lambda line: line.cell[2] if line.cell else 0):
        yield column, _cell(document, list(lines))


def _filled(rows: Sequence[Sequence[tuple[int, TableCell]]]) -> Iterator[tuple[TableCell, ...]]:
    """The rows with empty cells where nothing is written and no cell reaches from above or from the left."""
    width = max((column + cell.column_span for row in rows for column, cell in row), default=0)
    reach = [0] * width  # how many more rows each column is covered from above
    for row in rows:
        written = dict(row)
        cells: list[TableCell] = []
        column = 0
        while column < width:
            if column in written or not reach[column]:
                cells.append(written.get(column, TableCell()))
                covered = cells[-1].column_span
                reach[column : column + covered] = [cells[-1].row_span] * covered
                column += covered
            else:
                column += 1
        reach = [max(rest - 1, 0) for rest in reach]
        yield tuple(cells)


def _cell(document: Document, lines: Sequence[PrintedLine]) -> TableCell:
    text = Text.join([folded(document.text(line.span)).strip() for line in lines], "\n")
    return TableCell.holding(text, *lines[0].cell_spans)


def _head_rows(rows: Sequence[Sequence[TableCell]], printed: Sequence[Sequence[PrintedLine]]) -> int:
    """The rows that Word repeats on every page; else as in print."""
    marked = sum(1 for _ in takewhile(lambda row: row and all(line.in_head for line in row), printed))
    return marked or head_rows(rows, [Head(bold=bool(row) and all(line.bold for line in row)) for row in printed])
