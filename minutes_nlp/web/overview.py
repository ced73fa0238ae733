"""The overview (概況): what is new, fields by meeting, one field over time, promises by age, figures over years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from minutes_nlp.across.series import Series, series_of, values_of
from minutes_nlp.analysis.topics.taxonomy import load_taxonomy
from minutes_nlp.store import Store, Stored
from minutes_nlp.store.counts import councils, course, heat, promised_on, promises
from minutes_nlp.web.charts import Bars, HeatMap, Line
from minutes_nlp.web.rendering import open_store, page

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
MOST_MEETINGS = 24  # columns of the heat map: two years of monthly meetings
MOST_PROMISES = 100  # rows of the table; the Excel sheet has all
MOST_SERIES = 40
NEW = 10
# Ages of promises in days, and what they are called
AGES = ((90, "3か月まで"), (180, "半年まで"), (365, "1年まで"), (730, "2年まで"), (10**6, "2年を超える"))


@router.get("/overview", response_class=HTMLResponse)
def overview(
    request: Request,
    council: Annotated[str, Query(max_length=200)] = "",
    topic: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """All of it on one page."""
    with open_store(request) as store:
        known = councils(store.connection)
        chosen = council if council in dict(known) else known[0][0] if known else ""
        fields = load_taxonomy(request.app.state.settings.taxonomy).fields
        field = topic if topic in {one.id for one in fields} else fields[0].id
        days = promised_on(store.connection)
        documents = store.documents()
        # by names that are in the order of days, as values of one year are to be
        reports = {f"{one.date} {one.record_id}": one for one in documents if one.kind == "report"}
        return page(
            request,
            "overview.html",
            documents={one.record_id: one for one in documents},
            reports=reports,
            newest=sorted(documents, key=lambda one: (one.added_at, one.id), reverse=True)[:NEW],
            councils=known,
            council=chosen,
            heat=HeatMap(heat(store.connection, chosen, MOST_MEETINGS)),
            fields=fields,
            topic=field,
            line=Line(course(store.connection, field)),
            promised=sum(count for _, count in days),
            kept=promises(store.connection, MOST_PROMISES),
            ages=Bars(_ages(days)),
            series=[(one, list(values_of(one))) for one in _series(store, reports)[:MOST_SERIES]],
        )


def _ages(promised: list[tuple[str | None, int]]) -> list[tuple[str, int]]:
    """How many promises are of each age today."""
    today = date.today()  # noqa: DTZ011 - a day of the office
    days = [((today - date.fromisoformat(day)).days, count) for day, count in promised if day]
    edges = [(-(10**6), ""), *AGES]
    return [(name, sum(n for age, n in days if low < age <= high)) for (low, _), (high, name) in pairwise(edges)]


def _series(store: Store, reports: Mapping[str, Stored]) -> tuple[Series, ...]:
    """The figures that reports print for more than one time."""
    ids = tuple((file, one.record_id) for file, one in reports.items())
    return _read_series(str(store.path), ids, max((one.added_at for one in reports.values()), default=""))


@lru_cache(maxsize=2)
def _read_series(path: str, reports: tuple[tuple[str, str], ...], _added: str) -> tuple[Series, ...]:
    with Store(path, must_exist=True) as store:
        return series_of((file, store.record(record_id)) for file, record_id in reports)
