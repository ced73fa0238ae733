"""The command line (コマンド行): `minutes parse | process | show | search | …`, all in `_parser`.

Exit codes: 0 fine, 1 some files failed, 2 could not start. Results go to stdout, progress and messages to stderr.
What is heavy is imported inside the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from minutes_nlp import __version__
from minutes_nlp.commands.digest import add_digest
from minutes_nlp.commands.reading import add_reading, add_taxonomy, existing_file, limits_of, record_of, topic_labels
from minutes_nlp.commands.search import add_search
from minutes_nlp.commands.serve import add_serve
from minutes_nlp.commands.store import add_db
from minutes_nlp.commands.topics import add_topics
from minutes_nlp.errors import MinutesError, ModelError, NotationError, SettingsError
from minutes_nlp.terminal import console, say

if TYPE_CHECKING:
    from minutes_nlp.batch import Outcome, Plan
    from minutes_nlp.workers import Limits

__all__ = ["main"]

FINE, SOME_FAILED, NOT_STARTED = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 + the number of the signal, as shells have it
MOST_JOBS = 30  # what minutes_nlp.workers allows, said here so that `--help` need not load it
# "-支援金", which argparse would take for an option: search takes the full-width sign as well
EXCLUDED = re.compile(r"^-(?=[^\x00-\x7f])")
NARROWEST = 20  # columns; below, deep replies would have no room for text
EXITS = "終了コード: 0 正常 / 1 失敗したファイルあり / 2 開始できず"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    _speak_utf8()
    options = _parser().parse_args([EXCLUDED.sub("－", word) for word in (sys.argv[1:] if argv is None else argv)])
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except MinutesError as error:
        return _told_why(error)
    except KeyboardInterrupt:
        print("minutes: 中断しました", file=sys.stderr)  # noqa: T201 - the terminal is this module's work
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough; Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the outermost door: staff get a message, never a traceback
        from minutes_nlp.workers import bug  # noqa: PLC0415 - heavy

        return _told_why(bug(error).at(str(getattr(options, "file", ""))))
    return code


def _told_why(error: MinutesError) -> int:
    print(f"minutes: {error}", file=sys.stderr)  # noqa: T201 - as above
    return NOT_STARTED if isinstance(error, SettingsError | ModelError | NotationError) else SOME_FAILED


def _speak_utf8() -> None:
    """A Japanese Windows would write CP932 into pipes; names that are no Unicode are shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


# --- commands


def _parse(options: argparse.Namespace) -> int:
    from minutes_nlp.batch import parse, write_whole  # noqa: PLC0415 - heavy

    data = {"notations": options.notations, "taxonomy": options.taxonomy}
    record = parse(options.file, limits=limits_of(options), target=options.output, **data)
    text = record.to_json(indent=2 if options.indent else None)
    if options.output:
        write_whole(text + "\n", options.output)
    else:
        say(text)
    return FINE


def _process(options: argparse.Namespace) -> int:
    from minutes_nlp.batch import check_readable, plan  # noqa: PLC0415 - heavy

    limits = limits_of(options)
    data = {"notations": options.notations, "taxonomy": options.taxonomy}
    todo = plan(options.paths, options.out, force=options.force, **data)
    if options.dry_run:
        from minutes_nlp.outcomes import tell_plan  # noqa: PLC0415 - heavy

        tell_plan(todo, as_json=options.json)
    code = FINE if options.dry_run else _carried_out(todo, options, limits)
    check_readable(todo)
    return code


def _carried_out(todo: Plan, options: argparse.Namespace, limits: Limits) -> int:
    from minutes_nlp.batch import carry_out  # noqa: PLC0415 - heavy
    from minutes_nlp.outcomes import json_line, progress, report  # noqa: PLC0415 - heavy

    began, outcomes = monotonic(), []
    with _kept(options.db) as keep, progress(len(todo.jobs) + len(todo.settled)) as tick:
        for outcome in carry_out(todo, jobs=options.jobs, limits=limits):
            keep(outcome)
            outcomes.append(outcome)
            tick(outcome)
            if options.json:
                say(json_line(outcome))
    if not options.json:
        report(sorted(outcomes, key=lambda outcome: outcome.source), monotonic() - began)
    return SOME_FAILED if any(outcome.state == "failed" for outcome in outcomes) else FINE


@contextmanager
def _kept(path: Path | None) -> Iterator[Callable[[Outcome], object]]:
    """What puts the record of an outcome into the store, where one was named."""
    if path is None:
        yield lambda _: None
        return
    from minutes_nlp.keeping import keep  # noqa: PLC0415 - heavy
    from minutes_nlp.store import Store  # noqa: PLC0415 - heavy

    with Store(path) as store:
        yield lambda outcome: keep(store, outcome, str(outcome.source.absolute()))


def _show(options: argparse.Namespace) -> int:
    from minutes_nlp.show import show  # noqa: PLC0415 - heavy

    if options.width is not None and options.width < NARROWEST:
        raise SettingsError("bad-width", f"--width には {NARROWEST} 以上の数を指定してください")
    show(record_of(options), console(width=options.width), topic_labels(options.taxonomy))
    return FINE


def _series(options: argparse.Namespace) -> int:
    from minutes_nlp.lineup import gathered, tell_councils, tell_figures  # noqa: PLC0415 - heavy

    gathering = gathered(options.paths, limits=limits_of(options), notations=options.notations)
    if options.figures:
        tell_figures(gathering.records, as_json=options.json)
    else:
        tell_councils(gathering, as_json=options.json)
    for error in gathering.errors:
        print(f"minutes: {error}", file=sys.stderr)  # noqa: T201 - as above
    return SOME_FAILED if gathering.errors else FINE


def _export(options: argparse.Namespace) -> int:
    from minutes_nlp.review import export, records_in  # noqa: PLC0415 - heavy

    records = records_in(options.paths)
    count, topics = export(records, options.output, everything=options.all, taxonomy=options.taxonomy)
    if options.json:
        done = {"output": str(options.output), "records": len(records), "rows": count, "topics": topics}
        say(json.dumps(done, ensure_ascii=False))
    else:
        counts = f"確認する判定 {count} 件・分野に迷う発言 {topics} 件(記録 {len(records)} 件)"
        say(f"{counts}を {options.output} に書きました")
        say(f"→ 「訂正」の欄に記入し、minutes review import {options.output} を実行してください")
    return FINE


def _import(options: argparse.Namespace) -> int:
    from getpass import getuser  # noqa: PLC0415 - seldom needed

    from minutes_nlp.review import import_sheet  # noqa: PLC0415 - heavy

    done = import_sheet(options.file, by=options.by or getuser())
    if options.json:
        files = [{"file": str(path), "corrections": count} for path, count in done.written]
        failed = [{"row": row, "message": why} for row, why in done.failed]
        say(json.dumps({"written": files, "known": done.known, "failed": failed}, ensure_ascii=False))
    else:
        for path, count in done.written:
            say(f"訂正 {count} 件を {path} に書きました")
        totals = f"新しい訂正 {sum(count for _, count in done.written)} 件・取り込み済み {done.known} 件"
        say(f"{totals}・使えない行 {len(done.failed)} 件")
        if done.written:
            say("→ minutes process をもう一度実行すると、訂正した記録だけが作り直されます")
    for row, why in done.failed:
        print(f"minutes: {options.file} {row}行目: {why}", file=sys.stderr)  # noqa: T201 - as above
    return SOME_FAILED if done.failed else FINE


def _notations(options: argparse.Namespace) -> int:
    from minutes_nlp.trial import tell_notations  # noqa: PLC0415 - heavy

    tell_notations(options.notations, as_json=options.json)
    return FINE


def _try_notations(options: argparse.Namespace) -> int:
    from minutes_nlp.trial import tell_trial  # noqa: PLC0415 - heavy

    found = tell_trial(record_of(options), options.notations, only=options.notation, as_json=options.json)
    return FINE if found else SOME_FAILED


def _schema(_: argparse.Namespace) -> int:
    from minutes_nlp.model import json_schema  # noqa: PLC0415 - heavy

    say(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return FINE


# --- options


def _parser() -> argparse.ArgumentParser:
    vars(argparse).update(_=_in_japanese, ngettext=lambda one, _many, _count: _in_japanese(one))
    parser = argparse.ArgumentParser(
        "minutes", description="会議録・報告書を読み取り、原本の位置つきの記録(JSON)にします。", epilog=EXITS
    )
    parser.add_argument("--version", action="version", version=f"minutes {__version__}", help="版を出して終わる")
    commands = parser.add_subparsers(title="コマンド", metavar="COMMAND", required=True)
    _add_parse(commands)
    _add_process(commands)
    _add_show(commands)
    _add_series(commands)
    _add_review(commands)
    _add_notations(commands)
    add_search(commands)
    add_db(commands)
    add_serve(commands)
    add_digest(commands)
    add_topics(commands)
    schema = commands.add_parser(
        "schema", help="記録の JSON Schema を出す", description="記録の JSON Schema を出します。"
    )
    schema.set_defaults(run=_schema)
    return parser


def _add_parse(commands: Any) -> None:
    parser = commands.add_parser(
        "parse", help="1件を読み、記録を出す", description="1件のファイルを読み、記録(JSON)を出します。", epilog=EXITS
    )
    parser.add_argument("file", metavar="FILE", type=existing_file, help="PDF・Word(.docx)・テキスト")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="書き出すファイル(なければ標準出力)")
    parser.add_argument("--json", action="store_true", help="JSON で出す(既定)")
    parser.add_argument("--indent", action="store_true", help="人が読めるように字下げする")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_parse)


def _add_process(commands: Any) -> None:
    parser = commands.add_parser(
        "process",
        help="まとめて読み、記録をフォルダーに書く",
        description="まとめて読み、1件ごとに記録(JSON)を書きます。済んだものは省きます。",
        epilog=EXITS,
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="ファイル、フォルダー、または * を含む名前")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="記録を書くフォルダー")
    parser.add_argument("--db", metavar="FILE", type=Path, help="記録を検索用の保存先(SQLite ファイル)にも入れる")
    parser.add_argument("-j", "--jobs", metavar="N", type=int, help=f"同時に読む数(既定は CPU の数、{MOST_JOBS} まで)")
    parser.add_argument("--force", action="store_true", help="済んだファイルも読み直す")
    parser.add_argument("--dry-run", action="store_true", help="何をするかだけを示し、何も書かない")
    parser.add_argument("--json", action="store_true", help="結果を1件1行の JSON で出す")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_process)


def _add_show(commands: Any) -> None:
    parser = commands.add_parser(
        "show",
        help="記録を端末で読む",
        description="記録またはファイルの中身を、ページと行つきで見せます。",
        epilog=EXITS,
    )
    parser.add_argument(
        "file", metavar="RECORD_OR_FILE", type=existing_file, help="記録(.json)、または読み取るファイル"
    )
    parser.add_argument("--width", metavar="N", type=int, help="1行の幅(半角の字数)")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_show)


def _add_series(commands: Any) -> None:
    parser = commands.add_parser(
        "series",
        help="会議ごとに回を並べ、欠けた回・訂正版を示す",
        description="会議ごとに回を並べ、欠けた回・重複・訂正版の変更・六項目を出所つきで示します。",
        epilog=EXITS,
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="記録(.json)、資料、またはそのフォルダー")
    parser.add_argument("--figures", action="store_true", help="会議の代わりに、数値の推移を並べる")
    parser.add_argument("--json", action="store_true", help="1会議体(1系列)1行の JSON で出す。人物の一覧を含む")
    add_reading(parser)
    parser.set_defaults(run=_series)


def _add_review(commands: Any) -> None:
    parser = commands.add_parser(
        "review",
        help="疑わしい判定を Excel で確認・訂正する",
        description="疑わしい判定を Excel に書き出し(export)、記入された訂正を取り込みます(import)。",
        epilog=EXITS,
    )
    steps = parser.add_subparsers(title="コマンド", metavar="COMMAND", required=True)
    out = steps.add_parser(
        "export",
        help="疑わしい判定を Excel に書き出す",
        description="疑わしい判定(立場・区分・回答の相手・区切り)を、本文と並べて Excel に書き出します。",
        epilog=EXITS,
    )
    out.add_argument("paths", metavar="RECORD", nargs="+", type=Path, help="記録(.json)、または記録のフォルダー")
    out.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="書き出す Excel ファイル(.xlsx)")
    out.add_argument("--all", action="store_true", help="確かな判定・確認済みの判定も書き出す")
    out.add_argument("--json", action="store_true", help="結果を JSON で出す")
    add_taxonomy(out)
    out.set_defaults(run=_export)
    back = steps.add_parser(
        "import",
        help="Excel に記入された訂正を取り込む",
        description="記入された訂正を、記録のそばの .corrections.json に書きます。",
        epilog=EXITS,
    )
    back.add_argument("file", metavar="FILE", type=existing_file, help="review export で作り、記入した Excel ファイル")
    back.add_argument("--by", metavar="NAME", help="訂正した人の名(既定はログイン名)")
    back.add_argument("--json", action="store_true", help="結果を JSON で出す")
    back.set_defaults(run=_import)


def _add_notations(commands: Any) -> None:
    parser = commands.add_parser(
        "notations",
        help="記法(発言の書き方)の一覧と試し読み",
        description="読める記法を一覧にします。notations try FILE は、各記法がその文書をどれだけ説明するかを見せます。",
        epilog=EXITS,
    )
    _add_listing(parser)
    parser.set_defaults(run=_notations)
    trial = parser.add_subparsers(title="試し読み", metavar="try").add_parser(
        "try",
        help="文書に当てはめて、行ごとに見る",
        description="各記法を1件の文書に当てはめ、よく説明する順に並べ、いちばんよいものを行ごとに見せます。",
        epilog=EXITS,
    )
    trial.add_argument("file", metavar="FILE", type=existing_file, help="読み取るファイル、または記録(.json)")
    trial.add_argument("--notation", metavar="NAME", help="行ごとに見る記法の名(なければいちばんよく説明するもの)")
    trial.add_argument("--json", action="store_true", help="JSON で出す")
    add_reading(trial)
    trial.set_defaults(run=_try_notations)


def _add_listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--notations", metavar="DIR", type=Path, help="自作の記法(TOML)のフォルダー")
    parser.add_argument("--json", action="store_true", help="1記法1行の JSON で出す")


def _in_japanese(message: str) -> str:
    """What argparse itself says, which it looks up through gettext; what is not listed stays English."""
    return WORDS.get(message, message)


WORDS = MappingProxyType(
    {
        "usage: ": "使い方: ",
        "positional arguments": "引数",
        "options": "オプション",
        "show this help message and exit": "この説明を出して終わる",
        "%(prog)s: error: %(message)s\n": "%(prog)s: 誤り: %(message)s\n",
        "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
        "the following arguments are required: %s": "次の指定が必要です: %s",
        "unrecognized arguments: %s": "知らない指定です: %s → 使い方は minutes COMMAND --help で見られます",
        "expected one argument": "値を1つ付けてください",
        "expected at least one argument": "値を1つ以上付けてください",
        "ignored explicit argument %r": "値 %r は付けられません",
        "invalid %(type)s value: %(value)r": "%(value)r は数として読めません",
        "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r はありません(選べるのは %(choices)s)",
        "ambiguous option: %(option)s could match %(matches)s": "%(option)s はどれか決まりません: %(matches)s",
    }
)
