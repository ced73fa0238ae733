"""Notations listed and tried (記法の一覧と試し読み): what staff see who write a notation file for their own council."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from minutes_nlp.document import Paragraph, TableCell
from minutes_nlp.errors import SettingsError
from minutes_nlp.model import Block, Record
from minutes_nlp.show import place
from minutes_nlp.structure.turns.detect import ENOUGH
from minutes_nlp.structure.turns.notation import Notation, load_notations
from minutes_nlp.structure.turns.trial import Reading, Tried, TriedLine, tried
from minutes_nlp.terminal import console, say
from minutes_nlp.text import Text

__all__ = ["tell_notations", "tell_trial"]

FIRST_WORDS = 28  # characters of each line that are shown
BEST = 8  # notations in the table; the others explain less
SHIPPED = "同梱"
NEXT_STEP = (
    "→ この文書の印や発言者名に合う TOML を書き、--notations フォルダー --notation 名前 を付けて試してください"
    "(書き方は README.ja.md の「知らない書き方の会議録を読めるようにする」)"
)


def tell_notations(folder: Path | None, *, as_json: bool) -> None:
    """All notations, the user's own first: name, title, where from."""
    screen = console(highlight=False, markup=False, soft_wrap=True)
    for notation, origin in _with_origins(folder):
        if as_json:
            say(json.dumps({"name": notation.name, "title": notation.title, "from": origin}, ensure_ascii=False))
        else:
            screen.print(f"{notation.name:22}{notation.title}" + ("" if origin == SHIPPED else f"  ← {origin}"))


def _with_origins(folder: Path | None) -> Iterator[tuple[Notation, str]]:
    """Each notation with the folder that it comes from; a name of the user's hides ours."""
    shipped = set(load_notations())
    for notation in load_notations(*([folder] if folder else [])):
        yield notation, SHIPPED if notation in shipped else str(folder)


def tell_trial(record: Record, folder: Path | None, *, only: str | None, as_json: bool) -> bool:
    """How well each notation explains a document, then the best one line by line; whether any explains enough.

    SettingsError where there is no notation of the name `only`.
    """
    notations = load_notations(*([folder] if folder else []))
    reading = tried([_paragraph(block) for block in record.blocks], notations, record.source.name)
    shown = next((one for one in reading.tried if only in {None, one.name}), None)
    if shown is None:
        known = " ".join(one.name for one in reading.tried)
        raise SettingsError("no-such-notation", f"{only} という記法はありません", remedy=f"あるのは {known} です")
    if as_json:
        say(json.dumps(_as_json(reading, shown, record), ensure_ascii=False, indent=2))
    else:
        _tell(reading, shown, record)
    return shown.score >= ENOUGH and (only is not None or bool(record.utterances))


def _paragraph(block: Block) -> Paragraph:
    """A block as structure reads it; its own words are its source here, as only they are looked at."""
    rows = tuple(tuple(TableCell.holding(Text.of(cell.text)) for cell in row) for row in block.rows or ())
    marker = Text.of(block.marker) if block.marker else None
    return Paragraph(block.kind, Text.of(block.text), marker, block.level, block.pages, rows=rows or None)


def _as_json(reading: Reading, shown: Tried, record: Record) -> dict[str, object]:
    return {
        "file": record.source.name,
        "enough": ENOUGH,
        "notations": [{name: value for name, value in asdict(one).items() if name != "lines"} for one in reading.tried],
        "shown": shown.name,
        "lines": [asdict(line) | {"place": _place(line, record)} for line in shown.lines],
        "general": reading.refused or None,
        "utterances": len(record.utterances),
    }


def _place(line: TriedLine, record: Record) -> str:
    block = record.blocks[line.paragraph]
    spans = (*block.marker_spans, *block.spans)
    return place(record, spans[0][0]) if spans else ""


def _tell(reading: Reading, shown: Tried, record: Record) -> None:
    screen = console(highlight=False, markup=False, soft_wrap=True)
    screen.print(_run(record), style="bold" if record.utterances else "yellow")
    screen.print("得点  説明  発言  記法                    発言者名", style="bold")
    for one in reading.tried[:BEST]:
        screen.print(
            f"{one.score:4.2f}  {one.share:4.0%}  {one.turns:4}  {one.name:22}  {'、'.join(one.labels)}",
            style="green" if one.score >= ENOUGH else "dim",
        )
    if shown.score < ENOUGH:
        none = reading.tried[0].score < ENOUGH
        told = (
            f"得点が {ENOUGH} に達する記法がありません。" if none else f"{shown.name} の得点は {ENOUGH} に達しません。"
        )
        screen.print(told + NEXT_STEP, style="yellow")
    if reading.refused and reading.tried[0].score < ENOUGH:
        screen.print(f"文書からの推定もできません: {reading.refused}", style="yellow")
    screen.print(f"\n{shown.name}({shown.title})の当てはめ。数字は [[turn]] の順、× は説明できない行", style="bold")
    if not shown.lines:
        screen.print(
            "当てはめる行がありません。文書の全体が、会議名や出席者などの頭書きと読まれています。", style="yellow"
        )
    for line in shown.lines:
        screen.print(_told(line, record), style="" if line.explained else "red")


def _run(record: Record) -> str:
    """What a run makes of the document, with all notations: its turns, or why there are none."""
    why = "".join(note.message for note in record.notes if note.code in {"unparsed", "doubtful-notation"})
    return f"minutes process の読み取り: 発言 {len(record.utterances)} 件{'。' if why else ''}{why}"


def _told(line: TriedLine, record: Record) -> str:
    """One line: place, form, mark, label, first words."""
    form = str(line.form) if line.form else ("" if line.explained else "×")
    first = line.words.replace("\n", " ")[:FIRST_WORDS]
    signs = " ".join(sign for sign in (line.mark, f"[{line.label}]" if line.label else None) if sign)
    return f"{_place(line, record):12}{form:>3}  {signs}{' ' if signs else ''}{first}"
