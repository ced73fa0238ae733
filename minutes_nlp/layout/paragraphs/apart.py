"""What sets two rows apart whatever they say (行の隔たり): space, another face, a rule of characters, leaders."""

from __future__ import annotations

import re

from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.paragraphs.evidence import crosses, is_typed_rule
from minutes_nlp.text import is_wide

__all__ = ["is_apart"]

PITCH = 1.5  # a gap of this many line pitches is a blank line
FACE = 0.12  # a step of the size that means another face; a line of small Latin letters differs by 0.1
APART_EM = 3.0  # a line that ends so far before the last one began is another box; first-line indents are 1.0
# for advice and comments.
LATIN_STOP = re.compile(r"[a-z)]\.$")
LEADER_LENGTH = 200  # characters at a line's end: leaders of a table of contents reach 80
# 検討の背景........... 5
LEADERS = re.compile(r"(?:[.．‥・･]{3,}|…{2,})[ 　]*(?:p\.?)?[0-9０-９ivx]*$")


def is_apart(last: Row, row: Row, pitch: float) -> bool:
    """Whether space or face divides two rows; `pitch` is the usual distance of their lines."""
    if _is_another_face(last, row) or LEADERS.search(last.string[-LEADER_LENGTH:]):
        return True
    if is_typed_rule(last.string) or is_typed_rule(row.string):
        return True
    if crosses(last, row):
        if last.limit is not None or row.limit is not None:
            return True
        is_told = LATIN_STOP.search(last.string) is not None and row.string[0].isupper()
        return is_told or (last.page == row.page and row.top >= last.top)  # a column goes on at the top of the next one
    if row.x1 < last.x0 - APART_EM * row.size:
        return True
    step = row.top - last.top
    return step > PITCH * pitch or step < 0.3 * (row.bottom - row.top)


def _is_another_face(last: Row, row: Row) -> bool:
    if not (any(map(is_wide, last.string)) and any(map(is_wide, row.string))):
        return False
    return abs(last.size - row.size) > FACE * max(last.size, row.size) or (
        last.bold != row.bold and not (last.mixed or row.mixed)
    )
