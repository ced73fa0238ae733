"""Paragraphs on their way to lines (段落の並び): what Word files and web pages have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minutes_nlp.document import PrintedLine
from minutes_nlp.text import Span

__all__ = ["Cell", "Printed", "assembled"]

Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph as it is printed; `marker` counts the first characters that are its automatic number."""

    text: str
    style: str = ""
    level: int | None = None
    marker: int = 0
    cell: Cell | None = None
    bold: bool = False
    calls: tuple[Span, ...] = ()  # where it calls notes, as parts of its text
    cell_spans: tuple[int, int] = (1, 1)
    in_head: bool = False


def assembled(paragraphs: Sequence[Printed]) -> tuple[str, tuple[PrintedLine, ...]]:
    """The source text, and a line for each paragraph that has text."""
    lines: list[PrintedLine] = []
    position = 0
    for paragraph in paragraphs:
        if paragraph.text.strip():
            lines.append(_line(paragraph, position))
        position += len(paragraph.text) + 1
    return "\n".join(paragraph.text for paragraph in paragraphs), tuple(lines)


def _line(paragraph: Printed, start: int) -> PrintedLine:
    text = paragraph.text
    lead = len(text) - len(text.lstrip())
    return PrintedLine(
        span=(start + lead, start + len(text.rstrip())),
        bold=paragraph.bold,
        style=paragraph.style,
        level=paragraph.level,
        marker=(start + lead, start + paragraph.marker) if paragraph.marker else None,
        cell=paragraph.cell,
        raised=tuple((start + left, start + right) for left, right in paragraph.calls),
        cell_spans=paragraph.cell_spans,
        in_head=paragraph.in_head,
    )
