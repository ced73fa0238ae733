"""Search (検索): exchanges in which the words stand, in three groups, with what was asked and what was answered.

An exchange (やりとり) is a remark with all that was said to it. What is found in a question brings its replies, what is
found in a reply its question; both count once. The first group, 語句一致, has the words of the query or their synonyms;
the second, 部分一致, has its characters inside longer words; the third, 関連発言, is on the same matter in other words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from minutes_nlp.findings import Spans
from minutes_nlp.store.filters import Filters
from minutes_nlp.store.marking import merged, written_out, written_words
from minutes_nlp.store.near import NOTHING, Near
from minutes_nlp.store.preferred import preference
from minutes_nlp.store.queries import Phrase, Query
from minutes_nlp.text import Span

__all__ = [
    "Exchange",
    "Found",
    "Group",
    "Hits",
    "Order",
    "Passage",
    "Promise",
    "find",
    "hits_of",
    "similar_of",
    "whole",
]

# Weights of the columns words, senses, head and speaker in BM25: chosen by nDCG@10 of scripts/queries.py
WEIGHTS = (1.0, 0.6, 0.4, 0.4)
# How near a related exchange must be, in itself and beside the nearest: nDCG@10 of 295 queries of training .605 with
# .15, .605 with .2, of which half show 50 exchanges or more where it is sure, .603 with .25 and 27, .588 with .3
LEAST, SHARE = 0.34, 0.2
FEW = 5  # exchanges that are told for reference, where it is not sure that anything is on the matter


class Group(StrEnum):
    """How a passage was found (一致の種類)."""

    WORDS = "words"  # 語句一致
    PARTIAL = "partial"  # 部分一致
    RELATED = "related"  # 関連発言


class Order(StrEnum):
    """The order of what was found (並べ方); what is equal stands in the order in which it was stored."""

    RELEVANCE = "relevance"  # 関連の高い順
    NEWEST = "newest"  # 新しい順
    OLDEST = "oldest"  # 古い順


SOME = "(SELECT rowid FROM grams WHERE grams MATCH ?) AS held CROSS JOIN plain ON plain.id = held.rowid"
NEAR = "SELECT json_extract(value, '$[0]') AS thread, -json_extract(value, '$[1]') AS rank FROM json_each(?)"
# Remarks are what is looked for most; a row of a table is short, which BM25 takes for a better hit
WORTH = "CASE passages.sort WHEN 'utterance' THEN 1.0 WHEN 'opinion' THEN 0.9 WHEN 'measure' THEN 0.8 ELSE 0.5 END"
ORDERS = {
    Order.RELEVANCE: f"min(hits.rank) * max({WORTH}) * max({{}})",
    Order.NEWEST: "documents.date IS NULL, documents.date DESC",
    Order.OLDEST: "documents.date IS NULL, documents.date",
}


class Promise(NamedTuple):
    """What a passage undertakes (約束): `due` is the last day, ISO 8601, where it can be reckoned."""

    strength: str
    text: str
    due_text: str | None
    due: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document as it was found (検索結果の一件); `marks` are the characters of `text` that were found."""

    id: int
    document: str  # the id of the record
    ref: str
    sort: str
    kind: str
    section: str | None
    text: str
    page: int | None
    line: int | None
    label: str | None
    name: str | None
    position: str | None
    person: str | None
    role: str | None
    answered: bool | None
    spans: Spans
    answers: tuple[str, ...]  # refs of those that it speaks to
    topics: tuple[str, ...]
    promises: tuple[Promise, ...]
    is_hit: bool = False
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A remark and what was said to it (やりとり), in the order of print, one passage alone where nobody answers."""

    thread: int
    document: str
    passages: tuple[Passage, ...]

    @property
    def hits(self) -> list[Passage]:
        """Those in which the words stand (該当箇所)."""
        return [passage for passage in self.passages if passage.is_hit]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a group (検索結果), and how many exchanges there are in all.

    What is not sure is told for reference only (参考): nothing in the store has most of the words.
    """

    group: Group
    total: int
    exchanges: tuple[Exchange, ...]
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Hits:
    """A query for exchanges (該当するやりとりの照会): SQL that gives `thread` and `rank`, the less the better."""

    group: Group
    statement: str
    values: tuple[object, ...]
    phrases: tuple[Phrase, ...] = ()
    preferred: tuple[str, tuple[object, ...]] = ("1", ())  # the factor of a passage's rank, and its values
    is_sure: bool = True
    are_all: bool = False  # nothing is asked for: there is no `statement`


def hits_of(query: Query | None, group: Group, near: Near = NOTHING) -> Hits:
    """What asks SQLite for a group; `near` are exchanges on the same matter, for the third. Without query, all."""
    if query is None:
        return Hits(group, "", (), are_all=True)
    phrases, match = tuple(query.phrases), query.condition.match()
    factor, values = preference(query)
    preferred = factor, tuple(values)
    if group is Group.WORDS:
        rank = f"bm25(search, {', '.join(map(str, WEIGHTS))})"
        statement = f"SELECT rowid AS thread, {rank} AS rank FROM search WHERE search MATCH ?"
        return Hits(group, statement, (match,), phrases, preferred)
    others = "thread NOT IN (SELECT rowid FROM search WHERE search MATCH ?)"
    if group is Group.PARTIAL:
        condition, literals = query.condition.literal()
        grams = query.condition.grams()
        source, held = (SOME, (grams,)) if grams else ("plain", ())
        statement = f"SELECT DISTINCT thread, 0.0 AS rank FROM {source} WHERE {condition} AND {others}"
        return Hits(group, statement, (*held, *literals, match), phrases, preferred)
    unwanted = " OR ".join([match, *(one.match() for one in query.excluded)])
    ranked = f"SELECT thread, rank, min(rank) OVER () AS best FROM ({NEAR}) WHERE {others}"
    statement = f"SELECT thread, rank FROM ({ranked}) WHERE rank <= min(-{LEAST}, {SHARE} * best)"
    return Hits(group, statement, (json.dumps(near.scores), unwanted), phrases, preferred, near.is_sure)


def similar_of(near: Near) -> Hits:
    """Exchanges by their nearness, whether or not they have a query's words."""
    return Hits(Group.RELATED, NEAR, (json.dumps(near.scores),))


def find(connection: sqlite3.Connection, hits: Hits, filters: Filters, order: Order, page: tuple[int, int]) -> Found:
    """A page of exchanges in which a passage meets the filters, `page` being how many and after how many."""
    limit, offset = page if hits.is_sure else (min(page[0], FEW - min(page[1], FEW)), page[1])
    look = _among_all if hits.are_all else _among_hits
    rows, total = look(connection, hits, filters, order, (limit, offset))
    allowed = {number for _, numbers in rows for number in map(int, numbers.split(","))}
    exchanges = _exchanges(connection, [thread for thread, _ in rows], allowed, hits)
    return Found(hits.group, total if hits.is_sure else min(total, FEW), exchanges, hits.is_sure)


_Page = tuple[
    list[tuple[int, str]], int
]  # exchanges with those of their passages that meet the filters; how many in all


def _among_hits(
    connection: sqlite3.Connection, hits: Hits, filters: Filters, order: Order, page: tuple[int, int]
) -> _Page:
    condition, values = _narrowed(filters)
    factor, preferred = hits.preferred if order is Order.RELEVANCE else ("1", ())
    statement = (
        f"WITH hits AS MATERIALIZED ({hits.statement})"
        " SELECT passages.thread, group_concat(passages.id), count(*) OVER ()"
        " FROM hits CROSS JOIN passages ON passages.thread = hits.thread"  # CROSS: in this order
        " CROSS JOIN documents ON documents.id = passages.document"
        f" WHERE {condition} GROUP BY passages.thread"
        f" ORDER BY {ORDERS[order].format(factor)}, passages.thread LIMIT ? OFFSET ?"
    )
    rows = connection.execute(statement, (*hits.values, *values, *preferred, *page)).fetchall()
    if not rows and page != (1, 0):
        return [], _among_hits(connection, hits, filters, order, (1, 0))[1]
    return [row[:2] for row in rows], rows[0][2] if rows else 0


def _among_all(
    connection: sqlite3.Connection, _hits: Hits, filters: Filters, order: Order, page: tuple[int, int]
) -> _Page:
    """Where nothing is asked for all are equal: the page ends the look, and they are counted by themselves."""
    condition, values = _narrowed(filters, seeks=True)
    source = f"FROM passages CROSS JOIN documents ON documents.id = passages.document WHERE {condition}"
    by = "" if order is Order.RELEVANCE else f"{ORDERS[order]}, "
    statement = (
        f"SELECT passages.thread, group_concat(passages.id) {source}"
        f" GROUP BY passages.thread ORDER BY {by}passages.thread LIMIT ? OFFSET ?"
    )
    rows = connection.execute(statement, (*values, *page)).fetchall()
    return rows, connection.execute(f"SELECT count(DISTINCT passages.thread) {source}", values).fetchone()[0]


def whole(connection: sqlite3.Connection, thread: int, passage: int) -> Exchange:
    """The exchange of a number, one of its passages being what was asked for."""
    (found,) = _exchanges(connection, [thread], {passage}, similar_of(NOTHING))
    return found


def _narrowed(filters: Filters, *, seeks: bool = False) -> tuple[str, list[object]]:
    terms = [*filters.of_passages(seeks=seeks), *filters.of_documents()]
    return " AND ".join(["1", *(term for term, _ in terms)]), [value for _, values in terms for value in values]


# --- what is shown of them

FIELDS = ["id", "document", "ref", "sort", "kind", "section", "text", "page", "line", "label", "name", "position"]
FIELDS += ["person", "role"]
COLUMNS = "passages.id, documents.record_id, " + ", ".join(
    f"passages.{name}" for name in [*FIELDS[2:], "answered", "spans"]
)


ANSWERS = (
    "(SELECT json_group_array(asked.ref) FROM links JOIN passages AS asked ON asked.id = links.question"
    " WHERE links.answer = passages.id)"
)
TOPICS = (
    "(SELECT json_group_array(topic) FROM"
    " (SELECT topic FROM passage_topics WHERE passage = passages.id ORDER BY score DESC, topic))"
)
PROMISES = (
    "(SELECT json_group_array(json_array(strength, commitments.text, due_text, due)) FROM commitments"
    " WHERE passage = passages.id)"
)


SHOWN = (  # the passages of exchanges, and the replies to them that stand in another one
    "SELECT thread, id FROM passages WHERE thread IN (SELECT value FROM json_each(?))"
    " UNION SELECT asked.thread, links.answer FROM passages AS asked CROSS JOIN links ON links.question = asked.id"
    " WHERE asked.thread IN (SELECT value FROM json_each(?))"
)


def _exchanges(
    connection: sqlite3.Connection, threads: Sequence[int], allowed: set[int], hits: Hits
) -> tuple[Exchange, ...]:
    """The exchanges whole, in their order; a reply to remarks of several stands in each of them."""
    statement = (
        f"WITH shown AS ({SHOWN}) SELECT shown.thread, {COLUMNS}, {ANSWERS}, {TOPICS}, {PROMISES},"
        " tokens.words, tokens.places, tokens.senses, tokens.sense_places"
        " FROM shown CROSS JOIN passages ON passages.id = shown.id"
        " JOIN documents ON documents.id = passages.document JOIN tokens ON tokens.id = passages.id"
        " ORDER BY passages.id"
    )
    members: dict[int, list[Passage]] = {thread: [] for thread in threads}
    for thread, *row in connection.execute(statement, (json.dumps(threads),) * 2):
        members[thread].append(_passage(row, hits))
    return tuple(_exchange(thread, some, allowed) for thread, some in members.items())


def _exchange(thread: int, passages: Sequence[Passage], allowed: set[int]) -> Exchange:
    """Hits are the passages that meet the filters and hold the words; where none does both, those that meet them."""
    both = {passage.id for passage in passages if passage.id in allowed and passage.marks} or allowed
    told = tuple(replace(passage, is_hit=passage.id in both) for passage in passages)
    return Exchange(thread, told[0].document, told)


def _passage(row: Sequence[Any], hits: Hits) -> Passage:
    *fields, answered, spans, answers, topics, promises, words, places, senses, sense_places = row
    known = dict(zip(FIELDS, fields, strict=True))
    if hits.group is Group.PARTIAL:
        marks = list(written_out(known["text"], hits.phrases))
    else:
        marks = list(written_words(words, places, [phrase.words for phrase in hits.phrases]))
        marks += written_words(senses, sense_places, [phrase.senses for phrase in hits.phrases])
    return Passage(
        **known,
        answered=None if answered is None else bool(answered),
        spans=tuple((start, stop) for start, stop in json.loads(spans)),
        answers=tuple(json.loads(answers)),
        topics=tuple(json.loads(topics)),
        promises=tuple(Promise(*promise) for promise in json.loads(promises)),
        marks=merged(marks),
    )
