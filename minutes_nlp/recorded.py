"""Records on the disk (記録のファイル): which files are records, and what they hold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from minutes_nlp.errors import MinutesError, SettingsError
from minutes_nlp.files import content_of, not_listed
from minutes_nlp.model import SCHEMA, Record

__all__ = ["read_record", "record_files", "records_below", "records_in"]

SUFFIX = ".json"
HEAD = 200  # bytes in which a record names its schema


def records_in(paths: Sequence[Path]) -> list[tuple[Path, Record]]:
    """The records of some files and folders, each with its file; SettingsError, SourceError."""
    return [(file, read_record(file)) for file in record_files(paths)]


def record_files(paths: Sequence[Path]) -> list[Path]:
    """The records that are given, and those in folders; SettingsError for what is none, and where there are none."""
    found: list[Path] = []
    remedy = "minutes process が作った記録を指定してください"
    for path in paths:
        if path.is_dir():
            found += records_below(path)
        elif path.is_file() and path.suffix.lower() == SUFFIX:
            found.append(path)
        else:
            reason = "は記録(.json)ではありません" if path.exists() else "がありません"
            raise SettingsError("no-record", f"{path} {reason}", remedy=remedy)
    if not found:
        raise SettingsError("no-record", f"{'、'.join(map(str, paths))} に記録がありません", remedy=remedy)
    return found


def records_below(folder: Path) -> list[Path]:
    """The records of a folder and its subfolders in the order of their names; other JSON may lie there too."""
    files = (Path(top, name) for top, _, names in os.walk(folder, onerror=not_listed) for name in names)
    return sorted(file for file in files if file.suffix == SUFFIX and file.is_file() and _is_record(file))


def read_record(file: Path) -> Record:
    """The record that a file holds. SourceError, with the file."""
    try:
        return Record.from_json(content_of(file))
    except MinutesError as error:
        raise error.at(str(file)) from error


def _is_record(file: Path) -> bool:
    """Whether a JSON file begins like a record; one that cannot be opened may be one, and reading it will tell why."""
    try:
        with file.open("rb") as stream:
            return SCHEMA.encode() in stream.read(HEAD)
    except OSError:
        return True
