"""What staff see of a batch (処理結果): the plan, a bar or a log, the table of all files and what to do next."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from minutes_nlp.terminal import UNFOLDED, console, harmless, say
from minutes_nlp.wording import DOCUMENTS

if TYPE_CHECKING:
    from rich.table import Table

    from minutes_nlp.batch.running import Outcome, Plan

__all__ = ["json_line", "progress", "report", "tell_plan", "told"]

LONG_TABLE = 200  # rows; a longer table lists only what asks for a look

STATES = MappingProxyType(
    {
        "done": ("完了", "green"),
        "review": ("要確認", "yellow"),
        "skipped": ("省略(済)", "dim"),
        "unsupported": ("対象外", "cyan"),
        "failed": ("失敗", "bold red"),
    }
)
NEXT_STEPS = MappingProxyType(
    {
        "review": "要確認の記録は minutes show 記録.json で原本と見比べてください"
        "(発言の書き方は minutes notations try ファイル で調べられます)",
        "unsupported": "対象外のファイルは、上の方法で変換すれば読めます",
        "failed": "失敗したファイルを直して同じコマンドをもう一度実行すると、残りだけを処理します",
    }
)


def tell_plan(todo: Plan, *, as_json: bool) -> None:
    """What would be done, one line for each file."""
    for job in todo.jobs:
        planned = {"file": str(job.source), "output": str(job.target), "outcome": "planned"}
        say(json.dumps(planned, ensure_ascii=False) if as_json else harmless(f"処理予定: {job.source} → {job.target}"))
    for outcome in todo.settled:
        say(json_line(outcome) if as_json else told(outcome))


def told(outcome: Outcome) -> str:
    """One line for one file, with the reason where there is one."""
    reasons = [outcome.error.message, outcome.error.remedy] if outcome.error else []
    if outcome.summary:
        reasons += outcome.summary.review
    line = " → ".join(filter(None, (f"{STATES[outcome.state][0]}: {outcome.source}", *reasons)))
    return harmless(line)


def json_line(outcome: Outcome) -> str:
    """One line of JSON for one file."""
    error, summary = outcome.error, outcome.summary
    line: dict[str, Any] = {
        "file": str(outcome.source),
        "output": str(outcome.target) if outcome.target else None,
        "outcome": outcome.state,
        "seconds": round(outcome.seconds, 3),
    }
    if summary:
        line |= {name: getattr(summary, name) for name in ("kind", "pages", "utterances", "pairs", "notes", "review")}
    if error:
        line["error"] = {"code": error.code, "message": error.message, "remedy": error.remedy}
    return json.dumps(line, ensure_ascii=False)


@contextmanager
def progress(total: int) -> Iterator[Any]:
    """A bar on a terminal, a line per file elsewhere; gives the function that counts an outcome."""
    if not sys.stderr.isatty():
        yield lambda outcome: print(told(outcome), file=sys.stderr, flush=True)  # noqa: T201 - a log
        return
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    name = TextColumn("{task.description}", markup=False)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), name)
    # rich sends stdout through the bar's console, which is stderr: right on one terminal, wrong for `--json > file`
    lead = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=lead) as bar:
        task = bar.add_task("", total=total)
        yield lambda outcome: bar.update(task, advance=1, description=harmless(outcome.source.name))


def report(outcomes: Sequence[Outcome], seconds: float) -> None:
    """The table of all files, what asks for a look and why, the totals and what to do next.

    Off a terminal the reasons stand in the log of progress already, which mostly goes to the same file.
    """
    seen = sys.stdout.isatty()
    screen = console(highlight=False, markup=False, width=None if seen else UNFOLDED)
    noted = [outcome for outcome in outcomes if outcome.state in NEXT_STEPS]
    if outcomes:
        screen.print(_table(outcomes if len(outcomes) <= LONG_TABLE else noted))
    for outcome in noted if seen or sys.stderr.isatty() else ():
        screen.print(told(outcome), style=STATES[outcome.state][1], soft_wrap=True)
    counts = Counter(outcome.state.value for outcome in outcomes)
    totals = "・".join(f"{STATES[state][0]} {counts[state]}" for state in STATES if counts[state])
    screen.print(f"{totals}(計 {len(outcomes)} 件、{seconds:.1f} 秒)" if outcomes else "対象のファイルがありません")
    for state, step in NEXT_STEPS.items():
        if counts[state]:
            screen.print(f"→ {step}")


def _table(outcomes: Sequence[Outcome]) -> Table:
    from rich.table import Table  # noqa: PLC0415 - heavy
    from rich.text import Text  # noqa: PLC0415 - heavy

    table = Table("結果", "種別", box=None, pad_edge=False)
    for name in ("頁", "発言", "質疑", "注記", "秒"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("ファイル", overflow="fold")
    for outcome, name in zip(outcomes, _short([outcome.source for outcome in outcomes]), strict=True):
        word, style = STATES[outcome.state]
        table.add_row(Text(word, style), *_figures(outcome), Text(harmless(name)))
    return table


def _short(paths: Sequence[Path]) -> list[str]:
    """The paths below the folder that all share; as they are where, on Windows, they lie on two drives."""
    try:
        above = os.path.commonpath([path.absolute().parent for path in paths])
        return [os.path.relpath(path, above) for path in paths]
    except ValueError:
        return [str(path) for path in paths]


def _figures(outcome: Outcome) -> tuple[str, ...]:
    seconds = f"{outcome.seconds:.1f}" if outcome.seconds else ""
    summary = outcome.summary
    if summary is None:
        return ("", "", "", "", "", seconds)
    pages = "" if summary.pages is None else str(summary.pages)
    return (DOCUMENTS[summary.kind], pages, *map(str, (summary.utterances, summary.pairs, summary.notes)), seconds)
