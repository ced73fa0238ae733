"""What the tool finds in a document (所見): the nouns of analysis, each with the place that shows it.

Frozen dataclasses; all spans are `(start, end)` character offsets into `Record.source_text`. What is not printed is
None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from minutes_nlp.text import Span
from minutes_nlp.values import (
    ActKind,
    BudgetStage,
    FigureKind,
    IndicatorKind,
    MeasureKind,
    MoneyBound,
    Strength,
    TermKind,
    TopicBasis,
)

__all__ = [
    "Act",
    "ActKind",
    "BudgetStage",
    "Cited",
    "Commitment",
    "Figure",
    "FigureKind",
    "Gist",
    "Indicator",
    "IndicatorKind",
    "Measure",
    "MeasureKind",
    "Money",
    "MoneyBound",
    "Spans",
    "Strength",
    "Summary",
    "SummarySentence",
    "Term",
    "TermKind",
    "Topic",
    "TopicBasis",
]

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence of a turn and what it does (文の働き)."""

    kind: ActKind
    spans: Spans


@dataclass(frozen=True, slots=True)
class Topic:
    """A policy field (政策分野) that an utterance is about, how probably, and the words of its own that show it."""

    id: str
    score: float
    evidence: Spans
    basis: TopicBasis = TopicBasis.MODEL


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the government's side undertakes (検討事項・宿題)."""

    strength: Strength
    text: str  # the clause that is promised
    spans: Spans
    due_text: str | None = None  # the time limit as printed: 次回, 年度内, ９月
    due: str | None = None  # its last day, ISO 8601, where it can be reckoned


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the text (数値表現). What is not printed, or cannot be resolved, is None.

    `value` is in yen for money, in `unit` for quantities, 1.0 for the whole for rates; `upper` is the other end of a
    range （２～３割）. Of dates `start` and `end` are the first and last day, ISO 8601, `fiscal_year` the 年度;
    `relative` says that it was printed as 本年, 昨年度, 先般 and reckoned from the date of the document.
    """

    kind: FigureKind
    text: str
    spans: Spans
    value: float | None = None
    upper: float | None = None
    unit: str | None = None
    start: str | None = None
    end: str | None = None
    fiscal_year: int | None = None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the field in the text (用語): `name` is its full form, `text` as printed (協力隊)."""

    kind: TermKind
    name: str
    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Money:
    """What a measure costs (予算額), in yen; `elsewhere` is the office in whose budget it stands （内閣府計上）.

    `item` names what a part of the cost is for (経費), None for the whole: parts and whole must not be added up.
    """

    amount: int
    text: str
    spans: Spans
    fiscal_year: int | None = None
    stage: BudgetStage | None = None
    per: str | None = None  # 団体, 人: what one amount is for, None for the whole
    elsewhere: str | None = None
    item: str | None = None
    bound: MoneyBound | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a measure has reached or aims at (実績・目標), with its year, fiscal where 年度 or R6 is printed.

    `name` is None where only the measure says what is counted; rates are in ％, all else in its unit as printed.
    """

    kind: IndicatorKind
    name: str | None
    value: float
    unit: str
    text: str
    spans: Spans
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a policy report or deck (施策); `blocks` are the ids of those that tell of it."""

    id: str
    name: str
    spans: Spans
    kind: MeasureKind | None = None
    description: str = ""
    description_spans: Spans = ()
    target: str | None = None  # 対象, the group that it is for
    target_spans: Spans = ()
    money: tuple[Money, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    section: str | None = None
    blocks: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of the summary (要約文) and where it was taken from."""

    text: str
    utterance: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a record, shortened at most, and where they stand (出典つきの文)."""

    text: str
    record: str
    utterance: str
    spans: Spans
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Gist:
    """What was said and what was replied to it, in short (質疑の要旨); one of the two may be empty.

    `heading` is a word of the remark that tells what it is about; where a reply stands alone the reader needs it.
    """

    remark: tuple[Cited, ...]
    reply: tuple[Cited, ...] = ()
    heading: Cited | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The points of one or more records in their order (要約)."""

    points: tuple[Gist, ...]

    @property
    def sentences(self) -> tuple[Cited, ...]:
        """All of its sentences in order (要約文)."""
        return tuple(one for point in self.points for one in (*point.remark, *point.reply))
