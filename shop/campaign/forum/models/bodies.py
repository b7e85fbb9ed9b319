"""Who answers, who may speak for them, and how long they have."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.campaign.forum.enums import BodyKind

MOST_DAYS = 90


class Body(models.Model):
    """A body that topics are addressed to. province None: for the whole market; commune: that commune's own."""

    name = models.CharField(_("tên"), max_length=160)
    kind = models.CharField(_("loại"), max_length=10, choices=BodyKind.choices)
    province = models.ForeignKey(
        "regions.Province", null=True, blank=True, on_delete=models.PROTECT, related_name="forum_bodies"
    )
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seller = models.OneToOneField(
        "partner.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="forum_body"
    )
    is_active = models.BooleanField(_("nhận câu hỏi mới"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "province"], nulls_distinct=False, name="forum_body_name"),
            models.CheckConstraint(
                condition=Q(kind="seller", seller__isnull=False) | (~Q(kind="seller") & Q(seller=None)),
                name="forum_seller_body_names_its_seller",
            ),
            models.CheckConstraint(
                condition=Q(commune=None) | Q(province__isnull=False), name="forum_body_commune_in_a_province"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """Somebody who answers for a body. Owners and managers of a shop answer for it without a row."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forum_bodies")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["body", "user"], name="forum_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.body_id}"


class AnswerTerm(models.Model):
    """In how many days bodies of one kind must answer. province None: wherever no province has its own."""

    kind = models.CharField(_("loại"), max_length=10, choices=BodyKind.choices)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(
        _("số ngày"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "province"], nulls_distinct=False, name="forum_term_once"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=MOST_DAYS), name="forum_term_days"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
