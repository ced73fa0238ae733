"""What stands in papers (質疑・約束・後の資料): remarks with their replies and promises, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minutes_nlp.findings import Strength
from minutes_nlp.papers.citing import Source
from minutes_nlp.wording import STRENGTHS, day_told

__all__ = ["Answer", "Exchange", "Later", "Promise", "Sitting"]


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting that a passage is from (会議の回); None for what its record does not give."""

    council: str | None
    number: int | None
    date: date | None
    document: str
    title: str | None = None

    @property
    def name(self) -> str:
        """What it is called among others: the council, else the title of the document, else its file."""
        return self.council or self.title or self.document

    @property
    def label(self) -> str:
        """第７回 as 第7回; without a number the day, without a day nothing."""
        if self.number is not None:
            return f"第{self.number}回"
        return day_told(self.date) if self.date else ""


@dataclass(frozen=True, slots=True)
class Later:
    """A later document on the same matter (その後の資料): a candidate that people should look at."""

    kind: str
    name: str
    date: str
    source: Source
    cite: str  # the source in short: 第2回 3頁5行

    def __str__(self) -> str:
        return f"{self.kind}「{self.name}」（{self.cite}）"


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of the government's side (約束) and who made it where."""

    strength: Strength
    text: str
    by: str
    due_text: str
    due: date | None
    source: Source
    cite: str  # as above
    utterance: str

    @property
    def word(self) -> str:
        """The strength as a word: 検討する."""
        return STRENGTHS[self.strength]

    def __str__(self) -> str:
        return f"【{self.word}】{self.text}" + (f"（期限: {self.due_text}）" if self.due_text else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, or that part of one that answers the remark (回答)."""

    utterance: str
    by: str
    text: str
    gist: str
    promises: tuple[Promise, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Exchange:
    """A remark and what was replied to it (質疑)."""

    record: str
    utterance: str
    sitting: Sitting
    speaker: str
    kind: str
    act: str
    topics: tuple[str, ...]
    text: str
    gist: str
    source: Source
    cite: str  # as above
    answers: tuple[Answer, ...]

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What the replies promise."""
        return tuple(promise for answer in self.answers for promise in answer.promises)

    @property
    def turns(self) -> tuple[str, ...]:
        """The ids of the remark and of its replies."""
        return self.utterance, *(answer.utterance for answer in self.answers)

    @property
    def charge(self) -> str:
        """Who replied (担当), as printed."""
        return "、".join(dict.fromkeys(answer.by for answer in self.answers if answer.by))
