"""The names of the field in the passages of a record (用語の位置), from its terms: no text is read twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from minutes_nlp.findings import Term
from minutes_nlp.language.patterns import pattern_files
from minutes_nlp.language.terms import TermMention, terms_in
from minutes_nlp.model import Record
from minutes_nlp.resources import fingerprint, resource
from minutes_nlp.store.passages import Entry

__all__ = ["Names", "names_edition"]


@lru_cache(maxsize=1)
def names_edition() -> str:
    """The edition of our names, as a record has it of those with which it was made (用語の版)."""
    return fingerprint([resource("models", "terms.csv"), *pattern_files()])


class Names:
    """The terms of one record, to be asked for by passage (資料の用語); in 3,099 passages the same as `terms_in`."""

    def __init__(self, record: Record) -> None:
        """Of a record that was made with other names than today's nothing is taken."""
        is_ours = record.maker.models.get("terms") == names_edition()
        self._source = record.source_text
        self._terms = sorted(record.terms, key=_start) if is_ours else None

    def of(self, entry: Entry) -> list[TermMention]:
        """The terms of a passage in order, with their characters in its text."""
        whole = self._source
        source = [place for start, stop in entry.spans for place in range(start, stop) if not whole[place].isspace()]
        text = [place for place, character in enumerate(entry.text) if not character.isspace()]
        at = dict(zip(source, text, strict=False))
        is_printed_so = [whole[place] for place in source] == [entry.text[place] for place in text]
        if self._terms is None or not is_printed_so or len(at) < len(source):  # corrected, folded or printed once
            return terms_in(entry.text)
        found = (
            TermMention(term.kind, term.name, at[_start(term)], at[_last(term)] + 1)
            for term in self._within(entry, self._terms)
            if _start(term) in at and _last(term) in at
        )
        return sorted(found, key=lambda mention: mention.start)

    def _within(self, entry: Entry, terms: list[Term]) -> Iterator[Term]:
        for start, stop in entry.spans:
            yield from terms[bisect_left(terms, start, key=_start) : bisect_left(terms, stop, key=_start)]


def _start(term: Term) -> int:
    return term.spans[0][0]


def _last(term: Term) -> int:
    return term.spans[-1][1] - 1
