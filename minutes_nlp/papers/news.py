"""What is new since a day (新着のお知らせ): new meetings, what was said on the watched fields, new promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minutes_nlp.model import Record
from minutes_nlp.papers.heads import about
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Exchange, Promise, Sitting
from minutes_nlp.wording import day_told

__all__ = ["NewMeeting", "News", "Watched", "news"]

OTHER = "その他"
MOST_OF_FIELD = 5  # remarks of a field in a digest of all fields: 157 remarks were 20 pages


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting of the period and how much was said (新着の会議)."""

    sitting: Sitting
    remarks: int
    answered: int
    promises: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A policy field and what was said about it (分野別)."""

    label: str
    exchanges: tuple[Exchange, ...]
    count: int  # of all remarks on it, of which a digest of all fields shows few

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.exchanges)


@dataclass(frozen=True, slots=True)
class News:
    """What stands in the digest (新着のお知らせ)."""

    title: str
    about: str
    meetings: tuple[NewMeeting, ...]
    watched: tuple[Watched, ...]
    promises: tuple[Promise, ...]
    documents: tuple[str, ...]
    undated: tuple[str, ...]  # documents that tell no day, so that nobody knows whether they are new


def news(material: Material) -> News:
    """The digest of the records since the day, for the fields that are watched or for all."""
    since = f"{day_told(material.since)}以降の" if material.since else ""
    records = [record for record in material.chosen if record.utterances]
    promises = tuple(promise for record in records for _, promise in material.promises_of(record))
    return News(
        f"{since}新着のお知らせ",
        about(material, f"会議 {len(records)} 件"),
        tuple(sorted((_meeting(material, record) for record in records), key=_day, reverse=True)),
        _watched(material),
        promises,
        material.documents,
        tuple(record.source.name for record in material.undated),
    )


def _meeting(material: Material, record: Record) -> NewMeeting:
    exchanges = [one for one in material.exchanges if one.record == record.id]
    answered = sum(1 for one in exchanges if one.answers)
    return NewMeeting(material.sitting(record), len(exchanges), answered, sum(1 for _ in material.promises_of(record)))


def _day(one: NewMeeting) -> date:
    """The newest stands first, what tells no day last."""
    return one.sitting.date or date.min


def _watched(material: Material) -> tuple[Watched, ...]:
    """Each remark once: under the first of the watched fields that it is about, without any under its likeliest."""
    wanted = [field.label for field in material.fields]
    groups: dict[str, list[Exchange]] = {label: [] for label in wanted}
    for one in material.exchanges:
        label = next((label for label in wanted if label in one.topics), None) or next(iter(one.topics), OTHER)
        groups.setdefault(label if not wanted or label in wanted else wanted[0], []).append(one)
    if wanted:
        return tuple(Watched(label, tuple(found), len(found)) for label, found in groups.items())
    some = (Watched(label, _telling(found), len(found)) for label, found in groups.items())
    return tuple(sorted(some, key=lambda group: (group.label == OTHER, -group.count)))


def _telling(exchanges: list[Exchange]) -> tuple[Exchange, ...]:
    """The few that tell most: what was promised, then what was answered; in the order of the meetings."""
    first = sorted(exchanges, key=lambda one: (not one.promises, not one.answers))[:MOST_OF_FIELD]
    return tuple(one for one in exchanges if one in first)
