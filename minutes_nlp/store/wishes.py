"""What is wished for beside the words (探し方の望み): 約束した調査はどうなったか asks for 調査, promised, and later on.

>>> read_wishes("約束した実態調査はどうなったか")
('実態調査', (<Wish.LATER: 'later'>, <Wish.PROMISED: 'promised'>))

Staff type whole sentences. What only says what kind of remark is looked for is no word to be found in it: it is taken
out, and the remarks of that kind stand first. The expressions are data, `wishes.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from minutes_nlp.language.words import Mode, words
from minutes_nlp.resources import table

__all__ = ["Saying", "Wish", "looking_back", "name_in", "read_wishes", "sayings"]

FILE = ("store", "wishes.toml")
KATAKANA = re.compile("[ァ-ヶー]+")  # ファム, which no dictionary has for a name


class Wish(StrEnum):
    """What kind of remark is looked for (探し方の望み)."""

    PROMISED = "promised"  # with a commitment
    LATER = "later"  # what became of it
    REPLY = "reply"
    QUESTION = "question"  # and the others: what a sentence does, as ActKind
    REQUEST = "request"
    PROPOSAL = "proposal"
    CONCERN = "concern"
    SUPPORT = "support"
    EXPLAINS = "explains"


@dataclass(frozen=True, slots=True)
class Saying:
    """An expression that is no word to be found (言い回し); what is left of its sample without it is `rest`."""

    pattern: re.Pattern[str]
    wish: Wish | None
    sample: str
    rest: str


def read_wishes(text: str) -> tuple[str, tuple[Wish, ...]]:
    """A text without what only says what is wished for, and the wishes; blank where nothing else is asked for."""
    wishes: dict[Wish, None] = {}
    before = None
    while text != before:
        before = text
        for saying in sayings():
            found = saying.pattern.sub(" ", text).strip()
            if found != text:
                text = found
                if saying.wish:
                    wishes.setdefault(saying.wish)
                break
    return text, tuple(wishes)


def name_in(text: str) -> str | None:
    """The name before a title (姓と肩書き): 蒲原 in 蒲原町長, none in 担当課長."""
    title = next((title for title in _titles() if text.endswith(title)), None)
    name = text.removesuffix(title) if title else ""
    if not name:
        return None
    told = words(text, Mode.A)
    is_name = told[0].pos[1] == "固有名詞" and told[0].surface == name  # 西脇, 蒲生 are places, too
    return name if is_name or KATAKANA.fullmatch(name) else None


@cache
def looking_back() -> tuple[str, ...]:
    """What remarks say that come back on an earlier one (前の回を受ける言葉)."""
    return tuple(table(*FILE)["called"]["looking_back"].split())


@cache
def sayings() -> Sequence[Saying]:
    """The expressions in the order in which they are looked for."""
    return [
        Saying(
            re.compile(row["pattern"]), Wish(row["wish"]) if "wish" in row else None, row["sample"], row.get("rest", "")
        )
        for row in table(*FILE)["saying"]
    ]


@cache
def _titles() -> list[str]:
    """The titles, the longest first."""
    return sorted(table(*FILE)["called"]["titles"].split(), key=len, reverse=True)
