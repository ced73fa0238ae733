"""Questions and answers in blocks far apart (意見の節と回答の節): ＜市町村からの意見＞ ○… then ＜県の考え方＞ ○….

No mark says which answer belongs to which remark: they are assigned one to one by content and order, what is like
nothing stays without a partner; a remark that is left over joins its neighbour whose answer takes it up too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from minutes_nlp.model import Basis, Role, Speaker, UtteranceKind
from minutes_nlp.structure.exchanges.assignment import partnered
from minutes_nlp.structure.exchanges.content import Content
from minutes_nlp.structure.exchanges.marked import referred
from minutes_nlp.structure.turns.act import Act
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of

__all__ = ["answering_sections", "in_answer_block", "matched_blocks"]

ORDER = 0.1  # what the same place in both blocks adds to the likeness
WEAKEST = 0.0  # likeness under which an answer is left without a remark
JOINED = 0.05  # likeness from which one more remark joins; true ones had 0.07 and more, the false one 0.04
MARGIN = 0.03  # by which the second best remark must lie behind for a link to be sure
SURE, DOUBTED = 0.8, 0.6


def answering_sections(turns: Sequence[Turn], titles: dict[str | None, str]) -> set[str | None]:
    """The sections that hold answers to the section before: one asks by its title, the next answers by its title."""
    order = list(dict.fromkeys(turn.section for turn in turns))
    return {
        section
        for above, section in pairwise(order)
        if any_of("wording", "answering_sections").search(titles.get(section, ""))
        and any_of("wording", "asking_sections").search(titles.get(above, ""))
    }


def in_answer_block(turn: Turn) -> Act:
    """A turn of an answering section, its remark still to be found."""
    speaker = Speaker(None, role=Role.SECRETARIAT, basis=Basis.SECTION, confidence=0.85)
    return Act(turn, UtteranceKind.REPLY, speaker, basis=Basis.WORDING, confidence=0.6)


def matched_blocks(acts: Sequence[Act], answering: set[str | None]) -> list[Act]:
    """The acts with each answer of a block linked to its remarks in the block before."""
    result = list(acts)
    order = list(dict.fromkeys(act.turn.section for act in acts))
    for above, section in pairwise(order):
        if section in answering:
            remarks = [i for i, a in enumerate(acts) if a.turn.section == above and a.kind is UtteranceKind.REMARK]
            answers = [i for i, a in enumerate(acts) if a.turn.section == section and a.turn.label is None]
            by_number = {i: found for i in answers if (found := referred(acts[i].turn, acts, above))}
            left = [i for i in answers if i not in by_number]
            for answer, found in by_number.items():
                result[answer] = replace(acts[answer], answers=found)
            for answer, found, sure in _matches(acts, left, remarks):
                result[answer] = replace(acts[answer], answers=found, confidence=sure)
    return result


def _matches(
    acts: Sequence[Act], answers: Sequence[int], remarks: Sequence[int]
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Each answer with its remarks and how sure that is, by content and by the same place in both blocks."""
    if not answers or not remarks:
        return
    content = Content([acts[i].turn.text.string for i in (*remarks, *answers)])
    scores = [
        [
            content.answers(len(remarks) + i, j) + ORDER * (1 - abs(i / len(answers) - j / len(remarks)))
            for j in range(len(remarks))
        ]
        for i in range(len(answers))
    ]
    best = partnered(scores, WEAKEST + ORDER)
    for i, (answer, at) in enumerate(zip(answers, best, strict=True)):
        if at is not None:
            found = (at, *(j for j in (at - 1, at + 1) if j not in best and _joins(i, j, scores)))
            yield answer, tuple(remarks[j] for j in sorted(found)), SURE if _is_plain(scores[i], at) else DOUBTED


def _joins(answer: int, remark: int, scores: Sequence[Sequence[float]]) -> bool:
    """Whether a remark that was left over, beside an answer's own, is taken up by that answer too."""
    if not 0 <= remark < len(scores[0]):
        return False
    best = max(range(len(scores)), key=lambda i: scores[i][remark])
    return best == answer and scores[answer][remark] >= JOINED + ORDER


def _is_plain(row: Sequence[float], at: int) -> bool:
    """Whether no other remark is nearly as much like an answer as its own."""
    return all(row[at] - score >= MARGIN for j, score in enumerate(row) if j != at)
