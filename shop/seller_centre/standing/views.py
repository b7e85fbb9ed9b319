"""The shop's file: what the market knows of the seller, changing the account, closing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.expiry.queries import endings_of, open_holds
from sellers.models import Partner
from sellers.onboarding.banks import bank_name
from sellers.standing.domain import bank_changes
from sellers.standing.domain.measures import MeasureRefused, close_own
from sellers.standing.models import BankChange
from sellers.standing.queries import open_measure, pending_change
from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.order.domain.transitions import MOVES
from shop.order.models import SellerOrder
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.standing.forms import BankChangeForm

OWNER = [Role.SELLER_OWNER]


@require_safe
@seller_staff(OWNER)
def index(request: HttpRequest) -> HttpResponse:
    """The file of the seller the owner works for now."""
    seller = _owned(request)
    return _page(request, seller, BankChangeForm(initial={"bank_holder": seller.bank_holder}))


@require_POST
@seller_staff(OWNER)
def ask_bank_change(request: HttpRequest) -> HttpResponse:
    """Ask to be paid elsewhere; nothing changes before two people have confirmed."""
    seller, form = _owned(request), BankChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, seller, form, status=422)
    try:
        bank_changes.ask(seller=seller, **form.cleaned_data, by=request.user, at=timezone.now())
    except bank_changes.ChangeRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, seller, form, status=422)
    messages.success(request, _("Đã gửi. Hai cán bộ sẽ gọi và xác nhận; trước đó tiền vẫn về tài khoản cũ."))
    return redirect("seller_centre:standing")


@require_POST
@seller_staff(OWNER)
def withdraw_bank_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the wish back."""
    change = get_object_or_404(BankChange, pk=pk, seller__in=request.reach.owned_seller_ids)
    try:
        bank_changes.withdraw(change_id=change.pk, by=request.user, at=timezone.now())
    except bank_changes.ChangeRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Đã rút yêu cầu đổi tài khoản."))
    return redirect("seller_centre:standing")


@require_POST
@seller_staff(OWNER)
def close_shop(request: HttpRequest) -> HttpResponse:
    """Close the shop for good, once its orders are through and its name was typed."""
    seller = _owned(request)
    waiting = _orders_under_way(seller)
    if waiting:
        error = _("Còn %(n)d đơn chưa xong. Giao hoặc hủy hết rồi đóng.") % {"n": waiting}
        return _page(request, seller, BankChangeForm(), closing_error=error, status=422)
    if request.POST.get("ten", "").strip().casefold() != seller.name.casefold():
        error = _("Hãy ghi đúng tên gian hàng để chắc rằng bạn muốn đóng.")
        return _page(request, seller, BankChangeForm(), closing_error=error, status=422)
    try:
        reason = request.POST.get("ly_do", "").strip()[:500]
        close_own(seller_id=seller.pk, reason=reason, by=request.user, at=timezone.now())
    except MeasureRefused as refusal:
        return _page(request, seller, BankChangeForm(), closing_error=str(refusal), status=409)
    messages.success(request, _("Gian hàng đã đóng. Tiền còn lại vẫn được đối soát."))
    return redirect("seller_centre:standing")


def _owned(request: HttpRequest) -> Partner:
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    return seller


def _orders_under_way(seller: Partner) -> int:
    unfinished = [state for state, following in MOVES.items() if following]
    return SellerOrder.objects.filter(seller=seller, state__in=unfinished).count()


def _page(
    request: HttpRequest, seller: Partner, form: BankChangeForm, *, closing_error: str = "", status: int = 200
) -> HttpResponse:
    change = pending_change(seller)
    return render(
        request,
        "seller_centre/standing/index.html",
        seller=seller,
        tab="standing",
        status=status,
        form=form,
        bank=bank_name(seller.bank_bin),
        change=change,
        new_bank=bank_name(change.bank_bin) if change else "",
        last_change=seller.bank_changes.first(),
        endings=endings_of(seller, today=timezone.localdate()),
        holds=open_holds(seller),
        measure=open_measure(seller),
        orders=_orders_under_way(seller),
        closing_error=closing_error,
        typed=request.POST,
    )
