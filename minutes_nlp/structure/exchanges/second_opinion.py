"""A second opinion on kinds (区分の再検討): trees that learned from other documents, where no notation is described.

Rules of wording are made for known notations: left out in turn, documents of those had .95 and more of their kinds
right by rules and fewer by trees; of documents that `turns/general.py` reads .78, and trees were right in 5 of the 8
turns that they would change. Where both differ, people are asked to look; where the trees are surer, they win.
`scripts/train_kinds.py` learns them; weights in `models/kinds.json`, card in `models/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from minutes_nlp.model import Basis, UtteranceKind
from minutes_nlp.resources import resource
from minutes_nlp.structure.exchanges.comebacks import Scene
from minutes_nlp.structure.exchanges.kind_traits import kind_traits
from minutes_nlp.structure.exchanges.likeness import Likeness
from minutes_nlp.structure.exchanges.runs import last_run, open_remarks, root
from minutes_nlp.structure.turns.act import Act
from minutes_nlp.structure.turns.forest import Forest
from minutes_nlp.structure.turns.general import GENERAL
from minutes_nlp.values import REMARKS

__all__ = ["KINDS", "Opinion", "as_kind", "opinions"]

KINDS = (UtteranceKind.REMARK, UtteranceKind.FOLLOW_UP, UtteranceKind.REPLY, UtteranceKind.STATEMENT)  # of the trees
AHEAD = 0.5  # by which the trees must find another kind likelier than that of the rules; .3 won 8 and lost 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """Another kind than that of the rules (別の見立て), and whether it is much likelier."""

    kind: UtteranceKind
    sure: float
    wins: bool


@cache
def forest() -> Forest:
    """What lies in `models/kinds.json`, read once."""
    return Forest.of_json(json.loads(resource("models", "kinds.json").read_text(encoding="utf-8")))


def opinions(acts: Sequence[Act], likeness: Likeness) -> dict[int, Opinion]:
    """The turns of a learned reading that the trees see otherwise than the rules, by their place."""
    if not any(act.turn.notation.name == GENERAL for act in acts):
        return {}
    found: dict[int, Opinion] = {}
    for i, (act, row) in enumerate(zip(acts, forest().likelihoods(kind_traits(acts, likeness)), strict=True)):
        best = int(row.argmax())
        if KINDS[best] is not act.kind and act.turn.notation.name == GENERAL:
            ahead = row[best] - row[KINDS.index(act.kind)]
            found[i] = Opinion(KINDS[best], float(row[best]), bool(ahead > AHEAD))
    return found


def as_kind(act: Act, opinion: Opinion, scene: Scene) -> Act:
    """The turn as another kind, with what it answers by its place; as it was where there is nothing to answer."""
    answers: tuple[int, ...] = ()
    if opinion.kind is UtteranceKind.REPLY:
        answers = open_remarks(scene.before, act.turn.stretch)
    elif opinion.kind is UtteranceKind.FOLLOW_UP:
        answers = _come_back_on(act, scene)
    if opinion.kind in {UtteranceKind.REPLY, UtteranceKind.FOLLOW_UP} and not answers:
        return act
    return Act(act.turn, opinion.kind, act.speaker, answers, Basis.WORDING, opinion.sure, doubtful=True)


def _come_back_on(act: Act, scene: Scene) -> tuple[int, ...]:
    """The remark whose answer was given last, one's own before others; else the remark just before."""
    run = last_run(scene.before, act.turn.stretch)
    asked = [j for i in run for j in scene.before[i].answers]
    own = [j for j in asked if act.speaker.label and scene.before[j].speaker.label == act.speaker.label]
    if asked:
        return (root(scene.before, (own or asked)[-1]),)
    spoken = scene.last is not None and scene.last.kind in REMARKS
    return (root(scene.before, len(scene.before) - 1),) if spoken else ()
