"""Habits and slips of those who type minutes (書式ゆれ), whatever the notation: turns set right after they are cut.

Speakers may stand in brackets behind the words, a colon or the mark of an answer may be forgotten, a word may stand for
the mark (（回答） for →), and an arrow of a flow chart looks like the mark of an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.turns.act import asks, says
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.turns.talk import ENDS
from minutes_nlp.structure.vocabulary import alternatives, any_of, squeezed

__all__ = ["set_right"]

FEWEST = 4  # turns with a bracket at the end; fewer may be chance
MOST = 0.7  # share of the turns that must show a habit
FEWEST_KNOWN = 2  # of the names behind the words that are a title or an office that we know
USED = 2  # times that a label must have been printed before one without its colon is believed
FEWEST_ANSWERS = 3  # to questions of a document, from which one without an answer is a slip
SENTENCES = 0.8  # share of answers that end as sentences, from which one that does not is none
# …か。⏎（回答）端末を持つ人の平均である。
WORDED = re.compile(
    r"\n[ \u3000]*(?P<mark>[（(【〔［\[](?P<word>[^（）()【】〔〕［］\[\]。、]{1,8})[）)】〕］\]])[ \u3000]*(?=\S)"
)
# …の説明がない。（３班）
BEHIND = re.compile(
    r"(?P<body>.*\S)[ \u3000]*[（(〔［\[](?P<label>[^（）()〔〕［］。、]{1,14})[）)〕］\]][。]?", re.DOTALL
)
# （資料２） （笑） （Ｐ５参照） （令和６年度）
NO_NAME = re.compile(r"資料|参照|別紙|[図表注笑略]|頁|ページ|[pPｐＰ]\.?[0-9０-９]|年度?$|[0-9０-９]$|[％%円]")


def set_right(turns: Sequence[Turn], roster: Roster) -> list[Turn]:
    """The turns cut where a sign was forgotten or another stands, and with the speakers behind the words as labels."""
    labels = _labels(turns)
    cut = [part for turn in turns for one in _worded(turn) for part in _parted(one, labels)]
    cut = list(_with_missing_answers(list(_without_flows(cut))))
    return _with_speakers_behind([part for turn in cut for part in _shared(turn, roster)], roster)


def _worded(turn: Turn) -> Iterator[Turn]:
    """A remark cut before a line that begins with a word for an answer, where the notation has a mark for it."""
    form = next((form for form in turn.notation.forms if form.kind is UtteranceKind.REPLY), None)
    found = WORDED.finditer(turn.text.string) if form and turn.form.kind is UtteranceKind.REMARK else iter(())
    match = next((m for m in found if any_of("wording", "answering_words").fullmatch(squeezed(m["word"]))), None)
    if match is None or form is None:
        yield turn
        return
    yield replace(turn, text=turn.text[: match.start()].strip())
    mark, text = turn.text.group(match, "mark"), turn.text[match.end() :].strip()
    yield replace(turn, form=form, marker=mark, label=None, text=text)


def _without_flows(turns: Sequence[Turn]) -> Iterator[Turn]:
    """The turns without arrows that answer nothing: at the top of a section, and no sentence where the others are."""
    answers = [turn for turn in turns if _is_marked_answer(turn)]
    whole = sum(1 for turn in answers if ENDS.search(turn.text.string))
    for i, turn in enumerate(turns):
        top = i == 0 or turns[i - 1].section != turn.section
        led = i + 1 < len(turns) and turns[i + 1].form.kind is UtteranceKind.REMARK
        flows = top and led and _is_marked_answer(turn) and not ENDS.search(turn.text.string)
        if not (flows and whole >= SENTENCES * (len(answers) - 1)):
            yield turn


def _is_marked_answer(turn: Turn) -> bool:
    return turn.form.kind is UtteranceKind.REPLY and bool(turn.form.marks) and turn.label is None


def _with_missing_answers(turns: Sequence[Turn]) -> Iterator[Turn]:
    """The turns with a question cut from the answer below it whose 答 was forgotten: all others are answered."""
    asked = [i for i, turn in enumerate(turns) if turn.form.fixed and turn.form.kind is UtteranceKind.REMARK]
    kinds = [*(turn.form.kind for turn in turns), None]
    answered = [i for i in asked if kinds[i + 1] is UtteranceKind.REPLY]
    signs = squeezed("/".join(t.marker.string for t in turns if t.marker and t.form.kind is UtteranceKind.REPLY))
    usual = len(answered) >= max(FEWEST_ANSWERS, SENTENCES * len(asked) - 1)
    form = turns[answered[0] + 1].form if usual else None
    for i, turn in enumerate(turns):
        end = turn.text.string.find("\n")
        lone = form and i in asked and end > 0 and kinds[i + 1] in {UtteranceKind.REMARK, None}
        if form and lone and not _is_counted(turn, signs) and _is_answer(turn, end):
            yield replace(turn, text=turn.text[:end].strip())
            yield replace(turn, form=form, marker=None, label=None, text=turn.text[end:].strip())
        else:
            yield turn


def _is_counted(turn: Turn, signs: str) -> bool:
    """Whether some answer further down has the number of a question (Ａ６、Ａ７)."""
    number = re.search(r"\w?[0-9０-９][0-9０-９－-]*", squeezed(turn.marker.string)) if turn.marker else None
    return number is not None and number[0].lstrip("ＱQ問") in re.findall(r"[0-9０-９][0-9０-９－-]*", signs)


def _is_answer(turn: Turn, end: int) -> bool:
    """Whether a question asks up to its first line break, and nothing below asks or speaks as a member."""
    below = replace(turn, text=turn.text[end:].strip())
    whole = ENDS.search(below.text.string) is not None
    return asks(turn.text.string[:end]) and whole and not asks(below.text.string) and not says("member", below)


def _shared(turn: Turn, roster: Roster) -> Iterator[Turn]:
    """An answer of several paragraphs cut behind one that names its speaker at its end: another goes on."""
    if turn.form.kind is not UtteranceKind.REPLY or turn.label is not None:
        yield turn
        return
    start = 0
    for line in list(re.finditer(r"[^\n]+\n", turn.text.string)):
        match = BEHIND.fullmatch(line[0].strip())
        if match and match["body"].endswith("。") and roster.is_speaker(squeezed(match["label"]), bracketed=True):
            said = turn.text[start : line.end()].strip()
            if (whole := BEHIND.fullmatch(said.string)) is not None:
                yield replace(turn, label=said.group(whole, "label"), text=said.group(whole, "body").strip())
                start = line.end()
    yield replace(turn, text=turn.text[start:].strip())


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


def _with_speakers_behind(turns: Sequence[Turn], roster: Roster) -> list[Turn]:
    """The turns with the label that stands in brackets at their end, where most turns without a label have one."""
    plain = [turn for turn in turns if turn.label is None]
    found = {id(turn): match for turn in plain if (match := BEHIND.fullmatch(turn.text.string))}
    labels = [squeezed(match["label"]) for match in found.values()]
    known = sum(1 for label in labels if roster.is_speaker(label, bracketed=True))
    told = len(found) >= max(FEWEST, MOST * len(plain)) and known >= FEWEST_KNOWN and len(set(labels)) < len(labels)
    if not told or any(map(NO_NAME.search, labels)):
        found = {
            i: match for i, match in found.items() if match["body"].endswith("。") and roster.is_speaker(match["label"])
        }
    return [_named(turn, found[id(turn)]) if id(turn) in found else turn for turn in turns]


def _named(turn: Turn, match: re.Match[str]) -> Turn:
    text = turn.text
    return replace(turn, label=text.group(match, "label"), text=text.group(match, "body").strip())
