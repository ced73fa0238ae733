"""What people have said that utterances are about (分野のラベル): labels to learn from and to measure by.

Three kinds of source, told by their names: folders of a corpus with `gold.jsonl` files, such a file itself, and records
(`.json`) with what `minutes review import` has put beside them, or with a file of labels. That is JSON Lines,
`{"text": "…", "topics": ["community"], "topics_also": []}`; `text` finds the utterance, or its `id` does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minutes_nlp.analysis.topics.tagging import Said, said_in
from minutes_nlp.analysis.topics.taxonomy import Taxonomy, folded
from minutes_nlp.corrections import Target, beside, read_corrections
from minutes_nlp.errors import SettingsError, SourceError
from minutes_nlp.model import Record
from minutes_nlp.recorded import read_record, records_below
from minutes_nlp.values import REMARKS

__all__ = ["Label", "Labelled", "labelled_in"]

GOLD = "gold.jsonl"
REVISED = "-rev"  # the ending of a folder that holds the corrected edition of another: the same words again


@dataclass(frozen=True, slots=True)
class Label:
    """What an utterance is about (ラベル), what it may also be about, and whether it names a programme."""

    topics: frozenset[str]
    also: frozenset[str] = frozenset()
    names: bool | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """The utterances of one document with their labels (ラベル付きの資料), None where nobody has looked."""

    council: str
    name: str
    said: tuple[Said, ...]
    labels: tuple[Label | None, ...]


def labelled_in(sources: Iterable[Path], taxonomy: Taxonomy, gold: Iterable[Path] = ()) -> list[Labelled]:
    """The labelled documents of some sources; `gold` labels the records among them. SettingsError, SourceError."""
    given = _Given([row for path in gold for row in _rows(path)])
    found = [one for source in sources for one in _of(source, given)]
    known = {field.id for field in taxonomy.fields}
    for one in found:
        strange = sorted({name for label in one.labels if label for name in label.topics | label.also} - known)
        if strange:
            raise SourceError(
                "unknown-topic",
                f"ラベルの分野 {'・'.join(strange)} は分野体系にありません",
                remedy="--taxonomy に、ラベルを付けたときの分野体系を指定してください",
                where=one.name,
            )
    return [_told(one, taxonomy) for one in found if any(one.labels)]


def _told(one: Labelled, taxonomy: Taxonomy) -> Labelled:
    """The document, with whether each labelled utterance names a programme where its label does not say so."""
    labels = tuple(
        label and Label(label.topics, label.also - label.topics, _names(label, said, taxonomy))
        for label, said in zip(one.labels, one.said, strict=True)
    )
    return Labelled(one.council, one.name, one.said, labels)


def _names(label: Label, said: Said, taxonomy: Taxonomy) -> bool:
    return bool(taxonomy.names.find(folded(said.text))) if label.names is None else label.names


# --- sources


class _Given:
    """Labels by the utterance that they are of."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.any = bool(rows)
        self.by_text: defaultdict[str, list[Label]] = defaultdict(list)
        self.by_id = {(str(row.get("sha256", "")), str(row["id"])): _label(row) for row in rows if row.get("id")}
        for row in rows:
            if row.get("text") and not row.get("id"):
                self.by_text[_plain(row["text"])].append(_label(row))

    def of(self, record: Record) -> list[Label | None]:
        """The labels of a record's utterances; equal texts take theirs in turn."""
        return [self._of(record.source.sha256, one.id, one.text) for one in record.utterances]

    def _of(self, sha256: str, ident: str, text: str) -> Label | None:
        found = self.by_id.get((sha256, ident)) or self.by_id.get(("", ident))
        waiting = self.by_text.get(_plain(text))
        return found or (waiting.pop(0) if waiting else None)


def _of(source: Path, given: _Given) -> Iterator[Labelled]:
    if source.is_dir():
        files = sorted(source.rglob(GOLD))
        yield from (_corpus(file) for file in files if not file.parent.name.endswith(REVISED))
        yield from (_record(file, given) for file in records_below(source) if given.any or beside(file).exists())
    elif source.suffix.lower() == ".jsonl" and source.exists():
        yield _corpus(source)
    elif source.suffix.lower() == ".json" and source.exists():
        yield _record(source, given)
    else:
        reason = "は記録(.json)でもラベル(.jsonl)でもありません" if source.exists() else "がありません"
        remedy = "記録、gold.jsonl、またはそれらのフォルダーを指定してください"
        raise SettingsError("no-labels", f"{source} {reason}", remedy=remedy)


def _corpus(file: Path) -> Labelled:
    """A document whose turns and links are those of the file itself."""
    units = [row for row in _rows(file) if row.get("type", "unit") == "unit"]
    folder = file.absolute().parent
    try:
        said = tuple(
            Said(row["text"], row.get("section") or "", tuple(row.get("answers", ())), row.get("kind") in REMARKS)
            for row in units
        )
    except KeyError as error:
        raise SourceError("bad-labels", "text のない行があります", where=str(file)) from error
    labels = tuple(_label(row) if "topics" in row else None for row in units)
    return Labelled(folder.parent.name, f"{folder.parent.name}/{folder.name}", said, labels)


def _record(file: Path, given: _Given) -> Labelled:
    """A document as we have read it."""
    record = read_record(file)
    labels = given.of(record) if given.any else _corrected(record, file)
    council = (record.meeting and record.meeting.name) or record.source.name
    said = tuple(said_in(record.utterances, record.sections))
    return Labelled(council, record.source.sha256[:16], said, tuple(labels))


def _corrected(record: Record, file: Path) -> list[Label | None]:
    """What `minutes review import` has put beside a record."""
    corrections = [one for one in read_corrections([beside(file)]) if one.target is Target.TOPIC]
    by_place = {one.span[0]: one for one in corrections if one.sha256 == record.source.sha256}
    places = [one.spans[0][0] if one.spans else -1 for one in record.utterances]
    found = [by_place.get(place) for place in places]
    return [Label(frozenset(str(one.value).split())) if one else None for one in found]


def _label(row: Mapping[str, Any]) -> Label:
    names = row.get("names_programme")
    return Label(
        frozenset(row.get("topics") or ()),
        frozenset(row.get("topics_also") or ()),
        None if names is None else bool(names),
    )


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        remedy = "場所と、UTF-8 で書かれているかを確かめてください"
        raise SourceError("bad-labels", f"ラベルを読めません(詳細: {error})", remedy=remedy, where=str(file)) from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else {}
        except ValueError as error:
            remedy = '1行に1つ {"text": "…", "topics": ["…"]} と書いてください'
            where = f"{file} {number}行"
            raise SourceError(
                "bad-labels", f"JSON として読めません(詳細: {error})", remedy=remedy, where=where
            ) from error
        found += [row] if isinstance(row, dict) and row else []
    return found


def _plain(text: str) -> str:
    return "".join(str(text).split())
