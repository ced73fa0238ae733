"""The matters at issue (論点整理): remarks of all meetings by matter, with what was replied and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from minutes_nlp.across.issues import Issue, issues_of
from minutes_nlp.papers.heads import about, title
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Exchange, Later, Promise

__all__ = ["IssuePaper", "Matter", "issue_paper"]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter and what was said about it (論点)."""

    number: int
    label: str
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
    return Matter(number, issue.label, "、".join(issue.terms), _meetings(found), main, found, promises, tuple(later))


def _meetings(found: tuple[Exchange, ...]) -> str:
    """第1・3回; by their days where they have no numbers, of several councils how many they are."""
    sittings = dict.fromkeys(one.sitting for one in found)
    councils = {sitting.council for sitting in sittings}
    if len(councils) > 1:
        return f"{len(councils)}会議 {len(sittings)}回"
    numbers = sorted({sitting.number for sitting in sittings if sitting.number is not None})
    days = [sitting.label for sitting in sittings if sitting.number is None and sitting.label]
    return "、".join([*([f"第{'・'.join(map(str, numbers))}回"] if numbers else []), *dict.fromkeys(days)])
