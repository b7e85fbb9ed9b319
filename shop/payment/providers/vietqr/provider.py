"""Bank transfer by VietQR: the code is made here, the bank account's notifier or a statement says that money came."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sellers.models import Partner
from shop.order.enums import Collector, PaymentMethod
from shop.order.models import Order
from shop.payment.domain.opening import open_per_part, open_whole
from shop.payment.models import Payment, Refund
from shop.payment.providers.base import Found, Incoming, MoneyCame, Notice, RefundAnswer
from shop.payment.providers.vietqr import rules
from shop.payment.providers.vietqr.entries import account_for
from shop.payment.providers.vietqr.matching import find
from shop.payment.providers.vietqr.notifiers import notifier
from shop.payment.providers.vietqr.payload import payload


class VietQRProvider:
    """Implements shop.payment.providers.base.Prepaid."""

    code = PaymentMethod.VIETQR.value
    label = _("Chuyển khoản VietQR")
    hint = _("Quét mã bằng ứng dụng ngân hàng, đơn được giữ trong lúc chờ")
    is_prepaid = True
    hosts: Sequence[str] = ()

    def is_ready(self) -> bool:
        return rules.is_set_up()

    def is_offered(self, total_vnd: int, sellers: Sequence[Partner]) -> bool:
        return rules.is_set_up() and rules.can_be_paid(sellers)

    def begin(self, *, order: Order, at: datetime.datetime) -> list[Payment]:
        if order.collector == Collector.SELLER:
            return open_per_part(order=order, code=self.code, at=at)
        return [open_whole(order=order, code=self.code, at=at)]

    def continue_at(self, *, payment: Payment, back: str, at: datetime.datetime, address: str) -> str:
        return back

    def hear(self, *, incoming: Incoming, at: datetime.datetime) -> list[Notice]:
        return notifier().read(incoming=incoming, secret=settings.BANK_NOTICE_SECRET, at=at)

    def find(self, money: MoneyCame) -> Found:
        return find(money)

    def answer(self, outcomes: Sequence[str]) -> tuple[int, Mapping[str, object]]:
        return 200, {"success": True}

    def look(self, *, payment: Payment, at: datetime.datetime) -> list[Notice]:
        return []

    def close(self, *, payment: Payment) -> None:
        """Nobody but us knows of the attempt."""

    def send_refund(self, *, refund: Refund, at: datetime.datetime) -> RefundAnswer:
        return RefundAnswer(by_hand=True)


def code_text(payment: Payment) -> str:
    """Return the text of an attempt's QR: account, what is still missing, and its reference."""
    account = account_for(payment)
    return payload(
        bank_bin=account.bin, account=account.number, amount_vnd=payment.missing_vnd, purpose=payment.reference
    )
