"""What is at issue over the meetings (論点): remarks on one matter in one group, each named by its own words.

for issue in issues_of(records):
    issue.label, issue.remarks  # 「移動販売の採算」, (Place(record="3f…", utterance="u12"), …)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minutes_nlp.model import Record

__all__ = ["Issue", "RemarkPlace", "issues_of"]


@dataclass(frozen=True, slots=True, order=True)
class RemarkPlace:
    """Where a remark is found (発言の所在): the id of its record and its own."""

    record: str
    utterance: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A matter that remarks of one or more meetings are about (論点).

    `terms` are its characteristic words, the first the most telling; `representative` is the remark that says best
    what the others say, and one of `remarks`, which are in the order of the meetings.
    """

    label: str
    terms: tuple[str, ...]
    remarks: tuple[RemarkPlace, ...]
    representative: RemarkPlace


def issues_of(records: Sequence[Record]) -> tuple[Issue, ...]:
    """The issues of the meetings, those of most remarks first (論点の整理); remarks that stand alone are in none."""
    del records
    return ()
