"""The body of a web page (ページの本文): its paragraphs in the order in which a browser shows them.

Ruby shows its base, as in Word; scripts, forms and what the page hides are not shown. The walk goes from event to
event, never down into itself: a page may nest as deeply as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from minutes_nlp.reading.numerals import numeral
from minutes_nlp.reading.printed import Cell, Printed
from minutes_nlp.reading.web.errands import is_errand, is_service, serves
from minutes_nlp.reading.web.events import events
from minutes_nlp.reading.web.lines import BULLET, GAP, Line, finished, lead
from minutes_nlp.reading.web.margins import Link, Region, Weight, leads_away, margins, region_of, words_of
from minutes_nlp.reading.web.tables import Grid, Shape, number_in, shapes
from minutes_nlp.reading.web.text import BREAK, Piece, calls_in, cut, plain

__all__ = ["Body"]

INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "blink", "rbc",
    }
)  # fmt: skip
BOLD = frozenset({"b", "strong", "th"})
TYPED = frozenset({"pre", "xmp", "listing"})
CELLS = frozenset({"td", "th"})
LONGEST_TITLE = 200  # characters in which the name of the site is looked for
# 「第２回審議会会議録 | わかば市」
PARTS = re.compile(r"\s*[|｜／]\s*|\s+[-–—:：]\s+")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CAPTIONS = frozenset({"caption", "figcaption"})
NOTES = frozenset({"footnote", "footnotes", "endnote", "endnotes", "fn", "kyakuchu", "chushaku"})
SPEAKERS = frozenset({"speaker", "speakers", "hatsugensha", "hatsugen", "hatugen", "hatugensya"})
FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
LONGEST_HEADING = 80  # characters; longer ones with a full stop are text in large letters
UNMARKED = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.IGNORECASE)
# ○委員 / ・項目 / （１）/ 2. / 問１: an item that brings its own mark
MARKED = re.compile(
    r"[○〇◯◎●■□◆◇・･※★☆▲△▼▽→⇒＞>（(【［\[①-⑳*＊－―-]"
    r"|(?:第|問|答|Ｑ|Ａ|[QA])?[0-9０-９一二三四五六七八九十]+[．.、)）　 問回]"
)
# 1 / ※２ / 注3 / [4] / 5): what is set above the line to call a note
CALL = re.compile(r"\s*(?:[（(\[]?(?:[※*＊注]\s*)?[0-9０-９]{1,3}[)）\]]?|[※*＊†‡])\s*")


@dataclass(slots=True)
class _Open:
    """An element that is open (開いた要素): what its text is, and what it has held so far."""

    tag: str
    first: int  # the number of its first line
    weight: Weight = field(default_factory=Weight)
    style: str = ""
    level: int | None = None
    bold: bool = False
    above_line: bool = False  # in a sup
    raised: bool = False  # in one that calls a note
    linked: bool = False
    solid: bool = False
    inside: bool = False  # in an element that says it is the text
    cell: Cell | None = None
    cell_spans: tuple[int, int] = (1, 1)
    in_head: bool = False
    grid: Grid | None = None
    numbered: str = ""  # of a list: how its items are numbered; "" where they have bullets
    count: int = 0
    marks: str = ""  # of an item: its number or bullet, not yet printed


@dataclass(slots=True)
class Body:
    """Walks through a page once and gathers its lines; `title` is the one in its head."""

    title: str = ""
    lines: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    tables: int = 0
    _open: list[_Open] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _shapes: dict[Any, Shape] = field(default_factory=dict)
    _parts: tuple[str, ...] = ()  # of the title

    def paragraphs(self, root: Any) -> Iterator[Printed]:
        """The title, then all that the page shows; what is no text of it as headers and footers."""
        self._shapes = dict(shapes(root))
        self._parts = tuple(PARTS.split(self.title[:LONGEST_TITLE]))
        for event, element, hides in events(root):
            if event == "start":
                self._start(element)
            elif not hides:
                self._end(element)
            if event == "end" and self._open:
                self._say(element.tail)
        self._flush()
        outside = dict(margins([line.link for line in self.lines], self.regions))
        if self.title:
            yield Printed(self.title, "header")
        yield from finished(self.lines, outside)

    def _start(self, element: Any) -> None:
        tag = element.tag
        above = self._open[-1] if self._open else _Open("", 0)
        if tag not in INLINE and tag != "br":
            self._flush()
        opened = replace(
            above,
            tag=tag,
            first=len(self.lines),
            weight=Weight(),
            bold=above.bold or tag in BOLD,
            solid=above.solid or tag in TYPED,
            inside=above.inside or tag in {"main", "article"} or element.get("role") == "main",
            in_head=above.in_head or tag == "thead",
            numbered="",
            count=0,
            marks="",
        )
        self._open.append(opened)
        self._describe(opened, element, above)
        if name := (element.get("data-speaker") or "").strip():  # which a style sheet prints above the words
            self._say(name)
            self._flush()
        if tag == "br":
            self._pieces.append(Piece(BREAK))
        self._say(element.text)

    def _describe(self, opened: _Open, element: Any, above: _Open) -> None:
        """What the text in an element is."""
        tag = opened.tag
        if tag in HEADINGS:
            opened.style, opened.level = "heading", int(tag[1])
        elif tag in CAPTIONS:
            opened.style = "caption"
        elif tag == "a" and element.get("href") is not None:
            opened.linked = True
            opened.weight.links += leads_away(element.get("href"))
            opened.weight.places += element.get("href").startswith("#")
        elif tag == "sup" and not above.above_line:
            opened.above_line, opened.raised = True, CALL.fullmatch("".join(element.itertext())) is not None
        elif tag in {"ul", "ol", "menu", "dir"}:
            opened.numbered = FORMATS.get(element.get("type", ""), "decimal") if tag == "ol" else ""
            opened.count = number_in(element, "start", 1) - 1
            opened.level = (above.level or 0) + 1 if above.style == "list_item" else 1
            opened.marks = "-" if UNMARKED.search(element.get("style", "")) else ""
        elif tag == "li":
            self._item(opened, element, above)
        self._set_in_table(opened, element)
        if opened.style in {"", "list_item"} and NOTES & words_of(element):
            opened.style = "footnote"

    def _item(self, opened: _Open, element: Any, above: _Open) -> None:
        above.count = number_in(element, "value", above.count + 1)
        if opened.style != "footnote":
            opened.style = "list_item"
        if above.marks == "-":
            return
        number = numeral(above.count, above.numbered) if above.numbered else ""
        ending = "" if opened.style == "footnote" else "."
        opened.marks = number + ending if number else BULLET

    def _set_in_table(self, opened: _Open, element: Any) -> None:
        tag = opened.tag
        if tag == "table":
            shape = self._shapes[element]
            opened.grid = Grid(self.tables, shape) if shape.holds_data else None
            self.tables += opened.grid is not None
            opened.cell = None if opened.grid is None else opened.cell
        elif opened.grid and tag == "tr":
            opened.grid.next_row()
        elif opened.grid and tag in CELLS:
            opened.cell, opened.cell_spans = opened.grid.place(element)

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag not in INLINE and tag != "br":
            self._flush()
        closed = self._open.pop()
        if not self._open:
            return
        above = self._open[-1]
        above.weight.add(closed.weight)
        if tag in INLINE and SPEAKERS & words_of(element):
            self._pieces.append(Piece(GAP))
        if tag not in INLINE and (len(self.lines) > closed.first):
            lines = closed.first, len(self.lines)
            region = region_of(element, closed.weight, lines, len(self._open), inside=above.inside)
            self.regions += [region] if region else []

    def _say(self, string: str | None) -> None:
        if not string:
            return
        now = self._open[-1]
        self._pieces.append(Piece(string, now.bold, now.raised, now.linked, now.solid))
        length = len(string.strip())
        now.weight.characters += length
        now.weight.linked += length if now.linked else 0

    def _flush(self) -> None:
        """Put down the lines of the block that ends."""
        pieces, self._pieces = self._pieces, []
        if not any(piece.string.strip() for piece in pieces):
            return
        holder = self._open[-1]
        item = next((entry for entry in reversed(self._open[-3:]) if entry.tag == "li"), None)
        for line in cut(pieces):
            mark = ""
            if item and item.marks:
                mark, item.marks = ("" if MARKED.match(plain(line)) else item.marks), ""
            self._put(line, holder, holder.style, mark)

    def _put(self, line: Sequence[Piece], holder: _Open, style: str, mark: str) -> None:
        text = plain(line)
        if style == "heading" and len(text) > LONGEST_HEADING and "。" in text:
            style = ""
        words = [piece for piece in line if piece.string.strip()]
        linked = sum(len(piece.string.strip()) for piece in words if piece.linked)
        characters = sum(len(piece.string.strip()) for piece in words)
        if is_service(text) or (linked == characters and is_errand(text)):
            self.regions.append(Region(len(self.lines), len(self.lines) + 1, "margin"))
        level = (holder.level or 0) if style == "heading" else 0
        titles = level == 1 and linked < characters and not self._names_site(text)
        self.lines.append(
            Line(
                Printed(
                    text=text,
                    style=style,
                    level=holder.level if style in {"heading", "list_item"} else None,
                    cell=holder.cell,
                    bold=all(piece.bold for piece in words),
                    calls=calls_in(line),
                    cell_spans=holder.cell_spans if holder.cell else (1, 1),
                    in_head=holder.in_head and holder.cell is not None,
                ),
                mark,
                Link(characters, linked, level, titles, bool(level) and serves(text)),
                lead(line),
            )
        )

    def _names_site(self, text: str) -> bool:
        """Whether a heading is the site's name: the last part of the page's title (… | わかば市)."""
        first, *others = self._parts
        return text in others and text != first
