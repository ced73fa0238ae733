"""Footnotes (脚注): small rows at the foot of a column, or the rows of a dump under a rule of spaces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from minutes_nlp.document import Document, Flow, Paragraph
from minutes_nlp.layout.rows import Row
from minutes_nlp.model import BlockKind

__all__ = ["as_footnote", "under_the_text"]

SMALLER = 0.9  # times the body size: footnotes are set at 7–9 points under 10.5, tables at 9 and more
FOOT = 0.4  # of the page's height: no footnote of the samples starts higher
AT_THE_EDGE_EM = 4.0  # where a page's first footnote starts, at most; labels in figures stand anywhere
RULE = 20  # spaces that stand for a footnote rule in a dump; the seeds have 54, indents at most 12
# (1) / 1 / ※２ / *3 / 注1
LABEL = re.compile(
    r"(?:[(（][0-9０-９]{1,3}[)）]|(?:[※*＊†]|注)[0-9０-９]{0,3}|[0-9０-９]{1,3}(?![0-9０-９.．,年月]|日[ぁ-ん、。]))(?=\D)"
)
# (1): in half-width brackets, for （１） numbers the items of a text
CALL = re.compile(r"\([0-9]{1,3}\)")
# a line of spaces
SPACES = re.compile(rf"\n[ 　]{{{RULE},}}\r?\n")


def under_the_text(document: Document, rows: Sequence[Row], body: float, height: float) -> list[Row]:
    """The footnote rows of one page, in reading order."""
    if document.flow is Flow.TYPED:
        found = _under_a_rule(document, rows) or _called_above(rows)
    else:
        found = _small_at_the_foot(rows, body, height)
    edges: dict[int, float] = {}
    for row in rows:
        edges[row.column] = min(row.x0, edges.get(row.column, row.x0))
    return [
        row for _, group in groupby(found, key=lambda row: row.column) for row in _labelled(list(group), edges, body)
    ]


def _labelled(rows: Sequence[Row], edges: Mapping[int, float], body: float) -> Sequence[Row]:
    """The rows of a column from the first that bears a label at its edge."""
    reach = AT_THE_EDGE_EM * body
    labelled = (at for at, row in enumerate(rows) if row.x0 <= edges[row.column] + reach and LABEL.match(row.string))
    return rows[next(labelled, len(rows)) :]


def as_footnote(paragraph: Paragraph) -> Paragraph:
    """The paragraph as a footnote, its label apart."""
    text = paragraph.text if paragraph.marker is None else paragraph.marker + paragraph.text
    match = LABEL.match(text.string)
    label = text.group(match) if match else None
    rest = text[len(label) if label else 0 :].lstrip()
    return replace(paragraph, kind=BlockKind.FOOTNOTE, text=rest, marker=None, label=label, level=None)


def _under_a_rule(document: Document, rows: Sequence[Row]) -> list[Row]:
    for position, (before, after) in enumerate(pairwise(rows), 1):
        between = document.source[before.lines[-1][1] : after.lines[0][0]]
        if SPACES.search("\n" + between):
            return list(rows[position:])
    return []


def _called_above(rows: Sequence[Row]) -> list[Row]:
    """The last rows of a page, if they begin with (1), (2) … and the text above them calls each."""
    numbered = [(position, match.group()) for position, row in enumerate(rows) if (match := CALL.match(row.string))]
    for position, label in numbered:
        above = "".join(row.string for row in rows[:position])
        rest = [other for place, other in numbered if place >= position]
        if len(set(rest)) == len(rest) and all(other in above for other in rest) and above.count(label) == 1:
            return list(rows[position:])
    return []


def _small_at_the_foot(rows: Sequence[Row], body: float, height: float) -> list[Row]:
    small = [row for row in rows if row.size <= SMALLER * body and row.top > FOOT * height]
    large = [row for row in rows if row.size > SMALLER * body]
    return [row for row in small if not any(_is_below(row, other) for other in large)]


def _is_below(row: Row, other: Row) -> bool:
    return other.top > row.bottom and other.x0 < row.x1 and row.x0 < other.x1
