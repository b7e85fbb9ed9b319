"""What the partner may have taken of what it collected, and what it took."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from shop.ledger.months import starts_at
from shop.order.enums import Collector, PaymentMethod, SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.partner_fees.models import PartnerCharge, PartnerRate

DAY = datetime.timedelta(days=1)
BASIS = 10_000


@dataclass(frozen=True)
class Earned:
    """What one rate comes to: of how many parts, worth how much."""

    rate: PartnerRate
    parts: int
    collected_vnd: int

    @property
    def fee_vnd(self) -> int:
        """The commission, half a đồng up. Rounded once over all parts, so a statement may differ by some đồng."""
        share = (2 * self.collected_vnd * self.rate.basis_points + BASIS) // (2 * BASIS)
        return share + self.parts * int(self.rate.per_part_vnd)


@dataclass(frozen=True)
class Standing:
    """earned: by rate, newest first. charged_vnd: what statements named and finance booked."""

    earned: list[Earned]
    charged_vnd: int

    @property
    def expected_vnd(self) -> int:
        return sum(one.fee_vnd for one in self.earned)

    @property
    def left_vnd(self) -> int:
        """What the contract allows and no statement named yet; below zero when the partner took more."""
        return self.expected_vnd - self.charged_vnd


def standing(*, until: datetime.datetime | None = None) -> Standing:
    """Return where the market stands with the partner's commission, now or as of a moment. Two queries and one a rate.

    Goods that came back after their hand-over stay in: what was collected was collected.
    """
    charges = PartnerCharge.objects.filter(reversed_at=None)
    if until is not None:
        stood = Q(reversed_at=None) | Q(reversed_at__gte=until)
        charges = PartnerCharge.objects.filter(stood, charged_on__lt=timezone.localdate(until))
    total = charges.aggregate(total=Sum("amount_vnd", default=0))["total"]
    return Standing([_earned(rate, until) for rate in PartnerRate.objects.all()], int(total))


def rate_on(day: datetime.date) -> PartnerRate | None:
    """Return the rate in force on a day."""
    dated = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    return PartnerRate.objects.filter(dated).order_by("-valid_from").first()


def _earned(rate: PartnerRate, until: datetime.datetime | None) -> Earned:
    worth = F("goods_vnd") + F("delivery_vnd") - F("discount_vnd")
    sums = _parts(rate, until).aggregate(parts=Count("pk"), collected=Sum(worth, default=0))
    return Earned(rate, int(sums["parts"]), int(sums["collected"]))


def _parts(rate: PartnerRate, until: datetime.datetime | None) -> QuerySet[SellerOrder]:
    rows = SellerOrder.objects.filter(
        order__collector=Collector.PARTNER,
        state=SellerOrderState.DELIVERED,
        delivered_at__gte=starts_at(rate.valid_from),
    )
    if rate.valid_to is not None:
        rows = rows.filter(delivered_at__lt=starts_at(rate.valid_to + DAY))
    if until is not None:
        rows = rows.filter(delivered_at__lt=until)
    return rows if rate.counts_cash else rows.exclude(order__payment_method=PaymentMethod.CASH)
