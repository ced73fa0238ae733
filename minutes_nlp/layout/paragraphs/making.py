"""From rows to paragraphs, and what kind each is (段落と種別)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes_nlp.document import Paragraph
from minutes_nlp.layout.folds import folded
from minutes_nlp.layout.lines.rows import Row, Tab
from minutes_nlp.layout.marks import Mark, cut_mark
from minutes_nlp.layout.paragraphs.captions import is_caption
from minutes_nlp.layout.paragraphs.evidence import columns_of, mark_at
from minutes_nlp.layout.paragraphs.joins import Joiner
from minutes_nlp.model import BlockKind
from minutes_nlp.text import Text, is_wide

__all__ = ["Passage", "joined", "kind_of", "paragraph", "passages"]

HEADING_LENGTH = 45  # characters: longer numbered lines are items; the longest heading of the seeds has 43
LATIN_GAP_EM = 1.3  # fonts without widths for Latin letters leave up to 1.02 behind them
LARGER = 1.15  # times the body size from which a short line is a heading
# A-z, 0-9
LATIN = re.compile(r"[0-9A-Za-z]")
# 方債 of 地　方　債 / 第２ of 第　２　表: a letter that stands alone behind a gap belongs to what is before it
SPREAD = re.compile(r".?[一-龠々ぁ-んァ-ヶー・][：:]?|第[0-9０-９]")
# 磯部　徹: two letters that stand together before a gap are no part of a spread word
NAME = re.compile(r"[一-龠々ぁ-んァ-ヶー]{2} [^：:]")
# 【議事概要】 / 《1.開会》 / ＜意見交換＞
BRACKETED = re.compile(r"[【《＜〈〔<][^】》＞〉〕>]{1,40}[】》＞〉〕>]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Rows that are one paragraph, and how sure each join is (行のまとまり)."""

    rows: tuple[Row, ...]
    joins: tuple[float, ...] = ()


def passages(rows: Sequence[Row], joiner: Joiner) -> Iterator[Passage]:
    """The rows of one flow of text, joined where a line goes on."""
    current: list[Row] = []
    joins: list[float] = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        confidence = joiner.confidence(current, row, following) if current else 0.0
        if current and not confidence:
            yield Passage(tuple(current), tuple(joins))
            current, joins = [], []
        elif current:
            joins.append(confidence)
        current.append(row)
    if current:
        yield Passage(tuple(current), tuple(joins))


def joined(rows: Sequence[Row]) -> Text:
    """The text of rows in one piece: one space between two Latin words, nothing between other characters."""
    parts = [_with_gaps(rows[0])]
    for before, after in pairwise(rows):
        parts += [Text.join([Text(), Text()], _glue(before.string, after.string)), _with_gaps(after)]
    return Text.join(parts)


def _with_gaps(row: Row) -> Text:
    """The row with a space in each wide gap that has none (鈴木一郎　　市長), but not inside a spread word (債　券)."""
    tabs = [tab for tab in row.tabs if _is_blank(row, tab)]
    pieces = [row.text[start:stop] for start, stop in pairwise([0, *(tab.start for tab in tabs), len(row.text)])]
    found = pieces[0]
    for before, after in pairwise(pieces):
        one, other = before.string.strip(), after.string.strip()
        is_spread = SPREAD.fullmatch(one[-1:] + other) and not NAME.match(f"{one[-2:]} {other}")
        found = Text.join([found, after], "" if is_spread or before.string[-1:].isspace() else " ")
    return found


def _is_blank(row: Row, tab: Tab) -> bool:
    """Whether a gap is as wide as a blank; beside Latin letters, whose boxes may be too narrow, it must be wider."""
    beside = row.string[max(tab.start - 1, 0) : tab.start + 1]
    return all(map(is_wide, beside)) or tab.right - tab.left > LATIN_GAP_EM * row.size


def _glue(before: str, after: str) -> str:
    """One space where two Latin words meet, but none inside a number or an address."""
    if not (LATIN.match(before[-1]) or before[-1] in ",.;:)") or not LATIN.match(after[0]):
        return ""
    if before[-1].isdigit() and after[0].isdigit():
        return ""
    return "" if "://" in before.rsplit(maxsplit=1)[-1] else " "


def paragraph(passage: Passage, body: float, left: float) -> Paragraph:
    """The passage as a paragraph; `body` is the usual character size, `left` the column's left edge."""
    first = passage.rows[0]
    text = folded(joined(passage.rows))
    mark = mark_at(first)
    marker, rest = cut_mark(text, first.tabs[0].start if first.tabs else 0)
    kind = _kind(passage, text.string, body)
    return Paragraph(
        kind=kind,
        text=rest,
        marker=marker,
        level=_level(kind, mark),
        pages=tuple(sorted({row.page for row in passage.rows})),
        indent=max(0.0, (first.x0 - left) / first.size),
        confidence=min(passage.joins, default=1.0),
        scale=round(first.size / body, 2),
        gaps=tuple(tab.origin for row in passage.rows for tab in row.tabs if tab.origin is not None),
    )


def _kind(passage: Passage, string: str, body: float) -> BlockKind:
    first = passage.rows[0]
    mark = mark_at(first)
    if is_caption(string, first.tabs[0].start if first.tabs else 0):
        return BlockKind.CAPTION
    if mark is None and columns_of(first):
        return BlockKind.LIST_ITEM
    kind = kind_of(string, mark)
    return BlockKind.HEADING if kind is BlockKind.PARAGRAPH and _stands_out(passage, body) else kind


def kind_of(string: str, mark: Mark | None) -> BlockKind:
    """What a paragraph is by its words alone."""
    if is_caption(string):
        return BlockKind.CAPTION
    if BRACKETED.fullmatch(string):
        return BlockKind.HEADING
    if mark is None:
        return BlockKind.PARAGRAPH
    is_title = mark.counts or mark.kind == "hash"
    is_short = len(string) <= HEADING_LENGTH and not re.search(r"[。：:]", string)
    return BlockKind.HEADING if is_title and is_short else BlockKind.LIST_ITEM


def _stands_out(passage: Passage, body: float) -> bool:
    """Whether a short paragraph is set larger or bolder than the text."""
    first = passage.rows[0]
    is_short = len(passage.rows) <= 2 and not first.string.endswith(("。", "、"))
    return is_short and (first.size >= LARGER * body or first.bold)


def _level(kind: BlockKind, mark: Mark | None) -> int | None:
    if kind is not BlockKind.HEADING:
        return None
    if mark and mark.kind == "hash":
        return mark.length
    return mark.level if mark and mark.level else 1
