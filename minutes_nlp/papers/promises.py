"""The list of what was promised (宿題管理表): what, how firmly, when, since how long, and what later documents say."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from minutes_nlp.model import Record, Utterance
from minutes_nlp.output.sheets import Table, Value
from minutes_nlp.papers.heads import about, council_names, title
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Later, Promise, Sitting

__all__ = ["DATA", "Homework", "homework", "promises_data", "promises_table"]

NONE_FOUND, NOTHING_LATER = "後の資料に見当たらず", "後の資料なし"
DATA = MappingProxyType(
    {
        "number": "番号",
        "council": "会議名",
        "meeting_number": "回",
        "date": "開催日",
        "promise": "約束",
        "strength": "約束の強さ",
        "days": "経過日数",
        "due_text": "期限（原文）",
        "due": "期限",
        "question": "発端の発言",
        "charge": "担当",
        "topic": "論点",
        "later_kind": "その後の資料の種別",
        "later_name": "その後の資料の内容",
        "later_date": "その後の資料の日付",
        "document": "出典資料",
        "page": "出典ページ",
        "line": "出典行・段落",
        "utterance": "発言番号",
        "record_id": "資料番号",
    }
)


@dataclass(frozen=True, slots=True)
class Homework:
    """A promise and all that is known about it (宿題)."""

    record: str
    sitting: Sitting
    promise: Promise
    question: str  # the remark that it answers, in short; empty for closing words
    topics: tuple[str, ...]
    days: int | None  # since the meeting
    later: tuple[Later, ...]
    searched: bool

    @property
    def outcome(self) -> str:
        """What later documents hold, or that they hold nothing, or that there are none."""
        if self.later:
            return "\n".join(f"（候補）{one}" for one in self.later)
        return NONE_FOUND if self.searched else NOTHING_LATER


def homework(material: Material) -> tuple[Homework, ...]:
    """The promises of the period in order."""
    return tuple(
        _homework(material, record, utterance, promise)
        for record in material.chosen
        for utterance, promise in material.promises_of(record)
    )


def _homework(material: Material, record: Record, utterance: Utterance, promise: Promise) -> Homework:
    sitting = material.sitting(record)
    asked = [one for one in record.utterances if one.id in utterance.replies_to]
    return Homework(
        record.id,
        sitting,
        promise,
        "\n".join(material.gist(record, one) for one in asked),
        material.topics(utterance),
        (material.today - sitting.date).days if sitting.date else None,
        material.later(record.id, utterance.id),
        material.searched(record.id, utterance.id),
    )


def promises_table(material: Material) -> Table:
    """A row for each promise, as people read it."""
    found, name = homework(material), council_names(material)
    rows: list[dict[str, Value]] = [
        {
            "number": number,
            "council": one.sitting.name,
            "council_of_several": name(one.sitting),
            "promise": one.promise.text,
            "strength": one.promise.word,
            "meeting": one.sitting.label,
            "date": one.sitting.date,
            "days": one.days,
            "due": one.promise.due_text,
            "due_date": one.promise.due,
            "question": one.question,
            "charge": one.promise.by,
            "topics": "\n".join(one.topics),
            "later": one.outcome,
            "source": f"{one.promise.source.document}\n{one.promise.source.place}",
            "remarks": "",
        }
        for number, one in enumerate(found, 1)
    ]
    return Table(
        title(material, "宿題管理表"), about(material, f"約束 {len(rows)} 件"), rows, "該当する約束はありません"
    )


def promises_data(material: Material) -> list[dict[str, Value]]:
    """A row for each promise and later document, so that every value has a cell of its own."""
    return [
        _datum(number, one, later)
        for number, one in enumerate(homework(material), 1)
        for later in (one.later or (None,))
    ]


def _datum(number: int, one: Homework, later: Later | None) -> dict[str, Value]:
    return {
        "number": number,
        "council": one.sitting.council,
        "meeting_number": one.sitting.number,
        "date": one.sitting.date,
        "promise": one.promise.text,
        "strength": one.promise.word,
        "days": one.days,
        "due_text": one.promise.due_text,
        "due": one.promise.due,
        "question": one.question,
        "charge": one.promise.by,
        "topic": one.topics[0] if one.topics else None,
        "later_kind": later.kind if later else None,
        "later_name": later.name if later else None,
        "later_date": later.date if later else None,
        "document": one.sitting.document,
        "page": one.promise.source.page,
        "line": one.promise.source.line,
        "utterance": one.promise.utterance,
        "record_id": one.record,
    }
