"""Write tables as CSV or XLSX row by row. What a spreadsheet would run as a formula is written as text."""

from __future__ import annotations

import csv
import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHARED_MEMORY = 5_000_000

Row = Sequence[Any]


def safe(value: Any) -> Any:
    """Return a cell that no spreadsheet runs: a text that begins like a formula gets an apostrophe before it.

    Numbers stay numbers; dates and times are written in Viet Nam's time; lists with commas.
    """
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, bool | int | Decimal):
        return int(value)
    if isinstance(value, list | tuple):
        value = ", ".join(str(one) for one in value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a CSV file that Excel in Viet Nam opens rightly: with the mark of UTF-8 and semicolons."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def xlsx_file(sheets: Iterable[tuple[str, Iterable[Row]]]) -> IO[bytes]:
    """Return an XLSX file at its beginning: (title, rows) per sheet, the first row of each in bold.

    Rows are written as they come; the file lies on disk once it is larger than 5 MB.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            cells = [safe(cell) for cell in row]
            sheet.append([_bold(sheet, cell) for cell in cells] if number == 0 else cells)
    out = tempfile.SpooledTemporaryFile(max_size=SHARED_MEMORY)  # noqa: SIM115  the response closes it
    book.save(out)
    out.seek(0)
    return out


def _bold(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(bold=True)
    return cell
