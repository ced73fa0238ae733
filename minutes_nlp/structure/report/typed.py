"""Texts that were typed in the manner of Markdown (打ち込まれた文章): a line alone above its items is their heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.lines import ENDS_SENTENCE
from minutes_nlp.structure.report.marks import heading_mark

__all__ = ["typed_titles"]

LIST_SHARE = 0.1  # of the paragraphs begin with a hyphen, in a text that was typed so
LONGEST_TITLE = 45  # characters; the longest seen had 43
APART = 2  # characters between two paragraphs from which a blank line stands between them
# 6か月～3年, 98組合: a value that stands alone
VALUE = re.compile(r"[\d,.]+\S{0,4}(?:[～~－-][\d,.]+\S{0,3})?|.*[\d,.]+(?:百万|億|万|千)?[円人件]\S*|.*[：:].*")
ASIDE = re.compile(r"^[（(※⇒→~～]|[！!～~]$|\t|\*\*|[0-9０-９元]年[0-9０-９]{1,2}月")
# 隊員の約4割は女性 / 活用が可能 / 声を受け、始めた県 / 広い活動に従事 / 【圏域数】12圏域 【市町村数】34
SAYS = re.compile(
    r"[0-9０-９][割％%人件社]?[はが]|が可能$|[けしりえきみびがは]、|に(?:従事|定住|貢献)(?:$|※)|^これまでに|以下の|】[^【】]+【"
)
# (参考) 制度の概要
REFERENCE = re.compile(r"[（(]参考[）)][ 　]*[^、。]{4,}$")
LETTERS = re.compile(r"[^\W\d_]{2}")


def typed_titles(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Short unmarked lines between blank ones with items or a sentence below; none where the text is not typed so."""
    hyphens = sum(p.marker is not None and p.marker.string.strip() == "-" for p in paragraphs)
    if hyphens < LIST_SHARE * len(paragraphs):
        return frozenset()
    return frozenset(i for i in range(1, len(paragraphs) - 1) if _is_title(paragraphs, i))


def _is_title(paragraphs: Sequence[Paragraph], i: int) -> bool:
    paragraph, below = paragraphs[i], paragraphs[i + 1]
    string = paragraph.text.string.strip()
    return (
        paragraph.marker is None
        and paragraph.rows is None
        and len(string) <= LONGEST_TITLE
        and LETTERS.search(string) is not None
        and heading_mark(paragraph) is None
        and not (ENDS_SENTENCE.search(string) or VALUE.fullmatch(string) or SAYS.search(string))
        and (REFERENCE.match(string) or not ASIDE.search(string))
        and _gap(paragraphs[i - 1], paragraph) >= APART
        and _gap(paragraph, below) >= APART
    )


def _gap(above: Paragraph, below: Paragraph) -> int:
    """How many characters, line ends mostly, lie between two paragraphs."""
    start = (below.marker or below.text).spans or below.text.spans
    end = above.text.spans
    return start[0][0] - end[-1][1] if start and end else 0
