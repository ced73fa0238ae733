"""The list of related remarks: a sound one passes, and each broken promise is named (関連発言の検査)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from check_corpora import LEAST_RELATED, related_faults
from corpora_card import Source

QUERY = "谷の奥まで薬を届けてくれる人がいなくなった。だれがどうやって運ぶのかを、町どうしで話し合えないか。"
KINDS = ("statement", "remark", "reply")


def source(name: str) -> Source:
    units = tuple({"kind": kind, "text": "薬の配達について。"} for kind in KINDS)
    return Source(Path(name), (), {"type": "meeting"}, units, ())


MEETINGS = {name: source(name) for name in ("misaki-kurashi/meeting-1", "shucho-kondan/meeting-2")}
MEETINGS["misaki-kurashi/meeting-1-rev"] = source("misaki-kurashi/meeting-1-rev")


def entry(number: int, doc: str = "misaki-kurashi/meeting-1", **changes: Any) -> dict[str, Any]:
    other = next(name for name in MEETINGS if name != doc)
    related = [{"doc": doc, "unit": 1, "grade": 3}, {"doc": other, "unit": 2, "grade": 2}]
    row = {"id": f"r{number}", "query": QUERY, "about": {"doc": doc, "unit": 1}, "related": related}
    return {**row, **({"held_out": True} if doc.startswith("shucho") else {}), **changes}


def rows(first: dict[str, Any]) -> list[dict[str, Any]]:
    train = [entry(number) for number in range(1, LEAST_RELATED["train"] + 1)]
    held_out = [entry(100 + number, "shucho-kondan/meeting-2") for number in range(LEAST_RELATED["held out"])]
    return [first, *train, *held_out]


def related(*places: tuple[str, int, int]) -> list[dict[str, Any]]:
    first, second = ("misaki-kurashi/meeting-1", 1, 3), ("shucho-kondan/meeting-2", 2, 2)
    return [{"doc": doc, "unit": unit, "grade": grade} for doc, unit, grade in (first, second, *places)]


def test_a_sound_list_has_no_fault():
    assert not list(related_faults(rows(entry(0)), MEETINGS))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "r1"}, "同じ id"),
        ({"query": "薬はだれが運ぶのか。"}, "字です"),
        ({"held_out": True}, "区分と合いません"),
        ({"about": {"doc": "misaki-kurashi/meeting-1", "unit": 2}}, "元の発言"),
        ({"related": related()[:1]}, "ほかの会合"),
        ({"related": related(("shucho-kondan/meeting-2", 2, 3))}, "重なっている"),
        ({"related": related(("shucho-kondan/meeting-2", 1, 1))}, "重なっている"),
        ({"related": related(("shucho-kondan/meeting-2", 3, 2))}, "がありません"),
        ({"related": related(("shucho-kondan/meeting-9", 1, 2))}, "がありません"),
        ({"related": related(("shucho-kondan/meeting-2", 0, 2))}, "意見・回答でない"),
        ({"related": related(("misaki-kurashi/meeting-1-rev", 1, 2))}, "訂正版"),
    ],
)
def test_a_broken_promise_is_named(changes: dict[str, Any], fault: str):
    (found,) = related_faults(rows(entry(0, **changes)), MEETINGS)
    assert fault in found


def test_too_few_entries_are_a_fault():
    found = list(related_faults([entry(0)], MEETINGS))
    assert [line.partition("の項目")[0] for line in found] == ["related.jsonl: train ", "related.jsonl: held out "]
