"""What was said, set right by people (訂正の反映): boundaries first, then roles, kinds and links.

A correction whose place is no longer there becomes a note, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from minutes_nlp.corrections import TARGETS, Boundary, Correction, Target, beginning
from minutes_nlp.findings import Topic, TopicBasis
from minutes_nlp.model import Basis, Fold, Note, Pair, Reviewed, Role, Speaker, Utterance, UtteranceKind
from minutes_nlp.places import index_of, part_of
from minutes_nlp.text import Span

__all__ = ["Said", "corrected"]


@dataclass(frozen=True, slots=True)
class Said:
    """What corrections are about: the utterances with their pairs and notes, and the source that they stand in."""

    utterances: tuple[Utterance, ...]
    pairs: tuple[Pair, ...]
    notes: tuple[Note, ...]
    source: str
    folds: tuple[Fold, ...] = ()


def corrected(said: Said, corrections: Iterable[Correction], sha256: str) -> Said:
    """What was said, with the corrections of this very file; a note for each that does not fit any more."""
    corrections = tuple(corrections)
    own = sorted((one for one in corrections if one.sha256 == sha256), key=lambda one: list(Target).index(one.target))
    state = _Applying(said)
    stale = [one for one in own if not state.apply(one)]
    notes = [Note("stale-correction", _stale(one)) for one in stale]
    foreign = len(corrections) - len(own)
    if foreign and not own:
        notes.append(
            Note("stale-correction", f"原本が前の版から変わったため、前の版への訂正 {foreign} 件は使っていません。")
        )
    return state.result(tuple(notes))


def _stale(one: Correction) -> str:
    who = f"{one.by} {one.at[:10]}".strip()
    return f"訂正({TARGETS[one.target]}、{who})は、対象の発言「{one.text}」が見つからないため使っていません。"


class _Applying:
    """The utterances while corrections are applied to them, one after the other."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.now = list(said.utterances)
        self.renamed: dict[str, str] = {}  # an utterance that was joined, and the one that holds it now
        self.new: list[str] = []

    def apply(self, one: Correction) -> bool:
        """Whether a correction fitted, and was applied."""
        if one.target is Target.BOUNDARY:
            return self._bound(one)
        at = self._at(one.span[0])
        if at is None or not _is_there(one, self.now[at].text):
            return False
        if one.target is Target.ROLE:
            speaker = replace(self.now[at].speaker, role=Role(str(one.value)), basis=Basis.REVIEW, confidence=1.0)
            self._put(at, Reviewed.ROLE, speaker=speaker)
        elif one.target is Target.KIND:
            kind = UtteranceKind(str(one.value))
            answers = kind in {UtteranceKind.REPLY, UtteranceKind.FOLLOW_UP}
            self._put(at, Reviewed.KIND, kind=kind, replies_to=self.now[at].replies_to if answers else ())
        elif one.target is Target.TOPIC:
            topics = tuple(Topic(name, 1.0, (), TopicBasis.REVIEW) for name in str(one.value).split())
            self._put(at, Reviewed.TOPIC, topics=topics)
        else:
            return self._link(one, at)
        return True

    def _at(self, offset: int) -> int | None:
        return next((i for i, u in enumerate(self.now) if u.spans and u.spans[0][0] == offset), None)

    def _put(self, at: int, what: Reviewed, **values: Any) -> None:
        reviewed = tuple(dict.fromkeys((*self.now[at].reviewed, what)))
        self.now[at] = replace(self.now[at], reviewed=reviewed, **values)

    def _link(self, one: Correction, at: int) -> bool:
        meant = [self._at(span[0]) for span in one.value if not isinstance(span, str)]
        ids = [self.now[i].id for i in meant if i is not None and i != at]
        if len(ids) != len(one.value):
            return False
        if one.target is Target.LINK:
            self._put(at, Reviewed.LINK, replies_to=tuple(ids))
            return True
        self._put(at, Reviewed.LINK)
        for i in (i for i in meant if i is not None):
            answer = self.now[i]
            told = answer.kind is UtteranceKind.STATEMENT and Reviewed.KIND not in answer.reviewed
            kind = UtteranceKind.REPLY if told else answer.kind
            links = tuple(dict.fromkeys((*answer.replies_to, self.now[at].id)))
            self._put(i, Reviewed.LINK, kind=kind, replies_to=links)
        return True

    # --- boundaries

    def _bound(self, one: Correction) -> bool:
        offset, at = one.span[0], self._at(one.span[0])
        if at is not None:
            if not _is_there(one, self.now[at].text):
                return False
            if one.value == Boundary.JOIN:
                return self._join(at) if at else False
            self._put(at, Reviewed.BOUNDARY)
            return True
        holder = next((i for i, u in enumerate(self.now) if any(s <= offset < e for s, e in u.spans)), None)
        if holder is None or one.value == Boundary.KEEP:
            return False
        return one.value == Boundary.JOIN or self._split(holder, one)

    def _join(self, at: int) -> bool:
        first, second = self.now[at - 1], self.now[at]
        label = second.speaker.label if second.speaker.label_spans else None
        text = "\n".join((first.text, f"{label or ''}{second.text}"))
        spans = (*first.spans, *(second.speaker.label_spans if label else ()), *second.spans)
        links = [i for i in (*first.replies_to, *second.replies_to) if i not in {first.id, second.id}]
        pages = tuple(sorted({*first.pages, *second.pages}))
        self._put(
            at - 1, Reviewed.BOUNDARY, text=text, spans=spans, pages=pages, replies_to=tuple(dict.fromkeys(links))
        )
        self.renamed[second.id] = first.id
        del self.now[at]
        return True

    def _split(self, at: int, one: Correction) -> bool:
        whole = self.now[at]
        edge = index_of(whole.text, whole.spans, one.span[0], self.said.source, self.said.folds)
        if not edge or not _is_there(one, whole.text[edge:]):
            return False
        head, tail = whole.text[:edge].rstrip(), whole.text[edge:]
        spans = self._spans(whole, edge, len(whole.text))
        number = sum(1 for u in self.now if u.id.split("-")[0] == whole.id.split("-")[0]) + 1
        new = Utterance(
            id=f"{whole.id.split('-')[0]}-{number}",
            kind=UtteranceKind.STATEMENT,
            marker=None,
            section=whole.section,
            text=tail,
            pages=whole.pages,
            spans=spans,
            speaker=Speaker(None),
            reviewed=(Reviewed.BOUNDARY,),
        )
        self._put(at, Reviewed.BOUNDARY, text=head, spans=self._spans(whole, 0, edge))
        self.now.insert(at + 1, new)
        self.new.append(new.id)
        return True

    def _spans(self, whole: Utterance, start: int, stop: int) -> tuple[Span, ...]:
        return part_of(whole.text, whole.spans, (start, stop), self.said.source, self.said.folds)

    # --- the result

    def result(self, notes: tuple[Note, ...]) -> Said:
        """All of it again, pairs and notes following the utterances."""
        ids = {u.id for u in self.now}
        utterances = tuple(
            replace(u, replies_to=tuple(dict.fromkeys(i for i in map(self._name, u.replies_to) if i in ids - {u.id})))
            for u in self.now
        )
        doubts = [
            Note("doubtful-kind", f"{i} の区分は確かではありません。", self._by_id(i).spans) for i in self._untold()
        ]
        kept = tuple(note for note in self.said.notes if not self._settled(note))
        return replace(
            self.said, utterances=utterances, pairs=tuple(self._pairs(utterances)), notes=(*kept, *doubts, *notes)
        )

    def _name(self, ident: str) -> str:
        while ident in self.renamed:
            ident = self.renamed[ident]
        return ident

    def _by_id(self, ident: str) -> Utterance:
        return next(u for u in self.now if u.id == ident)

    def _untold(self) -> list[str]:
        """The turns that a split has made, of whose kind nobody has said anything."""
        return [i for i in self.new if any(u.id == i and Reviewed.KIND not in u.reviewed for u in self.now)]

    def _settled(self, note: Note) -> bool:
        """Whether a doubt has been answered by a person."""
        start = note.spans[0][0] if note.spans else -1
        about = next((u for u in self.now if u.spans and u.spans[0][0] == start), None)
        if note.code == "doubtful-kind":
            return about is None or Reviewed.KIND in about.reviewed
        if note.code == "unanswered-remark":
            answered = about and any(u.kind is UtteranceKind.REPLY and about.id in u.replies_to for u in self.now)
            settled = about is None or about.kind is not UtteranceKind.REMARK or Reviewed.LINK in about.reviewed
            return bool(settled or answered)
        return False

    def _pairs(self, utterances: Iterable[Utterance]) -> Iterator[Pair]:
        """The pairs of all replies: those that were there where the link still is, one for each new link."""
        by_id = {u.id: u for u in utterances}
        old = [replace(p, question=self._name(p.question), answer=self._name(p.answer)) for p in self.said.pairs]
        for answer in by_id.values():
            for ident in answer.replies_to if answer.kind is UtteranceKind.REPLY else ():
                same = [p for p in old if (p.question, p.answer) == (ident, answer.id)]
                found = same or [Pair(ident, answer.id, None, (), (), 1.0, Basis.REVIEW)]
                yield from (self._checked(pair, by_id[ident], answer) for pair in found)

    @staticmethod
    def _checked(pair: Pair, question: Utterance, answer: Utterance) -> Pair:
        """A pair whose spans lie in its utterances, and which says where a person has set or confirmed it."""
        if Reviewed.LINK in answer.reviewed:
            pair = replace(pair, basis=Basis.REVIEW, confidence=1.0)
        if pair.part is None:
            return replace(pair, question_spans=question.spans, answer_spans=answer.spans)
        return replace(
            pair,
            question_spans=_clipped(pair.question_spans, question.spans),
            answer_spans=_clipped(pair.answer_spans, answer.spans),
        )


def _is_there(one: Correction, text: str) -> bool:
    """Whether a text begins with the words that were corrected; either may since have become shorter."""
    now = beginning(text)
    return bool(now) and (now.startswith(one.text) or one.text.startswith(now))


def _clipped(spans: Sequence[Span], to: Sequence[Span]) -> tuple[Span, ...]:
    """What of some spans lies in others; the others where nothing does."""
    inside = [(max(a, c), min(b, d)) for a, b in spans for c, d in to if max(a, c) < min(b, d)]
    return tuple(inside) or tuple(to)
