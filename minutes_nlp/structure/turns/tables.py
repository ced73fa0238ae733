"""Tables of speakers and words (発言者｜発言内容): each row read as a paragraph that a notation can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.vocabulary import squeezed
from minutes_nlp.text import Text

__all__ = ["unrolled"]

LONGEST_HEAD = 6  # characters of a head cell, 発言要旨等
NUMBER = re.compile(r"[0-9０-９]{1,3}")
MOST = 0.5  # share of rows whose first cell must be a speaker; the head row and blank cells are the rest


def unrolled(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Paragraph]]:
    """All paragraphs with their index; of a table of speakers each row as `発言者：発言`."""
    for i, paragraph in enumerate(paragraphs):
        rows = _unnumbered(paragraph.rows or ())
        if rows and _tells_speakers(rows):
            rows = rows[1:] if _is_head(rows[0]) else rows
            yield from ((i, _spoken(row, paragraph)) for row in rows)
        else:
            yield i, paragraph


def _unnumbered(rows: Sequence[Sequence[Text]]) -> Sequence[Sequence[Text]]:
    """The rows without a first column of running numbers (番号｜発言者｜内容)."""
    counted = all(len(row) > 2 and NUMBER.fullmatch(row[0].string.strip()) for row in rows[1:])
    return [row[1:] for row in rows] if len(rows) > 1 and counted else rows


def _tells_speakers(rows: Sequence[Sequence[Text]]) -> bool:
    if any(squeezed(cell.string) == "氏名" for cell in rows[0]):  # a list of people
        return False
    speakers = [row for row in rows if len(row) > 1 and titled(row[0].string) and row[1].string.strip()]
    return len(speakers) > 1 and len(speakers) >= MOST * len(rows)


def _is_head(row: Sequence[Text]) -> bool:
    """発言者｜内容: a row of nothing but short words."""
    return all(len(cell.strip()) <= LONGEST_HEAD and "。" not in cell.string for cell in row)


def _spoken(row: Sequence[Text], table: Paragraph) -> Paragraph:
    """One row: the speaker, set as one word (会⏎長), a colon, and the words of the other cells."""
    speaker, *cells = (cell.strip() for cell in row)
    said = Text.join([cell for cell in cells if cell.string], "\n")
    text = Text.join([speaker.sub(r"\s+", ""), said], "：") if speaker.string else said
    return replace(table, kind=BlockKind.PARAGRAPH, text=text, rows=None)
