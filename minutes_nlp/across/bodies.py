"""Whose document it is (会議体・自治体): of which council, and of which prefecture or town.

What another body writes on the same matter is not what became of a remark: a measure of another prefecture, a reply in
another council. The budget of a ministry may concern every council but those of other ministries; a document that names
nobody is a council's own only where no other council is at hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from minutes_nlp.across.councils import council_key, is_same_council
from minutes_nlp.findings import TermKind
from minutes_nlp.model import Record

__all__ = ["Body", "bodies_of"]

# 霧原県地域人材・産業戦略会議, 第2回みなと町のくらし懇談会; not 都道府県, 市町村, 都市, 町内会, 村落
AREA = re.compile(
    r"(?:第\d+回)?(?P<area>[\u3041-\u3096\u30A1-\u30FA\u30FC\u3005\u4E00-\u9FFF]{1,5}?"
    r"(?:都(?![市心道府])|道(?![府路])|府(?![県省])|県|市(?![町区場街])|区(?![分画域])|町(?![村内])|村(?![落])))"
)
# what ends as a place does and is none: 地方都市, 農山漁村, 内閣府, 当県
GENERAL = re.compile(
    r"首?都市?|市区|[政本当同][府県市区町村]|内閣府|.*(?:特別区|(?:地方|指定|中核|中枢|大|小)都市|中核市|政令市|都道府県?|市?町村|[農漁山]村)"
)
# 総務省, こども家庭庁, 内閣府; not みさき県庁
MINISTRY = re.compile(r"省$|(?<![県市区道])庁$|^内閣")
HEAD = 2_000  # characters in which a document says whose it is: title, place, the list of those present


@dataclass(frozen=True, slots=True)
class Body:
    """Whose a document is (作成主体): names of councils as they are compared, and a prefecture or town."""

    councils: tuple[str, ...]
    area: str | None
    ministries: frozenset[str]  # that its head names
    named: str  # what its head and its speakers' labels say, without spaces

    @property
    def is_nobody(self) -> bool:
        """Whether the document does not say whose it is (作成主体の記載なし)."""
        return not (self.councils or self.area or self.ministries)

    def is_concerned_by(self, later: Body) -> bool:
        """Whether a later document may tell what became of what was said in this one (当事者の資料か)."""
        if later.councils and (self.councils or not self.area or self.area != later.area):
            return any(is_same_council(one, other) for one in self.councils for other in later.councils)
        if later.area:
            return later.area == self.area or later.area in self.named
        return not later.is_nobody and (not self.ministries or not self.ministries.isdisjoint(later.ministries))


def bodies_of(records: Iterable[Record]) -> dict[str, Body]:
    """Whose each record is, by its id: a report is of the councils that its head names, or of the only one at hand."""
    known = tuple({record.id: record for record in records}.values())
    names = {record.id: council_key(record.meeting.name if record.meeting else None) for record in known}
    councils = tuple(dict.fromkeys(name for name in names.values() if name))
    bodies = {record.id: _body(record, names[record.id], councils) for record in known}
    if all(is_same_council(councils[0], other) for other in councils[1:]):
        return {name: replace(body, councils=councils) if body.is_nobody else body for name, body in bodies.items()}
    return bodies


def _body(record: Record, name: str, councils: Iterable[str]) -> Body:
    end = min((start for one in record.utterances[:1] for start, _ in one.spans), default=HEAD)
    head = council_key(record.source_text[: min(end, HEAD)])
    labels = {one.speaker.label for one in record.utterances if one.speaker.label}
    own = (name,) if name else tuple(council for council in councils if council in head)
    ministries = frozenset(
        term.name
        for term in record.terms
        if term.kind is TermKind.ORGANISATION and MINISTRY.search(term.name) and term.spans[0][0] < min(end, HEAD)
    )
    named = head + council_key("".join(sorted(labels)))
    return Body(own, _area(name or council_key(record.title)), ministries, named)


def _area(name: str) -> str | None:
    match = AREA.match(unicodedata.normalize("NFKC", name))
    return match["area"] if match and not GENERAL.fullmatch(match["area"]) else None
