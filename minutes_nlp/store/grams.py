"""Pairs of characters (二文字組): in which passages of `plain` a text may stand letter for letter, none of them read.

協力隊 can only be where the pairs 協力 and 力隊 are. To SQLite's ascii tokenizer all that is no ASCII is letters;
pairs with ASCII signs or spaces are divided by it, so those are not asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = ["held_by", "remove_grams", "tell_grams", "write_grams"]


def write_grams(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Write the pairs of passages, each with its number and its plain text."""
    rows = ((number, _told(text)) for number, text in texts)
    connection.executemany("INSERT INTO grams (rowid, text) VALUES (?, ?)", rows)


def remove_grams(connection: sqlite3.Connection, document: int) -> None:
    """Take out the pairs of a document, before its passages are removed."""
    statement = "SELECT plain.id, plain.text FROM passages JOIN plain ON plain.id = passages.id WHERE document = ?"
    rows = [(number, _told(text)) for number, text in connection.execute(statement, (document,))]
    connection.executemany("INSERT INTO grams (grams, rowid, text) VALUES ('delete', ?, ?)", rows)


def tell_grams(connection: sqlite3.Connection) -> None:
    """Write the pairs of all passages of a file that has none."""
    write_grams(connection, connection.execute("SELECT id, text FROM plain ORDER BY id"))


def held_by(text: str) -> str | None:
    """What asks FTS5 for the passages that may hold a plain text; None where only reading them tells."""
    if len(text) == 1 and _is_whole(text):
        return f'"{text}" *'
    pairs = [pair for pair in _pairs(text) if _is_whole(pair)]
    return "(" + " AND ".join(f'"{pair}"' for pair in dict.fromkeys(pairs)) + ")" if pairs else None


def _told(text: str) -> str:
    """The pairs of a text, each once, and its last character, which begins none."""
    return " ".join(sorted({*_pairs(text), text[-1:]}))


def _pairs(text: str) -> Sequence[str]:
    return [*map("".join, pairwise(text))]


def _is_whole(pair: str) -> bool:
    return all(character.isalnum() or not character.isascii() for character in pair)
