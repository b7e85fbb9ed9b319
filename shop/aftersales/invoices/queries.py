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
from shop.money.in_words import vnd_in_words

HEADINGS = (
    "Số chứng từ", "Loại", "Loại hóa đơn", "Ngày", "Đơn hàng", "Điều chỉnh, hủy cho", "Ngày chứng từ gốc",
    "Thay thế cho", "Lý do",
    "Người bán", "MST người bán", "Địa chỉ người bán", "Người mua", "MST người mua", "Địa chỉ người mua",
    "Lấy hóa đơn", "Hình thức trả", "Hàng hóa, dịch vụ", "Đơn vị", "Số lượng", "Đơn giá (đã gồm thuế)", "Giảm giá",
    "Thành tiền (đã gồm thuế)", "Thuế suất", "Tiền chưa thuế", "Tiền thuế", "Căn cứ thuế suất",
    "Tổng tiền chứng từ", "Bằng chữ", "Mã giảm giá", "Bên khác trả thay", "Điện thoại người bán",
    "Tài khoản người bán", "Loại tiền",
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
    """Yield the headings, then one row per good of each record; what is of the whole record stands in its first row."""
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
        beside: list[Any] = [
            int(record.total_vnd), vnd_in_words(int(record.total_vnd)), data.get("voucher", ""),
            data.get("paid_by_others_vnd", 0), seller["phone"], seller["bank_account"], data["currency"],
        ]  # fmt: skip
        for item in data["items"]:
            yield [
                *above, item["title"], item["unit"], item["quantity"], item["unit_price_vnd"], item["discount_vnd"],
                item["amount_vnd"], item.get("vat_rate", ""), item.get("net_vnd"), item.get("vat_vnd"),
                item.get("vat_law", ""), *beside,
            ]  # fmt: skip
            beside = [""] * len(beside)


def as_json(rows: QuerySet[InvoiceRecord]) -> dict[str, Any]:
    """Return the records as one JSON object."""
    return {"currency": "VND", "records": [_with_words(record) for record in rows]}


def _with_words(record: InvoiceRecord) -> dict[str, Any]:
    """Return the data of a record; those written before amounts stood in words get them here."""
    return {"total_in_words": vnd_in_words(int(record.total_vnd)), **record.data}


def _form(form: str | None) -> str:
    return str(InvoiceForm(form).label) if form else ""


def _day(text: str | None) -> datetime.date | str:
    return datetime.date.fromisoformat(text) if text else ""
