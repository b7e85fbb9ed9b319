"""The files sellers fill in: headings, an example, what may stand in each column."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sellers.listings.bulk.categories import category_names
from sellers.listings.bulk.columns import NOTE_MARK, columns_of, detail_column, is_needed
from sellers.listings.bulk.examples import example_of
from sellers.listings.bulk.spreadsheets import Row, csv_lines
from sellers.listings.kinds import Kind

GOODS, HOW, CATEGORIES = "Hàng", "Cách ghi", "Danh mục"
FILLED_ROWS = 10_001


def csv_template(kind: Kind) -> Iterator[str]:
    """Yield the lines of a CSV template; the lines that begin with # explain and are skipped when it is read."""
    names = category_names(kind)
    notes: list[Row] = [[f"{NOTE_MARK} {line[0]}: {line[2]}{_required(line[1])}"] for line in _how(kind)]
    notes.append([f"{NOTE_MARK} Danh mục: {' | '.join(names)}"])
    headings = [column.heading for column in columns_of(kind)]
    return csv_lines([headings, _example(kind, names), *notes])


def xlsx_template(kind: Kind) -> IO[bytes]:
    """Return an XLSX template at its beginning: goods, how to write, categories; the lists are offered in the cells."""
    book = Workbook()
    goods, names = book.active, category_names(kind)
    goods.title = GOODS
    goods.append([column.heading + (" *" if is_needed(kind, column) else "") for column in columns_of(kind)])
    goods.append(_example(kind, names))
    goods.freeze_panes = "B2"
    lists = _lists(kind, len(names))
    for place, column in enumerate(columns_of(kind), start=1):
        heading = goods.cell(1, place)
        heading.font, heading.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        heading.fill = PatternFill("solid", fgColor="F6E3B4" if is_needed(kind, column) else "EFE7D5")
        goods.column_dimensions[get_column_letter(place)].width = 38 if column.field == "description" else 20
        _offer(goods, lists.get(column.field, ""), get_column_letter(place))
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


def _lists(kind: Kind, categories: int) -> dict[str, str]:
    """Return field -> the spreadsheet's formula of what may stand in its cells, where that is a list."""
    found = {"category": f"='{CATEGORIES}'!$A$1:$A${max(1, categories)}", "ocop_stars": '"3,4,5"'}
    for detail in kind.details:
        if detail.choices:
            found[detail_column(f"details.{detail.code}").field] = f'"{",".join(detail.choices)}"'
    return found


def _offer(sheet: Any, formula: str, letter: str) -> None:
    """Let the cells of a column offer what may stand in them."""
    if formula:
        offered = DataValidation(type="list", formula1=formula, allow_blank=True)
        offered.add(f"{letter}2:{letter}{FILLED_ROWS}")
        sheet.add_data_validation(offered)


def _example(kind: Kind, names: list[str]) -> list[str]:
    example = {**example_of(kind), "category": names[0] if names else ""}
    return [example.get(column.field, "") for column in columns_of(kind)]


def _how(kind: Kind) -> list[list[str]]:
    return [
        [column.heading, _("có") if is_needed(kind, column) else "", str(column.how)] for column in columns_of(kind)
    ]


def _rules() -> list[list[str]]:
    return [
        [],
        ["", "", _("Dòng 2 là ví dụ: xóa hoặc ghi đè lên.")],
        ["", "", _("Cập nhật hàng đã có: ô trống giữ nguyên như cũ; ghi một dấu - để xóa điều đã ghi.")],
        ["", "", _("Quy cách thêm của một món: một dòng riêng, ghi mã món chính ở cột “Quy cách của mã hàng”.")],
        ["", "", _("Giá sỉ của hàng đang bán đổi ngay như giá bán; ghi một dấu - ở cả hai ô của bậc để bỏ bậc.")],
        ["", "", _("Ảnh gửi trong một tệp .zip, tên theo mã hàng: TOI-DEN-250.jpg, TOI-DEN-250-2.jpg.")],
    ]


def _required(mark: str) -> str:
    return f" ({_('bắt buộc')})" if mark else ""
