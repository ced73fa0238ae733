"""Speakers printed behind the words (発言者の後置), whatever opens a turn: 質問　…か。（３班）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.turns import Turn
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["with_speakers_behind"]

FEWEST = 4  # turns with a bracket at the end; fewer may be chance
MOST = 0.7  # share of the turns without a label that must end so
FEWEST_KNOWN = 2  # of them that name a title or an office that we know
# …の説明がない。（３班）
BEHIND = re.compile(
    r"(?P<body>.*\S)[ \u3000]*[（(〔［\[](?P<label>[^（）()〔〕［］。、]{1,14})[）)〕］\]][。]?", re.DOTALL
)
# （資料２） （笑） （Ｐ５参照） （令和６年度）
NO_NAME = re.compile(r"資料|参照|別紙|[図表注笑略]|頁|ページ|[pPｐＰ]\.?[0-9０-９]|年度?$|[0-9０-９]$|[％%円]")


def with_speakers_behind(turns: Sequence[Turn], roster: Roster) -> list[Turn]:
    """The turns with the label that stands in brackets at their end, where most turns without a label have one."""
    plain = [turn for turn in turns if turn.label is None]
    found = {id(turn): match for turn in plain if (match := BEHIND.fullmatch(turn.text.string))}
    labels = [squeezed(match["label"]) for match in found.values()]
    known = sum(1 for label in labels if roster.is_speaker(label, bracketed=True))
    told = len(found) >= max(FEWEST, MOST * len(plain)) and known >= FEWEST_KNOWN and len(set(labels)) < len(labels)
    if not told or any(map(NO_NAME.search, labels)):
        return list(turns)
    return [_named(turn, found[id(turn)]) if id(turn) in found else turn for turn in turns]


def _named(turn: Turn, match: re.Match[str]) -> Turn:
    text = turn.text
    return replace(turn, label=text.group(match, "label"), text=text.group(match, "body").strip())
