"""What changes how a seller stands: suspensions and closings with their notice, changes of the bank account."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

AUTHORITY_TERM = datetime.timedelta(hours=24)  # Decree 248/2026/NĐ-CP, Art. 18.2


class MeasureKind(models.TextChoices):
    """What is done to a seller."""

    SUSPEND = "suspend", _("tạm ngừng")
    CLOSE = "close", _("đóng gian hàng")


class MeasureState(models.TextChoices):
    """Where a measure stands. Only a closing waits for a second person."""

    PROPOSED = "proposed", _("chờ người thứ hai")
    SCHEDULED = "scheduled", _("đã báo trước")
    DONE = "done", _("đã thực hiện")
    CANCELLED = "cancelled", _("đã hủy")


OPEN_MEASURES = frozenset({MeasureState.PROPOSED, MeasureState.SCHEDULED})


class Measure(models.Model):
    """A suspension or closing with its reason and notice period.

    authority: who asked for it; empty when the market decides by itself, which needs five days' notice.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    state = models.CharField(max_length=10, choices=MeasureState.choices)
    reason = models.TextField(_("lý do"))
    authority = models.CharField(_("cơ quan yêu cầu"), max_length=160, blank=True)
    authority_paper = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    authority_asked_at = models.DateTimeField(_("cơ quan yêu cầu lúc"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(_("có hiệu lực từ"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller"], condition=Q(state__in=["proposed", "scheduled"]), name="one_open_measure_per_seller"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="measure_has_two_people"
            ),
            models.CheckConstraint(
                condition=Q(authority="") | (Q(authority_paper__isnull=False) & Q(authority_asked_at__isnull=False)),
                name="authority_request_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seller_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_MEASURES

    @property
    def due_at(self) -> datetime.datetime | None:
        """When it must be carried out by, where an authority asked for it."""
        return self.authority_asked_at + AUTHORITY_TERM if self.authority and self.authority_asked_at else None


class BankChangeState(models.TextChoices):
    """Where a change of account stands."""

    PENDING = "pending", _("chờ xác nhận")
    CONFIRMED = "confirmed", _("đã đổi")
    REFUSED = "refused", _("không nhận")
    WITHDRAWN = "withdrawn", _("đã rút")


class BankChange(models.Model):
    """A seller's wish to be paid elsewhere. Money goes to the old account until two people have confirmed."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="bank_changes")
    bank_bin = models.CharField(_("ngân hàng"), max_length=6)
    bank_account = models.CharField(_("số tài khoản"), max_length=19)
    bank_holder = models.CharField(_("chủ tài khoản"), max_length=120)
    state = models.CharField(max_length=10, choices=BankChangeState.choices, default=BankChangeState.PENDING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller"], condition=Q(state="pending"), name="one_pending_bank_change_per_seller"
            ),
            models.CheckConstraint(
                condition=(Q(second_by=None) | ~Q(second_by=F("first_by")))
                & (Q(first_by=None) | ~Q(first_by=F("asked_by")))
                & (Q(second_by=None) | ~Q(second_by=F("asked_by"))),
                name="bank_change_has_three_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(first_by__isnull=False) & Q(second_by__isnull=False)),
                name="bank_change_confirmed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.state}"
