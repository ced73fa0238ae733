"""What commands share that read a file (読み取りの指定): options, limits, and the record of a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes_nlp.resources import table

if TYPE_CHECKING:
    from minutes_nlp.model import Record
    from minutes_nlp.workers import Limits

__all__ = [
    "add_notations_folder",
    "add_reading",
    "add_taxonomy",
    "existing_file",
    "existing_folder",
    "limits_of",
    "named_path",
    "record_of",
    "topic_labels",
    "width",
]


NARROWEST = 20  # columns; below, deep replies would have no room for text


def add_reading(parser: argparse.ArgumentParser, **notations: Any) -> None:
    """The options of how a file is read."""
    add_notations_folder(parser, **notations)
    parser.add_argument("--timeout", metavar="S", type=float, help="1件の制限時間(秒、既定 120)")
    parser.add_argument("--memory", metavar="MB", type=int, help="1件のメモリの上限(MB、既定 2048)")


def add_notations_folder(parser: argparse.ArgumentParser, **options: Any) -> None:
    """The option of notations of one's own."""
    told = "自作の記法(TOML)のフォルダー(同梱より先に探す)"
    parser.add_argument("--notations", metavar="DIR", type=named_path, help=told, **options)


def add_taxonomy(parser: argparse.ArgumentParser) -> None:
    """The option of a ministry's own fields."""
    parser.add_argument(
        "--taxonomy", metavar="FILE", type=named_path, help="自作の分野体系(TOML。同梱の分野の代わりに使う)"
    )


def record_of(options: argparse.Namespace) -> Record:
    """The record of a file, or the record that the file is."""
    if options.file.suffix.lower() == ".json":
        from minutes_nlp.recorded import read_record  # noqa: PLC0415 - heavy

        return read_record(options.file)
    from minutes_nlp.batch.running import parse  # noqa: PLC0415 - heavy

    taxonomy = getattr(options, "taxonomy", None)  # only commands that show topics have it
    return parse(options.file, limits=limits_of(options), notations=options.notations, taxonomy=taxonomy)


def limits_of(options: argparse.Namespace) -> Limits:
    """How long and how large one file may become."""
    from minutes_nlp.workers import Limits  # noqa: PLC0415 - heavy

    given = {"seconds": options.timeout, "megabytes": options.memory}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def topic_labels(taxonomy: Path | None) -> dict[str, str]:
    """What people call the fields, by their ids; SettingsError, ModelError where a file of one's own cannot be used."""
    if taxonomy is None:
        return {ident: str(row["label"]) for ident, row in table("models", "topics.toml").items()}
    from minutes_nlp.analysis.topics.taxonomy import load_taxonomy  # noqa: PLC0415 - heavy

    return {field.id: field.label for field in load_taxonomy(taxonomy).fields}


def existing_file(text: str) -> Path:
    """The type of an argument that names one file."""
    file = named_path(text)
    if file.is_dir():
        raise argparse.ArgumentTypeError(
            f"{text} はフォルダーです。中のファイルを1つ選んでください"
            f"(まとめて読むには minutes process {text} --out 記録)"
        )
    if not file.is_file():
        raise argparse.ArgumentTypeError(f"{text} というファイルがありません")
    return file


def existing_folder(text: str) -> Path:
    """The type of an argument that names a folder to read from."""
    folder = named_path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text} というフォルダーがありません")
    return folder


def named_path(text: str) -> Path:
    """The type of an argument that names a file or a folder; an empty name would be the folder that one is in."""
    if not text:
        raise argparse.ArgumentTypeError("名前が空です")
    return Path(text)


def width(text: str) -> int:
    """The type of an argument that is a number of columns (半角の字数)."""
    columns = int(text)
    if columns < NARROWEST:
        raise argparse.ArgumentTypeError(f"{NARROWEST} 以上の数を指定してください")
    return columns
