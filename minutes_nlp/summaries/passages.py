"""Passages (要約の候補): the sentences of the turns, shortened, and their parts, with what speaks for printing them.

What speaks for a word of a passage is weighed by `models/summaries.json`, learned by `scripts/summaries.py` from
reference summaries: how central the passage is, who says it, what it does and promises, and how the word is used.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from minutes_nlp.across.related import EMPTY, TELLING
from minutes_nlp.findings import Spans
from minutes_nlp.language.figures import figures_in
from minutes_nlp.language.sentences import sentences
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.model import Record, Speaker, Utterance, UtteranceKind
from minutes_nlp.places import text_of
from minutes_nlp.resources import resource, table
from minutes_nlp.summaries.clauses import parts_of
from minutes_nlp.summaries.shortening import shortened
from minutes_nlp.text import Text
from minutes_nlp.values import REMARKS, WANTS

__all__ = ["Key", "Passage", "Turn", "meet", "needs_more", "passages_of", "turns_of", "weighed", "word_traits"]

Key = tuple[str, str]  # the ids of a record and of an utterance
Traits = dict[str, float]

PERSONAL = re.compile(r"私|僕|うち[のはで]|わし|自分")
CHATTY = re.compile(r"[ねよわ]。?$")
OWN_TOPIC = re.compile(r"^[^、。]{2,24}(?:は|が|も)")
POINTS = re.compile(r"その|この|それ|これ|そう|こう")
PAST = re.compile(r"[たっ]た。$|[いきしちりえけせてねめれげべ]た。$")
# "町長の山田でございます。", "クロサカです", "山本と申します。"
NAMES_ITSELF = re.compile(
    r"(?P<who>.+?)(?:で(?:す|ある|ございます|あります)|(?P<called>と(?:申|もう)し(?:ます|上げます)|と申す))。?$"
)
PERSON = "人名"  # Sudachi's third part of speech of a person's name
DENIES = re.compile(r"ない|ず|ません")


@dataclass(frozen=True, slots=True)
class Turn:
    """An utterance in its exchange (発言と質疑): `exchange` is the turn that it answers, or itself."""

    record: Record
    utterance: Utterance
    exchange: Key
    place: float  # how far into the meeting, from 0 to 1
    answers: int  # replies that it got
    company: tuple[Utterance, ...]  # all turns of the exchange
    terms: Spans

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.record.id, self.utterance.id


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a part of one, that a summary may print (候補)."""

    turn: Turn
    sentence: int  # of the turn, from 0
    text: Text
    is_part: bool
    words: tuple[Word, ...]  # those that tell its matter
    traits: Traits

    @property
    def points_back(self) -> bool:
        """Whether it cannot be read without the one before it (前の文を受ける)."""
        return needs_more(self.text.string)

    @property
    def wants(self) -> bool:
        """Whether it asks, requests, proposes or points at what is wrong (求めのある文)."""
        return any(f"act {act}" in self.traits for act in WANTS)

    @property
    def wants_answer(self) -> bool:
        """Whether it asks what a reply of the record answers (回答のある問い)."""
        return bool(self.traits["asks"] and self.turn.answers)

    @property
    def place(self) -> tuple[Key, int]:
        """The sentence that it is of."""
        return self.turn.key, self.sentence


def needs_more(sentence: str) -> bool:
    """Whether a sentence needs the one before it (前の文を受ける): it begins with その or ends with ためである."""
    pointing, explaining = _needing()
    return bool(pointing.match(sentence) or explaining.search(sentence))


def turns_of(record: Record, only: Utterance | None = None) -> list[Turn]:
    """The utterances of a record, or one of them, each with the exchange that it belongs to."""
    replies: defaultdict[str, list[Utterance]] = defaultdict(list)
    for one in record.utterances:
        for asked in one.replies_to:
            replies[asked].append(one)
    known = {one.id: one for one in record.utterances}
    terms = sorted(span for term in record.terms for span in term.spans)
    found = []
    for number, one in enumerate(record.utterances):
        if only is None or one.id == only.id:
            head = one.replies_to[0] if one.replies_to else one.id
            company = {other.id: other for other in (known.get(head, one), *replies[head])}
            named = tuple(terms[bisect_left(terms, one.spans[0]) : bisect_left(terms, one.spans[-1][1:])])
            place = number / len(record.utterances)
            found.append(
                Turn(record, one, (record.id, head), place, len(replies[one.id]), tuple(company.values()), named)
            )
    return found


def passages_of(turns: Iterable[Turn]) -> list[Passage]:
    """What may be printed of some turns, in order."""
    found = [passage for turn in turns for passage in _of_turn(turn)]
    _add_centrality(found)
    return found


def _of_turn(turn: Turn) -> Iterator[Passage]:
    one, record = turn.utterance, turn.record
    text = text_of(one.text, one.spans, record.source_text, record.folds)
    edges = sentences(one.text)
    common = _traits_of_turn(turn, len(edges))
    for number, (start, stop) in enumerate(edges):
        said = text[start:stop]
        if any(pattern.search(said.string) for pattern in _idle()) or _names_itself(said.string, one.speaker):
            continue
        for part, short in enumerate(parts_of(shortened(said), to_its_end=one.kind in REMARKS)):
            telling = [word for word in words(short.string, Mode.A) if _tells(word)]
            if telling or short.string.rstrip("。").endswith("か"):
                traits = common | _traits_of(short, said, turn, len(telling))
                traits |= {"first": number == 0, "last": number == len(edges) - 1, "part": part > 0}
                yield Passage(turn, number, short, part > 0, tuple(telling), traits)


def _names_itself(said: str, speaker: Speaker) -> bool:
    """Whether a sentence says who speaks (名乗り)."""
    match = NAMES_ITSELF.search(said.strip())
    if match is None or match["called"]:
        return match is not None
    last = words(match["who"], Mode.B)[-1]
    own = words(f"{speaker.name or ''} {speaker.label or ''}", Mode.B)
    return last.pos[2] == PERSON or last.reading in {word.reading for word in own}


def _tells(word: Word) -> bool:
    return word.pos[0] in TELLING and word.pos[1] not in EMPTY


def _traits_of_turn(turn: Turn, sentences_in_it: int) -> Traits:
    one = turn.utterance
    return {
        **{f"kind {kind}": one.kind is kind for kind in UtteranceKind if kind is not UtteranceKind.REMARK},
        f"role {one.speaker.role}": 1,
        "place": turn.place,
        "answered": turn.answers > 0,
        "sentences": min(sentences_in_it, 6) / 6,
        "long turn": math.log1p(len(one.text)) / 6,
        "company": min(len(turn.company), 5) / 5,
        "promises": min(sum(len(other.commitments) for other in turn.company), 4) / 4,
        "followed up": any(other.kind is UtteranceKind.FOLLOW_UP for other in turn.company),
    }


def _traits_of(short: Text, sentence: Text, turn: Turn, telling: int) -> Traits:
    string, spans = short.string, short.spans
    figures = len(figures_in(string))
    promised = [made.strength for made in turn.utterance.commitments if meet(made.spans, spans)]
    return {
        **{f"act {act.kind}": 1 for act in turn.utterance.acts if meet(act.spans, sentence.spans)},
        **{f"promise {strength}": 1 for strength in promised},
        "promise": bool(promised),
        "figure": figures > 0,
        "figures": min(figures, 3) / 3,
        "term": meet(turn.terms, spans),
        "asks": string.rstrip("。").endswith("か"),
        "long": min(len(string), 100) / 100,
        "dense": telling / len(string) * 10,
        "personal": PERSONAL.search(string) is not None,
        "chatty": CHATTY.search(string) is not None,
        "quotes": "「" in string,
        "own topic": OWN_TOPIC.match(string) is not None,
        "points": POINTS.search(string) is not None,
        "past": PAST.search(string) is not None,
        "denies": DENIES.search(string) is not None,
    }


def meet(some: Spans, others: Spans) -> bool:
    """Whether two places share a character."""
    return any(start < stop and begin < end for begin, stop in some for start, end in others)


def _add_centrality(found: Sequence[Passage]) -> None:
    """How near each passage is to all of them together (中心性): the degree in the graph of their cosines."""
    whole = [Counter(word.normalised for word in one.words) for one in found if not one.is_part]
    seen_in = Counter(word for counts in whole for word in counts)
    rarity = {word: math.log(len(whole) / count) for word, count in seen_in.items()}
    centre = Counter[str]()
    for counts in whole:
        centre.update(counts)
    weight = {word: count * rarity[word] ** 2 for word, count in centre.items()}
    size = math.sqrt(sum((count * rarity[word]) ** 2 for word, count in centre.items())) or 1
    for one in found:
        counts = Counter(word.normalised for word in one.words)
        own = math.sqrt(sum((count * rarity.get(word, 0)) ** 2 for word, count in counts.items())) or 1
        one.traits["central"] = sum(count * weight.get(word, 0) for word, count in counts.items()) / own / size


# --- weighing -----------------------------------------------------------------------------------------------------


def weighed(found: Sequence[Passage], model: dict[str, float] | None = None) -> list[dict[str, float]]:
    """Of each passage its words, each with the probability that a summary holds it (重み)."""
    weights = _model() if model is None else model
    result = []
    for one, of_words in zip(found, word_traits(found), strict=True):
        base = weights["bias"] + _dot(weights, one.traits)
        result.append({word: _logistic(base + _dot(weights, traits)) for word, traits in of_words.items()})
    return result


def word_traits(found: Sequence[Passage]) -> Iterator[dict[str, Traits]]:
    """Of each passage its words, each with how it is used over all of them."""
    count, exchanges, records = Counter[str](), defaultdict[str, set[Key]](set), defaultdict[str, set[str]](set)
    sides: defaultdict[tuple[str, Key], set[UtteranceKind]] = defaultdict(set)
    for one in found:
        for word in one.words if not one.is_part else ():
            name, turn = word.normalised, one.turn
            count[name] += 1
            exchanges[name].add(turn.exchange)
            records[name].add(turn.record.id)
            sides[name, turn.exchange].add(turn.utterance.kind)
    total = len({one.turn.exchange for one in found})
    for one in found:
        yield {
            word.normalised: _traits_of_word(word)
            | {
                "w count": math.log(count[word.normalised] or 1),
                "w exchanges": math.log(len(exchanges[word.normalised]) or 1),
                "w share": len(exchanges[word.normalised]) / total,
                "w both sides": len(sides[word.normalised, one.turn.exchange]) > 1,
                "w records": len(records[word.normalised]) > 1,
            }
            for word in one.words
        }


@cache
def _traits_of_word(word: Word) -> Traits:
    return {
        f"w {word.pos[0]}": 1,
        "w proper": word.pos[1] == "固有名詞",
        "w action": word.pos[2] == "サ変可能",
        "w long": len(word.normalised) / 4,
        "w katakana": re.search("[ァ-ン]", word.normalised) is not None,
    }


def _dot(weights: dict[str, float], traits: Traits) -> float:
    return sum(weights[name] * value for name, value in traits.items() if name in weights)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


@cache
def _model() -> dict[str, float]:
    read: dict[str, float] = json.loads(resource("models", "summaries.json").read_text(encoding="utf-8"))
    return read


# --- wording ------------------------------------------------------------------------------------------------------


@cache
def _idle() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _choice()["idle"])


@cache
def _needing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_choice()["pointing"]), re.compile(_choice()["explaining"])


def _choice() -> dict[str, Any]:
    found: dict[str, Any] = table("summaries", "shortening.toml")["choice"]
    return found
