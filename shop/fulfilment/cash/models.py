"""Counts of drawers, cash passed on, what came of differences, and limits of single holders."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class CashCount(models.Model):
    """One closing of a drawer: what the ledger expected and what was counted; a difference has a reason."""

    point = models.ForeignKey("shipping.PickUpPoint", on_delete=models.PROTECT, related_name="cash_counts")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expected_vnd = VndField()
    counted_vnd = VndField()
    reason = models.CharField(max_length=200, blank=True)
    nonce = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            *not_negative("cash_count", "counted_vnd"),
            models.CheckConstraint(
                condition=Q(counted_vnd=F("expected_vnd")) | ~Q(reason=""), name="cash_variance_has_a_reason"
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.point_id} {self.counted_vnd}"

    @property
    def variance_vnd(self) -> int:
        """Negative when money is missing."""
        return self.counted_vnd - self.expected_vnd


class Leg(models.TextChoices):
    """From whom to whom."""

    POINT_DRIVER = "point_driver", _("điểm nhận giao tài xế")
    DRIVER_TREASURY = "driver_treasury", _("tài xế nộp quỹ")
    POINT_TREASURY = "point_treasury", _("điểm nhận nộp quỹ")


class RemittanceState(models.TextChoices):
    """How far a hand-over of money is."""

    WAITING = "waiting", _("chờ bên nhận xác nhận")
    CONFIRMED = "confirmed", _("đã nhận đủ")
    DISPUTED = "disputed", _("lệch, chờ xử lý")
    SETTLED = "settled", _("đã xử lý lệch")
    CANCELLED = "cancelled", _("bên giao rút lại")


class BorneBy(models.TextChoices):
    """Whose a difference is."""

    GIVER = "giver", _("bên giao chịu")
    TAKER = "taker", _("bên nhận chịu")
    MARKET = "market", _("chợ chịu")


class Remittance(models.Model):
    """Cash that one holder says was handed to another; it moves in the ledger when the other confirms it."""

    leg = models.CharField(max_length=16, choices=Leg.choices)
    point = models.ForeignKey(
        "shipping.PickUpPoint", null=True, blank=True, on_delete=models.PROTECT, related_name="remittances"
    )
    driver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="remittances"
    )
    state = models.CharField(
        max_length=10, choices=RemittanceState.choices, default=RemittanceState.WAITING, db_index=True
    )
    handed_vnd = VndField()
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(db_index=True)
    note = models.CharField(max_length=200, blank=True)
    nonce = models.CharField(max_length=64, unique=True)
    received_vnd = VndField(null=True, default=None)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    borne_by = models.CharField(max_length=6, choices=BorneBy.choices, blank=True)
    settled_note = models.CharField(max_length=200, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["handed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(handed_vnd__gt=0), name="remittance_hands_something"),
            models.CheckConstraint(
                condition=Q(received_vnd=None) | Q(received_vnd__gte=0), name="remittance_received_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(leg=Leg.POINT_DRIVER, point__isnull=False, driver__isnull=False)
                | Q(leg=Leg.DRIVER_TREASURY, point=None, driver__isnull=False)
                | Q(leg=Leg.POINT_TREASURY, point__isnull=False, driver=None),
                name="remittance_sides_fit_its_leg",
            ),
            models.CheckConstraint(
                condition=Q(received_by=None) | ~Q(received_by=F("handed_by")), name="remittance_has_two_sides"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_leg_display()} {self.handed_vnd}"

    @property
    def giver(self) -> str:
        return str(self.driver if self.leg == Leg.DRIVER_TREASURY else self.point)

    @property
    def taker(self) -> str:
        return str(self.driver) if self.leg == Leg.POINT_DRIVER else str(_("Quỹ"))

    @property
    def missing_vnd(self) -> int:
        """What was handed and not received; negative when more came than was said."""
        return 0 if self.received_vnd is None else self.handed_vnd - self.received_vnd


class VarianceSettlement(models.Model):
    """What became of a point's counted shortages and surpluses. amount_vnd: positive when money was missing."""

    point = models.ForeignKey("shipping.PickUpPoint", on_delete=models.PROTECT, related_name="+")
    amount_vnd = VndField()
    is_repaid = models.BooleanField(help_text=_("đã bù tiền vào quỹ; không thì chợ chịu"))
    reason = models.CharField(max_length=200)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.point_id} {self.amount_vnd}"


class CashLimit(models.Model):
    """How much one point or driver may hold, where it is not what the settings say. 0: no limit."""

    point = models.OneToOneField(
        "shipping.PickUpPoint", null=True, blank=True, on_delete=models.CASCADE, related_name="cash_limit"
    )
    driver = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="cash_limit"
    )
    limit_vnd = VndField()

    class Meta:
        constraints = [
            *not_negative("cash_limit", "limit_vnd"),
            models.CheckConstraint(condition=Q(point=None) ^ Q(driver=None), name="cash_limit_of_one_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.limit_vnd}"
