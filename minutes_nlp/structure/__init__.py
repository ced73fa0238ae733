"""Structure (構造): what was said, by whom, in which meeting; or a report's outline.

`structure` reads top to bottom: the sheet with head and sections, the turns, what each turn does, what answers what.
Which notations there are is data (`load_notations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from minutes_nlp.document import Paragraph, pages_of
from minutes_nlp.model import BlockKind, DocumentKind, Meeting, Role, Utterance
from minutes_nlp.structure.exchanges.acts import Act, acts_of
from minutes_nlp.structure.exchanges.answers import pairs_of
from minutes_nlp.structure.exchanges.sides import Sides, asked_by
from minutes_nlp.structure.head.reading import Evidence, Header
from minutes_nlp.structure.head.titles import title_lines
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.lines import session_hours
from minutes_nlp.structure.notes import notes_of, unparsed
from minutes_nlp.structure.report.opinions import opinions_of
from minutes_nlp.structure.report.outline import report_outline
from minutes_nlp.structure.report.parts import covers
from minutes_nlp.structure.report.reading import levelled, parts_of
from minutes_nlp.structure.result import Structure
from minutes_nlp.structure.turns.choice import Talk, talk_of
from minutes_nlp.structure.turns.general import GENERAL
from minutes_nlp.structure.turns.notation import Notation, Notations, load_notations
from minutes_nlp.structure.turns.sheet import Sheet
from minutes_nlp.structure.vocabulary import words
from minutes_nlp.text import Span

__all__ = ["Notation", "Notations", "Structure", "load_notations", "structure"]

GUESSED = 0.7  # what the confidence of findings is worth in a notation that no file describes


def structure(
    paragraphs: Sequence[Paragraph], page_spans: Sequence[Span], notations: Iterable[Notation], name: str = ""
) -> Structure:
    """The structure of one document; `page_spans` are its pages' spans in order, `name` is the file's name."""
    talk = talk_of(Sheet.of(paragraphs, notations, name))
    header = talk.sheet.header
    only_head = header.sheet and header.end == len(talk.sheet.lines)
    if talk.turns or (header.evidence is Evidence.MINUTES and not only_head):
        return _minutes(paragraphs, page_spans, talk)
    return _report(paragraphs, page_spans, talk)


def _minutes(paragraphs: Sequence[Paragraph], page_spans: Sequence[Span], talk: Talk) -> Structure:
    """The structure of a document in which people speak."""
    sheet = talk.sheet if talk.turns else talk.sheet.without_talk()
    outline = sheet.outline
    titles: dict[str | None, str] = {section.id: section.title for section in outline.sections}
    sides = Sides(asked_by(sheet.header.title or ""), _answerer(sheet.header))
    acts = [_less_sure(act) for act in acts_of(talk.turns, sheet.roster, titles, sides)]
    utterances = tuple(_utterances(acts, page_spans))
    return Structure(
        kind=DocumentKind.MINUTES,
        title=sheet.header.title,
        meeting=_with_hours(sheet.header.meeting, sheet.lines),
        paragraphs=tuple(_told(paragraphs, sheet)),
        places=tuple(outline.places[first] for first in sheet.firsts),
        sections=outline.sections,
        utterances=utterances,
        said=tuple(act.turn.text for act in acts),
        pairs=tuple(pairs_of(acts, [utterance.id for utterance in utterances])),
        notes=tuple(notes_of(talk, acts, utterances)),
        notations=tuple(dict.fromkeys(turn.notation.name for turn in talk.turns)),
    )


def _report(paragraphs: Sequence[Paragraph], page_spans: Sequence[Span], talk: Talk) -> Structure:
    """The structure of a document in which nobody speaks, with a note where it says that somebody does."""
    header = talk.sheet.header
    start = (*talk.sheet.origins, len(paragraphs))[_title_end(talk.sheet)]
    found = covers(paragraphs, start)
    outline = report_outline(paragraphs, start, found)
    opinions = tuple(opinions_of(paragraphs, outline, page_spans))
    untold = talk.expected and not (header.sheet or opinions)
    return Structure(
        kind=DocumentKind.REPORT,
        title=header.title,
        meeting=header.meeting if _is_meeting(header) else None,
        paragraphs=tuple(levelled(paragraphs, outline, start)),
        places=outline.places,
        sections=outline.sections,
        parts=tuple(parts_of(paragraphs, found, outline, page_spans)),
        opinions=opinions,
        notes=(unparsed(talk),) if untold else (),
    )


def _title_end(sheet: Sheet) -> int:
    """The line behind the title of a document in which nobody speaks; an extract has a heading for its title."""
    if _is_meeting(sheet.header):
        return sheet.header.end
    top = title_lines(sheet.lines, len(sheet.lines), sheet.opens)
    chapter = next((i for i in top if sheet.lines[i].marker), None)
    return max(top, default=-1) + 1 if chapter is None else chapter


def _less_sure(act: Act) -> Act:
    """A judged turn, less sure where its notation was only found in the document itself."""
    if act.turn.notation.name != GENERAL:
        return act
    speaker = replace(act.speaker, confidence=GUESSED * act.speaker.confidence)
    return replace(act, speaker=speaker, confidence=GUESSED * act.confidence)


def _answerer(header: Header) -> Role:
    """Who gives answers that name nobody: the one whose 会見 the title tells of, or the office that sends a notice."""
    press = "|".join(words("header", "title", "press"))
    person = re.split(rf"(?:定例|臨時)?(?:記者)?(?:{press})", header.title or "")[0] if press else ""
    title = titled(person) if person != header.title else None
    if title is None:
        return Role.SECRETARIAT if header.meeting is None else Role.UNKNOWN
    return title.role


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


def _told(paragraphs: Sequence[Paragraph], sheet: Sheet) -> Iterator[Paragraph]:
    """The paragraphs with the kinds that only structure can know: people are list items, section titles headings."""
    levels = {section.id: section.level for section in sheet.outline.sections}
    for paragraph, i in zip(paragraphs, sheet.firsts, strict=True):
        if i in sheet.outline.headings:
            yield replace(paragraph, kind=BlockKind.HEADING, level=levels[sheet.outline.places[i] or ""])
        elif i in sheet.header.people and paragraph.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            yield replace(paragraph, kind=BlockKind.LIST_ITEM, level=None)
        else:
            yield paragraph
