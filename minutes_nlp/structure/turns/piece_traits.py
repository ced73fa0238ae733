"""What can be seen of a piece (発言の候補の特徴), mostly in relation to its document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import pairwise
from math import log1p

import numpy as np

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.head.reading import Header
from minutes_nlp.structure.head_labels import label_pattern
from minutes_nlp.structure.turns.forest import Numbers
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.turns.pieces import Piece
from minutes_nlp.structure.turns.shapes import Voice
from minutes_nlp.structure.turns.talk import asking
from minutes_nlp.structure.vocabulary import any_of, marks, squeezed, table

__all__ = ["piece_traits"]

Likely = Sequence[Sequence[float]]  # of each candidate of each piece, how likely it has a label
HALF = 0.5
BRACKETS = "（(【〔［[＜<〈《『「"
CLOSED = ("）", ")", "」", "】", "〕")
TOPICS = ("について", "の件", "（案）", "状況", "結果", "事項")
TOLD = re.compile(r"[たる]。$")  # …との説明があった。
FIELD = re.compile(r"[^。]{1,12}[:：]")  # 次回：五月八日
SHORT, SHORTER, LONG = 15, 8, 60  # characters
FAR = 10  # pieces below the last label of the head, from which the head is surely over
# Of these the mean over all pieces of one sign or shape, and over the document, is a trait too.
MEANS = [
    "asks",
    "official",
    "member",
    "whole",
    "told",
    "length",
    "short",
    "heading",
    "label",
    "label_line",
    "goes_on",
    "decided",
    "colon",
    "topic",
]
ALL = ["asks", "whole", "labelled", "label_line", "label_end", "sign", "number", "margin", "short", "official"]
# Of these also what the pieces above and below have.
NEAR = [
    "asks",
    "official",
    "member",
    "whole",
    "told",
    "length",
    "short",
    "sign",
    "number",
    "framed",
    "heading",
    "table",
    "label",
    "label_line",
    "label_inline",
    "label_end",
    "label_word",
    "colon",
    "topic",
    "goes_on",
    "head_word",
    "indent",
]


def piece_traits(pieces: Sequence[Piece], paragraphs: Sequence[Paragraph], header: Header, likely: Likely) -> Numbers:
    """The traits of each piece, a row for each, given how likely its candidates are labels."""
    rows = [_own(piece, paragraphs[piece.place], header, ks) for piece, ks in zip(pieces, likely, strict=True)]
    names = {name: column for column, name in enumerate(rows[0])}
    own = np.array([list(row.values()) for row in rows], dtype=float)
    body = np.array([piece.place not in header.labels and piece.place not in header.people for piece in pieces])
    levels = [round(paragraphs[piece.place].indent) for piece in pieces]
    keys = [_keys(piece, level, ks) for piece, level, ks in zip(pieces, levels, likely, strict=True)]
    near = own[:, [names[name] for name in NEAR]]
    none = np.zeros((1, near.shape[1]))
    part = own[body] if body.any() else own
    document = [*part[:, [names[name] for name in ALL]].mean(axis=0), log1p(len(part))]
    order = np.arange(len(pieces))
    return np.hstack(
        [
            own,
            *(_in_common([key[k] for key in keys], own, names, body) for k in range(len(keys[0]))),
            np.vstack([none, near[:-1]]),
            np.vstack([near[1:], none]),
            _steps([piece.sign for piece in pieces], levels),
            _below_head(pieces, header),
            np.tile(document, (len(pieces), 1)),
            np.column_stack([order / len(pieces), order == len(pieces) - 1]),
        ]
    )


def _own(piece: Piece, paragraph: Paragraph, header: Header, likely: Sequence[float]) -> dict[str, float]:
    """What a piece is by itself."""
    string, rest, plain = piece.string, piece.rest, squeezed(piece.string)
    level = round(paragraph.indent)
    return {
        "asks": asking(rest),
        "official": any_of("wording", "secretariat").search(plain) is not None,
        "member": any_of("wording", "member").search(plain) is not None,
        "whole": ends_whole(string),
        "told": TOLD.search(string) is not None,
        "closed": string.endswith(CLOSED),
        "announces": string.endswith(("：", ":")),
        "comma": "、" in string,
        "length": log1p(len(string)),
        "short": len(string) <= SHORT,
        "shorter": len(string) <= SHORTER,
        "long": len(string) > LONG,
        "sign": bool(piece.sign) and piece.sign != "1",
        "number": piece.sign == "1",
        "framed": string[:1] in BRACKETS,
        "indent": min(level, 8) / 4,
        "margin": level == 0,
        "set_in": level == 1,
        "deep": level > 1,
        "inner": piece.inner,
        "heading": piece.heading,
        "set_as_heading": paragraph.kind is BlockKind.HEADING,
        "item": paragraph.kind is BlockKind.LIST_ITEM,
        "table": paragraph.kind is BlockKind.TABLE,
        "note": paragraph.kind in {BlockKind.FOOTNOTE, BlockKind.CAPTION} or string[:1] in marks("note"),
        "head_label": piece.place in header.labels,
        "people": piece.place in header.people,
        "head_word": label_pattern("body", ("strong", "weak")).fullmatch(paragraph.text.string.strip()) is not None,
        "colon": FIELD.match(string) is not None,
        "topic": string.endswith(TOPICS),
        "session": any_of("wording", "session").search(plain) is not None,
        "goes_on": any_of("wording", "goes_on").search(rest) is not None,
        "answer": any_of("wording", "answer").search(rest) is not None,
        "attributed": any(re.search(pattern, plain) for pattern in table("wording")["attribution"]),
        "told_at_end": any_of("wording", "told_at_end").search(plain) is not None,
        "decided": any_of("wording", "decided").search(plain) is not None,
    } | _label(piece, likely)


def _label(piece: Piece, likely: Sequence[float]) -> dict[str, float]:
    """How likely a piece has a label, where it stands and what it tells."""
    best = max(range(len(likely)), key=lambda k: likely[k], default=None)
    one = None if best is None else piece.candidates[best]
    sure = 0.0 if best is None else likely[best]
    place = one.cut.shape.place if one else None
    return {
        "label": sure,
        "labelled": sure > HALF,
        "label_line": sure * (place is LabelPlace.LINE),
        "label_inline": sure * (place is LabelPlace.INLINE),
        "label_end": sure * (place is LabelPlace.END),
        "label_word": sure * (one is not None and one.voice in {Voice.ASKS, Voice.ANSWERS}),
        "label_speaker": sure * (one is not None and one.voice is Voice.SPEAKER),
    }


def _keys(piece: Piece, level: int, likely: Sequence[float]) -> tuple[Hashable, ...]:
    """By what pieces are alike: the sign; sign and indent; the shape of the label, where there surely is one."""
    best = max(range(len(likely)), key=lambda k: likely[k], default=None)
    labelled = best is not None and likely[best] > HALF
    shape = piece.candidates[best].cut.shape if best is not None and labelled else (piece.sign, level)
    return piece.sign, (piece.sign, level), shape


def _in_common(ids: Sequence[Hashable], own: Numbers, names: dict[str, int], body: np.ndarray) -> Numbers:
    """What the pieces that are alike have in common, and how they stand among the others."""
    index: dict[Hashable, int] = {}
    of = np.array([index.setdefault(one, len(index)) for one in ids], dtype=int)
    counts = np.bincount(of, weights=body, minlength=len(index))
    size = np.maximum(counts, 1)
    picked = [names[name] for name in MEANS]
    sums = np.zeros((len(index), len(picked)))
    np.add.at(sums, of[body], own[body][:, picked])
    changes, runs, below_label, below_question = np.zeros((4, len(index)))
    for a, b in pairwise(range(len(of))):
        if body[a]:
            changes[of[a]] += of[a] != of[b]
            runs[of[b]] += of[a] == of[b]
            below_label[of[b]] += own[a, names["label_line"]] > HALF
            below_question[of[b]] += own[a, names["asks"]]
    shares = [counts / max(int(body.sum()), 1), *(each / size for each in (changes, runs, below_label, below_question))]
    common: Numbers = np.column_stack([sums / size[:, None], np.log1p(counts), *shares, counts <= 1])[of]
    return common


def _steps(signs: Sequence[str], levels: Sequence[int]) -> Numbers:
    """How sign and indent go on from piece to piece."""
    last = len(signs) - 1
    rows = [
        (
            i > 0 and signs[i] == signs[i - 1],
            i > 0 and (signs[i], levels[i]) == (signs[i - 1], levels[i - 1]),
            i < last and (signs[i], levels[i]) == (signs[i + 1], levels[i + 1]),
            i > 1 and (signs[i], levels[i]) == (signs[i - 2], levels[i - 2]),
            i > 0 and levels[i] > levels[i - 1],
            i > 0 and levels[i] < levels[i - 1],
            i < last and levels[i + 1] > levels[i],
            i < last and levels[i + 1] < levels[i],
        )
        for i in range(len(signs))
    ]
    return np.array(rows, dtype=float)


def _below_head(pieces: Sequence[Piece], header: Header) -> Numbers:
    """How far above the last label and person of the head stand, and how many labels are still to come."""
    labels, people = sorted(header.labels), sorted(header.people)
    rows = []
    for piece in pieces:
        above, listed = bisect_right(labels, piece.place), bisect_right(people, piece.place)
        rows.append(
            (
                min(piece.place - labels[above - 1], FAR) if above else FAR if labels else FAR / 2,
                min(len(labels) - above, FAR / 2),
                min(piece.place - people[listed - 1], FAR) if listed else FAR,
            )
        )
    return np.array(rows, dtype=float)
