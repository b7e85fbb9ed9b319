"""The bank of the demo market: it moves no money, and tells the market of a transfer as a real notifier would."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.utils import timezone

from shop.payment.enums import LIVE
from shop.payment.listening import listen
from shop.payment.models import Payment
from shop.payment.providers import provider
from shop.payment.providers.base import Incoming, is_prepaid
from shop.payment.providers.vietqr.notifiers import notifier

LATEST = 20
PAYER = {
    "counterAccountNumber": "0000111122",
    "counterAccountName": "NGUOI MUA MINH HOA",
    "counterAccountBankName": "MB",
}


def waiting_transfers() -> list[Payment]:
    """Return attempts that wait for a transfer, the newest first."""
    rows = Payment.objects.filter(provider="vietqr", state__in=LIVE, seller_order=None).select_related("order")
    return list(rows.order_by("-pk")[:LATEST])


def transfer(*, amount_vnd: int, content: str, at: datetime.datetime) -> str:
    """Send the signed message of one transfer through the front door and return what came of it."""
    data: dict[str, object] = {
        "id": secrets.randbelow(10**9),
        "reference": f"DEMO{secrets.token_hex(5).upper()}",
        "description": content,
        "amount": amount_vnd,
        "transactionDateTime": timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S"),
        "accountNumber": settings.VIETQR_ACCOUNT,
        **PAYER,
    }
    body, headers = notifier().signed(transfer=data, secret=settings.BANK_NOTICE_SECRET, at=at)
    way = provider("vietqr")
    if not is_prepaid(way):
        raise TypeError(way.code)
    return listen(way=way, incoming=Incoming(headers=headers, query={}, body=body), at=at)[0]
