"""Sudachi's morphemes as plain words with exact offsets (形態素).

A tokenizer must not be shared between threads, so each thread has its own; the dictionary is memory-mapped once. Input
is cut at sentence ends and line feeds: a line feed splits a word, and Sudachi takes 49,149 bytes at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any

__all__ = ["Word", "words"]

# 次なる一歩は何か。
SENTENCE = re.compile(r"[^。！？\r\n]{1,2000}[。！？]?")  # 2,000 characters stay under 8,000 bytes


@dataclass(frozen=True, slots=True)
class Word:
    """A morpheme (形態素): its characters `start` to `stop` of the text, and Sudachi's first two parts of speech."""

    surface: str
    start: int
    stop: int
    pos: tuple[str, str]


_tokenizers = local()


def words(text: str) -> list[Word]:
    """The words of a text in Sudachi's middle-sized units (mode B), in order; white space between them is left out."""
    return [word for match in SENTENCE.finditer(text) for word in _of_sentence(match.group(), match.start())]


def _of_sentence(sentence: str, start: int) -> list[Word]:
    return [
        Word(morpheme.surface(), start + morpheme.begin(), start + morpheme.end(), tuple(morpheme.part_of_speech()[:2]))
        for morpheme in _tokenizer().tokenize(sentence)
        if morpheme.begin() < morpheme.end() and not morpheme.surface().isspace()
    ]


def _tokenizer() -> Any:
    if not hasattr(_tokenizers, "sudachi"):
        from sudachipy import SplitMode  # noqa: PLC0415 - 75 ms that files without doubt need not pay

        _tokenizers.sudachi = _dictionary().tokenizer(SplitMode.B)
    return _tokenizers.sudachi


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from sudachipy import Dictionary  # noqa: PLC0415

    return Dictionary(dict="core")
