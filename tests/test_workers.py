from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from minutes_nlp.errors import MinutesError, ModelError, SettingsError, SourceError
from minutes_nlp.workers import Limits, Pool

SHORT = Limits(seconds=3.0, megabytes=300)


class Fragile(Exception):  # noqa: N818 - an error that cannot be loaded again
    def __init__(self, one, two):
        super().__init__(one + two)


class LocalError(MinutesError):
    def __reduce__(self):
        return _refuse, ()


def _refuse():
    raise RuntimeError


def perform(task):
    """What a task names happens to the child."""
    action, _, argument = task.partition(" ")
    return ACTIONS[action](argument)


def _fail(argument):
    raise SourceError("broken", argument, remedy="直す", where="p.3")


def _bug(argument):
    return {}[argument]


def _fragile(_):
    raise Fragile(1, 2)


def _unloadable(_):
    raise LocalError("x", "y")


def _swell(_):
    block = b"x" * (500 << 20)
    time.sleep(60)
    return len(block)


def _print(argument):
    os.write(1, argument.encode())
    os.write(2, argument.encode())
    return argument


ACTIONS = {
    "say": lambda argument: argument,
    "pid": lambda _: os.getpid(),
    "exit": lambda _: os._exit(3),
    "quit": lambda _: sys.exit(1),
    "kill": lambda _: os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM)),
    "sleep": lambda _: time.sleep(60),
    "swell": _swell,
    "fail": _fail,
    "bug": _bug,
    "fragile": _fragile,
    "unloadable": _unloadable,
    "lambda": lambda _: lambda: None,
    "lock": lambda _: threading.Lock(),
    "big": lambda argument: argument * 3_000_000,
    "print": _print,
    "nest": lambda _: Pool(perform),
}


@pytest.fixture(scope="module")
def pool():
    with Pool(perform, 2) as pool:
        yield pool


def codes(results):
    return {result.task: result.error and result.error.code for result in results}


def test_whatever_happens_to_one_child_costs_its_own_task_and_no_other(pool):
    harm = {"exit": "died", "quit": "died", "kill": "died", "sleep": "timeout", "swell": "memory"}
    tasks = [task for bad in harm for task in (f"say before {bad}", bad, f"say after {bad}")]
    found = codes(pool.run(tasks, SHORT))
    assert found == {task: harm.get(task) for task in tasks}


def test_what_cannot_be_pickled_is_a_bug_of_one_task_and_does_not_hang(pool):
    tasks = ["lambda", "lock", "fragile", "unloadable", "bug x", "say well"]
    found = codes(pool.run(tasks, SHORT))
    assert found == dict.fromkeys(tasks[:-1], "bug") | {"say well": None}


def test_a_bug_names_its_last_line_and_place(pool):
    (result,) = pool.run(["bug 欄"], SHORT)
    assert "KeyError: '欄'" in result.error.message
    assert "test_workers.py:" in result.error.message


def test_an_error_of_ours_comes_back_as_it_was_raised(pool):
    (result,) = pool.run(["fail 読めません"], SHORT)
    assert isinstance(result.error, SourceError)
    assert str(result.error) == "p.3: 読めません → 直す"


def test_a_value_larger_than_the_pipe_arrives_whole(pool):
    (result,) = pool.run(["big 議"], SHORT)
    assert result.value == "議" * 3_000_000


def test_children_are_used_again_between_runs(pool):
    first = {result.value for result in pool.run(["pid"], SHORT)}
    assert {result.value for result in pool.run(["pid"], SHORT)} == first


def test_a_child_that_was_killed_while_idle_is_replaced_unseen(pool):
    (result,) = pool.run(["pid"], SHORT)
    psutil.Process(result.value).kill()
    while any(child.pid == result.value for child in multiprocessing.active_children()):
        time.sleep(0.01)
    assert codes(pool.run(["say again", "say more"], SHORT)) == {"say again": None, "say more": None}


def test_tasks_are_drawn_one_by_one_as_children_become_free(pool):
    drawn = []

    def tasks():
        for number in range(20):
            drawn.append(number)
            yield f"say {number}"

    results = pool.run(tasks(), SHORT)
    next(results)
    assert len(drawn) <= 4
    results.close()


def test_results_left_unread_do_not_reach_the_next_run(pool):
    results = pool.run(["say old", "say older", "sleep"], SHORT)
    next(results)
    results.close()
    assert [result.value for result in pool.run(["say new"], SHORT)] == ["new"]


def test_a_child_cannot_write_on_our_console(pool, capfd):
    list(pool.run(["print 雑音"], SHORT))
    assert capfd.readouterr() == ("", "")


def test_leaving_the_pool_leaves_no_process_behind():
    before = set(psutil.Process().children())
    with Pool(perform, 1) as pool:
        results = pool.run(["say first", "sleep"], SHORT)
        next(results)
        next_child = set(psutil.Process().children()) - before
        assert next_child
    assert not [child for child in next_child if child.is_running() and "spawn_main" in " ".join(child.cmdline())]


ORPHAN = """
import sys
sys.path.insert(0, {folder!r})
import test_workers as t
pool = t.Pool(t.perform, 1)
results = pool.run(["pid", "sleep"], t.Limits())
print(next(results).value, flush=True)
next(results)
"""


def test_a_hanging_child_ends_when_its_parent_is_killed():
    """The script has no main guard: a child must not run it again."""
    script = ORPHAN.format(folder=os.path.dirname(__file__))  # noqa: PTH120
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - ours
        child = psutil.Process(int(parent.stdout.readline()))
        time.sleep(0.2)
        parent.kill()
    assert not psutil.wait_procs([child], timeout=5)[1]


def test_a_pool_inside_a_worker_is_refused_with_what_to_do_instead(pool):
    (result,) = pool.run(["nest"], SHORT)
    assert isinstance(result.error, SettingsError)
    assert "limits=None" in result.error.remedy


def test_a_function_that_no_child_can_import_is_told_at_once():
    with Pool(lambda task: task) as pool, pytest.raises((pickle.PicklingError, AttributeError)):
        list(pool.run(["say x"], SHORT))


def test_children_that_never_start_end_the_run_with_what_to_do(monkeypatch):
    monkeypatch.setattr("minutes_nlp.workers._serve", os._exit)
    with Pool(perform, 1) as pool, pytest.raises(ModelError, match="起動できません"):
        list(pool.run(["say x"], SHORT))


@pytest.mark.parametrize(
    "limits",
    [
        {"seconds": 0},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
        {"megabytes": -1},
        {"characters": 0},
    ],
)
def test_a_limit_of_nothing_or_without_end_is_refused(limits):
    with pytest.raises(SettingsError):
        Limits(**limits)


@pytest.mark.parametrize("size", [0, -1, 31])
def test_a_pool_has_between_one_and_thirty_children(size):
    with pytest.raises(SettingsError, match="並列数"):
        Pool(perform, size)
