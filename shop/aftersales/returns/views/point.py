"""The operator takes returned goods in by the buyer's code, and pays cash out of the drawer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import point_operator
from shop.aftersales.returns.domain.coming_back import drop_at_point, find_at_point
from shop.aftersales.returns.domain.paying_back import pay_from_drawer, payer_of
from shop.aftersales.returns.enums import PaidFrom, ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.aftersales.returns.queries import at_points
from shop.fulfilment.cash.holding import drawer_vnd
from shop.fulfilment.domain.custody import bring_back
from shop.fulfilment.domain.packing import WrongParcels
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import Parcel, ParcelState
from shop.money.formatting import vnd

PROVEN = "return_codes"
MOST_PROVEN = 20


@point_operator
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Type the buyer's code; below, what is expected and what waits to go back."""
    return _home(request)


@point_operator
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Open the request of a code."""
    try:
        found = find_at_point(code=request.POST.get("ma", "")[:40], operator=request.user)
    except Refused as refusal:
        return _home(request, refusal=str(refusal))
    request.session[PROVEN] = [*request.session.get(PROVEN, [])[-MOST_PROVEN:], found.number]
    return redirect("point_returns:show", number=found.number)


@point_operator
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One request whose buyer is here: take the goods in, or pay the cash out."""
    found = _own(request, number)
    return _page(request, found) if _is_proven(request, found) else _ask_for_code(request)


@point_operator
@require_POST
def take_goods(request: HttpRequest, number: str) -> HttpResponse:
    """Take the goods in as a parcel that goes back to the seller."""
    found = _own(request, number)
    if not _is_proven(request, found):
        return _ask_for_code(request)
    try:
        weight = request.POST.get("can_nang", "").strip().replace(".", "").replace(" ", "")
        if not (weight.isascii() and weight.isdigit() and len(weight) < 7):
            raise WrongParcels(_("Cân kiện rồi ghi số gam, ví dụ 1500."))
        parcel = drop_at_point(
            request=found,
            operator=request.user,
            weight_g=int(weight),
            nonce=request.POST.get("nonce", "")[:64] or uuid.uuid4().hex,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, found, error=str(refusal))
    told = {"code": parcel.code}
    messages.success(request, _("Đã nhận hàng trả. Ghi mã %(code)s lên kiện và để riêng chờ tài xế.") % told)
    return redirect("point_returns:show", number=number)


@point_operator
@require_POST
def pay_cash(request: HttpRequest, number: str) -> HttpResponse:
    """Give the buyer the money from the drawer."""
    found = _own(request, number)
    if not _is_proven(request, found):
        return _ask_for_code(request)
    try:
        if request.POST.get("da_dua") != "on":
            raise Refused(_("Đưa tiền cho khách rồi đánh dấu đã đưa."))
        done = pay_from_drawer(request=found, operator=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, found, error=str(refusal))
    messages.success(request, _("Đã ghi trả khách %(money)s từ quỹ điểm.") % {"money": vnd(done.refund_vnd)})
    return redirect("point_returns:show", number=number)


@point_operator
@require_POST
def fetched(request: HttpRequest, pk: int) -> HttpResponse:
    """The seller came to the point for returned goods."""
    parcel = get_object_or_404(_waiting_parcels(request), pk=pk)
    try:
        bring_back(code=parcel.code, actor=request.user, nonce=f"fetched:{parcel.pk}", at=timezone.now())
        messages.success(request, _("Đã giao kiện %(code)s cho nhà bán.") % {"code": parcel.code})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("point_returns:home")


def _is_proven(request: HttpRequest, found: ReturnRequest) -> bool:
    """Return whether the buyer's code was typed in this session."""
    return found.number in request.session.get(PROVEN, [])


def _ask_for_code(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Nhờ khách đọc mã trả hàng rồi gõ vào đây."))
    return redirect("point_returns:home")


def _own(request: HttpRequest, number: str) -> ReturnRequest:
    """Return a request of one of the operator's points, or answer 404."""
    here = ReturnRequest.objects.filter(seller_order__run_stop__point__in=request.reach.point_ids)
    rows = here.select_related("parcel", "reason", "settlement", "seller_order__seller", "seller_order__order")
    return get_object_or_404(rows.select_related("seller_order__run_stop__point"), number=number)


def _waiting_parcels(request: HttpRequest) -> QuerySet[Parcel]:
    rows = Parcel.objects.filter(return_point__in=request.reach.point_ids, state=ParcelState.RETURNING)
    return rows.select_related("seller_order__seller", "seller_order__order").order_by("code")


def _home(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    context = {
        "expected": at_points(request.reach.point_ids),
        "parcels": _waiting_parcels(request),
        "refusal": refusal,
        "typed": request.POST.get("ma", ""),
        "office_home": reverse("counter:home"),
    }
    return render(request, "returns/point_home.html", context, status=422 if refusal else 200)


def _page(request: HttpRequest, found: ReturnRequest, *, error: str = "") -> HttpResponse:
    part = found.seller_order
    takes_goods = found.state == ReturnState.TO_SEND and found.way == ReturnWay.POINT
    pays = found.state == ReturnState.REFUNDING and found.settlement.is_cash and payer_of(part) == PaidFrom.DRAWER
    context = {
        "found": found,
        "part": part,
        "takes_goods": takes_goods,
        "pays": pays,
        "drawer_vnd": drawer_vnd(part.run_stop.point_id) if pays else 0,
        "nonce": request.POST.get("nonce") or uuid.uuid4().hex,
        "typed": request.POST,
        "error": error,
        "office_home": reverse("counter:home"),
    }
    return render(request, "returns/point_show.html", context, status=422 if error else 200)
