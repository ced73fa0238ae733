"""Records kept in a store (保存): those of a batch as they come, those of a folder, and out again as tables."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from minutes_nlp.batch.running import Outcome, stamp_of
from minutes_nlp.corrections import Correction, beside, written
from minutes_nlp.errors import MinutesError, SettingsError, SourceError, StoreError
from minutes_nlp.files import content_of, write_whole
from minutes_nlp.model import Maker, Record
from minutes_nlp.output.delimited import csv_text
from minutes_nlp.pipeline import make_record, standard_kit
from minutes_nlp.recorded import read_record, record_files
from minutes_nlp.resources import resource
from minutes_nlp.store import Exchange, Found, Passage, Store, Stored

__all__ = ["FORMS", "TURN_COLUMNS", "correct", "export", "keep", "keep_records", "turn_rows", "turns_csv"]

# The columns of what was found, and what they are called on the page: where it stands, who says what, what it holds
TURN_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "group": "一致",
        "exchange": "やりとり番号",
        "is_hit": "該当",
        "date": "日付",
        "council": "会議名",
        "number": "回",
        "file": "ファイル",
        "page": "頁",
        "line": "行・段落",
        "kind": "区分",
        "role": "立場",
        "label": "発言者",
        "text": "本文",
        "topics": "分野",
        "commitments": "約束の強さ",
        "document": "資料番号",
        "ref": "発言番号",
    }
)
RECORD = ".json"  # behind the name of the file that a record was made of


def keep(
    store: Store, outcome: Outcome, path: str | None, *, notations: Path | None = None, taxonomy: Path | None = None
) -> str | None:
    """Put the record of a batch's file into the store, with the file itself; the id of the record where there is one.

    What stands there already, made by the same versions, is left alone. What the batch was read with is needed where
    people have set something right, as the record is then made anew.
    """
    if outcome.target is None or not outcome.target.is_file():
        return None
    stamp = stamp_of(outcome.target)
    if stamp and store.holds(stamp[0][:16], _maker(stamp[1])):
        if path:
            store.place(stamp[0][:16], path)
        return stamp[0][:16]
    record = Record.from_json(outcome.target.read_bytes())
    original = _original(outcome.source, record)
    corrections = store.corrections(record.source.sha256)
    if corrections and original is not None:
        record = _anew(record, original, path, corrections, notations=notations, taxonomy=taxonomy)
    store.add(record, original, path)
    return record.id


def correct(  # noqa: PLR0913 - what is set right, and what it is read with
    store: Store,
    record_id: str,
    new: Sequence[Correction] = (),
    dropped: Sequence[Correction] = (),
    *,
    notations: Path | None = None,
    taxonomy: Path | None = None,
) -> tuple[Correction, ...]:
    """Set right what was found in a document, or take it back (訂正): its record is made anew from the original.

    Gives all corrections that hold now. StoreError without original, SettingsError where a correction does not fit, or
    where the record has the fields of another taxonomy than this one.
    """
    document, record = store.document(record_id), store.record(record_id)
    original = _correctable(store, record, standard_kit(notations, taxonomy).versions)
    known = {one.key: one for one in store.corrections(record.source.sha256)} | {one.key: one for one in new}
    for one in dropped:
        known.pop(one.key, None)
    corrections = tuple(known.values())
    anew = _anew(record, original, document.path, corrections, notations=notations, taxonomy=taxonomy)
    if _stale(anew) > _stale(record):
        remedy = "発言のページを開き直してください。直らないときは minutes review で訂正してください"
        raise SettingsError("stale-correction", "訂正が、読み取り直した発言に当てはまりません", remedy=remedy)
    store.correct(anew, original, document.path, corrections)
    return corrections


def _correctable(store: Store, record: Record, versions: Mapping[str, str]) -> bytes:
    """The original of a record that can be made anew with data of these versions; StoreError, SettingsError."""
    original = store.original(record.id)
    if original is None:
        message = "原本が保存されていないため、訂正を反映できません"
        remedy = "原本と同じ場所で minutes process --db をもう一度実行してから訂正してください"
        raise StoreError("no-original", message, remedy=remedy)
    if _own_fields(record.maker.models) != _own_fields(versions):
        message = "この資料は、今の起動の指定とは別の分野体系で読み取られています"
        remedy = "minutes process と同じ --taxonomy(と --notations)を付けて minutes serve を起動し直してください"
        raise SettingsError("other-taxonomy", message, remedy=remedy)
    return original


def _own_fields(versions: Mapping[str, str]) -> str:
    """The name of a taxonomy of one's own, "" for ours: 'fukushi 3f…' is fukushi."""
    name, gap, _ = versions.get("topics", "").partition(" ")
    return name if gap else ""


def _anew(  # noqa: PLR0913 - as `correct`
    record: Record,
    original: bytes,
    path: str | None,
    corrections: Iterable[Correction],
    *,
    notations: Path | None = None,
    taxonomy: Path | None = None,
) -> Record:
    """The record of a file with what people have set right, on the page and in the file beside it."""
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / "page.json"
        ours.write_text(written(corrections), encoding="utf-8")
        files = [file for file in ([beside(Path(path))] if path else []) if file.is_file()]
        return make_record(
            original, record.source.name, notations=notations, taxonomy=taxonomy, corrections=(*files, ours)
        )


def _stale(record: Record) -> int:
    return sum(note.code == "stale-correction" for note in record.notes)


def keep_records(store: Store, paths: Iterable[Path]) -> Iterator[MinutesError | None]:
    """Put records into the store, each with the file that it was made of where that lies beside it; what went wrong."""
    for path in paths:
        try:
            files = record_files([path])
        except MinutesError as error:
            yield error
            continue
        yield from (_keep_record(store, file) for file in files)


def _keep_record(store: Store, file: Path) -> MinutesError | None:
    """Put the record of a file into the store; what went wrong with the file."""
    try:
        record = read_record(file)
        original = _original(file.with_name(file.name.removesuffix(RECORD)), record)
    except SourceError as error:
        return error
    store.add(record, original, str(file.absolute()))
    return None


def export(store: Store, target: Path, form: str | None = None) -> int:
    """Write a store in a form, that of the target's suffix where none is named; how many rows (書き出し).

    SettingsError for a form that is none of `FORMS`, StoreError.
    """
    form = form or target.suffix.lstrip(".").lower()
    if form not in FORMS:
        remedy = f"--format に {'・'.join(FORMS)} を指定してください"
        raise SettingsError("bad-format", f"{target} の形式が分かりません", remedy=remedy)
    content, count = FORMS[form](store)
    write_whole(content, target)
    return count


def _as_json_lines(store: Store) -> tuple[str, int]:
    """The records, each whole on one line."""
    lines = [f"{record.to_json()}\n" for record in store.records(hidden=True)]
    return "".join(lines), len(lines)


def _as_csv(store: Store) -> tuple[bytes, int]:
    """The turns, one a row."""
    names, rows = store.table("utterances")
    text = csv_text(dict(zip(names, names, strict=True)), [dict(zip(names, row, strict=True)) for row in rows])
    return text.encode("utf-8-sig"), len(rows)


def _as_parquet(store: Store) -> tuple[bytes, int]:
    """The turns, one a row, as pandas writes them; SettingsError where its engine is missing."""
    frame = store.frame("utterances")
    try:
        return frame.to_parquet(), len(frame)
    except ImportError as error:
        raise SettingsError("no-pyarrow", "pyarrow が入っていません", remedy="pip install pyarrow") from error


def _as_datasette(store: Store) -> tuple[str, int]:
    """What Datasette shows beside the tables: their names in Japanese, facets, queries."""
    told = json.loads(resource("store", "datasette.json").read_text(encoding="utf-8"))
    return json.dumps({"databases": {store.path.stem: told}}, ensure_ascii=False, indent=1), len(told["tables"])


FORMS: Mapping[str, Callable[[Store], tuple[str | bytes, int]]] = MappingProxyType(
    {"jsonl": _as_json_lines, "csv": _as_csv, "parquet": _as_parquet, "datasette": _as_datasette}
)


def turns_csv(found: Iterable[Found], documents: Mapping[str, Stored]) -> str:
    """What was found as CSV, with the names and values of the record."""
    return csv_text({name: name for name in TURN_COLUMNS}, turn_rows(found, documents))


def turn_rows(found: Iterable[Found], documents: Mapping[str, Stored]) -> list[dict[str, str | int | None]]:
    """What was found, one row for each passage of each exchange (発言1件1行)."""
    return [
        _turn(group, exchange, passage, documents[exchange.document])
        for group in found
        for exchange in group.exchanges
        for passage in exchange.passages
    ]


def _turn(group: Found, exchange: Exchange, passage: Passage, document: Stored) -> dict[str, str | int | None]:
    own = {name: getattr(passage, name) for name in ("page", "line", "kind", "role", "label", "text", "ref")}
    return own | {
        "group": group.group.value,
        "exchange": exchange.thread,
        "is_hit": int(passage.is_hit),
        "date": document.date,
        "council": document.council,
        "number": document.number,
        "file": document.name,
        "topics": ";".join(passage.topics),
        "commitments": ";".join(promise.strength for promise in passage.promises),
        "document": exchange.document,
    }


def _maker(versions: dict[str, str]) -> Maker:
    rest = dict(versions)
    return Maker(rest.pop("minutes_nlp"), rest)


def _original(path: Path, record: Record) -> bytes | None:
    """The content of a file where it is still that of which the record was made."""
    if not path.exists():
        return None
    try:
        content = content_of(path)
    except SourceError as error:
        raise error.at(str(path)) from error
    return content if hashlib.sha256(content).hexdigest() == record.source.sha256 else None
