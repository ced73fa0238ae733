"""What the index holds of each passage (索引の作成), and which edition of the dictionaries made it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

import numpy as np

from minutes_nlp.across.related import is_telling
from minutes_nlp.language.words import Mode, long_and_short, words
from minutes_nlp.model import Record
from minutes_nlp.store.grams import remove_grams, write_grams
from minutes_nlp.store.names import Names, names_edition
from minutes_nlp.store.passages import Entry, entries_of
from minutes_nlp.store.tokens import joined, packed, plain_text, sense_tokens, word_tokens

__all__ = ["Indexed", "add_exchanges", "edition", "indexed", "remove_exchanges", "write_tokens"]

FORMAT = "2"  # of what is written here; a new one makes every index anew
OF = "id IN (SELECT thread FROM passages WHERE document = ?)"


@lru_cache(maxsize=1)
def edition() -> str:
    """What an index depends on: its format, Sudachi, its dictionary and our names (索引の版)."""
    return "/".join([FORMAT, version("sudachipy"), version("SudachiDict-core"), names_edition()])


@dataclass(frozen=True, slots=True)
class Indexed:
    """A passage with what the index holds of it (索引の一件)."""

    entry: Entry
    texts: tuple[str, ...]  # the columns of tokens from words to sense_places
    plain: str
    telling: tuple[str, ...]  # its telling words


def indexed(record: Record) -> list[Indexed]:
    """The passages of a record, tokenised: most of the work of adding it, which is done while others may write."""
    council = (record.meeting.name or "") if record.meeting else ""
    names, found = Names(record), []
    for entry in entries_of(record):
        longest, told = long_and_short(entry.text)
        shortest, senses = word_tokens(told), sense_tokens(entry.text, names.of(entry), longest)
        head = _head(council, record.title or "", entry.section or "")
        texts = joined(shortest), joined(senses), head, _speaker(entry), packed(shortest), packed(senses)
        telling = tuple(word.normalised for word in told if is_telling(word))
        found.append(Indexed(entry, texts, plain_text(entry.text), telling))
    return found


def write_tokens(connection: sqlite3.Connection, passages: Sequence[tuple[int, Indexed]]) -> None:
    """Write the index of a record's passages, which have their numbers."""
    known = _numbers(connection, {word for _, one in passages for word in one.telling})
    threads = {one.entry.ref: number for number, one in passages}
    rows = (
        (number, threads[one.entry.root], *one.texts, np.array([known[word] for word in one.telling], "<i4").tobytes())
        for number, one in passages
    )
    connection.executemany("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    literal = ((number, threads[one.entry.root], one.plain) for number, one in passages)
    connection.executemany("INSERT INTO plain VALUES (?, ?, ?)", literal)
    write_grams(connection, ((number, one.plain) for number, one in passages))


def add_exchanges(connection: sqlite3.Connection, document: int) -> None:
    """Put the exchanges of a document into the full-text index."""
    columns = "id, words, senses, head, speaker"
    connection.execute(
        f"INSERT INTO search (rowid, words, senses, head, speaker) SELECT {columns} FROM exchanges WHERE {OF}",
        (document,),
    )


def remove_exchanges(connection: sqlite3.Connection, document: int) -> None:
    """Take the exchanges of a document out of the full-text indexes, before its passages are removed."""
    remove_grams(connection, document)
    columns = "'delete', id, words, senses, head, speaker"
    connection.execute(
        f"INSERT INTO search (search, rowid, words, senses, head, speaker) SELECT {columns} FROM exchanges WHERE {OF}",
        (document,),
    )


def _numbers(connection: sqlite3.Connection, found: Iterable[str]) -> dict[str, int]:
    """The numbers of words in the vocabulary of the store, to which new ones are added."""
    wanted = json.dumps(sorted(found))
    connection.execute("INSERT OR IGNORE INTO vocabulary (word) SELECT value FROM json_each(?)", (wanted,))
    statement = "SELECT word, number FROM vocabulary WHERE word IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(statement, (wanted,)))


def _speaker(entry: Entry) -> str:
    """Who speaks, as printed and as resolved."""
    speaker = entry.utterance.speaker if entry.utterance else None
    told = (speaker.label, speaker.name, speaker.position, speaker.person) if speaker else ()
    return _head(*dict.fromkeys(part for part in told if part))


@lru_cache(maxsize=1_000)  # the sections of some documents: they come again for each of their passages
def _head(*parts: str) -> str:
    return joined(token for part in parts for token in word_tokens(words(part, Mode.A)))
