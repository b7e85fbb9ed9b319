"""Cases as the desk and the people of the road read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from shop.accounts.models import User
from shop.accounts.queries import point_ids, seller_ids
from shop.fulfilment.missing.models import ParcelCase


def cases() -> QuerySet[ParcelCase]:
    """Return cases with everything a row shows."""
    return ParcelCase.objects.select_related(
        "parcel__seller_order__seller",
        "parcel__seller_order__order",
        "parcel__run_stop__run__province",
        "parcel__run_stop__point",
        "raised_by",
        "closed_by",
    )


def cases_near(user: User) -> QuerySet[ParcelCase]:
    """Return the cases about parcels of somebody's shop, runs or points, newest first."""
    mine = Q(parcel__seller_order__seller__in=seller_ids(user)) | Q(parcel__run_stop__run__driver=user)
    return cases().filter(mine | Q(parcel__run_stop__point__in=point_ids(user)) | Q(raised_by=user)).distinct()


def searched(parcel_ids: Iterable[int]) -> set[int]:
    """Return which of some parcels are being looked for."""
    return set(ParcelCase.objects.open().filter(parcel__in=list(parcel_ids)).values_list("parcel", flat=True))
