"""Read the cells of one row as people write them: numbers, dates, months, names of categories."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from sellers.listings.bulk.columns import BY_FIELD, CLEAR, PACKING_NAME, PARENT, SKU, detail_column
from sellers.listings.bulk.problems import Problem
from sellers.listings.content import DATES, DETAILS, LARGEST, LONGEST, MONTHS, NUMBERS, STEPS, read_date
from sellers.listings.kinds import LONGEST_DETAIL, Kind, kind_of_category
from sellers.listings.numbers import read_number
from sellers.listings.packings import LONGEST as PACKING_LONGEST
from shop.money.formatting import grouped
from shop.regions.vietnamese import fold

SKU_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
EXCEL_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
MONEY_WORDS = re.compile(r"\s*(₫|đ|đồng|vnđ|vnd)\.?$", re.IGNORECASE)
WITH_UNIT = re.compile(r"([\d.,]+)\s*([^\d\s].*)$")
# field -> unit as people write it -> how many of the field's own unit that is
UNITS: dict[str, dict[str, int]] = {
    "weight_g": {"g": 1, "gam": 1, "gram": 1, "kg": 1000, "ky": 1000},
    "shelf_life_days": {"ngay": 1, "tuan": 7, "thang": 30, "nam": 365},
}
PRICES = frozenset({"price_vnd", *(vnd for _quantity, vnd in STEPS)})
EXCEL_DAYS = range(32874, 73051)  # 1990 to 2099


@dataclass(kw_only=True)
class ReadRow:
    """typed: values by name as listings/content.py takes them; an empty text means: clear it."""

    sku: str = ""
    parent_sku: str = ""  # of a further packing: the code of its good
    packing_name: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def details_for(self, category_code: str | None) -> dict[str, str]:
        """Return texts by the code of the details that goods of this category have; headings are shared by kinds."""
        kind = kind_of_category(category_code)
        return {} if kind is None else _by_code(kind, self.details)

    def complain(self, name: str, wrong: str, mend: str, *, is_error: bool = True) -> None:
        self.problems.append(Problem(column=BY_FIELD[name].heading, wrong=wrong, mend=mend, is_error=is_error))


def read_cells(cells: Mapping[str, str], *, category_of: Callable[[str], str | None]) -> ReadRow:
    """Return what a row says. category_of: name, slug or code of a category -> its slug, None when unknown."""
    row = ReadRow()
    for name, text in cells.items():
        if text in EXCEL_ERRORS:
            row.complain(name, _("Ô báo lỗi công thức %s.") % text, _("Sửa công thức, hoặc gõ thẳng giá trị vào ô."))
        elif name == SKU:
            row.sku = _sku(SKU, text, row)
        elif name == PARENT:
            row.parent_sku = _sku(PARENT, text, row)
        elif name == PACKING_NAME:
            row.packing_name = text[: PACKING_LONGEST["name"]]
        elif name.startswith(f"{DETAILS}."):
            row.details[name] = "" if text == CLEAR else text
        elif text == CLEAR:
            row.typed[name] = [] if name == MONTHS else ""
        else:
            value = _value(name, text, row, category_of)
            if value is not None:
                row.typed[name] = value
    if SKU not in cells:
        row.complain(SKU, _("Chưa có mã hàng."), _("Ghi mã của riêng bạn cho món này, ví dụ TOI-DEN-250."))
    return row


def _by_code(kind: Kind, texts: Mapping[str, str]) -> dict[str, str]:
    columns = {detail.code: detail_column(f"{DETAILS}.{detail.code}").field for detail in kind.details}
    found = {code: texts[field] for code, field in columns.items() if field in texts}
    return {code: text[: LONGEST_DETAIL * 2] for code, text in found.items()}


def _sku(name: str, text: str, row: ReadRow) -> str:
    if not SKU_PATTERN.fullmatch(text):
        row.complain(
            name,
            _("Mã hàng “%s” dài quá hoặc có ký tự lạ.") % text[:40],
            _("Dùng tới 40 ký tự: chữ không dấu, số, gạch nối, gạch dưới, dấu chấm; bắt đầu bằng chữ hoặc số."),
        )
        return ""
    return text


def _value(name: str, text: str, row: ReadRow, category_of: Callable[[str], str | None]) -> Any:
    if name in NUMBERS:
        return _number(name, text, row)
    if name in DATES:
        return _date(name, text, row)
    if name == MONTHS:
        return _months(text, row)
    if name == "category":
        return _category(text, row, category_of)
    if len(text) > LONGEST[name]:
        row.complain(
            name,
            _("Dài %(n)s chữ cái, tối đa %(most)s.") % {"n": grouped(len(text)), "most": grouped(LONGEST[name])},
            _("Viết ngắn lại."),
        )
        return None
    return text


def _number(name: str, text: str, row: ReadRow) -> int | None:
    if re.match(r"[-−]\s*\d", text):
        row.complain(name, _("Số âm: %s.") % text[:30], _("Ghi số từ 0 trở lên."))
        return None
    number = read_number(_whole(name, text))
    if number is None:
        row.complain(
            name,
            _("“%s” không phải số nguyên.") % text[:40],
            _("Chỉ ghi chữ số, ví dụ 1200 hoặc 1.200. Dấu phẩy là phần lẻ."),
        )
    elif number > LARGEST[name] or (name in PRICES and number == 0):
        wrong = _("Số %(n)s lớn quá %(most)s.") if number else _("Giá bằng 0.")
        row.complain(
            name, wrong % {"n": grouped(number), "most": grouped(LARGEST[name])}, _("Xem lại số 0 thừa, thiếu.")
        )
    else:
        return number
    return None


def _whole(name: str, text: str) -> str:
    """Return a number without its unit, counted in the field's own: "0,5 kg" is 500, "245.000,00 đ" is 245.000."""
    bare = MONEY_WORDS.sub("", text)
    match = WITH_UNIT.fullmatch(bare)
    factor = UNITS.get(name, {}).get(fold(match[2]).strip(" ."), 0) if match else 0
    if match and factor:
        bare = match[1]
        parts = bare.split(",")
        if len(parts) == 2 and parts[1].isdecimal() and (whole := read_number(parts[0])) is not None:
            exact = whole * factor + int(parts[1]) * factor / 10 ** len(parts[1])
            return str(int(exact)) if exact == int(exact) else text
        number = read_number(bare)
        return text if number is None else str(number * factor)
    return re.sub(r",0+$", "", bare)


def _date(name: str, text: str, row: ReadRow) -> datetime.date | None:
    if text.isdecimal() and int(text) in EXCEL_DAYS:
        found = from_excel(int(text))
        return found.date() if isinstance(found, datetime.datetime) else None
    day = read_date(text)
    if day is not None:
        return day
    shaped = re.fullmatch(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", text)
    wrong = _("Không có ngày “%s” trên lịch.") if shaped else _("“%s” không phải ngày.")
    row.complain(name, wrong % text[:30], _("Ghi ngày/tháng/năm, ví dụ 5/9/2026."))
    return None


def _months(text: str, row: ReadRow) -> list[int] | None:
    """Return months from "2, 3", "10-12", "tháng 11 đến tháng 1"."""
    plain = re.sub(r"\s*(den|toi|-|–)\s*", "-", fold(text).replace("thang", " "))
    months: set[int] = set()
    for part in re.split(r"[,;\s]+", plain.strip(" .")):
        match = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not (1 <= first <= 12 and 1 <= last <= 12):
            row.complain("season_months", _("“%s” không phải các tháng.") % text[:40], _("Ghi 2, 3 hoặc 10-12."))
            return None
        months |= set(range(first, last + 1)) if first <= last else {*range(first, 13), *range(1, last + 1)}
    return sorted(months)


def _category(text: str, row: ReadRow, category_of: Callable[[str], str | None]) -> str | None:
    slug = category_of(text)
    if slug is None:
        row.complain(
            "category",
            _("Không có danh mục “%s”.") % text[:60],
            _("Chép đúng một tên trong trang “Danh mục” của tệp mẫu."),
        )
    return slug
