"""The matters at issue (論点整理): remarks of all meetings by matter, with what was replied and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes_nlp.across.issues import Issue, issues_of
from minutes_nlp.papers.heads import about, title
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Exchange, Later, Promise, Sitting

__all__ = ["IssuePaper", "Matter", "issue_paper"]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter and what was said about it (論点)."""

    number: int
    label: str
    field: str  # the policy field of most of its remarks; empty where they have none
    terms: str
    meetings: str
    main: Exchange
    exchanges: tuple[Exchange, ...]
    promises: tuple[Promise, ...]
    later: tuple[Later, ...]

    @property
    def unanswered(self) -> int:
        """How many of its remarks have no reply in the records."""
        return sum(1 for one in self.exchanges if not one.answers)


@dataclass(frozen=True, slots=True)
class IssuePaper:
    """What stands in the paper (論点整理); `others` are remarks that share their matter with no other."""

    title: str
    about: str
    matters: tuple[Matter, ...]
    others: tuple[Exchange, ...]
    documents: tuple[str, ...]


def issue_paper(material: Material) -> IssuePaper:
    """The matters of the period, those of most remarks first."""
    known = {(one.record, one.utterance): one for one in material.exchanges}
    matters: list[Matter] = []
    for issue in issues_of(material.chosen):
        found = tuple(known[key] for place in issue.remarks if (key := (place.record, place.utterance)) in known)
        if found:
            main = known.get((issue.representative.record, issue.representative.utterance), found[0])
            matters.append(_matter(material, len(matters) + 1, issue, main, found))
    told = {(one.record, one.utterance) for matter in matters for one in matter.exchanges}
    others = tuple(one for key, one in known.items() if key not in told)
    count = f"論点 {len(matters)} 件（発言 {len(known)} 件）"
    return IssuePaper(title(material, "論点整理"), about(material, count), tuple(matters), others, material.documents)


def _matter(material: Material, number: int, issue: Issue, main: Exchange, found: tuple[Exchange, ...]) -> Matter:
    later = dict.fromkeys(one for exchange in found for one in material.later(exchange.record, *exchange.turns))
    promises = tuple(promise for one in found for promise in one.promises)
    several = len({one.sitting.name for one in material.exchanges}) > 1
    meetings = _meetings(found, named=several)
    fields = Counter(one.topics[0] for one in found if one.topics).most_common(1)
    field = fields[0][0] if fields else ""
    label = f"{field}に関する意見" if field and not issue.terms else issue.label
    return Matter(number, label, field, "、".join(issue.terms), meetings, main, found, promises, tuple(later))


def _meetings(found: Iterable[Exchange], *, named: bool) -> str:
    """第1・3回; by their days where they have no numbers, each council `named` where the paper is of several."""
    sittings: dict[str, dict[Sitting, None]] = {}
    for one in found:
        sittings.setdefault(one.sitting.name, {})[one.sitting] = None
    held = {name: _held(tuple(some)) for name, some in sittings.items()}
    return "\n".join(f"{name} {when}".strip() if named else when for name, when in held.items())


def _held(sittings: Sequence[Sitting]) -> str:
    """When one council met."""
    numbers = sorted({sitting.number for sitting in sittings if sitting.number is not None})
    days = [sitting.label for sitting in sittings if sitting.number is None and sitting.label]
    return "、".join([*([f"第{'・'.join(map(str, numbers))}回"] if numbers else []), *dict.fromkeys(days)])
