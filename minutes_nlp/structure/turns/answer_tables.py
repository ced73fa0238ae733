"""Tables of remarks and answers (意見と回答の表): ご意見の概要｜県の考え方, 質問｜回答; a row asks, and answers itself.

The head of the table tells which column asks and which answers; results of public comments (パブリックコメント),
written answers and monitoring committees (入札監視委員会) print theirs so.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from minutes_nlp.document import Paragraph, TableCell, spread
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import BlockKind, UtteranceKind
from minutes_nlp.structure.turns.notation import Notation, TurnForm
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.structure.vocabulary import any_of, squeezed
from minutes_nlp.text import Text

__all__ = ["AnswerTable", "answer_tables", "turns_in", "without_words"]

ASKS, ANSWERS = (TurnForm(fixed=True, kind=kind) for kind in (UtteranceKind.REMARK, UtteranceKind.REPLY))
NOTATION = Notation("answer-table", "表（意見｜回答）", (ASKS, ANSWERS))
LONGEST_HEAD = 30  # characters of a head cell: いただいた御意見の概要（原文を要約したもの）
USUAL = 6.0  # characters of a question or an answer on average, at least; a table of marks and figures has fewer
# － / 同上 / 〃 / なし: no words of its own
NOTHING = re.compile(r"(?:[－―ー\-—〃″・…／/]*|同上|上に同じ|同左|(?:特に|意見|質問|該当|回答)?(?:は)?なし)。?")
# １．入札の状況, （２）抽出案件: a row that heads those below it
HEADING_MARK = re.compile(r"[（(〔【]?(?:第?[0-9０-９一二三四五六七八九十]{1,3}|[①-⑳])[ \u3000.．、）)】〕回号]")


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The rows of a table below its head, and which columns ask and answer (問いの列・答えの列)."""

    rows: tuple[tuple[TableCell, ...], ...]
    asks: int
    answers: int

    @property
    def words(self) -> int:
        """How many characters the two columns hold."""
        return sum(len(row[column]) for row in self.rows for column in (self.asks, self.answers))


def answer_tables(paragraphs: Sequence[Paragraph]) -> dict[int, AnswerTable]:
    """The tables of remarks and answers, by the index of their paragraph; one without a head goes on with the last."""
    found: dict[int, AnswerTable] = {}
    last: AnswerTable | None = None
    for i, paragraph in enumerate(paragraphs):
        if paragraph.kind is not BlockKind.TABLE or not paragraph.rows:
            last = last if not paragraph.text.string.strip() else None
            continue
        rows = tuple(spread(paragraph.rows))
        last = _headed(rows) or (_going_on(rows, last) if last else None)
        if last and last.words >= USUAL * 2 * len(last.rows):
            found[i] = last
    return found


def without_words(paragraphs: Sequence[Paragraph], told: Container[int]) -> list[Paragraph]:
    """The paragraphs as the other readers of turns see them: what is `told` in tables, or is a legend, is no talk."""
    return [replace(one, text=one.text[:0], rows=None) if i in told else one for i, one in enumerate(paragraphs)]


def turns_in(tables: Mapping[int, AnswerTable], places: Sequence[str | None]) -> Iterator[Turn]:
    """The turns of the tables; `places` holds the section of each paragraph.

    A cell merged over several rows speaks once: a question in the first of them, an answer in the last.
    """
    for i, table in tables.items():
        for at, row in enumerate(table.rows):
            question, answer = row[table.asks], row[table.answers]
            if _is_heading(question, answer):
                continue
            if at == 0 or question is not table.rows[at - 1][table.asks]:
                yield from _said(i, places[i], ASKS, question)
            if at + 1 == len(table.rows) or answer is not table.rows[at + 1][table.answers]:
                beside = {id(one[table.asks]) for one in table.rows[: at + 1] if one[table.answers] is answer}
                yield from (replace(turn, covers=len(beside)) for turn in _said(i, places[i], ANSWERS, answer))


def _is_heading(question: TableCell, answer: TableCell) -> bool:
    """Whether a row heads those below it: one cell over both columns, or a numbered one beside nothing, no sentence."""
    string = question.string.strip()
    alone = not answer.string.strip() and HEADING_MARK.match(string) is not None
    return question is answer or (alone and not ends_whole(string))


def _said(place: int, section: str | None, form: TurnForm, cell: TableCell) -> Iterator[Turn]:
    """What a cell says; a dash or 同上 is nothing."""
    text = Text(cell.string, cell.runs).strip()
    if text.string and not NOTHING.fullmatch(squeezed(text.string)):
        yield Turn(place, section, NOTATION, form, None, None, text)


def _headed(rows: tuple[tuple[TableCell, ...], ...]) -> AnswerTable | None:
    """A table whose first row, or second under a common one, names a column that asks and one that answers."""
    for at, row in enumerate(rows[:2]):
        if any(len(cell) > LONGEST_HEAD for cell in row):
            return None
        asks = _column(row, "asking_columns")
        answers = next((c for c in _columns(row, "answering_columns") if asks is not None and c > asks), None)
        below = tuple(one for one in rows[at + 1 :] if len(one) == len(row))
        if asks is not None and answers is not None and below:
            return AnswerTable(below, asks, answers)
    return None


def _going_on(rows: tuple[tuple[TableCell, ...], ...], last: AnswerTable) -> AnswerTable | None:
    """A table on the next page that has the columns of the one before and no head of its own."""
    alike = all(len(row) == len(last.rows[0]) for row in rows)
    return replace(last, rows=rows) if alike else None


def _column(row: Sequence[TableCell], words: str) -> int | None:
    return next(iter(_columns(row, words)), None)


def _columns(row: Sequence[TableCell], words: str) -> Iterator[int]:
    for column, cell in enumerate(row):
        if any_of("wording", words).fullmatch(squeezed(cell.string)):
            yield column
