"""What sellers take with them, and how long the market keeps what."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage that has no public address."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """Return a name that says nothing about its owner."""
    return f"archives/{uuid.uuid4().hex}.zip"


def archive_token() -> str:
    """Return the secret of an archive's link."""
    return secrets.token_urlsafe(24)


class SellerArchive(models.Model):
    """A zip of all goods and contract data of a seller, made by a job; its link ends."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="archives")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    token = models.CharField(max_length=48, unique=True, default=archive_token, editable=False)
    file = models.FileField(storage=private_storage, upload_to=random_name, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.asked_at:%Y-%m-%d}"


class Kept(models.TextChoices):
    """Kinds of data that are kept for a time."""

    LISTINGS = "listings", _("tin đăng đã gỡ, nháp bỏ dở")
    ORDERS = "orders", _("tên, số điện thoại, địa chỉ trong đơn đã xong")
    DOCUMENTS = "documents", _("giấy tờ của nhà bán đã đóng")


class RetentionRule(models.Model):
    """How long a kind of data is kept from a day on, and by what law. Only active rules erase anything."""

    kind = models.CharField(max_length=12, choices=Kept.choices)
    keep_days = models.PositiveIntegerField()
    legal_basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    is_active = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="retention_rule_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="listings") | models.Q(keep_days__gte=365), name="listings_kept_a_year"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="orders") | models.Q(keep_days__gte=1095), name="orders_kept_three_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.keep_days}"
