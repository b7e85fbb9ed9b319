"""Private papers: stored outside every public address, each look logged."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage that has no public address."""
    return storages["private"]


def random_name(instance: Document, filename: str) -> str:
    """Return a name that says nothing about its owner."""
    extension = "pdf" if instance.content_type == "application/pdf" else "webp"
    return f"documents/{uuid.uuid4().hex}.{extension}"


class DocumentKind(models.TextChoices):
    """What a paper is."""

    BUSINESS_REGISTRATION = "business_registration", _("giấy đăng ký kinh doanh")
    IDENTITY = "identity", _("giấy tờ người đại diện")
    FOOD_SAFETY = "food_safety", _("giấy an toàn thực phẩm hoặc bản tự công bố")
    OCOP_DECISION = "ocop_decision", _("quyết định công nhận OCOP")
    TRADEMARK = "trademark", _("nhãn hiệu, chỉ dẫn địa lý")
    TEST_REPORT = "test_report", _("phiếu kiểm nghiệm")
    ALCOHOL_LICENCE = "alcohol_licence", _("giấy phép sản xuất, bán rượu")
    PRODUCT_DECLARATION = "product_declaration", _("phiếu công bố sản phẩm")
    ORIGIN = "origin", _("giấy tờ nguồn gốc")
    TOURISM_SITE = "tourism_site", _("giấy tờ điểm du lịch")
    AUTHORITY_REQUEST = "authority_request", _("văn bản của cơ quan có thẩm quyền")
    OTHER = "other", _("giấy tờ khác")


class DocumentState(models.TextChoices):
    """What the reviewer says of a paper."""

    PENDING = "pending", _("chờ xem")
    ACCEPTED = "accepted", _("đạt")
    REJECTED = "rejected", _("cần bổ sung")
    EXPIRED = "expired", _("hết hạn")


class Document(models.Model):
    """One uploaded paper of an application or a seller."""

    application = models.ForeignKey(
        "onboarding.SellerApplication", null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    seller = models.ForeignKey(
        "partner.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.PENDING)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    valid_until = models.DateField(_("hạn của giấy"), null=True, blank=True)
    file = models.FileField(storage=private_storage, upload_to=random_name)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text=_("byte"))
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        ordering = ["kind", "-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) | models.Q(seller__isnull=False),
                name="document_has_an_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class DocumentView(models.Model):
    """One look at a paper."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="views")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="no_change", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.document_id} {self.viewer_id}"
