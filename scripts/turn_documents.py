"""What the reader of turns learns from (教材): documents cut into pieces, each with its kind."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from councils import CORPORA, ROOT, TRAINING
from quality import printed, squeeze

from minutes_nlp.layout import lay_out
from minutes_nlp.reading import read
from minutes_nlp.structure import load_notations
from minutes_nlp.structure.turns.notation import LabelPlace, Notations
from minutes_nlp.structure.turns.pieces import Piece, pieces_of
from minutes_nlp.structure.turns.sheet import Sheet

__all__ = ["Example", "Source", "Unit", "examples_of", "sources"]

INVENTED = ROOT / "tests" / "gold" / "induced.txt"  # short documents whose turns are marked ⟦…⟧
MARKED = re.compile(r"⟦(?P<kind>[?!]?)(?P<text>[^⟧]*)⟧")
HEAD = (
    "里山協議会（第２回） 議事要旨\n日時：令和７年４月３日\n場所：里山会館\n議事要旨"  # above the sample of a notation
)
LONGEST_LABEL = 40  # characters of a line that stands over a turn as its label
WORD = 8  # characters of a word such as 回答 that does, and names nobody


@dataclass(frozen=True)
class Unit:
    """A turn of the gold (発言の正解)."""

    text: str
    speaker: str | None
    kind: str
    role: str = ""


@dataclass(frozen=True)
class Source:
    """A document as text with its turns (教材); documents of one `layout` are learnt from or left out together."""

    name: str
    layout: str
    group: str
    file: str
    text: str
    units: tuple[Unit, ...]


@dataclass
class Example:
    """A document cut into pieces: `kinds` says what each is (N none, C goes on, O opens, L label), `begun` its turn."""

    source: Source
    sheet: Sheet
    pieces: Sequence[Piece]
    kinds: list[str]
    begun: list[tuple[int, Unit] | None]  # where in the squeezed piece the words begin, and the turn

    @classmethod
    def of(cls, source: Source, notations: Notations | tuple[()]) -> Example | None:
        """A document as a run that knows these notations first sees it; None where tables hold its turns."""
        paragraphs = lay_out(read(source.text.encode(), source.file, None, None)).paragraphs
        sheet = Sheet.of(paragraphs, notations, source.file)
        if sheet.tables:
            return None
        pieces = pieces_of(sheet.lines, sheet.outline.headings, sheet.roster)
        return cls(source, sheet, pieces, *_kinds(pieces, source.units))


def sources() -> Iterator[Source]:
    """All documents to learn from: of the councils held out none."""
    for file in sorted(CORPORA.glob("notations/*/manuscript.txt")):
        yield _source(file, file.parent.name, file.parent.name)
    for council in TRAINING:
        for file in sorted(CORPORA.glob(f"{council}/*/manuscript.txt")):
            if not file.parent.name.endswith("-rev"):
                yield _source(file, f"{council}/{file.parent.name}", council)
    parts = re.split(r"^=== (.+)\n", INVENTED.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        text = MARKED.sub(lambda match: match["text"], part).replace("\n", "\n\n")
        kinds = {"?": "remark", "!": "reply", "": ""}
        units = tuple(Unit(match["text"], None, kinds[match["kind"]]) for match in MARKED.finditer(part))
        file = "文書.txt" if name.endswith(" silent") else "会議録.txt"
        yield Source(f"induced/{name}", f"induced/{name}", "induced", file, text, units)
    for notation in _notations():
        units = tuple(Unit(one.text, one.speaker, one.kind) for one in notation.expected)
        text = f"{HEAD}\n{notation.sample.strip()}"
        yield Source(f"sample/{notation.name}", f"sample/{notation.name}", "samples", "会議録.txt", text, units)


def _source(file: Path, name: str, layout: str) -> Source:
    head, *rows = map(json.loads, (file.parent / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    units = tuple(Unit(r["text"], r["speaker"], r["kind"], r["role"]) for r in rows if r["type"] == "unit")
    return Source(name, layout, _group(name, head, units), file.name, printed(file), units)


def _group(name: str, head: dict[str, object], units: Sequence[Unit]) -> str:
    """Under which heading of the table a document is counted; a trap is one in which nobody speaks."""
    if "/" in name:
        return "councils"
    if head.get("unseen"):
        return "closed" if head.get("set") else "unseen layouts"
    if not units:
        return "traps"
    return "open" if head.get("set") else "known"


def examples_of(source: Source) -> Iterator[Example]:
    """A document as seen by a run that knows our notations, and by one that knows none."""
    for notations in (_notations(), ()):
        found = Example.of(source, notations)
        if found:
            yield found


@cache
def _notations() -> Notations:
    return load_notations()


def _kinds(pieces: Sequence[Piece], units: Sequence[Unit]) -> tuple[list[str], list[tuple[int, Unit] | None]]:
    """What each piece is by the gold: its turns are looked for in the text in order."""
    strings = [squeeze(piece.string) for piece in pieces]
    starts = [sum(map(len, strings[:i])) for i in range(len(strings))]
    whole, end = "".join(strings), 0
    kinds, begun = ["N"] * len(pieces), list[tuple[int, Unit] | None]([None] * len(pieces))
    for unit in units:
        said = squeeze(unit.text)
        at = whole.find(said, end)
        if at < 0:
            continue
        first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(said) - 1) - 1
        offset = at - starts[first]
        labelled = first > 0 and kinds[first - 1] == "N" and starts[first - 1] >= end
        labelled = labelled and _is_label(pieces[first - 1], strings[first - 1], unit, strings[first][:offset])
        if labelled:
            kinds[first - 1] = "L"
        kinds[first] = "C" if labelled and offset == 0 else "O"
        begun[first] = (offset, unit)
        kinds[first + 1 : last + 1] = "C" * (last - first)
        end = at + len(said)
    return kinds, begun


def _is_label(piece: Piece, string: str, unit: Unit, front: str) -> bool:
    """Whether a piece is the label of the turn below it, of which `front` is what stands before the words."""
    if len(string) > LONGEST_LABEL:
        return False
    if unit.speaker:
        return squeeze(unit.speaker) in string and squeeze(unit.speaker) not in front
    alone = [one for one in piece.candidates if one.cut.shape.place is LabelPlace.LINE]
    known = any(one.voice for one in alone)
    short = len(string) <= WORD and not string.endswith("。") and bool(alone)
    return known and unit.role == "" if front else known or short
