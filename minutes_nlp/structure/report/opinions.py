"""Opinions that a report quotes (委員の主な意見): each item under such a heading, said by nobody by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes_nlp.document import Paragraph, pages_of
from minutes_nlp.model import BlockKind, Opinion
from minutes_nlp.structure.report.outline import Outline
from minutes_nlp.structure.vocabulary import squeezed
from minutes_nlp.text import Span

__all__ = ["opinions_of"]

# 委員の主な意見 / 主な御意見等 / 構成員からいただいたご意見 / ヒアリングでの意見の概要
QUOTES = re.compile(
    r"(?:主な|主要な|寄せられた|いただいた|出された|示された|(?:委員|構成員|有識者|参加者|団体|議員|ヒアリング)(?:等)?(?:から|による|での|の)?(?:主な)?)"
    r"(?:御|ご)?意見(?:・[^\s]{2,4})?(?:等|概要|の概要|の要旨|一覧)?(?:について)?(?:[（(].*[）)])?"
)
ITEM_MARKS = "○〇◯・･●‣•▪-－◇◆▶"


def opinions_of(paragraphs: Sequence[Paragraph], outline: Outline, page_spans: Sequence[Span]) -> Iterator[Opinion]:
    """The opinions of a report, in order."""
    quoting = set(_quoting(outline))
    number = 0
    for i, (paragraph, place) in enumerate(zip(paragraphs, outline.places, strict=True)):
        if place in quoting and i not in outline.headings and _is_item(paragraph):
            number += 1
            spans = paragraph.text.spans
            yield Opinion(f"o{number}", f"b{i + 1}", place, paragraph.text.string, pages_of(spans, page_spans), spans)


def _quoting(outline: Outline) -> Iterator[str]:
    """The sections that quote opinions, with all that stand in them."""
    known: set[str] = set()
    for section in outline.sections:
        if section.parent in known or QUOTES.fullmatch(squeezed(section.title)):
            known.add(section.id)
            yield section.id


def _is_item(paragraph: Paragraph) -> bool:
    mark = paragraph.marker.string.strip()[:1] if paragraph.marker else ""
    return paragraph.kind is not BlockKind.FOOTNOTE and bool(mark) and mark in ITEM_MARKS
