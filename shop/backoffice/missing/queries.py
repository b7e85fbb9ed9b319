"""Missing-parcel cases within an admin's reach."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
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


def open_cases(reach: Reach) -> int:
    """Return how many parcels are being looked for."""
    return cases_within(reach).open().count()  # type: ignore[attr-defined]
