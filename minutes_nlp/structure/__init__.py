"""Structure (構造): what was said, by whom, in which meeting; or a report's outline.

`structure` reads top to bottom: the head, the outline, the notation of each section, the turns, what each turn does,
what answers what. Which notations there are is data (`load_notations`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from minutes_nlp.document import Paragraph, pages_of
from minutes_nlp.model import BlockKind, DocumentKind, Meeting, Note, Role, Utterance, UtteranceKind
from minutes_nlp.structure.exchanges.acts import Act, acts_of, asks
from minutes_nlp.structure.exchanges.answers import pairs_of
from minutes_nlp.structure.exchanges.sides import Sides, asked_by
from minutes_nlp.structure.head.reading import Evidence, Header, read_header
from minutes_nlp.structure.head.titles import title_lines
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.lines import end_of_talk, session_hours
from minutes_nlp.structure.report.opinions import opinions_of
from minutes_nlp.structure.report.outline import Outline, read_outline, report_outline
from minutes_nlp.structure.report.parts import covers
from minutes_nlp.structure.report.reading import levelled, parts_of
from minutes_nlp.structure.result import Structure
from minutes_nlp.structure.turns.answer_tables import AnswerTable, answer_tables, turns_in, without_words
from minutes_nlp.structure.turns.coverage import MOST_UNREAD, unread
from minutes_nlp.structure.turns.doubt import (
    agreement,
    answers_nothing,
    half_read,
    holds_no_talk,
    is_doubtful,
    only_tells,
    promised,
    signs_inside,
)
from minutes_nlp.structure.turns.general import GENERAL, guessed
from minutes_nlp.structure.turns.learned import framed_labels, listed_offices
from minutes_nlp.structure.turns.legend import legend_of
from minutes_nlp.structure.turns.notation import Notation, Notations, load_notations
from minutes_nlp.structure.turns.openers import body_start, opener
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.turns.sections import section_turns
from minutes_nlp.structure.turns.slips import set_right
from minutes_nlp.structure.turns.tables import unrolled
from minutes_nlp.structure.vocabulary import any_of, squeezed, words
from minutes_nlp.text import Span

__all__ = ["Notation", "Notations", "Structure", "load_notations", "structure"]

CERTAIN = (
    0.95  # confidence of a reading, from which a document that does not call itself minutes is believed to be some
)
FEWEST_UNTOLD = 8  # turns of such a document
APART = 0.6  # share of turns alike, under which a doubtful reading gives way to one that has no more turns
AGREED = 0.8  # share of turns alike, from which a reading in a known notation is believed; below it most were wrong
MOST_COMPARED = 120  # paragraphs, so that a long sitting costs no more
GUESSED = 0.7  # what the confidence of findings is worth in a notation that no file describes


def structure(
    paragraphs: Sequence[Paragraph], page_spans: Sequence[Span], notations: Iterable[Notation], name: str = ""
) -> Structure:
    """The structure of one document; `page_spans` are its pages' spans in order, `name` is the file's name."""
    origins, lines = zip(*unrolled(paragraphs), strict=True) if paragraphs else ((), ())
    tables = answer_tables(lines)
    legend = legend_of(lines)
    notations = [*([legend.notation] if legend else []), *notations]
    lines = tuple(without_words(lines, {*tables, *(legend.places if legend else ())}))
    opens = opener(lines, notations)
    header = read_header(lines, name, opens)
    roster = Roster(header.meeting.attendees if header.meeting else ())
    if own := framed_labels(lines, header.end, opens, roster) | listed_offices(lines, header.end):
        roster.learn(own)
        opens = opener(lines, notations, roster)
    outline = read_outline(lines, header, opens, minutes=header.evidence is not Evidence.NONE)
    turns = set_right(list(section_turns(lines, outline, header, (notations, roster))), roster)
    named = [section.title for section in outline.sections]
    length = sum(len(lines[i].text) for i in outline.body)
    tables = tables if header.evidence is Evidence.MINUTES or _most(tables, length) else {}
    doubtful = not turns or is_doubtful(turns, length, named, roster)
    found, alike, sure = Found(), 1.0, False
    told = header.evidence is Evidence.MINUTES or _tells_of_talk(header, lines)
    said = doubtful and told and not (tables and not turns)
    if turns:
        alike, sure = _alike(turns, lines, header, outline, roster)
    if (said and (not turns or alike < AGREED)) or not (told or turns or tables or len(lines) > MOST_COMPARED):
        found, again = _read_anew(lines, header, outline, (opens, roster), name)
        more = not turns or alike < APART or len(again.turns) > len(turns) + 1  # one more may be a heading
        if more and not found.reason and (told or (found.confidence >= CERTAIN and len(again.turns) >= FEWEST_UNTOLD)):
            header, outline, turns = again.header, again.outline, again.turns
        elif answers_nothing(turns):
            turns = []
    turns = [] if holds_no_talk(turns, (header.title or "", *named)) else turns
    turns = sorted([*turns, *turns_in(tables, outline.places)], key=lambda turn: turn.place)
    if not turns:
        outline = read_outline(lines, header, opens, minutes=False)
    minutes = bool(turns) or (header.evidence is Evidence.MINUTES and not (header.sheet and header.end == len(lines)))
    if not minutes:
        top = title_lines(lines, len(lines), opens)
        chapter = next((i for i in top if lines[i].marker), None)  # an extract has a heading for its title
        start = header.end if _is_meeting(header) else max(top, default=-1) + 1 if chapter is None else chapter
        report = _report(paragraphs, (*origins, len(paragraphs))[start], header, page_spans)
        untold = said and not (header.sheet or report.opinions)
        return replace(report, notes=tuple(_notes((), (), found))) if untold else report
    titles: dict[str | None, str] = {section.id: section.title for section in outline.sections}
    sides = Sides(asked_by(header.title or ""), _answerer(header))
    acts = [_less_sure(act) for act in acts_of(turns, roster, titles, sides)]
    utterances = tuple(_utterances(acts, page_spans))
    firsts = [i for i, origin in enumerate(origins) if i == 0 or origin != origins[i - 1]]
    return Structure(
        kind=DocumentKind.MINUTES,
        title=header.title,
        meeting=_with_hours(header.meeting, lines),
        paragraphs=tuple(_told(paragraphs, firsts, outline, header)),
        places=tuple(outline.places[first] for first in firsts),
        sections=outline.sections,
        utterances=utterances,
        said=tuple(act.turn.text for act in acts),
        pairs=tuple(pairs_of(acts, [utterance.id for utterance in utterances])),
        notes=(
            *_notes(acts, utterances, found),
            *(_disagreed(turns, alike) if sure or said else ()),
            *_partly(turns, length + _swallowed(lines, header), unread(lines, turns, outline.body)),
        ),
        notations=tuple(dict.fromkeys(turn.notation.name for turn in turns)),
    )


def _less_sure(act: Act) -> Act:
    """A judged turn, less sure where its notation was only found in the document itself."""
    if act.turn.notation.name != GENERAL:
        return act
    speaker = replace(act.speaker, confidence=GUESSED * act.speaker.confidence)
    return replace(act, speaker=speaker, confidence=GUESSED * act.confidence)


class Reading(NamedTuple):
    """Head, sections and turns (読み取り)."""

    header: Header
    outline: Outline
    turns: list[Turn]


class Found(NamedTuple):
    """What was found in a document whose notation nobody has described (推定の結果), or why it was refused."""

    shown: str = ""  # the forms as staff see them
    share: float = 0.0  # of the body's characters that stand in turns
    confidence: float = 0.0
    reason: str = ""


def _read_anew(
    paragraphs: Sequence[Paragraph],
    header: Header,
    outline: Outline,
    tools: tuple[Callable[[int], bool], Roster],
    name: str,
) -> tuple[Found, Reading]:
    """The document read by what was learned of others, head and sections anew by the turns that were found."""
    opens, roster = tools
    guess = guessed(paragraphs, header, outline.headings, roster)
    header = read_header(paragraphs, name, lambda i: opens(i) or i in guess.begun)
    outline = read_outline(paragraphs, header, lambda i: opens(i) or i in guess.begun, minutes=True)
    roster = Roster(header.meeting.attendees if header.meeting else ())
    closed = _closed(paragraphs, header, outline)
    found = groupby(guess.turns(outline.places, closed), key=lambda turn: turn.section)
    held = ((section, list(some)) for section, some in found)
    turns = [turn for section, some in held if not only_tells(some, outline.title(section)) for turn in some]
    turns = set_right(turns, roster)
    length = sum(len(paragraphs[i].text) for i in outline.body)
    share = sum(len(turn.text) for turn in turns) / (length or 1)
    return Found(guess.shown, min(share, 1.0), guess.confidence, guess.refused(turns)), Reading(header, outline, turns)


def _alike(
    turns: Sequence[Turn], paragraphs: Sequence[Paragraph], header: Header, outline: Outline, roster: Roster
) -> tuple[float, bool]:
    """How far turns agree with what was learned of others, by its first paragraphs, and whether that is sure."""
    first = paragraphs[:MOST_COMPARED]
    guess = guessed(first, header, outline.headings, roster)
    others = set_right(guess.turns(outline.places, _closed(first, header, outline)), roster)
    return agreement(turns, others, len(first)), not guess.refused(others)


def _closed(paragraphs: Sequence[Paragraph], header: Header, outline: Outline) -> frozenset[int]:
    """The paragraphs that end a turn: headings and end matter."""
    return outline.headings | {*range(end_of_talk(paragraphs, header.end), len(paragraphs))}


def _tells_of_talk(header: Header, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a title tells of questions, answers or opinions that were given: 質疑応答, 主な意見と回答, 記者会見."""
    titled_so = any_of("wording", "talk_in_title").search(squeezed(header.title or ""))
    return not header.sheet and (titled_so is not None or promised(paragraphs))


def _swallowed(paragraphs: Sequence[Paragraph], header: Header) -> int:
    """How many characters from the first sentence on the head has taken in."""
    start = body_start(paragraphs, header.end, header.labels)
    return sum(len(paragraphs[i].text) for i in range(start, header.end) if i not in header.people)


def _most(tables: Mapping[int, AnswerTable], length: int) -> bool:
    """Whether tables of remarks and answers are most of a document, so that it is about them."""
    return sum(table.words for table in tables.values()) > length


def _answerer(header: Header) -> Role:
    """Who gives answers that name nobody: the one whose 会見 the title tells of, or the office that sends a notice."""
    press = "|".join(words("header", "title", "press"))
    person = re.split(rf"(?:定例|臨時)?(?:記者)?(?:{press})", header.title or "")[0] if press else ""
    title = titled(person) if person != header.title else None
    if title is None:
        return Role.SECRETARIAT if header.meeting is None else Role.UNKNOWN
    return title.role


def _report(paragraphs: Sequence[Paragraph], start: int, header: Header, page_spans: Sequence[Span]) -> Structure:
    """The structure of a document in which nobody speaks; its title ends before paragraph `start`."""
    found = covers(paragraphs, start)
    outline = report_outline(paragraphs, start, found)
    return Structure(
        kind=DocumentKind.REPORT,
        title=header.title,
        meeting=header.meeting if _is_meeting(header) else None,
        paragraphs=tuple(levelled(paragraphs, outline, start)),
        places=outline.places,
        sections=outline.sections,
        parts=tuple(parts_of(paragraphs, found, outline, page_spans)),
        opinions=tuple(opinions_of(paragraphs, outline, page_spans)),
    )


def _with_hours(meeting: Meeting | None, paragraphs: Sequence[Paragraph]) -> Meeting | None:
    """The meeting with the hours that lines in the body print, where the head prints none."""
    if meeting is None or meeting.start_time or meeting.end_time:
        return meeting
    start, end = session_hours(paragraphs)
    return replace(meeting, start_time=start, end_time=end)


def _is_meeting(header: Header) -> bool:
    meeting = header.meeting
    return meeting is not None and bool(meeting.date and (meeting.attendees or meeting.agenda))


def _utterances(acts: Sequence[Act], page_spans: Sequence[Span]) -> Iterator[Utterance]:
    for number, act in enumerate(acts, 1):
        turn = act.turn
        yield Utterance(
            id=f"u{number}",
            kind=act.kind,
            marker=turn.marker.string.strip() if turn.marker else None,
            section=turn.section,
            text=turn.text.string,
            pages=pages_of(turn.text.spans, page_spans),
            spans=turn.text.spans,
            speaker=act.speaker,
            replies_to=tuple(f"u{target + 1}" for target in act.answers),
            marker_spans=turn.marker.strip().spans if turn.marker else (),
        )


def _told(
    paragraphs: Sequence[Paragraph], firsts: Sequence[int], outline: Outline, header: Header
) -> Iterator[Paragraph]:
    """The paragraphs with the kinds that only structure can know: people are list items, section titles headings.

    `firsts` holds where each paragraph stands among the lines that were read.
    """
    levels = {section.id: section.level for section in outline.sections}
    for paragraph, i in zip(paragraphs, firsts, strict=True):
        if i in outline.headings:
            yield replace(paragraph, kind=BlockKind.HEADING, level=levels[outline.places[i] or ""])
        elif i in header.people and paragraph.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            yield replace(paragraph, kind=BlockKind.LIST_ITEM, level=None)
        else:
            yield paragraph


def _notes(acts: Sequence[Act], utterances: Sequence[Utterance], found: Found) -> Iterator[Note]:
    """What people should look at: no turns found or too few, questions without an answer, doubtful kinds."""
    if not utterances:
        yield Note("unparsed", f"発言の書き方(記法)を判定できませんでした。{_nearest(found)}")
    elif any(act.turn.notation.name == GENERAL for act in acts):
        yield Note(
            "doubtful-notation",
            f"登録されていない書き方の会議録です。文書から推定した書き方({found.shown})で発言を区切りました"
            f"(本文の {found.share:.0%})。区切りと区分を確かめてください。",
        )
    answering = {act.turn.notation.name for act in acts if act.kind is UtteranceKind.REPLY}
    answered = {target for act in acts for target in act.answers if act.kind is UtteranceKind.REPLY}
    for i, (act, utterance) in enumerate(zip(acts, utterances, strict=True)):
        if (
            act.turn.notation.prints_replies
            and act.turn.notation.name in answering
            and act.kind is UtteranceKind.REMARK
            and i not in answered
            and asks(utterance.text)
        ):
            yield Note("unanswered-remark", f"{utterance.id} への回答が印刷されていません。", utterance.spans)
        if act.doubtful:
            yield Note("doubtful-kind", f"{utterance.id} の区分は確かではありません。", utterance.spans)


def _disagreed(turns: Sequence[Turn], alike: float) -> Iterator[Note]:
    """That a reading without any notation has parted the talk otherwise."""
    if turns and alike < AGREED and all(turn.notation.name != GENERAL for turn in turns):
        yield Note(
            "doubtful-notation",
            f"記法によらない読み取りと、発言の区切りが {alike:.0%} しか一致しません。区切りを本文と見比べてください。",
        )


def _partly(turns: Sequence[Turn], length: int, missed: float) -> Iterator[Note]:
    """That much of the body, or many sentences below the first turn, are in no turn, or that several stand in one."""
    known = bool(turns) and all(turn.notation.name != GENERAL for turn in turns)
    share = half_read(turns, length) if turns else None
    if share is not None:
        yield Note(
            "doubtful-notation",
            f"本文の {share:.0%} しか発言として読めていません。記法の合わない部分がないか、本文と見比べてください。",
        )
    elif known and missed >= MOST_UNREAD:
        yield Note(
            "doubtful-notation",
            f"最初の発言より後の文の {missed:.0%} が、どの発言にも入っていません。読み残しがないか確かめてください。",
        )
    elif known and (inner := signs_inside(turns)):
        yield Note(
            "doubtful-notation",
            f"発言の中に、別の発言の書き出しとみられる行が {inner} か所あります。区切りを本文と見比べてください。",
        )


def _nearest(found: Found) -> str:
    """What came nearest to being the signs of turns, and why it was refused."""
    if not found.shown:
        return "登録された記法に合わず、発言の印になる記号も見つかりません。"
    return f"登録された記法に合わず、「{found.shown}」を発言の印とみても(本文の {found.share:.0%})、{found.reason}。"
