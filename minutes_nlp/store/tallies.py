"""How many exchanges each value would leave (絞り込みの件数), counted in memory.

What passages can be narrowed to is read once for each state of the file (of 100,000 turns 0.5 s, 20 MB). Then each
search marks the passages that it finds and that its filters let through, and counts their exchanges.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.store.filters import Filters, Term
from minutes_nlp.store.search import Hits

__all__ = ["facets"]

FIELDS = {  # what a result can be narrowed to, and where it stands
    "role": "SELECT id, role FROM passages WHERE role IS NOT NULL",
    "kind": "SELECT id, kind FROM passages",
    "council": "SELECT id, council FROM documents WHERE council IS NOT NULL",
    "fiscal_year": "SELECT id, fiscal_year FROM documents WHERE fiscal_year IS NOT NULL",
    "document_kind": "SELECT id, kind FROM documents",
    "answered": "SELECT id, answered FROM passages WHERE answered IS NOT NULL",
    "topic": "SELECT passage, topic FROM passage_topics",
    "act": "SELECT passage, act FROM passage_acts",
    "strength": "SELECT passage, strength FROM commitments",
}
OF_DOCUMENTS = {"council", "fiscal_year", "document_kind"}
MOST_KEPT = 2  # states of stores in use at once
_LOCK = Lock()
_kept: dict[str, _Tallies] = {}
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]


def facets(connection: sqlite3.Connection, hits: Hits, filters: Filters) -> dict[str, dict[str, int]]:
    """How many exchanges there would be for each value, were one narrowed to it (絞り込みの件数), the most first."""
    told = _tallies(connection)
    found = _Marks(connection, told)
    whole = np.ones(len(told.passages), bool)
    if not hits.are_all:
        rows = connection.execute(f"SELECT thread FROM ({hits.statement})", hits.values)
        whole = np.isin(told.threads, _numbers(rows))
    return {name: field.counts(whole & found.of(filters.without(name))) for name, field in told.fields.items()}


@dataclass(frozen=True, slots=True)
class _Field:
    """Which passages have which value of a field: pairs in the order of values and exchanges."""

    values: Sequence[str | int]
    codes: Numbers  # of each pair: the place of its value
    places: Numbers  # of its passage
    threads: Numbers

    def counts(self, marked: Mask) -> dict[str, int]:
        """How many exchanges of marked passages have each value."""
        held = marked[self.places]
        codes, threads = self.codes[held], self.threads[held]
        is_first = (np.diff(codes, prepend=-1) != 0) | (np.diff(threads, prepend=-1) != 0)
        counts = np.bincount(codes[is_first], minlength=len(self.values))
        order = np.argsort(-counts, kind="stable")
        return {str(self.values[number]): int(counts[number]) for number in order if counts[number]}


@dataclass(frozen=True, slots=True)
class _Tallies:
    """The passages of a store in the order of their numbers, and what they can be narrowed to."""

    passages: Numbers
    threads: Numbers
    documents: Numbers
    fields: Mapping[str, _Field]

    @classmethod
    def read(cls, connection: sqlite3.Connection) -> _Tallies:
        """All of them."""
        rows = connection.execute("SELECT id, thread, document FROM passages").fetchall()
        told = np.array(sorted(rows), np.int32).reshape(-1, 3)
        passages, threads, documents = np.ascontiguousarray(told.T)
        fields = {}
        for name, statement in FIELDS.items():
            found = connection.execute(statement).fetchall()
            if name in OF_DOCUMENTS:
                value_of = dict(found)
                places = np.flatnonzero(np.isin(documents, _numbers(found)))
                values = [value_of[number] for number in documents[places].tolist()]
            else:
                places, values = np.searchsorted(passages, _numbers(found)), [value for _, value in found]
            fields[name] = _field(places.astype(np.int32), values, threads)
        return cls(passages, threads, documents, fields)


class _Marks:
    """Which passages meet filters; each condition is asked for once."""

    def __init__(self, connection: sqlite3.Connection, told: _Tallies) -> None:
        self._connection, self._told = connection, told
        self._known: dict[Term, Mask] = {}

    def of(self, filters: Filters) -> Mask:
        """The passages that meet all conditions."""
        marked = np.ones(len(self._told.passages), bool)
        for term in filters.of_passages(seeks=True):
            marked &= self._met(term, "passages", self._told.passages)
        for term in filters.of_documents():
            marked &= self._met(term, "documents", self._told.documents)
        return marked

    def _met(self, term: Term, table: str, numbers: Numbers) -> Mask:
        if term not in self._known:
            condition, values = term
            rows = self._connection.execute(f"SELECT id FROM {table} WHERE {condition}", values)
            self._known[term] = np.isin(numbers, _numbers(rows))
        return self._known[term]


def _tallies(connection: sqlite3.Connection) -> _Tallies:
    """Those of the state in which a file is read, kept for the next search."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    state = row[0] if row else ""
    with _LOCK:  # two requests of a page would read the same at once
        if state not in _kept:
            for oldest in list(_kept)[: len(_kept) - MOST_KEPT + 1]:
                del _kept[oldest]
            _kept[state] = _Tallies.read(connection)
        return _kept[state]


def _field(places: Numbers, values: Sequence[str | int], threads: Numbers) -> _Field:
    known = sorted(set(values))  # all words or all numbers
    number = {value: place for place, value in enumerate(known)}
    codes = np.array([number[value] for value in values], np.int32)
    order = np.lexsort((threads[places], codes))
    return _Field(known, codes[order], places[order], threads[places][order])


def _numbers(rows: Iterable[Sequence[int]]) -> Numbers:
    """The first column of rows."""
    return np.fromiter((row[0] for row in rows), np.int32)
