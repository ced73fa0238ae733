"""Headings made into sections (節): each with its level and the section above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import BlockKind, Section
from minutes_nlp.structure.head.reading import Header
from minutes_nlp.structure.lines import (
    can_be_heading,
    end_of_talk,
    heading_style,
    heading_title,
    plain_item,
    repeats_item,
)
from minutes_nlp.structure.report.headings import Candidate, candidates
from minutes_nlp.structure.report.marks import HeadingMark
from minutes_nlp.structure.report.members import is_history_title
from minutes_nlp.structure.report.nesting import COVER, nested
from minutes_nlp.structure.report.parts import Cover

__all__ = ["Outline", "read_outline", "report_outline"]

BRACKETS = "【《＜<〈〔"
NUMERAL = re.compile(r"[0-9０-９]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections, the section of each paragraph, and which paragraphs are their headings (目次).

    `body` holds the paragraphs of minutes in which somebody may speak: neither head, nor headings, nor end matter.
    """

    sections: tuple[Section, ...]
    places: tuple[str | None, ...]
    headings: frozenset[int]
    body: tuple[int, ...] = ()

    def title(self, section: str | None) -> str:
        """The title of a section; no words for what stands above the first one."""
        return next((one.title for one in self.sections if one.id == section), "")

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
    styles = [
        _head_style(paragraph, i, header) if i < header.end else heading_style(paragraphs, i, opens, minutes=minutes)
        for i, paragraph in enumerate(paragraphs)
    ]
    agenda = {plain_item(item) for item in header.meeting.agenda} if minutes and header.meeting else set[str]()
    for i in range(header.end, len(paragraphs)):
        if styles[i] is None and not opens(i) and repeats_item(paragraphs, i, agenda):
            styles[i] = "item"
    for i in _enumerated(paragraphs, styles, header.end):
        styles[i] = None
    levels = sorted({p.level or 0 for p, style in zip(paragraphs, styles, strict=True) if style and _tagged(p)})
    tagged = range(levels[0], levels[-1] + 1) if len(levels) > 1 else range(0)
    for i, paragraph in enumerate(paragraphs):
        style = styles[i]
        if i >= header.end and paragraph.level in tagged and not opens(i):
            style = _tagged(paragraph) or style
        if style:
            headings.add(i)
            open_styles = [*_above(open_styles, style), (style, f"s{len(sections) + 1}")]
            parent = open_styles[-2][1] if len(open_styles) > 1 else None
            sections.append(Section(open_styles[-1][1], heading_title(paragraph), len(open_styles), parent))
        places.append(open_styles[-1][1] if open_styles else None)
    body = (i for i in range(header.end, end_of_talk(paragraphs, header.end)) if i not in headings)
    return Outline(tuple(sections), tuple(places), frozenset(headings), tuple(body))


def _enumerated(paragraphs: Sequence[Paragraph], styles: Sequence[str | None], start: int) -> Iterator[int]:
    """The items of lists that somebody reads out: from the first number on one below the other, under a sentence."""
    i = start + 1
    while i < len(paragraphs):
        run = [i]
        while run[-1] + 1 < len(paragraphs) and styles[i] and styles[run[-1] + 1] == styles[i]:
            run.append(run[-1] + 1)
        numbers = [NUMERAL.search(_mark(paragraphs[j])) for j in run]
        counted = all(match and int(match[0]) == k for k, match in enumerate(numbers, 1))
        if len(run) > 1 and counted and styles[i - 1] is None and ends_whole(paragraphs[i - 1].text.string):
            yield from run
        i = run[-1] + 1


def _mark(paragraph: Paragraph) -> str:
    return paragraph.marker.string if paragraph.marker else ""


def _tagged(paragraph: Paragraph) -> str | None:
    """The style of a heading without a mark, by its level: where two levels are seen, tags tell them (h2, ##)."""
    plain = paragraph.kind is BlockKind.HEADING and paragraph.marker is None
    return f"heading{paragraph.level}" if plain and can_be_heading(paragraph, paragraph.text.string.strip()) else None


def report_outline(paragraphs: Sequence[Paragraph], start: int, covers: Sequence[Cover]) -> Outline:
    """The sections of a report whose title ends before paragraph `start`; what is bound in has a section of its own."""
    cover_lines = {i for cover in covers for i in (*range(cover.index, cover.head), *cover.title)}
    bound = [Candidate(c.index, HeadingMark(f"cover {c.depth}", None, COVER - 10 + c.depth)) for c in covers]
    heads = {cover.index: cover for cover in covers}
    found = [
        one for one in candidates(paragraphs, start, [cover.index for cover in covers]) if one.index not in cover_lines
    ]
    found = [one for one in found if one.index not in heads or heads[one.index].head_is_own]
    sections: list[Section] = []
    opened, above = list[str](), list[str]()  # of the open sections: ids and titles
    begins: dict[int, str] = {}
    headings: set[int] = set()
    for one, level in nested(sorted([*bound, *found], key=lambda one: (one.index, one.mark.rank))):
        cover = heads[one.index] if one.mark.rank < COVER else None
        if cover is None and any(is_history_title(title) for title in above[: level - 1]):
            continue  # what a meeting was about is no heading of the report
        begins[one.index] = f"s{len(sections) + 1}"
        title = cover_title(paragraphs, cover) if cover else heading_title(paragraphs[one.index])
        sections.append(Section(begins[one.index], title, level, opened[level - 2] if level > 1 else None))
        opened[level - 1 :] = [begins[one.index]]
        above[level - 1 :] = [title]
        headings.add(cover.head if cover else one.index)
    places: list[str | None] = []
    for i in range(len(paragraphs)):
        places.append(begins.get(i, places[-1] if places else None))
    return Outline(tuple(sections), tuple(places), frozenset(headings))


def cover_title(paragraphs: Sequence[Paragraph], cover: Cover) -> str:
    """The title of what is bound in: on its label's line with the label, else as printed, else the label."""
    if cover.words:
        return paragraphs[cover.head].text.string.strip() if not cover.head_is_own else cover.words
    return "".join(paragraphs[i].text.string.strip() for i in cover.title) or cover.label or ""


def _head_style(paragraph: Paragraph, i: int, header: Header) -> str | None:
    string = paragraph.text.string.strip()
    return string[0] if i in header.labels and string[:1] in BRACKETS and string[:1] else None


def _above(open_styles: list[tuple[str, str]], style: str) -> list[tuple[str, str]]:
    """The open headings that stand above a heading of this style."""
    styles = [known for known, _ in open_styles]
    return open_styles[: styles.index(style)] if style in styles else open_styles
