"""What of a document could be a turn of its own (発言の候補): its paragraphs, cut where several turns run together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.lines import is_column_head, is_rule
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.shapes import Cut, Shape, Voice, cuts, of_person, sign_of, voice_of, whole
from minutes_nlp.text import Text

__all__ = ["Candidate", "Piece", "pieces_of"]

SENTENCE = re.compile(r"(?<=[。？?！!」\n])[ \u3000]*(?=\S)")
LONGEST_UNDERLINED = 20  # characters of a label with a line drawn under it
LONGEST_UNKNOWN = 12  # characters of a label that only its place shows to be one
LONGEST_SET_OFF = 20  # of one that a sign or bracket sets off: スクールソーシャルワーカー＞
INNER_LABELS = 2  # times that a shape with an unknown label stands before one is looked for inside a paragraph
FEWEST_INNER = 2  # paragraphs that begin with a sign before it is looked for inside one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to cut a piece into label and words (切り方), and what its label tells, if anybody knows it."""

    cut: Cut
    voice: Voice | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a part of one (候補). `text` has its mark; `inner` says that another piece stands before it."""

    place: int
    text: Text
    sign: str
    rest: str
    candidates: tuple[Candidate, ...]
    inner: bool = False
    heading: bool = False

    @property
    def string(self) -> str:
        """The words with mark and label."""
        return self.text.string


def pieces_of(paragraphs: Sequence[Paragraph], headings: Container[int], roster: Roster) -> list[Piece]:
    """The pieces of all paragraphs in order, without lines that are drawn and heads of columns."""
    wholes = [whole(paragraph) for paragraph in paragraphs]
    underlines = (i > 0 and _underlines(text.string, wholes[i - 1].string) for i, text in enumerate(wholes))
    kept = [i for i, is_line in enumerate(underlines) if not (is_line or is_column_head(wholes[i].string))]
    found = [_piece(i, wholes[i], roster, heading=i in headings) for i in kept]
    shapes = Counter(c.cut.shape for piece in found for c in piece.candidates[:1] if not c.cut.shape.weak)
    signs = Counter(piece.sign for piece in found if piece.sign and piece.sign != "1")
    usual = {shape for shape, count in shapes.items() if count >= INNER_LABELS}
    often = {sign for sign, count in signs.items() if count >= FEWEST_INNER}
    return [part for piece in found for part in _parts(piece, (usual, often), roster)]


def _underlines(string: str, above: str) -> bool:
    """Whether a line is drawn under a short one that is no sentence: 乾座長⏎--------."""
    return is_rule(string) and len(above) <= LONGEST_UNDERLINED and not ends_whole(above)


def _piece(place: int, text: Text, roster: Roster, *, heading: bool = False, inner: bool = False) -> Piece:
    sign, rest = sign_of(text.string)
    return Piece(place, text, sign, rest, tuple(_candidates(text.string, roster)), inner, heading)


def _candidates(string: str, roster: Roster) -> Iterator[Candidate]:
    """The cuts of a line, those with a known label first."""
    found = [Candidate(cut, voice_of(cut.label, roster) or of_person(cut.person)) for cut in cuts(string)]
    yield from (one for one in found if one.voice)
    yield from (one for one in found if not one.voice and len(one.cut.label) <= _longest(one.cut.shape))


def _longest(shape: Shape) -> int:
    return LONGEST_UNKNOWN if shape.weak else LONGEST_SET_OFF


def _parts(piece: Piece, usual: tuple[set[Shape], set[str]], roster: Roster) -> Iterator[Piece]:
    """A piece cut before what could be a further turn inside it: a known label, or a sign that others begin with."""
    if piece.heading:
        yield piece
        return
    starts = [m.end() for m in SENTENCE.finditer(piece.string) if m.end() < len(piece.string)]
    inner = [
        (at, part)
        for at in starts
        if _begins((part := _piece(piece.place, piece.text[at:], roster, inner=True)), usual)
    ]
    if not inner:
        yield piece
        return
    ends = [*(at for at, _ in inner), len(piece.text)]
    yield _piece(piece.place, piece.text[: ends[0]].strip(), roster)
    for (at, _), end in zip(inner, ends[1:], strict=True):
        yield _piece(piece.place, piece.text[at:end].strip(), roster, inner=True)


def _begins(part: Piece, usual: tuple[set[Shape], set[str]]) -> bool:
    shapes, signs = usual
    if part.sign in signs:
        return True
    inline = [c for c in part.candidates if c.cut.shape.place is LabelPlace.INLINE and not c.cut.shape.weak]
    return any(c.voice or c.cut.shape in shapes for c in inline)
