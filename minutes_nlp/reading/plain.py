"""Text files (テキスト): typed lines on a grid in which a full-width character is one unit wide.

A dump of printed pages has form feeds between its pages, or one space at the start of the first line of each page
(the dumper joined the pages by a space); that space is no text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from minutes_nlp.document import Document, Flow, PrintedLine, PrintedPage
from minutes_nlp.reading.breaks import page_breaks
from minutes_nlp.reading.encodings import decoded
from minutes_nlp.reading.kinds import TEXT
from minutes_nlp.text import is_wide

__all__ = ["read_plain"]

FULL_WIDTH = 1.0
HALF_WIDTH = 0.5
TAB_STOP = 4.0  # eight half-width columns, as in editors and terminals

TYPED_LINE = re.compile(r"([^\r\n\f\v]*)(\r\n|[\r\n\f\v]|\Z)")


class _Line(NamedTuple):
    """A typed line: where it starts and its characters without the line feed; `top` counts within its page."""

    start: int
    string: str
    top: int
    marked: bool  # its first character, a space, only separates two pages

    @property
    def body(self) -> int:
        """Where the line starts on paper."""
        return self.start + self.marked


def read_plain(data: bytes, name: str) -> Document:
    """A text file (テキスト) as typed lines; SourceError `no-text` or `not-text` where there is none."""
    string, encoding, notes = decoded(data)
    pages = _pages(string)
    x0, x1 = _edges(string, tuple(chain.from_iterable(pages)))
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=TEXT,
        reader=f"text {encoding}",
        flow=Flow.TYPED,
        source=string,
        pages=tuple(_printed(pages, len(string), x0, x1)),
        x0=x0,
        x1=x1,
        notes=notes,
    )


def _pages(string: str) -> list[list[_Line]]:
    """The lines of each page, blank ones included."""
    matches = list(TYPED_LINE.finditer(string))
    breaks = {} if "\f" in string else page_breaks([match[1] for match in matches])
    pages: list[list[_Line]] = [[]]
    for index, match in enumerate(matches):
        if index and index in breaks:
            pages.append([])
        pages[-1].append(_Line(match.start(), match[1], len(pages[-1]), breaks.get(index, False)))
        if match[2] == "\f":
            pages.append([])
    return pages if len(pages) == 1 or any(line.string.strip() for line in pages[-1]) else _without_tail(pages)


def _without_tail(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages, the nothing behind the last form feed made part of the page before it."""
    return [*pages[:-2], pages[-2] + pages[-1]]


def _edges(string: str, lines: Sequence[_Line]) -> tuple[array[float], array[float]]:
    """The left and right edge of every character of the file; line feeds and page marks have no width."""
    x0, x1 = array("f"), array("f")
    widths = _Widths()
    for line, following in zip(lines, [*[line.start for line in lines[1:]], len(string)], strict=True):
        edges = list(accumulate(map(widths.__getitem__, line.string[line.marked :]), initial=0.0))
        if "\t" in line.string:
            edges = _tabulated(line.string[line.marked :], widths)
        blank = [edges[-1]] * (following - line.body - len(edges) + 1)
        x0.extend([0.0] * line.marked + edges[:-1] + blank)
        x1.extend([0.0] * line.marked + edges[1:] + blank)
    return x0, x1


def _tabulated(line: str, widths: _Widths) -> list[float]:
    edges = [0.0]
    for character in line:
        edges.append((edges[-1] // TAB_STOP + 1) * TAB_STOP if character == "\t" else edges[-1] + widths[character])
    return edges


class _Widths(dict[str, float]):
    """The width of each character that has been asked for; marks that sit on another character have none."""

    def __missing__(self, character: str) -> float:
        self[character] = width = _width(character)
        return width


def _width(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    return FULL_WIDTH if is_wide(character) else HALF_WIDTH


def _printed(pages: list[list[_Line]], end: int, x0: array[float], x1: array[float]) -> Iterator[PrintedPage]:
    starts = [page[0].start if page else end for page in pages]
    for number, (page, span) in enumerate(zip(pages, zip(starts, [*starts[1:], end], strict=True), strict=True), 1):
        lines = tuple(_printed_line(line, x0, x1) for line in page if line.string.strip())
        yield PrintedPage(number, span, lines)


def _printed_line(line: _Line, x0: array[float], x1: array[float]) -> PrintedLine:
    start = line.start + len(line.string) - len(line.string.lstrip())
    end = line.start + len(line.string.rstrip())
    return PrintedLine((start, end), (x0[start], float(line.top), x1[end - 1], line.top + 1.0), size=FULL_WIDTH)
