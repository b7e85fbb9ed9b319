"""Sentences reviewers use again and again when they ask for something."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyTemplate(models.Model):
    """One sentence; reviewers pick it in the field for the reason and may change it there."""

    body = models.CharField(_("câu trả lời"), max_length=300, unique=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.body
