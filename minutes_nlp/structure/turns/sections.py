"""In which notation each section is written (節ごとの記法), and the turns that it holds in it.

`structure` and `notations try` both read by these functions, so that a trial never promises what a run does not keep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head.reading import Evidence
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.report.outline import Outline
from minutes_nlp.structure.turns.detect import Choice, choose
from minutes_nlp.structure.turns.doubt import only_tells
from minutes_nlp.structure.turns.learned import own_labels
from minutes_nlp.structure.turns.notation import Notation
from minutes_nlp.structure.turns.reading import Turn, turns_of
from minutes_nlp.structure.turns.sheet import Sheet
from minutes_nlp.structure.vocabulary import any_of

__all__ = ["fits", "section_turns", "stretches"]

ABOUT_AS_MUCH = 0.05  # half of what sets a labelled notation apart from a bare mark


def section_turns(sheet: Sheet, notations: Iterable[Notation]) -> Iterator[Turn]:
    """The turns of all sections, each section in its own notation."""
    paragraphs, outline, header, roster = sheet.lines, sheet.outline, sheet.header, sheet.roster
    body = outline.body
    anywhere = [notation for notation in notations if not notation.sections]
    whole = choose([paragraphs[i] for i in body], anywhere, roster, evidence=header.evidence)
    if whole.notation is None and header.evidence is Evidence.NONE:
        return
    if whole.notation is not None:
        roster.learn(own_labels([paragraphs[i] for i in body], whole.notation, roster))
    cut = list(stretches(body, outline))
    fitting = [[notation for notation in notations if fits(notation, section, outline)] for section, _ in cut]
    chosen = [
        _notation([paragraphs[i] for i in span], whole, (fit, roster), header.evidence)
        for (_, span), fit in zip(cut, fitting, strict=True)
    ]
    usual = _usual(chosen)
    for (section, span), fit, own in zip(cut, fitting, chosen, strict=True):
        notation = own
        if notation is None and usual in fit:
            again = choose([paragraphs[i] for i in span], [usual], roster, evidence=header.evidence, established=True)
            notation = again.notation
        turns = list(turns_of(paragraphs, span, section, notation, roster)) if notation else []
        if not only_tells(turns, outline.title(section)):
            yield from turns


def fits(notation: Notation, section: str | None, outline: Outline) -> bool:
    """Whether a notation may be used in a section; some are for blocks of answers, or for sections of some titles."""
    answering = any_of("wording", "answering_sections")
    blocks = not notation.blocks or any(answering.search(one.title) for one in outline.sections)
    return blocks and (not notation.sections or outline.is_under(section, notation.sections))


def _usual(chosen: Sequence[Notation | None]) -> Notation | None:
    """The notation of half of the sections or more: what its turns look like is no longer in doubt in the others."""
    counts = Counter(notation.name for notation in chosen if notation)
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    return next((n for n in chosen if n and n.name == name), None) if 2 * count >= len(chosen) else None


def _notation(
    section: Sequence[Paragraph], whole: Choice, tools: tuple[Iterable[Notation], Roster], evidence: Evidence
) -> Notation | None:
    """The notation of a section: that of the whole body where it explains about as much as any, else the best."""
    notations, roster = tools
    best = choose(section, notations, roster, evidence=evidence)
    if whole.notation is None:
        return best.notation
    same = choose(section, [whole.notation], roster, evidence=Evidence.MINUTES, established=True)
    return same.notation if same.notation and same.score >= best.score - ABOUT_AS_MUCH else best.notation


def stretches(body: Sequence[int], outline: Outline) -> Iterator[tuple[str | None, list[int]]]:
    """The paragraphs of the body, cut where the section changes."""
    stretch: list[int] = []
    for i in body:
        if stretch and outline.places[i] != outline.places[stretch[-1]]:
            yield outline.places[stretch[-1]], stretch
            stretch = []
        stretch.append(i)
    if stretch:
        yield outline.places[stretch[-1]], stretch
