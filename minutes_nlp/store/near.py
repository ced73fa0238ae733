"""Exchanges on the same matter (関連発言): near in what their words mean, or with a part of the words in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.across import asking
from minutes_nlp.across.meanings import Floats
from minutes_nlp.across.related import Related
from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.store.queries import Query

__all__ = ["NOTHING", "Near", "about", "nearest"]

MOST_RELATED = 300  # exchanges that are ranked by meaning before filters narrow them down
# What an exchange gets that has all words of the query, a part of it for a part of the words, the rare ones most:
# nDCG@10 of 295 queries of training .576 with 0, .580 with .5, .572 with 1
HELD = 0.5
# Where no exchange has this much of the words, weighed by rarity, what is near is told as doubtful: so are 50 of 52
# queries on matters of which nothing is in the store, and about one in ten of those whose words are there
SURE = 0.5
_LOCK = Lock()
TOPICS = (  # the fields of an exchange: the surest score that one of its passages has
    "SELECT thread, topic, max(score) FROM passage_topics JOIN passages ON passages.id = passage GROUP BY thread, topic"
)
INTEGER = 4  # bytes of a number in the blobs
Places = NDArray[np.int64]


class Near(NamedTuple):
    """Exchanges by how near they are, best first; `is_sure` where at least one has most of the words (関連発言)."""

    scores: Sequence[tuple[int, float]]
    is_sure: bool = True


NOTHING = Near(())


def nearest(connection: sqlite3.Connection, path: Path, text: str) -> Near:
    """The exchanges nearest to a text in what they mean, with a score up to about 1."""
    found = _opened(connection, path)
    return _told(found[0], asking.nearest(found[1], text, MOST_RELATED)) if found else NOTHING


def about(connection: sqlite3.Connection, path: Path, query: Query) -> Near:
    """The exchanges on the matter of a query, near in meaning or with a part of its words."""
    found = _opened(connection, path)
    if not found:
        return NOTHING
    threads, related = found
    held = _held(connection, query, threads)
    is_sure = bool(held.max(initial=0) >= SURE)  # else the words that an exchange has are there by chance
    scores = asking.nearest(related, query.matter, MOST_RELATED, HELD * held if is_sure else None)
    return _told(threads, scores)._replace(is_sure=is_sure)


def _opened(connection: sqlite3.Connection, path: Path) -> tuple[Places, Related] | None:
    state = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    if not state:
        return None
    with _LOCK:  # two requests of a page would read the same at once
        return _meanings(str(path.absolute()), *state)


def _told(threads: Places, scores: Sequence[tuple[int, float]]) -> Near:
    return Near([(int(threads[place]), round(score, 4)) for place, score in scores])


def _held(connection: sqlite3.Connection, query: Query, threads: Places) -> Floats:
    """How much of the words of a query each exchange has, the rare ones most: 1 is all."""
    found, whole = np.zeros(len(threads), np.float32), 0.0
    for phrase in dict.fromkeys(query.phrases):
        rows = connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (phrase.match(),)).fetchall()
        places = np.searchsorted(threads, np.fromiter((row[0] for row in rows), np.int64, len(rows)))
        rarity = float(np.log1p((len(threads) - len(rows) + 0.5) / (len(rows) + 0.5)))
        found[places[places < len(threads)]] += rarity
        whole += rarity
    return found / np.float32(whole or 1)


@lru_cache(maxsize=2)  # stores in use at once; 100,000 turns take 80 MB
def _meanings(path: str, _state: str) -> tuple[Places, Related]:
    """What finds exchanges by what they mean, and their numbers in its order (関連発言の索引)."""
    with closing(sqlite3.connect(path)) as connection:
        known = dict(connection.execute("SELECT number, word FROM vocabulary ORDER BY number"))
        rows = connection.execute("SELECT thread, numbers FROM tokens ORDER BY thread, id").fetchall()
        topics = connection.execute(TOPICS).fetchall()
    told = np.frombuffer(b"".join(numbers for _, numbers in rows), "<i4")
    each = np.array([thread for thread, _ in rows], np.int64)
    first = np.flatnonzero(np.diff(each, prepend=-1))
    lengths = np.array([len(numbers) // INTEGER for _, numbers in rows], np.int64)
    counts = np.add.reduceat(lengths, first) if len(first) else lengths
    places = np.zeros(max(known, default=0) + 1, np.int32)  # of each number
    places[list(known)] = np.arange(len(known))
    threads = each[first]
    return threads, Related.of(list(known.values()), places[told], counts, our_vectors(), _fields(topics, threads))


def _fields(topics: Sequence[tuple[int, str, float]], threads: Places) -> Floats:
    """How surely each exchange is on each policy field: a row for each, a column for each field."""
    columns = {topic: number for number, topic in enumerate(dict.fromkeys(topic for _, topic, _ in topics))}
    found = np.zeros((len(threads), len(columns)), np.float32)
    places = np.searchsorted(threads, np.array([thread for thread, _, _ in topics], np.int64))
    found[places, [columns[topic] for _, topic, _ in topics]] = [score for _, _, score in topics]
    return found
