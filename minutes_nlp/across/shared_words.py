"""The words that two passages share (共通の語), as runs of words, each with its place on both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from minutes_nlp.across.likeness import Likeness
from minutes_nlp.across.related import telling
from minutes_nlp.findings import Spans
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.words import Word
from minutes_nlp.model import Record
from minutes_nlp.places import text_of
from minutes_nlp.text import Text

__all__ = ["Passage", "SharedWord", "shared_words"]

MOST = 5  # shared words that are told; a reader of a table takes in no more
NEAR = 0.5  # how near words that are not the same must be to be told: 大学 and 学生 are .55, 私立 and 大学 .52
FEW = 3  # shared words up to which near ones are told too
# words of any minutes and any budget, which show nothing: 旨事務局より回答, 令和６年度
EVERYWHERE = frozenset(
    {"事務局", "回答", "説明", "検討", "実施", "対応", "理由", "令和", "平成", "年度", "委員", "程度"}
)
LIGHT = 1.0  # weight of a word that a third of all texts has


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word or name on both sides (共通の語): `word` as the first passage prints it, `other` as the second does.

    They are the same word, synonyms, or of near meaning. The spans of each are of its own document.
    """

    word: str
    other: str
    spans: Spans
    other_spans: Spans


@dataclass(frozen=True, eq=False)
class Passage:
    """A text of a record (箇所), with its spans."""

    record: Record
    text: str
    spans: Spans

    def part(self, start: int, stop: int) -> Spans:
        """The source spans of some of its characters."""
        return self._printed[start:stop].spans

    @cached_property
    def _printed(self) -> Text:
        return text_of(self.text, self.spans, self.record.source_text, self.record.folds)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand beside each other in both (一致): passage, first and last word of each side."""

    ours: tuple[int, int, int]
    theirs: tuple[int, int, int]
    senses: frozenset[str]
    weight: float


def shared_words(ours: Sequence[Passage], theirs: Sequence[Passage], likeness: Likeness) -> tuple[SharedWord, ...]:
    """What two sides share, the weightiest first; where that is little, the nearest words too."""
    left, right = ([_told(one.text) for one in side] for side in (ours, theirs))
    runs = list(_apart(sorted(_runs(left, right, likeness), key=lambda run: -run.weight)))[:MOST]
    if len(runs) < FEW:
        taken = frozenset[str]().union(*(run.senses for run in runs))
        runs += list(_near(left, right, likeness, taken))[: FEW - len(runs)]
    return tuple(_shared(run, (ours, left), (theirs, right)) for run in runs)


@lru_cache(maxsize=5_000)  # turns and measures of some meetings
def _told(text: str) -> tuple[tuple[Word, str], ...]:
    return tuple((word, sense_of(word.normalised)) for word in telling(text))


_Told = Sequence[tuple[tuple[Word, str], ...]]


def _runs(left: _Told, right: _Told, likeness: Likeness) -> Iterator[_Run]:
    """The longest runs of the same words."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for passage, told in enumerate(right):
        for place, (_, sense) in enumerate(told):
            places[sense].append((passage, place))
    for passage, told in enumerate(left):
        for first, (_, sense) in enumerate(told):
            if found := places.get(sense):
                lengths = [(_length(told, first, right[other], place), -other, -place) for other, place in found]
                length, other, place = max(lengths)
                if not any(_is_telling(word) for word, _ in told[first : first + length]):
                    continue
                senses = frozenset(sense for _, sense in told[first : first + length])
                weight = sum(_weight(sense, likeness) for sense in senses)
                if weight > LIGHT:
                    yield _Run((passage, first, first + length), (-other, -place, -place + length), senses, weight)


def _is_telling(word: Word) -> bool:
    """Whether a word says something by itself: シニア, but not 過去, 外, 打つ."""
    return (
        word.pos[0] == "名詞" and word.pos[2] != "副詞可能" and len(word.surface) > 1 and word.surface not in EVERYWHERE
    )


def _length(ours: Sequence[tuple[Word, str]], first: int, theirs: Sequence[tuple[Word, str]], place: int) -> int:
    """How many words from two places on are the same, each directly behind the one before."""
    length = 1
    for (word, sense), (other, same) in zip(ours[first + 1 :], theirs[place + 1 :], strict=False):
        before, other_before = ours[first + length - 1][0], theirs[place + length - 1][0]
        if sense != same or word.start != before.stop or other.start != other_before.stop:
            break
        length += 1
    return length


def _apart(runs: Iterable[_Run]) -> Iterator[_Run]:
    """The runs that are no part of one told already."""
    told: list[_Run] = []
    for run in runs:
        passage, first, stop = run.ours
        overlaps = (one.ours[0] == passage and first < one.ours[2] and one.ours[1] < stop for one in told)
        if not any(overlaps) and not any(run.senses <= one.senses for one in told):
            told.append(run)
            yield run


def _near(left: _Told, right: _Told, likeness: Likeness, taken: frozenset[str]) -> Iterator[_Run]:
    """Words of near meaning, the nearest and rarest first."""
    ours, theirs = _places(left), _places(right)
    mine, yours = (
        [sense for sense in side if sense in likeness.vocabulary and sense not in taken] for side in (ours, theirs)
    )
    if not mine or not yours:
        return
    rows, columns = (likeness.vectors[[likeness.vocabulary[sense] for sense in side]] for side in (mine, yours))
    near = rows @ columns.T
    found = [
        (float(near[i].max()) * _weight(sense, likeness), sense, yours[int(near[i].argmax())])
        for i, sense in enumerate(mine)
        if near[i].max() >= NEAR and _weight(sense, likeness) > LIGHT
    ]
    for weight, sense, other in sorted(found, reverse=True):
        yield _Run(ours[sense], theirs[other], frozenset((sense,)), weight)


def _places(told: _Told) -> Mapping[str, tuple[int, int, int]]:
    """Where each sense stands first."""
    places: dict[str, tuple[int, int, int]] = {}
    for passage, found in enumerate(told):
        for place, (word, sense) in enumerate(found):
            if _is_telling(word):
                places.setdefault(sense, (passage, place, place + 1))
    return places


def _weight(sense: str, likeness: Likeness) -> float:
    number = likeness.vocabulary.get(sense)
    return 0.0 if number is None else float(likeness.weights[number])


def _shared(run: _Run, ours: tuple[Sequence[Passage], _Told], theirs: tuple[Sequence[Passage], _Told]) -> SharedWord:
    (word, spans), (other, other_spans) = (
        _printed(place, *side) for place, side in ((run.ours, ours), (run.theirs, theirs))
    )
    return SharedWord(word, other, spans, other_spans)


def _printed(place: tuple[int, int, int], passages: Sequence[Passage], told: _Told) -> tuple[str, Spans]:
    passage, first, stop = place
    start, end = told[passage][first][0].start, told[passage][stop - 1][0].stop
    return passages[passage].text[start:end], passages[passage].part(start, end)
