"""Printed years (年・年度): 令和６年度, R6, 2024（令和６）年, 来年度, and ６年度 without its era."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from minutes_nlp.dates import APRIL, ERA_NAME, IN_WAREKI, IN_WESTERN, S, western_year
from minutes_nlp.numerals import KANJI_DIGITS, number

__all__ = [
    "LETTERS",
    "TWO",
    "YEAR_WORDS",
    "Year",
    "current_year",
    "dotted_at",
    "months",
    "short_year_at",
    "whole_number",
    "year_at",
]


@dataclass(frozen=True, slots=True)
class Year:
    """A printed year (年・年度), calendar or fiscal; the number is None where nothing tells it."""

    end: int
    number: int | None
    is_fiscal: bool = False
    is_relative: bool = False
    era: str | None = None
    is_cut: bool = False  # 令和６ of 令和６～８年度

    def months(self, month: int, count: int = 1) -> tuple[date | None, date | None]:
        """First and last day of so many months from one of this year's, January to March at the end of a 年度."""
        if self.number is None:
            return None, None
        return months(self.number + (self.is_fiscal and month < APRIL), month, count)


LETTERS = frozenset("HR")  # R6 alone is a year, fiscal as budgets are
TWO = rf"(?:\d{{1,2}}|[{KANJI_DIGITS}十]{{1,4}})"
YEAR_WORDS = MappingProxyType(
    {"一昨": -2, "昨": -1, "去": -1, "前": -1, "今": 0, "本": 0, "来": 1, "翌": 1, "次": 1, "再来": 2}
)
# "令和６年度", "R6", "2024（令和６）年", "二〇二四年"
ABSOLUTE = re.compile(
    rf"(?:(?P<era>{ERA_NAME}|(?<![A-Za-z\d./-])[MTSHR]){S}(?P<year>元|100|{TWO}){S}{IN_WESTERN}"
    rf"|(?<![\d.,/-])(?P<western>\d{{4}}|[一二][{KANJI_DIGITS}]{{3}}){S}{IN_WAREKI})"
    rf"(?P<sign>年(?!間|[かヶカ]月)(?P<fiscal>度)?{IN_WAREKI}{IN_WESTERN}(?P<decade>代)?)?"
)
# "R6.5.8", "2024/5/8", "R6.8月" behind the year
DOTTED = re.compile(r"(?P<sign>[/.-])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?(?![\d%]|[/.-]\d)(?P<moon> ?月)?")
# "今年度", "来年", "一昨年度"; 日本年金機構 and 将来年 have none
RELATIVE = re.compile(
    r"(?P<word>再来|一昨|今|(?<![日基資])本|昨|去|(?<!以)前|(?<![将従])来|翌|次(?=年度))年(?P<fiscal>度)?(?![代金齢])"
    r"|(?P<unknown>同年度?|当該?年度)"
)
# "６年度", "24年度": the era goes without saying
SHORT_FISCAL = re.compile(rf"(?<![\d.,第か])(?P<year>\d{{1,2}}|元){S}年度(?![目分間])")
# "６年４月", the same of a year
SHORT_YEAR = re.compile(rf"(?<![\d.,第か])(?P<year>\d{{1,2}}|元){S}年(?={S}{TWO}{S}月(?!分|間))")
# "R6" of R6A, R6-1
LETTER_GOES_ON = re.compile(r"[A-Za-z\d./]|-\d")


def year_at(plain: str, here: int, said_on: date | None) -> Year | None:
    """The year that begins at `here` (年・年度), 来年 and its like reckoned from `said_on`; 令和６ alone is cut."""
    if match := ABSOLUTE.match(plain, here):
        return _absolute(plain, match)
    match = RELATIVE.match(plain, here)
    if not match:
        return None
    now = current_year(said_on, is_fiscal=bool(match["fiscal"]))
    number_ = now + YEAR_WORDS[match["word"]] if match["word"] and now is not None else None
    return Year(match.end(), number_, bool(match["fiscal"]), is_relative=True)


def _absolute(plain: str, match: re.Match[str]) -> Year | None:
    era, printed = match["era"], match["year"] or match["western"]
    number_ = western_year(era, printed)
    if number_ is None:
        return None
    end = match.start() + len(match.group().rstrip())
    if match["sign"] or dotted_at(plain, end, era):
        return Year(end, number_, bool(match["fiscal"]), era=era)
    is_letter = era is not None and era.isascii()
    if is_letter and (era not in LETTERS or LETTER_GOES_ON.match(plain, end)):
        return None
    return Year(end, number_, is_letter, era=era, is_cut=not is_letter)


def short_year_at(plain: str, here: int, said_on: date | None, before: date | None) -> Year | None:
    """A year without its era (６年度, ６年４月): the nearest to the date `before` it, or else to `said_on`."""
    match = SHORT_FISCAL.match(plain, here) or SHORT_YEAR.match(plain, here)
    if not match:
        return None
    is_fiscal = match.re is SHORT_FISCAL
    now = current_year(before or said_on, is_fiscal=is_fiscal)
    year, era = (None, None) if now is None else _nearest(match["year"], now)
    return Year(match.end(), year, is_fiscal, is_relative=before is None, era=era)


def _nearest(printed: str, now: int) -> tuple[int | None, str | None]:
    """The year that 24 stands for, and its era: of 令和, of 平成 or of this century, the nearest."""
    readings = [(western_year(era, printed), era) for era in ("令和", "平成")]
    century = (now - now % 100 + int(printed), None) if printed.isdecimal() and len(printed) == 2 else (None, None)
    known = [(abs(year - now), year, era) for year, era in (*readings, century) if year]
    return min(known, key=lambda reading: reading[0])[1:] if known else (None, None)


def current_year(said_on: date | None, *, is_fiscal: bool) -> int | None:
    """The calendar or fiscal year in which something is said (当年・当年度)."""
    if said_on is None:
        return None
    return said_on.year - (is_fiscal and said_on.month < APRIL)


def dotted_at(plain: str, end: int, era: str | None) -> re.Match[str] | None:
    """Month and day behind a year with signs between them (R6.5.8); 2024.5 may be a number."""
    match = DOTTED.match(plain, end)
    has_era = era is not None and (era in LETTERS or not era.isascii())
    return match if match and (match["day"] or match["moon"] or (has_era and match["sign"] == ".")) else None


def months(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """First and last day of so many months (月の初日・末日)."""
    years, index = divmod(month + count - 2, 12)
    close_year, close_month = year + years, index + 1
    return date(year, month, 1), date(close_year, close_month, monthrange(close_year, close_month)[1])


def whole_number(printed: str | None) -> int | None:
    """25 for 25 and 二十五, 1 for 元; None where nothing is printed."""
    read = number(printed) if printed and printed != "元" else None
    return int(read) if read is not None else 1 if printed == "元" else None
