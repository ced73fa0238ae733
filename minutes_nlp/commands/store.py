"""`minutes db` (保存先): what a store holds, added to, removed from, checked and exported."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from minutes_nlp.commands.exits import FINE, SOME_FAILED
from minutes_nlp.commands.reading import named_path
from minutes_nlp.terminal import console, harmless, notify, say

if TYPE_CHECKING:
    from minutes_nlp.store import Store, Stored

__all__ = ["add_db", "add_store", "open_store"]

DEFAULT = "minutes.db"
FORMATS = ("jsonl", "csv", "parquet", "datasette")


def add_store(parser: argparse.ArgumentParser) -> None:
    """The option that names the store."""
    parser.add_argument(
        "--db",
        metavar="FILE",
        type=named_path,
        default=os.environ.get("MINUTES_DB") or DEFAULT,
        help=f"保存先(既定は環境変数 MINUTES_DB か {DEFAULT})",
    )


@contextmanager
def open_store(options: argparse.Namespace) -> Iterator[Store]:
    """The store that was named; StoreError where there is none."""
    from minutes_nlp.store import Store  # noqa: PLC0415 - heavy

    with Store(options.db, must_exist=True) as store:
        yield store


def add_db(commands: Any) -> None:
    """The options of `minutes db`."""
    parser = commands.add_parser(
        "db",
        help="保存先の一覧・追加・削除・点検・書き出し",
        description="記録の保存先(SQLite ファイル)を扱います。追加・入れ替え・削除は、1件ごとに全て行われるか、"
        "全く行われません。",
    )
    steps = parser.add_subparsers(title="コマンド", metavar="COMMAND", required=True)
    _step(steps, "list", "資料の一覧", _list)
    add = _step(steps, "add", "記録を加える(同じ資料は入れ替える)", _add)
    add.add_argument("paths", metavar="RECORD", nargs="+", type=named_path, help="記録(.json)、または記録のフォルダー")
    remove = _step(steps, "remove", "資料を削る", _remove)
    remove.add_argument("ids", metavar="ID", nargs="+", help="資料の id(minutes db list で見られます)")
    _step(steps, "check", "壊れていないかを調べる", _check)
    _step(steps, "rebuild", "索引を作り直す", _rebuild)
    export = _step(steps, "export", "書き出す", _export)
    export.add_argument("-o", "--output", metavar="FILE", type=named_path, required=True, help="書き出すファイル")
    export.add_argument(
        "--format",
        choices=FORMATS,
        help="形式(既定はファイル名の拡張子から)。datasette は Datasette の設定(metadata.json)",
    )


def _step(steps: Any, name: str, told: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = steps.add_parser(name, help=told, description=f"{told}。")
    parser.add_argument("--json", action="store_true", help="JSON で出す")
    add_store(parser)
    parser.set_defaults(run=run)
    return parser


def _list(options: argparse.Namespace) -> int:
    with open_store(options) as store:
        documents, hidden = store.documents(), store.hidden()
    if options.json:
        for document in documents:
            for one in (document, *hidden.get(document.record_id, ())):
                say(json.dumps(asdict(one), ensure_ascii=False))
    else:
        _show(documents, hidden)
    return FINE


def _show(documents: list[Stored], hidden: dict[str, list[Stored]]) -> None:
    from rich.table import Table  # noqa: PLC0415 - heavy
    from rich.text import Text  # noqa: PLC0415 - heavy

    table = Table("id", "開催日", "会議名・題名", "回", "ファイル", box=None, pad_edge=False)
    for one in documents:
        told = (one.record_id, one.dated or "", one.council or one.title or "", str(one.number or ""), one.name)
        table.add_row(*(Text(harmless(value)) for value in told))
        for other in hidden.get(one.record_id, ()):
            table.add_row(other.record_id, "", "  ほかの版", "", Text(harmless(other.name)), style="dim")
    console(highlight=False, markup=False).print(table)
    others = sum(map(len, hidden.values()))
    say(f"計 {len(documents):,} 件{f'(ほかの版 {others:,} 件)' if others else ''}")


def _add(options: argparse.Namespace) -> int:
    from minutes_nlp.keeping import keep_records  # noqa: PLC0415 - heavy
    from minutes_nlp.store import Store  # noqa: PLC0415 - heavy

    errors, count = [], 0
    with Store(options.db) as store:
        for error in keep_records(store, options.paths):
            count += error is None
            errors += [error] if error else []
    for error in errors:
        notify(error)
    told = {"added": count, "failed": len(errors)}
    failed = f"(加えられなかったもの {len(errors)} 件)" if errors else ""
    say(json.dumps(told) if options.json else f"{count:,} 件を {options.db} に加えました{failed}")
    return SOME_FAILED if errors else FINE


def _remove(options: argparse.Namespace) -> int:
    with open_store(options) as store:
        for record_id in options.ids:
            store.remove(record_id)
    removed = len(options.ids)
    say(json.dumps({"removed": removed}) if options.json else f"{removed} 件を削りました")
    return FINE


def _check(options: argparse.Namespace) -> int:
    with open_store(options) as store:
        found = store.check()
    if options.json:
        say(json.dumps({"faults": found}, ensure_ascii=False))
    else:
        say("\n".join(found) or "異常はありません")
    return SOME_FAILED if found else FINE


def _rebuild(options: argparse.Namespace) -> int:
    with open_store(options) as store:
        count = store.rebuild()
    say(json.dumps({"rebuilt": count}) if options.json else f"{count:,} 件の索引を作り直しました")
    return FINE


def _export(options: argparse.Namespace) -> int:
    from minutes_nlp.keeping import export  # noqa: PLC0415 - heavy

    with open_store(options) as store:
        count = export(store, options.output, options.format)
    told = {"output": str(options.output), "rows": count}
    say(json.dumps(told, ensure_ascii=False) if options.json else f"{count:,} 件を {options.output} に書きました")
    return FINE
