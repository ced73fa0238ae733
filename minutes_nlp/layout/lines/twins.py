"""Lines of a dump that hold the titles of two boxes (一行になった二つの題): ２ 水車の修繕１ 渡し舟の運航.

A dumper that puts what stands at one height on one line runs the titles of two boxes together. Their numbers tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.paragraphs.boxes import is_boxed
from minutes_nlp.numerals import in_ascii

__all__ = ["titles_apart"]

TITLE = r"[ァ-ヶー一-龠][^\s、。：:0-9０-９①-⑳]{4,30}"  # begins with a noun and holds no sentence
# ２ 水車の修繕１ 渡し舟の運航 / ① 調べる段階 ③ 始める段階
TWINS = re.compile(
    rf"(?P<one>[0-9０-９])[ 　]{TITLE}(?<=[ァ-ヶー一-龠])[ 　]*(?P<other>(?P<two>[0-9０-９])[ 　]{TITLE})"
    rf"|[①-⑳] ?{TITLE}[ 　](?P<ringed>[①-⑳] ?{TITLE})"
)


def titles_apart(rows: Sequence[Row]) -> list[Row]:
    """The rows of one page, those with two titles cut between them; only on pages of boxes."""
    return list(_cut(rows)) if rows and is_boxed(rows) else list(rows)


def _cut(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        match = TWINS.fullmatch(row.string)
        if match is None or not (match["ringed"] or _are_beside(match["one"], match["two"])):
            yield row
            continue
        at = match.start("ringed") if match["ringed"] else match.start("other")
        share = (row.x1 - row.x0) * at / len(row.text)
        yield replace(row, text=row.text[:at].strip(), x1=row.x0 + share, tabs=())
        yield replace(row, text=row.text[at:], x1=row.x1 - share, tabs=())


def _are_beside(one: str, two: str) -> bool:
    return abs(int(in_ascii(one)) - int(in_ascii(two))) == 1
