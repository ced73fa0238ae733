"""The record (記録): what the tool knows about one document, and the public JSON contract `minutes-record/1`.

Frozen dataclasses and tuples; the JSON has the same names in the same order. All spans are `(start, end)` character
offsets into `Record.source_text`. A value that the source does not give is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minutes_nlp.errors import SourceError
from minutes_nlp.findings import Act, Commitment, Figure, Measure, Spans, SummarySentence, Term, Topic
from minutes_nlp.text import Span
from minutes_nlp.values import Basis, BlockKind, DocumentKind, FurnitureKind, Mode, Reviewed, Role, UtteranceKind

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "SCHEMA",
    "Attendee",
    "Basis",
    "Block",
    "BlockKind",
    "Box",
    "Cell",
    "DocumentKind",
    "Fold",
    "Furniture",
    "FurnitureKind",
    "Line",
    "Maker",
    "Meeting",
    "Mode",
    "Note",
    "Opinion",
    "Page",
    "Pair",
    "Part",
    "Record",
    "Reviewed",
    "Role",
    "Section",
    "Source",
    "Speaker",
    "Utterance",
    "UtteranceKind",
    "json_schema",
]

SCHEMA = "minutes-record/1"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read (原本)."""

    name: str
    sha256: str
    media_type: str
    reader: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person of the attendance list (出席者)."""

    name: str
    position: str | None = None
    group: str | None = None
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The head of the minutes (開催概要); times are `HH:MM`, the date is ISO 8601."""

    name: str | None = None
    number: int | None = None
    date: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    venue: str | None = None
    attendees: tuple[Attendee, ...] = ()
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line (行); `number` is its printed line number, `box` is in points and None for text dumps."""

    span: Span
    box: Box | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page (ページ), `width` and `height` in points where there is paper."""

    number: int
    width: float | None
    height: float | None
    span: Span
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it (議題・節)."""

    id: str
    title: str
    level: int
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader sees as one piece (段落・見出し・項目・表・脚注); the marker is not part of `text`."""

    id: str
    kind: BlockKind
    level: int | None
    marker: str | None
    text: str
    pages: tuple[int, ...]
    spans: Spans
    section: str | None = None
    marker_spans: Spans = ()
    confidence: float = 1.0  # of the most doubtful line join inside
    rows: tuple[tuple[Cell, ...], ...] | None = None
    label: str | None = None
    label_spans: Spans = ()
    head_rows: int = 0  # of a table: how many of its rows are its head
    reference_spans: Spans = ()  # of a footnote: where the text refers to it


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell (セル), with the number of rows and columns that it covers; it stands where it begins."""

    text: str
    spans: Spans
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece that printing added (ページ番号・柱・行番号); `base` is what a ruby (ルビ) tells the reading of."""

    kind: FurnitureKind
    spans: Spans
    base: Spans = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """A source range whose text reads `text` in the blocks: a radical, half-width kana (字形の統一)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks (発言者). `label` is as printed; `basis` says what the role rests on."""

    label: str | None
    name: str | None = None
    position: str | None = None
    person: str | None = None
    role: Role = Role.UNKNOWN
    basis: Basis | None = None
    confidence: float = 0.0
    label_spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn (発言), without its mark and its speaker label."""

    id: str
    kind: UtteranceKind
    marker: str | None
    section: str | None
    text: str
    pages: tuple[int, ...]
    spans: Spans
    speaker: Speaker
    replies_to: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    marker_spans: Spans = ()
    reviewed: tuple[Reviewed, ...] = ()
    acts: tuple[Act, ...] = ()  # one a sentence, of remarks, follow-ups and replies


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer (質疑と回答), one entry per part (前段・後段)."""

    question: str
    answer: str
    part: str | None
    question_spans: Spans
    answer_spans: Spans
    confidence: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Part:
    """A document bound into another (別添・別紙・参考資料), from its first to its last block, with what its pages tell.

    `label` is as printed (別添１); `attendees` are its list of members, `history` the meetings that it reports.
    """

    id: str
    label: str | None
    title: str | None
    blocks: tuple[str, str]
    pages: tuple[int, ...]
    attendees: tuple[Attendee, ...] = ()
    history: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion that a report quotes under a heading such as 委員の主な意見 (意見): no turn, and nobody is named."""

    id: str
    block: str
    section: str | None
    text: str
    pages: tuple[int, ...]
    spans: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt that people should see (注記)."""

    code: str
    message: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Maker:
    """What made the record: the version of the package and of each model or data file."""

    minutes_nlp: str
    models: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that is known about one document (記録)."""

    schema: str
    id: str
    source: Source
    kind: DocumentKind
    title: str | None
    meeting: Meeting | None
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...]
    folds: tuple[Fold, ...]
    utterances: tuple[Utterance, ...]
    pairs: tuple[Pair, ...]
    measures: tuple[Measure, ...]
    parts: tuple[Part, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    terms: tuple[Term, ...] = ()
    figures: tuple[Figure, ...] = ()
    summary: tuple[SummarySentence, ...]
    notes: tuple[Note, ...]
    source_text: str
    maker: Maker

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON, the contract's names in the contract's order."""
        return _adapter().dump_json(self, indent=indent).decode()

    @classmethod
    def from_json(cls, data: str | bytes) -> Record:
        """A record read back; SourceError where the JSON is not one of version 1."""
        from pydantic import ValidationError  # noqa: PLC0415 - 150 ms that `--help` need not pay

        try:
            return _adapter().validate_json(data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "先頭"
            raise SourceError(
                "not-a-record",
                f"記録(JSON)として読めません(詳細: {place}: {first['msg']})",
                remedy="minutes process で作り直してください",
            ) from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record, made from the dataclasses."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | _adapter().json_schema(mode="serialization") | {"title": SCHEMA}


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Record]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - 150 ms that `--help` need not pay

    return TypeAdapter(Record)
