"""Records kept in a store (保存): those of a batch as they come, those of a folder, and out again as tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from minutes_nlp.batch import Outcome, stamp_of, write_whole
from minutes_nlp.errors import MinutesError, SettingsError, SourceError
from minutes_nlp.model import Maker, Record
from minutes_nlp.output.delimited import write_csv
from minutes_nlp.review import records_in
from minutes_nlp.store import Store

__all__ = ["export", "keep", "keep_records"]

RECORD = ".json"  # behind the name of the file that a record was made of


def keep(store: Store, outcome: Outcome) -> bool:
    """Put the record of a batch's file into the store, with the file itself; False where it stands there already."""
    if outcome.target is None or not outcome.target.is_file():
        return False
    stamp = stamp_of(outcome.target)
    if stamp and store.holds(stamp[0][:16], _maker(stamp[1])):
        return False
    record = Record.from_json(outcome.target.read_bytes())
    store.add(record, _original(outcome.source, record), str(outcome.source.absolute()))
    return True


def keep_records(store: Store, paths: Iterable[Path]) -> Iterator[MinutesError | None]:
    """Put records into the store, each with the file that it was made of where that lies beside it; what went wrong."""
    for path in paths:
        try:
            found = records_in([path])
        except MinutesError as error:
            yield error
            continue
        for file, record in found:
            original = _original(file.with_name(file.name.removesuffix(RECORD)), record)
            store.add(record, original, str(file.absolute()))
            yield None


def export(store: Store, target: Path, form: str | None = None) -> int:
    """Write a store as JSON Lines (records whole), or its turns as CSV or Parquet; how many. SettingsError."""
    form = form or target.suffix.lstrip(".").lower()
    if form == "jsonl":
        lines = [record.to_json() for record in store.records()]
        write_whole("".join(f"{line}\n" for line in lines), target)
        return len(lines)
    if form == "csv":
        names, rows = store.table("utterances")
        write_csv({name: name for name in names}, [dict(zip(names, row, strict=True)) for row in rows], target)
        return len(rows)
    if form == "parquet":
        frame = store.frame("utterances")
        try:
            frame.to_parquet(target)
        except ImportError as error:
            raise SettingsError("no-pyarrow", "pyarrow が入っていません", remedy="pip install pyarrow") from error
        return len(frame)
    raise SettingsError(
        "bad-format", f"{target} の形式が分かりません", remedy="--format に jsonl・csv・parquet を指定してください"
    )


def _maker(versions: dict[str, str]) -> Maker:
    rest = dict(versions)
    return Maker(rest.pop("minutes_nlp"), rest)


def _original(path: Path, record: Record) -> bytes | None:
    """The content of a file where it is still that of which the record was made."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(
            "not-opened", f"ファイルを開けません(詳細: {error.strerror or error})", where=str(path)
        ) from error
    return content if hashlib.sha256(content).hexdigest() == record.source.sha256 else None
