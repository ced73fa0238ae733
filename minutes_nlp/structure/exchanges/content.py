"""What two turns are about, where order tells nothing (内容だけの近さ): what is written, and word vectors if any.

Pairs of characters catch what is written alike, single kanji what has one in common (店 and 商店), Sudachi's words and
their synonyms what is inflected, spelt or said otherwise. Each mark weighs by how rare it is, in the document and in
our corpora. Vectors come from an optional file; nothing needs them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from math import log, sqrt

from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.usual import Usual, usual
from minutes_nlp.language.words import Mode, normalised
from minutes_nlp.structure.exchanges.likeness import terms_of
from minutes_nlp.structure.exchanges.points import puts_several, takes_up_parts

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
MEANING = 0.2  # weight of the vectors beside all that is written; 0.15 to 0.4 gave .893 to .900 on four councils
TAKEN_UP = 0.3  # of a reply's words that the question has something near to; with 0 10 replies fewer in notations/
PARTED = 0.1  # what it adds that a reply in parts meets a question of several points; 17 of 17 did, by chance 5.5 would
VIEWS = ("pairs", "senses", "kanji")
CORPUS = 0.5  # weight of a turn of our corpora beside one of the document; 0.2 and 1 gave the same matches

Counts = Mapping[str, Usual]


class Content:
    """How alike the contents of a document's turns are (内容の近さ), by their place in it; about 0 to 1."""

    def __init__(
        self, texts: Sequence[str], *, views: Sequence[str] = VIEWS, vectors: bool = True, known: Counts | None = None
    ) -> None:
        """By some `views`, with `vectors` if there are any, with `known` counts instead of our own."""
        self._texts, self._names, self._known = texts, views, known
        self._vectors = vectors

    def __call__(self, one: int, other: int) -> float:
        """The likeness of the texts at two places."""
        written = sum(view(one, other) for view in self._views) / len(self._views)
        return written + MEANING * self._meanings(one, other) if self._meanings else written

    def answers(self, reply: int, question: int) -> float:
        """How well a reply answers a question: their likeness, what it takes up, and several points one by one."""
        parted = PARTED if reply in self._in_parts and question in self._several else 0.0
        taken_up = TAKEN_UP * self._taken_up(reply, question) if self._taken_up else 0.0
        return self(reply, question) + taken_up + parted

    @cached_property
    def _in_parts(self) -> set[int]:
        return {i for i, text in enumerate(self._texts) if takes_up_parts(text)}

    @cached_property
    def _several(self) -> set[int]:
        return {i for i, text in enumerate(self._texts) if puts_several(text)}

    @cached_property
    def _words(self) -> list[list[str]]:
        return [_words(text) for text in self._texts]

    @cached_property
    def _views(self) -> list[_Shared]:
        """What the texts share in each view; nothing is computed before the first question."""
        counts = usual() if self._known is None else self._known
        pairs = list(zip(self._texts, self._words, strict=True))
        return [_Shared([marks(name, *pair) for pair in pairs], counts[name]) for name in self._names]

    @cached_property
    def _taken_up(self) -> Callable[[int, int], float] | None:
        if not self._vectors:
            return None
        from minutes_nlp.language.nearness import taken_up_of  # noqa: PLC0415 - as in `_meanings`

        return taken_up_of(self._words)

    @cached_property
    def _meanings(self) -> Callable[[int, int], float] | None:
        if not self._vectors:
            return None
        from minutes_nlp.language.nearness import nearness_of  # noqa: PLC0415 - numpy, and only where it is needed

        return nearness_of(self._words)


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


def marks(view: str, text: str, words: Sequence[str]) -> AbstractSet[str]:
    """The marks of a text in one view; `words` are its content words."""
    if view == "senses":
        return {sense_of(word) for word in words}
    return terms_of(text) if view == "pairs" else set(KANJI.findall(text))


def views_of(text: str) -> dict[str, AbstractSet[str]]:
    """The marks of a text in all views."""
    words = _words(text)
    return {view: marks(view, text, words) for view in VIEWS}


def _words(text: str) -> list[str]:
    """The content words of a text, normalised; names of programmes as a whole besides gave fewer matches."""
    return [word for word in normalised(text, _tells, Mode.A) if word not in EMPTY]


def _tells(pos: tuple[str, ...]) -> bool:
    return pos[0] in KEPT and pos[1] not in LEFT_OUT
