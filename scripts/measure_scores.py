"""How well measures (施策) are read: a record of the corpus against the `measure` lines of its gold.

`name` is F1 over names, `budget` the share of the measures found whose amounts are exact, `target` F1 over the figures
that the gold gives as aims. What the gold gives without a figure (「全都道府県」, 「特別交付税措置」) must give none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minutes_nlp.findings import FigureKind, IndicatorKind, Measure
from minutes_nlp.language.figures import FigureMention, figures_in
from minutes_nlp.model import Record

__all__ = ["measure_scores"]

Gold = dict[str, object]
# units of what is no aim in a gold's text but its date or its scope: 令和８年度, ５年
TIME = re.compile("^(?:年|月|日|か月|ヶ月|時|分|回|年間|年度|期|つ|割)")


def measure_scores(record: Record, measures: Sequence[Gold]) -> dict[str, float]:
    """The three figures of one document; of one without measures, 1 where the record has none either."""
    if not measures:
        return {"no_measures": float(not record.measures)}
    pairs = list(_pairs(record.measures, measures))
    found = [(got, true) for got, true in pairs if got and true]
    aims = [(_aims(got) if got else Counter(), _figures(true, "target") if true else Counter()) for got, true in pairs]
    return {
        "measures": _f1(len(found), len(record.measures), len(measures)),
        "budget": sum(_is_exact(got, true) for got, true in found) / max(len(found), 1),
        "target": _f1(
            sum((got & true).total() for got, true in aims),
            sum(got.total() for got, _ in aims),
            sum(true.total() for _, true in aims),
        ),
    }


def _pairs(got: Sequence[Measure], true: Sequence[Gold]) -> Iterator[tuple[Measure | None, Gold | None]]:
    """Each measure with its gold by name, one to one; what has no partner stands alone."""
    left = {_key(str(gold["name"])): gold for gold in true}
    for measure in got:
        yield measure, left.pop(_key(measure.name), None)
    for gold in left.values():
        yield None, gold


def _key(name: str) -> str:
    return re.sub(r"\s", "", name)


def _is_exact(got: Measure, gold: Gold) -> bool:
    """Whether every printed amount is found, and no cost beside them; a limit or an amount for one may stand beside."""
    true = {round(f.value or 0) for f in figures_in(str(gold["budget"] or "")) if f.kind is FigureKind.MONEY}
    costs = {money.amount for money in got.money if money.bound is None and money.per is None}
    return costs <= true <= {money.amount for money in got.money}


def _figures(gold: Gold, field: str) -> Counter[float]:
    return Counter(_value(f) for f in figures_in(str(gold[field] or "")) if _is_aim(f))


def _is_aim(figure: FigureMention) -> bool:
    if figure.kind is FigureKind.RATE:
        return True
    return figure.kind is FigureKind.QUANTITY and bool(figure.unit) and not TIME.match(figure.unit or "")


def _value(figure: FigureMention) -> float:
    value = figure.value or 0.0
    return round(value * 100, 6) if figure.kind is FigureKind.RATE else value


def _aims(measure: Measure) -> Counter[float]:
    return Counter(i.value for i in measure.indicators if i.kind is IndicatorKind.TARGET)


def _f1(same: int, got: int, true: int) -> float:
    return 2 * same / (got + true) if got + true else 1.0
