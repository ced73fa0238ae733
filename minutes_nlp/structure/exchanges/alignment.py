"""Which answer of a run belongs to which question (質疑と回答の対応): in printed order, by likeness and by name.

Several questions are often put before several answers are given. The best way through the grid of answers and
questions is found as in the alignment of two strings: one to one is cheapest, an answer to several questions, several
answers to one question and a question without an answer each cost something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Costs", "aligned"]


SKIP = 0.03  # what a question without an answer costs, in units of likeness (swept on three councils)


@dataclass(frozen=True, slots=True)
class Costs:
    """What each step off the diagonal costs for one answer, in units of likeness."""

    again: float  # that it is one more answer to the question of the answer before
    more: float  # that it answers one more question


Cell = tuple[float, tuple[tuple[int, int], ...]]
WORST: Cell = (float("-inf"), ())


def aligned(costs: Sequence[Costs], questions: int, score: Callable[[int, int], float]) -> tuple[tuple[int, ...], ...]:
    """For each answer, given by its costs, the places of the questions that it answers: at least one, in order."""
    answers = len(costs)
    best: dict[tuple[int, int], Cell] = {}
    for i in range(answers):
        for j in range(questions):
            best[i, j] = _best(best, (i, j), score(i, j), costs[i])
    ends = [(cell[0] - SKIP * (questions - 1 - j), cell[1]) for (i, j), cell in best.items() if i == answers - 1]
    path = max(ends, key=_worth)[1]
    return tuple(tuple(j for row, j in path if row == i) for i in range(answers))


def _worth(cell: Cell) -> tuple[float, int]:
    """What a way is worth; of two that are worth the same, the one with fewer links."""
    return round(cell[0], 6), -len(cell[1])


def _best(best: dict[tuple[int, int], Cell], at: tuple[int, int], value: float, costs: Costs) -> Cell:
    """The best way to a cell: from the answer before, or from an earlier question of the same answer."""
    i, j = at
    ways: list[Cell] = [(-SKIP * j, ())] if i == 0 else []
    ways += [
        (cell[0] - SKIP * (j - 1 - k), cell[1]) for k in range(j) if (cell := best.get((i - 1, k), WORST)) is not WORST
    ]
    if i:
        value_again, path = best[i - 1, j]
        ways.append((value_again - costs.again, path))
    ways += [(best[i, k][0] - costs.more - SKIP * (j - 1 - k), best[i, k][1]) for k in range(j)]
    total, path = max(ways, key=_worth)
    return (total + value, (*path, at))
