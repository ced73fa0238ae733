"""What is drawn around text (囲み): shapes, and frames made of four thin lines, or of three at a page's end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from minutes_nlp.model import Box

__all__ = ["frames_of"]

MOST = 5_000  # shapes and lines of a slide that are looked at; maps and charts have more, slides under 1,000
LEAST = 10.0  # points: lower and narrower shapes hold no text
GROUND = 0.85  # of the page: what is larger is its ground
THIN = 3.0  # points: what is no thicker is a line
MEET = 3.0  # points: pdfplumber's own tolerance for lines that are meant to meet
DRAWN = 0.8  # of a frame's side; the corners may be round
MOST_LINES = 60  # across: more are a chart's or a table's


def frames_of(drawn: Iterable[Box], area: float) -> tuple[Box, ...]:
    """The boxes (x0, top, x1, bottom) that can hold text on a page of this area, from all that is drawn on it."""
    drawn = tuple(islice(drawn, MOST))
    shapes = [box for box in drawn if min(box[2] - box[0], box[3] - box[1]) > LEAST]
    across = sorted({box for box in drawn if box[3] - box[1] <= THIN < LEAST < box[2] - box[0]}, key=lambda box: box[1])
    upright = [box for box in drawn if box[2] - box[0] <= THIN < box[3] - box[1]]
    if len(across) <= MOST_LINES:
        shapes += [*_framed(across, upright), *_torn(across, upright)]
    return tuple(dict.fromkeys(box for box in shapes if (box[2] - box[0]) * (box[3] - box[1]) < GROUND * area))


def _framed(across: Sequence[Box], upright: Sequence[Box]) -> Iterator[Box]:
    """Each pair of lines of one length, one above the other, whose ends are joined by lines."""
    for top, bottom in combinations(across, 2):
        x0, y0, x1, y1 = top[0], top[1], top[2], bottom[3]
        is_pair = abs(bottom[0] - x0) < MEET and abs(bottom[2] - x1) < MEET and y1 - y0 > LEAST
        if is_pair and all(_is_drawn(upright, x, y0, y1) for x in (x0, x1)):
            yield x0, y0, x1, y1


def _torn(across: Iterable[Box], upright: Sequence[Box]) -> Iterator[Box]:
    """Each line whose ends go on in two lines of one length: a frame that the end of a page leaves open."""
    for x0, y0, x1, y1 in across:
        sides = [[line for line in upright if abs((line[0] + line[2]) / 2 - x) < MEET] for x in (x0, x1)]
        for edge, end in ((1, 3), (3, 1)):
            left, right = ({round(line[end]) for line in side if abs(line[edge] - y0) < MEET} for side in sides)
            yield from ((x0, min(y0, far), x1, max(y1, far)) for far in left & right if abs(far - y0) > LEAST)


def _is_drawn(lines: Iterable[Box], x: float, top: float, bottom: float) -> bool:
    """Whether lines run down at this place for nearly the whole way."""
    pieces = {line for line in lines if abs((line[0] + line[2]) / 2 - x) < MEET}
    drawn = sum(max(0.0, min(line[3], bottom) - max(line[1], top)) for line in pieces)
    return drawn > DRAWN * (bottom - top)
