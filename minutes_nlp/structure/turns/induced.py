"""Minutes in a notation that no file describes (記法の推定): the forms are found in the document itself, or none are.

First the labels: lines of one shape whose labels name speakers, or say that something is asked or answered. Then the
signs: two or three signs or indents that take turns, of which one asks and another does not. What is found must explain
nearly all of the body and must look like talk; a half-right reading is worse than none, so in doubt there is none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind, Role, UtteranceKind
from minutes_nlp.structure.labels import Roster, is_office, titled
from minutes_nlp.structure.lines import is_event, is_lone_number, is_rule, is_scene
from minutes_nlp.structure.turns.act import OFFICIAL
from minutes_nlp.structure.turns.doubt import promised
from minutes_nlp.structure.turns.notation import LabelPlace, Notation, TurnForm
from minutes_nlp.structure.turns.reading import opening
from minutes_nlp.structure.turns.shapes import (
    Cut,
    Shape,
    Voice,
    cuts,
    is_label,
    lettered_role,
    of_person,
    printed,
    shape_of_sign,
    sign_of,
    voice_of,
)
from minutes_nlp.structure.turns.talk import CHECKS, ENDS, FEWEST_EACH, FEWEST_TURNS, Seen, Talk, asking, mean
from minutes_nlp.structure.vocabulary import marks, squeezed, words

__all__ = ["GENERAL", "Induction", "body_start", "induced", "opened_by"]

GENERAL = "general"  # the name of a notation that was found in the document itself
# Set on the invented layouts of tests/gold/induced.txt and on our corpora with their notations withheld.
ENOUGH = 0.8  # share of the lines from the first turn on that must open a turn or plainly go on with one
CLEAR = 0.95  # share from which a simpler proposal ends the search
ASKING, ANSWERING = 0.5, 0.3  # how much the one side must ask at least, the other at most, on average
MOST_SIGNS = 3
CANDIDATES = 4  # the commonest signs that are tried
LONGEST_UNKNOWN = 10  # characters of a name that only its place shows to be a speaker's
ASIDES = {BlockKind.TABLE, BlockKind.FOOTNOTE, BlockKind.CAPTION}
FRAMES = "【】〔〕＜＞<>《》〈〉［］[]「」：:"  # around the heading with which a body begins: ＜質疑応答＞
FRAMED = re.compile(r"[（(【〔［\[＜<〈《](?!注|※)\w{1,10}[）)】〕］\]＞>〉》]")  # （コメント）無料なのは…
LETTER = re.compile(r"[A-ZＡ-Ｚ]")  # Ａ　緊急の連絡先がない方を… (委員の名を伏せたもの)
FEWEST_LETTERS = 3  # that speak, so that they are not the Ｑ and Ａ of questions and answers
SENTENCE = re.compile(r"(?<=[。？?！!」])[ \u3000]*")
SAID = re.compile(r"[^）)][。？?！!」』](?:[^\w\s]{1,3}\w{1,16}[^\w\s]?)?\s*$")  # …動かせないか。──福士委員


@dataclass(frozen=True, slots=True)
class Induction:
    """What was found (推定の結果): a notation, or why there is none; `share` is how much of the body it explains."""

    notation: Notation | None
    shown: str = ""  # the forms as staff see them
    share: float = 0.0
    reason: str = ""  # why it was refused, in Japanese


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body (本文の行)."""

    paragraph: Paragraph
    string: str
    sign: str
    heading: bool = False

    @property
    def level(self) -> int:
        """How far it is indented, in whole characters; one character is every paragraph's own (字下げ)."""
        return round(self.paragraph.indent)

    @property
    def framed(self) -> bool:
        """Whether it begins with a short word in brackets, which may be the label of a turn of its own."""
        return FRAMED.match(self.string) is not None

    @property
    def whole(self) -> bool:
        """Whether it ends as a sentence does."""
        return ENDS.search(self.string) is not None


@dataclass(frozen=True, slots=True)
class Key:
    """A sign by which lines could be told apart (記号の型): the sign, and the indent where signs do not suffice."""

    sign: str
    level: int | None = None

    def holds(self, line: Line) -> bool:
        """Whether a line has this sign."""
        return line.sign == self.sign and self.level in {None, line.level}

    @property
    def shown(self) -> str:
        """The sign as staff see it."""
        name = {"": "記号なし", "1": "番号"}.get(self.sign, self.sign)
        return name if self.level is None else f"{name}({self.level}字下げ)"


def induced(
    paragraphs: Sequence[Paragraph], body: Iterable[int], headings: Container[int], roster: Roster
) -> Induction:
    """The notation of a body, found in the body itself; what seem to be `headings` may turn out to be labels."""
    lines = [
        Line(paragraphs[i], printed(paragraphs[i]), sign_of(printed(paragraphs[i]))[0], i in headings)
        for i in body
        if not _is_aside(paragraphs[i])
    ]
    best = Induction(None)
    for forms, shown in _proposals(lines, roster, told=promised(paragraphs)):
        one = _judged(lines, forms, shown)
        best = max(best, one, key=lambda found: (found.notation is not None, found.share))
        if best.notation and best.share >= CLEAR:
            break
    return best


def _is_aside(paragraph: Paragraph) -> bool:
    string = printed(paragraph)
    noted = string[:1] in marks("note")
    return (
        noted
        or paragraph.kind in ASIDES
        or is_scene(string)
        or is_event(paragraph.text.string)
        or is_lone_number(string)
    )


def _proposals(lines: Sequence[Line], roster: Roster, *, told: bool) -> Iterator[tuple[tuple[TurnForm, ...], str]]:
    """What the notation could be, the simplest first: labels alone, labels and signs, signs alone.

    A heading may have `told` that there are answers.
    """
    labelled, shown = _labelled(lines, roster, letters=told)
    for above in _above(lines, labelled):
        yield above, " ".join(shown)
    for below in _answered_below(lines, labelled) if told else ():
        yield below, " ".join([*shown, Key("").shown])
    if labelled:
        yield labelled, " ".join(shown)
    taken = _taken(lines, labelled)
    rest = [line for line, is_taken in zip(lines, taken, strict=True) if not is_taken and not line.heading]
    signs = Counter(Key(line.sign) for line in rest)
    levels = Counter(Key(line.sign, line.level) for line in rest)
    for counts in (signs, levels):
        keys = [key for key, count in counts.most_common(CANDIDATES) if count >= FEWEST_EACH]
        fewest = 1 if labelled else 2
        for number in range(fewest, MOST_SIGNS + 1):
            for chosen in combinations(keys, number):
                forms = (*labelled, *_signed(rest, chosen, answered=bool(labelled)))
                if len(forms) == len(labelled) + number:
                    yield forms, " ".join([*(key.shown for key in chosen), *shown])


def _above(lines: Sequence[Line], labelled: tuple[TurnForm, ...]) -> Iterator[tuple[TurnForm, ...]]:
    """The labels with the commonest sign of the items below them, each of which is a turn (【委員】 ○ … ○ …)."""
    if not any(form.label is LabelPlace.LINE for form in labelled):
        return
    rest = [line for line in lines if not line.heading and not _seen(line, labelled)]
    signs = Counter(line.sign for line in rest if line.sign)
    for sign, count in signs.most_common(1):
        if count >= FEWEST_TURNS and 2 * count >= signs.total():
            yield *labelled, TurnForm(label=LabelPlace.ABOVE, patterns=(shape_of_sign(sign),), whole=True)


def _answered_below(lines: Sequence[Line], labelled: tuple[TurnForm, ...]) -> Iterator[tuple[TurnForm, ...]]:
    """The labels, and the lines set in below them as answers, if the wording of both is like that."""
    plain = all(form.label is LabelPlace.INLINE and form.kind is None for form in labelled)
    if not labelled or not plain:
        return
    seen = [_seen(line, labelled) for line in lines]
    asked = [one for one in seen if one]
    margin = max((line.level for line, one in zip(lines, seen, strict=True) if one), default=0)
    below = [after for one, after in zip(seen, lines[1:], strict=False) if one and not after.sign]
    levels = Counter(line.level for line in below if not line.heading and line.level > margin)
    titles = [titled(one.label) for one in asked]
    official = any(title and title.role in OFFICIAL for title in titles) or any(is_office(one.label) for one in asked)
    for level, _ in levels.most_common(1):
        answers = mean(asking(line.string) for line in below if line.level == level)
        if not official and answers <= ANSWERING < mean(asking(one.body) for one in asked):
            indents = (level - 0.5, level + 0.5)
            form = TurnForm(patterns=(shape_of_sign(""),), whole=True, indents=indents, kind=UtteranceKind.REPLY)
            yield *(replace(form, kind=UtteranceKind.REMARK) for form in labelled), form


def _taken(lines: Sequence[Line], labelled: tuple[TurnForm, ...]) -> list[bool]:
    """Which lines labels account for: those with a label, and those below a label on a line of its own."""
    taken, under = list[bool](), False
    for line in lines:
        found = _seen(line, labelled)
        taken.append(found is not None or under)
        under = found is not None and found.form.label is LabelPlace.LINE
    return taken


def body_start(paragraphs: Sequence[Paragraph], end: int, labels: Container[int]) -> int:
    """Where the body may begin at the earliest: at the first sentence, or the line above it, that the head swallowed.

    `end` is where the head seemed to end, `labels` are the places of its labels.
    """
    sentences = (i for i in range(1, end) if i not in labels and SAID.search(paragraphs[i].text.string))
    first = next(sentences, end)
    above = first - 1
    while above > 0 and is_rule(paragraphs[above].text.string):
        above -= 1
    swallowed = 0 <= above < first and (first < end or is_label(printed(paragraphs[above])))
    return above if swallowed and above not in labels else first


def opened_by(
    paragraphs: Sequence[Paragraph], notation: Notation, start: int, opens: Callable[[int], bool]
) -> Callable[[int], bool]:
    """A test whether a paragraph opens a turn, for a body found to be in this notation from `start` on."""
    nobody = Roster()
    found = [opening(paragraph, notation, nobody) for paragraph in paragraphs]

    def opens_turn(i: int) -> bool:
        one = found[i] if i >= start else None
        bare = one is not None and one.form.label is LabelPlace.NONE and ENDS.search(one.body.string) is None
        return opens(i) or (one is not None and not bare)

    return opens_turn


# --- labels


def _labelled(lines: Sequence[Line], roster: Roster, *, letters: bool) -> tuple[tuple[TurnForm, ...], list[str]]:
    """Forms for the shapes in which labels of speakers, or words for asking and answering, are printed."""
    found: dict[Shape, dict[str, int]] = defaultdict(Counter)
    people: dict[str, Role] = {}
    body_words = {*words("header", "body", "strong"), *words("header", "body", "weak")}
    for line in lines:
        if squeezed(line.string).strip(FRAMES) in body_words:
            continue
        for cut in (*_best_cuts(line.string, roster), *_inner_cuts(line.string, roster)):
            found[cut.shape][cut.label] += 1
            people |= {cut.label: cut.person} if cut.person else {}
    forms: list[TurnForm] = []
    shown: list[str] = []
    for shape, labels in found.items():
        voices = {label: voice_of(label, roster) or of_person(people.get(label)) for label in labels}
        lone = [label for label in labels if letters and LETTER.fullmatch(label)]
        voices |= dict.fromkeys(lone if len(lone) >= FEWEST_LETTERS else (), Voice.SPEAKER)
        known = sum(count for label, count in labels.items() if voices[label])
        once = not shape.weak and Voice.SPEAKER in voices.values()
        if 2 * known < sum(labels.values()) or known < (1 if once else FEWEST_EACH):
            continue
        named = [label for label, n in labels.items() if label in people or _may_name(voices[label], n, shape)]
        forms.extend(_forms(shape, named, voices, people))
        shown.append(f"「{shape.shown(named[0])}」")
    return tuple(forms), shown


def _best_cuts(string: str, roster: Roster) -> list[Cut]:
    """The cuts of a line with a known label; where there is none, the first, as its label may be a name."""
    found = list(cuts(string))
    known = [cut for cut in found if voice_of(cut.label, roster) or of_person(cut.person)]
    return known[:1] or [cut for cut in found[:1] if len(cut.label) <= LONGEST_UNKNOWN]


def _inner_cuts(string: str, roster: Roster) -> Iterator[Cut]:
    """The cuts with a known label of turns that run together with the one before."""
    for piece in SENTENCE.split(string)[1:]:
        inline = (c for c in cuts(piece) if c.shape.place is LabelPlace.INLINE and not c.shape.weak)
        yield from [cut for cut in inline if voice_of(cut.label, roster)][:1]


def _may_name(voice: Voice | None, count: int, shape: Shape) -> bool:
    """Whether a label is known, or stands where speakers stand and does so more than once."""
    return voice is not None or (count > 1 and not shape.weak and shape.place is not LabelPlace.END)


def _forms(
    shape: Shape, labels: Sequence[str], voices: dict[str, Voice | None], people: dict[str, Role]
) -> Iterator[TurnForm]:
    """One form for all labels of a shape that are of one kind and one role."""
    groups: dict[tuple[Voice, Role | None], list[str]] = defaultdict(list)
    for label in labels:
        role = people.get(label) if voices[label] is None else lettered_role(label)
        groups[voices[label] or Voice.SPEAKER, role].append(label)
    kinds = {Voice.ASKS: UtteranceKind.REMARK, Voice.ANSWERS: UtteranceKind.REPLY, Voice.SPEAKER: None}
    for (voice, role), group in groups.items():
        yield TurnForm(
            label=shape.place,
            patterns=(shape.pattern(tuple(group)),),
            whole=True,
            inner=shape.inner(tuple(group)),
            fixed=voice is not Voice.SPEAKER,
            kind=kinds[shape.act or voice],
            role=role,
        )


# --- signs


def _signed(rest: Sequence[Line], keys: Sequence[Key], *, answered: bool) -> list[TurnForm]:
    """Forms for lines that only their signs tell apart; none where it is not plain which of them ask."""
    forms: list[TurnForm] = []
    for key in keys:
        asked = mean(asking(sign_of(line.string)[1]) for line in rest if key.holds(line))
        if asked >= ASKING:
            kind = UtteranceKind.REMARK
        elif asked <= ANSWERING and not answered:
            kind = UtteranceKind.REPLY
        else:
            return []
        level = None if key.level is None else (key.level - 0.5, key.level + 0.5)
        forms.append(TurnForm(patterns=(shape_of_sign(key.sign),), whole=True, indents=level, kind=kind))
    return forms


# --- whether it can be


def _judged(lines: Sequence[Line], forms: tuple[TurnForm, ...], shown: str) -> Induction:
    """The notation of these forms, or what speaks against it."""
    both = ((line, _seen(line, forms)) for line in lines)
    kept = [(line, one) for line, one in both if one or not line.heading]
    share = _explained(kept)
    if share < ENOUGH:
        return Induction(None, shown, share, f"本文の {ENOUGH:.0%} に達しません")
    talk = _talk(kept, forms)
    reason = next((reason for reason, holds in CHECKS.items() if not holds(talk)), "")
    return Induction(None if reason else Notation(GENERAL, "文書から推定した記法", forms), shown, share, reason)


def _seen(line: Line, forms: tuple[TurnForm, ...]) -> Seen | None:
    """How a line opens a turn; a heading opens none by its sign alone."""
    for form in forms:
        if form.indents and not form.indents[0] <= line.paragraph.indent <= form.indents[1]:
            continue
        match = form.patterns[0].fullmatch(line.string)
        if match and not (line.heading and form.label is LabelPlace.NONE):
            label = match.groupdict().get("label") or ""
            return Seen(form, match["mark"] or (label if form.fixed else ""), label, match["body"].strip())
    return None


def _explained(lines: Sequence[tuple[Line, Seen | None]]) -> float:
    """The share of the lines from the first turn on that open one, or go on with it as whole sentences."""
    first = next((i for i, (_, one) in enumerate(lines) if one), len(lines))
    explained, under = 0, False
    for line, one in lines[first:]:
        explained += one is not None or under or (line.whole and not line.sign and not line.framed)
        under = one is not None and one.form.label is LabelPlace.LINE
    return explained / (len(lines) - first or 1)


def _talk(lines: Sequence[tuple[Line, Seen | None]], forms: tuple[TurnForm, ...]) -> Talk:
    openings: list[Seen] = []
    texts: list[str] = []
    for line, one in lines:
        pieces = _run_together(one, forms) if one else []
        openings.extend(pieces)
        texts.extend(piece.body for piece in pieces)
        if openings and not pieces:
            texts[-1] += line.string
    lead = _lead(openings)
    first = next((i for i, (_, one) in enumerate(lines) if one), 0)
    apart = first if openings and openings[0].label and not openings[0].form.fixed else lead  # no talk yet
    return Talk(tuple(openings[lead:]), tuple(texts[lead:]), len(lines) - apart)


def _lead(openings: Sequence[Seen]) -> int:
    """How many lines without a sign or label stand before the first remark; two and more are no lead."""
    first = next((i for i, one in enumerate(openings) if one.form.kind is UtteranceKind.REMARK), 0)
    plain = all(not one.mark and one.form.label is LabelPlace.NONE for one in openings[:first])
    return first if first == 1 and plain else 0


def _run_together(one: Seen, forms: tuple[TurnForm, ...]) -> list[Seen]:
    """A turn cut before those that run together with it, as it will be read: 【意見】…か。【回答】…。"""
    matches = ((match, form) for form in forms if form.inner for match in form.inner.finditer(one.body))
    found = sorted(matches, key=lambda pair: pair[0].start())
    ends = [*(match.start() for match, _ in found), len(one.body)]
    pieces = [replace(one, body=one.body[: ends[0]])]
    for (match, form), end in zip(found, ends[1:], strict=True):
        pieces.append(Seen(form, match["label"] if form.fixed else "", match["label"], one.body[match.end() : end]))
    return pieces
