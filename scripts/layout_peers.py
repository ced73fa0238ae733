"""The engines of the layout benchmark (比較の相手): ours and five peers, each run in its own environment.

`bench_layout.py` starts this file with the interpreter of the peers, so it imports nothing but the standard library;
alone it reads paths as JSON from standard input:

    echo '["a.pdf"]' | .venv-peers/bin/python scripts/layout_peers.py docvortex
"""

from __future__ import annotations

import gc
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["ABSENT", "ENGINES", "OURS", "Readings", "install_peers", "run"]

PEERS = Path(__file__).with_name("peers.txt")
ENVIRONMENT = Path(__file__).resolve().parents[1] / ".venv-peers"
OURS, ABSENT = "ours", "なし"

MARKDOWN = re.compile(
    r"""^(?:\#{1,6}|[-*])[ ](?!\d+[ ]-$)  # "## 見出し", "- 項目", but not "- 3 -"
    |\*\*|</?[a-z][^>]*>                # "**太字**", "<sup>1</sup>"
    |^\|[-:|\ ]+\|$                    # "| --- | --- |"
    |!\[[^]]*\]\([^)]*\)               # "![図](images/1.png)"
    |\\(?=[!-/:-@\[-`{-~])             # "\-"
    """,
    re.MULTILINE | re.VERBOSE,
)

Reader = Callable[[str], str]
Readings = dict[str, dict[str, tuple[str, float]]]  # setting, path -> text, CPU seconds


def ours() -> dict[str, Reader]:
    """Our blocks, a blank line between them; markers and labels are put back before their text."""
    make_record, table = import_module("minutes_nlp.pipeline").make_record, "table"

    def read(path: str) -> str:
        blocks = make_record(Path(path).read_bytes(), Path(path).name).blocks
        texts = ((block.label or block.marker or "") + block.text for block in blocks)
        return "\n\n".join(
            text.replace("\n", "\n\n") if block.kind == table else text
            for text, block in zip(texts, blocks, strict=True)
        )

    return {"blocks": read}


def by_pdfplumber() -> dict[str, Reader]:
    """`extract_text` by position, in the order of the file, and for lines that run downwards."""
    library = import_module("pdfplumber")
    downwards = {"line_dir": "rtl", "char_dir": "ttb", "line_dir_render": "ttb", "char_dir_render": "ltr"}

    def read(path: str, **settings: Any) -> str:
        texts = []
        with library.open(path) as pdf:
            for page in pdf.pages:
                texts.append(page.extract_text(**settings))
                page.close()
        return "\n".join(texts)

    return {
        "default": read,
        "flow": partial(read, use_text_flow=True),
        "tolerance": partial(read, x_tolerance_ratio=0.3),
        "vertical": partial(read, **downwards),
    }


def by_pypdfium2() -> dict[str, Reader]:
    """The text of each page, by range and by the box of the page."""
    library = import_module("pypdfium2")

    def read(path: str, call: str) -> str:
        with library.PdfDocument(path) as pdf:
            return "\n".join(getattr(page.get_textpage(), call)() for page in pdf)

    return {"range": partial(read, call="get_text_range"), "bounded": partial(read, call="get_text_bounded")}


def by_pdftotext() -> dict[str, Reader]:
    """Poppler's program in its three orders; its start is part of its time."""

    def read(path: str, flag: str = "-q") -> str:
        command = ["pdftotext", "-q", flag, "-enc", "UTF-8", "-nopgbrk", path, "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")

    return {"default": read, "layout": partial(read, flag="-layout"), "raw": partial(read, flag="-raw")}


def by_markitdown() -> dict[str, Reader]:
    """Its Markdown without the marks."""
    converter = import_module("markitdown").MarkItDown()
    return {"default": lambda path: unmarked(converter.convert(path).text_content)}


def by_docvortex() -> dict[str, Reader]:
    """Its Markdown without the marks."""
    library = import_module("docvortex")

    def read(path: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "text.md"
            library.convert(path, target, output_format="markdown")
            return unmarked(target.read_text(encoding="utf-8"))

    return {"default": read}


ENGINES: dict[str, Callable[[], dict[str, Reader]]] = {
    OURS: ours,
    "docvortex": by_docvortex,
    "markitdown": by_markitdown,
    "pdfplumber": by_pdfplumber,
    "pdftotext": by_pdftotext,
    "pypdfium2": by_pypdfium2,
}


def unmarked(text: str) -> str:
    """Markdown as plain text; the cells of a row stay parted by "|"."""
    return html.unescape(MARKDOWN.sub("", text))


def work(engine: str, paths: Sequence[str]) -> tuple[str, Readings]:
    """Inside the engine's environment: its version and all its readings."""
    settings = ENGINES[engine]()
    for reader in settings.values():
        timed(reader, paths[0])
    return version_of(engine), {
        name: {path: timed(reader, path) for path in paths} for name, reader in settings.items()
    }


def timed(reader: Reader, path: str) -> tuple[str, float]:
    """The text and the CPU seconds of this process and its children; no text where the engine fails."""
    gc.collect()
    start = cpu_seconds()
    try:
        text = reader(path)
    except Exception as error:  # noqa: BLE001 - every engine fails in its own way, and a failure is a result
        print(f"{Path(path).name}: {error!r}", file=sys.stderr)
        text = ""
    return text, cpu_seconds() - start


def cpu_seconds() -> float:
    """Of this process, and of its children that have ended (on Windows they are not told)."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def version_of(engine: str) -> str:
    """As installed in this environment."""
    if engine == "pdftotext":
        return subprocess.run([engine, "-v"], check=False, capture_output=True).stderr.decode().split()[2]
    return version("minutes_nlp" if engine == OURS else engine)


def install_peers() -> None:
    """Make the environment of the peers; one that cannot be installed is found absent when it is run."""
    python = peers_python()
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        (ENVIRONMENT / ".gitignore").write_text("*\n", encoding="utf-8")
    pins = [line.partition("#")[0].strip() for line in PEERS.read_text(encoding="utf-8").splitlines()]
    for pin in filter(None, pins):
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", pin]
        subprocess.run(pip, check=False, capture_output=True)


def peers_python() -> Path:
    """The interpreter of the peers' environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(engine: str, paths: Sequence[str]) -> tuple[str, Readings]:
    """Version and readings of an engine from a process of its own; nothing of one that is absent."""
    if engine == "pdftotext" and not shutil.which(engine):
        return ABSENT, {}
    python = sys.executable if engine in {OURS, "pdftotext"} else str(peers_python())
    command = [python, str(Path(__file__).resolve()), engine]
    quiet = os.environ | {"LOGURU_LEVEL": "ERROR", "PYTHONUTF8": "1"}
    done = subprocess.run(command, check=False, input=json.dumps(paths).encode(), capture_output=True, env=quiet)
    if done.returncode:
        print(done.stderr.decode(errors="replace")[-300:], file=sys.stderr)
        return ABSENT, {}
    found, readings = json.loads(done.stdout)
    return found, readings


if __name__ == "__main__":
    json.dump(work(sys.argv[1], json.load(sys.stdin)), sys.stdout)
