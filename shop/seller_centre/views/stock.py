"""Stock by list: a few units more or less, the mark from which to be warned, the whole history."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.listings.domain.stock import StockBelowAllocated, StockByLots, adjust, set_low_mark
from sellers.listings.queries import LOW_STOCK
from sellers.models import StockRecord
from sellers.movements.queries import history, stock_of
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.stock_forms import AdjustForm, MarkForm

PER_PAGE = 30


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Every good with what is there, what orders hold, and a short form to change it."""
    return _list(request)


@require_POST
@seller_staff(LISTING_ROLES)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Add or take units of one good."""
    record, form = _own(request, pk), AdjustForm(request.POST)
    if not form.is_valid():
        return _list(request, wrong=record, error=next(iter(form.errors.values()))[0], typed=form)
    try:
        after = adjust(
            stockrecord=record,
            change=form.change,
            kind=form.cleaned_data["reason"],
            actor=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except StockBelowAllocated as refusal:
        error = _("Đơn đã đặt đang giữ %(held)s. Ghi số nhỏ hơn.") % {"held": refusal.allocated}
        return _list(request, wrong=record, error=error, typed=form)
    except StockByLots:
        return _list(request, wrong=record, error=_("Hàng này đếm theo lô. Mở trang Lô hàng để đổi."), typed=form)
    sentence = _("%(name)s: còn %(n)s trong kho.")
    messages.success(request, sentence % {"name": record.product.title, "n": after.num_in_stock})
    return _back(request)


@require_POST
@seller_staff(LISTING_ROLES)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Set from how many units on the seller is warned of one good."""
    record, form = _own(request, pk), MarkForm(request.POST)
    if not form.is_valid():
        return _list(request, wrong=record, error=next(iter(form.errors.values()))[0])
    set_low_mark(stockrecord=record, mark=form.cleaned_data["mark"])
    messages.success(request, _("Đã đặt mức báo sắp hết cho %(name)s.") % {"name": record.product.title})
    return _back(request)


@require_safe
@seller_staff(LISTING_ROLES)
def movements(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of one good's stock: when, why, who, what was left."""
    record = _own(request, pk)
    shown = Paginator(history(record), PER_PAGE).get_page(request.GET.get("trang"))
    return render(
        request, "seller_centre/stock/history.html", seller=record.partner, tab="stock", record=record, shown=shown
    )


def _own(request: HttpRequest, pk: int) -> StockRecord:
    return get_object_or_404(stock_of(request.reach.listing_seller_ids), pk=pk)


def _back(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("ve", "")
    return redirect(f"{request.path.rsplit('/', 3)[0]}/?{query}" if query else "seller_centre:stock")


def _list(
    request: HttpRequest, *, wrong: StockRecord | None = None, error: str = "", typed: AdjustForm | None = None
) -> HttpResponse:
    seller = wrong.partner if wrong else current_seller(request)
    words = request.GET.get("q", "").strip()[:80]
    found = stock_of({seller.pk} & set(request.reach.listing_seller_ids), words=words)
    if wrong:
        found = found.filter(pk=wrong.pk)
    return render(
        request,
        "seller_centre/stock/index.html",
        seller=seller,
        tab="stock",
        status=422 if error else 200,
        shown=Paginator(found, PER_PAGE).get_page(request.GET.get("trang")),
        wanted=words,
        usual=LOW_STOCK,
        reasons=AdjustForm.base_fields["reason"].choices,
        error=error,
        typed=typed.data if typed else {},
        query=request.GET.urlencode(),
    )
