"""The shape of what a seller types into a listing, and how it is read.

`Listing.content` keeps JSON by these names. A value that can be read is kept typed (whole numbers, ISO dates, lists);
one that cannot is kept as it was typed, so that a draft never loses a letter. `Content.read` gives None for those.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from sellers.listings.kinds import LONGEST_DETAIL, details_by_code
from sellers.listings.numbers import read_number
from sellers.listings.packings import read_packings
from sellers.prices import PriceStep

LABELS: dict[str, Any] = {
    "name": _("Tên sản phẩm"),
    "category": _("Danh mục"),
    "unit": _("Đơn vị bán"),
    "net_content": _("Lượng tịnh"),
    "weight_g": _("Khối lượng cả bao bì"),
    "description": _("Mô tả"),
    "gtin": _("Mã vạch"),
    "ingredients": _("Thành phần"),
    "usage": _("Cách dùng"),
    "storage": _("Bảo quản"),
    "warning": _("Cảnh báo"),
    "shelf_life_days": _("Hạn dùng"),
    "origin": _("Nơi sản xuất"),
    "origin_evidence": _("Bằng chứng xuất xứ Việt Nam"),
    "season_months": _("Mùa vụ"),
    "ocop_stars": _("Số sao OCOP"),
    "ocop_decision_no": _("Số quyết định OCOP"),
    "ocop_decision_date": _("Ngày quyết định OCOP"),
    "ocop_issuer": _("Cơ quan cấp OCOP"),
    "lot_code": _("Mã lô"),
    "lot_produced_on": _("Ngày sản xuất của lô"),
    "lot_expires_on": _("Hạn dùng của lô"),
    "lot_quantity": _("Số lượng của lô"),
    "available_from": _("Có hàng từ ngày"),
    "preorder_opens_on": _("Nhận đặt trước từ ngày"),
    "preorder_closes_on": _("Nhận đặt trước đến ngày"),
    "price_vnd": _("Giá bán"),
    "stock": _("Tồn kho"),
    "step1_quantity": _("Mua sỉ bậc 1, từ"),
    "step1_vnd": _("Giá sỉ bậc 1"),
    "step2_quantity": _("Mua sỉ bậc 2, từ"),
    "step2_vnd": _("Giá sỉ bậc 2"),
    "step3_quantity": _("Mua sỉ bậc 3, từ"),
    "step3_vnd": _("Giá sỉ bậc 3"),
}
STEPS = tuple((f"step{number}_quantity", f"step{number}_vnd") for number in (1, 2, 3))
NUMBERS = frozenset({"weight_g", "shelf_life_days", "ocop_stars", "lot_quantity", "price_vnd", "stock"}) | {
    name for pair in STEPS for name in pair
}
PREORDER = ("available_from", "preorder_opens_on", "preorder_closes_on")
DATES = frozenset({"ocop_decision_date", "lot_produced_on", "lot_expires_on", *PREORDER})
# Price and stock change at once and are not moderated, so they never make a version differ.
TRADE = frozenset({"price_vnd", "stock"}) | {name for pair in STEPS for name in pair}
OCOP = ("ocop_stars", "ocop_decision_no", "ocop_decision_date", "ocop_issuer")
LOT = ("lot_code", "lot_produced_on", "lot_quantity")
# Characters of texts and sizes of numbers that a good can hold.
LONGEST = {
    "name": 80,
    "unit": 30,
    "net_content": 40,
    "description": 4000,
    "gtin": 14,
    "ingredients": 1000,
    "usage": 1000,
    "storage": 1000,
    "warning": 1000,
    "origin": 120,
    "origin_evidence": 200,
    "ocop_decision_no": 80,
    "ocop_issuer": 160,
    "lot_code": 40,
}
LARGEST = {
    "weight_g": 100_000,
    "shelf_life_days": 36_500,
    "ocop_stars": 5,
    "lot_quantity": 10_000_000,
    "price_vnd": 1_000_000_000,
    "stock": 1_000_000,
    **{quantity: 999 for quantity, _vnd in STEPS},
    **{vnd: 1_000_000_000 for _quantity, vnd in STEPS},
}
# Lists, and details by their code (kinds.py): neither one text nor one number.
MONTHS, DETAILS, KIND, PACKINGS = "season_months", "details", "kind", "packings"
YEARS = range(1990, 2101)
KEPT_TEXT = 20_000


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a seller says about one good. None: nothing typed, or not readable."""

    kind: str = ""  # chosen before the category, see kinds.py
    name: str = ""
    category: str = ""  # slug
    unit: str = ""
    net_content: str = ""
    weight_g: int | None = None
    description: str = ""
    gtin: str = ""
    ingredients: str = ""
    usage: str = ""
    storage: str = ""
    warning: str = ""
    shelf_life_days: int | None = None
    origin: str = ""
    origin_evidence: str = ""
    details: dict[str, str] = field(default_factory=dict)
    season_months: list[int] = field(default_factory=list)
    ocop_stars: int | None = None
    ocop_decision_no: str = ""
    ocop_decision_date: datetime.date | None = None
    ocop_issuer: str = ""
    lot_code: str = ""
    lot_produced_on: datetime.date | None = None
    lot_expires_on: datetime.date | None = None
    lot_quantity: int | None = None
    available_from: datetime.date | None = None
    preorder_opens_on: datetime.date | None = None
    preorder_closes_on: datetime.date | None = None
    packings: dict[str, dict[str, str]] = field(default_factory=dict)  # by number, see packings.py
    price_vnd: int | None = None
    stock: int | None = None
    step1_quantity: int | None = None
    step1_vnd: int | None = None
    step2_quantity: int | None = None
    step2_vnd: int | None = None
    step3_quantity: int | None = None
    step3_vnd: int | None = None

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Content:
        """Return the readable part of what was typed; unknown names are left out."""
        return cls(**{item.name: _read(item.name, typed[item.name]) for item in fields(cls) if item.name in typed})

    def as_json(self) -> dict[str, Any]:
        """Return JSON values; empty ones are left out."""
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in asdict(self).items()
            if value not in (None, "", [], {})
        }

    @property
    def steps(self) -> list[PriceStep]:
        """Return the wholesale steps of which both quantity and price can be read, as typed."""
        pairs = [(getattr(self, quantity), getattr(self, vnd)) for quantity, vnd in STEPS]
        return [PriceStep(quantity, vnd) for quantity, vnd in pairs if quantity and vnd]

    @property
    def has_preorder(self) -> bool:
        return any(getattr(self, name) for name in PREORDER)

    @property
    def has_ocop(self) -> bool:
        return any(getattr(self, name) for name in OCOP)

    @property
    def has_lot(self) -> bool:
        return any(getattr(self, name) for name in LOT)


def unreadable(typed: Mapping[str, Any]) -> list[str]:
    """Return the names whose typed value says something that cannot be read."""
    return [name for name in NUMBERS | DATES if str(typed.get(name) or "").strip() and _read(name, typed[name]) is None]


def too_much(content: Content) -> list[str]:
    """Return the names whose text is longer or whose number is larger than a good can hold."""
    long = [name for name, most in LONGEST.items() if len(getattr(content, name)) > most]
    return long + [name for name, most in LARGEST.items() if (getattr(content, name) or 0) > most]


def read_date(text: Any) -> datetime.date | None:
    """Return a date written 2026-09-12, 12/9/2026, 12.9.2026 or 12-9-2026; None when it is not one."""
    written = str(text).strip()
    if match := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", written, re.ASCII):
        day, month, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", written, re.ASCII):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    if year not in YEARS:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _read(name: str, value: Any) -> Any:
    if name in NUMBERS:
        return read_number(value)
    if name in DATES:
        return value if isinstance(value, datetime.date) else read_date(value)
    if name == MONTHS:
        return _read_months(value)
    if name == DETAILS:
        return _read_details(value)
    if name == PACKINGS:
        return read_packings(value)
    return _plain(value)


def _plain(value: Any) -> str:
    # PostgreSQL keeps no NUL in JSON.
    return str(value if value is not None else "").replace("\r\n", "\n").replace("\0", "").strip()[:KEPT_TEXT]


def _read_details(value: Any) -> dict[str, str]:
    """Return texts by the code of a known detail; a number that can be read is written without points."""
    if not isinstance(value, Mapping):
        return {}
    texts = {code: _plain(value[code])[: LONGEST_DETAIL * 2] for code in details_by_code() if code in value}
    return {code: _detail(code, text) for code, text in texts.items() if text}


def _detail(code: str, text: str) -> str:
    number = read_number(text) if details_by_code()[code].number else None
    return text if number is None else str(number)


def _read_months(value: Any) -> list[int]:
    listed = value if isinstance(value, Iterable) and not isinstance(value, str) else []
    return sorted({month for month in map(read_number, listed) if month is not None and 1 <= month <= 12})
