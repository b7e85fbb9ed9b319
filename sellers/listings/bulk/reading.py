"""Read a spreadsheet into rows of plain cells, refusing what is hostile or no spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from sellers.listings.bulk.columns import NOTE_MARK, SKU, Column, by_heading
from sellers.listings.bulk.encoding import decode, separator
from sellers.listings.bulk.problems import FileRefused
from shop.money.formatting import grouped

MOST_BYTES = 20_000_000
MOST_ROWS = 10_000
MOST_CELLS_WIDE = 100
UNPACKED_BYTES = 300_000_000
LONGEST_CELL = 20_000
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
# Everything openpyxl raises on broken or hostile bytes.
BROKEN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    SyntaxError,
)


@dataclass(kw_only=True)
class Sheet:
    """rows: (row number in the file, cells by field as text). remarks: sentences about the whole file."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_sheet(file: IO[bytes]) -> Sheet:
    """Return the rows of an XLSX or CSV file. Raises FileRefused with a sentence that says what to do."""
    return _sheet(read_lines(file))


def read_lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Return (row number, cells as text) of any XLSX or CSV file. Raises FileRefused, also while it is read."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileRefused(_("Tệp lớn hơn 20 MB. Chia thành nhiều tệp nhỏ hơn rồi gửi lần lượt."))
    if not data.strip():
        raise FileRefused(_("Tệp trống. Tải mẫu về, điền hàng của bạn rồi gửi lại."))
    if data.startswith(OLD_EXCEL):
        raise FileRefused(_("Tệp .xls đời cũ hoặc có mật khẩu. Mở bằng Excel, chọn “Lưu thành” .xlsx rồi gửi lại."))
    return _xlsx(data) if data.startswith(b"PK") else _csv(data)


def _sheet(lines: Iterator[tuple[int, list[str]]]) -> Sheet:
    known, sheet = _headings(lines)
    for number, cells in lines:
        if not any(cells) or cells[0].startswith(NOTE_MARK):
            continue
        if len(sheet.rows) == MOST_ROWS:
            sentence = _("Tệp có hơn %(most)s dòng. Chia thành nhiều tệp rồi gửi lần lượt.")
            raise FileRefused(sentence % {"most": grouped(MOST_ROWS)})
        row = {known[place].field: text for place, text in enumerate(cells) if place in known and text}
        if row:
            sheet.rows.append((number, row))
    if not sheet.rows:
        raise FileRefused(_("Tệp chỉ có dòng tiêu đề. Điền ít nhất một dòng hàng rồi gửi lại."))
    return sheet


def _headings(lines: Iterator[tuple[int, list[str]]]) -> tuple[dict[int, Column], Sheet]:
    """Return the columns of the first line that is not empty, a note or Excel's "sep="."""
    for _number, cells in lines:
        if any(cells) and not cells[0].startswith(NOTE_MARK) and not cells[0].lower().startswith("sep="):
            break
    else:
        raise FileRefused(_("Tệp trống. Tải mẫu về, điền hàng của bạn rồi gửi lại."))
    known, strange, twice = by_heading(cells)
    if SKU not in {column.field for column in known.values()}:
        raise FileRefused(_("Không thấy cột “Mã hàng” ở dòng đầu. Tải mẫu về và giữ nguyên dòng tiêu đề."))
    remarks = [_("Cột “%s” không có trong mẫu nên bị bỏ qua.") % name for name in strange[:10]]
    remarks += [_("Cột “%s” có hai lần. Chỉ cột bên trái được đọc.") % name for name in twice[:10]]
    return known, Sheet(remarks=remarks)


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decode(data)
    if "\0" in text:
        raise FileRefused(_("Tệp này không phải bảng tính. Gửi tệp .xlsx hoặc .csv theo mẫu."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    try:
        for cells in reader:
            yield reader.line_num, [_plain(cell) for cell in cells[:MOST_CELLS_WIDE]] or [""]
    except csv.Error:
        raise FileRefused(
            _("Đọc tới dòng %(n)s thì hỏng, thường do thiếu dấu ngoặc kép. Lưu lại dạng .xlsx rồi gửi.")
            % {"n": reader.line_num}
        ) from None


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_CELLS_WIDE), 1):
            yield number, [_text(cell) for cell in cells] or [""]
    except BROKEN as error:
        raise FileRefused(_("Tệp Excel bị hỏng nên không mở được. Lưu lại dạng .xlsx hoặc CSV rồi gửi.")) from error


def _refuse_bombs(data: bytes) -> None:
    """An XLSX is a zip of XML: neither may swell when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > UNPACKED_BYTES or any(part.flag_bits & 1 for part in parts):
                raise FileRefused(_("Tệp Excel phình quá lớn khi mở, hoặc có mật khẩu. Lưu lại dạng CSV rồi gửi."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        head = opened.read(4096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise FileRefused(_("Tệp Excel chứa phần không an toàn. Lưu lại dạng CSV rồi gửi."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise FileRefused(_("Tệp Excel bị hỏng nên không mở được. Lưu lại dạng .xlsx hoặc CSV rồi gửi.")) from error


def _text(cell: Any) -> str:
    """Return a spreadsheet's cell as people would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime | datetime.date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.6f}".rstrip("0").replace(".", ",")
    return _plain(str(cell))


def _plain(text: str) -> str:
    """Return a cell without blanks around it, and without the mark an export puts before what looks like a formula."""
    plain = unicodedata.normalize("NFC", text).replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST_CELL]
    return plain[1:] if plain[:1] == "'" and plain[1:2] in ("=", "+", "-", "@") else plain
