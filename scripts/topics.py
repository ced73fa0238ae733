"""What the shipped topics reach on the councils that nothing was learnt from, for `scripts/quality.py`.

By hand: `minutes topics evaluate corpora/jinzai-senryaku corpora/shucho-kondan`.
"""

from __future__ import annotations

from pathlib import Path

from minutes_nlp.analysis.topic_labels import labelled_in
from minutes_nlp.analysis.topic_scores import LIKELY, calibration, macro, measured, truth_of
from minutes_nlp.analysis.topics import topic_model

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
TRAIN = tuple(CORPORA / name for name in ("hataraku-kodomo", "keizai-junkan", "kiban-kentoukai", "misaki-kurashi"))
HELD_OUT = tuple(CORPORA / name for name in ("jinzai-senryaku", "shucho-kondan"))


def held_out_scores() -> dict[str, float]:
    """The figures that `tests/quality.toml` pins."""
    model = topic_model()
    given = labelled_in(HELD_OUT, model.taxonomy)
    truth, found = truth_of(given, model.taxonomy), measured(model, given)
    scores = {name: macro(truth, found.both, rows) for name, rows in truth.groups().items()}
    return scores | {"calibrated": 1 - calibration(truth, found.scores, LIKELY)}
