"""Requests to return goods: the desk, one request, the decision, a transfer, and the terms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.images.private import private_picture
from sellers.listings.numbers import read_number
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.returns.domain import deciding
from shop.aftersales.returns.domain.paying_back import pay_by_transfer
from shop.aftersales.returns.domain.refusals import WrongAnswer
from shop.aftersales.returns.domain.terms import change_terms, in_force
from shop.aftersales.returns.enums import OPEN, ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnPicture, ReturnReason, ReturnRequest
from shop.aftersales.returns.queries import desk, overdue
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.returns.forms import TermsForm, initial_of
from shop.backoffice.trail_words import sentence_of
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.holders import holder_of

TABS = (
    ("", gettext_lazy("Chờ phân xử"), [ReturnState.ESCALATED]),
    ("dang-mo", gettext_lazy("Đang mở"), list(OPEN)),
    ("tat-ca", gettext_lazy("Tất cả"), list(ReturnState)),
)


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Requests of this person's provinces, the first duty to end on top."""
    rows, now = desk(request.reach), timezone.now()
    wanted = request.GET.get("loc", "")
    states = next((states for value, _label, states in TABS if value == wanted), TABS[0][2])
    context = {
        "pager": paged(request, rows.filter(state__in=states)),
        "tabs": [(value, label, rows.filter(state__in=found).count(), found == states) for value, label, found in TABS],
        "overdue": overdue(rows, at=now).count(),
        "now": now,
    }
    return render_office(request, "backoffice/returns/index.html", context)


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One request: both sides' words, pictures, goods, money, the clock, the trail."""
    return _page(request, _within(request, number))


@require_POST
@office(Role.REVIEWER)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide for the buyer (all or a part, goods back or kept) or for the seller."""
    found, words, now = _within(request, number), request.POST.get("ket_luan", ""), timezone.now()
    try:
        if request.POST.get("cho") == "khach":
            amount, way = read_number(request.POST.get("so_tien", "")), request.POST.get("cach", "")
            if amount is None or way not in ReturnWay.values:
                raise WrongAnswer(_("Ghi số tiền hoàn và chọn hàng trả lại bằng cách nào."))
            deciding.decide_for_buyer(
                request=found, amount_vnd=amount, way=ReturnWay(way), words=words, actor=request.user, at=now
            )
        elif request.POST.get("cho") == "nha-ban":
            deciding.decide_for_seller(request=found, words=words, actor=request.user, at=now)
        else:
            raise WrongAnswer(_("Chọn hoàn tiền cho khách, hay khép yêu cầu."))
    except Refused as refusal:
        return _page(request, found, error=str(refusal))
    messages.success(request, _("Đã kết luận và báo cả hai bên."))
    return redirect("backoffice:return", number=number)


@require_POST
@office(Role.FINANCE)
def transferred(request: HttpRequest, number: str) -> HttpResponse:
    """Finance transferred the cash of a buyer who cannot come for it."""
    found = _within(request, number)
    try:
        bank_number = request.POST.get("ma", "")
        pay_by_transfer(request=found, bank_number=bank_number, actor=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, found, transfer_error=str(refusal))
    messages.success(request, _("Đã ghi chuyển khoản, khách được nhắn tin."))
    return redirect("backoffice:return", number=number)


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def picture(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """One picture of a request."""
    return private_picture(get_object_or_404(ReturnPicture, request=_within(request, number), pk=pk).file)


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def terms(request: HttpRequest) -> HttpResponse:
    """Every reason with its terms, basis and how sure it is; what is to come below what holds."""
    today = timezone.localdate()
    coming = ReturnReason.objects.filter(valid_from__gt=today)
    may_edit = Role.ADMINISTRATOR in request.reach.roles
    context = {"reasons": in_force(on=today), "coming": coming, "may_edit": may_edit}
    return render_office(request, "backoffice/returns/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def edit_terms(request: HttpRequest, code: str) -> HttpResponse:
    """Change the terms of a reason from a day to come."""
    today = timezone.localdate()
    reason = get_object_or_404(in_force(on=today), code=code)
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial_of(reason))
    if form.is_valid():
        day = form.cleaned_data["valid_from"]
        try:
            now = timezone.now()
            change_terms(code=code, terms=form.terms(), valid_from=day, by=request.user, at=now, today=today)
        except Refused as refusal:
            form.add_error("valid_from", str(refusal))
        else:
            messages.success(request, _("Đã ghi điều kiện mới."))
            return redirect("backoffice:return_terms")
    context = {"form": form, "reason": reason}
    return render_office(request, "backoffice/returns/edit_terms.html", context, status=422 if form.errors else 200)


def _within(request: HttpRequest, number: str) -> ReturnRequest:
    return get_object_or_404(desk(request.reach), number=number)


def _page(request: HttpRequest, found: ReturnRequest, *, error: str = "", transfer_error: str = "") -> HttpResponse:
    now, part = timezone.now(), found.seller_order
    roles = request.reach.roles
    waits_for_cash = found.state == ReturnState.REFUNDING and found.settlement.is_cash
    context = {
        "found": found,
        "part": part,
        "is_late": found.is_open and found.refund_by < now,
        "days_left": max(0, (found.refund_by - now).days),
        "ways": [way for way in ReturnWay if way != ReturnWay.POINT or part.run_stop_id],
        "may_decide": found.state == ReturnState.ESCALATED and bool(roles & {Role.REVIEWER, Role.ADMINISTRATOR}),
        "may_transfer": waits_for_cash
        and part.order.collector != "seller"
        and bool(roles & {Role.FINANCE, Role.ADMINISTRATOR}),
        "holder": holder_of(found.parcel) if found.parcel else None,
        "trail": [(event, sentence_of(event)) for event in trail_of(found)],
        "typed": request.POST,
        "error": error,
        "transfer_error": transfer_error,
    }
    return render_office(
        request, "backoffice/returns/show.html", context, status=422 if error or transfer_error else 200
    )
