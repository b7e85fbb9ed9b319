"""Applications of producers who want to sell."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.enums import GoodsKind, LegalType


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("nháp")
    SUBMITTED = "submitted", _("chờ xem")
    IN_REVIEW = "in_review", _("đang xem")
    CHANGES_ASKED = "changes_asked", _("cần bổ sung")
    APPROVED = "approved", _("đã duyệt")
    REJECTED = "rejected", _("từ chối")


EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.CHANGES_ASKED})
WAITING = frozenset({ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW})
OPEN = EDITABLE | WAITING


class SellerApplication(models.Model):
    """What a producer submits and an admin reviews. Fields may be empty while it is a draft."""

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=15, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    legal_type = models.CharField(_("loại hình"), max_length=20, choices=LegalType.choices, blank=True)
    name = models.CharField(_("tên gian hàng, tên đăng ký"), max_length=128, blank=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    registration_no = models.CharField(_("số đăng ký kinh doanh"), max_length=40, blank=True)
    representative = models.CharField(_("người đại diện"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address_line = models.CharField(_("số nhà, đường, thôn"), max_length=160, blank=True)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT)
    bank_bin = models.CharField(_("ngân hàng"), max_length=6, blank=True)
    bank_account = models.CharField(_("số tài khoản"), max_length=19, blank=True)
    bank_holder = models.CharField(_("chủ tài khoản"), max_length=120, blank=True)
    goods = models.TextField(_("sẽ bán những gì"), blank=True)
    goods_kinds = ArrayField(
        models.CharField(max_length=10, choices=GoodsKind.choices),
        verbose_name=_("nhóm hàng"),
        default=list,
        blank=True,
    )
    gtin = models.CharField(_("mã vạch GTIN của hàng chính"), max_length=14, blank=True, db_index=True)
    applicant_note = models.TextField(_("lời nhắn cho người duyệt"), blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    seller = models.OneToOneField(
        "partner.Partner", null=True, blank=True, on_delete=models.SET_NULL, related_name="application"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state__in=["draft", "submitted", "in_review", "changes_asked"]),
                name="one_open_application_each",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def number(self) -> str:
        """The number people use on the phone: HS-0387."""
        return f"HS-{self.pk:04d}"

    @property
    def goods_kinds_display(self) -> str:
        """The kinds of goods in words."""
        return ", ".join(str(GoodsKind(kind).label) for kind in self.goods_kinds)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a reviewer's decision."""
        return self.state in WAITING

    @property
    def is_editable(self) -> bool:
        """Whether the applicant may change it now."""
        return self.state in EDITABLE


class ReviewRequest(models.Model):
    """Something the reviewer asks the applicant to mend: a field or a paper, with the reason."""

    application = models.ForeignKey(SellerApplication, on_delete=models.CASCADE, related_name="requests")
    subject = models.CharField(_("về"), max_length=40, help_text=_("tên ô hoặc loại giấy tờ"))
    reason = models.TextField(_("lý do"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason[:40]}"
