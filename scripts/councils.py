"""The councils of our corpus (コーパスの会議): where they lie, which we learn from, and which are kept for the end."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CORPORA", "HELD_OUT", "ROOT", "TRAINING"]

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT / "corpora"
TRAINING = ("hataraku-kodomo", "keizai-junkan", "kiban-kentoukai", "misaki-kurashi")
HELD_OUT = ("jinzai-senryaku", "shucho-kondan")  # nothing is learnt from them and nothing chosen by them
