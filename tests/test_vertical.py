"""Vertical pages of the corpora (縦書きの組版): what is read, in the order in which it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from alignment import aligned, fold
from manuscript import pieces

from minutes_nlp.model import BlockKind
from minutes_nlp.pipeline import make_record

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path for name in ("vertical", "upright", "tiers") for path in ROOT.glob(f"corpora/*/*/typeset/special/{name}.pdf")
)
WRONG = 0.005  # of the characters, those at a wrong place included


def squeezed(text: str) -> str:
    return fold("".join(text.replace("|", "").split()))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_vertical_pages_are_read_as_they_were_written(path):
    parts = list(pieces(path.parents[2] / "manuscript.txt"))
    blocks = make_record(path.read_bytes(), path.name).blocks
    for is_note in (False, True):  # a footnote stands below its page, in the manuscript behind its paragraph
        true = squeezed("".join(piece.text for piece in parts if (piece.kind == "note") is is_note))
        got = squeezed(
            "".join(
                (block.marker or "") + (block.label or "") + block.text
                for block in blocks
                if (block.kind is BlockKind.FOOTNOTE) is is_note
            )
        )
        wrong = max(len(true), len(got)) - len(aligned(got, true))
        assert wrong <= WRONG * len(true), (wrong, len(true))


def test_there_are_vertical_pages_of_one_tier_and_of_two():
    assert {path.stem for path in PAGES} == {"vertical", "upright", "tiers"}
