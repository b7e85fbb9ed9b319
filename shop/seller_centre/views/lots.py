"""Lots of a seller: new ones, what each holds, recall, labels."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.lots.models import Lot
from sellers.listings.content import read_number
from sellers.listings.domain.lots import LotRefused, add_lot, adjust_lot, start_tracking
from sellers.listings.domain.stock import StockBelowAllocated
from sellers.models import Partner, StockRecord
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.fulfilment.labels import qr_svg
from shop.order.lots.domain.recalling import AlreadyRecalled, ReasonMissing, open_recall, record_outcome, underway
from shop.order.lots.models import Recall, RecallNotice, RecallOutcome
from shop.order.lots.queries import orders_of_lot
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.stock_forms import AdjustForm, LotForm, RecallForm

PER_PAGE = 30
SIZES = {"to": 24, "nho": 1}


@require_http_methods(["GET", "POST"])
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Every lot, the newest first, and the form for a new one."""
    seller = current_seller(request)
    if seller.pk not in request.reach.listing_seller_ids:
        return redirect("seller_centre:today")
    form = LotForm(request.POST if request.method == "POST" else None, seller_id=seller.pk)
    if form.is_valid():
        try:
            data = {name: form.cleaned_data[name] for name in ("code", "produced_on", "expires_on", "quantity")}
            lot = add_lot(stockrecord=form.cleaned_data["good"], **data, actor=request.user, at=timezone.now())
            messages.success(request, _("Đã thêm lô %(code)s. In tem để dán lên bao bì.") % {"code": lot.code})
            return redirect("seller_centre:lot", pk=lot.pk)
        except LotRefused as refusal:
            form.add_error(refusal.field, str(refusal))
    return render(
        request,
        "seller_centre/lots/index.html",
        seller=seller,
        tab="lots",
        status=422 if form.errors else 200,
        form=form,
        today=timezone.localdate(),
        shown=Paginator(lots_of([seller.pk]), PER_PAGE).get_page(request.GET.get("trang")),
    )


@require_safe
@seller_staff(LISTING_ROLES)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One lot: what it holds, where it went, its recall."""
    return _page(request, _own(request, pk))


@require_POST
@seller_staff(LISTING_ROLES)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Add or take units of a lot."""
    lot, form = _own(request, pk), AdjustForm(request.POST)
    if not form.is_valid():
        return _page(request, lot, error=next(iter(form.errors.values()))[0])
    try:
        adjust_lot(
            lot=lot,
            change=form.change,
            kind=form.cleaned_data["reason"],
            actor=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except LotRefused as refusal:
        return _page(request, lot, error=str(refusal))
    except StockBelowAllocated as refusal:
        return _page(request, lot, error=_("Đơn đã đặt đang giữ %(held)s.") % {"held": refusal.allocated})
    return redirect("seller_centre:lot", pk=lot.pk)


@require_POST
@seller_staff(LISTING_ROLES)
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the good's stock by its lots from now on."""
    lot = _own(request, pk)
    record = get_object_or_404(StockRecord, product=lot.product_id, partner__in=request.reach.listing_seller_ids)
    typed = {one.pk: read_number(request.POST.get(f"lo-{one.pk}") or "0") for one in _siblings(lot)}
    if any(number is None for number in typed.values()):
        return _page(request, lot, error=_("Chỉ ghi số, ví dụ 120."))
    try:
        units = {key: number or 0 for key, number in typed.items()}
        start_tracking(stockrecord=record, units=units, actor=request.user, at=timezone.now())
        messages.success(request, _("Từ nay tồn kho là số trong các lô. Đóng gói lấy lô hết hạn trước."))
    except StockBelowAllocated as refusal:
        error = _("Đơn đã đặt đang giữ %(held)s, các lô phải có ít nhất số đó.") % {"held": refusal.allocated}
        return _page(request, lot, error=error)
    except LotRefused as refusal:
        return _page(request, lot, error=str(refusal))
    return redirect("seller_centre:lot", pk=lot.pk)


@require_POST
@seller_staff(LISTING_ROLES)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a lot back."""
    lot, form = _own(request, pk), RecallForm(request.POST)
    if not form.is_valid():
        return _page(request, lot, recall_form=form, status=422)
    try:
        open_recall(lot=lot, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã ngừng bán lô và đang nhắn từng người mua."))
    except ReasonMissing:
        return _page(request, lot, recall_form=form, status=422)
    except AlreadyRecalled:
        messages.warning(request, _("Lô này đã thu hồi."))
    return redirect("seller_centre:lot", pk=lot.pk)


@require_POST
@seller_staff(LISTING_ROLES)
def outcome(request: HttpRequest, pk: int, notice_pk: int) -> HttpResponse:
    """Write what became of one order's goods."""
    lot = _own(request, pk)
    notice = get_object_or_404(RecallNotice, pk=notice_pk, recall__lot=lot)
    if request.POST.get("outcome") in RecallOutcome.values:
        found = RecallOutcome(request.POST["outcome"])
        record_outcome(notice=notice, outcome=found, actor=request.user, at=timezone.now())
    return redirect("seller_centre:lot", pk=lot.pk)


@require_safe
@seller_staff(LISTING_ROLES)
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """QR labels that lead to the lot's page: a sheet of 24, or a single small one."""
    lot = _own(request, pk)
    size = request.GET.get("co", "to")
    address = f"{settings.SITE_URL}{lot.get_absolute_url()}"
    return render(
        request,
        "seller_centre/lots/labels.html",
        seller=_seller(lot, request),
        tab="lots",
        lot=lot,
        size=size if size in SIZES else "to",
        copies=range(SIZES.get(size, SIZES["to"])),
        qr=qr_svg(address),
        address=address.partition("//")[2],
    )


def lots_of(seller_ids: list[int]) -> QuerySet[Lot]:
    """Return the lots of these sellers' goods, the newest first."""
    lots = Lot.objects.filter(product__stockrecords__partner__in=seller_ids)
    return lots.select_related("product__lot_tracking").order_by("-produced_on", "-pk")


def _own(request: HttpRequest, pk: int) -> Lot:
    return get_object_or_404(lots_of(request.reach.listing_seller_ids), pk=pk)


def _siblings(lot: Lot) -> list[Lot]:
    return list(Lot.objects.filter(product=lot.product_id).order_by("-produced_on", "-pk"))


def _seller(lot: Lot, request: HttpRequest) -> Partner:
    stock = StockRecord.objects.filter(product=lot.product_id, partner__in=request.reach.listing_seller_ids)
    return stock.select_related("partner")[0].partner


def _page(
    request: HttpRequest, lot: Lot, *, error: str = "", recall_form: RecallForm | None = None, status: int = 200
) -> HttpResponse:
    recalled = Recall.objects.filter(lot=lot).first()
    return render(
        request,
        "seller_centre/lots/show.html",
        seller=_seller(lot, request),
        tab="lots",
        status=422 if error else status,
        lot=lot,
        error=error,
        today=timezone.localdate(),
        tracked=getattr(lot.product, "lot_tracking", None),
        siblings=_siblings(lot),
        reasons=AdjustForm.base_fields["reason"].choices,
        orders=orders_of_lot(lot.pk)[:100],
        recall=recalled,
        notices=recalled.notices.select_related("seller_order__order") if recalled else [],
        underway=underway(recalled) if recalled else 0,
        outcomes=RecallOutcome.choices,
        recall_form=recall_form or RecallForm(),
        trace_url=reverse("storefront:lot", kwargs={"code": lot.code}),
    )
