"""The review sheet (確認表): doubtful values beside their text in an Excel file, and what people wrote into it.

A second sheet asks for topics, see `topic_sheet`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from minutes_nlp.errors import SourceError
from minutes_nlp.files import write_whole
from minutes_nlp.output.entry_sheets import dressed, entered, height_of, safe
from minutes_nlp.output.topic_sheet import NO_TOPICS, Answer, TopicSheet, add_topics, topics_in

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Answer", "Row", "read_sheet", "write_sheet"]

SHEET, HIDDEN, GUIDE = "確認", "_記録", "使い方"
HEADINGS = ("記録", "頁", "行・段落", "発言", "項目", "判定", "確信度", "根拠", "候補", "訂正", "備考", "鍵")
WIDTHS = (16, 5, 6, 58, 14, 16, 8, 12, 44, 18, 18, 8)  # half-width characters, as Excel counts them
CORRECTION, REMARK, KEY = 10, 11, 12  # columns, counted from 1
LONGEST_LIST = 255  # characters of a list of choices within a cell's rule, Excel's limit
HOW_TO = (
    "確信の持てない判定を、本文と並べて一覧にしたものです。黄色の「訂正」欄だけに記入してください。",
    "正しいものは「このまま」を選ぶと確認済みになり、次からは載りません。空欄の行は何も変わりません。",
    "「発言者の立場」「発言の区分」は一覧から選びます。",
    "「回答の相手」「意見への回答」は発言の番号を選びます。複数のときは u3、u5 のように書きます。",
    "「発言の区切り」は「前の発言とつなぐ」を選ぶか、新しい発言の始まりとなる本文の語句を書き写します。",
    "「分野」シートは、分野の判定に迷う発言です。正しい分野を3つまで、なければ「該当なし」を選びます。",
    "行の並べ替えや絞り込み、行の削除をしてもかまいません。列と「鍵」の値は変えないでください。",
    "記入後: minutes review import このファイル.xlsx → minutes process をもう一度実行すると記録に反映されます。",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One doubtful value (確認する判定), as people see it; only `choices` may be entered where it is `closed`."""

    record: str
    page: int
    line: int
    text: str
    item: str
    judged: str
    confidence: float | None
    basis: str
    candidates: str
    choices: tuple[str, ...]
    closed: bool
    key: str
    hint: str = ""


# --- writing


def write_sheet(
    rows: Sequence[Row], records: Iterable[tuple[str, str]], target: Path, topics: TopicSheet = NO_TOPICS
) -> None:
    """The rows as an Excel file; `records` are pairs of a file's hash and the path of its record. StoreError."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append(HEADINGS)
    for number, row in enumerate(rows, 2):
        sheet.append([safe(value) for value in _cells(row)])
        sheet.row_dimensions[number].height = height_of(_cells(row), WIDTHS[: KEY - 1])
    dressed(sheet, WIDTHS, {CORRECTION, REMARK}, len(rows))
    _add_choices(sheet, rows)
    add_topics(book, topics)
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width = 110
    for line in HOW_TO:
        guide.append([line])
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "hidden"
    for digest, path in records:
        hidden.append([safe(digest), safe(path)])
    stream = BytesIO()
    book.save(stream)
    write_whole(stream.getvalue(), target)


def _cells(row: Row) -> tuple[object, ...]:
    place = (row.record, row.page or None, row.line or None, row.text)
    return (*place, row.item, row.judged, row.confidence, row.basis, row.candidates, None, None, row.key)


def _add_choices(sheet: Worksheet, rows: Sequence[Row]) -> None:
    """A list of choices for each row's correction; rows with the same choices share one rule."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - heavy

    rules: dict[tuple[object, ...], Any] = {}
    for number, row in enumerate(rows, 2):
        choices = _fitting(row.choices)
        key = (choices, row.closed, row.hint)
        if key not in rules:
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            rule.showErrorMessage, rule.errorTitle, rule.error = row.closed, "訂正", "一覧から選んでください"
            rule.showInputMessage, rule.promptTitle, rule.prompt = bool(row.hint), row.item, row.hint
            rules[key] = rule
            sheet.add_data_validation(rule)
        rules[key].add(sheet.cell(number, CORRECTION))


def _fitting(choices: Iterable[str]) -> str:
    """As many of the choices as a rule holds."""
    text = ""
    for choice in choices:
        longer = f"{text},{choice}" if text else choice
        if len(longer) > LONGEST_LIST:
            break
        text = longer
    return text


# --- reading


def read_sheet(source: Path) -> tuple[tuple[Answer, ...], dict[str, str]]:
    """What people wrote, row by row, and the path of each record by the hash of its file; SourceError."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - heavy

    try:
        book = load_workbook(source, data_only=True)
        sheet, hidden = book[SHEET], book[HIDDEN]
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise SourceError(
            "no-review-sheet",
            f"確認表として読めません(詳細: {error})",
            remedy="minutes review export で作った Excel ファイル(.xlsx)を、シートの名を変えずに指定してください",
        ) from error
    columns = _columns(sheet)
    answers = (*_answers(sheet, columns), *topics_in(book))
    return answers, {str(a): str(b) for a, b, *_ in hidden.iter_rows(values_only=True) if a and b}


def _columns(sheet: Worksheet) -> dict[str, int]:
    """Where the columns are by now; SourceError where one that is needed was taken out."""
    found = {str(cell.value): cell.column - 1 for cell in sheet[1] if cell.value}
    missing = [name for name in ("訂正", "鍵") if name not in found]
    if missing:
        raise SourceError(
            "no-review-sheet",
            f"確認表に「{'」「'.join(missing)}」の列がありません",
            remedy="minutes review export をやり直し、列を消さずに記入してください",
        )
    return found


def _answers(sheet: Worksheet, columns: dict[str, int]) -> Iterator[Answer]:
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        value, key = entered(cells[columns["訂正"]]), entered(cells[columns["鍵"]])
        remark = entered(cells[columns["備考"]]) if "備考" in columns else ""
        if value:
            yield Answer(number, key, value, remark)
