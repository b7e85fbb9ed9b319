"""Missing-parcel cases and broken goods within an admin's reach."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.fulfilment.amendments.models import Amendment, AmendmentKind
from shop.fulfilment.missing.models import ParcelCase
from shop.fulfilment.missing.queries import cases


def cases_within(reach: Reach) -> QuerySet[ParcelCase]:
    """Return the cases of the person's provinces: of the run, or without one, of the seller."""
    if Role.ADMINISTRATOR not in reach.roles:
        return ParcelCase.objects.none()
    codes = reach.provinces(Role.ADMINISTRATOR)
    if codes is None:
        return cases()
    of_seller = Q(parcel__run_stop=None, parcel__seller_order__seller__province__in=codes)
    return cases().filter(Q(parcel__run_stop__run__province__in=codes) | of_seller)


def damages_within(reach: Reach) -> QuerySet[Amendment]:
    """Return what was written down about broken goods in the person's provinces, newest first, with its pictures."""
    if Role.ADMINISTRATOR not in reach.roles:
        return Amendment.objects.none()
    found, codes = Amendment.objects.filter(kind=AmendmentKind.DAMAGE), reach.provinces(Role.ADMINISTRATOR)
    if codes is not None:
        of_seller = Q(seller_order__run_stop=None, seller_order__seller__province__in=codes)
        found = found.filter(Q(seller_order__run_stop__run__province__in=codes) | of_seller)
    found = found.select_related("seller_order__seller", "seller_order__run_stop__run", "proposed_by", "outcome")
    return found.prefetch_related("items", "pictures").order_by("-proposed_at", "-pk")


def open_cases(reach: Reach) -> int:
    """Return how many parcels are being looked for."""
    return cases_within(reach).open().count()  # type: ignore[attr-defined]
