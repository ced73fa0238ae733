"""`minutes review export | import` (確認・訂正): doubtful values out to Excel, and the corrections back."""

from __future__ import annotations

import argparse
import json
from typing import Any

from minutes_nlp.commands.exits import EXITS, FINE, SOME_FAILED
from minutes_nlp.commands.reading import add_taxonomy, existing_file, named_path
from minutes_nlp.errors import SettingsError
from minutes_nlp.terminal import notify, say

__all__ = ["add_review"]

XLSX = ".xlsx"  # Excel, and what reads the sheet back, go by it


def add_review(commands: Any) -> None:
    """The options of `minutes review`."""
    parser = commands.add_parser(
        "review",
        help="疑わしい判定を Excel で確認・訂正する",
        description="疑わしい判定を Excel に書き出し(export)、記入された訂正を取り込みます(import)。",
        epilog=EXITS,
    )
    steps = parser.add_subparsers(title="コマンド", metavar="COMMAND", required=True)
    _add_export(steps)
    _add_import(steps)


def _add_export(steps: Any) -> None:
    parser = steps.add_parser(
        "export",
        help="疑わしい判定を Excel に書き出す",
        description="疑わしい判定(立場・区分・回答の相手・区切り)を、本文と並べて Excel に書き出します。",
        epilog=EXITS,
    )
    parser.add_argument(
        "paths", metavar="RECORD", nargs="+", type=named_path, help="記録(.json)、または記録のフォルダー"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=named_path, required=True, help="書き出す Excel ファイル(.xlsx)"
    )
    parser.add_argument("--all", action="store_true", help="確かな判定・確認済みの判定も書き出す")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    add_taxonomy(parser)
    parser.set_defaults(run=_export)


def _add_import(steps: Any) -> None:
    parser = steps.add_parser(
        "import",
        help="Excel に記入された訂正を取り込む",
        description="記入された訂正を、記録のそばの .corrections.json に書きます。",
        epilog=EXITS,
    )
    parser.add_argument(
        "file", metavar="FILE", type=existing_file, help="review export で作り、記入した Excel ファイル"
    )
    parser.add_argument("--by", metavar="NAME", help="訂正した人の名(既定はログイン名)")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    parser.set_defaults(run=_import)


def _export(options: argparse.Namespace) -> int:
    from minutes_nlp.recorded import records_in  # noqa: PLC0415 - heavy
    from minutes_nlp.review.sheet import export  # noqa: PLC0415 - heavy

    if options.output.suffix.lower() != XLSX:
        remedy = f"-o {options.output.stem or '確認'}{XLSX} のようにしてください"
        raise SettingsError("not-xlsx", f"{options.output} は Excel ファイルの名前ではありません", remedy=remedy)
    records = records_in(options.paths)
    count, topics = export(records, options.output, everything=options.all, taxonomy=options.taxonomy)
    if options.json:
        done = {"output": str(options.output), "records": len(records), "rows": count, "topics": topics}
        say(json.dumps(done, ensure_ascii=False))
    else:
        counts = f"確認する判定 {count} 件・分野に迷う発言 {topics} 件(記録 {len(records)} 件)"
        say(f"{counts}を {options.output} に書きました")
        say(f"→ 「訂正」の欄に記入し、minutes review import {options.output} を実行してください")
    return FINE


def _import(options: argparse.Namespace) -> int:
    from getpass import getuser  # noqa: PLC0415 - seldom needed

    from minutes_nlp.review.sheet import import_sheet  # noqa: PLC0415 - heavy

    done = import_sheet(options.file, by=options.by or getuser())
    if options.json:
        files = [{"file": str(path), "corrections": count} for path, count in done.written]
        failed = [{"row": row, "message": why} for row, why in done.failed]
        say(json.dumps({"written": files, "known": done.known, "failed": failed}, ensure_ascii=False))
    else:
        for path, count in done.written:
            say(f"訂正 {count} 件を {path} に書きました")
        totals = f"新しい訂正 {sum(count for _, count in done.written)} 件・取り込み済み {done.known} 件"
        say(f"{totals}・使えない行 {len(done.failed)} 件")
        if done.written:
            say("→ minutes process をもう一度実行すると、訂正した記録だけが作り直されます")
    for row, why in done.failed:
        notify(f"{options.file} {row}行目: {why}")
    return SOME_FAILED if done.failed else FINE
