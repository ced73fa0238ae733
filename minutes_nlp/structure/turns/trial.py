"""How well each notation explains a document (記法の試し読み): for staff who write a notation file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head.reading import Evidence, Header, read_header
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.lines import is_event, is_scene
from minutes_nlp.structure.report.outline import Outline, read_outline
from minutes_nlp.structure.turns.detect import ENOUGH, choose
from minutes_nlp.structure.turns.induced import GENERAL, body_start, induced
from minutes_nlp.structure.turns.notation import Notation
from minutes_nlp.structure.turns.openers import opener
from minutes_nlp.structure.turns.reading import Opening, Turn, opening, turns_of
from minutes_nlp.structure.turns.sections import fits, section_turns, stretches
from minutes_nlp.structure.turns.shapes import printed, sign_of
from minutes_nlp.structure.turns.tables import unrolled
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["Reading", "Tried", "TriedLine", "tried"]

UNREAD = ENOUGH / 2  # the most that a notation scores in which no section is read
MOST_LABELS = 8  # labels that are shown for each notation


@dataclass(frozen=True, slots=True)
class TriedLine:
    """A paragraph of the body as one notation reads it (行ごとの当てはめ).

    `form` is the number of the `[[turn]]` that matched, from 1; without one the paragraph goes on with a turn, is a
    heading, a scene, or is not `explained`.
    """

    paragraph: int  # counted from 0 among the document's paragraphs
    form: int | None
    mark: str | None
    label: str | None
    words: str
    explained: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """One notation tried on a document (当てはめの結果)."""

    name: str
    title: str
    score: float  # what decides between notations, 0.5 and more being enough
    share: float  # of the body's paragraphs that open a turn, or plainly go on with one
    turns: int
    labels: tuple[str, ...]
    lines: tuple[TriedLine, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All notations tried on a document, the best first; `refused` says why none could be found in it."""

    tried: tuple[Tried, ...]
    refused: str


def tried(paragraphs: Sequence[Paragraph], notations: Iterable[Notation], name: str) -> Reading:
    """Each notation tried on a document's body, and the one that can be found in the document itself."""
    notations = list(notations)
    origins, lines = zip(*unrolled(paragraphs), strict=True) if paragraphs else ((), ())
    opens = opener(lines, notations)
    header = read_header(lines, name, opens)
    roster = Roster(header.meeting.attendees if header.meeting else ())
    outline = read_outline(lines, header, opens, minutes=header.evidence is not Evidence.NONE)
    body = range(body_start(lines, header.end, header.labels), len(lines))
    found = induced(lines, body, outline.headings, roster)
    trial = _Trial(lines, origins, header, outline, roster)
    results = [trial.of(notation) for notation in (*notations, *([found.notation] if found.notation else []))]
    refused = f"{found.shown} で本文の {found.share:.0%}。{found.reason}" if found.shown and not found.notation else ""
    return Reading(tuple(sorted(results, key=lambda one: (-one.score, -one.share, -one.turns))), refused)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A document on which notations are tried."""

    paragraphs: Sequence[Paragraph]
    origins: Sequence[int]
    header: Header
    outline: Outline
    roster: Roster

    def of(self, notation: Notation) -> Tried:
        """One notation tried: its turns are those that a run finds where no other notation is known."""
        body = self.outline.body
        lines = tuple(self._lines(notation, body))
        share = sum(1 for line in lines if line.explained) / (len(lines) or 1)
        turns, score = self._general(notation, body, share) if notation.name == GENERAL else self._known(notation, body)
        labels = dict.fromkeys(squeezed(turn.label.string) for turn in turns if turn.label)
        return Tried(notation.name, notation.title, score, share, len(turns), tuple(labels)[:MOST_LABELS], lines)

    def _general(self, notation: Notation, body: Sequence[int], share: float) -> tuple[list[Turn], float]:
        return list(turns_of(self.paragraphs, body, None, notation, self.roster)), share

    def _known(self, notation: Notation, body: Sequence[int]) -> tuple[list[Turn], float]:
        tools = ([notation], self.roster)
        turns = list(section_turns(self.paragraphs, self.outline, self.header, tools))
        own = [i for i in body if fits(notation, self.outline.places[i], self.outline)]
        sections = [span for _, span in stretches(own, self.outline)] if turns else []
        score = max(self._score(notation, span) for span in (own, *sections))
        return turns, score if turns else min(score, UNREAD)

    def _score(self, notation: Notation, span: Sequence[int]) -> float:
        return choose([self.paragraphs[i] for i in span], [notation], self.roster, evidence=self.header.evidence).score

    def _lines(self, notation: Notation, body: Sequence[int]) -> Iterator[TriedLine]:
        spoken = False
        for i in body:
            paragraph, place = self.paragraphs[i], self.origins[i]
            found = opening(paragraph, notation, self.roster)
            string = printed(paragraph)
            aside = is_event(paragraph.text.string) or is_scene(string)
            plain = spoken and sign_of(string)[0] == ""
            spoken = found is not None or (spoken and not aside)
            yield _line(place, found, notation) if found else TriedLine(place, None, None, None, string, aside or plain)


def _line(place: int, found: Opening, notation: Notation) -> TriedLine:
    form = next(number for number, one in enumerate(notation.forms, 1) if one is found.form)
    mark = found.marker.string.strip() if found.marker else None
    return TriedLine(place, form, mark, found.label.string if found.label else None, found.body.string, explained=True)
