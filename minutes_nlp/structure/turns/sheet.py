"""A document as its turns are looked for (紙面): lines, head, sections, and who may speak."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head.reading import Evidence, Header, read_header
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.lines import end_of_talk
from minutes_nlp.structure.report.outline import Outline, read_outline
from minutes_nlp.structure.turns.answer_tables import AnswerTable, answer_tables, without_words
from minutes_nlp.structure.turns.learned import framed_labels, listed_offices, shortened_bodies
from minutes_nlp.structure.turns.legend import legend_of
from minutes_nlp.structure.turns.notation import Notation
from minutes_nlp.structure.turns.openers import opener
from minutes_nlp.structure.turns.tables import unrolled

__all__ = ["Sheet"]


@dataclass(frozen=True)
class Sheet:
    """A document as its turns are looked for (紙面).

    `lines` are its paragraphs, a table of speakers row by row, without the words of answer tables and of the legend;
    `origins` holds the index of the paragraph that each comes from.
    """

    name: str
    lines: tuple[Paragraph, ...]
    origins: tuple[int, ...]
    tables: Mapping[int, AnswerTable]
    notations: tuple[Notation, ...]
    opens: Callable[[int], bool]
    header: Header
    outline: Outline
    roster: Roster

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph], notations: Iterable[Notation], name: str) -> Sheet:
        """A document as it is before any turn is known."""
        origins, lines = zip(*unrolled(paragraphs), strict=True) if paragraphs else ((), ())
        tables, legend = answer_tables(lines), legend_of(lines)
        notations = (*([legend.notation] if legend else []), *notations)
        lines = tuple(without_words(lines, {*tables, *(legend.places if legend else ())}))
        opens = opener(lines, notations)
        header = read_header(lines, name, opens)
        roster = _roster(header)
        own = framed_labels(lines, header.end, opens, roster) | listed_offices(lines, header.end)
        if own := own | shortened_bodies(lines, header.end):
            roster.learn(own)
            opens = opener(lines, notations, roster)
        outline = read_outline(lines, header, opens, minutes=header.evidence is not Evidence.NONE)
        return cls(name, lines, origins, tables, notations, opens, header, outline, roster)

    def begun_at(self, begun: Container[int]) -> Sheet:
        """The document with head and sections read anew, as turns begin with these lines too."""

        def opens(i: int) -> bool:
            return self.opens(i) or i in begun

        header = read_header(self.lines, self.name, opens)
        outline = read_outline(self.lines, header, opens, minutes=True)
        return replace(self, opens=opens, header=header, outline=outline, roster=_roster(header))

    def without_talk(self) -> Sheet:
        """The document with the sections that it has if nobody speaks."""
        return replace(self, outline=read_outline(self.lines, self.header, self.opens, minutes=False))

    @property
    def titles(self) -> list[str]:
        """The titles of the sections."""
        return [section.title for section in self.outline.sections]

    @cached_property
    def length(self) -> int:
        """How many characters the body has."""
        return sum(len(self.lines[i].text) for i in self.outline.body)

    @cached_property
    def closed(self) -> frozenset[int]:
        """The lines that end a turn: headings and end matter."""
        return self.outline.headings | {*range(end_of_talk(self.lines, self.header.end), len(self.lines))}

    @cached_property
    def firsts(self) -> tuple[int, ...]:
        """The line with which each paragraph begins."""
        return tuple(i for i, origin in enumerate(self.origins) if i == 0 or origin != self.origins[i - 1])


def _roster(header: Header) -> Roster:
    return Roster(header.meeting.attendees if header.meeting else ())
