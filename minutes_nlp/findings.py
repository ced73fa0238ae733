"""What the tool finds in a document (所見): the nouns of analysis, each with the place that shows it.

Frozen dataclasses; all spans are `(start, end)` character offsets into `Record.source_text`. What is not printed is
None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from minutes_nlp.text import Span

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


class MeasureKind(StrEnum):
    """施策の別, as printed: 新規, 拡充, 継続."""

    NEW = "new"
    EXPANDED = "expanded"
    CONTINUED = "continued"


class BudgetStage(StrEnum):
    """予算の段階: 当初, 補正."""

    INITIAL = "initial"
    SUPPLEMENTARY = "supplementary"


class MoneyBound(StrEnum):
    """What an amount is where it is not itself the cost: 上限 the most that is paid, 内数 shared with others."""

    LIMIT = "limit"
    WITHIN = "within"


class IndicatorKind(StrEnum):
    """実績か目標か."""

    ACTUAL = "actual"
    TARGET = "target"


class FigureKind(StrEnum):
    """What a printed figure measures (数値表現の種類)."""

    MONEY = "money"  # 金額, in yen
    QUANTITY = "quantity"  # 人数, 件数, 長さ …, with its unit
    RATE = "rate"  # 割合: ％, 割, 分の; 1.0 is the whole
    DATE = "date"  # a day, a month, a year or a fiscal year, with its first and last day


class TermKind(StrEnum):
    """What a term names (用語の種類)."""

    PROGRAMME = "programme"  # 事業・制度
    LAW = "law"  # 法令
    ORGANISATION = "organisation"  # 府省・団体・会議体
    PLACE = "place"  # 地名
    FIELD = "field"  # 政策用語


class Strength(StrEnum):
    """How firm a commitment is (約束の強さ)."""

    WILL_DO = "will_do"
    WILL_STUDY = "will_study"
    UNDER_WAY = "under_way"
    STANCE = "stance"


class ActKind(StrEnum):
    """What a sentence does (文の働き): the first six those of remarks, the last three those of replies."""

    QUESTION = "question"  # 問い
    REQUEST = "request"  # 求め
    PROPOSAL = "proposal"  # 提案
    CONCERN = "concern"  # 懸念・問題の指摘
    SUPPORT = "support"  # 賛意・評価
    INFORMATION = "information"  # 情報・経験の紹介
    COMMITMENT = "commitment"  # 約束
    EXPLAINS = "explains"  # 説明, also why something cannot be done
    FACT = "fact"  # 事実


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence of a turn and what it does (文の働き)."""

    kind: ActKind
    spans: Spans


class TopicBasis(StrEnum):
    """What a topic rests on (分野の根拠)."""

    ALIAS = "alias"  # the utterance names it
    MODEL = "model"  # its words are those of the field
    REMARK = "remark"  # the remark that it answers is about it
    REPLY = "reply"  # the reply that it got is about it
    HEADING = "heading"  # the heading names it
    AROUND = "around"  # what is said around it, under the same heading, is about it
    REVIEW = "review"  # a person has said so


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
