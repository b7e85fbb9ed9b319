"""Listings: what a seller writes, a person moderates, and becomes a product when published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField


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
    approved_price_vnd = VndField(
        null=True, default=None, help_text=_("giá khi duyệt lần cuối: đổi quanh mức này áp dụng ngay")
    )
    proposed_price_vnd = VndField(null=True, default=None, help_text=_("giá chờ người duyệt xem"))
    proposed_packings = models.JSONField(
        default=dict, blank=True, help_text=_("số quy cách -> giá chờ người duyệt xem, đồng")
    )
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

    def forget_proposed(self) -> None:
        """Drop the prices that wait for a person; the caller saves."""
        self.proposed_price_vnd, self.proposed_packings = None, {}


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
    def is_wide(self) -> bool:
        return self.width > self.height

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


class WordGrade(models.TextChoices):
    """What a word of the list does to a listing."""

    FORBIDDEN = "forbidden", _("cấm bán")
    SERIOUS = "serious", _("cần sửa")
    NOTE = "note", _("xem lại")


class WatchedWord(models.Model):
    """A word or good that the machine looks for in listings; administrators keep the list."""

    words = models.CharField(_("từ, cụm từ"), max_length=80, unique=True)
    grade = models.CharField(_("mức"), max_length=10, choices=WordGrade.choices, default=WordGrade.SERIOUS)
    reason = models.CharField(_("căn cứ, lý do"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class TakeDownState(models.TextChoices):
    """Where an authority's request stands."""

    OPEN = "open", _("chưa xử lý")
    DONE = "done", _("đã gỡ")
    DECLINED = "declined", _("không gỡ")
    RESTORED = "restored", _("đã cho bán lại")


class TakeDownRequest(models.Model):
    """An authority asks to take a listing down; due within 24 hours (Decree 248/2026, Art. 17.1.c)."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="take_down_requests")
    authority = models.CharField(_("cơ quan yêu cầu"), max_length=160)
    document_no = models.CharField(_("số văn bản"), max_length=80)
    demand = models.TextField(_("nội dung yêu cầu"))
    received_at = models.DateTimeField(_("nhận lúc"))
    due_at = models.DateTimeField(_("hạn xử lý"), db_index=True)
    scan = models.ForeignKey("documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TakeDownState.choices, default=TakeDownState.OPEN, db_index=True)
    decision_reason = models.TextField(_("lý do"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "authority", "document_no"], name="take_down_asked_once"),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("received_at")), name="take_down_due_after"),
        ]

    def __str__(self) -> str:
        return f"{self.document_no} – {self.authority}"
