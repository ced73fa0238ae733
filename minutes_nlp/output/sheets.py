"""A table as an Excel file (表計算): one sheet with a title, a head that stays in sight, filters and print set-up.

What stands in which column, how wide, on what paper: a TOML template, which staff may rewrite. Text is written as text,
with Excel's own mark for it (the cell's quote prefix), so that it is unchanged and yet never a formula.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes_nlp.errors import SettingsError
from minutes_nlp.files import write_whole
from minutes_nlp.output.cells import LONGEST_CELL, is_formula, printable
from minutes_nlp.text import is_wide

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Column", "Sheet", "Table", "Value", "read_layout", "write_table"]

Value = str | int | float | date | None

HEAD_ROW = 3  # the title, the line about what the table holds, the head
LINE = 1.65  # height of a line of text in sizes of its letters: Excel sets 游ゴシック wider than most
MARGIN = 2.5  # half-width characters that a cell keeps free at its sides, and for what no line may begin with
DIGIT = 0.525  # width of 0 in sizes of its letters, Excel's unit for the width of columns: 7 pixels at 10 pt
TALLEST = 400.0  # points of a row; Excel holds 409.5
PAPERS = {"A3": 8, "A4": 9}  # Excel's numbers of the papers
LONGEST_NAME, NO_NAME = 31, re.compile(r"[\\/*?:\[\]]")  # characters of a sheet's name, and those that Excel takes not
INCHES = 0.45  # of margin; the foot needs a little more
FOOT = 0.65
HEAD_FILL, RULE = "E8EEF4", "A6A6A6"  # a pale blue that a black-and-white printer leaves white, and grey hairlines
LARGER = 1.4  # the title, in sizes of the text
TITLE, ABOUT, HEADING = "資料 標題", "資料 注記", "資料 見出し"  # names of styles
WAREKI = '[$-411]ggge"年"m"月"d"日"'  # 令和6年5月8日, still a date to reckon and to filter with
BODY = {"left": "資料 本文", "center": "資料 本文（中央）", "right": "資料 本文（右）"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列): the field that it shows, its heading and its width in half-width characters.

    `long` columns share a text that no row could hold over several rows, in which the others are repeated; `optional`
    ones are left out where no row has a value.
    """

    field: str
    heading: str
    width: float
    align: str = "left"
    long: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a table looks (様式), as its template says."""

    name: str
    columns: tuple[Column, ...]
    paper: str = "A4"
    font: str = "游ゴシック"
    size: float = 10.0


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a table (表): its title, a line about it, and a value for each field of each row."""

    title: str
    about: str
    rows: Sequence[Mapping[str, Value]]
    nothing: str = "（該当なし）"


def read_layout(path: Path) -> Sheet:
    """The layout that a template describes; SettingsError where it does not say what it must."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tuple(_column(row) for row in data.pop("column"))
        return Sheet(columns=columns, **(data | {"paper": _paper(data), "name": _name(data)}))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SettingsError(
            "bad-template",
            f"様式 {path} が読めません(詳細: {error})",
            remedy="minutes digest --copy-templates DIR で同梱の様式を写し、それを直してください",
        ) from error


def _column(row: Mapping[str, Any]) -> Column:
    column = Column(**(dict(row) | {"width": float(row["width"])}))
    if column.align not in BODY:
        raise ValueError(f"align は {' か '.join(BODY)}")
    return column


def _name(data: Mapping[str, Any]) -> str:
    name = str(data["name"])
    if not 0 < len(name) <= LONGEST_NAME or NO_NAME.search(name):
        raise ValueError(f"name は {LONGEST_NAME} 字までで、\\ / * ? : [ ] を含みません")
    return name


def _paper(data: Mapping[str, Any]) -> str:
    paper = str(data.get("paper", "A4"))
    if paper not in PAPERS:
        raise ValueError(f"paper は {' か '.join(PAPERS)}")
    return paper


def write_table(table: Table, layout: Sheet, target: Path) -> None:
    """The table as an Excel file. SettingsError where a column shows no field, StoreError."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy
    from openpyxl.styles import Font  # noqa: PLC0415 - heavy

    unknown = [column.field for column in layout.columns if any(column.field not in row for row in table.rows[:1])]
    if unknown:
        names = "・".join(table.rows[0])
        raise SettingsError(
            "bad-template", f"様式の列 {'・'.join(unknown)} はありません", remedy=f"使える field は {names} です"
        )
    layout = replace(layout, columns=tuple(_shown(layout.columns, table.rows)))
    book = Workbook()
    book.properties.creator, book.properties.title = "", printable(table.title)
    sheet = book.active
    sheet.title = layout.name
    # widths of columns are counted in digits of the standard style, and openpyxl has no other way to it
    book._named_styles["Normal"].font = Font(name=layout.font, size=layout.size)  # noqa: SLF001
    _add_styles(book, layout)
    _put_head(sheet, table, layout)
    for number, row in enumerate(_fitted(table.rows, layout), HEAD_ROW + 1):
        _put_row(sheet, number, row, layout)
    if not table.rows:
        sheet.cell(HEAD_ROW + 1, 1, table.nothing).style = ABOUT
    _set_up(sheet, table, layout)
    stream = BytesIO()
    book.save(stream)
    write_whole(stream.getvalue(), target)


def _shown(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> Iterator[Column]:
    for column in columns:
        if not column.optional or any(row[column.field] not in {None, ""} for row in rows):
            yield column


def _add_styles(book: Workbook, layout: Sheet) -> None:
    """Styles with names: staff change the look of a whole sheet at once, and a cell is told its look in one step."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side  # noqa: PLC0415 - heavy

    side = Side(style="thin", color=RULE)
    border = Border(left=side, right=side, top=side, bottom=side)
    text, middle = Font(name=layout.font, size=layout.size), Alignment(vertical="center")
    bold = Font(name=layout.font, size=layout.size, bold=True)
    styles = [
        NamedStyle(TITLE, font=Font(name=layout.font, size=round(layout.size * LARGER), bold=True), alignment=middle),
        NamedStyle(ABOUT, font=Font(name=layout.font, size=layout.size - 1, color="595959"), alignment=middle),
        NamedStyle(
            HEADING,
            font=bold,
            border=border,
            fill=PatternFill("solid", fgColor=HEAD_FILL),
            alignment=Alignment(wrap_text=True, horizontal="center", vertical="center"),
        ),
    ]
    for align, name in BODY.items():
        wrapped = Alignment(wrap_text=True, vertical="top", horizontal=align)
        styles.append(NamedStyle(name, font=text, border=border, alignment=wrapped))
    for style in styles:
        book.add_named_style(style)


def _put_head(sheet: Worksheet, table: Table, layout: Sheet) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    for row, (text, style, larger) in enumerate(((table.title, TITLE, LARGER), (table.about, ABOUT, 1)), 1):
        cell = sheet.cell(row, 1)
        cell.style = style
        _put(cell, text)
        sheet.row_dimensions[row].height = layout.size * larger * (LINE + 0.2)
    for at, column in enumerate(layout.columns, 1):
        sheet.cell(HEAD_ROW, at, column.heading).style = HEADING
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.row_dimensions[HEAD_ROW].height = layout.size * (LINE + 0.6)


def _put_row(sheet: Worksheet, number: int, row: Mapping[str, Value], layout: Sheet) -> None:
    for at, column in enumerate(layout.columns, 1):
        cell = sheet.cell(number, at)
        cell.style = BODY[column.align]
        _put(cell, row[column.field])
    lines = max(_lines(row[column.field], column) for column in layout.columns)
    sheet.row_dimensions[number].height = min(lines * layout.size * LINE + 4, TALLEST + 8)


def _put(cell: Any, value: Value) -> None:
    """A value into a cell; a text stays text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = WAREKI
        return
    text = printable(value)[:LONGEST_CELL]
    cell.value = text or None
    if text and is_formula(text):
        cell.data_type, cell.quotePrefix = "s", True


def _lines(value: Value, column: Column) -> int:
    """How many lines a value takes in its column."""
    return sum(_line_counts(value, column)) if isinstance(value, str) else 1


def _line_counts(text: str, column: Column) -> Iterator[int]:
    room = max((column.width - MARGIN) * DIGIT * 2, 2)
    for part in text.split("\n"):
        width = sum(2 if is_wide(c) else 1 for c in part)
        yield max(1, -(-width // int(room)))


def _fitted(rows: Sequence[Mapping[str, Value]], layout: Sheet) -> Iterator[Mapping[str, Value]]:
    """The rows, each that Excel cannot show at its full height as several."""
    most = int((TALLEST - 4) / (layout.size * LINE))
    long = [column for column in layout.columns if column.long]
    for row in rows:
        pieces = {column.field: list(_pieces(str(row[column.field] or ""), column, most)) for column in long}
        count = max((len(found) for found in pieces.values()), default=1)
        if count == 1:
            yield row
            continue
        for at in range(count):
            yield dict(row) | {name: found[at] if at < len(found) else "" for name, found in pieces.items()}


def _pieces(text: str, column: Column, most: int) -> Iterator[str]:
    """A text in pieces of so many lines at most, cut behind a full stop where there is one."""
    room = int(max((column.width - MARGIN) * DIGIT * 2, 2)) // 2 * (most - 1)  # full-width characters
    while _lines(text, column) > most:
        edge = max(text.rfind("。", 0, room), text.rfind("\n", 0, room)) + 1
        edge = edge if edge > room // 2 else room
        yield text[:edge].rstrip("\n")
        text = text[edge:].lstrip("\n")
    yield text


def _set_up(sheet: Worksheet, table: Table, layout: Sheet) -> None:
    """What stays in sight, the filters, and how the sheet is printed."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    last = get_column_letter(len(layout.columns))
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{max(sheet.max_row, HEAD_ROW + 1)}"
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPERS[layout.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = INCHES
    sheet.page_margins.bottom, sheet.page_margins.footer = FOOT, INCHES / 2
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_area = f"A1:{last}{max(sheet.max_row, HEAD_ROW + 1)}"
    sheet.oddFooter.center.text = "&P / &N 頁"
    sheet.oddFooter.left.text = table.title.replace("&", "&&")[:200]
    sheet.oddFooter.left.size = sheet.oddFooter.center.size = 9
