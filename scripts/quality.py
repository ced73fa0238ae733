#!/usr/bin/env python3
"""The quality gate (品質の関門): the records of our corpus against its gold, held to pinned floors.

    python scripts/quality.py            # measure, print gains and losses against the floors
    python scripts/quality.py --raise    # write floors that have risen; a floor is never lowered here

A floor that has to fall is edited by hand in `tests/quality.toml`, with the reason beside it and in the commit.
Paragraphs and turns are compared without white space, character by character.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from unicodedata import normalize

from act_scores import act_scores
from councils import CORPORA, ROOT
from manuscript import PAGE_MARK, Piece, pieces
from measure_scores import measure_scores
from topics import held_out_scores

from minutes_nlp.model import BlockKind, Record, Utterance
from minutes_nlp.pipeline import make_record

FLOORS = ROOT / "tests" / "quality.toml"
HEAD = "# Floors of scripts/quality.py: raised by it, lowered by hand only, with the reason beside the figure."
HALF = 0.5  # of a part that must be found
MARGIN = 0.0005  # floors are pinned to three decimals
# 【委員の主な意見】
BRACKETED = re.compile(r"[【＜《][^】＞》]+[】＞》]")
HEADER = ("name", "number", "date", "start_time", "end_time", "venue")

Scores = dict[str, float]


@dataclass(frozen=True)
class Gold:
    """The truth about one document of the corpus."""

    paragraphs: tuple[str, ...]
    cells: frozenset[str]
    head: dict[str, object]
    units: tuple[dict[str, object], ...]
    measures: tuple[dict[str, object], ...]
    headings: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, folder: Path) -> Gold:
        """Read from `manuscript.txt` and `gold.jsonl`."""
        parts = list(pieces(folder / "manuscript.txt"))
        rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
        return cls(
            paragraphs=tuple(text for piece in _notes_last(parts) if (text := squeeze(piece.text))),
            cells=frozenset(squeeze(cell) for piece in parts if piece.kind == "row" for cell in _cells(piece.text)),
            head=rows[0],
            units=tuple(row for row in rows if row["type"] == "unit"),
            measures=tuple(row for row in rows if row["type"] == "measure"),
            headings=tuple((squeeze(p.text), int(p.kind[-1])) for p in parts if p.kind.startswith("heading")),
        )


def main() -> int:
    """Measure, compare, and raise when told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="write floors that have risen")
    options = parser.parse_args()
    scores, floors = measured(), floors_of()
    for name, values in scores.items():
        for figure, value in values.items():
            print(_line(name, figure, value, floors.get(name, {}).get(figure)))
    if options.raise_floors:
        written = FLOORS.read_text(encoding="utf-8") if FLOORS.exists() else HEAD
        FLOORS.write_text(_toml(written, raised(floors, scores)), encoding="utf-8")
    fallen = list(below(scores, floors))
    print(f"{len(fallen)} below their floor" if fallen else "all floors hold")
    return 1 if fallen else 0


def measured() -> dict[str, Scores]:
    """Every figure, as means over the documents: of each typeset form, and of each council's manuscripts."""
    collected: dict[str, list[Scores]] = {}
    for file in sorted(CORPORA.glob("*/*/typeset/*.*")):
        gold = Gold.of(file.parents[1])
        record = make_record(file.read_bytes(), file.name)
        collected.setdefault(file.name, []).append(paragraph_scores(record, gold) | said_scores(record, gold))
    for file in sorted(CORPORA.glob("*/*/manuscript.txt")):
        gold = Gold.of(file.parent)
        record = make_record(printed(file).encode(), file.name)
        collected.setdefault(_group(file.parent, gold), []).append(said_scores(record, gold))
    return {name: _means(scores) for name, scores in collected.items()} | {"topics": held_out_scores()}


def printed(manuscript: Path) -> str:
    """A manuscript as the text that a reader would hold, without its markup."""
    return "\n".join(
        piece.text.lstrip().replace("|", "\t") if piece.kind == "row" else piece.text for piece in pieces(manuscript)
    )


def _group(folder: Path, gold: Gold) -> str:
    unseen = " unseen" if gold.head.get("unseen") else ""
    return str(gold.head.get("set", folder.parent.name)) + unseen


def said_scores(record: Record, gold: Gold) -> Scores:
    """The figures about what was said and undertaken; a document in which nobody speaks must give no turn."""
    measures = measure_scores(record, gold.measures)
    if not gold.units:
        return {"silent": float(not record.utterances)} | heading_scores(record, gold) | measures
    result = unit_scores(record, gold.units) | measures
    return result | header_scores(record, gold.head) if gold.head["type"] == "meeting" else result


def below(scores: dict[str, Scores], floors: dict[str, Scores]) -> Iterator[str]:
    """The figures that lie under their floor, or are no longer measured."""
    for name, figures in floors.items():
        for figure, floor in figures.items():
            value = scores.get(name, {}).get(figure, 0.0)
            if value < floor - MARGIN:
                yield f"{name} {figure}: {value:.4f} < {floor:.4f}"


def raised(floors: dict[str, Scores], scores: dict[str, Scores]) -> dict[str, Scores]:
    """The floors with every figure that has risen."""
    return {
        name: {figure: max(value, floors.get(name, {}).get(figure, 0.0)) for figure, value in values.items()}
        for name, values in scores.items()
    }


def floors_of() -> dict[str, Scores]:
    """The pinned floors."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


# --- paragraphs


def paragraph_scores(record: Record, gold: Gold) -> Scores:
    """F1 over whole paragraphs (exact) and over paragraph ends (join); cells of tables are left aside."""
    blocks = [block for block in record.blocks if block.kind is not BlockKind.TABLE]
    blocks.sort(key=lambda block: block.kind is BlockKind.FOOTNOTE)
    texts = [squeeze((block.label or block.marker or "") + block.text) for block in blocks]
    got = [text for text in texts if text and text not in gold.cells]
    true = list(gold.paragraphs)
    same = sum((Counter(got) & Counter(true)).values())
    ends = len(_ends(got) & _ends(true)) if "".join(got) == "".join(true) else None
    scores = {"exact": f1(same, len(got), len(true))}
    return scores if ends is None else scores | {"join": f1(ends, len(got), len(true))}


def _notes_last(parts: Iterable[Piece]) -> list[Piece]:
    """What is no table row and no page number; where a footnote stands among it is the page's affair."""
    kept = (piece for piece in parts if piece.kind != "row" and not PAGE_MARK.fullmatch(piece.text))
    return sorted(kept, key=lambda piece: piece.kind == "note")


def _ends(paragraphs: Iterable[str]) -> set[int]:
    position, found = 0, set()
    for paragraph in paragraphs:
        position += len(paragraph)
        found.add(position)
    return found


# --- headings


def heading_scores(record: Record, gold: Gold) -> Scores:
    """F1 over headings with their levels (見出し); a line in brackets, which no manuscript marks, may be one or not."""
    blocks = [block for block in record.blocks if block.kind is BlockKind.HEADING and block.section]
    got = [(squeeze((block.marker or "") + block.text), block.level) for block in blocks]
    got = [found for found in got if found in gold.headings or not BRACKETED.fullmatch(found[0])]
    same = sum((Counter(got) & Counter(gold.headings)).values())
    return {"headings": f1(same, len(got), len(gold.headings))} if gold.headings else {}


# --- turns


def unit_scores(record: Record, units: Sequence[dict[str, object]]) -> Scores:
    """F1 over turns with both edges right, then kind, label, role and links over those that match."""
    got = [squeeze(utterance.text) for utterance in record.utterances]
    true = [squeeze(str(unit["text"])) for unit in units]
    pairs = {
        block.b + step: block.a + step
        for block in SequenceMatcher(None, got, true, autojunk=False).get_matching_blocks()
        for step in range(block.size)
    }
    matched = [(units[i], record.utterances[p]) for i, p in pairs.items()]
    labelled = [(unit, utterance) for unit, utterance in matched if unit["speaker"]]
    scores = {
        "units": f1(len(pairs), len(got), len(true)),
        "kind": share(unit["kind"] == utterance.kind for unit, utterance in matched),
        "role": share(unit["role"] == utterance.speaker.role for unit, utterance in matched),
        "links": link_score(record, units, pairs),
    } | parts_score(record, matched)
    if labelled:
        scores["label"] = share(squeeze(str(unit["speaker"])) == squeeze(u.speaker.label or "") for unit, u in labelled)
    return scores | act_scores(matched)


def same(got: Sequence[str], true: Sequence[str]) -> float:
    """F1 over strings that are the same, in order."""
    blocks = SequenceMatcher(None, got, true, autojunk=False).get_matching_blocks()
    return f1(sum(block.size for block in blocks), len(got), len(true))


def link_score(record: Record, units: Sequence[dict[str, object]], pairs: dict[int, int]) -> float:
    """F1 over (answer, question) links."""
    index = {record.utterances[p].id: i for i, p in pairs.items()}
    true = {(i, target) for i, unit in enumerate(units) for target in unit["answers"]}  # type: ignore[attr-defined]
    got = {
        (index.get(utterance.id, utterance.id), index.get(target, target))
        for utterance in record.utterances
        for target in utterance.replies_to
    }
    return f1(len(true & got), len(got), len(true)) if true or got else 1.0


def parts_score(record: Record, matched: Sequence[tuple[dict[str, object], Utterance]]) -> Scores:
    """F1 over the parts (前段・1点目) that replies print: name, question and answer; a remark's number is no part."""
    true = {
        (utterance.id, _folded(name)): part
        for unit, utterance in matched
        for name, part in dict(unit.get("parts") or {}).items()  # type: ignore[call-overload]
        if _folded(name) in _folded(utterance.text) and not name.startswith("（")
    }
    got = {(pair.answer, _folded(pair.part)): pair for pair in record.pairs if pair.part}
    hits = 0
    for key in got.keys() & true.keys():
        others = [part for other, part in true.items() if other[0] == key[0] and other != key]
        sides = (("question", got[key].question_spans), ("answer", got[key].answer_spans))
        hits += all(_is_part(_cut(record, spans), true[key][side], [o[side] for o in others]) for side, spans in sides)
    return {"parts": f1(hits, len(got), len(true))} if true else {}


def _is_part(got: str, true: str, others: Iterable[str]) -> bool:
    """Whether a text holds most of the true part, and less of any other."""
    return _held(got, true) >= HALF and all(_held(got, other) < _held(got, true) for other in others)


def _held(text: str, part: str) -> float:
    """The share of a part that a text holds in one piece."""
    one, other = squeeze(text), squeeze(part)
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size / (len(other) or 1)


def _cut(record: Record, spans: Iterable[Sequence[int]]) -> str:
    return "".join(record.source_text[start:end] for start, end in spans)


def _folded(text: str) -> str:
    return squeeze(normalize("NFKC", text))


def header_scores(record: Record, head: dict[str, object]) -> Scores:
    """The share of header fields, of attendees (name, group, mode) and of agenda items that are right."""
    meeting = record.meeting
    fields = share(squeeze(str(getattr(meeting, name, None))) == squeeze(str(head.get(name))) for name in HEADER)
    true = [(squeeze(str(p["name"])), p["group"], p["mode"]) for p in head["attendees"]]  # type: ignore[attr-defined]
    got = [(squeeze(p.name), p.group, p.mode and p.mode.value) for p in meeting.attendees] if meeting else []
    agenda = [squeeze(str(item)) for item in head["agenda"]]  # type: ignore[attr-defined]
    items = list(map(squeeze, meeting.agenda)) if meeting else []
    return {
        "header": fields,
        "attendees": f1(sum((Counter(true) & Counter(got)).values()), len(got), len(true)),
        "agenda": f1(sum((Counter(agenda) & Counter(items)).values()), len(items), len(agenda)),
    }


# --- small things


def squeeze(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def f1(hits: int, got: int, true: int) -> float:
    """The harmonic mean of precision and recall; 1.0 where there was nothing to find and nothing was found."""
    return 2 * hits / (got + true) if got + true else 1.0


def share(flags: Iterable[bool]) -> float:
    """The share of true ones; 0.0 of none."""
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def _cells(row: str) -> list[str]:
    cells = [cell for cell in row.lstrip("| ").split("|") if cell.strip()]
    return [*cells, "".join(cells)]


def _means(scores: Sequence[Scores]) -> Scores:
    names = {name: None for score in scores for name in score}
    values = {name: [score[name] for score in scores if name in score] for name in names}
    return {name: sum(found) / len(found) for name, found in values.items()}


def _toml(written: str, floors: dict[str, Scores]) -> str:
    """The file with these floors, its comments where they stood; what is new comes behind its section."""
    notes: dict[tuple[str, str], list[str]] = {}
    section, waiting = "", list[str]()
    for line in written.splitlines()[1:]:
        if line.startswith("#"):
            waiting.append(line)
        elif found := re.fullmatch(r'\["(.+)"\]|(\w+) = .*', line):
            section = found[1] or section
            notes[section, found[2] or ""], waiting = waiting, []
    lines = [HEAD]
    for name, figures in floors.items():
        lines += ["", *notes.get((name, ""), ()), f'["{name}"]']
        for figure, value in figures.items():
            lines += [*notes.get((name, figure), ()), f"{figure} = {int(value * 1000) / 1000}"]
    return "\n".join(lines) + "\n"


def _line(name: str, figure: str, value: float, floor: float | None) -> str:
    change = "new" if floor is None else "" if abs(value - floor) < 2 * MARGIN else f"{value - floor:+.4f}"
    return f"{name:20} {figure:10} {value:.4f}  {change}"


if __name__ == "__main__":
    sys.exit(main())
