"""Files that staff drop on the page (資料を加える): read in guarded processes, one result for each as it comes.

The files lie in a temporary folder under numbers of our own; the name that a browser tells is shown and kept, but no
path is made of it but its last part. A run goes on in a thread of its own, so that the page answers meanwhile.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile as Upload
from starlette.exceptions import HTTPException

from minutes_nlp.batch.running import Outcome, carry_out, plan
from minutes_nlp.errors import MinutesError, SettingsError, StoreError
from minutes_nlp.keeping import keep
from minutes_nlp.reading.kinds import READABLE_SUFFIXES
from minutes_nlp.store import Store
from minutes_nlp.web.rendering import page
from minutes_nlp.web.settings import Settings
from minutes_nlp.workers import bug

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
MOST_FILES = 50
MOST_BYTES = 50_000_000  # of one file: the largest report seen has 21 MB
MOST_SENT = 500_000_000  # of all together
MOST_RUNS = 20  # kept to be looked at; older ones are forgotten, their documents stay in the store
LONGEST_NAME = 100  # characters: 300 bytes, near the limit of file systems
PIECE = 1 << 20
KINDS = " ".join(sorted(READABLE_SUFFIXES))
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')  # what some file system or terminal takes for more than a letter
WAITING = "待機中"
STATES = {"done": "完了", "review": "要確認", "skipped": "済み", "unsupported": "対象外", "failed": "失敗"}


@dataclass(slots=True)
class File:
    """A file of a run and what became of it (資料の処理結果)."""

    name: str
    state: str = WAITING
    message: str = ""
    record_id: str | None = None


@dataclass(slots=True)
class Run:
    """The files that were sent together (一回の追加)."""

    id: str
    files: dict[str, File]  # by their number
    is_over: bool = False
    error: str = ""
    lock: Lock = field(default_factory=Lock)

    @property
    def done(self) -> int:
        """How many files are finished."""
        return sum(one.state != WAITING for one in self.files.values())


_runs: dict[str, Run] = {}
_writing = Lock()  # one run at a time: the machine has few cores, and the store one writer


@router.get("/add", response_class=HTMLResponse)
def form(request: Request) -> Response:
    """Where files are dropped (資料を加える)."""
    _allowed(request)
    return page(request, "add.html", kinds=KINDS, most=MOST_FILES, size=MOST_BYTES // 10**6)


@router.post("/add")
async def add(request: Request) -> Response:
    """Take the files and begin to read them."""
    _allowed(request)
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_SENT:
        message = f"一度に送れるのは {MOST_SENT // 10**6} MB までです"
        raise SettingsError("too-large", message, remedy="何回かに分けて送ってください")
    async with request.form(max_files=MOST_FILES, max_fields=10) as sent:
        files = [one for one in sent.getlist("files") if isinstance(one, Upload) and one.filename]
        if not files:
            raise SettingsError("no-file", "ファイルが選ばれていません", remedy="ファイルを選んでから送ってください")
        run, folder = await run_in_threadpool(_saved, files)
    _remember(run)
    Thread(target=_carry_out, args=(run, folder, request.app.state.settings), daemon=True).start()
    return RedirectResponse(f"/add/{run.id}", 303)


@router.get("/add/{run_id}.json")
def progress(request: Request, run_id: str) -> Response:
    """How far a run is, for the page's script."""
    run = _known(request, run_id)
    return JSONResponse({"done": run.done, "files": len(run.files), "over": run.is_over})


@router.get("/add/{run_id}", response_class=HTMLResponse)
def result(request: Request, run_id: str) -> Response:
    """A run: each file with what became of it (処理結果)."""
    return page(request, "run.html", run=_known(request, run_id))


def _allowed(request: Request) -> None:
    if not request.app.state.settings.upload:
        raise HTTPException(404)


def _known(request: Request, run_id: str) -> Run:
    _allowed(request)
    if run_id not in _runs:
        raise HTTPException(404)
    return _runs[run_id]


def _remember(run: Run) -> None:
    _runs[run.id] = run
    for old in list(_runs)[:-MOST_RUNS]:
        if _runs[old].is_over:
            del _runs[old]


def _saved(files: Sequence[Any]) -> tuple[Run, Path]:
    """The files in a folder of their own; those that are too large are refused here, one by one."""
    folder = Path(tempfile.mkdtemp(prefix="minutes-"))
    try:
        return Run(secrets.token_urlsafe(12), dict(_put(files, folder))), folder
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        message = f"送られた資料を置けません(詳細: {error.strerror or error})"
        raise StoreError("not-written", message, remedy="一時フォルダーの空き容量を確かめてください") from error


def _put(files: Sequence[Any], folder: Path) -> Iterator[tuple[str, File]]:
    """Each file that was sent, by its number, once it lies in the folder."""
    for number, sent in enumerate(files, 1):
        file = File(_name(sent.filename))
        if sent.size is None or sent.size > MOST_BYTES:
            file.state, file.message = STATES["failed"], f"1件 {MOST_BYTES // 10**6} MB までです"
        else:
            place = folder / "files" / str(number) / file.name
            place.parent.mkdir(parents=True)
            with place.open("wb") as target:
                shutil.copyfileobj(sent.file, target, PIECE)
        yield str(number), file


def _name(told: str) -> str:
    """The last part of the name that a browser tells, without what is unsafe in one."""
    last = UNSAFE.sub("_", re.split(r"[/\\]", told)[-1]).strip(" .")
    stem, dot, suffix = last.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:10]}" if dot and stem else last[:LONGEST_NAME] or "資料"


def _carry_out(run: Run, folder: Path, settings: Settings) -> None:
    """Read the files and put their records into the store."""
    try:
        with _writing, Store(settings.db) as store:
            for outcome in _outcomes(folder, settings):
                number = outcome.source.parent.name
                run.files[number] = _told(store, outcome, run.files[number].name, settings)
        for number, file in run.files.items():
            if file.state == WAITING:  # a record, a lock file of Office and the like: a folder's run passes them over
                run.files[number] = File(file.name, STATES["unsupported"], f"読める種類は {KINDS} です")
    except MinutesError as error:
        run.error = str(error)
    except Exception as error:  # noqa: BLE001 - a thread of its own: whatever it is, the page must say so
        run.error = str(bug(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        run.is_over = True


def _outcomes(folder: Path, settings: Settings) -> Iterator[Outcome]:
    files = folder / "files"
    if files.is_dir():
        todo = plan([files], folder / "records", notations=settings.notations, taxonomy=settings.taxonomy)
        yield from carry_out(todo)


def _told(store: Store, outcome: Outcome, name: str, settings: Settings) -> File:
    """Put the record of a file into the store, and say what became of it."""
    state = STATES[outcome.state.value]
    if outcome.error:
        return File(name, state, "。".join(part for part in (outcome.error.message, outcome.error.remedy) if part))
    record_id = keep(store, outcome, None, notations=settings.notations, taxonomy=settings.taxonomy)
    return File(name, state, "。".join(outcome.summary.review) if outcome.summary else "", record_id)
