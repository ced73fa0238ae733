"""A string that remembers where its characters come from (出所を覚えている文字列).

The one place that does offset arithmetic. Everything else cuts, joins and replaces `Text` and asks it for `.spans`.
A `Text` is a string and a few runs. A run says where its characters come from: one to one from a source range of the
same length, as a whole otherwise (プ from ﾌﾟ), from nowhere where it has no range (the line feed between two
paragraphs). Runs are few, about one per printed line, so that cutting and joining cost next to nothing; two integers
per character, the other way to do it, cost eight bytes and a step of Python for each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Span", "Text", "is_wide", "merged"]

Span = tuple[int, int]


class Run(NamedTuple):
    """The next `length` characters of a text and the source ranges that they come from."""

    length: int
    spans: tuple[Span, ...]

    @property
    def one_to_one(self) -> bool:
        """Whether each character has its own source character."""
        return len(self.spans) == 1 and self.length == self.spans[0][1] - self.spans[0][0]

    def cut(self, start: int, stop: int) -> Run:
        """The part of this run that holds its characters `start` to `stop`."""
        if self.one_to_one:
            origin = self.spans[0][0]
            return Run(stop - start, ((origin + start, origin + stop),))
        return Run(stop - start, self.spans)


@dataclass(frozen=True, slots=True)
class Text:
    """An immutable string with exact source ranges (出所つき文字列); offsets are characters of the source."""

    string: str = ""
    runs: tuple[Run, ...] = ()

    @classmethod
    def of(cls, source: str, start: int = 0, stop: int | None = None) -> Text:
        """The part `source[start:stop]`, each character from its own place."""
        stop = len(source) if stop is None else stop
        string = source[start:stop]
        return cls(string, (Run(len(string), ((start, start + len(string)),)),) if string else ())

    @classmethod
    def join(cls, parts: Iterable[Text], glue: str = "") -> Text:
        """All parts in a row, with `glue`, which has no source, between them."""
        strings: list[str] = []
        runs: list[Run] = []
        for part in parts:
            if strings and glue:
                runs.append(Run(len(glue), ()))
            strings.append(part.string)
            runs.extend(part.runs)
        return cls(glue.join(strings), _fused(runs))

    def __str__(self) -> str:
        return self.string

    def __len__(self) -> int:
        return len(self.string)

    def __add__(self, other: Text) -> Text:
        return Text(self.string + other.string, _fused((*self.runs, *other.runs)))

    def __getitem__(self, key: slice) -> Text:
        start, stop, step = key.indices(len(self.string))
        if step != 1:
            raise ValueError("a Text is cut in one piece: text[start:stop]")
        if stop - start == len(self.string):
            return self
        return Text(self.string[start:stop], tuple(_cut(self.runs, start, stop)))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The source ranges in text order, neighbours merged; inserted characters have none."""
        return merged(span for run in self.runs for span in run.spans)

    def place_of(self, origin: int) -> int | None:
        """Where the source character at `origin` stands in this text; None where it does not."""
        position = 0
        for run in self.runs:
            if run.one_to_one and run.spans[0][0] <= origin < run.spans[0][1]:
                return position + origin - run.spans[0][0]
            position += run.length
        return None

    def group(self, match: re.Match[str], group: int | str = 0) -> Text:
        """What a match over `str(self)` found; empty where the group took no part."""
        start, stop = match.span(group)
        return self[max(start, 0) : max(stop, 0)]

    def split(self, pattern: str | re.Pattern[str]) -> tuple[Text, ...]:
        """The pieces between the matches of `pattern`."""
        edges = [0, *(edge for match in re.finditer(pattern, self.string) for edge in match.span()), len(self)]
        return tuple(self[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True))

    def sub(self, pattern: str | re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> Text:
        """Each match replaced; the new characters stand for the whole of what was matched."""
        return Text.join(self._substituted(pattern, replacement))

    def _substituted(
        self, pattern: str | re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]
    ) -> Iterator[Text]:
        position = 0
        for match in re.finditer(pattern, self.string):
            yield self[position : match.start()]
            string = replacement(match) if callable(replacement) else match.expand(replacement)
            yield self.group(match).standing_as(string)
            position = match.end()
        yield self[position:]

    def standing_as(self, string: str) -> Text:
        """`string` in the place of this text: it comes from everything that this text came from."""
        return Text(string, (Run(len(string), self.spans),) if string else ())

    def strip(self, characters: str | None = None) -> Text:
        """This text without white space, or without `characters`, at both ends."""
        return self.lstrip(characters).rstrip(characters)

    def lstrip(self, characters: str | None = None) -> Text:
        """This text without white space, or without `characters`, at its start."""
        return self[len(self) - len(self.string.lstrip(characters)) :]

    def rstrip(self, characters: str | None = None) -> Text:
        """This text without white space, or without `characters`, at its end."""
        return self[: len(self.string.rstrip(characters))]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring and repeated spans as one, the order kept."""
    result: list[Span] = []
    for start, end in spans:
        if result and result[-1][0] <= start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _cut(runs: tuple[Run, ...], start: int, stop: int) -> Iterator[Run]:
    position = 0
    for run in runs if start < stop else ():
        if position >= stop:
            return
        end = position + run.length
        if start <= position < end <= stop:
            yield run
        elif position < end > start:
            yield run.cut(max(start - position, 0), min(stop - position, run.length))
        position = end


def _fused(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs whose source goes on where the one before ended, made one."""
    result: list[Run] = []
    stop = -1  # where the source of the last run ends, if that is one to one
    for run in runs:
        if not run.one_to_one:
            result.append(run)
            stop = -1
            continue
        start, end = run.spans[0]
        if start == stop:
            last = result.pop()
            run = Run(last.length + run.length, ((last.spans[0][0], end),))  # noqa: PLW2901 - grown
        result.append(run)
        stop = end
    return tuple(result)


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether a character takes a full-width cell (全角), by UAX #11."""
    return unicodedata.east_asian_width(character) in "WFA"
