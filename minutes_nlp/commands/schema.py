"""`minutes schema` (記録の形): the JSON Schema of the record."""

from __future__ import annotations

import argparse
import json
from typing import Any

from minutes_nlp.commands.exits import FINE
from minutes_nlp.terminal import say

__all__ = ["add_schema"]


def add_schema(commands: Any) -> None:
    """`minutes schema`, which has no options."""
    parser = commands.add_parser(
        "schema", help="記録の JSON Schema を出す", description="記録の JSON Schema を出します。"
    )
    parser.set_defaults(run=_schema)


def _schema(_: argparse.Namespace) -> int:
    from minutes_nlp.model import json_schema  # noqa: PLC0415 - heavy

    say(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return FINE
