"""How well acts and commitments (文の働き・宿題) are read: turns of a record against the units of the gold.

`commitments` is F1 over promises that overlap one of the gold in the same turn, `strength` the share of those found
that are as firm as the gold says, `no_promise` the share of members' turns in which none is found, `acts` the share of
the sentences of remarks and replies that do what the gold says, 説明 and 断り as one, procedure left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from minutes_nlp.findings import ActKind, Commitment
from minutes_nlp.model import Utterance

__all__ = ["act_scores"]

Matched = Sequence[tuple[dict[str, Any], Utterance]]


def act_scores(matched: Matched) -> dict[str, float]:
    """The figures of one document over the turns that were read right; of one without labels, or without fields, none.

    Pages of notations have acts, to learn from, and no fields: they hold the reading of turns, not this.
    """
    labelled = [(unit, utterance) for unit, utterance in matched if {"acts", "topics"} <= unit.keys()]
    if not labelled:
        return {}
    pairs = [pair for unit, utterance in labelled for pair in _pairs(unit, utterance)]
    found = [(true, got) for true, got in pairs if true and got]
    asked = [utterance for unit, utterance in labelled if unit["kind"] in {"remark", "follow_up"}]
    acts = [flag for unit, utterance in labelled for flag in _acts(unit, utterance)]
    sides = sum(bool(true) + bool(got) for true, got in pairs)
    return {
        "commitments": 2 * len(found) / sides if sides else 1.0,
        "strength": sum(true == got for true, got in found) / max(len(found), 1),
        "no_promise": sum(not utterance.commitments for utterance in asked) / max(len(asked), 1),
        "acts": sum(acts) / max(len(acts), 1),
    }


def _pairs(unit: dict[str, Any], utterance: Utterance) -> Iterator[tuple[str, str]]:
    text, got = _squeeze(utterance.text), list(utterance.commitments)
    for gold in unit.get("commitments", []):
        hit = next((one for one in got if _overlap(text, _squeeze(gold["text"]), one)), None)
        if hit:
            got.remove(hit)
        yield gold["strength"], str(hit.strength) if hit else ""
    yield from (("", str(one.strength)) for one in got)


def _overlap(text: str, gold: str, found: Commitment) -> bool:
    got = _squeeze(found.text)
    start, first = text.find(gold), text.find(got)
    return first < start + len(gold) and start < first + len(got)


def _acts(unit: dict[str, Any], utterance: Utterance) -> Iterator[bool]:
    true = ["explains" if act == "declines" else act for act in unit["acts"]]
    if len(true) == len(utterance.acts):
        yield from (act == str(got.kind) for act, got in zip(true, utterance.acts, strict=True) if act in {*ActKind})


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
