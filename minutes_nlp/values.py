"""The closed lists of values (値の一覧): what a field of the record may say where it says one of a few words.

`model` and `findings` give them on beside the nouns whose fields they are; `wording` puts them into Japanese.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "REMARKS",
    "WANTS",
    "ActKind",
    "Basis",
    "BlockKind",
    "BudgetStage",
    "DocumentKind",
    "FigureKind",
    "FurnitureKind",
    "IndicatorKind",
    "MeasureKind",
    "Mode",
    "MoneyBound",
    "Reviewed",
    "Role",
    "Strength",
    "TermKind",
    "TopicBasis",
    "UtteranceKind",
]


class DocumentKind(StrEnum):
    """会議録か報告書か."""

    MINUTES = "minutes"  # the body is utterances, Q&A notices included
    REPORT = "report"


class BlockKind(StrEnum):
    """What a reader sees (版面要素)."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"


class FurnitureKind(StrEnum):
    """What printing added to the text (柱・ノンブル・行番号, 均等割付の空き, ルビ)."""

    PAGE_NUMBER = "page_number"
    HEADER = "header"
    FOOTER = "footer"
    LINE_NUMBER = "line_number"
    SPACING = "spacing"
    RUBY = "ruby"


class UtteranceKind(StrEnum):
    """発言の区分."""

    REMARK = "remark"  # 意見・質問: asks, asserts, proposes or requests
    REPLY = "reply"  # 回答
    FOLLOW_UP = "follow_up"  # 再質問・再意見: a member comes back on a reply
    STATEMENT = "statement"  # 発言: procedure, explanation, thanks, closing


class Role(StrEnum):
    """発言者の立場."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARIAT = "secretariat"
    MINISTER = "minister"
    GUEST = "guest"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a role or a link rests on (根拠)."""

    LABEL = "label"  # the printed speaker label says it
    ROSTER = "roster"  # the list of attendees says it
    ATTRIBUTION = "attribution"  # 旨事務局より回答
    SECTION = "section"  # the heading says it
    WORDING = "wording"  # 要検討ではないか, していきたい
    POSITION = "position"  # where it stands says it
    MARK = "mark"  # the notation's mark says it
    REVIEW = "review"  # a person has set or confirmed it


class Reviewed(StrEnum):
    """What of an utterance a person has set right or confirmed (訂正・確認済み)."""

    BOUNDARY = "boundary"
    ROLE = "role"
    KIND = "kind"
    LINK = "link"
    TOPIC = "topic"


class Mode(StrEnum):
    """出席の形, only where printed."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    PROXY = "proxy"
    ABSENT = "absent"


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


class TopicBasis(StrEnum):
    """What a topic rests on (分野の根拠)."""

    ALIAS = "alias"  # the utterance names it
    MODEL = "model"  # its words are those of the field
    REMARK = "remark"  # the remark that it answers is about it
    REPLY = "reply"  # the reply that it got is about it
    HEADING = "heading"  # the heading names it
    AROUND = "around"  # what is said around it, under the same heading, is about it
    REVIEW = "review"  # a person has said so


# What the government's side may reply to: kinds of turns, and what of a turn wants it, the most telling first
REMARKS = frozenset({UtteranceKind.REMARK, UtteranceKind.FOLLOW_UP})
WANTS = (ActKind.QUESTION, ActKind.REQUEST, ActKind.PROPOSAL, ActKind.CONCERN)
