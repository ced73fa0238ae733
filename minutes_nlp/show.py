"""A record on the terminal (画面表示): who said what to whom, with page and line, as a reader would want it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from minutes_nlp.findings import ActKind, Commitment
from minutes_nlp.model import (
    Attendee,
    Block,
    BlockKind,
    Meeting,
    Note,
    Record,
    Section,
    Speaker,
    Utterance,
    UtteranceKind,
)
from minutes_nlp.places import is_paged, place_of, told_place
from minutes_nlp.terminal import harmless
from minutes_nlp.values import WANTS
from minutes_nlp.wording import ACTS, BLOCKS, DOCUMENTS, ROLES, STRENGTHS, TAGS

__all__ = ["place", "show"]

STYLES = MappingProxyType(
    {
        UtteranceKind.REMARK: "bold blue",
        UtteranceKind.REPLY: "bold green",
        UtteranceKind.FOLLOW_UP: "bold magenta",
        UtteranceKind.STATEMENT: "bold",
    }
)
# What stands before a block that has no mark of its own
NAMED = (BlockKind.TABLE, BlockKind.CAPTION, BlockKind.FOOTNOTE)
MARKS = MappingProxyType({BlockKind.LIST_ITEM: "・"} | {kind: BLOCKS[kind] for kind in NAMED})
# What a remark tells of itself; of a reply its commitments tell
TOLD = (*WANTS, ActKind.SUPPORT)
NO_LABELS: Mapping[str, str] = MappingProxyType({})
NOBODY = "発言者の記載なし"
MOST_TOPICS = 3  # named, the surest; of more only the number is told
PROMISED = 70  # columns of a promise with its time limit: a line of a reply to a follow-up at 80; the rest stands above
STEP = 4  # columns of indent for each level of reply or heading
DEEPEST = 4  # levels; beyond, a narrow terminal would have no room for text
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # an escape sequence in a file must not reach the terminal


def show(record: Record, console: Console, labels: Mapping[str, str] = NO_LABELS) -> None:
    """Print a record: its head, what was said under each heading (or the outline of a report), and its notes.

    `labels` tells what people call each topic; without it they stand by their ids.
    """
    for piece in _pieces(record, labels):
        console.print(piece, highlight=False, markup=False)


def place(record: Record, offset: int) -> str:
    """Where a character stands, such as `p.3 l.24`; in a Word file or a web page, which have no pages, `第12段落`.

    An offset outside all pages gives an empty string.
    """
    page, line = place_of(record.pages, record.source_text, offset, record.furniture)
    return f"p.{page} l.{line}" if page else told_place(page, line)


def _pieces(record: Record, labels: Mapping[str, str]) -> Iterator[RenderableType]:
    yield _line(record.title or harmless(record.source.name), "bold underline")
    yield _line(_figures(record), "dim")
    if record.meeting:
        yield _meeting(record.meeting)
    yield Text()
    yield from _minutes(record, labels) if record.utterances else _outline(record)
    yield from _notes(record)


def _line(text: str, style: str = "") -> Text:
    return Text(CONTROL.sub(" ", text), style)


def _figures(record: Record) -> str:
    parts = [DOCUMENTS[record.kind], harmless(record.source.name)]
    parts += [f"{len(record.pages)}頁"] if is_paged(record.pages) else []
    if record.utterances:
        parts += [f"発言 {len(record.utterances)}", f"質疑 {len(record.pairs)}"]
    return " ・ ".join(parts)


# --- the head


def _meeting(meeting: Meeting) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _facts(meeting):
        table.add_row(name, _line(value))
    return table


def _facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    number = f"(第{meeting.number}回)" if meeting.number else ""
    times = "~".join(time for time in (meeting.start_time, meeting.end_time) if time)
    facts = {
        "会議名": f"{meeting.name or ''}{number}",
        "日時": f"{meeting.date or ''} {times}".strip(),
        "場所": meeting.venue or "",
        "議題": "\n".join(meeting.agenda),
    }
    yield from ((name, value) for name, value in facts.items() if value)
    for group, members in _by_group(meeting.attendees).items():
        yield group, "、".join(map(_attendee, members))


def _by_group(attendees: Iterable[Attendee]) -> dict[str, list[Attendee]]:
    groups: dict[str, list[Attendee]] = {}
    for attendee in attendees:
        groups.setdefault(attendee.group or "出席者", []).append(attendee)
    return groups


def _attendee(attendee: Attendee) -> str:
    return f"{attendee.name}({attendee.position})" if attendee.position else attendee.name


# --- minutes


def _minutes(record: Record, labels: Mapping[str, str]) -> Iterator[RenderableType]:
    """The utterances in order under their headings, replies further in than what they answer."""
    titles = {section.id: _path(section, record.sections) for section in record.sections}
    depths: dict[str, int] = {}
    here = None
    for utterance in record.utterances:
        if utterance.section != here:
            here = utterance.section
            yield Rule(_line(titles.get(here or "", ""), "bold"), align="left", style="dim")
        depths[utterance.id] = _depth(utterance, depths)
        yield Padding(_heading(utterance, record), (0, 0, 0, STEP * depths[utterance.id]), expand=False)
        body = Text("\n").join([_line(utterance.text), *_findings(utterance, labels)])
        yield Padding(body, (0, 0, 1, STEP * depths[utterance.id] + 2), expand=False)


def _path(section: Section, sections: Iterable[Section]) -> str:
    """The titles from the outermost heading to this one."""
    parents = {other.id: other for other in sections}
    titles, seen = [section.title], {section.id}
    while section.parent in parents and section.parent not in seen:
        section = parents[section.parent]
        seen.add(section.id)
        titles.insert(0, section.title)
    return " / ".join(titles)


def _depth(utterance: Utterance, depths: dict[str, int]) -> int:
    return min(DEEPEST, 1 + max((depths.get(id_, 0) for id_ in utterance.replies_to), default=-1))


def _heading(utterance: Utterance, record: Record) -> Text:
    parts = [
        _line(f"[{TAGS[utterance.kind]}]", STYLES[utterance.kind]),
        _speaker(utterance.speaker),
        _line(place(record, utterance.spans[0][0]) if utterance.spans else "", "cyan"),
        _line(utterance.id, "dim"),
    ]
    return Text(" ").join(part for part in parts if part)


def _findings(utterance: Utterance, labels: Mapping[str, str]) -> Iterator[Text]:
    """What it is about and what it does, in one line, then each promise with its time limit."""
    more = f" ほか{len(utterance.topics) - MOST_TOPICS}" if len(utterance.topics) > MOST_TOPICS else ""
    topics = "、".join(labels.get(topic.id, topic.id) for topic in utterance.topics[:MOST_TOPICS]) + more
    acts = "・".join(dict.fromkeys(ACTS[act.kind] for act in utterance.acts if act.kind in TOLD))
    found = [f"{name}：{value}" for name, value in (("分野", topics), ("働き", acts)) if value]
    if found:
        yield _line("  ".join(found), "dim")
    yield from map(_promise, utterance.commitments)


def _promise(one: Commitment) -> Text:
    text = one.text.replace("\n", "")
    due = f"(期限：{one.due_text}{f'={one.due}' if one.due else ''})" if one.due_text else ""
    head = f"約束・{STRENGTHS[one.strength]}{due}："
    room = max((PROMISED - cell_len(head)) // 2, 1)
    return _line(head + (text if len(text) <= room else f"…{text[1 - room :]}"), "yellow")  # it is told at its end


def _speaker(speaker: Speaker) -> Text:
    """Who is printed as speaking; in brackets who it must be where nobody is."""
    if speaker.label:
        return _line(speaker.label, "bold")
    return _line(speaker.name or f"({ROLES.get(speaker.role, NOBODY)})", "dim")


# --- reports, and minutes that nobody could parse


def _outline(record: Record) -> Iterator[RenderableType]:
    """Headings by level, and under them each block as it stands."""
    depth = 0
    for block in record.blocks:
        if block.kind is BlockKind.HEADING:
            depth = min(DEEPEST, max((block.level or 1) - 1, 0))
            yield Padding(_titled(block, record), (1, 0, 0, STEP * depth), expand=False)
        else:
            yield Padding(_block(block), (0, 0, 0, STEP * depth + 2), expand=False)


def _titled(block: Block, record: Record) -> Text:
    where = place(record, block.spans[0][0]) if block.spans else ""
    return Text(" ").join([_line(f"{block.marker or ''} {block.text}".strip(), "bold"), _line(where, "cyan")])


def _block(block: Block) -> RenderableType:
    if block.rows:
        return _table(block)
    mark = block.marker or block.label or MARKS.get(block.kind, "")
    return _line(f"{mark} {block.text}".strip(), "dim" if block.kind is BlockKind.FOOTNOTE else "")


def _table(block: Block) -> Table:
    rows = block.rows or ()
    table = Table(show_header=False, show_lines=True)
    for _ in range(max(map(len, rows), default=0)):
        table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*(_line(cell.text) for cell in row))
    return table


# --- notes


def _notes(record: Record) -> Iterator[RenderableType]:
    if record.notes:
        yield Rule(_line("注記", "bold"), align="left", style="dim")
        yield from (_note(note, record) for note in record.notes)


def _note(note: Note, record: Record) -> Text:
    where = place(record, note.spans[0][0]) if note.spans else ""
    return Text(" ").join(part for part in (_line(where, "cyan"), _line(note.message), _line(note.code, "dim")) if part)
