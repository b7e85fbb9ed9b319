"""What the partner may take by contract, by dated rows, and what it took by its statements. Whole VND.

There is no row, and so no commission, until finance enters the contract: no rate is built in.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.ledger.reversible import Reversible
from shop.money.fields import VndField, not_negative
from shop.money.formatting import vnd

MOST_BASIS_POINTS = 2_000


class PartnerRate(models.Model):
    """What the partner takes of each part of an order that it collected, once it is delivered.

    basis_points of what the buyer paid (50 = 0,5 %), and per_part_vnd. counts_cash: also of cash at points.
    """

    basis_points = models.PositiveIntegerField()
    per_part_vnd = VndField()
    counts_cash = models.BooleanField(default=True)
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(gettext_lazy("căn cứ"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            *not_negative("partner_rate", "per_part_vnd"),
            models.CheckConstraint(condition=Q(basis_points__lte=MOST_BASIS_POINTS), name="partner_rate_at_most"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="partner_rate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The rate in words: "0,5 % và 1.000 ₫ mỗi đơn, không tính tiền mặt"."""
        share = f"{self.basis_points / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"
        fixed = _(" và %(amount)s mỗi đơn") % {"amount": vnd(self.per_part_vnd)} if self.per_part_vnd else ""
        return share + fixed + ("" if self.counts_cash else _(", không tính tiền mặt"))


class ChargeWay(models.TextChoices):
    """How the partner got it."""

    HELD = "held", gettext_lazy("đối tác đã trừ vào tiền đang giữ")
    PAID = "paid", gettext_lazy("chợ đã chuyển khoản cho đối tác")


class PartnerCharge(Reversible):
    """A commission the partner's statement names; its entries stand under "partner-charged:<pk>".

    note: why it is more than the contract says, when it is.
    """

    amount_vnd = VndField()
    charged_on = models.DateField()
    statement_number = models.CharField(gettext_lazy("số bảng kê"), max_length=60)
    way = models.CharField(max_length=4, choices=ChargeWay.choices)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-charged_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement_number"], condition=Q(reversed_at=None), name="partner_charge_once"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="partner_charge_positive"),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_recorded", exclude=["reversed_by", "reversed_at", "reversed_reason"]),
        ]

    def __str__(self) -> str:
        return f"{self.statement_number} {self.amount_vnd}"
