"""Read a bank statement from CSV or XLSX into rows of text, and guess which column is which."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shop.regions.vietnamese import fold

MOST_ROWS = 5_000
MOST_COLUMNS = 30
LARGEST_FILE = 5_000_000
ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": ("ma giao dich", "so tham chieu", "ma tham chieu", "so but toan", "reference", "so ct", "so gd"),
    "date": ("ngay giao dich", "ngay gd", "thoi gian", "ngay hieu luc", "ngay", "date"),
    "amount": ("ghi co", "so tien ghi co", "phat sinh co", "credit", "tien vao", "co", "so tien", "amount"),
    "content": ("noi dung", "dien giai", "mo ta", "description", "remark"),
    "payer": ("tai khoan doi ung", "doi tac", "nguoi chuyen", "counter account", "ten doi ung"),
}
NEEDED = ("reference", "date", "amount", "content")


class UnreadableFile(Exception):
    """The file is no statement we can read; the text says what to do."""


def read(*, name: str, data: bytes) -> list[list[str]]:
    """Return the rows of a file as text, empty rows left out. Raises UnreadableFile."""
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(_("Tệp lớn hơn 5 MB. Xuất sao kê theo từng ngày rồi tải lên."))
    rows = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    kept = [row for row in rows if any(row)]
    if len(kept) < 2:
        raise UnreadableFile(_("Không thấy dòng nào trong tệp. Kiểm tra lại tệp sao kê."))
    if len(kept) > MOST_ROWS:
        raise UnreadableFile(_("Tệp có hơn 5.000 dòng. Xuất sao kê theo từng ngày rồi tải lên."))
    return kept


def guess(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Return which row holds the headings and which column is which, as far as their names tell."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:30]):
        found = _columns(row)
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def _columns(row: Sequence[str]) -> dict[str, int]:
    titles = [" ".join(fold(cell).replace("_", " ").split()) for cell in row]
    found: dict[str, int] = {}
    for column, names in COLUMNS.items():
        for name in names:
            at = next((n for n, title in enumerate(titles) if _says(title, name) and n not in found.values()), None)
            if at is not None:
                found[column] = at
                break
    return found


def _says(title: str, name: str) -> bool:
    return title == name or (len(name) > 3 and name in title)


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    return _texts(csv.reader(io.StringIO(text), dialect))


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        if encoding == "utf-16" and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("Không đọc được chữ trong tệp. Lưu tệp dạng CSV UTF-8 hoặc XLSX rồi tải lên lại."))


def _xlsx(data: bytes) -> list[list[str]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return _texts(rows)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError):
        raise UnreadableFile(_("Tệp này không phải XLSX đọc được. Mở bằng Excel, lưu dạng .xlsx rồi thử.")) from None


def _texts(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    found = []
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            break
        found.append([_text(cell) for cell in list(row)[:MOST_COLUMNS]])
    return found


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:400]
