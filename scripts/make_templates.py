"""Make the Word templates of the papers (Word の様式): `python scripts/make_templates.py`.

The files in minutes_nlp/output/templates are what is used, and staff may rewrite copies of them in Word; this script
is how ours came to be. Fonts are named for Japanese and Latin text alike, since Word falls back badly where only one
of the two is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FOLDER = Path(__file__).parents[1] / "minutes_nlp" / "output" / "templates"
TEXT, HEAD = "游明朝", "游ゴシック"
GREY, RULE, SHADE = RGBColor(0x59, 0x59, 0x59), "A6A6A6", "E8EEF4"
BODY = 10.5  # points, the usual size of Japanese papers
LINE = 16.0  # points from line to line, exact: 游明朝 on a grid would take two lines for one


def main() -> None:
    """Write all templates."""
    for name, make in {"summary": summary, "issues": issues, "cards": cards}.items():
        document = blank()
        make(document)
        document.save(str(FOLDER / f"{name}.docx"))
        print(f"{name}.docx")


# --- papers


def summary(document: Any) -> None:
    """議事概要の要約, one page."""
    line(document, "{{ paper.title }}", "Title")
    line(document, "{{ paper.about }}", "About")
    table = grid(document, (26, 144))
    row(table, "{% for name, value in paper.head %}", "")
    row(table, "{{ name }}", "{{ value }}")
    row(table, "{% endfor %}", "")
    line(document, "主な意見と回答", "Heading 1")
    line(document, "{% for point in paper.points %}")
    line(document, "{% if point.remark %}")
    line(document, "○\t{{ point.remark.text }}", "Remark", small="（{{ point.remark.cite }}）")
    line(document, "{% endif %}")
    line(document, "{% if point.reply %}")
    line(document, "→\t{{ point.reply.text }}", "Reply", small="（{{ point.reply.cite }}）")
    line(document, "{% endif %}")
    line(document, "{% else %}")
    line(document, "該当する発言はありません")
    line(document, "{% endfor %}")
    line(document, "主な約束・検討事項", "Heading 1")
    line(document, "{% for promise in paper.promises %}")
    line(document, "・\t【{{ promise.word }}】{{ promise.text }}" + DUE, "Remark", small="（{{ promise.cite }}）")
    line(document, "{% else %}")
    line(document, "（記載なし）")
    line(document, "{% endfor %}")
    line(document, "{% if paper.promise_count > paper.promises | length %}")
    line(document, "ほか {{ paper.promise_count - paper.promises | length }} 件は宿題管理表に載せています。", "About")
    line(document, "{% endif %}")
    line(document, "出典: {{ paper.documents | join('、') }}", "About")


DUE = "{% if promise.due_text %}（期限: {{ promise.due_text }}）{% endif %}"


def issues(document: Any) -> None:
    """論点整理."""
    line(document, "{{ paper.title }}", "Title")
    line(document, "{{ paper.about }}", "About")
    line(document, "{% if paper.matters %}")
    table = grid(document, (12, 62, 40, 40, 16))
    row(table, "No.", "論点", "分野", "回", "発言", head=True)
    row(table, "{% for matter in paper.matters %}", "", "", "", "")
    count = "{{ matter.exchanges | length }}件"
    row(table, "{{ matter.number }}", "{{ matter.label }}", "{{ matter.field }}", "{{ matter.meetings }}", count)
    row(table, "{% endfor %}", "", "", "", "")
    line(document, "{% endif %}")
    line(document, "{% for matter in paper.matters %}")
    line(document, "論点{{ matter.number }}　{{ matter.label }}", "Heading 1")
    line(
        document,
        "主な語: {{ matter.terms }}　発言 {{ matter.exchanges | length }}件"
        "{% if matter.unanswered %}（うち回答の記載なし {{ matter.unanswered }}件）{% endif %}",
        "About",
        keep=True,
    )
    line(document, "意見と回答", "Heading 2")
    line(document, "{% for one in matter.exchanges %}")
    exchange(document)
    line(document, "{% endfor %}")
    line(document, "{% if matter.promises %}")
    line(document, "約束・検討事項", "Heading 2")
    line(document, "{% for promise in matter.promises %}")
    line(document, "・\t【{{ promise.word }}】{{ promise.text }}" + DUE, "Remark", small="（{{ promise.cite }}）")
    line(document, "{% endfor %}")
    line(document, "{% endif %}")
    line(document, "{% if matter.later %}")
    line(document, "その後の資料（関連の候補）", "Heading 2")
    line(document, "{% for one in matter.later %}")
    line(document, "・\t{{ one.kind }}「{{ one.name }}」", "Remark", small="（{{ one.cite }}）")
    line(document, "{% endfor %}")
    line(document, "{% endif %}")
    line(document, "{% endfor %}")
    line(document, "{% if paper.others %}")
    line(document, "その他の意見", "Heading 1")
    line(document, "{% for one in paper.others %}")
    exchange(document)
    line(document, "{% endfor %}")
    line(document, "{% endif %}")
    line(document, "出典: {{ paper.documents | join('、') }}", "About")


def exchange(document: Any) -> None:
    """A remark and its replies, in short."""
    line(
        document,
        "○\t{{ one.gist }}",
        "Remark",
        small="（{{ one.cite }}）{% if not one.answers %}［回答の記載なし］{% endif %}",
    )
    line(document, "{% for answer in one.answers %}")
    line(document, "→\t{{ answer.gist }}", "Reply", small="（{{ answer.source.place }}）")
    line(document, "{% endfor %}")


def cards(document: Any) -> None:
    """想定問答カード: a table for each question, kept on one page where it fits."""
    line(document, "{{ paper.title }}", "Title")
    line(document, "{{ paper.about }}", "About")
    line(document, "{% if paper.groups | length > 1 %}")
    table = grid(document, (136, 34))
    row(table, "分野", "問", head=True)
    row(table, "{% for group in paper.groups %}", "")
    row(table, "{{ group.label }}", "{{ group.numbers }}")
    row(table, "{% endfor %}", "")
    line(document, "{% endif %}")
    line(document, "{% for group in paper.groups %}")
    line(document, "{% if group.label %}")
    line(document, "{{ group.label }}（{{ group.cards | length }}件）", "Heading 1")
    line(document, "{% endif %}")
    line(document, "{% for card in group.cards %}")
    table = grid(document, (22, 148))
    row(table, "問{{ card.number }}", "{{ card.exchange.text }}", shade=True, keep=True)
    answer = row(table, "答", "{% for answer in card.exchange.answers %}", keep=True)
    for text in ("{{ answer.text }}", "{% else %}", "（これまでの回答の記載なし）", "{% endfor %}"):
        cell_line(answer.cells[1], text, keep=True)
    row(table, "{% if card.exchange.promises %}", "")
    promise = row(table, "約束", "{% for promise in card.exchange.promises %}", keep=True)
    cell_line(promise.cells[1], "【{{ promise.word }}】{{ promise.text }}" + DUE, keep=True)
    cell_line(promise.cells[1], "{% endfor %}")
    row(table, "{% endif %}", "")
    row(table, "{% if card.later %}", "")
    later = row(table, "その後", "{% for one in card.later %}", keep=True)
    cell_line(later.cells[1], "（候補）{{ one }}", keep=True)
    cell_line(later.cells[1], "{% endfor %}")
    row(table, "{% endif %}", "")
    row(
        table,
        "出典等",
        "{{ card.meeting }}{% if card.exchange.sitting.number and card.exchange.sitting.date %}"
        "（{{ card.exchange.sitting.date | day }}）{% endif %}　問 {{ card.exchange.source }}"
        "{% for answer in card.exchange.answers %}　答 {{ answer.source.place }}{% endfor %}"
        "{% if card.topics %}　分野: {{ card.topics }}{% endif %}",
        style="Source",
    )
    line(document, "", "About")
    line(document, "{% endfor %}")
    line(document, "{% else %}")
    line(document, "該当する発言はありません")
    line(document, "{% endfor %}")


# --- pieces


def blank() -> Any:
    """An empty A4 document with our styles."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(18), Mm(9)
    section._sectPr.remove(section._sectPr.find(qn("w:docGrid")))  # noqa: SLF001 - python-docx has no other way
    style(document, "Normal", TEXT, BODY)
    style(document, "Title", HEAD, 15, bold=True, after=2, line_height=22)
    style(document, "Heading 1", HEAD, 11.5, bold=True, before=9, after=3, line_height=18)
    style(document, "Heading 2", HEAD, BODY, bold=True, before=5, after=1)
    for name, size in (("About", 9), ("Source", 9)):
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
        style(document, name, HEAD, size, colour=GREY, after=4 if name == "About" else 0, line_height=13)
    for name, left in (("Remark", 5), ("Reply", 10)):
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
        style(document, name, TEXT, BODY, after=1)
        form = document.styles[name].paragraph_format
        form.left_indent, form.first_line_indent = Mm(left), Mm(-5)
        form.tab_stops.add_tab_stop(Mm(left))
    fonts(document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}"), TEXT)
    language(document)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # that of Word 2013 and later: no 互換モード in the title bar
    foot(section)
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    properties.created = properties.modified = datetime(2026, 11, 21, tzinfo=UTC)
    return document


def style(  # noqa: PLR0913 - a style is many settings
    document: Any,
    name: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line_height: float = LINE,
    colour: RGBColor | None = None,
) -> None:
    """The look of a style, in Japanese and Latin text alike."""
    made = document.styles[name]
    made.font.size, made.font.bold, made.font.italic = Pt(size), bold, False
    made.font.color.rgb = colour or RGBColor(0, 0, 0)
    fonts(made.element.get_or_add_rPr(), font)
    form = made.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), Pt(line_height)
    form.keep_with_next = name.startswith("Heading")
    border = made.element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def fonts(properties: Any, font: str) -> None:
    """One font for all scripts."""
    element = properties.find(qn("w:rFonts"))
    if element is None:
        element = OxmlElement("w:rFonts")
        properties.insert(0, element)
    element.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        element.set(qn(f"w:{script}"), font)


def language(document: Any) -> None:
    """Japanese, so that Word breaks lines and checks words as it does for Japanese."""
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:eastAsia"), "ja-JP")
        element.set(qn("w:val"), "en-US")


def foot(section: Any) -> None:
    """Page x / y in the middle of the foot."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code in ("PAGE", None, "NUMPAGES"):
        if code is None:
            paragraph.add_run(" / ").font.size = Pt(9)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = paragraph.add_run("1")
        run.font.size = Pt(9)
        field.append(run._r)  # noqa: SLF001 - as above
        paragraph._p.append(field)  # noqa: SLF001 - as above


def line(document: Any, text: str, name: str = "Normal", *, small: str = "", keep: bool = False) -> None:
    """A paragraph, with a source in small grey letters at its end."""
    paragraph = document.add_paragraph(text, style=name)
    paragraph.paragraph_format.keep_with_next = keep or None
    if small:
        run = paragraph.add_run(small)
        run.font.size, run.font.color.rgb = Pt(8.5), GREY
        fonts(run._r.get_or_add_rPr(), HEAD)  # noqa: SLF001 - as above


def grid(document: Any, widths: Sequence[float]) -> Any:
    """A table of so many columns, widths in millimetres, with thin grey rules."""
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    properties = table._tbl.tblPr  # noqa: SLF001 - as above
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    properties.find(qn("w:tblLayout")).addprevious(borders)  # Word minds the order
    margins = OxmlElement("w:tblCellMar")
    for side, room in (("top", 40), ("left", 100), ("bottom", 40), ("right", 100)):  # twentieths of a point
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(room))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.find(qn("w:tblLayout")).addnext(margins)
    return table


def row(
    table: Any, *texts: str, head: bool = False, shade: bool = False, keep: bool = False, style: str = "Normal"
) -> Any:
    """A row: its first cell names what stands in the others."""
    made = table.add_row()
    if not texts[0].startswith("{%"):
        unbroken = OxmlElement("w:cantSplit")
        made._tr.get_or_add_trPr().append(unbroken)  # noqa: SLF001 - as above
    if head:
        made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
    for at, (cell, text) in enumerate(zip(made.cells, texts, strict=True)):
        cell.width = table.columns[at].width
        cell_line(cell, text, first=True, keep=keep, style=style, bold=at == 0 or head)
        if at == 0 or head or shade:
            colour = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
                colour.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(colour)  # noqa: SLF001 - as above
    return made


def cell_line(  # noqa: PLR0913 - as above
    cell: Any, text: str, *, first: bool = False, keep: bool = False, style: str = "Normal", bold: bool = False
) -> None:
    """A paragraph in a cell."""
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.style = style
    paragraph.paragraph_format.keep_with_next = keep
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
        fonts(run._r.get_or_add_rPr(), HEAD)  # noqa: SLF001 - as above


if __name__ == "__main__":
    main()
