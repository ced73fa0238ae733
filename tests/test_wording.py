"""Words for values (用語): each value of the record has one."""

import pytest

from minutes_nlp import wording
from minutes_nlp.findings import ActKind, MeasureKind, Strength
from minutes_nlp.model import BlockKind, DocumentKind, Role, UtteranceKind

KNOWN_ROLES = set(Role) - {Role.UNKNOWN}


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (wording.DOCUMENTS, DocumentKind),
        (wording.KINDS, UtteranceKind),
        (wording.TAGS, UtteranceKind),
        (wording.ROLES, KNOWN_ROLES),
        (wording.BLOCKS, BlockKind),
        (wording.ACTS, ActKind),
        (wording.STRENGTHS, Strength),
        (wording.PROSPECTS, Strength),
        (wording.MEASURES, MeasureKind),
    ],
)
def test_every_value_has_a_word_of_its_own(words, values):
    assert set(words) == set(values)
    assert len(set(words.values())) == len(words)


def test_a_value_from_json_finds_its_word():
    assert wording.ROLES["member"] == "構成員"
