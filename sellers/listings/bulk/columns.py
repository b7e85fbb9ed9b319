"""The columns of an import file, and which of them each type of goods needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Category
from shop.regions.vietnamese import fold

SKU = "sku"
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
    Column(field="ocop_stars", heading="Số sao OCOP", how=_("3, 4, 5 hoặc để trống.")),
    Column(field="ocop_decision_no", heading="Số quyết định OCOP", how=_("Ví dụ 1846/QĐ-UBND.")),
    Column(field="ocop_decision_date", heading="Ngày quyết định OCOP", how=_("Ngày/tháng/năm: 5/9/2026.")),
    Column(field="ocop_issuer", heading="Cơ quan cấp OCOP", how=_("Ví dụ UBND tỉnh Khánh Hòa.")),
    Column(field="lot_code", heading="Mã lô", how=_("Chữ không dấu, số và gạch nối: TD-2609-03.")),
    Column(field="lot_produced_on", heading="Ngày sản xuất của lô", how=_("Ngày/tháng/năm.")),
    Column(field="lot_expires_on", heading="Hạn dùng của lô", how=_("Ngày/tháng/năm.")),
    Column(field="lot_quantity", heading="Số lượng của lô", how=_("Số nguyên.")),
)
BY_FIELD = {column.field: column for column in COLUMNS}
LABEL_FIELDS = ("ingredients", "usage", "storage", "warning", "shelf_life_days")
LOT_FIELDS = ("lot_code", "lot_produced_on", "lot_expires_on", "lot_quantity")
OCOP_FIELDS = ("ocop_stars", "ocop_decision_no", "ocop_decision_date", "ocop_issuer")
BASIC_FIELDS = (
    SKU, "name", "category", "price_vnd", "stock", "unit", "net_content", "weight_g", "description", "gtin", "origin",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GoodsType:
    """A type of goods with its template. codes: beginnings of the category codes it covers; empty: the rest."""

    slug: str
    name: str | Promise
    codes: tuple[str, ...]
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    example: dict[str, str]

    @property
    def columns(self) -> list[Column]:
        return [BY_FIELD[field] for field in self.fields]

    def needs(self, column: Column) -> bool:
        return column.needed or column.field in self.needed


def _example(**cells: str) -> dict[str, str]:
    basic = {SKU: "TOI-DEN-250", "price_vnd": "245.000", "stock": "86", "unit": "hũ", "net_content": "250 g"}
    return {**basic, "weight_g": "320", "origin": "Phường Phan Rang, Khánh Hòa", **cells}


TYPES = (
    GoodsType(
        slug="thuc-pham",
        name=_("Thực phẩm, đồ uống không cồn"),
        codes=("I.", "II.2"),
        fields=(*BASIC_FIELDS, *LABEL_FIELDS, "season_months", *OCOP_FIELDS, *LOT_FIELDS),
        needed=("ingredients", "storage", "shelf_life_days"),
        example=_example(
            name="Tỏi đen Phan Rang lên men 60 ngày",
            description="Tỏi trồng trên đất cát pha ven biển Văn Hải, ủ 60 ngày ở nhiệt độ thấp.",
            ingredients="Tỏi 100%",
            usage="Ăn trực tiếp, mỗi ngày 1 đến 2 củ.",
            storage="Nơi khô mát",
            shelf_life_days="365",
            season_months="2, 3",
            lot_code="TD-2609-03",
            lot_produced_on="5/9/2026",
            lot_expires_on="5/9/2027",
            lot_quantity="500",
        ),
    ),
    GoodsType(
        slug="ruou",
        name=_("Rượu, bia"),
        codes=("II.1",),
        fields=(*BASIC_FIELDS, *LABEL_FIELDS, *OCOP_FIELDS, *LOT_FIELDS),
        needed=("ingredients", "storage", "shelf_life_days", "warning"),
        example=_example(
            sku="RUOU-CAN-2L",
            name="Rượu cần Raglai ủ men lá",
            unit="ché",
            net_content="2 lít",
            weight_g="2600",
            description="Gạo nếp nương ủ men lá rừng 30 ngày trong ché sành của đồng bào Raglai.",
            ingredients="Gạo nếp nương, men lá, trấu",
            storage="Nơi mát, tránh nắng",
            shelf_life_days="180",
            warning="Độ cồn 12%. Không bán cho người dưới 18 tuổi.",
        ),
    ),
    GoodsType(
        slug="duoc-lieu",
        name=_("Dược liệu, mỹ phẩm, tinh dầu"),
        codes=("III",),
        fields=(*BASIC_FIELDS, *LABEL_FIELDS, *OCOP_FIELDS, *LOT_FIELDS),
        needed=("ingredients", "storage", "shelf_life_days"),
        example=_example(
            sku="TINH-DAU-TRAM",
            name="Tinh dầu tràm chưng cất nồi đồng",
            unit="chai",
            net_content="50 ml",
            weight_g="120",
            description="Lá tràm gió hái trên đồi cát, chưng cất bằng nồi đồng trong ngày.",
            ingredients="Tinh dầu tràm 100%",
            usage="Thoa ngoài da.",
            storage="Tránh nắng, đậy kín",
            shelf_life_days="730",
            warning="Không uống. Không dùng cho trẻ dưới 2 tuổi.",
        ),
    ),
    GoodsType(
        slug="thu-cong",
        name=_("Thủ công mỹ nghệ, vải"),
        codes=("IV",),
        fields=(*BASIC_FIELDS, "usage", "origin_evidence", *OCOP_FIELDS),
        needed=("origin_evidence",),
        example=_example(
            sku="GOM-BT-01",
            name="Bình gốm Bàu Trúc nung lộ thiên",
            unit="chiếc",
            net_content="1 chiếc",
            weight_g="1800",
            description="Đất sét sông Quao nặn tay không bàn xoay, nung lộ thiên bằng củi và rơm.",
            origin_evidence="Giấy xác nhận làng nghề số 12/XN-UBND",
        ),
    ),
    GoodsType(
        slug="hang-khac",
        name=_("Hoa, cây cảnh và hàng Việt khác"),
        codes=(),
        fields=(*BASIC_FIELDS, "usage", "warning", "origin_evidence", "season_months", *OCOP_FIELDS),
        needed=("origin_evidence",),
        example=_example(
            sku="NON-LA-01",
            name="Nón lá Chuồn lớp đôi",
            unit="chiếc",
            net_content="1 chiếc",
            weight_g="250",
            description="Lá nón phơi sương, khâu tay hai lớp, vành tre già ngâm chống mọt.",
            origin_evidence="Lệnh sản xuất 08/2026",
        ),
    ),
)


def goods_type(slug: str) -> GoodsType | None:
    """Return the type of this slug."""
    return next((kind for kind in TYPES if kind.slug == slug), None)


def covers(kind: GoodsType, category: Category) -> bool:
    """Return whether goods of this category use the type's template."""
    code = f"{category.code or ''}"
    own = [other for other in TYPES if other.codes and code.startswith(other.codes)]
    return kind in own if own else not kind.codes


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


_NAMES = {_plain(name): column for column in COLUMNS for name in (column.heading, column.field, *column.other_names)}
