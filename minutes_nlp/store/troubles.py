"""SQLite's errors in words for staff (保存先の誤り): what happened to the file, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minutes_nlp.errors import SettingsError, StoreError

__all__ = ["make_folder", "told"]

PRIMARY = 0xFF  # of SQLite's error codes, the general one
TROUBLES = {
    sqlite3.SQLITE_BUSY: ("locked", "ほかの処理が保存先に書いています", "終わるのを待って、もう一度実行してください"),
    sqlite3.SQLITE_NOTADB: ("not-a-store", "保存先のファイルではありません", "--db の指定を確かめてください"),
    sqlite3.SQLITE_CORRUPT: ("damaged", "保存先が壊れています", "控えに戻すか、minutes process で作り直してください"),
    sqlite3.SQLITE_CANTOPEN: ("not-opened", "保存先を開けません", "フォルダーの有無と権限を確かめてください"),
    sqlite3.SQLITE_READONLY: (
        "read-only",
        "保存先に書き込めません",
        "ファイルとフォルダーの書き込み権限を確かめてください",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "bad-record",
        "記録の中身が合いません",
        "同じ id が二つあるなどです。minutes process で記録を作り直してください",
    ),
    sqlite3.SQLITE_FULL: ("disk-full", "ディスクに空きがありません", "空きを作って、もう一度実行してください"),
}


def make_folder(path: Path) -> None:
    """Make the folder in which a file shall lie. StoreError where it cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        name, message, remedy = TROUBLES[sqlite3.SQLITE_CANTOPEN]
        detail = f"{message}(詳細: {error.strerror or error})"
        raise StoreError(name, detail, remedy=remedy, where=str(path)) from error


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What goes wrong inside as a StoreError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise _error(error).at(str(path)) from error
    except UnicodeEncodeError as error:
        remedy = "その文字を除くか、UTF-8 で書き直してください"
        raise SettingsError("bad-character", "文字として読めない符号が混じっています", remedy=remedy) from error
    except StoreError as error:
        raise error.at(str(path)) from error


def _error(error: sqlite3.Error) -> StoreError:
    """What went wrong with the file, and what to do (SQLite の誤り)."""
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    name, message, remedy = TROUBLES.get(
        code, ("store-failed", "保存先を使えません", "minutes db check で点検してください")
    )
    return StoreError(name, f"{message}(詳細: {error})", remedy=remedy)
