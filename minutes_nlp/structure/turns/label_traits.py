"""What can be seen of a possible label (見出し語の特徴): its words, its shape, and how the document uses both."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np

from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.structure.labels import is_organisation, titled
from minutes_nlp.structure.turns.forest import Numbers
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.pieces import Candidate, Piece
from minutes_nlp.structure.turns.shapes import Shape, Voice
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["label_traits"]

PARTICLE = re.compile(r"[はがをにでとのもへや、。]")  # a word that is cut off its sentence goes on with one
COUNT = re.compile(r"[0-9０-９]{1,3}|[①-⑳]")
LONG = 20  # characters of words behind a label, from which they are surely no value of a field
COLONS = ("：", ":")
PLAIN_GAPS = ("", " ", "\t", *COLONS)


@dataclass(frozen=True, slots=True)
class Usage:
    """How a document uses labels (文書内での使われ方)."""

    shapes: Counter[Shape]
    families: Counter[object]  # shapes without their sign
    labels: Counter[str]
    pairs: Counter[tuple[Shape, str]]
    known: Counter[Shape]  # of each shape, how many labels somebody knows
    distinct: dict[Shape, set[str]]
    elsewhere: dict[str, int]  # how often the words of a label are printed in all
    pieces: int

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Usage:
        """Counted over all ways to cut all pieces."""
        every = [one for piece in pieces for one in piece.candidates]
        printed = squeezed("\n".join(piece.string for piece in pieces))
        distinct: dict[Shape, set[str]] = defaultdict(set)
        for one in every:
            distinct[one.cut.shape].add(one.cut.label)
        labels = Counter(one.cut.label for one in every)
        return cls(
            Counter(one.cut.shape for one in every),
            Counter(_family(one.cut.shape) for one in every),
            labels,
            Counter((one.cut.shape, one.cut.label) for one in every),
            Counter(one.cut.shape for one in every if one.voice),
            distinct,
            {label: printed.count(label) for label in labels},
            len(pieces) or 1,
        )


def _family(shape: Shape) -> object:
    return shape.opening, shape.closing, shape.gap, shape.place


def label_traits(pieces: Sequence[Piece]) -> tuple[list[tuple[int, int]], Numbers]:
    """The traits of each way to cut each piece; which piece, and which of its candidates, each row is of."""
    usage = Usage.of(pieces)
    rows: list[list[float]] = []
    places = [(i, k) for i, piece in enumerate(pieces) for k in range(len(piece.candidates))]
    for i, k in places:
        one, below = pieces[i].candidates[k], pieces[i + 1] if i + 1 < len(pieces) else None
        rows.append([*_words(one), *_use(one, usage), *_shape(one), *_around(one, pieces[i], below), k])
    return places, np.array(rows, dtype=float)


def _words(one: Candidate) -> tuple[float, ...]:
    """What the label and the words behind it are by themselves."""
    label, body, inline = one.cut.label, one.cut.body, one.cut.shape.place is LabelPlace.INLINE
    title = titled(label)
    return (
        one.voice is Voice.SPEAKER,
        one.voice in {Voice.ASKS, Voice.ANSWERS},
        one.cut.shape.act is not None,
        one.cut.person is not None,
        is_organisation(label),
        title is not None,
        title is not None and bool(title.name),
        len(label) / 10,
        len(label) == 1,
        COUNT.search(label) is not None,
        body[:1] in {"「", "『"},
        PARTICLE.match(body) is not None,
        inline and ends_whole(body),
        inline and len(body) > LONG,
    )


def _use(one: Candidate, usage: Usage) -> tuple[float, ...]:
    """How often the document has the shape and the label."""
    shape, label = one.cut.shape, one.cut.label
    count, same = usage.shapes[shape], usage.pairs[shape, label]
    unknown = one.voice is None
    return (
        log1p(count),
        count / usage.pieces,
        usage.known[shape] / count,
        len(usage.distinct[shape]) / count,
        log1p(same),
        log1p(usage.labels[label]),
        log1p(max(usage.elsewhere[label] - usage.labels[label], 0)),
        log1p(usage.families[_family(shape)]),
        unknown and same > 1,
        unknown and len(usage.distinct[shape]) > 1 and count > 3,
    )


def _shape(one: Candidate) -> tuple[float, ...]:
    """How the label is set off."""
    shape, unknown = one.cut.shape, one.voice is None
    return (
        shape.weak,
        shape.weak and unknown,
        shape.weak and not unknown,
        bool(shape.opening),
        bool(shape.opening) and unknown,
        bool(shape.sign) and shape.sign != "1",
        shape.sign == "1",
        shape.gap in COLONS,
        shape.gap == " ",
        shape.gap == "\t",
        shape.gap not in PLAIN_GAPS,
        shape.place is LabelPlace.LINE,
        shape.place is LabelPlace.LINE and not unknown,
        shape.place is LabelPlace.END,
    )


def _around(one: Candidate, piece: Piece, below: Piece | None) -> tuple[float, ...]:
    """The piece and the one below it."""
    said = below is not None and ends_whole(below.string)
    shapes = [other.cut.shape for other in below.candidates[:1]] if below else []
    return (
        piece.heading,
        piece.inner,
        len(piece.candidates),
        said,
        said and one.cut.shape.place is LabelPlace.LINE,
        below is not None and bool(below.sign),
        one.cut.shape in shapes,
    )
