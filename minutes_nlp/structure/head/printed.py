"""The head line by line as printed (頭書きの行): a list that layout took for one paragraph falls into its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.head_labels import label_pattern
from minutes_nlp.text import Text

__all__ = ["Lines", "printed_lines"]

SHORTEST = 3  # characters of a printed line; shorter runs are letters of a word set apart (日　時)
NARROW = re.compile(r"[\x00-\x7f｡-ﾟ]")  # half as wide as the others
FULL = 0.6  # of the widest line: a line as wide was broken because it was full


@dataclass(frozen=True, slots=True)
class Lines:
    """Printed lines, and the paragraph that each is of."""

    paragraphs: list[Paragraph]
    origins: list[int]

    def opening(self, opens_turn: Callable[[int], bool]) -> Callable[[int], bool]:
        """What tells whether a line opens a turn: the first of a paragraph that does."""
        first = {i for i in range(len(self.origins)) if i == 0 or self.origins[i - 1] != self.origins[i]}
        return lambda i: i in first and opens_turn(self.origins[i])

    def paragraph_of(self, line: int) -> int:
        """The index of a line's paragraph; behind the last line, that behind the last paragraph."""
        if line < len(self.origins):
            return self.origins[line]
        return self.origins[-1] + 1 if self.origins else 0


def printed_lines(paragraphs: Sequence[Paragraph], length: int, opens_turn: Callable[[int], bool]) -> Lines:
    """The paragraphs, those of the head cut where a line was broken on purpose.

    It begins with the first label and ends with the first turn, or after `length` paragraphs.
    """
    lines: list[Paragraph] = []
    origins: list[int] = []
    head = paragraphs[:length]
    widest = max((_width(text) for paragraph in head for text in _broken(paragraph.text)), default=0.0)
    labelled = False
    for i, paragraph in enumerate(paragraphs):
        length = i if i < length and opens_turn(i) else length
        labelled = labelled or label_pattern("labels").fullmatch(paragraph.text.string.strip()) is not None
        cut = labelled and i < length and not paragraph.rows
        parts = list(_parts(paragraph, widest)) if cut else [paragraph]
        lines += parts
        origins += [i] * len(parts)
    return Lines(lines, origins)


def _parts(paragraph: Paragraph, widest: float) -> Iterator[Paragraph]:
    """A paragraph as the lines that were broken though there was room."""
    found: list[list[Text]] = []
    whole = False
    for text in _broken(paragraph.text):
        if whole:
            found[-1].append(text)
        else:
            found.append([text])
        whole = _width(text) >= FULL * widest
    texts = [Text.join(lines) for lines in found]
    yield replace(paragraph, text=texts[0] if len(texts) > 1 else paragraph.text)
    yield from (replace(paragraph, text=text, marker=None) for text in texts[1:])


def _broken(text: Text) -> Iterator[Text]:
    """The text cut where its source has a gap: a line feed, mostly."""
    ends = [0]
    position = 0
    for run, after in pairwise(text.runs):
        position += run.length
        gap = run.spans and after.spans and after.spans[0][0] > run.spans[-1][1]
        if gap and min(run.length, after.length) >= SHORTEST:
            ends.append(position)
    ends.append(len(text))
    return (text[start:stop] for start, stop in pairwise(ends))


def _width(text: Text) -> float:
    """The width in full-width characters."""
    return len(text) - len(NARROW.findall(text.string)) / 2
