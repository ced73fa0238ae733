"""What a search is narrowed to (絞り込み): each condition as SQL with its values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from minutes_nlp.dates import period

__all__ = ["Filters", "Term"]

Term = tuple[str, tuple[object, ...]]  # a condition as SQL, and its values


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions that a passage has to meet (絞り込み); of one field any value will do, all fields must hold.

    `since` and `until` are days of the meeting, both included, as `dates.period` reads them (2024-04, 令和6年度): of a
    month or a year the first and the last. What is none is a SettingsError of the search.
    """

    topic: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()  # remark, reply, follow_up, statement; paragraph, table …
    sort: tuple[str, ...] = ()  # utterance, opinion, measure, block
    act: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()  # of a commitment
    document_kind: tuple[str, ...] = ()  # minutes, report
    fiscal_year: tuple[int, ...] = ()
    document: tuple[str, ...] = ()  # ids of records; without, of several editions the one that is shown
    council: str | None = None  # its name or, where none is called so, a part of it
    speaker: str | None = None  # a part of the label, the name or the position
    since: str | None = None
    until: str | None = None
    answered: bool | None = None
    promised: bool | None = None  # whether it holds a commitment

    def of_passages(self, *, seeks: bool = False) -> Iterator[Term]:
        """The conditions on the table `passages`.

        Where nothing else narrows down, SQLite `seeks` the passages of a field; else it looks at those found already.
        """
        yield from _any_of("passages.role", self.role)
        yield from _any_of("passages.kind", self.kind)
        yield from _any_of("passages.sort", self.sort)
        # A plus keeps SQLite from seeking each of the ids for each exchange: at 100,000 turns 0.1 s, not 100
        passage = "passages.id" if seeks else "+passages.id"
        for table, column, values in self._findings():
            for condition, told in _any_of(column, values):
                yield f"{passage} IN (SELECT passage FROM {table} WHERE {condition})", told
        if self.speaker:
            told_as = "coalesce(passages.label, '') || char(10) || coalesce(passages.person, passages.name, '')"
            yield f"instr(replace(replace({told_as}, '　', ''), ' ', ''), ?)", ("".join(self.speaker.split()),)
        if self.answered is not None:
            yield "passages.answered = ?", (int(self.answered),)
        if self.promised is not None:
            yield f"+passages.id {'' if self.promised else 'NOT '}IN (SELECT passage FROM commitments)", ()

    def of_documents(self) -> Iterator[Term]:
        """The conditions on the table `documents`."""
        yield from _any_of("documents.kind", self.document_kind)
        yield from _any_of("documents.fiscal_year", self.fiscal_year)
        yield from _any_of("documents.record_id", self.document)
        if self.council:
            whole = "iif(? IN (SELECT council FROM documents), documents.council = ?, instr(documents.council, ?))"
            yield whole, (self.council,) * 3
        if self.since:
            yield "documents.date >= ?", (period(self.since)[0].isoformat(),)
        if self.until:
            yield "documents.date <= ?", (period(self.until)[1].isoformat(),)
        if not self.document:  # who names a document wants that edition
            yield "documents.edition_of IS NULL", ()

    def without(self, name: str) -> Filters:
        """The same without one of its fields, for counting what its other values would find."""
        kept = {field.name: getattr(self, field.name) for field in fields(self) if field.name != name}
        return Filters(**kept)

    def _findings(self) -> list[tuple[str, str, tuple[object, ...]]]:
        return [
            ("passage_topics", "topic", self.topic),
            ("passage_acts", "act", self.act),
            ("commitments", "strength", self.strength),
        ]


def _any_of(column: str, values: tuple[object, ...]) -> Iterator[Term]:
    """The condition that a column has one of the values; none where there are none."""
    if values:
        yield f"{column} IN ({', '.join('?' * len(values))})", values
