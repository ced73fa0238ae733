#!/usr/bin/env python3
"""Speed and memory (速さと記憶量): reading and the whole parse, as ratios against pdfplumber in the same run.

    python scripts/bench.py                        # our corpus, and the real samples where they lie beside the project
    python scripts/bench.py FILE ... --rounds 5    # PDF, Word and text files of your own
    python scripts/bench.py --json --no-memory     # the figures alone, for a machine

Nothing here fails a build: a machine has its moods, so speed is never a timed test. What is compared is CPU seconds,
not the clock on the wall. Every round runs every measure on a file before it goes to the next file, so that noise hits
all of them alike; a ratio is taken within a round, and its median over the rounds is what counts. The pages and the
characters that are divided by seconds are the same for all measures. On Windows CPU time goes in steps of 16 ms, so
look there at totals, not at one small file.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from itertools import cycle
from operator import truediv
from pathlib import Path
from statistics import linear_regression, median
from tempfile import TemporaryDirectory

import pdfplumber
import psutil
import pypdfium2
from rich.console import Console
from rich.progress import track
from rich.table import Table

from minutes_nlp.model import DocumentKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.reading.pdf.file import read_pdf

ROOT = Path(__file__).resolve().parents[1]
CORPUS = "corpora/*/*/typeset/*"
SAMPLES = ("pdf/*", "roundtrip/*", "text/*", "docx/*")
SUFFIXES = {".pdf", ".docx", ".txt"}

READ_TIMES, PARSE_TIMES = 5.0, 3.0  # promised: times as fast as pdfplumber's `.chars`, the parse for minutes
BASE_MB, PAGE_MB = 150.0, 0.5  # promised: what one process takes at most
STEPS = (1, 10, 20, 40, 60)  # pages of the joined files from which memory per page is read
LEAST = 1_000  # characters from which the ratio of a single file says anything
POLL_SECONDS = 0.002  # comes within 0.3 MB of the peak that Linux itself keeps (VmHWM)
MEGABYTE = 2**20

PEER = "pdfplumber"
WATCHED = """
import os, pathlib, sys, psutil
from minutes_nlp.pipeline import make_record
print(os.getpid(), psutil.Process().memory_info().rss, flush=True)
file = pathlib.Path(sys.argv[1])
make_record(file.read_bytes(), file.name).to_json()
"""


@dataclass(slots=True)
class Sample:
    """A file that every measure can use (標本), and the CPU seconds of each measure, round by round."""

    path: Path
    kind: DocumentKind
    pages: int
    characters: int  # without white space
    seconds: dict[str, list[float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The end of its path: `meeting-1/typeset/plain.pdf`."""
        return "/".join(self.path.parts[-3:])

    @property
    def suffix(self) -> str:
        """`.pdf`, `.docx`, `.txt` …"""
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class Speed:
    """One measure over a group of files: sums of medians, and how many times as fast as pdfplumber."""

    group: str
    measure: str
    files: int
    pages: int
    cpu_seconds: float
    pages_per_second: float
    characters_per_second: float
    times: float | None  # median over the rounds
    least: float | None  # the same of the file where it is smallest


@dataclass(frozen=True, slots=True)
class Footprint:
    """The memory of a fresh process that makes one record, in MB: after the imports, and at its peak."""

    name: str
    pages: int
    base: float
    peak: float


def main() -> int:
    """Measure and print."""
    options = _options()
    notes = Console(stderr=True)
    samples, left_out = gathered(options.files or default_files(), notes)
    if not samples:
        notes.print(f"計測できるファイルがありません {left_out or ''}")
        return 1
    for _ in track(range(options.rounds), "計測中", console=notes, transient=True):
        run_round(samples)
    footprints = [] if options.no_memory else list(footprints_of(samples, notes))
    figures = Figures(options.rounds, list(speeds_of(samples)), footprints, left_out)
    if options.json:
        print(as_json(figures, samples))
    else:
        show(figures)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="PDF・Word・テキスト（省略時は付属の資料）")
    parser.add_argument("--rounds", type=int, default=3, help="計測の回数（既定は3）")
    parser.add_argument("--json", action="store_true", help="数値をJSONで出力する")
    parser.add_argument("--no-memory", action="store_true", help="記憶量を測らない")
    return parser.parse_args()


# --- what is measured ---------------------------------------------------------------------------------------------


def peer_characters(data: bytes, _name: str) -> int:
    """All characters of all pages by pdfplumber, each page closed as its manual tells."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            count += len(page.chars)
            page.close()
    return count


def plain_text(data: bytes, _name: str) -> int:
    """The bare text by pdfium, without a box: how fast a page can be read at all."""
    with pypdfium2.PdfDocument(data) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def whole_parse(data: bytes, name: str) -> int:
    """The record as JSON."""
    return len(make_record(data, name).to_json())


Measure = Callable[[bytes, str], object]
PDF_MEASURES: dict[str, Measure] = {
    PEER: peer_characters,
    "read": read_pdf,
    "parse": whole_parse,
    "pdfium": plain_text,
}


def measures_for(path: Path) -> dict[str, Measure]:
    """All for a PDF; Word and text files have no peer here."""
    return PDF_MEASURES if path.suffix.lower() == ".pdf" else {"parse": whole_parse}


def default_files() -> list[Path]:
    """Our corpus, and the real documents beside the project where there are any."""
    real = ROOT.parent / "shared" / "samples"
    found = [*ROOT.glob(CORPUS), *(path for pattern in SAMPLES for path in real.glob(pattern))]
    return sorted(path for path in found if path.suffix.lower() in SUFFIXES)


def gathered(paths: Sequence[Path], notes: Console) -> tuple[list[Sample], dict[str, str]]:
    """The files that all measures can use, each run once by each measure to warm up; the others with the reason."""
    samples: list[Sample] = []
    left_out: dict[str, str] = {}
    for path in track(paths, "準備中", console=notes, transient=True):
        try:
            samples.append(sample_of(path))
        except Exception as error:  # noqa: BLE001 - the peer fails in its own ways
            left_out["/".join(path.parts[-3:])] = getattr(error, "code", type(error).__name__)
    return samples, left_out


def sample_of(path: Path) -> Sample:
    """A file with its kind, pages and characters."""
    data = path.read_bytes()
    record = make_record(data, path.name)
    for measure in measures_for(path).values():
        measure(data, path.name)
    return Sample(path, record.kind, len(record.pages), len("".join(record.source_text.split())))


def run_round(samples: Iterable[Sample]) -> None:
    """Add one timing of every measure to every sample."""
    for sample in samples:
        data = sample.path.read_bytes()
        for name, measure in measures_for(sample.path).items():
            sample.seconds.setdefault(name, []).append(cpu_seconds(measure, data, sample.path.name))


def cpu_seconds(measure: Measure, data: bytes, name: str) -> float:
    """CPU seconds of one run that does not pay for the garbage of another."""
    gc.collect()
    start = time.process_time()
    measure(data, name)
    return time.process_time() - start


# --- speed --------------------------------------------------------------------------------------------------------


def speeds_of(samples: Sequence[Sample]) -> Iterator[Speed]:
    """Every measure over minutes, reports and all PDF files, then over Word and text files."""
    pdf = [sample for sample in samples if sample.suffix == ".pdf"]
    groups = {
        "minutes": [sample for sample in pdf if sample.kind is DocumentKind.MINUTES],
        "reports": [sample for sample in pdf if sample.kind is DocumentKind.REPORT],
        "all": pdf,
        "word": [sample for sample in samples if sample.suffix == ".docx"],
        "text": [sample for sample in samples if sample.suffix not in {".pdf", ".docx"}],
    }
    for group, members in groups.items():
        if members:
            yield from (speed(group, measure, members) for measure in members[0].seconds)


def speed(group: str, measure: str, samples: Sequence[Sample]) -> Speed:
    """One measure over one group."""
    seconds = sum(median(sample.seconds[measure]) for sample in samples)
    pages = sum(sample.pages for sample in samples)
    compared = PEER in samples[0].seconds and measure != PEER
    alone = [[sample] for sample in samples if compared and sample.characters >= LEAST]
    return Speed(
        group=group,
        measure=measure,
        files=len(samples),
        pages=pages,
        cpu_seconds=seconds,
        pages_per_second=pages / seconds,
        characters_per_second=sum(sample.characters for sample in samples) / seconds,
        times=times_of(samples, measure) if compared else None,
        least=min((times_of(one, measure) for one in alone), default=None),
    )


def times_of(samples: Sequence[Sample], measure: str) -> float:
    """How many times as fast as pdfplumber: the median over the rounds of the ratios of total CPU seconds."""
    ratios: Iterable[float] = map(truediv, totals(samples, PEER), totals(samples, measure))
    return median(ratios)


def totals(samples: Iterable[Sample], measure: str) -> list[float]:
    """CPU seconds over all files, round by round."""
    return [sum(turn) for turn in zip(*(sample.seconds[measure] for sample in samples), strict=True)]


# --- memory -------------------------------------------------------------------------------------------------------


def footprints_of(samples: Sequence[Sample], notes: Console) -> Iterator[Footprint]:
    """The largest PDF of each number of pages up to 60, and pages joined to 1 … 60."""
    pdf = sorted((sample for sample in samples if sample.suffix == ".pdf"), key=lambda one: one.characters)
    files = {sample.pages: (sample.pages, sample.name, sample.path) for sample in pdf if sample.pages <= STEPS[-1]}
    paths = [sample.path for sample in reversed(pdf)]
    with TemporaryDirectory() as folder:
        joined = [(pages, "joined", joined_pages(paths, pages, Path(folder))) for pages in STEPS if paths]
        for pages, name, path in track([*files.values(), *joined], "記憶量を計測中", console=notes, transient=True):
            yield footprint(name, path, pages)


def joined_pages(paths: Sequence[Path], pages: int, folder: Path) -> Path:
    """A PDF of so many pages, taken from files in turn and over again."""
    target = folder / f"joined-{pages}.pdf"
    with ExitStack() as stack:
        sources = [stack.enter_context(pypdfium2.PdfDocument(path)) for path in paths]
        joined = stack.enter_context(pypdfium2.PdfDocument.new())
        for source in cycle(sources):
            joined.import_pages(source, list(range(min(len(source), pages - len(joined)))))
            if len(joined) == pages:
                break
        joined.save(target)
    return target


def footprint(name: str, path: Path, pages: int) -> Footprint:
    """Watch a fresh process that makes one record; it says its id, for on Windows a launcher stands before it."""
    command = [sys.executable, "-c", WATCHED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        pid, base = map(int, child.stdout.readline().split())
        peak = base
        while child.poll() is None:
            with suppress(psutil.Error):  # it may have ended since
                peak = max(peak, psutil.Process(pid).memory_info().rss)
            time.sleep(POLL_SECONDS)
    return Footprint(name, pages, base / MEGABYTE, peak / MEGABYTE)


def line_through(footprints: Sequence[Footprint]) -> tuple[float, float]:
    """MB of a file without pages and MB per page, by least squares."""
    per_page, start = linear_regression([one.pages for one in footprints], [one.peak for one in footprints])
    return start, per_page


# --- what is shown ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """All that one run found (計測結果); files left out with the reason."""

    rounds: int
    speeds: Sequence[Speed]
    footprints: Sequence[Footprint]
    left_out: dict[str, str]


def machine() -> dict[str, str | int | float]:
    """What the figures depend on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count() or 0,
        "load": round(psutil.getloadavg()[0], 1),
        "python": platform.python_version(),
        **{name: version(name) for name in ("minutes_nlp", PEER, "pdfminer.six", "pypdfium2")},
    }


def promises(figures: Figures) -> Iterator[tuple[str, bool]]:
    """What we promise, with the figure, and whether it holds."""
    times = {(one.group, one.measure): one.times or 0.0 for one in figures.speeds}
    for group, measure, least in (("all", "read", READ_TIMES), ("minutes", "parse", PARSE_TIMES)):
        if (group, measure) in times:
            ratio = times[group, measure]
            yield f"{group} {measure}: {PEER} の {ratio:.1f} 倍（約束 {least:.0f} 倍以上）", ratio >= least
    if figures.footprints:
        start, per_page = line_through(figures.footprints)
        most = max(one.peak for one in figures.footprints)
        found = f"{start:.0f} MB + 1ページ {per_page:.2f} MB、最大 {most:.0f} MB"
        holds = all(one.peak <= BASE_MB + PAGE_MB * one.pages for one in figures.footprints)
        yield f"記憶量: {found}（約束 {BASE_MB:.0f} MB + 1ページ {PAGE_MB} MB 以下）", holds


def show(figures: Figures) -> None:
    """Tables for a person."""
    print(" · ".join(f"{name} {value}" for name, value in machine().items()))
    Console().print(_speed_table(figures))
    for text, holds in promises(figures):
        print("○" if holds else "×", text)
    if figures.left_out:
        print("対象外:", "、".join(f"{name}（{reason}）" for name, reason in figures.left_out.items()))


def _speed_table(figures: Figures) -> Table:
    table = Table("群", "処理", title=f"速さ（CPU時間、{figures.rounds}回の中央値。倍率は{PEER}に対して）")
    for heading in ("件", "頁", "CPU秒", "頁/秒", "字/秒", "倍率", "最小"):
        table.add_column(heading, justify="right")
    for one in figures.speeds:
        per_second = (f"{value:,.0f}" for value in (one.pages_per_second, one.characters_per_second))
        times = ("" if value is None else f"{value:.1f}" for value in (one.times, one.least))
        counts = (f"{one.files}", f"{one.pages}", f"{one.cpu_seconds:.2f}")
        table.add_row(one.group, one.measure, *counts, *per_second, *times)
    return table


def as_json(figures: Figures, samples: Iterable[Sample]) -> str:
    """Every figure, down to the single timings."""
    found = asdict(figures) | {
        "machine": machine(),
        "promises": dict(promises(figures)),
        "files": [asdict(one) | {"path": one.name} for one in samples],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    sys.exit(main())
