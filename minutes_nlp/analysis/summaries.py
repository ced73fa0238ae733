"""Summaries (要約): sentences of the records themselves, shortened at most, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minutes_nlp.findings import Cited, Gist, Summary
from minutes_nlp.language.sentences import sentences
from minutes_nlp.model import Record, Utterance, UtteranceKind
from minutes_nlp.places import place_of, text_of

__all__ = ["Length", "gist_of", "summarise"]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a summary may be (要約の長さ): characters, points (質疑の数), or both."""

    characters: int = 600  # half a page of A4 in 10.5 pt
    points: int | None = None


def summarise(  # noqa: PLR0913 - each is a choice of the reader
    records: Sequence[Record],
    *,
    topic: str | None = None,
    council: str | None = None,
    since: date | None = None,
    until: date | None = None,
    length: Length | None = None,
) -> Summary:
    """The summary of a meeting, of a topic over meetings, of a council and period (要約), oldest meeting first."""
    wanted = length or Length()
    points: list[Gist] = []
    for record in sorted(_held(records, council, since, until), key=lambda record: _day(record) or ""):
        for utterance in record.utterances:
            if utterance.kind is UtteranceKind.REPLY or (topic and topic not in {t.id for t in utterance.topics}):
                continue
            replies = [one for one in record.utterances if utterance.id in one.replies_to]
            points.append(
                Gist(gist_of(record, utterance), tuple(c for reply in replies for c in gist_of(record, reply)))
            )
    return Summary(tuple(points[: wanted.points]))


def gist_of(record: Record, utterance: Utterance, characters: int = 80) -> tuple[Cited, ...]:
    """The sentences of one utterance that tell its matter (発言要旨), within so many characters; one at least."""
    text = text_of(utterance.text, utterance.spans, record.source_text, record.folds)
    found: list[Cited] = []
    for start, stop in sentences(text.string):
        said = text[start:stop]
        if found and sum(len(one.text) for one in found) + len(said) > characters:
            break
        page, line = place_of(record.pages, record.source_text, said.spans[0][0])
        found.append(Cited(said.string, record.id, utterance.id, said.spans, page, line))
    return tuple(found)


def _held(records: Sequence[Record], council: str | None, since: date | None, until: date | None) -> Iterator[Record]:
    """The records of a council and period."""
    for record in records:
        day = _day(record)
        if council and council not in (record.meeting.name or "" if record.meeting else ""):
            continue
        if (since and (day is None or day < since.isoformat())) or (until and (day is None or day > until.isoformat())):
            continue
        yield record


def _day(record: Record) -> str | None:
    return record.meeting.date if record.meeting else None
