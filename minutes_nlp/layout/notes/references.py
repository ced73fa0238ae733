"""Where the text refers to a footnote (注の参照): raised figures, its label, in dumps figures behind a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from minutes_nlp.document import Document, Flow, Paragraph
from minutes_nlp.layout.notes.calls import call_of, evened, value_of
from minutes_nlp.model import BlockKind
from minutes_nlp.text import Span, Text

__all__ = ["linked"]


def linked(document: Document, paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, each footnote with the places that refer to it."""
    paragraphs = tuple(paragraphs)
    notes = [note for note in paragraphs if note.kind is BlockKind.FOOTNOTE and note.label]
    if not notes:
        return paragraphs
    calls = _Calls(document, [found for found in paragraphs if found.kind is not BlockKind.FOOTNOTE])
    found = {id(note): spans for note, spans in (calls.of_word(notes) if calls.is_word else calls.of_pages(notes))}
    return tuple(replace(note, references=found[id(note)]) if id(note) in found else note for note in paragraphs)


class _Calls:
    """The marks in the text that may call notes (注番号)."""

    def __init__(self, document: Document, texts: Sequence[Paragraph]) -> None:
        self.document = document
        self.is_word = document.flow is Flow.PARAGRAPHS
        self.pages: dict[int, list[Text]] = defaultdict(list)
        for paragraph in texts:
            for page in paragraph.pages:
                self.pages[page].append(paragraph.text)

    def of_word(self, notes: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, tuple[Span, ...]]]:
        """Word knows its calls: those of one label go to the notes of that label in turn."""
        calls: dict[str, list[Span]] = defaultdict(list)
        for line in self.document.pages[0].lines:
            for span in line.raised if line.style != "footnote" else ():
                calls[evened(self.document.source[slice(*span)])].append(span)
        alike: dict[str, list[Paragraph]] = defaultdict(list)
        for note in notes:
            alike[evened(note.label.string) if note.label else ""].append(note)
        for label, group in alike.items():
            if len(group) == 1:
                yield group[0], tuple(calls[label])
            else:
                yield from ((note, (span,)) for note, span in zip(group, calls[label], strict=False))

    def of_pages(self, notes: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, tuple[Span, ...]]]:
        """On the note's own page, else on the one before, behind the call of the note before."""
        after = 0
        for note in notes:
            first = note.pages[0]
            spans = self._on(first, note, after) or self._on(first - 1, note, after) or self._on(first, note, 0)
            if spans:
                after = spans[0][1]
            yield note, spans

    def _on(self, page: int, note: Paragraph, after: int) -> tuple[Span, ...]:
        label = note.label.string if note.label else ""
        return tuple(self._raised(page, label)) or tuple(self._written(page, label, after))

    def _raised(self, page: int, label: str) -> Iterator[Span]:
        """Raised figures of the label's number, where the text has them."""
        value = value_of(label)
        if value is None or page < 1:
            return
        own = {span for text in self.pages[page] for span in text.spans}
        for line in self.document.pages[page - 1].lines:
            for start, end in line.raised:
                is_text = any(low <= start and end <= high for low, high in own)
                if is_text and value_of(self.document.source[start:end]) == value:
                    yield start, end

    def _written(self, page: int, label: str, after: int) -> Iterator[Span]:
        """The label as written in the text; bare figures and brackets only once, behind the call before."""
        pattern = call_of(label, glued=self.document.flow is Flow.TYPED)
        if pattern is None or page < 1:
            return
        start, end = self.document.pages[page - 1].span
        is_sign = any(character in "注※*＊†‡" for character in label)
        for text in self.pages[page]:
            for match in pattern.finditer(evened(text.string)):
                span = _one(text.group(match).spans)
                if span and start <= span[0] and span[1] <= end and (is_sign or span[0] >= after):
                    yield span
                    if not is_sign:
                        return


def _one(spans: Sequence[Span]) -> Span | None:
    return (spans[0][0], spans[-1][1]) if len(spans) == 1 else None
