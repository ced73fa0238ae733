"""Where the package's data lies (同梱データの場所): one function, in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

from minutes_nlp.errors import ModelError

__all__ = ["resource"]

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
