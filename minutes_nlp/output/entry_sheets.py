"""Sheets that staff can read and print (確認表の体裁): sizes, borders, widths, and where people write.

openpyxl is imported where it is needed, as it is heavy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from minutes_nlp.output.cells import LONGEST_CELL, printable, quoted
from minutes_nlp.text import is_wide

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["dressed", "entered", "height_of", "safe"]

LINE = 17.0  # points of one line of 10.5 pt text in 游ゴシック, which is set wider than most
TALLEST = 260.0  # points of a row: a window shows two such rows, the rest is read in the formula bar
MARGIN = 2  # half-width characters that a cell keeps free at its sides, and for what no line may begin with
NARROW = 0.4  # inches of margin, so that the columns fit an A4 page in readable size


def safe(value: object) -> object:
    """A value that no spreadsheet takes for a formula, and that XML can hold."""
    return printable(quoted(value))[:LONGEST_CELL] if isinstance(value, str) else value


def entered(value: object) -> str:
    """What a person wrote into a cell."""
    return "" if value is None else str(value).strip().removeprefix("'")


def height_of(values: Iterable[object], widths: Iterable[int]) -> float:
    """The height in which a row's text is seen whole, in points, up to a limit; widths in half-width characters."""
    lines = 1
    for value, width in zip(values, widths, strict=False):
        parts = value.split("\n") if isinstance(value, str) else []
        lines = max(lines, sum(-(-max(_width(part), 1) // (width - MARGIN)) for part in parts))
    return min(LINE * lines + 4, TALLEST)


def _width(text: str) -> int:
    return sum(2 if is_wide(c) else 1 for c in text)


def dressed(sheet: Worksheet, widths: Sequence[int], entries: Collection[int], rows: int) -> None:
    """Give a sheet its fonts, borders, widths and print set-up; `entries` are the columns that people fill.

    Its first row is the head, its last column the key, which is hidden. Columns are counted from 1.
    """
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - heavy
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    thin = Side(style="thin", color="BFBFBF")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    head, entry = PatternFill("solid", fgColor="DDEBF7"), PatternFill("solid", fgColor="FFF9DB")
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    last = get_column_letter(len(widths))
    sheet.column_dimensions[last].hidden = True
    for cells in sheet.iter_rows(min_row=1, max_row=rows + 1):
        for cell in cells:
            top = cell.row == 1
            cell.font = Font(name="游ゴシック", size=10.5, bold=top)
            cell.alignment = Alignment(
                wrap_text=True, vertical="center" if top else "top", horizontal="center" if top else None
            )
            cell.border = border
            if top or cell.column in entries:
                cell.fill = head if top else entry
            if isinstance(cell.value, float) and not top:
                cell.number_format = "0.00"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{max(rows + 1, 2)}"
    _set_up_print(sheet)


def _set_up_print(sheet: Worksheet) -> None:
    """Print a sheet on A4 across, all columns on one page, the head on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = NARROW
    sheet.page_margins.top = sheet.page_margins.bottom = NARROW
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_title_rows = "1:1"
