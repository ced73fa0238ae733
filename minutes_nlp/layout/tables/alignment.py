"""Tables without rules (罫線のない表): columns of numbers that stand under each other, in rows set wide apart.

Only numbers are believed: lists of people, header fields, tables of contents and two columns of text are set with
wide gaps too, and are read better as what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from minutes_nlp.document import Grid
from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.model import Box

__all__ = ["aligned_grids"]

FEWEST_COLUMNS = 3
FEWEST_ROWS = 3  # of numbers; two may stand under each other by chance
FIGURE_SHARE = 0.6  # of the cells behind the first are numbers, over the whole table 0.8 and more in real ones
FULL_SHARE = 0.8  # of the rows of numbers leave at most one column empty
FILLED_SHARE = 0.6  # of the rows of numbers have a name in a column of names
LONGEST_GROUP = 10  # characters of a group's name, which stands in front of its first row only: 一般会計
LONGEST = 30  # characters of a cell; more is a line of text
HEAD_ROWS = 3  # above the numbers, at most
PITCH = 3.0  # times its height: how far below a row the next may stand
SAME_BAND = 0.5  # share of the lower height that two pieces of one row have in common
# 12,345 / △ 1,043 / 5.5% / 7,200人 / 1.2倍 / －
FIGURE = re.compile(
    r"[(（]?[△▲+＋\-－−約 　]*[0-9０-９][0-9０-９,，.．]*[ 　]*[^0-9０-９\s、。年月日時分回条章節頁号]{0,3}[)）]?"
    r"|[-－―‐…*＊]"
)
DIGIT = re.compile(r"[0-9０-９]")


class Piece(NamedTuple):
    """What stands between two wide gaps of a row."""

    string: str
    x0: float
    x1: float

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, or the dash that stands for none."""
        return FIGURE.fullmatch(self.string) is not None


class Band(NamedTuple):
    """All that stands side by side (一行), from left to right."""

    top: float
    bottom: float
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> int:
        """The index of the piece in front of the first number behind it."""
        return next((at for at, piece in enumerate(self.pieces[1:]) if piece.is_figure), 0)

    @property
    def figures(self) -> int:
        """How many numbers stand behind the name."""
        return sum(piece.is_figure for piece in self.pieces[self.name + 1 :])

    @property
    def is_body(self) -> bool:
        """Whether it is a row of numbers with a name in front."""
        row = self.pieces[self.name :]
        is_numeric = len(row) >= FEWEST_COLUMNS and self.figures >= max(2, FIGURE_SHARE * (len(row) - 1))
        return is_numeric and all(len(piece.string) <= LONGEST for piece in row)


Columns = list[tuple[float, float]]


def aligned_grids(rows: Sequence[Row]) -> list[Grid]:
    """The tables that the rows of a page make, from top to bottom."""
    if sum(DIGIT.search(row.string) is not None for row in rows) < FEWEST_ROWS:
        return []
    bands = list(_bands(rows))
    return [grid for start, stop in _runs(bands) if (grid := _grid(bands, start, stop))]


def _bands(rows: Sequence[Row]) -> Iterator[Band]:
    group: list[Row] = []
    for row in rows:
        if group and not _is_beside(group[0], row):
            yield _band(group)
            group = []
        group.append(row)
    if group:
        yield _band(group)


def _is_beside(one: Row, other: Row) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_BAND * min(one.bottom - one.top, other.bottom - other.top)


def _band(rows: Sequence[Row]) -> Band:
    pieces = sorted((piece for row in rows for piece in _pieces(row)), key=lambda piece: piece.x0)
    return Band(min(row.top for row in rows), max(row.bottom for row in rows), tuple(pieces))


def _pieces(row: Row) -> Iterator[Piece]:
    """The row, cut at its wide gaps."""
    starts = [0, *(tab.start for tab in row.tabs), len(row.text)]
    lefts = [row.x0, *(tab.right for tab in row.tabs)]
    rights = [*(tab.left for tab in row.tabs), row.x1]
    for (start, stop), left, right in zip(pairwise(starts), lefts, rights, strict=True):
        string = row.string[start:stop].strip()
        if string:
            yield Piece(string, left, right)


def _runs(bands: Sequence[Band]) -> Iterator[tuple[int, int]]:
    """Where rows of numbers follow each other, with lone names between them."""
    start = 0
    while start < len(bands):
        stop = start
        if bands[start].is_body:
            stop = start + 1
            while stop < len(bands) and _goes_on(bands, stop):
                stop += 1
            while not bands[stop - 1].figures:
                stop -= 1
            if sum(band.is_body for band in bands[start:stop]) >= FEWEST_ROWS:
                yield start, stop
        start = max(stop, start + 1)


def _goes_on(bands: Sequence[Band], index: int) -> bool:
    last, band = bands[index - 1], bands[index]
    is_near = band.top - last.bottom <= PITCH * (last.bottom - last.top)
    is_short = len(band.pieces[0].string) <= LONGEST
    return is_near and (band.is_body or (is_short and (bool(band.figures) or len(band.pieces) == 1)))


def _grid(bands: Sequence[Band], start: int, stop: int) -> Grid | None:
    """The cells of a run, if its rows keep to the same columns."""
    body = [band for band in bands[start:stop] if band.is_body]
    columns = _without_text_beside(_columns([piece for band in body for piece in band.pieces]), body)
    edge = columns[0][0] if columns else 0.0
    inside = [_from(band, edge) for band in bands]
    body = [_from(band, edge) for band in body]
    full = sum(len(band.pieces) >= len(columns) - 1 for band in body)
    if len(columns) < FEWEST_COLUMNS or full < FULL_SHARE * len(body):
        return None
    if not all(_keeps_to(columns, band) for band in inside[start:stop]):
        return None
    first = start
    while first > max(0, start - HEAD_ROWS) and _is_above(inside[first - 1], inside[first], columns):
        first -= 1
    table = inside[first:stop]
    columns = _columns([*(Piece("", *column) for column in columns), *(p for band in table for p in band.pieces)])
    return Grid(*_boxes(table, columns)) if len(columns) >= FEWEST_COLUMNS else None


def _without_text_beside(columns: Columns, body: Sequence[Band]) -> Columns:
    """The columns without those in front that are text beside the table: long, and not in every row."""
    while columns:
        left, right = columns[0]
        pieces = [piece for band in body for piece in band.pieces if left <= piece.x0 < right]
        if len(pieces) >= FILLED_SHARE * len(body) or max(len(piece.string) for piece in pieces) <= LONGEST_GROUP:
            break
        columns = columns[1:]
    return columns


def _from(band: Band, edge: float) -> Band:
    """What of a row stands right of an edge."""
    return band._replace(pieces=tuple(piece for piece in band.pieces if piece.x1 > edge))


def _columns(pieces: Sequence[Piece]) -> Columns:
    """The places that the pieces take, one beside the other."""
    columns: Columns = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if columns and piece.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.x1))
        else:
            columns.append((piece.x0, piece.x1))
    return columns


def _keeps_to(columns: Columns, band: Band) -> bool:
    """Whether each piece of a row stands in a column of its own."""
    places = [[n for n, (left, right) in enumerate(columns) if p.x0 < right and left < p.x1] for p in band.pieces]
    taken = [place for found in places for place in found]
    return all(len(found) == 1 for found in places) and len(set(taken)) == len(taken)


def _is_above(band: Band, below: Band, columns: Columns) -> bool:
    """Whether a row names the columns under it, or is one of them with a gap."""
    return (
        len(band.pieces) > 1
        and below.top - band.bottom <= PITCH * (band.bottom - band.top)
        and all(len(piece.string) <= LONGEST for piece in band.pieces)
        and _keeps_to(columns, band)
    )


def _boxes(bands: Sequence[Band], columns: Columns) -> tuple[Box, tuple[tuple[Box, ...], ...]]:
    """The frame and the cells, each up to the middle of the gap between it and the next."""
    across = [columns[0][0] - 1, *((one[1] + other[0]) / 2 for one, other in pairwise(columns)), columns[-1][1] + 1]
    down = [bands[0].top, *((one.bottom + other.top) / 2 for one, other in pairwise(bands)), bands[-1].bottom]
    rows = tuple(tuple((x0, top, x1, bottom) for x0, x1 in pairwise(across)) for top, bottom in pairwise(down))
    return (across[0], down[0], across[-1], down[-1]), rows
