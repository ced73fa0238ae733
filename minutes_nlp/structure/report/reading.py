"""The structure of a report (報告書): its outline, what is bound into it, and the opinions that it quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.document import Paragraph, pages_of
from minutes_nlp.model import BlockKind, Part, Section
from minutes_nlp.structure.report.members import history_of, is_history_title, is_member_title, members_of
from minutes_nlp.structure.report.outline import Outline
from minutes_nlp.structure.report.parts import Cover
from minutes_nlp.text import Span

__all__ = ["levelled", "parts_of"]


def levelled(paragraphs: Sequence[Paragraph], outline: Outline, title: int) -> Iterator[Paragraph]:
    """The paragraphs of a report with the kinds that its outline tells; the first `title` of them are its title."""
    levels = {section.id: section.level for section in outline.sections}
    for i, paragraph in enumerate(paragraphs):
        if i in outline.headings:
            yield replace(paragraph, kind=BlockKind.HEADING, level=levels[outline.places[i] or ""])
        elif paragraph.kind is BlockKind.HEADING and i >= title:
            kind = BlockKind.LIST_ITEM if paragraph.marker else BlockKind.PARAGRAPH
            yield replace(paragraph, kind=kind, level=None)
        else:
            yield paragraph


def parts_of(
    paragraphs: Sequence[Paragraph], found: Sequence[Cover], outline: Outline, page_spans: Sequence[Span]
) -> Iterator[Part]:
    """What is bound in, and, without a label, the lists of members and meetings of the report itself; in order."""
    ranges = list(_ranges(found, len(paragraphs)))
    lists = list(_lists(paragraphs, outline))
    pieces: list[tuple[range, str | None, str | None]] = [
        (inside, cover.label, _title(paragraphs, cover)) for cover, inside in zip(found, ranges, strict=True)
    ]
    pieces += [(place, None, s.title) for s, place in lists if not any(place.start in inside for inside in ranges)]
    pieces.sort(key=lambda piece: (piece[0].start, -piece[0].stop))
    for number, (inside, label, title) in enumerate(pieces, 1):
        inner = [other for other, *_ in pieces if other != inside and other.start in inside]
        own = [(s, p) for s, p in lists if p.start in inside and not any(p.start in other for other in inner)]
        texts = [paragraphs[i].text.spans for i in inside]
        yield Part(
            f"p{number}",
            label,
            title,
            (f"b{inside.start + 1}", f"b{inside.stop}"),
            pages_of((span for spans in texts for span in spans), page_spans),
            attendees=tuple(
                m for s, p in own if is_member_title(s.title) for m in members_of(paragraphs[p.start : p.stop])
            ),
            history=tuple(
                m for s, p in own if is_history_title(s.title) for m in history_of(paragraphs[p.start : p.stop])
            ),
        )


def _ranges(found: Sequence[Cover], end: int) -> Iterator[range]:
    """The paragraphs of each: up to the next that is not bound into it."""
    for number, cover in enumerate(found):
        after = (other.index for other in found[number + 1 :] if other.depth <= cover.depth)
        yield range(cover.index, next(after, end))


def _title(paragraphs: Sequence[Paragraph], cover: Cover) -> str | None:
    return cover.words or "".join(paragraphs[i].text.string.strip() for i in cover.title) or None


def _lists(paragraphs: Sequence[Paragraph], outline: Outline) -> Iterator[tuple[Section, range]]:
    """The sections that list members or meetings, with the paragraphs below their headings."""
    first: dict[str | None, int] = {}
    for i, place in enumerate(outline.places):
        first.setdefault(place, i)
    for number, section in enumerate(outline.sections):
        if section.id in first and (is_member_title(section.title) or is_history_title(section.title)):
            after = (s for s in outline.sections[number + 1 :] if s.level <= section.level and s.id in first)
            stop = next((first[s.id] for s in after), len(paragraphs))
            yield section, range(first[section.id] + 1, stop)
