"""How well each notation explains a document (記法の試し読み): for staff who write a notation file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.detect import choose
from minutes_nlp.structure.header import Evidence, read_header
from minutes_nlp.structure.induced import GENERAL, body_start, induced
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.lines import is_event, is_scene
from minutes_nlp.structure.notation import Notation
from minutes_nlp.structure.openers import opener
from minutes_nlp.structure.outline import read_outline
from minutes_nlp.structure.shapes import printed, sign_of
from minutes_nlp.structure.tables import unrolled
from minutes_nlp.structure.turns import Opening, opening, turns_of
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["Reading", "Tried", "TriedLine", "tried"]

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
    outline = read_outline(lines, header, opens, minutes=True)
    start = body_start(lines, header.end, header.labels)
    body = range(start, len(lines))
    found = induced(lines, body, outline.headings, roster)
    places = [i for i in body if i not in outline.headings]
    trial = _Trial([lines[i] for i in places], [origins[i] for i in places], roster, header.evidence)
    results = [trial.of(notation) for notation in (*notations, *([found.notation] if found.notation else []))]
    refused = f"{found.shown} で本文の {found.share:.0%}。{found.reason}" if found.shown and not found.notation else ""
    return Reading(tuple(sorted(results, key=lambda one: (-one.score, -one.share, -one.turns))), refused)


@dataclass(frozen=True, slots=True)
class _Trial:
    """The body of a document on which notations are tried."""

    paragraphs: list[Paragraph]
    places: list[int]
    roster: Roster
    evidence: Evidence

    def of(self, notation: Notation) -> Tried:
        """One notation tried."""
        choice = choose(self.paragraphs, [notation], self.roster, evidence=self.evidence)
        lines = tuple(self._lines(notation))
        turns = list(turns_of(self.paragraphs, range(len(self.paragraphs)), None, notation, self.roster))
        labels = dict.fromkeys(squeezed(turn.label.string) for turn in turns if turn.label)
        share = sum(1 for line in lines if line.explained) / (len(lines) or 1)
        score = share if notation.name == GENERAL else choice.score
        return Tried(notation.name, notation.title, score, share, len(turns), tuple(labels)[:MOST_LABELS], lines)

    def _lines(self, notation: Notation) -> Iterator[TriedLine]:
        spoken = False
        for paragraph, place in zip(self.paragraphs, self.places, strict=True):
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
