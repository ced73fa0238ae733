"""A turn that has been judged, and what wording alone says about a turn (言い回し)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from minutes_nlp.model import Basis, Role, Speaker, UtteranceKind
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of, squeezed, table

__all__ = ["OFFICIAL", "Act", "asks", "holds", "is_courtesy", "says", "sentences"]

OFFICIAL = {Role.SECRETARIAT, Role.MINISTER}
SENTENCE_END = re.compile(r"(?<=[。？?！!\n])")


@dataclass(frozen=True, slots=True)
class Act:
    """A turn that has been judged (判定済みの発言). `answers` are the turns that it replies to, counted from 0."""

    turn: Turn
    kind: UtteranceKind
    speaker: Speaker
    answers: tuple[int, ...] = ()
    basis: Basis = Basis.POSITION
    confidence: float = 0.5
    doubtful: bool = False


def sentences(string: str) -> list[str]:
    """The sentences of a turn."""
    return [sentence.strip() for sentence in SENTENCE_END.split(string) if sentence.strip()]


@lru_cache(maxsize=1024)  # each turn is asked about by those after it, too
def asks(string: str) -> bool:
    """Whether some sentence asks or requests (問い・求め)."""
    return any(any_of("wording", "question").search(sentence) for sentence in sentences(string))


def holds(string: str) -> bool:
    """Whether a turn holds an opinion or proposes something (意見・提案)."""
    return any_of("wording", "opinion").search(string) is not None


def says(side: str, turn: Turn) -> bool:
    """Whether a turn has the wording of the members' or the secretariat's `side`."""
    return any_of("wording", side).search(squeezed(turn.text.string)) is not None


def is_courtesy(string: str, *, introduces: bool) -> bool:
    """Whether all sentences are greetings, thanks or acknowledgements, or one's own name where it `introduces`."""
    said = [sentence.strip("。、！! \u3000\n「」") for sentence in sentences(string)]
    pattern = _courtesy(introduces=introduces)
    return any(said) and all(not asks(s) and pattern.fullmatch(s) for s in said if s)


@lru_cache(maxsize=2)
def _courtesy(*, introduces: bool) -> re.Pattern[str]:
    wording = table("wording")
    one = f"(?:{wording['courtesy']}|{wording['introduction']})" if introduces else wording["courtesy"]
    return re.compile(rf"{one}(?:、?{one})*")
