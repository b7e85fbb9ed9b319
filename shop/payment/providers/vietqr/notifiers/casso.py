"""Casso, webhook version 2: one transfer per message, `{"error": 0, "data": {...}}`.

Header `X-Casso-Signature: t=<milliseconds>,v1=<hex>`; the signature is HMAC-SHA512, keyed with the account's checksum
key, of `<t>.<the message as JSON>`: keys sorted at every depth, no blanks, letters unescaped. A message older than five
minutes is refused, so that a copied one cannot be sent again.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import re
from typing import Any
from zoneinfo import ZoneInfo

from shop.payment.providers.base import Incoming, MoneyCame, NotGenuine, Notice, Unreadable
from shop.payment.providers.vietqr.numbering import plain, transaction_id

HEADER = "x-casso-signature"
TOLERANCE = datetime.timedelta(minutes=5)
VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


class CassoNotifier:
    """Implements BankNotifier."""

    def read(self, *, incoming: Incoming, secret: str, at: datetime.datetime) -> list[Notice]:
        try:
            message = json.loads(incoming.body)
        except ValueError:
            raise NotGenuine("no message") from None
        verify(header=incoming.headers.get(HEADER, ""), message=message, secret=secret, at=at)
        return [_notice(message, incoming.body)]

    def signed(
        self, *, transfer: dict[str, object], secret: str, at: datetime.datetime
    ) -> tuple[bytes, dict[str, str]]:
        message, milliseconds = {"error": 0, "data": transfer}, str(int(at.timestamp() * 1000))
        header = f"t={milliseconds},v1={signature(milliseconds, message, secret)}"
        return json.dumps(message, ensure_ascii=False).encode(), {HEADER: header}


def verify(*, header: str, message: Any, secret: str, at: datetime.datetime) -> None:
    """Raise NotGenuine unless the header signs the message with this secret, not long before or after `at`."""
    match = re.fullmatch(r"t=(\d{10,16}),v1=([0-9a-f]{128})", header.strip())
    if not match or not secret:
        raise NotGenuine("no signature")
    if not hmac.compare_digest(match[2], signature(match[1], message, secret)):
        raise NotGenuine("wrong signature")
    if abs(at.timestamp() - int(match[1]) / 1000) > TOLERANCE.total_seconds():
        raise NotGenuine("old message")


def signature(milliseconds: str, message: Any, secret: str) -> str:
    """Return the hex signature of a message."""
    text = json.dumps(message, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(secret.encode(), f"{milliseconds}.{text}".encode(), hashlib.sha512).hexdigest()


def _notice(message: Any, body: bytes) -> Notice:
    try:
        data = message["data"]
        amount, reference = int(data["amount"]), str(data["reference"]).strip()
        account = str(data["accountNumber"]).strip()
        paid_at = datetime.datetime.strptime(str(data["transactionDateTime"]), "%Y-%m-%d %H:%M:%S")
    except (KeyError, TypeError, ValueError) as problem:
        raise Unreadable(str(problem)) from None
    key = transaction_id(account=account, reference=reference)
    text = body.decode("utf-8", "replace")
    if amount <= 0 or not plain(reference):
        return Notice(key=f"{key}:{data.get('id', '')}", kind="transfer.out", body=text)
    payer = f"{data.get('counterAccountNumber', '')} {data.get('counterAccountName', '')}".strip()
    money = MoneyCame(
        external_id=key,
        amount_vnd=amount,
        paid_at=paid_at.replace(tzinfo=VIET_NAM),
        content=str(data.get("description", "")),
        account=account,
        payer=" ".join([payer, str(data.get("counterAccountBankName", "") or "")]).strip(),
    )
    return Notice(key=key, kind="transfer.in", body=text, fact=money)
