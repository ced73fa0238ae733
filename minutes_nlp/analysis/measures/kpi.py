"""Tables of indicators (指標の表): what each row has reached and aims at, and the one measure that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from minutes_nlp.analysis.measures.indicators import value_of, year_in
from minutes_nlp.document import Paragraph
from minutes_nlp.findings import Indicator, IndicatorKind, Measure
from minutes_nlp.text import Text

__all__ = ["Head", "head_of", "values_of", "with_tables"]

# heads of columns: 現状（令和６年度）, 目標（令和10年度）, Ｒ５, Ｒ８目標
COLUMNS = (
    (re.compile("^目標|目標値|目標$"), IndicatorKind.TARGET),
    (re.compile("^(?:現状|基準|実績|直近)|実績値?$"), IndicatorKind.ACTUAL),
    (re.compile(r"^(?:[RＲHＨ]|令和|平成)\s?[0-9０-９元]{1,2}(?:年度?)?$"), IndicatorKind.ACTUAL),
)
LABEL = re.compile("指標|ＫＰＩ|KPI|項目|取組")
SHORTEST_LABEL = 4  # characters by which a row is known in a measure's text: 継続率 alone is of too many


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: which column names a row, and which hold values of which kind and year."""

    label: int
    values: tuple[tuple[int, IndicatorKind, int | None], ...]
    width: int


def with_tables(measures: Sequence[Measure], paragraphs: Sequence[Paragraph]) -> tuple[Measure, ...]:
    """The measures with the values of the rows that name what exactly one of them tells of (施策と指標の結び付け)."""
    result = list(measures)
    for block, label, indicators in _rows(paragraphs):
        owners = [i for i, measure in enumerate(result) if _tells_of(measure, label)]
        if len(owners) == 1:
            result[owners[0]] = _with(result[owners[0]], indicators, block)
    return tuple(result)


def _rows(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, str, tuple[Indicator, ...]]]:
    """The block id, the label and the values of each row of a table of indicators, also where a page cuts it in two."""
    head: Head | None = None
    for number, paragraph in enumerate(paragraphs, 1):
        for row in paragraph.rows or ():
            if found := head_of(row):
                head = found
            elif head and len(row) == head.width and (label := row[head.label].string.strip()):
                yield f"b{number}", label, tuple(values_of(row, head, label))
            else:
                head = None


def head_of(row: Sequence[Text]) -> Head | None:
    """The columns that a row heads (表の見出し行); None where no column is of targets."""
    kinds = [
        (i, kind, year_in(cell.string))
        for i, cell in enumerate(row)
        for kind in [next((kind for sign, kind in COLUMNS if sign.search(cell.string.strip())), None)]
        if kind
    ]
    if not any(kind is IndicatorKind.TARGET for _, kind, _ in kinds):
        return None
    labels = [i for i, cell in enumerate(row) if LABEL.search(cell.string) and i not in {at for at, *_ in kinds}]
    first = labels[-1] if labels else 0
    return Head(first, tuple(kinds), len(row)) if first < kinds[0][0] else None


def values_of(row: Sequence[Text], head: Head, name: str) -> Iterator[Indicator]:
    """What a row has reached and aims at, column by column (実績値・目標値)."""
    for column, kind, year in head.values:
        cell = row[column]
        if found := value_of(cell):
            value, unit, place = found
            yield Indicator(kind, name, value, unit, place.string, place.spans, year_in(cell.string) or year)


def _tells_of(measure: Measure, label: str) -> bool:
    told = re.sub(r"\s", "", measure.name + measure.description)
    label = re.sub(r"\s", "", label)
    last = label.rpartition("の")[2]
    return any(len(words) >= SHORTEST_LABEL and words in told for words in (label, last))


def _with(measure: Measure, indicators: Iterable[Indicator], block: str) -> Measure:
    known = {(i.kind, i.value, i.year) for i in measure.indicators}
    new = tuple(i for i in indicators if (i.kind, i.value, i.year) not in known)
    return replace(measure, indicators=measure.indicators + new, blocks=(*dict.fromkeys((*measure.blocks, block)),))
