"""The documents of the corpora and the tables of their data card (資料とその件数).

`check_corpora.py` checks the documents and writes the tables; `agreement.py` reads the documents a second time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from councils import HELD_OUT, TRAINING
from manuscript import pieces

from minutes_nlp.model import UtteranceKind

__all__ = [
    "SPLITS",
    "TOPICS",
    "Source",
    "card_blocks",
    "load",
    "squeeze",
    "table",
    "topic_counts",
    "unnamed_share",
    "written",
]

TOPICS = {  # ids as in the taxonomy; the words are for the card
    "kyoryokutai": "地域おこし協力隊",
    "kigyojin": "地域活性化起業人",
    "shuraku-shienin": "集落支援員",
    "tokutei-chiiki-kumiai": "特定地域づくり事業協同組合",
    "local-startup": "創業・地域経済循環",
    "teiju-jiritsuken": "定住自立圏・広域連携",
    "community": "地域コミュニティ",
    "gyosei-dx": "行政のＤＸ",
    "chiiki-dx": "地域社会のＤＸ",
    "digital-jinzai": "デジタル人材",
    "datsutanso-energy": "脱炭素・エネルギー",
    "iju-kankeijinko": "移住・関係人口",
    "kaso": "過疎・条件不利地域",
    "zaisei-sochi": "地方財政措置・予算",
    "daigaku-kyoiku": "大学連携・教育",
    "gaikokujin": "外国人",
    "tayo-jinzai": "多様な人材",
    "kosodate-shoshika": "少子化・子育て",
    "koyo-hatarakikata": "雇用・働き方",
    "seisaku-hyoka": "施策の検証・評価",
}
SAMPLES = "notations"
SPLITS = {"train": TRAINING, "held out": HELD_OUT}


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the corpora: its folder, true paragraphs, and gold (資料)."""

    folder: Path
    paragraphs: tuple[str, ...]
    head: dict[str, Any]
    units: tuple[dict[str, Any], ...]
    measures: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        """As `misaki-kurashi/meeting-1`."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def text(self) -> str:
        """The whole true text without white space."""
        return squeeze("".join(self.paragraphs))

    @property
    def council(self) -> str:
        """As `misaki-kurashi`."""
        return self.folder.parent.name

    @property
    def original(self) -> str:
        """The name without `-rev`: its own, or that of the edition which it corrects (訂正版)."""
        return self.name.removesuffix("-rev")

    @property
    def sample(self) -> bool:
        """Whether this is one page that shows a notation, without labels of its own (表記見本)."""
        return self.council == SAMPLES

    @property
    def revised(self) -> bool:
        """Whether this is a corrected edition."""
        return self.name != self.original


def load(folder: Path) -> Source:
    """Read one document; ValueError where a gold line is not JSON."""
    paragraphs = tuple(piece.text for piece in pieces(folder / "manuscript.txt"))
    head, *rows = map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    units = tuple(row for row in rows if row["type"] == "unit")
    return Source(folder, paragraphs, head, units, tuple(row for row in rows if row["type"] == "measure"))


def squeeze(text: str) -> str:
    """The text without white space and without the bars between table cells."""
    return re.sub(r"[\s|]+", "", text)


# --- counts ---------------------------------------------------------------------------------------------------------


def _of_kind(kind: UtteranceKind, source: Source) -> int:
    return sum(unit["kind"] == kind for unit in source.units)


COLUMNS: dict[str, Callable[[Source], object]] = {
    "資料": lambda s: s.name,
    "文字": lambda s: f"{len(s.text):,}",
    "段落": lambda s: sum(bool(p.strip()) for p in s.paragraphs),
    **{kind.value: partial(_of_kind, kind) for kind in UtteranceKind},
    "links": lambda s: sum(len(u["answers"]) for u in s.units),
    "parts": lambda s: sum(len(u.get("parts", {})) for u in s.units),
    "measures": lambda s: len(s.measures),
}


def documents_table(sources: list[Source]) -> str:
    """One row a document of a council, the sums, revised editions apart, and the samples of notations in one row."""
    rest = [source for source in sources if not source.sample]
    first, revised = ([source for source in rest if source.revised is flag] for flag in (False, True))
    samples = [source for source in sources if source.sample]
    parts = [(first, "計"), (revised, "訂正版の計")]
    rows = [row for group, label in parts for row in (*map(_cells_of, group), _sums(label, group))]
    return table(list(COLUMNS), [*rows, _sums(f"{SAMPLES}/* の計", samples)])


def _cells_of(source: Source) -> list[str]:
    return [str(count(source)) for count in COLUMNS.values()]


def _sums(label: str, group: list[Source]) -> list[str]:
    columns = list(zip(*map(_cells_of, group), strict=True))[1:]
    return [f"{label} {len(group)}", *(f"{sum(int(cell.replace(',', '')) for cell in column):,}" for column in columns)]


def topic_counts(sources: list[Source]) -> dict[str, Counter[str]]:
    """Utterances of each topic (primary labels) by council."""
    found: dict[str, Counter[str]] = {topic: Counter() for topic in TOPICS}
    for source in sources:
        for topic in (topic for unit in source.units for topic in unit.get("topics", []) if topic in TOPICS):
            found[topic][source.council] += 1
    return found


def topics_table(sources: list[Source]) -> str:
    """One row a topic, one column a council."""
    councils = [council for group in SPLITS.values() for council in group]
    rows = [
        [f"`{topic}` {TOPICS[topic]}", *(str(by_council[council]) for council in councils), str(by_council.total())]
        for topic, by_council in topic_counts(sources).items()
    ]
    return table(["分野", *councils, "計"], rows)


def unnamed_share(sources: list[Source]) -> float:
    """The share of remarks whose text names no programme; 0 where there are none."""
    named = [unit.get("names_programme") for s in sources for unit in s.units if unit["kind"] == "remark"]
    return named.count(False) / len(named) if named else 0.0


def totals_table(sources: list[Source]) -> str:
    """The figures that the corpora promise as a whole, a row a council."""
    councils = [council for group in SPLITS.values() for council in group]
    groups = [[s for s in sources if s.council == council] for council in councils]
    head = ["会議体", "発言", "事業名のない意見", "宿題", "施策", "相手のある施策", "施策の結び付き"]
    return table(
        head, [_totals(name, group) for name, group in zip([*councils, "計"], [*groups, sources], strict=True)]
    )


def _totals(name: str, group: list[Source]) -> list[str]:
    units = [unit for source in group for unit in source.units]
    measures = [measure for source in group for measure in source.measures]
    linked = [len(measure["answers"]) for measure in measures if measure["answers"]]
    commitments = sum(len(unit.get("commitments", [])) for unit in units)
    figures = (commitments, len(measures), len(linked), sum(linked))
    return [name, f"{len(units):,}", f"{unnamed_share(group):.0%}", *map(str, figures)]


def splits_table(sources: list[Source]) -> str:
    """Which councils a model may learn from, and a hash over each one's manuscripts."""
    rows = [[council, split, f"`{_hash(sources, council)}`"] for split, group in SPLITS.items() for council in group]
    return table(["council", "split", "sha256"], rows)


def _hash(sources: list[Source], council: str) -> str:
    """Of names and true texts in order; `read_text` makes it the same where git writes CR LF."""
    whole = hashlib.sha256()
    for source in sorted((s for s in sources if s.council == council), key=lambda s: s.name):
        manuscript = (source.folder / "manuscript.txt").read_text(encoding="utf-8")
        whole.update(f"{source.name}\n{manuscript}\n".encode())
    return whole.hexdigest()


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, its figures at the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# --- card -----------------------------------------------------------------------------------------------------------


def card_blocks(sources: list[Source]) -> dict[str, str]:
    """The blocks of corpora/README.md that are made here, by the name in their markers."""
    first = [source for source in sources if not source.revised and not source.sample]
    return {
        "counts": documents_table(sources),
        "totals": totals_table(first),
        "topics": topics_table(first),
        "splits": splits_table(sources),
    }


def written(card: str, name: str, block: str) -> str:
    """The card with the text between `<!-- name -->` and `<!-- /name -->` replaced."""
    between = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    return between.sub(lambda _: f"{block}\n", card)
