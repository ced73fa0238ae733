#!/usr/bin/env python3
"""Propose names for `models/terms.csv` (用語の候補): runs of nouns that our texts, or yours, repeat.

    python scripts/harvest_terms.py                        # our corpora, and the real documents beside the project
    python scripts/harvest_terms.py FILE ... --least 5     # PDF, Word and text files of your own
    python scripts/harvest_terms.py --measure              # how much of what is proposed the list holds already

It proposes; a person decides, writes the kind, the aliases and the reading, and checks the reading aloud. Councils
`jinzai-senryaku` and `shucho-kondan` are left out: they are held for measuring. What ends like the name of a programme,
a law or an office comes first, then what is in most documents.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from councils import HELD_OUT, ROOT

from minutes_nlp.errors import MinutesError
from minutes_nlp.language.lexicon import lexicon
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.pipeline import make_record

SHORTEST = 4  # characters; shorter runs are words of the language, not names
PARTS = {"名詞", "接頭辞", "接尾辞", "形状詞"}
NO_PARTS = {"数詞", "助数詞", "副詞可能", "人名"}  # 三年, 今年度, names of persons
# 地域経済循環創造事業交付金, 過疎法, 国土審議会
NAME = re.compile(
    r"(?:事業|制度|交付金|補助金|助成金|給付金|支援金|措置|計画|構想|戦略|プロジェクト|プログラム|プラン|ビジョン|事業債"
    r"|特区|法|条例|審議会|本部|機構|センター|協議会|庁|省|隊|支援員|推進員|アドバイザー|コーディネーター|マネージャー)$"
)


def main() -> int:
    """Print candidates as a table: how often, in how many documents, the run, whether it ends like a name."""
    options = _options()
    texts = list(_texts(options.files or _default_files()))
    known = {_folded(form) for entry in lexicon() for form in (entry.name, *entry.aliases)}
    found = [row for row in candidates(texts, options.least) if options.measure or _folded(row[3]) not in known]
    if options.measure:
        held = sum(_folded(name) in known for *_, name in found)
        print(f"候補 {len(found)} 件のうち {held} 件（{held / max(len(found), 1):.0%}）が用語表にあります")
    else:
        csv.writer(sys.stdout).writerows(found)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="PDF・Word・テキスト（省略時は付属の資料）")
    parser.add_argument("--least", type=int, default=3, help="何回以上出るものを挙げるか（既定は3）")
    parser.add_argument("--measure", action="store_true", help="候補のうち用語表にある割合だけを表示する")
    return parser.parse_args()


def _folded(form: str) -> str:
    return unicodedata.normalize("NFKC", form).lower()


def candidates(texts: Iterable[str], least: int) -> list[tuple[str, int, int, str]]:
    """Name-likeness, occurrences, documents and the run itself, the best first."""
    count: Counter[str] = Counter()
    documents: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for run in noun_runs(words(text, Mode.A)):
            count[run] += 1
            documents[run].add(number)
    rows = [("○" if NAME.search(run) else "", n, len(documents[run]), run) for run, n in count.items() if n >= least]
    return sorted(rows, key=lambda row: (row[0] == "", -row[2], -row[1], row[3]))


def noun_runs(found: Iterable[Word]) -> Iterator[str]:
    """Two or more nouns in a row without a gap: 地域 経済 循環."""
    run: list[Word] = []
    for word in found:
        if not _is_part(word) or (run and run[-1].stop < word.start):
            yield from _named(run)
            run = []
        if _is_part(word):
            run.append(word)
    yield from _named(run)


def _named(run: list[Word]) -> Iterator[str]:
    name = "".join(word.surface for word in run)
    if len(run) > 1 and len(name) >= SHORTEST:
        yield name


def _is_part(word: Word) -> bool:
    return word.pos[0] in PARTS and not NO_PARTS & set(word.pos)


def _default_files() -> list[Path]:
    ours = [path for path in sorted(ROOT.glob("corpora/*/*/manuscript.txt")) if not set(HELD_OUT) & set(path.parts)]
    shared = ROOT.parent / "shared"
    return [*ours, *sorted(shared.glob("seeds/*.txt")), *sorted(shared.glob("samples/pdf/*.pdf"))]


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    """What the files say: a manuscript as it is, another file by its blocks."""
    for path in paths:
        if path.name == "manuscript.txt":
            yield path.read_text(encoding="utf-8")
        else:
            try:
                yield "\n".join(block.text for block in make_record(path.read_bytes(), path.name).blocks)
            except MinutesError as error:
                print(error.at(path.name), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
