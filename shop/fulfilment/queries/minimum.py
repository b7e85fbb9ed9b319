"""Runs that carry less than they must to be worth the trip."""

from __future__ import annotations

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.models import Run


def with_load(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Add order_count and value_vnd (goods before discounts) of what stands on each run."""
    standing = SellerOrder.objects.filter(run_stop__run=OuterRef("pk")).exclude(state=SellerOrderState.CANCELLED)
    by_run = standing.order_by().values("run_stop__run")
    return runs.annotate(
        order_count=_figure(by_run.annotate(n=Count("order", distinct=True))),
        value_vnd=_figure(by_run.annotate(n=Sum("goods_vnd"))),
    )


def below_minimum(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Return the runs that have a minimum, fall short of it in orders or in value, and for which
    nobody said that they go anyway."""
    missing = (Q(min_orders__gt=0) & Q(order_count__lt=F("min_orders"))) | (
        Q(min_value_vnd__gt=0) & Q(value_vnd__lt=F("min_value_vnd"))
    )
    return with_load(runs).filter(missing, minimum_waived_at=None)


def _figure(rows: QuerySet[SellerOrder, object]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)
