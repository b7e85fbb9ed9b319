"""Finance enters rates of VAT and how goods are taxed; a seller says which invoices it issues. All in the trail."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.models import Category
from sellers.models import Partner
from shop.accounts.models import User
from shop.aftersales.invoices.models import (
    UNTAXED,
    CategoryVatClass,
    InvoiceForm,
    InvoiceTerms,
    VatClass,
    VatRate,
)
from shop.audit.trail import record

DAY = datetime.timedelta(days=1)


class InThePast(Exception):
    """The day is before today, or the rate of that day has begun: records of it are written already."""


class RateMissing(Exception):
    """A class that is taxed needs a rate."""


@transaction.atomic
def set_vat_rate(
    *,
    vat_class: VatClass,
    basis_points: int | None,
    valid_from: datetime.date,
    legal_basis: str,
    by: User,
    at: datetime.datetime,
    today: datetime.date,
) -> VatRate:
    """Enter the rate of a class from a day on; the one before ends the day before. Raises InThePast, RateMissing.

    basis_points: left out of account for classes that are not taxed.
    """
    if vat_class not in UNTAXED and basis_points is None:
        raise RateMissing(vat_class)
    same = VatRate.objects.select_for_update().filter(vat_class=vat_class)
    begun = same.filter(valid_from=valid_from).exists() and valid_from <= today
    if valid_from < today or begun:
        raise InThePast(valid_from)
    same.filter(valid_from__gte=valid_from).delete()
    for before in same:
        if before.valid_to is None or before.valid_to >= valid_from:
            before.valid_to = valid_from - DAY
            before.save(update_fields=["valid_to"])
    rate = VatRate.objects.create(
        vat_class=vat_class,
        basis_points=None if vat_class in UNTAXED else basis_points,
        valid_from=valid_from,
        legal_basis=legal_basis,
    )
    record(actor=by, action="vat_rate.set", subject=rate, at=at, reason=legal_basis, details={"what": str(rate)})
    return rate


@transaction.atomic
def set_vat_class(*, category: Category, vat_class: VatClass, by: User, at: datetime.datetime) -> None:
    """Say how the goods of a category are taxed, on records that are written from now on."""
    row, _created = CategoryVatClass.objects.update_or_create(category=category, defaults={"vat_class": vat_class})
    details = {"what": f"{category.name}: {vat_class.label}"}
    record(actor=by, action="vat_class.set", subject=row, at=at, details=details)


@transaction.atomic
def say_form(*, seller: Partner, form: InvoiceForm, by: User, at: datetime.datetime) -> None:
    """Keep which form of invoice a seller issues, for records that are written from now on."""
    said = {"form": form, "said_by": by, "said_at": at}
    terms, _created = InvoiceTerms.objects.update_or_create(seller=seller, defaults=said)
    record(actor=by, action="invoice_form.said", subject=terms, at=at, details={"what": str(form.label)})
