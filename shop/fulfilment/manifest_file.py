"""A frozen run as a workbook: by stop, by seller, by goods, loading order, changes since the cut-off."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from shop.fulfilment.models import Manifest
from shop.fulfilment.queries.manifest import changes_since, goods_rows, loading_order, seller_sheets, stop_sheets

Row = list[str | int]


def as_xlsx(manifest: Manifest) -> bytes:
    """Return the workbook. Amounts are whole VND and weights gram, as numbers; never a pick-up code."""
    book = Workbook(write_only=True)
    for title, rows in (
        (_("Theo điểm"), _by_stop(manifest)),
        (_("Theo nhà bán"), _by_seller(manifest)),
        (_("Theo hàng"), _by_goods(manifest)),
        (_("Xếp xe"), _loading(manifest)),
        (_("Thay đổi"), _changes(manifest)),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _by_stop(manifest: Manifest) -> Iterator[Row]:
    yield [_("Điểm"), _("Người nhận"), _("3 số cuối"), _("Đơn"), _("Kiện"), _("Thu tiền mặt"), _("Ghi chú")]
    for sheet in stop_sheets(manifest):
        for row in sheet.rows:
            note = _("Đã hủy") if row.is_cancelled else _("Chưa đóng đủ") if row.unpacked else ""
            order, cash = row.order, 0 if row.is_cancelled else row.cash_vnd
            yield [
                sheet.stop.point.name,
                order.buyer_name,
                order.buyer_phone[-3:],
                order.number,
                row.parcels,
                cash,
                note,
            ]


def _by_seller(manifest: Manifest) -> Iterator[Row]:
    yield [_("Nhà bán"), _("Đơn"), _("Về điểm"), _("Món"), _("Cân nặng (g)"), _("Kiện")]
    for sheet in seller_sheets(manifest):
        for line in sheet.rows:
            part = line.seller_order
            parcels = line.parcels  # type: ignore[attr-defined]  # annotated
            yield [sheet.name, part.number, line.run_stop.point.name, line.items, line.weight_g, parcels]


def _by_goods(manifest: Manifest) -> Iterator[Row]:
    yield [_("Nhà bán"), _("Sản phẩm"), _("Đơn vị"), _("Số lượng"), _("Số đơn"), _("Cân nặng (g)")]
    for row in goods_rows(manifest):
        yield [row.seller, row.title, row.unit, row.quantity, row.orders, row.weight_g]


def _loading(manifest: Manifest) -> Iterator[Row]:
    yield [_("Thứ tự xếp"), _("Điểm"), _("Mã kiện"), _("Nhà bán"), _("Cân nặng (g)")]
    for number, load in enumerate(loading_order(manifest), start=1):
        for parcel in load.parcels:
            yield [number, load.stop.point.name, parcel.code, parcel.seller_order.seller.name, parcel.weight_g]


def _changes(manifest: Manifest) -> Iterator[Row]:
    yield [_("Lúc"), _("Đơn"), _("Nhà bán"), _("Loại"), _("Lý do"), _("Từng món"), _("Bớt tiền")]
    for change in changes_since(manifest):
        amendment, part = change.amendment, change.amendment.seller_order
        at, kind = f"{timezone.localtime(change.at):%d/%m/%Y %H:%M}", amendment.get_kind_display()
        items = "; ".join(str(item) for item in amendment.items.all())
        yield [at, part.number, part.seller.name, str(kind), amendment.reason, items, change.less_vnd]


def _safe(cell: str | int) -> str | int:
    """Keep what people typed from being read as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" and cell else cell
