"""Exit codes of commands (終了コード): what they mean, and the line that tells it below `--help`."""

from __future__ import annotations

__all__ = ["EXITS", "FINE", "NOT_STARTED", "SOME_FAILED"]

FINE, SOME_FAILED, NOT_STARTED = 0, 1, 2
EXITS = "終了コード: 0 正常 / 1 失敗したファイルあり / 2 開始できず"
