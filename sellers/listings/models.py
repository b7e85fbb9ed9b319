"""Listings: what a seller writes, a person moderates, and becomes a product when published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingState(models.TextChoices):
    """Where a listing stands."""

    DRAFT = "draft", _("nháp")
    SUBMITTED = "submitted", _("chờ xem")
    CHANGES_ASKED = "changes_asked", _("cần bổ sung")
    PUBLISHED = "published", _("đã duyệt")
    REJECTED = "rejected", _("từ chối")
    WITHDRAWN = "withdrawn", _("đã gỡ")


class Listing(models.Model):
    """One good offered by one seller.

    `content` holds what the seller typed (see listings/content.py for its shape). Publishing copies it into the
    product; until then buyers see the version approved before, so that an edit never takes a good off the shelf.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="listings")
    product = models.OneToOneField(
        "catalogue.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="listing"
    )
    state = models.CharField(max_length=15, choices=ListingState.choices, default=ListingState.DRAFT, db_index=True)
    content = models.JSONField(default=dict)
    certificate_document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.content.get("name") or f"#{self.pk}")


class ListingPicture(models.Model):
    """A checked and re-encoded picture waiting in, or published from, a listing."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="pictures")
    file = models.ImageField(upload_to="listings/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    perceptual_hash = models.CharField(max_length=16, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Path relative to MEDIA."""
        return str(self.file.name)

    @property
    def url(self) -> str:
        return str(self.file.url)

    @property
    def small_url(self) -> str:
        """Address of the rendition at most 480 px wide."""
        return str(self.file.storage.url(f"{self.name.removesuffix('.webp')}-480.webp"))


class StockChange(models.Model):
    """The history of a stock record: who changed what, why."""

    stockrecord = models.ForeignKey("partner.StockRecord", on_delete=models.CASCADE, related_name="changes")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    price_before = models.BigIntegerField(null=True)
    price_after = models.BigIntegerField(null=True)
    stock_before = models.IntegerField(null=True)
    stock_after = models.IntegerField(null=True)
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.stockrecord_id} {self.at}"
