"""Documents and records lined up (資料を並べる): the records of a folder, and one figure told over all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from minutes_nlp.analysis.series import Point, series_of, values_of
from minutes_nlp.batch import LIMITS, parse
from minutes_nlp.errors import MinutesError, SettingsError
from minutes_nlp.findings import IndicatorKind
from minutes_nlp.inputs import targets
from minutes_nlp.model import SCHEMA, Record
from minutes_nlp.terminal import console, say
from minutes_nlp.workers import Limits

__all__ = ["Gathering", "gathered", "tell_figures"]

HEAD = 200  # bytes in which a record names its schema
REIWA = 2018  # the western year before 令和元年
READABLE = frozenset({".pdf", ".docx", ".txt", ".md", ".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Gathering:
    """The records of all files with their names, and what could not be read (集めた記録)."""

    records: tuple[tuple[str, Record], ...]
    errors: tuple[MinutesError, ...]


def gathered(paths: Iterable[Path], *, limits: Limits = LIMITS, notations: Path | None = None) -> Gathering:
    """The records of files and folders; a file whose record lies beside it is not read again.

    SettingsError where a path does not exist.
    """
    records: dict[str, tuple[str, Record]] = {}
    errors: list[MinutesError] = []
    for file in _files(paths):
        try:
            record = _record(file, limits, notations)
        except MinutesError as error:
            errors.append(error)
            continue
        records.setdefault(record.id, (record.source.name, record))
    return Gathering(tuple(records.values()), tuple(errors))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Records first, so that no document is read that has one; then the documents that a folder holds."""
    paths = [Path(path) for path in paths]
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*.json")) if _is_record(file))
        elif path.suffix.lower() == ".json":
            if not path.exists():
                raise SettingsError("no-such-path", f"{path} がありません", remedy="パスの綴りと場所を確かめてください")
            yield path
    documents = [path for path in paths if path.suffix.lower() != ".json"]
    for file, named in targets(documents, Path()).values():
        beside = file.with_name(file.name + ".json")
        if not beside.exists() and (named or file.suffix.lower() in READABLE):
            yield file


def _is_record(file: Path) -> bool:
    """Whether a JSON file begins like a record; other JSON may lie in a folder too."""
    with suppress(OSError), file.open("rb") as stream:
        return SCHEMA.encode() in stream.read(HEAD)
    return False


def _record(file: Path, limits: Limits, notations: Path | None) -> Record:
    """The record of a file, or the record that the file is."""
    if file.suffix.lower() != ".json":
        return parse(file, limits=limits, notations=notations)
    try:
        return Record.from_json(file.read_bytes())
    except MinutesError as error:
        raise error.at(str(file)) from error


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
    return f"R{year - REIWA}" if year > REIWA else f"H{year - 1988}" if year > 1988 else str(year)


def _source(point: Point) -> str:
    return f"{point.file} {point.page}頁{point.line}行"
