"""What kind of turn each is, and whose (発言の区分と立場): in the order of trust.

The printed label, the attendance list, the attribution 旨事務局より回答, the section, the wording, the position. The
rules of wording are patterns in `wording.toml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from minutes_nlp.model import Basis, Role, Speaker, UtteranceKind
from minutes_nlp.structure.exchanges.blocks import answering_sections, in_answer_block, matched_blocks
from minutes_nlp.structure.exchanges.comebacks import Scene
from minutes_nlp.structure.exchanges.content import Content
from minutes_nlp.structure.exchanges.likeness import Likeness
from minutes_nlp.structure.exchanges.marked import closing, closing_sections, custom_of, marked, unmarked_answer
from minutes_nlp.structure.exchanges.runs import settle
from minutes_nlp.structure.exchanges.second_opinion import Opinion, as_kind, opinions
from minutes_nlp.structure.exchanges.sides import Sides
from minutes_nlp.structure.exchanges.spoken import gives_floor, spoken
from minutes_nlp.structure.exchanges.sureness import with_doubts
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.turns.act import Act, asks
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of, squeezed, table

__all__ = ["Act", "acts_of", "asks"]

FEWEST_LED, LED = 3, 0.5  # turns, and share of all of one's own, in which one leads; those who are led have none
SECRETARIAT = "事務局"
NOBODY = Sides()
BODIES = {Role.GUEST, Role.SECRETARIAT, Role.UNKNOWN}  # how bodies are read by their names alone: 県交通課, 町内会代表


def acts_of(turns: Sequence[Turn], roster: Roster, titles: dict[str | None, str], sides: Sides = NOBODY) -> list[Act]:
    """All turns judged, in order; `titles` holds the title of each section.

    `sides` tells who gives answers that name nobody: of a notice (事務連絡) its sender, in 大臣会見 the minister.
    """
    likeness = Likeness([turn.text.string for turn in turns])
    acts = _judged(turns, roster, titles, Past(likeness, sides))
    others = opinions(acts, likeness)
    if any(other.wins for other in others.values()):
        acts = _judged(turns, roster, titles, Past(likeness, sides, others))
    acts = [replace(act, doubtful=True) if i in others else act for i, act in enumerate(acts)]
    answering = answering_sections(turns, titles)
    return with_doubts(matched_blocks(acts, answering) if answering else acts)


def _judged(turns: Sequence[Turn], roster: Roster, titles: dict[str | None, str], past: Past) -> list[Act]:
    """All turns judged by the rules, but for those of which another opinion wins."""
    acts, content = past.acts, Content([turn.text.string for turn in turns], views=("senses",), vectors=False)
    ends, custom = closing_sections(turns, titles), custom_of(turns, roster)
    heads, seated = _heads(turns), _seated(turns, roster)
    answering, presiding = answering_sections(turns, titles), _presiding(turns) | _leading(turns, roster)
    for turn in turns:
        speaker = _invited(roster.resolve(turn.label), heads) if turn.label else Speaker(None)
        if turn.form.role is not None and (turn.label or turn.notation.declared):
            speaker = replace(speaker, role=turn.form.role, basis=Basis.SECTION, confidence=0.8)
        if squeezed(speaker.label or "") in seated:
            speaker = replace(speaker, role=Role.MEMBER, basis=Basis.MARK, confidence=0.7)
        if squeezed(speaker.label or "") in presiding:
            speaker = replace(speaker, role=Role.CHAIR, basis=Basis.WORDING, confidence=0.8)
        if turn.section in ends and turn.label is None:
            act = closing(turn, custom)
        elif turn.section in answering and turn.label is None:
            act = in_answer_block(turn)
        elif turn.form.kind is UtteranceKind.STATEMENT and turn.form.role is Role.CHAIR:
            chair = replace(speaker, role=Role.CHAIR, basis=Basis.MARK, confidence=0.95)
            act = spoken(turn, chair, past.scene(turn))
        elif turn.form.kind is not None:
            answer = unmarked_answer(turn, past.scene(turn)) if custom.mixed else None
            act = answer or marked(turn, speaker, past.scene(turn), custom)
        else:
            act = spoken(turn, speaker, past.scene(turn))
        past.add(act)
        settle(acts, content)
    return acts


@dataclass
class Past:
    """What has been judged so far (これまでの発言), with what each next turn asks of it; one that grows."""

    likeness: Likeness
    sides: Sides = NOBODY
    others: Mapping[int, Opinion] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    talkers: set[tuple[str | None, str | None]] = field(default_factory=set)

    def add(self, act: Act) -> None:
        """One more turn, as the rules judged it or as another opinion that wins."""
        other = self.others.get(len(self.acts))
        if other is not None and other.wins:
            act = as_kind(act, other, self.scene(act.turn))
        act = self.sides.told(act)
        last = self.acts[-1] if self.acts else None
        if last and gives_floor(last) and last.turn.section == act.turn.section:
            self.talkers.add((act.turn.section, act.speaker.label))
        if act.kind is UtteranceKind.REMARK:
            self.remarks.append(len(act.turn.text))
        self.acts.append(act)

    def scene(self, turn: Turn) -> Scene:
        """The scene before a turn; its `last` is None where a new section begins, or after an explanation."""
        last = self.acts[-1] if self.acts and self.acts[-1].turn.stretch == turn.stretch else None
        return Scene(self.acts, self.likeness, last, self.remarks, self.talkers)


def _heads(turns: Sequence[Turn]) -> frozenset[str]:
    """The titles of heads of municipalities or prefectures of whom several speak: they are members there."""
    labels = {squeezed(turn.label.string) for turn in turns if turn.label}
    found: set[str] = set()
    for titles in table("speakers")["heads"].values():
        if sum(1 for label in labels if (title := titled(label)) and title.name and title.title in titles) > 1:
            found.update(titles)
    return frozenset(found)


def _seated(turns: Sequence[Turn], roster: Roster) -> frozenset[str]:
    """The labels of bodies that sit as members (構成団体): 事務局 has a mark of its own, and nobody is called 委員."""
    told = [(t.marker.string.strip()[:1], roster.resolve(t.label)) for t in turns if t.marker and t.label]
    own = {mark for mark, speaker in told if SECRETARIAT in squeezed(speaker.label or "")}
    if len(own) != 1 or any(_is_titled_member(speaker) for _, speaker in told):
        return frozenset()
    labels = {squeezed(speaker.label or "") for mark, speaker in told if mark not in own and speaker.role in BODIES}
    return frozenset(label for label in labels if not any_of("wording", "invited").search(label))


def _is_titled_member(speaker: Speaker) -> bool:
    title = titled(speaker.label or "")
    return title is not None and title.role is Role.MEMBER


def _presiding(turns: Sequence[Turn]) -> frozenset[str]:
    """The labels of deputies who preside in the chair's place (代行): they say so, or lead where no chair speaks."""
    labelled = [(squeezed(turn.label.string), squeezed(turn.text.string)) for turn in turns if turn.label]
    deputies = [(label, said) for label, said in labelled if any_of("wording", "deputies").search(label)]
    names = {label for label, _ in labelled} - {label for label, _ in deputies}
    chaired = any((title := titled(name)) and title.role is Role.CHAIR for name in names)
    kinds = ("presides",) if chaired else ("presides", "leads")
    return frozenset(label for label, said in deputies if any(any_of("wording", kind).search(said) for kind in kinds))


def _leading(turns: Sequence[Turn], roster: Roster) -> frozenset[str]:
    """The label of the one who leads a session without a chair by title: 教育長 of a 教育委員会, 市長 of a 本部会議."""
    labelled = [(roster.resolve(turn.label), turn.text.string) for turn in turns if turn.label]
    if any(speaker.role is Role.CHAIR for speaker, _ in labelled):
        return frozenset()
    conducts = any_of("wording", "conducts")
    counts = Counter(speaker.label for speaker, _ in labelled)
    led = Counter(speaker.label for speaker, said in labelled if conducts.search(said))
    return frozenset(
        squeezed(label)
        for label, count in led.most_common(1)
        if label and titled(label) and SECRETARIAT not in label and count >= max(FEWEST_LED, LED * counts[label])
    )


def _invited(speaker: Speaker, heads: frozenset[str]) -> Speaker:
    title = titled(speaker.label or "")
    invited = title is not None and title.title in heads and speaker.role is Role.MINISTER
    return replace(speaker, role=Role.MEMBER, confidence=0.8) if invited else speaker
