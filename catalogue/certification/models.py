"""Certificates of goods: OCOP stars and others, with the decision they rest on."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    """What a certificate attests."""

    OCOP = "ocop", _("OCOP")
    FOOD_SAFETY = "food_safety", _("cơ sở đủ điều kiện an toàn thực phẩm")
    SELF_DECLARATION = "self_declaration", _("bản tự công bố sản phẩm")
    VIETGAP = "vietgap", _("VietGAP")
    HACCP = "haccp", _("HACCP")
    ISO22000 = "iso22000", _("ISO 22000")
    ORGANIC = "organic", _("hữu cơ")
    GEOGRAPHICAL_INDICATION = "gi", _("chỉ dẫn địa lý")
    TRADEMARK = "trademark", _("nhãn hiệu")
    TEST_REPORT = "test_report", _("phiếu kiểm nghiệm")


class Certificate(models.Model):
    """One decision about one good. OCOP certificates run 36 months from the decision date (QĐ 148/QĐ-TTg)."""

    product = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=20, choices=CertificateKind.choices, default=CertificateKind.OCOP)
    stars = models.PositiveSmallIntegerField(_("số sao"), null=True, blank=True)
    decision_no = models.CharField(_("số quyết định"), max_length=80)
    decision_date = models.DateField(_("ngày quyết định"))
    issuer_name = models.CharField(_("cơ quan cấp"), max_length=160)
    valid_until = models.DateField(_("hạn"), null=True, blank=True)
    document = models.ForeignKey("documents.Document", null=True, blank=True, on_delete=models.SET_NULL)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-decision_date"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="ocop") | (Q(stars__range=(1, 5)) & Q(valid_until__isnull=False)),
                name="ocop_certificate_has_stars_and_end",
            ),
            models.UniqueConstraint(fields=["product", "kind", "decision_no"], name="certificate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decision_no}"

    def is_valid_on(self, day: datetime.date) -> bool:
        return self.decision_date <= day and (self.valid_until is None or day <= self.valid_until)
