"""What the market keeps of a sale: dated rates per category and seller."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.commission.enums import FeeKind
from shop.money.fields import VndField, not_negative


class CommissionRate(models.Model):
    """A rate in basis points (250 = 2,5 %), for one seller, one category, or everybody."""

    seller = models.ForeignKey("partner.Partner", null=True, blank=True, on_delete=models.CASCADE)
    category = models.ForeignKey("catalogue.Category", null=True, blank=True, on_delete=models.CASCADE)
    basis_points = models.PositiveIntegerField(_("phần vạn"))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=200, help_text=_("quyết định hoặc hợp đồng"))

    class Meta:
        ordering = ["-valid_from"]
        constraints = [models.CheckConstraint(condition=Q(basis_points__lte=5000), name="commission_at_most_half")]

    def __str__(self) -> str:
        return f"{self.basis_points / 100:.2f} % từ {self.valid_from:%d/%m/%Y}"


class FeeRate(models.Model):
    """A fixed charge per part of an order, for one seller or everybody; nothing is charged without a row."""

    kind = models.CharField(max_length=5, choices=FeeKind.choices)
    seller = models.ForeignKey("partner.Partner", null=True, blank=True, on_delete=models.CASCADE)
    amount_vnd = VndField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=200, help_text=_("quyết định hoặc hợp đồng"))

    class Meta:
        ordering = ["kind", "-valid_from"]
        constraints = [
            *not_negative("fee_rate", "amount_vnd"),
            models.UniqueConstraint(
                fields=["kind", "seller", "valid_from"], nulls_distinct=False, name="fee_rate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_vnd}"
