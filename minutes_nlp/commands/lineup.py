"""Meetings and figures lined up (会議と数値の並び): what staff see of the records of a council or a ministry."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from minutes_nlp.across.councils import Council, Edition, Gap, GapReason, Sitting, councils_of
from minutes_nlp.across.editions import Change, Passage
from minutes_nlp.across.series import Point, series_of, values_of
from minutes_nlp.analysis.items import ItemState, Proof
from minutes_nlp.batch.gathering import Gathering
from minutes_nlp.findings import IndicatorKind
from minutes_nlp.model import Record
from minutes_nlp.places import told_place
from minutes_nlp.terminal import UNFOLDED, console, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["tell_councils", "tell_figures"]

REIWA, HEISEI = 2018, 1988  # the western years before 令和元年 and 平成元年
STATES = MappingProxyType({ItemState.PRESENT: "○", ItemState.MISSING: "×", ItemState.NOT_APPLICABLE: "－"})
REASONS = MappingProxyType(
    {
        GapReason.IN_WRITING: "書面開催",
        GapReason.SKIPPED: "欠番",
        GapReason.CANCELLED: "中止・延期",
        GapReason.UNKNOWN: "資料なし(理由の記載も見つかりません)",
    }
)
COLUMNS = MappingProxyType(
    {"開催日時": "日時", "開催場所": "場所", "発言者及び発言内容": "発言者・内容", "決定事項": "決定"}
)
LONGEST_CHANGE = 80  # characters of a paragraph that was put in or taken out


def tell_figures(records: Sequence[tuple[str, Record]], *, as_json: bool) -> None:
    """Each figure over the years, with the file, page and line of every value."""
    found = series_of(records)
    if as_json:
        for series in found:
            say(json.dumps(asdict(series), ensure_ascii=False))
        return
    screen = console(highlight=False, markup=False, soft_wrap=True)
    for series in found:
        screen.print(f"{series.name}: {' → '.join(_told(points[0]) for points in values_of(series))}", style="bold")
        for points in values_of(series):
            screen.print(f"    {_told(points[0])}: {'、'.join(dict.fromkeys(map(_source, points)))}")
    screen.print(f"{len(found)} 系列(資料 {len(records)} 件)" if found else "2時点以上の数値は見つかりませんでした")


def _told(point: Point) -> str:
    """A value as people say it: 目標 10,000人 (R8)."""
    number = f"{point.value:,.10g}" if point.value != int(point.value) else f"{int(point.value):,}"
    aim = "目標 " if point.kind is IndicatorKind.TARGET else ""
    return f"{aim}{number}{point.unit}" + (f" ({_year(point.year)})" if point.year else "")


def _year(year: int) -> str:
    """A year as decks print it: R6, H30."""
    return f"R{year - REIWA}" if year > REIWA else f"H{year - HEISEI}" if year > HEISEI else str(year)


def _source(point: Point) -> str:
    return f"{point.file} {told_place(point.page, point.line)}"


# --- meetings


def tell_councils(gathering: Gathering, *, as_json: bool) -> None:
    """The meetings of each council in order, what is missing among them, and what corrected editions changed."""
    found = councils_of(gathering.records, gathering.copies)
    if as_json:
        for council in found:
            say(json.dumps(asdict(council), ensure_ascii=False))
        return
    screen = console(highlight=False, markup=False, width=None if sys.stdout.isatty() else UNFOLDED)
    for council in found:
        _tell_council(council, screen)
    told = {name for council in found for sitting in council.sittings for name in _files_of(sitting)}
    rest = [name for name, _ in gathering.records if name not in told]
    if rest:
        screen.print(f"会議名を読み取れないもの(報告書など): {'、'.join(rest)}", style="dim")
    screen.print(
        f"{len(found)} 会議体(資料 {len(gathering.records)} 件)" if found else "会議の記録は見つかりませんでした"
    )


def _files_of(sitting: Sitting) -> tuple[str, ...]:
    return (sitting.file, *sitting.duplicates, *(edition.file for edition in sitting.editions), *sitting.others)


def _tell_council(council: Council, screen: Console) -> None:
    screen.print(council.name, style="bold underline")
    screen.print(_sittings_table(council))
    for gap in council.gaps:
        screen.print(f"第{gap.number}回: {_gap(gap)}", style="yellow", soft_wrap=True)
    for sitting in council.sittings:
        for line in _remarks(sitting):
            screen.print(line, style="yellow", soft_wrap=True)
        for edition in sitting.editions:
            _tell_edition(sitting, edition, screen)
    doubtful = [person.name for person in council.persons if person.candidates]
    if doubtful:
        screen.print(f"同姓の人と区別できない人: {'、'.join(dict.fromkeys(doubtful))}", style="yellow", soft_wrap=True)
    screen.print()


def _sittings_table(council: Council) -> Table:
    from rich.table import Table  # noqa: PLC0415 - heavy

    table = Table(box=None, pad_edge=False)
    for name in ("回", "開催日"):
        table.add_column(name, no_wrap=True)
    for item in council.sittings[0].items:
        table.add_column(COLUMNS.get(item.name, item.name), justify="center", no_wrap=True)
    table.add_column("発言", justify="right", no_wrap=True)
    table.add_column("資料", overflow="fold")
    for sitting in council.sittings:
        table.add_row(
            f"第{sitting.number}回" if sitting.number else "",
            sitting.date or "",
            *(STATES[item.state] for item in sitting.items),
            str(sitting.utterances),
            sitting.file,
        )
    table.caption = "○ 記載あり  × 記載なし  － 該当なし"
    table.caption_justify = "left"
    return table


def _gap(gap: Gap) -> str:
    return REASONS[gap.reason] + (f" ← {_where(gap.proof)}「{gap.proof.text}」" if gap.proof else "")


def _where(proof: Proof) -> str:
    return f"{proof.file} {told_place(proof.page, proof.line)}"


def _remarks(sitting: Sitting) -> Iterator[str]:
    """What people should look at in a sitting, one line each."""
    name = f"第{sitting.number}回" if sitting.number else sitting.date or sitting.file
    if sitting.out_of_order:
        yield f"{name}: 日付の順と回数の順が合いません({sitting.date})"
    if sitting.duplicates:
        yield f"{name}: 同じ内容の資料が重なっています({sitting.file} = {'、'.join(sitting.duplicates)})"
    if sitting.others:
        yield f"{name}: 同じ会議の別の資料({'、'.join(sitting.others)})"
    for item in sitting.items:
        if item.state is ItemState.MISSING and item.detail:
            yield f"{name}: {item.name} × {item.detail}"


def _tell_edition(sitting: Sitting, edition: Edition, screen: Console) -> None:
    order = "" if edition.certain else "(どちらが新しいかは資料に記載がありません)"
    head = f"第{sitting.number}回: {edition.file} → {sitting.file}{order} 変更 {len(edition.changes)} か所"
    screen.print(head, style="cyan", soft_wrap=True)
    for change in edition.changes:
        for line in _change(change):
            screen.print(f"    {line}", soft_wrap=True)


def _change(change: Change) -> Iterator[str]:
    if change.before is None or change.after is None:
        passage = change.after or change.before
        if passage:
            yield f"{_at(passage)} {'追加' if change.after else '削除'}「{_short(passage.text)}」"
        return
    places = [_at(change.before), _at(change.after)]
    for before, after in change.words:
        yield f"{' → '.join(dict.fromkeys(places))} 「{before}」→「{after}」"


def _at(passage: Passage) -> str:
    return told_place(passage.page, passage.line)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CHANGE else text[: LONGEST_CHANGE - 1] + "…"
