"""What waits today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Product
from catalogue.reviews.answers.queries import reviews_of, unanswered
from sellers.expiry.queries import endings_of
from sellers.listings.queries import counts, low_stock
from sellers.payouts.queries import owed
from shop.accounts.permissions import seller_staff
from shop.aftersales.domain.confirming import confirm_by
from shop.order.enums import SellerOrderState
from shop.seller_centre.frame import choose_seller, current_seller, render
from shop.seller_centre.queries import runs_to_pack, weekly_sales
from shop.shipping.holidays.queries import next_holiday

SHOWN = 5


@require_safe
@seller_staff()
def today(request: HttpRequest) -> HttpResponse:
    """Orders to confirm and to pack, scarce goods, papers that end, and for owners the money."""
    seller, day = current_seller(request), timezone.localdate()
    runs = runs_to_pack(seller.pk)
    weeks = weekly_sales(seller.pk, today=day)
    open_runs = [row.run.cut_off_at for row in runs if row.run and row.run.cut_off_at > timezone.now()]
    waiting = [order for row in runs for order in row.orders if order.state == SellerOrderState.PLACED]
    scarce = list(low_stock([seller.pk]))
    goods = Product.objects.filter(stockrecords__partner=seller).values("pk")
    return render(
        request,
        "seller_centre/today.html",
        seller=seller,
        tab="today",
        day=day,
        runs=runs,
        next_cut_off=min(open_runs, default=None),
        to_confirm=waiting,
        confirm_until=min((confirm_by(order) for order in waiting), default=None),
        changes=[change for row in runs for order in row.orders for change in order.open_amendments],
        questions=list(unanswered(goods)[:SHOWN]),
        silent_reviews=reviews_of(goods).filter(reply=None).count(),
        holiday=next_holiday(seller, today=day),
        to_pack=sum(len(row.orders) - row.packed for row in runs),
        pack_before=next((row.run.departs_at for row in runs if row.run and not row.is_done), None),
        scarce=scarce[:SHOWN],
        scarce_count=len(scarce),
        papers=endings_of(seller, today=day),
        listing_counts=counts([seller.pk]),
        weeks=weeks,
        sold_vnd=sum(week.amount_vnd for week in weeks),
        owed=owed(seller) if seller.pk in request.reach.owned_seller_ids else None,
    )


@require_safe
@seller_staff()
def menu(request: HttpRequest) -> HttpResponse:
    """Every page beyond the main ones, each with a word of what it is for: what “Thêm” opens on a phone."""
    return render(request, "seller_centre/menu.html", seller=current_seller(request), tab="menu")


@require_POST
@seller_staff()
def choose(request: HttpRequest) -> HttpResponse:
    """Work for another of one's sellers."""
    wanted = request.POST.get("nha_ban", "")
    if wanted.isdecimal():
        choose_seller(request, int(wanted))
    return redirect("seller_centre:today")
