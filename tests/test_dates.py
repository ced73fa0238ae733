from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_nlp.dates import find_dates, find_time_ranges, find_times
from minutes_nlp.reading.numerals import kanji_number

FULL_DATES = [
    ("令和６年５月８日", "2024-05-08"),
    ("令和６年５月８日（水）", "2024-05-08"),
    ("令和 ６ 年５月８日", "2024-05-08"),
    ("令和　６　年　５　月　８　日", "2024-05-08"),
    ("令和元年５月１日", "2019-05-01"),
    ("平成元年1月8日", "1989-01-08"),
    ("平成３１年４月３０日", "2019-04-30"),
    ("昭和64年1月7日", "1989-01-07"),
    ("大正15年12月24日", "1926-12-24"),
    ("明治45年7月29日", "1912-07-29"),
    ("令和六年五月八日", "2024-05-08"),
    ("平成二十五年十二月三十一日", "2013-12-31"),
    ("令和６（2024）年５月８日", "2024-05-08"),
    ("令和６年（2024年）５月８日", "2024-05-08"),
    ("2024（令和６）年５月８日", "2024-05-08"),
    ("2024年（令和６年）５月８日", "2024-05-08"),
    ("2024年5月8日", "2024-05-08"),
    ("２０２４年５月８日(水曜日)", "2024-05-08"),
    ("二〇二五年一月二〇日", "2025-01-20"),
    ("2025/5/20", "2025-05-20"),
    ("2023.02.10", "2023-02-10"),
    ("2023-02-10", "2023-02-10"),
    ("２０２３／０２／１０", "2023-02-10"),
    ("R6.5.8", "2024-05-08"),
    ("Ｒ６．５．８", "2024-05-08"),
    ("H19/3/1", "2007-03-01"),
    ("S63年4月1日", "1988-04-01"),
    ("R元.5.1", "2019-05-01"),
    ("令和6.5.8", "2024-05-08"),
    ("平31.4.30", "2019-04-30"),
    ("令和６年２月29日", "2024-02-29"),
    ("令和元年５月１日（水・祝）", "2019-05-01"),
    ("令和６年５月８日 水曜日", "2024-05-08"),
]

PARTIAL_DATES = [
    ("令和６年", 2024, None, None),
    ("令和６年５月", 2024, 5, None),
    ("2024年5月", 2024, 5, None),
    ("2024年", 2024, None, None),
    ("R6.8月", 2024, 8, None),
    ("H30.4", 2018, 4, None),
    ("Ｒ６", 2024, None, None),
    ("H19", 2007, None, None),
    ("平成32年", 2020, None, None),
    ("昭和100年", 2025, None, None),
    ("５月８日", None, 5, 8),
    ("２月29日（木）", None, 2, 29),
]

NO_DATES = [
    "2月30日",
    "令和６年２月30日",
    "令和５年２月29日",
    "令和99年13月",
    "令和６年13月１日",
    "令和０年５月１日",
    "明治46年",
    "令和６年度",
    "2024年度",
    "1990年代",
    "３年間",
    "2025/13/1",
    "1.2023.02.10",
    "12/2025/5/20",
    "2025/5/20/3",
    "ABR6",
    "R6.8%",
    "R6-17",
    "2時30分",
    "十十月一日",
    "5か月",
    "",
]

TIMES = [
    ("15:30", "15:30"),
    ("１５：３０", "15:30"),
    ("9:05", "09:05"),
    ("15時", "15:00"),
    ("１５時３０分", "15:30"),
    ("10時00分", "10:00"),
    ("10時半", "10:30"),
    ("午前9時", "09:00"),
    ("午後３時半", "15:30"),
    ("午後 3:30", "15:30"),
    ("PM3:30", "15:30"),
    ("午後０時30分", "12:30"),
    ("午後12時30分", "12:30"),
    ("午後三時四十五分", "15:45"),
    ("午後零時三分", "12:03"),
    ("午前十時零分", "10:00"),
    ("十時三十分", "10:30"),
    ("正午", "12:00"),
    ("24時", "24:00"),
    ("０時", "00:00"),
]

NO_TIMES = [
    "2時間30分",
    "一時休憩",
    "25:00",
    "15:60",
    "15時75分",
    "16:9",
    "R6：18兆円",
    "図５：25歳",
    "1:02:03:04",
    "24時30分",
]

RANGES = [
    ("15:30～17:30", "15:30", "17:30"),
    ("１５時３０分～１７時", "15:30", "17:00"),
    ("10時00分-12時00分", "10:00", "12:00"),
    ("13：00〜15：00", "13:00", "15:00"),
    ("14:30 － 17:30", "14:30", "17:30"),
    ("午後３時半から", "15:30", None),
    ("午後１時から午後３時まで", "13:00", "15:00"),
    ("午後１時から３時まで", "13:00", "15:00"),
    ("午前10時～3時", "10:00", "15:00"),
    ("午後三時半から五時まで", "15:30", "17:00"),
    ("正午～13時", "12:00", "13:00"),
    ("22:00～2:00", "22:00", "02:00"),
]


@pytest.mark.parametrize(("printed", "iso"), FULL_DATES)
def test_a_printed_date_is_found_whole(printed, iso):
    (mention,) = find_dates(f"開催日：{printed}、会場は別記のとおり")
    assert (mention.iso, mention.start, mention.end) == (iso, 4, 4 + len(printed))


@pytest.mark.parametrize(("printed", "year", "month", "day"), PARTIAL_DATES)
def test_what_is_not_printed_of_a_date_is_none(printed, year, month, day):
    (mention,) = find_dates(printed)
    assert (mention.year, mention.month, mention.day, mention.iso) == (year, month, day, None)


@pytest.mark.parametrize("printed", NO_DATES)
def test_what_no_calendar_has_is_no_date(printed):
    assert find_dates(printed) == ()


@pytest.mark.parametrize(
    ("printed", "fits"),
    [
        ("令和６年５月８日（水）", True),
        ("令和６年５月８日（木）", False),
        ("令和６年５月８日", None),
        ("５月８日（水）", None),
    ],
)
def test_a_weekday_is_checked_against_a_full_date(printed, fits):
    assert find_dates(printed)[0].weekday_fits is fits


def test_several_dates_are_found_in_order():
    text = "令和６年４月１日から2025/3/31まで（R5 23件→R6.8月 60件）"
    assert [text[d.start : d.end] for d in find_dates(text)] == ["令和６年４月１日", "2025/3/31", "R5", "R6.8月"]


@pytest.mark.parametrize(("printed", "time"), TIMES)
def test_a_printed_time_is_found_whole(printed, time):
    (mention,) = find_times(f"開会　{printed}（予定）")
    assert (mention.time, mention.start, mention.end) == (time, 3, 3 + len(printed))


@pytest.mark.parametrize("printed", NO_TIMES)
def test_what_no_clock_shows_is_no_time(printed):
    assert find_times(printed) == ()


@pytest.mark.parametrize(("printed", "opening", "closing"), RANGES)
def test_a_range_has_its_opening_and_closing_time(printed, opening, closing):
    (found,) = find_time_ranges(f"日時　{printed}（厳守）")
    assert (found.opening, found.closing, found.start, found.end) == (opening, closing, 3, 3 + len(printed))


def test_a_lone_time_is_no_range():
    assert find_time_ranges("15時30分開会") == ()


def wareki(day: date) -> tuple[str, int]:
    eras = [(date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和")]
    first, name = next((first, name) for first, name in eras if day >= first)
    return name, day.year - first.year + 1


def full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def forms(day: date) -> list[str]:
    era, year = wareki(day)
    return [
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）",
        f"{era}{'元' if year == 1 else full_width(year)}年{full_width(day.month)}月{full_width(day.day)}日",
        f"{era}{kanji_number(year)}年{kanji_number(day.month)}月{kanji_number(day.day)}日",
        f"{era} {year} 年 {day.month} 月 {day.day} 日",
        f"{ {'令和': 'R', '平成': 'H', '昭和': 'S'}[era] }{year}.{day.month}.{day.day}",
    ]


@given(st.dates(date(1926, 12, 25), date(2099, 12, 31)), st.integers(0, 6))
def test_every_date_comes_back_from_every_printed_form(day, form):
    printed = forms(day)[form]
    (mention,) = find_dates(printed)
    assert (mention.iso, mention.end - mention.start) == (day.isoformat(), len(printed))
    assert mention.weekday_fits in {None, True}


@given(st.times())
def test_every_time_comes_back_from_every_printed_form(moment):
    half, hour = ("午前", moment.hour) if moment.hour < 12 else ("午後", moment.hour - 12)
    for printed in (f"{moment:%H:%M}", f"{moment.hour}時{moment.minute}分", f"{half}{hour}時{moment.minute}分"):
        assert [mention.time for mention in find_times(printed)] == [f"{moment:%H:%M}"]


@given(st.text(alphabet="令和平成元年月日時分半午後前正～から0123456789０１二十〇：:/.-()（水） RH", max_size=30))
def test_no_text_makes_a_search_fail(text):
    for found in (*find_dates(text), *find_times(text), *find_time_ranges(text)):
        assert 0 <= found.start < found.end <= len(text)
