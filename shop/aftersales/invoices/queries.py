"""Records of a seller and period, as tables and as JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from sellers.listings.bulk.spreadsheets import Row
from shop.aftersales.invoices.models import InvoiceForm, InvoiceKind, InvoiceRecord

HEADINGS = (
    "Số chứng từ", "Loại", "Loại hóa đơn", "Ngày", "Đơn hàng", "Điều chỉnh, hủy cho", "Ngày chứng từ gốc",
    "Thay thế cho", "Lý do",
    "Người bán", "MST người bán", "Địa chỉ người bán", "Người mua", "MST người mua", "Địa chỉ người mua",
    "Lấy hóa đơn", "Hình thức trả", "Hàng hóa, dịch vụ", "Đơn vị", "Số lượng", "Đơn giá (đã gồm thuế)", "Giảm giá",
    "Thành tiền (đã gồm thuế)", "Thuế suất", "Tiền chưa thuế", "Tiền thuế", "Căn cứ thuế suất",
)  # fmt: skip


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def bounds(self) -> tuple[datetime.datetime, datetime.datetime]:
        midnight = datetime.time.min
        after = self.last + datetime.timedelta(days=1)
        first, end = (timezone.make_aware(datetime.datetime.combine(day, midnight)) for day in (self.first, after))
        return first, end


def records(days: Days, *, seller_id: int | None = None) -> QuerySet[InvoiceRecord]:
    """Return the records of some days, of one seller or of all, oldest first."""
    since, until = days.bounds
    rows = InvoiceRecord.objects.filter(occurred_at__gte=since, occurred_at__lt=until)
    rows = rows if seller_id is None else rows.filter(seller=seller_id)
    return rows.select_related("seller", "seller_order", "adjusts")


def total_vnd(rows: QuerySet[InvoiceRecord]) -> int:
    return int(rows.aggregate(total=Sum("total_vnd", default=0))["total"])


def table(rows: QuerySet[InvoiceRecord]) -> Iterator[Row]:
    """Yield the headings, then one row per good of each record."""
    yield HEADINGS
    for record in rows.iterator(chunk_size=1_000):
        data = record.data
        seller, buyer = data["seller"], data["buyer"]
        above = [
            record.number, str(InvoiceKind(record.kind).label), _form(data.get("form")),
            datetime.date.fromisoformat(data["day"]), data["order"],
            data.get("adjusts", ""), _day(data.get("adjusts_day")), data.get("replaces", ""), data["reason"],
            seller["name"], seller["tax_code"], seller["address"], buyer["name"], buyer["tax_code"], buyer["address"],
            "Có" if buyer["wants_invoice"] else "", data["payment_method"],
        ]  # fmt: skip
        for item in data["items"]:
            yield [
                *above, item["title"], item["unit"], item["quantity"], item["unit_price_vnd"], item["discount_vnd"],
                item["amount_vnd"], item.get("vat_rate", ""), item.get("net_vnd"), item.get("vat_vnd"),
                item.get("vat_law", ""),
            ]  # fmt: skip


def as_json(rows: QuerySet[InvoiceRecord]) -> dict[str, Any]:
    """Return the records as one JSON object."""
    return {"currency": "VND", "records": [record.data for record in rows]}


def _form(form: str | None) -> str:
    return str(InvoiceForm(form).label) if form else ""


def _day(text: str | None) -> datetime.date | str:
    return datetime.date.fromisoformat(text) if text else ""
