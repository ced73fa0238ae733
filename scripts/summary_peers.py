#!/usr/bin/env python3
"""TextRank and LexRank of sumy over sentences whose words are given: run by `summaries.py`, in sumy's own environment.

Reads a JSON list of `{"texts": […], "words": [[…], …]}`, writes a list of a score for each text by each method.
"""

from __future__ import annotations

import json
import sys

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer


class Given:
    """A tokenizer that knows the words already."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self.words = words

    def to_words(self, text: str) -> list[str]:
        """The words of a sentence."""
        return self.words[text]


def scores(texts: list[str], words: list[list[str]]) -> dict[str, list[float]]:
    """How each method rates each text."""
    given = Given(dict(zip(texts, words, strict=True)))
    document = ObjectDocumentModel([Paragraph([Sentence(text, given) for text in texts])])
    rated = TextRankSummarizer().rate_sentences(document)
    lex = LexRankSummarizer()
    sets = [lex._to_words_set(sentence) for sentence in document.sentences]  # noqa: SLF001 - it gives no ratings
    counts = lex._compute_tf(sets)  # noqa: SLF001
    matrix = lex._create_matrix(sets, lex.threshold, counts, lex._compute_idf(sets))  # noqa: SLF001
    return {
        "TextRank": [float(rated[sentence]) for sentence in document.sentences],
        "LexRank": [float(score) for score in lex.power_method(matrix, lex.epsilon)],
    }


json.dump([scores(**job) for job in json.load(sys.stdin)], sys.stdout)
