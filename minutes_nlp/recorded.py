"""Records on the disk (記録のファイル): which files are records, and what they hold."""

from __future__ import annotations

from pathlib import Path

from minutes_nlp.errors import MinutesError
from minutes_nlp.files import content_of
from minutes_nlp.model import SCHEMA, Record

__all__ = ["read_record", "records_below"]

HEAD = 200  # bytes in which a record names its schema


def records_below(folder: Path) -> list[Path]:
    """The records of a folder and its subfolders in the order of their names; other JSON may lie there too."""
    return [file for file in sorted(folder.rglob("*.json")) if file.is_file() and _is_record(file)]


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
