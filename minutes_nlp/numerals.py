"""How a number is printed (数の読み方): 1,234 ２億３千万 三百二十 二〇二四, and the plain form of a text to search."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["KANJI_DIGITS", "in_ascii", "number"]

KANJI_DIGITS = "〇一二三四五六七八九"
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
TOO_LARGE = 10**16  # one more than 9999兆

ASCII = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7E)}
    | dict.fromkeys("\u3000\u00a0", " ")
    | dict.fromkeys("～〜", "~")
    | dict.fromkeys("‐‑‒–—―−－", "-")
    | {"∶": ":", "零": "〇"}
)
# "1,234.5", "二〇", "百", "億"
TOKEN = re.compile(rf"(?P<arabic>\d[\d,]*(?:\.\d+)?)|(?P<kanji>[{KANJI_DIGITS}]+)|(?P<unit>[十百千万億兆])|[ \t]")


def in_ascii(text: str) -> str:
    """The text with digits, letters and signs in ASCII, one character for one, so that offsets stay (半角への統一)."""
    return text.translate(ASCII)


def number(printed: str) -> Decimal | None:
    """The exact number that a string in ASCII form prints (数値); None where it is none (十十, 万, 1億2兆)."""
    total, section, current = Decimal(0), Decimal(0), None
    begun = False  # whether the section has a number, be it 0: ０百万
    small, large = 10**4, 10**16  # the units that may still follow are smaller than these
    position = 0
    while token := TOKEN.match(printed, position):
        position = token.end()
        if name := token["unit"]:
            if name in SMALL and SMALL[name] < small:
                small = SMALL[name]
                section += (1 if current is None else current) * small
                begun = True
            elif name in LARGE and LARGE[name] < large and (begun or current is not None):
                large, small, begun = LARGE[name], 10**4, False
                total, section = total + (section + (current or 0)) * large, Decimal(0)
            else:
                return None
            current = None
        elif digits := token["arabic"] or token["kanji"]:
            if current is not None:
                return None
            current = _digits(digits)
    is_number = 0 < position == len(printed)
    return total + section + (current or 0) if is_number and total < TOO_LARGE else None


def _digits(printed: str) -> Decimal:
    if printed[0] in KANJI_DIGITS:
        return Decimal("".join(str(KANJI_DIGITS.index(character)) for character in printed))
    return Decimal(printed.replace(",", ""))
