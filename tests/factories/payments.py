"""Orders that wait to be paid, and money that comes for them."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.utils import timezone

from shop.order.models import Order
from shop.payment.domain.notices import take_notice
from shop.payment.models import Payment, Receipt
from shop.payment.providers.base import MoneyCame, Notice
from tests.factories.orders import placed_order

ACCOUNT = "1234567890123"
SECRET = "bank-secret"
numbers = itertools.count(1)


def set_up_transfers(settings: Any) -> None:
    """Let orders be paid by VietQR to an invented account."""
    settings.VIETQR_BIN, settings.VIETQR_ACCOUNT, settings.VIETQR_HOLDER = "970405", ACCOUNT, "CHO PHIEN"
    settings.BANK_NOTICE_SECRET = SECRET


def waiting_order(*lines: Any, **more: Any) -> Order:
    """Return an order that waits for a transfer."""
    return placed_order(*lines, payment_method="vietqr", **more)


def attempt(order: Order) -> Payment:
    """Return an order's newest attempt."""
    return order.payments.latest("pk")


def transfer(
    amount_vnd: int,
    content: str,
    *,
    at: datetime.datetime | None = None,
    reference: str = "",
    account: str = ACCOUNT,
) -> str:
    """Let the bank tell of a transfer; return what came of it."""
    reference = reference or f"FT{next(numbers):06d}"
    money = MoneyCame(
        external_id=f"{account}:{reference}",
        amount_vnd=amount_vnd,
        paid_at=at or timezone.now(),
        content=content,
        account=account,
        payer="0123456 NGUYEN THI LAN",
    )
    notice = Notice(key=f"{account}:{reference}", kind="transfer.in", body="{}", fact=money)
    return take_notice(code="vietqr", notice=notice, at=at or timezone.now())


def pay(order: Order, **more: Any) -> Receipt:
    """Transfer exactly what an order asks for."""
    payment = attempt(order)
    transfer(payment.missing_vnd, payment.reference, **more)
    return Receipt.objects.latest("pk")
