#!/usr/bin/env python3
"""The open benchmark of text linearisation (本文復元の公開比較): born-digital Japanese PDFs, us beside five peers.

    python scripts/bench_layout.py                                  # every engine over every file
    python scripts/bench_layout.py --styles columns --engines ours docvortex
    python scripts/bench_layout.py --json > layout.json             # the figures alone, for a machine

The pages are those of `corpora/*/*/typeset/`, and the round-trip files (往復) where they lie beside the project; the
truth is the manuscript that was typeset. Peers are pinned in `peers.txt` and run in `.venv-peers`, which is made here.

The rules lean to the peers. Each text is split at blank lines and at every line, each engine is run in several
settings, and in each style the pair with the highest `exact` counts. Text is compared without white space, full-width
and half-width forms as one; Markdown and HTML marks are taken off. Rows of tables are left aside. A footnote may stand
anywhere. A newline inside a paragraph counts as joined, with a space between Latin letters only.

exact        F1 over whole paragraphs          join     F1 over paragraph ends, on the characters that align
page breaks  share of the true paragraphs over a page break that come out whole
numbers      R: share of the printed line numbers that are gone, on a numbered page also of its page number;
             P: share of the digits gone that were such numbers and no figures of the text
furniture    R: share of the other characters that printing added (headers, page numbers, furigana) that are gone;
             P: share of the characters gone that printing had added
characters   share of the true ones that are there, as printed and in order
Latin        F1 over spaces between two Latin letters or digits
spurious     spaces beside a Japanese letter that the truth does not have
pages/s      pages per CPU second of one pass, after one file to warm up; ours makes the whole record in that time, and
             processes that an engine leaves running are not counted
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pypdfium2
from alignment import Stream, aligned, fold
from layout_peers import ENGINES, OURS, Readings, install_peers, run
from manuscript import PAGE_MARK, pieces
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
ROUND_TRIP = ROOT.parent / "shared" / "samples" / "roundtrip"

NUMBERED = ("numbered", "counted")  # ends of the names of styles with line numbers
LATIN, JAPANESE = re.compile(r"[0-9A-Za-z]"), re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
Counts = Counter[str]
Score = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """A PDF (標本) with its style and its true paragraphs; footnotes last, rows of tables begin with "|"."""

    path: Path
    style: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: one engine over one style in its best setting."""

    style: str
    engine: str
    setting: str
    counts: Counts
    seconds: float


def main() -> int:
    """Measure and print."""
    options = _options()
    samples = [sample for sample in gathered() if not options.styles or sample.style in options.styles]
    if not samples:
        print("その体裁のファイルがありません", file=sys.stderr)
        return 1
    truths = {str(sample.path): Truth(sample) for sample in samples}
    rows: list[Row] = []
    versions: dict[str, str] = {}
    if set(options.engines) - {OURS, "pdftotext"}:
        install_peers()
    for engine in options.engines:
        print(f"{engine} …", file=sys.stderr)
        versions[engine], readings = run(engine, list(truths))
        rows += rows_of(engine, readings, truths)
    print(as_json(rows, versions)) if options.json else show(rows, versions)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--engines", nargs="+", choices=ENGINES, default=list(ENGINES), help="比べるもの（省略時は全て）"
    )
    parser.add_argument("--styles", nargs="+", help="体裁（plain、numbered、往復numbered など。省略時は全て）")
    parser.add_argument("--json", action="store_true", help="数値をJSONで出力する")
    return parser.parse_args()


# --- the truth, and how near an engine comes -----------------------------------------------------------------------


def gathered() -> list[Sample]:
    """The kept pages of the corpora, then the round-trip files."""
    corpus = [_of_corpus(path) for path in sorted(ROOT.glob("corpora/*/*/typeset/**/*.pdf"))]
    return sorted(corpus, key=lambda sample: sample.style) + [
        _round_trip(path) for path in sorted(ROUND_TRIP.glob("*.pdf"))
    ]


def _of_corpus(path: Path) -> Sample:
    folder = next(parent.parent for parent in path.parents if parent.name == "typeset")
    parts = [piece for piece in pieces(folder / "manuscript.txt") if not PAGE_MARK.fullmatch(piece.text)]
    notes = tuple(piece.text for piece in parts if piece.kind == "note")
    texts = ("|" * (piece.kind == "row") + piece.text for piece in parts if piece.kind != "note")
    return Sample(path, path.stem, (*texts, *notes), notes)


def _round_trip(path: Path) -> Sample:
    document, style = path.stem.rsplit("_", 1)
    own = path.with_name(f"{path.stem}.gold.json")  # where the typesetter lost a comma
    gold = own if own.exists() else path.with_name(f"{document}.gold.json")
    return Sample(path, f"往復{style}", tuple(json.loads(gold.read_text(encoding="utf-8"))))


class Truth(Stream):
    """What the pages of a sample say, and what printing added to it."""

    def __init__(self, sample: Sample) -> None:
        super().__init__(text.removeprefix("|").replace("|", " ") for text in sample.paragraphs)
        printed = [text for text in sample.paragraphs if text.strip()]
        self.style, self.notes = sample.style, fold("".join("".join(sample.notes).split()))
        self.rows = {index for index, text in enumerate(printed) if text.startswith("|")}
        self.row_text = "".join(text for index, text in enumerate(self.parts()) if index in self.rows)
        sheets = Stream(pages_of(sample.path))
        self.pages = len(sheets.ends)
        self.added = Counter(sheets.folded) - Counter(self.folded)
        self.printed = Counter(sheets.folded) & Counter(self.folded)  # a typesetter may lose a comma
        torn = self._torn(sheets)
        self.crossing = [text for index, text in enumerate(self.parts()) if index in torn]

    def _torn(self, sheets: Stream) -> set[int]:
        """The paragraphs that begin on one page and end on another; a table is none."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for there, here in aligned(sheets.folded, self.folded).items():
            found[self.owner(here)].add(sheets.owner(there))
        return {index for index, pages in found.items() if len(pages) > 1} - self.rows

    @cached_property
    def body(self) -> list[str]:
        """The paragraphs that are no table rows, folded."""
        return [text for index, text in enumerate(self.parts()) if index not in self.rows]


def pages_of(path: Path) -> list[str]:
    """What is printed on each page, by pdfium, the only witness of page ends and of what was added."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def rows_of(engine: str, readings: Readings, truths: Mapping[str, Truth]) -> Iterator[Row]:
    """One row a style, in the setting and with the splitting that give the highest `exact`, then `join`."""
    for style in dict.fromkeys(truth.style for truth in truths.values()):
        paths = [path for path, truth in truths.items() if truth.style == style]
        rows = [
            Row(
                style,
                engine,
                f"{setting}/{split.__name__}",
                _sum(measured(split(texts[path][0]), truths[path]) for path in paths),
                sum(texts[path][1] for path in paths),
            )
            for setting, texts in readings.items()
            for split in (blanks, lines)
        ]
        if rows:
            yield max(rows, key=lambda row: (figures(row)["exact"], figures(row)["join"]))


def blanks(text: str) -> list[str]:
    """The text between blank lines."""
    return re.split(r"\n\s*\n", text.replace("\r", ""))


def lines(text: str) -> list[str]:
    """Every line."""
    return text.splitlines()


def measured(paragraphs: Iterable[str], truth: Truth) -> Counts:
    """Every count of one text; a paragraph out of a footnote is put last, as the truth has its notes."""
    got = Stream(sorted(paragraphs, key=lambda text: _place_of_note(text, truth.notes)))
    place = aligned(got.folded, truth.folded)
    reaches = [range(start, end) for start, end in pairwise([0, *got.ends])]
    body = [reach for text, reach in zip(got.texts, reaches, strict=True) if not _is_row(text, reach, place, truth)]
    texts = Counter(got.folded[reach.start : reach.stop] for reach in body)
    in_body = {here: there for here, there in place.items() if truth.owner(there) not in truth.rows}
    ends = {max(seen) for reach in body if (seen := [in_body[here] for here in reach if here in in_body])}
    true_ends = {end - 1 for index, end in enumerate(truth.ends) if index not in truth.rows}
    return (
        Counter(
            files=1,
            failed=int(not got.texts),
            pages=truth.pages,
            paragraphs=len(truth.body),
            paragraphs_got=len(body),
            paragraphs_hit=(texts & Counter(truth.body)).total(),
            ends=len(true_ends),
            ends_got=len(ends),
            ends_hit=len(ends & true_ends),
            crossing=len(truth.crossing),
            crossing_hit=(texts & Counter(truth.crossing)).total(),
            characters=sum(map(len, truth.body)),
            characters_hit=sum(got.text[here] == truth.text[there] for here, there in in_body.items()),
        )
        + _added(got, truth)
        + _spaces(got, truth, in_body)
    )


def _place_of_note(text: str, notes: str) -> int:
    squeezed = fold("".join(text.split()))
    return notes.find(squeezed) if len(squeezed) > 5 else -1  # shorter ones occur by chance


def _is_row(text: str, reach: range, place: Mapping[int, int], truth: Truth) -> bool:
    """Whether most of a paragraph stands in a table; where nothing of it could be placed, its words decide."""
    owners = [truth.owner(place[position]) in truth.rows for position in reach if position in place]
    if owners:
        return 2 * sum(owners) > len(owners)
    return bool(truth.rows) and fold(text.replace("|", "")) in truth.row_text


def _added(got: Stream, truth: Truth) -> Counts:
    """Of what printing added, how much there was and how much is left; and how much of the text is gone with it."""
    left = (Counter(got.folded) - Counter(truth.folded)) & truth.added
    lost = truth.printed - Counter(got.folded)
    numbered = truth.style.endswith(NUMBERED)
    counts: Counts = Counter()
    for name, found in (("", truth.added), ("_left", left), ("_lost", lost)):
        digits = sum(count for character, count in found.items() if numbered and character.isdigit())
        counts += Counter({f"numbers{name}": digits, f"furniture{name}": found.total() - digits})
    return counts


def _spaces(got: Stream, truth: Truth, place: Mapping[int, int]) -> Counts:
    """Spaces between neighbours of the same true paragraph."""
    inside = {place[p] for p in got.spaces if p in place and place.get(p - 1) == place[p] - 1} - set(truth.ends)
    latin = {position for position in truth.spaces if _latin(truth, position)}
    found = {position for position in inside if _latin(truth, position)}
    beside = [truth.text[position - 1 : position + 1] for position in inside - truth.spaces]
    return Counter(
        latin=len(latin),
        latin_got=len(found),
        latin_hit=len(found & latin),
        spurious=sum(bool(JAPANESE.search(pair)) for pair in beside),
    )


def _latin(truth: Truth, position: int) -> bool:
    return len(LATIN.findall(truth.text[position - 1 : position + 1])) == 2 and truth.owner(position) not in truth.rows


# --- what is shown -------------------------------------------------------------------------------------------------

WIDTH = 150  # columns of the terminal that the table needs
HEADINGS = (
    *("exact", "join", "頁またぎ", "行番号P", "行番号R", "柱などP", "柱などR"),
    *("文字", "欧文空白", "余分空白", "頁/秒"),
)


def figures(row: Row) -> Score:
    """The figures in the order of HEADINGS; None where there was nothing to find."""
    c = row.counts
    return {
        "exact": _f1(c, "paragraphs"),
        "join": _f1(c, "ends"),
        "page_breaks": _share(c["crossing_hit"], c["crossing"]),
        "numbers_p": _precision(c, "numbers"),
        "numbers_r": _share(c["numbers"] - c["numbers_left"], c["numbers"]),
        "furniture_p": _precision(c, "furniture"),
        "furniture_r": _share(c["furniture"] - c["furniture_left"], c["furniture"]),
        "characters": _share(c["characters_hit"], c["characters"]),
        "latin": _f1(c, "latin"),
        "spurious": c["spurious"],
        "pages_per_second": _share(c["pages"], row.seconds),
    }


def _f1(counts: Counts, name: str) -> float | None:
    true, got = counts[name], counts[f"{name}_got"]
    return 2 * counts[f"{name}_hit"] / (true + got) if true else None


def _precision(counts: Counts, name: str) -> float | None:
    """Of what is gone, the share that printing had added; None where nothing is."""
    gone = counts[name] - counts[f"{name}_left"]
    return _share(gone, gone + counts[f"{name}_lost"]) if gone else None


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _sum(counts: Iterable[Counts]) -> Counts:
    total: Counts = Counter()
    for one in counts:
        total.update(one)
    return total


def with_totals(rows: Sequence[Row]) -> list[Row]:
    """The rows style by style, and each engine over all of them."""
    ordered = sorted(rows, key=lambda row: [other.style for other in rows].index(row.style))
    engines = {row.engine: [other for other in rows if other.engine == row.engine] for row in rows}
    totals = [
        Row("計", name, "", _sum(row.counts for row in own), sum(row.seconds for row in own))
        for name, own in engines.items()
    ]
    return ordered + totals


def show(rows: Sequence[Row], versions: Mapping[str, str]) -> None:
    """The table for a person; under each style stands how many there were of each thing."""
    table = Table("体裁", "エンジン", "設定", title="本文復元の公開比較", caption=_names(versions))
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    style = ""
    for row in with_totals(rows):
        if row.style != style:
            style, n = row.style, row.counts
            table.add_section()
            there = (
                *("paragraphs", "ends", "crossing", "", "numbers", "", "furniture"),
                *("characters", "latin", "", "pages"),
            )
            table.add_row(
                style, "n", f"{n['files']}件", *(f"{n[name]:,}" if name else "" for name in there), style="dim"
            )
        failed = f"（失敗{row.counts['failed']}件）" if row.counts["failed"] else ""
        table.add_row(
            "", row.engine + failed, row.setting, *(_shown(name, value) for name, value in figures(row).items())
        )
    Console(width=WIDTH).print(table)


def _shown(name: str, value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}" if name in {"spurious", "pages_per_second"} else f"{value:.4f}"


def _names(versions: Mapping[str, str]) -> str:
    return " · ".join(f"{engine} {found}" for engine, found in versions.items())


def as_json(rows: Sequence[Row], versions: Mapping[str, str]) -> str:
    """Every figure with the counts behind it."""
    found = [
        {"style": row.style, "engine": row.engine, "setting": row.setting, **figures(row), "counts": row.counts}
        for row in with_totals(rows)
    ]
    return json.dumps({"versions": versions, "rows": found}, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    sys.exit(main())
