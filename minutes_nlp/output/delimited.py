"""A table for machines (機械可読データ): CSV that keeps the government's rules for data that machines read.

One table, one head row, one value a cell, no merged cells, no line breaks inside values, dates as ISO 8601, numbers
without separators. UTF-8 with a byte order mark: without it a Japanese Excel reads the file as CP932 and shows rubbish,
while what reads CSV otherwise (Python's `utf-8-sig`, pandas, R, PostgreSQL's clients) drops it or can be told to.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from minutes_nlp.files import write_whole
from minutes_nlp.output.cells import printable, quoted
from minutes_nlp.output.sheets import Value

__all__ = ["csv_text", "write_csv"]

BREAKS = re.compile(r"\s*\n\s*|\t|[\x85\u2028\u2029]")  # the end of a paragraph inside a value


def write_csv(headings: Mapping[str, str], rows: Sequence[Mapping[str, Value]], target: Path) -> None:
    """The rows as a CSV file, a column for each field of `headings`. StoreError."""
    write_whole(csv_text(headings, rows).encode("utf-8-sig"), target)


def csv_text(headings: Mapping[str, str], rows: Sequence[Mapping[str, Value]]) -> str:
    """The rows as CSV text (RFC 4180)."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headings.values())
    writer.writerows([_plain(row[name]) for name in headings] for row in rows)
    return stream.getvalue()


def _plain(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return quoted(BREAKS.sub(" ", printable(value)).strip()) if isinstance(value, str) else value
