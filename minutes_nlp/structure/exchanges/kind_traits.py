"""What can be seen of a turn by which its kind is learned (区分の特徴): itself, its neighbours, what came before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log1p

import numpy as np

from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.structure.exchanges.likeness import Likeness
from minutes_nlp.structure.exchanges.runs import last_run
from minutes_nlp.structure.lines import is_scene
from minutes_nlp.structure.turns.act import Act, asks, holds, is_courtesy, sentences
from minutes_nlp.structure.turns.forest import Numbers
from minutes_nlp.structure.vocabulary import any_of, squeezed
from minutes_nlp.values import REMARKS

__all__ = ["kind_traits"]

# Lists of `wording.toml` any of whose patterns a turn may hold.
WORDING = [
    *("secretariat", "official_answer", "member", "urges", "procedure", "hands_over", "next_item", "session"),
    *("comes_back", "new_point", "same_view", "joint_start", "idle", "as_member", "chair_asks", "explanation"),
    *("presents", "answer", "talks", "agreed", "only_requests", "decided"),
]
TAKES_UP = re.compile(  # その分は国から補われるのですか。
    r"(?:その|それ|そう|これ|では|じゃ|だと|だったら|となると|なら|でも|しかし|ただ|ぜひ|分かり|わかり|承知|なるほど|ありがと|今の|先ほど|いや|いえ|はい|ええ)"
)
TOPIC = re.compile(r"[^。]{2,40}?(?:について|に関し|ですが、|だが、|の件|のところ)")  # 墓地の移転については
UNSEEN = -1.0  # what is told where there is nothing to tell of


def kind_traits(acts: Sequence[Act], likeness: Likeness) -> Numbers:
    """The traits of each turn, a row each; of the turns before it the kinds count that they have been given."""
    own = np.array([list(_own(act)) for act in acts])
    none = np.full((1, own.shape[1]), UNSEEN)
    above, below = np.vstack([none, own[:-1]]), np.vstack([own[1:], none])
    parted = np.array([True, *(a.turn.stretch != b.turn.stretch for a, b in pairwise(acts)), True])
    above[parted[:-1]], below[parted[1:]] = UNSEEN, UNSEEN
    whole = np.tile(own.mean(axis=0), (len(acts), 1))
    history = np.array([list(_history(acts, i, likeness)) for i in range(len(acts))])
    return np.hstack([own, above, below, whole, history])


def _own(act: Act) -> Iterator[float]:
    """What a turn shows by itself."""
    turn, string = act.turn, act.turn.text.string
    plain, said = squeezed(string), sentences(string) or [""]
    yield from (act.speaker.role is role for role in Role)
    yield from (turn.form.kind is kind for kind in UtteranceKind)
    yield from (turn.form.fixed, turn.label is not None, log1p(len(plain)), len(said))
    yield from (asks(string), asks(said[0]), asks(said[-1]), holds(string), is_scene(string))
    yield from (is_courtesy(string, introduces=True), plain.endswith(("か。", "か？", "か")), plain.endswith("た。"))
    yield from (any_of("wording", words).search(plain) is not None for words in WORDING)
    yield from (any_of("wording", words).search(said[-1]) is not None for words in ("procedure", "hands_over"))
    yield from (TAKES_UP.match(plain) is not None, TOPIC.match(plain) is not None, plain.startswith("「"))


def _history(acts: Sequence[Act], i: int, likeness: Likeness) -> Iterator[float]:
    """What a turn has to do with those before it, and with the next."""
    before, stretch, label = acts[:i], acts[i].turn.stretch, acts[i].speaker.label
    near = [j for j in (i - 1, i - 2, i + 1) if 0 <= j < len(acts) and acts[j].turn.stretch == stretch]
    for j in (i - 1, i - 2):
        yield from (j in near and acts[j].kind is kind for kind in UtteranceKind)
    for j in (i - 1, i - 2, i + 1):
        yield label is not None and j in near and acts[j].speaker.label == label
        yield likeness(i, j) if j in near else UNSEEN
    run = last_run(before, stretch)
    asked = sorted({j for answer in run for j in acts[answer].answers})
    open_ones = _open(before, i)
    for group in (run, asked, open_ones):
        yield len(group)
        yield max((likeness(i, j) for j in group), default=UNSEEN)
        yield label is not None and any(acts[j].speaker.label == label for j in group)
    yield max((likeness(i + 1, j) for j in run), default=UNSEEN) if i + 1 in near else UNSEEN
    yield bool(run) and run[-1] == i - 1
    yield any(asks(acts[j].turn.text.string) for j in open_ones)
    mine = Counter(act.kind for act in before if label is not None and act.speaker.label == label)
    yield from (mine[kind] / mine.total() if mine else UNSEEN for kind in UtteranceKind)
    kinds = Counter(act.kind for act in before)
    yield from (kinds[kind] / (i or 1) for kind in UtteranceKind)
    lengths = [len(act.turn.text) for act in before if act.kind is UtteranceKind.REMARK]
    yield len(acts[i].turn.text) * len(lengths) / sum(lengths) if lengths else UNSEEN
    yield i == len(acts) - 1


def _open(before: Sequence[Act], i: int) -> list[int]:
    """The remarks and follow-ups since the last answer."""
    found: list[int] = []
    for j in range(i - 1, -1, -1):
        if before[j].kind is UtteranceKind.REPLY or before[j].turn.stretch != before[-1].turn.stretch:
            break
        if before[j].kind in REMARKS:
            found.append(j)
    return found
