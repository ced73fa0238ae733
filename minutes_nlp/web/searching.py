"""Search and single remarks (検索・発言): the page that opens first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from minutes_nlp.errors import SettingsError
from minutes_nlp.keeping import turns_csv
from minutes_nlp.store import Filters, Found, Group, Order, Store
from minutes_nlp.web.rendering import FIELDS, open_store, page

__all__ = ["Asked", "router"]

router = APIRouter(include_in_schema=False)
PAGE = 20  # exchanges on a page
MOST_SAVED = 5_000  # exchanges in a file: Excel opens it in seconds
FEWER = 5  # of the second and third group on the first page
MOST_VALUES = 12  # of a field to narrow to
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Asked(BaseModel):
    """What the address of a search says (検索条件): one name for each, so that addresses can be shared."""

    q: str = ""
    topic: list[str] = Field(default_factory=list)
    role: list[str] = Field(default_factory=list)
    kind: list[str] = Field(default_factory=list)
    act: list[str] = Field(default_factory=list)
    strength: list[str] = Field(default_factory=list)
    document_kind: list[str] = Field(default_factory=list)
    fiscal_year: list[int] = Field(default_factory=list)
    answered: Literal["", "0", "1"] = ""
    council: str = ""
    speaker: str = ""
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
def search(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """Exchanges that the words find, in three groups, with what they can be narrowed to (検索)."""
    with open_store(request) as store:
        documents = {document.record_id: document for document in store.documents()}
        if not asked.told:
            return page(request, "home.html", asked=asked, documents=list(documents.values()))
        try:
            found = list(_found(store, asked))
            facets = _facets(store, asked)
        except SettingsError as error:  # nothing was asked for
            return page(request, "home.html", asked=asked, documents=list(documents.values()), error=error)
    pages = -(-found[0].total // PAGE)
    return page(request, "search.html", asked=asked, found=found, facets=facets, documents=documents, pages=pages)


def _found(store: Store, asked: Asked) -> Iterator[Found]:
    first = store.search(
        asked.q, asked.filters, group=asked.group, order=asked.order, limit=PAGE, offset=(asked.page - 1) * PAGE
    )
    yield first
    if asked.q.strip() and asked.group is Group.WORDS and asked.page == 1:
        for group in (Group.PARTIAL, Group.RELATED):
            yield store.search(asked.q, asked.filters, group=group, limit=FEWER)


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
        documents = {document.record_id: document for document in store.documents()}
        found = store.search(asked.q, asked.filters, group=asked.group, order=asked.order, limit=MOST_SAVED)
    content = turns_csv([found], documents).encode("utf-8-sig")
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E6%A4%9C%E7%B4%A2%E7%B5%90%E6%9E%9C.csv"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/documents/{record_id}/remarks/{ref}", response_class=HTMLResponse)
def remark(request: Request, record_id: str, ref: str) -> Response:
    """One remark with all that was said to it, what it is about, and what is near it (発言)."""
    with open_store(request) as store:
        document = store.document(record_id)
        exchange = store.exchange(record_id, ref)
        near = store.similar(exchange.passages[0].text, Filters(sort=("utterance",)), limit=6).exchanges
        documents = {one.record_id: one for one in store.documents()}
    others = [one for one in near if one.thread != exchange.thread][:5]
    return page(
        request, "remark.html", document=document, exchange=exchange, ref=ref, others=others, documents=documents
    )
