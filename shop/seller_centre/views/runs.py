"""Packing by run: what must be in boxes before which truck leaves."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import seller_staff
from shop.order.domain.transitions import IllegalMove, move
from shop.order.enums import SellerOrderState
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.queries import RunRow, by_runs, orders_of, runs_to_pack


@require_safe
@seller_staff()
def index(request: HttpRequest) -> HttpResponse:
    """Runs that have not left with orders of this seller."""
    seller = current_seller(request)
    return render(request, "seller_centre/runs.html", seller=seller, tab="runs", runs=runs_to_pack(seller.pk))


@require_safe
@seller_staff()
def show(request: HttpRequest, code: str) -> HttpResponse:
    """This seller's orders on one run, each packed with one press."""
    seller = current_seller(request)
    return render(request, "seller_centre/run.html", seller=seller, tab="runs", row=_row(seller.pk, code))


@require_safe
@seller_staff()
def packing_list(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet of paper for the packing table: what to fetch, then what goes into which order."""
    seller = current_seller(request)
    row = _row(seller.pk, code)
    goods: Counter[tuple[str, str]] = Counter()
    for order in row.orders:
        for line in order.lines.all():
            goods[line.title, line.unit] += line.quantity
    fetch = [(title, unit, quantity) for (title, unit), quantity in sorted(goods.items())]
    return render(request, "seller_centre/run_list.html", seller=seller, tab="runs", row=row, fetch=fetch)


@require_POST
@seller_staff()
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm every new order of this seller on a run; one that moved meanwhile is left as it is."""
    seller = current_seller(request)
    done = 0
    for order in _row(seller.pk, code).orders:
        if order.state == SellerOrderState.PLACED:
            try:
                move(seller_order=order, to=SellerOrderState.CONFIRMED, actor=request.user, at=timezone.now())
                done += 1
            except IllegalMove:
                messages.warning(request, _("Đơn %(number)s vừa đổi trạng thái.") % {"number": order.number})
    messages.success(request, _("Đã xác nhận %(n)s đơn.") % {"n": done})
    return redirect("seller_centre:run", code=code)


def _row(seller_id: int, code: str) -> RunRow:
    """Return the seller's part of a run. Raises Http404 when the seller has nothing on it."""
    orders = orders_of([seller_id]).filter(run_stop__run__code=code).exclude(state=SellerOrderState.CANCELLED)
    rows = by_runs(orders)
    if not rows:
        raise Http404
    return rows[0]
