"""Where sellers collect: the owner says that a buyer's transfer is on the own account."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.money.formatting import vnd
from shop.order.models import SellerOrder
from shop.payment.domain.book import open_book
from shop.payment.domain.receiving import receive
from shop.payment.enums import LIVE, PaymentState, ReceiptSource
from shop.payment.models import Payment, Receipt
from shop.payment.providers.base import MoneyCame
from shop.payment.providers.vietqr.entries import account_for
from shop.payment.providers.vietqr.numbering import transaction_id

CODE = "vietqr"
WAITING = (*LIVE, PaymentState.EXPIRED)


class NotWaiting(Exception):
    """No transfer to the seller's own account is waited for: it is paid, cancelled, or goes to the market."""


class NotAsExpected(Exception):
    """What the owner wrote cannot be counted; str() is a sentence that says what to do."""


def own_transfer(part: SellerOrder) -> Payment | None:
    """Return the newest attempt by which a buyer transfers to the part's seller, while it waits or has expired."""
    attempts = Payment.objects.filter(provider=CODE, seller_order=part, state__in=WAITING)
    return attempts.select_related("seller_order__seller", "order").order_by("-pk").first()


@transaction.atomic
def confirm_transfer(
    *, part: SellerOrder, amount_vnd: int, bank_reference: str, actor: User, at: datetime.datetime
) -> Receipt:
    """Count a transfer the owner sees on the own account, as if the bank had told of it.

    bank_reference: the bank's transaction number as it was copied. In its normal form (vietqr/numbering.py) it is the
    key that notifiers and statements use too, so the same transfer never counts twice.
    Raises NotWaiting, NotAsExpected.
    """
    open_book(order_id=part.order_id)  # two clicks of two people wait here for each other
    payment = own_transfer(part)
    if payment is None:
        raise NotWaiting(part.number)
    if amount_vnd != payment.missing_vnd:
        said = _("Đơn này chờ %(amount)s. Nếu khách chuyển khác số đó, gọi khách rồi ghi khi đủ, hoặc trả lại tiền.")
        raise NotAsExpected(said % {"amount": vnd(payment.missing_vnd)})
    account = account_for(payment).number
    money = MoneyCame(
        external_id=transaction_id(account=account, reference=bank_reference),
        amount_vnd=amount_vnd,
        paid_at=at,
        content=payment.reference,
        account=account,
    )
    receipt, created = receive(provider=CODE, money=money, payment=payment, at=at, source=ReceiptSource.SELLER)
    if not created and receipt.payment_id != payment.pk:
        raise NotAsExpected(_("Mã giao dịch này đã ghi cho một đơn khác. Xem lại tin báo của ngân hàng."))
    if created:
        details = {"part": part.number, "amount_vnd": amount_vnd}
        record(actor=actor, action="receipt.confirmed_by_seller", subject=receipt, at=at, details=details)
    return receipt
