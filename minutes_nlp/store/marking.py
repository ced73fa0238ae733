"""Where the words of a query stand in a passage (強調): exact characters of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from minutes_nlp.store.queries import Phrase
from minutes_nlp.store.tokens import plain, unpacked
from minutes_nlp.text import Span

__all__ = ["merged", "written_out", "written_words"]


def written_words(told: str, places: str, phrases: Iterable[Sequence[str]]) -> Iterator[Span]:
    """Where phrases stand among the words of a passage, which are parted by spaces, in characters of its text."""
    found: list[str] = []
    spans: list[Span] = []
    for phrase in phrases:
        if not phrase or phrase[0] not in told:  # most phrases are in few of the passages of an exchange
            continue
        found, spans = found or told.split(" "), spans or unpacked(places)
        for start in _occurrences(found, phrase):
            yield spans[start][0], spans[start + len(phrase) - 1][1]


def _occurrences(words: Sequence[str], phrase: Sequence[str]) -> Iterator[int]:
    length = len(phrase)
    wanted = list(phrase)
    return (n for n, word in enumerate(words) if word == wanted[0] and words[n : n + length] == wanted)


def written_out(text: str, phrases: Iterable[Phrase]) -> Iterator[Span]:
    """Where phrases stand letter for letter, whatever their width and case, inside longer words too."""
    folded, places = plain(text)
    for phrase in phrases:
        wanted = plain(phrase.text)[0]
        at = folded.find(wanted) if wanted else -1
        while at >= 0:
            yield places[at], places[at + len(wanted) - 1] + 1
            at = folded.find(wanted, at + len(wanted))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch as one."""
    found: list[Span] = []
    for start, stop in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(stop, found[-1][1])
        else:
            found.append((start, stop))
    return tuple(found)
