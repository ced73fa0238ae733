"""Records written to the tables (書き込み): what is inserted, and what goes when a document goes.

Every function here is called inside a transaction: all of a document is written, or nothing of it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from minutes_nlp.across.days import day_of, told_date, told_day
from minutes_nlp.model import Maker, Record
from minutes_nlp.store.editions import meetings_of, read_record, settle_editions, tell_editions
from minutes_nlp.store.index import Indexed, add_exchanges, edition, indexed, remove_exchanges, write_tokens
from minutes_nlp.store.passages import Entry, Sort, fiscal_year_of, links_of
from minutes_nlp.values import REMARKS

__all__ = ["delete", "insert", "note_of", "rebuild", "told_maker", "write_note"]

LEVEL = 6  # of zlib, its own default: 9 makes records 1 % smaller in twice the time


def insert(
    connection: sqlite3.Connection,
    record: Record,
    passages: Sequence[Indexed],
    original: bytes | None,
    path: str | None,
) -> None:
    """Write a document, its record and file, and its passages, which are all that can be found in it."""
    meeting, day = record.meeting, told_day(record)
    row = {
        "record_id": record.id,
        "sha256": record.source.sha256,
        "name": record.source.name,
        "path": path,
        "media_type": record.source.media_type,
        "kind": record.kind.value,
        "title": record.title,
        "council": meeting.name if meeting else None,
        "number": meeting.number if meeting else None,
        "date": day.isoformat() if day else None,
        "dated": told_date(record),
        "fiscal_year": fiscal_year_of(day_of(record)),
        "notes": len(record.notes),
        "maker": told_maker(record.maker),
        "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    number = _put(connection, "documents", row)
    packed = zlib.compress(record.to_json().encode(), LEVEL)
    whole = zlib.compress(original, LEVEL) if original is not None else None
    _put(connection, "files", {"document": number, "record": packed, "original": whole})
    _insert_passages(connection, number, record, passages)
    settle_editions(connection, meetings_of(connection, "id = ?", number))


def delete(connection: sqlite3.Connection, where: str, *values: object) -> int:
    """Delete the documents that meet a condition and all that hangs on them; how many."""
    meetings = meetings_of(connection, where, *values)
    found = connection.execute(f"SELECT id FROM documents WHERE {where}", values).fetchall()
    for document in found:
        remove_exchanges(connection, *document)
        connection.execute("DELETE FROM documents WHERE id = ?", document)
    settle_editions(connection, meetings)
    return len(found)


def rebuild(connection: sqlite3.Connection) -> int:
    """Make all that can be found anew from the records; how many documents."""
    for index in ("search", "grams"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    connection.execute("DELETE FROM passages")
    connection.execute("DELETE FROM vocabulary")
    documents = [number for (number,) in connection.execute("SELECT id FROM documents ORDER BY id")]
    for document in documents:
        record = read_record(connection, document)
        _insert_passages(connection, document, record, indexed(record))
    tell_editions(connection)
    write_note(connection, "edition", edition())
    return len(documents)


def note_of(connection: sqlite3.Connection, key: str) -> str | None:
    """What the file says of itself: `edition` of its index, `state`, which changes with each writing."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def write_note(connection: sqlite3.Connection, key: str, value: str | None = None) -> None:
    """Have the file say something of itself, without value something new."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value or secrets.token_hex(8)))


def told_maker(maker: Maker) -> str:
    """The versions that made a record, as the table has them."""
    return json.dumps(asdict(maker), ensure_ascii=False, sort_keys=True)


# --- the passages of a record


def _insert_passages(
    connection: sqlite3.Connection, document: int, record: Record, passages: Sequence[Indexed]
) -> None:
    links, answered = links_of(record)
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()[0]
    numbers = {one.entry.ref: number for number, one in enumerate(passages, first)}
    for one in passages:
        entry, number = one.entry, numbers[one.entry.ref]
        row = _passage(entry, answered)
        _put(connection, "passages", {"id": number, "document": document, "thread": numbers[entry.root], **row})
        _insert_findings(connection, number, entry)
    connection.executemany("INSERT INTO links VALUES (?, ?)", [(numbers[a], numbers[q]) for a, q in links])
    write_tokens(connection, list(enumerate(passages, first)))
    add_exchanges(connection, document)


def _passage(entry: Entry, answered: set[str]) -> dict[str, Any]:
    """The row of a passage, but for its numbers."""
    speaker = entry.utterance.speaker if entry.utterance else None
    asks = entry.kind in REMARKS and entry.sort is Sort.UTTERANCE
    return {
        "ref": entry.ref,
        "sort": entry.sort.value,
        "kind": entry.kind,
        "section": entry.section,
        "text": entry.text,
        "page": entry.page,
        "line": entry.line,
        "label": speaker.label if speaker else None,
        "name": speaker.name if speaker else None,
        "position": speaker.position if speaker else None,
        "person": speaker.person if speaker else None,
        "role": speaker.role.value if speaker else None,
        "answered": int(entry.ref in answered) if asks else None,
        "spans": json.dumps(entry.spans),
    }


def _insert_findings(connection: sqlite3.Connection, passage: int, entry: Entry) -> None:
    topics = [(passage, topic.id, topic.score, topic.basis.value) for topic in entry.topics]
    connection.executemany("INSERT OR IGNORE INTO passage_topics VALUES (?, ?, ?, ?)", topics)
    connection.executemany("INSERT INTO passage_acts VALUES (?, ?)", [(passage, act) for act in entry.acts])
    promises = [(passage, one.strength.value, one.text, one.due_text, one.due) for one in entry.commitments]
    connection.executemany(
        "INSERT INTO commitments (passage, strength, text, due_text, due) VALUES (?, ?, ?, ?, ?)", promises
    )


def _put(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    return connection.execute(statement, tuple(row.values())).lastrowid or 0
