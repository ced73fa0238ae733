"""What tells that turns were read wrongly, or are none at all (読み取りの疑い): half-read turns are worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.turns.shapes import cuts, voice_of
from minutes_nlp.structure.turns.talk import asking
from minutes_nlp.structure.vocabulary import any_of, squeezed

__all__ = [
    "agreement",
    "answers_nothing",
    "holds_no_talk",
    "leaves_labels",
    "only_tells",
    "promised",
    "signs_inside",
]

# Set on our corpora with each notation withheld, where no right reading may be doubted away.
FEWEST_NAMED = 3  # labels of speakers that are left over
LEFT, INSIDE = 0.6, 0.25  # share of turns that begin with a delimiter; signs inside for each turn
FEWEST_REMARKS = 4  # of which none asks; in documents of our corpora and samples at least two in five do
LONGEST_TITLE = 50  # characters, as of any heading
ENDED = re.compile(r"(?:挨拶|紹介|案内|連絡|報告)が(?:あった|行われた|なされた)。$")  # 新任の委員から挨拶があった。
LEFT_OVER = re.compile(r"[^\w\s（(【〔［\[「『＜<〈《“\"※]")  # ／夜九時まで…
# …［10:07］情報政策課, …いつ直るのか。＜市民課＞… / …。（委員）… / …。山田委員：…
INNER = re.compile(
    r"(?:\n|(?<=[。？?]))[ \u3000]*"
    r"(?:[（(【〔［\[＜<〈《](?P<label>[\w \u3000]{1,12})[）)】〕］\]＞>〉》]"
    r"|[［\[（(]?[0-9０-９]{1,2}[:：][0-9０-９]{2}"
    r"|[^\w\s「『、。」』）)（(]|\w{1,10}[\t：:／＞])"
)

SPACED = re.compile(
    r"\n[ \u3000]*(?P<label>\w{2,12})[ \u3000]+(?=[^\n]*。)"
)  # …でしょうか。⏎建設課　三本を直しました。


def answers_nothing(turns: Sequence[Turn]) -> bool:
    """Whether all turns have the mark of answers, and nobody is named: then the mark means something else."""
    return all(turn.form.kind is UtteranceKind.REPLY and turn.label is None for turn in turns)


def holds_no_talk(turns: Sequence[Turn], titles: Iterable[str]) -> bool:
    """Whether marks alone tell turns apart, of several with the mark of remarks none asks, and no title tells of talk.

    Then they are decisions or facts with their consequences: ○開始は七月とする。→契約課が手引きを配る。
    """
    if any(any_of("wording", "talk_titles").search(squeezed(title)) for title in titles):
        return False
    remarks = [turn for turn in turns if turn.form.kind is UtteranceKind.REMARK]
    unsaid = all(turn.label is None and not turn.form.fixed for turn in turns)
    return unsaid and len(remarks) >= FEWEST_REMARKS and not any(asking(turn.text.string) for turn in remarks)


def signs_inside(turns: Sequence[Turn]) -> int:
    """How many lines inside the turns begin as turns do, where they are too many to be chance; else none."""
    inner = sum(1 for turn in turns for _ in INNER.finditer(turn.text.string))
    return inner if inner >= INSIDE * len(turns) else 0


def promised(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a line says that remarks and their answers stand below it, and something below asks (意見と回答)."""
    titles = any_of("wording", "exchange_titles")
    for i, paragraph in enumerate(paragraphs):
        line = squeezed(paragraph.text.string).strip("【】＜＞〔〕") if len(paragraph.text) <= LONGEST_TITLE else ""
        if line and titles.fullmatch(line):
            return any(asking(below.text.string) for below in paragraphs[i + 1 :])
    return False


def only_tells(turns: Sequence[Turn], title: str) -> bool:
    """Whether what seem to be turns of a section are notices: ４．その他 ・研修の参加者を募集中 ・次回は五月八日."""
    if not turns or not any_of("wording", "notice_sections").search(squeezed(title)):
        return False
    remarks = [t.text.string.rstrip() for t in turns if t.form.kind is UtteranceKind.REMARK and t.label is None]
    unsaid = all(turn.label is None and not turn.form.fixed for turn in turns)
    return unsaid and not any(asking(said) or _is_said(said) for said in remarks)


def _is_said(string: str) -> bool:
    """Whether an item ends as what somebody says does, not as what is told of the end: …から挨拶があった。"""
    return ends_whole(string) and ENDED.search(string) is None


def agreement(turns: Sequence[Turn], others: Sequence[Turn], end: int) -> float:
    """F1 over two readings' turns, by where their words begin and end, before paragraph `end`."""
    own, other = _edges(turns, end), _edges(others, end)
    return 2 * len(own & other) / (len(own) + len(other)) if own or other else 1.0


def _edges(turns: Sequence[Turn], end: int) -> set[tuple[int, int]]:
    spans = [turn.text.spans for turn in turns if turn.place + 1 < end]
    return {(span[0][0], span[-1][1]) for span in spans if span}


def leaves_labels(turns: Sequence[Turn], headings: Sequence[str], roster: Roster) -> bool:
    """Whether labels of speakers are left among the headings, inside the turns, or before the words of most."""
    inner = (match["label"] for turn in turns for match in INNER.finditer(turn.text.string) if match["label"])
    named = sum(1 for label in (*headings, *inner) if roster.is_speaker(label))
    spaced = (match["label"] for turn in turns for match in SPACED.finditer(turn.text.string))
    named += sum(1 for label in spaced if roster.is_speaker(label, bracketed=True))
    return named >= FEWEST_NAMED or sum(1 for turn in turns if _leaves_label(turn, roster)) >= LEFT * len(turns)


def _leaves_label(turn: Turn, roster: Roster) -> bool:
    string = turn.text.string
    if LEFT_OVER.match(string) or turn.label or turn.form.fixed:
        return LEFT_OVER.match(string) is not None
    first, *more = string.split("\n", 1)
    inline = [cut for cut in cuts(first) if cut.shape.place is LabelPlace.INLINE or (more and turn.marker)]
    known = [cut for cut in inline if voice_of(cut.label, roster)]
    return any(not cut.shape.weak or (turn.marker and roster.is_speaker(cut.label)) for cut in known)
