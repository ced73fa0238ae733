"""How papers put what the record holds (用語): one Japanese word for each value, blank for what is unknown."""

from __future__ import annotations

from types import MappingProxyType

from minutes_nlp.findings import ActKind, Strength
from minutes_nlp.model import Role, UtteranceKind

__all__ = ["ACTS", "KINDS", "NOT_PRINTED", "ROLES", "STATES", "STRENGTHS"]

NOT_PRINTED = "（記載なし）"
ROLES = MappingProxyType(
    {
        Role.CHAIR: "議長役",
        Role.MEMBER: "構成員",
        Role.SECRETARIAT: "事務局",
        Role.MINISTER: "大臣等",
        Role.GUEST: "招かれた人",
        Role.UNKNOWN: "",
    }
)
KINDS = MappingProxyType(
    {
        UtteranceKind.REMARK: "意見・質問",
        UtteranceKind.FOLLOW_UP: "再質問・再意見",
        UtteranceKind.REPLY: "回答",
        UtteranceKind.STATEMENT: "発言",
    }
)
# What a remark does, the most telling first: a request that begins with information is a request
ACTS = MappingProxyType(
    {
        ActKind.QUESTION: "質問",
        ActKind.REQUEST: "要望",
        ActKind.PROPOSAL: "提案",
        ActKind.CONCERN: "懸念",
        ActKind.SUPPORT: "賛意",
        ActKind.INFORMATION: "情報提供",
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
STATES = MappingProxyType(
    {
        Strength.WILL_DO: "実施予定",
        Strength.UNDER_WAY: "対応中",
        Strength.WILL_STUDY: "検討予定",
        Strength.STANCE: "姿勢を表明",
    }
)
