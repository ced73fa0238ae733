"""Text in cells (セルの文字列): nothing that a spreadsheet could take for a formula, or that XML cannot hold."""

from __future__ import annotations

import re

__all__ = ["FORMULA", "LONGEST_CELL", "is_formula", "printable", "quoted"]

# What a spreadsheet takes for a formula at the start of a cell; a Japanese Excel takes the full-width signs as well
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "−", "＠", "\t", "\r")
ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)  # one turns into a space
LONGEST_CELL = 32_000  # characters; Excel holds 32,767


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might reckon with a text (数式と見なされるか), be there blanks before its sign or not."""
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


def printable(text: str) -> str:
    """The text without the control characters that no XML holds."""
    return ILLEGAL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def quoted(text: str) -> str:
    """The text with an apostrophe before what might be taken for a formula, for files that know no types (CSV)."""
    return f"'{text}" if is_formula(text) else text
