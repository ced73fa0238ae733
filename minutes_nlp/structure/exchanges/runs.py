"""Exchanges (質疑のまとまり): remarks, and the run of answers after them; which answer belongs to which remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from minutes_nlp.model import Basis, Role, UtteranceKind
from minutes_nlp.structure.exchanges.alignment import Costs, aligned
from minutes_nlp.structure.exchanges.assignment import assigned
from minutes_nlp.structure.exchanges.content import Content
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.turns.act import Act, asks, sentences
from minutes_nlp.structure.turns.reading import Stretch
from minutes_nlp.structure.vocabulary import any_of, squeezed

__all__ = ["last_run", "open_remarks", "root", "settle"]

NAMED = 0.3  # what the name of the one who asked adds to the likeness of an answer; 0.2 and 0.4 gave the same links
LAST = 0.05  # what it adds that the last answer follows the last remark; 0.06 and 0.1 gave the same links
ASKED = 0.03  # what it adds that a remark asks, where no remark is like the answer; 0.06 gave fewer links
FAINT = 0.06  # likeness under which one says nothing; 0.04 and 0.08 gave the same links
# How sure a link is where several remarks are open, measured on four councils and the notation samples: where only the
# order speaks or another remark is more like the answer, 7 of 48 were wrong, else 14 of 178, by a clear margin 0 of 28.
DOUBTED, ORDERED, PLAIN = 0.5, 0.6, 0.8
PLAINLY = 0.2  # likeness by which one remark is ahead of the others
ANSWERED = 0.05  # what it costs that a remark has had its answer, and only a follow-up waits; 0.03 to 0.06 were alike
AGAIN = 0.1  # what one more answer to the same question costs (swept on three councils)
ALSO = 0.05  # the same where another speaks: two offices answer one question; 0.04 to 0.08 were about alike
MORE = 0.08  # what it costs that an answer takes up one more question
MORE_IN_ONE = 0.3  # the same of an answer of one sentence
FREE_GAIN = 0.04  # likeness for each answer that another order must win; 0.03 gave the same links, 0.02 and 0.06 fewer
BRIEF = 40  # characters of a remark that only says the same as the one before
SHORT_WORD = 60  # characters up to which a chair only gives the floor


def open_remarks(before: Sequence[Act], stretch: Stretch) -> tuple[int, ...]:
    """The remarks of the stretch that the next answer can answer: those since the last run of answers, or its own.

    A follow-up stands for the remark on whose answer it came back.
    """
    run = last_run(before, stretch)
    i = run[0] - 1 if run else len(before) - 1
    found: list[int] = []
    while i >= 0 and before[i].turn.stretch == stretch and before[i].kind is not UtteranceKind.REPLY:
        if before[i].kind is UtteranceKind.REMARK or (
            before[i].kind is UtteranceKind.FOLLOW_UP and _is_left(before, i)
        ):
            found.append(root(before, i))
        i -= 1
    return tuple(sorted(set(found)))


def _is_left(before: Sequence[Act], i: int) -> bool:
    """Whether a follow-up waits for an answer: it asks, or nobody has spoken since."""
    return i == len(before) - 1 or asks(before[i].turn.text.string)


def root(before: Sequence[Act], i: int) -> int:
    """The remark under which a follow-up stands; a remark stands for itself."""
    return before[i].answers[0] if before[i].kind is UtteranceKind.FOLLOW_UP and before[i].answers else i


def last_run(before: Sequence[Act], stretch: Stretch) -> tuple[int, ...]:
    """The answers at the end of what has been said, with no more than a chair's short word between or after them."""
    run: list[int] = []
    for i in range(len(before) - 1, -1, -1):
        if before[i].turn.stretch != stretch:
            break
        if before[i].kind is UtteranceKind.REPLY:
            run.append(i)
        elif not _is_short_word(before[i]):
            break
    return tuple(reversed(run))


def _is_short_word(act: Act) -> bool:
    """では、室長。: a chair who only gives the floor."""
    led = act.kind is UtteranceKind.STATEMENT and act.speaker.role is Role.CHAIR
    return led and len(act.turn.text) <= SHORT_WORD and not any_of("wording", "hands_over").search(act.turn.text.string)


def settle(acts: list[Act], likeness: Content) -> None:
    """Give each answer of the last run its own remarks, in place; the run may go on, and is settled anew then."""
    run = [i for i in last_run(acts, acts[-1].turn.stretch) if _is_open(acts[i])]
    remarks = sorted({target for i in run for target in acts[i].answers})
    if len(remarks) < 2:
        return

    answered = {j for act in acts[: run[0]] for j in act.answers if act.kind is UtteranceKind.REPLY}

    def score(answer: int, remark: int) -> float:
        i, j = run[answer], remarks[remark]
        last = LAST if (answer, remark) == (len(run) - 1, len(remarks) - 1) else 0.0
        named = NAMED if _names(acts[i], acts[j]) else 0.0
        asked = ASKED if asks(acts[j].turn.text.string) and max(likeness(i, k) for k in remarks) < FAINT else 0.0
        return likeness(i, j) + last + named + asked - (ANSWERED if j in answered else 0.0)

    costs = [_costs(acts, run, i) for i in range(len(run))]
    alike = [[likeness(i, j) + (NAMED if _names(acts[i], acts[j]) else 0.0) for j in remarks] for i in run]
    ways = _freed(aligned(costs, len(remarks), score), alike)
    for i, found in zip(run, ways, strict=True):
        answers = _with_sharing(acts, [remarks[j] for j in found], remarks)
        acts[i] = replace(acts[i], answers=answers, confidence=_sureness(i, answers, remarks, likeness))


def _with_sharing(acts: Sequence[Act], found: Sequence[int], remarks: Sequence[int]) -> tuple[int, ...]:
    """The remarks of an answer; one that only says the same as the one before it has no matter of its own."""
    alike = any_of("wording", "same_view")
    brief = {i for i in found if len(acts[i].turn.text) <= BRIEF and alike.search(squeezed(acts[i].turn.text.string))}
    return tuple(sorted({*found, *(above for above, i in pairwise(remarks) if i in brief)}))


def _sureness(answer: int, found: Sequence[int], remarks: Sequence[int], likeness: Content) -> float:
    """How sure a link is, by how much its remark is more like the answer than the next best one."""
    best = max(likeness(answer, j) for j in found)
    margin = best - max((likeness(answer, j) for j in remarks if j not in found), default=0.0)
    if best < FAINT or margin < 0:
        return DOUBTED
    return PLAIN if len(found) == 1 and margin >= PLAINLY else ORDERED


def _costs(acts: Sequence[Act], run: Sequence[int], i: int) -> Costs:
    """What it costs that an answer of the run shares its question with the one before, or answers one more."""
    same = i == 0 or acts[run[i]].speaker.label == acts[run[i - 1]].speaker.label
    string = acts[run[i]].turn.text.string
    brief = len(sentences(string)) == 1 and not any_of("wording", "joint_answer").search(string)
    return Costs(again=AGAIN if same else ALSO, more=MORE_IN_ONE if brief else MORE)


def _freed(ways: Sequence[Sequence[int]], scores: Sequence[Sequence[float]]) -> Sequence[Sequence[int]]:
    """The best one-to-one match in any order, where it is plainly more alike than the best in printed order."""
    free = assigned(scores)
    if len(ways) < 2 or None in free:
        return ways
    kept = sum(max(row[j] for j in found) for row, found in zip(scores, ways, strict=True))
    gained = sum(row[j] for row, j in zip(scores, free, strict=True) if j is not None) - kept
    return [(j,) for j in free if j is not None] if gained >= FREE_GAIN * len(ways) else ways


def _is_open(act: Act) -> bool:
    """Whether neither a mark nor a name in the question has told which remark an answer belongs to."""
    return act.turn.form.kind is None and act.basis is not Basis.LABEL


def _names(answer: Act, remark: Act) -> bool:
    """Whether an answer names the one who asked."""
    title = titled(remark.speaker.label or "")
    return title is not None and len(title.name) > 1 and title.name in squeezed(answer.turn.text.string)
