"""From which day a document or a measure is (資料の日付): what is printed, and of what is not a day its first one."""

from __future__ import annotations

from datetime import date, timedelta

from minutes_nlp.analysis.figures import printed_days
from minutes_nlp.findings import BudgetStage, Measure
from minutes_nlp.language.figures import figures_in
from minutes_nlp.model import Record

__all__ = ["day_of", "day_of_measure", "told_date", "told_day"]

APRIL = 4  # the month in which a fiscal year begins
YEAR = timedelta(days=366)  # 2030年度に向けた計画, printed in 2025, is not from 2030


def day_of(record: Record) -> date | None:
    """The day that a document prints, else the first of its title's fiscal year, for putting documents in order."""
    return told_day(record) or _day_of_title(record)


def told_day(record: Record) -> date | None:
    """The day of the meeting, else the one printed at the head (開催日・作成日); None where neither is printed."""
    days = _told_days(record)
    return days and days[0]


def told_date(record: Record) -> str | None:
    """The same as it is printed, in ISO 8601: 2024-05-08, or 2024-05 where only the month is."""
    days = _told_days(record)
    return days and (days[0].isoformat() if days[0] == days[1] else f"{days[0]:%Y-%m}")


def day_of_measure(measure: Measure, record: Record) -> date | None:
    """The first day of a measure's fiscal year (施策の年度): that of its budget, else of the title, else `day_of`.

    A supplementary budget (補正) is settled within its year, no one can tell when; its document dates it.
    """
    years = [money.fiscal_year for money in measure.money if money.stage is not BudgetStage.SUPPLEMENTARY]
    if known := [year for year in years if year]:
        return date(max(known), APRIL, 1)
    titled, printed = _day_of_title(record), day_of(record)
    return titled if titled and printed and abs(titled - printed) <= YEAR else printed


def _told_days(record: Record) -> tuple[date, date] | None:
    if record.meeting and record.meeting.date:
        day = date.fromisoformat(record.meeting.date)
        return day, day
    return printed_days(block.text for block in record.blocks)


def _day_of_title(record: Record) -> date | None:
    """The first day of 令和７年度 地域基盤関係施策の概要, R7新規・拡充事業."""
    found = [figure.fiscal_year for figure in figures_in(record.title or "") if figure.fiscal_year]
    return date(min(found), APRIL, 1) if found else None
