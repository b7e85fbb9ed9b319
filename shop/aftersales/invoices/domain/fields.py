"""The fields of an invoice as data. Pure but for reading the order.

Which fields: name, address and tax code of seller and buyer, what was sold with unit, quantity, price and amount, the
discount, the total in figures and words, day and way of payment, as invoices have carried them since Decree
123/2020/NĐ-CP. Decree 254/2026/NĐ-CP and Circular 91/2026 are in force (confidence M); their texts were not read, so
nothing here claims to be their form. Prices include VAT. Its rate is frozen per row from the dated rates of finance
(vat.py), for sellers who said that they issue VAT invoices; without a rate, or for other sellers, the tax stays blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from sellers.commission.domain.rounding import largest_remainder
from sellers.models import Partner
from shop.aftersales.invoices.domain.vat import Taxed
from shop.aftersales.returns.domain.amounts import revenue_weights
from shop.aftersales.returns.models import ReturnLine
from shop.money.in_words import vnd_in_words
from shop.order.domain.revenue import revenues, seller_discounts
from shop.order.models import Line, Order, SellerOrder

Rates = Mapping[int | None, Taxed]

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


def items(part: SellerOrder, lines: Sequence[Line], *, rates: Rates) -> list[dict[str, Any]]:
    """Return the rows of a part: each good less what the seller takes off it, and the delivery the seller did.

    What the platform or a sponsor bears of a voucher is no discount of the seller's: it is paid in the buyer's stead.
    """
    rows = [
        _taxed(_of_line(line, line.quantity, less, revenue), rates.get(line.product_id))
        for line, less, revenue in zip(lines, seller_discounts(part, lines), revenues(part, lines), strict=True)
    ]
    if part.seller_delivery_vnd:
        rows.append(_taxed(_delivery(1, int(part.seller_delivery_vnd)), rates.get(None)))
    return rows


def returned_items(
    part: SellerOrder,
    rows: Sequence[ReturnLine],
    *,
    goods_vnd: int,
    delivery_vnd: int,
    sold: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the rows of an adjustment, amounts below zero, taxed as they were sold.

    rows: the lines of a request to return goods. goods_vnd: what they had brought the seller. sold: the rows of the
    invoice that is adjusted.
    """
    amounts = largest_remainder(total_vnd=goods_vnd, weights=revenue_weights(part, rows))
    found = [_of_line(row.line, -row.quantity, 0, -amount) for row, amount in zip(rows, amounts, strict=True)]
    if delivery_vnd:
        found.append(_delivery(-1, -delivery_vnd))
    before = {row.get("line"): _as_sold(row) for row in sold if row.get("vat_rate")}
    return [_taxed(row, before.get(row["line"])) for row in found]


def heading(part: SellerOrder, *, at: Any, reason: str = "") -> dict[str, Any]:
    """Return what stands above the rows."""
    return {
        "order": part.order.number,
        "part": part.number,
        "day": timezone.localdate(at).isoformat(),
        "payment_method": str(part.order.get_payment_method_display()),
        "voucher": part.order.voucher_code,
        "paid_by_others_vnd": part.borne_vnd,
        "currency": "VND",
        "prices_include_vat": True,
        "reason": reason,
    }


def totals(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the sums of a record; tax and amount without it only when every row's tax is known."""
    is_known = bool(rows) and all(row["vat_rate"] for row in rows)
    return {
        "total_vnd": total_of(rows),
        "total_in_words": vnd_in_words(total_of(rows)),
        "net_total_vnd": sum(row["net_vnd"] for row in rows) if is_known else None,
        "vat_total_vnd": sum(row["vat_vnd"] for row in rows) if is_known else None,
    }


def total_of(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(row["amount_vnd"]) for row in rows)


def _of_line(line: Line, quantity: int, discount: int, amount: int) -> dict[str, Any]:
    return {
        "line": line.pk,
        "title": line.title,
        "unit": line.unit,
        "quantity": quantity,
        "unit_price_vnd": int(line.unit_price_incl_tax),
        "discount_vnd": discount,
        "amount_vnd": amount,
    }


def _delivery(quantity: int, amount: int) -> dict[str, Any]:
    return {
        "line": None,
        "title": DELIVERY,
        "unit": "lần",
        "quantity": quantity,
        "unit_price_vnd": abs(amount),
        "discount_vnd": 0,
        "amount_vnd": amount,
    }


def _taxed(row: dict[str, Any], rate: Taxed | None) -> dict[str, Any]:
    """Return a row with the tax that its amount includes; blank without a rate."""
    if rate is None:
        return {**row, "vat_rate": "", "vat_basis_points": None, "net_vnd": None, "vat_vnd": None, "vat_law": ""}
    tax = rate.tax_vnd(row["amount_vnd"])
    return {
        **row,
        "vat_rate": rate.words,
        "vat_basis_points": rate.basis_points,
        "net_vnd": row["amount_vnd"] - tax,
        "vat_vnd": tax,
        "vat_law": rate.legal_basis,
    }


def _as_sold(row: Mapping[str, Any]) -> Taxed:
    return Taxed(row["vat_rate"], row["vat_basis_points"], row["vat_law"])


def _address(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
