"""Turns of transcripts (議事録の発言): role, wording and the turns before decide their kind."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_nlp.model import Basis, Role, Speaker, UtteranceKind
from minutes_nlp.structure.exchanges.comebacks import Scene, answers_back, come_back_on, is_called
from minutes_nlp.structure.exchanges.runs import open_remarks, root
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.lines import is_scene
from minutes_nlp.structure.turns.act import OFFICIAL, Act, asks, holds, is_courtesy, sentences
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of, squeezed
from minutes_nlp.values import REMARKS

__all__ = ["gives_floor", "spoken"]

CALL_SENTENCES = 4  # sentences at the end of a turn in which the one who is asked is named
CALL_LENGTH = 120  # characters at the end of a chair's turn in which it hands over
SHORT = 110  # characters up to which a chair's opinion is no doubt
OPINES = 150  # characters of a chair beside leading, with an opinion, that are a remark: 4 of 4; from 100 on 6 of 7
OBSERVED = 0.08  # likeness to an open remark from which an observer answers it
CLOSING_QUOTES = "」』"
BRIEF = 40  # characters of a turn that says too little to be sure


def spoken(turn: Turn, speaker: Speaker, scene: Scene) -> Act:
    """A turn of a transcript, judged."""
    string = turn.text.string
    pending = open_remarks(scene.before, turn.stretch)
    asked_by_mark = scene.last and scene.last.turn.form.fixed and scene.last.kind is UtteranceKind.REMARK
    if asked_by_mark or _is_addressed(turn, speaker, scene):
        basis, sure = (Basis.MARK, 0.9) if asked_by_mark else (Basis.LABEL, 0.7)
        return Act(turn, UtteranceKind.REPLY, speaker, pending[-1:], basis, sure)
    if is_scene(string) or _is_polite(turn, speaker, pending, scene):
        return Act(turn, UtteranceKind.STATEMENT, speaker, confidence=0.9)
    if speaker.role is Role.CHAIR:
        return _consented(turn, speaker, scene) or _chaired(turn, speaker, scene)
    if speaker.role in OFFICIAL:
        return _official(turn, speaker, scene, pending)
    if speaker.role is Role.GUEST:
        return _guests(turn, speaker, scene, pending)
    return _members(turn, speaker, scene)


def _is_polite(turn: Turn, speaker: Speaker, pending: Sequence[int], scene: Scene) -> bool:
    """Whether a turn is courtesy alone; 承知しました to an open remark is an answer, and はい to a question."""
    official = speaker.role in OFFICIAL
    if official and pending and any_of("wording", "agreed").search(turn.text.string):
        return False
    asked = scene.last is not None and scene.last.kind in REMARKS and asks(sentences(scene.last.turn.text.string)[-1])
    if official and asked and any_of("wording", "says_yes").search(turn.text.string):
        return False
    return is_courtesy(turn.text.string, introduces=not official or not pending)


def _consented(turn: Turn, speaker: Speaker, scene: Scene) -> Act | None:
    """A chair's plain yes to the proposal just made: そのようにする。"""
    asked = scene.last is not None and scene.last.kind in REMARKS and asks(scene.last.turn.text.string)
    if not asked or not any_of("wording", "consents").search(squeezed(turn.text.string)):
        return None
    return Act(turn, UtteranceKind.REPLY, speaker, (root(scene.before, len(scene.before) - 1),), Basis.WORDING, 0.8)


def _chaired(turn: Turn, speaker: Speaker, scene: Scene) -> Act:
    """A chair's turn: leading is a statement, a question or an opinion of one's own is a remark."""
    procedure = any_of("wording", "procedure")
    own = [s for s in sentences(turn.text.string) if any_of("wording", "chair_asks").search(s)]
    if any_of("wording", "next_item").search(turn.text.string[-CALL_LENGTH:]):
        return Act(turn, UtteranceKind.STATEMENT, speaker, basis=Basis.WORDING, confidence=0.8)
    target = come_back_on(turn, speaker, scene) if any_of("wording", "as_member").search(turn.text.string) else None
    if target is not None:
        return Act(turn, UtteranceKind.FOLLOW_UP, speaker, (target,), Basis.POSITION, 0.6)
    if any(not procedure.search(sentence) for sentence in own):
        return Act(turn, UtteranceKind.REMARK, speaker, basis=Basis.WORDING, confidence=0.6)
    shares = _shares(turn, scene)
    if shares or any_of("wording", "as_member").search(turn.text.string):
        sure = 0.6 if shares else 0.7
        return Act(turn, UtteranceKind.REMARK, speaker, basis=Basis.WORDING, confidence=sure, doubtful=shares)
    free = [s for s in sentences(turn.text.string) if not procedure.search(s)]
    explained = any_of("wording", "hands_over").search(turn.text.string[-CALL_LENGTH:])
    if not explained and sum(map(len, free)) >= OPINES and any(map(holds, free)):
        return Act(turn, UtteranceKind.REMARK, speaker, basis=Basis.WORDING, confidence=0.6)
    doubtful = len(turn.text) > SHORT and holds(turn.text.string) and not procedure.search(turn.text.string)
    return Act(turn, UtteranceKind.STATEMENT, speaker, basis=Basis.WORDING, confidence=0.8, doubtful=doubtful)


def _shares(turn: Turn, scene: Scene) -> bool:
    """Whether a short turn only shares the remark before it: 同じことを三年前にも申し上げた。"""
    last, string = scene.last, turn.text.string
    alike = any_of("wording", "same_view").search(squeezed(string)) is not None
    return alike and last is not None and last.kind in REMARKS and len(string) <= SHORT and not asks(string)


def _official(turn: Turn, speaker: Speaker, scene: Scene, pending: tuple[int, ...]) -> Act:
    """A turn of the secretariat: the answer to what is open, a request to one who speaks too, else an explanation."""
    if speaker.role is Role.MINISTER and (back := _head_comes_back(turn, speaker, scene)) is not None:
        return Act(turn, UtteranceKind.FOLLOW_UP, speaker, (back,), Basis.POSITION, 0.6, doubtful=True)
    if speaker.role is Role.MINISTER and asks(sentences(turn.text.string)[-1]):
        called = _calls(turn, scene)
        kind = UtteranceKind.REMARK if called else UtteranceKind.STATEMENT
        return Act(turn, kind, speaker, basis=Basis.WORDING, confidence=0.7, doubtful=not called and bool(pending))
    if not pending or _runs_session(turn) or (scene.last and _hands_over(scene.last)):
        return Act(turn, UtteranceKind.STATEMENT, speaker, confidence=0.8)
    sure = 0.8 if len(pending) == 1 and asks(scene.before[pending[0]].turn.text.string) else 0.6
    return Act(turn, UtteranceKind.REPLY, speaker, pending, Basis.POSITION, sure)


def _head_comes_back(turn: Turn, speaker: Speaker, scene: Scene) -> int | None:
    """The remark on whose answer by an official a mayor or minister comes back: 誰が行くのですか。"""
    last = scene.last
    if last is None or last.kind is not UtteranceKind.REPLY or last.speaker.role is not Role.SECRETARIAT:
        return None
    string = turn.text.string
    demands = asks(string) or any_of("wording", "demands").search(string)
    if not demands or not last.answers or speaker.label == last.speaker.label:
        return None
    return root(scene.before, last.answers[-1])


def _calls(turn: Turn, scene: Scene) -> bool:
    """Whether the last sentence asks somebody by name who has spoken (芳賀大臣にお願いしたい)."""
    said = squeezed(sentences(turn.text.string)[-1])
    titles = (titled(act.speaker.label or "") for act in scene.before)
    return any(title is not None and len(title.name) > 1 and title.name in said for title in titles)


def _runs_session(turn: Turn) -> bool:
    """Whether a turn opens, pauses or closes the session, or tells when the next one is."""
    said = sentences(turn.text.string)
    return any(any_of("wording", "session").search(sentence) for sentence in (said[0], said[-1])) if said else False


def _guests(turn: Turn, speaker: Speaker, scene: Scene, pending: tuple[int, ...]) -> Act:
    """A guest's turn: the answer to what was just asked, a talk that the chair announced, else as a member's."""
    string = turn.text.string
    if turn.form.role is Role.GUEST:  # a section of hearings: each presents, none answers
        kind = UtteranceKind.REMARK if asks(string) else UtteranceKind.STATEMENT
        return Act(turn, kind, speaker, basis=Basis.SECTION, confidence=0.8)
    led = scene.last is None or scene.last.kind is UtteranceKind.STATEMENT
    presents = any_of("wording", "presents").search(string) is not None
    asks_by_name = any_of("wording", "asking_labels").search(squeezed(speaker.label or ""))
    alike = any(scene.likeness(len(scene.before), i) >= OBSERVED for i in pending)
    if asks_by_name or (_observes(speaker) and not alike):
        return _members(turn, speaker, scene)
    thanks = any_of("wording", "idle").search(string) is not None
    if (
        pending
        and not presents
        and not thanks
        and not asks(string)
        and not (led and scene.last and _hands_over(scene.last))
    ):
        return Act(turn, UtteranceKind.REPLY, speaker, pending, Basis.POSITION, 0.6)
    free = not presents or (scene.last is not None and not gives_floor(scene.last))
    if (led or presents) and free and (said := sentences(string.strip().rstrip(CLOSING_QUOTES))) and asks(said[-1]):
        return _members(turn, speaker, scene)
    if led or presents:
        return Act(turn, UtteranceKind.STATEMENT, speaker, confidence=0.6, doubtful=not presents and asks(string))
    return _members(turn, speaker, scene)


def _observes(speaker: Speaker) -> bool:
    """Whether an observer is named; one who is only called オブザーバー speaks for the office that was asked."""
    title = titled(speaker.label or "")
    observer = title is not None and any_of("wording", "observers").search(title.title)
    return bool(observer and title and title.name)


def _members(turn: Turn, speaker: Speaker, scene: Scene) -> Act:
    """A member's turn: a remark, a follow-up where it comes back on an answer, or an introduction."""
    string = turn.text.string
    pending = open_remarks(scene.before, turn.stretch)
    if pending and not asks(string) and _presented(speaker, scene):
        return Act(turn, UtteranceKind.REPLY, speaker, pending, Basis.POSITION, 0.6)
    back = answers_back(turn, speaker, scene)
    if back is not None:
        return Act(turn, UtteranceKind.REPLY, speaker, (back,), Basis.POSITION, 0.6)
    idle = not asks(string) and not holds(string)
    called = scene.last is not None and gives_floor(scene.last)
    if idle and (speaker.role is Role.UNKNOWN or called or any_of("wording", "idle").search(string)):
        return Act(turn, UtteranceKind.STATEMENT, speaker, confidence=0.6, doubtful=speaker.role is Role.UNKNOWN)
    target = come_back_on(turn, speaker, scene)
    if target is not None:
        return Act(turn, UtteranceKind.FOLLOW_UP, speaker, (target,), Basis.POSITION, 0.7)
    sure = 0.6 if idle else 0.8
    doubtful = idle and len(string) < BRIEF
    return Act(turn, UtteranceKind.REMARK, speaker, basis=Basis.WORDING, confidence=sure, doubtful=doubtful)


def _presented(speaker: Speaker, scene: Scene) -> bool:
    """Whether the chair gave the floor to this very speaker for a talk, on which the others ask since (話題提供)."""
    return scene.last is not None and (scene.last.turn.section, speaker.label) in scene.talkers


def gives_floor(last: Act) -> bool:
    """Whether a chair's turn calls on one of the members or guests for a talk: 深見さんから御紹介いただきます。"""
    said = squeezed(last.turn.text.string)[-CALL_LENGTH:]
    return last.speaker.role is Role.CHAIR and any_of("wording", "talks").search(said) is not None


def _is_addressed(turn: Turn, speaker: Speaker, scene: Scene) -> bool:
    """Whether the turn before is a remark whose last words ask this very speaker, by name or as the secretariat."""
    last = scene.last
    if last is None or last.kind not in REMARKS or not speaker.label:
        return False
    if last.speaker.label == speaker.label or not asks(last.turn.text.string) or asks(turn.text.string):
        return False
    title = titled(speaker.label)
    name = title.name if title else squeezed(speaker.name or "")
    called = "".join(sentences(last.turn.text.string)[-CALL_SENTENCES:])
    return (len(name) > 1 and name in called) or is_called(speaker, last.turn.text.string)


def _hands_over(last: Act) -> bool:
    """Whether the turn before asked for an explanation of papers, went on to the next item, or closed the session."""
    said = last.turn.text.string[-CALL_LENGTH:]
    return last.kind is UtteranceKind.STATEMENT and any_of("wording", "hands_over").search(said) is not None
