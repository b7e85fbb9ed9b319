"""The order's own pages: what, where, when; QR, contract, cancelling. A wrong link reveals nothing.

Addresses hold the order's secret, so nothing is stored by caches and no other site gets it as a referrer.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shop.aftersales.domain.cancel import CancelTooLate, cancel_order
from shop.aftersales.domain.carrying_over import AdditionStands
from shop.checkout.order_page import OrderPage
from shop.checkout.queries import order_for
from shop.checkout.terms import TERMS
from shop.order.domain.codes import qr_text
from shop.order.models import Order

View = Callable[..., HttpResponse]


def for_the_buyer(view: View) -> View:
    """Hand the order to the view, or answer 404 whatever is wrong: number, token or account."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, number: str, **kwargs: Any) -> HttpResponse:
        order = order_for(number=number, token=request.GET.get("khoa", ""), user=request.user)
        if order is None:
            raise Http404
        response = view(request, order, **kwargs)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return guarded


@require_safe
@for_the_buyer
def order_view(request: HttpRequest, order: Order) -> HttpResponse:
    """Show the order; htmx gets the timeline and the state alone."""
    template = "checkout/partials/timeline.html" if request.htmx else "checkout/order.html"
    return render(request, template, {"order": order, "page": OrderPage(order, timezone.now()), "tab": "orders"})


@require_safe
@for_the_buyer
def qr_view(request: HttpRequest, order: Order, stop: int) -> HttpResponse:
    """Return the QR of the code at one stop, as a picture of its own so that the page needs no inline drawing."""
    if order.awaits_payment:
        raise Http404
    code = get_object_or_404(order.pick_up_codes.select_related("order"), run_stop=stop, used_at=None)
    picture = io.BytesIO()
    segno.make(qr_text(code), error="m", micro=False).save(picture, kind="svg", border=2, omitsize=True)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
@for_the_buyer
def contract_view(request: HttpRequest, order: Order) -> HttpResponse:
    """Show the contract for reading and printing."""
    return render(request, "checkout/contract.html", _contract(order))


@require_safe
@for_the_buyer
def contract_file_view(request: HttpRequest, order: Order) -> HttpResponse:
    """Return the contract as a text file to keep (Art. 38 of the consumer law)."""
    text = render_to_string("checkout/contract.txt", _contract(order), request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hop-dong-{order.number}.txt"'
    return response


@require_http_methods(["GET", "POST"])
@for_the_buyer
def cancel_view(request: HttpRequest, order: Order) -> HttpResponse:
    """GET asks once more, POST cancels and gives everything back."""
    if request.method == "POST":
        return _cancelled(request, order)
    page = OrderPage(order, timezone.now())
    response = render(request, "checkout/cancel.html", {"order": order, "page": page})
    # Under "no-referrer" browsers send the form with "Origin: null", which no token check can accept.
    response["Referrer-Policy"] = "same-origin"
    return response


def _contract(order: Order) -> dict[str, Any]:
    return {"order": order, "page": OrderPage(order, timezone.now()), "terms": TERMS}


def _cancelled(request: HttpRequest, order: Order) -> HttpResponse:
    actor = request.user if request.user.is_authenticated else None
    try:
        cancel_order(order=order, actor=actor, at=timezone.now(), reason=_("Người mua hủy"))
    except AdditionStands as refusal:
        messages.error(request, str(refusal))
    except CancelTooLate:
        text = _("Đơn đã chốt nên không hủy được nữa. Bạn có thể không nhận hàng, hoặc gọi điểm nhận.")
        messages.error(request, text)
    else:
        paid = order.paid_at is not None
        text = _("Đã hủy đơn. Tiền đã trả sẽ được hoàn về nơi bạn đã trả.") if paid else ""
        messages.success(request, text or _("Đã hủy đơn. Bạn không phải trả gì."))
    return redirect(order)
