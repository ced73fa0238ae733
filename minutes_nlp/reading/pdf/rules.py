"""The rules and rectangles that a page draws, through pdfium (罫線).

A table is drawn as many small paths, or as one that holds them all: a path of more than one rectangle is walked
segment by segment. What nobody sees, a clipping path or a white ground, is no rule. A dotted line (点線) may be many
dots, paths or pictures of one pixel, drawn one after the other.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from minutes_nlp.model import Box
from minutes_nlp.reading.pdf.grids import SHORT, THIN, Rule

__all__ = ["Placing", "drawn_rules", "drawn_shapes", "paths_of"]

Placing = Callable[[float, float, float, float], Box]
Drawn = tuple[Any, Placing]  # a path or picture, and where its boxes lie on the page as shown
Point = tuple[float, float]

RECTANGLE = 5  # segments of a rectangle: a start and four sides
LONGEST = 20_000  # segments: a path with more is a map or a drawing; the largest table in one path has 1,200
DEEPEST = 4  # forms in forms: a page set into another, with a stamp on it, needs 2
LEVEL = 0.5  # points: how far a level line may rise
WHITE = 250  # of 255: paler is the paper's own colour
BLACK = 60  # of 255: darker is ink, which no letters are set on


def paths_of(page: Any, place: Placing) -> list[Drawn]:
    """What a page draws besides its text; `place` tells where a box of the file lies on the page as shown."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - the command line starts without a PDF library

    drawn = [pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))]
    return list(_paths(pdfium, drawn, place))


def drawn_rules(paths: Iterable[Drawn]) -> Iterator[Rule]:
    """Every straight line and rectangle among what is drawn."""
    yield from _dotted(_pieces(paths))


def drawn_shapes(paths: Iterable[Drawn]) -> Iterator[Box]:
    """The boxes of all paths, whatever they look like, in the order of the file."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    for path, lay in paths:
        if pdfium.FPDFPageObj_GetType(path) == pdfium.FPDF_PAGEOBJ_PATH:
            yield lay(*_bounds(pdfium, path))


def _pieces(paths: Iterable[Drawn]) -> Iterator[Rule]:
    """The rules in the order of the file."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    for path, lay in paths:
        if pdfium.FPDFPageObj_GetType(path) == pdfium.FPDF_PAGEOBJ_IMAGE:
            dot = Rule(*lay(*_bounds(pdfium, path)))
            if _is_dot(dot):
                yield dot
            continue
        fill = _fill(pdfium, path)
        for box in _boxes(pdfium, path) if fill else ():
            x0, top, x1, bottom = lay(*box)
            if fill != "white" or min(x1 - x0, bottom - top) <= THIN:
                yield Rule(x0, top, x1, bottom, fill == "tint")


def _is_dot(rule: Rule) -> bool:
    return max(rule.x1 - rule.x0, rule.bottom - rule.top) <= SHORT


def _dotted(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules, dots that follow each other as the line that they make."""
    line: Rule | None = None  # grown from dots
    for rule in rules:
        if line and _is_dot(rule) and _follows(line, rule):
            line = line._replace(x1=max(line.x1, rule.x1), bottom=max(line.bottom, rule.bottom))
            continue
        if line:
            yield line
        line = rule if _is_dot(rule) else None
        if line is None:
            yield rule
    if line:
        yield line


def _follows(line: Rule, dot: Rule) -> bool:
    """Whether a dot stands right behind or right below the end of a line."""
    is_level = abs(dot.top - line.top) < LEVEL and abs(dot.bottom - line.bottom) < LEVEL
    is_upright = abs(dot.x0 - line.x0) < LEVEL and abs(dot.x1 - line.x1) < LEVEL
    return (is_level and -LEVEL < dot.x0 - line.x1 <= SHORT) or (is_upright and -LEVEL < dot.top - line.bottom <= SHORT)


def _paths(pdfium: Any, drawn: Sequence[Any], place: Placing, depth: int = 0) -> Iterator[Drawn]:
    """The paths and pictures of a page, each with its way to the page.

    Forms are opened only where a page draws nothing itself, since it is one that was set into another (面付け);
    elsewhere they are ornaments, larger than what is seen of them.
    """
    kinds = [pdfium.FPDFPageObj_GetType(one) for one in drawn]
    if pdfium.FPDF_PAGEOBJ_PATH in kinds:
        found = {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}
        yield from ((one, place) for one, kind in zip(drawn, kinds, strict=True) if kind in found)
    elif depth < DEEPEST:
        for form in (one for one, kind in zip(drawn, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_FORM):
            inside = [pdfium.FPDFFormObj_GetObject(form, i) for i in range(pdfium.FPDFFormObj_CountObjects(form))]
            yield from _paths(pdfium, inside, _within(place, _matrix(pdfium, form)), depth + 1)


def _matrix(pdfium: Any, drawn: Any) -> Callable[[float, float], Point]:
    """Where a point of a path or form lies in what holds it."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    return lambda x, y: (a * x + c * y + e, b * x + d * y + f)


def _within(place: Placing, move: Callable[[float, float], Point]) -> Placing:
    return lambda left, bottom, right, top: place(*_around([move(left, bottom), move(right, top)]))


def _fill(pdfium: Any, drawn: Any) -> str:
    """`white` or `tint` for a ground without a border, `ink` for all else that is seen, "" for what is not."""
    mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, mode, is_stroked)
    if not mode.value:
        return "ink" if is_stroked.value else ""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
    shades = red.value, green.value, blue.value
    if not alpha.value or min(shades) >= WHITE:
        return "ink" if is_stroked.value else "white"
    return "ink" if max(shades) < BLACK else "tint"


def _boxes(pdfium: Any, path: Any) -> Iterator[Box]:
    """The lines and rectangles of a path as (left, bottom, right, top)."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count in {2, RECTANGLE} or count > LONGEST:
        box = _bounds(pdfium, path)
        if count == RECTANGLE or _is_thin(box):
            yield box
        return
    for points in _lines(pdfium, path, count):
        sides = [_around(side) for side in pairwise(points)]
        level = [side for side in sides if min(side[2] - side[0], side[3] - side[1]) <= LEVEL]
        is_rectangle = len(points) == RECTANGLE == len(level) + 1 and points[0] == points[-1]
        yield from [_around(points)] if is_rectangle else level


def _bounds(pdfium: Any, drawn: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= THIN


def _around(points: Any) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _lines(pdfium: Any, path: Any, count: int) -> Iterator[list[Point]]:
    """The polylines of a path, cut where it jumps or bends; a closed one ends where it began."""
    move, x, y = _matrix(pdfium, path), ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    start: Point = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = move(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            if len(points) > 1:
                yield points
            points = [point]
            start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != start:
            points.append(start)
    if len(points) > 1:
        yield points
