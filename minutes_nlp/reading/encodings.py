"""Which encoding a text file is in (文字コード), told by evidence: marks, NULs, strict decoding, likely Japanese."""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_nlp.errors import SourceError
from minutes_nlp.model import Note

__all__ = ["Decoded", "decoded"]

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SEVEN_BIT = ("iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext")
UTF_8 = "utf-8"
EIGHT_BIT = (UTF_8, "cp932", "euc_jp", "euc_jis_2004")
WITH_NULS = ("utf-16-le", "utf-16-be", *EIGHT_BIT)

LIKELY_SHARE = 0.5  # the right reading scores over 0.9, UTF-16 in the other byte order and pictures under 0.3
SAMPLE = 100_000  # characters looked at for likelihood: more change nothing and cost time
# A file that somebody's mail or editor hurt has a few bad bytes; in pictures and programs one byte in four is odd.
ODD_SHARE = 0.02
ODD_FEW = 2  # in a note of a few words two bytes are more than that share
# Swept 0.25–10 on 1,400 cuttings of 15 to 1,000 characters in five encodings, whole and cut in mid-character: whole
# ones are told right at any weight; of 15 characters with a cut start 0.5 takes 5 UTF-8 ones for CP932, 4 takes 94.
ODD_WEIGHT = 0.5
DOS_END = "\x1a"  # MS-DOS editors end a file with Ctrl+Z

# あ、亜「Ａ
LIKELY = re.compile(r"[\t\n\r\f\x20-\x7e　-〿ぁ-ヿ一-鿿！-～①-⑳Ⅰ-ⅹ■-◯←-⇿×…―‐〜’“”]")
# NUL, U+0085, U+FFFD, and what CP932 makes of the bytes A0 and FD to FF
ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\uf8f0-\uf8f3]")
LOST = re.compile("\ufffd+")


class Decoded(NamedTuple):
    """A file's characters, the encoding that gave them, and the doubts about it."""

    string: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decoded(data: bytes) -> Decoded:
    """The text of a file (復号); SourceError `no-text` where it is empty and `not-text` where no encoding fits."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(_reading(data[len(mark) :], encoding))
    return _checked(max((_reading(data, encoding) for encoding in _candidates(data)), key=_rank))


def _candidates(data: bytes) -> tuple[str, ...]:
    if b"\0" in data:
        return WITH_NULS
    if b"\x1b$" in data and data.isascii():
        return SEVEN_BIT
    # no Japanese text of more than a few characters in another encoding is UTF-8 by chance
    return EIGHT_BIT if _odd(_reading(data, UTF_8).string) else (UTF_8,)


def _reading(data: bytes, encoding: str) -> Decoded:
    string = data.decode(encoding, errors="replace").removesuffix(DOS_END)
    return Decoded(string, encoding)


def _rank(reading: Decoded) -> float:
    """How likely the reading is: the share of likely characters, less what is odd; the earlier of two equals wins."""
    sample = reading.string[:SAMPLE]
    size = max(len(sample), 1)
    return len(LIKELY.findall(sample)) / size - ODD_WEIGHT * _odd(sample) / size


def _odd(string: str) -> int:
    """How many characters no text has; one cut at the end of the file is no sign against it."""
    return len(ODD.findall(string)) - string.endswith("\ufffd")


def _checked(reading: Decoded) -> Decoded:
    string = reading.string
    if not string.strip():
        raise SourceError("no-text", "文字がありません", remedy="ファイルの中身を確かめてください")
    if not _is_text(reading):
        raise SourceError(
            "not-text",
            "テキストファイルとして読めません(文字コードが分からないか、文字のファイルではありません)",
            remedy="元のソフトで開き、PDF・Word(.docx)・テキスト(UTF-8)のどれかで保存し直してください",
        )
    return reading._replace(notes=_notes(string))


def _is_text(reading: Decoded) -> bool:
    rank = _rank(reading)
    if reading.encoding in WITH_NULS[:2] and rank < LIKELY_SHARE:
        return False  # almost any bytes are characters in UTF-16
    return _odd(reading.string) <= ODD_SHARE * len(reading.string) + (ODD_FEW if rank > LIKELY_SHARE else 0)


def _notes(string: str) -> tuple[Note, ...]:
    spans = tuple(match.span() for match in LOST.finditer(string))
    if not spans:
        return ()
    message = f"読めない文字が{len(spans)}か所あります(ファイルが途中で切れたか、壊れています)"
    return (Note("broken-bytes", message, spans),)
