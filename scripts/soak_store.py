#!/usr/bin/env python3
"""The store killed while it writes, and searched for nonsense (保存と検索の耐久試験).

    python scripts/soak_store.py                  # 100 kills, 5,000 queries
    python scripts/soak_store.py --kills 5 --queries 200 --seed 3 --documents 8

Each kill: a process adds the documents of the corpus to a store; at a random moment it is killed (SIGKILL). The file
must open, pass its own check, and hold whole documents only: each as it stands in a store that nobody disturbed. Then
the rest is added, and every table must hold the same rows, but for times. Documents already there are replaced now and
then, so that a kill may also fall into a removal.

Each query: pieces of the corpus, signs of the query language and of SQL, thrown together. A search may give results or
a MinutesError, nothing else; the tables must be the same after all of them.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from councils import CORPORA
from quality import printed
from queries import gold_units

from minutes_nlp.errors import MinutesError
from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Store

TABLES = ("documents", "passages", "passage_topics", "passage_acts", "commitments", "links", "tokens", "plain")
WORTHLESS = {
    "id",
    "document",
    "thread",
    "passage",
    "answer",
    "question",
    "added_at",
    "numbers",
}  # numbers of rows, times
SIGNS = [
    *"()（）\"'「」-－*:^{}[]\\%_;、。　 ",
    "OR",
    "AND",
    "NOT",
    "NEAR(",
    "--",
    "/*",
    "DROP TABLE documents",
    "\x00",
    "𠮷",
]
COMMAND = "import sys; sys.path.insert(0, sys.argv[1]); from soak_store import add_all; add_all(*sys.argv[2:])"


def main() -> int:
    """Kill, search, and say what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--queries", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--documents", type=int, help="of the corpus, evenly (all)")
    options = parser.parse_args()
    draw = random.Random(options.seed)  # noqa: S311 - not for secrets
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records"
        records.mkdir()
        names = [name for name, _ in gold_units()]
        for name in names[:: len(names) // options.documents if options.documents else 1]:
            record = make_record(printed(CORPORA / name / "manuscript.txt").encode(), name)
            (records / f"{record.id}.json").write_text(record.to_json(), encoding="utf-8")
        faults = [*killed(Path(folder), records, options.kills, draw), *fuzzed(Path(folder), options.queries, draw)]
    print("\n".join(faults) or "異常はありません")
    return 1 if faults else 0


def add_all(folder: str, store: str, order: str) -> None:
    """What the killed process does."""
    files = sorted(Path(folder).glob("*.json"))
    random.Random(order).shuffle(files)  # noqa: S311 - as above
    with Store(store) as opened:
        for file in [*files, *files[::3]]:
            opened.add(Record.from_json(file.read_bytes()), file.name.encode())


def killed(folder: Path, records: Path, kills: int, draw: random.Random) -> Iterator[str]:
    """Kill as many times, and tell what was not as it should be."""
    whole = folder / "whole.db"
    began = time.perf_counter()
    add_all(str(records), str(whole), "0")
    seconds, partial = time.perf_counter() - began, 0
    with Store(whole) as store:
        expected = contents(store)
        each = {one.record_id: rows_of(store, one.id) for one in store.documents(hidden=True)}
    for number in range(kills):
        path = folder / f"{number}.db"
        process = subprocess.Popen([sys.executable, "-c", COMMAND, Path(__file__).parent, records, path, str(number)])
        while not path.exists() and process.poll() is None:  # Python takes a second to begin
            time.sleep(0.01)
        time.sleep(draw.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Store(path) as store:
            partial += 0 < len(store.documents(hidden=True)) < len(each)
            yield from (f"{number}: {fault}" for fault in store.check() if store.documents(hidden=True))
            for one in store.documents(hidden=True):
                if rows_of(store, one.id) != each[one.record_id]:
                    yield f"{number}: {one.name} が途中までです"
        add_all(str(records), str(path), str(number))
        with Store(path) as store:
            if contents(store) != expected or store.check():
                yield f"{number}: 続けて加えた結果が、途切れずに加えた結果と違います"
        path.unlink()
    print(f"{kills} 回中断、うち {partial} 回は資料の一部が入った状態")


def rows_of(store: Store, document: int) -> list[tuple[object, ...]]:
    """A document's passages, with what is found in them."""
    return store.connection.execute(
        "SELECT ref, text, spans, words, senses, places,"
        " (SELECT group_concat(topic) FROM passage_topics WHERE passage = passages.id),"
        " (SELECT count(*) FROM links WHERE answer = passages.id),"
        " (SELECT count(*) FROM search WHERE rowid = passages.thread)"
        " FROM passages JOIN tokens ON tokens.id = passages.id WHERE document = ? ORDER BY passages.id",
        (document,),
    ).fetchall()


def contents(store: Store) -> dict[str, list[str]]:
    """The rows of every table, without their numbers, in an order that does not hang on them."""
    found = {}
    for name in TABLES:
        columns, rows = store.table(name)
        kept = [place for place, column in enumerate(columns) if column not in WORTHLESS]
        found[name] = sorted(repr([row[place] for place in kept]) for row in rows)
    return found


def fuzzed(folder: Path, queries: int, draw: random.Random) -> Iterator[str]:
    """Search as many times for nonsense."""
    with Store(folder / "whole.db") as store:
        before, told = contents(store), 0
        texts = [text for (text,) in store.connection.execute("SELECT text FROM passages")]
        for _ in range(queries):
            query = "".join(draw.choices([*SIGNS, *(piece(draw, texts) for _ in range(4))], k=draw.randint(1, 12)))
            filters = Filters(council=draw.choice([None, query]), speaker=draw.choice([None, query]))
            try:
                store.search(query, filters, group=draw.choice(list(Group)), limit=5)
            except MinutesError:
                told += 1
            except Exception as error:  # noqa: BLE001 - the very thing that is looked for
                yield f"{query!r}: {error!r}"
        if contents(store) != before or store.check():
            yield "検索の後で、表の中身が変わっています"
    print(f"{queries:,} 回検索、うち {told:,} 回は「探す語がありません」等")


def piece(draw: random.Random, texts: list[str]) -> str:
    """Some characters of some text."""
    text = draw.choice(texts)
    start = draw.randrange(len(text))
    return text[start : start + draw.randint(1, 8)]


if __name__ == "__main__":
    raise SystemExit(main())
