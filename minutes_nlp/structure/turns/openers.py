"""Which paragraphs surely open a labelled turn (発言の始まり): asked before head and sections are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.lines import is_rule
from minutes_nlp.structure.turns.notation import LabelPlace, Notation
from minutes_nlp.structure.turns.reading import Opening, first_sign, opening
from minutes_nlp.structure.turns.shapes import is_label, printed

__all__ = ["body_start", "opener"]

SAID = re.compile(r"[^）)][。？?！!」』](?:[^\w\s]{1,3}\w{1,16}[^\w\s]?)?\s*$")  # …動かせないか。──福士委員


def opener(
    paragraphs: Sequence[Paragraph], notations: Iterable[Notation], roster: Roster | None = None
) -> Callable[[int], bool]:
    """A test whether a paragraph surely opens a labelled turn: a label of a known title, and a sentence after it.

    Where the document declares what its marks mean, a mark and a sentence after it are enough.
    """
    labelled = [(notation, notation.begins) for notation in notations if notation.labelled or notation.fixed]
    known = roster or Roster()

    @cache
    def opens(i: int) -> bool:
        sign = first_sign(paragraphs[i])
        below = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        may_open = (notation for notation, begins in labelled if begins is None or sign in begins)
        found = ((notation, opening(paragraphs[i], notation, known)) for notation in may_open)
        return any(_surely(o, below) or (one.declared and ends_whole(o.body.string)) for one, o in found if o)

    return opens


def _surely(found: Opening, below: Paragraph | None) -> bool:
    """Whether an opening has a label and a sentence after it; a bare label is one word, with plain words below."""
    if found.label is None and not found.form.fixed:
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


def body_start(paragraphs: Sequence[Paragraph], end: int, labels: Container[int]) -> int:
    """Where the body may begin at the earliest: at the first sentence, or the line above it, that the head swallowed.

    `end` is where the head seemed to end, `labels` are the places of its labels.
    """
    sentences = (i for i in range(1, end) if i not in labels and SAID.search(paragraphs[i].text.string))
    first = next(sentences, end)
    above = first - 1
    while above > 0 and is_rule(paragraphs[above].text.string):
        above -= 1
    swallowed = 0 <= above < first and (first < end or is_label(printed(paragraphs[above])))
    return above if swallowed and above not in labels else first
