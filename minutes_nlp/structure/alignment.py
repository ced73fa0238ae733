"""Which answer of a run belongs to which question (質疑と回答の対応): in printed order, by likeness and by name.

Several questions are often put before several answers are given. The best way through the grid of answers and
questions is found as in the alignment of two strings: one to one is cheapest, an answer to several questions, several
answers to one question and a question without an answer each cost something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Costs", "aligned"]


@dataclass(frozen=True, slots=True)
class Costs:
    """What each step off the diagonal costs, in units of likeness (swept on three councils: F1 of links 0.935)."""

    more: float = 0.08  # one answer to one more question
    skip: float = 0.03  # a question without an answer


Cell = tuple[float, tuple[tuple[int, int], ...]]
WORST: Cell = (float("-inf"), ())


def aligned(
    answers: int, questions: int, score: Callable[[int, int], float], again: Sequence[float], costs: Costs = Costs()
) -> tuple[tuple[int, ...], ...]:
    """For each of the answers the questions that it answers, by their places; at least one each, in order.

    `again` is what it costs for each that it answers the same question as the answer before.
    """
    best: dict[tuple[int, int], Cell] = {}
    for i in range(answers):
        for j in range(questions):
            best[i, j] = _best(best, (i, j), score(i, j), again[i], costs)
    ends = [(cell[0] - costs.skip * (questions - 1 - j), cell[1]) for (i, j), cell in best.items() if i == answers - 1]
    path = max(ends, key=_worth)[1]
    return tuple(tuple(j for row, j in path if row == i) for i in range(answers))


def _worth(cell: Cell) -> tuple[float, int]:
    """What a way is worth; of two that are worth the same, the one with fewer links."""
    return round(cell[0], 6), -len(cell[1])


def _best(best: dict[tuple[int, int], Cell], at: tuple[int, int], value: float, again: float, costs: Costs) -> Cell:
    """The best way to a cell: from the answer before, or from an earlier question of the same answer."""
    i, j = at
    ways: list[Cell] = [(-costs.skip * j, ())] if i == 0 else []
    ways += [
        (cell[0] - costs.skip * (j - 1 - k), cell[1])
        for k in range(j)
        if (cell := best.get((i - 1, k), WORST)) is not WORST
    ]
    if i:
        value_again, path = best[i - 1, j]
        ways.append((value_again - again, path))
    ways += [(best[i, k][0] - costs.more - costs.skip * (j - 1 - k), best[i, k][1]) for k in range(j)]
    total, path = max(ways, key=_worth)
    return (total + value, (*path, at))
