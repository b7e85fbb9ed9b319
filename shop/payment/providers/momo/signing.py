"""Signatures of MoMo's v2 gateway: HMAC-SHA256 over "name=value" joined by "&", names in a fixed order per message."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

CREATE = (
    *("accessKey", "amount", "extraData", "ipnUrl", "orderId", "orderInfo", "partnerCode", "redirectUrl"),
    *("requestId", "requestType"),
)
IPN = (
    *("accessKey", "amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode"),
    *("payType", "requestId", "responseTime", "resultCode", "transId"),
)
QUERY = ("accessKey", "orderId", "partnerCode", "requestId")
REFUND = ("accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "transId")


def signature(names: Sequence[str], fields: Mapping[str, object], secret: str) -> str:
    """Return the hex signature of the named fields."""
    text = "&".join(f"{name}={fields.get(name, '')}" for name in names)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_genuine(fields: Mapping[str, object], access_key: str, secret: str) -> bool:
    """Return whether an IPN message carries the signature of these keys."""
    given = str(fields.get("signature", "")).lower()
    made = signature(IPN, {**fields, "accessKey": access_key}, secret)
    return bool(secret) and hmac.compare_digest(given.encode(), made.encode())
