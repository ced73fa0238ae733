"""The head of a table (表頭): the rows that name its columns.

A head is told by how it is printed (bold, on a coloured ground, again on the next page) or by what stands under it:
words over numbers. What only looks likely is no head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from minutes_nlp.document import TableCell
from minutes_nlp.text import Text

__all__ = ["Head", "head_rows", "repeats"]

MOST = 4  # rows; heads of budget tables have 3
LONGEST = 24  # characters of a head's cell, its line feeds left out: （うち当該年度元金償還見込額）
NUMERIC_SHARE = 0.5  # of a column's cells are numbers: then it is a column of numbers
# 12,345 / △ 1,043 / 5.5% / 3件 / ４月５日
FIGURE = re.compile(r"[(（△▲+＋\-－−約 　]*[0-9０-９][0-9０-９,，.．:：/／~～〜\- 　]*[^0-9０-９、。]{0,4}[)）]?")
# 10代 / 令和６年度 / 5月 / ４月補正 / 2024
PERIOD = re.compile(r"(?:令和|平成|昭和)?(?:[0-9０-９]{1,4}|元)(?:年度?末?|月|代|期|回|四半期)|(?:19|20)[0-9]{2}")


class Head(NamedTuple):
    """How a row is printed: every cell bold, every cell on a coloured ground (網かけ)."""

    bold: bool = False
    tinted: bool = False


Rows = Sequence[Sequence[TableCell]]


def head_rows(rows: Rows, printed: Iterable[Head] = ()) -> int:
    """How many of the first rows are the head of a table; 0 where nothing tells."""
    if len(rows) < 2:
        return 0
    looks = list(printed)
    start = _titles(rows)
    found = max(_standing_out(looks, "bold"), _standing_out(looks, "tinted"))
    if found <= start:
        found = _over_numbers(rows, start)
    if found <= start:
        return 0
    reach = max(index + cell.row_span for index, row in enumerate(rows[:found]) for cell in row if _is_name(cell))
    return found if reach > min(MOST + start, len(rows) - 1) else max(found, reach)


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


def _over_numbers(rows: Rows, start: int) -> int:
    """The first rows without numbers, when columns of numbers begin under them."""
    for count in range(start + 1, min(MOST + start, len(rows) - 1) + 1):
        if not all(_is_name(cell) for cell in rows[count - 1]):
            return 0
        if _is_figures(rows[count]):
            return count if _has_figures(rows[count:]) else 0
    return 0


def _is_figures(row: Sequence[TableCell]) -> bool:
    return any(_is_figure(cell) for cell in row)


def _has_figures(rows: Rows) -> bool:
    """Whether the rows have a column of numbers, seen from the right, where names have ended."""
    last = [row[-1] for row in rows if row and row[-1].string] + [row[1] for row in rows if len(row) > 1]
    return sum(map(_is_figure, last)) >= NUMERIC_SHARE * len(last)


def _is_figure(cell: Text) -> bool:
    text = _squeezed(cell)
    return bool(FIGURE.fullmatch(text)) and not PERIOD.fullmatch(text)


def _is_name(cell: Text) -> bool:
    text = _squeezed(cell)
    return len(text) <= LONGEST and "。" not in text and not _is_figure(cell)


def _squeezed(cell: Text) -> str:
    return "".join(cell.string.split())
