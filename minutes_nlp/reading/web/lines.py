"""The lines of a web page, made ready (行の仕上げ): numbers in front, speakers apart, menus told from text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from minutes_nlp.reading.printed import Printed
from minutes_nlp.reading.web.margins import Link
from minutes_nlp.reading.web.text import Piece, plain

__all__ = ["BULLET", "GAP", "Line", "finished", "lead"]

BULLET = "・"
GAP = "　"
LONGEST_LEAD = 34  # characters of the longest speaker label seen, as in the structure's labels
# 員|次に…, but not 員：… or 員　… or 要|は、
LEAD = re.compile(r"[^\s：:、。，．][^\s：:、。，．・／/]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page before it is known where the text begins and ends."""

    printed: Printed
    mark: str
    link: Link
    lead: str = ""  # bold words at its start that run into plain ones


def lead(line: Sequence[Piece]) -> str:
    """The bold words that a line begins with where plain ones follow without a gap; empty where they do not."""
    bold = plain(tuple(takewhile(lambda piece: piece.bold, line)))
    following = plain(line)[len(bold) :]
    return bold if len(bold) <= LONGEST_LEAD and LEAD.match(bold[-1:] + following) else ""


def finished(lines: Sequence[Line], outside: Mapping[int, str]) -> Iterator[Printed]:
    """The paragraphs of the lines; `outside` says which are headers and footers of the page."""
    leads = Counter(line.lead for line in lines)
    for number, line in enumerate(lines):
        if number in outside:
            yield Printed(line.printed.text, outside[number])
        else:
            yield _marked(line, apart=leads[line.lead] > 1)


def _marked(line: Line, *, apart: bool) -> Printed:
    """A line with its number or bullet in front, and a gap behind bold words that begin several lines (発言者名)."""
    printed = line.printed
    front = line.mark + ("" if line.mark in {"", BULLET} else " ")
    gap = GAP if apart and line.lead else ""
    text = f"{front}{line.lead}{gap}{printed.text[len(line.lead) :]}"
    offset = len(front) + len(gap)
    calls = tuple((start + offset, end + offset) for start, end in printed.calls)
    return replace(printed, text=text, marker=len(line.mark), calls=calls)
