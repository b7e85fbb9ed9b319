"""MoMo v2: the buyer pays in the wallet; the signed IPN message is the truth."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.order.enums import PaymentMethod
from shop.payment.asking import post_json
from shop.payment.domain.finding import by_reference
from shop.payment.models import Payment, Refund
from shop.payment.providers.base import (
    AttemptMoved,
    Fact,
    Found,
    Incoming,
    MoneyCame,
    NotGenuine,
    Notice,
    RefundAnswer,
    Strange,
    Unavailable,
    Unreadable,
)
from shop.payment.providers.momo import rules
from shop.payment.providers.momo.signing import CREATE, QUERY, REFUND, is_genuine, signature
from shop.payment.providers.own_page import OwnPage, Rules

DONE, AUTHORISED = 0, 9000
UNDER_WAY = frozenset({1000, 7000, 7002, AUTHORISED})


class MoMoProvider(OwnPage):
    """Implements shop.payment.providers.base.Prepaid."""

    code = PaymentMethod.MOMO.value
    label = _("Ví MoMo")
    hint = _("Mở ứng dụng MoMo hoặc quét mã trên trang của MoMo")
    rules: Rules = rules
    address_setting = "MOMO_API"

    def continue_at(self, *, payment: Payment, back: str, at: datetime.datetime, address: str) -> str:
        answer = post_json(f"{settings.MOMO_API}/create", create_message(payment, back))
        if answer.get("resultCode") != DONE or not str(answer.get("payUrl", "")).startswith("https://"):
            raise Unavailable(f"MoMo {answer.get('resultCode')}: {answer.get('message')}")
        Payment.objects.filter(pk=payment.pk).update(external_id=payment.reference)
        return str(answer["payUrl"])

    def hear(self, *, incoming: Incoming, at: datetime.datetime) -> list[Notice]:
        try:
            message = json.loads(incoming.body)
            genuine = is_genuine(message, settings.MOMO_ACCESS_KEY, settings.MOMO_SECRET_KEY)
        except (ValueError, AttributeError, TypeError):
            raise NotGenuine("no message") from None
        if not genuine or message.get("partnerCode") != settings.MOMO_PARTNER_CODE:
            raise NotGenuine("wrong signature")
        key = f"{message.get('orderId')}:{message.get('transId')}:{message.get('resultCode')}"
        return [Notice(key=key, kind="ipn", body=incoming.body.decode(), fact=_fact(message))]

    def find(self, money: MoneyCame) -> Found:
        return by_reference(self.code, money.reference)

    def answer(self, outcomes: Sequence[str]) -> tuple[int, Mapping[str, object]]:
        return 204, {}

    def look(self, *, payment: Payment, at: datetime.datetime) -> list[Notice]:
        message = {
            "partnerCode": settings.MOMO_PARTNER_CODE,
            "requestId": f"{payment.reference}-{int(at.timestamp())}",
            "orderId": payment.reference,
            "lang": "vi",
        }
        answer = post_json(f"{settings.MOMO_API}/query", _signed(QUERY, message))
        if any(answer.get(name) != message[name] for name in ("partnerCode", "requestId", "orderId")):
            return []
        key = f"{payment.reference}:{answer.get('transId')}:{answer.get('resultCode')}"
        return [Notice(key=key, kind="looked", body=json.dumps(answer), fact=_looked(payment, answer))]

    def close(self, *, payment: Payment) -> None:
        """MoMo's pages end by themselves; money that comes after all goes back."""

    def send_refund(self, *, refund: Refund, at: datetime.datetime) -> RefundAnswer:
        message = {
            "partnerCode": settings.MOMO_PARTNER_CODE,
            "orderId": refund.idempotency_key,
            "requestId": refund.idempotency_key,
            "amount": int(refund.amount_vnd),
            "transId": int(refund.receipt.external_id),
            "lang": "vi",
            "description": f"Hoan tien {refund.receipt.content}",
        }
        answer = post_json(f"{settings.MOMO_API}/refund", _signed(REFUND, message))
        is_done = answer.get("resultCode") == DONE
        problem = "" if is_done else f"MoMo {answer.get('resultCode')}: {answer.get('message')}"
        return RefundAnswer(
            external_id=str(answer.get("transId", "")), is_done=is_done, by_hand=not is_done, problem=problem
        )


def create_message(payment: Payment, back: str) -> dict[str, Any]:
    """Return the signed request that opens MoMo's page; the order's reference makes it count once."""
    message = {
        "partnerCode": settings.MOMO_PARTNER_CODE,
        "requestId": f"{payment.reference}-{payment.amount_vnd}",
        "amount": int(payment.amount_vnd),
        "orderId": payment.reference,
        "orderInfo": f"Don hang {payment.reference}",
        "redirectUrl": back,
        "ipnUrl": f"{settings.SITE_URL}/webhooks/momo/",
        "requestType": "captureWallet",
        "extraData": "",
        "lang": "vi",
    }
    return _signed(CREATE, message)


def _signed(names: Sequence[str], message: dict[str, Any]) -> dict[str, Any]:
    fields = {**message, "accessKey": settings.MOMO_ACCESS_KEY}
    return {**message, "signature": signature(names, fields, settings.MOMO_SECRET_KEY)}


def _looked(payment: Payment, answer: Mapping[str, Any]) -> Fact | None:
    """Return what an answer to a query means.

    MoMo signs its notifications but documents no signature of this answer (developers.momo.vn, "Check Transaction
    Status"), so it counts only over TLS, for the question that was asked, and for the very amount of the attempt;
    another amount waits for a person.
    """
    fact = _fact(answer)
    if isinstance(fact, MoneyCame) and fact.amount_vnd != payment.amount_vnd:
        return Strange(reason=f"{payment.reference}: {fact.amount_vnd} != {int(payment.amount_vnd)}")
    return fact


def _fact(message: Mapping[str, Any]) -> Fact | None:
    try:
        reference, code = str(message["orderId"]), int(message["resultCode"])
        if code == DONE:
            return MoneyCame(
                external_id=str(message["transId"]),
                amount_vnd=int(message["amount"]),
                paid_at=datetime.datetime.fromtimestamp(int(message["responseTime"]) / 1000, tz=datetime.UTC),
                reference=reference,
                content=reference,
            )
    except (KeyError, TypeError, ValueError) as problem:
        raise Unreadable(str(problem)) from None
    if code in UNDER_WAY:
        return AttemptMoved(reference=reference, state="processing")
    return AttemptMoved(reference=reference, state="failed", reason=f"MoMo {code}")
