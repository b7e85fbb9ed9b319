"""What people ask of the network of points: to run one, or to be told when a run comes to their commune."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.shipping.enums import PlaceKind


class PointApplicationState(models.TextChoices):
    """Where an application stands; the words of the approval queue."""

    SUBMITTED = "submitted", _("Chờ xem")
    CHANGES_ASKED = "changes_asked", _("Cần bổ sung")
    APPROVED = "approved", _("Đã duyệt")
    REJECTED = "rejected", _("Từ chối")


class PointApplication(models.Model):
    """A shopkeeper offers a place for parcels; approved, it becomes a pick-up point that this person operates."""

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="point_applications")
    name = models.CharField(_("tên nơi nhận hàng"), max_length=120)
    kind = models.CharField(_("loại"), max_length=20, choices=PlaceKind.choices)
    commune = models.ForeignKey("regions.Commune", on_delete=models.PROTECT, related_name="+")
    address_line = models.CharField(_("số nhà, đường, thôn"), max_length=160)
    opening_hours = models.CharField(_("giờ mở cửa"), max_length=120)
    capacity_parcels = models.PositiveIntegerField(_("để được mấy kiện một lúc"))
    note = models.CharField(_("giới thiệu thêm"), max_length=300, blank=True)
    state = models.CharField(
        max_length=16, choices=PointApplicationState.choices, default=PointApplicationState.SUBMITTED, db_index=True
    )
    submitted_at = models.DateTimeField()
    is_again = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    point = models.OneToOneField(
        "shipping.PickUpPoint", null=True, on_delete=models.PROTECT, related_name="application"
    )
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state__in=["submitted", "changes_asked"]),
                name="one_open_point_application",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"DN-{self.pk:04d}"


class RunWatch(models.Model):
    """Somebody wants one message when a run to a commune opens. Without an account the phone is confirmed by a code."""

    phone = models.CharField(max_length=16)
    commune = models.ForeignKey("regions.Commune", on_delete=models.CASCADE, related_name="run_watches")
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone", "commune"], condition=Q(told_at=None), name="one_open_run_watch")
        ]
        indexes = [
            models.Index(
                fields=["commune"], condition=Q(told_at=None, confirmed_at__isnull=False), name="run_watch_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"•••{self.phone[-3:]}@{self.commune_id}"
