"""The listing editor: one page, one form. Whatever button is pressed, what was typed is saved first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.listings.domain import writing
from sellers.listings.domain.completeness import completeness
from sellers.listings.domain.live import current_trade
from sellers.listings.domain.merging import next_marks
from sellers.listings.domain.states import Act, IllegalMove, allows
from sellers.listings.kinds import in_order, kind_named
from sellers.listings.models import Listing
from sellers.listings.queries import of_sellers
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre import editing
from shop.seller_centre.editor_page import page
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.listing_form import ListingForm, shown
from shop.seller_centre.trading import change_trade


@require_http_methods(["GET", "POST"])
@seller_staff(LISTING_ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Choose the kind of goods, which makes a draft; what is typed without one makes a draft as well."""
    seller = current_seller(request)
    if seller.pk not in request.reach.listing_seller_ids:
        return redirect("seller_centre:today")
    if request.method == "GET":
        return render(request, "seller_centre/listing_kind.html", seller=seller, tab="listings", kinds=in_order())
    if kind := kind_named(request.POST.get("loai", "")):
        listing = writing.begin(seller=seller, kind=kind.code, actor=request.user, at=timezone.now())
        return redirect("seller_centre:listing", pk=listing.pk)
    form = ListingForm(request.POST)
    listing = writing.start(seller=seller, typed=form.typed(), actor=request.user, at=timezone.now())
    listing = editing.save(request, listing, form)
    editing.take_pictures(request, listing)
    return _after(request, listing, form)


@require_http_methods(["GET", "POST"])
@seller_staff(LISTING_ROLES)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or change one listing of a seller this person may list for."""
    listing = _mine(request, pk)
    kind = editing.kind_of(listing)
    if request.method == "GET":
        trade = current_trade(listing.product) if listing.product else None
        return page(request, listing, ListingForm(shown(listing.content, trade), kind=kind))
    form = ListingForm(request.POST, kind=kind)
    if allows(listing.state, Act.EDIT):
        listing = editing.save(request, listing, form)
        editing.take_pictures(request, listing)
    if listing.product_id and not change_trade(request, listing, form):
        return page(request, listing, form, status=422)
    return _after(request, listing, form)


@require_POST
@seller_staff(LISTING_ROLES)
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a draft while it is written and tell when; pictures, papers and live prices wait for a button."""
    listing = _mine(request, pk)
    form = ListingForm(request.POST, kind=editing.kind_of(listing))
    try:
        listing = editing.save_by_itself(request, listing, form)
    except IllegalMove:
        return HttpResponse(status=409)
    marks = next_marks(typed=form.typed(), current=listing.content, marks=request.POST.get("da_thay", ""))
    check = completeness(listing, today=timezone.localdate())
    context = {"listing": listing, "check": check, "marks": marks, "in_place": True}
    return render_template(request, "seller_centre/partials/listing_saved.html", context)


def _mine(request: HttpRequest, pk: int) -> Listing:
    return get_object_or_404(of_sellers(request.reach.listing_seller_ids), pk=pk)


def _after(request: HttpRequest, listing: Listing, form: ListingForm) -> HttpResponseRedirect:
    """Do what the button says, tell how it went, and show the page again."""
    work, _colon, picture = request.POST.get("viec", "").partition(":")
    act = editing.WORK.get(work)
    if act:
        act(request, listing, picture)
    elif not form.is_valid():
        messages.warning(request, _("Đã lưu nháp. Còn ô chưa đọc được, xem chữ đỏ bên dưới."))
    else:
        messages.success(request, _("Đã lưu."))
    address = reverse("seller_centre:listing", kwargs={"pk": listing.pk})
    return HttpResponseRedirect(f"{address}?thieu=1" if work == "gui" else address)
