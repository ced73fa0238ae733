"""How likely a reading of the talk is wrong (読み取りの誤りの見込み), by what can be seen of it without the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.turns.coverage import unread
from minutes_nlp.structure.turns.doubt import agreement, leaves_labels, signs_inside
from minutes_nlp.structure.turns.forest import weights
from minutes_nlp.structure.turns.general import GENERAL, Guess
from minutes_nlp.structure.turns.openers import body_start
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.turns.sheet import Sheet
from minutes_nlp.structure.turns.talk import ENDS, asking, mean

__all__ = ["Signs", "leaves_much", "likely_wrong", "names_all", "reasons", "signs_of"]

MOST = 0.8  # of the body said by known speakers: then a reading was right in 82 of 83 samples
SEVERAL = 3  # such speakers; where one label alone is known, those who answer may stand inside its turns
LITTLE, MUCH, ALIKE = 0.7, 0.2, 0.8  # shares that are worth telling; right readings seldom lie beyond them


class Signs(NamedTuple):
    """What speaks for and against a reading (読み取りの手掛かり); shares are from 0 to 1."""

    inferred: float  # 1 where no file describes the notation
    alike: float  # of the turns, as many as the other reader has too (F1)
    sure: float  # how sure the learned reader is of its own reading
    weakest: float  # how sure it is of what it is least sure of
    cuts: float  # the same of labels
    refused: float  # 1 where the learned reader's own turns look like no talk
    share: float  # of the body that is said
    unread: float  # of the sentences below the first turn that no turn holds
    inside: float  # lines inside turns that begin as turns do, for each turn
    left: float  # 1 where labels are left before the words
    starts: float  # how likely the learned reader holds the beginnings of turns for such
    missed: float  # how many beginnings it expects elsewhere, for each turn
    asks: float  # of the turns that ask or hold an opinion
    whole: float  # of the turns that end as sentences do
    labelled: float  # of the turns whose speaker is printed
    known: float  # of these labels that a title or the list of those present makes known
    replies: float  # of the turns that are answers by their mark
    changes: float  # of neighbours with another label or kind


def signs_of(sheet: Sheet, turns: Sequence[Turn], guess: Guess, others: Sequence[Turn]) -> Signs:
    """What can be seen of these turns, beside what the learned reader guessed, perhaps of the first lines alone.

    `others` are the turns of the other reader.
    """
    texts = [turn.text.string for turn in turns]
    labels = [turn.label.string for turn in turns if turn.label]
    begun = {turn.place for turn in turns}
    end = guess.end
    starts, missed = guess.beginnings(begun)
    inferred = any(turn.notation.name == GENERAL for turn in turns)
    mine = turns if inferred else others
    return Signs(
        inferred=float(inferred),
        alike=agreement(turns, others, end),
        sure=guess.confidence,
        weakest=guess.weakest,
        cuts=guess.weakest_cuts,
        refused=float(bool(guess.refused(mine))),
        share=_share(sheet, turns),
        unread=unread(sheet.lines, turns, sheet.outline.body),
        inside=signs_inside(turns) / (len(turns) or 1),
        left=float(leaves_labels(turns, sheet.titles, sheet.roster)),
        starts=starts,
        missed=missed,
        asks=mean(asking(text) > 0 for text in texts),
        whole=mean(ENDS.search(text) is not None for text in texts),
        labelled=len(labels) / (len(turns) or 1),
        known=mean(sheet.roster.is_speaker(label, bracketed=True) for label in labels),
        replies=mean(turn.form.kind is UtteranceKind.REPLY for turn in turns),
        changes=mean(_side(a) != _side(b) for a, b in pairwise(turns)),
    )


def names_all(sheet: Sheet, turns: Sequence[Turn]) -> bool:
    """Whether each turn has a speaker whom a title or the list of those present makes known, and nothing is left."""
    labels = {turn.label.string if turn.label else "" for turn in turns}
    if len(labels) < SEVERAL or not all(sheet.roster.is_speaker(label, bracketed=True) for label in labels):
        return False
    left = signs_inside(turns) or leaves_labels(turns, sheet.titles, sheet.roster)
    return _share(sheet, turns) >= MOST and not left


def leaves_much(signs: Signs) -> bool:
    """Whether a reading visibly leaves something: words, labels, signs of turns, whoever asks, or all who speak."""
    left_over = signs.inside or signs.left or signs.unread or signs.replies == 1 or not signs.known
    return bool(left_over) or signs.share < LITTLE


@lru_cache(maxsize=8)  # of one reading it is asked when readings are compared, and when people are told
def likely_wrong(signs: Signs) -> float:
    """How likely a reading is wrong, from 0 to 1."""
    return float(weights().forests["wrong"].likelihoods(np.array([signs]))[0])


def reasons(signs: Signs) -> Iterator[str]:
    """What speaks against a reading, as staff are told it."""
    if signs.share < LITTLE:
        yield f"本文の {signs.share:.0%} しか発言として読めていません"
    if signs.unread >= MUCH:
        yield f"最初の発言より後の文の {signs.unread:.0%} が、どの発言にも入っていません"
    if signs.inside:
        yield "発言の中に、別の発言の書き出しとみられる行があります"
    if signs.alike < ALIKE and not signs.inferred:
        yield f"記法によらない読み取りと、区切りが {signs.alike:.0%} しか一致しません"


def _side(turn: Turn) -> tuple[UtteranceKind | None, str | None]:
    return turn.form.kind, turn.label.string if turn.label else None


def _share(sheet: Sheet, turns: Sequence[Turn]) -> float:
    """How much of the body is said, from 0 to 1."""
    return min(1.0, sum(len(turn.text) for turn in turns) / ((sheet.length + _swallowed(sheet)) or 1))


def _swallowed(sheet: Sheet) -> int:
    """How many characters from the first sentence on the head has taken in."""
    start = body_start(sheet.lines, sheet.header.end, sheet.header.labels)
    return sum(len(sheet.lines[i].text) for i in range(start, sheet.header.end) if i not in sheet.header.people)
