"""Which way the text of a page runs (文字の向き): along it, down it (縦書き), or on a sheet that lies turned.

Everything is told by where neighbours stand, since files say little about it: a vertical page and a page on its side
are drawn alike. What runs another way than the rest of its page, such as the running head of a vertical page or the
label beside a figure, stays a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from minutes_nlp.model import Box
from minutes_nlp.text import is_wide

__all__ = ["Glyph", "Sides", "sides_of", "standing", "turned", "turning", "way_of"]

TURNED_SHARE = 0.6  # of neighbours go down a vertical page: real pages give under 0.1 or over 0.8
NEAR = 2.0  # times the height of a glyph: neighbours of one line are nearer
TATECHUYOKO = 4  # most letters that stand side by side in a vertical line (縦中横): years in four figures
ABREAST = 1.6  # times their height they are wide together: 1.2 characters of which a glyph's box shows 0.8
EM = 1.2  # the width of a character against the height of its box
STOPS = "、。"
STACK_STEP = 1.4  # times a glyph's size from one to the next of a word set downwards; rows of a table are further apart


Turning = Callable[[float, float, float, float], Box]
Sides = npt.NDArray[np.float64]


class Glyph(NamedTuple):
    """A drawn character and its box in points from the upper left corner."""

    character: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False


def sides_of(glyphs: Sequence[Glyph]) -> Sides:
    """The left, top, right and bottom sides of some glyphs, to look at all of a page at once."""
    columns = list(zip(*glyphs, strict=True))[1:5]
    return np.array(columns, float) if glyphs else np.empty((4, 0))


def way_of(sides: Sides) -> int:
    """By how many degrees, clockwise, the sheet must be turned for its text to run along x: 0, 90, 180 or 270.

    270 is a vertical page (縦書き) as well as one whose text runs down the sheet.
    """
    x0, top, _, bottom = sides
    height, aside, step = (bottom - top)[1:], np.diff(x0), np.diff(top)
    is_level = 2 * abs(step) < height
    along = is_level & (4 * aside >= height)
    upright = ~along & (4 * abs(aside) < height)
    down = upright & (step > 0) & (step < NEAR * height)
    up = upright & (step < 0) & (-step < NEAR * height)
    back = is_level & ~along & ~upright & (-aside < NEAR * height)
    least = TURNED_SHARE * sum(map(np.count_nonzero, (along, down, up, back)))
    return next((way for way, those in ((270, down), (90, up), (180, back)) if np.count_nonzero(those) > least), 0)


def turned(glyphs: Iterable[Glyph], way: int, width: float, height: float) -> list[Glyph]:
    """The glyphs of a sheet of this width and height after it was turned by so many degrees."""
    place = turning(way, width, height)
    return [
        Glyph(character, *place(x0, top, x1, bottom), bold)
        for character, x0, top, x1, bottom, bold in (_spread(glyphs) if way == 270 else glyphs)
    ]


def turning(way: int, width: float, height: float) -> Turning:
    """Where a box of such a sheet lies once it was turned."""
    if way == 90:
        return lambda x0, top, x1, bottom: (height - bottom, x0, height - top, x1)
    if way == 180:
        return lambda x0, top, x1, bottom: (width - x1, height - bottom, width - x0, height - top)
    return lambda x0, top, x1, bottom: (top, width - x1, bottom, width - x0)


def _spread(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Figures and letters that stand side by side in a vertical line (縦中横), put one under the other."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _abreast(run[-1], glyph):
            yield from _stack(run)
            run = []
        run.append(glyph)
    yield from _stack(run)


def _abreast(last: Glyph, glyph: Glyph) -> bool:
    height = glyph.bottom - glyph.top
    return (
        not is_wide(last.character)
        and not is_wide(glyph.character)
        and abs(glyph.top - last.top) < height / 4
        and 0 < glyph.x0 - last.x0 < height
    )


def _stack(run: list[Glyph]) -> Iterator[Glyph]:
    if not 1 < len(run) <= TATECHUYOKO or run[-1].x1 - run[0].x0 > ABREAST * (run[0].bottom - run[0].top):
        yield from run
        return
    height, middle = run[0].bottom - run[0].top, (run[0].x0 + run[-1].x1) / 2
    x0, x1 = middle - EM / 2 * height, middle + EM / 2 * height
    top, step = run[0].top, height / len(run)
    for index, glyph in enumerate(run):
        yield Glyph(glyph.character, x0, top + index * step, x1, top + (index + 1) * step, glyph.bold)


def standing(runs: Sequence[list[Glyph]]) -> Iterator[list[Glyph]]:
    """The lines of a page, glyphs drawn one below or above the other as one line that stands upright."""
    for _, group in groupby(_stacks(runs), key=lambda numbered: numbered[0]):
        yield [glyph for _, run in group for glyph in run]


def _stacks(runs: Sequence[list[Glyph]]) -> Iterator[tuple[int, list[Glyph]]]:
    """Each line with the number of its stack; a line that stands in none has a number of its own."""
    number, step = 0, 0.0
    for index, run in enumerate(runs):
        found = _step(runs[index - 1], run, is_in_one=bool(step)) if index else 0.0
        if not found or found * step < 0:
            number, found = number + 1, 0.0
        step = found
        yield number, run


def _step(last: list[Glyph], run: list[Glyph], *, is_in_one: bool) -> float:
    """How far down one glyph stands from the glyph before in a word set downwards; 0 where they are in none.

    Figures and marks below each other are no word but a column of a table, and no word has a full stop.
    """
    one, other = last[0], run[0]
    if other.character in STOPS:
        return 0.0
    if len(last) > 1 or len(run) > 1 or not (is_in_one or one.character.isalpha() or other.character.isalpha()):
        return 0.0
    size = max(one.x1 - one.x0, one.bottom - one.top)
    down = ((other.top + other.bottom) - (one.top + one.bottom)) / 2
    aside = abs((other.x0 + other.x1) - (one.x0 + one.x1)) / 2
    return down if aside < size / 4 and 0 < abs(down) < STACK_STEP * size else 0.0
