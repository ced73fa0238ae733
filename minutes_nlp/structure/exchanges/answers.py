"""Questions and their answers (質疑応答の対): one pair for each reply, or for each part that the reply prints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.model import Pair, UtteranceKind
from minutes_nlp.structure.exchanges.acts import Act, asks
from minutes_nlp.structure.exchanges.points import joins, part_heads
from minutes_nlp.structure.vocabulary import table
from minutes_nlp.text import Text

__all__ = ["pairs_of"]

SENTENCE = re.compile(r"[^。？?\n]*[。？?\n]|[^。？?\n]+$")
PART_CONFIDENCE = 0.9
SEQUENCE_CONFIDENCE = 0.7


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reply (答えの部分): its printed name, and which part of the question it answers.

    `order` counts from 0; -1 is the last.
    """

    name: str
    order: int
    text: Text


def pairs_of(acts: Sequence[Act], ids: Sequence[str]) -> Iterator[Pair]:
    """The pairs of all replies; a follow-up makes none."""
    for act, own in zip(acts, ids, strict=True):
        if act.kind is UtteranceKind.REPLY:
            parts = _parts(act.turn.text)
            each = len(act.answers) > 1 and len(parts) == len(act.answers)  # 前者…後者: one part to each question
            for place, target in enumerate(act.answers):
                taken = parts[place : place + 1] if each else parts
                yield from _pairs(acts[target], act, taken, (ids[target], own))


def _pairs(question: Act, answer: Act, parts: Sequence[Part], ids: tuple[str, str]) -> Iterator[Pair]:
    units = _units(question.turn.text)
    if not parts or (len(parts) > 1 and (parts[0].name in _sequence() and len(parts) != len(units))):
        yield Pair(*ids, None, question.turn.text.spans, answer.turn.text.spans, answer.confidence, answer.basis)
        return
    sure = min(answer.confidence, SEQUENCE_CONFIDENCE if parts[0].name in _sequence() else PART_CONFIDENCE)
    questions = [question.turn.text] if len(parts) == 1 else _asked(question.turn.text, units, parts)
    for part, asked in zip(parts, questions, strict=True):
        yield Pair(*ids, part.name, asked.spans, part.text.spans, sure, answer.basis)


def _parts(text: Text) -> list[Part]:
    """The parts that a reply prints: 前段…後段, 1点目…2点目, まず…次に; none where it prints no two of them."""
    for pattern in part_heads():
        found = list(pattern.finditer(text.string))
        if len(found) > 1:
            edges = [*(match.start("head") for match in found), len(text)]
            return [
                Part(match["head"], _order(match["head"], i), text[start:stop].strip())
                for i, (match, start, stop) in enumerate(zip(found, edges, edges[1:], strict=False))
            ]
    return []


def _sequence() -> tuple[str, ...]:
    return tuple(table("wording")["parts"]["sequence"])


def _order(head: str, place: int) -> int:
    """Which part of the question a head names."""
    parts = table("wording")["parts"]
    if re.fullmatch(parts["first"], head):
        return 0
    if re.fullmatch(parts["last"], head):
        return -1
    number = re.match(parts["numbered"], head)
    digits = unicodedata.normalize("NFKC", number["number"]) if number else ""
    if digits in "一二三四五六七八九" and digits:
        return "一二三四五六七八九".index(digits)
    return int(digits) - 1 if digits.isdigit() else place


def _units(text: Text) -> list[Text]:
    """The askable units of a question: sentences that ask, each with the sentences that lead to it."""
    units: list[Text] = []
    start = 0
    for match in SENTENCE.finditer(text.string):
        if asks(match[0]) or _says_need(match[0]):
            units.append(text[start : match.end()].strip())
            start = match.end()
    if units and text.string[start:].strip():
        units[-1] = Text.join([units[-1], text[start:]])
    return units or [text]


def _says_need(sentence: str) -> bool:
    return re.search(r"(?:必要|重要|べき|疑問|検討)[^。]{0,12}[。]?$", sentence) is not None


def _asked(text: Text, units: list[Text], parts: Sequence[Part]) -> list[Text]:
    """What each part answers: what the question numbers alike, else its unit, counted; else the whole question."""
    printed = {part.order: part.text for part in _parts(text)}
    orders = {part.order for part in parts}
    if orders <= set(printed):
        return [printed[part.order] for part in parts]
    if orders == {0, -1} and (halves := _halves(text, units)):
        return [halves[part.order] for part in parts]
    if len(units) < 2 or orders == {0, -1}:
        return [text] * len(parts)
    return [units[part.order] if part.order < len(units) else text for part in parts]


def _halves(text: Text, units: list[Text]) -> tuple[Text, Text] | None:
    """A question in its two halves, where it has two units or a sentence that joins another point."""
    pieces = units if len(units) > 1 else [text[m.start() : m.end()] for m in SENTENCE.finditer(text.string)]
    middle = _turning_point(pieces)
    parted = len(units) > 1 or pieces[middle].string.lstrip().startswith(joins())
    return (Text.join(pieces[:middle]), Text.join(pieces[middle:])) if middle and parted else None


def _turning_point(units: Sequence[Text]) -> int:
    """Where the second half of a question begins: at また and the like, else at its last unit."""
    return next((i for i, unit in enumerate(units) if i and unit.string.lstrip().startswith(joins())), len(units) - 1)
