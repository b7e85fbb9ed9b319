"""Find the order a transfer is for, by what the buyer and the banks left of its reference."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from shop.order.models import Order
from shop.payment.models import Payment
from shop.payment.providers.base import Found, MoneyCame

CODE = "vietqr"
REFERENCE = re.compile(r"CP[\s.\-_]*(\d{2})[\s.\-_]*(\d{6,8})(?!\d)(?:N(\d{1,3}))?(?:L(\d{1,3}))?", re.IGNORECASE)


def find(money: MoneyCame) -> Found:
    """Return the attempt a transfer is for, or what is known about it.

    Several references in one text, or one whose order was never to be paid by transfer, are a person's to decide.
    """
    is_ours = not money.account or _plain(money.account) == _plain(settings.VIETQR_ACCOUNT)
    references = {match.group(0): match for match in REFERENCE.finditer(money.content)}
    numbers = {f"CP-{match[1]}-{match[2]}" for match in references.values()}
    if len(numbers) > 1:
        return Found(remark=_("Nội dung ghi nhiều mã đơn"), is_foreign=not is_ours)
    if not numbers:
        return Found(remark=_("Nội dung không có mã đơn"), is_foreign=not is_ours)
    order = Order.objects.filter(number=numbers.pop()).first()
    if order is None:
        return Found(remark=_("Không có đơn mang mã này"), is_foreign=not is_ours)
    payment = _attempt(order, next(iter(references.values())), money)
    if payment is None:
        return Found(remark=_("Đơn này không chờ chuyển khoản vào tài khoản này"), is_foreign=not is_ours)
    return Found(payment)


def _attempt(order: Order, match: re.Match[str], money: MoneyCame) -> Payment | None:
    """Return the attempt by its whole reference, else the order's last one to the account the money came to."""
    attempts = Payment.objects.filter(order=order, provider=CODE).select_related("order", "seller_order__seller")
    here = [payment for payment in attempts.order_by("-pk") if _pays_to(payment, money.account)]
    wanted = _written(match)
    return next((payment for payment in here if payment.reference == wanted), here[0] if here else None)


def _written(match: re.Match[str]) -> str:
    part = f"N{match[3]}" if match[3] else ""
    attempt = f"L{match[4]}" if match[4] else ""
    return f"CP{match[1]}{match[2]}{part}{attempt}"


def _pays_to(payment: Payment, account: str) -> bool:
    if not account:
        return payment.seller_order_id is None
    own = payment.seller_order.seller.bank_account if payment.seller_order else settings.VIETQR_ACCOUNT
    return _plain(own) == _plain(account)


def _plain(account: str) -> str:
    return re.sub(r"\W", "", account)


def references_in(text: str) -> Sequence[str]:
    """Return the order numbers a text names."""
    return [f"CP-{match[1]}-{match[2]}" for match in REFERENCE.finditer(text)]
