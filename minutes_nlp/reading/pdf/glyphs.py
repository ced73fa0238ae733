"""From glyphs to printed lines (文字から行へ): shared by both PDF readers.

A reader gives the glyphs of a page in the order in which the file draws them. Neighbours on one baseline make a line;
the order of lines is left as it is, for layout to sort. Vertical pages, and pages on which the text lies on its side
or upside down, are turned first, so that everything after this reads along x and down y (`ways`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from statistics import median

import numpy as np

from minutes_nlp.document import Document, Flow, Grid, PrintedLine, PrintedPage
from minutes_nlp.model import Box, Note
from minutes_nlp.reading.pdf.grids import placed
from minutes_nlp.reading.pdf.ways import Glyph, Sides, sides_of, standing, turned, turning, way_of
from minutes_nlp.text import Span, is_wide

__all__ = ["Glyph", "GlyphPage", "SourceWriter"]

SAME_LINE = 0.5  # of the lower glyph's height is shared by two neighbours of one line; superscripts share 0.55
LEAP_BACK_EM = 1.0  # a glyph this far left of the last one's end starts a new line; kerning stays under 0.6
LATIN_GAP_EM = 0.15  # swept 0.05–0.40 on the round-trip set: spaces between Latin words F1 1.0 from 0.12 to 0.2
DIGIT_GAP_EM = 0.45  # justified lines stretch 「323,894」 by up to 0.35 em; a space between two numbers is 0.5 and more
TRACKED = 3  # gaps that show how far apart letters usually stand (1 2 : 3 0)
KANJI = 2  # that tell the size of a line; one may be a mark in another size
SMALLEST = 1.0  # points; broken files have glyphs without width
BOLD_SHARE = 0.8  # of a line's letters are bold where the line is: figures and marks often come from another font
BOLD_SHIFT = 0.15  # times the height: how far the second drawing of a fake bold stands off; an l advances by 0.22
RAISED_EM = 0.12  # a superscript's box ends this far above the line's; boxes of two faces differ by up to 0.1
SMALL = 0.9  # times the line's size: superscripts of the samples are 0.58 to 0.86 high
BRACKETS = "()（）"
QUOTES = "‘’“”"  # wide by UAX #11, narrow in Latin text
CHARACTER, IS_BOLD = attrgetter("character"), attrgetter("bold")
CALLS = frozenset("0123456789０１２３４５６７８９*＊※†‡注" + BRACKETS)  # what calls of notes are made of


@dataclass(frozen=True, slots=True)
class GlyphPage:
    """The glyphs of one page in drawing order."""

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    grids: tuple[Grid, ...] = ()
    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()


@dataclass(slots=True)
class SourceWriter:
    """Writes pages of glyphs into one source text with the edges of every character (出所の書き出し)."""

    strings: list[str] = field(default_factory=list)
    x0: array[float] = field(default_factory=lambda: array("f"))
    x1: array[float] = field(default_factory=lambda: array("f"))
    pages: list[PrintedPage] = field(default_factory=list)
    widths: dict[float, float] = field(default_factory=dict)  # of kanji, by the height of their boxes
    runs: Sequence[list[Glyph]] = ()  # the lines of the page that is being written

    def add(self, page: GlyphPage) -> None:
        """Write one page."""
        start, glyphs, sides = len(self.x0), page.glyphs, sides_of(page.glyphs)
        if way := way_of(sides):
            glyphs = turned(glyphs, way, page.width, page.height)
            sides = sides_of(glyphs)
        self.runs = list(standing(list(_drawn_once(_lines(glyphs, sides)))))
        lines = tuple(line for run in self.runs if (line := self._write(run)))
        sheet = PrintedPage(page.number, (start, len(self.x0)), lines, page.width, page.height, page.grids, turned=way)
        if way:
            place = turning(way, page.width, page.height)
            self.pages.append(replace(sheet, grids=tuple(placed(grid, place) for grid in page.grids)))
        else:
            self.pages.append(replace(sheet, rules=page.rules, frames=page.frames))

    def _write(self, run: list[Glyph]) -> PrintedLine | None:
        start, em = len(self.x0), self._em(run)
        glyphs = _spaced(run, em)
        characters, x0, tops, x1, bottoms, _ = zip(*glyphs, strict=True)
        string = "".join(characters)
        self.strings += (string, "\n")
        self.x0.extend((*x0, x1[-1]))
        self.x1.extend((*x1, x1[-1]))
        head, tail = len(string) - len(string.lstrip()), len(string.rstrip())
        if not tail:
            return None
        ink = slice(head, tail)
        box = min(x0[ink]), min(tops[ink]), max(x1[ink]), max(bottoms[ink])
        is_level = box[3] - min(bottoms[ink]) <= RAISED_EM * em
        raised = () if is_level else tuple(_raised(glyphs[ink], start + head, em))
        span, bold = (start + head, start + tail), sum(map(IS_BOLD, run)) / len(run)
        is_bold = bold >= BOLD_SHARE and run[0].bold and run[-1].bold
        return PrintedLine(span, box, em, is_bold, mixed=bold > 0 and not is_bold, raised=raised)

    def _em(self, run: list[Glyph]) -> float:
        """The size of a line: the width of its full-width characters, else twice that of its letters.

        In a proportional font kana are narrower than kanji, so that kanji tell it where a line of that height had some.
        """
        wide = (glyph for glyph in run if is_wide(glyph.character) and glyph.character not in QUOTES)
        first = next(wide, None)
        if first is None:
            return max(median(2 * (glyph.x1 - glyph.x0) for glyph in run), SMALLEST)
        height, kanji = _height(first), _kanji(run)
        if len(kanji) >= KANJI:
            self.widths[height] = median(kanji)
        known = self.widths.get(height) or self._on_this_page(height)
        return max(known or median(glyph.x1 - glyph.x0 for glyph in (first, *wide)), SMALLEST)

    def _on_this_page(self, height: float) -> float | None:
        """The width of kanji in boxes of a height, from a line that is yet to be written."""
        for run in self.runs:
            kanji = _kanji(run) if _height(run[0]) == height else []
            if len(kanji) >= KANJI:
                self.widths[height] = median(kanji)
                return self.widths[height]
        return None

    def document(self, head: tuple[str, str, str, str], notes: tuple[Note, ...] = ()) -> Document:
        """All that was written, for (name, sha256, media type, reader)."""
        name, sha256, media_type, reader = head
        source = "".join(self.strings)
        pages = tuple(self.pages)
        return Document(name, sha256, media_type, reader, Flow.PRINTED, source, pages, self.x0, self.x1, notes)


def _height(glyph: Glyph) -> float:
    return round(glyph.bottom - glyph.top, 1)


def _kanji(glyphs: Iterable[Glyph]) -> list[float]:
    """The widths of the kanji of a line."""
    return [glyph.x1 - glyph.x0 for glyph in glyphs if "\u4e00" <= glyph.character <= "\u9fff"]


def _lines(glyphs: Sequence[Glyph], sides: Sides) -> Iterator[list[Glyph]]:
    """The glyphs cut where one stands neither on the baseline of the one before nor about where that ends."""
    x0, top, x1, bottom = sides
    height = np.minimum((bottom - top)[:-1], (bottom - top)[1:])
    shared = np.minimum(bottom[:-1], bottom[1:]) - np.maximum(top[:-1], top[1:])
    is_behind = x0[1:] >= x1[:-1] - LEAP_BACK_EM * np.maximum(height, (x1 - x0)[1:])
    cuts = np.flatnonzero(~is_behind | (shared < SAME_LINE * height)) + 1
    return (list(glyphs[start:stop]) for start, stop in pairwise((0, *cuts.tolist(), len(glyphs))) if start < stop)


def _drawn_once(runs: Iterable[list[Glyph]]) -> Iterator[list[Glyph]]:
    """The lines without what was drawn a second time on the same place to look bold (疑似太字)."""
    last: list[Glyph] = []
    for run in runs:
        pairs = len(run) % 2 == 0 and all(map(_covers, run[::2], run[1::2]))
        again = len(run) == len(last) and all(map(_covers, last, run))
        last = run[::2] if pairs else run
        if not again:
            yield last


def _covers(glyph: Glyph, other: Glyph) -> bool:
    """Whether one character lies on the same character."""
    shift = BOLD_SHIFT * (glyph.bottom - glyph.top)
    return (
        glyph.character == other.character and abs(glyph.x0 - other.x0) < shift and abs(glyph.top - other.top) < shift
    )


def _spaced(run: list[Glyph], em: float) -> list[Glyph]:
    """The run with a space where two Latin words stand apart; other gaps are no characters."""
    are_latin = [*map(_is_latin, map(CHARACTER, run))]
    if not any(are_latin):
        return run
    found: list[Glyph] = []
    for is_latin, group in groupby(zip(are_latin, run, strict=True), key=itemgetter(0)):
        letters = [glyph for _, glyph in group]
        found += _words_apart(letters, em) if is_latin else letters
    return found


def _words_apart(letters: list[Glyph], em: float) -> Iterator[Glyph]:
    """Latin letters with spaces where they stand apart, against the usual gap between them.

    That gap is wide in a spread word, and negative in a font whose boxes overlap.
    """
    gaps = [glyph.x0 - last.x1 for last, glyph in pairwise(letters)]
    usual = median(gaps) if len(gaps) >= TRACKED else 0.0
    yield letters[0]
    for gap, (last, glyph) in zip(gaps, pairwise(letters), strict=True):
        apart = (gap - usual) / em
        if apart > LATIN_GAP_EM and _may_part(last, glyph, apart):
            yield Glyph(" ", last.x1, last.top, glyph.x0, last.bottom)
        yield glyph


def _may_part(last: Glyph, glyph: Glyph, gap: float) -> bool:
    """Whether a space can stand here: not before a comma, and inside a number only a wide one."""
    if glyph.character in ",.;:!?)]}%":
        return False
    is_number = (last.character.isdigit() or last.character in ",.:") and glyph.character.isdigit()
    return gap > DIGIT_GAP_EM or not is_number


@lru_cache(maxsize=8192)
def _is_latin(character: str) -> bool:
    return not (character.isspace() or is_wide(character))


def _raised(glyphs: Sequence[Glyph], start: int, em: float) -> Iterator[Span]:
    """The figures that stand small and high in a line, as calls of notes do."""
    base = max(glyph.bottom for glyph in glyphs)
    top, tallest = median(glyph.top for glyph in glyphs), max(glyph.bottom - glyph.top for glyph in glyphs)

    def is_high(place: tuple[int, Glyph]) -> bool:
        glyph = place[1]
        if glyph.character not in CALLS or glyph.bottom >= base - RAISED_EM * em:
            return False
        is_small = glyph.bottom - glyph.top <= SMALL * tallest or glyph.top < top - RAISED_EM * em
        return is_small and glyph.x1 - glyph.x0 <= SMALL * em

    for high, run in groupby(enumerate(glyphs, start), key=is_high):
        places = [place for place, _ in run] if high else []
        if places and any(glyphs[place - start].character not in BRACKETS for place in places):
            yield places[0], places[-1] + 1
