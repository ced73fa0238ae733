"""Which notation a stretch of text is written in (記法の判定): by how much of it a notation explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.structure.head.reading import Evidence
from minutes_nlp.structure.labels import Roster, Title, titled
from minutes_nlp.structure.lines import is_event
from minutes_nlp.structure.turns.act import asks, holds
from minutes_nlp.structure.turns.notation import LabelPlace, Notation, TurnForm
from minutes_nlp.structure.turns.reading import Opening, first_sign, inner_labels, opening
from minutes_nlp.structure.vocabulary import marks

__all__ = ["Choice", "choose"]

# Share of a section that a notation must explain: on seeds and samples true ones have 0.8 and more, false ones 0.3.
ENOUGH = 0.5
FEWEST_TURNS = 2
SHORTEST_SECTION = 1  # turns, for a section in the notation of the whole body
FEWEST_IN_DOUBT = 4  # turns, where nothing else says that the document holds minutes
DENSEST_PAUSE = 12  # paragraphs of one turn on average, beyond which labels are chance
ANSWERED = 1.03  # remarks with their answers win over the answers alone
ANSWERED_UNLABELLED = 1.01  # but not over a notation that is made for these very marks
NOBODY = Title("", "", Role.UNKNOWN)
ASKING = {Role.MEMBER, Role.CHAIR}
MOST_ASKED = 0.4  # share of members among those who are named below remarks; more is a talk, not answers
MOST_NUMBERS = 4  # remarks for one answer, beyond which numbers and bullets are no marks of turns
OPENING_BRACKETS = ("（", "(", "【", "〔", "［", "[")
MOST_OPINE = 0.5  # share of bullets that must ask or hold an opinion
HEADS = 0.5  # share of marks with no sentence beside them and text below, from which they are those of headings
SENTENCE = re.compile(r"[。？?！!]|[」』]\s*$")
MARKS = "".join(marks(kind) for kind in ("circle", "double_circle", "filled_circle", "arrow"))
UNLABELLED = 0.9  # a notation that also explains the speaker wins over one that explains the mark alone
UNASKED = 0.9  # the same notation where nobody asks yields to the names alone
BOTH = 1.03  # a notation that explains the questions without a name too wins over the names alone
DECLARED = 1.2  # a notation that the document itself declares wins over any other that explains as much
BARE = 0.95  # a marked or bracketed label wins over a bare one


@dataclass(frozen=True, slots=True)
class Choice:
    """The notation that explains a stretch best, and how much of it (判定)."""

    notation: Notation | None
    score: float


class Body(NamedTuple):
    """Some paragraphs (本文), whether any notation reads a name in each, and how each opens a turn in one of them."""

    paragraphs: Sequence[Paragraph]
    named: Sequence[bool]
    found: Sequence[Opening | None]


def choose(
    paragraphs: Sequence[Paragraph],
    notations: Iterable[Notation],
    roster: Roster,
    *,
    evidence: Evidence,
    established: bool = False,
) -> Choice:
    """The best notation for some paragraphs; None where none explains enough.

    One that is `established` explains the whole body already: a single turn of it is enough.
    """
    best = Choice(None, 0.0)
    tried = [(one, found) for one in notations if any(found := _openings(paragraphs, one, roster))]
    naming = [found for one, found in tried if any(_is_inline(form) for form in one.forms)]
    named = [any(map(_names, those)) for those in zip(*naming, strict=True)] or [False] * len(paragraphs)
    for notation, found in tried:
        body = Body(paragraphs, named, _with_words(found))
        score = _score(body, notation, roster, evidence=evidence, established=established)
        if score > best.score:
            best = Choice(notation, score)
    return best if best.score >= ENOUGH else Choice(None, best.score)


def _openings(paragraphs: Sequence[Paragraph], notation: Notation, roster: Roster) -> list[Opening | None]:
    """How each paragraph opens a turn in a notation; one that begins with no sign of it is not looked at."""
    begins = notation.begins
    return [
        opening(paragraph, notation, roster) if begins is None or first_sign(paragraph) in begins else None
        for paragraph in paragraphs
    ]


def _is_inline(form: TurnForm) -> bool:
    return form.label is LabelPlace.INLINE and not form.fixed


def _names(found: Opening | None) -> bool:
    """Whether an opening surely names a speaker: a known title before a sentence on the same line."""
    if found is None or found.label is None or not _is_inline(found.form):
        return False
    return titled(found.label.string) is not None and ends_whole(found.body.string)


def _score(body: Body, notation: Notation, roster: Roster, *, evidence: Evidence, established: bool) -> float:
    paragraphs, named, found = body
    fewest = SHORTEST_SECTION if established else FEWEST_TURNS
    turns = [o for o in found if o]
    if (
        not turns
        or (len(turns) < fewest and len(turns) + _run_together(turns, roster) < fewest)
        or not _believable(turns, len(paragraphs), notation, evidence=evidence, established=established)
    ):
        return 0.0
    if _heads(paragraphs, found):
        return 0.0
    first = next(i for i, o in enumerate(found) if o)
    length = sum(len(p.text) for p in paragraphs) or 1
    covered = sum(len(p.text) for p in paragraphs[first:]) / length
    return covered * _explained(paragraphs, named, found) * _preference(turns, notation)


def _heads(paragraphs: Sequence[Paragraph], found: Sequence[Opening | None]) -> bool:
    """Whether marks alone tell turns apart, and are mostly those of headings, or nothing beside them is a sentence."""
    asked = [i for i, o in enumerate(found) if o and o.form.kind is UtteranceKind.REMARK and not o.form.fixed]
    if not asked or any(o and o.label for o in found):
        return False
    heads = sum(1 for i in asked if _is_head(paragraphs, found, i))
    unsaid = not any(SENTENCE.search(o.body.string) for o in found if o)
    return unsaid or heads > HEADS * len(asked)


def _is_head(paragraphs: Sequence[Paragraph], found: Sequence[Opening | None], i: int) -> bool:
    """Whether a marked line is no sentence and names nobody, and text without such a mark stands below it."""
    string = paragraphs[i].text.string
    alone = SENTENCE.search(string) is None and (titled(string) is None or "の" in string)  # 女性の自治会長
    below = paragraphs[i + 1 : i + 2]
    return alone and any(found[i + 1] is None and SENTENCE.search(p.text.string) for p in below)


def _run_together(turns: Sequence[Opening], roster: Roster) -> int:
    """How many more turns stand inside these: （委員）…。（事務局）…。"""
    return sum(len(inner_labels(turn.form, turn.body, roster)) for turn in turns)


def _with_words(found: Sequence[Opening | None]) -> list[Opening | None]:
    """The openings without those that open nothing: a label, and right below it the next one, is a list of names."""
    below = [*found, None][1:]
    last = len(found) - 1
    return [
        None if o and not o.body.string.strip() and (i == last or _opens_anew(after)) else o
        for i, (o, after) in enumerate(zip(found, below, strict=True))
    ]


def _opens_anew(after: Opening | None) -> bool:
    """Whether the next paragraph opens a turn of its own, not an item under the label above."""
    return after is not None and after.form.label is not LabelPlace.ABOVE


def _believable(
    turns: Sequence[Opening], paragraphs: int, notation: Notation, *, evidence: Evidence, established: bool
) -> bool:
    """Whether so many turns can be more than chance."""
    if notation.answered or notation.opinions:
        fewest = SHORTEST_SECTION if established else FEWEST_TURNS
        answered = not notation.answered or _answered(turns, fewest)
        opine = not notation.opinions or (established and not _bracketed(turns)) or _opine(turns)
        return evidence is Evidence.MINUTES and answered and opine
    if notation.fixed:
        kinds = [turn.form.kind for turn in turns]
        known = evidence is Evidence.MINUTES and any(turn.label for turn in turns)
        return (known or {UtteranceKind.REMARK} < set(kinds)) and paragraphs <= DENSEST_PAUSE * len(turns)
    if not notation.labelled:
        return evidence is Evidence.MINUTES
    labels = [turn.label.string for turn in turns if turn.label]
    if evidence is Evidence.NONE and any(form.bare for form in notation.forms):
        return False
    if evidence is not Evidence.NONE:
        plain = any(turn.form.label is LabelPlace.NONE for turn in turns)
        return len(labels) > 1 or (evidence is Evidence.MINUTES and (bool(labels) or plain))
    return len(labels) >= FEWEST_IN_DOUBT and len(set(labels)) > 1 and paragraphs <= DENSEST_PAUSE * len(labels)


def _opine(turns: Sequence[Opening]) -> bool:
    """Whether most bullets ask or hold an opinion, and none names its speaker; others are facts or procedure."""
    if _bracketed(turns):
        return False
    remarks = [turn.body.string for turn in turns if turn.form.kind is UtteranceKind.REMARK]
    whole = [string for string in remarks if ends_whole(string)]  # notes are no sentences
    return sum(1 for string in whole if asks(string) or holds(string)) > MOST_OPINE * len(remarks)


def _bracketed(turns: Sequence[Opening]) -> bool:
    return any(turn.body.string.lstrip()[:1] in OPENING_BRACKETS for turn in turns)


def _answered(turns: Sequence[Opening], fewest: int) -> bool:
    """Whether numbers or bullets have answers below them; alone they are headings or a list."""
    remarks = sum(1 for turn in turns if turn.form.kind is UtteranceKind.REMARK)
    answers = [turn for turn in turns if turn.form.kind is UtteranceKind.REPLY]
    asked = sum(1 for t in answers if t.label and (titled(t.label.string) or NOBODY).role in ASKING)
    few = remarks <= MOST_NUMBERS * len(answers) and asked <= MOST_ASKED * len(answers)
    return few and remarks >= fewest and len(answers) >= fewest


def _explained(paragraphs: Sequence[Paragraph], named: Sequence[bool], found: Sequence[Opening | None]) -> float:
    """The share of the paragraphs with a mark, or with a name that another notation reads, that open a turn."""
    marked = [
        is_named or (bool(p.marker and p.marker.string.strip()[:1] in MARKS) and not is_event(p.text.string))
        for p, is_named in zip(paragraphs, named, strict=True)
    ]
    turns = sum(1 for o in found if o)
    missed = sum(1 for i, mark in enumerate(marked) if mark and not found[i] and not _is_head(paragraphs, found, i))
    return turns / (turns + missed)


def _preference(turns: Sequence[Opening], notation: Notation) -> float:
    """Between notations that explain the same: the one that says more, and of which more forms occur."""
    used = len({id(turn.form) for turn in turns}) / len(notation.forms)
    plain = 1.0 if any(turn.form.fixed or turn.label for turn in turns) else UNLABELLED
    bare = BARE if any(turn.label and not turn.form.marks and not turn.form.bracketed for turn in turns) else 1.0
    bare *= BARE if any(form.bare for form in notation.forms) else 1.0
    words, labels = any(turn.form.fixed for turn in turns), any(turn.label for turn in turns)
    bare *= BOTH if words and labels else UNASKED if notation.fixed and not (words or notation.answered) else 1.0
    answered = (ANSWERED if plain == 1.0 else ANSWERED_UNLABELLED) if notation.answered else 1.0
    answered *= DECLARED if notation.declared else 1.0
    return answered * plain * bare * (0.98 + 0.02 * used)
