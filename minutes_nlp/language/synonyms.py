"""Words that mean the same (同義語), from the list that comes with Sudachi's dictionary: 自治体 and 地方公共団体."""

from __future__ import annotations

from functools import lru_cache
from threading import local
from typing import Any

from minutes_nlp.language.policy import open_system_dictionary, tokenizer_of

__all__ = ["sense_of"]

_tokenizers = local()  # as in words.py


@lru_cache(maxsize=50_000)  # as many words as words.py remembers
def sense_of(word: str) -> str:
    """What a normalised word shares with its synonyms, #21338 for 起業 and 創業; the word itself where it has none."""
    found = list(_tokenizer().tokenize(word))
    groups = found[0].synonym_group_ids() if len(found) == 1 else []
    return f"#{min(groups)}" if groups else word


def _tokenizer() -> Any:
    if not hasattr(_tokenizers, "long"):
        _tokenizers.long = tokenizer_of(open_system_dictionary(), "C")
    return _tokenizers.long
