"""One figure over years and documents (数値の推移): 協力隊員 7,200 (R5) → 7,910 (R6) → 目標 10,000 (R8).

Two indicators are of one series where they count the same thing of the same programme in the same unit. What is
counted is the indicator's name; without one, and where the name only says that the programme itself is counted
(隊員数 of 地域おこし協力隊, 組合数 of 事業協同組合), it is the programme. What was reached at no printed time joins no
series, nor do figures in remarks: whoever cites one from memory seldom says of which year it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minutes_nlp.analysis.measures.naming import key_of
from minutes_nlp.findings import Indicator, IndicatorKind, Measure
from minutes_nlp.model import Record
from minutes_nlp.places import place_of

__all__ = ["Point", "Series", "series_of", "subject_of", "values_of"]

UNITS = {"名": "人", "箇所": "か所", "カ所": "か所", "ヶ所": "か所", "ケ所": "か所", "ヵ所": "か所", "%": "％"}
# what stands before these in a measure's name is what it is about: 地域おこし協力隊の推進に要する経費
ENDS_SUBJECT = re.compile(
    r"(?<=.{3})(?:制度(?=$|[の等（ \u3000])|[のをにへ・/／（(～〜 \u3000]|について|に係る|に要する|における|等(?:の|$))"
)
QUOTED = re.compile(r"^[「『](?P<inside>[^」』]+)[」』]")
STILL = re.compile("^(?:現役|現在の?|延べ|全国の?|うち)")
# 計463名 of 438名、25名（計463名）: the whole of what stands beside it
WHOLE = re.compile(r"(?:計|合わせて|あわせて)約?\s*$")
AROUND = 6  # characters before a figure
BODIES = ("組織", "組合", "法人", "団体")  # 8,913組織 and 7,207団体 of a 地域運営組織 are the same
PERSONS = frozenset({"人", "名"})

_Key = tuple[str, str]  # what is counted, and the unit


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series (値) and where it is printed; `line` counts from the top of the page unless it is printed."""

    kind: IndicatorKind
    value: float
    unit: str
    year: int | None
    text: str
    file: str
    page: int
    line: int
    measure: str


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one figure (推移), the oldest first, those without a year last."""

    name: str
    unit: str
    points: tuple[Point, ...]


def series_of(documents: Iterable[tuple[str, Record]]) -> tuple[Series, ...]:
    """The series of all figures that are printed for two years, or as actual value and as target."""
    groups: dict[_Key, dict[Point, None]] = {}
    for file, record in documents:
        for measure in record.measures:
            for key, indicator in _comparable(record, measure):
                groups.setdefault(key, {})[_point(file, record, measure, indicator)] = None
    return tuple(
        Series(name, unit, tuple(sorted(points, key=_order)))
        for (name, unit), points in sorted(groups.items())
        if len({(point.kind, point.year, point.value) for point in points}) > 1
    )


def _comparable(record: Record, measure: Measure) -> Iterator[tuple[_Key, Indicator]]:
    """The figures of a measure with what they count; of several for one year, parts of a whole, none but the whole."""
    found: dict[tuple[_Key, IndicatorKind, int | None], list[Indicator]] = {}
    for indicator in measure.indicators:
        if indicator.year is not None or indicator.kind is not IndicatorKind.ACTUAL:
            found.setdefault((_key(measure, indicator), indicator.kind, indicator.year), []).append(indicator)
    for (key, _, _), indicators in found.items():
        whole = [one for one in indicators if len(indicators) == 1 or _is_whole(record, one)]
        yield from ((key, one) for one in whole)


def _is_whole(record: Record, indicator: Indicator) -> bool:
    start = indicator.spans[0][0] if indicator.spans else 0
    return WHOLE.search(record.source_text[max(start - AROUND, 0) : start]) is not None


def _key(measure: Measure, indicator: Indicator) -> _Key:
    counted, unit = _counted(measure, indicator), UNITS.get(indicator.unit, indicator.unit)
    return counted, "団体" if unit in BODIES and counted.endswith(tuple(BODIES)) else unit


def values_of(series: Series) -> Iterator[tuple[Point, ...]]:
    """The points of each value, the same value of one year in one group, however often it is printed (同じ値の出所)."""
    groups: dict[tuple[int | None, IndicatorKind, float], list[Point]] = {}
    for point in series.points:
        groups.setdefault((point.year, point.kind, point.value), []).append(point)
    yield from map(tuple, groups.values())


def _order(point: Point) -> tuple[bool, int, bool, str, int, int]:
    target = point.kind is IndicatorKind.TARGET
    return (point.year is None, point.year or 0, target, point.file, point.page, point.line)


def _counted(measure: Measure, indicator: Indicator) -> str:
    """What an indicator counts: the programme, or something of it."""
    subject = subject_of(measure.name)
    name = STILL.sub("", indicator.name or "")
    owner, _, counted = name.rpartition("の")
    name = (
        counted
        if owner and subject.endswith(owner.removesuffix("制度").removeprefix(subject))
        else name.removeprefix(subject)
    )
    if not name or _is_itself(name, subject, indicator.unit):
        return subject
    return f"{subject} {name}"


def subject_of(name: str) -> str:
    """What a measure's name is about (事業・制度の名): 地域おこし協力隊 of 地域おこし協力隊の推進に要する経費."""
    name = name.strip()
    if quoted := QUOTED.match(name):
        return quoted["inside"]
    return key_of(ENDS_SUBJECT.split(name, maxsplit=1)[0]) or name


def _is_itself(name: str, subject: str, unit: str) -> bool:
    """Whether a name counts the members of the programme: 隊員数 of a 隊, 組合数 in 組合, 起業人数."""
    if not name.endswith("数"):
        return False
    what = name.removesuffix("数")
    if what == unit or subject.endswith(what):
        return True
    return unit in PERSONS and what == f"{subject[-1:]}員"


def _point(file: str, record: Record, measure: Measure, indicator: Indicator) -> Point:
    page, line = place_of(
        record.pages, record.source_text, indicator.spans[0][0] if indicator.spans else 0, record.furniture
    )
    return Point(
        kind=indicator.kind,
        value=indicator.value,
        unit=indicator.unit,
        year=indicator.year,
        text=indicator.text,
        file=file,
        page=page,
        line=line,
        measure=measure.name,
    )
