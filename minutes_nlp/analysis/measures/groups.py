"""Whom a measure is for (対象): a field of its own, else what a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from minutes_nlp.text import Text

__all__ = ["group_in"]

# 対象：企業を退職した者, 対象者 三大都市圏に…の社員
GROUP_FIELD = re.compile(
    r"^[【〔<＜（(]?対\s*象(?:者|団体|市町村|地域|事業者)?[】〕>＞）)]?[ \u3000：:]+(?P<group>[^\s：:][^。]{1,80})"
)
# 企業を退職した者を対象とし, …の世帯を対象に
SAID = (
    r"(?:^|[。、，・✓\s])(?P<group>[^。、，・✓（）\s]{2,50})"
    r"(?<!費)(?<!経費)(?<!費用)(?<!事業)(?<!取組)(?<!場合)(?<!もの)を(?:補助の)?対象"
)
GROUP_SAID = re.compile(SAID + r"(?:に(?!した|する)|と(?:し[、，てま]|する(?:[。、，（]|$)|し$))")
# …の集落を対象とした研修を開催: the group of all of it only where it stands first
GROUP_OF_DEED = re.compile(SAID + "(?:に|と)(?:した|する)")
FIRST_LINES = 2
# 1,432市町村 / 付与数 付与方式 申込期間: no group, but how many there are, and heads of columns
NO_GROUP = re.compile(r"[0-9０-９,，]+\S{1,4}|(?:\S+[ \u3000]+){2,}\S+")
# 対象者, on a line of its own
GROUP_TITLE = re.compile(r"[【〔＜（(]?対象(?:者|団体|市町村|地域|事業者)?[】〕＞）)]?")
LONGEST_GROUP = 80  # characters of the line below that title
GROUP_MARKS = "・✓○ \u3000"
GROUP_EDGES = f"{GROUP_MARKS})）"


def group_in(texts: Iterable[Text]) -> Text | None:
    """The group that a measure is for: a field of its own first, else what a sentence names."""
    texts = list(texts)
    for title, text in pairwise(texts):
        if GROUP_TITLE.fullmatch(title.string.strip()) and len(text) <= LONGEST_GROUP and _is_group(text):
            return _stripped(text)
    for pattern, lines in ((GROUP_FIELD, None), (GROUP_SAID, None), (GROUP_OF_DEED, FIRST_LINES)):
        for text in texts[:lines]:
            if (match := pattern.search(text.string)) and _is_group(group := text.group(match, "group")):
                return _stripped(group)
    return None


def _stripped(group: Text) -> Text:
    """A group without bullets, and without the end of a bracket that began before it."""
    return group.strip(GROUP_MARKS if "（" in group.string else GROUP_EDGES)


def _is_group(text: Text) -> bool:
    return NO_GROUP.fullmatch(text.string.strip(GROUP_EDGES)) is None
