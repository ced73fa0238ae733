"""A remark with what was said in reply to it (質疑), as one matter; and what a reply leaves out on purpose (除外)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from minutes_nlp.language.words import Mode, words
from minutes_nlp.model import Record, Utterance, UtteranceKind

__all__ = ["Exchange", "exchanges_of", "without_exclusions"]

OUTSIDE = (
    r"(?:対象外|対象と(?:は|も)?(?:し(?:て)?(?:い)?|な(?:って)?(?:い|ら)?)(?:ない|ません|おらず|おりません)"
    r"|対象に(?:は|も)?(?:含|入|な)[^、。]{0,3}(?:ない|ません|ず)|含ま(?:れて|れ|めて|め)?い?な(?:い|く)|含まれません"
    r"|除外|除かれ)"
)
# なぜ移住コーディネーターを対象外としているか, 国内の準備中の者が対象に含まれない
EXCLUDED = re.compile(rf"(?P<what>[^、。「」『』（）]{{1,20}}?)(?:を|は|が|も|まで|について)[^、。]{{0,12}}?{OUTSIDE}")
# （注）個人事業主は対象外。 / 上限額に変更なし
EXCLUSION = re.compile(
    rf"[^。\n・※]*(?:{OUTSIDE}|を除く|変更(?:は)?(?:なし|しない|ない)|従前のとおり|引き続き対象と)[^。\n・※]*"
)
# words that only say what an exclusion is of: 層, 者, 場合
EMPTY = frozenset({"層", "者", "方", "場合", "点", "部分", "もの", "等"})


@dataclass(frozen=True, slots=True, eq=False)  # one object for each, told apart by what it is and not by its text
class Exchange:
    """A remark with the turns that answer it and come back on it (質疑), in their order."""

    record: Record
    turns: tuple[Utterance, ...]

    @property
    def declined(self) -> bool:
        """Whether there are replies and none of them promises anything (約束のない回答)."""
        replies = [turn for turn in self.turns if turn.kind is UtteranceKind.REPLY]
        return bool(replies) and not any(turn.commitments for turn in replies)

    def left_out(self, turn: Utterance) -> tuple[str, ...]:
        """What stays excluded after a turn (対象外とされたもの), in normalised words: no reply to it promises more."""
        asked = [one for one in self.turns if one.id in turn.replies_to] if turn.kind is UtteranceKind.REPLY else [turn]
        after = self.turns[min((self.turns.index(one) for one in asked), default=0) :]
        if any(one.commitments for one in _replies_after(after)):
            return ()
        return tuple(dict.fromkeys(word for one in asked for word in _excluded(one.text)))


def exchanges_of(record: Record) -> dict[str, Exchange]:
    """The exchange in which each remark, follow-up, reply and promise of a record stands, by the id of the turn."""
    turns = {turn.id: turn for turn in record.utterances}
    order = {turn_id: place for place, turn_id in enumerate(turns)}
    answers: defaultdict[str, list[str]] = defaultdict(list)
    for turn in turns.values():
        for asked in turn.replies_to:
            answers[asked].append(turn.id)
    found: dict[str, Exchange] = {}
    known: dict[tuple[str, ...], Exchange] = {}
    for turn in turns.values():
        if turn.kind is UtteranceKind.STATEMENT and not turn.commitments:
            continue
        roots = [asked for asked in turn.replies_to if asked in turns] or [turn.id]
        some = {turn.id, *roots, *(answer for root in roots for answer in answers[root])}
        together = tuple(sorted(some, key=order.__getitem__))
        found[turn.id] = known.setdefault(together, Exchange(record, tuple(turns[one] for one in together)))
    return found


def without_exclusions(text: str) -> str:
    """A text without what it says it does not do (除外の記載を除いた文): a restated exclusion takes up no matter."""
    return EXCLUSION.sub(lambda match: " " * len(match.group()), text)


def _replies_after(turns: Sequence[Utterance]) -> Iterator[Utterance]:
    """The replies to the first turns, up to where somebody comes back on them."""
    first = turns[0].kind
    rest = turns[1:]
    return (
        turn
        for turn in takewhile(lambda turn: turn.kind is not UtteranceKind.FOLLOW_UP, rest)
        if turn.kind is UtteranceKind.REPLY and first is not UtteranceKind.REPLY
    )


def _excluded(text: str) -> Iterator[str]:
    """The nouns that an exclusion is of: the last ones before its particle."""
    for match in EXCLUDED.finditer(text):
        nouns = takewhile(lambda word: word.pos[0] in {"名詞", "接尾辞"}, reversed(words(match["what"], Mode.B)))
        yield from (word.normalised for word in nouns if word.surface not in EMPTY)
