"""My orders: those placed signed in, and those placed as a guest with my verified phone."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.team.domain.inviting import invitations_of
from shop.accounts.permissions import signed_in
from shop.aftersales.returns.queries import open_by_order
from shop.checkout.queries import orders_of
from shop.customer.workplaces import workplaces_of
from shop.order.enums import SellerOrderState
from shop.order.models import Line

PER_PAGE = 20
ENDED = (SellerOrderState.CANCELLED, SellerOrderState.RETURNING, SellerOrderState.RETURNED)


@require_safe
@signed_in
def orders_view(request: HttpRequest) -> HttpResponse:
    """List orders, newest first."""
    lines = Prefetch("lines", Line.objects.filter(quantity__gt=0).select_related("product").order_by("pk"))
    orders = Paginator(orders_of(request.user).prefetch_related(lines), PER_PAGE)
    page = orders.get_page(request.GET.get("trang"))
    context = {
        "orders": page,
        "returns": open_by_order(page),
        "state_names": dict(SellerOrderState.choices),
        "ended": ENDED,
        "workplaces": workplaces_of(request.reach, is_invited=bool(invitations_of(request.user, at=timezone.now()))),
        "tab": "orders",
        "section": "orders",
    }
    return render(request, "customer/orders.html", context)
