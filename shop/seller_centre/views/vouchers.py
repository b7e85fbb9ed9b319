"""A seller's vouchers: those it made for its own goods, and those the office asks it to bear a share of."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.models import Partner
from shop.accounts.enums import LISTING_ROLES, Role
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render
from shop.vouchers.domain.making import NotAllowed, leave, make_for_seller, move
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.enums import VoucherState
from shop.vouchers.forms import VoucherForm
from shop.vouchers.models import Voucher
from shop.vouchers.queries import Figures, figures_of, waiting_for

OWN_ACTS = {"dung": VoucherState.PAUSED, "tiep": VoucherState.ACTIVE, "ket-thuc": VoucherState.ENDED}
ANSWERS = {"dong-y": VoucherState.ACTIVE, "tu-choi": VoucherState.REFUSED}
OWNERS = frozenset({Role.SELLER_OWNER})


@require_http_methods(["GET", "HEAD", "POST"])
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """List the vouchers, and issue one that the seller bears."""
    seller, today = current_seller(request), timezone.localdate()
    form = VoucherForm(request.POST if request.method == "POST" else None, initial={"starts_on": today})
    if form.is_bound and form.is_valid() and _made(request, seller, form):
        messages.success(request, _("Đã phát hành mã. Gửi mã cho khách, hoặc in kèm kiện hàng."))
        return redirect("seller_centre:vouchers")
    rows = list(_mine(request, seller))
    figures = figures_of(rows)
    return render(
        request,
        "seller_centre/vouchers.html",
        seller=seller,
        tab="vouchers",
        status=422 if form.errors else 200,
        form=form,
        vouchers=[(voucher, figures.get(voucher.pk, Figures(0, 0, 0, 0))) for voucher in rows],
        asked=waiting_for(seller.pk),
        today=today,
    )


@require_POST
@seller_staff(LISTING_ROLES)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, go on with or end an own voucher (`viec`)."""
    own = Voucher.objects.filter(is_sellers=True, seller__in=request.reach.listing_seller_ids)
    return _moved(request, get_object_or_404(own, pk=pk), OWN_ACTS.get(request.POST.get("viec", "")))


@require_POST
@seller_staff(OWNERS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to bear a share of an office voucher, or refuse (`tra-loi`)."""
    asked = Voucher.objects.filter(is_sellers=False, seller__in=request.reach.owned_seller_ids, seller_per_cent__gt=0)
    return _moved(
        request, get_object_or_404(asked, pk=pk), ANSWERS.get(request.POST.get("tra-loi", "")), is_answer=True
    )


@require_POST
@seller_staff(OWNERS)
def leave_shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop bearing a share of an office voucher (`ly-do`: why, for the office)."""
    borne = Voucher.objects.filter(is_sellers=False, seller__in=request.reach.owned_seller_ids, seller_per_cent__gt=0)
    voucher = get_object_or_404(borne, pk=pk)
    try:
        leave(voucher=voucher, by=request.user, at=timezone.now(), reason=request.POST.get("ly-do", ""))
        messages.success(request, _("Bạn không còn chịu mã này cho đơn mới. Đơn đã đặt giữ giá cũ. Chợ đã được báo."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("seller_centre:vouchers")


def _mine(request: HttpRequest, seller: Partner) -> QuerySet[Voucher]:
    """Return the seller's own vouchers and those it bears a share of, newest first."""
    if seller.pk not in request.reach.listing_seller_ids:
        return Voucher.objects.none()
    borne = Q(is_sellers=True) | (Q(seller_per_cent__gt=0) & ~Q(state=VoucherState.WAITING))
    return Voucher.objects.filter(borne, seller=seller).select_related("seller", "sponsor")


def _made(request: HttpRequest, seller: Partner, form: VoucherForm) -> bool:
    now = timezone.now()
    if seller.pk not in request.reach.listing_seller_ids:
        form.add_error(None, _("Bạn không lập mã cho gian hàng này được. Nhờ chủ gian hàng hoặc quản lý."))
        return False
    try:
        make_for_seller(
            seller=seller,
            terms=form.terms,
            by=request.user,
            at=now,
            today=timezone.localdate(now),
        )
    except CannotBeMade as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def _moved(request: HttpRequest, voucher: Voucher, to: VoucherState | None, *, is_answer: bool = False) -> HttpResponse:
    if to is None or (is_answer and voucher.state not in {VoucherState.WAITING, to}):
        messages.error(request, _("Mã này vừa đổi. Xem lại rồi chọn lại."))
        return redirect("seller_centre:vouchers")
    try:
        move(voucher=voucher, to=to, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu. Đơn đã đặt giữ giá cũ."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("seller_centre:vouchers")
