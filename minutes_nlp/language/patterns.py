"""Token patterns (語の並びの型), read from files in spaCy's own format without spaCy, which takes 0.8 s to import.

The same files serve spaCy's SpanRuler over words of mode A; a test holds that both find the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from operator import or_
from pathlib import Path
from typing import Any

from minutes_nlp.errors import ModelError
from minutes_nlp.findings import TermKind
from minutes_nlp.language.words import Word
from minutes_nlp.resources import resource, text_of
from minutes_nlp.text import Span

__all__ = ["Found", "Patterns", "pattern_files", "patterns", "read_patterns"]

Test = Callable[[Word], bool]
Found = tuple[TermKind, Span]  # the span counts characters of the text that the words came from
FIELDS: dict[str, Callable[[Word], str]] = {
    "TEXT": lambda word: word.surface,
    "TAG": lambda word: word.tag,
    "NORM": lambda word: word.normalised,
    "LEMMA": lambda word: word.dictionary_form,
}
MOST_KNOWN = 50_000  # as in words.py


@dataclass(frozen=True, slots=True)
class Step:
    """One word, or several, of a pattern: the number of its test, and how often it may stand."""

    test: int
    optional: bool  # ? or *
    repeated: bool  # + or *


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of words that shows a term (型); it is looked for from its last word backwards."""

    kind: TermKind
    steps: tuple[Step, ...]
    ends: int  # the tests, as bits, one of which the last word of a match passes
    signs: frozenset[str]  # one of these stands in the text of a match: 審議会, 研究会; "" where none must


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns, and the tests that they share: each is made once for each word that there is."""

    patterns: tuple[Pattern, ...]
    tests: tuple[Test, ...]
    ends: int  # the tests, as bits, one of which the last word of any match passes
    signs: re.Pattern[str]  # what stands in every text in which a pattern fits
    known: dict[tuple[str, tuple[str, ...]], int]  # the tests that a word passes, as bits

    def find(self, words: Sequence[Word]) -> Iterator[Found]:
        """For each pattern and each word that can end it, the longest run of words without a gap that fits."""
        passed = [self._passed(word) for word in words]
        joined = [False, *(before.stop == after.start for before, after in pairwise(words))]
        for last, bits in enumerate(passed):
            for pattern in self.patterns if bits & self.ends else ():
                if bits & pattern.ends and (first := _first(pattern.steps, passed, joined, last)) is not None:
                    yield pattern.kind, (words[first].start, words[last].stop)

    def _passed(self, word: Word) -> int:
        key = (word.surface, word.pos)
        bits = self.known.get(key)
        if bits is None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            bits = self.known[key] = sum(1 << number for number, test in enumerate(self.tests) if test(word))
        return bits


def _first(steps: Sequence[Step], passed: Sequence[int], joined: Sequence[bool], last: int) -> int | None:
    """Where the longest match that ends with the word `last` begins."""
    edges = {last + 1}  # where what is matched so far may begin
    for step in reversed(steps):
        reached = set(edges) if step.optional else set()
        for edge in edges:
            at = edge - 1
            while at >= 0 and passed[at] >> step.test & 1 and (at == last or joined[at + 1]):
                reached.add(at)
                at = at - 1 if step.repeated else -1
        edges = reached
    first = min(edges, default=last + 1)
    return first if first <= last else None


# --- reading ------------------------------------------------------------------------------------------------------


def pattern_files() -> tuple[Path, ...]:
    """The package's own pattern files: one pattern of spaCy's SpanRuler a line."""
    return tuple(sorted(resource("models", "patterns").glob("*.jsonl")))


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """The patterns of the package's own files."""
    return read_patterns(pattern_files())


def read_patterns(paths: Iterable[Path]) -> Patterns:
    """The patterns of such files; ModelError where a line says what we cannot follow."""
    tests: dict[str, Test] = {}
    found = [
        _pattern(line, f"{path.name} {number}行", tests)
        for path in paths
        for number, line in enumerate(text_of(path, "bad-pattern").splitlines(), 1)
        if line.strip()
    ]
    ends = reduce(or_, (pattern.ends for pattern in found), 0)
    signs = re.compile("|".join(sorted({sign for pattern in found for sign in pattern.signs}, reverse=True)))
    return Patterns(tuple(found), tuple(tests.values()), ends, signs, {})


def _pattern(line: str, where: str, tests: dict[str, Test]) -> Pattern:
    try:
        data = json.loads(line)
        kind = TermKind(data["label"])
        steps = tuple(_step(dict(token), tests) for token in data["pattern"])
        signs = _signs(data["pattern"])
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        remedy = f"spaCyのトークンパターンで、{'・'.join(FIELDS)} と IN・NOT_IN・REGEX、OP は ?・+・* を使ってください"
        raise ModelError("bad-pattern", f"型として読めません(詳細: {error})", remedy=remedy, where=where) from error
    return Pattern(kind, steps, sum({1 << step.test for step in _last_steps(steps)}), signs)


def _last_steps(steps: Sequence[Step]) -> Iterator[Step]:
    for step in reversed(steps):
        yield step
        if not step.optional:
            return


def _signs(tokens: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The texts, one of which a match must hold: the last words in a row of which the pattern gives all texts."""
    signs: list[str] = [""]
    for token in reversed(tokens):
        texts = token.get("TEXT")
        given = [texts] if isinstance(texts, str) else (texts or {}).get("IN")
        if given and "OP" not in token:
            signs = [text + sign for text in given for sign in signs]
        elif signs != [""]:
            break
    return frozenset(map(re.escape, signs))


def _step(token: dict[str, Any], tests: dict[str, Test]) -> Step:
    how_often = token.pop("OP", "")
    if how_often not in {"", "?", "+", "*"}:
        raise ValueError(f"OP {how_often}")
    name = json.dumps(token, sort_keys=True)
    tests.setdefault(name, _test(token))
    return Step(list(tests).index(name), how_often in {"?", "*"}, how_often in {"+", "*"})


def _test(token: dict[str, Any]) -> Test:
    """Whether a word is what all attributes of a token say."""
    parts = [(FIELDS[field], _predicate(wanted)) for field, wanted in token.items()]
    return lambda word: all(holds(value(word)) for value, holds in parts)


def _predicate(wanted: Any) -> Callable[[str], bool]:
    if isinstance(wanted, str):
        return lambda value: value == wanted
    predicates = [PREDICATES[name](operand) for name, operand in wanted.items()]
    return lambda value: all(holds(value) for holds in predicates)


def _matches(pattern: str) -> Callable[[str], bool]:
    found = re.compile(pattern).search
    return lambda value: found(value) is not None


def _is_none_of(barred: Sequence[str]) -> Callable[[str], bool]:
    return lambda value: value not in barred


PREDICATES: dict[str, Callable[[Any], Callable[[str], bool]]] = {
    "REGEX": _matches,
    "IN": lambda values: frozenset(values).__contains__,
    "NOT_IN": _is_none_of,
}
