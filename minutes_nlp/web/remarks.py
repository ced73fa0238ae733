"""One remark (発言): the turns that belong to it, what it is about, what is near it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from minutes_nlp.across.sequels import Course, Sequel, courses_of
from minutes_nlp.errors import StoreError
from minutes_nlp.findings import Spans, Topic
from minutes_nlp.model import Record, Utterance, UtteranceKind
from minutes_nlp.places import text_of
from minutes_nlp.store import Exchange, Filters, Passage, Store, Stored
from minutes_nlp.text import Span, merged
from minutes_nlp.web.correcting import Form
from minutes_nlp.web.rendering import open_store, page

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
MOST_NEAR = 5
# Meetings and reports among which what became of a remark is looked for: two years of monthly meetings take about 5 s,
# once for each state of the store
MOST_MEETINGS, MOST_REPORTS = 24, 12
MOST_KEPT = 8  # councils whose courses are kept
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class About:
    """A field that a turn is about (分野), and the words of the turn that show it."""

    topic: Topic
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class After:
    """A later measure or reply (その後の資料) and where it stands."""

    sequel: Sequel
    document: Stored
    passage: Passage


@router.get("/documents/{record_id}/remarks/{ref}", response_class=HTMLResponse)
def remark(request: Request, record_id: str, ref: str, *, done: bool = False) -> Response:
    """One remark with all that was said to it, what it is about, and what is near it (発言)."""
    with open_store(request) as store:
        document, exchange = store.document(record_id), store.exchange(record_id, ref)
        record = store.record(record_id)
        utterance = next((one for one in record.utterances if one.id == ref), None)
        near = store.similar(exchange.passages[0].text, Filters(sort=("utterance",)), limit=MOST_NEAR + 1).exchanges
        others = [one for one in near if one.thread != exchange.thread][:MOST_NEAR]
        taxonomy = request.app.state.settings.taxonomy
        return page(
            request,
            "remark.html",
            document=document,
            form=Form.of(store, record, utterance, taxonomy) if utterance and utterance.spans else None,
            done=done,
            exchange=_shown(exchange, record, utterance),
            ref=ref,
            about=list(_about(record, utterance)) if utterance else [],
            is_followed=utterance is not None and _is_followed(utterance),
            others=others,
            documents={one.document: store.document(one.document) for one in others},
        )


@router.get("/documents/{record_id}/remarks/{ref}/after", response_class=HTMLResponse)
def after(request: Request, record_id: str, ref: str) -> Response:
    """What became of a remark (その後), which takes longer than the rest of its page."""
    with open_store(request) as store:
        document, exchange = store.document(record_id), store.exchange(record_id, ref)
        course = _course(store, document, ref)
        return page(
            request,
            "after.html",
            document=document,
            passage=next(one for one in exchange.passages if one.ref == ref),
            course=course,
            measures=_after(store, course.measures) if course else [],
            replies=_after(store, course.replies) if course else [],
            doubtful=_after(store, course.doubtful) if course else [],
        )


# --- what it is about


def _about(record: Record, utterance: Utterance) -> Iterator[About]:
    for topic in utterance.topics:
        spans = _within(record, utterance, topic.evidence)
        yield About(topic, tuple(dict.fromkeys(utterance.text[start:stop] for start, stop in spans)))


def _shown(exchange: Exchange, record: Record, utterance: Utterance | None) -> Exchange:
    """The exchange with the words marked that show what the turn is about."""
    if utterance is None:
        return exchange
    spans = [span for topic in utterance.topics for span in _within(record, utterance, topic.evidence)]
    marks = merged(sorted(spans))
    passages = (replace(one, marks=marks) if one.ref == utterance.id else one for one in exchange.passages)
    return replace(exchange, passages=tuple(passages))


def _within(record: Record, utterance: Utterance, evidence: Spans) -> tuple[Span, ...]:
    """Where source spans stand in the text of a turn, a word that goes over the end of a line in one piece."""
    text = text_of(utterance.text, utterance.spans, record.source_text, record.folds)
    ends = [(text.place_of(start), text.place_of(stop - 1)) for start, stop in evidence]
    return merged(sorted((first, last + 1) for first, last in ends if first is not None and last is not None))


# --- what became of it


def _is_followed(turn: Utterance) -> bool:
    """Whether anything may come of a turn: nothing does of what is only told."""
    return turn.kind is not UtteranceKind.STATEMENT or bool(turn.commitments)


def _course(store: Store, document: Stored, ref: str) -> Course | None:
    """What became of a turn, None for one of which nothing is to be expected."""
    shown = [one for one in store.documents_of(document.council) if one.kind == "minutes"] or [document]
    meetings = [document if one.record_id == document.edition_of else one for one in shown]
    at = next((place for place, one in enumerate(meetings) if one.id == document.id), None)
    if at is None:
        return None
    begin = max(0, min(at, len(meetings) - MOST_MEETINGS))
    reports = [one for one in store.documents_of_kind("report") if one.date][:MOST_REPORTS]
    ids = tuple(one.record_id for one in (*meetings[begin : begin + MOST_MEETINGS], *reports))
    with _LOCK:  # two requests would reckon the same at once
        return _courses(str(store.path), store.state, ids).get((document.record_id, ref))


@lru_cache(maxsize=MOST_KEPT)
def _courses(path: str, _state: str, ids: tuple[str, ...]) -> dict[tuple[str, str], Course]:
    with Store(path, must_exist=True) as store:
        courses = courses_of([store.record(record_id) for record_id in ids])
    return {(course.record, course.utterance): course for course in courses}


def _after(store: Store, sequels: Sequence[Sequel]) -> list[After]:
    return [after for sequel in sequels for after in _placed(store, sequel)]


def _placed(store: Store, sequel: Sequel) -> Iterator[After]:
    """A sequel with its passage; none where the store does not hold it any more."""
    try:
        passages = store.exchange(sequel.record, sequel.items[0]).passages
    except StoreError:
        return
    found = next((one for one in passages if one.ref == sequel.items[0]), passages[0])
    yield After(sequel, store.document(sequel.record), found)
