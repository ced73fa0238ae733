"""What `minutes serve` was told (起動の設定)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["HOSTS", "Settings"]

HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `minutes serve` was told (起動の設定); `reviewer` is the name under which corrections are kept."""

    db: Path
    upload: bool = False
    reviewer: str | None = None
    hosts: tuple[str, ...] = HOSTS
    templates: Path | None = None  # staff's own templates of papers
    notations: Path | None = None  # what files and corrections are read with, as for `minutes process`
    taxonomy: Path | None = None
