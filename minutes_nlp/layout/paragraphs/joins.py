"""Whether a line goes on where the line before ended (改行の復元): the heart of the repair.

A typesetter breaks a line when the next word no longer fits. So the question is asked of the paper: would the first
word of this line have fitted behind the line before? If so, somebody broke the line on purpose. Marks, indents,
sentence ends, pitch and face decide the rest. Every answer is a confidence, 0.0 for a new paragraph.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from minutes_nlp.document import Document, Flow
from minutes_nlp.layout.lines.edges import Edges, edges_of, pitch
from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.marks import Mark, is_mid_sentence, mark_before
from minutes_nlp.layout.paragraphs.apart import is_apart
from minutes_nlp.layout.paragraphs.boxes import (
    SENTENCE_EM,
    box_edges,
    fills_its_cell,
    goes_on_in_its_box,
    is_apart_in_boxes,
    is_set_alike,
    reaches_the_edge,
)
from minutes_nlp.layout.paragraphs.evidence import (
    ALIGNED_EM,
    ENTRY_EM,
    INDENT_EM,
    SENTENCE_END,
    closes_bracket,
    columns_of,
    counting_on,
    crosses,
    goes_on_in_address,
    hanging_marks,
    heads_anew,
    is_attribute,
    is_enumerated,
    is_gloss,
    is_one_phrase,
    label_of,
    mark_at,
    names,
    stacks,
)
from minutes_nlp.model import Box
from minutes_nlp.text import is_wide

__all__ = ["Joiner"]

SLACK_EM = {Flow.PRINTED: 0.3, Flow.TYPED: 1.6}  # how short of the edge a full line may end, besides the next word
BEHIND_EM = 6.0  # how far behind the start of its mark the text of an item may stand: （１０）, 第１０条の２
ENTRY_SHIFT_EM = 1.3  # long names start up to one character before the others
OFTEN = 2  # certain paragraph starts with a label that make it an opener of paragraphs
DEEP_SHARE = 0.4  # of a column's width: where right-aligned lines start; indents of items reach 0.2
FEW_LINES = 3  # lines left short under an entry's column that still are its own; more are entries under a group's name
BLOCK_SHARE = 0.3  # of a column's width: a first line as short as this at the right edge is a date or an office
INDENTED_SHARE = 0.1  # of all rows start one character in where paragraphs are indented: 0.2–0.5 there, else 0.0
OUTDENTED_SHARE = 0.5  # of a dump's paragraphs end their first line one character early: 0.6 where indents are lost

NARROW_EM = 20.0  # in a box no wider than this a clause does not end in a verb without a full stop
PHRASE_EM = 10.0  # shorter lines that end in a particle, over a blank line, are labels: 移住者へ, 導入の
BOX_EM = 5.0  # but in a box, right below each other, lines as short as this may be broken
AUTOSPACE_EM = 0.25  # what typesetters put between Japanese and Latin letters (JLREQ 3.2.6), which no dump shows
# 月2日 / ALTが
SCRIPT_CHANGE = re.compile(r"(?<=[0-9A-Za-z])(?=[^\x00-\xff　、。])|(?<=[^\x00-\xff　、。])(?=[0-9A-Za-z])")

# How sure each ground for a join is, surest first: an order, not a frequency; on the round-trip set all of them held.
IN_A_SENTENCE = 0.97
KINSOKU = 0.95  # a line cannot begin so (JLREQ 3.1.7), or cannot end so (3.1.8)
BACK_TO_THE_EDGE = 0.95  # after a paragraph's indented first line
UNDER_ITS_COLUMN = 0.9  # or inside a bracket that was open
LIKE_THE_LAST = 0.9  # after a sentence, at the place of the line before
BEHIND_ITS_MARK = 0.85
BY_WORDS = 0.8
BY_NEIGHBOURS = 0.7  # it ends where the lines around it were broken
OVER_A_PAGE = 0.75  # in a sentence, but at another indent
BY_FILL = 0.7  # only the full line speaks for it
AFTER_A_FULL_STOP = 0.6  # the line is full, ends a sentence, and nothing is indented

CLOSERS = "、。，．）)」』】〕〉》］｝・：；？！ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％"
OPENERS = "（(「『【〔〈《［｛"
# R6 7,910人 / Ｒ５予算額 / 隊員の起業割合 R6 46%
YEAR_LINE = re.compile(
    r"[RＲHＨ][0-9０-９]{1,2}(?:[.．年年度][^\s]{0,4})?[ 　]*\S"
    r"|[^\s。、]{2,16}[ 　][RＲHＨ][0-9０-９]{1,2}[ 　]+約?[0-9０-９][^。、]{0,12}$"
)
# 議事次第：
LABEL_LINE = re.compile(r"[^。、]{1,15}[：:]")
# （基本理念）, ―里山に学ぶ―, but not （代理出席：…課長）, which says something of the line before
BRACKETED_LINE = re.compile(r"[（(【＜〈][^）)】＞〉。、：:]{1,30}[）)】＞〉]|(?P<dash>[―—–－])[^。]{2,40}(?P=dash)")
# 別紙２ of 別紙２　開催経過
ANNEX = re.compile(r"(?:別[紙添表記]|(?:参考)?資料|付[録表]|様式)[ 　]?[0-9０-９]{1,2}")
# ［開館時間］平日 / 【課題】人材が / 例）講習会の開催 / 注１） / （参考１）委員名簿 / ＜みさき市（令和元年度）＞
LABELLED_LINE = re.compile(
    r"[［【][^］】0-9０-９]{1,12}[］】](?![はがをにでとのやも、。])|[例注][0-9０-９]{0,2}[）)]|＜[^＞。、]{1,30}＞$"
    r"|（(?:参考|別添|別紙|(?:付属|付随|参考)?資料)[ 　]?[0-9０-９]{0,2}）(?![はがをにでとのやも、。])"
)


@dataclass(frozen=True, slots=True)
class Joiner:
    """Decides for the rows of one document (行つなぎ)."""

    edges: dict[tuple[int, int], Edges]
    x0: array[float]
    x1: array[float]
    slack: float
    is_typed: bool
    indents: bool = False  # whether its paragraphs begin with an indent
    hanging: frozenset[str] = frozenset()  # the kinds of mark whose lines stand further right than the mark
    openers: frozenset[str] = frozenset()  # labels that paragraphs are known to begin with
    stacks: dict[int, int] = field(default_factory=dict)  # how many rows follow a row at its very indent, by its place
    boxes: dict[int, float] = field(default_factory=dict)  # of a dump: the right edges of the boxes rows stand in
    rows: Sequence[Row] = ()  # of a dump
    places: dict[int, int] = field(default_factory=dict)  # of these rows, by the place of their text
    outdented: frozenset[int] = frozenset()  # places of rows that lost the indent of a paragraph's first line
    counting: frozenset[int] = frozenset()  # places of rows whose lone number counts on from the one before

    @classmethod
    def over(cls, document: Document, rows: Sequence[Row], *, in_cells: bool = False) -> Joiner:
        """The joiner for these rows of a document, or for the lines of a dumped table."""
        edges = edges_of(document.flow, rows)
        starts = Counter(round((row.x0 - edges[row.page, row.column].left) / row.size) for row in rows)
        indents = starts[1] > INDENTED_SHARE * len(rows)
        is_typed = document.flow is Flow.TYPED
        joiner = cls(
            edges,
            document.x0,
            document.x1,
            SLACK_EM[document.flow],
            is_typed,
            indents,
            hanging_marks(rows, edges),
            boxes=box_edges(rows) if is_typed and (in_cells or len(document.pages) > 1) else {},
            rows=rows if is_typed else (),
            places={row.place: place for place, row in enumerate(rows)} if is_typed else {},
            counting=counting_on(rows),
        )
        outdented = joiner._outdented(rows) if is_typed and not indents else frozenset()
        return replace(joiner, openers=joiner._openers(rows), stacks=stacks(rows), outdented=outdented)

    @classmethod
    def within(cls, document: Document, rows: Sequence[Row], cell: Box) -> Joiner:
        """The joiner for the rows of one table cell, which end at its border."""
        padding = min(row.x0 for row in rows) - cell[0]
        places = {(row.page, row.column) for row in rows}
        edges = {place: Edges(cell[0] + padding, cell[2] - min(padding, rows[0].size), pitch(rows)) for place in places}
        return cls(edges, document.x0, document.x1, SLACK_EM[Flow.PRINTED], is_typed=False)

    def _openers(self, rows: Sequence[Row]) -> frozenset[str]:
        """The labels of lines that are known to begin a paragraph, since the line before was left short."""
        counts = Counter(
            label
            for before, row in pairwise(rows)
            if not crosses(before, row) and self._fits(before, row) and (label := label_of(row.string))
        )
        return frozenset(label for label, count in counts.items() if count >= OFTEN)

    def _outdented(self, rows: Sequence[Row]) -> frozenset[int]:
        """The rows that end one character before the next one though both are full: their indent was not dumped.

        None where the rows that are known to begin a paragraph do not look so.
        """
        sure, others = list[bool](), set[int]()
        for before, row, following, after in zip(rows, rows[1:], rows[2:], rows[3:], strict=False):
            if not SENTENCE_END.search(before.string) or mark_at(row) or not self._are_full(row, following, after):
                continue
            is_shorter = INDENT_EM < self._seen_end(following) - self._seen_end(row) < 2 - INDENT_EM
            if crosses(before, row) or self._fits(before, row):
                sure.append(is_shorter)
            elif is_shorter:
                others.add(row.place)
        return frozenset(others) if sum(sure) >= max(OFTEN, OUTDENTED_SHARE * len(sure)) else frozenset()

    def _are_full(self, *rows: Row) -> bool:
        """Whether each row goes on, in mid-sentence, in the next one."""
        return not any(
            crosses(row, after) or mark_at(after) or SENTENCE_END.search(row.string) or self._fits(row, after)
            for row, after in pairwise(rows)
        )

    def confidence(self, paragraph: Sequence[Row], row: Row, following: Row | None = None) -> float:
        """How sure it is that `row`, before `following`, continues the rows of `paragraph`; 0.0 for a new one."""
        last = paragraph[-1]
        if goes_on_in_address(last, row):
            return KINSOKU
        is_full = not self._fits(last, row)
        if is_apart(last, row, self._pitch(last, row)) or self._begins_anew(paragraph, row, is_full=is_full):
            return 0.0
        opens = row.typed_indent or label_of(row.string) in self.openers
        if SENTENCE_END.search(last.string) and (opens or self._is_indented(row, following)):
            return 0.0
        return self._going_on(paragraph, row, following, is_full=is_full)

    def _pitch(self, last: Row, row: Row) -> float:
        """The usual distance of lines as large; in boxes a blank line may stand inside a sentence."""
        pitch = self.edges[row.page, row.column].pitch_of(min(last.size, row.size))
        return max(pitch, 2 * row.size) if self._is_boxed(row) else pitch

    def _is_boxed(self, row: Row) -> bool:
        return bool(self.boxes) and row.place in self.boxes

    def _is_indented(self, row: Row, following: Row | None) -> bool:
        """Whether its sentence goes on further left in the next line: it is the first line of a paragraph."""
        step = self._step_within(row, following)
        return step is not None and step < -INDENT_EM * row.size

    def _step_within(self, row: Row, following: Row | None) -> float | None:
        """How far to the right the next line starts, if the row's sentence goes on in it."""
        if following is None or crosses(row, following) or mark_at(following):
            return None
        goes_on = not SENTENCE_END.search(row.string) and not self._fits(row, following)
        return following.x0 - row.x0 if goes_on else None

    def _going_on(self, paragraph: Sequence[Row], row: Row, following: Row | None, *, is_full: bool) -> float:
        """The confidence for a row that neither space nor a mark sets apart."""
        last = paragraph[-1]
        if row.string[0] in CLOSERS or last.string[-1] in OPENERS:
            return KINSOKU
        if self._hangs(paragraph, row) or closes_bracket(last.string, row.string):
            return UNDER_ITS_COLUMN
        width = self._right(last, row) - self.edges[last.page, last.column].left
        is_block = len(paragraph) == 1 and last.x1 - last.x0 < BLOCK_SHARE * width
        if not is_full or is_block:
            return self._by_words(paragraph, row)
        if not SENTENCE_END.search(last.string):
            return self._within_a_sentence(paragraph, row)
        is_first = row.place in self.outdented
        return 0.0 if is_first else self._after_a_sentence(paragraph, row, following)

    def _by_words(self, paragraph: Sequence[Row], row: Row) -> float:
        """The tie-break where a dump's widths say too little: does a word, or its ending, go over the line's end?"""
        last = paragraph[-1]
        in_a_box = self._is_boxed(last) and not is_apart_in_boxes(last, row)
        is_clause = self._is_boxed(last) and last.string[-1] == "、" and last.page == row.page
        width = last.x1 - last.x0
        shortest = BOX_EM if in_a_box or is_clause else PHRASE_EM
        if not self.is_typed or width < shortest or SENTENCE_END.search(last.string):
            return 0.0
        is_narrow = in_a_box and last.x1 - last.x0 < NARROW_EM
        quotes = in_a_box and is_enumerated(last.string, row.string)
        if quotes or is_one_phrase(last.string, row.string) or (is_narrow and is_attribute(last.string, row.string)):
            return BY_WORDS
        is_long = in_a_box or is_clause or width >= SENTENCE_EM
        return BY_NEIGHBOURS if is_long and self._ends_like_its_neighbours(paragraph, row) else 0.0

    def _ends_like_its_neighbours(self, paragraph: Sequence[Row], row: Row) -> bool:
        """Whether the last row is as long as broken rows: those around it, or those of its box."""
        last = paragraph[-1]
        place = self.places.get(last.place)  # rows of a footnote stand by themselves
        if not self._is_boxed(last):
            return place is not None and reaches_the_edge(self.rows, place)
        if last.string[-1] in CLOSERS or last.page != row.page:
            return False
        if goes_on_in_its_box(paragraph, row):
            return True
        return place is not None and (is_set_alike(self.rows, place) or fills_its_cell(self.rows, place))

    def _fits(self, last: Row, row: Row) -> bool:
        """Whether the first word of `row` would have fitted behind `last`."""
        right = self._right(last, row)
        return self._seen_end(last) + self._first_word(row) <= right - self.slack * last.size

    def _seen_end(self, row: Row) -> float:
        """Where a row ended on paper."""
        return row.x1 + AUTOSPACE_EM * len(SCRIPT_CHANGE.findall(row.string)) if self.is_typed else row.x1

    def _right(self, last: Row, row: Row) -> float:
        """Where a line may have been broken; in boxes nothing but its words tells whether it goes on in another one."""
        if self._is_boxed(last) or self._is_boxed(row):
            return inf if is_apart_in_boxes(last, row) else self.boxes[last.place]
        return last.wrapped or self.edges[last.page, last.column].right

    def _first_word(self, row: Row) -> float:
        """The width of what cannot be broken at the start of a row."""
        string = row.string
        stop = min(len(string) - len(string.lstrip(OPENERS)), len(string) - 1) + 1
        if not is_wide(string[stop - 1]):
            while stop < len(string) and not is_wide(string[stop]) and not string[stop].isspace():
                stop += 1
        stop = len(string) - len(string[stop:].lstrip(CLOSERS))
        start = row.place
        return self.x1[start + stop - 1] - self.x0[start]

    def _begins_anew(self, paragraph: Sequence[Row], row: Row, *, is_full: bool) -> bool:
        """Whether a mark or a repeated column at the row's start makes it an item of its own."""
        mark, last = mark_at(row), paragraph[-1]
        if BRACKETED_LINE.fullmatch(row.string) or LABEL_LINE.fullmatch(row.string) or _names_an_annex(row):
            return True
        if (len(paragraph) == 1 and BRACKETED_LINE.fullmatch(last.string)) or heads_anew(last, row):
            return True
        if self._is_boxed(last) and (YEAR_LINE.match(row.string) or names(last, row) or is_gloss(last, row)):
            return True
        if mark is None:
            is_item = LABELLED_LINE.match(row.string) or self._is_entry(paragraph, row, is_full=is_full)
            return bool(is_item) and not closes_bracket(last.string, row.string)
        if (row.limit is not None or self._is_boxed(row)) and self._is_sibling(paragraph[0], row, mark):
            return True
        may_be_inside = is_mid_sentence(mark, row.string) and row.place not in self.counting
        may_be_inside = may_be_inside or _counts_on_inside(paragraph, row, mark)
        in_a_sentence = is_full and not SENTENCE_END.search(last.string) and may_be_inside
        above = mark_at(last)
        hangs = above is not None and above.kind in self.hanging
        return not in_a_sentence or (row.x0 > last.x0 + INDENT_EM * row.size and not hangs)

    def _is_sibling(self, first: Row, row: Row, mark: Mark) -> bool:
        """Whether a marked row in a box stands where the item above began with the same mark, or further left."""
        above = mark_at(first)
        return above is not None and above.kind == mark.kind and row.x0 - first.x0 < ALIGNED_EM * row.size

    def _is_entry(self, paragraph: Sequence[Row], row: Row, *, is_full: bool) -> bool:
        """Whether the row is an entry, as those above, of a list set in columns (氏名　　所属, （委員）氏名　所属)."""
        first, last = paragraph[0], paragraph[-1]
        if abs(row.x0 - first.x0) > ENTRY_SHIFT_EM * row.size:
            return False
        mine = columns_of(row)
        if mine and label_of(first.string) and label_of(row.string):
            return True
        is_aligned = any(abs(x - y) < ALIGNED_EM * row.size for x in mine for y in columns_of(first))
        may_go_on = is_aligned and is_full and not self.is_typed
        return is_aligned and not (may_go_on and is_one_phrase(last.string, row.string))

    def _hangs(self, paragraph: Sequence[Row], row: Row) -> bool:
        """Whether the row stands under the second column of an entry, or under a line that does."""
        first, last = paragraph[0], paragraph[-1]
        if row.x0 < first.x0 + ENTRY_EM * row.size:
            return False
        if self._fits(last, row) and len(paragraph) + self.stacks.get(row.place, 0) > FEW_LINES:
            return False
        if len(paragraph) > 1:
            return abs(row.x0 - last.x0) < ALIGNED_EM * row.size and last.x0 > first.x0 + ENTRY_EM * row.size
        return any(abs(x - row.x0) < ALIGNED_EM * row.size for x in columns_of(first))

    def _after_a_sentence(self, paragraph: Sequence[Row], row: Row, following: Row | None) -> float:
        first, last, step = paragraph[0], paragraph[-1], INDENT_EM * row.size
        if len(paragraph) > 1:
            shift = abs(self._shift(last, row))
            return LIKE_THE_LAST if shift <= step else 0.0
        left = self.edges[row.page, row.column].left
        if row.x0 < first.x0 - step:
            return BACK_TO_THE_EDGE
        if row.x0 > first.x0 + step:
            mark, within = mark_at(first), self._step_within(row, following)
            goes_on_below = within is not None and abs(within) <= step
            hangs = mark and (mark.kind in self.hanging or goes_on_below)
            return BEHIND_ITS_MARK if hangs and row.x0 < first.x0 + BEHIND_EM * row.size else 0.0
        if mark_at(first):
            return BEHIND_ITS_MARK
        return 0.0 if self.indents and row.x0 > left + step else AFTER_A_FULL_STOP

    def _is_deep(self, row: Row) -> bool:
        """Whether a row starts in the right part of its column, as a date or a signature does."""
        edges = self.edges[row.page, row.column]
        return row.x0 - edges.left > DEEP_SHARE * (edges.right - edges.left)

    def _shift(self, last: Row, row: Row) -> float:
        """How far to the right of the row before a row starts; over a page or column, from its edge or on the paper."""
        shift = row.x0 - last.x0
        if not crosses(last, row):
            return shift
        step = self.edges[row.page, row.column].left - self.edges[last.page, last.column].left
        return min(shift, shift - step, key=abs)

    def _within_a_sentence(self, paragraph: Sequence[Row], row: Row) -> float:
        first, last, step = paragraph[0], paragraph[-1], INDENT_EM * row.size
        shift = self._shift(last, row)
        if len(paragraph) > 1:
            other = OVER_A_PAGE if crosses(last, row) and shift < step else 0.0
            return IN_A_SENTENCE if abs(shift) <= step else other
        if abs(shift) > step and self._is_deep(last) and self._is_deep(row):
            return 0.0
        if shift <= step:
            return IN_A_SENTENCE
        if mark_at(first):
            return BEHIND_ITS_MARK
        return 0.0 if self.indents and shift <= 1.5 * row.size else BY_FILL


def _counts_on_inside(paragraph: Sequence[Row], row: Row, mark: Mark) -> bool:
    """Whether a row's number follows one that stands inside a line above: …、①申込、②支払、⏎③確認がある。"""
    earlier = mark_before(row.string[: mark.length])
    if earlier is None:
        return False
    places = ((above, above.string.find(earlier, 1)) for above in paragraph)
    return any(place > 0 and all(tab.start != place for tab in above.tabs) for above, place in places)


def _names_an_annex(row: Row) -> bool:
    return bool(row.tabs) and ANNEX.fullmatch(row.string[: row.tabs[0].start].rstrip()) is not None
