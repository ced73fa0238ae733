"""Laws that every record keeps, on our corpus, and on real documents where they are at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import minutes_nlp
from minutes_nlp.errors import MinutesError
from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record

ROOT = Path(__file__).parents[1]
OURS = sorted((ROOT / "corpora").glob("*/*/typeset/*.*"))
SHARED = ROOT.parent / "shared"
REAL = [
    file
    for folder in ("seeds", "samples/pdf", "samples/docx", "samples/text", "samples/roundtrip")
    for file in sorted((SHARED / folder).glob("*.*"))
    if file.suffix != ".json"
]


@pytest.fixture(params=OURS, ids=lambda file: "/".join(file.parts[-4:]), scope="module")
def ours(request) -> Record:
    return make_record(request.param.read_bytes(), request.param.name)


OWN_NOTATION = """
name = "own"
title = "▲ 意見"
sample = "▲ 井戸を直すべきではないか。"
[[turn]]
mark = "triangle"
kind = "remark"
[[expect]]
kind = "remark"
text = "井戸を直すべきではないか。"
"""


def test_minutes_in_an_unknown_notation_are_parsed_with_a_notation_of_ones_own(tmp_path):
    (tmp_path / "own.toml").write_text(OWN_NOTATION, encoding="utf-8")
    remarks = [
        f"{what}を直すべきではないか。早くお願いしたい。" for what in ("水路の柵", "堤の道", "橋の板", "井戸の蓋")
    ]
    data = "\n".join(["第2回里山会議 議事概要", "議事概要", *(f"▲ {remark}" for remark in remarks)]).encode()
    ours, own = (make_record(data, "a.txt", notations=folder) for folder in (None, tmp_path))
    assert ours.notes[0].code in {"unparsed", "doubtful-notation"}
    assert [utterance.text for utterance in own.utterances] == remarks
    assert ours.maker != own.maker


def spans_of(record: Record):
    """Every span that holds printed characters, once each."""
    for block in record.blocks:
        yield from (*block.spans, *block.marker_spans, *block.label_spans)
    for piece in record.furniture:
        yield from piece.spans


def assert_conserved(record: Record) -> None:
    """Each character that is not white space lies in exactly one block text, marker, label or piece of furniture."""
    seen = Counter(position for start, end in spans_of(record) for position in range(start, end))
    source = record.source_text
    wrong = [i for i, character in enumerate(source) if not character.isspace() and seen[i] != 1]
    assert not wrong, f"{len(wrong)} characters, first {source[wrong[0] : wrong[0] + 20]!r} seen {seen[wrong[0]]} times"


def quoted(record: Record, spans) -> str:
    """The source at the spans, folds applied, without white space."""
    folds = {fold.span[0]: fold for fold in record.folds}
    pieces = []
    for start, end in spans:
        position = start
        while position < end:
            fold = folds.get(position)
            pieces.append(fold.text if fold else record.source_text[position])
            position = fold.span[1] if fold else position + 1
    return "".join("".join(pieces).split())


def assert_quotes(record: Record) -> None:
    """Every text equals its source."""
    for block in record.blocks:
        assert quoted(record, block.spans) == "".join(block.text.split())
        assert quoted(record, block.marker_spans) == "".join((block.marker or "").split())
        for row in block.rows or ():
            assert all(quoted(record, cell.spans) == "".join(cell.text.split()) for cell in row)
    for utterance in record.utterances:
        assert quoted(record, utterance.spans) == "".join(utterance.text.split())
        label = utterance.speaker.label
        assert quoted(record, utterance.speaker.label_spans) == "".join((label or "").split())


def assert_linked(record: Record) -> None:
    """Every id that is named exists, and every link points to something said before or elsewhere."""
    utterances = {utterance.id for utterance in record.utterances}
    sections = {section.id for section in record.sections} | {None}
    assert all(block.section in sections for block in record.blocks)
    assert all(set(utterance.replies_to) <= utterances - {utterance.id} for utterance in record.utterances)
    assert all({pair.question, pair.answer} <= utterances for pair in record.pairs)


def test_every_character_of_our_corpus_is_kept_once(ours):
    assert_conserved(ours)


def test_every_text_of_our_corpus_quotes_its_source(ours):
    assert_quotes(ours)
    assert_linked(ours)


def test_a_record_survives_json(ours):
    assert Record.from_json(ours.to_json()) == ours


def test_the_json_has_the_names_of_the_contract_in_their_order(ours):
    names = list(json.loads(ours.to_json()))
    assert names[:8] == ["schema", "id", "source", "kind", "title", "meeting", "pages", "sections"]
    assert names[-2:] == ["source_text", "maker"]


@pytest.mark.skipif(not REAL, reason="no real documents at hand")
@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_the_laws_hold_on_real_documents(file):
    try:
        record = make_record(file.read_bytes(), file.name)
    except MinutesError as error:
        assert error.code in {"no-text-layer", "not-a-pdf", "garbage-text-layer"}  # noqa: PT017
        assert error.remedy  # noqa: PT017
        return
    assert_conserved(record)
    assert_quotes(record)
    assert_linked(record)


def test_the_same_document_says_the_same_in_every_form():
    folder = ROOT / "corpora" / "misaki-kurashi" / "meeting-2" / "typeset"
    said = {
        file.name: [("".join(u.text.split()), u.kind, u.speaker.label) for u in record.utterances]
        for file in sorted(file for file in folder.rglob("*") if file.is_file())
        for record in [make_record(file.read_bytes(), file.name)]
    }
    assert len(said) == 6
    assert len(next(iter(said.values()))) > 20
    assert all(turns == said["plain.docx"] for turns in said.values())


def test_printed_line_numbers_can_be_cited():
    file = ROOT / "corpora" / "misaki-kurashi" / "meeting-1" / "typeset" / "numbered.pdf"
    record = make_record(file.read_bytes(), file.name)
    for page in record.pages:
        numbers = [line.number for line in page.lines if line.number]
        assert len(numbers) >= 3
        assert numbers == sorted(set(numbers))
        assert numbers[0] <= 3


def test_the_public_names_load_when_they_are_used_and_no_sooner():
    heavy = "spacy sklearn pydantic pdfplumber pypdfium2 docx sudachipy"
    code = f"import sys, minutes_nlp; print([m for m in '{heavy}'.split() if m in sys.modules])"
    result = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
    assert minutes_nlp.Record is Record
    with pytest.raises(AttributeError):
        minutes_nlp.nothing  # noqa: B018
