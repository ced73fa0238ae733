#!/usr/bin/env python3
"""How honest the confidence of kinds, roles and links is (確信度の検証), and which wrong ones the review sheet lists.

    python scripts/calibration.py [COUNCIL…]      # the councils of training and the known notations unless told

A decision counts where its turn is found; a link is right where all that a turn answers is right, and a remark whose
answer was missed is a wrong link. Levels of `review.py` and `structure/exchanges/sureness.py` are set by this table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from councils import CORPORA, TRAINING
from quality import Gold, printed, squeeze

from minutes_nlp.corrections import Target
from minutes_nlp.model import Record, UtteranceKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.review.sheet import rows_of

BANDS = (0.0, 0.4, 0.55, 0.65, 0.75, 0.85, 0.95, 1.01)
LINKED = {UtteranceKind.REPLY, UtteranceKind.FOLLOW_UP}
LISTS = {"kind": {Target.KIND}, "role": {Target.ROLE}, "link": {Target.LINK, Target.ANSWER, Target.KIND}}


@dataclass(frozen=True)
class Decision:
    """One value of one turn (判定): what it is about, how sure it is, whether it is right and in the sheet."""

    about: str
    sure: float
    right: bool
    listed: bool


def main() -> None:
    """Print the bands of each kind of decision, and what the sheet lists."""
    names = sys.argv[1:] or [*TRAINING, "notations"]
    found = [decision for name in names for decision in decisions(name)]
    for about in LISTS:
        some = [decision for decision in found if decision.about == about]
        print(f"{about}: {len(some)} decisions, {sum(not d.right for d in some)} wrong")
        for low, high in pairwise(BANDS):
            band = [d for d in some if low <= d.sure < high]
            if band:
                print(f"  {low:.2f}-{min(high, 1.0):.2f} {len(band):5}  right {share(d.right for d in band):.3f}")
        missed = share(d.listed for d in some if not d.right)
        print(f"  listed {share(d.listed for d in some):.3f}, of the wrong {missed:.3f}")
    wrong = [decision for decision in found if not decision.right]
    print(f"all: listed {share(d.listed for d in found):.3f} of {len(found)}, of the wrong", end=" ")
    print(f"{share(d.listed for d in wrong):.3f} of {len(wrong)}")


def decisions(council: str) -> Iterator[Decision]:
    """All decisions about the turns of a council's documents that were found."""
    for file in sorted(CORPORA.glob(f"{council}/*/manuscript.txt")):
        gold = Gold.of(file.parent)
        if gold.units and not gold.head.get("unseen"):
            yield from _judged(gold, make_record(printed(file).encode(), file.name))


def _judged(gold: Gold, record: Record) -> Iterator[Decision]:
    got = [squeeze(utterance.text) for utterance in record.utterances]
    true = [squeeze(str(unit["text"])) for unit in gold.units]
    blocks = SequenceMatcher(None, got, true, autojunk=False).get_matching_blocks()
    places = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    ids = {record.utterances[p].id: i for p, i in places.items()}
    listed = {(Target(row.key.split(":")[2]), row.key.split(":")[3]) for row in rows_of(record)}
    doubtful = {note.spans[0] for note in record.notes if note.code == "doubtful-kind"}
    for p, i in places.items():
        unit, utterance = gold.units[i], record.utterances[p]
        seen = {
            about for about, targets in LISTS.items() if any((target, utterance.id) in listed for target in targets)
        }
        kind = unit["kind"] == utterance.kind
        yield Decision("kind", 0.5 if utterance.spans[0] in doubtful else 0.99, kind, "kind" in seen)
        speaker = utterance.speaker
        yield Decision("role", speaker.confidence, unit["role"] == speaker.role, "role" in seen)
        answers = set(unit["answers"])  # type: ignore[call-overload]
        if utterance.kind in LINKED or answers:
            sure = min((pair.confidence for pair in record.pairs if pair.answer == utterance.id), default=0.0)
            yield Decision("link", sure, {ids.get(to) for to in utterance.replies_to} == answers, "link" in seen)


def share(flags: Iterable[bool]) -> float:
    """The share of true ones; 0.0 of none."""
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    main()
