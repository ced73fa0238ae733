"""Tables whose rows are measures (施策の一覧表): 事業名, 予算額, 概要 as columns, as budget decks print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from minutes_nlp.analysis.measures.budgets import (
    Label,
    Ledger,
    bare_money,
    headline,
    label_in,
    labelled,
    money_in,
    office_of,
    unit_of,
)
from minutes_nlp.analysis.measures.kpi import Head, head_of, values_of
from minutes_nlp.analysis.measures.naming import KINDS, key_of, kind_in, name_of
from minutes_nlp.document import Paragraph, TableCell, spread
from minutes_nlp.findings import Measure, MeasureKind, Money
from minutes_nlp.text import Text

__all__ = ["measures_in_tables", "merged"]

# heads of columns, and what stands below them
NAME = re.compile(r"(?:主な|対象)?(?:事業|施策|取組|取り組み|プロジェクト|制度)(?:等)?(?:の?名称?)?(?:（[^）]*）)?")
SURE_NAME = re.compile(r"(?:事業|施策|取組|取り組み|プロジェクト|制度)の?名")
BUDGET = re.compile(r"予算|事業費|所要額|計画額|^金額|^(?:(?:[RＲ令平][^ ]{0,6})?(?:当初|補正))")
TELLS = re.compile(r"概\s*要|内\s*容|説明|取組事項")
GROUP = re.compile(r"^対\s*象(?:者|団体|地域)?$")
# 合計, 小計, 計: rows that add up what stands above
SUM = re.compile(r"(?:合|小|総)?\s*計|総\s*額")
KIND = re.compile("^(?:区分|新規)")
IN_CELLS = KINDS | {"継": MeasureKind.CONTINUED}  # how a cell shortens it, which in running text may be any word

# 別表１　終えた事業, 廃止した事業の一覧: above a table of what is measures no more
ENDED = re.compile(r"(?:終え|終了|廃止|廃し|完了|中止)[^。]{0,6}(?:事業|施策|取組|制度|もの)")

Row = Sequence[TableCell]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table of measures (列): which holds the names, and what the others hold."""

    name: int
    width: int
    budgets: tuple[tuple[int, Label | None, int | None], ...]  # each with its year and the unit of its numbers
    telling: tuple[int, ...]
    group: int | None
    kind: int | None
    values: Head | None


def measures_in_tables(
    paragraphs: Sequence[Paragraph], places: Sequence[str | None], units: Mapping[int, int]
) -> Iterator[Measure]:
    """A measure for each name in the tables that list them, without ids; `units` has the unit printed on each page."""
    columns: _Columns | None = None
    years = {page: label for p in paragraphs for page in p.pages if (label := headline(p.text.string))}
    for number, (paragraph, place) in enumerate(zip(paragraphs, places, strict=True), 1):
        unit = next((units[page] for page in paragraph.pages if page in units), None)
        found: list[Measure] = []
        title = paragraphs[number - 2].text.string if number > 1 else ""
        rows = list(spread(paragraph.rows or ())) if not ENDED.search(title) else []
        if rows and columns and len(rows[0]) != columns.width:
            columns = None  # another table, and no rest of the one on the page before
        for row in rows:
            if head := _columns(row, unit):
                columns = head
            elif columns and (measure := _measure(_filled(row, columns.width), columns)):
                same = bool(found) and found[-1].name == measure.name  # one measure, work by work
                found[-1:] = [_added(found[-1], measure)] if same else [*found[-1:], measure]
        label = next((years[page] for page in paragraph.pages if page in years), None)
        for measure in found:
            money = labelled(measure.money, label) if label else measure.money
            yield replace(measure, money=money, section=place, blocks=(f"b{number}",), pages=paragraph.pages)


def _filled(row: Row, width: int) -> Row:
    """A row whose last cells are empty, and were not typed."""
    return (*row, *[TableCell()] * (width - len(row)))


def _added(measure: Measure, row: Measure) -> Measure:
    """A measure with the costs of its next row; a cell over several rows counts once."""
    known = {money.spans for money in measure.money}
    return replace(measure, money=(*measure.money, *(money for money in row.money if money.spans not in known)))


def merged(told: Sequence[Measure], listed: Iterable[Measure]) -> tuple[Measure, ...]:
    """The measures that the text tells of with those that tables list, each once, in order and numbered."""
    result = list(told)
    known = {key_of(measure.name): i for i, measure in enumerate(told)}
    for row in listed:
        i = known.get(key_of(row.name))
        if i is None:
            result.append(row)
        else:
            result[i] = _with(result[i], row)
    result.sort(key=lambda measure: measure.spans[0])
    return tuple(replace(measure, id=f"m{number}") for number, measure in enumerate(result, 1))


def _with(measure: Measure, row: Measure) -> Measure:
    """A measure that is told elsewhere with what its row adds."""
    return replace(
        measure,
        kind=measure.kind or row.kind,
        money=measure.money or row.money,
        indicators=measure.indicators or row.indicators,
        blocks=tuple(dict.fromkeys((*measure.blocks, *row.blocks))),
        pages=tuple(sorted({*measure.pages, *row.pages})),
    )


def _columns(row: Row, unit: int | None) -> _Columns | None:
    """What the columns below a head hold; None where the row is no head of a table of measures."""
    heads = [re.sub(r"\s", "", cell.string) for cell in row]
    name = next((i for i, head in enumerate(heads) if NAME.fullmatch(head)), None)
    budgets = [i for i, head in enumerate(heads) if i != name and BUDGET.search(head)]
    telling = tuple(i for i, head in enumerate(heads) if i != name and i not in budgets and TELLS.search(head))
    if name is None or not (budgets or (telling and SURE_NAME.search(heads[name]))):
        return None
    return _Columns(
        name,
        len(row),
        tuple((i, label_in(f"{heads[i]}予算"), unit_of([heads[i]]) or unit) for i in budgets),
        telling,
        next((i for i, head in enumerate(heads) if GROUP.search(head)), None),
        next((i for i, head in enumerate(heads) if KIND.search(head)), None),
        head_of(row),
    )


def _measure(row: Row, columns: _Columns) -> Measure | None:
    name = name_of(row[columns.name])
    if name is None or SUM.fullmatch(name.text.string) or NAME.fullmatch(re.sub(r"\s", "", name.text.string)):
        return None
    description = Text.join([row[i] for i in columns.telling if row[i].string.strip()], "\n")
    group = row[columns.group].strip() if columns.group is not None else Text()
    return Measure(
        id="",
        name=name.text.string,
        spans=name.text.spans,
        kind=name.kind or (_kind(row[columns.kind].string) if columns.kind is not None else None),
        description=description.string,
        description_spans=description.spans,
        target=group.string or None,
        target_spans=group.spans,
        money=tuple(money for i, label, unit in columns.budgets for money in _money(row[i], label, unit)),
        indicators=tuple(values_of(row, columns.values, name.text.string)) if columns.values else (),
    )


def _kind(string: str) -> MeasureKind | None:
    return kind_in(string) or IN_CELLS.get(string.strip(" \u3000【】（）()[]"))


def _money(cell: Text, label: Label | None, unit: int | None) -> tuple[Money, ...]:
    """The amounts of a cell, in the unit of its column where no 円 stands behind them."""
    found, _ = money_in(cell, Ledger(label or Label(), stands=label is not None), costs=True)
    bare = bare_money(cell, unit) if not found else None
    moneys = found or ((bare,) if bare and bare.amount else ())
    office = office_of(cell.string)
    moneys = labelled(moneys, label) if label else moneys
    return tuple(replace(money, elsewhere=office) for money in moneys) if office else tuple(moneys)
