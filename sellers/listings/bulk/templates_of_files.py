"""The files sellers fill in: headings, an example, what may stand in each column."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sellers.listings.bulk.categories import category_names
from sellers.listings.bulk.columns import NOTE_MARK, GoodsType
from sellers.listings.bulk.spreadsheets import Row, csv_lines

GOODS, HOW, CATEGORIES = "Hàng", "Cách ghi", "Danh mục"
FILLED_ROWS = 10_001


def csv_template(kind: GoodsType) -> Iterator[str]:
    """Yield the lines of a CSV template; the lines that begin with # explain and are skipped when it is read."""
    names = category_names(kind)
    notes: list[Row] = [[f"{NOTE_MARK} {line[0]}: {line[2]}{_required(line[1])}"] for line in _how(kind)]
    notes.append([f"{NOTE_MARK} Danh mục: {' | '.join(names)}"])
    headings = [column.heading for column in kind.columns]
    return csv_lines([headings, _example(kind, names), *notes])


def xlsx_template(kind: GoodsType) -> IO[bytes]:
    """Return an XLSX template at its beginning: goods, how to write, categories; the lists are offered in the cells."""
    book = Workbook()
    goods, names = book.active, category_names(kind)
    goods.title = GOODS
    goods.append([column.heading + (" *" if kind.needs(column) else "") for column in kind.columns])
    goods.append(_example(kind, names))
    goods.freeze_panes = "B2"
    for place, column in enumerate(kind.columns, start=1):
        heading = goods.cell(1, place)
        heading.font, heading.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        heading.fill = PatternFill("solid", fgColor="F6E3B4" if kind.needs(column) else "EFE7D5")
        goods.column_dimensions[get_column_letter(place)].width = 38 if column.field == "description" else 20
        _offer(goods, column.field, get_column_letter(place), len(names))
    how = book.create_sheet(HOW)
    for row in [["Cột", "Bắt buộc", "Cách ghi"], *_how(kind), *_rules()]:
        how.append(row)
    listed = book.create_sheet(CATEGORIES)
    for name in names:
        listed.append([name])
    for sheet, letter, width in ((how, "A", 30), (how, "C", 90), (listed, "A", 60)):
        sheet.column_dimensions[letter].width = width
    out = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115  the response closes it
    book.save(out)
    out.seek(0)
    return out


def _offer(sheet: object, field: str, letter: str, count: int) -> None:
    """Let the cells of a column offer what may stand in them."""
    formulas = {"category": f"='{CATEGORIES}'!$A$1:$A${max(1, count)}", "ocop_stars": '"3,4,5"'}
    if field in formulas:
        offered = DataValidation(type="list", formula1=formulas[field], allow_blank=True)
        offered.add(f"{letter}2:{letter}{FILLED_ROWS}")
        sheet.add_data_validation(offered)  # type: ignore[attr-defined]


def _example(kind: GoodsType, names: list[str]) -> list[str]:
    example = {**kind.example, "category": names[0] if names else ""}
    return [example.get(column.field, "") for column in kind.columns]


def _how(kind: GoodsType) -> list[list[str]]:
    return [[column.heading, _("có") if kind.needs(column) else "", str(column.how)] for column in kind.columns]


def _rules() -> list[list[str]]:
    return [
        [],
        ["", "", _("Dòng 2 là ví dụ: xóa hoặc ghi đè lên.")],
        ["", "", _("Cập nhật hàng đã có: ô trống giữ nguyên như cũ; ghi một dấu - để xóa điều đã ghi.")],
        ["", "", _("Ảnh gửi trong một tệp .zip, tên theo mã hàng: TOI-DEN-250.jpg, TOI-DEN-250-2.jpg.")],
    ]


def _required(mark: str) -> str:
    return f" ({_('bắt buộc')})" if mark else ""
