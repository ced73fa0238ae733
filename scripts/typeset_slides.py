"""A manuscript of the corpora as slides (スライド): a bar for the name and a box for the text, two beside each other.

The file is a flat OpenDocument text, a page for each slide with frames that stand at given places: LibreOffice turns it
into PDF as it does the Word files, and its program for slides need not be installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from pathlib import Path
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from manuscript import PAGE_MARK, Piece, pieces

__all__ = ["to_slides"]

PAGE = (960.0, 540.0)  # points: the 16:9 page of PowerPoint
MARGIN, GAP, PAD = 36.0, 14.0, 6.0  # points: at the sides, between boxes, inside a box
TITLE, TEXT = 24.0, 14.0  # points: sizes of letters
LEADING = 1.3  # times the size, with a little room left
TOP, FOOT = 72.0, 500.0  # points: where the first box begins, and where none reaches
ABREAST = 2  # boxes in a row

NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"
    for name, long in {
        "office": "office",
        "style": "style",
        "text": "text",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
}
LOOKS = {
    "box": 'fo:border="0.75pt solid #1F3864" draw:fill="none"',
    "bar": 'fo:border="none" fo:background-color="#DCE6F1"',
    "bare": 'fo:border="none" draw:fill="none"',
}
PLACED = (
    'style:horizontal-pos="from-left" style:horizontal-rel="page" style:vertical-pos="from-top" '
    'style:vertical-rel="page" style:wrap="run-through" style:number-wrapped-paragraphs="no-limit"'
)


@dataclass(frozen=True, slots=True)
class Card:
    """A box of a slide (囲み): its name, if it has one, and its lines."""

    name: str
    lines: tuple[str, ...]

    def height(self, width: float) -> float:
        """How high it must be at this width, in points."""
        room = (width - 2 * PAD) / TEXT - 1
        rows = sum(max(1, ceil(_length(line) / room)) for line in self.lines)
        return rows * TEXT * LEADING + 3 * PAD

    @property
    def bar(self) -> float:
        """The height of its name."""
        return TEXT * LEADING + PAD if self.name else 0.0


def to_slides(manuscript: Path, font: str, target: Path) -> None:
    """Write the manuscript as a flat OpenDocument text."""
    slides = "".join(_slide(title, cards, mark) for title, cards, mark in _decked(list(pieces(manuscript))))
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMES.items())
    head = f'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text" {names}'
    target.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {head}>{_styles(font)}<office:body>'
        f"<office:text>{slides}</office:text></office:body></office:document>",
        encoding="utf-8",
    )


def _styles(font: str) -> str:
    face = f'<style:font-face style:name="{font}" svg:font-family="{font}"/>'
    letters = "".join(_letters(name, size, font) for name, size in (("title", TITLE), ("text", TEXT)))
    looks = "".join(
        f'<style:style style:name="{name}" style:family="graphic"><style:graphic-properties {look} {PLACED} '
        f'fo:padding="{PAD / 2}pt"/></style:style>'
        for name, look in LOOKS.items()
    )
    slide = (
        '<style:style style:name="slide" style:family="paragraph" style:master-page-name="wide">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )
    page = (
        f'<style:page-layout style:name="wide"><style:page-layout-properties fo:page-width="{PAGE[0]}pt" '
        f'fo:page-height="{PAGE[1]}pt" style:print-orientation="landscape" fo:margin="10pt"/></style:page-layout>'
    )
    master = '<style:master-page style:name="wide" style:page-layout-name="wide"/>'
    return (
        f"<office:font-face-decls>{face}</office:font-face-decls><office:automatic-styles>{page}{slide}{letters}{looks}"
        f"</office:automatic-styles><office:master-styles>{master}</office:master-styles>"
    )


def _letters(name: str, size: float, font: str) -> str:
    look = " ".join(
        f'style:font-name{script}="{font}" fo:font-size="{size}pt"'.replace(
            "fo:font-size", f"{'style' if script else 'fo'}:font-size{script}"
        )
        for script in ("", "-asian")
    )
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:text-properties {look} '
        'fo:language="ja" fo:country="JP" style:language-asian="ja" style:country-asian="JP"/></style:style>'
    )


# --- what stands on which slide -------------------------------------------------------------------------------------


def _decked(parts: Sequence[Piece]) -> Iterator[tuple[str, list[Card], str]]:
    """The title, boxes and page number of each slide; a heading opens one, and so does a full page."""
    deck: list[list[Piece]] = []
    for piece in parts:
        if piece.kind in {"title", "heading1"} or not deck:
            deck.append([])
        deck[-1].append(piece)
    for slide in deck:
        title = slide[0].text if slide[0].kind != "body" else ""
        mark = next((piece.text for piece in slide if PAGE_MARK.fullmatch(piece.text)), "")
        cards = list(_cards(slide[1 if title else 0 :]))
        pages = list(_pages(cards)) or [[]]
        for page in pages:
            yield title if page is pages[0] else "", page, mark if page is pages[-1] else ""


def _cards(parts: Iterable[Piece]) -> Iterator[Card]:
    """The lines between blank ones as a box; its first line is its name if it is short and the others are not alone."""
    for is_blank, group in groupby(
        parts, key=lambda piece: not piece.text.strip() or bool(PAGE_MARK.match(piece.text))
    ):
        if is_blank:
            continue
        lines = [piece.text.replace("|", "\u3000") for piece in group]
        has_name = len(lines) > 1 and lines[0].startswith("【")
        yield Card(lines[0] if has_name else "", tuple(lines[has_name:]))


def _pages(cards: Sequence[Card]) -> Iterator[list[Card]]:
    """As many rows of boxes as a slide holds."""
    page: list[Card] = []
    top = TOP
    for row in _rows(cards):
        height = _row_height(row)
        if page and top + height > FOOT:
            yield page
            page, top = [], TOP
        page += row
        top += height + GAP
    if page:
        yield page


def _rows(cards: Sequence[Card]) -> Iterator[Sequence[Card]]:
    """The boxes of each row."""
    return (cards[start : start + ABREAST] for start in range(0, len(cards), ABREAST))


def _row_height(row: Sequence[Card]) -> float:
    width = _width(len(row))
    return max(card.bar + card.height(width) for card in row)


def _width(abreast: int) -> float:
    return (PAGE[0] - 2 * MARGIN - (abreast - 1) * GAP) / abreast


def _length(line: str) -> float:
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.55 for character in line)


# --- how it is drawn ------------------------------------------------------------------------------------------------


def _slide(title: str, cards: Sequence[Card], mark: str) -> str:
    frames = [_frame("bare", (MARGIN, 20.0, PAGE[0] - 2 * MARGIN, 40.0), [title], "title")] if title else []
    top = TOP
    for row in _rows(cards):
        width, height = _width(len(row)), _row_height(row)
        for place, card in enumerate(row):
            left = MARGIN + place * (width + GAP)
            if card.name:
                frames.append(_frame("bar", (left, top, width, card.bar), [card.name]))
            frames.append(_frame("box", (left, top + card.bar, width, height - card.bar), card.lines))
        top += height + GAP
    if mark:
        frames.append(_frame("bare", (PAGE[0] / 2 - 40, PAGE[1] - 30, 80.0, 24.0), [mark]))
    return f'<text:p text:style-name="slide">{"".join(frames)}</text:p>'


def _frame(look: str, place: tuple[float, float, float, float], lines: Iterable[str], letters: str = "text") -> str:
    sides = " ".join(
        f'svg:{name}="{value:.1f}pt"' for name, value in zip(("x", "y", "width", "height"), place, strict=True)
    )
    text = "".join(f'<text:p text:style-name="{letters}">{escape(line)}</text:p>' for line in lines)
    frame = f'<draw:frame draw:style-name="{look}" text:anchor-type="paragraph" {sides}>'
    return f"{frame}<draw:text-box>{text}</draw:text-box></draw:frame>"
