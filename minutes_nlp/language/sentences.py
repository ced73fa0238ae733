"""Sentences (文): where one ends, with brackets and lists respected."""

from __future__ import annotations

import re

from minutes_nlp.text import Span

__all__ = ["ends_whole", "sentences"]

# a bracket that is closed within its line may hold whole sentences: 「やります。必ずです。」と述べた。
CLOSED = (
    r"「(?:[^「」\r\n]|「[^「」\r\n]*+」)*+」|『[^『』\r\n]*+』|（(?:[^（）\r\n]|（[^（）\r\n]*+）)*+）|\([^()\r\n]*+\)"
)
# 。 / ？」 / ！？ / 。）
END = r"[。！？!?]++[」』）)】〕]*+"
# である． but not １．目的 or ２．５ or 資料．
POINT = r"(?<=[ぁ-ん])．(?![0-9０-９])"
# 次なる一歩は何か。
SENTENCE = re.compile(rf"(?:{CLOSED}|[^。！？!?．「『（(\r\n]++|(?!{END}|{POINT})[^\r\n])++(?:{END}|{POINT})?|{END}")


def sentences(text: str) -> list[Span]:
    """The span of each sentence, in order, without the white space around it.

    A line feed always ends a sentence, so that the items of a list stay apart; a full stop inside brackets ends none.
    """
    return [span for match in SENTENCE.finditer(text) if (span := _trimmed(text, *match.span()))]


def ends_whole(text: str) -> bool:
    """Whether a text ends as a sentence that states or asks does (言い切り); titles, notes and names do not."""
    return text.rstrip().endswith(("。", "？", "?"))


def _trimmed(text: str, start: int, stop: int) -> Span | None:
    found = text[start:stop]
    start += len(found) - len(found.lstrip())
    stop -= len(found) - len(found.rstrip())
    return (start, stop) if start < stop else None
