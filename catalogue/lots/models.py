"""Batches of one good: what the QR label on the pack leads to."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class LotState(models.TextChoices):
    """Whether a lot may be sold."""

    ON_SALE = "on_sale", _("đang bán")
    RECALLED = "recalled", _("đã thu hồi")


class Lot(models.Model):
    """A batch with production and expiry dates."""

    product = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="lots")
    code = models.SlugField(_("mã lô"), max_length=40, unique=True)
    produced_on = models.DateField(_("ngày sản xuất"))
    expires_on = models.DateField(_("hạn sử dụng"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("số lượng"))
    state = models.CharField(max_length=10, choices=LotState.choices, default=LotState.ON_SALE)
    on_hand = models.PositiveIntegerField(_("còn trong kho"), default=0, help_text=_("chỉ với hàng đếm theo lô"))
    packed = models.PositiveIntegerField(_("đã đóng gói, chưa giao"), default=0)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["expires_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("produced_on")), name="lot_expires_after_production"
            ),
            models.CheckConstraint(condition=Q(packed__lte=F("on_hand")), name="lot_packed_within_on_hand"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("storefront:lot", kwargs={"code": self.code})

    @property
    def free(self) -> int:
        """Units that may still be packed."""
        return self.on_hand - self.packed

    def is_expired_on(self, day: datetime.date) -> bool:
        return self.expires_on is not None and self.expires_on < day


class LotTracking(models.Model):
    """A good whose stock is counted by lots: what is on hand is what its lots hold."""

    product = models.OneToOneField("catalogue.Product", on_delete=models.CASCADE, related_name="lot_tracking")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.product_id)
