"""Complaints: recorded, answered, never lost."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def complaint_token() -> str:
    """Return the secret of the link by which the sender reads the answer."""
    return secrets.token_urlsafe(18)


class Subject(models.TextChoices):
    """What a complaint is about."""

    ORDER = "order", _("đơn hàng, giao hàng")
    GOODS = "goods", _("chất lượng hàng hóa")
    SELLER = "seller", _("nhà bán")
    FORUM = "forum", _("bài ở diễn đàn bị gỡ")
    DATA = "data", _("dữ liệu cá nhân")
    OTHER = "other", _("việc khác")


class Complaint(models.Model):
    """One complaint with its answer."""

    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=complaint_token, editable=False)
    subject = models.CharField(_("về việc"), max_length=10, choices=Subject.choices)
    name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("số điện thoại"), max_length=16)
    order_number = models.CharField(_("mã đơn"), max_length=32, blank=True)
    body = models.TextField(_("nội dung"))
    created_at = models.DateTimeField()
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.number
