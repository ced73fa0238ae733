"""How values are put into Japanese (用語): one word for each, on the terminal, in papers, in sheets and on pages alike.

The keys are the values of the record, so a value from JSON or from a store finds its word too.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from minutes_nlp.values import ActKind, BlockKind, DocumentKind, MeasureKind, Role, Strength, UtteranceKind

__all__ = [
    "ACTS",
    "BLOCKS",
    "DOCUMENTS",
    "GROUPS",
    "KINDS",
    "MEASURES",
    "PARTS",
    "PROSPECTS",
    "ROLES",
    "STRENGTHS",
    "TAGS",
    "day_told",
    "year_told",
]

# What a search gives: how it was found, and what part of a document it is
GROUPS = MappingProxyType({"words": "語句一致", "partial": "部分一致", "related": "関連発言"})
PARTS = MappingProxyType({"utterance": "発言", "opinion": "意見の引用", "measure": "施策", "block": "本文"})
DOCUMENTS = MappingProxyType({DocumentKind.MINUTES: "会議録", DocumentKind.REPORT: "報告書"})
KINDS = MappingProxyType(
    {
        UtteranceKind.REMARK: "意見・質問",
        UtteranceKind.REPLY: "回答",
        UtteranceKind.FOLLOW_UP: "再質問・再意見",
        UtteranceKind.STATEMENT: "発言",
    }
)
# The same in short, where they stand before each turn on the terminal
TAGS = MappingProxyType(
    {
        UtteranceKind.REMARK: "意見",
        UtteranceKind.REPLY: "回答",
        UtteranceKind.FOLLOW_UP: "再意見",
        UtteranceKind.STATEMENT: "発言",
    }
)
# An unknown role has no word: left blank in papers, 不明 to be chosen in a sheet
ROLES = MappingProxyType(
    {
        Role.CHAIR: "議長役",
        Role.MEMBER: "構成員",
        Role.SECRETARIAT: "事務局",
        Role.MINISTER: "大臣等",
        Role.GUEST: "招かれた人",
    }
)
BLOCKS = MappingProxyType(
    {
        BlockKind.HEADING: "見出し",
        BlockKind.PARAGRAPH: "本文",
        BlockKind.LIST_ITEM: "箇条",
        BlockKind.TABLE: "表",
        BlockKind.FOOTNOTE: "脚注",
        BlockKind.CAPTION: "図表名",
    }
)
ACTS = MappingProxyType(
    {
        ActKind.QUESTION: "質問",
        ActKind.REQUEST: "要望",
        ActKind.PROPOSAL: "提案",
        ActKind.CONCERN: "懸念",
        ActKind.SUPPORT: "賛意",
        ActKind.INFORMATION: "情報提供",
        ActKind.COMMITMENT: "約束",
        ActKind.EXPLAINS: "説明",
        ActKind.FACT: "事実",
    }
)
STRENGTHS = MappingProxyType(
    {
        Strength.WILL_DO: "実施する",
        Strength.WILL_STUDY: "検討する",
        Strength.UNDER_WAY: "対応中",
        Strength.STANCE: "姿勢を表明",
    }
)
# How far a matter has come by what was promised (対応状況), the firmest first
PROSPECTS = MappingProxyType(
    {
        Strength.WILL_DO: "実施予定",
        Strength.UNDER_WAY: "対応中",
        Strength.WILL_STUDY: "検討予定",
        Strength.STANCE: "姿勢を表明",
    }
)
MEASURES = MappingProxyType({MeasureKind.NEW: "新規", MeasureKind.EXPANDED: "拡充", MeasureKind.CONTINUED: "継続"})
# Eras by their first days, the newest first
ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))


def day_told(day: date) -> str:
    """A day as the documents print it: 令和6年5月8日."""
    return f"{year_told(day)}年{day.month}月{day.day}日"


def year_told(day: date) -> str:
    """The year of a day as Japan counts it (和暦): 令和6, 令和元; the Western one before the eras that are known."""
    for first, name in ERAS:
        if day >= first:
            return f"{name}{day.year - first.year + 1}" if day.year > first.year else f"{name}元"
    return str(day.year)
