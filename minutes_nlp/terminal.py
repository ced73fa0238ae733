"""The terminal (端末): lines and tables on stdout that a closed pipe ends quietly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console", "say"]


def say(line: str) -> None:
    """Print a line as soon as it is known."""
    print(line, flush=True)  # noqa: T201 - the terminal is this module's work


def console(**options: Any) -> Console:
    """A console on stdout that leaves a closed pipe to `main`; rich would end with 1."""
    from rich.console import Console  # noqa: PLC0415 - heavy

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Piped(**options)
