"""What people should look at (確認の要る箇所): turns not found or doubtful, questions without an answer, kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minutes_nlp.model import Note, Utterance, UtteranceKind
from minutes_nlp.structure.exchanges.acts import Act, asks
from minutes_nlp.structure.turns.choice import Talk
from minutes_nlp.structure.turns.signs import reasons

__all__ = ["notes_of", "unparsed"]


def notes_of(talk: Talk, acts: Sequence[Act], utterances: Sequence[Utterance]) -> Iterator[Note]:
    """The notes on what was read."""
    if not utterances:
        yield unparsed(talk)
    elif talk.signs and talk.is_doubtful:
        inferred = (
            f"登録されていない書き方の会議録で、書き方({talk.shown})は文書から推定しました。" if talk.inferred else ""
        )
        why = "".join(f"{reason}。" for reason in reasons(talk.signs))
        yield Note(
            "doubtful-notation",
            f"{inferred}発言の区切りが正しくない見込みが {talk.wrong:.0%} あります。{why}本文と見比べてください。",
        )
    answering = {act.turn.notation.name for act in acts if act.kind is UtteranceKind.REPLY}
    answered = {target for act in acts for target in act.answers if act.kind is UtteranceKind.REPLY}
    for i, (act, utterance) in enumerate(zip(acts, utterances, strict=True)):
        replied = act.turn.notation.prints_replies and act.turn.notation.name in answering
        if replied and act.kind is UtteranceKind.REMARK and i not in answered and asks(utterance.text):
            yield Note("unanswered-remark", f"{utterance.id} への回答が印刷されていません。", utterance.spans)
        if act.doubtful:
            yield Note("doubtful-kind", f"{utterance.id} の区分は確かではありません。", utterance.spans)


def unparsed(talk: Talk) -> Note:
    """That no turns were found, what came nearest, and why it was refused."""
    share = f"(本文の {talk.signs.share:.0%})" if talk.signs else ""
    nearest = (
        f"登録された記法に合わず、「{talk.shown}」を発言の印とみても{share}、{talk.refused}。"
        if talk.shown
        else "登録された記法に合わず、発言の印になる記号も見つかりません。"
    )
    return Note("unparsed", f"発言の書き方(記法)を判定できませんでした。{nearest}")
