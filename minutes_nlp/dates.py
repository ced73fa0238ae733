"""Dates and times as they are printed (日付・時刻), with their places in the text.

Every search works on a copy of the text in which full-width digits, letters and signs have become ASCII one to one,
so that all offsets are those of the text itself.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from minutes_nlp.errors import SettingsError
from minutes_nlp.numerals import KANJI_DIGITS, in_ascii, number

__all__ = [
    "DateMention",
    "TimeMention",
    "TimeRange",
    "find_dates",
    "find_time_ranges",
    "find_times",
    "period",
    "western_year",
]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A printed date (日付), at `text[start:end]`; what is not printed is None."""

    start: int
    end: int
    year: int | None = None  # western
    month: int | None = None
    day: int | None = None
    weekday: str | None = None  # one of 月火水木金土日

    @property
    def iso(self) -> str | None:
        """`2024-05-08`; None unless year, month and day are printed."""
        return day.isoformat() if (day := self._day()) else None

    @property
    def weekday_fits(self) -> bool | None:
        """Whether the printed weekday is that of the date; None where one of the two is not printed."""
        day = self._day()
        return WEEKDAYS[day.weekday()] == self.weekday if day and self.weekday else None

    def _day(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A printed time of day (時刻), `HH:MM`, at `text[start:end]`."""

    start: int
    end: int
    time: str


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From when to when (開始・終了時刻), at `text[start:end]`; `closing` is None where only the start is printed."""

    start: int
    end: int
    opening: str
    closing: str | None = None


WEEKDAYS = "月火水木金土日"

# Name, the western year before its first, and the last year that is believed. 昭和 and later eras are printed beyond
# their end: plans made under an era count on (平成32年度), and 昭和100年 is a saying.
ERAS = (
    ("明治", "M明", 1867, 45),
    ("大正", "T大", 1911, 15),
    ("昭和", "S昭", 1925, 100),
    ("平成", "H平", 1988, 62),  # 2050, the far end of the plans of those years
    ("令和", "R令", 2018, 82),  # 2100
)
YEARS = range(1600, 2200)  # western years that are believed
APRIL = 4  # the fiscal year （年度） begins

S = "[ \t]*"
KANJI = f"{KANJI_DIGITS}十"
NUMBER = rf"(?:\d{{1,2}}|[{KANJI}]{{1,4}})"
ERA_NAME = "(?:" + "|".join(name for name, *_ in ERAS) + ")"
YEAR_SIGN = "年(?![度代間])"  # a fiscal year, a decade or a span of years is no date
MONTH = rf"(?:{S}(?P<month>{NUMBER}){S}月(?:{S}(?P<day>{NUMBER}){S}日)?)?"
# "(2024年)", "（令和６）"; the other reckoning in brackets, before or after 年
IN_WESTERN = rf"(?:{S}\({S}\d{{4}}{S}年?{S}\){S})?"
IN_WAREKI = rf"(?:{S}\({S}{ERA_NAME}{S}(?:元|{NUMBER}){S}年?{S}\){S})?"

# "令和 ６ 年５月８日", "令和６(2024)年５月", "令和元年（2019年）"
WAREKI = re.compile(rf"(?P<era>{ERA_NAME}){S}(?P<year>元|100|{NUMBER}){S}{IN_WESTERN}{YEAR_SIGN}{IN_WESTERN}{MONTH}")
# "2024年５月８日", "二〇二四年五月", "2024（令和６）年５月８日"
WESTERN = re.compile(
    rf"(?<![\d{KANJI}])(?P<year>\d{{4}}|[{KANJI[:-1]}]{{4}}){S}{IN_WAREKI}{YEAR_SIGN}{IN_WAREKI}{MONTH}"
)
# "2025/5/20", "2023.02.10", "2023-02-10"
SIGNED = re.compile(
    r"(?<![\d/.-])(?P<year>\d{4})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d|[/.-]\d)"
)
# "2024", "2024-04", "2024-04-01"
ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
# "R6.5.8", "令和6.5.8", "平31.4.30"
SIGNED_WAREKI = re.compile(
    rf"(?P<era>(?<![A-Za-z\d])[MTSHR]|(?<![一-鿿])[明大昭平令]|{ERA_NAME}){S}(?P<year>元|\d{{1,2}})"
    r"(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d|[/.-]\d)"
)
# "R6.8月", "H30.4"
LETTER_MONTH = re.compile(
    rf"(?<![A-Za-z\d.])(?P<era>[HR])(?P<year>元|\d{{1,2}})\.(?P<month>\d{{1,2}})(?:{S}月|(?![\d.%]))"
)
# "R6年５月８日", "S63年"
LETTER_YEAR = re.compile(rf"(?<![A-Za-z\d.])(?P<era>[MTSHR])(?P<year>元|\d{{1,2}}){S}{YEAR_SIGN}{MONTH}")
# "R6", "H19"
LETTER = re.compile(rf"(?<![A-Za-z\d./-])(?P<era>[HR])(?P<year>元|\d{{1,2}})(?![A-Za-z\d./-]|{S}年)")
# "５月８日"
MONTH_DAY = re.compile(rf"(?<![\d{KANJI}年])(?P<month>{NUMBER}){S}月{S}(?P<day>{NUMBER}){S}日(?!間)")

DATES = (WAREKI, WESTERN, SIGNED, SIGNED_WAREKI, LETTER_MONTH, LETTER_YEAR, LETTER, MONTH_DAY)

# "（水）", "(日・祝)", "水曜日"
WEEKDAY = re.compile(
    rf"{S}(?:\({S}(?P<short>[{WEEKDAYS}])(?:曜日?)?(?:[・･,、]?(?:祝|休)日?)?{S}\)|(?P<long>[{WEEKDAYS}])曜日?)"
)

HALF_DAY = r"午前|午後|[AaPp]\.?[Mm]\.?"
KANJI_NUMBER = f"[{KANJI}]{{1,3}}"
CLOCK = (
    # "正午"
    r"(?P<noon>正午)",
    # "15:30", "午後 3：30", but not "R6：18兆" and "図５：25～29歳"
    (
        rf"(?<![A-Za-z\d:図表第])(?:(?P<half1>{HALF_DAY}){S})?"
        r"(?P<hour1>\d\d?) ?: ?(?P<minute1>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    ),
    # "１５時３０分", "15時", "10時半", but not "2時間"
    (
        rf"(?<!\d)(?:(?P<half2>{HALF_DAY}){S})?(?<!\d)(?P<hour2>\d\d?){S}時(?![間点限期代刻計系差給速])"
        rf"(?:{S}(?P<minute2>\d\d?){S}分(?!間)|(?P<thirty2>半))?"
    ),
    # "午後三時半", "午後三時"
    (
        rf"(?P<half3>午前|午後){S}(?P<hour3>{KANJI_NUMBER}){S}時(?!間)"
        rf"(?:{S}(?P<minute3>{KANJI_NUMBER}){S}分|(?P<thirty3>半))?"
    ),
    # "十時三十分"; without minutes 一時 is "for a while"
    rf"(?P<hour4>{KANJI_NUMBER}){S}時{S}(?P<minute4>{KANJI_NUMBER}){S}分(?!間)",
    # "五時" in "午後三時から五時まで"
    rf"(?:(?<=から)|(?<=[~-]))(?P<hour5>{KANJI_NUMBER}){S}時(?P<thirty5>半)?(?=まで|迄)",
)
TIME = re.compile("|".join(CLOCK))
# "～", "から", "-"
TO = re.compile(rf"{S}(?:[~→-]|ー|から|より){S}(?:同日{S})?")
# "まで"
UNTIL = re.compile(rf"{S}(?:まで|迄)")


def find_dates(text: str) -> tuple[DateMention, ...]:
    """The dates of a text in order (日付); what no calendar has, such as 2月30日, is none."""
    plain = in_ascii(text)
    found = (_date_mention(match, plain) for match in _apart(plain, DATES))
    return tuple(mention for mention in found if mention)


def period(text: str) -> tuple[date, date]:
    """The first and the last day of what is typed (期間): 2024, 2024-04, 令和6年4月1日, 令和6年度; SettingsError."""
    plain = in_ascii(text).strip()
    is_fiscal = plain.endswith("年度")
    year, month, day = _typed(plain.removesuffix("度") if is_fiscal else plain)
    if year not in YEARS or (is_fiscal and month) or not _is_in_calendar(year, month, day):
        remedy = "例: 2024、2024-04、2024-04-01、令和6年4月、令和6年度"
        raise SettingsError("bad-date", f"{text} は日付として読めません", remedy=remedy)
    if is_fiscal:
        return date(year, APRIL, 1), date(year + 1, APRIL, 1) - timedelta(days=1)
    last = month or 12
    return date(year, month or 1, day or 1), date(year, last, day or monthrange(year, last)[1])


def _typed(plain: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of what is a date and nothing else; 0 for the year of what is none."""
    if written := ISO.fullmatch(plain):
        year, month, day = written.groups()
        return int(year), _number(month), _number(day)
    found = find_dates(plain)
    is_whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain))
    return (found[0].year or 0, found[0].month, found[0].day) if is_whole else (0, None, None)


def find_times(text: str) -> tuple[TimeMention, ...]:
    """The times of day of a text in order (時刻); 24:00 stands, 25:00 is none."""
    found = ((match, _time_of(match)) for match in TIME.finditer(in_ascii(text)))
    return tuple(TimeMention(*match.span(), _clock(time)) for match, time in found if time is not None)


def find_time_ranges(text: str) -> tuple[TimeRange, ...]:
    """From when to when, in order (開始～終了); a start alone needs its から or ～."""
    plain = in_ascii(text)
    matches = tuple(TIME.finditer(plain))
    ranges: list[TimeRange] = []
    for match, following in zip_longest(matches, matches[1:]):
        to = TO.match(plain, match.end())
        if to and not (ranges and match.start() < ranges[-1].end) and (found := _range(match, to, following, plain)):
            ranges.append(found)
    return tuple(ranges)


def _apart(plain: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    """The matches of all patterns that do not overlap: the first, and of those that start together the longest."""
    matches = [match for pattern in patterns for match in pattern.finditer(plain)]
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def _date_mention(match: re.Match[str], plain: str) -> DateMention | None:
    parts = match.groupdict()
    year = western_year(parts.get("era"), parts.get("year"))
    month, day = _number(parts.get("month")), _number(parts.get("day"))
    read = {"year": year, "month": month, "day": day}
    if any(parts.get(name) and number is None for name, number in read.items()) or not _is_in_calendar(
        year, month, day
    ):
        return None
    weekday = WEEKDAY.match(plain, match.end()) if day else None
    end = weekday.end() if weekday else match.end()
    return DateMention(match.start(), end, year, month, day, weekday and (weekday["short"] or weekday["long"]))


def western_year(era: str | None, printed: str | None) -> int | None:
    """The year of the western reckoning (西暦); None where none is printed, or none that the era has."""
    number = 1 if printed == "元" else _number(printed)
    if number is None:
        return None
    if era is None:
        return number if number in YEARS else None
    zero, last = next((zero, last) for name, letters, zero, last in ERAS if era == name or era in letters)
    return zero + number if 0 < number <= last else None


def _is_in_calendar(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return True
    leap_year = 2000  # 2月29日 without a year may be right
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year or leap_year, month)[1])


def _number(printed: str | None) -> int | None:
    """25 for 25, 二十五 and 二五; None where nothing is printed or it is no number (十十)."""
    read = number(printed) if printed else None
    return None if read is None else int(read)


def _time_of(match: re.Match[str]) -> int | None:
    """Minutes since midnight; None where no clock shows it."""
    if match["noon"]:
        return 12 * 60
    index = next(i for i in "12345" if match[f"hour{i}"])
    parts = match.groupdict()
    hour, minute = _number(parts[f"hour{index}"]), _number(parts.get(f"minute{index}")) or 0
    if hour is None or minute > 59:
        return None
    if _half_day(match) in {"午後", "p"} and hour < 12:
        hour += 12
    minutes = hour * 60 + (30 if parts.get(f"thirty{index}") else minute)
    return minutes if minutes <= 24 * 60 else None


def _half_day(match: re.Match[str]) -> str:
    """午前, 午後, a or p; empty where neither is printed."""
    half = match["half1"] or match["half2"] or match["half3"] or ""
    return half if half in {"午前", "午後"} else half[:1].lower()


def _range(match: re.Match[str], to: re.Match[str], following: re.Match[str] | None, plain: str) -> TimeRange | None:
    opening = _time_of(match)
    if opening is None:
        return None
    closing = _time_of(following) if following and following.start() == to.end() else None
    if following is None or closing is None:
        return TimeRange(match.start(), to.end(), _clock(opening))
    if closing < opening and _half_day(match) and not _half_day(following):
        closing += 12 * 60  # 午後 is printed once: 午後３時から５時
    until = UNTIL.match(plain, following.end())
    return TimeRange(match.start(), (until or following).end(), _clock(opening), _clock(closing))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
