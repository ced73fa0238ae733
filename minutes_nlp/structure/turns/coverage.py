"""How much of the talk is in no turn (読み残し): sentences below the first turn that no turn holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.lines import is_event, is_scene
from minutes_nlp.structure.turns.answer_tables import NOTATION as TABLE
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import marks

__all__ = ["unread"]

FEWEST_UNREAD = 3  # sentences of their own; one or two tell how the session ended
TALK_KINDS = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}


def unread(paragraphs: Sequence[Paragraph], turns: Sequence[Turn], body: Sequence[int]) -> float:
    """The share of the sentences below the first turn that no turn holds; tables and notes (※) are no talk."""
    first = min((turn.place for turn in turns if turn.notation is not TABLE), default=len(paragraphs))
    held = sorted(span for turn in turns for span in turn.text.spans)
    starts = [start for start, _ in held]
    said, missed = 0, list[int]()
    for i in body[bisect_left(body, first) :]:
        spans, length = paragraphs[i].text.spans, len(paragraphs[i].text)
        at = bisect_right(starts, spans[-1][1] - 1) - 1 if spans else -1
        if at >= 0 and held[at][1] > spans[0][0]:
            said += length
        elif _is_talk(paragraphs[i]):
            missed.append(length)
    return sum(missed) / (said + sum(missed)) if len(missed) >= FEWEST_UNREAD else 0.0


def _is_talk(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a sentence that somebody may have said."""
    string = paragraph.text.string.strip()
    mark = (paragraph.marker or paragraph.text).string.strip()[:1]
    noted = bool(mark) and mark in marks("note") + marks("asterisk")
    whole = ends_whole(string)
    return whole and paragraph.kind in TALK_KINDS and not (noted or is_scene(string) or is_event(string))
