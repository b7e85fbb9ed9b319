"""Transfers finance wrote down, on the screen and as a sheet of a bill; those taken back stay there and say so."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from shop.vouchers.models import RecordedTransfer


def listed(rows: QuerySet[RecordedTransfer]) -> QuerySet[RecordedTransfer]:
    """Return transfers with who wrote them down and who took them back."""
    return rows.select_related("recorded_by", "reversed_by")


def transfer_rows(rows: QuerySet[RecordedTransfer]) -> Iterator[list[object]]:
    """Yield transfers as a table, oldest first: headings, a row each, what stands in all."""
    yield ["Ngày", "Mã giao dịch ngân hàng", "Số tiền", "Người ghi", "Ghi lúc", "Đảo lúc", "Người đảo", "Vì sao đảo"]
    total = 0
    for one in listed(rows).order_by("paid_on", "pk"):
        total += 0 if one.reversed_at else int(one.amount_vnd)
        yield [
            one.paid_on, one.bank_number, int(one.amount_vnd), one.recorded_by.full_name,
            timezone.localtime(one.recorded_at), timezone.localtime(one.reversed_at) if one.reversed_at else "",
            one.reversed_by.full_name if one.reversed_by else "", one.reversed_reason,
        ]  # fmt: skip
    yield ["", "Còn hiệu lực", total, "", "", "", "", ""]
