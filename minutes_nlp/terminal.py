"""The terminal (端末): lines and tables on stdout that a closed pipe ends quietly, messages on stderr."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["UNFOLDED", "console", "harmless", "notify", "say"]

UNFOLDED = 10_000  # columns, more than any line or path has: what goes to a file or a pipe is not folded
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def say(line: str) -> None:
    """Print a line as soon as it is known."""
    print(line, flush=True)  # noqa: T201 - the terminal is this module's work


def harmless(text: str) -> str:
    """A text without control characters, as long as it was: an escape sequence in a file must not reach the screen."""
    return CONTROL.sub(" ", text)


def notify(message: object) -> None:
    """Tell people on stderr what went wrong, how far the work is, or what they should know."""
    print(f"minutes: {harmless(str(message))}", file=sys.stderr)  # noqa: T201 - as above


def console(**options: Any) -> Console:
    """A console on stdout that leaves a closed pipe to `main`; rich would end with 1."""
    from rich.console import Console  # noqa: PLC0415 - heavy

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Piped(**options)
