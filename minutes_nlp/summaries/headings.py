"""Headings for points (小見出し): a noun of the remark that tells what the exchange is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from minutes_nlp.findings import TermKind
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.model import UtteranceKind
from minutes_nlp.places import text_of
from minutes_nlp.resources import table
from minutes_nlp.summaries.passages import Key, Passage, Turn
from minutes_nlp.text import Text

__all__ = ["Heading", "headings_of"]

SHORTEST, LONGEST = 3, 16  # characters: 協力隊, 特定地域づくり事業協同組合
# "移動販売は", "窓口の統合について"
TOPIC = re.compile(r"は|が|を|について|に関|の[^、。]{1,8}(?:は|が|を|について)")
NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百千]")
PARTS = {"名詞", "接頭辞", "接尾辞"}
NAMED = 2.0  # how much more a term of the lexicon is worth
EARLY = 1.2  # and one in the first sentence
TOPICAL = 1.3  # and one of which the remark goes on to speak


@dataclass(frozen=True, slots=True)
class Heading:
    """A noun over a point (小見出し), where it stands, and the words that it tells."""

    text: Text
    turn: Turn
    words: dict[str, float]


def headings_of(passages: Sequence[Passage], weights: Sequence[dict[str, float]]) -> dict[Key, Heading]:
    """The heading of each exchange whose remark is among the passages and has a noun that may serve."""
    turns: dict[Key, Turn] = {}
    known: defaultdict[Key, dict[str, float]] = defaultdict(dict)
    for one, worth in zip(passages, weights, strict=True):
        turns[one.turn.key] = one.turn
        for key in {one.turn.exchange, one.turn.key}:
            for word, weight in worth.items():
                known[key][word] = max(known[key].get(word, 0), weight)
    found = {}
    for key, turn in turns.items():
        nouns = list(_nouns(turn, known[key])) if turn.utterance.kind is not UtteranceKind.REPLY else []
        if nouns:
            found[key] = max(nouns, key=lambda noun: sum(noun.words.values()))
    return found


def _nouns(turn: Turn, known: dict[str, float]) -> Iterator[Heading]:
    """The compound nouns of a turn, each where it first stands."""
    one, record = turn.utterance, turn.record
    text = text_of(one.text, one.spans, record.source_text, record.folds)
    first = one.text.find("。")
    seen: set[str] = set()
    terms = {(term.start, term.end) for term in terms_in(one.text) if term.kind is not TermKind.PLACE}
    nouns = [edges for edges in _compounds(words(one.text, Mode.B)) if _is_heading(one.text[slice(*edges)])]
    for start, stop in sorted({*terms, *nouns}):
        noun = text[start:stop]
        if noun.string in seen or len(noun) > LONGEST or noun.string in _choice()["no_headings"]:
            continue
        seen.add(noun.string)
        factor = NAMED if (start, stop) in terms else 1.0
        factor *= EARLY if start < first else 1.0
        factor *= TOPICAL if TOPIC.match(one.text, stop) else 1.0
        telling = [word.normalised for word in words(noun.string, Mode.A)]
        yield Heading(noun, turn, {word: known[word] * factor for word in telling if word in known})


def _compounds(found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of nouns without a gap."""
    run: list[Word] = []
    for word in [*found, None]:
        if (
            word is not None
            and (_joins(word) or (run and word.surface == "・"))
            and (not run or run[-1].stop == word.start)
        ):
            run.append(word)
            continue
        while run and run[0].pos[0] == "接尾辞":
            run.pop(0)
        while run and (run[-1].pos[0] == "接頭辞" or run[-1].surface in {"・", "等"}):
            run.pop()
        if run:
            yield run[0].start, run[-1].stop
        run = [word] if word is not None and _joins(word) else []


def _joins(word: Word) -> bool:
    if word.pos[0] == "名詞":
        return word.pos[1] in {"普通名詞", "固有名詞"} and word.pos[2] not in {"副詞可能", "人名"}
    return word.pos[0] in PARTS and word.pos[1] != "動詞的"


def _is_heading(noun: str) -> bool:
    return (
        SHORTEST <= len(noun) <= LONGEST
        and not NUMBER.search(noun)
        and "\n" not in noun
        and not _weak().search(noun)  # 任期後, 県内全体
        and not noun.startswith(("御", "お", "か月"))
    )


@cache
def _weak() -> re.Pattern[str]:
    return re.compile(_choice()["weak_headings"])


def _choice() -> dict[str, Any]:
    found: dict[str, Any] = table("summaries", "shortening.toml")["choice"]
    return found
