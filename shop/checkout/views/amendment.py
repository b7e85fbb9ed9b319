"""A buyer answers a change that a seller proposed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.checkout.views.order import for_the_buyer
from shop.fulfilment.amendments.domain.answering import BUYERS, answer
from shop.fulfilment.amendments.models import Amendment, AmendmentOutcome, Answer
from shop.fulfilment.amendments.queries import of_order
from shop.fulfilment.domain.refusal import Refused
from shop.money.formatting import vnd
from shop.order.models import Order


@require_http_methods(["GET", "POST"])
@for_the_buyer
def amendment_view(request: HttpRequest, order: Order, pk: int) -> HttpResponse:
    """GET shows what is proposed and the choices, POST takes one."""
    amendment = get_object_or_404(of_order(order), pk=pk)
    if request.method == "POST" and request.POST.get("chon") in BUYERS:
        return _answered(request, order, amendment)
    return _page(request, order, amendment, error=_("Chọn một cách.") if request.method == "POST" else "")


def _answered(request: HttpRequest, order: Order, amendment: Amendment) -> HttpResponse:
    actor = request.user if request.user.is_authenticated else None
    choice = Answer(request.POST["chon"])
    try:
        outcome = answer(
            amendment=amendment, choice=choice, actor=actor, at=timezone.now(), less=_less(request, amendment)
        )
    except Refused as refusal:
        amendment = get_object_or_404(of_order(order), pk=amendment.pk)
        return _page(request, order, amendment, error=str(refusal))
    messages.success(request, _sentence(outcome))
    return redirect(order)


def _less(request: HttpRequest, amendment: Amendment) -> dict[int, int]:
    """Return item id -> the quantity still wanted; what is no number is left as it was proposed."""
    typed = {item.pk: request.POST.get(f"lay_{item.pk}", "") for item in amendment.items.all()}
    return {pk: int(text) for pk, text in typed.items() if text.isascii() and text.isdigit() and len(text) < 6}


def _sentence(outcome: AmendmentOutcome) -> str:
    if outcome.answer == Answer.VOID:
        return _("Đơn đã được đóng gói hoặc đã hủy trước đó, nên thay đổi này không áp dụng.")
    if outcome.answer == Answer.REFUSED:
        return _("Đã báo nhà bán là bạn không đồng ý. Đơn giữ như bạn đã đặt.")
    return _("Đã ghi lựa chọn của bạn. Đơn giảm %(less)s.") % {"less": vnd(outcome.less_vnd)}


def _page(request: HttpRequest, order: Order, amendment: Amendment, *, error: str = "") -> HttpResponse:
    context = {
        "order": order,
        "amendment": amendment,
        "part": amendment.seller_order,
        "something_is_left": any(item.quantity_after for item in amendment.items.all()),
        "error": error,
    }
    response = render(request, "checkout/amendment.html", context, status=422 if error else 200)
    # Under "no-referrer" browsers send the form with "Origin: null", which no token check can accept.
    response["Referrer-Policy"] = "same-origin"
    return response
