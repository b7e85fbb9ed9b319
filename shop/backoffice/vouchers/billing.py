"""What a sponsor bears of discounts: delivered, on its way, gone back with goods, paid. Whole VND, from the parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shop.order.domain.voucher_use import ENDED
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.vouchers.models import Sponsor


@dataclass(frozen=True)
class Bill:
    """delivered_vnd: of goods buyers have, less what they gave back. coming_vnd: of orders not delivered yet."""

    delivered_vnd: int
    coming_vnd: int
    paid_vnd: int

    @property
    def due_vnd(self) -> int:
        """What can be asked of the sponsor now; below zero when it paid for goods that came back."""
        return self.delivered_vnd - self.paid_vnd


def bill_of(sponsor: Sponsor) -> Bill:
    """Return where a sponsor stands. Three queries."""
    is_delivered = Q(state=SellerOrderState.DELIVERED)
    rows = _standing(sponsor).aggregate(
        delivered=Sum("sponsor_discount_vnd", filter=is_delivered, default=0),
        coming=Sum("sponsor_discount_vnd", filter=~is_delivered, default=0),
    )
    back = _standing(sponsor).aggregate(total=Sum("return_requests__settlement__sponsor_vnd", default=0))["total"]
    paid = sponsor.payments.filter(reversed_at=None).aggregate(total=Sum("amount_vnd", default=0))["total"]
    return Bill(int(rows["delivered"]) - int(back), int(rows["coming"]), int(paid))


def borne_parts(sponsor: Sponsor) -> QuerySet[SellerOrder]:
    """Return the parts of which a sponsor bears something, newest first; `back_vnd`: gone back with goods."""
    rows = _standing(sponsor).select_related("order", "seller")
    returned = Coalesce(Sum("return_requests__settlement__sponsor_vnd"), 0)
    return rows.annotate(back_vnd=returned).order_by("-created_at", "-pk")


def bill_rows(sponsor: Sponsor) -> Iterator[list[object]]:
    """Yield the bill as a table: headings, a row per part, totals."""
    yield [
        "Đơn", "Mã giảm giá", "Nhà bán", "Trạng thái", "Giao xong", "Tiền hàng", "Khách được giảm",
        "Nhà tài trợ chịu", "Hoàn lại do trả hàng",
    ]  # fmt: skip
    for part in borne_parts(sponsor).iterator(chunk_size=500):
        yield [
            part.number, part.order.voucher_code, part.seller.name, part.get_state_display(), part.delivered_at,
            int(part.goods_vnd), int(part.discount_vnd), int(part.sponsor_discount_vnd), -int(part.back_vnd),
        ]  # fmt: skip
    bill = bill_of(sponsor)
    for title, amount in (
        ("Đã giao", bill.delivered_vnd),
        ("Chưa giao", bill.coming_vnd),
        ("Đã trả", -bill.paid_vnd),
        ("Còn phải trả", bill.due_vnd),
    ):
        yield ["", title, *[""] * 5, amount, ""]


def _standing(sponsor: Sponsor) -> QuerySet[SellerOrder]:
    return SellerOrder.objects.filter(sponsor=sponsor, sponsor_discount_vnd__gt=0).exclude(state__in=ENDED)
