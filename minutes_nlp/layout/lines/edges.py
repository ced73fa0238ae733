"""The edges of columns (版面): where lines start, where the typesetter broke them, how far apart they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from math import inf
from statistics import median

from minutes_nlp.document import Flow
from minutes_nlp.layout.lines.rows import Row, body_size

__all__ = ["Edges", "edges_of", "pitch"]

EDGE_SHARE = 0.08  # of all rows: how many must end at the same place to make it the right edge
WRAPPED_SHARE = 0.15  # of a dump's lines end near its right edge if a typesetter broke them; 0.3–0.8 in the seeds
OVERLONG_SHARE = 0.06  # of a dump's lines may run over it: footnotes in small type, 3–5 % of a page
OVER_SHARE = 0.1  # of all rows: more than these beyond an edge, and it was no edge but the end of a list's items
HANGING = 1.25  # times the size: how far hanging 、 and 。 stand out, the gap before them included
FILLED_SHARE = 0.3  # of a page's rows end near its right edge if it shows one; prose has 0.5 and more
FEW = 5  # rows too few to show the left edge and the pitch of their column
NARROW = 24.0  # full-width characters: lines broken before are in boxes of many widths; a page of prose has 30–45


@dataclass(frozen=True, slots=True)
class Edges:
    """The left and right edge and the pitch of a column (版面): what its rows keep to, and the size of most."""

    left: float
    right: float
    pitch: float
    size: float = inf

    def pitch_of(self, size: float) -> float:
        """The usual distance of lines of a size: titles are set wider apart."""
        return self.pitch * max(1.0, size / self.size)


def edges_of(flow: Flow, rows: Sequence[Row]) -> dict[tuple[int, int], Edges]:
    """The edges of each column of each page: its own where its rows show them, else those of its like."""
    alike: dict[int, list[Row]] = defaultdict(list)
    columns: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row.wrapped is None or (row.page, row.column) not in columns:
            alike[row.column].append(row)
            columns[row.page, row.column].append(row)
    if flow is Flow.TYPED:
        return _typed_edges(columns)
    usual = {
        column: Edges(_left(group), _right(group), pitch(group), body_size(group)) for column, group in alike.items()
    }
    return {key: _own(group, usual[key[1]]) for key, group in columns.items()}


def _own(rows: Sequence[Row], usual: Edges) -> Edges:
    """The edges of one column of one page; a page of short lines says nothing about its right edge."""
    furthest = max(row.x1 for row in rows)
    at_the_edge = [row.x1 for row in rows if furthest - row.x1 < HANGING * row.size]  # 、 and 。 may hang over
    shows = len(at_the_edge) >= max(3, FILLED_SHARE * len(rows)) and furthest > 0.8 * usual.right
    right = median(at_the_edge) if shows else usual.right
    right = max(right, rows[0].limit or 0.0)
    is_filled = len(rows) > FEW
    if not is_filled:
        return replace(usual, right=right)
    return Edges(_left(rows), right, pitch(rows), body_size(rows))


def _typed_edges(columns: dict[tuple[int, int], list[Row]]) -> dict[tuple[int, int], Edges]:
    """The edges of each page of a dump: prose, tables and slides stand in one file, so each page is asked.

    A page that shows no edge of its own, but whose lines all end before that of the others, keeps to theirs.
    """
    own = {key: _wrapped_right(group) for key, group in columns.items()}
    known = Counter(right for right in own.values() if right is not None)
    usual = known.most_common(1)[0][0] if known else _wrapped_right(list(chain.from_iterable(columns.values())))
    return {
        key: Edges(_left(group), own[key] or (usual if usual and _keeps_within(usual, group) else inf), pitch(group))
        for key, group in columns.items()
    }


def _wrapped_right(rows: Sequence[Row]) -> float | None:
    """Where the lines of a dumped page were broken, None if nobody broke them."""
    right = _right(rows)
    near = sum(right - 2.6 <= row.x1 <= right + 1 for row in rows)
    is_wrapped = near >= max(2, WRAPPED_SHARE * len(rows)) and _keeps_within(right, rows) and right > NARROW
    return right if is_wrapped else None


def _keeps_within(right: float, rows: Sequence[Row]) -> bool:
    return sum(row.x1 > right + 1.5 for row in rows) <= OVERLONG_SHARE * len(rows)


def _left(rows: Sequence[Row]) -> float:
    """The leftmost place where rows keep starting."""
    unit = median(row.size for row in rows) / 2
    starts = Counter(round(row.x0 / unit) for row in rows)
    enough = max(1, EDGE_SHARE / 2 * len(rows))
    return min(start for start, count in starts.items() if count >= enough) * unit


def _right(rows: Sequence[Row]) -> float:
    """The rightmost place where rows keep ending, unless many run over it: then it is that of the longest."""
    unit = median(row.size for row in rows) / 2
    ends = Counter(round(row.x1 / unit) for row in rows)
    enough = max(2, EDGE_SHARE * len(rows))
    edge = max((end for end in ends if ends[end] + ends[end - 1] >= enough), default=max(ends))
    over = sum(count for end, count in ends.items() if end > edge + 2)
    if over > OVER_SHARE * len(rows):
        return sorted(row.x1 for row in rows)[-1 - len(rows) // 50]
    return median(row.x1 for row in rows if round(row.x1 / unit) in {edge, edge - 1})


def pitch(rows: Sequence[Row]) -> float:
    """The usual distance from one row to the next."""
    steps = [after.top - before.top for before, after in pairwise(rows) if before.page == after.page]
    steps = [step for step in steps if step > 0]
    return median(steps) if steps else inf
