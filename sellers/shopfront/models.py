"""What a seller shows of itself: pictures of place and work, and edits that wait for a reviewer.

Story and cover that buyers see stand on the seller itself; an edit holds the ones that are to take their place.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EditState(models.TextChoices):
    """Where an edit of a shop front stands."""

    WAITING = "waiting", _("chờ xem")
    APPROVED = "approved", _("đã duyệt")
    REJECTED = "rejected", _("từ chối")


class ShopEdit(models.Model):
    """What a seller wants to show: the whole story and cover, with the pictures that came since the last decision.

    submitted_at changes with each save while it waits, so that nobody approves what he did not see.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="shop_edits")
    state = models.CharField(max_length=10, choices=EditState.choices, default=EditState.WAITING, db_index=True)
    story = models.TextField(blank=True)
    cover_image = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seller"], condition=Q(state="waiting"), name="one_waiting_shop_edit"),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="rejected_shop_edit_says_why"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ShopPicture(models.Model):
    """One picture under MEDIA, checked and made anew like those of goods; buyers see the approved ones."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="pictures")
    state = models.CharField(max_length=10, choices=EditState.choices, default=EditState.WAITING)
    name = models.CharField(max_length=200)
    caption = models.CharField(_("chú thích"), max_length=120, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
