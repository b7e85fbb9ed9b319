"""Devices of counters, what they sent, and what they may check without network."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LeaseState(models.TextChoices):
    """Whether a device may work for its point."""

    ACTIVE = "active", _("đang dùng")
    DRAINING = "draining", _("đã giao cho máy khác")
    ENDED = "ended", _("đã thôi dùng")
    REVOKED = "revoked", _("đã thu hồi")


class CounterDevice(models.Model):
    """A phone that holds a point's open runs. Of one point at most one lease is active; the database keeps that."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    point = models.ForeignKey("shipping.PickUpPoint", on_delete=models.PROTECT, related_name="devices")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("tên máy"), max_length=60)
    token_digest = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 của khóa máy"))
    state = models.CharField(max_length=8, choices=LeaseState.choices, default=LeaseState.ACTIVE)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    lease_until = models.DateTimeField(help_text=_("quá lúc này mà chưa có mạng, máy tự xóa dữ liệu"))
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point"], condition=Q(state=LeaseState.ACTIVE), name="one_active_device_per_point"
            )
        ]

    def __str__(self) -> str:
        return self.label


class ActKind(models.TextChoices):
    """What a device may report."""

    HANDED_OVER = "handed_over", _("giao đủ")
    PARTIAL = "partial", _("giao một phần")
    REFUSED = "refused", _("khách không nhận")
    LESS = "less", _("khách lấy bớt")
    UNDO = "undo", _("hoàn tác")
    RECEIVED = "received", _("nhận kiện")
    FAILED_ATTEMPT = "failed_attempt", _("gõ sai mã")


class ActOutcome(models.TextChoices):
    """What the server did with an act."""

    APPLIED = "applied", _("đã ghi")
    WAITING = "waiting", _("chờ việc trước nó")
    CONFLICT = "conflict", _("cần người xử lý")


class CounterAct(models.Model):
    """One act a device confirmed, kept as it came, once per nonce.

    What could not be applied stays open until a person settles it (`settled_at`); nothing is ever deleted. A hand-over
    of goods that were recalled meanwhile is applied, and stays open with the cause RECALLED until somebody has followed
    it up.
    """

    RECALLED = "recalled"

    device = models.ForeignKey(CounterDevice, on_delete=models.PROTECT, related_name="acts")
    nonce = models.CharField(max_length=64, unique=True)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=ActKind.choices)
    payload = models.JSONField(help_text=_("đúng như máy gửi"))
    happened_at = models.DateTimeField(help_text=_("giờ của máy, đã chỉnh theo giờ máy chủ"))
    received_at = models.DateTimeField()
    order = models.ForeignKey("order.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey(
        "fulfilment.HandOver", null=True, blank=True, on_delete=models.PROTECT, related_name="acts"
    )
    outcome = models.CharField(max_length=8, choices=ActOutcome.choices, default=ActOutcome.WAITING)
    cause = models.CharField(max_length=16, blank=True, help_text="already, gone, cash, parcels, lease, recalled, …")
    told = models.CharField(max_length=400, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["device", "sequence", "pk"]
        indexes = [
            models.Index(fields=["outcome"], condition=Q(settled_at=None), name="counter_act_open"),
            models.Index(fields=["cause"], condition=Q(settled_at=None, cause="recalled"), name="counter_act_recalled"),
            models.Index(fields=["device", "sequence"]),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_sent",
                fields=["device", "nonce", "sequence", "kind", "payload", "happened_at", "received_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.nonce}"


class OfflineCode(models.Model):
    """The slow hash of a pick-up code, worked out once; its salt is made from SECRET_KEY and is not kept here."""

    pick_up_code = models.OneToOneField("order.PickUpCode", on_delete=models.CASCADE, related_name="offline")
    slow_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.pick_up_code_id}"
