"""Where the pages of a dump of printed pages begin (改ページ): marks that the dumper left, told from indents.

A dumper that joins pages by a space leaves it at the start of the first line of a page, right after the last line of
the page before: where pages end there is no blank line. The other witnesses count only in a file that has such marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from statistics import median

__all__ = ["Break", "page_breaks"]

# One page in a dump of printed pages has about 35 lines with text (seeds: 29 to 56), a slide about 30; a file in which
# every twelfth line or more would start a page uses the single space for something else.
MARK_SHARE = 1 / 12
# Lists with several depths indent by two spaces and more: up to 1 % of the lines of printed dumps, from 12 % of lists.
INDENTED_SHARE = 0.05
GAP = 3  # empty lines in a row between pages that no space joins; within the pages of such dumps there is at most one
GAP_SHARE = 1 / 20  # of the lines with text; where more stand apart so, the gaps are the writer's
LEAST_FULL = 0.25  # of the usual page: a page whose last sentence goes on overleaf; 13 of 30 lines in three dumps
FIRST_COUNTED = (1, 2, 3)  # the running line numbers that begin a page

# " 前のページから続く行" and " 　字下げした行", but not " - 項目" or " 1. 項目"
PAGE_MARK = re.compile(r" (?![ \t]|\u3000*(?:[-*+] |\d+[.)] |\Z))")
# "    深い字下げ"
INDENTED = re.compile(r"  +[^ ]")
# " 21 ", alone on its line
BARE_NUMBER = re.compile(r"\s*[0-9０-９]{1,3}\s*")
# …の創出を図る。1
COUNTED = re.compile(r"(?<![0-9])([0-9]{1,2}) *")
# 体制の構築に向けた: a line that ends in the midst of a phrase
UNFINISHED = re.compile(r"[ぁ-ん、・（「]\s*")

Break = tuple[int, bool]  # the first line of a page, and whether its first character, a space, only parts the pages


def page_breaks(lines: Sequence[str]) -> dict[int, bool]:
    """The lines that begin a page (改ページ), each with whether a mark stands before it; empty where nothing tells."""
    filled = sum(1 for line in lines if line.strip())
    if sum(1 for line in lines if _is_indented(line)) > INDENTED_SHARE * filled:
        return {}
    marked = _marked(lines, filled)
    if not marked:
        return {}
    found = dict.fromkeys(_gaps(lines, filled), False) | dict.fromkeys([*marked, *_witnessed(lines)], True)
    first = {0: True} if PAGE_MARK.match(lines[0]) else {}
    return first | dict(_likely(lines, sorted(found.items())))


def _is_indented(line: str) -> bool:
    return INDENTED.match(line) is not None


def _marked(lines: Sequence[str], filled: int) -> set[int]:
    """The lines that begin with a single space right after a line with text; none where indents look so."""
    found = {i for i in range(1, len(lines)) if PAGE_MARK.match(lines[i]) and lines[i - 1].strip()}
    alone = {i for i in found if i - 1 not in found and i + 1 not in found}
    return alone if alone and len(found) <= max(MARK_SHARE * filled, 1) else set()


def _gaps(lines: Sequence[str], filled: int) -> list[int]:
    """The lines behind several empty ones: such a page was joined by no space, or its first line is an empty one."""
    starts = [
        i
        for i in range(GAP, len(lines))
        if lines[i].strip() and not any(lines[i - GAP : i]) and not BARE_NUMBER.fullmatch(lines[i])
    ]
    return starts if len(starts) <= GAP_SHARE * filled else []


def _witnessed(lines: Sequence[str]) -> Iterator[int]:
    """Marks that look like indents, with a second witness: a lone page number before, line numbers that begin anew."""
    for i in range(2, len(lines)):
        if lines[i] == " ":
            before = next((line for line in (lines[i - 1], lines[i - 2]) if line.strip()), "")
            if BARE_NUMBER.fullmatch(before):
                yield i
        elif _is_indented(lines[i]) and lines[i - 1].strip() and _counts_anew(lines, i):
            yield i


def _counts_anew(lines: Sequence[str], start: int) -> bool:
    following = islice((line for line in lines[start:] if line.strip()), len(FIRST_COUNTED))
    matches = (COUNTED.search(line, max(len(line.rstrip()) - 3, 0)) for line in following)
    return tuple(int(match[1]) for match in matches if match) == FIRST_COUNTED


def _likely(lines: Sequence[str], found: Sequence[Break]) -> Iterator[Break]:
    """Those before which a page can end: what goes on overleaf fills its page first."""
    starts = [0, *(i for i, _ in found), len(lines)]
    filled = [sum(1 for line in lines[a:b] if line.strip()) for a, b in pairwise(starts)]
    start, least = 0, LEAST_FULL * median(filled)
    for i, marked in found:
        page = [line for line in lines[start:i] if line.strip()]
        if len(page) >= least or not page or not UNFINISHED.fullmatch(page[-1].rstrip()[-1]):
            yield i, marked
            start = i
