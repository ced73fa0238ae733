"""Two editions of one document (訂正版と元の版): what was changed, before and after, each with its page and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from minutes_nlp.analysis.items import squeezed
from minutes_nlp.model import Block, Record
from minutes_nlp.places import place_of

__all__ = ["Change", "Passage", "changes_of", "likeness"]

ALIKE = 0.5  # of two paragraphs: below, one was taken out and another put in
AROUND = 10  # characters shown on either side of what was changed
NEAR = 3  # characters between two changes below which they are told as one


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of one edition (段落) and where it stands."""

    text: str
    page: int
    line: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed (変更箇所): a paragraph before and after; None where it was put in or taken out.

    `words` are the changed words with some around them, （before, after）.
    """

    before: Passage | None
    after: Passage | None
    words: tuple[tuple[str, str], ...] = ()


def likeness(old: Record, new: Record) -> float:
    """The share of the longer document's characters that stand in paragraphs of both (一致率)."""
    left, right = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, [p[0] for p in left], [p[0] for p in right], autojunk=False)
    same = sum(len(left[i][0]) for a, _, size in matcher.get_matching_blocks() for i in range(a, a + size))
    whole = max(sum(len(text) for text, _ in side) for side in (left, right))
    return same / whole if whole else 1.0


def changes_of(old: Record, new: Record) -> tuple[Change, ...]:
    """The changes from one edition to the next, in the order of the later one."""
    left, right = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, [p[0] for p in left], [p[0] for p in right], autojunk=False)
    found: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and _text(left[a:b]) != _text(right[c:d]):
            found += _changed((old, left[a:b]), (new, right[c:d]))
    return tuple(found)


def _paragraphs(record: Record) -> list[tuple[str, Block]]:
    """The paragraphs with their marks, of a table all its cells, as they are compared."""
    shown = ((squeezed(f"{block.marker or ''}{block.label or ''}{_words(block)}"), block) for block in record.blocks)
    return [(text, block) for text, block in shown if text]


def _words(block: Block) -> str:
    return "｜".join(cell.text for row in block.rows for cell in row) if block.rows else block.text


def _text(paragraphs: Sequence[tuple[str, Block]]) -> str:
    return "".join(text for text, _ in paragraphs)


def _changed(
    old: tuple[Record, Sequence[tuple[str, Block]]], new: tuple[Record, Sequence[tuple[str, Block]]]
) -> Iterator[Change]:
    """The paragraphs of a changed stretch, each beside the later one that it became."""
    rest = list(old[1])
    for text, block in new[1]:
        ratio, best = max(
            ((SequenceMatcher(None, was, text, autojunk=False).ratio(), i) for i, (was, _) in enumerate(rest)),
            default=(0.0, -1),
        )
        if ratio < ALIKE:
            yield Change(None, _passage(new[0], block))
            continue
        for _, gone in rest[:best]:
            yield Change(_passage(old[0], gone), None)
        was = rest[best][1]
        yield Change(_passage(old[0], was), _passage(new[0], block), _words_changed(_words(was), _words(block)))
        del rest[: best + 1]
    for _, gone in rest:
        yield Change(_passage(old[0], gone), None)


def _passage(record: Record, block: Block) -> Passage:
    page, line = place_of(record.pages, record.source_text, block.spans[0][0] if block.spans else 0, record.furniture)
    mark = f"{block.marker or block.label or ''}"
    return Passage(f"{mark} {_words(block)}".strip(), page, line, block.spans)


def _words_changed(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """What differs within a paragraph, with some words around it; changes close to each other are one."""
    edits: list[list[int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if edits and a - edits[-1][1] < NEAR:
            edits[-1][1], edits[-1][3] = b, d
        else:
            edits.append([a, b, c, d])
    edits = [_whole_numbers(before, after, edit) for edit in edits]
    return tuple(
        (_around(before, a, b), _around(after, c, d))
        for a, b, c, d in edits
        if before[a:b].strip() or after[c:d].strip()
    )


def _whole_numbers(before: str, after: str, edit: list[int]) -> list[int]:
    """An edit inside a number widened to the whole number: 33件 became 38件, not 3 became 8."""
    a, b, c, d = edit
    if not any(s[i : i + 1].isnumeric() for s, edges in ((before, (a, b - 1)), (after, (c, d - 1))) for i in edges):
        return edit
    while a and c and before[a - 1].isnumeric() and before[a - 1] == after[c - 1]:
        a, c = a - 1, c - 1
    while b < len(before) and d < len(after) and before[b].isnumeric() and before[b] == after[d]:
        b, d = b + 1, d + 1
    return [a, b, c, d]


def _around(text: str, start: int, stop: int) -> str:
    """A part of a text in 〔〕 with what stands around it."""
    head = ("…" if start > AROUND else "") + text[max(start - AROUND, 0) : start]
    tail = text[stop : stop + AROUND] + ("…" if stop + AROUND < len(text) else "")
    return f"{head}〔{text[start:stop]}〕{tail}".replace("\n", " ")
