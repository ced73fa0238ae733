"""Figures that stand inside a sentence (文中の図): at the foot of a page or the head of the next one.

Where a sentence breaks off before a figure and goes on behind it, the figure is no part of the text. It is known by its
caption, or by the boxes that it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.paragraphs.captions import is_caption
from minutes_nlp.layout.paragraphs.evidence import SENTENCE_END, is_one_phrase, mark_at

__all__ = ["Cut", "without_figures"]

FACE = 0.12  # a step of the size that means another face (as in joins)

Cut = tuple[int, Sequence[Row]]  # how many rows of the text are read before a figure, and the rows of the figure


def without_figures(pages: Sequence[Sequence[Row]]) -> tuple[list[list[Row]], list[Cut]]:
    """The rows of all pages without the figures that cut a sentence, and these figures."""
    texts: list[list[Row]] = []
    cuts: list[Cut] = []
    for rows in pages:
        rest = list(rows)
        if texts and texts[-1] and rest:
            foot, head = next(_breaks(texts[-1], rest), (len(texts[-1]), 0))
            figure = [*texts[-1][foot:], *rest[:head]]
            texts[-1], rest = texts[-1][:foot], rest[head:]
            if figure:
                cuts.append((sum(map(len, texts)), figure))
        texts.append(rest)
    return texts, cuts


def _breaks(page: Sequence[Row], following: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Where a figure begins on a page, or ends on the next one, so that the text goes on without it."""
    if _goes_on(page[-1], following[0]):
        return
    feet = (place for place in range(1, len(page)) if _is_figure(page[place]))
    yield from ((foot, 0) for foot in feet if _goes_on(page[foot - 1], following[0]))
    heads = (place for place in range(1, len(following)) if _is_figure(following[place - 1]))
    yield from ((len(page), head) for head in heads if _goes_on(page[-1], following[head]))


def _is_figure(row: Row) -> bool:
    return row.limit is not None or is_caption(row.string)


def _goes_on(last: Row, row: Row) -> bool:
    """Whether a sentence goes on in a row of the same size."""
    if SENTENCE_END.search(last.string) or mark_at(row) is not None or abs(last.size - row.size) > FACE * last.size:
        return False
    is_text = last.limit is None and row.limit is None and not is_caption(last.string) and not is_caption(row.string)
    return is_text and (last.string.endswith("、") or is_one_phrase(last.string, row.string))
