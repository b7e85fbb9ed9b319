"""VNPay 2.1.0: the buyer pays on VNPay's page; the signed IPN call is the truth, the return only a hint to ask."""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.order.enums import PaymentMethod
from shop.payment.asking import post_json
from shop.payment.domain.finding import by_reference
from shop.payment.models import Payment, Refund
from shop.payment.providers.base import Found, Incoming, MoneyCame, Notice, RefundAnswer, Unavailable
from shop.payment.providers.own_page import OwnPage, Rules
from shop.payment.providers.vnpay import notices, rules
from shop.payment.providers.vnpay.entries import to_vnpay
from shop.payment.providers.vnpay.signing import (
    QUERY_ANSWER,
    REFUND_ANSWER,
    is_genuine_answer,
    pipe_signature,
    signature,
    signed_text,
)

VERSION = "2.1.0"
PAYMENT = "01"
ANSWERS = {"known": ("02", "Order already confirmed")}


class VNPayProvider(OwnPage):
    """Implements shop.payment.providers.base.Prepaid."""

    code = PaymentMethod.VNPAY.value
    label = _("VNPay: thẻ ATM, tài khoản, VNPAY-QR")
    hint = _("Trả trên trang của VNPay rồi quay lại đơn hàng")
    rules: Rules = rules
    address_setting = "VNPAY_PAGE"

    def continue_at(self, *, payment: Payment, back: str, at: datetime.datetime, address: str) -> str:
        fields = page_fields(payment, back=back, at=at, address=address)
        Payment.objects.filter(pk=payment.pk).update(external_id=fields["vnp_CreateDate"])
        return f"{settings.VNPAY_PAGE}?{signed_text(fields)}&vnp_SecureHash={signature(fields, settings.VNPAY_SECRET)}"

    def hear(self, *, incoming: Incoming, at: datetime.datetime) -> list[Notice]:
        return notices.read(incoming=incoming)

    def find(self, money: MoneyCame) -> Found:
        return by_reference(self.code, money.reference)

    def answer(self, outcomes: Sequence[str]) -> tuple[int, Mapping[str, object]]:
        code, text = ANSWERS.get(outcomes[0] if outcomes else "", ("00", "Confirm Success"))
        if outcomes and outcomes[0] in {"unmatched", "unknown payment"}:
            code, text = "01", "Order not found"
        return 200, {"RspCode": code, "Message": text}

    def look(self, *, payment: Payment, at: datetime.datetime) -> list[Notice]:
        answer = _ask(query_message(payment, at), QUERY_ANSWER)
        if answer.get("vnp_ResponseCode") != "00" or answer.get("vnp_TxnRef") != payment.reference:
            return []
        if answer.get("vnp_TransactionType", PAYMENT) != PAYMENT:  # the answer tells of a refund
            return []
        # The response code is about the question; what became of the attempt is the transaction's status.
        found = notices.fact({name: value for name, value in answer.items() if name != "vnp_ResponseCode"})
        key = f"looked:{payment.reference}:{answer.get('vnp_TransactionStatus', '')}"
        return [Notice(key=key, kind="looked", body=json.dumps(answer), fact=found)]

    def close(self, *, payment: Payment) -> None:
        """VNPay's pages end by themselves at vnp_ExpireDate; money that comes after all goes back."""

    def send_refund(self, *, refund: Refund, at: datetime.datetime) -> RefundAnswer:
        message = refund_message(refund, at)
        answer = _ask(message, REFUND_ANSWER)
        code = answer.get("vnp_ResponseCode", "")
        number = answer.get("vnp_TransactionNo") or message["vnp_RequestId"]
        if code == "00":
            return RefundAnswer(external_id=number, is_done=True)
        return RefundAnswer(external_id=number, by_hand=True, problem=f"VNPay {code}")


def page_fields(payment: Payment, *, back: str, at: datetime.datetime, address: str) -> dict[str, str]:
    """Return the fields of the address that leads to VNPay's page."""
    return {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": settings.VNPAY_TMN_CODE,
        "vnp_Amount": to_vnpay(int(payment.amount_vnd)),
        "vnp_CurrCode": "VND",
        "vnp_TxnRef": payment.reference,
        "vnp_OrderInfo": f"Thanh toan don hang {payment.reference}",
        "vnp_OrderType": "other",
        "vnp_Locale": "vn",
        "vnp_ReturnUrl": back,
        "vnp_IpAddr": address or "127.0.0.1",
        "vnp_CreateDate": _stamp(at),
        "vnp_ExpireDate": _stamp(payment.order.pay_until or at),
    }


def query_message(payment: Payment, at: datetime.datetime) -> dict[str, str]:
    """Return the signed question what became of an attempt."""
    values = {
        "vnp_RequestId": secrets.token_hex(12),
        "vnp_Version": VERSION,
        "vnp_Command": "querydr",
        "vnp_TmnCode": settings.VNPAY_TMN_CODE,
        "vnp_TxnRef": payment.reference,
        "vnp_TransactionDate": payment.external_id,
        "vnp_CreateDate": _stamp(at),
        "vnp_IpAddr": "127.0.0.1",
        "vnp_OrderInfo": f"Tra cuu {payment.reference}",
    }
    return {**values, "vnp_SecureHash": pipe_signature(list(values.values()), settings.VNPAY_SECRET)}


def refund_message(refund: Refund, at: datetime.datetime) -> dict[str, str]:
    """Return the signed request for a refund, whole (02) or part (03); its id is the refund's, so it counts once."""
    payment = refund.receipt.payment
    whole = refund.amount_vnd == refund.receipt.amount_vnd
    values = {
        "vnp_RequestId": refund.idempotency_key,
        "vnp_Version": VERSION,
        "vnp_Command": "refund",
        "vnp_TmnCode": settings.VNPAY_TMN_CODE,
        "vnp_TransactionType": "02" if whole else "03",
        "vnp_TxnRef": payment.reference if payment else refund.receipt.content,
        "vnp_Amount": to_vnpay(int(refund.amount_vnd)),
        "vnp_TransactionNo": refund.receipt.external_id,
        "vnp_TransactionDate": _stamp(refund.receipt.paid_at),
        "vnp_CreateBy": "chophien",
        "vnp_CreateDate": _stamp(at),
        "vnp_IpAddr": "127.0.0.1",
        "vnp_OrderInfo": f"Hoan tien {refund.pk}",
    }
    return {**values, "vnp_SecureHash": pipe_signature(list(values.values()), settings.VNPAY_SECRET)}


def _ask(message: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Return VNPay's answer as text. Raises Unavailable, also when the answer is not for us or not signed by VNPay."""
    answer = {
        name: "" if value is None else str(value) for name, value in post_json(settings.VNPAY_API, message).items()
    }
    if not is_genuine_answer(answer, names, settings.VNPAY_SECRET):
        raise Unavailable(f"VNPay {answer.get('vnp_ResponseCode', '')}: answer without a valid signature")
    if answer.get("vnp_TmnCode") != settings.VNPAY_TMN_CODE:
        raise Unavailable("VNPay: answer for another terminal")
    return answer


def _stamp(at: datetime.datetime) -> str:
    return at.astimezone(notices.VIET_NAM).strftime("%Y%m%d%H%M%S")
