"""What two turns are about, where order tells nothing (内容だけの近さ): what is written, and word vectors if any.

Pairs of characters catch what is written alike, single kanji what has one in common (店 and 商店), Sudachi's words what
is inflected or spelt otherwise; names of programmes count as words. Vectors come from an optional file; nothing needs
them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from math import log, sqrt

from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.words import Mode, words
from minutes_nlp.structure.likeness import terms_of

__all__ = ["Content"]

KANJI = re.compile(r"[一-龠]")
KEPT = {"名詞", "動詞", "形容詞", "形状詞"}  # Sudachi's parts of speech that carry content
LEFT_OUT = {"数詞", "非自立可能"}
# words of every remark and reply, normalised; they tell no topic
EMPTY = {
    *(
        "為る",
        "有る",
        "居る",
        "成る",
        "言う",
        "思う",
        "事",
        "物",
        "為",
        "無い",
        "出来る",
        "於く",
        "依る",
        "対する",
        "就く",
    ),
    *("委員", "意見", "検討", "考える", "行う", "様", "御", "等", "今後", "必要"),
}
MEANING = 0.3  # weight of the vectors beside all that is written; 0.2 to 0.6 gave 0.878 to 0.900 on four councils


class Content:
    """How alike the contents of a document's turns are (内容の近さ), by their place in it; about 0 to 1."""

    def __init__(self, texts: Sequence[str], *, vectors: bool = True) -> None:
        found = [_words(text) for text in texts]
        views = ([terms_of(t) for t in texts], [set(w) for w in found], [set(KANJI.findall(t)) for t in texts])
        self._views = [_Shared(view) for view in views]
        self._meanings = None
        if vectors:
            from minutes_nlp.language.nearness import nearness_of  # noqa: PLC0415 - numpy, and only where it is needed

            self._meanings = nearness_of(found)

    def __call__(self, one: int, other: int) -> float:
        """The likeness of the texts at two places."""
        written = sum(view(one, other) for view in self._views) / len(self._views)
        return written + MEANING * self._meanings(one, other) if self._meanings else written


class _Shared:
    """The share of marks that two texts have in common, each by the square of how rare it is among all texts."""

    def __init__(self, texts: Sequence[AbstractSet[str]]) -> None:
        count = Counter(mark for text in texts for mark in text)
        self._texts = texts
        self._weights = {mark: log(1 + len(texts) / number) ** 2 for mark, number in count.items()}
        self._sums = [self._sum(text) for text in texts]

    def __call__(self, one: int, other: int) -> float:
        both = self._sum(self._texts[one] & self._texts[other])
        return both / sqrt(self._sums[one] * self._sums[other] or 1.0)

    def _sum(self, marks: AbstractSet[str]) -> float:
        return sum(self._weights[mark] for mark in marks)


def _words(text: str) -> list[str]:
    """The content words of a text, normalised, and the full names of its programmes and laws."""
    found = [
        word.normalised
        for word in words(text, Mode.A)
        if word.pos[0] in KEPT and word.pos[1] not in LEFT_OUT and word.normalised not in EMPTY
    ]
    return found + [mention.name for mention in terms_in(text)]
