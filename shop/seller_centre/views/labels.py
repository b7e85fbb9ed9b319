"""Parcel labels: eight to a sheet of A4, or one to a label of 100 × 150 mm (?kho=100x150)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from shop.accounts.permissions import seller_staff
from shop.fulfilment.labels import is_roll, labels_for
from shop.order.enums import SellerOrderState
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.queries import orders_of


@require_safe
@seller_staff()
def of_order(request: HttpRequest, number: str) -> HttpResponse:
    """The labels of one order."""
    order = get_object_or_404(orders_of(request.reach.seller_ids), number=number)
    return render(
        request,
        "seller_centre/labels.html",
        seller=order.seller,
        tab="runs",
        labels=labels_for([order]),
        part=order,
        is_roll=is_roll(request.GET.get("kho")),
    )


@require_safe
@seller_staff()
def of_run(request: HttpRequest, code: str) -> HttpResponse:
    """The labels of every packed parcel this seller sends with a run."""
    seller = current_seller(request)
    orders = orders_of([seller.pk]).filter(run_stop__run__code=code).exclude(state=SellerOrderState.CANCELLED)
    found = list(orders)
    if not found:
        raise Http404
    return render(
        request,
        "seller_centre/labels.html",
        seller=seller,
        tab="runs",
        labels=labels_for(found),
        run=found[0].run_stop.run if found[0].run_stop else None,
        is_roll=is_roll(request.GET.get("kho")),
    )
