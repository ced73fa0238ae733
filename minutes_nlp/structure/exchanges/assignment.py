"""One-to-one assignment of rows to columns with the greatest sum (割当問題), by shortest augmenting paths.

The method of Kuhn and Munkres in the form of Jonker and Volgenant; a block of minutes has some ten remarks and answers.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["assigned", "partnered"]

AGAIN = 0.05  # what a second answer to one question costs; 0.02 gave two replies fewer on four councils, 0.1 the same


def assigned(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row its column, each column at most once; None for rows that find none when there are fewer columns."""
    rows, columns = len(scores), len(scores[0]) if scores else 0
    width = max(rows, columns)
    cost = [[-scores[i][j] if j < columns else 0.0 for j in range(width)] for i in range(rows)]
    owner = [-1] * width  # the row of each column
    row_price, column_price = [0.0] * rows, [0.0] * width
    for row in range(rows):
        _augment(row, cost, owner, (row_price, column_price))
    found = {row: column for column, row in enumerate(owner) if row >= 0}
    return [column if (column := found[row]) < columns else None for row in range(rows)]


def partnered(scores: Sequence[Sequence[float]], weakest: float) -> list[int | None]:
    """For each answer (row) its question (column) in any order; None where no answer at all is likelier.

    Questions are taken once, or as often as there are more answers; a match under `weakest` is none.
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    if not columns:
        return [None] * rows
    rounds = -(-rows // columns)
    wide = [[score - AGAIN * k for k in range(rounds) for score in row] + [weakest] * rows for row in scores]
    return [None if at is None or at >= columns * rounds else at % columns for at in assigned(wide)]


def _augment(
    row: int, cost: Sequence[Sequence[float]], owner: list[int], prices: tuple[list[float], list[float]]
) -> None:
    """One more row placed, others moved where that is dearer for all together; `owner` and prices change in place."""
    row_price, column_price = prices
    width = len(owner)
    least, came_from, done = [float("inf")] * width, [-1] * width, [False] * width
    current, column = row, -1
    while True:
        for j in range(width):
            reduced = cost[current][j] - row_price[current] - column_price[j]
            if not done[j] and reduced < least[j]:
                least[j], came_from[j] = reduced, column
        nearest = min((j for j in range(width) if not done[j]), key=least.__getitem__)
        step = least[nearest]
        row_price[row] += step
        for j in range(width):
            if done[j]:
                row_price[owner[j]] += step
                column_price[j] -= step
            else:
                least[j] -= step
        done[nearest], column = True, nearest
        if owner[nearest] < 0:
            break
        current = owner[nearest]
    while column >= 0:
        owner[column] = owner[came_from[column]] if came_from[column] >= 0 else row
        column = came_from[column]
