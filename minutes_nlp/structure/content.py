"""What two turns are about, where order tells nothing (内容だけの近さ): what is written, and word vectors if any.

Pairs of characters catch what is written alike, single kanji what has one in common (店 and 商店), Sudachi's words and
their synonyms what is inflected, spelt or said otherwise; names of programmes count as words. Each mark weighs by how
rare it is, in the document and in our corpora. Vectors come from an optional file; nothing needs them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log, sqrt

from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.usual import Usual, usual
from minutes_nlp.language.words import Mode, words
from minutes_nlp.structure.likeness import terms_of

__all__ = ["Content", "views_of"]

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
MEANING = 0.25  # weight of the vectors beside all that is written; 0.15 to 0.4 gave .893 to .900 on four councils
CORPUS = 0.5  # weight of a turn of our corpora beside one of the document; 0.2 and 1 gave the same matches


class Content:
    """How alike the contents of a document's turns are (内容の近さ), by their place in it; about 0 to 1."""

    def __init__(
        self, texts: Sequence[str], *, vectors: bool = True, known: Mapping[str, Usual] | None = None
    ) -> None:
        """With `known` counts instead of our own; without `vectors` by what is written alone."""
        found = [_words(text) for text in texts]
        counts = usual() if known is None else known
        views = [views_of(text, words) for text, words in zip(texts, found, strict=True)]
        self._views = [_Shared([view[name] for view in views], counts[name]) for name in counts]
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

    def __init__(self, texts: Sequence[AbstractSet[str]], known: Usual) -> None:
        own = Counter(mark for text in texts for mark in text)
        total = len(texts) + CORPUS * known.texts
        self._texts = texts
        self._weights = {
            mark: log(1 + total / (number + CORPUS * known.counts.get(mark, 0))) ** 2 for mark, number in own.items()
        }
        self._sums = [self._sum(text) for text in texts]

    def __call__(self, one: int, other: int) -> float:
        both = self._sum(self._texts[one] & self._texts[other])
        return both / sqrt(self._sums[one] * self._sums[other] or 1.0)

    def _sum(self, marks: AbstractSet[str]) -> float:
        return sum(self._weights[mark] for mark in marks)


def views_of(text: str, words: Sequence[str] | None = None) -> dict[str, AbstractSet[str]]:
    """The marks of a text in each way to look at it: pairs of characters, senses of words, single kanji."""
    senses = {sense_of(word) for word in (_words(text) if words is None else words)}
    return {"pairs": terms_of(text), "senses": senses, "kanji": set(KANJI.findall(text))}


def _words(text: str) -> list[str]:
    """The content words of a text, normalised, and the full names of its programmes and laws."""
    found = [
        word.normalised
        for word in words(text, Mode.A)
        if word.pos[0] in KEPT and word.pos[1] not in LEFT_OUT and word.normalised not in EMPTY
    ]
    return found + [mention.name for mention in terms_in(text)]
