"""What people have set right (訂正): kept beside the record, keyed by file hash and place, applied at every reading.

`x.pdf.corrections.json` lies beside `x.pdf.json` or, for `minutes parse x.pdf`, beside `x.pdf`. A value that a person
has set or confirmed is marked in the record （`basis: review`, `reviewed`）.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from minutes_nlp.errors import StoreError
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.resources import fingerprint
from minutes_nlp.text import Span

__all__ = [
    "SCHEMA",
    "TARGETS",
    "Boundary",
    "Correction",
    "Target",
    "beginning",
    "beside",
    "correction_of",
    "edition_of",
    "read_corrections",
    "written",
]

SCHEMA = "minutes-corrections/1"
SUFFIX = ".corrections.json"
BEGINNING = 24  # characters by which an utterance is known again; shorter ones repeat （はい。）


class Target(StrEnum):
    """What is set right (訂正の対象), in the order in which it is applied."""

    BOUNDARY = "boundary"  # where a turn begins
    ROLE = "role"
    KIND = "kind"
    LINK = "link"  # what a reply or a follow-up answers
    ANSWER = "answer"  # what answers a remark
    TOPIC = "topic"


# What staff call each
TARGETS = MappingProxyType(
    {
        Target.BOUNDARY: "発言の区切り",
        Target.ROLE: "発言者の立場",
        Target.KIND: "発言の区分",
        Target.LINK: "回答の相手",
        Target.ANSWER: "意見への回答",
        Target.TOPIC: "分野",
    }
)


class Boundary(StrEnum):
    """What holds at a place (発言の区切り): a turn begins, goes on from the one before, or is right as it is."""

    BEGIN = "begin"
    JOIN = "join"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Correction:
    """One value set right (訂正), by whom and when; `span` is where the utterance, or its new beginning, stands.

    `value` is a role, a kind, a boundary, the ids of topics with a space between them ("" for none), or for links the
    spans of the utterances meant. `text` are the first
    characters at `span`: where they no longer stand there, the correction is stale.
    """

    sha256: str
    span: Span
    text: str
    target: Target
    value: str | tuple[Span, ...]
    by: str
    at: str  # ISO 8601

    @property
    def key(self) -> tuple[str, int, str]:
        """What a later correction replaces."""
        return self.sha256, self.span[0], self.target.value


# --- files


def beside(record: Path) -> Path:
    """Where the corrections of a record or of a document lie: `x.pdf.corrections.json` for both."""
    stem = record.name[: -len(".json")] if record.name.lower().endswith(".json") else record.name
    return record.with_name(stem + SUFFIX)


def read_corrections(paths: Iterable[Path]) -> tuple[Correction, ...]:
    """The corrections of some files, a later file's over an earlier one's; StoreError where one cannot be read."""
    found: dict[tuple[str, int, str], Correction] = {}
    for path in paths:
        if path.exists():
            found |= {one.key: one for one in _read(path)}
    return tuple(found.values())


def edition_of(paths: Iterable[Path]) -> dict[str, str]:
    """The corrections among the versions of a record, so that it is made anew after a change; empty without any."""
    files = [path for path in paths if path.exists()]
    return {"corrections": fingerprint(files)} if files else {}


def written(corrections: Iterable[Correction]) -> str:
    """The file's content, in the order of the places."""
    rows = [asdict(one) for one in sorted(corrections, key=lambda one: one.key)]
    return json.dumps({"schema": SCHEMA, "corrections": rows}, ensure_ascii=False, indent=1) + "\n"


def correction_of(row: dict[str, Any]) -> Correction:
    """A correction from the names and values of JSON; ValueError, KeyError or TypeError where they make none."""
    return Correction(**row | {"span": _span(row["span"]), "target": Target(row["target"]), "value": _value(row)})


def _read(path: Path) -> Iterator[Correction]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        yield from map(correction_of, data["corrections"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "corrections-unreadable",
            f"訂正のファイル {path} を読めません(詳細: {error})",
            remedy="minutes review import をやり直すか、このファイルを別の場所に移してください",
        ) from error


def _span(pair: Sequence[int]) -> Span:
    start, end = pair
    return int(start), int(end)


def _value(row: dict[str, Any]) -> str | tuple[Span, ...]:
    if row["target"] == Target.TOPIC:
        return str(row["value"])
    kinds = {Target.ROLE: Role, Target.KIND: UtteranceKind, Target.BOUNDARY: Boundary}
    kind = kinds.get(Target(row["target"]))
    return kind(row["value"]).value if kind else tuple(map(_span, row["value"]))


def beginning(text: str) -> str:
    """The characters by which an utterance is known again."""
    return "".join(text.split())[:BEGINNING]
