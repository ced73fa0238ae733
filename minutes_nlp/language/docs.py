"""A record as spaCy's DocBin (学習用データ): one `Doc` an utterance; import it only where spaCy is wanted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from minutes_nlp.findings import Figure, Spans, Term
from minutes_nlp.language.pipes import COMMITMENTS, FIGURES, TERMS, blank, doc_of
from minutes_nlp.language.words import Mode
from minutes_nlp.model import Record, Utterance
from minutes_nlp.places import printed_places

__all__ = ["COMMITMENTS", "docs_of", "to_docbin"]

Finding = TypeVar("Finding", Term, Figure)


def to_docbin(records: Iterable[Record], mode: Mode = Mode.C) -> DocBin:
    """All utterances of the records, terms, figures and commitments as span groups; ids in `doc.user_data`."""
    vocab = blank().vocab
    docs = [doc for record in records for doc in docs_of(record, vocab, mode)]
    return DocBin(["ORTH", "TAG", "LEMMA", "NORM", "MORPH", "SENT_START"], store_user_data=True, docs=docs)


def docs_of(record: Record, vocab: Vocab, mode: Mode = Mode.C) -> Iterator[Doc]:
    """A `Doc` for each utterance, in order."""
    terms, figures = _in_order(record.terms), _in_order(record.figures)
    for utterance in record.utterances:
        doc = doc_of(utterance.text, vocab, mode)
        doc.user_data |= {"record": record.id, "utterance": utterance.id, "kind": str(utterance.kind)}
        places = _Places(record, utterance)
        doc.spans[TERMS] = _spans(doc, places, _inside(utterance, terms))
        doc.spans[FIGURES] = _spans(doc, places, _inside(utterance, figures))
        firm = [(str(made.strength), made.spans) for made in utterance.commitments]
        doc.spans[COMMITMENTS] = [span for label, spans in firm for span in _span(doc, places, label, "", spans)]
        yield doc


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted((one for one in found if one.spans), key=_start)


def _start(one: Term | Figure) -> int:
    return one.spans[0][0]


def _inside(utterance: Utterance, found: Sequence[Finding]) -> Sequence[Finding]:
    """Of findings in the order of their places those that begin between the ends of an utterance."""
    first, last = min(utterance.spans, default=(0, 0))[0], max(utterance.spans, default=(0, 0))[1]
    return found[bisect_left(found, first, key=_start) : bisect_left(found, last, key=_start)]


class _Places:
    """Which characters of an utterance's text come from which of the source, by the law of conservation."""

    def __init__(self, record: Record, utterance: Utterance) -> None:
        printed = iter(printed_places(utterance.spans, record.source_text, record.folds))
        self.first: dict[int, int] = {}  # from a character of the source to the first one of the text
        self.last: dict[int, int] = {}
        for place, character in enumerate(utterance.text):
            if not character.isspace():
                for offset in range(*next(printed)[1]):
                    self.first.setdefault(offset, place)
                    self.last[offset] = place

    def of(self, spans: Spans) -> tuple[int, int] | None:
        """The characters of the text at source spans; None where those lie elsewhere."""
        start, last = self.first.get(spans[0][0]), self.last.get(spans[-1][1] - 1)
        return None if start is None or last is None else (start, last + 1)


def _spans(doc: Doc, places: _Places, found: Iterable[Term | Figure]) -> list[Span]:
    labelled = ((str(one.kind), one.name if isinstance(one, Term) else "", one.spans) for one in found)
    return [span for label, name, spans in labelled for span in _span(doc, places, label, name, spans)]


def _span(doc: Doc, places: _Places, label: str, name: str, spans: Spans) -> Iterator[Span]:
    """The tokens at source spans, where those lie in this utterance."""
    found = places.of(spans) if spans else None
    span = doc.char_span(*found, label=label, span_id=name, alignment_mode="expand") if found else None
    if span is not None:
        yield span
