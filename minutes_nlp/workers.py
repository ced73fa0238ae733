"""Guarded worker processes (見張りつきの作業プロセス): a task that goes wrong costs that task and nothing else.

PDF libraries written in C can crash, hang or eat all memory. So each task runs in a child process that is watched from
outside: one that dies, hangs or grows too large is killed and replaced, its task is reported as an error, and all other
tasks go on. Children are spawned, never forked, so that Windows, Linux and macOS behave alike.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from math import inf
from multiprocessing import current_process, get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from time import monotonic
from types import ModuleType, TracebackType
from typing import Any, Generic, Self, TypeVar

import psutil

from minutes_nlp.errors import MinutesError, ModelError, SettingsError, SourceError

__all__ = ["MOST_WORKERS", "Limits", "Pool", "Result", "bug"]

Task = TypeVar("Task")
Value = TypeVar("Value")

MOST_WORKERS = 30  # Windows waits for at most 63 handles at once, and each worker has two
WATCH_SECONDS = 0.05  # 20 looks a second at time and memory; one look takes 30 µs
START_SECONDS = 60.0  # a first start behind a virus scanner takes 10 s and more
FALSE_STARTS = 3  # a child that dies before it is ready three times in a row will never be ready
READY = b""  # a pickle is never empty
MEGABYTE = 1 << 20
SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost (上限): wall-clock seconds, megabytes of memory, characters of text.

    The slowest of 65 real files took 2.2 s and none 200 MB: these stop what would block a batch or make a PC swap.
    """

    seconds: float = 120.0
    megabytes: int = 2048
    characters: int = 5_000_000  # twenty times a day's proceedings of the Diet

    def __post_init__(self) -> None:
        if not all(0 < limit < inf for limit in (self.seconds, self.megabytes, self.characters)):  # nan is neither
            raise SettingsError(
                "bad-limit",
                "時間・メモリ・文字数の上限は 0 より大きい、限りのある数です",
                remedy="--timeout と --memory の値を確かめてください",
            )


@dataclass(frozen=True, slots=True)
class Result(Generic[Task, Value]):
    """How a task ended (結果): with a value, or with an error and no value.

    Besides the errors that the function raises there are `timeout`, `memory`, `died` and `bug`.
    """

    task: Task
    value: Value | None
    error: MinutesError | None
    seconds: float


class Pool(Generic[Task, Value]):
    """Up to `size` children that run one importable function, each on one task at a time.

    A pool belongs to one thread. Its children start when there is work, and end with the pool or with this process.
    """

    def __init__(self, function: Callable[[Task], Value], size: int = 1) -> None:
        if not 1 <= size <= MOST_WORKERS:
            raise SettingsError(
                "bad-jobs", f"並列数 {size} では動かせません", remedy=f"-j を 1 から {MOST_WORKERS} までにしてください"
            )
        if current_process().daemon:
            raise SettingsError(
                "inside-worker",
                "multiprocessing の作業プロセスの中からは、見張りつきのプロセスを起動できません",
                remedy="parse(path, limits=None) とするか、process_all に任せてください",
            )
        self._function, self._size = function, size
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._false_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, tasks: Iterable[Task], limits: Limits) -> Iterator[Result[Task, Value]]:
        """The results in the order in which tasks end; tasks are drawn only when a child is free.

        ModelError where children cannot be started at all.
        """
        queue = iter(tasks)
        try:
            while self._hand_out(queue):
                wait([handle for worker in self._busy for handle in worker.handles], WATCH_SECONDS)
                for worker in tuple(self._busy):
                    yield from self._look_at(worker, limits)
        finally:
            self._drop(self._busy)

    def close(self) -> None:
        """End all children at once, whatever they are doing."""
        self._drop(self._busy)
        self._drop(self._idle)

    def _hand_out(self, queue: Iterator[Task]) -> bool:
        for task in islice(queue, self._size - len(self._busy)):
            self._give(task)
        return bool(self._busy)

    def _give(self, task: Task) -> None:
        while self._idle:
            worker = self._idle.pop()
            if worker.take(task):
                self._busy.append(worker)
                return
            worker.kill()
        worker = _Worker(self._function)
        self._busy.append(worker)
        worker.take(task)  # where it fails the child is dead, and the next look finds it so

    def _look_at(self, worker: _Worker, limits: Limits) -> Iterator[Result[Task, Value]]:
        reply = worker.reply(limits)
        if reply is None:
            return
        value, error = reply
        self._busy.remove(worker)
        if worker.dead or worker.megabytes > limits.megabytes / 2:  # a swollen child would spoil the next task
            worker.kill()
        else:
            self._idle.append(worker)
        if worker.ready:
            self._false_starts = 0
            yield Result(worker.task, value, error, monotonic() - worker.began)
        else:
            self._start_again(worker.task)

    def _start_again(self, task: Task) -> None:
        """A child that never became ready says nothing about its task."""
        self._false_starts += 1
        if self._false_starts >= FALSE_STARTS:
            raise ModelError(
                "no-worker",
                "作業プロセスを起動できません",
                remedy="minutes_nlp を入れ直すか、空きメモリを確かめてください",
            )
        self._give(task)

    @staticmethod
    def _drop(workers: list[_Worker]) -> None:
        while workers:
            workers.pop().kill()


class _Worker:
    """One child, seen from the parent."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.pipe, end = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(end, function), daemon=True)
        with _bare_main():
            self.process.start()
        end.close()
        self.task: Any = None
        self.ready = self.dead = False
        self.began = monotonic()

    @property
    def handles(self) -> tuple[Connection, int]:
        return self.pipe, self.process.sentinel

    @property
    def megabytes(self) -> float:
        """Resident memory; 0 for a child that has just ended."""
        try:
            return float(psutil.Process(self.process.pid).memory_info().rss / MEGABYTE)
        except psutil.Error:
            return 0.0

    def take(self, task: object) -> bool:
        """Hand over a task; False where the child is no longer there."""
        self.task, self.began = task, monotonic()
        try:
            self.pipe.send(task)
        except OSError:
            return False
        return self.process.is_alive()

    def reply(self, limits: Limits) -> tuple[Any, MinutesError | None] | None:
        """The value, or the error that ended the task; None while the child is at work."""
        alive = self.process.is_alive()  # asked first: a child that answered and died has answered
        try:
            while self.pipe.poll():
                message = self.pipe.recv_bytes()
                if message != READY:
                    answer: tuple[Any, MinutesError | None] = pickle.loads(message)  # noqa: S301 - our own child
                    return answer
                self.ready, self.began = True, monotonic()
        except (EOFError, OSError):
            alive = False
        error = self._breach(limits) if alive else self._death()
        self.dead = error is not None
        return None if error is None else (None, error)

    def kill(self) -> None:
        """End the child and free what it held."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()

    def _death(self) -> MinutesError:
        self.process.join(1.0)  # its pipe can be closed a moment before it is gone
        return SourceError(
            "died",
            f"読み取り中に作業プロセスが異常終了しました(終了コード {self.process.exitcode})",
            remedy="ファイルが壊れていないか確かめ、PDFなら開いて印刷し直したPDFで試してください",
        )

    def _breach(self, limits: Limits) -> MinutesError | None:
        seconds = limits.seconds if self.ready else START_SECONDS
        if monotonic() - self.began > seconds:
            return SourceError(
                "timeout",
                f"制限時間の {seconds:g} 秒を超えたので中止しました",
                remedy="--timeout を延ばすか、ファイルを分けてください",
            )
        if self.ready and self.megabytes > limits.megabytes:
            return SourceError(
                "memory",
                f"メモリの上限 {limits.megabytes} MB を超えたので中止しました",
                remedy="--memory を増やすか、ファイルを分けてください",
            )
        return None


@contextmanager
def _bare_main() -> Iterator[None]:
    """Hide the calling script from a child that is being started.

    Python would run that script again in the child, and a script without `if __name__ == "__main__":` would then start
    the same work once more. Our children need nothing of it: their function is importable.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """A child's life: answer tasks until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent decides
    _mute()
    Thread(target=_die_with_parent, daemon=True).start()
    pipe.send_bytes(READY)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(_answer(function, task))


def _mute() -> None:
    """Native libraries print to the console as they like; the parent's output and progress stay clean."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(null, stream)


def _die_with_parent() -> None:
    """A child that hangs in its task never sees the pipe close."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(function: Callable[[Any], Any], task: object) -> bytes:
    """What goes back to the parent: `(value, None)` or `(None, error)`, tried for loading on this side of the pipe."""
    try:
        answer = pickle.dumps(_called(function, task))
        pickle.loads(answer)  # noqa: S301 - what cannot be loaded must fail here, where it costs one task
    except Exception as error:  # noqa: BLE001 - a bug in one file must not stop the others
        return pickle.dumps((None, bug(error)))
    return answer


def _called(function: Callable[[Any], Any], task: object) -> tuple[Any, MinutesError | None]:
    try:
        return function(task), None
    except MinutesError as error:
        return None, error


def bug(error: Exception) -> MinutesError:
    """An error that nobody foresaw, with the last line of its traceback and where it happened."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    line = traceback.format_exception_only(error)[-1].strip()
    return MinutesError(
        "bug",
        f"想定外の誤りが起きました(詳細: {line} {os.path.basename(place.filename)}:{place.lineno})",  # noqa: PTH119 - a name
        remedy="この行をファイルの種類と併せて開発者に知らせてください",
    )
