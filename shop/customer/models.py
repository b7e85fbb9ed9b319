"""What a buyer agreed to. Oscar's product alerts stand behind as they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What personal data may be used for beyond delivering orders; each is agreed to on its own."""

    NEWS = "news", _("Nhắn tin khi có chuyến hàng mới về xã của tôi")
    SEASON = "season", _("Nhắn tin khi món tôi từng mua vào mùa")


class Consent(models.Model):
    """One agreement to one purpose, kept with its times (Law 91/2025/QH15 on personal data)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(withdrawn_at=None), name="one_living_consent_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"


from oscar.apps.customer.models import *  # noqa: E402, F403
