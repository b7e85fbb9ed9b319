"""What the market has to pass on to the licensed partner that collects buyers' money (COLLECTS_MONEY=partner).

The partner got from buyers what the goods cost less the discount, and pays sellers as if the market and sponsors had
paid their shares of it. Whole VND, from the parts of orders the partner collected.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shop.aftersales.returns.models import ReturnSettlement
from shop.order.domain.voucher_use import ENDED
from shop.order.enums import Collector, SellerOrderState
from shop.order.models import SellerOrder
from shop.vouchers.models import PartnerFunding


@dataclass(frozen=True)
class Funding:
    """platform_vnd, sponsor_vnd: borne of goods buyers have, less what came back. coming_vnd: not delivered yet."""

    platform_vnd: int
    sponsor_vnd: int
    coming_vnd: int
    paid_vnd: int
    parts: int

    @property
    def due_vnd(self) -> int:
        """What the market owes the partner now; below zero when goods came back after it paid."""
        return self.platform_vnd + self.sponsor_vnd - self.paid_vnd


def funding(*, until: datetime.datetime | None = None) -> Funding:
    """Return where the market stands with the partner, now or as of a moment. Three queries."""
    rows = _standing()
    is_delivered = Q(state=SellerOrderState.DELIVERED)
    settlements = ReturnSettlement.objects.filter(request__seller_order__in=rows.filter(is_delivered))
    paid = PartnerFunding.objects.filter(reversed_at=None)
    if until is not None:
        is_delivered &= Q(delivered_at__lt=until)
        settlements = settlements.filter(at__lt=until, request__seller_order__delivered_at__lt=until)
        stood = Q(reversed_at=None) | Q(reversed_at__gte=until)
        paid = PartnerFunding.objects.filter(stood, recorded_at__lt=until)
    sums = rows.aggregate(
        platform=Sum("platform_discount_vnd", filter=is_delivered, default=0),
        sponsor=Sum("sponsor_discount_vnd", filter=is_delivered, default=0),
        coming=Sum(F("platform_discount_vnd") + F("sponsor_discount_vnd"), filter=~is_delivered, default=0),
        parts=Count("pk", filter=is_delivered),
    )
    back = settlements.aggregate(platform=Sum("platform_vnd", default=0), sponsor=Sum("sponsor_vnd", default=0))
    total = paid.aggregate(total=Sum("amount_vnd", default=0))["total"]
    return Funding(
        platform_vnd=int(sums["platform"] - back["platform"]),
        sponsor_vnd=int(sums["sponsor"] - back["sponsor"]),
        coming_vnd=int(sums["coming"]),
        paid_vnd=int(total),
        parts=int(sums["parts"]),
    )


def funded_parts() -> QuerySet[SellerOrder]:
    """Return the parts with a share that is not the seller's, newest first; `back_vnd`: gone back with goods."""
    returned = F("return_requests__settlement__platform_vnd") + F("return_requests__settlement__sponsor_vnd")
    rows = _standing().select_related("order", "seller").annotate(back_vnd=Coalesce(Sum(returned), 0))
    return rows.order_by("-created_at", "-pk")


def funding_rows() -> Iterator[list[object]]:
    """Yield what the partner is owed as a table: headings, a row per part, totals."""
    yield [
        "Đơn", "Mã giảm giá", "Nhà bán", "Trạng thái", "Giao xong", "Khách được giảm", "Chợ chịu", "Nhà tài trợ chịu",
        "Hoàn lại do trả hàng",
    ]  # fmt: skip
    for part in funded_parts().iterator(chunk_size=500):
        yield [
            part.number, part.order.voucher_code, part.seller.name, part.get_state_display(), part.delivered_at,
            int(part.discount_vnd), int(part.platform_discount_vnd), int(part.sponsor_discount_vnd),
            -int(part.back_vnd),
        ]  # fmt: skip
    now = funding()
    for title, platform, sponsor in (
        ("Đã giao, trừ hàng trả", now.platform_vnd, now.sponsor_vnd),
        ("Chưa giao", now.coming_vnd, ""),
        ("Đã chuyển cho đối tác", -now.paid_vnd, ""),
        ("Còn phải chuyển", now.due_vnd, ""),
    ):
        yield ["", title, "", "", "", "", platform, sponsor, ""]


def _standing() -> QuerySet[SellerOrder]:
    borne = Q(platform_discount_vnd__gt=0) | Q(sponsor_discount_vnd__gt=0)
    rows = SellerOrder.objects.filter(borne, order__collector=Collector.PARTNER)
    return rows.exclude(state__in=ENDED)
