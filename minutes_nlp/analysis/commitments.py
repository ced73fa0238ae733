"""Commitments (約束・検討事項・宿題) of the turns: what the government undertakes, with its place in the source."""

from __future__ import annotations

from datetime import date

from minutes_nlp.findings import Commitment
from minutes_nlp.language.commitments import CommitmentMention, commitments_in, of_authority
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.text import Text

__all__ = ["commitments_of"]

# who promises in which turns; an answer that names nobody (旨回答) is the government's, words at the close need a name
PROMISING = {
    UtteranceKind.REPLY: {Role.SECRETARIAT, Role.MINISTER, Role.UNKNOWN},
    UtteranceKind.STATEMENT: {Role.SECRETARIAT, Role.MINISTER},
}


def commitments_of(
    text: Text, kind: UtteranceKind, role: Role, said_on: date | None, label: str | None = None
) -> tuple[Commitment, ...]:
    """The commitments of a turn (宿題), in order; none of a member's, whatever its wording.

    A guest or member who answers for an authority, as the printed label tells (環境省, 大曽根町長), promises like the
    secretariat; the same words of theirs unasked are an opinion.
    """
    answers = role in {Role.GUEST, Role.MEMBER} and kind is UtteranceKind.REPLY and of_authority(label or "")
    if not answers and role not in PROMISING.get(kind, ()):
        return ()
    return tuple(_commitment(text, found) for found in commitments_in(text.string, said_on))


def _commitment(text: Text, found: CommitmentMention) -> Commitment:
    printed = text[found.start : found.end]
    return Commitment(
        found.strength,
        printed.string,
        printed.spans,
        due_text=text.string[slice(*found.due_span)] if found.due_span else None,
        due=found.due.isoformat() if found.due else None,
    )
