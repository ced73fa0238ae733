"""Ruled tables (罫線の表): the cells that drawn lines enclose.

pdfplumber's table finder does the work on the rules that pdfium gives, so that a page need not be read a second time:
its steps take edges as plain dictionaries. Only pages with enough rules for a table come this far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, NamedTuple

from minutes_nlp.document import Grid
from minutes_nlp.model import Box

__all__ = ["MOST", "THIN", "Rule", "grids_of", "placed", "rules_of"]

FEWEST = 4  # rules: two rows of two cells need two lines across and two down, with the frame drawn or not
MOST = 8_000  # rules: drawings and maps have more; a page of a spreadsheet whose cells are drawn one by one 4,000
MOST_EDGES = 800  # after those that meet are made one: the densest budget table of the samples has 90
PARTED_SHARE = 0.4  # of a table's rows have several cells: budget tables with title rows 0.6, framed figures 0.1–0.2
THIN = 3.0  # points: a rectangle no thicker is a line (Word draws borders of 0.5 to 2.25 points as filled rectangles)
SHORT = 3.0  # points: shorter lines are parts of dashes and glyphs
LONG = 36.0  # points: shorter lines across stand under words; over footnotes 105 (LibreOffice) and 144 (Word)
SNAP = 3.0  # points: pdfplumber's own tolerance for lines that are meant to meet
OPEN_SHARE = 0.6  # of a table's lines across end at the same place: there it ends, with a line down or without

Edge = dict[str, Any]


class Rule(NamedTuple):
    """A line or rectangle of a page, (x0, top, x1, bottom); `tinted` is a coloured ground (網かけ)."""

    x0: float
    top: float
    x1: float
    bottom: float
    tinted: bool = False


def grids_of(rules: Iterable[Rule]) -> tuple[Grid, ...]:
    """The tables that rules enclose, from top to bottom; frames around text are none."""
    rules = tuple(islice(rules, MOST + 1))  # a map as vector graphics has a million
    if not FEWEST <= len(rules) <= MOST:
        return ()
    lines, tints = [rule for rule in rules if not _is_ground(rule)], [rule for rule in rules if _is_ground(rule)]
    found = list(_found(lines, tints)) if len(lines) >= FEWEST else []
    # grounds that are set behind the text of a ruled table, line by line, are no cells of it
    free = [tint for tint in tints if not any(_lies_in(tint[:4], grid.box) for grid in found if len(grid.rows) > 1)]
    if len(free) >= FEWEST:
        found = list(_found(lines + free, tints))
    return tuple(sorted(found, key=lambda grid: (grid.box[1], grid.box[0])))


def _found(rules: Sequence[Rule], tints: Sequence[Rule]) -> Iterator[Grid]:
    """The tables that some rules enclose."""
    from pdfplumber import table  # noqa: PLC0415 - pages without rules need no pdfplumber

    edges = table.merge_edges([edge for rule in rules for edge in _edges(rule)], SNAP, SNAP, SNAP, SNAP)
    if not FEWEST <= len(edges) <= MOST_EDGES:
        return
    if lacking := list(_left_open(edges)):
        edges = table.merge_edges([*edges, *lacking], SNAP, SNAP, SNAP, SNAP)
    crossings = table.edges_to_intersections(edges, SNAP, SNAP)
    cells = table.intersections_to_cells(crossings)
    for group in table.cells_to_tables(cells):
        grid = _grid(group, tints)
        if _is_table(grid):
            yield grid


def rules_of(drawn: Iterable[Rule]) -> tuple[Box, ...]:
    """The thin lines across the page among what is drawn on it, from top to bottom; none of a drawing."""
    drawn = tuple(islice(drawn, MOST + 1))
    across = (rule[:4] for rule in drawn if rule.bottom - rule.top <= THIN and rule.x1 - rule.x0 >= LONG)
    return tuple(sorted(across, key=lambda rule: rule[1])) if len(drawn) <= MOST else ()


def _is_ground(rule: Rule) -> bool:
    return rule.tinted and min(rule.x1 - rule.x0, rule.bottom - rule.top) > THIN


def _edges(rule: Rule) -> Iterator[Edge]:
    """A thin rule as one edge, a rectangle as its four sides."""
    x0, top, x1, bottom, _ = rule
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


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> Edge:
    place = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
    return place | {"orientation": orientation, "width": x1 - x0, "height": bottom - top, "object_type": "line"}


# --- frames that are left open ------------------------------------------------------------------------------------


def _left_open(edges: Sequence[Edge]) -> Iterator[Edge]:
    """The sides that tables lack: most lines of one direction end there, and no line closes them."""
    for group in _connected(edges):
        across = [edge for edge in group if edge["orientation"] == "h"]
        down = [edge for edge in group if edge["orientation"] == "v"]
        for side in ("x0", "x1"):
            yield from _closing(across, side)
        for side in ("top", "bottom"):
            yield from _closing(down, side)


def _closing(lines: Sequence[Edge], side: str) -> Iterator[Edge]:
    furthest = (min if side in {"x0", "top"} else max)(line[side] for line in lines)
    ending = [line for line in lines if abs(line[side] - furthest) <= SNAP]
    if len(ending) >= max(2, OPEN_SHARE * len(lines)):
        if side in {"x0", "x1"}:
            yield _edge("v", furthest, min(e["top"] for e in ending), furthest, max(e["top"] for e in ending))
        else:
            yield _edge("h", min(e["x0"] for e in ending), furthest, max(e["x0"] for e in ending), furthest)


def _connected(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Lines that meet, group by group; a group without both directions is no table."""
    rest = list(edges)
    while rest:
        group = [rest.pop()]
        for edge in group:
            meeting = [other for other in rest if _meet(edge, other)]
            group += meeting
            rest = [other for other in rest if other not in meeting] if meeting else rest
        if len({edge["orientation"] for edge in group}) > 1:
            yield group


def _meet(one: Edge, other: Edge) -> bool:
    return one["orientation"] != other["orientation"] and bool(
        one["x0"] - SNAP <= other["x1"]
        and other["x0"] - SNAP <= one["x1"]
        and one["top"] - SNAP <= other["bottom"]
        and other["top"] - SNAP <= one["bottom"]
    )


# ------------------------------------------------------------------------------------------------------------------


def placed(grid: Grid, place: Callable[[float, float, float, float], Box]) -> Grid:
    """A table whose cells lie elsewhere on the page as it is read."""
    cells = {cell: place(*cell) for row in grid.rows for cell in row}
    return _of_cells(cells.values(), frozenset(cells[cell] for cell in grid.tinted))


def _grid(cells: Sequence[Box], tints: Sequence[Rule]) -> Grid:
    return _of_cells(cells, frozenset(cell for cell in cells if any(_lies_in(cell, tint[:4]) for tint in tints)))


def _of_cells(cells: Iterable[Box], tinted: frozenset[Box]) -> Grid:
    ordered = sorted(cells, key=lambda cell: (round(cell[1]), cell[0]))
    rows = tuple(tuple(row) for _, row in groupby(ordered, key=lambda cell: round(cell[1])))
    x0, top, x1, bottom = zip(*ordered, strict=True)
    return Grid((min(x0), min(top), max(x1), max(bottom)), rows, tinted)


def _lies_in(cell: Box, tint: Box) -> bool:
    x, y = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2
    return tint[0] <= x <= tint[2] and tint[1] <= y <= tint[3]


def _is_table(grid: Grid) -> bool:
    """Whether it has columns; a frame, a stack of frames, or a framed figure is none.

    A lone row may be the rest of a table on the page before.
    """
    return sum(len(row) > 1 for row in grid.rows) >= PARTED_SHARE * len(grid.rows)
