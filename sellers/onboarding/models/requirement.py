"""What is asked of whom, as rows that administrators edit, and what became of each for one application."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sellers.documents.models import DocumentKind
from sellers.enums import GoodsKind, LegalType


class RequirementKind(models.TextChoices):
    """How a requirement is met."""

    DOCUMENT = "document", _("giấy tờ người bán gửi")
    ATTESTATION = "attestation", _("điều người bán cam kết")
    CHECK = "check", _("điều người duyệt kiểm tra")


class Confidence(models.TextChoices):
    """How sure the operator is of the legal basis; what is not verified is not put in force."""

    HIGH = "high", _("văn bản chính thức")
    MEDIUM = "medium", _("một nguồn đáng tin")
    LOW = "low", _("nguồn yếu")
    UNVERIFIED = "unverified", _("chưa kiểm chứng")


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def in_force(self, day: datetime.date) -> RequirementQuerySet:
        """Return what is asked on a day. A row without a first day is written down but not asked yet."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def asked_of(self, *, legal_type: str, goods_kinds: list[str]) -> RequirementQuerySet:
        """Return what concerns a legal type selling these kinds of goods; an empty list in a row means all."""
        kinds = Q(goods_kinds=[]) | Q(goods_kinds__overlap=goods_kinds)
        return self.filter(Q(legal_types=[]) | Q(legal_types__contains=[legal_type])).filter(kinds)


class Requirement(models.Model):
    """One thing asked of sellers of some legal types with some kinds of goods, with its dates and legal basis."""

    kind = models.CharField(_("cách đáp ứng"), max_length=12, choices=RequirementKind.choices)
    document_kind = models.CharField(_("loại giấy tờ"), max_length=30, choices=DocumentKind.choices, blank=True)
    title = models.CharField(_("tên"), max_length=160)
    hint = models.CharField(_("lời chỉ dẫn"), max_length=300, blank=True)
    legal_types = ArrayField(
        models.CharField(max_length=20, choices=LegalType.choices),
        verbose_name=_("loại hình"),
        default=list,
        blank=True,
    )
    goods_kinds = ArrayField(
        models.CharField(max_length=10, choices=GoodsKind.choices),
        verbose_name=_("nhóm hàng"),
        default=list,
        blank=True,
    )
    is_required = models.BooleanField(_("bắt buộc"), default=True)
    by_identity_check = models.BooleanField(
        _("xác minh điện tử tự đánh dấu"),
        default=False,
        help_text=_("kết quả của dịch vụ xác minh điện tử ghi vào dòng này"),
    )
    has_expiry = models.BooleanField(_("giấy có ngày hết hạn"), default=False)
    valid_from = models.DateField(_("áp dụng từ"), null=True, blank=True)
    valid_to = models.DateField(_("áp dụng đến hết"), null=True, blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    confidence = models.CharField(
        _("mức tin cậy của căn cứ"), max_length=10, choices=Confidence.choices, default=Confidence.UNVERIFIED
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="document") & ~Q(document_kind="")) | (~Q(kind="document") & Q(document_kind="")),
                name="requirement_document_names_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(by_identity_check=False) | Q(kind="check"), name="only_checks_are_ticked_by_identity"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="requirement_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def goods_kinds_display(self) -> str:
        """The kinds of goods in words; "" when it concerns all."""
        return ", ".join(str(GoodsKind(kind).label) for kind in self.goods_kinds)

    @property
    def legal_types_display(self) -> str:
        """The legal types in words; "" when it concerns all."""
        return ", ".join(str(LegalType(kind).label) for kind in self.legal_types)

    def is_in_force(self, day: datetime.date) -> bool:
        begun = self.valid_from is not None and self.valid_from <= day
        return begun and (self.valid_to is None or self.valid_to >= day)


class SubmissionState(models.TextChoices):
    """Where one requirement of one application stands."""

    PENDING = "pending", _("chờ xem")
    ACCEPTED = "accepted", _("đạt")
    REJECTED = "rejected", _("cần bổ sung")
    WAIVED = "waived", _("được miễn")
    EXPIRED = "expired", _("hết hạn")


class Submission(models.Model):
    """What became of one requirement for one application."""

    application = models.ForeignKey(
        "onboarding.SellerApplication", on_delete=models.CASCADE, related_name="submissions"
    )
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.PENDING)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["requirement__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "requirement"], name="requirement_submitted_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "waived"]) | ~Q(reason=""), name="refusal_and_waiver_have_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.state}"
