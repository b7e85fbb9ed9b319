"""What delivery to the door costs, and how long goods take to be ready."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative

MAX_LEAD_DAYS = 60


class HomeDeliveryRate(models.Model):
    """What a seller's home delivery costs, set in the back office. No row: this seller does not deliver home."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="home_delivery_rates")
    province = models.ForeignKey(
        "regions.Province", null=True, blank=True, on_delete=models.CASCADE, help_text=_("để trống: mọi tỉnh")
    )
    amount_vnd = VndField(_("phí mỗi đơn"))
    days = models.PositiveSmallIntegerField(_("số ngày giao"), default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "province"], nulls_distinct=False, name="home_rate_once_per_province"
            ),
            *not_negative("home_rate", "amount_vnd"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.amount_vnd}"


class LeadTime(models.Model):
    """How many days a seller needs before goods can leave. No good named: for everything else this seller sells."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="lead_times")
    product = models.ForeignKey(
        "catalogue.Product", null=True, blank=True, on_delete=models.CASCADE, related_name="lead_times"
    )
    days = models.PositiveSmallIntegerField(
        _("số ngày chuẩn bị"), validators=[MaxValueValidator(MAX_LEAD_DAYS, _("Nhiều nhất 60 ngày."))]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "product"], nulls_distinct=False, name="lead_time_once"),
            models.CheckConstraint(condition=Q(days__lte=MAX_LEAD_DAYS), name="lead_time_within_two_months"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id}/{self.product_id}: {self.days}"
