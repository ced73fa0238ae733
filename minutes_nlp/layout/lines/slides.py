"""Slides (スライド): text in boxes, read box by box (囲みごとの読み順).

What is drawn around text holds it together. Boxes and loose rows are then parted at the widest white gap, again and
again, until each part is one stack: what stands near each other is read together. At equal gaps a reader goes along
the page before going down it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from minutes_nlp.layout.lines.rows import Row, Tab, cut_at
from minutes_nlp.model import Box

__all__ = ["cut_at_sides", "holds", "in_boxes", "number_of"]

LOOSE = 3.0  # points: how far text may stand out of the shape that holds it, since glyph boxes are larger than ink
WIDER = 1.3  # times: a gap across the page must be so much wider than one down it, or the page is read along first
OVERHANG_EM = 2.0  # how far a row may reach into the next column where no clean gap is left
LEADING_EM = 0.5  # white between two lines of one text is lower
TABLE_ROWS, TABLE_COLUMNS = 5, 3  # that make a table; slides have up to four rows of boxes
PARAGRAPH_EM = 0.8  # white between what two names without a shape stand for; between lines of a list it is 0.6
PAGE = 1000  # more boxes than a page has: the number of a page's first column
LABELS = 0.35  # of the width: names of rows that stand to the left of what they name are narrower than this
LABELLED = 0.75  # of such rows have both a name and something named

Run = tuple[Row, ...]  # rows that are read one after the other in one box


@dataclass(frozen=True, slots=True)
class Unit:
    """A row by itself, or a shape with all that stands in it (囲み); `runs` in reading order."""

    box: Box
    runs: tuple[Run, ...]
    is_shape: bool = False

    @property
    def em(self) -> float:
        """The size of its first row."""
        return self.runs[0][0].size


@dataclass(frozen=True, slots=True)
class Gap:
    """White space through a whole region (空き): its width, and where what stands behind it begins."""

    side: int  # 0: between what stands side by side, 1: between what stands one below the other
    width: float
    place: float


def in_boxes(rows: Sequence[Row], frames: Iterable[Box], first: int = 0) -> list[Row]:
    """The rows of a slide in reading order, each box a column of its own, whose number no other page has.

    `first` is the number of the first box on the page.
    """
    drawn = sorted(set(frames), key=_area, reverse=True)
    pieces = [piece for row in rows for piece in cut_at_sides(row, drawn)]
    shapes = [shape for shape in drawn if not any(_strikes(shape, row) for row in pieces)]
    return [
        replace(row, column=number_of(row.page, number))
        for number, run in enumerate(_ordered(list(_units(pieces, shapes)), 0.0), first)
        for row in run
    ]


def number_of(page: int, box: int) -> int:
    """The number of a box (囲み) as a column, which no box of another page has."""
    return (page + 1) * PAGE + box


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def cut_at_sides(row: Row, shapes: Iterable[Box]) -> Iterator[Row]:
    """A row (行) that was drawn over the side of a shape as the pieces inside and outside."""
    edges = [x for x0, top, x1, bottom in shapes if top < (row.top + row.bottom) / 2 < bottom for x in (x0, x1)]

    def passes(tab: Tab) -> bool:
        return any(tab.left - LOOSE < edge < tab.right + LOOSE for edge in edges)

    while (gap := next((tab for tab in row.tabs if passes(tab)), None)) is not None:
        piece, row = cut_at(row, gap)
        yield piece
    yield row


def _units(rows: Sequence[Row], shapes: Sequence[Box]) -> Iterator[Unit]:
    """The outermost shapes that hold some of the rows, each with its own, and the rows that are left."""
    rest = list(rows)
    for place, shape in enumerate(shapes):
        inside = [row for row in rest if holds(shape, row)]
        if inside and len(inside) < len(rows):
            limit = shape[2] - (min(row.x0 for row in inside) - shape[0])
            runs = _ordered(list(_units(inside, shapes[place + 1 :])), limit)
            yield Unit(shape, tuple(runs), is_shape=True)
            rest = [row for row in rest if not holds(shape, row)]
    yield from (Unit((row.x0, row.top, row.x1, row.bottom), ((row,),)) for row in rest)


def holds(shape: Box, row: Row) -> bool:
    """Whether a row (行) stands inside a shape, as a whole."""
    middle = (row.top + row.bottom) / 2
    return shape[0] - LOOSE <= row.x0 and row.x1 <= shape[2] + LOOSE and shape[1] < middle < shape[3]


def _strikes(shape: Box, row: Row) -> bool:
    """Whether a shape holds a part of a row only, as a drawing behind the text does."""
    middle = (row.top + row.bottom) / 2
    beside = row.x1 < shape[0] + LOOSE or shape[2] - LOOSE < row.x0
    return shape[1] < middle < shape[3] and not beside and not holds(shape, row)


def _ordered(units: Sequence[Unit], limit: float) -> list[Run]:
    """The runs of a region in reading order; the text of one that is all one stack reaches to `limit`."""
    cut = None if _is_stack(units) else _cut(units)
    first, second = _halves(units, cut) if cut else (units, [])
    if not (first and second):
        return list(_stacked(sorted(units, key=lambda unit: (unit.box[1] + unit.box[3], unit.box[0])), limit))
    return _ordered(first, 0.0) + _ordered(second, 0.0)


def _cut(units: Sequence[Unit]) -> Gap | None:
    """The gap at which a region is read in two parts."""
    em = median(unit.em for unit in units)
    down, across = _widest(units, 1), _widest(units, 0)
    if across is None and (down is None or down.width < LEADING_EM * em):
        return _widest(units, 0, OVERHANG_EM * em) or down
    if down and (not across or across.width < WIDER * down.width or _is_labelled(units, across) or _is_table(units)):
        return down
    return across


def _is_stack(units: Iterable[Unit]) -> bool:
    """Whether nothing stands beside something else."""
    ordered = sorted(units, key=lambda unit: unit.box[1] + unit.box[3])
    return not any(_beside(one.box, other.box) for one, other in pairwise(ordered))


def _beside(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return 2 * shared > min(one[3] - one[1], other[3] - other[1])


def _stacked(units: Iterable[Unit], limit: float) -> Iterator[Run]:
    """The runs of units from first to last, loose rows that follow each other as one."""
    for is_shape, group in groupby(units, key=lambda unit: unit.is_shape):
        runs = [run for unit in group for run in unit.runs]
        if is_shape:
            yield from runs
        else:
            yield tuple(replace(row, limit=limit) for run in runs for row in run)


def _widest(units: Iterable[Unit], side: int, overhang: float = 0.0) -> Gap | None:
    """The widest gap that runs through a region: across it with side 0, from top to bottom with side 1."""
    return max(_gaps(units, side, overhang), key=lambda gap: gap.width, default=None)


def _gaps(units: Iterable[Unit], side: int, overhang: float = 0.0) -> Iterator[Gap]:
    ordered = sorted((unit.box[side], unit.box[side + 2]) for unit in units)
    reached = ordered[0][1]
    for start, end in ordered[1:]:
        if start >= reached - overhang:
            yield Gap(side, start - reached, start)
        reached = max(reached, end)


def _halves(units: Sequence[Unit], gap: Gap) -> tuple[list[Unit], list[Unit]]:
    before = [unit for unit in units if unit.box[gap.side] < gap.place]
    return before, [unit for unit in units if unit.box[gap.side] >= gap.place]


def _is_labelled(units: Sequence[Unit], across: Gap) -> bool:
    """Whether what stands left of a gap names, row by row, what stands right of it."""
    names, named = _halves(units, across)
    left, right = min(unit.box[0] for unit in names), max(unit.box[2] for unit in named)
    if max(unit.box[2] for unit in names) - left > LABELS * (right - left):
        return False
    least = 0.0 if all(unit.is_shape for unit in names) else PARAGRAPH_EM * median(unit.em for unit in units)
    cuts = [gap.place for gap in _gaps(units, 1) if gap.width >= least]
    bands = [_band(unit, cuts) for unit in names], [_band(unit, cuts) for unit in named]
    both, either = set(bands[0]) & set(bands[1]), set(bands[0]) | set(bands[1])
    return len(both) > 1 and len(both) >= LABELLED * len(either)


def _band(unit: Unit, cuts: Iterable[float]) -> int:
    return sum(cut <= unit.box[1] for cut in cuts)


def _is_table(units: Sequence[Unit]) -> bool:
    """Whether the units stand in rows of three and more, as in a table whose rules nobody drew."""
    cuts = [gap.place for gap in _gaps(units, 1)]
    bands: Counter[int] = Counter()
    for unit in units:
        bands[_band(unit, cuts)] += 1 + max(len(row.tabs) for run in unit.runs for row in run)
    return len(bands) >= TABLE_ROWS and median(bands.values()) >= TABLE_COLUMNS
