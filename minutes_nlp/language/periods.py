"""Printed dates with their first and last day (日付・期間): 令和６年度, 来年３月, 2024～2026年, 上半期.

`dates` reads what a head prints: year, month, day. Here a date is a period, may be reckoned from the day on which it
was said (本年, 昨年度), and may be one end of a longer one. The fiscal year (年度) runs from April to March.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from minutes_nlp.dates import APRIL, WEEKDAY, S, western_year
from minutes_nlp.language.units import UNIT
from minutes_nlp.language.years import (
    LETTERS,
    TWO,
    YEAR_WORDS,
    Year,
    current_year,
    dotted_at,
    short_year_at,
    whole_number,
    year_at,
)
from minutes_nlp.numerals import KANJI_DIGITS

__all__ = ["BEGINS", "Period", "period_at"]


@dataclass(frozen=True, slots=True)
class Period:
    """A date (日付・期間) at `text[start:end]`; without a year that is known, `first` and `last` are None."""

    start: int
    end: int
    first: date | None = None
    last: date | None = None
    fiscal_year: int | None = None
    relative: bool = False


DAYS = timedelta(days=1)

MONTH_WORDS = MappingProxyType(
    {"先々月": -2, "先月": -1, "前月": -1, "今月": 0, "本月": 0, "来月": 1, "翌月": 1, "再来月": 2}
)
DAY_WORDS = MappingProxyType({"一昨日": -2, "昨日": -1, "本日": 0, "明日": 1, "明後日": 2})
WEEK_WORDS = MappingProxyType({"先週": -1, "今週": 0, "来週": 1, "再来週": 2})
SEASONS = MappingProxyType({"春": 3, "夏": 6, "秋": 9, "冬": 12})  # first months, as the weather service counts

# What a date begins with: a quick look before the patterns below.
BEGINS = (
    r"\d|[MTSHR](?=[ \t]*[\d元])|令和|平成|昭和|大正|明治"
    r"|[二一](?=[〇九])|再来|一昨|今(?=[年月週春夏秋冬般])|本(?=[年月日])"
    r"|昨(?=[年日春夏秋冬])|去年|前(?=[年月回])|来(?=[年月週春夏秋冬])|翌(?=[年月])|次(?=年度|回)|先(?=[々月週日般ご頃])|明(?=日|後日)"
    r"|同(?=年|月)|当(?=該?年度)|過日|年(?=度[末内当中初]|内|末|明け)|[上下]半期"
    r"|第(?=[ \t]*[1-4一二三四][ \t]*・?四半期)"
)
# "の４月８日", "５月下旬", "第２四半期", "上半期", "末", "秋"
PART = re.compile(
    rf"{S}の?{S}(?:(?P<month>{TWO}){S}月(?!間|額)(?:{S}(?P<day>{TWO}){S}日(?!間)|の?(?P<third>[上中下]旬)|(?P<close>末))?"
    rf"|(?P<first_month>\d\d?)[~-](?P<last_month>\d\d?)月期|第?{S}(?P<quarter>[1-4一二三四]){S}・?四半期"
    r"|(?P<half>[上下]半期|[上下]期(?!目)|[前後]半(?!年))|(?P<end>末(?![尾端期]))|(?P<begin>(?:当初|初め|はじめ)(?=[にでよまは時、。]|から|の(?!予算)))"
    r"|(?P<within>内|中(?=[にをのはでともま、。)]|$))|(?P<after>明け)|(?P<season>[春夏秋冬])(?![季休田日]))"
)
# "４月８日", "10月"
MONTH = re.compile(rf"(?<![\d.,第年か{KANJI_DIGITS}十])(?={TWO}{S}月)(?!一月(?!{S}{TWO}{S}日)){PART.pattern}")
# "5/8(水)", "８日（水）": only with its weekday a date
DAY = re.compile(
    rf"(?<![\d/.,])(?:(?P<month>\d\d?)/(?P<day>\d\d?)|\d\d?{S}日)(?={S}\([月火水木金土日](?:曜日?)?(?:[・･]?祝)?\))"
)
# "年度末", "年内", "年明け": of the year in which it is said
BARE_YEAR = re.compile(
    r"(?<![毎各初終複単\d数元か同該])年(?:(?P<fiscal>度)(?=[末当初中内])(?!当初予算)|(?=内|末(?!年始)|明け))"
)
BARE_PART = re.compile(r"(?=[上下]半期|第)")
# "来月10日", "先週", "本日"
MONTH_WORD = re.compile(
    rf"(?:{'|'.join(MONTH_WORDS)})(?:の?(?P<third>[上中下]旬)|(?P<close>末)|{S}(?P<day>{TWO}){S}日(?!間))?"
)
NEAR_WORD = re.compile(rf"(?<![日基資優])(?:{'|'.join([*DAY_WORDS, *WEEK_WORDS])})(?!香|課後)")
SEASON_WORD = re.compile("(?P<word>[昨今来])(?P<season>[春夏秋冬])")
# "先般", "次回": nobody can tell when
UNKNOWN = re.compile("先日|先般|今般|先ごろ|先頃|過日|同月|前回|次回")
# "～", "から", "→", "・" between the ends of a period
TO = re.compile(rf"{S}(?:(?P<line>[~→⇒-])|(?P<word>から|より|及び)|(?P<next>[・、,])){S}")
# "７年まで", "８年度": the era goes on
NEXT_YEAR = re.compile(rf"(?P<year>\d{{4}}|元|{TWO}){S}年(?P<fiscal>度)?(?!間|[かヶカ]月)")
# "６" of "R4～６"
NEXT_LETTER_YEAR = re.compile(r"(?P<year>\d{1,2})(?![\d.,/])")
NEXT_MONTH = re.compile(rf"(?={TWO}{S}月){PART.pattern}")
NEXT_DAY = re.compile(rf"(?P<day>{TWO}){S}日(?!間|目)")
UNTIL = re.compile(rf"{S}(?:まで|迄|にかけて)")
DECADE = re.compile("代$")
NOT_YEARS = re.compile(rf"{S}(?:{UNIT}|円|%|[百千万億兆])")


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a period: what is printed of it, and how finely."""

    period: Period
    year: Year
    grain: str  # year month day


def period_at(plain: str, here: int, said_on: date | None = None, before: date | None = None) -> Period | None:
    """The date that begins at `here` of a text in ASCII form (日付・期間), reckoned from `said_on` where it must be.

    `before` is a date printed before it, which tells the era of ７年度 in 令和６年度と７年度.
    """
    if year := year_at(plain, here, said_on):
        return _extended(plain, _point(plain, here, year), said_on)
    if year := short_year_at(plain, here, said_on, before):
        return _extended(plain, _point(plain, here, year), said_on)
    if month := MONTH.match(plain, here):
        point = _with_part(plain, here, Year(here, None), month)
        return _extended(plain, point, said_on) if point else None
    if day := DAY.match(plain, here):
        return Period(here, _with_weekday(plain, day.end()))
    return _near(plain, here, said_on)


def _point(plain: str, here: int, year: Year) -> Point | None:
    """The day, month or part of a year that is printed with it, or the whole year."""
    if part := (dotted_at(plain, year.end, year.era) or PART.match(plain, year.end)) if not year.is_cut else None:
        return _with_part(plain, here, year, part)
    first, last = _whole(year)
    end = year.end
    if DECADE.search(plain, here, end) and first and year.number:
        last = date(year.number + 9, 12, 31)
    return Point(
        Period(here, end, first, last, year.number if year.is_fiscal else None, year.is_relative), year, "year"
    )


def _with_part(plain: str, here: int, year: Year, part: re.Match[str]) -> Point | None:
    """A year with its month, day, quarter or season; None where the calendar has no such day."""
    names = part.groupdict()
    if names.get("month"):
        days = _of_month(year, names)
        if days is None:
            return None
    else:
        days = _of_part(year, names)
    end = _with_weekday(plain, part.end()) if names.get("day") else part.end()
    grain = "day" if names.get("day") else "month" if names.get("month") else "part"
    fiscal_year = year.number if year.is_fiscal else None
    return Point(Period(here, end, *days, fiscal_year, year.is_relative), year, grain)


def _of_month(year: Year, names: dict[str, str | None]) -> tuple[date | None, date | None] | None:
    month, day = whole_number(names["month"]), whole_number(names.get("day"))
    leap_year = 2000  # 2月29日 without a year may be right
    if month is None or not 1 <= month <= 12 or not 1 <= (day or 1) <= monthrange(year.number or leap_year, month)[1]:
        return None
    first, last = year.months(month)
    if first is None or last is None:
        return None, None
    if day:
        return first.replace(day=day), first.replace(day=day)
    if third := names.get("third"):
        begin = {"上": 1, "中": 11, "下": 21}[third[0]]
        return first.replace(day=begin), last if begin == 21 else first.replace(day=begin + 9)
    return (last, last) if names.get("close") else (first, last)


def _of_part(year: Year, names: dict[str, str | None]) -> tuple[date | None, date | None]:
    start = APRIL if year.is_fiscal else 1
    if quarter := whole_number(names.get("quarter")):
        return year.months((start - 1 + 3 * (quarter - 1)) % 12 + 1, 3)
    if half := names.get("half"):
        return year.months(start + 6 * (half[0] in "下後"), 6)
    if (begin := whole_number(names.get("first_month"))) and (close := whole_number(names.get("last_month"))):
        return year.months(begin, close - begin + 1) if 1 <= begin <= close <= 12 else (None, None)
    if season := names.get("season"):
        return replace(year, is_fiscal=False).months(SEASONS[season], 3)
    return _edge(year, names, start)


def _edge(year: Year, names: dict[str, str | None], start: int) -> tuple[date | None, date | None]:
    """The end of a year, its begin, the begin of the next one, or all of it (末, 当初, 明け, 内)."""
    first, last = _whole(year)
    if names.get("end"):
        return last, last
    if names.get("begin"):
        return year.months(start)
    return replace(year, number=year.number + 1).months(1) if names.get("after") and year.number else (first, last)


def _whole(year: Year) -> tuple[date | None, date | None]:
    return year.months(APRIL if year.is_fiscal else 1, 12)


def _extended(plain: str, low: Point | None, said_on: date | None) -> Period | None:
    """A date, or the period that it begins (令和６～８年度, ４月から10月); 令和６ alone, cut from its 年, is none."""
    if low is None:
        return None
    high = _other_end(plain, low, said_on)
    if high is None:
        return None if low.year.is_cut else low.period
    if low.year.is_cut:
        low = replace(
            low, period=replace(low.period, first=_whole(replace(low.year, is_fiscal=high.year.is_fiscal))[0])
        )
    is_relative = low.period.relative or high.period.relative
    return Period(low.period.start, high.period.end, low.period.first, high.period.last, relative=is_relative)


def _other_end(plain: str, low: Point, said_on: date | None) -> Point | None:
    to = TO.match(plain, low.period.end)
    if not to:
        return None
    here = to.end()
    high = _with_own_year(plain, here, low, said_on, to) or _with_year_of(plain, here, low, to)
    if not high or (low.period.first and high.period.last and high.period.last <= low.period.first):
        return None
    return high


def _with_own_year(plain: str, here: int, low: Point, said_on: date | None, to: re.Match[str]) -> Point | None:
    year = year_at(plain, here, said_on)
    if not year or to["next"] or (low.year.is_cut and year.is_relative):
        return None
    if year.is_cut:  # 2011～2015 has no 年, 2011～2015人 no years
        year = replace(year, is_cut=False)
        is_years = low.year.is_cut and year.era == low.year.era and not NOT_YEARS.match(plain, year.end)
        return _point(plain, here, year) if is_years else None
    return _point(plain, here, year)


def _with_year_of(plain: str, here: int, low: Point, to: re.Match[str]) -> Point | None:
    """The other end without an era (７年まで), without a year (10月) or without a month (10日)."""
    readers = (_numbered_year, _letter_year, _month_after, _day_after)
    return next((point for read in readers if (point := read(plain, here, low, to))), None)


def _numbered_year(plain: str, here: int, low: Point, to: re.Match[str]) -> Point | None:
    match = NEXT_YEAR.match(plain, here)
    number = _following(low.year, match["year"]) if match else None
    if not match or number is None or (to["next"] and number != (low.year.number or 0) + 1):
        return None
    point = _point(plain, here, Year(match.end(), number, bool(match["fiscal"]), era=low.year.era))
    is_years = not to["word"] or match["fiscal"] or (point and point.grain != "year")
    return point if is_years or UNTIL.match(plain, match.end()) else None


def _letter_year(plain: str, here: int, low: Point, to: re.Match[str]) -> Point | None:
    match = NEXT_LETTER_YEAR.match(plain, here)
    if not match or not to["line"] or low.year.era not in LETTERS or low.grain != "year":
        return None
    year = replace(low.year, end=match.end(), number=_following(low.year, match["year"]))
    return _point(plain, here, year) if year.number and not NOT_YEARS.match(plain, match.end()) else None


def _month_after(plain: str, here: int, low: Point, to: re.Match[str]) -> Point | None:
    """A month without its year; of the next year where it comes before the other (10月～３月)."""
    match = NEXT_MONTH.match(plain, here) if _goes_on_finely(low, to) else None
    point = _with_part(plain, here, low.year, match) if match else None
    if match and point and low.year.number and point.period.last and low.period.first:
        is_over = point.period.last < low.period.first
        return _with_part(plain, here, replace(low.year, number=low.year.number + 1), match) if is_over else point
    return point


def _goes_on_finely(low: Point, to: re.Match[str]) -> bool:
    return low.grain in {"month", "day"} and not to["next"] and to["line"] not in {"→", "⇒"}


def _following(year: Year, printed: str) -> int | None:
    if year.number is None or len(printed) == 4:
        return western_year(None, printed) if len(printed) == 4 else None
    if year.era:
        return western_year(year.era, printed)
    last = whole_number(printed)
    return None if last is None else year.number - year.number % 100 + last


def _day_after(plain: str, here: int, low: Point, to: re.Match[str]) -> Point | None:
    match = NEXT_DAY.match(plain, here) if low.grain == "day" and _goes_on_finely(low, to) else None
    day = whole_number(match["day"]) if match else None
    if not match or not day:
        return None
    end, first = _with_weekday(plain, match.end()), low.period.first
    if first is None:
        return Point(Period(here, end), low.year, "day")
    if day > monthrange(first.year, first.month)[1]:
        return None
    return Point(Period(here, end, low.period.first, first.replace(day=day)), low.year, "day")


def _near(plain: str, here: int, said_on: date | None) -> Period | None:
    """What only its day tells: 年度末, 上半期, 来月, 先週, 今秋; of 先般 and 次回 nothing does."""
    if match := BARE_YEAR.match(plain, here) or BARE_PART.match(plain, here):
        is_fiscal = match.re is BARE_PART or bool(match["fiscal"])
        year = Year(match.end(), current_year(said_on, is_fiscal=is_fiscal), is_fiscal, is_relative=True)
        part = PART.match(plain, match.end())
        point = _with_part(plain, here, year, part) if part else None
        return point.period if point else None
    if match := MONTH_WORD.match(plain, here):
        return _month_word(here, match, said_on)
    if match := SEASON_WORD.match(plain, here):
        year = Year(match.end(), said_on.year + YEAR_WORDS[match["word"]] if said_on else None, is_relative=True)
        return Period(here, match.end(), *year.months(SEASONS[match["season"]], 3), relative=True)
    if match := NEAR_WORD.match(plain, here):
        return Period(here, match.end(), *_near_days(match.group(), said_on), relative=True)
    unknown = UNKNOWN.match(plain, here)
    return Period(here, unknown.end(), relative=True) if unknown else None


def _month_word(here: int, match: re.Match[str], said_on: date | None) -> Period | None:
    if said_on is None:
        return Period(here, match.end(), relative=True)
    word = match.group()[: match.group().index("月") + 1]
    years, index = divmod(said_on.month - 1 + MONTH_WORDS[word], 12)
    names = match.groupdict() | {"month": str(index + 1)}
    days = _of_month(Year(match.end(), said_on.year + years), names)
    return Period(here, match.end(), *days, relative=True) if days else None


def _near_days(word: str, said_on: date | None) -> tuple[date | None, date | None]:
    if said_on is None:
        return None, None
    if word in DAY_WORDS:
        day = said_on + DAY_WORDS[word] * DAYS
        return day, day
    monday = said_on + (7 * WEEK_WORDS[word] - said_on.weekday()) * DAYS
    return monday, monday + 6 * DAYS


def _with_weekday(plain: str, end: int) -> int:
    weekday = WEEKDAY.match(plain, end)
    return weekday.end() if weekday else end
