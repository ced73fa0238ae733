"""A page about a grant and its parts (交付金の内訳の頁): which text with its budget tells of which numbered name.

A dump gives the boxes of such a page in any order: four texts that each end in a budget line, and somewhere the names
① … ④. The words of the names say which is whose; no place does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations

from minutes_nlp.analysis.measures.naming import Form, Name, is_budget_line, name_of
from minutes_nlp.document import Paragraph
from minutes_nlp.language import words

__all__ = ["Share", "shares_of"]

FEWEST, MOST = 2, 6  # parts of a grant; all orders of six texts are 720
RINGED = {sign: number for number, sign in enumerate("①②③④⑤⑥", 1)}

Share = tuple[int, Name, tuple[int, ...]]  # the paragraph of the name, the name, and the paragraphs that tell of it


def shares_of(paragraphs: Sequence[Paragraph], page: Sequence[int], title: int) -> tuple[Share, ...]:
    """The parts of what the title of a page names, each with its text; none where the page does not plainly say so."""
    names = _names(paragraphs, page)
    texts = _texts(paragraphs, [i for i in page if i not in names and i != title], title)
    if not (FEWEST <= len(names) <= MOST and len(texts) == len(names)):
        return ()
    told = ["".join(paragraphs[i].text.string for i in text) for text in texts]
    kept = {i: _own_words(i, names) for i in names}
    likes = {
        (i, k): sum(weight for word, weight in kept[i].items() if word in told[k]) for i in names for k in _count(texts)
    }
    order = max(permutations(_count(texts)), key=lambda ks: sum(likes[i, k] for i, k in zip(names, ks, strict=True)))
    if not all(likes[i, k] for i, k in zip(names, order, strict=True)):
        return ()
    return tuple((i, names[i], _from_first(paragraphs, texts[k], kept[i])) for i, k in zip(names, order, strict=True))


def _from_first(paragraphs: Sequence[Paragraph], text: tuple[int, ...], own: dict[str, float]) -> tuple[int, ...]:
    """A text from the first row that has a word of its name; what stands above tells of the whole grant."""
    first = next(k for k, i in enumerate(text) if any(word in paragraphs[i].text.string for word in own))
    return text[first:]


def _count(texts: Sequence[object]) -> range:
    return range(len(texts))


def _names(paragraphs: Sequence[Paragraph], page: Sequence[int]) -> dict[int, Name]:
    """The names under ① ② … of a page, where each number stands once and none is missing."""
    found: dict[int, Name] = {}
    numbers: list[int] = []
    for i in page:
        marker = paragraphs[i].marker
        sign = marker.string.strip() if marker else ""
        name = name_of(paragraphs[i].text) if sign in RINGED else None
        if name and name.form is Form.THING and not name.rest.string.strip():
            found[i] = name
            numbers.append(RINGED[sign])
    return found if sorted(numbers) == list(range(1, len(numbers) + 1)) else {}


def _texts(paragraphs: Sequence[Paragraph], rows: Sequence[int], title: int) -> list[tuple[int, ...]]:
    """The rows of a page cut behind each budget line that does not stand right below the title."""
    texts: list[tuple[int, ...]] = []
    text: list[int] = []
    for i in rows:
        is_budget = is_budget_line(paragraphs[i].text.string)
        if is_budget and i == title + 1:
            text = []
            continue
        text.append(i)
        if is_budget:
            texts.append(tuple(text))
            text = []
    return texts


def _own_words(i: int, names: dict[int, Name]) -> dict[str, float]:
    """The words of a name, those that all names have weighing nothing."""
    nouns = {
        k: {word.surface for word in words(name.text.string) if word.pos[0] == "名詞"} for k, name in names.items()
    }
    counts = Counter(word for found in nouns.values() for word in found)
    return {word: 1 / counts[word] for word in nouns[i] if counts[word] < len(names) and len(word) > 1}
