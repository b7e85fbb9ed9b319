"""The columns of an import file, and which of them each kind of goods has (listings/kinds.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.listings.content import DETAILS, LOT, MONTHS, OCOP, PREORDER, STEPS
from sellers.listings.kinds import LABEL_FIELDS, Kind, details_by_code
from shop.regions.vietnamese import fold

SKU = "sku"
PARENT, PACKING_NAME = "parent_sku", "packing_name"
NOTE_MARK = "#"  # rows that begin with it are notes for people
CLEAR = "-"  # a cell that holds only this empties what was there


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. field: name in listings/content.py, or SKU. how: what may stand in it."""

    field: str
    heading: str
    how: str | Promise
    needed: bool = False
    other_names: tuple[str, ...] = ()


def _step_columns(number: int) -> tuple[Column, Column]:
    """Return from how many units a wholesale step counts, and what each unit then costs."""
    quantity, vnd = STEPS[number - 1]
    return (
        Column(
            field=quantity,
            heading=f"Mua sỉ bậc {number}, từ (số lượng)",
            how=_("Số nguyên từ 2, bậc sau lớn hơn bậc trước. Không bán sỉ thì để trống cả hai cột của bậc."),
            other_names=(f"mua sỉ bậc {number}, từ", f"mua sỉ bậc {number}"),
        ),
        Column(
            field=vnd,
            heading=f"Giá sỉ bậc {number} (đồng)",
            how=_("Giá mỗi đơn vị khi mua đủ số lượng đó: rẻ hơn giá bán và rẻ hơn bậc trước."),
            other_names=(f"giá sỉ bậc {number}",),
        ),
    )


COLUMNS = (
    Column(
        field=SKU,
        heading="Mã hàng",
        how=_("Mã của riêng bạn, tới 40 ký tự: chữ không dấu, số, - _ . Nhập lại cùng mã là cập nhật."),
        needed=True,
        other_names=("sku", "mã sku", "mã sản phẩm", "mã hàng hóa"),
    ),
    Column(field="name", heading="Tên sản phẩm", how=_("Từ 6 tới 80 chữ cái."), needed=True, other_names=("tên hàng",)),
    Column(field="category", heading="Danh mục", how=_("Chép đúng tên trong trang “Danh mục”."), needed=True),
    Column(
        field="price_vnd",
        heading="Giá bán (đồng)",
        how=_("Số nguyên, đã gồm thuế: 245000 hoặc 245.000."),
        needed=True,
        other_names=("giá bán", "giá", "đơn giá"),
    ),
    Column(field="stock", heading="Tồn kho", how=_("Số nguyên từ 0."), needed=True, other_names=("số lượng", "tồn")),
    Column(field="unit", heading="Đơn vị bán", how=_("Chữ đứng sau giá: hũ, kg, chai."), needed=True),
    Column(field="net_content", heading="Lượng tịnh", how=_("Như in trên nhãn: 250 g, 500 ml.")),
    Column(
        field="weight_g",
        heading="Khối lượng cả bao bì (g)",
        how=_("Gam, số nguyên: 320. Viết 0,5 kg cũng được."),
        needed=True,
        other_names=("khối lượng", "khối lượng (g)", "khối lượng cả bao bì"),
    ),
    Column(field="description", heading="Mô tả", how=_("Ít nhất 30 chữ cái, tới 4.000."), needed=True),
    Column(field="gtin", heading="Mã vạch", how=_("8 tới 14 chữ số, hoặc để trống."), other_names=("gtin", "ean")),
    Column(field="ingredients", heading="Thành phần", how=_("Như trên nhãn.")),
    Column(field="usage", heading="Cách dùng", how=_("Như trên nhãn.")),
    Column(field="storage", heading="Bảo quản", how=_("Như trên nhãn.")),
    Column(field="warning", heading="Cảnh báo", how=_("Dị ứng, độ cồn, trẻ em.")),
    Column(
        field="shelf_life_days",
        heading="Hạn dùng (ngày)",
        how=_("Số ngày: 365. Viết 12 tháng cũng được."),
        other_names=("hạn dùng", "hạn sử dụng"),
    ),
    Column(field="origin", heading="Nơi sản xuất", how=_("Xã, tỉnh. Để trống là nơi của gian hàng.")),
    Column(field="origin_evidence", heading="Bằng chứng xuất xứ Việt Nam", how=_("Số giấy xác nhận, lệnh sản xuất.")),
    Column(
        field="season_months", heading="Mùa vụ (tháng)", how=_("Số tháng: 2, 3 hoặc 10-12."), other_names=("mùa vụ",)
    ),
    *(column for number in (1, 2, 3) for column in _step_columns(number)),
    Column(field="available_from", heading="Có hàng từ ngày", how=_("Hàng chưa thu hoạch: ngày/tháng/năm giao được.")),
    Column(
        field="preorder_opens_on",
        heading="Nhận đặt trước từ ngày",
        how=_("Ngày/tháng/năm. Ghi cả cột “Có hàng từ ngày”."),
    ),
    Column(
        field="preorder_closes_on",
        heading="Nhận đặt trước đến ngày",
        how=_("Ngày/tháng/năm, muộn nhất là ngày có hàng."),
    ),
    Column(field="ocop_stars", heading="Số sao OCOP", how=_("3, 4, 5 hoặc để trống.")),
    Column(field="ocop_decision_no", heading="Số quyết định OCOP", how=_("Ví dụ 1846/QĐ-UBND.")),
    Column(field="ocop_decision_date", heading="Ngày quyết định OCOP", how=_("Ngày/tháng/năm: 5/9/2026.")),
    Column(field="ocop_issuer", heading="Cơ quan cấp OCOP", how=_("Ví dụ UBND tỉnh Khánh Hòa.")),
    Column(field="lot_code", heading="Mã lô", how=_("Chữ không dấu, số và gạch nối: TD-2609-03.")),
    Column(field="lot_produced_on", heading="Ngày sản xuất của lô", how=_("Ngày/tháng/năm.")),
    Column(field="lot_expires_on", heading="Hạn dùng của lô", how=_("Ngày/tháng/năm.")),
    Column(field="lot_quantity", heading="Số lượng của lô", how=_("Số nguyên.")),
    Column(
        field=PARENT,
        heading="Quy cách của mã hàng",
        how=_("Chỉ ghi ở dòng của quy cách thêm (chai 1 lít, thùng 5 kg): mã của món chính. Dòng món chính để trống."),
        other_names=("mã hàng chính", "mã cha", "parent sku"),
    ),
    Column(
        field=PACKING_NAME,
        heading="Tên quy cách",
        how=_("Ví dụ Chai 1 lít. Dòng này chỉ đọc thêm lượng tịnh, khối lượng, giá và tồn kho."),
        other_names=("quy cách",),
    ),
)
# What the row of a further packing holds besides its code.
PACKING_CELLS = frozenset({PARENT, PACKING_NAME, "net_content", "weight_g", "price_vnd", "stock"})
BASIC_FIELDS = (
    SKU,
    "name",
    "category",
    "price_vnd",
    "stock",
    "unit",
    "net_content",
    "weight_g",
    "description",
    "origin",
)
LOT_FIELDS = (*LOT[:2], "lot_expires_on", *LOT[2:])
STEP_FIELDS = tuple(name for pair in STEPS for name in pair)


def _detail_columns() -> dict[str, Column]:
    """Return a column for each label that details of some kind have; the first detail of a label names it."""
    found: dict[str, Column] = {}
    for detail in details_by_code().values():
        heading = f"{detail.label} ({detail.unit})" if detail.unit else detail.label
        how = " | ".join(detail.choices) or detail.hint
        if heading not in {column.heading for column in found.values()}:
            name = f"{DETAILS}.{detail.code}"
            found[name] = Column(field=name, heading=heading, how=how, other_names=(detail.label,))
    return found


DETAIL_COLUMNS = _detail_columns()
ALL_COLUMNS = (*COLUMNS, *DETAIL_COLUMNS.values())
BY_FIELD = {column.field: column for column in ALL_COLUMNS}


def columns_of(kind: Kind) -> list[Column]:
    """Return the columns of a kind's template."""
    label = [name for name in LABEL_FIELDS if name in kind.label]
    details = [detail_column(f"{DETAILS}.{detail.code}") for detail in kind.details]
    rest = (*label, MONTHS, *STEP_FIELDS, *PREORDER, *OCOP, *LOT_FIELDS, PARENT, PACKING_NAME)
    return [*(BY_FIELD[name] for name in BASIC_FIELDS), *details, *(BY_FIELD[name] for name in rest)]


def detail_column(field: str) -> Column:
    """Return the column of a detail; details of the same label in other kinds share it."""
    detail = details_by_code()[field.removeprefix(f"{DETAILS}.")]
    heading = f"{detail.label} ({detail.unit})" if detail.unit else detail.label
    return next(column for column in DETAIL_COLUMNS.values() if column.heading == heading)


def is_needed(kind: Kind, column: Column) -> bool:
    """Return whether nothing of this kind is sent to the reviewers without the column."""
    if column.field in kind.needed or (kind.evidence and column.field == "origin_evidence"):
        return True
    if kind.needs_lot and column.field in LOT:
        return True
    needed = {detail_column(f"{DETAILS}.{detail.code}").field for detail in kind.details if detail.needed}
    return column.needed or column.field in needed


def heading_of(field: str) -> str:
    """Return the heading a seller knows a field of listings/content.py by; empty when it has no column."""
    if field.startswith(f"{DETAILS}."):
        return detail_column(field).heading
    column = BY_FIELD.get(field)
    return column.heading if column else ""


def by_heading(headings: Iterable[str]) -> tuple[dict[int, Column], list[str], list[str]]:
    """Return position -> column, headings nobody knows, and headings that stand there twice.

    Marks, capitals, stars and blanks at the ends do not count.
    """
    known: dict[int, Column] = {}
    strange, twice = [], []
    for position, heading in enumerate(headings):
        column = _NAMES.get(_plain(heading))
        if column is None:
            if heading.strip():
                strange.append(heading.strip()[:60])
        elif column in known.values():
            twice.append(column.heading)
        else:
            known[position] = column
    return known, strange, twice


def _plain(heading: str) -> str:
    return " ".join(fold(heading).replace("*", " ").split())


_NAMES: dict[str, Column] = {}
for _column in ALL_COLUMNS:
    for _name in (_column.heading, _column.field, *_column.other_names):
        _NAMES.setdefault(_plain(_name), _column)
