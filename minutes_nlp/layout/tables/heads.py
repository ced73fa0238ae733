"""The head of a table (表頭): the rows that name its columns.

A head is told by how it is printed (bold, on a coloured ground, again on the next page) or by what stands under it:
words over numbers. What only looks likely is no head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import mean
from typing import NamedTuple

from minutes_nlp.document import TableCell, spread
from minutes_nlp.text import Text

__all__ = ["Head", "head_rows", "repeats"]

FEWEST = 2  # rows and columns: less is a list
MOST = 4  # rows; heads of budget tables have 3
LONGEST = 24  # characters of a head's cell, its line feeds left out: （うち当該年度元金償還見込額）
FILLED_SHARE = 0.3  # of a table's rows have a number in it: one date in a form makes no column
NUMERIC_SHARE = 0.5  # of a column's cells are numbers: then it is a column of numbers
LONGER, MUCH_LONGER = 1.2, 1.6  # times as long as their heads: columns, and rows; lists of people stay under 1.2
ALIKE_SHARE = 0.6  # of the rows under names of columns have as many cells; rows of forms differ
# 検査項目 / 承認番号・規格等※1: words alone
PLAIN = re.compile(r"[^0-9０-９。○◎×△：:]*[^\W\d_][^。○◎×△：:]{1,15}")
# 12,345 / △ 1,043 / 5.5% / 3件 / ４月５日
FIGURE = re.compile(r"[(（△▲+＋\-－−約 　]*[0-9０-９][0-9０-９,，.．:：/／~～〜\- 　]*[^0-9０-９、。]{0,4}[)）]?")
# 10代 / 令和６年度末残高 / ４月補正 / 第３四半期 / 2024
PERIOD = re.compile(
    r"(?:令和|平成|昭和|第)?(?:[0-9０-９]{1,4}|元)(?:年度?|月|代|期|回|四半期)[^0-9０-９。]{0,8}|(?:19|20)[0-9]{2}"
)


class Head(NamedTuple):
    """How a row is printed: every cell bold, every cell on a coloured ground (網かけ)."""

    bold: bool = False
    tinted: bool = False


Rows = Sequence[Sequence[TableCell]]


def head_rows(rows: Rows, printed: Iterable[Head] = ()) -> int:
    """How many of the first rows are the head of a table; 0 where nothing tells."""
    if len(rows) < FEWEST or max(map(len, rows)) < FEWEST:
        return 0
    looks = list(printed)
    start = _titles(rows)
    marked = max(_standing_out(looks, "bold"), _standing_out(looks, "tinted"))
    if marked > start:
        return _reach(rows, start, marked)
    end = _reach(rows, start, start + 1)
    if not all(_is_name(cell) for row in rows[start:end] for cell in row):
        return 0
    placed = list(spread(rows))
    told = end > start + 1 or _has_figures(placed[end:]) or _is_over_longer(placed[start], placed[end:])
    return end if told else 0


def repeats(first: Rows, following: Rows) -> int:
    """How many rows a table's next part begins with that the first part began with: its head, printed again."""
    count = 0
    for one, other in zip(first[:MOST], following, strict=False):
        cells = [_squeezed(cell) for cell in one]
        if cells != [_squeezed(cell) for cell in other] or not any(cells) or any(map(FIGURE.fullmatch, cells)):
            break
        count += 1
    return count


def _titles(rows: Rows) -> int:
    """Rows before the head that go across the whole table: its title, the unit of its figures."""
    return 1 if len(rows[0]) == 1 and len(rows) > 2 and max(map(len, rows)) > 1 else 0


def _standing_out(looks: Sequence[Head], look: str) -> int:
    """How many of the first rows are printed in a way in which most of the others are not."""
    marked = [getattr(row, look) for row in looks]
    count = next((index for index, value in enumerate(marked) if not value), 0)
    return count if count <= MOST and sum(marked) <= max(count, len(marked) / 3) else 0


def _reach(rows: Rows, start: int, end: int) -> int:
    """Where a head that has these rows ends, if names in it stand over several columns: with its deepest cell."""
    head = [(index, cell) for index in range(start, end) for cell in rows[index]]
    if not any(cell.column_span > 1 for index, cell in head if rows[index][1:]):
        return end
    ends = (index + cell.row_span for index, cell in head)
    return max((stop for stop in ends if end < stop <= start + MOST and stop < len(rows)), default=end)


def _has_figures(rows: Rows) -> bool:
    """Whether a column but the first is mostly numbers."""
    for column in _columns(rows)[1:]:
        cells = [cell for cell in column if cell.string.strip()]
        figures = sum(map(_is_figure, cells))
        if figures >= max(min(2, len(rows)), NUMERIC_SHARE * len(cells), FILLED_SHARE * len(rows)):
            return True
    return False


def _columns(rows: Rows) -> list[list[TableCell]]:
    width = max(map(len, rows), default=0)
    return [[row[place] for row in rows if place < len(row)] for place in range(width)]


def _is_over_longer(head: Sequence[TableCell], below: Rows) -> bool:
    """Whether short names stand over columns of longer words, as 検査項目 over names of tests."""
    names = [_squeezed(cell) for cell in head]
    is_named = len(set(names)) == len(set(head)) >= FEWEST and all(map(PLAIN.fullmatch, names))
    alike = sum(len(set(row)) == len(set(head)) for row in below)  # in a form some rows have one field, some two
    if len(below) < FEWEST or not is_named or alike < ALIKE_SHARE * len(below):
        return False
    usual = [_usual_length(column) for column in _columns(below)]
    longer = sum(length >= LONGER * len(name) for length, name in zip(usual, names, strict=False))
    is_over = longer >= len(head) / 2 and sum(usual) >= MUCH_LONGER * sum(map(len, names))
    return is_over and (len(head) > FEWEST or longer == len(head))


def _usual_length(cells: Sequence[TableCell]) -> float:
    lengths = [length for cell in cells if (length := len(_squeezed(cell)))]
    return mean(lengths) if lengths else 0.0


def _is_figure(cell: Text) -> bool:
    text = _squeezed(cell)
    return bool(FIGURE.fullmatch(text)) and not PERIOD.fullmatch(text)


def _is_name(cell: Text) -> bool:
    text = _squeezed(cell)
    return len(text) <= LONGEST and "。" not in text and not _is_figure(cell)


def _squeezed(cell: Text) -> str:
    return "".join(cell.string.split())
