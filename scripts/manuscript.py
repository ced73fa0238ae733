"""How a manuscript of the corpora is marked up (原稿): one paragraph a line, its kind before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGE_MARK", "Piece", "pieces"]

KINDS = {"#": "title", "##": "heading1", "###": "heading2", "####": "heading3"} | {
    "=": "centre",
    ">": "right",
    "^": "note",
    "|": "row",
}
# "## Ⅰ．はじめに", "^ (1) 総務省調べ。", "| 区分 | 件数"
MARKUP = re.compile(r"(#{1,4}|[=>^|]) ")
# "- 3 -", the page number that a deck prints
PAGE_MARK = re.compile(r"- \d+ -")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of a manuscript: its kind by the markup, its true text (段落)."""

    kind: str  # title heading1 heading2 heading3 centre right note row body
    text: str


def pieces(manuscript: Path) -> Iterator[Piece]:
    """The paragraphs of a manuscript in order, blank ones included."""
    for line in manuscript.read_text(encoding="utf-8").splitlines():
        mark = MARKUP.match(line)
        yield Piece(KINDS[mark[1]], line[mark.end() :]) if mark else Piece("body", line)
