"""Real minutes beside the project, told from their print by rules that know nothing of the parser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document

from minutes_nlp.model import UtteranceKind
from minutes_nlp.pipeline import make_record

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
LONG_EXPLANATION = 6000  # characters; the secretariat's talk over the papers
SCENE = re.compile(r"（「異議なし」.*）|以上")


def lines_of(file):
    """The printed lines of a sample; skips where it is not here."""
    if not file.exists():
        pytest.skip("the shared documents are not here")
    if file.suffix == ".docx":
        return [paragraph.text.strip() for paragraph in Document(str(file)).paragraphs]
    return [line.strip() for line in file.read_text(encoding="utf-16").split("\n")]


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("name", "turns"),
    [("docx/trustedweb_2.docx", 70), ("docx/trustedweb_5.docx", 65), ("text/trustedweb_5.utf16le.txt", 65)],
)
def test_every_turn_and_label_of_a_transcript_is_as_printed(name, turns):
    printed = []
    for line in filter(None, lines_of(SAMPLES / name)):
        if line.startswith("○"):
            label, *words = re.split(r"[\u3000\n]", line[1:], maxsplit=1)
            printed.append([label, "".join(words)])
        elif printed and not SCENE.fullmatch(line):
            printed[-1][1] += line
    assert len(printed) == turns
    record = make_record((SAMPLES / name).read_bytes(), Path(name).name)
    found = [(utterance.speaker.label, squeezed(utterance.text)) for utterance in record.utterances]
    assert found == [(label, squeezed(words)) for label, words in printed]
    assert all(utterance.speaker.role != "unknown" for utterance in record.utterances)
    explained = [utterance for utterance in record.utterances if len(utterance.text) > LONG_EXPLANATION]
    assert {utterance.kind for utterance in explained} == {UtteranceKind.STATEMENT}


def test_every_question_of_a_notice_has_its_answer():
    file = SAMPLES / "pdf" / "049_mhlw_mf_qa3.pdf"
    if not file.exists():
        pytest.skip("the shared documents are not here")
    record = make_record(file.read_bytes(), file.name)
    marks = [utterance.marker for utterance in record.utterances]
    assert marks == [mark for number in "１２３４５６" for mark in (f"（問{number}）", "（答）")]
    assert [(p.question, p.answer) for p in record.pairs] == [(f"u{i}", f"u{i + 1}") for i in range(1, 12, 2)]


def test_headings_of_markdown_end_turns_and_the_first_is_the_title():
    file = SAMPLES / "text" / "062_kodaira_20210907_gian-48.txt"
    if not file.exists():
        pytest.skip("the shared documents are not here")
    record = make_record(file.read_bytes(), file.name)
    kinds = [utterance.kind for utterance in record.utterances]
    remark, reply = UtteranceKind.REMARK, UtteranceKind.REPLY
    assert kinds == [UtteranceKind.STATEMENT, remark, reply, remark, remark, *[reply] * 4]
    assert (record.title or "").startswith("議案第48号")
    assert max(len(utterance.text) for utterance in record.utterances[1:]) < 110
