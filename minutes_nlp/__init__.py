"""Reads Japanese council minutes and policy reports into structured records (会議録・報告書の構造化).

>>> from minutes_nlp import parse
>>> record = parse("議事概要.pdf")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minutes_nlp.batch.running import parse, process_all
    from minutes_nlp.model import Record
    from minutes_nlp.store import Store

__all__ = ["Record", "Store", "__version__", "parse", "process_all"]

__version__ = "0.1.0"

HOMES = {
    "parse": "minutes_nlp.batch.running",
    "process_all": "minutes_nlp.batch.running",
    "Record": "minutes_nlp.model",
    "Store": "minutes_nlp.store",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: `minutes --help` needs none of them."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(HOMES[name]), name)
