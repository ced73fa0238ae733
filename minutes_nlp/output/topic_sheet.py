"""The sheet of topics (分野の確認表): remarks whose fields are in doubt, to be chosen from a list, up to three each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes_nlp.output.entry_sheets import dressed, entered, height_of, safe

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["BETWEEN", "NO_TOPICS", "Answer", "TopicRow", "TopicSheet", "add_topics", "topics_in"]

SHEET, LIST = "分野", "_分野"
CHOSEN = ("分野１", "分野２", "分野３")
HEADINGS = ("記録", "頁", "行・段落", "発言", "今の判定", "迷い", *CHOSEN, "備考", "鍵")
WIDTHS = (16, 5, 6, 58, 24, 24, 18, 18, 18, 18, 8)  # half-width characters, as Excel counts them
ENTRIES = range(7, 11)  # columns that people fill, counted from 1
BETWEEN = "、"  # between the fields of one remark, as they are handed on


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A remark whose fields are in doubt (分野に迷う発言): those judged, and those just short of it."""

    record: str
    page: int
    line: int
    text: str
    judged: str
    nearly: str
    key: str


@dataclass(frozen=True, slots=True)
class TopicSheet:
    """The remarks that are offered, and what may be chosen for them (選べる分野): pairs of a label and its id."""

    rows: tuple[TopicRow, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person wrote into a row (記入), `number` being the row's in its sheet."""

    number: int
    key: str
    value: str
    remark: str


NO_TOPICS = TopicSheet((), ())


def add_topics(book: Workbook, topics: TopicSheet) -> None:
    """Add the sheet to a book, with its list of fields on a hidden one; no sheet where there is nothing to ask."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - heavy

    if not topics.rows:
        return
    sheet, hidden = book.create_sheet(SHEET, 1), book.create_sheet(LIST)
    hidden.sheet_state = "hidden"
    for label, ident in topics.choices:
        hidden.append([safe(label), safe(ident)])
    sheet.append(HEADINGS)
    for number, row in enumerate(topics.rows, 2):
        place = (row.record, row.page or None, row.line or None, row.text, row.judged, row.nearly)
        sheet.append([safe(value) for value in (*place, None, None, None, None, row.key)])
        sheet.row_dimensions[number].height = height_of(place, WIDTHS)
    dressed(sheet, WIDTHS, ENTRIES, len(topics.rows))
    rule = DataValidation(type="list", formula1=f"'{LIST}'!$A$1:$A${len(topics.choices)}", allow_blank=True)
    rule.showErrorMessage, rule.errorTitle, rule.error = True, SHEET, "一覧から選んでください"
    rule.add(f"G2:I{len(topics.rows) + 1}")
    sheet.add_data_validation(rule)


def topics_in(book: Workbook) -> Iterator[Answer]:
    """What people chose, as the ids of fields; what is in no list stays as it was written, in brackets."""
    if SHEET not in book.sheetnames or LIST not in book.sheetnames:
        return
    sheet = book[SHEET]
    ids = {entered(label): entered(ident) for label, ident, *_ in book[LIST].iter_rows(values_only=True)}
    columns = {str(cell.value): cell.column - 1 for cell in sheet[1] if cell.value}
    places = [columns[name] for name in CHOSEN if name in columns]
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        chosen = [value for place in places if (value := entered(cells[place]))]
        if chosen and "鍵" in columns:
            remark = entered(cells[columns["備考"]]) if "備考" in columns else ""
            key, value = entered(cells[columns["鍵"]]), BETWEEN.join(ids.get(one, f"「{one}」") for one in chosen)
            yield Answer(number, key, value, remark)
