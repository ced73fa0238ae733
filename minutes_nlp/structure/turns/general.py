"""Turns in a notation that no file describes (学習による読み取り): what each piece of the document most likely is.

Learned trees are asked three questions: is this a label; does this piece open a turn, go on with one, stand over
turns as their label, or is it no talk; does an opening without a label answer. The likeliest run of kinds is read.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.structure.lines import is_scene
from minutes_nlp.structure.turns.forest import Numbers, weights
from minutes_nlp.structure.turns.label_traits import label_traits
from minutes_nlp.structure.turns.notation import LabelPlace, Notation, TurnForm
from minutes_nlp.structure.turns.piece_traits import piece_traits
from minutes_nlp.structure.turns.pieces import Candidate, Piece, pieces_of
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.turns.shapes import Voice, lettered_role
from minutes_nlp.structure.turns.sheet import Sheet
from minutes_nlp.structure.turns.talk import ENDS, asking, mean
from minutes_nlp.text import Text

__all__ = ["GENERAL", "Guess", "guessed"]

GENERAL = "general"  # the name of a notation that was found in the document itself
NOTATION = Notation(GENERAL, "文書から推定した記法", ())
NONE, MORE, OPENS, LABEL = range(4)  # what a piece is: no talk, more of the turn above, a new turn, a label over turns
HALF = 0.5
LEAST = 1e-6  # so that no kind is impossible
SURE = 0.85  # confidence from which a reading is believed
LETTER = re.compile(r"[A-ZＡ-Ｚ]")  # Ａ　緊急の連絡先がない方を… (委員の名を伏せたもの)
FEWEST_LETTERS = 3  # that speak, so that they are not the Ｑ and Ａ of questions and answers
FEWEST_TURNS = 3
WHOLE = 0.7  # share of turns that end as sentences do; notes and lists do not
TALK = 0.2  # share of turns that ask or hold an opinion
SHOWN = 3  # forms that are shown to staff
KINDS = {Voice.ASKS: UtteranceKind.REMARK, Voice.ANSWERS: UtteranceKind.REPLY}


@dataclass(frozen=True, slots=True)
class Guess:
    """What was read (推定の結果): each piece with what it is, how sure, and the cut that it was read by."""

    pieces: tuple[Piece, ...]
    kinds: tuple[int, ...]
    sure: tuple[float, ...]
    cuts: tuple[Candidate | None, ...]
    replies: tuple[bool, ...]
    begun: frozenset[int] = frozenset()  # the paragraphs with which a turn or its label surely begins
    opening: tuple[float, ...] = ()  # how likely each piece opens a turn or is a label over one
    cut_sure: tuple[float, ...] = ()  # of what opens a turn, how likely its label is cut off rightly

    @property
    def confidence(self) -> float:
        """How sure the reading is, as the mean over what is talk or nearly was taken for it."""
        told = [sure for kind, sure in zip(self.kinds, self.sure, strict=True) if kind != NONE]
        return sum(told) / len(told) if told else 0.0

    @property
    def weakest(self) -> float:
        """How sure the reading is of the pieces that it is least sure of, from the first that is talk on."""
        first = next((i for i, kind in enumerate(self.kinds) if kind != NONE), len(self.kinds))
        return _lowest(self.sure[first:])

    @property
    def weakest_cuts(self) -> float:
        """The same of the labels."""
        return _lowest(self.cut_sure)

    @property
    def end(self) -> int:
        """The paragraph behind the last that was looked at."""
        return self.pieces[-1].place + 1 if self.pieces else 0

    def beginnings(self, begun: Container[int]) -> tuple[float, float]:
        """How likely turns begin with these paragraphs, and how many are expected to begin with others.

        The first is a mean, the second is counted for each of those that do.
        """
        likely = defaultdict[int, float](float)
        for i, (piece, value) in enumerate(zip(self.pieces, self.opening, strict=True)):
            below = self.pieces[i + 1].place if self.kinds[i] == LABEL and i + 1 < len(self.pieces) else piece.place
            place = piece.place if piece.place in begun else below  # a label speaks for the words below it
            likely[place] = max(likely[place], value)
        own = [value for place, value in likely.items() if place in begun]
        other = sum(value for place, value in likely.items() if place not in begun and value > HALF)
        return mean(own), other / (len(own) or 1)

    def refused(self, turns: Sequence[Turn]) -> str:
        """Why these turns are not to be believed, in Japanese; empty where they are."""
        texts = [turn.text.string for turn in turns]
        if len(turns) < FEWEST_TURNS:
            return "発言とみられる段落が少なすぎます"
        if mean(ENDS.search(text) is not None for text in texts) < WHOLE:
            return "文になっていない項目が多く、一覧とみられます"
        if mean(asking(text) > 0 for text in texts) < TALK:
            return "問いや意見がほとんどありません"
        if self.confidence < SURE:
            return "発言の区切りが確かではありません"
        return ""

    @property
    def shown(self) -> str:
        """The commonest forms as staff see them."""
        forms = Counter(map(self._shown, range(len(self.pieces))))
        return " ".join([form for form, _ in forms.most_common() if form][:SHOWN])

    def _shown(self, i: int) -> str:
        if self.kinds[i] not in {OPENS, LABEL}:
            return ""
        cut, sign = self.cuts[i], self.pieces[i].sign
        return f"「{cut.cut.shape.shown(cut.cut.label)}」" if cut else {"": "記号なし", "1": "番号"}.get(sign, sign)

    @property
    def told(self) -> frozenset[int]:
        """The paragraphs that are talk or a label over it."""
        return frozenset(piece.place for piece, kind in zip(self.pieces, self.kinds, strict=True) if kind != NONE)

    def turns(self, places: Sequence[str | None], headings: Container[int]) -> list[Turn]:
        """The turns, with the section of each; what is a heading after all belongs to none."""
        turns = _turns(self, places, headings)
        return [turn for turn in turns if turn.text.string and not is_scene(turn.text.string)]


def _lowest(values: Sequence[float]) -> float:
    """The mean of the lowest fifth."""
    return mean(sorted(values)[: 1 + len(values) // 5])


def guessed(sheet: Sheet, end: int | None = None) -> Guess:
    """What each piece of a document, or of its lines before `end`, most likely is."""
    paragraphs = sheet.lines[:end]
    pieces = pieces_of(paragraphs, sheet.outline.headings, sheet.roster)
    if not pieces:
        return Guess((), (), (), (), ())
    rows, traits = label_traits(pieces)
    trees = weights().forests
    likely = _by_piece(pieces, rows, trees["label"].likelihoods(traits) if rows else ())
    seen = piece_traits(pieces, paragraphs, sheet.header, likely)
    kinds = trees["piece"].likelihoods(seen)
    path = _path(np.log(kinds + LEAST))
    cut = _by_piece(pieces, rows, trees["cut"].likelihoods(traits) if rows else ())
    chosen = _chosen(pieces, path, cut)
    replies = _replies(pieces, paragraphs, path, chosen, trees["reply"].likelihoods(seen))
    sure = tuple(float(kinds[i, kind]) for i, kind in enumerate(path))
    begun = {
        piece.place
        for piece, kind, cut in zip(pieces, path, chosen, strict=True)
        if kind == LABEL or (kind == OPENS and (cut is not None or ends_whole(piece.string)))
    }
    opened = tuple(map(float, kinds[:, OPENS] + kinds[:, LABEL]))
    cut_sure = tuple(_cut_sure(*one) for one in zip(pieces, path, chosen, cut, strict=True) if one[1] in {OPENS, LABEL})
    return Guess(tuple(pieces), tuple(path), sure, tuple(chosen), tuple(replies), frozenset(begun), opened, cut_sure)


def _by_piece(
    pieces: Sequence[Piece], rows: Sequence[tuple[int, int]], values: Numbers | tuple[()]
) -> list[list[float]]:
    found = [[0.0] * len(piece.candidates) for piece in pieces]
    for (i, k), value in zip(rows, values, strict=True):
        found[i][k] = float(value)
    return found


def _path(seen: Numbers) -> list[int]:
    """The likeliest run of kinds (ビタビ復号): what each piece looks like, and what follows what."""
    steps, begins = np.log(weights().steps), np.log(weights().begins)
    seen = seen - np.log(weights().shares)
    best, back = seen[0] + begins, []
    for row in seen[1:]:
        ways = best[:, None] + steps
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _chosen(pieces: Sequence[Piece], path: Sequence[int], likely: Sequence[Sequence[float]]) -> list[Candidate | None]:
    """The likeliest cut of each opening, where lines of one shape speak for each other; None for the sign alone."""
    shapes: dict[object, list[float]] = defaultdict(list)
    for piece, kind, values in zip(pieces, path, likely, strict=True):
        for one, value in zip(piece.candidates, values, strict=True):
            if kind == OPENS:
                shapes[one.cut.shape].append(_odds(value))
    means = {shape: sum(values) / len(values) for shape, values in shapes.items()}
    chosen: list[Candidate | None] = []
    for piece, kind, values in zip(pieces, path, likely, strict=True):
        at_line = kind == LABEL
        fitting = [
            (_odds(value) + means.get(one.cut.shape, 0.0), k)
            for k, (one, value) in enumerate(zip(piece.candidates, values, strict=True))
            if kind in {OPENS, LABEL} and (one.cut.shape.place is LabelPlace.LINE) == at_line
        ]
        best = max(fitting, default=(0.0, 0))
        chosen.append(piece.candidates[best[1]] if fitting and (best[0] > 0 or at_line) else None)
    letters = {one.cut.label for one in chosen if one and LETTER.fullmatch(one.cut.label)}
    if len(letters) < FEWEST_LETTERS:
        return chosen
    return [replace(one, voice=Voice.SPEAKER) if one and one.cut.label in letters else one for one in chosen]


def _cut_sure(piece: Piece, kind: int, chosen: Candidate | None, likely: Sequence[float]) -> float:
    """How likely the label of an opening is cut off rightly, or that it has none."""
    values = {one.cut: value for one, value in zip(piece.candidates, likely, strict=True)}
    if chosen is not None:
        return values[chosen.cut] if kind == OPENS else 1.0
    return 1.0 - max(values.values(), default=0.0)


def _odds(likely: float) -> float:
    return float(np.log((likely + 1e-3) / (1 - likely + 1e-3)))  # bounded, so that one line does not outweigh all


def _replies(
    pieces: Sequence[Piece],
    paragraphs: Sequence[Paragraph],
    path: Sequence[int],
    chosen: Sequence[Candidate | None],
    likely: Numbers,
) -> list[bool]:
    """Which openings without a label answer: all of one sign and indent do, or none."""
    groups: dict[tuple[str, int], list[float]] = defaultdict(list)
    keys = [(piece.sign, round(paragraphs[piece.place].indent)) for piece in pieces]
    for key, kind, cut, value in zip(keys, path, chosen, likely, strict=True):
        if kind == OPENS and cut is None:
            groups[key].append(float(value))
    return [bool(groups[key]) and sum(groups[key]) / len(groups[key]) > HALF for key in keys]


def _turns(guess: Guess, places: Sequence[str | None], headings: Container[int]) -> Iterator[Turn]:
    above: tuple[Candidate | None, Piece] | None = None
    current: Turn | None = None
    last = -1
    for i, (piece, kind) in enumerate(zip(guess.pieces, guess.kinds, strict=True)):
        headed = piece.place in headings and kind != LABEL
        if current and (headed or kind in {OPENS, LABEL}):
            yield current
            current = None
        if headed:
            above = None
        elif kind == LABEL:
            above = (guess.cuts[i], piece)
        elif kind == OPENS or (kind == MORE and current is None and above):
            current = _begun(guess, i, above if kind == MORE or guess.cuts[i] is None else None, places[piece.place])
            above = above if kind == OPENS and guess.cuts[i] is None else None
        elif kind == MORE and current:
            glue = "" if last == piece.place else "\n"
            current = replace(current, text=Text.join([current.text, piece.text.strip()], glue))
        last = piece.place
    if current:
        yield current


def _begun(guess: Guess, i: int, above: tuple[Candidate | None, Piece] | None, section: str | None) -> Turn:
    """A turn that begins with this piece, under a label that stands above it or with its own."""
    piece, cut = guess.pieces[i], guess.cuts[i]
    end = len(piece.string) - len(piece.rest)
    sign, rest = piece.text[:end].strip() or None, piece.text[end:].strip()
    if above is not None:
        label, mark, _ = _cut(*above)
        if guess.kinds[i] == OPENS:
            return Turn(piece.place, section, NOTATION, _form(above[0], LabelPlace.ABOVE), sign or mark, label, rest)
        return Turn(piece.place, section, NOTATION, _form(above[0], LabelPlace.LINE), mark, label, piece.text.strip())
    if cut is None:
        kind = UtteranceKind.REPLY if guess.replies[i] else UtteranceKind.REMARK
        return Turn(piece.place, section, NOTATION, TurnForm(marks=piece.string[:end], kind=kind), sign, None, rest)
    label, mark, body = _cut(cut, piece)
    if not body.string:
        return Turn(piece.place, section, NOTATION, TurnForm(), sign, None, rest)
    return Turn(piece.place, section, NOTATION, _form(cut, cut.cut.shape.place), mark, label, body)


def _cut(cut: Candidate | None, piece: Piece) -> tuple[Text | None, Text | None, Text]:
    """Label, mark and words of a piece; words such as 回答 are a mark and no label."""
    match = cut.cut.shape.pattern((cut.cut.label,)).fullmatch(piece.string) if cut else None
    if cut is None or match is None:
        return piece.text.strip(), None, Text()
    body = piece.text.group(match, "body").strip()
    if cut.voice in KINDS:
        return None, piece.text[: match.start("body")].strip(), body
    return piece.text.group(match, "label"), piece.text.group(match, "mark").strip() or None, body


def _voice(cut: Candidate) -> Voice | None:
    return cut.cut.shape.act or cut.voice


def _form(cut: Candidate | None, place: LabelPlace) -> TurnForm:
    if cut is None:
        return TurnForm(label=place)
    voice = _voice(cut)
    role: Role | None = lettered_role(cut.cut.label) if cut.voice is not None else cut.cut.person
    fixed = cut.voice in KINDS
    return TurnForm(label=place, fixed=fixed, kind=KINDS.get(voice) if voice else None, role=None if fixed else role)
