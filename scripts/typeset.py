#!/usr/bin/env python3
"""Typeset a manuscript of the corpora: manuscript.txt -> Word -> PDF -> text dump (組版).

    python scripts/typeset.py corpora/misaki-kurashi/meeting-1 --style numbered --format pdf -o out.pdf
    python scripts/typeset.py --set          # writes again the pages that are kept in the repository (KEPT)

Needs LibreOffice (`soffice`) on the path and the IPAex fonts (Debian: fonts-ipaexfont). The same manuscript gives the
same bytes: zip times, PDF dates and PDF identifiers are fixed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber
from councils import CORPORA
from pdfplumber.utils.clustering import cluster_objects
from typeset_slides import to_slides
from typeset_word import FIXED_DATE, STYLES, Style, rewrite_zip, to_docx

__all__ = ["KEPT", "STYLES", "Style", "dump", "kept_pages", "to_docx", "to_pdf"]

Glyph = dict[str, Any]  # of pdfplumber: text x0 x1 top bottom …, in points

FULL = ("plain.pdf", "plain.docx", "plain.txt", "numbered.pdf", "header.pdf")
PLAIN = ("plain.pdf", "plain.txt")
SPECIAL = tuple(
    f"special/{name}.{form}" for name in ("columns", "narrow", "ruby", "vertical") for form in ("pdf", "txt")
)
# What is kept of the pages, by document: `typeset/` is what the quality gate reads, `typeset/special/` what no reader
# is held to yet. Everything else is made on demand, since fonts make a page set 20 times as large as its manuscript.
KEPT = {
    "misaki-kurashi/meeting-1": FULL,
    "misaki-kurashi/meeting-2": (*FULL, "special/columns.pdf"),
    "misaki-kurashi/meeting-3": FULL,
    "misaki-kurashi/report": (*FULL, *(f"special/{name}.pdf" for name in ("counted", "upright", "tiers"))),
    "misaki-kurashi/meeting-4": PLAIN,
    "misaki-kurashi/meeting-5": PLAIN,
    "misaki-kurashi/meeting-6": (*PLAIN, "special/counted.pdf", "special/tiers.pdf"),
    "hataraku-kodomo/meeting-2": (*PLAIN, "special/tiers.pdf"),
    "hataraku-kodomo/report": ("special/tiers.pdf",),
    "jinzai-senryaku/meeting-1": PLAIN,
    "keizai-junkan/meeting-1": (*PLAIN, "special/tiers.pdf"),
    "kiban-kentoukai/meeting-1": (*PLAIN, *SPECIAL, "special/upright.pdf"),
    "kiban-kentoukai/deck-R6": ("special/slides.pdf", "special/cards.pdf"),
    "kiban-kentoukai/deck-R7": ("special/slides.pdf", "special/slides.docx", "special/slides.txt", "special/cards.pdf"),
    "shucho-kondan/meeting-1": PLAIN,
}


def kept_pages(name: str) -> tuple[str, ...]:
    """The files below `typeset/` that are kept of a document as `misaki-kurashi/meeting-1`."""
    return KEPT.get(name, ())


# --- PDF ------------------------------------------------------------------------------------------------------------

# /CreationDate(D:20250401000000Z'), /ID [ <00…> <00…> ], /DocChecksum /00…: of the same length, so that offsets hold
CREATED = re.compile(rb"(?<=/CreationDate\(D:)\d{14}[^)]*")
HEX_NAMES = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]+|(?<=<)[0-9A-F]{32}(?=>)")
# text:restart-on-page="true" text:offset="0.1965in"
LINE_NUMBER_GAP = re.compile(r'(?<=text:restart-on-page="true" )text:offset="[^"]*"')
# "</text:note></text:span><text:span>(1)": LibreOffice prints a note's own mark and also keeps it as text
DOUBLED_MARK = re.compile(r"((?:</text:note>|<text:note-body>)(?:<[^>]+>)*)\(\d+\)( ?)")


def to_pdf(words: dict[str, Path], folder: Path) -> None:
    """Convert Word files, by their style, to PDF in `folder`; as open text documents they are mended in between."""
    with tempfile.TemporaryDirectory() as between:
        _office("odt", list(words.values()), Path(between))
        texts = {Path(between) / f"{word.stem}.odt": STYLES[name] for name, word in words.items()}
        for text, style in texts.items():
            rewrite_zip(text, partial(_mended, style))
        _office("pdf", list(texts), folder)
    for word in words.values():
        _fix_pdf(folder / f"{word.stem}.pdf")


def _office(form: str, sources: list[Path], folder: Path) -> None:
    """One run of LibreOffice, with a profile of its own so that an open window does not swallow the command."""
    with tempfile.TemporaryDirectory() as profile:
        run = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*run, "--outdir", str(folder), *map(str, sources)], check=True, capture_output=True)


def _mended(style: Style, name: str, data: bytes) -> bytes:
    if name not in {"content.xml", "styles.xml"}:
        return data
    text = data.decode()
    if not style.overflow:  # LibreOffice 7.4 does not take w:overflowPunct from Word
        text = text.replace('punctuation-wrap="hanging"', 'punctuation-wrap="simple"')
    if style.number_gap is not None:
        text = text.replace('text:number-position="left"', 'text:number-position="right"')
        text = LINE_NUMBER_GAP.sub(f'text:offset="{style.number_gap}cm"', text)
    # a space at the start of a paragraph counts only as an element
    return DOUBLED_MARK.sub(lambda m: m[1] + ("<text:s/>" if m[2] else ""), text).encode()


def _fix_pdf(path: Path) -> None:
    date = "{:04}{:02}{:02}{:02}{:02}{:02}".format(*FIXED_DATE).encode()
    data = CREATED.sub(lambda match: date + match[0][14:], path.read_bytes())
    path.write_bytes(HEX_NAMES.sub(lambda match: b"0" * len(match[0]), data))


# --- text dump ------------------------------------------------------------------------------------------------------


def dump(pdf: Path, style: Style = STYLES["plain"]) -> str:
    """The PDF as a text dump: a blank line after each printed line, but one space at the start of each page."""
    with pdfplumber.open(pdf) as opened:
        pages = ["\n\n".join(_page_lines(page, style)) for page in opened.pages]
    return " " + "\n ".join(pages) + "\n"


def _page_lines(page: Any, style: Style) -> Iterator[str]:
    """The lines of a page in reading order: column by column, a vertical page as if it were turned."""
    characters = [_turned(c, page.width) for c in page.chars] if style.vertical else page.chars
    for column in range(style.columns):
        inside = [c for c in characters if _column(c, page.width, style) == column]
        if inside:
            yield from _printed_lines(inside, style)


def _turned(glyph: Glyph, width: float) -> Glyph:
    """A glyph of a vertical page with its axes exchanged: lines run rightwards, the first at the top."""
    place = {"x0": glyph["top"], "x1": glyph["bottom"], "top": width - glyph["x1"], "bottom": width - glyph["x0"]}
    return glyph | place


def _column(glyph: Glyph, width: float, style: Style) -> int:
    return min(style.columns - 1, int(glyph["x0"] * style.columns / width))


def _printed_lines(characters: list[Glyph], style: Style) -> Iterator[str]:
    """The lines from top to bottom; an empty paragraph is an empty line, a table cell a line of its own."""
    rows = cluster_objects(characters, lambda c: (c["top"] + c["bottom"]) / 2, tolerance=4)
    tops = [median(c["top"] for c in row) for row in rows]
    for row, (above, below) in zip(rows, pairwise([tops[0], *tops]), strict=True):
        yield from [""] * (round((below - above) / style.pitch) - 1)
        yield from _cells(sorted(row, key=lambda c: c["x0"]), style.em)


def _cells(row: list[Glyph], em: float) -> Iterator[str]:
    text = row[0]["text"]
    for before, after in pairwise(row):
        if after["x0"] - before["x1"] > 1.5 * em:  # wider than any gap of justified text
            yield text
            text = ""
        text += after["text"]
    yield text


# --- command --------------------------------------------------------------------------------------------------------


def typeset(manuscript: Path, targets: list[Path]) -> None:
    """Write one manuscript as files whose names tell the style and the form: `plain.pdf`, `ruby.docx`, `small.txt`."""
    with tempfile.TemporaryDirectory() as folder:
        words = {name: Path(folder) / f"{name}.docx" for name in sorted({target.stem for target in targets})}
        for name, word in words.items():
            if not STYLES[name].slides:
                to_docx(manuscript, STYLES[name], word)
        printed = {target.stem for target in targets if target.suffix != ".docx"}
        decks = {name for name in printed if STYLES[name].slides}
        if printed - decks:
            to_pdf({name: words[name] for name in sorted(printed - decks)}, Path(folder))
        for name in sorted(decks):
            deck = Path(folder) / f"{name}.fodt"
            to_slides(manuscript, STYLES[name].font, deck)
            _office("pdf", [deck], Path(folder))
            _fix_pdf(deck.with_suffix(".pdf"))
        for target in targets:
            made = words[target.stem].with_suffix(".docx" if target.suffix == ".docx" else ".pdf")
            data = dump(made, STYLES[target.stem]).encode() if target.suffix == ".txt" else made.read_bytes()
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def typeset_kept() -> None:
    """Write the pages of KEPT."""
    for name, files in KEPT.items():
        folder = CORPORA / name
        typeset(folder / "manuscript.txt", [folder / "typeset" / file for file in files])
        print(name, *files)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path, nargs="?", help="manuscript.txt のあるフォルダ")
    parser.add_argument("--set", dest="kept", action="store_true", help="リポジトリに置く組版をすべて作り直す")
    parser.add_argument("--style", choices=STYLES, default="plain")
    parser.add_argument("--format", choices=["docx", "pdf", "txt"], default="pdf")
    parser.add_argument("-o", "--out", type=Path, help="書き込むファイル（なければ 資料-体裁.形式）")
    given = parser.parse_args()
    if given.kept:
        typeset_kept()
    elif given.document:
        target = given.out or Path(f"{given.document.name}-{given.style}.{given.format}")
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / f"{given.style}.{given.format}"
            typeset(given.document / "manuscript.txt", [made])
            target.with_suffix(made.suffix).write_bytes(made.read_bytes())
    else:
        parser.error("資料を一つ指定するか、--set を付けてください")


if __name__ == "__main__":
    main()
