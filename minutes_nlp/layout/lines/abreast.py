"""Boxes that stand side by side on an upright page (並んだ囲み): cards, diagrams, text boxes of Word.

A part of the page that holds such boxes is read as a slide is, box by box. The rest is text from edge to edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations

from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.lines.slides import cut_at_sides, holds, in_boxes, number_of
from minutes_nlp.model import Box

__all__ = ["boxes_apart"]

FEWEST = 2  # rows in one of the boxes at least: single lines side by side are read along the page anyway
LOOSE = 3.0  # points: how far text may stand out of the shape that holds it (as on slides)


def boxes_apart(rows: Sequence[Row], frames: Sequence[Box]) -> list[Row]:
    """The rows of an upright page, those of each part with boxes side by side box by box."""
    found = list(rows)
    if not frames:
        return found
    pieces = [piece for row in rows for piece in cut_at_sides(row, frames)]
    for part in _parts(pieces, frames):
        found = [piece for row in found for piece in (cut_at_sides(row, frames) if _is_level(part, row) else (row,))]
        inside = [row for row in found if _is_level(part, row) and row.x0 < part[2] and row.x1 > part[0]]
        place = found.index(inside[0])
        rest = [row for row in found if row not in inside]
        found = [*rest[:place], *in_boxes(inside, frames, place), *rest[place:]]
    for frame in frames:
        found = _set_apart(found, frame)
    return found


def _set_apart(rows: list[Row], frame: Box) -> list[Row]:
    """The rows with the text of a box that stands alone, narrower than the page, as a column of its own."""
    inside = [row for row in rows if holds(frame, row)]
    outside = [row for row in rows if not holds(frame, row)]
    is_alone = not any(_is_level(frame, row) for row in outside) and not any(row.column for row in inside)
    right = max((row.x1 for row in outside), default=0.0)
    if len(inside) < FEWEST or not is_alone or any(row.stands for row in inside) or frame[2] > right - inside[0].size:
        return rows
    column = number_of(inside[0].page, rows.index(inside[0]))
    limit = frame[2] - (min(row.x0 for row in inside) - frame[0])
    return [replace(row, column=column, limit=limit) if row in inside else row for row in rows]


def _parts(rows: Sequence[Row], frames: Sequence[Box]) -> Iterator[Box]:
    """The parts of a page in which boxes stand side by side."""
    held = {frame: count for frame in frames if (count := sum(holds(frame, row) for row in rows))}
    pairs = [
        pair for pair in combinations(held, 2) if _are_abreast(*pair) and max(map(held.__getitem__, pair)) >= FEWEST
    ]
    part: Box | None = None
    for box in sorted(chain.from_iterable(pairs), key=lambda box: box[1]):
        if part and box[1] < part[3]:
            part = min(part[0], box[0]), part[1], max(part[2], box[2]), max(part[3], box[3])
            continue
        if part:
            yield part
        part = box
    if part:
        yield part


def _is_level(part: Box, row: Row) -> bool:
    """Whether a row stands in a part of a page or beside it."""
    return part[1] < (row.top + row.bottom) / 2 < part[3]


def _are_abreast(one: Box, other: Box) -> bool:
    """Whether one box stands beside the other, for more than half of the lower one's height."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    is_beside = one[2] <= other[0] + LOOSE or other[2] <= one[0] + LOOSE
    return is_beside and 2 * shared > min(one[3] - one[1], other[3] - other[1])
