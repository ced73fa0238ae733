"""The general reader: minutes in layouts that no notation file describes, or an honest `unparsed`."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from minutes_nlp.pipeline import make_record

DOCUMENTS = Path(__file__).parent / "gold" / "induced.txt"
TURN = re.compile(r"⟦(?P<kind>[?!]?)(?P<text>[^⟧]*)⟧")
KINDS = {"?": {"remark", "follow_up"}, "!": {"reply"}}
ENOUGH = 0.9  # unit F1 from which a reading counts as right


def documents():
    parts = re.split(r"^=== (.+)\n", DOCUMENTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


ALL = documents()
READABLE = [name for name in ALL if not name.endswith(" unparsed")]
UNREADABLE = [name for name in ALL if name.endswith(" unparsed")]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def record_of(name):
    plain = TURN.sub(lambda match: match["text"], ALL[name])
    return make_record(plain.replace("\n", "\n\n").encode(), "会議録.txt")


def unit_f1(name):
    """F1 over turns with both edges right."""
    record = record_of(name)
    got = [squeezed(utterance.text) for utterance in record.utterances]
    true = [squeezed(match["text"]) for match in TURN.finditer(ALL[name])]
    hits = sum(block.size for block in SequenceMatcher(None, got, true, autojunk=False).get_matching_blocks())
    return 2 * hits / (len(got) + len(true))


@pytest.mark.parametrize("name", READABLE)
def test_an_invented_layout_is_read(name):
    assert unit_f1(name) >= ENOUGH


@pytest.mark.parametrize("name", READABLE)
def test_questions_and_answers_are_told_apart(name):
    wanted = {squeezed(match["text"]): match["kind"] for match in TURN.finditer(ALL[name])}
    for utterance in record_of(name).utterances:
        kind = wanted[squeezed(utterance.text)]
        assert utterance.kind in KINDS.get(kind, {utterance.kind}), utterance.text


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_shows_no_turns_is_left_unparsed(name):
    record = record_of(name)
    assert record.utterances == ()
    assert "unparsed" in [note.code for note in record.notes]
