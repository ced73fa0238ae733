"""Which kinds of turns people should look at (区分の確からしさ): the groups in which rules were wrong most often.

`python scripts/calibration.py` measures them. On the four councils of training and the notation samples (1,906 turns,
22 of a wrong kind) the groups below hold a sixth of the turns and nine in ten of the wrong ones. Groups of which too
few were seen to trust (under 35, where none was wrong) are among them. Where a fifth of the wording was withheld at
random, as if a council had other habits, they held 83 % of the wrong ones (of 168).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes_nlp.model import Basis, Role, UtteranceKind
from minutes_nlp.structure.turns.act import Act, asks, holds
from minutes_nlp.structure.turns.answer_tables import NOTATION as TABLE
from minutes_nlp.structure.vocabulary import any_of, squeezed
from minutes_nlp.values import REMARKS

__all__ = ["with_doubts"]

AFTER_ANSWER = 130  # characters of a remark after an answer that may come back on it: 6 of 54 did
IDLE = 80  # characters of a remark that neither asks nor holds an opinion: 2 of 27 were none
MARKED = 60  # characters of a marked remark after an answer that asks nothing: 1 of 19 came back on it
NO_OFFICE = {Role.GUEST, Role.MEMBER, Role.MINISTER}  # who speak of their own accord as often as they are asked
UNSURE = 0.65  # confidence of a kind that only the absence of wording tells


def with_doubts(acts: Sequence[Act]) -> list[Act]:
    """The acts, those of the groups that are wrong more often marked as doubtful."""
    return [replace(act, doubtful=act.doubtful or _is_looked_at(acts, i)) for i, act in enumerate(acts)]


def _is_looked_at(acts: Sequence[Act], i: int) -> bool:
    """Whether the turn is of one of the groups; of a table the head of the column tells its kind."""
    return acts[i].turn.notation is not TABLE and _is_doubtful(acts, i)


def _is_doubtful(acts: Sequence[Act], i: int) -> bool:
    act = acts[i]
    last = acts[i - 1] if i and acts[i - 1].turn.stretch == act.turn.stretch else None
    if act.turn.form.kind is not None:
        marked = _is_marked_comeback(act, last) or _is_marked_answer(acts, i, last)
        return marked or _is_unmarked(act) or _is_parted(act, last)
    if act.kind is UtteranceKind.FOLLOW_UP:  # 3 of 67 were wrong
        return True
    if act.kind is UtteranceKind.REPLY:  # guests and members who seem to answer: 6 of 41 were wrong
        return act.basis is Basis.POSITION and (act.speaker.role in NO_OFFICE or _is_called(last))
    if act.kind is UtteranceKind.STATEMENT and act.speaker.role is Role.MINISTER:
        return act.basis is Basis.POSITION
    if act.kind is UtteranceKind.STATEMENT:
        return _is_doubtful_statement(act, last)
    return _is_doubtful_remark(acts, i)


def _is_unmarked(act: Act) -> bool:
    """Whether an answer has none of its notation's marks."""
    return act.kind is act.turn.form.kind is UtteranceKind.REPLY and not (act.turn.marker or act.turn.label)


def _is_doubtful_statement(act: Act, last: Act | None) -> bool:
    if act.speaker.role in {Role.GUEST, Role.MEMBER}:  # 0 of 29 were wrong
        return act.confidence < UNSURE
    return act.speaker.role is Role.CHAIR and last is not None and last.kind in REMARKS and not _leads(act)


def _is_doubtful_remark(acts: Sequence[Act], i: int) -> bool:
    act = acts[i]
    if act.speaker.role is Role.CHAIR:  # 0 of 14 were wrong
        return True
    short = act.speaker.role is Role.MEMBER and len(act.turn.text) <= AFTER_ANSWER and _is_answered(acts, i)
    return short or (act.confidence < UNSURE and len(act.turn.text) <= IDLE)


def _is_parted(act: Act, last: Act | None) -> bool:
    """Whether the answer before has a paragraph of its own at its end, which may be a remark whose ○ was forgotten."""
    if last is None or {act.kind, last.kind} != {UtteranceKind.REPLY} or act.turn.label or last.turn.label:
        return False
    *above, below = last.turn.text.string.split("\n")
    return bool(above) and not any_of("wording", "goes_on").search(squeezed(below))


def _is_called(last: Act | None) -> bool:
    """Whether a chair has just led on, so that what follows may be an explanation rather than an answer."""
    return last is not None and last.kind is UtteranceKind.STATEMENT and last.speaker.role is Role.CHAIR


def _is_marked_answer(acts: Sequence[Act], i: int, last: Act | None) -> bool:
    """Whether a marked remark that neither asks nor holds an opinion may answer the question before it, or close."""
    act = acts[i]
    if act.kind is not UtteranceKind.REMARK or act.turn.label is not None or acts[i].doubtful:
        return False
    asked = last is not None and last.kind in REMARKS and asks(last.turn.text.string)
    string = act.turn.text.string
    return (asked or i == len(acts) - 1) and not asks(string) and not holds(string)


def _leads(act: Act) -> bool:
    """Whether a chair only leads; without a word of it 2 of 16 statements after a remark were more."""
    string = act.turn.text.string
    return any(any_of("wording", words).search(string) for words in ("procedure", "hands_over"))


def _is_answered(acts: Sequence[Act], i: int) -> bool:
    """Whether the turn before is an answer, a chair's word between left aside."""
    before = [act for act in acts[max(0, i - 2) : i] if act.turn.stretch == acts[i].turn.stretch]
    if before and before[-1].speaker.role is Role.CHAIR:
        before = before[:-1]
    return bool(before) and before[-1].kind is UtteranceKind.REPLY


def _is_marked_comeback(act: Act, last: Act | None) -> bool:
    """Whether a marked remark right after an answer may come back on it."""
    after = last is not None and last.kind is UtteranceKind.REPLY
    marked = act.kind is UtteranceKind.REMARK and len(act.turn.text) < MARKED
    return after and marked and act.turn.label is None and not asks(act.turn.text.string)
