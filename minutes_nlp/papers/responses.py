"""The table of remarks and replies (対応表), for people and for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from minutes_nlp.output.sheets import Table, Value
from minutes_nlp.papers.heads import about, council_names, title
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Answer, Exchange, Promise, Sitting
from minutes_nlp.wording import PROSPECTS

__all__ = ["DATA", "responses_data", "responses_table"]

ANSWERED, UNANSWERED = "回答済み", "回答の記載なし"
DATA = MappingProxyType(
    {
        "number": "番号",
        "council": "会議名",
        "meeting": "回",
        "date": "開催日",
        "remark_id": "発言番号",
        "speaker": "発言者",
        "kind": "発言種別",
        "act": "区分",
        "topic_1": "論点1",
        "topic_2": "論点2",
        "topic_3": "論点3",
        "gist": "発言要旨",
        "text": "原文",
        "page": "発言ページ",
        "line": "発言行・段落",
        "answer_id": "回答番号",
        "charge": "担当",
        "answer": "回答",
        "answer_page": "回答ページ",
        "answer_line": "回答行・段落",
        "strength": "約束の強さ",
        "promise": "約束",
        "due_text": "期限（原文）",
        "due": "期限",
        "state": "対応状況",
        "document": "出典資料",
        "record_id": "資料番号",
    }
)


def responses_table(material: Material) -> Table:
    """A row for each remark, as people read it."""
    name = council_names(material)
    rows = [_row(material, number, one, name) for number, one in enumerate(material.exchanges, 1)]
    return Table(title(material, "対応表"), about(material, f"発言 {len(rows)} 件"), rows, "該当する発言はありません")


def _row(material: Material, number: int, one: Exchange, name: Callable[[Sitting], str]) -> dict[str, Value]:
    later = material.later(one.record, *one.turns)
    return {
        "number": number,
        "council": one.sitting.name,
        "council_of_several": name(one.sitting),
        "meeting": one.sitting.label,
        "date": one.sitting.date,
        "speaker": one.speaker,
        "gist": one.gist,
        "text": one.text,
        "kind": one.kind,
        "act": one.act,
        "topics": "\n".join(one.topics),
        "answer": "\n".join(answer.text for answer in one.answers),
        "promise": "\n".join(map(str, one.promises)),
        "charge": one.charge,
        "state": _state(one),
        "later": "\n".join(map(str, later)),
        "source": _source(one),
        "document": one.sitting.document,
    }


def _state(one: Exchange) -> str:
    """How far it has come: the firmest promise, else whether there is a reply."""
    strengths = {promise.strength for promise in one.promises}
    firmest = next((word for strength, word in PROSPECTS.items() if strength in strengths), None)
    return firmest or (ANSWERED if one.answers else UNANSWERED)


def _source(one: Exchange) -> str:
    places = [answer.source.place for answer in one.answers]
    return "\n".join((one.source.document, one.source.place, *(f"回答 {place}" for place in places if place)))


def responses_data(material: Material) -> list[dict[str, Value]]:
    """A row for each remark, reply and promise, so that every value has a cell of its own."""
    return [row for number, one in enumerate(material.exchanges, 1) for row in _data(number, one)]


def _data(number: int, one: Exchange) -> Iterator[dict[str, Value]]:
    for answer in one.answers or (None,):
        for promise in (answer.promises if answer else ()) or (None,):
            yield _datum(number, one, answer, promise)


def _datum(number: int, one: Exchange, answer: Answer | None, promise: Promise | None) -> dict[str, Value]:
    topics = (*one.topics, None, None, None)
    return {
        "number": number,
        "council": one.sitting.council,
        "meeting": one.sitting.number,
        "date": one.sitting.date,
        "remark_id": one.utterance,
        "speaker": one.speaker,
        "kind": one.kind,
        "act": one.act,
        "topic_1": topics[0],
        "topic_2": topics[1],
        "topic_3": topics[2],
        "gist": one.gist,
        "text": one.text,
        "page": one.source.page,
        "line": one.source.line,
        "answer_id": answer.utterance if answer else None,
        "charge": answer.by if answer else None,
        "answer": answer.text if answer else None,
        "answer_page": answer.source.page if answer else None,
        "answer_line": answer.source.line if answer else None,
        "strength": promise.word if promise else None,
        "promise": promise.text if promise else None,
        "due_text": promise.due_text if promise else None,
        "due": promise.due if promise else None,
        "state": _state(one),
        "document": one.sitting.document,
        "record_id": one.record,
    }
