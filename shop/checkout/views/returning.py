"""A buyer asks to return goods, and follows the request."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.images.private import private_picture
from shop.aftersales.returns.domain.answering import escalate, take_offer
from shop.aftersales.returns.domain.asking import MOST_PICTURES, ask, lines_of, named_before, returnable, withdraw
from shop.aftersales.returns.domain.paying_back import payer_of
from shop.aftersales.returns.domain.terms import ask_by, reasons_for
from shop.aftersales.returns.models import ReturnPicture, ReturnRequest
from shop.aftersales.returns.queries import of_order
from shop.checkout.return_form import ReturnForm, form_of
from shop.checkout.views.order import for_the_buyer
from shop.fulfilment.domain.refusal import Refused
from shop.order.models import Order, SellerOrder


@require_http_methods(["GET", "POST"])
@for_the_buyer
def ask_view(request: HttpRequest, order: Order) -> HttpResponse:
    """Choose what to return and why; below, the requests of this order."""
    now = timezone.now()
    parts = list(order.seller_orders.select_related("seller", "run_stop__point", "order").order_by("number"))
    open_parts = [part for part in parts if returnable(part, at=now)]
    wanted = (request.POST or request.GET).get("phan", "")
    chosen = next((part for part in open_parts if str(part.pk) == wanted), None)
    if chosen is None and len(open_parts) == 1:
        chosen = open_parts[0]
    if request.method == "POST" and chosen is not None:
        return _sent(request, order, chosen, open_parts)
    return _ask_page(request, order, chosen, open_parts)


@require_http_methods(["GET", "POST"])
@for_the_buyer
def return_view(request: HttpRequest, order: Order, code: str) -> HttpResponse:
    """One request: where it stands, what each side said, what to do next."""
    found = get_object_or_404(of_order(order), number=code)
    if request.method == "POST":
        return _acted(request, order, found)
    context = {"order": order, "request_": found, "part": found.seller_order, "payer": payer_of(found.seller_order)}
    response = render(request, "checkout/return.html", context)
    # Under "no-referrer" browsers send the form with "Origin: null", which no token check can accept.
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
@for_the_buyer
def picture_view(request: HttpRequest, order: Order, code: str, pk: int) -> HttpResponseBase:
    """One picture of an own request."""
    shown = get_object_or_404(ReturnPicture, pk=pk, request__number=code, request__seller_order__order=order)
    return private_picture(shown.file)


def link_of(order: Order, found: ReturnRequest) -> str:
    return f"{reverse('checkout:return', args=[order.number, found.number])}?khoa={order.token}"


def _sent(request: HttpRequest, order: Order, part: SellerOrder, open_parts: list[SellerOrder]) -> HttpResponse:
    now = timezone.now()
    reasons = reasons_for(part, at=now)
    form = form_of(lines_of(part), named_before(part), request.POST.dict())
    wish = form.wish(reasons, request.FILES.getlist("anh"))
    if form.refusals:
        return _ask_page(request, order, part, open_parts, form, _("Ảnh chưa nhận được. Chữ đã ghi vẫn còn."))
    if wish is None:
        return _ask_page(request, order, part, open_parts, form, _("Chọn một lý do."))
    try:
        made = ask(part=part, wish=wish, actor=_actor(request), at=now)
    except Refused as refusal:
        return _ask_page(request, order, part, open_parts, form, str(refusal))
    messages.success(request, _("Đã gửi yêu cầu %(number)s tới nhà bán.") % {"number": made.number})
    return redirect(link_of(order, made))


def _acted(request: HttpRequest, order: Order, found: ReturnRequest) -> HttpResponse:
    now, work = timezone.now(), request.POST.get("viec", "")
    try:
        if work == "nhan":
            take_offer(request=found, actor=_actor(request), at=now)
            messages.success(request, _("Đã nhận đề nghị. Tiền hoàn theo cách ghi bên dưới."))
        elif work == "phan-xu":
            words = request.POST.get("loi", "").strip()[:300]
            escalate(request=found, actor=_actor(request), at=now, reason=words)
            messages.success(request, _("Đã chuyển cho chợ phân xử. Bạn sẽ được nhắn kết luận."))
        elif work == "rut":
            withdraw(request=found, actor=_actor(request), at=now)
            messages.success(request, _("Đã rút lại yêu cầu."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(link_of(order, found))


def _actor(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _ask_page(
    request: HttpRequest,
    order: Order,
    part: SellerOrder | None,
    open_parts: list[SellerOrder],
    form: ReturnForm | None = None,
    error: str = "",
) -> HttpResponse:
    now = timezone.now()
    reasons = reasons_for(part, at=now) if part else []
    context = {
        "order": order,
        "part": part,
        "open_parts": open_parts,
        "requests": of_order(order),
        "form": form or (form_of(lines_of(part), named_before(part)) if part else None),
        "reasons": [(reason, ask_by(part, reason)) for reason in reasons] if part else [],
        "most_pictures": MOST_PICTURES,
        "error": error,
    }
    response = render(request, "checkout/return_ask.html", context, status=422 if error else 200)
    response["Referrer-Policy"] = "same-origin"
    return response
