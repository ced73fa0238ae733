"""`minutes digest`: papers that staff hand on (資料の作成)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes_nlp.commands.exits import EXITS, FINE
from minutes_nlp.commands.reading import add_taxonomy, existing_folder, named_path
from minutes_nlp.errors import SettingsError
from minutes_nlp.terminal import notify, say

if TYPE_CHECKING:
    from minutes_nlp.model import Record

__all__ = ["add_digest"]

SQLITE = b"SQLite format 3\x00"  # how every SQLite file begins
KINDS = {
    "summary": "議事概要の要約 1頁(docx・html・md)",
    "responses": "対応表(xlsx、機械可読の csv)",
    "promises": "宿題管理表(xlsx、機械可読の csv)",
    "issues": "論点整理(docx)",
    "cards": "想定問答カード(docx)",
    "news": "新着のお知らせ(html、メール用の txt)",
}
FORMATS = ("docx", "html", "md", "xlsx", "csv", "txt")


def add_digest(commands: Any) -> None:
    """The options of `minutes digest`."""
    kinds = "\n".join(f"  {name:<10} {label}" for name, label in KINDS.items())
    parser = commands.add_parser(
        "digest",
        help="要約・対応表・宿題管理表などの資料を作る",
        description=f"記録から、そのまま配れる資料を作ります。\n\n資料の種類(--kind):\n{kinds}",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths", metavar="DB|RECORD", nargs="*", type=named_path, help="データベース、記録(.json)、そのフォルダー"
    )
    parser.add_argument(
        "--kind",
        metavar="KIND",
        type=_kind,
        choices=tuple(KINDS),
        help="資料の種類(上のどれか。対応表などの名でもよい)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=named_path, help="書き出すファイル")
    parser.add_argument("--format", metavar="FORMAT", choices=FORMATS, help="形式(なければ -o の拡張子による)")
    parser.add_argument("--since", metavar="DATE", type=_day, help="この日以降の会議だけ(例: 2024-04-01)")
    parser.add_argument("--topic", metavar="TOPIC", action="append", default=[], help="この政策分野だけ(何度でも)")
    add_taxonomy(parser)
    parser.add_argument("--hide-names", action="store_true", help="発言者名を伏せ、立場(構成員など)にする")
    parser.add_argument("--as-of", metavar="DATE", type=_day, help="作成日・経過日数の基準日(既定は今日)")
    parser.add_argument("--templates", metavar="DIR", type=existing_folder, help="自作の様式のフォルダー(先に探す)")
    parser.add_argument("--copy-templates", metavar="DIR", type=named_path, help="同梱の様式をここに写して終わる")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    parser.set_defaults(run=_run)


def _kind(text: str) -> str:
    """A kind of paper by its name or as it is called: responses, 対応表."""
    return next((name for name, label in KINDS.items() if text == label.split("(", 1)[0].split()[0]), text)


def _run(options: argparse.Namespace) -> int:
    from minutes_nlp.papers.making import PAPERS, copy_templates, make_paper  # noqa: PLC0415 - heavy
    from minutes_nlp.papers.material import Material  # noqa: PLC0415 - heavy

    if options.copy_templates:
        _tell(copy_templates(options.copy_templates), "様式", as_json=options.json)
        return FINE
    _check(options)
    records = _records(options.paths)
    material = Material(
        records,
        since=options.since,
        topics=options.topic,
        hide_names=options.hide_names,
        today=options.as_of,
        taxonomy=options.taxonomy,
    )
    files = make_paper(options.kind, material, options.output, file_format=options.format, templates=options.templates)
    _tell(files, PAPERS[options.kind].label, as_json=options.json)
    for record in material.unread:
        notify(f"{record.source.name}: 発言を読み取れていないため、載っていません")
    names = {record.id: record.source.name for record in records}
    for hidden, shown in material.editions.items():
        notify(f"{names[hidden]}: {names[shown]} のほかの版のため、載っていません")
    return FINE


def _check(options: argparse.Namespace) -> None:
    """SettingsError where what a paper needs was not said; those who copy the templates need none of it."""
    needed = {"DB|RECORD": options.paths, "--kind": options.kind, "-o": options.output}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        remedy = "使い方は minutes digest --help で見られます"
        raise SettingsError("no-option", f"次の指定が必要です: {'、'.join(missing)}", remedy=remedy)


def _records(paths: Iterable[Path]) -> list[Record]:
    """The records of databases, files and folders; SettingsError, SourceError, StoreError."""
    from minutes_nlp.recorded import records_in  # noqa: PLC0415 - heavy
    from minutes_nlp.store import Store  # noqa: PLC0415 - heavy

    found: list[Record] = []
    for path in paths:
        if _is_database(path):
            with Store(path) as store:
                found += store.records()
        else:
            found += [record for _, record in records_in([path])]
    if not found:
        names = "、".join(map(str, paths))
        raise SettingsError("no-record", f"{names} に記録がありません", remedy="minutes process で記録を作ってください")
    return found


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(SQLITE)) == SQLITE


def _tell(files: Iterable[Path], what: str, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps({"paper": what, "files": [str(file) for file in files]}, ensure_ascii=False))
        return
    for file in files:
        say(f"{what}を {file} に書きました")


def _day(text: str) -> date:
    """A day; of a month or a year alone the first."""
    from minutes_nlp.dates import period  # noqa: PLC0415 - heavy

    try:
        return period(text)[0]
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
