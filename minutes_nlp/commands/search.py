"""`minutes search` (検索): exchanges with the words marked, in three groups, on the terminal or as data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from minutes_nlp.commands.exits import FINE
from minutes_nlp.commands.narrowing import called, topic, value_of, year
from minutes_nlp.commands.reading import width
from minutes_nlp.commands.store import add_store, open_store
from minutes_nlp.errors import SettingsError
from minutes_nlp.places import told_place
from minutes_nlp.terminal import console, harmless, say
from minutes_nlp.wording import GROUPS, PARTS, TAGS

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from minutes_nlp.across.sequels import Sequel
    from minutes_nlp.store import Exchange, Filters, Found, Passage, Store, Stored

    Later = dict[int, tuple[Sequel, ...]]

__all__ = ["add_search"]

NOTHING = 1  # was found
FEWER = 5  # of the second and third group, which stand below what was asked for
SHOWN = 200  # characters of a passage without marks
AROUND = 60  # characters kept before the first mark of a long passage
MOST_VALUES = 8  # of a field that one can narrow to
MOST_LATER = 3  # of what became of an exchange
LATER = {"measure": "施策", "budget": "予算", "reply": "回答"}
MARKED = "bold reverse"
ASKED = {"answered", "promised"}  # fields that are asked for with yes or no
OPTIONS = {"fiscal_year": "--year", "sort": "--part"}  # of the fields whose option has another name
WORD = {kind.value: told for kind, told in TAGS.items()}
# option, field, what stands for its value, and its help; each by its id (secretariat) or its name
VALUES = (
    ("--role", "role", "ROLE", "立場: 議長役 構成員 事務局 大臣等 招かれた人"),
    ("--kind", "kind", "KIND", "区分: 意見 回答 再意見 発言 本文 箇条 表 施策 …"),
    ("--part", "sort", "PART", "部分: 発言 意見の引用 施策 本文"),
    ("--act", "act", "ACT", "働き: 質問 要望 提案 懸念 賛意 約束 説明 …"),
    ("--strength", "strength", "S", "約束の強さ: 実施する 検討する 対応中 姿勢を表明"),
    ("--document-kind", "document_kind", "KIND", "資料: 会議録 報告書"),
)


def add_search(commands: Any) -> None:
    """The options of `minutes search`."""
    parser = commands.add_parser(
        "search",
        help="保存した発言を語句で探す",
        description="保存した発言を語句で探し、回答(質問)と出所を添えて見せます。語は空白で区切ると全てを含むもの、"
        "OR でどちらか、-語 で除外、「…」でそのままの語句を探します。",
    )
    parser.add_argument("words", metavar="WORD", nargs="*", help="探す語(例: 協力隊 定住 -起業)")
    parser.add_argument("--similar", metavar="TEXT", help="この質問に近い、過去の質疑を探す(想定問答)")
    _add_filters(parser)
    orders = ["relevance", "newest", "oldest"]
    parser.add_argument("--sort", choices=orders, default="relevance", dest="order", help="並べ方")
    parser.add_argument("--limit", metavar="N", type=_count, default=10, help="見せる数(既定 10)")
    parser.add_argument("--offset", metavar="N", type=_count, default=0, help="飛ばす数")
    parser.add_argument("--facets", action="store_true", help="絞り込める値と件数も見せる")
    parser.add_argument("--width", metavar="N", type=width, help="1行の幅(半角の字数)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json",
        action="store_true",
        help="やりとり1件1行の JSON で出す(is_sure が false のものは、該当なしのときの参考)",
    )
    form.add_argument("--csv", action="store_true", help="発言1件1行の CSV で出す")
    form.add_argument("--sql", action="store_true", help="結果の代わりに、実行する SQL を出す")
    add_store(parser)
    parser.set_defaults(run=_search)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    several: dict[str, Any] = {"action": "append", "default": []}
    group = parser.add_argument_group("絞り込み(同じものを重ねると、いずれか)")
    for option, field, name, told in VALUES:
        group.add_argument(option, metavar=name, dest=field, type=value_of(field), **several, help=told)
    group.add_argument("--topic", metavar="TOPIC", type=topic, **several, help="分野(地域おこし協力隊 など)")
    group.add_argument("--year", metavar="N", dest="fiscal_year", type=year, **several, help="年度(2024、令和6 など)")
    group.add_argument("--document", metavar="ID", **several, help="資料の id")
    group.add_argument("--council", metavar="NAME", help="会議名の一部")
    group.add_argument("--speaker", metavar="NAME", help="発言者の名・職名の一部")
    group.add_argument("--since", metavar="DATE", help="この日から(2024、2024-04、2024-04-01、令和6年4月、令和6年度)")
    group.add_argument("--until", metavar="DATE", help="この日まで(月・年・年度だけならその末日まで)")
    group.add_argument("--answered", action=argparse.BooleanOptionalAction, help="回答のある(ない)意見")
    group.add_argument("--promised", action=argparse.BooleanOptionalAction, help="約束を含む(含まない)発言")


def _search(options: argparse.Namespace) -> int:
    if not " ".join(options.words).strip() and not options.similar and not _is_narrowed(options):
        raise SettingsError("empty-query", "探す語がありません", remedy="例: minutes search 協力隊 定住")
    with open_store(options) as store:
        if options.sql:
            store.connection.set_trace_callback(_say_ours)
        found = list(_found(store, options))
        if not options.sql:
            _tell(store, found, options)
    return FINE if any(group.total for group in found) else NOTHING


def _found(store: Store, options: argparse.Namespace) -> Iterator[Found]:
    """What is found, group by group: further pages are of the first group alone."""
    from minutes_nlp.store import Group, Order  # noqa: PLC0415 - heavy

    filters, query = filters_of(options), " ".join(options.words)
    if options.similar:
        yield store.similar(options.similar, filters, limit=options.limit, offset=options.offset)
        return
    page = {"limit": options.limit, "offset": options.offset}
    yield store.search(query, filters, order=Order(options.order), **page)
    if query and not options.offset:
        yield store.search(query, filters, group=Group.PARTIAL, limit=min(FEWER, options.limit))
        yield store.search(query, filters, group=Group.RELATED, limit=min(FEWER, options.limit))


def _say_ours(statement: str) -> None:
    """Print a statement of a search, values put in; what SQLite asks itself is left out."""
    if statement.startswith(("WITH hits", "SELECT passages.thread")):
        say(f"{statement};")


def filters_of(options: argparse.Namespace) -> Filters:
    """The filters that were chosen; similar questions are by themselves those that were answered."""
    from minutes_nlp.store import ANSWERED, Filters  # noqa: PLC0415 - heavy

    given = {name: getattr(options, name) for name in Filters.__dataclass_fields__}
    chosen: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    filters = Filters(**chosen)
    return ANSWERED if options.similar and filters == Filters() else filters


def _is_narrowed(options: argparse.Namespace) -> bool:
    from minutes_nlp.store import Filters  # noqa: PLC0415 - heavy

    return filters_of(options) != Filters()


def _count(text: str) -> int:
    value = int(text) if text.isascii() and text.isdecimal() else -1
    if not 0 <= value <= sys.maxsize:
        raise argparse.ArgumentTypeError("0 以上の整数を指定してください")
    return value


# --- what is shown


def _tell(store: Store, found: Sequence[Found], options: argparse.Namespace) -> None:
    from minutes_nlp.store import asks_what_became, sequels_of  # noqa: PLC0415 - heavy

    documents = {one.record_id: one for one in store.documents(hidden=True)}
    exchanges = [exchange for group in found for exchange in group.exchanges]
    follows = options.similar or asks_what_became(" ".join(options.words))
    later = sequels_of(store, exchanges) if follows and not options.csv else {}
    if options.json:
        for group in found:
            for exchange in group.exchanges:
                say(json.dumps(_plain(group, exchange, documents, later.get(exchange.thread)), ensure_ascii=False))
    elif options.csv:
        from minutes_nlp.keeping import turns_csv  # noqa: PLC0415 - heavy

        say(turns_csv(found, documents).rstrip())
    else:
        _show(found, documents, _Beside(later, store.hidden()), options.width)
        if options.facets:
            _show_facets(store.facets(" ".join(options.words), filters_of(options)))


DOCUMENT = ("record_id", "name", "title", "council", "number", "date")


def _plain(
    group: Found, exchange: Exchange, documents: dict[str, Stored], later: Sequence[Sequel] | None
) -> dict[str, Any]:
    document = documents[exchange.document]
    return {
        "group": group.group.value,
        "total": group.total,
        "is_sure": group.is_sure,
        "document": {name: getattr(document, name) for name in DOCUMENT},
        "passages": [asdict(passage) for passage in exchange.passages],
    } | ({} if later is None else {"later": [asdict(sequel) for sequel in later]})


class _Beside(NamedTuple):
    """What is told beside the exchanges: what became of each, and the other editions of each document."""

    later: Later
    editions: dict[str, list[Stored]]


def _show(found: Sequence[Found], documents: dict[str, Stored], beside: _Beside, width: int | None) -> None:
    screen = console(width=width, highlight=False, markup=False)
    for group in found:
        if not group.total and group.group.value != "words":
            continue
        doubt = "" if group.is_sure or not group.total else "(該当なし。近い内容のものを参考として示します)"
        screen.print(f"{GROUPS[group.group.value]} {group.total:,} 件{doubt}", style="bold")
        for exchange in group.exchanges:
            editions = [one.name for one in beside.editions.get(exchange.document, ())]
            for line in _lines(exchange, documents[exchange.document], editions):
                screen.print(line)
            for sequel in beside.later.get(exchange.thread, ())[:MOST_LATER]:
                screen.print(_became(sequel, documents[sequel.record]))
            screen.print()
    if not any(group.total for group in found):
        screen.print("見つかりません → 語を減らすか、言い換えるか、絞り込みを外してください")
    elif not any(group.exchanges for group in found):
        screen.print("この先にはありません → --offset を小さくしてください")


def _lines(exchange: Exchange, document: Stored, editions: Sequence[str]) -> Iterator[RenderableType]:
    """Where an exchange stands, and what was said, replies below their question."""
    from rich.text import Text  # noqa: PLC0415 - as above

    head = Text(f"■ {harmless(_title(document))} {document.dated or ''}", "cyan")
    yield head.append(f"  ほかの版: {harmless('、'.join(editions))}", "dim") if editions else head
    for passage in exchange.passages:
        yield _row(_tag(passage), _told(passage, document), 4 if passage.answers else 2)


def _title(document: Stored) -> str:
    number = f" 第{document.number}回" if document.number else ""
    return f"{document.council or document.title or document.name}{number}"


def _row(tag: Text, told: Text, indent: int) -> RenderableType:
    """A text beside what it is."""
    from rich.padding import Padding  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(tag, told)
    return Padding(table, (0, 0, 0, indent))


def _became(sequel: Sequel, document: Stored) -> RenderableType:
    """What a later document holds on the matter: その後: 施策「移動販売の支援」 みさき県の施策 2025-04-01〔x.pdf〕."""
    from rich.text import Text  # noqa: PLC0415 - as above

    told = f"{LATER[sequel.kind.value]}「{sequel.name}」 {_title(document)} {sequel.date}"
    return _row(Text("その後:", "magenta"), Text(harmless(told)).append(f"  〔{harmless(document.name)}〕", "dim"), 4)


def _told(passage: Passage, document: Stored) -> Text:
    """Who speaks, the text with the words marked, and where it stands."""
    from rich.text import Text  # noqa: PLC0415 - as above

    told = Text(f"{harmless(passage.label)} " if passage.label else "", "bold") + _marked(passage)
    told.append(f"  〔{harmless(document.name)}{_place(passage, document)}〕", "dim")
    return told


def _place(passage: Passage, document: Stored) -> str:
    """The page and the line; of files without pages the paragraph."""
    from minutes_nlp.reading.kinds import UNPAGED  # noqa: PLC0415 - heavy

    if document.media_type in UNPAGED and passage.line:
        return f" {told_place(0, passage.line)}"
    return "".join(f" {name}{value}" for name, value in (("p.", passage.page), ("l.", passage.line)) if value)


def _tag(passage: Passage) -> Text:
    from rich.text import Text  # noqa: PLC0415 - as above

    name = WORD.get(passage.kind, "") if passage.sort == "utterance" else PARTS[passage.sort]
    return Text(name, "bold green" if passage.answers else "bold blue")


def _marked(passage: Passage) -> Text:
    """The text with its marks, cut to what is around the first."""
    from rich.text import Text  # noqa: PLC0415 - as above

    first = passage.marks[0][0] if passage.marks else 0
    start = max(first - AROUND, 0) if first > SHOWN // 2 else 0
    stop = min(start + SHOWN, len(passage.text))
    text = Text(harmless(passage.text[start:stop]))
    for begin, end in passage.marks:
        text.stylize(MARKED, max(begin - start, 0), max(end - start, 0))
    return Text("…" if start else "") + text + Text("…" if stop < len(passage.text) else "")


def _show_facets(facets: dict[str, dict[str, int]]) -> None:
    """What a search can be narrowed to, as it is typed, and how many would be left."""
    screen = console(highlight=False, markup=False)
    for name, counts in facets.items():
        chosen = list(counts.items())[:MOST_VALUES]
        if name in ASKED:
            told = "  ".join(f"--{'' if value == '1' else 'no-'}{name} {count:,}" for value, count in chosen)
            screen.print(told, soft_wrap=True)
        elif counts:
            told = "  ".join(f"{harmless(called(name, value))} {count:,}" for value, count in chosen)
            screen.print(f"{OPTIONS.get(name, '--' + name.replace('_', '-'))}: {told}", soft_wrap=True)
