"""`minutes series` (会議の並び): meetings of a council in their order, and figures over the years."""

from __future__ import annotations

import argparse
from typing import Any

from minutes_nlp.commands.exits import EXITS, FINE, SOME_FAILED
from minutes_nlp.commands.reading import add_reading, limits_of, named_path
from minutes_nlp.terminal import notify

__all__ = ["add_series"]


def add_series(commands: Any) -> None:
    """The options of `minutes series`."""
    parser = commands.add_parser(
        "series",
        help="会議ごとに回を並べ、欠けた回・訂正版を示す",
        description="会議ごとに回を並べ、欠けた回・重複・訂正版の変更・六項目を出所つきで示します。",
        epilog=EXITS,
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=named_path, help="記録(.json)、資料、またはそのフォルダー"
    )
    parser.add_argument("--figures", action="store_true", help="会議の代わりに、数値の推移を並べる")
    parser.add_argument("--json", action="store_true", help="1会議体(1系列)1行の JSON で出す。人物の一覧を含む")
    add_reading(parser)
    parser.set_defaults(run=_series)


def _series(options: argparse.Namespace) -> int:
    from minutes_nlp.batch.gathering import gathered  # noqa: PLC0415 - heavy
    from minutes_nlp.commands.lineup import tell_councils, tell_figures  # noqa: PLC0415 - heavy

    gathering = gathered(options.paths, limits=limits_of(options), notations=options.notations)
    if options.figures:
        tell_figures(gathering.records, as_json=options.json)
    else:
        tell_councils(gathering, as_json=options.json)
    for error in gathering.errors:
        notify(error)
    return SOME_FAILED if gathering.errors else FINE
