"""The trail of what people decided. The database refuses changes and deletions."""

import pgtrigger
from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One act: who, what, on which thing, why, when."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60, db_index=True, help_text="application.approved")
    subject_type = models.CharField(max_length=40, help_text="onboarding.application")
    subject_id = models.BigIntegerField()
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type}#{self.subject_id}"
