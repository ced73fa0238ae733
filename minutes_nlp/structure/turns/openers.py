"""Which paragraphs surely open a turn (発言の始まり): asked before head and sections are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from minutes_nlp.document import Paragraph
from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.turns.notation import LabelPlace, Notation, TurnForm
from minutes_nlp.structure.turns.reading import Opening, first_sign, opening
from minutes_nlp.structure.vocabulary import marks

__all__ = ["opener"]

# Signs of lists, and those that end a head whatever stands behind them
COMMON = frozenset("".join(map(marks, ("circle", "double_circle", "filled_circle", "arrow", "bullet"))))


def opener(paragraphs: Sequence[Paragraph], notations: Iterable[Notation]) -> Callable[[int], bool]:
    """A test whether a paragraph surely opens a turn: a known title or a rare sign, and a sentence after it."""
    known = [one for one in notations if one.labelled or one.fixed or all(map(_is_rare, one.forms))]
    begun = [(notation, notation.begins) for notation in known]
    nobody = Roster()

    @cache
    def opens(i: int) -> bool:
        sign = first_sign(paragraphs[i])
        may_open = (notation for notation, begins in begun if begins is None or sign in begins)
        found = (opening(paragraphs[i], notation, nobody) for notation in may_open)
        return any(_surely(o, paragraphs[i + 1] if i + 1 < len(paragraphs) else None) for o in found if o)

    return opens


def _is_rare(form: TurnForm) -> bool:
    """Whether a turn begins with a sign that heads and lists do not print: ▽, ◆."""
    return bool(form.marks) and COMMON.isdisjoint(form.marks)


def _surely(found: Opening, below: Paragraph | None) -> bool:
    """Whether a label or a rare sign stands before a sentence; a bare label is one word, with plain words below."""
    if found.label is None and not found.form.fixed and not _is_rare(found.form):
        return False
    if found.form.bare and (not found.label or _is_apart(found.label.string)):
        return False
    said = found.body.string.strip()
    inline = found.form.label is LabelPlace.INLINE and found.form.kind is UtteranceKind.REPLY
    if inline and not said and found.label and not titled(found.label.string):
        return False  # 【…村】 on a line of its own is a heading as well
    if not said and below is not None and not (found.form.bare and below.marker):
        said = below.text.string
    return "。" in said or said.rstrip().endswith(("？", "?"))


def _is_apart(label: str) -> bool:
    """Whether a label is of several words, and not a title set with inner spaces (会　長)."""
    title = titled(label)
    return len(label.split()) > 1 and not (title and not title.name)
