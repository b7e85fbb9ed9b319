"""The fields of an invoice as data. Pure but for reading the order.

Which fields: name, address and tax code of seller and buyer, what was sold with unit, quantity, price and amount, the
discount, the total, day and way of payment, as invoices have carried them since Decree 123/2020/NĐ-CP. Decree
254/2026/NĐ-CP and Circular 91/2026 are in force (confidence M); their texts were not read, so nothing here claims to be
their form. Prices include VAT; its rate is the seller's to state, because the market does not know it for each good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from sellers.commission.domain.rounding import largest_remainder
from sellers.models import Partner
from shop.order.models import Line, Order, SellerOrder

DELIVERY = "Phí giao hàng"
GUEST = "Người mua không lấy hóa đơn"


def parties(seller: Partner, order: Order) -> dict[str, Any]:
    """Return seller and buyer as they stand on an invoice."""
    wants = order.wants_invoice
    return {
        "seller": {
            "name": seller.name,
            "tax_code": seller.tax_code,
            "address": _address(seller.address_line, seller.commune, seller.province),
            "phone": seller.phone,
            "bank_account": seller.bank_account,
        },
        "buyer": {
            "name": order.buyer_name if wants else GUEST,
            "tax_code": order.invoice_tax_code,
            "address": _address(order.address_line, order.commune, order.commune and order.commune.province)
            if wants
            else "",
            "wants_invoice": wants,
        },
    }


def items(part: SellerOrder, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the rows of a part: each good less its share of the discount, and the delivery the seller did."""
    amounts = [int(line.line_price_incl_tax) for line in lines]
    discounts = largest_remainder(total_vnd=int(part.discount_vnd), weights=amounts)
    rows = [
        _item(line.title, line.unit, line.quantity, int(line.unit_price_incl_tax), less, amount - less)
        for line, amount, less in zip(lines, amounts, discounts, strict=True)
    ]
    if part.seller_delivery_vnd:
        rows.append(_item(DELIVERY, "lần", 1, part.seller_delivery_vnd, 0, part.seller_delivery_vnd))
    return rows


def returned_items(rows: Sequence[Any], *, goods_vnd: int, delivery_vnd: int) -> list[dict[str, Any]]:
    """Return the rows of an adjustment, amounts below zero. rows: the lines of a request to return goods."""
    amounts = largest_remainder(total_vnd=goods_vnd, weights=[int(row.amount_vnd) for row in rows])
    found = [
        _item(row.line.title, row.line.unit, -row.quantity, int(row.line.unit_price_incl_tax), 0, -amount)
        for row, amount in zip(rows, amounts, strict=True)
    ]
    if delivery_vnd:
        found.append(_item(DELIVERY, "lần", -1, delivery_vnd, 0, -delivery_vnd))
    return found


def heading(part: SellerOrder, *, at: Any, reason: str = "") -> dict[str, Any]:
    """Return what stands above the rows."""
    return {
        "order": part.order.number,
        "part": part.number,
        "day": timezone.localdate(at).isoformat(),
        "payment_method": str(part.order.get_payment_method_display()),
        "currency": "VND",
        "prices_include_vat": True,
        "vat_rate": None,
        "reason": reason,
    }


def total_of(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(row["amount_vnd"]) for row in rows)


def _item(title: str, unit: str, quantity: int, price: int, discount: int, amount: int) -> dict[str, Any]:
    return {
        "title": title,
        "unit": unit,
        "quantity": quantity,
        "unit_price_vnd": price,
        "discount_vnd": discount,
        "amount_vnd": amount,
    }


def _address(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
