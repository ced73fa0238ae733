"""`minutes parse` (読み取り): one file, and its record on stdout or in a file."""

from __future__ import annotations

import argparse
from typing import Any

from minutes_nlp.commands.exits import EXITS, FINE
from minutes_nlp.commands.reading import add_reading, add_taxonomy, existing_file, limits_of, named_path
from minutes_nlp.files import write_whole
from minutes_nlp.terminal import say

__all__ = ["add_parse"]


def add_parse(commands: Any) -> None:
    """The options of `minutes parse`."""
    parser = commands.add_parser(
        "parse", help="1件を読み、記録を出す", description="1件のファイルを読み、記録(JSON)を出します。", epilog=EXITS
    )
    parser.add_argument("file", metavar="FILE", type=existing_file, help="PDF・Word(.docx)・テキスト")
    parser.add_argument("-o", "--output", metavar="FILE", type=named_path, help="書き出すファイル(なければ標準出力)")
    parser.add_argument("--json", action="store_true", help="JSON で出す(既定)")
    parser.add_argument("--indent", action="store_true", help="人が読めるように字下げする")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_parse)


def _parse(options: argparse.Namespace) -> int:
    from minutes_nlp.batch.running import parse  # noqa: PLC0415 - heavy

    data = {"notations": options.notations, "taxonomy": options.taxonomy}
    record = parse(options.file, limits=limits_of(options), target=options.output, **data)
    text = record.to_json(indent=2 if options.indent else None)
    if options.output:
        write_whole(text + "\n", options.output)
    else:
        say(text)
    return FINE
