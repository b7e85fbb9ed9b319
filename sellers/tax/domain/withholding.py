"""Tax is withheld from each successful sale, when it is delivered, and given back when that is undone.

withheld  seller_payable:<seller> +tax   tax_withheld:vat −, tax_withheld:pit −
undone    the opposite

Only household and individual sellers, and only where buyers' money passes through the market or its partner: a
seller who collects the own money declares the own tax.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from sellers.commission.queries import category_paths
from sellers.models import Partner
from sellers.tax.domain.rates import TAXED, is_on, is_resident, rates_for, rates_in_force, tax_vnd
from sellers.tax.enums import SaleKind, Tax
from sellers.tax.models import CategoryTaxKind, WithheldTax
from shop.ledger.domain.posting import Side, post, reverse, standing_key
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction

Sold = Sequence[tuple[int | None, int]]  # product id, amount in VND after discounts; None: the good is gone


@transaction.atomic
def withhold(
    *, seller: Partner, part_number: str, order_number: str, sold: Sold, delivery_vnd: int, at: datetime.datetime
) -> list[WithheldTax]:
    """Withhold from one delivered part; nothing when it is off, the seller is not taxed so, or no rate is in force.

    delivery_vnd: what the seller earns for delivering it. The caller holds the order's lock and calls once a delivery.
    """
    day = timezone.localdate(at)
    if seller.legal_type not in TAXED or not is_on(on=day):
        return []
    resident = is_resident(seller)
    rates = rates_in_force(on=day, is_resident=resident)
    bases = _by_kind(sold)
    if delivery_vnd:
        bases[SaleKind.TRANSPORT] = bases.get(SaleKind.TRANSPORT, 0) + delivery_vnd
    rows = [
        WithheldTax(
            seller=seller,
            part_number=part_number,
            tax=rate.tax,
            sale_kind=kind,
            is_resident=resident,
            base_vnd=base,
            basis_points=rate.basis_points,
            amount_vnd=tax_vnd(base_vnd=base, basis_points=rate.basis_points),
            legal_basis=rate.legal_basis,
            occurred_at=at,
        )
        for kind, base in bases.items()
        for rate in rates_for(sale_kind=kind, rates=rates)
    ]
    _post(seller, part_number, order_number, rows, at)
    return WithheldTax.objects.bulk_create(rows)


@transaction.atomic
def offset(*, part_number: str, at: datetime.datetime) -> None:
    """Give back what stands withheld from a part that was undone or returned; again changes nothing."""
    key = standing_key(f"tax-withheld:{part_number}")
    standing = Transaction.objects.filter(business_key=key).first()
    if standing is None:
        return
    if Transaction.objects.filter(reverses=standing).exists():
        return
    reverse(transaction=standing, business_key=f"{key}:undone", occurred_at=at)
    last = WithheldTax.objects.filter(part_number=part_number, amount_vnd__gt=0).order_by("-occurred_at").first()
    rows = WithheldTax.objects.filter(part_number=part_number, occurred_at=last.occurred_at) if last else []
    WithheldTax.objects.bulk_create(_negative(row, at) for row in rows)


@transaction.atomic
def offset_some(
    *, part_number: str, key: str, order_number: str, returned: Sold, delivery_vnd: int, at: datetime.datetime
) -> list[WithheldTax]:
    """Give back the tax of what a buyer returned of a delivered part; the same key again changes nothing.

    What stands afterwards is the tax of what is left, so that returning bit by bit gives all of it back. A kind that
    was not withheld for (its category was moved since) is taken from those that were.
    """
    if Transaction.objects.filter(business_key=f"tax-returned:{key}").exists():
        return []
    standing = _standing(part_number)
    back = _by_kind(returned)
    if delivery_vnd:
        back[SaleKind.TRANSPORT] = back.get(SaleKind.TRANSPORT, 0) + delivery_vnd
    rows = [row for tax in Tax for row in _lessened([one for one in standing if one.tax == tax], dict(back), at)]
    _post_returned(part_number, key, order_number, rows, at)
    return WithheldTax.objects.bulk_create(rows)


def _standing(part_number: str) -> list[WithheldTax]:
    """Return what stands withheld from a part: one row per tax and kind, with the sums of base and amount."""
    found: dict[tuple[str, str], WithheldTax] = {}
    for row in WithheldTax.objects.filter(part_number=part_number).order_by("pk"):
        known = found.setdefault((row.tax, row.sale_kind), row)
        if known is not row:
            known.base_vnd += row.base_vnd
            known.amount_vnd += row.amount_vnd
    return [row for row in found.values() if row.base_vnd > 0]


def _lessened(standing: Sequence[WithheldTax], back: dict[SaleKind, int], at: datetime.datetime) -> list[WithheldTax]:
    """Return negative rows of one tax for what comes back: first each kind from its own, what is left from any."""
    taken = dict.fromkeys(range(len(standing)), 0)
    for is_own in (True, False):
        for kind in list(back):
            for number, row in enumerate(standing):
                if is_own and row.sale_kind != kind:
                    continue
                less = min(back[kind], int(row.base_vnd) - taken[number])
                taken[number] += less
                back[kind] -= less
    return [_less(row, taken[number], at) for number, row in enumerate(standing) if taken[number]]


def _less(row: WithheldTax, base_vnd: int, at: datetime.datetime) -> WithheldTax:
    left = tax_vnd(base_vnd=int(row.base_vnd) - base_vnd, basis_points=row.basis_points)
    return WithheldTax(
        seller_id=row.seller_id,
        part_number=row.part_number,
        tax=row.tax,
        sale_kind=row.sale_kind,
        is_resident=row.is_resident,
        base_vnd=-base_vnd,
        basis_points=row.basis_points,
        amount_vnd=-max(0, int(row.amount_vnd) - left),
        legal_basis=row.legal_basis,
        occurred_at=at,
    )


def _post_returned(
    part_number: str, key: str, order_number: str, rows: Sequence[WithheldTax], at: datetime.datetime
) -> None:
    total = -sum(row.amount_vnd for row in rows)
    if not total:
        return
    sides = [Side(AccountKind.TAX_WITHHELD, row.tax, -row.amount_vnd, part_number) for row in rows]
    post(
        business_key=f"tax-returned:{key}",
        kind="tax-returned",
        sides=[Side(AccountKind.SELLER_PAYABLE, str(rows[0].seller_id), -total, part_number), *sides],
        occurred_at=at,
        order_number=order_number,
    )


def _post(
    seller: Partner, part_number: str, order_number: str, rows: Iterable[WithheldTax], at: datetime.datetime
) -> None:
    rows = list(rows)
    total = sum(row.amount_vnd for row in rows)
    if not total:
        return
    sides = [Side(AccountKind.TAX_WITHHELD, row.tax, -row.amount_vnd, part_number) for row in rows]
    post(
        business_key=standing_key(f"tax-withheld:{part_number}"),
        kind="tax-withheld",
        sides=[Side(AccountKind.SELLER_PAYABLE, str(seller.pk), total, part_number), *sides],
        occurred_at=at,
        order_number=order_number,
    )


def _negative(row: WithheldTax, at: datetime.datetime) -> WithheldTax:
    return WithheldTax(
        seller_id=row.seller_id,
        part_number=row.part_number,
        tax=row.tax,
        sale_kind=row.sale_kind,
        is_resident=row.is_resident,
        base_vnd=-row.base_vnd,
        basis_points=row.basis_points,
        amount_vnd=-row.amount_vnd,
        legal_basis=row.legal_basis,
        occurred_at=at,
    )


def _by_kind(sold: Sold) -> dict[SaleKind, int]:
    """Return kind -> amount: that of the nearest category named, else goods; without any category unknown."""
    named = {row.category.path: SaleKind(row.sale_kind) for row in CategoryTaxKind.objects.select_related("category")}
    paths = category_paths([product_id for product_id, _ in sold if product_id is not None])
    found: dict[SaleKind, int] = {}
    for product_id, amount_vnd in sold:
        kind = _kind(paths.get(product_id, []) if product_id is not None else [], named)
        found[kind] = found.get(kind, 0) + amount_vnd
    return {kind: amount for kind, amount in found.items() if amount}


def _kind(paths: Iterable[str], named: dict[str, SaleKind]) -> SaleKind:
    paths = list(paths)
    if not paths:
        return SaleKind.UNKNOWN
    fitting = [name for name in named if any(path.startswith(name) for path in paths)]
    return named[max(fitting, key=len)] if fitting else SaleKind.GOODS
