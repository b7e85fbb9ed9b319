"""Find the attempt a provider means, by our own reference."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shop.payment.models import Payment
from shop.payment.providers.base import Found


def by_reference(code: str, reference: str) -> Found:
    """Return the attempt with this reference, or that nobody knows it."""
    payment = Payment.objects.select_related("order", "seller_order").filter(provider=code, reference=reference).first()
    return Found(payment) if payment else Found(remark=_("Không có lượt trả mang mã %(code)s") % {"code": reference})
