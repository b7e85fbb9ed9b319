"""The office's vouchers: list, a new one, one with its figures, pausing and ending it, moving its bounds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.trail_words import told
from shop.backoffice.vouchers.forms import OfficeVoucherForm
from shop.vouchers.domain.making import NotAllowed, extend, make_for_office, move
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.enums import VoucherState
from shop.vouchers.forms import BoundsForm
from shop.vouchers.models import Voucher
from shop.vouchers.queries import Figures, figures_of, left_by_sellers

ACTS = {
    "dung": VoucherState.PAUSED,
    "tiep": VoucherState.ACTIVE,
    "ket-thuc": VoucherState.ENDED,
    "moi-lai": VoucherState.WAITING,
}
DONE = {
    VoucherState.PAUSED: _("Đã tạm dừng mã. Đơn đã đặt giữ giá cũ."),
    VoucherState.ACTIVE: _("Mã dùng lại được."),
    VoucherState.ENDED: _("Đã kết thúc mã."),
    VoucherState.WAITING: _("Đã mời lại nhà bán. Mã dùng được khi nhà bán đồng ý."),
}
WHOSE = {"": None, "cho": False, "nha-ban": True}


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """List vouchers, newest first, with how they are used."""
    require_nationwide(request)
    whose = request.GET.get("cua", "")
    rows = _rows()
    if WHOSE.get(whose) is not None:
        rows = rows.filter(is_sellers=WHOSE[whose])
    if whose == "thoi-chiu":
        rows = rows.filter(pk__in=left_by_sellers())
    pager = paged(request, rows)
    figures = figures_of(pager.rows)
    shown = [(voucher, figures.get(voucher.pk, Figures(0, 0, 0, 0))) for voucher in pager.rows]
    context = {"tab": "vouchers", "vouchers": shown, "pager": pager, "whose": whose, "today": timezone.localdate()}
    return render_office(request, "backoffice/vouchers/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def new(request: HttpRequest) -> HttpResponse:
    """Issue one."""
    require_nationwide(request)
    today = timezone.localdate()
    form = OfficeVoucherForm(request.POST if request.method == "POST" else None, initial={"starts_on": today})
    if form.is_bound and form.is_valid():
        try:
            made = make_for_office(terms=form.terms, by=request.user, at=timezone.now(), today=today)
        except CannotBeMade as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            waits = made.state == VoucherState.WAITING
            messages.success(
                request, _("Đã lập mã, chờ nhà bán đồng ý chịu phần của mình.") if waits else _("Đã phát hành mã.")
            )
            return redirect("backoffice:voucher", pk=made.pk)
    return render_office(request, "backoffice/vouchers/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One voucher with its uses; POST moves its last day, number of uses and budget."""
    require_nationwide(request)
    voucher = get_object_or_404(_rows(), pk=pk)
    form = BoundsForm.of(voucher, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _extended(request, voucher, form):
        messages.success(request, _("Đã lưu hạn, lượt và ngân sách."))
        return redirect("backoffice:voucher", pk=voucher.pk)
    return render_office(
        request, "backoffice/vouchers/show.html", _one(request, voucher, form), status=422 if form.errors else 200
    )


@require_POST
@office(Role.FINANCE)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, go on, end, or ask a seller again that left (`viec`)."""
    require_nationwide(request)
    voucher, to = get_object_or_404(Voucher, pk=pk), ACTS.get(request.POST.get("viec", ""))
    if to is None:
        messages.error(request, _("Chọn tạm dừng, dùng tiếp hoặc kết thúc."))
    elif to == VoucherState.ACTIVE and (voucher.is_sellers or voucher.state == VoucherState.WAITING):
        messages.error(request, _("Nhà bán chịu mã này, chợ không bật thay được."))
    else:
        try:
            move(voucher=voucher, to=to, by=request.user, at=timezone.now())
            messages.success(request, str(DONE[to]))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    return redirect("backoffice:voucher", pk=pk)


def _rows() -> QuerySet[Voucher]:
    return Voucher.objects.select_related("seller", "category", "province", "sponsor", "created_by")


def _extended(request: HttpRequest, voucher: Voucher, form: BoundsForm) -> bool:
    now = timezone.now()
    try:
        extend(voucher=voucher, **form.cleaned_data, by=request.user, at=now, today=timezone.localdate(now))
    except CannotBeMade as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True


def _one(request: HttpRequest, voucher: Voucher, form: BoundsForm) -> dict[str, Any]:
    return {
        "tab": "vouchers",
        "voucher": voucher,
        "form": form,
        "figures": figures_of([voucher]).get(voucher.pk, Figures(0, 0, 0, 0)),
        "pager": paged(request, voucher.uses.select_related("order")),
        "trail": told(trail_of(voucher)),
        "today": timezone.localdate(),
    }
