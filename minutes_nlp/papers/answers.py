"""What answers a remark (回答): which replies, with which part of each, and what the remark does."""

from __future__ import annotations

from minutes_nlp.findings import ActKind, Spans
from minutes_nlp.model import Record, Utterance, UtteranceKind
from minutes_nlp.places import text_of
from minutes_nlp.text import merged
from minutes_nlp.values import WANTS
from minutes_nlp.wording import ACTS, TAGS

__all__ = ["act_of", "excerpt", "replies_of", "touch"]

MOST_ACTS = 2  # what a cell shows without hiding the rest of its row
TELLING = (ActKind.SUPPORT, ActKind.INFORMATION)  # what a remark is called by that wants nothing


def replies_of(record: Record) -> dict[str, dict[str, Spans]]:
    """Of each remark the utterances that answer it, and with which part of them."""
    found: dict[str, dict[str, Spans]] = {}
    for pair in record.pairs:
        parts = found.setdefault(pair.question, {})
        parts[pair.answer] = merged(sorted((*parts.get(pair.answer, ()), *pair.answer_spans)))
    for utterance in record.utterances:
        if utterance.kind is UtteranceKind.REPLY:
            for question in utterance.replies_to:
                found.setdefault(question, {}).setdefault(utterance.id, utterance.spans)
    return found


def excerpt(record: Record, utterance: Utterance, spans: Spans) -> str:
    """The part of an utterance that stands at some spans; the whole where that cannot be told."""
    if not spans or (spans[0][0] <= utterance.spans[0][0] and spans[-1][1] >= utterance.spans[-1][1]):
        return utterance.text
    text = text_of(utterance.text, utterance.spans, record.source_text, record.folds)
    first, last = text.place_of(spans[0][0]), text.place_of(spans[-1][1] - 1)
    return utterance.text if first is None or last is None else text.string[first : last + 1].strip()


def touch(spans: Spans, others: Spans) -> bool:
    """Whether two parts of a source share a character; what stands nowhere touches everything."""
    return not others or any(start < stop and begin < end for start, end in spans for begin, stop in others)


def act_of(utterance: Utterance) -> str:
    """What a remark does, the most telling first: 質問・要望; 意見 where no sentence tells."""
    kinds = {act.kind for act in utterance.acts}
    wanting = [kind for kind in WANTS if kind in kinds][:MOST_ACTS]
    telling = [kind for kind in TELLING if kind in kinds][:1]
    word = "・".join(ACTS[kind] for kind in wanting or telling) or TAGS[UtteranceKind.REMARK]
    return f"{word}（再）" if utterance.kind is UtteranceKind.FOLLOW_UP else word
