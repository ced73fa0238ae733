"""The store (保存先): many records in one SQLite file, found again by their words.

with Store("kaigi.db") as store:
    store.add(record, original=Path("議事概要.pdf").read_bytes())
    for exchange in store.search("協力隊 定住").exchanges:
        print([passage.text for passage in exchange.passages])

A document is added, replaced or removed in one transaction: a process that dies leaves the file as it was before.
Several may read while one writes. The journal is SQLite's rollback journal, which, unlike the write-ahead log, works on
network shares.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from minutes_nlp.corrections import Correction
from minutes_nlp.errors import MinutesError, SettingsError, StoreError
from minutes_nlp.model import Maker, Record
from minutes_nlp.store.corrected import corrections_of, drop_corrections, write_corrections
from minutes_nlp.store.editions import read_record
from minutes_nlp.store.filters import Filters
from minutes_nlp.store.index import edition, indexed
from minutes_nlp.store.migrations import migrate, transaction
from minutes_nlp.store.near import NOTHING, about, nearest
from minutes_nlp.store.queries import read_query
from minutes_nlp.store.search import Exchange, Found, Group, Hits, Order, find, hits_of, similar_of, whole
from minutes_nlp.store.tallies import facets
from minutes_nlp.store.troubles import make_folder, told
from minutes_nlp.store.writing import delete, insert, note_of, rebuild, told_maker, write_note

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Store", "Stored"]

WAIT = 30.0  # seconds for another process that writes: adding a report of 500 pages takes less than ten
UNSPILT = 100_000  # pages, 400 MB: until a writing has changed more, readers are shut out only while it is committed
ANY = Filters()
ANSWERED = Filters(kind=("remark", "follow_up"), answered=True)
SHOWN = "edition_of IS NULL"
NEWEST_FIRST = "ORDER BY date IS NULL, date DESC, council, number, id"
MISSING = "no-document"
LIST = "minutes db list で id を確かめてください"


@dataclass(frozen=True, slots=True)
class Stored:
    """A document of the store (保存した資料)."""

    id: int
    record_id: str
    name: str
    path: str | None
    media_type: str
    kind: str
    title: str | None
    council: str | None
    number: int | None
    date: str | None
    fiscal_year: int | None
    notes: int
    added_at: str
    edition_of: str | None  # the record_id of the edition that is shown in its place
    dated: str | None  # the date as printed: 2024-05 where it is a month, of which `date` is the first day


STORED = ", ".join(Stored.__dataclass_fields__)


class Store:
    """One SQLite file of records (保存先). StoreError for a file that is none, is newer, is locked or is damaged."""

    def __init__(self, path: str | Path, *, must_exist: bool = False) -> None:
        """Open the file, or make it and its folder where it is missing and need not exist."""
        self.path = Path(path)
        if must_exist and not self.path.is_file():
            remedy = "minutes process 資料 --out フォルダー --db ファイル で作ってください"
            raise StoreError("no-store", "保存先のファイルがありません", remedy=remedy, where=str(path))
        make_folder(self.path)
        with told(self.path):
            self.connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
            try:
                self.connection.execute("PRAGMA foreign_keys = ON")
                self.connection.execute(f"PRAGMA cache_spill = {UNSPILT}")
                migrate(self.connection)
            except BaseException:
                self.close()  # Windows would keep the file from being moved or deleted
                raise

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # --- writing

    def add(self, record: Record, original: bytes | None = None, path: str | None = None) -> None:
        """Add a document, or put it in the place of what has the same content or the same path.

        `original` is the file's content, from which pages are drawn.
        """
        with told(self.path):
            passages = indexed(record)
        with self._writing():
            if note_of(self.connection, "edition") != edition():
                rebuild(self.connection)
            delete(self.connection, "record_id = ? OR path = ?", record.id, path)
            insert(self.connection, record, passages, original, path)

    def place(self, record_id: str, path: str) -> None:
        """Have a document lie at a path, after its file was moved; what lay there before is removed."""
        if self.document(record_id).path != path:
            with self._writing():
                delete(self.connection, "path = ? AND record_id != ?", path, record_id)
                self.connection.execute("UPDATE documents SET path = ? WHERE record_id = ?", (path, record_id))

    def correct(self, record: Record, original: bytes, path: str | None, corrections: Sequence[Correction]) -> None:
        """Put a record that was made anew in the place of the older, with the corrections that it was made with."""
        with told(self.path):
            passages = indexed(record)
        with self._writing():
            delete(self.connection, "record_id = ?", record.id)
            insert(self.connection, record, passages, original, path)
            drop_corrections(self.connection, record.source.sha256)
            write_corrections(self.connection, corrections)

    def remove(self, record_id: str) -> None:
        """Remove a document with all that was found in it; StoreError where there is none of that id."""
        with self._writing():
            if not delete(self.connection, "record_id = ?", record_id):
                raise StoreError(MISSING, f"id が {record_id} の資料はありません", remedy=LIST)

    def rebuild(self) -> int:
        """Make the index anew from the records, as a new dictionary or version needs; how many documents."""
        with self._writing():
            return rebuild(self.connection)

    # --- reading

    def documents(self, *, hidden: bool = False) -> list[Stored]:
        """All documents, the newest meeting first, those without a day last; with `hidden` all their editions, too."""
        return self._stored(f"{'' if hidden else f'WHERE {SHOWN} '}{NEWEST_FIRST}")

    def newest(self, most: int) -> list[Stored]:
        """The first of `documents`."""
        return self._stored(f"WHERE {SHOWN} {NEWEST_FIRST} LIMIT ?", most)

    def editions(self, record_id: str) -> list[Stored]:
        """The other editions of a document (ほかの版), that which is shown in its place first."""
        shown = self.document(record_id).edition_of or record_id
        among = "WHERE (record_id = ?1 OR edition_of = ?1) AND record_id != ?2"
        return self._stored(f"{among} ORDER BY edition_of IS NOT NULL, name, id", shown, record_id)

    def hidden(self) -> dict[str, list[Stored]]:
        """All editions that are not shown, by the id of the one that is shown in their place (ほかの版)."""
        found: dict[str, list[Stored]] = {}
        for one in self._stored("WHERE edition_of IS NOT NULL ORDER BY name, id"):
            found.setdefault(str(one.edition_of), []).append(one)
        return found

    def __len__(self) -> int:
        """How many documents there are, several editions counted once."""
        ((count,),) = self._rows(f"SELECT count(*) FROM documents WHERE {SHOWN}")
        return int(count)

    def documents_of(self, council: str | None) -> list[Stored]:
        """The documents of one council (会議体), the oldest first; none where it is not named."""
        order = "ORDER BY date IS NULL, date, number, id"
        return self._stored(f"WHERE council = ? AND {SHOWN} {order}", council) if council else []

    def documents_of_kind(self, kind: str) -> list[Stored]:
        """The documents of one kind, minutes or report, the newest first."""
        return self._stored(f"WHERE kind = ? AND {SHOWN} ORDER BY date IS NULL, date DESC, id", kind)

    def document(self, record_id: str) -> Stored:
        """One document; StoreError where there is none of that id."""
        found = self._stored("WHERE record_id = ?", record_id)
        if not found:
            raise StoreError(MISSING, f"id が {record_id} の資料はありません", remedy=LIST, where=str(self.path))
        return found[0]

    def holds(self, record_id: str, maker: Maker) -> bool:
        """Whether a document stands here as these versions of package and data made it."""
        found = self._rows("SELECT maker FROM documents WHERE record_id = ?", record_id)
        return bool(found) and found[0][0] == told_maker(maker)

    @property
    def state(self) -> str:
        """What changes with each writing (状態), so that what is reckoned from the store can be kept until then."""
        with told(self.path):
            return note_of(self.connection, "state") or ""

    def record(self, record_id: str) -> Record:
        """The record of a document; StoreError where there is none of that id."""
        with self._reading():
            return read_record(self.connection, self.document(record_id).id)

    def records(self, *, hidden: bool = False) -> Iterator[Record]:
        """All records, in the order of `documents`, but for those that are removed meanwhile."""
        for document in self.documents(hidden=hidden):
            try:
                record = self.record(document.record_id)
            except StoreError as error:
                if error.code == MISSING:
                    continue
                raise
            yield record

    def original(self, record_id: str) -> bytes | None:
        """The file that a document was read from, None where it was not kept."""
        with self._reading():
            document = self.document(record_id).id
            ((packed,),) = self._rows("SELECT original FROM files WHERE document = ?", document)
        return zlib.decompress(packed) if packed is not None else None

    def corrections(self, sha256: str) -> tuple[Correction, ...]:
        """What people have set right in a file (訂正), by its hash."""
        with told(self.path):
            return corrections_of(self.connection, sha256)

    def search(  # noqa: PLR0913 - each is what a person may choose
        self,
        query: str = "",
        filters: Filters = ANY,
        *,
        group: Group = Group.WORDS,
        order: Order = Order.RELEVANCE,
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """One page of the exchanges that a query finds, without query of all; SettingsError for an empty query.

        `group` is how they are found: by words, by characters inside words, or by what they are about.
        """
        hits = self._hits(query, group)
        with self._reading():
            return find(self.connection, hits, filters, order, (limit, offset))

    def facets(self, query: str = "", filters: Filters = ANY) -> dict[str, dict[str, int]]:
        """How many exchanges each value of a field would leave (絞り込みの件数)."""
        hits = self._hits(query, Group.WORDS)
        with self._reading():
            return facets(self.connection, hits, filters)

    def exchange(self, record_id: str, ref: str) -> Exchange:
        """The exchange to which a passage belongs, such as `u12` of a record; StoreError where there is none."""
        with self._reading():
            document = self.document(record_id)
            rows = self._rows("SELECT id, thread FROM passages WHERE document = ? AND ref = ?", document.id, ref)
            if not rows:
                message = f"{document.name} に {ref} という発言はありません"
                raise StoreError(MISSING, message, remedy="検索からやり直してください")
            number, thread = rows[0]
            return whole(self.connection, thread, number)

    def similar(self, text: str, filters: Filters = ANSWERED, *, limit: int = 10, offset: int = 0) -> Found:
        """Past questions with their answers that are nearest to a new one (想定問答), of whatever length."""
        with told(self.path):
            hits = similar_of(nearest(self.connection, self.path, text))
        with self._reading():
            return find(self.connection, hits, filters, Order.RELEVANCE, (limit, offset))

    def table(self, name: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The columns and rows of a table or view: utterances, documents, commitments, links …; SettingsError."""
        names = [known for (known,) in self._rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        if name not in names:
            raise SettingsError("no-table", f"{name} という表はありません", remedy=f"表: {'、'.join(names)}")
        with told(self.path):
            found = self.connection.execute(f"SELECT * FROM {name}")
            return [column[0] for column in found.description], found.fetchall()

    def frame(self, table: str = "utterances") -> pd.DataFrame:
        """As `table`, as a pandas data frame."""
        try:
            import pandas as pd  # noqa: PLC0415 - an extra, and heavy
        except ImportError as error:
            raise SettingsError("no-pandas", "pandas が入っていません", remedy="pip install pandas") from error
        names, rows = self.table(table)
        return pd.DataFrame(rows, columns=names)

    def check(self) -> list[str]:
        """What is wrong with the file, in words for staff (点検); empty where nothing is."""
        found = [message for (message,) in self._rows("PRAGMA integrity_check") if message != "ok"]
        found += [f"参照の切れた行: {row[0]} {row[1]}" for row in self._rows("PRAGMA foreign_key_check")]
        try:
            for index in ("search", "grams"):
                self.connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CORRUPT_VTAB:  # a file that cannot be written to, or is in use
                with told(self.path):
                    raise
            found.append(f"索引が本文と合いません(詳細: {error}) → minutes db rebuild で作り直してください")
        for document in self.documents(hidden=True):
            try:
                self.record(document.record_id)
            except MinutesError as error:
                found.append(f"{document.name}: {error}")
        if note_of(self.connection, "edition") not in {edition(), None}:
            found.append("索引が別の版の辞書で作られています → minutes db rebuild で作り直してください")
        return found

    # --- the means

    def _hits(self, query: str, group: Group) -> Hits:
        with told(self.path):  # not in `_reading`: `nearest` reads by a connection of its own, and would wait for ours
            asked = read_query(query) if query.strip() else None
            near = about(self.connection, self.path, asked) if asked and group is Group.RELATED else NOTHING
        return hits_of(asked, group, near)

    def _stored(self, rest: str, *values: object) -> list[Stored]:
        """The documents that the rest of a statement chooses and puts in order."""
        return [Stored(*row) for row in self._rows(f"SELECT {STORED} FROM documents {rest}", *values)]

    def _rows(self, statement: str, *values: object) -> Sequence[tuple[Any, ...]]:
        with told(self.path):
            return self.connection.execute(statement, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """All that is read inside is of one state of the file, whatever another process writes meanwhile."""
        with told(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with told(self.path), transaction(self.connection):
            yield
            write_note(self.connection, "state")
