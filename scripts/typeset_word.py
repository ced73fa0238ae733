"""A manuscript of the corpora as a Word file, in one of several styles of the page (体裁).

The styles are data: `typeset.py` turns their Word files into PDF and text dumps.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from manuscript import PAGE_MARK, Piece, pieces

__all__ = ["FIXED_DATE", "STYLES", "Style", "rewrite_zip", "to_docx"]

MINCHO, GOTHIC = "IPAexMincho", "IPAexGothic"
A4, B5 = (595.3, 841.9), (515.9, 728.5)  # points; JIS B5
FIXED_DATE = (2025, 4, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Style:
    """How a page is dressed (体裁)."""

    line_numbers: bool = False  # 行番号, from 1 on every page
    number_gap: float | None = None  # cm: numbers stand that near behind their lines, on the right
    header: str | None = None  # 柱, at the right
    page_numbers: bool = False  # ノンブル, centred at the foot
    font: str = MINCHO
    hanging: bool = True  # ぶら下げインデント: later lines of an item start at its text
    overflow: bool = False  # ぶら下げ組: 、 and 。 hang over the margin, where LibreOffice 7.4 may lose them
    em: float = 10.5  # points: the size of body text in official Japanese documents
    pitch: float = 18.0  # points from line to line, the grid of Word's Japanese template
    paper: tuple[float, float] = A4  # points, width and height
    line_chars: int = 40  # of one column
    top: float = 72.0  # points left free above and below, at the ends of a horizontal page
    columns: int = 1  # 段組
    vertical: bool = False  # 縦書き
    ruby: bool = False  # 振り仮名 over the words of RUBY
    combined: bool = False  # 縦中横: figures of two places stand side by side in a vertical line
    slides: bool = False  # each heading begins a slide with its text in boxes, two beside each other
    boxes: bool = False  # slides: shaded headings begin a page, a rule goes round lines between blank ones

    @property
    def measure(self) -> float:
        """The length of all columns of one line with their gaps, in points."""
        return (self.columns * self.line_chars + (self.columns - 1) * GUTTER) * self.em

    @property
    def margins(self) -> tuple[float, float]:
        """Left and top, in points: what the lines leave free; a vertical line runs from the top."""
        width, height = self.paper
        free = (height if self.vertical else width) - self.measure
        return (self.top, free / 2) if self.vertical else (free / 2, self.top)


GUTTER = 2  # em between two columns

STYLES = {
    "plain": Style(overflow=True),
    "numbered": Style(line_numbers=True, overflow=True),
    "counted": Style(line_numbers=True, number_gap=0.2),
    "header": Style(header="（案）　資料１", page_numbers=True, font=GOTHIC, hanging=False, overflow=True),
    "narrow": Style(paper=B5, line_chars=30, page_numbers=True),
    "small": Style(font=GOTHIC, em=9, pitch=13, line_chars=54, page_numbers=True),
    "columns": Style(em=9, pitch=15, line_chars=25, columns=2, header="第１部　議事", page_numbers=True),
    "slides": Style(font=GOTHIC, em=18, pitch=24, paper=A4[::-1], top=42, hanging=False, boxes=True),
    "vertical": Style(paper=A4[::-1], vertical=True, hanging=False, page_numbers=True),
    "upright": Style(paper=A4[::-1], vertical=True, combined=True, ruby=True, pitch=24, page_numbers=True),
    "tiers": Style(line_chars=31, columns=2, vertical=True, combined=True, hanging=False, page_numbers=True),
    "cards": Style(font=GOTHIC, slides=True),
    "ruby": Style(pitch=22, ruby=True),
}

# words that a paper for residents would print with furigana
RUBY = {
    "集落": "しゅうらく",
    "自治体": "じちたい",
    "人材": "じんざい",
    "財源": "ざいげん",
    "移住": "いじゅう",
    "交付税": "こうふぜい",
    "過疎": "かそ",
    "担い手": "にないて",
    "脱炭素": "だつたんそ",
    "事務局": "じむきょく",
    "構成員": "こうせいいん",
    "検討": "けんとう",
}
RUBY_WORD = re.compile("|".join(RUBY))


# the "(1)" of "調査(1)によると"
NOTE_MARK = re.compile(r"\((\d+)\)")
# the "12" of "12月"; longer numbers and times lie on their side
COMBINED = re.compile(r"(?<![0-9A-Za-z.,:])[0-9]{1,2}(?![0-9A-Za-z.,:])")
# "○ 県内の", "　→前段", "・構成員", "（１）開会"
ITEM = re.compile(r"([ \u3000]*)([○◯●→⇒・※]|（[０-９]+）|[①-⑳])")
# what the schema of Word wants behind the two paragraph properties that are put in by hand
AFTER_OVERFLOW = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
AFTER_BORDER = ("w:shd", "w:tabs", *AFTER_OVERFLOW)


# --- Word -----------------------------------------------------------------------------------------------------------


def to_docx(manuscript: Path, style: Style, target: Path) -> None:
    """Write the manuscript as a Word file in this style."""
    document = _blank_document(style)
    parts = [_line_of_row(piece) for piece in pieces(manuscript)] if style.vertical else list(pieces(manuscript))
    notes = {
        match[1]: p.text[match.end() :].strip()
        for p in parts
        if p.kind == "note" and (match := NOTE_MARK.match(p.text))
    }
    rows: list[str] = []
    for piece in [*parts, Piece("end", "")]:
        if rows and piece.kind != "row":
            _add_table(document, rows, style)
            rows = []
        if piece.kind == "row":
            rows.append(piece.text)
        elif piece.kind not in {"note", "end"}:
            _add_paragraph(document, piece, style, notes)
    if notes:
        _add_footnotes(document, notes)
    document.save(str(target))
    rewrite_zip(target, lambda _, data: data)


def _line_of_row(piece: Piece) -> Piece:
    """A table row as a line, its cells parted by U+3000: LibreOffice 7.4 prints no table on a vertical page."""
    return Piece("body", "\u3000".join(_cells_of(piece.text))) if piece.kind == "row" else piece


def _cells_of(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def _blank_document(style: Style) -> WordDocument:
    document = Document()
    document.core_properties.author = "minutes_nlp corpora"
    _set_fonts(document, style)
    section = document.sections[0]
    _set_page(section, style)
    if style.header:
        _furnish(section.header.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT).add_run(style.header)
    if style.page_numbers:
        foot = _furnish(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.CENTER)
        foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))  # noqa: SLF001
    return document


def _set_page(section: Section, style: Style) -> None:
    section.page_width, section.page_height = map(Pt, style.paper)
    if style.paper[0] > style.paper[1]:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin, section.top_margin = map(Pt, style.margins)
    section.right_margin, section.bottom_margin = map(Pt, style.margins)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no calls for these
    if style.line_numbers:
        number = f'<w:lnNumType {nsdecls("w")} w:countBy="1" w:restart="newPage"/>'
        properties.find(qn("w:pgMar")).addnext(parse_xml(number))
    columns = properties.find(qn("w:cols"))
    if style.columns > 1:
        columns.set(qn("w:num"), str(style.columns))
        columns.set(qn("w:space"), str(round(20 * GUTTER * style.em)))  # twentieths of a point
    if style.vertical:
        columns.addnext(parse_xml(f'<w:textDirection {nsdecls("w")} w:val="tbRl"/>'))


def _set_fonts(document: WordDocument, look: Style) -> None:
    """Body and headings on one grid; the defaults too, because printed line numbers take theirs."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_run_properties(defaults, look.font, look.em)
    for name, font in (("Normal", look.font), ("Heading 1", GOTHIC), ("Heading 2", GOTHIC), ("Heading 3", GOTHIC)):
        style = document.styles[name]
        _set_run_properties(style.element.get_or_add_rPr(), font, look.em)
        layout = style.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.widow_control = False
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.pitch)
        if not look.overflow:
            properties = style.element.get_or_add_pPr()
            properties.insert_element_before(parse_xml(f'<w:overflowPunct {nsdecls("w")} w:val="0"/>'), *AFTER_OVERFLOW)


def _set_run_properties(properties: Any, font: str, em: float) -> None:
    for child in list(properties):
        properties.remove(child)
    fonts = "".join(f' w:{side}="{font}"' for side in ("ascii", "hAnsi", "eastAsia", "cs"))
    size = round(2 * em)  # half points
    for xml in (f"w:rFonts{fonts}", f'w:sz w:val="{size}"', 'w:lang w:val="en-US" w:eastAsia="ja-JP"'):
        name, _, rest = xml.partition(" ")
        properties.append(parse_xml(f"<{name} {nsdecls('w')} {rest}/>"))


def _furnish(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> Paragraph:
    """A header or footer line, which Word does not count among the numbered lines."""
    paragraph.alignment = side
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:suppressLineNumbers {nsdecls('w')}/>"))  # noqa: SLF001
    return paragraph


SIDES = {"title": WD_ALIGN_PARAGRAPH.CENTER, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def _add_paragraph(document: WordDocument, piece: Piece, style: Style, notes: dict[str, str]) -> None:
    level = piece.kind.removeprefix("heading")
    paragraph = document.add_paragraph(style=f"Heading {level}" if level != piece.kind else None)
    paragraph.alignment = SIDES.get(piece.kind, WD_ALIGN_PARAGRAPH.JUSTIFY)
    item = ITEM.match(piece.text)
    if style.hanging and item and piece.kind == "body":
        width = style.em * (len(item[0]) - item[0].count(" ") / 2)
        paragraph.paragraph_format.left_indent = Pt(width)
        paragraph.paragraph_format.first_line_indent = Pt(-width)
    if style.boxes:
        _box(paragraph, piece)
    _add_runs(paragraph, piece.text, notes, style)


def _box(paragraph: Paragraph, piece: Piece) -> None:
    """Dress a paragraph of a slide; Word and LibreOffice draw one rule around neighbours of the same border."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    if piece.kind.startswith("heading"):
        paragraph.paragraph_format.page_break_before = piece.kind == "heading1"
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="DCE6F1"/>')
        properties.insert_element_before(shade, *AFTER_BORDER[1:])
    elif PAGE_MARK.fullmatch(piece.text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif piece.kind == "body" and piece.text.strip():
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="4"/>' for side in ("top", "left", "bottom", "right")
        )
        properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"), *AFTER_BORDER)


def _add_runs(paragraph: Paragraph, text: str, notes: dict[str, str], style: Style) -> None:
    position = 0
    for mark in NOTE_MARK.finditer(text):
        if mark[1] in notes:
            _add_words(paragraph, text[position : mark.start()], style)
            paragraph._p.append(_note_reference(mark[1]))  # noqa: SLF001
            position = mark.end()
    _add_words(paragraph, text[position:], style)


def _add_words(paragraph: Paragraph, text: str, style: Style) -> None:
    position = 0
    for word in RUBY_WORD.finditer(text) if style.ruby else ():
        _add_figures(paragraph, text[position : word.start()], style)
        paragraph._p.append(_ruby(word[0], style))  # noqa: SLF001
        position = word.end()
    _add_figures(paragraph, text[position:], style)


def _add_figures(paragraph: Paragraph, text: str, style: Style) -> None:
    position = 0
    for number in COMBINED.finditer(text) if style.combined else ():
        paragraph.add_run(text[position : number.start()])
        properties = paragraph.add_run(number[0])._r.get_or_add_rPr()  # noqa: SLF001
        properties.append(parse_xml(f'<w:eastAsianLayout {nsdecls("w")} w:id="1" w:vert="1" w:vertCompress="1"/>'))
        position = number.end()
    paragraph.add_run(text[position:])


def _ruby(word: str, style: Style) -> Any:
    """The word with its reading above, at half its size."""
    size = round(2 * style.em)  # half points
    look = f'<w:hps w:val="{size // 2}"/><w:hpsRaise w:val="{size - 2}"/><w:hpsBaseText w:val="{size}"/>'
    above = f'<w:rt><w:r><w:rPr><w:sz w:val="{size // 2}"/></w:rPr><w:t>{RUBY[word]}</w:t></w:r></w:rt>'
    base = f"<w:rubyBase><w:r><w:t>{word}</w:t></w:r></w:rubyBase>"
    align = f'<w:rubyPr><w:rubyAlign w:val="distributeSpace"/>{look}<w:lid w:val="ja-JP"/></w:rubyPr>'
    return parse_xml(f"<w:r {nsdecls('w')}><w:ruby>{align}{above}{base}</w:ruby></w:r>")


def _note_reference(label: str) -> Any:
    """The raised "(1)", as the note's own mark: a counted one would lose its brackets in LibreOffice."""
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    note = f'<w:footnoteReference w:customMarkFollows="1" w:id="{label}"/><w:t>({label})</w:t>'
    return parse_xml(f"<w:r {nsdecls('w')}>{raised}{note}</w:r>")


SMALL = '<w:rPr><w:sz w:val="18"/></w:rPr>'  # half points: 9 pt, for tables and notes


def _add_footnotes(document: WordDocument, notes: dict[str, str]) -> None:
    """The part word/footnotes.xml, which python-docx does not know."""
    rule = "".join(
        f'<w:footnote w:type="{kind}" w:id="{label}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for label, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    body = "".join(
        f'<w:footnote w:id="{label}"><w:p><w:pPr><w:suppressLineNumbers/><w:spacing w:line="240" w:lineRule="exact"/>'
        f'</w:pPr><w:r>{SMALL}<w:t xml:space="preserve">({label}) {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for label, text in notes.items()
    )
    xml = f"<w:footnotes {nsdecls('w')}>{rule}{body}</w:footnotes>".encode()
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), media, xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _add_table(document: WordDocument, rows: list[str], style: Style) -> None:
    cells = [_cells_of(row) for row in rows]
    table = document.add_table(len(cells), len(cells[0]), style="Table Grid")
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(9)
    if style.columns > 1:  # python-docx has made it as wide as the page
        for column in table.columns:
            column.width = Pt(style.line_chars * style.em / len(cells[0]))
            for cell in column.cells:
                cell.width = column.width


def rewrite_zip(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Pass every entry of a Word or text document through `change`, with fixed times."""
    with zipfile.ZipFile(path) as archive:
        entries = [(name, change(name, archive.read(name))) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
