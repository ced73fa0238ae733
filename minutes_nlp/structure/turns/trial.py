"""How well each notation explains a document (記法の試し読み): for staff who write a notation file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.lines import is_event, is_scene
from minutes_nlp.structure.turns.detect import ENOUGH, choose
from minutes_nlp.structure.turns.general import GENERAL, guessed
from minutes_nlp.structure.turns.notation import Notation
from minutes_nlp.structure.turns.reading import Opening, Turn, opening
from minutes_nlp.structure.turns.sections import fits, section_turns, stretches
from minutes_nlp.structure.turns.shapes import printed, sign_of
from minutes_nlp.structure.turns.sheet import Sheet
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
    notations = tuple(notations)
    trial = _Trial(Sheet.of(paragraphs, notations, name))
    results = [trial.of(notation) for notation in notations]
    general, refused = trial.learned()
    results += [] if refused else [general]
    return Reading(tuple(sorted(results, key=lambda one: (-one.score, -one.share, -one.turns))), refused)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A document on which notations are tried."""

    sheet: Sheet

    def of(self, notation: Notation) -> Tried:
        """One notation tried: its turns are those that a run finds where no other notation is known."""
        body = self.sheet.outline.body
        lines = tuple(self._lines(notation, body))
        share = sum(1 for line in lines if line.explained) / (len(lines) or 1)
        turns, score = self._known(notation, body)
        return Tried(notation.name, notation.title, score, share, len(turns), _labels(turns), lines)

    def learned(self) -> tuple[Tried, str]:
        """What can be read without any notation, and why it is not believed."""
        sheet = self.sheet
        guess = guessed(sheet)
        turns = guess.turns(sheet.outline.places, sheet.outline.headings)
        begun = {turn.place: turn for turn in reversed(turns)}
        body = range(min([sheet.header.end, *begun]), len(sheet.lines))
        lines = tuple(
            _guessed_line(sheet.origins[i], begun.get(i), printed(sheet.lines[i]), explained=i in guess.told)
            for i in body
            if i not in sheet.outline.headings
        )
        share = sum(1 for line in lines if line.explained) / (len(lines) or 1)
        reason = guess.refused(turns)
        refused = f"{guess.shown} で本文の {share:.0%}。{reason}" if reason and guess.shown else reason
        return Tried(GENERAL, "文書から推定した記法", share, share, len(turns), _labels(turns), lines), refused

    def _known(self, notation: Notation, body: Sequence[int]) -> tuple[list[Turn], float]:
        turns = list(section_turns(self.sheet, [notation]))
        own = [i for i in body if fits(notation, self.sheet.outline.places[i], self.sheet.outline)]
        sections = [span for _, span in stretches(own, self.sheet.outline)] if turns else []
        score = max(self._score(notation, span) for span in (own, *sections))
        return turns, score if turns else min(score, UNREAD)

    def _score(self, notation: Notation, span: Sequence[int]) -> float:
        lines, evidence = [self.sheet.lines[i] for i in span], self.sheet.header.evidence
        return choose(lines, [notation], self.sheet.roster, evidence=evidence).score

    def _lines(self, notation: Notation, body: Sequence[int]) -> Iterator[TriedLine]:
        spoken = False
        for i in body:
            paragraph, place = self.sheet.lines[i], self.sheet.origins[i]
            found = opening(paragraph, notation, self.sheet.roster)
            string = printed(paragraph)
            aside = is_event(paragraph.text.string) or is_scene(string)
            plain = spoken and sign_of(string)[0] == ""
            spoken = found is not None or (spoken and not aside)
            yield _line(place, found, notation) if found else TriedLine(place, None, None, None, string, aside or plain)


def _labels(turns: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeezed(turn.label.string) for turn in turns if turn.label))[:MOST_LABELS]


def _guessed_line(place: int, turn: Turn | None, string: str, *, explained: bool) -> TriedLine:
    """A line as it is read without any notation; `turn` is what begins with it."""
    if turn is None:
        return TriedLine(place, None, None, None, string, explained)
    mark, label = (one.string if one else None for one in (turn.marker, turn.label))
    return TriedLine(place, 1, mark, label, turn.text.string.split("\n")[0], explained=True)


def _line(place: int, found: Opening, notation: Notation) -> TriedLine:
    form = next(number for number, one in enumerate(notation.forms, 1) if one is found.form)
    mark = found.marker.string.strip() if found.marker else None
    return TriedLine(place, form, mark, found.label.string if found.label else None, found.body.string, explained=True)
