"""Terms (用語) of a document: what `terms_in` finds in each paragraph and cell, with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable

from minutes_nlp.analysis.texts import texts_of
from minutes_nlp.document import Paragraph
from minutes_nlp.findings import Term
from minutes_nlp.language.terms import TermMention, terms_in
from minutes_nlp.text import Text

__all__ = ["terms_of"]


def terms_of(paragraphs: Iterable[Paragraph]) -> tuple[Term, ...]:
    """The terms of all paragraphs and table cells in order (用語)."""
    return tuple(_term(text, found) for text in texts_of(paragraphs) for found in terms_in(text.string))


def _term(text: Text, found: TermMention) -> Term:
    printed = text[found.start : found.end]
    return Term(found.kind, found.name, printed.string, printed.spans)
