"""Who asks and who answers where only 問 and 答 stand (問う側・答える側): by the words of the mark, by the title."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from minutes_nlp.model import Basis, Role, UtteranceKind
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.turns.act import Act
from minutes_nlp.structure.vocabulary import any_of, squeezed, words

__all__ = ["Sides", "asked_by"]

# 委員質問, 応募者からの回答
MARK = re.compile(r"(?P<who>\w{2,8}?)(?:側?から)?の?再?(?:質問|質疑|意見|要望|回答|答弁|説明)")


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose the questions and answers of a document are where no name stands (問う側と答える側)."""

    asker: Role = Role.UNKNOWN
    answerer: Role = Role.UNKNOWN

    def told(self, act: Act) -> Act:
        """The turn with the role of its side, where nothing else tells it; its kind has been judged without."""
        if act.speaker.role is not Role.UNKNOWN:
            return act
        role = _marked(act)
        if squeezed(act.speaker.label or "").endswith(words("speakers", "strangers", "endings")):
            role = Role.GUEST
        elif role is Role.UNKNOWN and act.kind is not UtteranceKind.STATEMENT:
            role = self._answers(act) if act.kind is UtteranceKind.REPLY else self._asks(act)
        told = replace(act.speaker, role=role, basis=Basis.MARK, confidence=0.7)
        return act if role is Role.UNKNOWN else replace(act, speaker=told)

    def _asks(self, act: Act) -> Role:
        return self.asker if _is_nameless(act) else Role.UNKNOWN

    def _answers(self, act: Act) -> Role:
        known = self.answerer is not Role.UNKNOWN or self.asker is Role.UNKNOWN or not _is_nameless(act)
        return self.answerer if known else Role.SECRETARIAT


def asked_by(title: str) -> Role:
    """Who asks by the title of a document: 住民説明会 has guests, 入札監視委員会 has members."""
    sides = (
        side
        for side in (Role.UNKNOWN, Role.GUEST, Role.MEMBER)
        if any_of("speakers", "askers", side.value).search(title)
    )
    return next(sides, Role.UNKNOWN)


def _is_nameless(act: Act) -> bool:
    return act.turn.form.fixed and act.turn.label is None


def _marked(act: Act) -> Role:
    """The role that the mark itself tells."""
    marker = act.turn.marker if act.turn.form.fixed else None
    match = MARK.fullmatch(squeezed(marker.string).strip("：:【】[]［］（）()")) if marker else None
    return Roster().resolve(marker[match.start("who") : match.end("who")]).role if marker and match else Role.UNKNOWN
