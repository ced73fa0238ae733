"""`minutes notations [try]` (記法): the ways of writing turns down that are known, tried on a document."""

from __future__ import annotations

import argparse
from typing import Any

from minutes_nlp.commands.exits import EXITS, FINE, SOME_FAILED
from minutes_nlp.commands.reading import add_notations_folder, add_reading, existing_file, record_of

__all__ = ["add_notations"]


def add_notations(commands: Any) -> None:
    """The options of `minutes notations`."""
    parser = commands.add_parser(
        "notations",
        help="記法(発言の書き方)の一覧と試し読み",
        description="読める記法を一覧にします。notations try FILE は、各記法がその文書をどれだけ説明するかを見せます。",
        epilog=EXITS,
    )
    add_notations_folder(parser)
    parser.add_argument("--json", action="store_true", help="1記法1行の JSON で出す")
    parser.set_defaults(run=_list)
    _add_try(parser.add_subparsers(title="試し読み", metavar="try"))


def _add_try(steps: Any) -> None:
    parser = steps.add_parser(
        "try",
        help="文書に当てはめて、行ごとに見る",
        description="各記法を1件の文書に当てはめ、よく説明する順に並べ、いちばんよいものを行ごとに見せます。",
        epilog=EXITS,
    )
    parser.add_argument("file", metavar="FILE", type=existing_file, help="読み取るファイル、または記録(.json)")
    parser.add_argument("--notation", metavar="NAME", help="行ごとに見る記法の名(なければいちばんよく説明するもの)")
    kept = {"default": argparse.SUPPRESS}  # what was said before `try` stands
    parser.add_argument("--json", action="store_true", help="JSON で出す", **kept)
    add_reading(parser, **kept)
    parser.set_defaults(run=_try)


def _list(options: argparse.Namespace) -> int:
    from minutes_nlp.commands.trial import tell_notations  # noqa: PLC0415 - heavy

    tell_notations(options.notations, as_json=options.json)
    return FINE


def _try(options: argparse.Namespace) -> int:
    from minutes_nlp.commands.trial import tell_trial  # noqa: PLC0415 - heavy

    found = tell_trial(record_of(options), options.notations, only=options.notation, as_json=options.json)
    return FINE if found else SOME_FAILED
