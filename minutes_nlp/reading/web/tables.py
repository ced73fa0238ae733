"""The tables of a web page (表): which hold data, and which only set the page (段組みのための表)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from minutes_nlp.reading.printed import Cell
from minutes_nlp.reading.web.events import events

__all__ = ["Grid", "Shape", "number_in", "shapes"]

CELLS = frozenset({"td", "th"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BREAKS = frozenset({"br", "p", "li", "div"})
WIDEST = 60  # columns that one cell may cover; forms of public offices have up to 40
THIN = 4  # places of a grid for each cell in it, beyond which its spans are made up
SPARE = 10_000  # places that any grid may have
LONG = 12  # lines in a cell with most of the table's text: a page is set in it
MOST = 0.7  # share of a table's text in one cell


@dataclass(slots=True)
class Shape:
    """What a table is made of, counted before it is read."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    row: int = 0  # columns of the row that is being counted
    is_set: bool = False  # it holds headings or tables, or says that it is for presentation
    text: int = 0
    longest: tuple[int, int] = (0, 0)  # characters of its longest cell, and how many lines it has

    def count(self, tag: str, width: int) -> None:
        """Count a row or a cell in."""
        if tag == "tr":
            self.rows, self.row = self.rows + 1, 0
        else:
            self.cells += 1
            self.row += width
            self.columns = max(self.columns, self.row)

    def count_text(self, characters: int, lines: int) -> None:
        """Count in what a cell holds."""
        self.text += characters
        self.longest = max(self.longest, (characters, lines))

    @property
    def holds_data(self) -> bool:
        """Whether its rows and columns mean something."""
        is_page = self.longest[1] >= LONG and self.longest[0] >= MOST * self.text
        fits = self.rows * self.columns <= THIN * self.cells + SPARE
        return not self.is_set and not is_page and fits and self.rows > 1 and self.columns > 1


@dataclass(slots=True)
class Grid:
    """A table that is being read: where the next cell stands, and which columns are covered from above."""

    number: int
    shape: Shape
    row: int = -1
    column: int = 0
    reach: dict[int, int] = field(default_factory=dict)  # column to the first row that it does not cover

    def next_row(self) -> None:
        """Go to the first column of the next row."""
        self.row, self.column = self.row + 1, 0

    def place(self, element: Any) -> tuple[Cell, tuple[int, int]]:
        """Where a cell stands, and how many rows and columns it covers."""
        self.row = max(self.row, 0)
        while self.reach.get(self.column, 0) > self.row:
            self.column += 1
        width = min(number_in(element, "colspan", 1) or 1, WIDEST)
        left = max(self.shape.rows - self.row, 1)
        height = min(number_in(element, "rowspan", 1) or left, left)
        start = self.column
        while self.column < start + width and self.reach.get(self.column, 0) <= self.row:
            self.reach[self.column] = self.row + height
            self.column += 1
        return (self.number, self.row, start), (height, self.column - start)


def number_in(element: Any, name: str, otherwise: int) -> int:
    """A number among an element's attributes."""
    given = (element.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else otherwise


def shapes(root: Any) -> Iterator[tuple[Any, Shape]]:
    """Every table of a page with its shape, inner ones first."""
    survey = _Survey()
    for event, element, hides in events(root):
        if event == "start":
            survey.start(element)
        elif not hides:
            if element.tag == "table":
                yield element, survey.tables.pop()
            survey.end(element)
        if event == "end":
            survey.say(element.tail)


@dataclass(slots=True)
class _Survey:
    """The tables and cells that are open while their shapes are counted."""

    tables: list[Shape] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)  # characters and lines of each

    def start(self, element: Any) -> None:
        tag = element.tag
        if self.tables and (tag == "table" or tag in HEADINGS):
            self.tables[-1].is_set = True
        if tag == "table":
            self.tables.append(Shape(is_set=element.get("role") in {"presentation", "none"}))
        elif self.tables and (tag == "tr" or tag in CELLS):
            self.tables[-1].count(tag, min(number_in(element, "colspan", 1), WIDEST))
        if self.tables and tag in CELLS:
            self.cells.append((0, 0))
        elif self.cells and tag in BREAKS:
            characters, lines = self.cells[-1]
            self.cells[-1] = characters, lines + 1
        self.say(element.text)

    def end(self, element: Any) -> None:
        if self.tables and element.tag in CELLS and self.cells:
            self.tables[-1].count_text(*self.cells.pop())

    def say(self, string: str | None) -> None:
        if self.cells and string:
            characters, lines = self.cells[-1]
            self.cells[-1] = characters + len(string.strip()), lines
