"""Corrections kept in the store (訂正の保存): by the hash of the file, so that they outlive its document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from minutes_nlp.corrections import Correction, correction_of

__all__ = ["corrections_of", "drop_corrections", "write_corrections"]

COLUMNS = "sha256, start, target, stop, text, value, reviewer, made_at"


def corrections_of(connection: sqlite3.Connection, sha256: str) -> tuple[Correction, ...]:
    """What people have set right in a file, in the order of the places."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM corrections WHERE sha256 = ? ORDER BY start, target", (sha256,))
    return tuple(
        correction_of(
            {
                "sha256": sha,
                "span": (start, stop),
                "text": text,
                "target": target,
                "value": json.loads(value),
                "by": reviewer,
                "at": made_at,
            }
        )
        for sha, start, target, stop, text, value, reviewer, made_at in rows
    )


def write_corrections(connection: sqlite3.Connection, corrections: Iterable[Correction]) -> None:
    """Keep corrections, a later one in the place of an earlier one of the same value."""
    rows = [
        (one.sha256, one.span[0], one.target.value, one.span[1], one.text, json.dumps(one.value), one.by, one.at)
        for one in corrections
    ]
    connection.executemany(f"INSERT OR REPLACE INTO corrections ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def drop_corrections(connection: sqlite3.Connection, sha256: str) -> None:
    """Forget what people have set right in a file."""
    connection.execute("DELETE FROM corrections WHERE sha256 = ?", (sha256,))
