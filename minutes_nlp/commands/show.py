"""`minutes show` (画面表示): a record, or the record of a file, on the terminal."""

from __future__ import annotations

import argparse
from typing import Any

from minutes_nlp.commands.exits import EXITS, FINE
from minutes_nlp.commands.reading import add_reading, add_taxonomy, existing_file, record_of, topic_labels, width
from minutes_nlp.terminal import console

__all__ = ["add_show"]


def add_show(commands: Any) -> None:
    """The options of `minutes show`."""
    parser = commands.add_parser(
        "show",
        help="記録を端末で読む",
        description="記録またはファイルの中身を、ページと行つきで見せます。",
        epilog=EXITS,
    )
    parser.add_argument(
        "file", metavar="RECORD_OR_FILE", type=existing_file, help="記録(.json)、または読み取るファイル"
    )
    parser.add_argument("--width", metavar="N", type=width, help="1行の幅(半角の字数)")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_show)


def _show(options: argparse.Namespace) -> int:
    from minutes_nlp.show import show  # noqa: PLC0415 - heavy

    show(record_of(options), console(width=options.width), topic_labels(options.taxonomy))
    return FINE
