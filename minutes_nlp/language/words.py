"""Sudachi's morphemes as plain words with exact offsets (形態素).

A tokenizer must not be shared between threads, so each thread has its own; the dictionary is memory-mapped once. Input
goes in by sentence: a line feed splits a word, long input is slow, and Sudachi takes 49,149 bytes at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from threading import local
from typing import Any, NamedTuple

from minutes_nlp.language.policy import open_policy_dictionary, open_system_dictionary, tokenizer_of
from minutes_nlp.language.sentences import sentences
from minutes_nlp.text import Span

__all__ = ["Mode", "PartsOfSpeech", "Word", "long_and_short", "normalised", "system_dictionary", "words"]

LONGEST = 2_000  # characters in one piece: they stay under 8,000 bytes, and under 24,000 when normalised (㌔ is キロ)
MOST_KNOWN = 50_000  # words remembered, about 20 MB; our corpora hold 12,000 different ones


class Mode(StrEnum):
    """How long a word is (分割単位): C alone knows the names of models/terms.csv, A and B are the system's."""

    A = "A"  # shortest: 地域 おこし 協力 隊
    B = "B"  # middle
    C = "C"  # names whole: 地域おこし協力隊


class Word(NamedTuple):
    """A morpheme (形態素): its characters `start` to `stop` of the text, and what the dictionary tells of it."""

    surface: str
    start: int
    stop: int
    pos: tuple[str, ...]  # Sudachi's six: 名詞 普通名詞 一般 * * *
    normalised: str  # 空家 is 空き家
    dictionary_form: str  # 行っ is 行う
    reading: str  # in katakana

    @property
    def tag(self) -> str:
        """The part of speech as one string, as spaCy's Japanese has it: 名詞-普通名詞-一般."""
        return "-".join(part for part in self.pos[:4] if part != "*")


PartsOfSpeech = Callable[[tuple[str, ...]], bool]  # whether it takes Sudachi's six
_Known = tuple[tuple[str, ...], str, str, str] | tuple[()]  # the last four fields of a word; () of white space
_Parts = tuple[tuple[str, int, int, _Known], ...]  # of a longer word: each with its characters in it; () of a short one
_tokenizers = local()
_known: dict[tuple[int, str], _Known] = {}
_parts: dict[tuple[int, str], _Parts] = {}


def words(text: str, mode: Mode = Mode.B) -> list[Word]:
    """The words of a text in order; white space between them is left out."""
    tokenize = _tokenizer(mode).tokenize
    found: list[Word] = []
    for start, stop in _pieces(text):
        for morpheme in tokenize(text[start:stop]):
            surface = morpheme.surface()
            known = _known.get((morpheme.word_id(), surface))
            if known is None:
                known = _learnt(morpheme, surface)
            if known:
                found.append(Word(surface, start + morpheme.begin(), start + morpheme.end(), *known))
    return found


def normalised(text: str, kept: PartsOfSpeech, mode: Mode = Mode.B) -> list[str]:
    """The words of a text that are of some parts of speech, as the dictionary spells them: half the cost of `words`."""
    tokenize, is_kept = _tokenizer(mode).tokenize, _matcher(kept, mode)
    return [
        morpheme.normalized_form()
        for start, stop in _pieces(text)
        for morpheme in tokenize(text[start:stop])
        if is_kept(morpheme) and len(morpheme)  # ⑴ leaves morphemes of no width
    ]


def long_and_short(text: str) -> tuple[list[Word], list[Word]]:
    """The longest words that the system's dictionary has, and the shortest (`Mode.A`), in one look at the text."""
    tokenize = _system_tokenizer().tokenize
    long: list[Word] = []
    short: list[Word] = []
    for start, stop in _pieces(text):
        for morpheme in tokenize(text[start:stop]):
            surface, begin = morpheme.surface(), start + morpheme.begin()
            key = morpheme.word_id(), surface
            known = _known.get(key)
            if known is None:
                known = _learnt(morpheme, surface)
            if not known:
                continue
            parts = _parts.get(key)
            if parts is None:
                parts = _parted(morpheme, surface)
            word = Word(surface, begin, start + morpheme.end(), *known)
            long.append(word)
            short += [Word(part, begin + at, begin + to, *entry) for part, at, to, entry in parts] or [word]
    return long, short


def system_dictionary() -> Any:
    """Sudachi's dictionary without our names, to look a word up alone."""
    return _dictionary(policy=False)


def _pieces(text: str) -> Iterator[Span]:
    for first, stop in sentences(text):
        start = first
        while stop - start > LONGEST:
            end = text.rfind("、", start, start + LONGEST) + 1 or start + LONGEST
            yield start, end
            start = end
        yield start, stop


def _learnt(morpheme: Any, surface: str) -> _Known:
    """What the dictionary tells of a word, kept: asking Sudachi again for each of its places takes a tenth longer."""
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    known: _Known = ()
    if surface and not surface.isspace():  # … and ⑴ leave morphemes of no width
        forms = (morpheme.normalized_form(), morpheme.dictionary_form(), morpheme.reading_form())
        known = (tuple(morpheme.part_of_speech()), *forms)
    _known[morpheme.word_id(), surface] = known
    return known


def _parted(morpheme: Any, surface: str) -> _Parts:
    """The shortest words of a longer one, kept likewise."""
    if len(_parts) >= MOST_KNOWN:
        _parts.clear()
    begin = morpheme.begin()
    told = ((part, _learnt(part, part.surface())) for part in morpheme.split("A"))
    parts = tuple((part.surface(), part.begin() - begin, part.end() - begin, entry) for part, entry in told if entry)
    _parts[morpheme.word_id(), surface] = parts
    return parts


def _system_tokenizer() -> Any:
    if not hasattr(_tokenizers, "system"):
        _tokenizers.system = tokenizer_of(_dictionary(policy=False), Mode.C)
    return _tokenizers.system


def _tokenizer(mode: Mode) -> Any:
    if not hasattr(_tokenizers, mode):
        setattr(_tokenizers, mode, tokenizer_of(_dictionary(policy=mode is Mode.C), mode))
    return getattr(_tokenizers, mode)


@lru_cache(maxsize=8)
def _matcher(kept: PartsOfSpeech, mode: Mode) -> Any:
    return _dictionary(policy=mode is Mode.C).pos_matcher(kept)


@lru_cache(maxsize=2)
def _dictionary(*, policy: bool) -> Any:
    return open_policy_dictionary() if policy else open_system_dictionary()
