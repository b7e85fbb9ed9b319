"""A seller's orders: list, one order, confirm, pack."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.images.private import private_picture
from shop.accounts.permissions import seller_staff
from shop.fulfilment.amendments.queries import amendments_of, pictures_of_sellers
from shop.fulfilment.domain.home_delivery import may_deliver_home
from shop.fulfilment.domain.packing import PACKABLE, pack
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.cash import due_vnd
from shop.fulfilment.queries.holders import holders
from shop.order.domain.transitions import IllegalMove, move
from shop.order.enums import SellerOrderState
from shop.order.family import linked_parts
from shop.order.models import SellerOrder
from shop.payment.domain.own_account import own_transfer
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.packing_form import UnreadableWeight, read_weights, weight_fields
from shop.seller_centre.queries import TABS, by_runs, orders_of, tab_counts

PER_PAGE = 40


@require_safe
@seller_staff()
def index(request: HttpRequest) -> HttpResponse:
    """Orders under one tab, grouped by run."""
    seller = current_seller(request)
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in TABS else "can-lam"
    orders = orders_of([seller.pk]).filter(state__in=TABS[chosen])
    if chosen in {"da-nhan", "huy-tra"}:
        orders = orders.order_by("-created_at", "-pk")
    shown = Paginator(orders, PER_PAGE).get_page(request.GET.get("trang"))
    return render(
        request,
        "seller_centre/orders.html",
        seller=seller,
        tab="orders",
        chosen=chosen,
        tab_counts=tab_counts(seller.pk),
        runs=by_runs(shown),
        shown=shown,
    )


@require_safe
@seller_staff()
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One order of one of this person's sellers."""
    return order_page(request, own_order(request, number))


@require_POST
@seller_staff()
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the goods are there."""
    order = own_order(request, number)
    try:
        move(seller_order=order, to=SellerOrderState.CONFIRMED, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã xác nhận đơn %(number)s.") % {"number": order.number})
    except IllegalMove:
        messages.warning(request, _("Đơn %(number)s không còn chờ xác nhận.") % {"number": order.number})
    return redirect("seller_centre:order", number=order.number)


@require_POST
@seller_staff()
def pack_order(request: HttpRequest, number: str) -> HttpResponse:
    """Put an order into boxes; errors keep the typed weights."""
    order = own_order(request, number)
    try:
        parcels = pack(seller_order=order, parcels=read_weights(request.POST), actor=request.user, at=timezone.now())
    except (Refused, UnreadableWeight) as refusal:
        return order_page(request, order, error=str(refusal), typed=request.POST.getlist("can_nang"))
    sentence = _("Đơn %(number)s đã đóng %(n)s kiện. In tem rồi dán lên kiện.")
    messages.success(request, sentence % {"number": order.number, "n": len(parcels)})
    if request.POST.get("ve") == "chuyen" and order.run_stop:
        return redirect("seller_centre:run", code=order.run_stop.run.code)
    return redirect("seller_centre:order", number=order.number)


@require_safe
@seller_staff()
def damage_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One picture of goods of this person's sellers that broke on their way."""
    return private_picture(get_object_or_404(pictures_of_sellers(request.reach.seller_ids), pk=pk).file)


def own_order(request: HttpRequest, number: str) -> SellerOrder:
    """Return an order of one of this person's sellers, or answer 404."""
    return get_object_or_404(orders_of(request.reach.seller_ids), number=number)


def order_page(
    request: HttpRequest,
    order: SellerOrder,
    *,
    error: str = "",
    typed: list[str] | None = None,
    transfer_error: str = "",
    transfer: dict[str, str] | None = None,
) -> HttpResponse:
    """Render one order. error, transfer_error: what is wrong in a sent form; typed, transfer: its answers."""
    who = holders(order.parcels.all()) if order.parcels.all() else {}
    return render(
        request,
        "seller_centre/order.html",
        seller=order.seller,
        tab="orders",
        status=422 if error or transfer_error else 200,
        part=order,
        held=[(parcel, who[parcel.pk]) for parcel in order.parcels.all()],
        packable=order.state in PACKABLE and not order.open_amendments,
        is_waiting=bool(order.open_amendments),
        amendments=amendments_of([order.pk]).prefetch_related("pictures"),
        home_cash_vnd=due_vnd(order.order, [order]) if may_deliver_home(order) else None,
        linked=linked_parts(order),
        events=order.events.select_related("actor"),
        weights=weight_fields(total_g=order.weight_g, typed=typed or (), more="nhieu" in request.GET),
        error=error,
        own_transfer=own_transfer(order) if order.seller_id in request.reach.owned_seller_ids else None,
        transfer_error=transfer_error,
        transfer=transfer or {},
    )
