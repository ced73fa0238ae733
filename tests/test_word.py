from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from minutes_nlp.document import Flow
from minutes_nlp.errors import SourceError
from minutes_nlp.layout import lay_out
from minutes_nlp.model import BlockKind
from minutes_nlp.reading.numerals import kanji_number, numeral, symbol
from minutes_nlp.reading.word import file as word
from minutes_nlp.reading.word.file import read_word

SHARED = Path(__file__).parents[2] / "shared"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def related(**targets: str) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{items}</Relationships>'


def word_file(body: str, **parts: str) -> bytes:
    """A Word file with the given body; a part such as `footnotes` or `header1` by the XML inside its root."""
    roots = {"header": "hdr", "footer": "ftr"}
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", related(officeDocument="word/document.xml"))
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", related(**{name: f"{name}.xml" for name in parts}))
        for name, xml in parts.items():
            root = roots.get(name.rstrip("0123456789"), name)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {NAMES}>{xml}</w:{root}>")
    return stream.getvalue()


def p(*content: str, properties: str = "") -> str:
    runs = "".join(c if c.startswith("<") else f'<w:r><w:t xml:space="preserve">{c}</w:t></w:r>' for c in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(*content: str) -> str:
    return f"<w:r>{''.join(content)}</w:r>"


def t(string: str) -> str:
    return f"<w:t>{string}</w:t>"


def read(body: str, **parts: str):
    return read_word(word_file(body, **parts), "a.docx")


def lines(document):
    return document.pages[0].lines


def texts(document):
    return [document.source[slice(*line.span)] for line in lines(document)]


def markers(document):
    return [document.source[slice(*line.marker)] if line.marker else None for line in lines(document)]


def listed(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, style: str, text: str, extra: str = "") -> str:
    form = f'<w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>{form}</w:lvl>'


def numbering(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def style(style_id: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{inner}</w:style>'


def test_a_paragraph_is_a_line_and_an_empty_one_only_a_line_feed():
    document = read(p("議事概要") + p() + p("　", "令和６年", "７月２日 "))
    assert document.source == "議事概要\n\n　令和６年７月２日 "
    assert texts(document) == ["議事概要", "令和６年７月２日"]
    assert document.flow == Flow.PARAGRAPHS
    assert document.pages[0].span == (0, len(document.source))


def test_tabs_breaks_and_hyphens_are_characters():
    run = r(
        t("日時"),
        "<w:tab/>",
        t("午後"),
        "<w:br/>",
        t("会場"),
        "<w:noBreakHyphen/>",
        t("Ａ"),
        "<w:softHyphen/>",
        t("棟"),
    )
    assert read(p(run)).source == "日時\t午後\n会場-Ａ棟"


def test_tracked_changes_stand_as_in_the_final_text():
    content = [
        "検討を",
        f"<w:del>{r('<w:delText>行う</w:delText>')}</w:del>",
        f"<w:ins>{r(t('進める'))}</w:ins>",
        f"<w:moveFrom>{r(t('元'))}</w:moveFrom>",
        f"<w:moveTo>{r(t('先'))}</w:moveTo>",
    ]
    assert read(p(*content)).source == "検討を進める先"


def test_paragraphs_whose_end_was_deleted_are_one():
    gone = "<w:rPr><w:del/></w:rPr>"
    assert read(p("前半、", properties=gone) + p("後半。") + p("終", properties=gone)).source == "前半、後半。\n終"


def test_hidden_text_and_field_codes_are_not_printed():
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr>{t('秘')}</w:r>"
    shown = f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr>{t("公")}</w:r>'
    page = r('<w:fldChar w:fldCharType="begin"/>') + r("<w:instrText>PAGE</w:instrText>") + r(t("3"))
    assert (
        read(p("開", hidden, shown, page, f'<w:fldSimple w:instr="DATE">{r(t("本日"))}</w:fldSimple>')).source
        == "開公3本日"
    )


def test_ruby_keeps_its_base():
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r(t('やまざと'))}</w:rt><w:rubyBase>{r(t('山里'))}</w:rubyBase></w:ruby>"
    assert read(p("会場は", r(ruby), "町")).source == "会場は山里町"


def test_links_content_controls_and_formulas_keep_their_place():
    link = f'<w:hyperlink r:id="x">{r(t("資料"))}</w:hyperlink>'
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r(t('１'))}</w:sdtContent></w:sdt>"
    formula = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    block = f"<w:sdt><w:sdtContent>{p('枠内')}</w:sdtContent></w:sdt>"
    assert read(p(link, control, "の", formula) + block + p("後")).source == "資料１のx=1\n枠内\n後"


def test_a_text_box_follows_its_paragraph_once():
    box = f"<w:txbxContent>{p('囲み一')}{p('囲み二')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(read(p("前", r(both), "後") + p("次"))) == ["前後", "囲み一", "囲み二", "次"]


def test_symbols_become_characters_that_every_font_has():
    sign = r('<w:sym w:font="Wingdings" w:char="F0FC"/>')
    unknown = r('<w:sym w:font="Webdings" w:char="F041"/>')
    assert read(p(sign, "承認", unknown, r('<w:sym w:font="x" w:char="zz"/>'))).source == "✔承認\uf041"


def test_bold_paragraphs_are_told():
    bold = f"<w:r><w:rPr><w:b/></w:rPr>{t('見出し')}</w:r>"
    assert [line.bold for line in lines(read(p(bold, "　") + p(bold, "本文") + p("本文")))] == [True, False, False]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_table_cells_know_their_place_and_merged_ones_come_once():
    first = cell("区分", '<w:vMerge w:val="restart"/>') + cell("内容", '<w:gridSpan w:val="2"/>') + cell("備考")
    second = cell("", "<w:vMerge/>") + cell("甲") + cell("乙") + cell("丙")
    document = read(table(first, second) + p("後") + table(cell("一")))
    assert [(text, line.cell) for text, line in zip(texts(document), lines(document), strict=True)] == [
        ("区分", (0, 0, 0)),
        ("内容", (0, 0, 1)),
        ("備考", (0, 0, 3)),
        ("甲", (0, 1, 1)),
        ("乙", (0, 1, 2)),
        ("丙", (0, 1, 3)),
        ("後", None),
        ("一", (1, 0, 0)),
    ]


def test_a_nested_table_stands_in_its_cell():
    inner = table(cell("内"))
    outer = table(f"<w:tc>{p('前')}{inner}{p('後')}</w:tc>")
    document = read(outer)
    assert texts(document) == ["前", "内", "後"]
    assert [line.cell for line in lines(document)] == [(0, 0, 0), (1, 0, 0), (0, 0, 0)]


def test_a_deleted_row_is_gone():
    assert texts(read(table("<w:trPr><w:del/></w:trPr>" + cell("旧"), cell("新")))) == ["新"]


def test_list_numbers_are_counted_by_level():
    parts = numbering(
        level(0, "decimalFullWidth", "%1．"), level(1, "aiueoFullWidth", "（%2）"), level(2, "decimal", "%1-%2-%3")
    )
    body = [listed("開会"), listed("挨拶", 1), listed("紹介", 1), listed("細目", 2), listed("議題"), listed("質疑", 1)]
    document = read("".join(body), numbering=parts)
    assert markers(document) == ["１．", "（ア）", "（イ）", "１-イ-1", "２．", "（ア）"]
    assert texts(document)[0] == "１．\t開会"
    assert [(line.style, line.level) for line in lines(document)][:2] == [("list_item", 1), ("list_item", 2)]


def test_a_level_that_was_left_out_counts_as_begun():
    parts = numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
    document = read(listed("一") + listed("い", 2) + listed("二", 1), numbering=parts)
    assert markers(document) == ["1", "1.1.1", "1.2"]  # as LibreOffice prints it


def test_lists_of_one_definition_count_on_unless_they_start_anew():
    levels = level(0, "decimal", "%1")
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = listed("a") + listed("b", number=2) + listed("c", number=2) + listed("d")
    assert markers(read(body, numbering=numbering(levels))) == ["1", "2", "3", "4"]
    assert markers(read(body, numbering=numbering(levels, overrides=anew))) == ["1", "5", "6", "7"]


def test_a_level_may_go_on_counting_or_print_arabic_numbers():
    on = numbering(level(0, "upperRoman", "%1"), level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>'))
    body = listed("一") + listed("い", 1) + listed("二") + listed("ろ", 1)
    assert markers(read(body, numbering=on)) == ["I", "1", "II", "2"]
    legal = numbering(level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert markers(read(body, numbering=legal)) == ["I", "1.1", "II", "2.1"]


def test_bullets_are_printed_but_not_alone():
    bullet = level(0, "bullet", "\uf0d8", "<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr>")
    assert texts(read(listed("項目") + listed(""), numbering=numbering(bullet))) == ["➢\t項目"]


def test_a_number_without_text_is_counted_and_printed_as_text():
    document = read(listed("一") + listed("") + listed("二"), numbering=numbering(level(0, "decimal", "%1")))
    assert texts(document) == ["1\t一", "2", "3\t二"]
    assert markers(document) == ["1", None, "3"]


def test_the_level_of_a_paragraph_goes_with_the_list_of_its_style():
    styles = style("L", "箇条", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("一", properties='<w:pStyle w:val="L"/>') + p(
        "二", properties='<w:pStyle w:val="L"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    )
    parts = numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1-%2"))
    assert markers(read(body, styles=styles, numbering=parts)) == ["1", "1-1"]


def test_a_style_stands_for_the_level_that_names_it():
    styles = style("M", "細目", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    parts = numbering(level(0, "decimal", "%1"), level(1, "aiueoFullWidth", "(%2)", '<w:pStyle w:val="M"/>'))
    document = read(listed("一") + p("い", properties='<w:pStyle w:val="M"/>'), styles=styles, numbering=parts)
    assert markers(document) == ["1", "(ア)"]


def test_a_style_brings_its_list_and_a_zero_takes_it_away():
    styles = style("L", "箇条", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + style(
        "M", "箇条の二", '<w:basedOn w:val="L"/>'
    )
    body = p("一", properties='<w:pStyle w:val="M"/>') + p(
        "無", properties='<w:pStyle w:val="M"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    parts = {"styles": styles, "numbering": numbering(level(0, "japaneseCounting", "第%1"))}
    assert markers(read(body, **parts)) == ["第一", None]


def test_a_list_that_is_not_there_gives_no_number():
    assert markers(read(listed("項目", number=9), numbering=numbering(level(0, "decimal", "%1")))) == [None]


def test_styles_say_what_a_paragraph_is():
    styles = (
        style("1", "heading 1")
        + style("2", "見出し 2")
        + style("T", "Title")
        + style("C", "caption")
        + style("B", "List Bullet 2")
        + style("X", "我が町の章", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + style("Y", "その子", '<w:basedOn w:val="X"/>')
        + style("Z", "List Paragraph")
    )
    body = "".join(p(name, properties=f'<w:pStyle w:val="{name}"/>') for name in "12TCBXYZ")
    found = [(line.style, line.level) for line in lines(read(body, styles=styles))]
    assert found == [
        ("heading", 1),
        ("heading", 2),
        ("title", None),
        ("caption", None),
        ("list_item", None),
        ("heading", 3),
        ("heading", 3),
        ("", None),
    ]


def test_a_paragraph_may_have_its_own_outline_level():
    body = p("章", properties='<w:outlineLvl w:val="0"/>') + p("文", properties='<w:outlineLvl w:val="9"/>')
    assert [(line.style, line.level) for line in lines(read(body))] == [("heading", 1), ("", None)]


def test_a_numbered_heading_stays_a_heading():
    body = p("章", properties='<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    (line,) = lines(read(body, numbering=numbering(level(0, "decimal", "第%1章"))))
    assert (line.style, line.level, line.marker) == ("heading", 1, (0, 3))


def test_headers_and_footers_come_once_where_they_are_printed():
    section = "<w:sectPr>{}</w:sectPr>"
    references = (
        '<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
    )
    both = section.format(references + '<w:footerReference r:id="footer1"/>')
    body = p("本文", properties=both) + both
    parts = {"header1": p("山里町"), "header2": p("表紙"), "footer1": p("- 1 -")}
    document = read(body, **parts)
    assert [(text, line.style) for text, line in zip(texts(document), lines(document), strict=True)] == [
        ("山里町", "header"),
        ("本文", ""),
        ("- 1 -", "footer"),
    ]
    titled = p("本文") + section.format(references + "<w:titlePg/>")
    assert texts(read(titled, **parts)) == ["山里町", "表紙", "本文"]


def test_notes_are_numbered_in_the_order_of_their_calls():
    call = '<w:footnoteReference w:id="{}"/>'
    note = '<w:footnote w:id="{}">' + p(r("<w:footnoteRef/>"), " {}") + "</w:footnote>"
    notes = (
        '<w:footnote w:id="-1" w:type="separator">'
        + p("――")
        + "</w:footnote>"
        + note.format(4, "後の注")
        + note.format(3, "先の注")
    )
    document = read(p("人口", r(call.format(3)), "と面積", r(call.format(4)), "。"), footnotes=notes)
    assert texts(document) == ["人口1と面積2。", "1 先の注", "2 後の注"]
    assert [line.style for line in lines(document)] == ["", "footnote", "footnote"]
    calls = [document.source[start:end] for start, end in lines(document)[0].raised]
    notes_found = [found for found in lay_out(document).paragraphs if found.kind is BlockKind.FOOTNOTE]
    assert [found.references for found in notes_found] == [(span,) for span in lines(document)[0].raised]
    assert calls == [found.label.string for found in notes_found if found.label]
    assert markers(document) == [None, "1", "2"]


def test_endnotes_and_the_format_of_note_numbers_are_followed():
    end = '<w:endnote w:id="2">' + p(r("<w:endnoteRef/>"), "出典") + "</w:endnote>"
    body = p("値", r('<w:endnoteReference w:id="2"/>'))
    assert texts(read(body, endnotes=end)) == ["値i", "i出典"]
    settings = '<w:endnotePr><w:numFmt w:val="decimalEnclosedCircle"/><w:numStart w:val="3"/></w:endnotePr>'
    assert texts(read(body, endnotes=end, settings=settings)) == ["値③", "③出典"]


def test_a_note_with_a_mark_of_its_own_keeps_it():
    note = '<w:footnote w:id="1">' + p("＊ 説明") + "</w:footnote>"
    document = read(p("値", r('<w:footnoteReference w:customMarkFollows="1" w:id="1"/>', t("＊"))), footnotes=note)
    assert texts(document) == ["値＊", "＊ 説明"]
    (note_found,) = [found for found in lay_out(document).paragraphs if found.kind is BlockKind.FOOTNOTE]
    assert note_found.label
    assert (note_found.label.string, note_found.text.string) == ("＊", "説明")
    assert [document.source[start:end] for start, end in note_found.references] == ["＊"]


def test_the_paragraphs_of_one_note_are_one_footnote():
    note = '<w:footnote w:id="1">' + p(r("<w:footnoteRef/>"), " 県の調べ") + p("町の調べ") + "</w:footnote>"
    layout = lay_out(read(p("値", r('<w:footnoteReference w:id="1"/>')), footnotes=note))
    assert [found.text.string for found in layout.paragraphs] == ["値1", "県の調べ\n町の調べ"]


@pytest.mark.parametrize(
    ("name", "number", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("aiueoFullWidth", 46, "ン"),
        ("irohaFullWidth", 3, "ハ"),
        ("iroha", 48, "ﾝ"),
        ("japaneseCounting", 25, "二十五"),
        ("japaneseDigitalTenThousand", 20, "二〇"),
        ("ideographTraditional", 2, "乙"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 28, "BB"),
        ("numberInDash", 4, "- 4 -"),
        ("none", 4, ""),
        ("unheardOf", 4, "4"),
    ],
)
def test_number_formats_print_as_word_prints_them(name, number, printed):
    assert numeral(number, name) == printed


@pytest.mark.parametrize("style", ["upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "japaneseCounting"])
def test_a_number_that_no_list_reaches_is_printed_in_digits(style):
    assert numeral(10**12, style) == "1000000000000"


def test_kanji_numbers_reach_over_ten_thousand():
    numbers = (0, 10, 11, 110, 1000, 10_001, 250_000)
    assert [kanji_number(n) for n in numbers] == ["〇", "十", "十一", "百十", "千", "一万一", "二十五万"]


def test_bullets_of_unknown_fonts_stay_as_they_are():
    assert (symbol("\uf06c", "Wingdings"), symbol("\uf0b7", "Symbol"), symbol("・", "")) == ("●", "•", "・")
    assert symbol("\uf041", "Webdings") == "\uf041"


def test_files_of_python_docx_are_read():
    made = docx.Document()
    made.add_heading("議事概要", 1)
    made.add_paragraph("資料の確認", style="List Number")
    made.add_table(1, 2).cell(0, 1).text = "午後"
    stream = BytesIO()
    made.save(stream)
    document = read_word(stream.getvalue(), "a.docx")
    assert texts(document) == ["議事概要", "1.\t資料の確認", "午後"]
    assert [line.cell for line in lines(document)] == [None, None, (0, 0, 1)]


def test_strict_open_xml_is_read_too():
    data = word_file(p("厳格"))
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert read_word(stream.getvalue(), "a.docx").source == "厳格"


def refused(data: bytes, name: str = "a.docx") -> str:
    with pytest.raises(SourceError) as caught:
        read_word(data, name)
    assert caught.value.remedy
    return caught.value.code


def test_a_damaged_file_is_refused():
    data = word_file(p("議事概要" * 99))
    assert refused(data[: len(data) // 2]) == "damaged"
    assert refused(word_file("<w:p>")) == "damaged"
    assert refused(data.replace(b"word/document.xml", b"word/documeXX.xml")) == "damaged"


def test_a_file_without_text_is_refused():
    assert refused(word_file(p() + p("　"))) == "no-text"


def test_a_file_that_would_fill_the_memory_is_refused(monkeypatch):
    data = word_file(p("あ" * 5000))
    monkeypatch.setattr(word, "LARGEST_PART", 10_000)
    assert refused(data) == "too-large"
    monkeypatch.setattr(word, "LARGEST_PART", 1_000_000)
    monkeypatch.setattr(word, "LARGEST_UNPACKED", 10_000)
    assert refused(data) == "too-large"


def test_a_file_that_defines_entities_is_refused():
    data = word_file(p("&a;本文"))
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            head = '<!DOCTYPE w:document [<!ENTITY a "爆">]>' if name == "word/document.xml" else ""
            new.writestr(name, head + old.read(name).decode())
    assert refused(stream.getvalue()) == "damaged"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not here")
@pytest.mark.parametrize("number", [2, 5])
def test_the_paragraphs_of_real_minutes_are_those_of_the_page(number):
    data = (SHARED / "samples" / "docx" / f"trustedweb_{number}.docx").read_bytes()
    gold = json.loads((SHARED / "samples" / "roundtrip" / f"tw_{number}.gold.json").read_text(encoding="utf-8"))
    document = read_word(data, "a.docx")
    body = [document.source[slice(*line.span)] for line in lines(document) if line.style not in {"header", "footer"}]
    assert [re.sub(r"\s", "", text) for text in body] == [s for text in gold if (s := re.sub(r"\s", "", text))]
