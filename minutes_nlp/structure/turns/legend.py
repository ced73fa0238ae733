"""The legend of a document (凡例): what each mark means there, said by the document itself: ○：委員、●：事務局."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.structure.labels import is_office, titled
from minutes_nlp.structure.turns.notation import Notation, forms_of
from minutes_nlp.structure.turns.shapes import Voice, word_voice
from minutes_nlp.structure.vocabulary import marks, squeezed

__all__ = ["Legend", "legend_of"]

LONGEST = 120  # characters of a line that tells of four marks
MOST_BESIDE = 16  # characters beside the marks and their meanings: 凡例, 発言者の区分は次のとおり
# ○：委員の発言, 「→」は事務局, ●…発表者, ○＝質問
ITEM = re.compile(
    r"(?<![\w）)])[「『]?(?P<sign>[^\w\s、。，．,.:：=＝…「」『』（）()※])[」』]?印?[ \u3000]*"
    r"(?:[:：=＝…]+|は)[ \u3000]*(?P<who>[^\s、。，,;；／/:：（）()「」【】]{1,20})(?:[（(][^（）()]{1,16}[）)])?"
)
# …側からの意見, …の発言を示す
SAYS = re.compile(
    r"(?:側|等)?(?:から|より)?の?(?P<act>発言|意見|質問|回答|説明|答弁|コメント|質疑|応答)?(?:等|要旨|内容)?"
    r"(?:を(?:示|表)す|です|である)?$"
)
KINDS = {  # whose words are answers to others
    Role.MEMBER: UtteranceKind.REMARK,
    Role.CHAIR: UtteranceKind.STATEMENT,
    Role.SECRETARIAT: UtteranceKind.REPLY,
    Role.MINISTER: UtteranceKind.REPLY,
    Role.GUEST: UtteranceKind.REPLY,
}
VOICES = {Voice.ASKS: UtteranceKind.REMARK, Voice.ANSWERS: UtteranceKind.REPLY}
BRACKETS = ["（）", "【】", "〔〕", "＜＞"]


@dataclass(frozen=True, slots=True)
class Legend:
    """The notation that a document declares, and the paragraphs in which it does (凡例)."""

    notation: Notation
    places: frozenset[int]


def legend_of(paragraphs: Sequence[Paragraph]) -> Legend | None:
    """The legend of a document; None where it has none that tells who asks and who answers."""
    found: dict[str, tuple[UtteranceKind, Role | None]] = {}
    places: set[int] = set()
    for i, paragraph in enumerate(paragraphs):
        items = dict(_items(paragraph)) if len(paragraph.text) <= LONGEST else {}
        if items.keys() - found.keys():
            found = items | found
            places.add(i)
    if not {UtteranceKind.REMARK, UtteranceKind.REPLY} <= {kind for kind, _ in found.values()}:
        return None
    forms = [form for sign, (kind, role) in found.items() for form in _turns(sign, kind, role)]
    notation = Notation("legend", "凡例による記法", tuple(forms_of(forms)), declared=True)
    return Legend(notation, frozenset(places))


def _items(paragraph: Paragraph) -> Iterator[tuple[str, tuple[UtteranceKind, Role | None]]]:
    """The marks that a line explains, with what each means; none of a line that says more than that."""
    string = (paragraph.marker.string if paragraph.marker else "") + paragraph.text.string
    if ITEM.search(string) is None or len(squeezed(ITEM.sub("", string))) > MOST_BESIDE:
        return
    for match in ITEM.finditer(string):
        meaning = _meaning(match["who"])
        if meaning:
            yield match["sign"], meaning


def _meaning(words: str) -> tuple[UtteranceKind, Role | None] | None:
    """What the words behind a mark tell: 委員の意見, 事務局, 回答."""
    says = SAYS.search(words)
    who = words[: says.start()] if says else words
    title = titled(who)
    role = title.role if title else Role.SECRETARIAT if is_office(who) else None
    voice = word_voice(says["act"] or "") if says else None
    kind = VOICES.get(voice or word_voice(who) or Voice.SPEAKER) or (KINDS.get(role) if role else None)
    return (kind, role) if kind else None


def _turns(sign: str, kind: UtteranceKind, role: Role | None) -> Iterator[dict[str, object]]:
    """The forms of the turns with a mark, as a notation's file would have them; a label that is printed tells more."""
    mark = ["circle"] if sign in marks("circle") else [sign]
    turn: dict[str, object] = {"mark": mark, "kind": kind.value}
    yield turn | {"label": "inline", "brackets": BRACKETS}
    yield turn | {"label": "inline", "gap": ["space", "colon"]}
    yield turn | {"label": "end", "brackets": BRACKETS[:2]}
    yield turn | ({"role": role.value} if role else {})
