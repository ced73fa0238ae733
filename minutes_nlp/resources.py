"""Where the package's data lies (同梱データの場所): one function, in a wheel and in a checkout alike."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from minutes_nlp.errors import ModelError

__all__ = ["fingerprint", "resource", "table", "text_of"]

PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a data file or folder, such as `resource("structure", "notations")`.

    In a wheel `models/` lies inside the package, in a checkout beside it. ModelError where it is in neither.
    """
    for base in (PACKAGE, PACKAGE.parent):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    name = "/".join(parts)
    raise ModelError("missing-resource", f"同梱データ {name} がありません", remedy="minutes_nlp を入れ直してください")


@cache
def table(*parts: str) -> dict[str, Any]:
    """A TOML table that lies beside the code, read once when first needed: `table("structure", "wording.toml")`."""
    return tomllib.loads(resource(*parts).read_text(encoding="utf-8"))


def text_of(path: Path, code: str) -> str:
    """The text of a list that people edit (用語・記法の一覧), saved by Excel or not. ModelError with the code."""
    try:
        return path.read_text(encoding="utf-8-sig")  # Excel writes a BOM
    except (OSError, UnicodeDecodeError) as error:
        remedy = "文字コードをUTF-8にして保存し直してください"
        raise ModelError(code, f"読めません(詳細: {error})", remedy=remedy, where=path.name) from error


def fingerprint(paths: Iterable[Path]) -> str:
    """16 hex digits of what some files hold, so that a record tells which edition of the data made it (版の照合)."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
