"""Habits and slips of those who type minutes (書式ゆれ), whatever the notation: turns set right after they are cut.

Speakers may stand in brackets behind the words; a colon, or the mark of an answer, may be forgotten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.notation import LabelPlace, TurnForm
from minutes_nlp.structure.talk import asking
from minutes_nlp.structure.turns import Turn
from minutes_nlp.structure.vocabulary import alternatives, squeezed

__all__ = ["set_right"]

STOPS = ("。", "？", "?")
FEWEST = 4  # turns with a bracket at the end; fewer may be chance
MOST = 0.7  # share of the turns that must show a habit
FEWEST_KNOWN = 2  # of the names behind the words that are a title or an office that we know
USED = 2  # times that a label must have been printed before one without its colon is believed
# …の説明がない。（３班）
BEHIND = re.compile(
    r"(?P<body>.*\S)[ \u3000]*[（(〔［\[](?P<label>[^（）()〔〕［］。、]{1,14})[）)〕］\]][。]?", re.DOTALL
)
# （資料２） （笑） （Ｐ５参照） （令和６年度）
NO_NAME = re.compile(r"資料|参照|別紙|[図表注笑略]|頁|ページ|[pPｐＰ]\.?[0-9０-９]|年度?$|[0-9０-９]$|[％%円]")


def set_right(turns: Sequence[Turn], roster: Roster) -> list[Turn]:
    """The turns cut where a colon was forgotten, and with the speakers behind the words as their labels."""
    labels = _labels(turns)
    turns = _with_lost_answers(turns)
    return _with_speakers_behind([part for turn in turns for part in _parted(turn, labels)], roster)


def _labels(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The labels that stand before the words again and again."""
    inline = [turn for turn in turns if turn.label and turn.form.label is LabelPlace.INLINE]
    counts = Counter(squeezed(turn.label.string) for turn in inline if turn.label)
    return tuple(label for label, count in counts.items() if count >= USED and titled(label))


def _parted(turn: Turn, labels: tuple[str, ...]) -> Iterator[Turn]:
    """A turn cut before a paragraph that begins with such a label and a space, where its sign was forgotten."""
    if not labels or turn.form.label is not LabelPlace.INLINE or "\n" not in turn.text.string:
        yield turn
        return
    found = list(re.finditer(rf"\n[ \u3000]*(?P<label>{alternatives(labels)})[ \u3000]+(?=[^\n]*。)", turn.text.string))
    ends = [*(match.start() for match in found), len(turn.text)]
    yield replace(turn, text=turn.text[: ends[0]].strip())
    for match, end in zip(found, ends[1:], strict=True):
        label, text = turn.text.group(match, "label"), turn.text[match.end() : end].strip()
        yield replace(turn, marker=None, label=label, text=text)


def _with_lost_answers(turns: Sequence[Turn]) -> list[Turn]:
    """The turns cut where an answer has no mark: a second paragraph below a remark that alone has one and no answer."""
    below = [*turns, None][1:]
    replies = Counter(turn.form for turn in turns if turn.form.kind is UtteranceKind.REPLY and not turn.label)
    answered = [t for t, after in zip(turns, below, strict=True) if _asks(t) and after and after.form in replies]
    if len(answered) < FEWEST or any("\n" in turn.text.string for turn in answered):
        return list(turns)
    form = replies.most_common(1)[0][0]
    return [
        part
        for turn, after in zip(turns, below, strict=True)
        for part in _answered(turn, form, open_=not (after and after.form in replies))
    ]


def _answered(turn: Turn, form: TurnForm, *, open_: bool) -> Iterator[Turn]:
    first, _, rest = turn.text.string.partition("\n")
    lost = open_ and _asks(turn) and "\n" not in rest and first.endswith(STOPS) and rest.endswith("。")
    if not lost or not (form.fixed or asking(first)) or asking(rest):
        yield turn
        return
    yield replace(turn, text=turn.text[: len(first)])
    yield replace(turn, form=form, marker=None, text=turn.text[len(first) + 1 :].strip())


def _asks(turn: Turn) -> bool:
    return turn.form.kind is UtteranceKind.REMARK and turn.label is None


def _with_speakers_behind(turns: Sequence[Turn], roster: Roster) -> list[Turn]:
    """The turns with the label that stands in brackets at their end, where most turns without a label have one."""
    plain = [turn for turn in turns if turn.label is None]
    found = {id(turn): match for turn in plain if (match := BEHIND.fullmatch(turn.text.string))}
    labels = [squeezed(match["label"]) for match in found.values()]
    known = sum(1 for label in labels if roster.is_speaker(label, bracketed=True))
    told = len(found) >= max(FEWEST, MOST * len(plain)) and known >= FEWEST_KNOWN and len(set(labels)) < len(labels)
    if not told or any(map(NO_NAME.search, labels)):
        return list(turns)
    return [_named(turn, found[id(turn)]) if id(turn) in found else turn for turn in turns]


def _named(turn: Turn, match: re.Match[str]) -> Turn:
    text = turn.text
    return replace(turn, label=text.group(match, "label"), text=text.group(match, "body").strip())
