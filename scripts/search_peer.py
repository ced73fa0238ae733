"""tantivy over words that bench_search.py has found (検索の比較の相手): started with the interpreter of the peers."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

import tantivy

given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
schema = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="whitespace").build()
index = tantivy.Index(schema)
writer = index.writer(200_000_000)
began = time.perf_counter()
for text in given["texts"]:
    writer.add_document(tantivy.Document(words=[text]))
writer.commit()
seconds = time.perf_counter() - began
index.reload()
searcher = index.searcher()
times = []
for phrases in given["queries"] * given["rounds"]:
    began = time.process_time()
    parts = [
        tantivy.Query.phrase_query(schema, "words", words)
        if len(words) > 1
        else tantivy.Query.term_query(schema, "words", words[0])
        for words in phrases
    ]
    searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts]), 20)
    times.append(1000 * (time.process_time() - began))
tail = statistics.quantiles(times, n=20)[-1]
rate = f"索引 毎秒 {len(given['texts']) / seconds:,.0f} 件"
print(f"{'tantivy(語のみ)':24}{statistics.median(times):9.2f}{tail:9.2f}   {rate}")
