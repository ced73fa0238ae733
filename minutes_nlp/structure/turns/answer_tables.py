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
from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure.turns.act import asks
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
BULLET = re.compile(r"^[・○〇●•]", re.MULTILINE)  # ・仕様書を見直した。
TAB = "\t"
FEWEST_UNHEADED = 3  # rows of a table without a head
ASKED = 0.6  # share of them of which the first cell asks at least, and of which the second may not
# １．入札の状況, （２）抽出案件: a row that heads those below it
HEADING_MARK = re.compile(r"[（(〔【]?(?:第?[0-9０-９一二三四五六七八九十]{1,3}|[①-⑳])[ \u3000.．、）)】〕回号]")


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The rows of a table below its head, and which columns ask and answer (問いの列・答えの列)."""

    rows: tuple[tuple[TableCell, ...], ...]
    columns: int
    asks: int
    answers: int

    @property
    def words(self) -> int:
        """How many characters the two columns hold."""
        return sum(len(row[column]) for row in self.rows for column in (self.asks, self.answers))


def answer_tables(paragraphs: Sequence[Paragraph]) -> dict[int, AnswerTable]:
    """The tables of remarks and answers, by the index of their paragraph; one without a head goes on with the last.

    In a text a row of tabs may stand alone; a heading between rows ends no table, and a sentence without tabs is one
    more paragraph of the answer above.
    """
    found: dict[int, AnswerTable] = {}
    last: AnswerTable | None = None
    end = max((i for i, paragraph in enumerate(paragraphs) if TAB in paragraph.text.string.strip()), default=-1)
    of_tabs = -1  # the last line of tabs so far, with the sentences below it
    for i, paragraph in enumerate(paragraphs):
        rows = _rows(paragraph)
        string = paragraph.text.string.strip()
        of_tabs = i if TAB in string else of_tabs
        between = i - 1 in found and of_tabs in found and found[of_tabs].rows and i < end
        if not rows and between and ends_whole(string):
            found[of_tabs] = _longer(found[of_tabs], paragraph.text.strip())
            found[i] = replace(found[of_tabs], rows=())
        elif not rows:
            last = None if ends_whole(string) else last
        else:
            last = _headed(rows) or (_going_on(rows, last) if last else None) or _unheaded(rows)
            if last and last.words >= USUAL * 2 * len(last.rows):
                found[i] = last
    return found if any(table.rows for table in found.values()) else {}


def _rows(paragraph: Paragraph) -> tuple[tuple[TableCell, ...], ...]:
    """The rows of a table, or of a line with tabs the one that it is."""
    if paragraph.rows:
        return tuple(spread(paragraph.rows))
    if TAB not in paragraph.text.string.strip():
        return ()
    return (tuple(TableCell.holding(cell.strip()) for cell in paragraph.text.split(TAB)),)


def _longer(table: AnswerTable, more: Text) -> AnswerTable:
    """The table with one more paragraph in its last answer."""
    *rows, row = table.rows
    answer = TableCell.holding(Text.join([row[table.answers], more], "\n"))
    return replace(table, rows=(*rows, (*row[: table.answers], answer, *row[table.answers + 1 :])))


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
    if len(BULLET.findall(text.string)) == 1:
        text = text[1:].strip()
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
        if asks is not None and answers is not None:
            return AnswerTable(below, len(row), asks, answers)
    return None


def _unheaded(rows: tuple[tuple[TableCell, ...], ...]) -> AnswerTable | None:
    """A table of two columns of sentences, of which the first asks and the second does not."""
    pairs = [row for row in rows if len(row) == 2 and all(ends_whole(cell.string) for cell in row)]
    if len(pairs) < FEWEST_UNHEADED or len(pairs) < len(rows):
        return None
    asked, answered = (sum(asks(row[column].string) for row in pairs) / len(pairs) for column in (0, 1))
    return AnswerTable(rows, 2, 0, 1) if asked >= ASKED and answered <= 1 - ASKED else None


def _going_on(rows: tuple[tuple[TableCell, ...], ...], last: AnswerTable) -> AnswerTable | None:
    """A table on the next page that has the columns of the one before and no head of its own."""
    alike = all(len(row) == last.columns for row in rows)
    return replace(last, rows=rows) if alike else None


def _column(row: Sequence[TableCell], words: str) -> int | None:
    return next(iter(_columns(row, words)), None)


def _columns(row: Sequence[TableCell], words: str) -> Iterator[int]:
    for column, cell in enumerate(row):
        if any_of("wording", words).fullmatch(squeezed(cell.string)):
            yield column
