"""Vouchers and sponsors, and orders that use them."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.utils import timezone

from shop.vouchers.enums import Kind, Scope, VoucherState
from shop.vouchers.models import Sponsor, Voucher
from tests.factories.people import UserFactory

numbers = itertools.count(1)


def a_sponsor(name: str = "") -> Sponsor:
    """Return a sponsor."""
    return Sponsor.objects.create(name=name or f"Chương trình {next(numbers)}", basis="KH 12/2026")


def a_voucher(**fields: Any) -> Voucher:
    """Return a voucher in force: 3.000 off 10.000, borne by the platform; name what differs.

    Without `minimum_vnd` a given amount is for goods of one đồng more.
    """
    today = timezone.localdate()
    kind = fields.get("kind", Kind.AMOUNT)
    amount = fields.get("amount_vnd", 3_000) if kind == Kind.AMOUNT else 0
    bearers = {"platform_per_cent": 100} if not {"seller_per_cent", "sponsor_per_cent"} & fields.keys() else {}
    if {"seller_per_cent", "sponsor_per_cent"} & fields.keys() and "platform_per_cent" not in fields:
        bearers = {"platform_per_cent": 100 - fields.get("seller_per_cent", 0) - fields.get("sponsor_per_cent", 0)}
    defaults: dict[str, Any] = {
        "code": f"MA{next(numbers):06d}",
        "title": "Giảm giá thử",
        "kind": kind,
        "amount_vnd": amount,
        "minimum_vnd": max(10_000, amount + 1) if kind == Kind.AMOUNT else 0,
        "starts_on": today - datetime.timedelta(days=1),
        "ends_on": today + datetime.timedelta(days=30),
        "uses_per_buyer": 1,
        "scope": Scope.MARKET,
        "state": VoucherState.ACTIVE,
        "created_at": timezone.now(),
        **bearers,
    }
    made = {**defaults, **fields}
    made.setdefault("created_by", None)
    made["created_by"] = made["created_by"] or UserFactory()
    return Voucher.objects.create(**made)


def a_seller_voucher(seller: Any, **fields: Any) -> Voucher:
    """Return a voucher of a seller for its own goods."""
    return a_voucher(**{"scope": Scope.SELLER, "seller": seller, "seller_per_cent": 100, "is_sellers": True, **fields})
