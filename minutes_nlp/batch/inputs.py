"""What people point at (入力の指定): files, folders and globs become inputs, each with the place of its output."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from minutes_nlp.errors import SettingsError
from minutes_nlp.files import not_listed

__all__ = ["targets"]

NOT_OURS = (".", "~$")  # hidden files; lock files of Office
ASIDE = frozenset({".json", ".db", ".ini", ".lnk", ".tmp"})  # records, Thumbs.db, desktop.ini, shortcuts


def targets(paths: Iterable[str | os.PathLike[str]], out: Path) -> dict[Path, tuple[Path, bool]]:
    """Input by output, and whether it was named itself; SettingsError where two inputs meet in one output."""
    targets: dict[Path, tuple[Path, bool]] = {}
    seen: dict[str, Path] = {}
    for source, relative, named in _given(paths, out):
        target = out / relative.with_name(relative.name + ".json")
        other = seen.setdefault(os.path.normcase(target), source)
        if other.resolve() != source.resolve():
            raise SettingsError(
                "clash",
                f"{other} と {source} の出力先が同じ {target} になります",
                remedy="親フォルダーを指定するか、--out を分けてください",
            )
        targets.setdefault(target, (source, named))
    return targets


def _given(paths: Iterable[str | os.PathLike[str]], out: Path) -> Iterator[tuple[Path, Path, bool]]:
    """Each file, its path relative to what was given, and whether it was named itself."""
    for given in paths:
        path = Path(given)
        if not os.fspath(given):
            raise SettingsError(
                "no-such-path", "指定された名前が空です", remedy="ファイルかフォルダーを指定してください"
            )
        if path.is_dir():
            yield from ((file, file.relative_to(path), False) for file in _inside(path, out))
        elif path.exists():
            yield path, Path(path.name), True
        else:
            yield from _matching(str(given), out)


def _inside(folder: Path, out: Path) -> Iterator[Path]:
    """The files of a folder and its subfolders in the order of their names, without our own outputs."""
    for top, folders, files in os.walk(folder, onerror=not_listed):
        here = Path(top)
        folders[:] = sorted(name for name in folders if _counts(here / name, out))
        yield from (here / name for name in sorted(files) if _counts(here / name, out))


def _counts(path: Path, out: Path) -> bool:
    return not path.name.startswith(NOT_OURS) and path.suffix.lower() not in ASIDE and path.resolve() != out.resolve()


def _matching(pattern: str, out: Path) -> Iterator[tuple[Path, Path, bool]]:
    """The files of a glob (Windows leaves it to us), relative to the part of it that is fixed."""
    matches = sorted(Path(match) for match in glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []  # noqa: PTH207
    if not matches:
        raise SettingsError("no-such-path", f"{pattern} がありません", remedy="パスの綴りと場所を確かめてください")
    base = Path(*takewhile(lambda part: not glob.has_magic(part), Path(pattern).parts))
    for match in matches:
        if all(_counts(part, out) for part in (match, *match.parents) if base in part.parents):
            files = _inside(match, out) if match.is_dir() else [match]
            yield from ((file, file.relative_to(base), False) for file in files)
