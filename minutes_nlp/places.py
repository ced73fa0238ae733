"""Where a character of a record stands (出所): the page and line of an offset, the source spans of a part of a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from minutes_nlp.model import Fold, Furniture, Page
from minutes_nlp.text import Run, Span, Text

__all__ = [
    "index_of",
    "is_paged",
    "part_of",
    "place_of",
    "printed_line",
    "printed_places",
    "printed_text",
    "text_of",
    "told_place",
]


def place_of(pages: Iterable[Page], source: str, offset: int, furniture: Iterable[Furniture] = ()) -> tuple[int, int]:
    """The page and the line of an offset of the source (頁・行): the printed line number, else the line counted.

    Of a PDF the printed lines are counted, but those that are all `furniture` (page numbers, rubies) are not; of a text
    and of the paragraphs of a Word file all are, as an editor does.
    A Word file or a web page has no pages until it is printed: there the page is 0. An offset outside all pages gives
    `(0, 0)`.
    """
    known = tuple(pages)
    for page in known:
        if page.span[0] <= offset < page.span[1]:
            line = printed_line(page, offset, furniture) or source.count("\n", page.span[0], offset) + 1
            return page.number if is_paged(known) else 0, line
    return 0, 0


def told_place(page: int | None, line: int | None) -> str:
    """A place in words (出所の書き方): 3頁24行, without pages 第12段落, empty where it is unknown."""
    if page:
        return f"{page}頁{line}行" if line else f"{page}頁"
    return f"第{line}段落" if line else ""


def printed_line(page: Page, offset: int, furniture: Iterable[Furniture] = ()) -> int | None:
    """The line number printed beside an offset, else, of a PDF, how many lines are printed down to it (行番号)."""
    at = bisect_right(page.lines, offset, key=lambda line: line.span[0])
    if not at:
        return None
    line = page.lines[at - 1]
    if line.number and offset < line.span[1]:
        return line.number
    if page.width is None:
        return None
    start = page.span[0]
    added = [span for one in furniture for span in one.spans if start <= span[0] < offset]
    return sum(1 for one in page.lines[: at - 1] if not _is_added(one.span, added)) + 1


def _is_added(line: Span, added: Iterable[Span]) -> bool:
    """Whether printing added most of a line; white space around it is in no piece."""
    return 2 * sum(max(min(line[1], stop) - max(line[0], start), 0) for start, stop in added) > line[1] - line[0]


def is_paged(pages: Iterable[Page]) -> bool:
    """Whether pages and lines were printed (頁の有無): a Word file or a web page has its paragraphs alone."""
    return any(page.width is not None or page.lines for page in pages)


def part_of(
    text: str, spans: Sequence[Span], part: tuple[int, int], source: str, folds: Iterable[Fold]
) -> tuple[Span, ...]:
    """The source spans of the characters `part` of a text that stands at `spans`.

    By conservation the text and its source hold the same characters but white space; where they do not, all of `spans`.
    """
    start, stop = (_width(text[:edge]) for edge in part)
    if start == stop:
        return ()
    printed = printed_places(spans, source, folds)
    if len(printed) != _width(text):
        return tuple(spans)
    found: dict[int, Span] = {}
    for number, (low, high) in printed[start:stop]:
        first = found.get(number, (low, high))
        found[number] = min(first[0], low), max(first[1], high)
    return tuple(found.values())


def index_of(text: str, spans: Sequence[Span], offset: int, source: str, folds: Iterable[Fold]) -> int | None:
    """Which character of a text that stands at `spans` is the one at an offset of the source; None where none is."""
    count = next((i for i, (_, span) in enumerate(printed_places(spans, source, folds)) if span[0] == offset), None)
    if count is None:
        return None
    places = [i for i, c in enumerate(text) if not c.isspace()]
    return places[count] if count < len(places) else None


def text_of(text: str, spans: Sequence[Span], source: str, folds: Iterable[Fold]) -> Text:
    """A text that stands at `spans`, each character with its place; with all of them where that cannot be told."""
    printed = [span for _, span in printed_places(spans, source, folds)]
    if len(printed) != _width(text):
        return Text(text, (Run(len(text), tuple(spans)),))
    return Text(text, tuple(_runs(text, printed)))


def _runs(text: str, printed: Iterable[Span]) -> Iterator[Run]:
    """The runs of a text whose characters but white space are printed at these places in turn."""
    places = iter(printed)
    length, start, stop = 0, 0, 0  # of the run at hand, each of its characters from its own place
    for character in text:
        place = None if character.isspace() else next(places)
        if place and length and place == (stop, stop + 1):
            length, stop = length + 1, stop + 1
            continue
        if length:
            yield Run(length, ((start, stop),))
        if place and place[1] - place[0] == 1:
            length, start, stop = 1, *place
        else:
            length = 0
            yield Run(1, (place,) if place else ())
    if length:
        yield Run(length, ((start, stop),))


def printed_text(spans: Iterable[Span], source: str, folds: Iterable[Fold] = ()) -> str:
    """The characters that a reader sees at some spans of the source, without white space (印字された文字)."""
    known = {fold.span: fold.text for fold in folds}
    return "".join(
        "".join(known.get((start, end), source[start:end]).split())
        for span in spans
        for start, end in _pieces(span, known)
    )


def _pieces(span: Span, folds: Iterable[Span]) -> Iterator[Span]:
    """A span cut where a fold begins and ends."""
    at = span[0]
    for start, end in sorted(fold for fold in folds if span[0] <= fold[0] < span[1]):
        yield at, start
        yield start, end
        at = max(at, end)
    yield at, span[1]


def _width(text: str) -> int:
    """How many characters a text has without white space."""
    return len("".join(text.split()))


def printed_places(spans: Sequence[Span], source: str, folds: Iterable[Fold]) -> list[tuple[int, Span]]:
    """Each printed character of some spans (印字の位置): which of them it is in, and where it stands."""
    first, last = min((start for start, _ in spans), default=0), max((end for _, end in spans), default=0)
    folded = {fold.span[0]: fold for fold in folds if first <= fold.span[0] < last}
    if folded:
        return list(_unfolded(spans, source, folded))
    return [
        (number, (at, at + 1))
        for number, (start, end) in enumerate(spans)
        for at in range(start, end)
        if not source[at].isspace()
    ]


def _unfolded(spans: Sequence[Span], source: str, folded: dict[int, Fold]) -> Iterator[tuple[int, Span]]:
    """The same where something was folded: each character of the fold stands where all of it does."""
    for number, (start, end) in enumerate(spans):
        at = start
        while at < end:
            fold = folded.get(at)
            if fold:
                yield from ((number, fold.span) for c in fold.text if not c.isspace())
                at = max(fold.span[1], at + 1)
                continue
            if not source[at].isspace():
                yield number, (at, at + 1)
            at += 1
