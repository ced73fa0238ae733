"""Figures (数値表現) of a document: what each paragraph and cell prints, with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice

from minutes_nlp.analysis.texts import texts_of
from minutes_nlp.document import Paragraph
from minutes_nlp.findings import Figure, FigureKind
from minutes_nlp.language.figures import FigureMention, figures_in
from minutes_nlp.text import Text

__all__ = ["figures_of", "printed_days"]

HEAD = 30  # paragraphs: a date on a line of its own further down is no longer that of the document
MONTH = timedelta(days=31)  # 令和７年３月 dates a report; 令和７年 alone is more likely what it is about
AROUND = 6  # characters beside the date: "（", "現在", "時点版"


def figures_of(paragraphs: Iterable[Paragraph], said_on: date | None) -> tuple[Figure, ...]:
    """The figures of all paragraphs and table cells in order (数値表現); 本年 and its like reckoned from `said_on`."""
    return tuple(_figure(text, found) for text in texts_of(paragraphs) for found in figures_in(text.string, said_on))


def printed_days(texts: Iterable[str]) -> tuple[date, date] | None:
    """The first and last day that a date on a line of its own at the head means (作成日): 令和７年３月."""
    for text in islice(texts, HEAD):
        string = text.strip()
        found = figures_in(string) if string and len(string) < 40 else []
        alone = len(found) == 1 and len(string) <= found[0].end - found[0].start + AROUND
        days = _day_or_month(found[0]) if alone else None
        if days:
            return days
    return None


def _day_or_month(found: FigureMention) -> tuple[date, date] | None:
    if found.first is None or found.last is None or found.last - found.first >= MONTH:
        return None
    return found.first, found.last


def _figure(text: Text, found: FigureMention) -> Figure:
    printed = text[found.start : found.end]
    return Figure(
        kind=FigureKind(found.kind),
        text=printed.string,
        spans=printed.spans,
        value=found.value,
        upper=found.upper,
        unit=found.unit,
        start=found.first.isoformat() if found.first else None,
        end=found.last.isoformat() if found.last else None,
        fiscal_year=found.fiscal_year,
        relative=found.relative,
    )
