"""Where a passage stands (出典), so that whoever reads a paper can open the document and see it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from minutes_nlp.findings import Spans
from minutes_nlp.model import Page, Record
from minutes_nlp.places import is_paged, printed_line

__all__ = ["Places", "Source"]

LINE_FEED = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document (出典): pages and lines as printed, or as counted where no numbers are printed.

    Word files and web pages have no pages until they are printed: there `page` is None and lines are paragraphs.
    """

    document: str
    page: int | None = None
    line: int | None = None
    last_page: int | None = None
    last_line: int | None = None

    @property
    def place(self) -> str:
        """The place alone: 3頁24～27行, 第12段落; empty where the passage is on no page."""
        if self.line is None:
            return ""
        if self.page is None:
            return f"第{self._range(self.line, self.last_line)}段落"
        if self.last_page not in {None, self.page}:
            return f"{self.page}頁{self.line}行～{self.last_page}頁{self.last_line}行"
        return f"{self.page}頁{self._range(self.line, self.last_line)}行"

    def _range(self, first: int, last: int | None) -> str:
        return str(first) if last in {None, first} else f"{first}～{last}"

    def __str__(self) -> str:
        return f"{self.document} {self.place}".strip()


class Places:
    """Finds pages and lines of one record (頁・行の照合)."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.starts = [page.span[0] for page in record.pages]
        self.feeds = [match.start() for match in LINE_FEED.finditer(record.source_text)]
        self.paragraphs = not is_paged(record.pages)

    def source(self, spans: Spans) -> Source:
        """Where some spans stand, from the first to the last character."""
        name = self.record.source.name
        first, last = (self._at(spans[0][0]), self._at(max(spans[-1][1] - 1, 0))) if spans else (None, None)
        if first is None or last is None:
            return Source(name)
        if self.paragraphs:
            return Source(name, None, first[1], None, last[1])
        return Source(name, *first, *last)

    def _at(self, offset: int) -> tuple[int, int] | None:
        number = bisect_right(self.starts, offset) - 1
        if number < 0 or offset >= self.record.pages[number].span[1]:
            return None
        page = self.record.pages[number]
        return page.number, printed_line(page, offset, self.record.furniture) or self._counted(page, offset)

    def _counted(self, page: Page, offset: int) -> int:
        return bisect_left(self.feeds, offset) - bisect_left(self.feeds, page.span[0]) + 1
