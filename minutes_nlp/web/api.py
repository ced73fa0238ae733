"""The same verbs as `Store`, for programs (API): JSON under /api, described at /api/openapi.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from minutes_nlp.store import Exchange, Found, Stored
from minutes_nlp.web.rendering import open_store
from minutes_nlp.web.searching import PAGE, Asked

__all__ = ["router"]

RecordId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="資料の id")]
Ref = Annotated[str, Path(pattern=r"^[a-z]\d{1,6}(\.\d{1,6})?$", description="発言・段落の id(u12、b3、b3.2、m1)")]
Limit = Annotated[int, Query(ge=1, le=1_000)]


class Trouble(BaseModel):
    """What went wrong, and what to do (誤り)."""

    code: str
    message: str
    remedy: str


router = APIRouter(
    prefix="/api",
    tags=["minutes"],
    responses={code: {"model": Trouble} for code in (400, 404, 405, 422, 503)},
)


@router.get("/documents")
def documents(request: Request) -> list[Stored]:
    """All documents (資料の一覧), the newest first, of several editions the one that is shown."""
    with open_store(request) as store:
        return store.documents()


@router.get("/documents/{record_id}")
def document(request: Request, record_id: RecordId) -> Stored:
    """One document (資料)."""
    with open_store(request) as store:
        return store.document(record_id)


@router.get("/documents/{record_id}/editions")
def editions(request: Request, record_id: RecordId) -> list[Stored]:
    """The other editions of a document (ほかの版), that which is shown in its place first."""
    with open_store(request) as store:
        return store.editions(record_id)


@router.get("/documents/{record_id}/record", response_class=Response)
def record(request: Request, record_id: RecordId) -> Response:
    """The whole record of a document (記録), `minutes-record/1`."""
    with open_store(request) as store:
        return Response(store.record(record_id).to_json(), media_type="application/json")


@router.get("/documents/{record_id}/exchanges/{ref}")
def exchange(request: Request, record_id: RecordId, ref: Ref) -> Exchange:
    """A remark with all that was said to it (やりとり)."""
    with open_store(request) as store:
        return store.exchange(record_id, ref)


@router.get("/search")
def search(request: Request, asked: Annotated[Asked, Query()], limit: Limit = PAGE) -> Found:
    """A page of the exchanges that a query finds (検索); `group` is words, partial or related."""
    with open_store(request) as store:
        offset = (asked.page - 1) * limit
        return store.search(asked.q, asked.filters, group=asked.group, order=asked.order, limit=limit, offset=offset)


@router.get("/facets")
def facets(request: Request, asked: Annotated[Asked, Query()]) -> Mapping[str, Mapping[str, int]]:
    """How many exchanges each value of a field would leave (絞り込みの件数)."""
    with open_store(request) as store:
        return store.facets(asked.q, asked.filters)


@router.get("/similar")
def similar(
    request: Request, text: Annotated[str, Query(min_length=1, max_length=4_000)], limit: Limit = PAGE
) -> Found:
    """Past questions with their answers that are nearest to a new one (想定問答)."""
    with open_store(request) as store:
        return store.similar(text, limit=limit)
