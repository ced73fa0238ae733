"""Turns (発言): which paragraphs open one in a given notation, and which belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeGuard

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import BlockKind, Role, UtteranceKind
from minutes_nlp.structure.labels import Roster, is_office, is_organisation
from minutes_nlp.structure.lines import (
    is_column_head,
    is_event,
    is_explanation,
    is_in_brackets,
    is_lone_number,
    is_rule,
    is_scene,
)
from minutes_nlp.structure.report.contents import is_entry
from minutes_nlp.structure.turns.notation import LabelPlace, Notation, TurnForm
from minutes_nlp.structure.turns.told import told_in
from minutes_nlp.structure.vocabulary import any_of, marks
from minutes_nlp.text import Text

__all__ = ["Opening", "Stretch", "Turn", "first_sign", "inner_labels", "opening", "turns_of"]

OUTDENT = 2.0  # characters that a marked line stands left of a turn it does not belong to
MOST_BLANKS = 40  # before a label, a line of them; the patterns would try each place of a longer run
INNER_LABEL = re.compile(
    r"(?<=[。？?」\n])[ \u3000]*[（(【〔](?P<label>[^（()）【】〔〕。]{1,20})[）)】〕][ \u3000]*"
)  # …。（委員）…
# （１） １． ② １－１－２
NUMBER_MARK = re.compile(r"[（(]?[0-9０-９]{1,2}[）)．.]?|[0-9０-９]{1,2}(?:[-－][0-9０-９]{1,2}){1,3}|[①-⑳]")
BARE_NUMBER = re.compile(r"[ \u3000]*(?P<number>[0-9０-９]{1,2})[ \u3000]+(?=\S)")  # １　集落の…
VOID = re.compile(r"[（(〔［]?(?:削除|欠番)[）)〕］]?")  # Q3-4　（削除）
Stretch = tuple[str | None, int]  # a section, and how many explanations were held in it
SAME_INDENT = 0.5  # characters; levels are a whole character apart
ASIDE_KINDS = {BlockKind.FOOTNOTE, BlockKind.CAPTION, BlockKind.TABLE}


@dataclass(frozen=True, slots=True)
class Opening:
    """How one paragraph opens a turn (発言の書き出し): mark, printed label, first words."""

    form: TurnForm
    marker: Text | None
    label: Text | None
    body: Text


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn before anybody has judged it (発言). `place` is the index of its first paragraph.

    `explained` counts the explanations held before it that are only told of: −資料２に基づき説明−. `covers` is how many
    of the remarks above an answer stands beside, in a cell merged over their rows.
    """

    place: int
    section: str | None
    notation: Notation
    form: TurnForm
    marker: Text | None
    label: Text | None
    text: Text
    explained: int = 0
    covers: int = 1

    @property
    def stretch(self) -> Stretch:
        """The section and its part between two explanations; no answer reaches out of it."""
        return self.section, self.explained


def opening(paragraph: Paragraph, notation: Notation, roster: Roster) -> Opening | None:
    """How a paragraph opens a turn in a notation; None where it opens none.

    The roster remembers it, as each section asks anew what the whole body has asked.
    """
    place = id(paragraph), id(notation)
    known = roster.openings.get(place)
    if known is None or known[0] is not paragraph or known[1] is not notation:
        known = roster.openings[place] = (paragraph, notation, _opened_by(paragraph, notation, roster))
    return known[2]


@lru_cache(maxsize=4096)  # each notation asks it of every paragraph
def _is_no_talk(string: str) -> bool:
    """Whether a line marks the course of the session, heads a table, or is one of the table of contents."""
    return is_event(string) or is_entry(string) or is_column_head(string)


def _opened_by(paragraph: Paragraph, notation: Notation, roster: Roster) -> Opening | None:
    if paragraph.kind in ASIDE_KINDS or _is_no_talk(paragraph.text.string):
        return None
    sign = first_sign(paragraph)
    forms = (form for form in notation.forms if form.begins is None or sign in form.begins)
    return next((found for form in forms if (found := _in_form(paragraph, form, roster))), None)


def first_sign(paragraph: Paragraph) -> str:
    """The first character of a paragraph, that of its mark where it has one, but for a star that shows a change."""
    plain = paragraph.marker is None or _is_starred(paragraph)
    return (paragraph.text if plain or paragraph.marker is None else paragraph.marker).string.lstrip()[:1]


def _is_starred(paragraph: Paragraph) -> bool:
    """Whether the mark is a star that shows what is new in this edition: ★Q1-3, ☆A1-3."""
    return paragraph.marker is not None and paragraph.marker.string.strip() in marks("revised")


def _in_form(paragraph: Paragraph, form: TurnForm, roster: Roster) -> Opening | None:
    if form.told:
        told = next(told_in(paragraph, [form]), None)
        return Opening(form, None, None, told[1]) if told else None
    return _after_mark(paragraph, form, roster)


def _after_mark(paragraph: Paragraph, form: TurnForm, roster: Roster) -> Opening | None:
    """How a paragraph opens a turn in a form of a mark and a label."""
    marked = _marked(paragraph, form)
    if marked is None:
        return None
    marker, text = marked
    if len(text.string) - len(text.string.lstrip()) > MOST_BLANKS:
        text = text.strip()
    if form.label is LabelPlace.ABOVE and roster.is_speaker(text.string):
        return None  # a name alone is no item under a label (【委員】), but a label itself
    if form.label in {LabelPlace.NONE, LabelPlace.ABOVE}:
        return Opening(form, marker, None, text)
    for pattern in form.patterns:
        match = pattern.fullmatch(text.string)
        if match and form.fixed:
            star = [paragraph.marker] if marker is None and paragraph.marker else []
            sign = Text.join([*star, text[: match.start("body")]]).strip()
            return Opening(form, sign, None, text.group(match, "body"))
        if match and _is_speaker(match["label"], form, roster):
            return Opening(form, marker, text.group(match, "label"), text.group(match, "body"))
    return None


def _is_speaker(label: str, form: TurnForm, roster: Roster) -> bool:
    """Whether a label may name a speaker; where the form says that guests do, a body that was invited (【白根町】)."""
    if form.role is Role.GUEST:
        return form.bracketed and is_organisation(label)
    return roster.is_speaker(label, bracketed=form.bracketed and form.kind is UtteranceKind.REPLY)


def _marked(paragraph: Paragraph, form: TurnForm) -> tuple[Text | None, Text] | None:
    """The form's mark and the rest; None where the paragraph has another mark."""
    marker, text = paragraph.marker, paragraph.text
    if form.numbered:
        return _numbered(marker, text)
    if not form.marks:
        return (None, text) if marker is None or (form.fixed and _is_starred(paragraph)) else None
    if form.depth:
        return _deep(Text.join([*([marker] if marker else []), text]).lstrip(), form)
    if marker is not None:
        return (marker, text) if marker.string.strip()[:1] in form.marks else None
    first = text.string.lstrip()[:1]
    start = text.lstrip()
    if not first or first not in form.marks or start.string.startswith("印", 1):
        return None
    return start[:1], start[1:].lstrip()


def _deep(text: Text, form: TurnForm) -> tuple[Text, Text] | None:
    """A mark printed as often as the form says (-- …), cut off by layout or not."""
    string = text.string
    times = len(string) - len(string.lstrip(form.marks))
    return (text[:times], text[times:].lstrip()) if times == form.depth else None


def _numbered(marker: Text | None, text: Text) -> tuple[Text, Text] | None:
    """The number before a remark, cut off by layout or not (１　…)."""
    if marker is not None:
        return (marker, text) if NUMBER_MARK.fullmatch(marker.string.strip()) else None
    match = BARE_NUMBER.match(text.string)
    return (text.group(match, "number"), text[match.end() :]) if match else None


def turns_of(
    paragraphs: Sequence[Paragraph], span: Iterable[int], section: str | None, notation: Notation, roster: Roster
) -> Iterator[Turn]:
    """The turns of some paragraphs, also where several run together in one: （委員）…。（事務局）…。"""
    if notation.told:
        for i in span:
            yield from (
                Turn(i, section, notation, form, None, None, said)
                for form, said in told_in(paragraphs[i], notation.forms)
            )
        return
    explained = 0
    for turn in _opened(paragraphs, span, section, notation, roster):
        for part in _parted(turn, roster):
            if VOID.fullmatch(part.text.string):
                continue
            if is_scene(part.text.string):
                explained += is_explanation(part.text.string)
            elif part.text.string:
                yield replace(part, explained=part.explained + explained)


def _parted(turn: Turn, roster: Roster) -> Iterator[Turn]:
    """A turn cut before each bracketed label inside it, of a notation whose only sign is the bracket."""
    inner = inner_labels(turn.form, turn.text, roster)
    ends = [*(match.start() for match in inner), len(turn.text)]
    yield replace(turn, text=turn.text[: ends[0]].strip())
    for match, end in zip(inner, ends[1:], strict=True):
        yield replace(turn, label=turn.text.group(match, "label"), text=turn.text[match.end() : end].strip())


def inner_labels(form: TurnForm, text: Text, roster: Roster) -> list[re.Match[str]]:
    """The bracketed labels inside a turn, where the bracket is the only sign of its form."""
    if not form.bracketed or form.marks or form.fixed:
        return []
    return [match for match in INNER_LABEL.finditer(text.string) if roster.is_speaker(match["label"])]


def _opened(
    paragraphs: Sequence[Paragraph], span: Iterable[int], section: str | None, notation: Notation, roster: Roster
) -> Iterator[Turn]:
    """The turns of some paragraphs, each from its opening to the next one, or to a line where the session stops."""
    current: Turn | None = None
    above: Opening | None = None
    asked: int | None = None
    explained = 0
    for i in span:
        paragraph = paragraphs[i]
        found = opening(paragraph, notation, roster) or _in_its_place(paragraph, current, paragraphs, asked)
        if found and found.form.label is LabelPlace.ABOVE and not _heads_items(above, found.form):
            found = None
        asked = i if found and _asks(found.form) else asked
        explained += is_explanation(paragraph.text.string)
        if found and not _goes_on(current, found):
            if current:
                yield current
            above = found if found.label is not None else above
            current = replace(_begun(i, section, notation, found, above), explained=explained)
            above = above if above is found or not _speaks_once(above) else None
        elif is_event(paragraph.text.string) or (current and _ends(current, paragraph, paragraphs[current.place])):
            if current and not current.text.string and is_rule(paragraph.text.string):
                continue  # a label that is underlined
            if current:
                yield current
            current = None
        elif current and not (_is_aside(paragraphs, i) or _names_next(paragraphs, i, current, roster)):
            current = _longer(current, paragraph)
    if current:
        yield current


def _heads_items(above: Opening | None, form: TurnForm) -> bool:
    """Whether the last label stands over items: in brackets, on a line of its own, where no file or kind says so."""
    return form.kind is not None or (above is not None and above.form.bracketed and above.form.label is LabelPlace.LINE)


def _asks(form: TurnForm) -> bool:
    """Whether turns of a form are remarks: by their mark, or by the speakers behind them, where answers have a mark."""
    return form.kind is UtteranceKind.REMARK or (form.kind is None and form.label is LabelPlace.END)


def _in_its_place(
    paragraph: Paragraph, turn: Turn | None, paragraphs: Sequence[Paragraph], asked: int | None
) -> Opening | None:
    """A remark right below an answer, as far left as the remarks, whose sign was forgotten.

    It has their mark without a speaker behind it, or, where answers are set in deeper, a bullet for their mark.
    """
    mark = paragraph.marker.string.strip() if paragraph.marker else ""
    if asked is None or turn is None or turn.form.kind is not UtteranceKind.REPLY or not turn.form.marks:
        return None
    if len(mark) != 1 or not ends_whole(paragraph.text.string):
        return None
    level, deeper, own = paragraphs[asked].indent, paragraphs[turn.place].indent, paragraphs[asked].marker
    same = own is not None and own.string.strip() == mark
    if abs(paragraph.indent - level) > SAME_INDENT or not (same or mark in marks("bullet")):
        return None
    if not same and deeper - level < SAME_INDENT:
        return None
    form = TurnForm(marks=mark, kind=UtteranceKind.REMARK)
    return Opening(form, paragraph.marker, None, paragraph.text)


def _is_aside(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a paragraph between turns is not said: a note, a table, a scene line; last, the office that signs."""
    paragraph = paragraphs[i]
    mark = (paragraph.marker or paragraph.text).string.strip()[:1]
    noted = bool(mark) and mark in marks("note") + marks("asterisk")
    string = (paragraph.marker.string if paragraph.marker else "") + paragraph.text.string
    signs = i + 1 == len(paragraphs) and is_office(string)
    counted = is_lone_number(string) or is_column_head(string)
    return noted or signs or counted or paragraph.kind in ASIDE_KINDS or is_scene(string)


def _names_next(paragraphs: Sequence[Paragraph], i: int, turn: Turn, roster: Roster) -> bool:
    """Whether a line in brackets names what the next marked turns are about: （安全の確保）."""
    below = paragraphs[i + 1 : i + 2]
    alone = turn.label is None and is_in_brackets(paragraphs[i].text.string)
    return alone and any(opening(paragraph, turn.notation, roster) for paragraph in below)


def _ends(turn: Turn, paragraph: Paragraph, first: Paragraph) -> bool:
    """Whether a line that opens no turn ends this one: it stands outside, or tells how the talk ended.

    An arrow may tell what was decided; a sentence tells the end (座長から…の指示があった) where marks alone tell turns.
    """
    if _is_outside(paragraph, first):
        return True
    string = paragraph.text.string.strip()
    if paragraph.marker is not None:  # → 原案のとおり決定した。
        return (
            paragraph.marker.string.strip() in marks("arrow")
            and any_of("wording", "decided").search(string) is not None
        )
    marked = turn.label is None and turn.marker is not None
    return marked and any_of("wording", "told_at_end").fullmatch(string) is not None


def _is_outside(paragraph: Paragraph, first: Paragraph) -> bool:
    """Whether a marked line stands further left than the turn's first, as the next item of what they belong to."""
    return paragraph.marker is not None and first.marker is None and paragraph.indent <= first.indent - OUTDENT


def _goes_on(turn: Turn | None, found: Opening) -> bool:
    """Whether what looks like an opening goes on with the turn above, or with none.

    An answer may begin by naming another question, （答） above （問３）で示した…; a paragraph without a sign is an
    answer only right below a question.
    """
    if found.form.plain:
        return turn is None or turn.form.kind is not UtteranceKind.REMARK
    fixed = turn is not None and turn.form.fixed and found.form.fixed
    return fixed and turn is not None and not turn.text.string and turn.form.kind is not found.form.kind


def _begun(place: int, section: str | None, notation: Notation, found: Opening, above: Opening | None) -> Turn:
    under = above if found.form.label is LabelPlace.ABOVE else None
    form = replace(found.form, kind=under.form.kind) if _speaks_once(under) else found.form
    form = replace(form, role=under.form.role) if under and under.form.role else form
    label = under.label if under else found.label
    return Turn(place, section, notation, form, found.marker, label, found.body.strip())


def _speaks_once(above: Opening | None) -> TypeGuard[Opening]:
    """Whether a label line that prints the kind of turn, （→環境省）, speaks for the next item alone."""
    return above is not None and above.form.label is LabelPlace.LINE and above.form.kind is not None


def _longer(turn: Turn, paragraph: Paragraph) -> Turn:
    """The turn with one more paragraph; the paragraph's own number or bullet is part of what is said."""
    more = Text.join([*([paragraph.marker] if paragraph.marker else []), paragraph.text]).strip()
    text = Text.join([part for part in (turn.text, more) if part.string], "\n")
    return replace(turn, text=text)
