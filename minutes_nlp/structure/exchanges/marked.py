"""Turns whose kind the notation prints (記号で分かる発言): ○ and →, 問 and 答; who speaks where no label says it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile

from minutes_nlp.model import Basis, Role, Speaker, UtteranceKind
from minutes_nlp.structure.exchanges.comebacks import Scene
from minutes_nlp.structure.labels import Roster, is_office, office_role, titled
from minutes_nlp.structure.turns.act import Act, asks, holds, says
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of, squeezed, table, words

__all__ = ["Custom", "closing", "closing_sections", "custom_of", "marked", "referred", "unmarked_answer"]

ATTRIBUTED = 0.5  # share of replies that name who answers, from which one that does not is a member's
CLOSED = {UtteranceKind.REPLY, UtteranceKind.STATEMENT}  # after which nothing waits for an answer
LIKE = 0.05  # likeness from which an answer without a mark is on the remark above; of 177 remarks none passed for one
FEWEST_NUMBERS = 2  # of an answer to several questions; one alone may be of a count of its own
PLAINLY = 0.03  # likeness by which an answer is on the newer of two remarks alone
ANSWERED = (
    0.9  # share of remarks with an answer right below, from which one below two is to both: 5 of 5; from .83 7 of 9
)
ALIKE = 0.12  # likeness of two remarks from which one answer is to both: 9 of 9; others had 0.08 at most
DECIDED = 0.5  # share of turns that tell a decision, from which a document is a list of decisions
# …を予定している（事務局）。
AT_END = re.compile(r"[（(](?P<who>[^（）()。、]{2,12})[）)][。]?$")


# （２）及び（４）について, ①、③に関して
REFERENCE = re.compile(
    r"(?:[（(]?[0-9０-９①-⑳]{1,2}[）)]?(?:から|及び|並びに|と|[、・,，～〜~])?)+(?:の(?:御)?(?:意見|指摘|質問))?(?:について|に関し|に対し|は、)"
)


@dataclass(frozen=True, slots=True)
class Custom:
    """How a document tells who answers (回答者の示し方)."""

    attributed: bool  # nearly all replies say who answers (旨事務局より回答)
    unattributed: bool  # no reply says it, as the secretariat gives them all
    secretariat: bool  # the secretariat is called 事務局, so that another office is a guest
    mixed: bool  # no mark and no label tells an answer from a remark (委員・事務局の別なし)
    decides: bool  # most turns tell what was decided (決定事項), nobody's opinion
    answers_all: bool = False  # nearly each remark has its answer below it, so that one below two is to both


def custom_of(turns: Sequence[Turn], roster: Roster) -> Custom:
    """How a document tells who answers."""
    replies = [t for t in turns if t.form.kind is UtteranceKind.REPLY and t.label is None and not t.form.fixed]
    told = sum(1 for turn in replies if _attribution(turn.text.string))
    plain = [turn for turn in turns if turn.label is None and not turn.form.fixed]
    decided = sum(1 for turn in plain if any_of("wording", "decided").search(squeezed(turn.text.string)))
    attributed = len(replies) > 1 and told >= ATTRIBUTED * len(replies)
    mixed = not any(t.label or t.form.fixed or t.form.kind is not UtteranceKind.REMARK for t in turns)
    kinds = [turn.form.kind for turn in turns]
    asked = kinds.count(UtteranceKind.REMARK)
    below = sum(1 for pair in pairwise(kinds) if pair == (UtteranceKind.REMARK, UtteranceKind.REPLY))
    answers_all = below >= ANSWERED * asked
    return Custom(attributed, told == 0, roster.has_secretariat, mixed, decided > DECIDED * len(plain), answers_all)


# --- section -------------------------------------------------------------------------------------------------------


def closing_sections(turns: Sequence[Turn], titles: dict[str | None, str]) -> set[str | None]:
    """Sections that sum up for the government's side: by title and wording together; elsewhere a chair may sum up."""
    named = {
        turn.section
        for turn in turns
        if any(word in titles.get(turn.section, "") for word in table("wording")["closing_sections"])
    }
    return {section for section in named if any(t.section == section and _sums_up(t) for t in turns)}


def closing(turn: Turn, custom: Custom) -> Act:
    """A turn of a section that sums up."""
    told = _told(Speaker(None), turn, custom)
    sure = 0.85 if _sums_up(turn) else 0.65
    speaker = Speaker(None, role=Role.SECRETARIAT, basis=Basis.SECTION, confidence=sure)
    return Act(turn, UtteranceKind.STATEMENT, told if told.basis is Basis.ATTRIBUTION else speaker)


def _sums_up(turn: Turn) -> bool:
    return says("secretariat", turn) or says("closing", turn)


# --- mark ----------------------------------------------------------------------------------------------------------


def marked(turn: Turn, speaker: Speaker, scene: Scene, custom: Custom) -> Act:
    """A turn whose kind the notation's mark shows."""
    if turn.form.kind is UtteranceKind.REPLY:
        return _under_remark(turn, speaker, scene, custom)
    if turn.form.kind is UtteranceKind.REMARK:
        return _remark(turn, speaker, scene.before, custom)
    kind = turn.form.kind or UtteranceKind.STATEMENT
    remark = _last_remark(scene.before, turn.section)
    if kind is UtteranceKind.FOLLOW_UP and remark is not None:
        return Act(turn, kind, _told(speaker, turn, custom), (remark,), Basis.MARK, 0.9)
    return Act(turn, kind, _told(speaker, turn, custom), basis=Basis.MARK, confidence=0.95)


def unmarked_answer(turn: Turn, scene: Scene) -> Act | None:
    """An answer that has the mark of remarks, right below its remark: an office's wording, and the same matter."""
    last, string = scene.last, turn.text.string
    if last is None or last.kind is not UtteranceKind.REMARK or asks(string) or says("member", turn):
        return None
    if not says("official_answer", turn) or says("urges", turn) or scene.like([len(scene.before) - 1]) < LIKE:
        return None
    speaker = Speaker(None, role=Role.SECRETARIAT, basis=Basis.WORDING, confidence=0.6)
    answers = (len(scene.before) - 1,)
    return Act(turn, UtteranceKind.REPLY, speaker, answers, Basis.WORDING, 0.6, doubtful=True)


def _remark(turn: Turn, speaker: Speaker, before: Sequence[Act], custom: Custom) -> Act:
    """A turn with the mark of remarks; an attribution inside it says that it answers the one before."""
    reported = speaker.label is None and _reported(turn, custom)
    if reported:
        return Act(turn, UtteranceKind.STATEMENT, reported, basis=Basis.ATTRIBUTION, confidence=0.85)
    speaker = _told(speaker, turn, custom)
    base = _of_base(turn, before)
    if base is not None:
        return Act(turn, UtteranceKind.FOLLOW_UP, speaker, (base,), Basis.MARK, 0.85)
    last = _last_remark(before, turn.section)
    if last is not None and before[-1].kind is UtteranceKind.REPLY and _only_requests(turn):
        return Act(turn, UtteranceKind.FOLLOW_UP, _member(turn, speaker), (last,), Basis.WORDING, 0.7)
    if speaker.basis is Basis.ATTRIBUTION and speaker.role in {Role.SECRETARIAT, Role.CHAIR}:
        answers = (last,) if last is not None and speaker.role is Role.SECRETARIAT and not _at_end(turn) else ()
        kind = UtteranceKind.REPLY if answers else UtteranceKind.STATEMENT
        return Act(turn, kind, speaker, answers, Basis.ATTRIBUTION, 0.85)
    if speaker.role is Role.UNKNOWN and not turn.form.fixed:
        speaker = _member(turn, speaker)
    return Act(turn, UtteranceKind.REMARK, speaker, basis=Basis.MARK, confidence=0.95)


def _reported(turn: Turn, custom: Custom) -> Speaker | None:
    """Who only reported something, by a turn that tells of an explanation, an appointment or the next session."""
    string = squeezed(turn.text.string)
    if _at_end(turn):
        return None
    match = re.match(table("wording")["reported"], string)
    if match:
        found = _named(match["who"] or "", Speaker(None, basis=Basis.WORDING, confidence=0.6), custom)
        return found if found.basis is Basis.ATTRIBUTION else replace(found, role=Role.SECRETARIAT)
    if custom.decides and any_of("wording", "decided").search(string):
        return Speaker(None)
    if any_of("wording", "session").search(string):
        return Speaker(None, role=Role.SECRETARIAT, basis=Basis.WORDING, confidence=0.6)
    return Speaker(None) if any_of("wording", "appointed").search(string) else None


def _under_remark(turn: Turn, speaker: Speaker, scene: Scene, custom: Custom) -> Act:
    """A turn with the mark of replies: the answer, or a member who comes back on it."""
    before = scene.before
    speaker = _told(speaker, turn, custom)
    numbered = referred(turn, before, turn.section) or _of_number(turn, before)
    answers = numbered or _last_remarks(scene, turn, custom)
    if before and _only_agrees(turn, before[-1]):
        return Act(turn, UtteranceKind.STATEMENT, speaker, basis=Basis.WORDING, confidence=0.7)
    if speaker.label and before and before[-1].kind in CLOSED and _only_leads(turn, speaker):
        return Act(turn, UtteranceKind.STATEMENT, speaker, basis=Basis.WORDING, confidence=0.7)
    from_member = speaker.role in {Role.MEMBER, Role.CHAIR} if speaker.label else _comes_back(turn, speaker, before)
    if from_member and answers and not turn.form.fixed and _speaks_again(turn, speaker, before):
        return Act(turn, UtteranceKind.FOLLOW_UP, _member(turn, speaker), answers, Basis.MARK, 0.85)
    if custom.attributed and answers and _unsaid(turn, speaker) and before[-1].kind is UtteranceKind.REPLY:
        return Act(turn, UtteranceKind.FOLLOW_UP, _member(turn, speaker), answers, Basis.POSITION, 0.7)
    if speaker.role is Role.UNKNOWN and not turn.form.fixed:
        speaker = _official(turn, speaker, custom)
    if not answers and Role.SECRETARIAT in {turn.form.role, speaker.role}:
        return Act(turn, UtteranceKind.STATEMENT, speaker, basis=Basis.POSITION, confidence=0.8)
    return Act(turn, UtteranceKind.REPLY, speaker, answers, Basis.MARK, 0.99 if answers else 0.7)


def _only_leads(turn: Turn, speaker: Speaker) -> bool:
    """Whether a named turn after an answer tells when the next session is, or is a chair's who asks for nothing."""
    string = turn.text.string
    if speaker.role is Role.SECRETARIAT:
        return any_of("wording", "session").match(squeezed(string)) is not None
    return speaker.role is Role.CHAIR and not asks(string) and not holds(string)


def _only_agrees(turn: Turn, last: Act) -> bool:
    """Whether a turn says yes to what the chair has just settled: 承知した。"""
    settled = last.kind is UtteranceKind.STATEMENT and last.speaker.role is Role.CHAIR
    return settled and any_of("wording", "only_agreed").search(squeezed(turn.text.string)) is not None


def _only_requests(turn: Turn) -> bool:
    """Whether a turn right after an answer only holds it to its word: お願いします。"""
    return any_of("wording", "only_requests").search(squeezed(turn.text.string)) is not None


def _speaks_again(turn: Turn, speaker: Speaker, before: Sequence[Act]) -> bool:
    """Whether a member under a remark comes back on an answer, not answers the remark."""
    return not speaker.label or asks(turn.text.string) or before[-1].kind is UtteranceKind.REPLY


def referred(turn: Turn, before: Sequence[Act], section: str | None) -> tuple[int, ...]:
    """The remarks of a section whose printed numbers an answer begins with: （２）及び（４）について."""
    match = REFERENCE.match(squeezed(turn.text.string))
    wanted = set(_numbers(match[0])) if match else set()
    return tuple(
        i
        for i, act in enumerate(before)
        if act.turn.section == section and act.turn.marker and wanted & set(_numbers(act.turn.marker.string))
    )


def _of_number(turn: Turn, before: Sequence[Act]) -> tuple[int, ...]:
    """The last questions that have the numbers of an answer: Ａ６、Ａ７ is on Ｑ６ and Ｑ７."""
    wanted = _numbers(turn.marker.string) if turn.form.fixed and turn.marker else []
    if len(wanted) < FEWEST_NUMBERS:
        return ()
    asked = {
        _numbers(act.turn.marker.string)[0]: i
        for i, act in enumerate(before)
        if act.kind is UtteranceKind.REMARK and act.turn.marker and _numbers(act.turn.marker.string)
    }
    return tuple(sorted(asked[number] for number in wanted)) if asked.keys() >= set(wanted) else ()


def _numbers(string: str) -> list[str]:
    """The numbers of a mark; ２－２ is one."""
    return re.findall(r"[0-9]+(?:[-‐−][0-9]+)*", unicodedata.normalize("NFKC", string))


def _of_base(turn: Turn, before: Sequence[Act]) -> int | None:
    """The question that a question comes back on by its number: Ｑ２－２ on Ｑ２."""
    number = next(iter(_numbers(turn.marker.string)), "") if turn.form.fixed and turn.marker else ""
    base = re.split("[-‐−]", number)[0]
    remarks = [i for i, act in enumerate(before) if act.kind is UtteranceKind.REMARK and act.turn.marker]
    same = (i for i in reversed(remarks) if _numbers((before[i].turn.marker or turn.text).string)[:1] == [base])
    return next(same, None) if base != number else None


def _unsaid(turn: Turn, speaker: Speaker) -> bool:
    """Whether nothing tells who speaks."""
    return speaker.label is None and speaker.role is Role.UNKNOWN and not turn.form.fixed


def _last_remark(before: Sequence[Act], section: str | None) -> int | None:
    """The last remark of the same section; a reply never answers across a heading."""
    for i in range(len(before) - 1, -1, -1):
        if before[i].turn.section != section:
            return None
        if before[i].kind is UtteranceKind.REMARK:
            return i
    return None


def _last_remarks(scene: Scene, turn: Turn, custom: Custom) -> tuple[int, ...]:
    """The remarks that an answer stands below: the last one, or more of those that wait.

    A merged cell tells how many; いずれも takes up all; remarks that are alike (同感) share one.
    """
    waiting = _waiting(scene.before, turn.section)
    if any_of("wording", "joint_start").search(squeezed(turn.text.string)):
        return tuple(sorted(waiting))
    shared = list(takewhile(lambda pair: _is_shared(scene, pair, custom), pairwise(waiting)))
    return tuple(sorted(waiting[: max(turn.covers, len(shared) + 1)]))


def _is_shared(scene: Scene, pair: tuple[int, int], custom: Custom) -> bool:
    """Whether two remarks, the newer first, that wait for the next turn have one answer."""
    newer, older = pair
    if any_of("wording", "same_view").search(squeezed(scene.before[newer].turn.text.string)):
        return True
    here = len(scene.before)
    is_on_newer = scene.likeness(here, newer) - scene.likeness(here, older) >= PLAINLY
    return not is_on_newer and (custom.answers_all or scene.likeness(newer, older) >= ALIKE)


def _waiting(before: Sequence[Act], section: str | None) -> list[int]:
    """The remarks of a section since the last answer, the newest first; where one stands already, the one it is on."""
    found: list[int] = []
    is_answered = False
    for i in range(len(before) - 1, -1, -1):
        if before[i].turn.section != section or (found and (is_answered or before[i].kind is UtteranceKind.REPLY)):
            break
        if before[i].kind is UtteranceKind.REMARK:
            found.append(i)
        is_answered |= before[i].kind is UtteranceKind.REPLY
    return found


def _comes_back(turn: Turn, speaker: Speaker, before: Sequence[Act]) -> bool:
    """Whether a → is a member's: no attribution to the secretariat, a member's wording, or a question to an answer."""
    if speaker.basis is Basis.ATTRIBUTION or says("secretariat", turn):
        return False
    answered = bool(before) and before[-1].kind is UtteranceKind.REPLY and before[-1].turn.section == turn.section
    questions = any_of("wording", "question").search(turn.text.string) is not None
    return says("member", turn) or (answered and questions and turn.text.string.rstrip().endswith(("か。", "？", "?")))


# --- attribution and wording: who speaks where no label says it ----------------------------------------------------


def _told(speaker: Speaker, turn: Turn, custom: Custom) -> Speaker:
    """The speaker, with the role that an attribution inside the text gives: 旨事務局より回答."""
    if turn.form.role is not None and speaker.role is Role.UNKNOWN:
        return replace(speaker, role=turn.form.role, basis=Basis.MARK, confidence=0.95)
    if speaker.label is not None:
        return speaker
    match = _at_end(turn) or _attribution(turn.text.string)
    return speaker if match is None else _named(match, speaker, custom)


def _at_end(turn: Turn) -> str | None:
    """Who stands in brackets at the end of a turn, when the words are a title: …とする（座長）。"""
    match = AT_END.search(turn.text.string.strip())
    named = match is not None and (titled(match["who"]) is not None or is_office(match["who"]))
    return match["who"] if match and named and turn.label is None else None


def _named(who: str, speaker: Speaker, custom: Custom) -> Speaker:
    """The speaker with the role of those whom an attribution names (事務局, 担当課)."""
    title = titled(who)
    office = who.endswith(words("speakers", "offices", "endings"))
    role = title.role if title else office_role(who, beside_secretariat=custom.secretariat) if office else Role.UNKNOWN
    return (
        Speaker(None, role=role, basis=Basis.ATTRIBUTION, confidence=0.97 if title else 0.85)
        if title or office
        else speaker
    )


def _attribution(string: str) -> str | None:
    """Who a text says has answered."""
    for pattern in _attributions():
        found = [match["who"] for match in pattern.finditer(squeezed(string))]
        if found:
            return found[-1]
    return None


@lru_cache(maxsize=1)
def _attributions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("wording")["attribution"])


def _member(turn: Turn, speaker: Speaker) -> Speaker:
    """A member, by wording or else by the place where members speak."""
    if speaker.role is not Role.UNKNOWN:
        return speaker
    wording = says("member", turn)
    basis, confidence = (Basis.WORDING, 0.8) if wording else (Basis.POSITION, 0.7)
    return replace(speaker, role=Role.MEMBER, basis=basis, confidence=confidence)


def _official(turn: Turn, speaker: Speaker, custom: Custom) -> Speaker:
    """The secretariat, by wording, or by the mark of answers where the document never says who answers."""
    if speaker.role is not Role.UNKNOWN or speaker.label is not None:
        return speaker
    if says("secretariat", turn):
        return replace(speaker, role=Role.SECRETARIAT, basis=Basis.WORDING, confidence=0.7)
    if custom.unattributed:
        return replace(speaker, role=Role.SECRETARIAT, basis=Basis.POSITION, confidence=0.6)
    return speaker
