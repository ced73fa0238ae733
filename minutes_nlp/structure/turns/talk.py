"""Whether lines that seem to be turns look like talk (発言らしさ): enough of them, in sentences, asking, by turns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.turns.act import asks, holds
from minutes_nlp.structure.turns.notation import LabelPlace, TurnForm
from minutes_nlp.structure.vocabulary import any_of, squeezed

__all__ = ["CHECKS", "ENDS", "FEWEST_EACH", "FEWEST_TURNS", "Seen", "Talk", "asking", "mean"]

# Set on the invented layouts of tests/gold/induced.txt and on our corpora with their notations withheld.
FEWEST_TURNS = 3
FEWEST_EACH = 2  # turns of each side
OPENING_LINES = 0.6  # share of lines that open a turn, where signs alone tell turns apart
WHOLE = 0.7  # share of turns that end as sentences do; notes and lists do not
TALK = 0.2  # share of labelled turns that ask or hold an opinion
UNEVEN = 3  # times as many turns of one side as of the other
CHANGES = 0.5  # share of neighbours among labelled turns that are of different labels
DENSE_ANSWERS = 0.7  # share of lines without a sign that come right after a remark, where they are the answers
ENDS = re.compile(r"[。？?！!」』)）]\s*$")


@dataclass(frozen=True, slots=True)
class Seen:
    """How a line opens a turn, in plain strings (書き出し); `mark` holds a fixed word too."""

    form: TurnForm
    mark: str
    label: str
    body: str


@dataclass(frozen=True, slots=True)
class Talk:
    """The turns of a reading, to be judged (発言の並び): how each opens and what it says."""

    openings: tuple[Seen, ...]
    texts: tuple[str, ...]
    lines: int

    @property
    def labelled(self) -> bool:
        """Whether labels alone tell turns apart."""
        return all(one.form.label is not LabelPlace.NONE for one in self.openings)

    @property
    def weak(self) -> bool:
        """Whether nothing but the absence of a sign shows some of the turns."""
        return any(one.form.label is LabelPlace.NONE and not one.mark for one in self.openings)

    def of(self, kind: UtteranceKind) -> list[Seen]:
        """The turns of one side."""
        return [one for one in self.openings if one.form.kind is kind]


def _are_enough(talk: Talk) -> bool:
    return len(talk.openings) >= FEWEST_TURNS


def _have_sides(talk: Talk) -> bool:
    return talk.labelled or len(talk.of(UtteranceKind.REMARK)) >= FEWEST_EACH + talk.weak


def _are_sentences(talk: Talk) -> bool:
    return mean(bool(ENDS.search(text)) for text in talk.texts if text) >= WHOLE


def _are_dense(talk: Talk) -> bool:
    return talk.labelled or len(talk.openings) >= OPENING_LINES * talk.lines


def _ask(talk: Talk) -> bool:
    return mean(asking(text) > 0 for text in talk.texts if text) >= TALK


def _alternate(talk: Talk) -> bool:
    """Whether the sides take turns: who speaks changes, or answers follow remarks."""
    if talk.labelled and not any(one.form.fixed for one in talk.openings):
        labels = [squeezed(one.label) for one in talk.openings if one.label]
        return len(set(labels)) > 1 and mean(a != b for a, b in pairwise(labels)) >= CHANGES
    asked = [one.form.kind is UtteranceKind.REMARK for one in talk.openings]
    remarks, others = sum(asked), len(asked) - sum(asked)
    answered = sum(1 for one, after in pairwise(asked) if one and not after)
    even = remarks <= UNEVEN * others and others <= UNEVEN * remarks
    if not even or answered < FEWEST_EACH + talk.weak or answered < CHANGES * min(remarks, others):
        return False
    return not talk.weak or (asked[0] and answered >= DENSE_ANSWERS * others)


CHECKS: dict[str, Callable[[Talk], bool]] = {  # what must hold of talk, by the reason that is given where it does not
    "発言とみられる段落が少なすぎます": _are_enough,
    "問いかける側と答える側が見分けられません": _have_sides,
    "記号のない段落が多すぎます": _are_dense,
    "文になっていない項目が多く、一覧とみられます": _are_sentences,
    "問いや意見がほとんどありません": _ask,
    "発言者や問いと答えが交互になっていません": _alternate,
}


@lru_cache(maxsize=4096)  # each proposal asks it of every line
def asking(string: str) -> float:
    """How much a line asks or wants something: 1, half for an opinion, 0 for what the government's side says."""
    if any_of("wording", "secretariat").search(squeezed(string)):
        return 0.0
    if asks(string) or any_of("wording", "member").search(squeezed(string)):
        return 1.0
    return 0.5 if holds(string) else 0.0


def mean(values: Iterable[float]) -> float:
    """The mean of some values; 0.0 of none."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0
