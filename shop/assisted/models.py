"""Orders that an operator gathers for somebody who cannot order alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative


class Way(models.TextChoices):
    """How the code of consent reaches the buyer."""

    SMS = "sms", _("nhắn tin")
    VOICE = "voice", _("gọi điện đọc mã")


class AssistedOrder(models.Model):
    """One order gathered for a buyer at a point: from the first good to the buyer's code and the order.

    The code is for exactly what was agreed (`agreed_print`, `total_vnd`); whoever changes anything needs a new one.
    """

    point = models.ForeignKey("shipping.PickUpPoint", on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    buyer_name = models.CharField(_("họ tên"), max_length=120)
    buyer_phone = models.CharField(_("số điện thoại"), max_length=16, db_index=True)
    basket = models.OneToOneField("basket.Basket", on_delete=models.PROTECT, related_name="assisted")
    run_stop = models.ForeignKey("shipping.RunStop", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    way = models.CharField(max_length=5, choices=Way.choices, blank=True)
    agreed_print = models.CharField(max_length=64, blank=True, help_text=_("dấu của đúng những gì mã đồng ý"))
    total_vnd = VndField()
    consented_at = models.DateTimeField(null=True, blank=True)
    order = models.OneToOneField(
        "order.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="assisted"
    )

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            *not_negative("assisted", "total_vnd"),
            models.CheckConstraint(
                condition=Q(order=None) | Q(consented_at__isnull=False), name="assisted_order_has_consent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ConsentCode(models.Model):
    """A code that was sent for one gathered order. Kept as a keyed digest; the newest one counts."""

    assisted = models.ForeignKey(AssistedOrder, on_delete=models.CASCADE, related_name="codes")
    phone = models.CharField(max_length=16, db_index=True)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.assisted_id}@{self.sent_at:%H:%M}"
