"""Signatures of VNPay 2.1.0: HMAC-SHA512 over the sorted, url-encoded fields; blanks become plus signs."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

LEFT_OUT = frozenset({"vnp_SecureHash", "vnp_SecureHashType"})
REFUND_ANSWER = (
    *("ResponseId", "Command", "ResponseCode", "Message", "TmnCode", "TxnRef", "Amount", "BankCode", "PayDate"),
    *("TransactionNo", "TransactionType", "TransactionStatus", "OrderInfo"),
)
QUERY_ANSWER = (*REFUND_ANSWER, "PromotionCode", "PromotionAmount")


def signed_text(fields: Mapping[str, str]) -> str:
    """Return what is signed: vnp_ fields by name, empty ones and the signature itself left out."""
    kept = {name: value for name, value in fields.items() if name.startswith("vnp_") and value}
    return urlencode(sorted((name, value) for name, value in kept.items() if name not in LEFT_OUT))


def signature(fields: Mapping[str, str], secret: str) -> str:
    """Return the hex signature of a request's or an answer's fields."""
    return _hmac(signed_text(fields), secret)


def pipe_signature(values: Sequence[str], secret: str) -> str:
    """Return the hex signature of the JSON interfaces (query, refund): values in their order between bars."""
    return _hmac("|".join(values), secret)


def is_genuine(fields: Mapping[str, str], secret: str) -> bool:
    """Return whether the fields carry the signature of this secret."""
    given = fields.get("vnp_SecureHash", "").lower()
    return bool(secret) and hmac.compare_digest(given.encode(), signature(fields, secret).encode())


def is_genuine_answer(answer: Mapping[str, str], names: Sequence[str], secret: str) -> bool:
    """Return whether an answer of the JSON interfaces carries the signature of this secret over the named fields.

    names: QUERY_ANSWER or REFUND_ANSWER, in VNPay's order; a field that is not there counts as empty.
    """
    given = answer.get("vnp_SecureHash", "").lower()
    made = pipe_signature([answer.get(f"vnp_{name}", "") for name in names], secret)
    return bool(secret) and hmac.compare_digest(given.encode(), made.encode())


def _hmac(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()
