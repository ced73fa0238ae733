"""Figures in a text (数値表現): money, quantities, rates and dates, each with its place.

One pass: wherever a figure might begin the readers try in turn, and what one of them takes the next does not see. What
only looks like a figure (第３条, 15:30) is taken first and thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minutes_nlp.dates import TIME
from minutes_nlp.findings import FigureKind
from minutes_nlp.language.amounts import NUMBER, Amount, amount_at, end_of_number
from minutes_nlp.language.periods import BEGINS, Period, period_at
from minutes_nlp.numerals import in_ascii

__all__ = ["FigureMention", "figures_in"]


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A figure (数値表現) at `text[start:end]`; value, upper and the rest as in `findings.Figure`.

    `per` is what an amount is for: 人 in 520万円／人 and in １人当たり520万円; it is not part of the place.
    """

    kind: FigureKind
    start: int
    end: int
    value: float | None = None
    upper: float | None = None
    unit: str | None = None
    first: date | None = None
    last: date | None = None
    fiscal_year: int | None = None
    relative: bool = False
    per: str | None = None


# "第３条", "第２期", "第四次": a number of order
ORDINAL = re.compile(rf"第[ \t]*{NUMBER}(?:[ \t]*[^\s\d])?")
# what a figure, a time of day or a number of order begins with
MAY_BEGIN = re.compile(rf"{BEGINS}|[〇一二三四五六七八九十百千第]|ゼロ|半[年日月]|正午|午[前後]")
# "12,34": the rest of a number that is no figure, not to be found again by its tail
RUN = re.compile(r"[\d,.]*\d|.", re.DOTALL)


def figures_in(text: str, said_on: date | None = None) -> list[FigureMention]:
    """The figures of a text (数値表現) in order, none over another; 本年 and its like are reckoned from `said_on`."""
    return list(_figures(in_ascii(text), said_on))


def _figures(plain: str, said_on: date | None) -> Iterator[FigureMention]:
    position, before = 0, None
    while match := MAY_BEGIN.search(plain, position):
        here = match.start()
        if period := period_at(plain, here, said_on, before):
            position = period.end
            before = before if period.relative else period.last or before
            yield _of_period(period)
        elif no_figure := ORDINAL.match(plain, here) or TIME.match(plain, here):
            position = no_figure.end()
        elif amount := amount_at(plain, here):
            position = amount.end
            yield _of_amount(amount)
        else:
            position = max(end_of_number(plain, here), *(run.end() for run in [RUN.match(plain, here)] if run))


def _of_amount(found: Amount) -> FigureMention:
    return FigureMention(found.kind, found.start, found.end, found.value, found.upper, found.unit, per=found.per)


def _of_period(found: Period) -> FigureMention:
    return FigureMention(
        FigureKind.DATE,
        found.start,
        found.end,
        first=found.first,
        last=found.last,
        fiscal_year=found.fiscal_year,
        relative=found.relative,
    )
