"""Which rates are in force, and what they come to.

Sources: Decree 117/2025/NĐ-CP (1 July 2025 to 30 June 2026: rates are loaded); Decree 252/2026/NĐ-CP from 1 July 2026:
withholding goes on, the rates are those of the tax laws and are entered by finance, who confirms them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sellers.enums import LegalType
from sellers.models import Partner
from sellers.tax.enums import KINDS_WITH_RATES, SaleKind, Tax
from sellers.tax.models import NonResident, TaxRate, WithholdingDecision

BASIS = 10_000
TAXED = frozenset({LegalType.HOUSEHOLD, LegalType.INDIVIDUAL})
"""Firms and cooperatives pay for themselves. Cooperative groups are not named by the decree and are left out."""


@dataclass(frozen=True)
class Rate:
    """A rate as it is applied to one kind of sale."""

    tax: Tax
    basis_points: int
    legal_basis: str


def is_on(*, on: datetime.date) -> bool:
    """Return whether tax is withheld from sales of a day."""
    last = WithholdingDecision.objects.filter(starts_on__lte=on).first()
    return last is not None and last.is_on


def is_resident(seller: Partner) -> bool:
    return not NonResident.objects.filter(seller=seller).exists()


def rates_in_force(*, on: datetime.date, is_resident: bool) -> list[TaxRate]:
    """Return the rates of a day; of two for the same the later one."""
    dated = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return list(TaxRate.objects.filter(dated, is_resident=is_resident).order_by("valid_from"))


def rates_for(*, sale_kind: SaleKind, rates: Iterable[TaxRate]) -> list[Rate]:
    """Return one rate per tax; of a kind nobody knows the highest, as the decree says."""
    found: dict[Tax, Rate] = {}
    latest = {(rate.tax, rate.sale_kind): rate for rate in rates}
    for (name, kind), rate in latest.items():
        tax = Tax(name)
        if sale_kind not in {SaleKind.UNKNOWN, kind}:
            continue
        if tax not in found or rate.basis_points > found[tax].basis_points:
            found[tax] = Rate(tax, int(rate.basis_points), rate.legal_basis)
    return [found[tax] for tax in Tax if tax in found]


def missing(*, on: datetime.date) -> list[tuple[Tax, SaleKind, bool]]:
    """Return (tax, kind, resident) without a rate on a day; withholding may begin only when none is missing."""
    gaps = []
    for resident in (True, False):
        there = {(rate.tax, rate.sale_kind) for rate in rates_in_force(on=on, is_resident=resident)}
        gaps += [(tax, kind, resident) for tax in Tax for kind in KINDS_WITH_RATES if (tax, kind) not in there]
    return gaps


def tax_vnd(*, base_vnd: int, basis_points: int) -> int:
    """Return the tax of a base in whole VND, half a đồng rounded up."""
    return (base_vnd * basis_points + BASIS // 2) // BASIS
