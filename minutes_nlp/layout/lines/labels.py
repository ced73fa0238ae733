"""Names in a narrow column beside what is said (発言者欄), no rules between: each is read whole before the words.

A name that is too long for its column goes on in the next line of it, beside the second line of the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from minutes_nlp.layout.lines.rows import Row, Tab, cut_at, put_side_by_side, side_by_side
from minutes_nlp.layout.paragraphs.evidence import is_one_phrase

__all__ = ["with_whole_labels"]

LETTERS = 2  # of a name or role: 会長
LABELS = 2  # names beside words that make a column of names
TEXT_SHARE = 0.4  # of a page's lines begin at the left edge of the words; those of indented paragraphs do not
NARROW = 0.35  # of the width of both: no column of names is wider
APART_EM = 0.5  # between the names and the words, at least; 0.8 and more in borderless tables
NEAR_EM = 0.3  # how far lines of one column start apart: kerning and the side bearing of kana
LEADING = 2.5  # times the height of a name from its first line to the second


def with_whole_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows of a page, each name as one row with the first line of what it names."""
    left, right = min((row.x0 for row in rows), default=0.0), max((row.x1 for row in rows), default=0.0)
    starts = Counter(round(x) for row in rows for x in (row.x0, *(tab.right for tab in row.tabs)))
    inside = Counter({x: count for x, count in starts.items() if left + NEAR_EM * rows[0].size < x})
    edge, count = inside.most_common(1)[0] if inside else (0, 0)
    pieces = [piece for row in rows for piece in cut_at(row, _gap_before(edge, row))]
    labels = [row for row in pieces if row.x1 < edge - APART_EM * row.size]
    if len(labels) < LABELS or count < TEXT_SHARE * (len(rows) - len(labels)):
        return list(rows)
    texts = [row for row in pieces if abs(row.x0 - edge) < row.size]
    named = {label: text for label in labels if _is_name(label.string) and (text := _beside(label, texts))}
    if len(named) < LABELS or edge - left > NARROW * (right - left):
        return list(rows)
    return _put_together(pieces, labels, texts, named)


def _is_name(string: str) -> bool:
    """Whether letters stand in a label: numbers and marks count what stands beside them."""
    return sum(map(str.isalpha, string)) >= LETTERS


def _gap_before(edge: float, row: Row) -> Tab | None:
    """The gap between a name and its words where both were drawn as one line."""
    return next((tab for tab in row.tabs if abs(tab.right - edge) < NEAR_EM * row.size), None)


def _put_together(rows: Sequence[Row], labels: Sequence[Row], texts: Sequence[Row], named: dict[Row, Row]) -> list[Row]:
    """The rows with their names in one piece and beside the first line of the words."""
    right = max(row.x1 for row in texts)
    taken: set[Row] = set()
    whole: dict[Row, Row] = {}
    for label, text in named.items():
        if label in taken:
            continue
        rest = list(_rest(label, labels, texts, right, named))
        taken.update([label, *rest])
        whole[text] = put_side_by_side([label, *rest, text])
    return [whole.get(row, row) for row in rows if row not in taken]


def _rest(
    label: Row, labels: Sequence[Row], texts: Sequence[Row], right: float, named: dict[Row, Row]
) -> Iterator[Row]:
    """The further lines of a name: it fills its column, and the words, if they go on, theirs; the rest is shorter.

    What stands at the left edge with nothing beside it, while the words go on, are the words (字下げのない折返し).
    """
    last, width = label, max(row.x1 for row in labels)
    for row in labels:
        if not 0 < row.top - last.top < LEADING * last.size or abs(row.x0 - label.x0) > NEAR_EM * row.size:
            continue
        is_full = last.x1 + row.size > width + APART_EM * row.size
        words = named.get(last)
        has_ended = words is not None and words.x1 + 2 * row.size < right
        may_begin = row in named and (has_ended or row.x1 > last.x1 - row.size / 2)
        if words is not None and not has_ended and _beside(row, texts) is None:
            return
        if not is_full or (may_begin and not is_one_phrase(last.string, row.string)):
            return
        yield row
        last = row


def _beside(label: Row, texts: Sequence[Row]) -> Row | None:
    return next((text for text in texts if text.page == label.page and side_by_side(label, text)), None)
