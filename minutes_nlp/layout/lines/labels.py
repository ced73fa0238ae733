"""Names in a narrow column beside what is said (発言者欄), no rules between: each is read whole before the words.

A name that is too long for its column goes on in the next line of it, beside the second line of the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from minutes_nlp.layout.lines.rows import Row, put_side_by_side, side_by_side

__all__ = ["with_whole_labels"]

LABELS = 3  # names beside words that make a column of names
TEXT_SHARE = 0.4  # of a page's lines begin at the left edge of the words; those of indented paragraphs do not
NARROW = 0.35  # of the width of both: no column of names is wider
APART_EM = 0.5  # between the names and the words, at least; 0.8 and more in borderless tables
NEAR_EM = 0.3  # how far lines of one column start apart: kerning and the side bearing of kana
LEADING = 2.5  # times the height of a name from its first line to the second


def with_whole_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows of a page, each name as one row with the first line of what it names."""
    edge, count = Counter(round(row.x0) for row in rows).most_common(1)[0] if rows else (0, 0)
    labels = [row for row in rows if row.x1 < edge - APART_EM * row.size]
    if len(labels) < LABELS or count < TEXT_SHARE * (len(rows) - len(labels)):
        return list(rows)
    left, right = min(row.x0 for row in labels), max(row.x1 for row in rows)
    texts = [row for row in rows if abs(row.x0 - edge) < row.size]
    named = [(label, text) for label in labels if (text := _beside(label, texts))]
    if len(named) < LABELS or edge - left > NARROW * (right - left):
        return list(rows)
    return _put_together(rows, labels, texts, dict(named))


def _put_together(rows: Sequence[Row], labels: Sequence[Row], texts: Sequence[Row], named: dict[Row, Row]) -> list[Row]:
    """The rows with their names in one piece and beside the first line of the words."""
    width, right = max(row.x1 for row in labels), max(row.x1 for row in texts)
    taken: set[Row] = set()
    whole: dict[Row, Row] = {}
    for label, text in named.items():
        if label in taken:
            continue
        rest = list(_rest(label, labels, width, right, named))
        taken.update([label, *rest])
        whole[text] = put_side_by_side([label, *rest, text])
    return [whole.get(row, row) for row in rows if row not in taken]


def _rest(label: Row, labels: Sequence[Row], width: float, right: float, named: dict[Row, Row]) -> Iterator[Row]:
    """The further lines of a name: it fills its column, and so do the words beside it theirs, if they go on."""
    last = label
    for row in labels:
        if not 0 < row.top - last.top < LEADING * last.size or abs(row.x0 - label.x0) > NEAR_EM * row.size:
            continue
        is_full = last.x1 + row.size > width + APART_EM * row.size
        words = named.get(last)
        if not is_full or (row in named and words and words.x1 + 2 * row.size < right):
            return
        yield row
        last = row


def _beside(label: Row, texts: Sequence[Row]) -> Row | None:
    return next((text for text in texts if text.page == label.page and side_by_side(label, text)), None)
