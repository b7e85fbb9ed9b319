"""Finance enters rates and turns withholding on and off; each step is in the trail."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.models import Category
from sellers.models import Partner
from sellers.tax.domain.rates import missing
from sellers.tax.enums import SaleKind, Tax
from sellers.tax.models import CategoryTaxKind, NonResident, TaxRate, WithholdingDecision
from shop.accounts.models import User
from shop.audit.trail import record

DAY = datetime.timedelta(days=1)


class RatesMissing(Exception):
    """Some kind of sale has no rate on the day withholding is to begin."""


class InThePast(Exception):
    """The day is before today: sales of that day are delivered already."""


@transaction.atomic
def decide(
    *, is_on: bool, starts_on: datetime.date, reason: str, by: User, at: datetime.datetime, today: datetime.date
) -> WithholdingDecision:
    """Turn withholding on or off from a day on. Raises InThePast; RatesMissing when it is on and a rate is missing."""
    if starts_on < today:
        raise InThePast(starts_on)
    if is_on and missing(on=starts_on):
        raise RatesMissing(missing(on=starts_on))
    decision = WithholdingDecision.objects.create(
        is_on=is_on, starts_on=starts_on, reason=reason, decided_by=by, decided_at=at
    )
    action = "tax.on" if is_on else "tax.off"
    record(actor=by, action=action, subject=decision, at=at, reason=reason, details={"what": f"{starts_on:%d/%m/%Y}"})
    return decision


@transaction.atomic
def set_rate(
    *,
    tax: Tax,
    sale_kind: SaleKind,
    is_resident: bool,
    basis_points: int,
    valid_from: datetime.date,
    legal_basis: str,
    by: User,
    at: datetime.datetime,
    today: datetime.date,
) -> TaxRate:
    """Enter a rate from a day on; the one before ends the day before. Raises InThePast.

    A rate entered for the same day before is replaced as long as that day has not come.
    """
    same = TaxRate.objects.select_for_update().filter(tax=tax, sale_kind=sale_kind, is_resident=is_resident)
    begun = same.filter(valid_from=valid_from).exists() and valid_from <= today
    if valid_from < today or begun:
        raise InThePast(valid_from)
    same.filter(valid_from__gte=valid_from).delete()
    for before in same:
        if before.valid_to is None or before.valid_to >= valid_from:
            before.valid_to = valid_from - DAY
            before.save(update_fields=["valid_to"])
    rate = TaxRate.objects.create(
        tax=tax,
        sale_kind=sale_kind,
        is_resident=is_resident,
        basis_points=basis_points,
        valid_from=valid_from,
        legal_basis=legal_basis,
    )
    record(actor=by, action="tax_rate.set", subject=rate, at=at, reason=legal_basis, details={"what": str(rate)})
    return rate


@transaction.atomic
def set_kind(*, category: Category, sale_kind: SaleKind, by: User, at: datetime.datetime) -> None:
    """Say which kind of sale the goods of a category are, for sales delivered from now on."""
    row, _created = CategoryTaxKind.objects.update_or_create(category=category, defaults={"sale_kind": sale_kind})
    details = {"what": f"{category.name}: {sale_kind.label}"}
    record(actor=by, action="tax_kind.set", subject=row, at=at, details=details)


@transaction.atomic
def set_resident(*, seller: Partner, is_resident: bool, by: User, at: datetime.datetime) -> None:
    """Say whether a seller is resident in Viet Nam for income tax."""
    if is_resident:
        NonResident.objects.filter(seller=seller).delete()
    else:
        NonResident.objects.get_or_create(seller=seller)
    action = "tax.resident" if is_resident else "tax.non_resident"
    record(actor=by, action=action, subject=seller, at=at, details={"what": seller.name})
