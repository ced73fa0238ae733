"""What is said in a text (言語): words, sentences, names, figures, promises; the one place that knows Sudachi."""

from __future__ import annotations

from minutes_nlp.language.words import Word, words

__all__ = ["Word", "words"]
