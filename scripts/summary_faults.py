#!/usr/bin/env python3
"""Whether summaries can be trusted (要約の忠実性): errors planted for the gate, and a look without it.

    python scripts/summary_faults.py [RECORD.json …]   # of our corpora, and of these records besides

First 500 sentences of summaries are altered, one place each: a number, a date, a name, a negation put in or taken out,
a wish or plan made a fact; the gate must refuse them. Then 2,000 printed sentences are held against their source by
patterns of this script alone, and what is printed without being in the source is listed.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from councils import CORPORA

from minutes_nlp.findings import Cited
from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.places import printed_text
from minutes_nlp.summaries.choosing import Length, gist_of, summarise
from minutes_nlp.summaries.fidelity import is_supported

PLANTED, LOOKED_AT = 500, 2_000
DIGITS = "0123456789０１２３４５６７８９一二三四五六七八九"
NAMES = ("白鷺市", "南雲構成員", "黒松町", "汐路大学", "地域おこし協力隊", "集落支援員", "環境省", "灯台課長")
# an alteration is a pattern and what is put there; the first that fits at a place drawn by chance
NUMBERS = ((r"[0-9０-９一二三四五六七八九](?![つ般方部点緒])", None),)
DATES = (
    (r"(?<=[年月])[0-9０-９一二三四五六七八九]+(?=[月日])|[0-9０-９一二三四五六七八九](?=年|月|日)", None),
    (r"来年度", "今年度"),
    (r"(?:本|今)年度", "来年度"),
    (r"次回", "前回"),
    (r"年度内", "年度末以降"),
    (r"秋", "春"),
    (r"昨年", "一昨年"),
)
NAMED = ((r"[一-龠ァ-ヶー]{2,8}(?:市|町|村|県|課|省|庁|大学|構成員|委員|支援員|協力隊|組合|組織)", "NAME"),)
ADDED = (
    (r"ている(?=。|$)", "ていない"),
    (r"する(?=。|$)", "しない"),
    (r"である(?=。|$)", "ではない"),
    (r"したい(?=。|$)", "したくない"),
    (r"がある(?=。|$)", "がない"),
    (r"(?<=[えけせてねべめれ])る(?=。|$)", "ない"),
    (r"できる", "できない"),
)
DROPPED = (
    (r"ていない", "ている"),
    (r"できない", "できる"),
    (r"ではない(?!か)", "である"),
    (r"しない", "する"),
    (r"がない", "がある"),
    (r"(?<=[えけせてねべめれ])ない", "る"),
    (r"わけではない", "わけである"),
    (r"せず", "し"),
)
MOODS = (
    (r"検討", "実施"),
    (r"したい(?=。|$)", "した"),
    (r"する予定", "した"),
    (r"(?<!不)可能", "不可能"),
    (r"することとしたい", "することとした"),
    (r"べき(?:である)?(?=。|で)", "ことがある"),
    (r"する(?=。|$)", "した"),
    (r"か(?=。|$)", ""),
    (r"していきたい", "している"),
    (r"(?:調整|協議)している", "決定している"),
)
KINDS = {"数": NUMBERS, "日付": DATES, "名前": NAMED, "打消しの追加": ADDED, "打消しの削除": DROPPED, "言い方": MOODS}
NUMBER = re.compile(
    r"[0-9０-９]+(?:[,.，．][0-9０-９]+)*|[一二三四五六七八九十百千万]+(?=[年月日人名件割％円戸回か箇市町村校台])"
)
DATE = re.compile(r"[本今来昨翌]年度?|年度[内末中]|[春夏秋冬]|[前次]回|(?:上|中|下)旬|令和|平成")
NEGATION = re.compile(
    r"な(?:い|く(?!な)|かっ|けれ)|ません|[^は]ず(?=[、にと]|る)|ざる|(?<=[一-龠ぁ-ん])ぬ(?=[。、])|[不未非無](?=[一-龠])"
)
MOOD = re.compile(
    r"検討|予定|可能|見込|方針|協議|調整|べき|かもしれ|ねばなら|なければなら|(?<=[一-龠いきしちりえけせてねめれべげ])た(?=い|く(?!さ)|かっ)"
)


class Printed(NamedTuple):
    """A sentence of a summary and its record (印字された文)."""

    cited: Cited
    record: Record

    @property
    def source(self) -> str:
        """What stands at its place."""
        return printed_text(self.cited.spans, self.record.source_text, self.record.folds)


def main() -> None:
    """Plant, look, print."""
    records = [Record.from_json(Path(name).read_bytes()) for name in sys.argv[1:]]
    found = list({one.cited: one for one in printed([*records, *corpus()])}.values())
    random.Random(0).shuffle(found)  # noqa: S311 - chance, not secrecy
    plant(found)
    look(found[:LOOKED_AT])


def corpus() -> Iterator[Record]:
    """The records of our minutes."""
    for file in sorted(CORPORA.glob("*/*/manuscript.txt")):
        if file.parts[-3] != "notations" and not file.parts[-2].endswith("-rev"):
            yield make_record(file.read_bytes(), "/".join(file.parts[-3:-1]))


def printed(records: Iterable[Record]) -> Iterator[Printed]:
    """The sentences of long summaries, and the gist of each turn."""
    for record in records:
        for one in summarise([record], length=Length(2_500)).sentences:
            yield Printed(one, record)
        for utterance in record.utterances:
            for one in gist_of(record, utterance):
                yield Printed(one, record)


# --- planting -----------------------------------------------------------------------------------------------------


def plant(found: list[Printed]) -> None:
    """How many of the planted errors the gate refuses, by kind."""
    draw = random.Random(1)  # noqa: S311 - chance, not secrecy
    planted, caught, missed = Counter[str](), Counter[str](), []
    for number, one in enumerate(found * 3):
        kind = list(KINDS)[number % len(KINDS)]
        altered = alter(one.cited.text, kind, draw)
        if altered is None or planted.total() >= PLANTED:
            continue
        planted[kind] += 1
        if is_supported(altered, one.cited.spans, one.record.source_text, one.record.folds):
            missed.append((kind, one.cited.text, altered))
        else:
            caught[kind] += 1
    print(f"植え付けた誤り {planted.total()}件、見つけた {caught.total()}件 ({caught.total() / planted.total():.1%})")
    for kind in KINDS:
        print(f"  {kind} {caught[kind]}/{planted[kind]}")
    for one in missed:
        print("  見逃し", *one, sep="\n    ")


def alter(text: str, kind: str, draw: random.Random) -> str | None:
    """A text with one error of a kind; None where none can be put in."""
    patterns = list(KINDS[kind])
    draw.shuffle(patterns)
    for pattern, put in patterns:
        places = list(re.finditer(pattern, text))
        if places:
            place = draw.choice(places)
            altered = text[: place.start()] + _put(place.group(), put, draw) + text[place.end() :]
            if altered != text:
                return altered
    return None


def _put(old: str, put: str | None, draw: random.Random) -> str:
    if put == "NAME":
        return draw.choice([name for name in NAMES if name != old])
    if put is not None:
        return put
    at = draw.randrange(len(old))
    row = DIGITS[DIGITS.index(old[at]) // 10 * 10 :][: 10 if old[at] not in "一二三四五六七八九" else 9]
    return old[:at] + draw.choice([digit for digit in row if digit != old[at]]) + old[at + 1 :]


# --- looking ------------------------------------------------------------------------------------------------------


def look(found: list[Printed]) -> None:
    """What in printed sentences their source does not say, and all that was put in."""
    faults, put_in, kept, total = [], Counter[tuple[str, str]](), 0, 0
    for one in found:
        faults += [(what, one.cited.text, one.source) for what in differences(one)]
        put_in.update(changes(one))
        kept, total = kept + len(one.cited.text), total + len(one.source)
    print(f"\n印字した文 {len(found)}件、裏付けのない数・日付・名前、打消しや言い方の食い違い {len(faults)}件")
    for fault in faults:
        print("  ", *fault, sep="\n    ")
    print(
        "言い換え(元 → 印字)、多い順: "
        + "、".join(f"{old or '∅'}→{new} {n}" for (old, new), n in put_in.most_common(60))
    )


def differences(one: Printed) -> Iterator[str]:
    """In what a sentence and its source differ, by patterns."""
    text, source = one.cited.text.replace(" ", ""), one.source
    for name, pattern in (("数", NUMBER), ("日付", DATE), ("言い方", MOOD)):
        if Counter(pattern.findall(text)) != Counter(pattern.findall(source)):
            yield name
    if len(NEGATION.findall(text)) != len(NEGATION.findall(source)):
        yield "打消し"
    names = {term.text for term in one.record.terms} | {one.name for one in _attendees(one.record)}
    if any(name in text and name not in source for name in names):
        yield "名前"


def _attendees(record: Record) -> Iterable[NamedTuple]:
    return record.meeting.attendees if record.meeting else ()


def changes(one: Printed) -> Iterator[tuple[str, str]]:
    """What stands in a sentence in the place of other characters of its source."""
    text, source = one.cited.text.replace(" ", ""), one.source
    for what, low, high, start, stop in SequenceMatcher(None, source, text, autojunk=False).get_opcodes():
        if what in {"replace", "insert"}:
            yield source[low:high], text[start:stop]


if __name__ == "__main__":
    main()
