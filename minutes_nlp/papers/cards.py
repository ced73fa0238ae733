"""Cards of questions and answers (想定問答カード): what was asked before, what was replied, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from minutes_nlp.papers.heads import about, title
from minutes_nlp.papers.material import Exchange, Later, Material

__all__ = ["Card", "CardPaper", "card_paper"]

ASKING = ("質問", "要望", "提案")  # what wants an answer, be it in the records or not


@dataclass(frozen=True, slots=True)
class Card:
    """A question and its answer (問と答)."""

    number: int
    exchange: Exchange
    later: tuple[Later, ...]
    searched: bool

    @property
    def topics(self) -> str:
        """Its policy fields in one line."""
        return "、".join(self.exchange.topics)


@dataclass(frozen=True, slots=True)
class CardPaper:
    """What stands in the paper (想定問答)."""

    title: str
    about: str
    cards: tuple[Card, ...]


def card_paper(material: Material) -> CardPaper:
    """A card for each remark that was answered or asks for an answer."""
    asked = [one for one in material.exchanges if one.answers or one.act.startswith(ASKING)]
    cards = tuple(_card(material, number, one) for number, one in enumerate(asked, 1))
    return CardPaper(title(material, "想定問答"), about(material, f"問 {len(cards)} 件"), cards)


def _card(material: Material, number: int, one: Exchange) -> Card:
    return Card(number, one, material.later(one.record, *one.turns), material.searched(one.record, *one.turns))
