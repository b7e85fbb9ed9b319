"""VAT inside prices: which rate goods have on a day, and how much of an amount is tax."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sellers.commission.queries import category_paths
from sellers.models import Partner
from shop.aftersales.invoices.models import CategoryVatClass, InvoiceForm, InvoiceTerms, VatClass, VatRate

BASIS = 10_000


@dataclass(frozen=True)
class Taxed:
    """A rate as it is frozen on a row. basis_points None: not taxed at all."""

    words: str
    basis_points: int | None
    legal_basis: str

    def tax_vnd(self, amount_vnd: int) -> int:
        """Return the tax in an amount that includes it, in whole VND, half a đồng away from zero."""
        points = self.basis_points or 0
        tax = (2 * abs(amount_vnd) * points + BASIS + points) // (2 * (BASIS + points))
        return tax if amount_vnd >= 0 else -tax


def form_of(seller: Partner) -> str:
    """Return the form of invoice a seller said to issue, or "" when the seller said nothing."""
    terms = InvoiceTerms.objects.filter(seller=seller).first()
    return terms.form if terms else ""


def rates_of(*, seller: Partner, product_ids: Iterable[int | None], on: datetime.date) -> dict[int | None, Taxed]:
    """Return product id -> its rate on a day; a good without class or rate is left out.

    None stands for delivery. Nothing for sellers who issue no VAT invoice, or did not say which they issue: their
    invoices carry no tax.
    """
    if form_of(seller) != InvoiceForm.VAT:
        return {}
    classes = dict(_classes([pk for pk in product_ids if pk is not None])) | {None: VatClass.DELIVERY}
    rates = in_force(on=on)
    return {pk: rates[vat_class] for pk, vat_class in classes.items() if vat_class in rates}


def in_force(*, on: datetime.date) -> dict[str, Taxed]:
    """Return class -> rate of a day."""
    dated = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    rows = VatRate.objects.filter(dated).order_by("valid_from")
    return {row.vat_class: Taxed(row.words, row.basis_points, row.legal_basis) for row in rows}


def _classes(product_ids: list[int]) -> Iterable[tuple[int, str]]:
    """Yield product id -> class of its nearest category that has one."""
    named = {row.category.path: row.vat_class for row in CategoryVatClass.objects.select_related("category")}
    for product_id, paths in category_paths(product_ids).items():
        fitting = [name for name in named if any(path.startswith(name) for path in paths)]
        if fitting:
            yield product_id, named[max(fitting, key=len)]
