"""Which lot went to which order, and recalls of lots with everybody who got them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LineLot(models.Model):
    """Units of one lot in one order line, recorded when the order is packed."""

    line = models.ForeignKey("order.Line", on_delete=models.PROTECT, related_name="lots")
    lot = models.ForeignKey("lots.Lot", on_delete=models.PROTECT, related_name="lines")
    parcel = models.ForeignKey(
        "fulfilment.Parcel",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lots",
        help_text=_("trống khi đơn có nhiều kiện"),
    )
    quantity = models.PositiveIntegerField()
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True, help_text=_("đơn hủy hoặc trả về, hàng lại vào lô"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "lot"], condition=models.Q(released_at=None), name="lot_once_per_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} → {self.line_id}"


class Recall(models.Model):
    """A lot is called back."""

    lot = models.OneToOneField("lots.Lot", on_delete=models.PROTECT, related_name="recall")
    reason = models.CharField(_("lý do"), max_length=300)
    advice = models.CharField(_("người mua cần làm gì"), max_length=300)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.lot_id}"


class RecallOutcome(models.TextChoices):
    """What became of the goods of one order."""

    WAITING = "waiting", _("chờ liên hệ")
    STOPPED = "stopped", _("chặn được trên đường")
    RETURNED = "returned", _("đã trả lại")
    DESTROYED = "destroyed", _("người mua đã bỏ")
    USED = "used", _("đã dùng hết")
    UNREACHED = "unreached", _("không liên hệ được")


class RecallNotice(models.Model):
    """One order that got, or may have got, goods of the lot; told once."""

    recall = models.ForeignKey(Recall, on_delete=models.CASCADE, related_name="notices")
    seller_order = models.ForeignKey("order.SellerOrder", on_delete=models.PROTECT, related_name="recall_notices")
    quantity = models.PositiveIntegerField()
    is_certain = models.BooleanField(default=True, help_text=_("lô được ghi khi đóng gói"))
    outcome = models.CharField(max_length=10, choices=RecallOutcome.choices, default=RecallOutcome.WAITING)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["recall", "seller_order"], name="recall_notice_once")]

    def __str__(self) -> str:
        return f"{self.recall_id} {self.seller_order_id}"
