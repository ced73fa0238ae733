"""The table of contents (目次): its lines are no headings, but they name some."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["Contents", "is_entry", "plain_title", "read_contents"]

CONTENTS = "目次"
# ……p.2 / ・・・・・・ 12 / 12
PAGE = re.compile(r"(?:[.．・…‥･\s　]{3,}|…+|\s)\s*(?:p\.?|P\.?|ｐ)?\s*[0-9０-９]{1,3}(?:頁|ページ)?\s*$")
# Ｑ１　届出は要りますか。　…………２
ENTRY = re.compile(r"(?:[.．・‥･]{4,}|…{2,}|[\s　]…|(?:[・…] ?){4,})[\s　]*(?:[pPｐＰ][.．]?)?[0-9０-９]{1,3}\s*$")
# 1 / 第１章 / （２）: the number before a title
NUMBER = re.compile(
    r"^(?:第[0-9一二三四五六七八九十]+[編部章節]|\([0-9]+\)|[0-9]+(?:[.\-][0-9]+)*[.、]?|[①-⑳]|[IVX]+\.?)(?=\D)"
)
LONG_END = 12  # characters that a title and its line in the contents end with, if both have been reworded apart
LONGEST_LINE = 80  # characters of a line of the contents without its leaders


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines of the table of contents, and the titles that it names, squeezed and without their numbers."""

    lines: frozenset[int] = frozenset()
    titles: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()  # those that no line repeats word for word

    def name(self, plain: str) -> bool:
        """Whether they name a title, perhaps in somewhat other words before a long end that is the same."""
        if plain in self.titles:
            return True
        return any(plain.endswith(title[-max(LONG_END, (len(title) + 1) // 2) :]) for title in self.lost)


def plain_title(string: str) -> str:
    """A title without white space and number, in one width, to be compared (１　はじめに is はじめに)."""
    return NUMBER.sub("", unicodedata.normalize("NFKC", squeezed(string)))


def read_contents(paragraphs: Sequence[Paragraph]) -> Contents:
    """The table of contents of a document; an empty one where it has none."""
    start = next((i for i, p in enumerate(paragraphs) if plain_title(_bare(p.text.string)) == CONTENTS), None)
    if start is None:
        return Contents()
    lines: set[int] = set()
    titles: set[str] = set()
    for i in range(start + 1, len(paragraphs)):
        string = paragraphs[i].text.string.strip()
        entry = PAGE.sub("", string)
        title = plain_title(entry)
        if title in titles or len(entry) > LONGEST_LINE or string.endswith("。"):
            break
        lines.add(i)
        if PAGE.search(string) or paragraphs[i].marker:
            titles.add(title)
    if not titles:
        return Contents()
    found = {plain_title(paragraph.text.string) for i, paragraph in enumerate(paragraphs) if i not in lines}
    return Contents(frozenset(lines), frozenset(titles), frozenset(titles - found))


def is_entry(string: str) -> bool:
    """Whether a line leads by dots to a page number."""
    return ENTRY.search(string) is not None


def _bare(string: str) -> str:
    return string.strip().strip("【】＜＞<>〈〉《》―－- 　")
