"""A Word template filled in (Word の様式): what staff see as {{ … }} is replaced where it stands.

A paragraph, or a row of a table, that holds nothing but one {% … %} is no part of the paper: it repeats or leaves out
what stands up to its end tag. So a template is an ordinary Word file whose look is changed in Word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from minutes_nlp.files import write_whole
from minutes_nlp.output.cells import printable
from minutes_nlp.output.writing import filled, unusable

__all__ = ["fill_word"]

CONTROL = re.compile(r"\s*(\{%[^{}]*%\})\s*")  # {% for issue in paper.issues %}
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
OPEN = re.compile(r"\{(?:$|[{%](?:(?!\}\}|%\}).)*$)", re.DOTALL)  # {{ issue.la
BARE = re.compile(r"<(?:\w+:)?control(?: [^<>]*)?>(.*?)</(?:\w+:)?control>", re.DOTALL)
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill_word(template: Path, values: Mapping[str, Any], target: Path) -> None:
    """The template with `values` as a Word file; SettingsError where it cannot be used, StoreError."""
    try:
        document = Document(str(template))
        for element in _written_parts(document):
            _fill(element, template, values)
    except (OSError, ValueError, KeyError, PackageNotFoundError, BadZipFile, etree.XMLSyntaxError) as error:
        raise unusable(template, error) from error
    properties = document.core_properties
    properties.title = printable(str(values.get("title", "")))
    properties.created = properties.modified = datetime.now(UTC)
    stream = BytesIO()
    document.save(stream)
    write_whole(stream.getvalue(), target)


def _written_parts(document: Any) -> Iterator[Any]:
    """The body, and the heads and feet of pages."""
    yield document.element.body
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield part._element  # noqa: SLF001 - python-docx has no other way to it


def _fill(element: Any, template: Path, values: Mapping[str, Any]) -> None:
    """What stands in an element of the file, filled in."""
    for paragraph in element.iter(qn("w:p")):
        _gather_tags(paragraph)
    for row in list(element.iter(qn("w:tr"))):
        _make_control(row)
    for paragraph in list(element.iter(qn("w:p"))):
        _make_control(paragraph)
    text = BARE.sub(r"\1", etree.tostring(element, encoding="unicode"))
    text = TAG.sub(lambda match: html.unescape(match[0]), text)
    made = parse_xml(filled(text, template, values, ".docx"))
    for cell in made.iter(qn("w:tc")):
        if cell.find(qn("w:p")) is None:  # Word takes no cell without a paragraph
            cell.append(parse_xml(f'<w:p xmlns:w="{cell.nsmap["w"]}"/>'))
    for child in list(element):
        element.remove(child)
    element.extend(list(made))


def _gather_tags(paragraph: Any) -> None:
    """Each tag into the run in which it begins: Word cuts text into runs wherever it was edited."""
    texts = [text for text in paragraph.iter(qn("w:t")) if text.text]
    for at, text in enumerate(texts):
        text.set(SPACE, "preserve")
        for following in texts[at + 1 :]:
            if not OPEN.search(text.text):
                break
            text.text, following.text = text.text + (following.text or ""), ""


def _make_control(element: Any) -> None:
    """A row or paragraph of one {% … %} alone made that tag itself."""
    said = "".join(text.text or "" for text in element.iter(qn("w:t")))
    match = CONTROL.fullmatch(said)
    parent = element.getparent()
    if match is None or parent is None:
        return
    tag = etree.Element("control")
    tag.text, tag.tail = match[1], element.tail
    parent.replace(element, tag)
