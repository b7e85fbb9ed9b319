"""Orders, to read only: the buyer is masked, money and state are not."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.navigation import REVIEW
from shop.backoffice.paging import paged
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def orders(request: HttpRequest) -> HttpResponse:
    """List sellers' parts of orders, the newest first."""
    words, state = request.GET.get("q", "").strip()[:40], request.GET.get("trang-thai", "")
    found = _mine(request)
    if words:
        found = found.filter(Q(number__istartswith=words) | Q(seller__name__icontains=words))
    if state in SellerOrderState.values:
        found = found.filter(state=state)
    context = {
        "pager": paged(request, found),
        "words": words,
        "state": state,
        "states": SellerOrderState.choices,
    }
    return render_office(request, "backoffice/orders.html", context)


def _mine(request: HttpRequest) -> QuerySet[SellerOrder]:
    role = Role.REVIEWER if REVIEW & request.reach.roles else Role.FINANCE
    parts = SellerOrder.objects.select_related("order", "seller", "run_stop__run", "run_stop__point")
    return request.reach.within(parts.order_by("-created_at", "-pk"), role, "seller__province")
