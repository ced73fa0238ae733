"""Cards of questions and answers (想定問答カード): what was asked before, what was replied, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from minutes_nlp.papers.heads import about, council_names, title
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Exchange, Later

__all__ = ["Card", "CardGroup", "CardPaper", "card_paper"]

OTHER = "その他"
MOST_TOGETHER = 40  # cards on some ten pages; more are put in order by field
ASKING = ("質問", "要望", "提案")  # what wants an answer, be it in the records or not


@dataclass(frozen=True, slots=True)
class Card:
    """A question and its answer (問と答)."""

    number: int
    meeting: str  # with its council where the paper is about several
    exchange: Exchange
    later: tuple[Later, ...]
    searched: bool

    @property
    def topics(self) -> str:
        """Its policy fields in one line."""
        return "、".join(self.exchange.topics)


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The cards of a policy field (分野); all of them, without a label, where they are few."""

    label: str
    cards: tuple[Card, ...]

    @property
    def numbers(self) -> str:
        """The numbers of its cards, which follow one another: 1～16, 63."""
        first, last = self.cards[0].number, self.cards[-1].number
        return f"{first}" if first == last else f"{first}～{last}"


@dataclass(frozen=True, slots=True)
class CardPaper:
    """What stands in the paper (想定問答)."""

    title: str
    about: str
    groups: tuple[CardGroup, ...]


def card_paper(material: Material) -> CardPaper:
    """A card for each remark that was answered or asks for an answer."""
    asked = [one for one in material.exchanges if one.answers or one.act.startswith(ASKING)]
    council, numbers = council_names(material), count(1)
    groups = tuple(
        CardGroup(label, tuple(_card(material, next(numbers), council(one.sitting), one) for one in some))
        for label, some in _groups(asked)
    )
    return CardPaper(title(material, "想定問答"), about(material, f"問 {len(asked)} 件"), groups)


def _groups(asked: Sequence[Exchange]) -> list[tuple[str, list[Exchange]]]:
    """By their likeliest field, those of most cards first, where there are more than one leafs through."""
    if len(asked) <= MOST_TOGETHER:
        return [("", list(asked))] if asked else []
    groups: dict[str, list[Exchange]] = {}
    for one in asked:
        groups.setdefault(next(iter(one.topics), OTHER), []).append(one)
    return sorted(groups.items(), key=lambda group: (group[0] == OTHER, -len(group[1])))


def _card(material: Material, number: int, council: str, one: Exchange) -> Card:
    meeting = f"{council} {one.sitting.label}".strip()
    later, searched = material.later(one.record, *one.turns), material.searched(one.record, *one.turns)
    return Card(number, meeting, one, later, searched)
