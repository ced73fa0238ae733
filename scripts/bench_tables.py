#!/usr/bin/env python3
"""Speed of tables (表の速さ): our way from the file to the cells, as ratios against pdfplumber's in the same run.

    python scripts/bench_tables.py                      # our corpus, and the real samples beside the project
    python scripts/bench_tables.py FILE.pdf --rounds 5  # PDF files of your own

Only pages on which we find a table are measured, cut out into a PDF of their own. Two ratios of CPU seconds, each the
median over the rounds: `whole` is the file read and laid out, all text in its cells, against `page.find_tables()` from
the file, which gives the boxes alone; `find` is the boxes alone on both sides, the file read before the clock starts.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import truediv
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2
from bench import cpu_seconds, default_files
from rich.console import Console
from rich.table import Table

from minutes_nlp.errors import MinutesError
from minutes_nlp.layout import lay_out
from minutes_nlp.pipeline import make_record
from minutes_nlp.reading.pdf.file import read_pdf
from minutes_nlp.reading.pdf.grids import grids_of
from minutes_nlp.reading.pdf.rules import drawn_rules, paths_of

PROMISED = 0.8  # times as fast as pdfplumber's `find_tables`, at least


@dataclass(slots=True)
class Sample:
    """The pages of one file that have tables (標本), and the CPU seconds of both sides, round by round."""

    name: str
    data: bytes
    pages: int
    tables: int
    seconds: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # ours, theirs


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="PDF(省略時は付属の資料)")
    parser.add_argument("--rounds", type=int, default=3, help="計測の回数(既定は3)")
    options = parser.parse_args()
    paths = [path for path in options.files or default_files() if path.suffix.lower() == ".pdf"]
    samples = [sample for path in paths if (sample := sample_of(path))]
    if not samples:
        print("表のあるPDFがありません")
        return 1
    for _ in range(options.rounds):
        for sample in samples:
            for name, measure in MEASURES.items():
                sample.seconds.setdefault(name, []).append(measure(sample.data))
    show(samples)
    return 0


def sample_of(path: Path) -> Sample | None:
    """The pages of a file on which we find tables; None where there are none, or the file cannot be used."""
    try:
        blocks = [block for block in make_record(path.read_bytes(), path.name).blocks if block.rows]
    except MinutesError:
        return None
    pages = sorted({page - 1 for block in blocks for page in block.pages})
    if not pages:
        return None
    target = io.BytesIO()
    with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as cut:
        cut.import_pages(source, pages)
        cut.save(target)
    return Sample(path.name, target.getvalue(), len(pages), len(blocks))


# --- what is measured ---------------------------------------------------------------------------------------------


def whole(data: bytes) -> tuple[float, float]:
    """From the file: our text in cells, their boxes."""
    return cpu_seconds(lambda data, name: lay_out(read_pdf(data, name)), data, ""), cpu_seconds(_their_tables, data, "")


def find(data: bytes) -> tuple[float, float]:
    """From the open page: the boxes alone on both sides."""
    ours = theirs = 0.0
    with pypdfium2.PdfDocument(data) as pdf:
        for page in list(pdf):
            ours += cpu_seconds(lambda _data, _name, page=page: _our_grids(page), data, "")
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            len(page.objects)  # read now, not while the clock runs
            theirs += cpu_seconds(lambda _data, _name, page=page: page.find_tables(), data, "")
            page.close()
    return ours, theirs


def _our_grids(page: pypdfium2.PdfPage) -> object:
    return grids_of(drawn_rules(paths_of(page.raw, lambda left, bottom, right, top: (left, -top, right, -bottom))))


def _their_tables(data: bytes, _name: str) -> int:
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            count += len(page.find_tables())
            page.close()
    return count


MEASURES: dict[str, Callable[[bytes], tuple[float, float]]] = {"whole": whole, "find": find}


# --- what is shown ------------------------------------------------------------------------------------------------


def times(samples: Sequence[Sample], measure: str) -> float:
    """How many times as fast as pdfplumber: the median over the rounds of the ratios of total CPU seconds."""
    rounds = zip(*(sample.seconds[measure] for sample in samples), strict=True)
    totals = [(sum(ours for ours, _ in one), sum(theirs for _, theirs in one)) for one in rounds]
    return median(truediv(theirs, ours) for ours, theirs in totals)


def show(samples: Sequence[Sample]) -> None:
    """A table for a person, file by file, and what we promise."""
    table = Table("ファイル", title="表の速さ(CPU時間の比。倍率はpdfplumberのfind_tablesに対して)")
    for heading in ("頁", "表", *MEASURES):
        table.add_column(heading, justify="right")
    for name, group in _groups(samples):
        counts = (f"{sum(one.pages for one in group)}", f"{sum(one.tables for one in group)}")
        table.add_row(name, *counts, *(f"{times(group, measure):.1f}" for measure in MEASURES))
    Console().print(table)
    for measure in MEASURES:
        ratio = times(samples, measure)
        print("○" if ratio >= PROMISED else "×", f"{measure}: {ratio:.1f} 倍(約束 {PROMISED} 倍以上)")


def _groups(samples: Sequence[Sample]) -> Iterator[tuple[str, Sequence[Sample]]]:
    yield from ((sample.name, [sample]) for sample in samples)
    yield "計", samples


if __name__ == "__main__":
    sys.exit(main())
