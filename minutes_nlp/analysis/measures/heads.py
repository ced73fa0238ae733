"""Where measures begin (施策の見出し): a report names them in its text or in its headings, a deck line by line.

A report prints them at the head of paragraphs （施策１）名称　本文, or in the lowest headings of chapters that hold
measures. What neither stamps nor costs anything is no deck of measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes_nlp.analysis.measures.decks import Deck, is_deck
from minutes_nlp.analysis.measures.naming import Form, Head, is_part, name_of
from minutes_nlp.analysis.measures.vocabulary import any_of
from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind, Section

__all__ = ["heads_of"]

FEWEST_RUN_IN = 3  # run-in headings in sections of measures before a report is held to print its measures so

RUNS_IN = re.compile("[\u3000：:】〕＞>]")  # what may stand between a name and the text of its paragraph

Path = tuple[str, ...]  # the titles from a chapter down to a section


def heads_of(
    paragraphs: Sequence[Paragraph], places: Sequence[str | None], sections: Sequence[Section]
) -> tuple[Head, ...]:
    """The heads of all measures of a document, in order; `places` holds the section id of each paragraph."""
    paths = _paths(sections)
    told = [paths.get(place or "", ()) for place in places]
    if report := tuple(_in_report(paragraphs, told)):
        return report
    return Deck(paragraphs).heads() if is_deck(paragraphs) else tuple(_in_headings(paragraphs, told))


def _paths(sections: Sequence[Section]) -> dict[str, Path]:
    """The titles of each section and of those above it."""
    paths: dict[str, Path] = {}
    for section in sections:
        paths[section.id] = (*paths.get(section.parent or "", ()), section.title)
    return paths


def _says(path: Path, kind: str) -> bool:
    """Whether any title of a path is of a kind (elsewhere, measures, holding)."""
    return any(re.search(any_of(kind), title) for title in path)


def _in_report(paragraphs: Sequence[Paragraph], paths: Sequence[Path]) -> Iterator[Head]:
    """Paragraphs that begin with the name: all of them where enough stand in sections of measures."""
    found = [
        Head(i, i, name, whole=True)
        for i, paragraph in enumerate(paragraphs)
        if paragraph.kind in {BlockKind.LIST_ITEM, BlockKind.PARAGRAPH}
        and (paragraph.gaps or RUNS_IN.search(paragraph.text.string))
        and not _says(paths[i][-1:], "elsewhere")
        and (name := name_of(paragraph.text, run_in=True, gaps=paragraph.gaps))
        and (name.form is Form.STAMPED or (name.form is Form.RUN_IN and paragraph.marker))
        and "。" in name.rest.string
    ]
    holding = [head for head in found if _says(paths[head.first], "measures")]
    if len(holding) >= FEWEST_RUN_IN:
        yield from found


def _in_headings(paragraphs: Sequence[Paragraph], paths: Sequence[Path]) -> Iterator[Head]:
    """The lowest headings of chapters that hold measures, and marked names, with text below: there each names one."""
    for i, paragraph in enumerate(paragraphs[:-1]):
        heading, below = paragraph.kind is BlockKind.HEADING, paragraphs[i + 1]
        above = paths[i][:-1] if heading else paths[i]
        if below.kind is BlockKind.HEADING or not _says(above, "holding") or _says(above, "elsewhere"):
            continue
        name = name_of(paragraph.text) if heading or (paragraph.marker and not below.marker) else None
        called = name and (heading or name.form in {Form.DEED, Form.THING}) and not is_part(name.text.string)
        if name and called and "。" in below.text.string:
            yield Head(i, i, name)
