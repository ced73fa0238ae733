"""What measures have reached and aim at (実績・目標): figures with the year that they are printed with.

A figure is an indicator only where the page says so: a year stands before or behind it (R6 7,910人), a target is
named (目標, までに, を目指す), an arrow leads to it (⇒ 10地域), or it sums up what was done (これまでに). Spans of
time are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from minutes_nlp.findings import FigureKind, Indicator, IndicatorKind
from minutes_nlp.language.figures import FigureMention, figures_in
from minutes_nlp.numerals import in_ascii
from minutes_nlp.text import Text

__all__ = ["counted_on", "indicators_in", "value_of", "year_in"]

ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}
# R6, R6.8月, R5.4.1時点, 令和８年度末, 平成26年度, 2030年度
YEAR = re.compile(
    r"(?:(?P<era>R|令和|H|平成)\s?(?P<year>\d{1,2}|元)|(?P<western>20\d\d)(?=\s*年))(?:\s*\.\s*\d{1,2}(?:\.\d{1,2})?|(?=\s*年|[^\d.]|$))"
    r"\s*(?:月末?|年度?末?|年\d{1,2}月末?|末)?(?:\s*\d{1,2}[月日]末?)*"
)
# 令和3年6月9日 is a day on which something happened; 令和5年3月8日時点 is when something was counted
FULL_DATE = re.compile(r"(?:R|令和|H|平成)?\s?(?:\d{1,4}|元)\s*年\s*\d{1,2}月\s*\d{1,2}日(?!\s*(?:時点|現在|までに))")
# (R5.4.1時点) at the end of a line
AS_OF = re.compile(r"[（(](?P<inside>[^（()）]*(?:時点|現在|調査))[^（()）]*[）)]?\s*$")
# 44団体(R1): nearer than any year before it
OWN_YEAR = re.compile(r"[（(](?P<inside>(?:R|H|令和|平成)\s?\d{1,2}(?:年度?)?)[）)]")
# 100団体程度に留まる: how things stand, and nothing that was reached
FALLS_SHORT = re.compile("[^。、]{0,6}に(?:留|とど|止)ま")
# ※R6.4.1現在 on a line of its own
AS_OF_LINE = re.compile(r"[※（(\s]*(?P<inside>[^。、\s]{2,12}(?:時点|現在))[）)]?")
# units of time, age and order
SPAN = re.compile(
    r"年|月|日|時|分|秒|週|歳|泊|回|ページ|頁|条|項|章|号|世紀|次|つ|種|者$|点$|割|分野|種類|項目|パターン|業務|機能"
)
AIMED = re.compile(r"目標|ＫＰＩ|KPI|目指|目途|見込")
BY = re.compile("(?<!これ)まで")
AIMED_BEHIND = re.compile(
    r"^[^。、]{0,24}?(?:目標|目指|とする(?!者|場合|もの|取組|こと。)|達成|増やす|広げる|引き継ぐ|実施する|へと?倍増|登録|見込|公表)"
)
# ２校で先行する。 ５か所に広げる: what has a year and is not yet done
PLANNED = re.compile(r"^[^、]{0,24}(?:する|行う|広げる|設ける|進める|開く|置く|増やす)(?:[（(][^）)]*[）)])?$")
# 一社 of （一社）全国水車連盟
COMPANY = re.compile(r"(?<=[（(])[一公]社[）)]")
SO_FAR = re.compile("これまで|累計|済みの")
ARROW = re.compile(r"[→⇒⇨]")
COUNTED = re.compile(
    r"(?P<name>[一-鿿ァ-ヴー々・「」の0-9]{1,24}(?:数|率|割合|件数|人数|額|量))(?=[はがをに、\s：:】の]|$)"
)
# R6.5月）を踏まえ、自治体の二地域…: what parts a figure from the year before it
BREAKS = re.compile(r"[。を]|から|以降|より|改正|改定|創設|施行|において(?!は|、?$)|予算|当初|補正")
NEAREST = 12  # characters between a year and its figure
PLAIN_LINE = 40  # characters; a line with a year and figures alone, 「R6 専任2,645人 兼任3,022人」
MOST_YEARS = 2  # years on a line without an arrow; more are a note about many years


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece between arrows (R5 23件 → R6.8月 60件), `start` its place in the line; `led_to` by an arrow."""

    start: int
    string: str
    led_to: bool


def counted_on(string: str) -> int | None:
    """The year of a line that only tells when the line above was counted: ※R6.4.1現在."""
    match = AS_OF_LINE.fullmatch(in_ascii(string).strip())
    year = YEAR.search(match["inside"]) if match else None
    return _western(year) if year else None


def year_in(string: str) -> int | None:
    """The first year of a cell or of a column's head: 80％（Ｒ８）, 目標（令和10年度）."""
    match = YEAR.search(in_ascii(string))
    return _western(match) if match else None


def value_of(cell: Text) -> tuple[float, str, Text] | None:
    """The one value of a cell, its unit and its place; None for none and for more than one (０→30)."""
    figures = [figure for figure in figures_in(cell.string) if _may_count(figure)]
    if len(figures) != 1:
        return None
    value, unit = _measure(figures[0])
    return value, unit, cell[figures[0].start : figures[0].end]


def indicators_in(text: Text, *, marker: str | None = None, counted: int | None = None) -> Iterator[Indicator]:
    """The indicators of a line in order; `marker` is its mark, `counted` the year that the line below gives it.

    What an arrow leads to alone is a target.
    """
    string = in_ascii(text.string)
    if len(list(YEAR.finditer(string))) > MOST_YEARS and not ARROW.search(string):
        return
    figures = [
        figure for figure in figures_in(text.string) if _may_count(figure) and not COMPANY.match(string, figure.start)
    ]
    clauses = list(_clauses(string, led_to=bool(marker and ARROW.search(marker))))
    for figure in figures:
        clause = next(c for c in reversed(clauses) if c.start <= figure.start)
        found = _read(clause, figure, string, alone=len(clauses) == 1)
        in_bracket = re.search(r"[（(][^）)]*$", string[: figure.start])
        if found is None and counted and len(string) <= PLAIN_LINE and not in_bracket:
            found = IndicatorKind.ACTUAL, counted
        if found is None:
            continue
        kind, year = found
        value, unit = _measure(figure)
        place = text[figure.start : figure.end]
        yield Indicator(kind, _name(clause, figure), value, unit, place.string, place.spans, year)


def _clauses(string: str, *, led_to: bool) -> Iterator[Clause]:
    """A line cut at arrows and sentence ends."""
    start, led = 0, led_to
    for match in re.finditer(r"[→⇒⇨。]", string):
        if string[start : match.start()].strip():
            yield Clause(start, string[start : match.start()], led)
        start, led = match.end(), match.group() != "。"
    yield Clause(start, string[start:], led)


def _may_count(figure: FigureMention) -> bool:
    if figure.kind is FigureKind.RATE:
        return figure.upper is None
    return (
        figure.kind is FigureKind.QUANTITY
        and figure.upper is None
        and bool(figure.unit)
        and not SPAN.search(figure.unit or "")
    )


def _read(clause: Clause, figure: FigureMention, line: str, *, alone: bool) -> tuple[IndicatorKind, int | None] | None:
    """Whether a figure is an actual value or a target, and of which year; None where the page says neither."""
    at = figure.start - clause.start
    before, behind = clause.string[:at], clause.string[figure.end - clause.start :]
    if FALLS_SHORT.match(behind):
        return None
    year, close = _year(before, behind)
    near = _near(before)
    planned = year is not None and PLANNED.search(behind.strip()) is not None
    aimed = planned or bool(AIMED.search(near) or AIMED_BEHIND.search(behind))
    if aimed and (year or clause.led_to or AIMED.search(near) or "目" in behind[:24]):
        return IndicatorKind.TARGET, year
    if SO_FAR.search(near) and not close >= len(before) - 1:
        return IndicatorKind.ACTUAL, None
    if year and close >= 0 and BY.search(before[close:]):
        return IndicatorKind.TARGET, year
    if clause.led_to and alone and len(line) <= PLAIN_LINE and "を" not in before:
        return IndicatorKind.TARGET, year
    return (IndicatorKind.ACTUAL, year) if year and _stands_by(before, close) else None


def _near(before: str) -> str:
    """What stands before a figure and speaks of it: within its bracket, where it is in one."""
    return re.split(r"[（(](?=[^）)]*$)", before)[-1][-30:]


def _year(before: str, behind: str) -> tuple[int | None, int]:
    """The year that a figure is printed with, and where its print ends before the figure, else −1."""
    if (right_behind := OWN_YEAR.match(behind)) and (match := YEAR.search(right_behind["inside"])):
        return _western(match), -1
    found = [match for match in YEAR.finditer(before) if not FULL_DATE.match(before, match.start())]
    if found:
        return _western(found[-1]), found[-1].end()
    for bracket in (re.match(r"[^（(。、]{0,12}[（(](?P<inside>[^）)]*)[）)]", behind), AS_OF.search(behind)):
        match = YEAR.search(bracket["inside"]) if bracket else None
        if bracket and match and not FULL_DATE.match(bracket["inside"], match.start()):
            return _western(match), -1
    return None, -1


def _western(match: re.Match[str]) -> int:
    if match["western"]:
        return int(match["western"])
    return ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))


def _stands_by(before: str, close: int) -> bool:
    """Whether only a short noun stands between a year and its figure: R6 専任2,645人, 令和5年度は7,200人."""
    if close < 0:
        return True
    between = before[close:].lstrip("）)")
    return len(between) <= NEAREST and not BREAKS.search(between)


def _measure(figure: FigureMention) -> tuple[float, str]:
    value = figure.value or 0.0
    return (round(value * 100, 6), "％") if figure.kind is FigureKind.RATE else (value, figure.unit or "")


def _name(clause: Clause, figure: FigureMention) -> str | None:
    """What is counted: 移住相談件数 R4 約37万件, 専任2,645人, 組合数 98組合, 隊員数は、令和5年度は7,200人."""
    before = clause.string[: figure.start - clause.start]
    years = list(YEAR.finditer(before))
    tail = before[years[-1].end() :] if years else before
    if counted := list(COUNTED.finditer(before)):
        return counted[-1]["name"].strip("「」の・")
    tail = re.split(r"[、,。\s(（]", tail.strip())[-1] if tail.strip() else ""
    short = re.fullmatch(r"(?:目標[:：]?)?(?P<name>[一-鿿ァ-ヴー]{2,10})", tail)
    return short["name"] if short and not re.search(r"目標|度中|年度|まで|時点|現在|予算|約", short["name"]) else None
