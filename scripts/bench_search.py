#!/usr/bin/env python3
"""How fast search is over 100,000 turns (検索の速さ), beside a LIKE scan and tantivy in the same run.

    python scripts/bench_search.py                    # make the store in a temporary folder, measure, print
    python scripts/bench_search.py --db bench.db      # keep it, and use it again
    python scripts/bench_search.py --turns 20000

The store is made of our corpus over and over: each copy is a series of meetings of its own, and each turn has one
sentence of another turn put behind it, drawn with a fixed seed, so that no two are alike. It stands for size, not for
variety: 100,000 turns of real councils have more words. Every query of `corpora/queries.jsonl` is run ROUNDS times,
first page of 20, with replies and marks; what one does without words, choosing a field on the page, once for each
field. Times are of the processor, sums in one thread as `minutes` has them. tantivy (in `.venv-peers`) is given our
words of each turn, stores no text, marks nothing and brings no replies; LIKE looks for every word of the query in every
turn.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
from councils import CORPORA
from layout_peers import ENVIRONMENT
from quality import printed
from queries import gold_units
from threadpoolctl import threadpool_limits

from minutes_nlp.language.sentences import sentences
from minutes_nlp.model import Record, Utterance
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Store
from minutes_nlp.store.counts import topics
from minutes_nlp.store.queries import read_query

ROUNDS = 3
PEER = Path(__file__).with_name("search_peer.py")


def main() -> int:
    """Make the store where there is none, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--turns", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        path = options.db or Path(folder) / "bench.db"
        is_new = not path.exists()
        with Store(path) as store:
            if is_new:
                fill(store, options.turns)
            measure(store)
    return 0


def fill(store: Store, turns: int) -> None:
    """Add copies of the corpus up to so many turns, and print how fast that went."""
    records = [make_record(printed(CORPORA / name / "manuscript.txt").encode(), name) for name, _ in gold_units()]
    began, cpu, count, documents = time.perf_counter(), time.process_time(), 0, 0
    for record in copies(records):
        store.add(record)
        count, documents = count + len(record.utterances), documents + 1
        if count >= turns:
            break
    seconds, work = time.perf_counter() - began, time.process_time() - cpu
    size = store.path.stat().st_size / 1e6
    print(f"{count:,} 発言({documents:,} 資料)を {seconds:.0f} 秒で索引: 毎秒 {count / seconds:,.0f} 発言", end="")
    print(f"(CPU 1秒で {count / work:,.0f})、{size:,.0f} MB")


def copies(records: Sequence[Record]) -> Iterator[Record]:
    """The corpus without end, no two copies alike."""
    draw = random.Random(0)  # noqa: S311 - not for secrets
    pool = [sentence for record in records for one in record.utterances for sentence in cut(one.text)]
    number = 0
    while True:
        number += 1
        for record in records:
            digest = sha256(f"{number} {record.id}".encode()).hexdigest()
            day = date.fromisoformat(record.meeting.date) if record.meeting and record.meeting.date else None
            later = (day + timedelta(days=7 * number)).isoformat() if day else None
            name = f"{record.meeting.name or ''} 第{number}期" if record.meeting else None
            yield replace(
                record,
                id=digest[:16],
                source=replace(record.source, sha256=digest),
                meeting=replace(record.meeting, date=later, name=name) if record.meeting else None,
                utterances=tuple(longer(one, draw.choice(pool)) for one in record.utterances),
            )


def cut(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[start:stop] for start, stop in sentences(text)]


def longer(utterance: Utterance, sentence: str) -> Utterance:
    """A turn with one more sentence."""
    return replace(utterance, text=f"{utterance.text}\n{sentence}")


def measure(store: Store) -> None:
    """Time each face of search over the queries."""
    queries = [json.loads(line)["query"] for line in (CORPORA / "queries.jsonl").read_text("utf-8").splitlines()]
    print(f"照会 {len(queries)} 件 × {ROUNDS} 回: " + "、".join(queries))
    turns = store.connection.execute("SELECT count(*) FROM utterances").fetchone()[0]
    print(f"\n{turns:,} 発言{'':24}p50 ms   p95 ms")
    show("準備: 関連発言", queries[:1], lambda query: store.search(query, group=Group.RELATED), rounds=1)
    show("準備: 絞り込みの件数", queries[:1], store.facets, rounds=1)
    show("語句一致(回答・強調つき)", queries, store.search)
    show("部分一致", queries, lambda query: store.search(query, group=Group.PARTIAL))
    show("関連発言", queries, lambda query: store.search(query, group=Group.RELATED))
    show("絞り込みの件数", queries, store.facets)
    fields = [topic for topic, _ in topics(store.connection)]
    show("分野だけの一覧", fields, lambda topic: store.search("", Filters(topic=(topic,))))
    show("分野だけの件数", fields, lambda topic: store.facets("", Filters(topic=(topic,))))
    show("LIKE", queries, lambda query: like(store, query))
    peer(store, queries)


def show(name: str, queries: Sequence[str], run: Callable[[str], object], rounds: int = ROUNDS) -> None:
    """Print the median and the 95th percentile of a face, and the slowest query."""
    times = []
    for query in queries * rounds:
        began = time.process_time()
        run(query)
        times.append(1000 * (time.process_time() - began))
    slowest = (queries * rounds)[int(np.argmax(times))]
    print(f"{name:24}{np.median(times):9.1f}{np.quantile(times, 0.95):9.1f}   最長 {max(times):.0f}({slowest})")


def like(store: Store, query: str) -> object:
    """A scan for every word of a query as typed."""
    words = [phrase.text for phrase in read_query(query).phrases]
    condition = " AND ".join(["text LIKE ?"] * len(words))
    statement = f"SELECT id, text FROM passages WHERE {condition} LIMIT 20"  # noqa: S608 - LIKE ? alone
    return store.connection.execute(statement, [f"%{word}%" for word in words]).fetchall()


def peer(store: Store, queries: Sequence[str]) -> None:
    """Tantivy over the same words, in its own environment."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        print("tantivy: .venv-peers がありません(scripts/bench_layout.py が作ります)")
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        texts = [words for (words,) in store.connection.execute("SELECT words FROM tokens ORDER BY id")]
        asked = [[list(phrase.words) for phrase in read_query(query).phrases] for query in queries]
        json.dump({"texts": texts, "queries": asked, "rounds": ROUNDS}, file)
        file.flush()
        told = subprocess.run([python, PEER, file.name], capture_output=True, text=True, check=False)
    print(told.stdout.rstrip() or f"tantivy: 測れません({told.stderr.strip().splitlines()[-1:]})")


if __name__ == "__main__":
    raise SystemExit(main())
