"""Headings made into sections (節): each with its level and the section above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.model import Section
from minutes_nlp.structure.header import Header
from minutes_nlp.structure.lines import heading_style, heading_title

__all__ = ["Outline", "read_outline"]

BRACKETS = "【《＜<〈〔"


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections, the section of each paragraph, and which paragraphs are their headings (目次)."""

    sections: tuple[Section, ...]
    places: tuple[str | None, ...]
    headings: frozenset[int]

    def path(self, section: str | None) -> str:
        """The titles of a section and of those above it, in one string."""
        known = {s.id: s for s in self.sections}
        titles: list[str] = []
        while section in known:
            titles.append(known[section].title)
            section = known[section].parent
        return " ".join(reversed(titles))

    def is_under(self, section: str | None, words: Sequence[str]) -> bool:
        """Whether a heading of the section or above it has one of some words."""
        path = self.path(section)
        return any(word in path for word in words)


def read_outline(
    paragraphs: Sequence[Paragraph], header: Header, opens: Callable[[int], bool], *, minutes: bool
) -> Outline:
    """The sections of a document; in the head only bracketed labels such as 【議事次第】 begin one."""
    sections: list[Section] = []
    places: list[str | None] = []
    headings: set[int] = set()
    open_styles: list[tuple[str, str]] = []
    for i, paragraph in enumerate(paragraphs):
        style = (
            _head_style(paragraph, i, header)
            if i < header.end
            else heading_style(paragraphs, i, opens, minutes=minutes)
        )
        if style:
            headings.add(i)
            open_styles = [*_above(open_styles, style), (style, f"s{len(sections) + 1}")]
            parent = open_styles[-2][1] if len(open_styles) > 1 else None
            sections.append(Section(open_styles[-1][1], heading_title(paragraph), len(open_styles), parent))
        places.append(open_styles[-1][1] if open_styles else None)
    return Outline(tuple(sections), tuple(places), frozenset(headings))


def _head_style(paragraph: Paragraph, i: int, header: Header) -> str | None:
    string = paragraph.text.string.strip()
    return string[0] if i in header.labels and string[:1] in BRACKETS and string[:1] else None


def _above(open_styles: list[tuple[str, str]], style: str) -> list[tuple[str, str]]:
    """The open headings that stand above a heading of this style."""
    styles = [known for known, _ in open_styles]
    return open_styles[: styles.index(style)] if style in styles else open_styles
