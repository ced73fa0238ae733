"""What staff set right on the page of a remark (訂正): who speaks, what it is, whom it answers, what it is about.

Only what differs from what stands there becomes a correction; it is kept with who and when, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from minutes_nlp.analysis.topics.taxonomy import load_taxonomy
from minutes_nlp.corrections import Correction, Target, beginning
from minutes_nlp.errors import SettingsError
from minutes_nlp.keeping import correct
from minutes_nlp.model import Record, Role, Utterance, UtteranceKind
from minutes_nlp.store import Store
from minutes_nlp.text import Span
from minutes_nlp.web.rendering import open_store, word

__all__ = ["Form", "router"]

router = APIRouter(include_in_schema=False)
MOST_SENT = 200_000  # bytes of a form: a meeting of 700 turns, all of them ticked, makes 10,000
SHOWN = 40  # characters of a turn that may be answered
ANSWERS = {UtteranceKind.REPLY, UtteranceKind.FOLLOW_UP}
Kind = TypeVar("Kind", Role, UtteranceKind)
_LOCK = Lock()  # one at a time: each makes the record anew with the corrections of all


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be chosen (選択肢)."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What may be set right in a turn (訂正の様式), and what has been."""

    record: Record
    utterance: Utterance
    corrections: tuple[Correction, ...]
    taxonomy: Path | None

    @classmethod
    def of(cls, store: Store, record: Record, utterance: Utterance, taxonomy: Path | None) -> Form:
        """Of a turn of a stored record, with the fields of a taxonomy."""
        kept = store.corrections(record.source.sha256)
        start = utterance.spans[0][0] if utterance.spans else -1
        return cls(record, utterance, tuple(one for one in kept if one.span[0] == start), taxonomy)

    @property
    def start(self) -> int:
        """Where the turn stands: what tells it from another one that has come to have its number."""
        return self.utterance.spans[0][0]

    def roles(self) -> Iterator[Choice]:
        """発言者の立場."""
        for role in Role:
            yield Choice(role.value, word("role", role.value), role is self.utterance.speaker.role)

    def kinds(self) -> Iterator[Choice]:
        """発言の区分."""
        for kind in UtteranceKind:
            yield Choice(kind.value, word("kind", kind.value), kind is self.utterance.kind)

    def links(self) -> Iterator[Choice]:
        """The other turns, which it may answer (回答の相手): those that it does answer first, then the nearest."""
        places = {one.id: place for place, one in enumerate(self.record.utterances)}
        here, answered = places[self.utterance.id], set(self.utterance.replies_to)
        for one in sorted(self.record.utterances, key=lambda one: (one.id not in answered, abs(places[one.id] - here))):
            if one.spans and one.id != self.utterance.id:
                who = one.speaker.label or word("role", one.speaker.role.value)
                text = one.text[:SHOWN] + ("…" if len(one.text) > SHOWN else "")
                yield Choice(one.id, f"{one.id} {who}「{text}」", one.id in self.utterance.replies_to)

    def topics(self) -> Iterator[Choice]:
        """分野."""
        chosen = {topic.id for topic in self.utterance.topics}
        for field in load_taxonomy(self.taxonomy).fields:
            yield Choice(field.id, field.label, field.id in chosen)

    def told(self, one: Correction) -> str:
        """What a correction says."""
        if one.target is Target.TOPIC:
            return "、".join(word("topic", name, self.taxonomy) for name in str(one.value).split()) or "該当なし"
        if isinstance(one.value, str):
            return word(one.target.value, one.value)
        starts = {span[0] for span in one.value}
        return "、".join(u.id for u in self.record.utterances if u.spans and u.spans[0][0] in starts) or "なし"


@router.post("/documents/{record_id}/remarks/{ref}/corrections")
async def keep(request: Request, record_id: str, ref: str) -> Response:
    """Keep what a person has set right, and make the record anew with it."""
    _allowed(request)
    async with request.form(max_fields=2_000) as sent:
        await run_in_threadpool(_keep, request, record_id, ref, sent)
    return RedirectResponse(f"/documents/{record_id}/remarks/{ref}?done=1#review", 303)


def _allowed(request: Request) -> None:
    if request.app.state.settings.reviewer is None:
        raise HTTPException(404)
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_SENT:
        raise SettingsError("too-large", "訂正の内容が大きすぎます", remedy="発言のページからやり直してください")


def _keep(request: Request, record_id: str, ref: str, sent: FormData) -> None:
    settings = request.app.state.settings
    by, at = settings.reviewer, datetime.now().astimezone().isoformat(timespec="seconds")
    with _LOCK, open_store(request) as store:
        record = store.record(record_id)
        utterance = next((one for one in record.utterances if one.id == ref), None)
        if utterance is None or not utterance.spans or str(utterance.spans[0][0]) != sent.get("start"):
            remedy = "発言のページを開き直して、もう一度訂正してください"
            raise SettingsError("changed", "この資料は、その後に読み取り直されています", remedy=remedy)
        if undo := sent.get("undo"):
            kept = Form.of(store, record, utterance, settings.taxonomy).corrections
            dropped = [one for one in kept if one.target.value == undo]
            correct(store, record_id, dropped=dropped, notations=settings.notations, taxonomy=settings.taxonomy)
            return
        new = [
            Correction(record.source.sha256, utterance.spans[0], beginning(utterance.text), target, value, by, at)
            for target, value in _changes(record, utterance, sent, settings.taxonomy)
        ]
        if new:
            correct(store, record_id, new, notations=settings.notations, taxonomy=settings.taxonomy)


def _changes(
    record: Record, utterance: Utterance, sent: FormData, taxonomy: Path | None
) -> Iterator[tuple[Target, str | tuple[Span, ...]]]:
    """What differs from what stands there."""
    role, kind = _one_of(Role, sent.get("role")), _one_of(UtteranceKind, sent.get("kind"))
    if role is not utterance.speaker.role:
        yield Target.ROLE, role.value
    if kind is not utterance.kind:
        yield Target.KIND, kind.value
    wanted = set(map(str, sent.getlist("link")))
    meant = [one for one in record.utterances if one.id in wanted - {utterance.id} and one.spans]
    if kind in ANSWERS and {one.id for one in meant} != set(utterance.replies_to):
        yield Target.LINK, tuple(one.spans[0] for one in meant)
    chosen = set(map(str, sent.getlist("topic")))
    if chosen != {topic.id for topic in utterance.topics}:
        yield Target.TOPIC, " ".join(field.id for field in load_taxonomy(taxonomy).fields if field.id in chosen)


def _one_of(values: type[Kind], told: object) -> Kind:
    try:
        return values(str(told))
    except ValueError as error:
        remedy = "発言のページの一覧から選んでください"
        raise SettingsError("no-choice", "選べない値が送られました", remedy=remedy) from error
