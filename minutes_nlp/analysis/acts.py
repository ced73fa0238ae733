"""What each sentence does (文の働き): a remark asks, requests, proposes …, a reply promises, explains or tells facts.

The wording is data, `acts.toml`, and is looked for in the plain form of a sentence; weights over it and over the
letters of that form are learned by `scripts/acts.py` and lie in `models/acts.json`. Judging takes look-ups, no library.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from operator import add
from typing import NamedTuple

from minutes_nlp.findings import Act, ActKind, Commitment
from minutes_nlp.language.commitments import attributed
from minutes_nlp.language.plain import plain
from minutes_nlp.language.sentences import sentences
from minutes_nlp.model import UtteranceKind
from minutes_nlp.resources import resource, table
from minutes_nlp.text import Text

__all__ = ["SIDES", "Saying", "Weights", "acts_of", "features", "judged", "sayings"]

LAST = 14  # characters at the end of a sentence, where Japanese says what it does
ENDING = 30  # characters at the end in which wording is looked for: all of it costs twice as much and tells no more
LONGEST = 8  # characters of the longest ending that counts as a whole: "のではないか"
STEP = 15  # characters: lengths are told apart in such steps, up to MOST_STEPS
MOST_STEPS = 6
MOST_SENTENCES = 4  # turns longer than that are alike
# which of the two models judges a turn; statements are not judged
SIDES = {UtteranceKind.REMARK: "remark", UtteranceKind.FOLLOW_UP: "remark", UtteranceKind.REPLY: "reply"}


class Saying(NamedTuple):
    """A sentence as the model sees it (文): `text[start:end]`, `said` without its end 旨事務局より回答."""

    start: int
    end: int
    said: str
    kind: UtteranceKind
    number: int
    total: int
    before: str


class Weights(NamedTuple):
    """A linear model (重み): one column an act, in the order of `acts`; in thousandths, whose sums know no order."""

    acts: tuple[ActKind, ...]
    bias: tuple[int, ...]
    weights: dict[str, tuple[int, ...]]


def acts_of(text: Text, kind: UtteranceKind, commitments: Sequence[Commitment] = ()) -> tuple[Act, ...]:
    """What each sentence of a remark, follow-up or reply does (文の働き); of a statement none.

    `commitments` are those of the turn: where one begins, the sentence is a commitment.
    """
    promised = {made.spans[0][0] for made in commitments}
    return tuple(_acts(text, kind, promised)) if kind in SIDES else ()


def _acts(text: Text, kind: UtteranceKind, promised: Collection[int]) -> Iterator[Act]:
    for saying in sayings(text.string, kind):
        spans = text[saying.start : saying.end].spans
        promises = any(start <= place < end for start, end in spans for place in promised)
        yield Act(ActKind.COMMITMENT if promises else judged(saying), spans)


def sayings(text: str, kind: UtteranceKind) -> Iterator[Saying]:
    """The sentences of a turn with what stands around them."""
    found = sentences(text)
    before = "^"
    for number, (start, end) in enumerate(found):
        said = text[start : start + attributed(text[start:end])]
        yield Saying(start, end, said, kind, number, len(found), before)
        before = said


def features(saying: Saying) -> set[str]:
    """What the model weighs (素性): letters, ending and beginning of the plain form, wording, tail, and the place."""
    said, tails = plain(saying.said)
    end = said[-LAST:] + "$"
    found = set(map(add, said, said[1:]))
    found.update(map(add, map(add, end, end[1:]), end[2:]))
    found.update([end[-size:] for size in range(2, LONGEST + 1)])
    found.update((f"<{said[:2]}", f"<{said[:3]}", f"<{said[:4]}"))
    for name, words in tails:
        found.update((f"|{name}", f"|{words}"))
    place = ("first" if saying.number == 0 else "") + ("last" if saying.number == saying.total - 1 else "inside")
    before = plain(saying.before).said[-3:]
    found.update((f"kind {saying.kind}", f"place {place} {saying.kind}", f"after {before}", f"after {before[-2:]}"))
    found.update((f"of {min(saying.total, MOST_SENTENCES)}", f"long {min(len(said) // STEP, MOST_STEPS)}"))
    return found | set(_ends(said[-ENDING:], SIDES[saying.kind])) | set(_cues(said))


def _cues(said: str) -> Iterator[str]:
    """Which words are in a sentence: ~trouble, ~trouble 懸念, and ~trouble+ where there are several."""
    words, starts = _words()
    pairs = enumerate(map(add, said, said[1:]))
    hits = {word for at, pair in pairs if pair in starts for word in starts[pair] if said.startswith(word, at)}
    names = Counter(name for word in hits for name in words[word])
    late = said[-LAST - 2 :]
    for word in hits:
        for name in words[word]:
            yield f"~{name} {word}"
            if word in late:
                yield f"~{name}$"
    asks = said.endswith("か")
    for name, count in names.items():
        yield f"~{name}"
        if asks:
            yield f"~{name} か"
        if count > 1:
            yield f"~{name}+"


def _ends(said: str, side: str) -> Iterator[str]:
    """Which patterns of wording match: ~question, and ~question 2 for the third of its patterns."""
    for act, patterns in _wording()[side].items():
        hits = [number for number, pattern in enumerate(patterns) if pattern.search(said)]
        yield from (f"~{act} {number}" for number in hits)
        yield from [f"~{act}"] if hits else []


def judged(saying: Saying, model: Weights | None = None) -> ActKind:
    """The act of a sentence that promises nothing (判定), by `models/acts.json` unless another model is given."""
    acts, bias, weights = model or _models()[SIDES[saying.kind]]
    known = [*filter(None, map(weights.get, features(saying)))]
    if not known:
        return acts[0]
    scale = 1 / math.sqrt(len(known))
    scores = [first + scale * column for first, column in zip(bias, map(sum, zip(*known, strict=True)), strict=True)]
    return max(zip(scores, acts, strict=True))[1]


@cache
def _models() -> dict[str, Weights]:
    data = json.loads(resource("models", "acts.json").read_text(encoding="utf-8"))
    return {
        side: Weights(
            tuple(map(ActKind, model["acts"])),
            tuple(model["bias"]),
            {feature: tuple(values) for feature, values in model["weights"].items()},
        )
        for side, model in data.items()
    }


@cache
def _words() -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """The lists that each word is in, and the words by their first two characters."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in table("analysis", "acts.toml")["cues"].items():
        found |= {word: (*found.get(word, ()), name) for word in words.split()}
    starts: dict[str, list[str]] = {}
    for word in found:
        starts.setdefault(word[:2], []).append(word)
    return found, starts


@cache
def _wording() -> dict[str, dict[str, tuple[re.Pattern[str], ...]]]:
    ends = table("analysis", "acts.toml")["ends"]
    return {
        side: {act: tuple(map(re.compile, patterns)) for act, patterns in acts.items()} for side, acts in ends.items()
    }
