"""Words that hold a text until somebody has looked at them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WatchedWord(models.Model):
    """A word or phrase. folded: without marks, as texts are compared. province None: for the whole market."""

    words = models.CharField(_("từ, cụm từ"), max_length=80)
    folded = models.CharField(max_length=80, editable=False)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(_("vì sao"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["words", "province"], nulls_distinct=False, name="forum_word_once")
        ]

    def __str__(self) -> str:
        return self.words
