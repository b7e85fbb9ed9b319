"""Reports of counterfeit and substandard goods: a case tied to product, lot and seller."""

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


def case_token() -> str:
    """Return the secret of the link by which the reporter follows the case."""
    return secrets.token_urlsafe(18)


def random_name(instance: models.Model, filename: str) -> str:
    """Return a name that says nothing about the case."""
    return f"counterfeit/{uuid.uuid4().hex}.webp"


class CaseState(models.TextChoices):
    """Where a case stands."""

    NEW = "new", _("mới nhận")
    INVESTIGATING = "investigating", _("đang kiểm tra")
    SELLER_ASKED = "seller_asked", _("chờ nhà bán trả lời")
    DECIDED = "decided", _("đã kết luận")


OPEN = (CaseState.NEW, CaseState.INVESTIGATING, CaseState.SELLER_ASKED)


class Verdict(models.TextChoices):
    """What was decided."""

    COUNTERFEIT = "counterfeit", _("hàng giả, hàng nhái")
    SUBSTANDARD = "substandard", _("hàng kém chất lượng, sai nhãn")
    UNFOUNDED = "unfounded", _("không có căn cứ")
    UNPROVEN = "unproven", _("chưa đủ bằng chứng")


class Sign(models.TextChoices):
    """What the reporter sees."""

    LABEL_UNREADABLE = "label_unreadable", _("Tem không quét được")
    WRONG_LABEL = "wrong_label", _("Sai nhãn, sai tên")
    DIFFERENT = "different", _("Không giống lần trước")
    FAKE_OCOP = "fake_ocop", _("Giấy OCOP giả")
    DATES = "dates", _("Hết hạn, sửa ngày")
    REGION = "region", _("Bán nhái tên vùng")


class CounterfeitCase(models.Model):
    """One report and what came of it. The reporter is known to the office only, and may be nobody."""

    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=case_token, editable=False)
    state = models.CharField(max_length=15, choices=CaseState.choices, default=CaseState.NEW, db_index=True)
    product = models.ForeignKey(
        "catalogue.Product", null=True, blank=True, on_delete=models.SET_NULL, related_name="counterfeit_cases"
    )
    lot = models.ForeignKey("lots.Lot", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seller = models.ForeignKey(
        "partner.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="counterfeit_cases"
    )
    is_elsewhere = models.BooleanField(default=False, help_text=_("thấy ngoài Chợ Phiên"))
    place = models.CharField(_("tên hàng và nơi thấy"), max_length=200, blank=True)
    order_number = models.CharField(_("mã đơn hàng"), max_length=32, blank=True)
    lot_code = models.CharField(_("số lô trên tem"), max_length=40, blank=True)
    signs = models.JSONField(default=list)
    body = models.TextField(_("kể lại"))
    phone = models.CharField(_("số điện thoại"), max_length=16, blank=True)
    created_at = models.DateTimeField(db_index=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField(_("hỏi nhà bán"), blank=True)
    answer_due = models.DateField(null=True, blank=True)
    answer = models.TextField(_("nhà bán trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    finding = models.TextField(_("kết luận"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state != CaseState.DECIDED

    @property
    def hold_reference(self) -> str:
        """By this the payouts held for the case are known."""
        return f"counterfeit:{self.number}"

    @property
    def sign_labels(self) -> list[str]:
        return [str(Sign(sign).label) for sign in self.signs if sign in Sign.values]


class CasePicture(models.Model):
    """A checked and re-encoded picture; only the office sees it."""

    case = models.ForeignKey(CounterfeitCase, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(storage=private_storage, upload_to=random_name)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file.name)
