"""What became of exchanges that were found (その後): by the later meetings of their councils and by all reports."""

from __future__ import annotations

from collections.abc import Iterable

from minutes_nlp.across.sequels import Sequel, courses_of
from minutes_nlp.model import DocumentKind
from minutes_nlp.store.queries import read_query
from minutes_nlp.store.search import Exchange
from minutes_nlp.store.store import Store
from minutes_nlp.store.wishes import Wish

__all__ = ["asks_what_became", "sequels_of"]


def asks_what_became(query: str) -> bool:
    """Whether a query wishes to know what became of something: 実態調査はどうなったか (その後を問う検索)."""
    return bool(query.strip()) and Wish.LATER in read_query(query).wishes


def sequels_of(store: Store, exchanges: Iterable[Exchange]) -> dict[int, tuple[Sequel, ...]]:
    """The sequels of each exchange by its number, the best first; none is a result, and empty."""
    shown = tuple(exchanges)
    known = {document.record_id: document for document in store.documents(hidden=True)}
    own = {exchange.document: known[exchange.document] for exchange in shown if exchange.document in known}
    councils = {document.council for document in own.values()} - {None}
    instead = {document.edition_of for document in own.values()}  # an edition that is looked at itself
    wanted = [
        one
        for one in known.values()
        if one.record_id in own
        or (
            one.edition_of is None
            and one.record_id not in instead
            and (one.kind == DocumentKind.REPORT or one.council in councils)
        )
    ]
    courses = courses_of([store.record(one.record_id) for one in wanted])
    told = {(course.record, course.utterance): (*course.measures, *course.replies) for course in courses}
    return {
        exchange.thread: _best(
            sequel
            for passage in exchange.passages
            for sequel in told.get((exchange.document, passage.ref), ())
            if sequel.record != exchange.document
        )
        for exchange in shown
    }


def _best(sequels: Iterable[Sequel]) -> tuple[Sequel, ...]:
    """Each sequel once, the best first."""
    found: dict[tuple[str, tuple[str, ...]], Sequel] = {}
    for sequel in sorted(sequels, key=lambda sequel: -sequel.score):
        found.setdefault((sequel.record, sequel.items), sequel)
    return tuple(found.values())
