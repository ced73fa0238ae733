"""The text of one block of a web page (区画の文字): white space as browsers show it, cut at its line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from minutes_nlp.text import Span, is_wide

__all__ = ["BREAK", "Piece", "calls_in", "cut", "plain"]

BREAK = "\n"
# "要因 \n 4": what a browser shows as one space; &nbsp; and the full-width space stay
BLANK = re.compile(r"[ \t\r\n\f]+")
# between two of these a line end of the file is no space: 検討を⏎進める
WIDE = r"[ぁ-ヿ㐀-鿿豈-﫿、-〿！-～]"
TURNED = re.compile(rf"(?<={WIDE})[ \t]*\r?\n[ \t\r\n\f]*(?={WIDE})")
# ○委員 / （１）/ １．/ ・項目 / 　字下げ: a line that begins so is no rest of the line before
OPENS = re.compile(
    r"[\s○〇◯◎●■□◆◇・･※★☆▲△▼▽→⇒＞>＜<（(【［\[〔「『①-⑳*＊\-－—―]|第?[0-9０-９一二三四五六七八九十]+[．.、)）　 回条章]"
)
ENDS = "。．.」』）)】〕］]！？!?：:；;"
# 10m² / 10³: what stands above it is a power
POWER = re.compile(r"[0-9０-９][ \u3000]?(?:[kKcmｋｃｍ]?[mMｍ])?$|[㎡㎞㎝㎜]$")
NARROWEST = 20.0  # characters: what is typed with breaks in shorter lines is a list or an address
FULL = 0.9  # of the longest line of the block: punctuation that must not begin a line shortens one by two in 25
FEWEST = 2  # full lines in a block that show that somebody broke them at the margin


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a block, and how they are set."""

    string: str
    bold: bool = False
    raised: bool = False
    linked: bool = False
    solid: bool = False  # white space counts (pre)


def cut(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each line of a block that has text; lines that were broken at the margin are one."""
    lines = [line for line in map(_stripped, _lines(_collapsed(pieces))) if line]
    widths = [_width(plain(line)) for line in lines]
    longest = max(widths, default=0.0)
    full = [longest >= NARROWEST and width >= FULL * longest for width in widths]
    broken = [full[i] and _goes_on(plain(a), plain(b)) for i, (a, b) in enumerate(pairwise(lines))]
    joins = broken if sum(broken) >= FEWEST else [False] * len(broken)
    numbers = accumulate((not join for join in joins), initial=0)
    for _, group in groupby(zip(numbers, lines, strict=True), key=lambda entry: entry[0]):
        yield tuple(piece for _, line in group for piece in line)


def plain(pieces: Iterable[Piece]) -> str:
    """The characters alone."""
    return "".join(piece.string for piece in pieces)


def calls_in(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Where the pieces call notes (上付きの注番号); of [1] the figure."""
    text = plain(pieces)
    ends = accumulate((len(piece.string) for piece in pieces), initial=0)
    spans = ((start, piece.string) for start, piece in zip(ends, pieces, strict=False) if piece.raised)
    return tuple(
        _call(start, string)
        for start, string in spans
        if string.strip() and not POWER.search(text[max(start - 4, 0) : start])
    )


def _call(start: int, string: str) -> Span:
    inner = string.strip().strip("[]")
    found = start + string.index(inner)
    return found, found + len(inner)


def _collapsed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """White space as one space, none behind another; breaks stand alone."""
    blank = True
    for piece in pieces:
        if piece.string == BREAK or piece.solid:
            yield piece
            blank = piece.string[-1:].isspace()
            continue
        string = BLANK.sub(" ", TURNED.sub("", piece.string))
        string = string[1:] if blank and string.startswith(" ") else string
        if string:
            blank = string.endswith(" ")
            yield Piece(string, piece.bold, piece.raised, piece.linked)


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        strings = piece.string.replace("\r\n", BREAK).replace("\r", BREAK).split(BREAK)
        for number, string in enumerate(strings):
            if number:
                yield line
                line = []
            if string:
                line.append(Piece(string, piece.bold, piece.raised, piece.linked))
    yield line


def _stripped(line: list[Piece]) -> list[Piece]:
    """A line without the spaces at its end; empty where there is nothing else."""
    while line and not line[-1].string.strip():
        line.pop()
    if line:
        last = line.pop()
        line.append(Piece(last.string.rstrip(), last.bold, last.raised, last.linked))
    return line


def _goes_on(line: str, following: str) -> bool:
    return line[-1] not in ENDS and not OPENS.match(following)


def _width(string: str) -> float:
    return sum(1.0 if is_wide(character) else 0.5 for character in string)
