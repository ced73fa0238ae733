"""Who comes back on an answer or a remark (再質問・受け答え): by words that refer to it, by length, by likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from minutes_nlp.model import Role, Speaker, UtteranceKind
from minutes_nlp.structure.exchanges.likeness import Likeness
from minutes_nlp.structure.exchanges.runs import last_run, open_remarks, root
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.turns.act import Act, asks, holds
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of, squeezed
from minutes_nlp.values import REMARKS

__all__ = ["Scene", "answers_back", "come_back_on", "is_called"]

OWN = 100  # characters of a word to the answer to one's own question; new points of the same speaker had 101 and more
LIKE_OWN = 0.035  # likeness to the answer from which a longer one comes back too; new points had 0.02 at most
LONGEST_OWN = 300  # characters from which a turn is a point of its own; the longest follow-up had 158
SHORT = 110  # characters; the longest turn of an unnamed member that came back on an answer had 106
SHORTEST = 60  # characters; a turn so short right after an answer comes back on it
LIKE = 0.05  # likeness to the answer from which a short turn comes back on it; new topics had 0.04 at most
LIKE_OTHER = 0.08  # the same for a member who is named and did not ask; new topics had 0.06 at most
SHORT_OTHER = 95  # characters of such a member's word to it; the longest had 92, new topics 98 and more
REJOINDER = 80  # characters of a word to what another member has just said; the longest had 75
INTERJECTION = 30  # characters of a named member's word that is too short for a point of its own
LIKE_REMARK = 0.1  # likeness to it from which a short turn speaks to it
KNOWING = 130  # characters of a member's answer to what another asks; the longest had 122
LIKE_ASKER = 0.07  # likeness to the question from which it is one; new remarks had 0.04 at most
QUOTED_IN = 40  # characters at the beginning in which the answer is quoted
# 「求めがあれば」では, 「関係方面」というのは
QUOTE = re.compile(r"「(?P<words>[^「」]{2,20})」")
# 岡野さん、二月だけ来てもらうわけにはいきませんか。
CALLED = re.compile(r"(?P<name>[一-龠々ァ-ヺーぁ-ん]{1,4}?)(?:さん|様|先生|委員|構成員|[市区町村]長)")


@dataclass(frozen=True, slots=True)
class Scene:
    """What has been said when a turn is taken (経緯): the acts before it, and how alike any two turns are."""

    before: Sequence[Act]
    likeness: Likeness
    last: Act | None = None
    remarks: Sequence[int] = ()  # how long each remark so far is
    talkers: AbstractSet[tuple[str | None, str | None]] = frozenset()  # section and label of those who gave a talk

    def like(self, others: Iterable[int]) -> float:
        """How alike the turn is to the most alike of some turns before it."""
        return max((self.likeness(len(self.before), other) for other in others), default=0.0)


def come_back_on(turn: Turn, speaker: Speaker, scene: Scene) -> int | None:
    """The remark on whose answer a member comes back: one's own, else the one whose answer is most alike."""
    run = last_run(scene.before, turn.stretch)
    if not run:
        return _rejoined(turn, speaker, scene)
    if any_of("wording", "new_point").search(turn.text.string):
        return None
    quoted = _quoted(turn.text.string, run, scene)
    if quoted or any_of("wording", "comes_back").search(turn.text.string):
        return _meant(speaker, quoted or _answers(turn, scene), run, scene)
    asked = open_remarks(scene.before, turn.stretch)
    own = [i for i in asked if _is_same(speaker, scene.before[i].speaker)]
    if own and len(turn.text) > OWN and (scene.like(run) < LIKE_OWN or len(turn.text) > LONGEST_OWN):
        return None
    meant = own or _called(turn.text.string, asked, scene)
    return root(scene.before, meant[-1]) if meant else _others(turn, speaker, scene, run)


def answers_back(turn: Turn, speaker: Speaker, scene: Scene) -> int | None:
    """The remark that a member answers for whom it was meant: A tells, B asks, A answers; or B asks, and C knows."""
    last, here = scene.last, len(scene.before)
    if last is None or last.kind not in REMARKS or asks(turn.text.string) or _is_same(speaker, last.speaker):
        return None
    told = here > 1 and scene.before[-2].turn.stretch == turn.stretch and _is_same(scene.before[-2].speaker, speaker)
    if told and last.kind is UtteranceKind.FOLLOW_UP and scene.before[-2].kind is not UtteranceKind.STATEMENT:
        return root(scene.before, here - 1)
    knows = _who(speaker) is not None and asks(last.turn.text.string) and not holds(turn.text.string)
    alike = len(turn.text) <= KNOWING and scene.like([here - 1]) >= LIKE_ASKER
    return root(scene.before, here - 1) if knows and alike else None


def _others(turn: Turn, speaker: Speaker, scene: Scene, run: Sequence[int]) -> int | None:
    """The remark on whose answer one comes back who did not ask it: a short word, or one that is like the answer."""
    like = scene.like(run)
    nearest = max(run, key=lambda i: scene.likeness(len(scene.before), i))
    if not scene.before[nearest].answers or not _is_short(turn, like, scene):
        return None
    if _who(speaker) and not _is_rejoinder(turn, like, scene):
        return None
    return root(scene.before, scene.before[nearest].answers[-1])


def _is_rejoinder(turn: Turn, like: float, scene: Scene) -> bool:
    """Whether a named member's word to the answer to another is like it, or brief and no question."""
    if like >= LIKE_OTHER:
        return len(turn.text) <= SHORT_OTHER
    return len(turn.text) <= min(SHORTEST, _usual(scene) / 3) and not asks(turn.text.string)


def _answers(turn: Turn, scene: Scene) -> list[int]:
    """The answers of the section."""
    return [
        i
        for i, act in enumerate(scene.before)
        if act.turn.section == turn.section and act.kind is UtteranceKind.REPLY and act.answers
    ]


def _meant(speaker: Speaker, answers: Sequence[int], run: Sequence[int], scene: Scene) -> int | None:
    """The remark on whose answer one comes back by words that refer to it: one's own, else of the last run."""
    here = len(scene.before)
    asked = [(i, j) for i in answers for j in scene.before[i].answers]
    own = [(i, j) for i, j in asked if _is_same(speaker, scene.before[j].speaker)]
    last = [(i, j) for i, j in asked if i in run]
    best = max(own or last, key=lambda pair: scene.likeness(here, pair[0]), default=None)
    return None if best is None else root(scene.before, best[1])


def _quoted(string: str, run: Sequence[int], scene: Scene) -> list[int]:
    """The answers whose words a turn begins with in quotation marks: 「求めがあれば」では、…."""
    quotes = [match["words"] for match in QUOTE.finditer(string[:QUOTED_IN])]
    return [i for i in run if any(words in scene.before[i].turn.text.string for words in quotes)]


def is_called(speaker: Speaker, string: str) -> bool:
    """Whether a text calls a speaker by surname: 門脇さんの話は分かりますが、…."""
    label = squeezed(speaker.label or "")
    return any(len(match["name"]) > 1 and label.startswith(match["name"]) for match in CALLED.finditer(string))


def _called(string: str, asked: Sequence[int], scene: Scene) -> list[int]:
    """The remarks of those whom a short turn calls by name at its beginning: 岡野さん、…."""
    match = CALLED.match(string)
    if match is None or string[match.end() : match.end() + 1] != "、" or len(string) > SHORT:
        return []
    return [i for i in asked if squeezed(scene.before[i].speaker.label or "").startswith(match["name"])]


def _who(speaker: Speaker) -> str | None:
    """What tells a speaker from others: the person, the name, or a label with more than a title (佐々木大垰町長)."""
    title = titled(speaker.label or "")
    return speaker.person or speaker.name or (speaker.label if title and title.name else None)


def _is_same(one: Speaker, other: Speaker) -> bool:
    return _who(one) is not None and _who(one) == _who(other)


def _rejoined(turn: Turn, speaker: Speaker, scene: Scene) -> int | None:
    """The remark just before, where another member briefly speaks to it: そこは見解の相違です。"""
    last = scene.last
    if last is None or last.kind not in REMARKS or last.speaker.role is Role.CHAIR or len(turn.text) > REJOINDER:
        return None
    if _who(speaker) is None or _is_same(speaker, last.speaker):
        return None
    here = len(scene.before)
    like, questions = scene.likeness(here, here - 1), asks(turn.text.string)
    thread = _is_same(speaker, scene.before[root(scene.before, here - 1)].speaker)
    spoken_to = like >= LIKE_REMARK and (thread or not questions)
    opines = len(turn.text) > INTERJECTION and holds(turn.text.string)
    brief = len(turn.text) <= min(INTERJECTION, _usual(scene) / 3) and (not questions or like >= LIKE)
    return root(scene.before, here - 1) if brief or (spoken_to and not opines) else None


def _is_short(turn: Turn, like: float, scene: Scene) -> bool:
    """Whether a turn is short enough to come back on an answer, the shorter the less alike they need be."""
    return len(turn.text) <= (SHORT if like >= LIKE else min(SHORTEST, _usual(scene) / 2))


def _usual(scene: Scene) -> float:
    """How long remarks usually are in this document so far."""
    return sum(scene.remarks) / len(scene.remarks) if scene.remarks else 0.0
