"""Which reading of the talk stands (読み取りの選択): in a known notation, or by what was learned of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from minutes_nlp.structure.head.reading import Evidence
from minutes_nlp.structure.turns.answer_tables import turns_in
from minutes_nlp.structure.turns.doubt import answers_nothing, holds_no_talk, only_tells, promised
from minutes_nlp.structure.turns.general import GENERAL, Guess, guessed
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.turns.sections import section_turns
from minutes_nlp.structure.turns.sheet import Sheet
from minutes_nlp.structure.turns.signs import Signs, leaves_much, likely_wrong, names_all, signs_of
from minutes_nlp.structure.turns.slips import set_right
from minutes_nlp.structure.vocabulary import any_of, squeezed

__all__ = ["Talk", "by_what_was_learned", "in_known_notations", "talk_of"]

# Likelihood of being wrong from which people are told, of a reading in a known notation and of one by what was learned:
# the first is likelier right than the documents show that the likelihood was learned of, as they were set anew.
DOUBTFUL, DOUBTFUL_LEARNED = 0.2, 0.05
HALF = 0.5
CLEARLY = 0.1  # by how much a reading must be likelier wrong than the other to give way
APART = 0.6  # share of turns alike, from which it stands if the other has no more turns; one more may be a heading
CERTAIN = 0.95  # confidence from which a document that does not call itself minutes is believed to be some
FEWEST_UNTOLD = 8  # turns of such a document
MOST_COMPARED = 120  # lines, so that a long sitting costs no more


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said, as it was read (読み取った発言).

    `expected` tells whether the document says that it holds talk; `shown` and `refused`, where no known notation fits,
    what came nearest and why it is not believed.
    """

    sheet: Sheet
    turns: tuple[Turn, ...]
    expected: bool
    signs: Signs | None = None
    shown: str = ""
    refused: str = ""

    @property
    def wrong(self) -> float:
        """How likely the reading is wrong."""
        return likely_wrong(self.signs) if self.signs else 0.0

    @property
    def is_doubtful(self) -> bool:
        """Whether people should look at the reading."""
        return self.wrong >= (DOUBTFUL_LEARNED if self.inferred else DOUBTFUL)

    @property
    def inferred(self) -> bool:
        """Whether the notation was found in the document itself."""
        return any(turn.notation.name == GENERAL for turn in self.turns)


def talk_of(sheet: Sheet) -> Talk:
    """The reading that is least likely wrong, and the rows of tables of answers among its turns."""
    talk = in_known_notations(sheet)
    tables = sheet.tables if sheet.header.evidence is Evidence.MINUTES or _are_most(sheet) else {}
    silent = not talk.turns and not tables
    short = len(sheet.lines) <= MOST_COMPARED
    if (silent and (talk.expected or short)) or (talk.expected and talk.wrong >= DOUBTFUL and _may_give_way(talk)):
        talk = _better(talk, by_what_was_learned(talk))
    if holds_no_talk(talk.turns, (talk.sheet.header.title or "", *talk.sheet.titles)):
        talk = replace(talk, turns=())
    turns = sorted((*talk.turns, *turns_in(tables, talk.sheet.outline.places)), key=lambda turn: turn.place)
    return replace(talk, turns=tuple(turns))


def in_known_notations(sheet: Sheet) -> Talk:
    """The talk in the notations that files describe, with its doubts where not all speakers are known."""
    turns = set_right(list(section_turns(sheet, sheet.notations)), sheet.roster)
    talk = Talk(sheet, tuple(turns), _is_expected(sheet))
    if not turns or names_all(sheet, turns):
        return talk
    guess = guessed(sheet, MOST_COMPARED)
    others = set_right(guess.turns(sheet.outline.places, sheet.closed), sheet.roster)
    return replace(talk, signs=signs_of(sheet, turns, guess, others))


def by_what_was_learned(talk: Talk) -> Talk:
    """The whole document read by what was learned of others, head and sections anew by the turns that were found."""
    guess = guessed(talk.sheet)
    sheet = talk.sheet.begun_at(guess.begun)
    found = groupby(guess.turns(sheet.outline.places, sheet.closed), key=lambda turn: turn.section)
    held = ((section, list(some)) for section, some in found)
    turns = [turn for section, some in held if not only_tells(some, sheet.outline.title(section)) for turn in some]
    turns = set_right(turns, sheet.roster)
    signs = signs_of(sheet, turns, guess, talk.turns)
    refused = guess.refused(turns) or _refused_untold(talk, guess, turns)
    return Talk(sheet, tuple(turns), talk.expected, signs, guess.shown, refused)


def _refused_untold(talk: Talk, guess: Guess, turns: Sequence[Turn]) -> str:
    """Why turns of a document that does not call itself minutes are not to be believed; empty where they are."""
    certain = talk.expected or (guess.confidence >= CERTAIN and len(turns) >= FEWEST_UNTOLD)
    return "" if certain else "会議録とみる手掛かりがありません"


def _better(known: Talk, learned: Talk) -> Talk:
    """The one that is less likely wrong; where neither can be believed, no turns."""
    if not learned.refused and (not known.turns or _gives_way(known, learned)):
        return learned
    turns = () if answers_nothing(known.turns) else known.turns
    return replace(known, turns=turns, shown=learned.shown, refused=learned.refused, signs=known.signs or learned.signs)


def _may_give_way(known: Talk) -> bool:
    """Whether another reading could take the place of one in a known notation: only then is the whole read anew."""
    return _is_rather_wrong(known) or answers_nothing(known.turns)


def _is_rather_wrong(known: Talk) -> bool:
    """Whether a reading in a known notation is likelier wrong than right, or visibly leaves something."""
    return known.signs is not None and (known.wrong >= HALF or leaves_much(known.signs))


def _gives_way(known: Talk, learned: Talk) -> bool:
    """Whether a reading in a known notation is rather wrong, and another clearly better."""
    if known.signs is None or not _is_rather_wrong(known):
        return False
    apart = known.signs.alike < APART or len(learned.turns) > len(known.turns) + 1
    return apart and learned.wrong < known.wrong - CLEARLY


def _is_expected(sheet: Sheet) -> bool:
    """Whether a document calls itself minutes, or a title tells of questions and answers: 質疑応答, 記者会見."""
    if sheet.header.evidence is Evidence.MINUTES:
        return True
    titled = any_of("wording", "talk_in_title").search(squeezed(sheet.header.title or ""))
    return not sheet.header.sheet and (titled is not None or promised(sheet.lines))


def _are_most(sheet: Sheet) -> bool:
    """Whether tables of remarks and answers are most of a document, so that it is about them."""
    return sum(table.words for table in sheet.tables.values()) > sheet.length
