"""Ruled tables (罫線の表): the cells that drawn lines enclose.

pdfplumber's table finder does the work on the rules that pdfium gives, so that a page need not be read a second time:
its steps take edges as plain dictionaries. Only pages with enough rules for a table come this far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from minutes_nlp.document import Grid
from minutes_nlp.model import Box

__all__ = ["MOST", "grids_of", "rules_of"]

FEWEST = 4  # rules: two rows of two cells need two lines across and two down, with the frame drawn or not
MOST = 1_500  # rules: drawings and maps have more, the densest budget table of the samples 300
PARTED_SHARE = 0.4  # of a table's rows have several cells: budget tables with title rows 0.6, framed figures 0.1–0.2
THIN = 3.0  # points: a rectangle no thicker is a line (Word draws borders of 0.5 to 2.25 points as filled rectangles)
SHORT = 3.0  # points: shorter lines are parts of dashes and glyphs
LONG = 36.0  # points: shorter lines across stand under words; over footnotes 105 (LibreOffice) and 144 (Word)
SNAP = 3.0  # points: pdfplumber's own tolerance for lines that are meant to meet


def grids_of(rules: Iterable[Box]) -> tuple[Grid, ...]:
    """The tables that rules (x0, top, x1, bottom) enclose, from top to bottom; frames around text are none."""
    rules = tuple(islice(rules, MOST + 1))  # a map as vector graphics has a million
    if not FEWEST <= len(rules) <= MOST:
        return ()
    from pdfplumber import table  # noqa: PLC0415 - pages without rules need no pdfplumber

    edges = table.merge_edges([edge for rule in rules for edge in _edges(rule)], SNAP, SNAP, SNAP, SNAP)
    crossings = table.edges_to_intersections(edges, SNAP, SNAP)
    cells = table.intersections_to_cells(crossings)
    found = (_grid(group) for group in table.cells_to_tables(cells))
    return tuple(sorted((grid for grid in found if _is_table(grid)), key=lambda grid: (grid.box[1], grid.box[0])))


def rules_of(drawn: Iterable[Box]) -> tuple[Box, ...]:
    """The thin lines across the page among what is drawn on it, from top to bottom; none of a drawing."""
    drawn = tuple(islice(drawn, MOST + 1))
    across = (rule for rule in drawn if rule[3] - rule[1] <= THIN and rule[2] - rule[0] >= LONG)
    return tuple(sorted(across, key=lambda rule: rule[1])) if len(drawn) <= MOST else ()


def _edges(rule: Box) -> Iterator[dict[str, Any]]:
    """A thin rule as one edge, a rectangle as its four sides."""
    x0, top, x1, bottom = rule
    width, height = x1 - x0, bottom - top
    if height <= THIN and width > SHORT:
        yield _edge("h", x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    elif width <= THIN and height > SHORT:
        yield _edge("v", (x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
    elif width > SHORT and height > SHORT:
        yield _edge("h", x0, top, x1, top)
        yield _edge("h", x0, bottom, x1, bottom)
        yield _edge("v", x0, top, x0, bottom)
        yield _edge("v", x1, top, x1, bottom)


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    place = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
    return place | {"orientation": orientation, "width": x1 - x0, "height": bottom - top, "object_type": "line"}


def _grid(cells: Iterable[Box]) -> Grid:
    ordered = sorted(cells, key=lambda cell: (round(cell[1]), cell[0]))
    rows = tuple(tuple(row) for _, row in groupby(ordered, key=lambda cell: round(cell[1])))
    x0, top, x1, bottom = zip(*ordered, strict=True)
    return Grid((min(x0), min(top), max(x1), max(bottom)), rows)


def _is_table(grid: Grid) -> bool:
    """Whether it has rows and columns; a frame, a stack of frames, or a framed figure is none."""
    return len(grid.rows) > 1 and sum(len(row) > 1 for row in grid.rows) >= PARTED_SHARE * len(grid.rows)
