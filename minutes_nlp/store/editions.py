"""Editions of one document in the store (ほかの版): which one is shown is settled with each writing.

Every function here is called inside a transaction.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from functools import lru_cache

from minutes_nlp.across.copies import Copy, Meeting, shown_instead
from minutes_nlp.errors import StoreError
from minutes_nlp.model import Record

__all__ = ["meetings_of", "read_record", "settle_editions", "tell_editions"]

MEETING = "kind, coalesce(council, title), number, date"  # as `copies.meeting_of`
MOST_KEPT = 16  # copies, up to 4 MB each: a batch adds the editions of a meeting one after another
SAME = "kind = ? AND coalesce(council, title) = ? AND number IS ? AND date IS ?"


def tell_editions(connection: sqlite3.Connection) -> None:
    """Settle for all documents which of their editions is shown."""
    several = f"SELECT {MEETING} FROM documents GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
    settle_editions(connection, connection.execute(several).fetchall())


def settle_editions(connection: sqlite3.Connection, meetings: Iterable[Meeting]) -> None:
    """Settle which documents of some meetings are shown; all that are of no other's text."""
    for meeting in meetings:
        found = connection.execute(f"SELECT id, record_id, edition_of FROM documents WHERE {SAME}", meeting).fetchall()
        several = len(found) > 1
        instead = shown_instead(_copy(_packed(connection, number)) for number, *_ in found) if several else {}
        changed = [(instead.get(name), number) for number, name, before in found if instead.get(name) != before]
        connection.executemany("UPDATE documents SET edition_of = ? WHERE id = ?", changed)


def meetings_of(connection: sqlite3.Connection, where: str, *values: object) -> list[Meeting]:
    """The meetings of the documents that meet a condition, each once."""
    return connection.execute(f"SELECT DISTINCT {MEETING} FROM documents WHERE {where}", values).fetchall()


def read_record(connection: sqlite3.Connection, document: int) -> Record:
    """The record of a document; StoreError where it is damaged."""
    return _record(_packed(connection, document))


@lru_cache(maxsize=MOST_KEPT)
def _copy(packed: bytes) -> Copy:
    return Copy.of(_record(packed))


def _packed(connection: sqlite3.Connection, document: int) -> bytes:
    (packed,) = connection.execute("SELECT record FROM files WHERE document = ?", (document,)).fetchone()
    return bytes(packed)


def _record(packed: bytes) -> Record:
    try:
        return Record.from_json(zlib.decompress(packed))
    except zlib.error as error:
        remedy = "控えに戻すか、minutes process で作り直してください"
        raise StoreError("damaged", f"記録が壊れています(詳細: {error})", remedy=remedy) from error
