"""Files (ファイル): read whole with a reason where that fails, and written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from minutes_nlp.errors import SettingsError, SourceError, StoreError

__all__ = ["content_of", "neighbour", "not_listed", "remove", "write_whole"]


def content_of(path: Path) -> bytes:
    """What a file holds. SourceError where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            "not-opened",
            f"ファイルを開けません(詳細: {error.strerror or error})",
            remedy="場所と読み取り権限を確かめてください",
        ) from error


def not_listed(error: OSError) -> None:
    """What `os.walk` is to do with a folder that it cannot look into: SettingsError, for others pass it over."""
    raise SettingsError(
        "not-listed",
        f"フォルダー {error.filename} を開けません(詳細: {error.strerror})",
        remedy="読み取り権限を確かめてください",
    ) from error


def write_whole(content: str | bytes, target: Path, scratch: Path | None = None) -> None:
    """Write a file whole or not at all: first a neighbour, safe on the disk, then renamed. StoreError if not."""
    scratch = scratch or neighbour(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        remove(scratch)
        raise StoreError(
            "not-written",
            f"{target} に書けません(詳細: {error.strerror or error})",
            remedy="空き容量と書き込み権限を確かめ、そのファイルを開いているソフトがあれば閉じてください",
        ) from error


def neighbour(target: Path) -> Path:
    """A hidden name beside the target, short because names of Japanese files come near the limit of 255 bytes."""
    return target.with_name(f".{secrets.token_hex(8)}.part")


def remove(scratch: Path | None) -> None:
    """Remove what was only half written, where there is such a file."""
    if scratch:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
