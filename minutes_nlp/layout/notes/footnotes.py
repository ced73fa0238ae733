"""Footnotes (脚注): what stands under a drawn rule, under a dump's line of spaces, or small at the foot of a page.

A label counts on from the note before, or the text above calls it: that tells notes from figures, tables and items.
What stands before a page's first label goes on with the last note of the page before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from minutes_nlp.document import Document, Flow, Paragraph, PrintedPage
from minutes_nlp.layout.lines.edges import pitch
from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.notes.calls import call_of, evened, label_in, label_of, shape_of, value_of
from minutes_nlp.layout.paragraphs.evidence import SENTENCE_END
from minutes_nlp.layout.paragraphs.joins import SLACK_EM, Joiner
from minutes_nlp.layout.paragraphs.making import joined, passages
from minutes_nlp.layout.sheets import Sheet
from minutes_nlp.model import BlockKind, Box
from minutes_nlp.text import Text

__all__ = ["as_footnote", "footnotes_of"]

SMALLER = 0.9  # times the body size: footnotes are set at 7–9 points under 10.5, tables at 9 and more
FOOT = 0.4  # of the page's height: no footnote of the samples starts higher
AT_THE_EDGE_EM = 4.0  # where a page's first footnote starts, at most; labels in figures stand anywhere
LABEL_SHIFT_EM = 1.5  # how far labels of one page stand apart: those of one, two or three figures
RULE_SHIFT_EM = 2.5  # how far from the text's edge a footnote rule starts; with Word's first-line indent 1.0
TOUCH = 3.0  # points: a rule so near to a table belongs to it
SAME_PLACE = 0.5  # points: ends of two rules that are drawn at one place
SHORT = 0.5  # of the page's width: the upper side of a box in a figure; a footnote rule is as short
FEW_LETTERS = 6  # of a page number that has not been told from the notes: - 12 -
FULL_EM = 3.0  # how short of the edge a footnote's last line may end and still go on on the next page
MISSED = 2  # labels in a row that may be lost between two footnotes of one page
LONGEST_NOTE = 8  # rows of a footnote in a dump without rules; the longest of the seeds has 6
SPACES_OF_A_RULE = 20  # spaces that stand for a footnote rule in a dump; the seeds have 51 and 54, indents at most 12
# a line of spaces
SPACES = re.compile(rf"\n[ 　]{{{SPACES_OF_A_RULE},}}\r?\n")
# (1): in half-width brackets, for （１） numbers the items of a text
NUMBERED = re.compile(r"\([0-9]{1,3}\)")
# …なっている(2): behind a word; 議題：(1) 体制について　(2) … counts items
CALLED = re.compile(r"(?<=[^\s：:、，・])\([0-9]{1,3}\)(?![ 　])")
# 資料：…: the source of a figure
SOURCE = re.compile(r"[(（]?(?:資料|出典|出所|備考)[)）：:　 ]")


@dataclass(frozen=True, slots=True)
class Foot:
    """Rows that may be the footnotes of a page (脚注の候補), and whether a rule stands over them."""

    rows: Sequence[Row]
    ruled: bool


def footnotes_of(document: Document, sheets: Sequence[Sheet], body: float) -> list[list[Row]]:
    """The rows of each footnote, in order; one that goes on on the next page is one."""
    notes: list[list[Row]] = []
    for page, sheet in zip(document.pages, sheets, strict=True):
        for feet in _feet(document, page, sheet, body):
            parted = (_parted(foot, _called(document, page, sheet, foot), notes) for foot in feet if foot.rows)
            going_on, *begun = next(filter(any, parted), [[]])
            if going_on:
                notes[-1] += going_on
            notes += begun
    return [[replace(row, column=0) for row in note] for note in notes]  # under two columns they may run across both


def as_footnote(document: Document, rows: Sequence[Row], width: float) -> Paragraph:
    """The rows as a footnote, its label apart; its own paragraphs are parted by line feeds.

    `width` is that of the document's widest footnote line.
    """
    left = min(row.x0 for row in rows)
    box = (left, rows[0].top, max(left + width, *(row.x1 for row in rows)), rows[-1].bottom)
    is_typed = document.flow is Flow.TYPED
    joiner = replace(Joiner.within(document, rows, box), slack=SLACK_EM[document.flow], is_typed=is_typed)
    parts = list(passages(rows, joiner))
    text = Text.join([joined(part.rows) for part in parts], "\n")
    label = label_in(text)
    return Paragraph(
        kind=BlockKind.FOOTNOTE,
        text=text[len(label) if label else 0 :].lstrip(),
        pages=tuple(sorted({row.page for row in rows})),
        confidence=min((join for part in parts for join in part.joins), default=1.0),
        label=label,
    )


# --- where they may stand -------------------------------------------------------------------------------------------


def _feet(document: Document, page: PrintedPage, sheet: Sheet, body: float) -> Iterator[list[Foot]]:
    """What may be the footnotes of a page, the surest first; a page of a dump may be several."""
    if document.flow is Flow.TYPED:
        for rows in _dumped_pages(sheet.rows):
            yield [Foot(_under_spaces(document, rows), ruled=True), Foot(_called_above(rows), ruled=False)]
    elif sheet.rows:
        rules = sorted(_foot_rules(page, sheet, body), key=lambda rule: rule[2] - rule[0])
        below = ([row for row in sheet.rows if _is_under(row, rule, body)] for rule in rules)
        ruled = [Foot(rows, ruled=True) for rows in below if not _grows(rows)]
        yield [*ruled, Foot(_small_at_the_foot(sheet, body), ruled=False)]


def _dumped_pages(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows of a dump, cut where a page begins that nobody marked: indented, and no blank line before it."""
    usual = pitch(rows)
    start = 0
    for at, (before, row) in enumerate(pairwise(rows), 1):
        if row.top - before.top < usual and row.x0 > before.x0 + 0.5:
            yield rows[start:at]
            start = at
    yield rows[start:]


def _under_spaces(document: Document, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a dump under a line of spaces."""
    for position, (before, after) in enumerate(pairwise(rows), 1):
        if SPACES.search(document.source[before.lines[-1][1] : after.lines[0][0]]):
            return rows[position:]
    return []


def _called_above(rows: Sequence[Row]) -> Sequence[Row]:
    """The last rows of a page, if they begin with (1), (2) … and the text above them calls each."""
    numbered = [(at, match.group()) for at, row in enumerate(rows) if (match := NUMBERED.match(row.string))]
    for position, label in numbered:
        above = CALLED.findall("\n".join(row.string for row in rows[:position]))
        rest = [other for place, other in numbered if place >= position]
        places = [place for place, _ in numbered if place >= position]
        dense = all(after - before <= LONGEST_NOTE for before, after in pairwise([*places, len(rows)]))
        once = len(set(rest)) == len(rest) and all(other in above for other in rest) and above.count(label) == 1
        if dense and once:
            return rows[position:]
    return []


def _foot_rules(page: PrintedPage, sheet: Sheet, body: float) -> Iterator[Box]:
    """The drawn rules that may stand over footnotes: at the text's edge, in the open; over continued ones long ones."""
    edges = {row.column: row.x0 for row in sorted(sheet.rows, key=lambda row: -row.x0)}
    for rule in page.rules:
        at_an_edge = any(-body < rule[0] - edge < RULE_SHIFT_EM * body for edge in edges.values())
        in_a_table = any(_is_near(rule, grid.box) for grid in page.grids)
        is_short = rule[2] - rule[0] < SHORT * (page.width or 0.0)  # notes of a table stand in boxes as wide as it
        is_side = is_short and any(_is_other_side(rule, other, FOOT * sheet.height) for other in page.rules)
        if (
            at_an_edge
            and rule[1] > FOOT * sheet.height
            and not (in_a_table or is_side or _underlines(rule, sheet.rows))
        ):
            yield rule


def _is_other_side(rule: Box, other: Box, most: float) -> bool:
    """Whether two rules are the upper and the lower side of one box: the same across, at most so far apart."""
    across = abs(rule[0] - other[0]) < SAME_PLACE and abs(rule[2] - other[2]) < SAME_PLACE
    return across and TOUCH < abs(rule[1] - other[1]) < most


def _is_near(rule: Box, box: Box) -> bool:
    across = rule[0] < box[2] + TOUCH and box[0] < rule[2] + TOUCH
    return across and box[1] - TOUCH < rule[1] < box[3] + TOUCH


def _underlines(rule: Box, rows: Iterable[Row]) -> bool:
    return any(row.x0 < rule[2] and rule[0] < row.x1 and row.top < rule[1] < row.bottom + 1 for row in rows)


def _is_under(row: Row, rule: Box, body: float) -> bool:
    """Whether a row stands under a rule; the text of the next column does not."""
    return row.top >= rule[1] - 1 and (row.x0 < rule[2] or row.size <= SMALLER * body)


def _grows(rows: Sequence[Row]) -> bool:
    """Whether the text goes on, in larger letters, under what is small below a rule, as below a boxed line (囲み)."""
    larger = (row for row in rows if SMALLER * row.size > rows[0].size and len(row.text) > FEW_LETTERS)
    return any(not label_of(row.string) for row in larger)


def _small_at_the_foot(sheet: Sheet, body: float) -> Sequence[Row]:
    small = [row for row in sheet.rows if row.size <= SMALLER * body and row.top > FOOT * sheet.height]
    large = [row for row in sheet.rows if row.size > SMALLER * body]
    return [row for row in small if not any(_is_below(row, other) for other in large)]


def _is_below(row: Row, other: Row) -> bool:
    return other.top > row.bottom and other.x0 < row.x1 and row.x0 < other.x1


# --- where one ends and the next begins -----------------------------------------------------------------------------


def _called(document: Document, page: PrintedPage, sheet: Sheet, foot: Foot) -> frozenset[str]:
    """The labels at the starts of a foot's rows that the text above calls."""
    below = set(foot.rows)
    lines = {span for row in foot.rows for span in row.lines}
    above = evened("".join(row.string for row in sheet.rows if row not in below))
    raised = {
        value_of(document.source[slice(*span)]) for line in page.lines if line.span not in lines for span in line.raised
    }
    labels = {label for row in foot.rows if (label := label_of(row.string))}
    patterns = {label: call_of(label, glued=document.flow is Flow.TYPED) for label in labels}
    return frozenset(
        label
        for label, pattern in patterns.items()
        if (pattern and pattern.search(above)) or (value_of(label) is not None and value_of(label) in raised)
    )


def _parted(foot: Foot, called: frozenset[str], notes: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """What goes on with the last note, then the rows of each new one."""
    found: list[list[Row]] = [[]]
    last, shape = _last_value(notes), ""
    lefts = {row.column: row.x0 for row in sorted(foot.rows, key=lambda row: -row.x0)}
    edge = AT_THE_EDGE_EM * (foot.rows[0].size if foot.rows else 0)
    for row in foot.rows:
        label, indent = label_of(row.string), row.x0 - lefts[row.column]
        is_like = indent <= edge and shape in {"", shape_of(label)}
        if label and is_like and _begins(label, last, foot, called, is_first=len(found) == 1):
            edge, shape = (edge, shape) if shape else (indent + LABEL_SHIFT_EM * row.size, shape_of(label))
            last = value_of(label) or last
            found.append([row])
        else:
            found[-1].append(row)
    may_go_on = foot.ruled or len(found) > 1  # small print without a rule may be a figure's
    if not (found[0] and may_go_on and _goes_on(notes, found[0])):
        found[0] = []
    return found


def _last_value(notes: Sequence[Sequence[Row]]) -> int:
    values = (value_of(label_of(note[0].string)) for note in reversed(notes))
    return next((value for value in values if value is not None), 0)


def _begins(label: str, last: int, foot: Foot, called: frozenset[str], *, is_first: bool) -> bool:
    """Whether a label begins a footnote: the text calls it, or it counts on under a rule."""
    value = value_of(label)
    if is_first:
        return label in called or (foot.ruled and value in {None, 1, last + 1})
    return value is None or last < value <= last + 1 + MISSED or (label in called and value > last)


def _goes_on(notes: Sequence[Sequence[Row]], rows: Sequence[Row]) -> bool:
    """Whether rows go on with the last note: it filled its last line at the foot of the page before, in a sentence."""
    if not notes or notes[-1][-1].page != rows[0].page - 1 or SOURCE.match(rows[0].string):
        return False
    end = notes[-1][-1]
    right = max(row.x1 for note in notes for row in note if row.page == end.page)
    is_alike = abs(end.size - rows[0].size) <= (1 - SMALLER) * end.size
    return is_alike and not SENTENCE_END.search(end.string) and end.x1 > right - FULL_EM * end.size
