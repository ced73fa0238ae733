"""Documents (資料): a meeting with its turns and papers, a page as it was printed with the very lines marked."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from minutes_nlp.analysis.items import items_of
from minutes_nlp.batch.running import Summary
from minutes_nlp.errors import SettingsError, SourceError, StoreError
from minutes_nlp.model import Page, Record
from minutes_nlp.papers.making import PAPERS, make_paper
from minutes_nlp.papers.material import Material
from minutes_nlp.reading.kinds import PDF
from minutes_nlp.reading.pdf.images import page_image
from minutes_nlp.store import Filters, Order, Store, Stored
from minutes_nlp.summaries.choosing import Length, summarise
from minutes_nlp.text import Span
from minutes_nlp.web.rendering import marked, open_store, page

__all__ = ["paper_of", "router", "saved"]

router = APIRouter(include_in_schema=False)
MOST_EXCHANGES = 1_000  # of a meeting on one page: the longest sitting seen has 700 turns
# "120-260,300-310"
SPANS = re.compile(r"^\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,199}$")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "application/octet-stream",  # for saving: shown here, it would be a page of ours without our policy
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
POINTS = Length(600, 8)  # half a page: what is read before the turns themselves
MOST_DRAWN = 24  # pages kept as images: leafing to and fro costs nothing


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over a line of a page, in points (下線の位置)."""

    x: float
    y: float
    width: float
    height: float


@router.get("/documents/{record_id}", response_class=HTMLResponse)
def meeting(request: Request, record_id: str) -> Response:
    """A document: its head, the six items, its turns, and the papers that can be had of it (会議)."""
    with open_store(request) as store:
        document, record = store.document(record_id), store.record(record_id)
        only = Filters(document=(record_id,), sort=("utterance",) if record.utterances else ())
        found = store.search("", only, order=Order.OLDEST, limit=MOST_EXCHANGES)
        editions = store.editions(record_id)
        shown = editions[0] if document.edition_of else document
        before, after = _neighbours(shown, store.documents_of(document.council))
    unanswered = [one for one in found.exchanges if one.passages[0].answered is False]
    return page(
        request,
        "meeting.html",
        document=document,
        record=record,
        editions=editions,
        review=Summary.of(record).review,
        items=items_of(record.source.name, record) if record.utterances else (),
        exchanges=found.exchanges,
        summary=summarise([record], length=POINTS).points,
        before=before,
        after=after,
        unanswered=unanswered,
        papers=PAPERS if record.utterances else {},
    )


def _neighbours(document: Stored, council: list[Stored]) -> tuple[Stored | None, Stored | None]:
    """The meetings of a council before and after one (前回・次回)."""
    meetings = sorted((one for one in council if one.kind == "minutes" and one.date), key=_order)
    if document not in meetings:
        return None, None
    at = meetings.index(document)
    return meetings[at - 1] if at else None, meetings[at + 1] if at + 1 < len(meetings) else None


def _order(one: Stored) -> tuple[str, int, int]:
    return one.date or "", one.number or 0, one.id


@router.get("/documents/{record_id}/papers/{kind}.{form}")
def paper(request: Request, record_id: str, kind: str, form: str) -> Response:
    """A paper about one document, for saving (資料の作成)."""
    with open_store(request) as store:
        document, record = store.document(record_id), store.record(record_id)
    material = Material([record], taxonomy=request.app.state.settings.taxonomy)
    return paper_of(material, kind, form, document.title or document.name, request)


def paper_of(material: Material, kind: str, form: str, about: str, request: Request) -> Response:
    """A paper as a file that the browser saves; SettingsError for a kind or form that is none."""
    if kind not in PAPERS or form not in PAPERS[kind].formats:
        raise SettingsError("no-paper", "その種類の資料はありません", remedy="資料のページのボタンから選んでください")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"paper.{form}"
        make_paper(kind, material, target, file_format=form, templates=request.app.state.settings.templates)
        content = target.read_bytes()
    return saved(f"{PAPERS[kind].label}_{about}.{form}", content)


def saved(name: str, content: bytes) -> Response:
    """A file that the browser saves under a name (保存するファイル), which tells its kind."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    kind = MEDIA[name.rpartition(".")[2]]
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})


@router.get("/documents/{record_id}/pages/{number}.png")
def image(request: Request, record_id: str, number: int) -> Response:
    """The image of a page."""
    with open_store(request) as store:
        document = store.document(record_id)
        if document.media_type != PDF:
            raise SourceError("no-page", "この資料には頁の画像がありません", remedy="本文の表示を見てください")
        drawn = _drawn(str(store.path), document.id, document.added_at, record_id, number)
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/documents/{record_id}/pages/{number}", response_class=HTMLResponse)
def leaf(request: Request, record_id: str, number: int, at: Annotated[str, Query(max_length=4_000)] = "") -> Response:
    """A page as it was printed, with lines marked; of a file without pages on paper its text (原本の頁)."""
    with open_store(request) as store:
        document, record = store.document(record_id), store.record(record_id)
    found = next((one for one in record.pages if one.number == number), None)
    if found is None:
        raise StoreError(
            "no-page", f"{document.name} に {number}頁はありません", remedy="資料のページから選んでください"
        )
    spans = [span for span in spans_of(at) if span[0] < found.span[1] and found.span[0] < span[1]]
    drawn = record.source.media_type == PDF and found.width
    return page(
        request,
        "page.html",
        document=document,
        record=record,
        leaf=found,
        at=at,
        marks=list(_marks(found, spans)) if drawn else [],
        text=None if drawn else _text(record, found, spans),
    )


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(path: str, _document: int, _added: str, record_id: str, number: int) -> bytes:
    with Store(path, must_exist=True) as store:
        original = store.original(record_id)
    if original is None:
        remedy = "原本と同じ場所で minutes process --db をもう一度実行すると入ります"
        raise SourceError("no-page", "原本が保存されていません", remedy=remedy)
    return page_image(original, number)


def spans_of(at: str) -> list[Span]:
    """The source spans that an address names; none for what is none."""
    if not SPANS.match(at):
        return []
    pairs = [tuple(map(int, part.split("-"))) for part in at.split(",")]
    return [(start, stop) for start, stop in pairs if start < stop]


def _marks(leaf: Page, spans: Iterable[Span]) -> Iterator[Mark]:
    """The lines of a page that hold a character of the spans."""
    wanted = list(spans)
    for line in leaf.lines:
        if line.box and any(start < line.span[1] and line.span[0] < stop for start, stop in wanted):
            x0, top, x1, bottom = line.box
            yield Mark(x0, top, x1 - x0, bottom - top)


def _text(record: Record, leaf: Page, spans: Iterable[Span]) -> Markup:
    first, last = leaf.span
    inside = sorted((max(start, first) - first, min(stop, last) - first) for start, stop in spans)
    text = str(marked(record.source_text[first:last], inside))
    return Markup(text.replace("<mark>", '<mark id="mark">', 1))  # noqa: S704 - what `marked` has escaped


@router.get("/documents", response_class=HTMLResponse)
def listing(request: Request) -> Response:
    """All documents (資料の一覧)."""
    with open_store(request) as store:
        return page(request, "documents.html", documents=store.documents(), editions=store.hidden())
