#!/usr/bin/env python3
"""The pictures of the READMEs: the page and two papers, made from our own corpus (画面と資料の図).

    python scripts/pictures.py              # writes scripts/pictures/*.png
    python scripts/pictures.py --out DIR

Needs the extras `web` and `browser` and Debian's Chromium; the papers also LibreOffice (`soffice`), without which they
are left out. Council, persons and places in the pictures are invented.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from minutes_nlp.papers.making import make_paper
from minutes_nlp.papers.material import Material
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Store
from minutes_nlp.web import Settings, create_app

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
FOLDER = Path(__file__).parent / "pictures"
# One council whole with its report, the printed meetings and decks of the others that rules may be tuned on
COUNCIL = "misaki-kurashi"
FILES = (
    *(f"{COUNCIL}/meeting-{number}/typeset/plain.pdf" for number in range(1, 7)),
    f"{COUNCIL}/report/typeset/plain.pdf",
    "hataraku-kodomo/meeting-2/typeset/plain.pdf",
    "keizai-junkan/meeting-1/typeset/plain.pdf",
    "kiban-kentoukai/meeting-1/typeset/plain.pdf",
    "kiban-kentoukai/deck-R6/typeset/special/slides.pdf",
    "kiban-kentoukai/deck-R7/typeset/special/slides.pdf",
)
QUERY = "住まい"
WIDTH, HEIGHT = 1100, 1000  # pixels of a picture of the page
ACROSS, DOWN = 1500, 1100  # pixels of a picture of a paper; what is longer is cut
COLOURS = 64  # of a palette: letters stay smooth
MOST = 200_000  # bytes of a picture: a README stays quick
TODAY = date(2026, 11, 1)  # of the papers, so that they come out the same


def main() -> None:
    """Make all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FOLDER)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "kaigi.db"
        _fill(db)
        with _served(db) as address, _tab(address) as tab:
            for name, take in PAGES.items():
                _keep(Image.open(_shot(tab, take, Path(folder) / f"{name}.png")), out / f"{name}.png")
        for name, picture in _papers(db, Path(folder)):
            _keep(picture, out / f"{name}.png")


def _fill(db: Path) -> None:
    with Store(db) as store:
        for file in FILES:
            content = (CORPORA / file).read_bytes()
            name = f"{file.split('/')[0]}_{file.split('/')[1]}.pdf"
            store.add(make_record(content, name), content)


# --- the page


@contextmanager
def _served(db: Path) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(db)), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def _tab(address: str) -> Iterator[Page]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=ja"])
        size: Any = {"width": WIDTH, "height": HEIGHT}
        yield browser.new_page(base_url=address, locale="ja-JP", viewport=size, color_scheme="light")
        browser.close()


def _search(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_label("探す語").fill(QUERY)
    tab.get_by_role("button", name="検索").click()


def _leaf(tab: Page) -> None:
    """The page on which the first turn stands that was found, its lines marked."""
    _search(tab)
    tab.locator(".said.hit").first.get_by_role("link", name="原本").click()
    tab.wait_for_load_state("networkidle")
    tab.evaluate("window.scrollTo(0, 0)")


def _overview(tab: Page) -> None:
    tab.goto("/overview")
    tab.evaluate("document.getElementById('heat').scrollIntoView()")


def _remark(tab: Page) -> None:
    _search(tab)
    tab.locator(".said.hit").first.get_by_role("link", name="この発言を詳しく").click()


PAGES: Mapping[str, Callable[[Page], None]] = {
    "search": _search,
    "page": _leaf,
    "remark": _remark,
    "overview": _overview,
}


def _shot(tab: Page, take: Callable[[Page], None], target: Path) -> Path:
    take(tab)
    tab.wait_for_load_state("networkidle")
    tab.screenshot(path=target)
    return target


# --- the papers


def _papers(db: Path, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """The table of replies and the summary of a meeting, as they look when opened."""
    if not shutil.which("soffice"):
        print("soffice がないため、資料の図は作りません", file=sys.stderr)
        return
    with Store(db) as store:
        documents = sorted(store.documents(), key=lambda one: one.date or "")
        records = [store.record(one.record_id) for one in documents if one.name.startswith(f"{COUNCIL}_meeting")]
    for name, form in (("responses", "xlsx"), ("summary", "docx")):
        paper = folder / f"{name}.{form}"
        make_paper(name, Material(records[1:2], today=TODAY), paper)
        yield name, _first_page(paper, folder)


def _first_page(paper: Path, folder: Path) -> Image.Image:
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    page = pypdfium2.PdfDocument(paper.with_suffix(".pdf"))[0]
    wide = page.get_width() > page.get_height()
    picture = page.render(scale=(ACROSS if wide else DOWN * 0.75) / page.get_width()).to_pil().convert("RGB")
    return picture.crop((0, 0, picture.width, min(picture.height, DOWN)))


def _keep(picture: Image.Image, target: Path) -> None:
    """Write a picture with a palette; say so where it is too large."""
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.name}: {picture.width} × {picture.height}, {size:,} バイト{' (大きすぎる)' if size > MOST else ''}")


if __name__ == "__main__":
    main()
