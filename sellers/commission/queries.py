"""Rates in force, and where goods stand in the tree."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from catalogue.models import Product
from sellers.commission.models import CommissionRate


def rates_in_force(*, seller_ids: Iterable[int], on: datetime.date) -> list[CommissionRate]:
    """Return the rates that may apply to these sellers on a day."""
    dated = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    rates = CommissionRate.objects.filter(dated, Q(seller=None) | Q(seller_id__in=list(seller_ids)))
    return list(rates.select_related("category"))


def category_paths(product_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return product id -> treebeard paths of its categories."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Product.objects.filter(pk__in=list(product_ids), categories__isnull=False)
    for product_id, path in rows.values_list("pk", "categories__path"):
        found[product_id].append(path)
    return found
