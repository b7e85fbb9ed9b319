"""The committee's decision after the count: who is recognised, and by which paper."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Recognition(models.Model):
    """A decision with number, date and signature. The count alone recognises nobody."""

    contest = models.OneToOneField("contests.Contest", on_delete=models.PROTECT, related_name="recognition")
    number = models.CharField(_("số quyết định"), max_length=60)
    decided_on = models.DateField(_("ngày ký"))
    signed_by = models.CharField(_("người ký"), max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.number


class Award(models.Model):
    """What one entry is recognised as."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="awards")
    entry = models.OneToOneField("contests.Entry", on_delete=models.PROTECT, related_name="award")
    title = models.CharField(_("danh hiệu"), max_length=120)

    class Meta:
        ordering = ["entry__category__number", "pk"]

    def __str__(self) -> str:
        return self.title
