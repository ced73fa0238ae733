"""Counts for an overview (概況の集計): fields by meeting, one field over time, promises by age."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from minutes_nlp.store.search import Promise

__all__ = ["Heat", "Kept", "Meeting", "councils", "course", "heat", "promised_on", "promises", "topics"]

PROMISED = (
    "FROM commitments JOIN passages ON passages.id = passage"
    " JOIN shown AS documents ON documents.id = passages.document WHERE strength != 'stance'"
)
SPOKEN = "passages.sort = 'utterance' AND passages.kind != 'statement'"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a table (回) and how many of its turns count."""

    record_id: str
    council: str | None
    number: int | None
    date: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Fields by meeting (分野 × 回): `counts` has a row for each field, in the order of `meetings`."""

    meetings: tuple[Meeting, ...]
    counts: dict[str, tuple[int, ...]]

    @property
    def most(self) -> int:
        """The highest count, at least 1."""
        return max((count for row in self.counts.values() for count in row), default=1) or 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A commitment with where it was made (約束の所在)."""

    document: str
    ref: str
    council: str | None
    number: int | None
    date: str | None
    promise: Promise


def councils(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """The councils with the number of their documents, the most first (会議体)."""
    statement = "SELECT council, count(*) FROM shown WHERE council IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return connection.execute(statement).fetchall()


def topics(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """The fields with the number of turns that are about each, the most first (分野)."""
    hidden = "SELECT passages.id FROM documents JOIN passages ON document = documents.id WHERE edition_of IS NOT NULL"
    statement = (
        f"SELECT topic, count(*) FROM passage_topics WHERE passage NOT IN ({hidden}) GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return connection.execute(statement).fetchall()


def heat(connection: sqlite3.Connection, council: str, most: int) -> Heat:
    """How many turns of each meeting are about each field, of the last `most` meetings of a council."""
    meetings = _meetings(connection, "council = ?", council)[-most:]
    places = {meeting.record_id: place for place, meeting in enumerate(meetings)}
    rows = connection.execute(
        "SELECT topic, documents.record_id, count(*) FROM shown AS documents"  # CROSS: from the council's documents on
        " CROSS JOIN passages ON passages.document = documents.id CROSS JOIN passage_topics ON passage = passages.id"
        f" WHERE council = ? AND {SPOKEN} GROUP BY 1, 2",
        (council,),
    )
    counts: dict[str, list[int]] = {}
    for topic, record_id, count in rows:
        if record_id in places:
            counts.setdefault(topic, [0] * len(meetings))[places[record_id]] = count
    ordered = sorted(counts.items(), key=lambda row: (-sum(row[1]), row[0]))
    return Heat(tuple(meetings), {topic: tuple(row) for topic, row in ordered})


def course(connection: sqlite3.Connection, topic: str) -> list[Meeting]:
    """How many turns of each dated meeting are about a field, in the order of time (推移)."""
    condition = "date IS NOT NULL AND passages.id IN (SELECT passage FROM passage_topics WHERE topic = ?)"
    return [meeting for meeting in _meetings(connection, condition, topic) if meeting.count]


def _meetings(connection: sqlite3.Connection, condition: str, value: str) -> list[Meeting]:
    rows = connection.execute(
        "SELECT record_id, council, number, date, count(*)"
        " FROM shown AS documents JOIN passages ON document = documents.id"
        f" WHERE {SPOKEN} AND {condition} GROUP BY documents.id ORDER BY date IS NULL, date, number, documents.id",
        (value,),
    )
    return [Meeting(*row) for row in rows]


def promises(connection: sqlite3.Connection, most: int) -> list[Kept]:
    """The oldest commitments but stances (約束)."""
    rows = connection.execute(
        "SELECT record_id, ref, council, number, date, strength, commitments.text, due_text, due"
        f" {PROMISED} ORDER BY date IS NULL, date, commitments.id LIMIT ?",
        (most,),
    )
    return [
        Kept(document, ref, council, number, day, Promise(*promise))
        for document, ref, council, number, day, *promise in rows
    ]


def promised_on(connection: sqlite3.Connection) -> list[tuple[str | None, int]]:
    """How many commitments but stances were made on each day (約束の日)."""
    return connection.execute(f"SELECT date, count(*) {PROMISED} GROUP BY 1 ORDER BY 1").fetchall()
