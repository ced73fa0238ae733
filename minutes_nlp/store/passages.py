"""What can be found in a record (検索の単位): its turns and, where nobody speaks, paragraphs, table rows, measures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minutes_nlp.findings import Commitment, Measure, Spans, Topic
from minutes_nlp.model import Block, BlockKind, Record, Utterance, UtteranceKind
from minutes_nlp.places import place_of
from minutes_nlp.text import Span

__all__ = ["Entry", "Sort", "entries_of", "fiscal_year_of", "links_of"]

CELL_GAP = "　"  # between the cells of a row, as a full-width space parts columns in print
FIRST = 1  # the number of the page as which a Word file or a web page is shown
APRIL = 4  # the fiscal year （年度） begins


class Sort(StrEnum):
    """What a passage is (資料の部分)."""

    UTTERANCE = "utterance"  # 発言
    OPINION = "opinion"  # 報告書が引く意見
    MEASURE = "measure"  # 施策
    BLOCK = "block"  # 本文・表の行・脚注


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage before it is stored (検索の単位): `ref` is its id in the record, b12.3 the third row of a table."""

    ref: str
    sort: Sort
    kind: str  # remark, reply …; paragraph, table …; the kind of a measure
    section: str | None
    text: str
    spans: Spans
    page: int | None
    line: int | None
    root: str  # the ref of the turn with which its exchange begins
    utterance: Utterance | None = None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The fields of a turn."""
        return self.utterance.topics if self.utterance else ()

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """What a turn undertakes."""
        return self.utterance.commitments if self.utterance else ()

    @property
    def acts(self) -> list[str]:
        """What the sentences of a turn do, each kind once."""
        return list(dict.fromkeys(act.kind.value for act in self.utterance.acts)) if self.utterance else []


def entries_of(record: Record) -> list[Entry]:
    """The passages of a record in the order of print; text that is in a turn or a measure is not given again."""
    titles = {section.id: section.title for section in record.sections}
    found = [*_spoken(record, titles), *_measured(record, titles), *_printed(record, titles)]
    return sorted(found, key=lambda entry: entry.spans[:1])


def _spoken(record: Record, titles: dict[str, str]) -> Iterator[Entry]:
    roots = _roots(record.utterances)
    for one in record.utterances:
        place = _place(record, one.spans)
        section = titles.get(one.section or "")
        root = roots[one.id]
        yield Entry(one.id, Sort.UTTERANCE, one.kind.value, section, one.text, one.spans, *place, root, one)


def _roots(utterances: Iterable[Utterance]) -> dict[str, str]:
    """With which turn the exchange of each turn begins: a reply to several belongs to the first.

    Where turns answer each other in a circle it is the first of the circle.
    """
    known = {one.id: one for one in utterances}
    order = {ref: place for place, ref in enumerate(known)}
    found: dict[str, str] = {}
    for ref in known:
        path: list[str] = []
        following: str | None = ref
        while following in known and following not in path:
            path.append(following)
            following = next(iter(known[following].replies_to), None)
        circle = path[path.index(following) :] if following in path else path[-1:]
        found[ref] = min(circle, key=order.__getitem__)
    return found


def _measured(record: Record, titles: dict[str, str]) -> Iterator[Entry]:
    for measure in record.measures:
        text, spans = _told(measure)
        kind = measure.kind.value if measure.kind else "measure"
        section = titles.get(measure.section or "")
        yield Entry(measure.id, Sort.MEASURE, kind, section, text, spans, *_place(record, spans), measure.id)


def _told(measure: Measure) -> tuple[str, Spans]:
    """The words of a measure, its parts on lines of their own."""
    parts = [
        (measure.name, measure.spans),
        (measure.description, measure.description_spans),
        (measure.target or "", measure.target_spans),
        *((money.text, money.spans) for money in measure.money),
        *((indicator.text, indicator.spans) for indicator in measure.indicators),
    ]
    told: list[str] = []
    spans: list[Span] = []
    for text, places in parts:
        if text and not any(text in before for before in told):
            told.append(text)
            spans += places
    return "\n".join(told), tuple(spans)


def _printed(record: Record, titles: dict[str, str]) -> Iterator[Entry]:
    taken = {block for measure in record.measures for block in measure.blocks}
    opinions = {opinion.block for opinion in record.opinions}
    spoken = sorted(span for one in record.utterances for span in one.spans)
    for block in record.blocks:
        if block.kind is BlockKind.HEADING or block.id in taken or _is_within(block.spans, spoken):
            continue
        sort = Sort.OPINION if block.id in opinions else Sort.BLOCK
        section = titles.get(block.section or "")
        for ref, text, spans in _pieces(block):
            yield Entry(ref, sort, block.kind.value, section, text, spans, *_place(record, spans), ref)


def _pieces(block: Block) -> Iterator[tuple[str, str, Spans]]:
    """A block whole, a table row by row."""
    if block.rows is None:
        if block.text.strip():
            yield block.id, block.text, block.spans
        return
    for number, row in enumerate(block.rows, 1):
        cells = [cell for cell in row if cell.text.strip()]
        if cells:
            spans = tuple(span for cell in cells for span in cell.spans)
            yield f"{block.id}.{number}", CELL_GAP.join(cell.text for cell in cells), spans


def _is_within(spans: Spans, others: Sequence[Span]) -> bool:
    """Whether a block shares characters with one of the spans, which are sorted."""
    for start, stop in spans:
        number = bisect_left(others, stop, key=lambda span: span[0])
        if number and start < others[number - 1][1]:
            return True
    return False


def _place(record: Record, spans: Spans) -> tuple[int | None, int | None]:
    page, line = place_of(record.pages, record.source_text, spans[0][0], record.furniture) if spans else (0, 0)
    return (page or FIRST, line) if line else (None, None)  # what has no pages is shown as one


def links_of(record: Record) -> tuple[list[tuple[str, str]], set[str]]:
    """Which turn speaks to which, and the remarks and follow-ups that have a reply (回答のある意見)."""
    known = {one.id: one for one in record.utterances}
    told = [(one.id, other) for one in record.utterances for other in one.replies_to]
    told += [(pair.answer, pair.question) for pair in record.pairs]
    links = [link for link in dict.fromkeys(told) if known.keys() >= set(link)]
    return links, {question for answer, question in links if known[answer].kind is UtteranceKind.REPLY}


def fiscal_year_of(day: date | None) -> int | None:
    """The 年度 in which a day lies."""
    if not day:
        return None
    return day.year if day.month >= APRIL else day.year - 1
