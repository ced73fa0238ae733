"""Documents and records gathered (資料を集める): the records of files and folders, each document once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from minutes_nlp.batch.inputs import targets
from minutes_nlp.batch.running import LIMITS, parse
from minutes_nlp.errors import MinutesError, SettingsError
from minutes_nlp.model import Record
from minutes_nlp.reading.kinds import READABLE_SUFFIXES
from minutes_nlp.recorded import read_record, records_below
from minutes_nlp.terminal import harmless
from minutes_nlp.workers import Limits

__all__ = ["Gathering", "gathered"]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The records of all files with their names, and what could not be read (集めた記録)."""

    records: tuple[tuple[str, Record], ...]
    errors: tuple[MinutesError, ...]
    copies: tuple[tuple[str, str], ...] = ()  # a file, and another of the very same bytes


def gathered(paths: Iterable[Path], *, limits: Limits = LIMITS, notations: Path | None = None) -> Gathering:
    """The records of files and folders; a file whose record lies beside it is not read again.

    SettingsError where a path does not exist.
    """
    records: dict[str, tuple[str, Record]] = {}
    errors: list[MinutesError] = []
    copies: list[tuple[str, str]] = []
    taken: set[str] = set()
    for file in _files(paths):
        try:
            record = _record(file, limits, notations)
        except MinutesError as error:
            errors.append(error)
            continue
        name = _name(file, harmless(record.source.name), taken)
        taken.add(name)
        if record.id in records:
            copies.append((records[record.id][0], name))
        else:
            records[record.id] = name, record
    return Gathering(tuple(records.values()), tuple(errors), tuple(copies))


def _name(file: Path, name: str, taken: Container[str]) -> str:
    """The name of a document, with the folders above it where another has the same."""
    parts = (*file.parts[:-1], name)
    return next((told for n in range(1, len(parts) + 1) if (told := "/".join(parts[-n:])) not in taken), str(file))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Records first, so that no document is read that has one; then the documents that a folder holds."""
    paths = [Path(path) for path in paths]
    for path in paths:
        if path.is_dir():
            yield from records_below(path)
        elif path.suffix.lower() == ".json":
            if not path.exists():
                raise SettingsError("no-such-path", f"{path} がありません", remedy="パスの綴りと場所を確かめてください")
            yield path
    documents = [path for path in paths if path.suffix.lower() != ".json"]
    for file, named in targets(documents, Path()).values():
        beside = file.with_name(file.name + ".json")
        if not beside.exists() and (named or file.suffix.lower() in READABLE_SUFFIXES):
            yield file


def _record(file: Path, limits: Limits, notations: Path | None) -> Record:
    """The record of a file, or the record that the file is."""
    if file.suffix.lower() != ".json":
        return parse(file, limits=limits, notations=notations)
    return read_record(file)
