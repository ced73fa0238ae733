"""What is at issue over the meetings (論点): remarks on one matter in one group, each named by its own words.

    for issue in issues_of(records):
        issue.label, issue.remarks  # 「移動販売の採算」, (RemarkPlace(record="3f…", utterance="u12"), …)

Remarks are compared together with their replies, by shared words and by what these mean, and joined bottom up until
no two groups are near enough. How near two are does not hang on what others say but for the rarity of words, so one
more meeting moves few of them: see `scripts/issues.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from minutes_nlp.across.days import day_of
from minutes_nlp.across.exchanges import Exchange, exchanges_of
from minutes_nlp.across.likeness import Matter
from minutes_nlp.across.meanings import Floats, Meanings, learned, of_length_one
from minutes_nlp.across.phrases import Phrase, phrases_in
from minutes_nlp.findings import TermKind
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.vectors import WordVectors, our_vectors
from minutes_nlp.model import Record, Utterance
from minutes_nlp.values import REMARKS

__all__ = ["Issue", "RemarkPlace", "groups_of", "issues_of"]

# Means over the four councils of training: the share of a group's remarks that are of its main field, the share of
# remarks in a group, the adjusted Rand index of the same remarks without the last meeting.
MEANING = 0.3  # share of what words mean beside the words themselves; with 0.5 .88, .74, .87
FIELD = 0.1  # what a shared field adds: without it .89, .75, .92, with it .91, .77, .93, with 0.2 .81, .89, .84
APART = 0.7  # distance from which groups are not joined: with 0.65 .94, .62, .94, with 0.75 .85, .86, .84
TERMS = 5  # characteristic words of an issue
NAME = 1.5  # how much more a programme's name says than other words
SECOND = 0.4  # share of the best phrase's score from which a second one stands in the label
ONCE = 0.5  # how much less a phrase of one remark only says
RARITY = 0.75  # how far rarity counts: with 1 odd words of one speaker lead, with 0.5 words that everybody has
APT = 0.1  # what a phrase is worth of which no word is near what the remarks mean
WORDY = 6  # characters up to which a longer phrase says more: 採算, 移動販売


@dataclass(frozen=True, slots=True, order=True)
class RemarkPlace:
    """Where a remark is found (発言の所在): the id of its record and its own."""

    record: str
    utterance: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A matter that remarks of one or more meetings are about (論点).

    `terms` are its characteristic words, the first the most telling; `representative` is the remark that says best
    what the others say, and one of `remarks`, which are in the order of the meetings.
    """

    label: str
    terms: tuple[str, ...]
    remarks: tuple[RemarkPlace, ...]
    representative: RemarkPlace


@dataclass(frozen=True, slots=True)
class _Remark:
    """A remark with what was said in reply (意見と回答)."""

    place: RemarkPlace
    turn: Utterance
    exchange: Exchange

    @property
    def text(self) -> str:
        return "\n".join((self.turn.text, *(one.text for one in self.exchange.turns if one is not self.turn)))


@dataclass(frozen=True, slots=True)
class _Compared:
    """Remarks compared with each other (比較): how near each two are, and what each means."""

    near: Floats
    wholes: Floats  # a vector each
    vocabulary: Mapping[str, int]  # of senses
    rows: Floats  # of the vocabulary

    def aptness(self, phrase: str, group: Sequence[int]) -> float:
        """How near a phrase is to what the remarks of a group mean in all, 0 to 1 (語の代表性)."""
        places = [
            self.vocabulary[sense] for sense in map(sense_of, Matter.of([phrase]).words) if sense in self.vocabulary
        ]
        if not places:
            return 0.0
        middle, meaning = self.wholes[list(group)].sum(axis=0), self.rows[places].sum(axis=0)
        size = float(np.linalg.norm(middle) * np.linalg.norm(meaning))
        return max(float(middle @ meaning) / size, 0.0) if size else 0.0


def issues_of(records: Sequence[Record]) -> tuple[Issue, ...]:
    """The issues of the meetings, those of most remarks first (論点の整理); remarks that stand alone are in none."""
    remarks = list(_remarks(records))
    if len(remarks) < 2:
        return ()
    compared = _compared([remark.text for remark in remarks], our_vectors())
    near = compared.near + FIELD * _fields(remarks)
    groups = [group for group in groups_of(near) if len(group) > 1]
    naming = _Naming([phrases_in(remark.text) for remark in remarks], compared)
    found = [_issue([remarks[i] for i in group], near[np.ix_(group, group)], naming.of(group)) for group in groups]
    return tuple(sorted(found, key=lambda issue: -len(issue.remarks)))


def groups_of(near: Floats) -> list[list[int]]:
    """The groups of texts that are near each other (まとまり), in the order of their first texts."""
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - 1 s that a parse need not pay

    apart = np.clip(1 - near, 0, None)
    np.fill_diagonal(apart, 0)
    joined = AgglomerativeClustering(
        n_clusters=None, distance_threshold=APART, metric="precomputed", linkage="average"
    ).fit_predict(apart)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(joined):
        groups[int(group)].append(number)
    return list(groups.values())


def _remarks(records: Iterable[Record]) -> Iterator[_Remark]:
    """The remarks of all meetings, in the order of the days."""
    for record in sorted(records, key=lambda record: str(day_of(record) or "")):
        exchanges = exchanges_of(record)
        for turn in record.utterances:
            if turn.kind in REMARKS:
                yield _Remark(RemarkPlace(record.id, turn.id), turn, exchanges[turn.id])


def _compared(texts: Sequence[str], file: WordVectors | None) -> _Compared:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - 1 s that a parse need not pay

    told = [Matter.of([text]).words or ("",) for text in texts]
    senses = [[sense_of(word) for word in text] for text in told]
    weighing = TfidfVectorizer(analyzer=list, lowercase=False, sublinear_tf=True, dtype=np.float32)
    weights = weighing.fit_transform(senses)
    rows = _meanings(told, weighing.vocabulary_, senses, file)
    wholes = of_length_one(np.asarray(weights @ rows))
    near: Floats = MEANING * (wholes @ wholes.T) + (1 - MEANING) * (weights @ weights.T).toarray()
    return _Compared(near, wholes, weighing.vocabulary_, rows)


def _fields(remarks: Sequence[_Remark]) -> Floats:
    """How far each two remarks are of the same policy fields, 0 to 1."""
    ids = sorted({topic.id for remark in remarks for topic in remark.turn.topics})
    rows = np.zeros((len(remarks), max(len(ids), 1)), np.float32)
    for row, remark in zip(rows, remarks, strict=True):
        for topic in remark.turn.topics:
            row[ids.index(topic.id)] = topic.score
    unit = of_length_one(rows)
    same: Floats = unit @ unit.T
    return same


def _meanings(
    told: Iterable[Iterable[str]],
    vocabulary: Mapping[str, int],
    senses: Sequence[Sequence[str]],
    file: WordVectors | None,
) -> Floats:
    if file is None:
        return learned(senses, vocabulary)
    members: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for word in (word for text in told for word in text):
        members[sense_of(word)][word] = None
    order = sorted(vocabulary, key=vocabulary.__getitem__)
    return Meanings.from_vectors(file).of_groups([list(members[sense]) for sense in order])


def _issue(remarks: Sequence[_Remark], near: Floats, named: tuple[str, tuple[str, ...]]) -> Issue:
    label, terms = named
    middle = int(near.sum(axis=1).argmax())
    return Issue(label, terms, tuple(remark.place for remark in remarks), remarks[middle].place)


class _Naming:
    """Names for groups (見出し): phrases that most of a group's remarks have, and few others."""

    def __init__(self, texts: Sequence[tuple[Phrase, ...]], compared: _Compared) -> None:
        self._texts = texts
        self._compared = compared
        self._senses = [frozenset(sense for phrase in text for sense in phrase.senses) for text in texts]
        self._keys = [frozenset(phrase.key for phrase in text) for text in texts]
        self._count = Counter(sense for senses in self._senses for sense in senses)

    def of(self, group: Sequence[int]) -> tuple[str, tuple[str, ...]]:
        """The label of a group and its characteristic phrases."""
        phrases: dict[str, Phrase] = {}
        for phrase in (phrase for number in group for phrase in self._texts[number]):
            phrases.setdefault(phrase.key, phrase)
        scores = {key: self._score(phrase, group) for key, phrase in phrases.items()}
        telling = (key for key, phrase in phrases.items() if not phrase.is_general)
        ranked = _apart(sorted(telling, key=lambda key: (-scores[key], key)))
        terms = tuple(phrases[key].text for key in ranked[:TERMS])
        if not ranked:
            return "その他の意見", ()
        return self._label(ranked, scores, phrases, group), terms

    def _score(self, phrase: Phrase, group: Sequence[int]) -> float:
        """How far a phrase is this group's: its words are in most remarks of it, and rare elsewhere."""
        senses = phrase.senses
        held = sum(sense in self._senses[number] for number in group for sense in senses) / len(senses)
        whole = sum(phrase.key in self._keys[number] for number in group)
        rare = sum(log((1 + len(self._texts)) / self._count[sense]) for sense in senses) / len(senses)
        weight = (NAME if _is_programme(phrase.text) else 1) * (ONCE if whole == 1 else 1)
        apt = APT + self._compared.aptness(phrase.text, group)
        return (held + whole) / len(group) * exp(RARITY * log(rare)) * apt * weight * sqrt(min(len(phrase.text), WORDY))

    def _label(
        self, ranked: Sequence[str], scores: Mapping[str, float], phrases: Mapping[str, Phrase], group: Sequence[int]
    ) -> str:
        """The best phrase, with what it owns or is owned by where the remarks say so, else with the second best."""
        best = ranked[0]
        least = SECOND * scores[best] / (NAME if _is_programme(phrases[best].text) else 1)
        ties: dict[tuple[str, str], float] = {}
        for phrase in (phrase for number in group for phrase in self._texts[number]):
            owner = phrase.owner
            if owner in scores and owner and best in {owner, phrase.key}:
                other = phrases[owner if phrase.key == best else phrase.key]
                if scores[other.key] >= (least / 2 if other.is_general else least):
                    ties[owner, phrase.key] = scores[phrase.key] + scores[owner]
        if ties:
            owner, owned = max(ties, key=lambda tie: (ties[tie], tie))
            return f"{phrases[owner].text}の{phrases[owned].text}"
        second = next((key for key in ranked[1:] if scores[key] >= least), None)
        return phrases[best].text if second is None else f"{phrases[best].text}・{phrases[second].text}"


def _apart(keys: Iterable[str]) -> list[str]:
    """The keys of which none is part of one before, or holds it."""
    found: list[str] = []
    for key in keys:
        if not any(key in one or one in key for one in found):
            found.append(key)
    return found


def _is_programme(text: str) -> bool:
    return any(term.kind is TermKind.PROGRAMME and term.end - term.start == len(text) for term in terms_in(text))
