#!/usr/bin/env python3
"""Check the corpora against their own promises and count them (自前資料の検査).

    python scripts/check_corpora.py             # faults on stderr, counts on stdout; exit code 1 on a fault
    python scripts/check_corpora.py --write     # also puts the counts into corpora/README.md

Promises: every gold text stands in its manuscript, in order; links lead where they may; labels are of the closed
lists; every page set holds the manuscript's characters, no more and no fewer; no two utterances share half of their
wording; every topic is met often enough, in several councils, and half of the time without a programme's name; the
related remarks are those of other meetings too, and never of a corrected edition.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from corpora_card import (
    SPLITS,
    TOPICS,
    Source,
    card_blocks,
    load,
    squeeze,
    topic_counts,
    unnamed_share,
    written,
)
from councils import CORPORA
from typeset import kept_pages

from minutes_nlp.findings import Strength
from minutes_nlp.model import Mode, Role, UtteranceKind

__all__ = ["faults", "related_faults"]

NGRAM = 5  # characters
LIMIT = 0.5  # of the shorter text's 5-grams found in the other: above it one is a rewording of the other
SHORT = 40  # characters; in a shorter text thanks and set phrases weigh too much
ASKS = {"remark", "follow_up"}
MAY_ANSWER = {"reply": {"remark"}, "follow_up": {"remark"}, "remark": set(), "statement": set()}

SAYS = {"support", "concern", "fact", "procedure"}  # acts open to either side
ASKING = SAYS | {"question", "request", "proposal", "information"}
ANSWERING = SAYS | {"commitment", "explains", "declines"}
MAY_ACT = {"remark": ASKING, "follow_up": ASKING, "reply": ANSWERING, "statement": ASKING | ANSWERING}
GOVERNMENT = {"secretariat", "minister"}

LEAST_UTTERANCES = 1200  # revised editions left out
LEAST_A_TOPIC = 40  # utterances, by their primary topics
LEAST_COUNCILS = 3  # that a topic is met in
LEAST_LINKS = 40  # from measures to what members had said
UNNAMED = (0.4, 0.6)  # share of remarks whose text names no programme or field term
QUERY = (40, 90)  # characters of a remark put anew in related.jsonl: one sentence or two
GRADES = {2, 3}  # of a related remark: clearly the same concern, exactly the same matter
LEAST_RELATED = {"train": 60, "held out": 12}  # entries of related.jsonl, by the council of the remark put anew


# --- faults ---------------------------------------------------------------------------------------------------------


def faults(sources: list[Source]) -> Iterator[str]:
    """Everything that breaks a promise, as Japanese sentences."""
    for source in sources:
        checks = (_head_faults, _text_faults, _link_faults, _part_faults, _label_faults, _reader_faults, _page_faults)
        yield from (f"{source.name}: {fault}" for check in checks for fault in check(source))
    named = {source.name: source for source in sources}
    yield from _edition_faults(named)
    yield from _measure_faults(named)
    yield from _reference_faults(named)
    yield from related_faults(_rows("related.jsonl"), named)
    yield from _duplicates(sources)
    yield from _reach_faults([source for source in sources if not source.revised and not source.sample])


def _reference_faults(named: dict[str, Source]) -> Iterator[str]:
    """References of queries, summaries, links and related remarks that lead nowhere."""
    for path in sorted(CORPORA.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for reference in _references(json.loads(line)):
                source = named.get(reference["doc"])
                rows = () if source is None else source.measures if "index" in reference else source.units
                if not 0 <= reference.get("unit", reference.get("index", -1)) < len(rows):
                    yield f"{path.name} {number}行目: {reference} がありません"


def _references(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a `doc`, however deep."""
    if isinstance(value, dict) and "doc" in value:
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _references(inner)


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPORA / name).read_text(encoding="utf-8").splitlines()]


def related_faults(rows: list[dict[str, Any]], named: dict[str, Source]) -> Iterator[str]:
    """What is wrong with the list of related remarks (関連発言), as Japanese sentences."""
    for row in rows:
        yield from (f"related.jsonl {row['id']}: {fault}" for fault in _entry_faults(row, named))
    for name, count in Counter(row["id"] for row in rows).items():
        if count > 1:
            yield f"related.jsonl {name}: 同じ id が{count}件あります"
    found = Counter("held out" if row.get("held_out") else "train" for row in rows)
    for split, least in LEAST_RELATED.items():
        if found[split] < least:
            yield f"related.jsonl: {split} の項目が{found[split]}件しかありません（{least}件以上の約束）"


def _entry_faults(row: dict[str, Any], named: dict[str, Source]) -> Iterator[str]:
    about = (row["about"]["doc"], row["about"]["unit"])
    grades = [((related["doc"], related["unit"]), related["grade"]) for related in row["related"]]
    if not QUERY[0] <= len(row["query"]) <= QUERY[1]:
        yield f"問いが{len(row['query'])}字です（{QUERY[0]}〜{QUERY[1]}字の約束）"
    if row.get("held_out", False) != (about[0].partition("/")[0] in SPLITS["held out"]):
        yield f"held_out が会議体の区分と合いません（{about[0]}）"
    if (about, 3) not in grades:
        yield "言い換えた元の発言が grade 3 で入っていません"
    if len(dict(grades)) < len(grades) or not {grade for _, grade in grades} <= GRADES:
        yield "同じ発言が重なっているか、grade が 2・3 以外です"
    if len({doc for (doc, _), _ in grades}) == 1:
        yield "ほかの会合の発言がありません"
    for doc, unit in dict(grades):
        source = named.get(doc)
        if source is None or not 0 <= unit < len(source.units):
            yield f"{doc} の発言{unit}がありません"
        elif source.revised or source.units[unit]["kind"] == "statement":
            yield f"{doc} の発言{unit}は訂正版か、意見・回答でない発言です"


def _head_faults(source: Source) -> Iterator[str]:
    head = source.head
    if head["type"] != "meeting":
        return
    if head["date"]:
        date.fromisoformat(head["date"])
    times = [time.fromisoformat(head[key]) for key in ("start_time", "end_time") if head[key]]
    if times != sorted(times):
        yield "終了時刻が開始時刻より前です"
    people = [value for a in head["attendees"] for value in (a["name"], a["position"]) if value]
    for value in filter(None, [head["name"], head["title"], head["venue"], *head["agenda"], *people]):
        if squeeze(value) not in source.text:
            yield f"「{value}」が原稿にありません"
    yield from (f"出席の形「{a['mode']}」は使えません" for a in head["attendees"] if a["mode"] not in {None, *Mode})


def _text_faults(source: Source) -> Iterator[str]:
    position = 0
    for text in (text for row in source.units or source.measures for text in row["text"].split("\n")):
        found = source.text.find(squeeze(text), position)  # between the paragraphs of a turn may stand （挙手）
        if found < 0:
            yield f"原稿のこの順にない文です: {text[:30]}"
        else:
            position = found + len(squeeze(text))
    headings = {squeeze(unit["section"]) for unit in source.units if unit["section"]}
    yield from (f"見出し「{heading}」が原稿にありません" for heading in headings if heading not in source.text)


def _link_faults(source: Source) -> Iterator[str]:
    for index, unit in enumerate(source.units):
        kind, targets = unit["kind"], unit["answers"]
        if kind not in {*UtteranceKind} or unit["role"] not in {*Role}:
            yield f"発言{index}の区分「{kind}」か立場「{unit['role']}」は使えません"
        elif bool(targets) != bool(MAY_ANSWER[kind]):
            yield f"発言{index}（{kind}）の結び付きに過不足があります"
        elif any(not 0 <= t < index or source.units[t]["kind"] not in MAY_ANSWER[kind] for t in targets):
            yield f"発言{index}（{kind}）の相手が前の意見ではありません"
        if "responds_to" in unit and source.units[unit["responds_to"]]["kind"] != "follow_up":
            yield f"発言{index}の responds_to が再質問ではありません"


def _part_faults(source: Source) -> Iterator[str]:
    for index, unit in enumerate(source.units):
        asked = "".join(source.units[target]["text"] for target in unit["answers"])
        for name, part in unit.get("parts", {}).items():
            if part["question"] not in asked or part["answer"] not in unit["text"]:
                yield f"発言{index}の「{name}」が質問か回答の本文と合いません"


def _label_faults(source: Source) -> Iterator[str]:
    for index, unit in enumerate(source.units):
        strange = [topic for key in ("topics", "topics_also") for topic in unit.get(key, []) if topic not in TOPICS]
        if strange:
            yield f"発言{index}の分野「{'、'.join(strange)}」は分野体系にありません"
        yield from (f"発言{index}の{fault}" for fault in (*_act_faults(unit), *_commitment_faults(unit)))


def _act_faults(unit: dict[str, Any]) -> Iterator[str]:
    kind = unit["kind"]
    wrong = [act for act in unit.get("acts", []) if act not in MAY_ACT[kind]]
    if wrong:
        yield f"行為「{'、'.join(wrong)}」は {kind} に使えません"
    if unit.get("acts") == [] and kind != "statement":
        yield f"行為がありません（{kind}）"


def _commitment_faults(unit: dict[str, Any]) -> Iterator[str]:
    given = unit.get("commitments", [])
    if given and not (unit["kind"] == "reply" or (unit["kind"] == "statement" and unit["role"] in GOVERNMENT)):
        yield f"宿題は回答か行政側の発言にしか付きません（{unit['kind']}、{unit['role']}）"
    for commitment in given:
        if commitment["strength"] not in {*Strength}:
            yield f"宿題の強さ「{commitment['strength']}」は使えません"
        if not commitment["text"] or commitment["text"] not in unit["text"]:
            yield f"宿題「{commitment['text'][:20]}」が本文にそのままありません"


def _reader_faults(source: Source) -> Iterator[str]:
    """Of the second reading, and of the first as it was before settling: both must be of these utterances."""
    for name in ("first.jsonl", "second.jsonl"):
        path = source.folder / name
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else None
        if rows is None:
            continue
        if [row["unit"] for row in rows] != list(range(len(source.units))):
            yield f"{name} の発言（{len(rows)}件）が gold.jsonl（{len(source.units)}件）と揃っていません"
        for row in rows:
            strange = [topic for topic in row["topics"] if topic not in TOPICS]
            if row["kind"] not in {*UtteranceKind} or strange or not {*row["commitments"]} <= {*Strength}:
                yield f"{name} の発言{row['unit']}に一覧にない種別・分野・強さがあります"


def _page_faults(source: Source) -> Iterator[str]:
    """Only of pages that are kept; furniture and furigana may come to the characters of a special style."""
    folder = source.folder / "typeset"
    missing = [name for name in kept_pages(source.name) if not (folder / name).exists()]
    if missing:
        yield f"組版がありません: {'、'.join(missing)}"
    for dump in sorted(folder.rglob("*.txt")):
        printed, true = Counter(squeeze(dump.read_text(encoding="utf-8"))), Counter(source.text)
        difference = (true - printed) if dump.parent.name == "special" else (true - printed) | (printed - true)
        if difference:
            yield f"{dump.name} の文字が原稿と合いません: {dict(difference)}"


def _edition_faults(sources: dict[str, Source]) -> Iterator[str]:
    for source in sources.values():
        if source.revised and source.original not in sources:
            yield f"{source.name}: 訂正の元の {source.original} がありません"
        elif source.head.get("revises", source.original.partition("/")[2]) != source.original.partition("/")[2]:
            yield f"{source.name}: revises「{source.head['revises']}」がフォルダの名と合いません"


def _measure_faults(sources: dict[str, Source]) -> Iterator[str]:
    for source in sources.values():
        for measure in source.measures:
            said = [value for value in (measure["name"], measure["budget"], measure["target"]) if value]
            if not all(value in measure["text"] for value in said):
                yield f"{source.name}: 施策「{measure['name']}」の額か目標が本文にありません"
            for link in measure["answers"]:
                units = sources[f"{source.folder.parent.name}/{link['meeting']}"].units
                if link["unit"] >= len(units) or units[link["unit"]]["kind"] not in ASKS:
                    yield f"{source.name}: 施策「{measure['name']}」の相手が意見ではありません"


def _duplicates(sources: list[Source]) -> Iterator[str]:
    seen: defaultdict[str, list[int]] = defaultdict(list)  # 5-gram → the entries that hold it
    entries: list[tuple[Source, int, int]] = []  # document, unit, number of 5-grams
    for source in sources:
        for index, unit in enumerate(source.units):
            if unit["kind"] == "statement":  # a chair leads every session in the same words
                continue
            grams = _ngrams(unit["text"])
            shared = Counter(entry for gram in grams for entry in seen[gram])
            for earlier, count in shared.items():
                other, at, size = entries[earlier]
                share = count / min(size, len(grams))
                if share > LIMIT and (other is source or other.original != source.original):
                    yield f"{other.name} 発言{at} と {source.name} 発言{index} の文言が {share:.0%} 重なっています"
            for gram in grams:
                seen[gram].append(len(entries))
            entries.append((source, index, len(grams)))


def _ngrams(text: str) -> frozenset[str]:
    plain = squeeze(text)
    return frozenset(plain[i : i + NGRAM] for i in range(len(plain) - NGRAM + 1) if len(plain) >= SHORT)


def _reach_faults(sources: list[Source]) -> Iterator[str]:
    """What the corpora promise as a whole: size, breadth, and remarks that must be understood by their matter."""
    utterances = sum(len(source.units) for source in sources)
    if utterances < LEAST_UTTERANCES:
        yield f"発言が{utterances}件しかありません（{LEAST_UTTERANCES}件以上の約束）"
    for topic, councils in topic_counts(sources).items():
        if councils.total() < LEAST_A_TOPIC or len(councils) < LEAST_COUNCILS:
            yield f"分野 {topic} が{len(councils)}会議体・{councils.total()}件しかありません"
    if not UNNAMED[0] <= unnamed_share(sources) <= UNNAMED[1]:
        yield f"事業名のない意見の割合が{unnamed_share(sources):.2f}です（{UNNAMED[0]}〜{UNNAMED[1]} の約束）"
    links = sum(len(measure["answers"]) for source in sources for measure in source.measures)
    if links < LEAST_LINKS:
        yield f"施策から意見への結び付きが{links}件しかありません（{LEAST_LINKS}件以上の約束）"
    unsplit = {source.council for source in sources}.symmetric_difference(c for group in SPLITS.values() for c in group)
    if unsplit:
        yield f"学習用にも評価用にも一度ずつ入っていない会議体です: {'、'.join(sorted(unsplit))}"


def main() -> int:
    """Read the command line; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="件数を corpora/README.md に書き込む")
    given = parser.parse_args()
    sources = [load(path.parent) for path in sorted(CORPORA.glob("*/*/manuscript.txt"))]
    path, blocks = CORPORA / "README.md", card_blocks(sources)
    card = path.read_text(encoding="utf-8")
    if given.write:
        for name, block in blocks.items():
            card = written(card, name, block)
        path.write_text(card, encoding="utf-8")
    found = list(faults(sources))
    if any(f"<!-- {name} -->\n{block}\n<!-- /{name} -->" not in card for name, block in blocks.items()):
        found.append("corpora/README.md: 件数が古くなっています。--write で書き直してください")
    print(*blocks.values(), sep="\n\n")
    print(*found, sep="\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
