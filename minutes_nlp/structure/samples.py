"""A notation's own sample, read with that notation (記法の自己検査): what it gives and what it should give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.exchanges.acts import acts_of
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.turns.notation import Notation
from minutes_nlp.structure.turns.reading import turns_of
from minutes_nlp.structure.vocabulary import table
from minutes_nlp.text import Text

__all__ = ["differences", "paragraphs_from"]

# （１） １． Ⅰ． ① 第１
NUMBERS = r"[（(][0-9０-９]+[）)]|[0-9０-９]+[．.](?![0-9０-９])|[Ⅰ-Ⅹ]+[．.]|[①-⑳]|第[0-9０-９]+(?=[ \u3000])"


def paragraphs_from(sample: str) -> tuple[Paragraph, ...]:
    """Each line of a sample as a paragraph, its mark cut off as layout does it."""
    signs = "".join(
        re.escape(sign)
        for name, signs in table("marks").items()
        if name != "asterisk"
        for sign in signs
        if sign not in "-－−"
    )
    mark = re.compile(rf"[ \u3000]*(?P<mark>[{signs}]|{NUMBERS})[ \u3000]*(?=\S)")
    return tuple(_paragraphs(sample, mark))


def differences(notation: Notation) -> tuple[str, ...]:
    """Where the notation's sample gives something else than its file says, in Japanese; empty where all agrees."""
    paragraphs = paragraphs_from(notation.sample)
    turns = list(turns_of(paragraphs, range(len(paragraphs)), None, notation, Roster()))
    got = [
        f"{act.kind} {act.speaker.label or '-'} {list(act.answers)} {act.turn.text.string!r}"
        for act in acts_of(turns, Roster(), {})
    ]
    wanted = [f"{e.kind} {e.speaker or '-'} {list(e.replies_to)} {e.text!r}" for e in notation.expected]
    lost = [f"足りない: {line}" for line in wanted if line not in got]
    return (*lost, *(f"余分: {line}" for line in got if line not in wanted))


def _paragraphs(sample: str, mark: re.Pattern[str]) -> Iterator[Paragraph]:
    start = 0
    for line in sample.splitlines(keepends=True):
        text = Text.of(sample, start, start + len(line))
        start += len(line)
        if text.strip().string:
            match = mark.match(text.string)
            marker = text.group(match, "mark") if match else None
            body = text[match.end() :].strip() if match else text.strip()
            kind = BlockKind.LIST_ITEM if marker else BlockKind.PARAGRAPH
            yield Paragraph(kind, body, marker, pages=(1,), indent=float(len(line) - len(line.lstrip())))
