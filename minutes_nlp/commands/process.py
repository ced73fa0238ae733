"""`minutes process` (一括処理): many files, a record for each, and what became of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from minutes_nlp.commands.exits import EXITS, FINE, SOME_FAILED
from minutes_nlp.commands.reading import add_reading, add_taxonomy, limits_of, named_path
from minutes_nlp.terminal import say

if TYPE_CHECKING:
    from minutes_nlp.batch.running import Outcome, Plan
    from minutes_nlp.workers import Limits

__all__ = ["add_process"]

MOST_JOBS = 30  # what minutes_nlp.workers allows, said here so that `--help` need not load it


def add_process(commands: Any) -> None:
    """The options of `minutes process`."""
    parser = commands.add_parser(
        "process",
        help="まとめて読み、記録をフォルダーに書く",
        description="まとめて読み、1件ごとに記録(JSON)を書きます。済んだものは省きます。",
        epilog=EXITS,
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="ファイル、フォルダー、または * を含む名前")
    parser.add_argument("--out", metavar="DIR", type=named_path, required=True, help="記録を書くフォルダー")
    parser.add_argument("--db", metavar="FILE", type=named_path, help="記録を検索用の保存先(SQLite ファイル)にも入れる")
    parser.add_argument("-j", "--jobs", metavar="N", type=int, help=f"同時に読む数(既定は CPU の数、{MOST_JOBS} まで)")
    parser.add_argument("--force", action="store_true", help="済んだファイルも読み直す")
    parser.add_argument("--dry-run", action="store_true", help="何をするかだけを示し、何も書かない")
    parser.add_argument("--json", action="store_true", help="結果を1件1行の JSON で出す")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_process)


def _process(options: argparse.Namespace) -> int:
    from minutes_nlp.batch.running import check_readable, plan  # noqa: PLC0415 - heavy

    limits = limits_of(options)
    data = {"notations": options.notations, "taxonomy": options.taxonomy}
    todo = plan(options.paths, options.out, force=options.force, **data)
    if options.dry_run:
        from minutes_nlp.batch.outcomes import tell_plan  # noqa: PLC0415 - heavy

        tell_plan(todo, as_json=options.json)
    code = FINE if options.dry_run else _carried_out(todo, options, limits)
    check_readable(todo)
    return code


def _carried_out(todo: Plan, options: argparse.Namespace, limits: Limits) -> int:
    from minutes_nlp.batch.outcomes import json_line, progress, report  # noqa: PLC0415 - heavy
    from minutes_nlp.batch.running import carry_out  # noqa: PLC0415 - heavy

    began, outcomes = monotonic(), []
    with _kept(options) as keep, progress(len(todo.jobs) + len(todo.settled)) as tick:
        for outcome in carry_out(todo, jobs=options.jobs, limits=limits):
            keep(outcome)
            outcomes.append(outcome)
            tick(outcome)
            if options.json:
                say(json_line(outcome))
    if not options.json:
        report(sorted(outcomes, key=lambda outcome: outcome.source), monotonic() - began)
    return SOME_FAILED if any(outcome.state == "failed" for outcome in outcomes) else FINE


@contextmanager
def _kept(options: argparse.Namespace) -> Iterator[Callable[[Outcome], object]]:
    """What puts the record of an outcome into the store, where one was named."""
    if options.db is None:
        yield lambda _: None
        return
    from minutes_nlp.keeping import keep  # noqa: PLC0415 - heavy
    from minutes_nlp.store import Store  # noqa: PLC0415 - heavy

    data = {"notations": options.notations, "taxonomy": options.taxonomy}
    with Store(options.db) as store:
        yield lambda outcome: keep(store, outcome, str(outcome.source.absolute()), **data)
