"""Search (検索): the page that opens first, and its results as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from minutes_nlp.errors import SettingsError
from minutes_nlp.keeping import TURN_COLUMNS, turn_rows
from minutes_nlp.output.delimited import csv_text
from minutes_nlp.papers.material import Material
from minutes_nlp.store import Filters, Found, Group, Order, Passage, Store, asks_what_became
from minutes_nlp.store.counts import councils, topics
from minutes_nlp.web.documents import paper_of, saved
from minutes_nlp.web.rendering import FIELDS, open_store, page, word

__all__ = ["Asked", "router"]

router = APIRouter(include_in_schema=False)
PAGE = 20  # exchanges on a page
MOST_SAVED = 5_000  # exchanges in a file: Excel opens it in seconds
MOST_ROWS = 1_000  # remarks in a table for people
MOST_FOLLOWED = 20  # records in which what became of them is looked for, some seconds; more take minutes
NEW = 10  # documents on the first page
FEWER = 5  # of the second and third group on the first page
MOST_VALUES = 12  # of a field to narrow to
MOST_CHOSEN = 60  # values of a field at once: there are 20 fields, and SQLite takes 32,766 in all
Values = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=MOST_CHOSEN)]
Year = Annotated[int, Field(ge=1868, le=9999)]  # 明治元年 and what ISO 8601 can write
DATE = r"^[1-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class Asked(BaseModel):
    """What the address of a search says (検索条件): one name for each, so that addresses can be shared."""

    q: Annotated[str, Field(max_length=4_000)] = ""
    topic: Values = Field(default_factory=list)
    role: Values = Field(default_factory=list)
    kind: Values = Field(default_factory=list)
    act: Values = Field(default_factory=list)
    strength: Values = Field(default_factory=list)
    document_kind: Values = Field(default_factory=list)
    fiscal_year: Annotated[list[Year], Field(max_length=MOST_CHOSEN)] = Field(default_factory=list)
    answered: Literal["", "0", "1"] = ""
    council: Annotated[str, Field(max_length=200)] = ""
    speaker: Annotated[str, Field(max_length=200)] = ""
    since: Annotated[str, Field(pattern=f"{DATE}|^$")] = ""
    until: Annotated[str, Field(pattern=f"{DATE}|^$")] = ""
    group: Group = Group.WORDS
    order: Order = Order.RELEVANCE
    page: Annotated[int, Field(ge=1, le=100_000)] = 1

    @property
    def filters(self) -> Filters:
        """The conditions as the store takes them."""
        return Filters(
            topic=tuple(self.topic),
            role=tuple(self.role),
            kind=tuple(self.kind),
            act=tuple(self.act),
            strength=tuple(self.strength),
            document_kind=tuple(self.document_kind),
            fiscal_year=tuple(self.fiscal_year),
            answered=None if self.answered == "" else self.answered == "1",
            council=self.council or None,
            speaker=self.speaker or None,
            since=self.since or None,
            until=self.until or None,
        )

    @property
    def told(self) -> dict[str, Any]:
        """What differs from an empty search, as it stands in the address."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def chosen(self, field: str) -> list[str]:
        """The values of a field that were chosen."""
        value = getattr(self, field)
        return [str(one) for one in value] if isinstance(value, list) else [value] if value else []


@router.get("/", response_class=HTMLResponse)
def search(request: Request, asked: Annotated[Asked, Query()], *, more: bool = False) -> Response:
    """Exchanges that the words find, with what they can be narrowed to; the other two groups with `more` (検索)."""
    with open_store(request) as store:
        if not asked.told:
            return _home(request, store, asked)
        try:
            found = list(_found(store, asked, more=more))
            facets = _facets(store, asked)
        except SettingsError as error:  # nothing was asked for
            return _home(request, store, asked, error)
        shown = dict.fromkeys(exchange.document for group in found for exchange in group.exchanges)
        documents = {record_id: store.document(record_id) for record_id in shown}
        editions = {record_id: store.editions(record_id) for record_id in shown}
    return page(
        request,
        "search.html",
        asked=asked,
        found=found,
        facets=facets,
        documents=documents,
        editions=editions,
        pages=-(-found[0].total // PAGE),
        has_more=_has_others(asked) and len(found) == 1,
        follows=asks_what_became(asked.q),
    )


def _home(request: Request, store: Store, asked: Asked, error: SettingsError | None = None) -> Response:
    """Where a search begins: words, fields, councils, and what is new."""
    return page(
        request,
        "home.html",
        asked=asked,
        error=error,
        newest=store.newest(NEW),
        count=len(store),
        topics=topics(store.connection),
        councils=councils(store.connection)[:MOST_VALUES],
    )


def _found(store: Store, asked: Asked, *, more: bool) -> Iterator[Found]:
    """The group that is asked for; with `more`, or where it is empty, the beginning of the others, which are slower."""
    first = store.search(
        asked.q, asked.filters, group=asked.group, order=asked.order, limit=PAGE, offset=(asked.page - 1) * PAGE
    )
    yield first
    if _has_others(asked) and (more or not first.total):
        for group in (Group.PARTIAL, Group.RELATED):
            yield store.search(asked.q, asked.filters, group=group, limit=FEWER)


def _has_others(asked: Asked) -> bool:
    return bool(asked.q.strip()) and asked.group is Group.WORDS and asked.page == 1


def _facets(store: Store, asked: Asked) -> dict[str, list[tuple[str, int]]]:
    """The fields in the order of the page, each with its most frequent values and those that were chosen."""
    counts = store.facets(asked.q, asked.filters)
    found = {}
    for field in FIELDS:
        chosen = asked.chosen(field)
        values = [(value, count) for value, count in counts[field].items()]
        shown = values[:MOST_VALUES] + [one for one in values[MOST_VALUES:] if one[0] in chosen]
        shown += [(value, 0) for value in chosen if value not in counts[field]]
        if len(shown) > 1 or chosen:
            found[field] = shown
    return found


@router.get("/found/turns.csv")
def turns(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """All that the words find, as CSV for saving."""
    with open_store(request) as store:
        found = store.search(asked.q, asked.filters, group=asked.group, order=asked.order, limit=MOST_SAVED)
        shown = dict.fromkeys(exchange.document for exchange in found.exchanges)
        documents = {record_id: store.document(record_id) for record_id in shown}
    taxonomy = request.app.state.settings.taxonomy
    rows = [_in_words(row, taxonomy) for row in turn_rows([found], documents)]
    return saved("検索結果.csv", csv_text(TURN_COLUMNS, rows).encode("utf-8-sig"))


def _in_words(row: Mapping[str, str | int | None], taxonomy: Path | None) -> dict[str, str | int | None]:
    """A row with its values as the page shows them."""
    told = {name: word(name, row[name]) for name in ("group", "kind", "role") if row[name]}
    topics = "、".join(word("topic", one, taxonomy) for one in str(row["topics"]).split(";") if one)
    promises = "、".join(word("strength", one) for one in str(row["commitments"]).split(";") if one)
    return {**row, **told, "is_hit": "○" if row["is_hit"] else "", "topics": topics, "commitments": promises}


@router.get("/found/responses.xlsx")
def responses(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """The remarks that the words find with their replies, as the usual table for saving (対応表)."""
    with open_store(request) as store:
        found = store.search(asked.q, asked.filters, group=asked.group, order=asked.order, limit=MOST_ROWS)
        only = {(one.document, passage.ref) for one in found.exchanges for passage in one.passages if _asks(passage)}
        records = [store.record(record_id) for record_id in dict.fromkeys(record_id for record_id, _ in only)]
    if not only:
        remedy = "条件を変えるか、CSV で保存してください"
        raise SettingsError("no-remark", "この結果には、対応表に載せる意見・質問がありません", remedy=remedy)
    taxonomy = request.app.state.settings.taxonomy
    material = Material(records, taxonomy=taxonomy, only=only, follow=len(records) <= MOST_FOLLOWED)
    return paper_of(material, "responses", "xlsx", asked.q or "絞り込み", request)


def _asks(passage: Passage) -> bool:
    return passage.sort == "utterance" and passage.kind in {"remark", "follow_up"}
