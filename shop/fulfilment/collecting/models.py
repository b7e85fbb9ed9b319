"""More time for one order at one stop; a buyer who did not come; the dated rule that asks for prepayment."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ExtensionCause(models.TextChoices):
    """Who gave more time, and why."""

    BUYER = "buyer", _("người mua xin")
    OFFICE = "office", _("điều phối cho")
    LATE = "late", _("hàng tới trễ")


class CollectExtension(models.Model):
    """An order is kept at a stop longer than its `collect_by`. At most one for each; the database keeps that."""

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="collect_extensions")
    run_stop = models.ForeignKey("shipping.RunStop", on_delete=models.PROTECT, related_name="collect_extensions")
    until = models.DateTimeField()
    cause = models.CharField(max_length=6, choices=ExtensionCause.choices)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "run_stop"], name="one_extension_per_order_and_stop")]
        indexes = [models.Index(fields=["run_stop", "until"])]

    def __str__(self) -> str:
        return f"{self.order_id}@{self.run_stop_id} → {self.until:%d/%m %H:%M}"


class NoShow(models.Model):
    """Goods waited at a point until their time was over. Kept by phone, because most buyers have no account.

    lifted_*: somebody of the office decided that it does not count, with a reason.
    """

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="no_shows")
    run_stop = models.ForeignKey("shipping.RunStop", on_delete=models.PROTECT, related_name="no_shows")
    phone = models.CharField(max_length=16, db_index=True)
    at = models.DateTimeField(db_index=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "run_stop"], name="one_no_show_per_order_and_stop"),
            models.CheckConstraint(condition=Q(lifted_at=None) | ~Q(lift_reason=""), name="lifted_no_show_has_reason"),
        ]

    def __str__(self) -> str:
        return f"•••{self.phone[-3:]} {self.at:%d/%m/%Y}"


class NoShowRule(models.Model):
    """From a day on, so many no-shows within so many months mean that the next order is paid in advance.

    No row in force: nobody is asked. Whether the law allows to ask is for the operator to confirm: `basis`.
    """

    times = models.PositiveSmallIntegerField(_("số lần không tới"))
    months = models.PositiveSmallIntegerField(_("trong số tháng gần nhất"))
    valid_from = models.DateField(_("áp dụng từ ngày"), unique=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(_("căn cứ, người quyết định"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(times__gte=1) & Q(months__gte=1), name="no_show_rule_counts"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="no_show_rule_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.times}/{self.months}: {self.valid_from}"

    def since(self, at: datetime.datetime) -> datetime.datetime:
        """Return from when on no-shows count: a month is 30 days."""
        return at - datetime.timedelta(days=30 * self.months)
