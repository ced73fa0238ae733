"""Sheets that show two pages beside each other (見開き・2ページ割付): the left is read whole before the right."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_nlp.layout.lines.rows import Row, cut_at

__all__ = ["halves", "is_open"]

OPEN_SHARE = 0.9  # of a document's wide sheets have nothing printed over their middle; the titles of slides are
LEAF_ROWS = 12  # rows of text that make a page: one of A4 has 20 and more, a box of a slide up to 10
BOTH_SHARE = 0.5  # of these sheets have so many on both halves; the last one may have a single page


def is_open(sheets: Sequence[tuple[float, Sequence[Row]]]) -> bool:
    """Whether wide sheets, given by their widths and rows, each show two pages."""
    parted = [(halves(width, rows), width, rows) for width, rows in sheets if rows]
    free = sum(not any(_is_over(row, width / 2) for half in found for row in half) for found, width, _ in parted)
    both = sum(min(map(len, found)) >= LEAF_ROWS for found, _, _ in parted)
    return bool(parted) and free >= OPEN_SHARE * len(parted) and both >= BOTH_SHARE * len(parted)


def halves(width: float, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of the left and of the right page; one that was drawn over both is cut."""
    middle = width / 2
    pieces = [
        piece
        for row in rows
        for piece in cut_at(row, next((tab for tab in row.tabs if tab.left < middle < tab.right), None))
    ]
    left = [row for row in pieces if row.x0 < middle]
    return left, [row for row in pieces if row.x0 >= middle]


def _is_over(row: Row, middle: float) -> bool:
    return row.x0 < middle < row.x1
