"""Many files (一括処理): from what people point at to one whole record per file, and an outcome for each.

Nothing that one file does stops the others, nothing half-written is ever seen, and what is done is not done again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from minutes_nlp import __version__
from minutes_nlp.batch.inputs import targets
from minutes_nlp.corrections import beside, edition_of
from minutes_nlp.errors import MinutesError, SettingsError
from minutes_nlp.files import content_of, neighbour, remove, write_whole
from minutes_nlp.model import DocumentKind, Record
from minutes_nlp.pipeline import make_record, standard_kit
from minutes_nlp.reading.kinds import DOCX, PDF_HEAD, READABLE_SUFFIXES, is_pdf, unreadable
from minutes_nlp.workers import MOST_WORKERS, Limits, Pool, Result

__all__ = [
    "Outcome",
    "Plan",
    "State",
    "Summary",
    "carry_out",
    "check_readable",
    "parse",
    "plan",
    "process_all",
    "stamp_of",
]

LIMITS = Limits()
SECOND_READER = "pdfplumber"
SECOND_TRY = frozenset({"died", "timeout"})  # a second reader needs more memory, never less
REVIEW_NOTES = frozenset({"unparsed", "doubtful-notation", "broken-bytes", "doubtful-text", "stale-correction"})
EDGE = 1 << 16  # bytes at either end of a record that hold its source and its maker: 1–4 kB each today
SHA256 = re.compile(rb'"sha256":\s*"([0-9a-f]{64})"')  # "sha256":"9f86d0…"

Make = Callable[..., Record]
Value = TypeVar("Value")


class State(StrEnum):
    """How a file fared (結果)."""

    DONE = "done"
    REVIEW = "review"
    SKIPPED = "skipped"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a record holds, in numbers (件数); `review` are the messages of notes that ask people to look."""

    kind: DocumentKind
    pages: int | None  # None for Word files, which have no pages until they are printed
    utterances: int
    pairs: int
    notes: int
    review: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Record) -> Summary:
        """The numbers of a record."""
        return cls(
            record.kind,
            None if record.source.media_type == DOCX else len(record.pages),
            len(record.utterances),
            len(record.pairs),
            len(record.notes),
            tuple(note.message for note in record.notes if note.code in REVIEW_NOTES),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input (結果). A failure has an error and leaves an older record as it was."""

    source: Path
    target: Path | None
    state: State
    summary: Summary | None = None
    error: MinutesError | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, and where its record goes; `make` travels to the child by name."""

    source: Path
    make: Make
    characters: int | None = None
    reader: str | None = None
    notations: Path | None = None
    taxonomy: Path | None = None
    target: Path | None = None
    scratch: Path | None = None

    @property
    def corrections(self) -> tuple[Path, ...]:
        """The files of corrections, those beside the document before those beside its record, which count more."""
        places = dict.fromkeys(beside(path) for path in (self.source, self.target) if path)
        return tuple(path for path in places if path.exists())


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch will do (計画): files to read, and files whose outcome is known already."""

    jobs: tuple[Job, ...]
    settled: tuple[Outcome, ...]


def parse(
    path: str | os.PathLike[str],
    *,
    limits: Limits | None = LIMITS,
    notations: Path | None = None,
    taxonomy: Path | None = None,
    target: Path | None = None,
) -> Record:
    """The record of one file, read in a guarded child process; with `limits=None` in this process.

    The user's own `notations` are searched before ours, a `taxonomy` of one's own takes the place of ours. Corrections
    beside the file, or beside the record where that will be written to `target`, are applied. SourceError where the
    file cannot be used, with the way to make it usable.
    """
    job = Job(Path(path), make_record, notations=notations, taxonomy=taxonomy, target=target)
    if limits is None:
        return _read(job)
    with _LOCK:
        (result,) = _tried(_own_pool(os.getpid()), [replace(job, characters=limits.characters)], limits)
    if result.value is None:
        raise _failure(result)
    return result.value


def process_all(
    paths: Iterable[str | os.PathLike[str]],
    out_dir: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    limits: Limits = LIMITS,
    force: bool = False,
) -> Iterator[Outcome]:
    """One record per file below `out_dir`, and one outcome per file as it comes.

    SettingsError before any work begins where the paths do not make sense. With notations of one's own it is
    `carry_out(plan(paths, out_dir, notations=folder))`.
    """
    return carry_out(plan(paths, out_dir, force=force), jobs=jobs, limits=limits)


def plan(
    paths: Iterable[str | os.PathLike[str]],
    out_dir: str | os.PathLike[str],
    *,
    force: bool = False,
    notations: Path | None = None,
    taxonomy: Path | None = None,
) -> Plan:
    """What there is to do; nothing is written.

    SettingsError for a missing path and for a clash of outputs, NotationError for a notation that cannot be used,
    ModelError for such a taxonomy.
    """
    standard_kit(notations, taxonomy)
    out = Path(out_dir)
    if out.exists() and not out.is_dir():
        raise SettingsError("out-is-file", f"出力先 {out} はフォルダーではありません", remedy="--out を変えてください")
    jobs, settled = [], []
    for target, (source, named) in targets(paths, out).items():
        job = Job(source, make_record, notations=notations, taxonomy=taxonomy, target=target, scratch=neighbour(target))
        outcome = _settled(job, named=named, force=force)
        if outcome:
            settled.append(outcome)
        else:
            jobs.append(job)
    return Plan(tuple(jobs), tuple(settled))


def check_readable(plan: Plan) -> None:
    """SettingsError for a plan without one file that can be read: most likely the wrong folder was given."""
    if not plan.jobs and all(outcome.state is State.UNSUPPORTED for outcome in plan.settled):
        kinds = " ".join(sorted(READABLE_SUFFIXES))
        raise SettingsError(
            "nothing-readable",
            "読めるファイルが1件もありません",
            remedy=f"読める種類は {kinds} です。指定した場所と拡張子を確かめてください",
        )


def carry_out(plan: Plan, *, jobs: int | None = None, limits: Limits = LIMITS) -> Iterator[Outcome]:
    """The outcomes of a plan as they come, those first that are known already."""
    work = [replace(job, characters=limits.characters) for job in plan.jobs]
    size = min(os.cpu_count() or 1, MOST_WORKERS) if jobs is None else jobs
    try:
        with Pool(_write, size) as pool:
            yield from plan.settled
            yield from map(_outcome, _tried(pool, work, limits))
    finally:  # a child that was killed while it wrote
        for job in work:
            remove(job.scratch)


# --- one file

_LOCK = Lock()  # a pool belongs to one thread at a time


@lru_cache(maxsize=1)
def _own_pool(_process: int) -> Pool[Job, Record]:
    """The child that `parse` keeps, which ends with this process: starting one costs more than reading most files.

    A forked process must not talk to its parent's child, hence the key.
    """
    return Pool(_read)


def _read(job: Job) -> Record:
    name = os.fsencode(job.source.name).decode("utf-8", "backslashreplace")  # names from old archives are not Unicode
    try:
        content = content_of(job.source)
        return job.make(
            content,
            name,
            reader=job.reader,
            characters=job.characters,
            notations=job.notations,
            taxonomy=job.taxonomy,
            corrections=job.corrections,
        )
    except MinutesError as error:
        raise error.at(str(job.source)) from error


def _write(job: Job) -> Summary:
    """A child's part of a batch: the record goes to the disk, only its numbers cross the pipe."""
    record = _read(job)
    if job.target is not None:
        write_whole(record.to_json() + "\n", job.target, job.scratch)
    return Summary.of(record)


def _tried(pool: Pool[Job, Value], jobs: Iterable[Job], limits: Limits) -> Iterator[Result[Job, Value]]:
    """Each job's result; a PDF that brought its child down is read once more, by the other reader."""
    again = []
    for result in pool.run(jobs, limits):
        if result.error and result.error.code in SECOND_TRY and _is_pdf(result.task.source):
            again.append(replace(result.task, reader=SECOND_READER))
        else:
            yield result
    yield from pool.run(again, limits)


def _is_pdf(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return is_pdf(file.read(PDF_HEAD))
    return False


def _outcome(result: Result[Job, Summary]) -> Outcome:
    job, summary = result.task, result.value
    if summary is None:
        return Outcome(job.source, None, State.FAILED, error=_failure(result), seconds=result.seconds)
    state = State.REVIEW if summary.review else State.DONE
    return Outcome(job.source, job.target, state, summary, seconds=result.seconds)


def _failure(result: Result[Job, Value]) -> MinutesError:
    error = result.error or MinutesError("bug", "結果がありません")
    return error.at(str(result.task.source))


# --- what is done already


def _settled(job: Job, *, named: bool, force: bool) -> Outcome | None:
    """The outcome that needs no reading; None for a file that is to be read. A file named itself is always tried."""
    suffix = job.source.suffix.lower()
    if not named and suffix not in READABLE_SUFFIXES:
        error = unreadable(suffix, otherwise="読ませたいときは、このファイルを直接指定してください")
        return Outcome(job.source, None, State.UNSUPPORTED, error=error.at(str(job.source)))
    if not force and job.target and _is_done(job, job.target):
        return Outcome(job.source, job.target, State.SKIPPED)
    return None


def _is_done(job: Job, target: Path) -> bool:
    """Whether the record was made from this very file, its corrections and this very version of package and data."""
    stamp = stamp_of(target)
    versions = {
        "minutes_nlp": __version__,
        **standard_kit(job.notations, job.taxonomy).versions,
        **edition_of(job.corrections),
    }
    if stamp is None or stamp[1] != versions:
        return False
    with suppress(OSError), job.source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == stamp[0]
    return False


def stamp_of(target: Path) -> tuple[str, dict[str, str]] | None:
    """The hash of a record's source and the versions that made it, from the two ends of the file."""
    try:
        with target.open("rb") as file:
            head = file.read(EDGE)
            file.seek(max(target.stat().st_size - EDGE, 0))
            tail = file.read()
        digest = SHA256.search(head)
        maker = json.loads(b"{" + tail[tail.rindex(b'"maker":') :])["maker"]
        versions = {"minutes_nlp": maker["minutes_nlp"], **maker["models"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (digest[1].decode(), versions) if digest else None
