"""Page numbers at the ends of dumped pages (ノンブル): alone on the last line, or glued to the last words of the page.

In a dump nothing tells a page number from a figure but where it stands, and that it keeps step with the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minutes_nlp.document import Document, Flow, PrintedPage
from minutes_nlp.layout.margins.line_numbers import LineNumber

__all__ = ["page_ends"]

IN_STEP = 3  # pages whose last number is as far from the page's own: one pair of figures is in step by chance
# 21 / 記載例を示した計画書を提示。 5
AT_END = re.compile(r"(?:^|(?<=[ \u3000]))([0-9]{1,3})$")

# " ", the mark between two pages, on a line of its own
LONE_MARK = re.compile(r" (?=\r?\n)")


def page_ends(document: Document, numbers: Sequence[Sequence[LineNumber]]) -> list[list[LineNumber]]:
    """The page number at the end of each page of a dump, given its line numbers; on paper, see `furniture`."""
    if document.flow is not Flow.TYPED or len(document.pages) == 1:
        return [[] for _ in document.pages]
    found = [list(_at_end(document, *page)) for page in zip(document.pages, numbers, strict=True)]
    steps = Counter(one.value - page.number for page, ends in zip(document.pages, found, strict=True) for one in ends)
    usual = {step for step, pages in steps.items() if pages >= IN_STEP}
    return [
        [one for one in ends if one.value - page.number in usual or (one.line is None and _is_marked(document, page))]
        for page, ends in zip(document.pages, found, strict=True)
    ]


def _at_end(document: Document, page: PrintedPage, numbers: Sequence[LineNumber]) -> Iterator[LineNumber]:
    """The number at the end of a page's last line, where it is no line number; `line` is None where it is alone."""
    last = page.lines[-1:]
    for line in last:
        match = AT_END.search(document.source[slice(*line.span)])
        if match and not any(number.span[1] == line.span[1] for number in numbers):
            start = line.span[0] + match.start(1)
            yield LineNumber(int(match[1]), (start, line.span[1]), line if match.start(1) else None)


def _is_marked(document: Document, page: PrintedPage) -> bool:
    """Whether the mark of a page break stands alone on the line below: the next page begins with an empty line."""
    return LONE_MARK.match(document.source, page.span[1]) is not None
