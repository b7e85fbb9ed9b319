"""What VNPay says: in the IPN call, and when asked about an attempt."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.conf import settings

from shop.payment.providers.base import AttemptMoved, Fact, Incoming, MoneyCame, NotGenuine, Notice, Unreadable
from shop.payment.providers.vnpay.entries import from_vnpay
from shop.payment.providers.vnpay.signing import is_genuine

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
DONE = "00"
UNDER_WAY = frozenset({"01", "05", "06"})


def read(*, incoming: Incoming) -> list[Notice]:
    """Return what an IPN call says. Raises NotGenuine, Unreadable."""
    fields = incoming.query
    if not is_genuine(fields, settings.VNPAY_SECRET) or fields.get("vnp_TmnCode") != settings.VNPAY_TMN_CODE:
        raise NotGenuine("wrong signature")
    number, status = fields.get("vnp_TransactionNo", ""), fields.get("vnp_TransactionStatus", "")
    reference = fields.get("vnp_TxnRef", "")
    key = f"{reference}:{number}:{fields.get('vnp_ResponseCode', '')}:{status}"
    return [Notice(key=key, kind="ipn", body=json.dumps(dict(fields)), fact=fact(fields))]


def fact(fields: Mapping[str, str]) -> Fact | None:
    """Return what the fields of an IPN call or of an answer to a query mean. Raises Unreadable."""
    reference = fields.get("vnp_TxnRef", "")
    status = fields.get("vnp_TransactionStatus") or fields.get("vnp_ResponseCode", "")
    if status == DONE and fields.get("vnp_ResponseCode", DONE) == DONE:
        return _money(fields, reference)
    if status in UNDER_WAY:
        return AttemptMoved(reference=reference, state="processing")
    return AttemptMoved(reference=reference, state="failed", reason=f"VNPay {status}")


def _money(fields: Mapping[str, str], reference: str) -> MoneyCame:
    try:
        amount = from_vnpay(fields["vnp_Amount"])
        number = fields["vnp_TransactionNo"]
    except (KeyError, ValueError) as problem:
        raise Unreadable(str(problem)) from None
    return MoneyCame(
        external_id=number,
        amount_vnd=amount,
        paid_at=_moment(fields.get("vnp_PayDate", "")),
        reference=reference,
        content=reference,
        payer=fields.get("vnp_BankCode", ""),
    )


def _moment(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=VIET_NAM)
    except ValueError:
        raise Unreadable(f"vnp_PayDate {text!r}") from None
