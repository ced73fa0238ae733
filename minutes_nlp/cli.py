"""The command line (コマンド行): all commands put together, and their errors told as exit codes.

What a command can do stands in its own module of `commands`. Results go to stdout, progress and messages to stderr.
What is heavy is imported inside the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import MappingProxyType
from typing import NoReturn

from minutes_nlp import __version__
from minutes_nlp.commands.digest import add_digest
from minutes_nlp.commands.exits import EXITS, NOT_STARTED, SOME_FAILED
from minutes_nlp.commands.notations import add_notations
from minutes_nlp.commands.parse import add_parse
from minutes_nlp.commands.process import add_process
from minutes_nlp.commands.review import add_review
from minutes_nlp.commands.schema import add_schema
from minutes_nlp.commands.search import add_search
from minutes_nlp.commands.series import add_series
from minutes_nlp.commands.serve import add_serve
from minutes_nlp.commands.show import add_show
from minutes_nlp.commands.store import add_db
from minutes_nlp.commands.topics import add_topics
from minutes_nlp.errors import MinutesError, ModelError, NotationError, SettingsError, SourceError
from minutes_nlp.terminal import notify

__all__ = ["main"]

# In the order in which `--help` names them
COMMANDS = (
    add_parse,
    add_process,
    add_show,
    add_series,
    add_review,
    add_notations,
    add_search,
    add_db,
    add_serve,
    add_digest,
    add_topics,
    add_schema,
)
INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 + the number of the signal, as shells have it
# "-支援金"
EXCLUDED = re.compile(r"^-(?=[^\x00-\x7f])")
# What argparse itself says, by what it asks gettext for; what is not listed stays English
ARGPARSE = MappingProxyType(
    {
        "usage: ": "使い方: ",
        "positional arguments": "引数",
        "options": "オプション",
        "show this help message and exit": "この説明を出して終わる",
        "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
        "the following arguments are required: %s": "次の指定が必要です: %s",
        "unrecognized arguments: %s": "知らない指定です: %s",
        "expected one argument": "値を1つ付けてください",
        "expected at least one argument": "値を1つ以上付けてください",
        "ignored explicit argument %r": "値 %r は付けられません",
        "invalid %(type)s value: %(value)r": "%(value)r は数として読めません",
        "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r はありません(選べるのは %(choices)s)",
        "ambiguous option: %(option)s could match %(matches)s": "%(option)s はどれか決まりません: %(matches)s",
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    # Before numpy is loaded. Its sums are small: with a thread on each core they take three times the work and longer
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _speak_utf8()
    options = argparse.Namespace()
    try:
        _parser().parse_args(_as_typed(sys.argv[1:] if argv is None else argv), options)
        code: int = options.run(options)
        if sys.stdout:  # a program without a console may have none
            sys.stdout.flush()
    except MinutesError as error:
        return _told_why(error)
    except KeyboardInterrupt:
        notify("中断しました")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough; Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        return _told_why(_refused(error))
    except Exception as error:  # noqa: BLE001 - the outermost door: staff get a message, never a traceback
        from minutes_nlp.workers import bug  # noqa: PLC0415 - heavy

        return _told_why(bug(error).at(str(getattr(options, "file", ""))))
    return code


def _as_typed(words: Sequence[str]) -> list[str]:
    """The words of a command; argparse would take those that a search leaves out (-支援金) for options.

    Search takes the full-width sign as well.
    """
    return [EXCLUDED.sub("－", word) for word in words] if words[:1] == ["search"] else list(words)


def _refused(error: OSError) -> MinutesError:
    """What the system does not let us do with a file, nobody having told it better: a name too long, a full disk."""
    return SourceError(
        "refused",
        f"読み書きできません(詳細: {error.strerror or error})",
        remedy="名前の長さ、場所、権限、空き容量を確かめてください",
        where=str(error.filename or ""),
    )


def _told_why(error: MinutesError) -> int:
    notify(error)
    return NOT_STARTED if isinstance(error, SettingsError | ModelError | NotationError) else SOME_FAILED


def _speak_utf8() -> None:
    """A Japanese Windows would write CP932 into pipes; names that are no Unicode are shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong with a call in one line; argparse would put ten of usage before it."""

    def error(self, message: str) -> NoReturn:
        """End with 2."""
        notify(f"{message} → 使い方は {self.prog} --help で見られます")
        sys.exit(NOT_STARTED)


def _parser() -> argparse.ArgumentParser:
    vars(argparse).update(_=_in_japanese, ngettext=lambda one, _many, _count: _in_japanese(one))
    parser = _Parser(
        "minutes", description="会議録・報告書を読み取り、原本の位置つきの記録(JSON)にします。", epilog=EXITS
    )
    parser.add_argument("--version", action="version", version=f"minutes {__version__}", help="版を出して終わる")
    commands = parser.add_subparsers(title="コマンド", metavar="COMMAND", required=True)
    for add in COMMANDS:
        add(commands)
    return parser


def _in_japanese(message: str) -> str:
    return ARGPARSE.get(message, message)
