"""What of a document could be a turn of its own (発言の候補): its paragraphs, cut where several turns run together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.labels import Roster, titled
from minutes_nlp.structure.lines import is_column_head, is_event, is_lone_number, is_scene
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.shapes import Cut, Shape, Voice, cuts, of_person, sign_of, voice_of, whole
from minutes_nlp.text import Text

__all__ = ["Candidate", "Piece", "pieces_of"]

SENTENCE = re.compile(r"(?<=[。？?！!」\n])[ \u3000]*(?=\S)")
QUOTES = re.compile(r"[^。？?！!]」[ \u3000]*$")  # 「創業件数」→「継続件数」に改める
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
    """The pieces of all paragraphs in order, without drawn lines, heads of columns and what happens between turns."""
    wholes = [whole(paragraph) for paragraph in paragraphs]
    kept = [i for i, text in enumerate(wholes) if not _is_aside(paragraphs[i].text.string, text.string)]
    found = [_piece(i, wholes[i], roster, heading=i in headings) for i in kept]
    shapes = Counter(c.cut.shape for piece in found for c in piece.candidates[:1] if not c.cut.shape.weak)
    signs = Counter(piece.sign for piece in found if piece.sign and piece.sign != "1")
    usual = {shape for shape, count in shapes.items() if count >= INNER_LABELS}
    often = {sign for sign, count in signs.items() if count >= FEWEST_INNER}
    return [part for piece in found for part in _parts(piece, (usual, often), roster)]


def _is_aside(words: str, string: str) -> bool:
    """Whether a line is drawn, heads columns, or tells the course of the session: ─────, （拍手）, 午後３時閉会."""
    return is_column_head(string) or is_scene(string) or is_event(words) or is_lone_number(string)


def _piece(place: int, text: Text, roster: Roster, *, heading: bool = False, inner: bool = False) -> Piece:
    sign, rest = sign_of(text.string)
    return Piece(place, text, sign, rest, tuple(_candidates(text.string, roster)), inner, heading)


def _candidates(string: str, roster: Roster) -> Iterator[Candidate]:
    """The cuts of a line, those with a known label first."""
    found = [Candidate(cut, voice_of(cut.label, roster) or of_person(cut.person)) for cut in cuts(string)]
    full = [one.cut.label for one in found if one.voice and titled(one.cut.label)]
    yield from (one for one in found if one.voice and not _cuts_short(one.cut.label, full))
    yield from (one for one in found if not one.voice and len(one.cut.label) <= _longest(one.cut.shape))


def _cuts_short(label: str, full: Sequence[str]) -> bool:
    """Whether a label is the surname of a longer one: 根府川　恵委員　保護者の負担は…."""
    return titled(label) is None and any(len(other) > len(label) and other.startswith(label) for other in full)


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
        if _begins((part := _piece(piece.place, piece.text[at:], roster, inner=True)), piece.string[:at], usual)
    ]
    if not inner:
        yield piece
        return
    ends = [*(at for at, _ in inner), len(piece.text)]
    yield _piece(piece.place, piece.text[: ends[0]].strip(), roster)
    for (at, _), end in zip(inner, ends[1:], strict=True):
        yield _piece(piece.place, piece.text[at:end].strip(), roster, inner=True)


def _begins(part: Piece, above: str, usual: tuple[set[Shape], set[str]]) -> bool:
    """Whether a part of a paragraph could be a turn of its own; `above` stands before it."""
    shapes, signs = usual
    if part.sign in signs and not QUOTES.search(above):
        return True
    inline = [c for c in part.candidates if c.cut.shape.place is LabelPlace.INLINE and not c.cut.shape.weak]
    return any(c.voice or c.cut.shape in shapes for c in inline)
