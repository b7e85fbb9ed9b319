"""The paying page of a waiting order: QR or the provider's own page, countdown, live state, other ways to pay."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.checkout.domain.paying import pay_otherwise
from shop.checkout.pay_page import PayPage, pay_address
from shop.checkout.views.order import for_the_buyer
from shop.order.models import Order
from shop.payment.domain.attempts import NotOffered, NotWaiting
from shop.payment.domain.looking import look
from shop.payment.enums import LIVE
from shop.payment.models import Payment
from shop.payment.providers import UnknownProvider, provider
from shop.payment.providers.base import Unavailable, is_prepaid
from shop.payment.providers.vietqr.provider import code_text

SHOWN_LIVE = [*LIVE]


@require_http_methods(["GET", "POST"])
@for_the_buyer
def pay_view(request: HttpRequest, order: Order) -> HttpResponse:
    """GET shows the page, htmx its changing part alone; POST chooses another way to pay."""
    if request.method == "POST":
        return _chosen(request, order)
    if "ve" in request.GET:
        _ask_provider(order)
    page = PayPage(order, timezone.now())
    if not page.payments or (order.pay_until is None and not page.is_paid):
        return redirect(order)
    template = "checkout/partials/pay.html" if request.htmx else "checkout/pay.html"
    response = render(request, template, {"order": order, "page": page, "tab": "orders"})
    # Under "no-referrer" browsers send the form with "Origin: null", which no token check can accept.
    response["Referrer-Policy"] = "same-origin"
    response.form_hosts = page.hosts  # type: ignore[attr-defined]  # read by SecurityHeadersMiddleware
    return response


@require_POST
@for_the_buyer
def go_view(request: HttpRequest, order: Order) -> HttpResponse:
    """Lead to the provider's own page, where the buyer pays and comes back."""
    page = PayPage(order, timezone.now())
    attempt = next((attempt for attempt in page.live if is_prepaid(attempt.way)), None)
    if attempt is None or not page.is_waiting or not is_prepaid(attempt.way):
        return redirect(pay_address(order))
    back = f"{settings.SITE_URL}{pay_address(order)}&ve=1"
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return redirect(attempt.way.continue_at(payment=attempt.payment, back=back, at=timezone.now(), address=address))
    except Unavailable:
        messages.error(request, _("Trang thanh toán chưa mở được lúc này. Thử lại sau ít phút, hoặc trả cách khác."))
        return redirect(pay_address(order))


@require_safe
@for_the_buyer
def qr_view(request: HttpRequest, order: Order, pk: int) -> HttpResponse:
    """Return the QR of one attempt as a picture."""
    return _picture(order, pk, "svg", "image/svg+xml")


@require_safe
@for_the_buyer
def qr_file_view(request: HttpRequest, order: Order, pk: int) -> HttpResponse:
    """Return the QR as a file that bank applications open from the gallery."""
    response = _picture(order, pk, "png", "image/png")
    response["Content-Disposition"] = f'attachment; filename="vietqr-{order.number}.png"'
    return response


def _picture(order: Order, pk: int, kind: str, content_type: str) -> HttpResponse:
    payment = get_object_or_404(
        Payment.objects.select_related("seller_order__seller", "order"),
        pk=pk,
        order=order,
        provider="vietqr",
        state__in=SHOWN_LIVE,
    )
    picture, options = io.BytesIO(), {"omitsize": True} if kind == "svg" else {"scale": 12}
    segno.make(code_text(payment), error="m", micro=False).save(picture, kind=kind, border=2, **options)
    return HttpResponse(picture.getvalue(), content_type=content_type)


def _chosen(request: HttpRequest, order: Order) -> HttpResponse:
    code = request.POST.get("cach", "")
    try:
        chosen = pay_otherwise(order=order, code=code, at=timezone.now())
    except NotWaiting:
        messages.info(request, _("Đơn này không còn chờ trả tiền."))
        return redirect(order)
    except (NotOffered, UnknownProvider):
        messages.error(request, _("Cách trả tiền này không dùng được cho đơn này. Hãy chọn cách khác."))
        return redirect(pay_address(order))
    if not chosen.awaits_payment:
        messages.success(request, _("Đơn đã chuyển sang trả tiền mặt khi nhận hàng."))
        return redirect(order)
    return redirect(pay_address(order))


def _ask_provider(order: Order) -> None:
    """The buyer is back from the provider's page: ask at once, because the notification may come later."""
    now = timezone.now()
    for payment in order.payments.filter(state__in=SHOWN_LIVE).exclude(external_id="").select_related("order"):
        if is_prepaid(provider(payment.provider)):
            look(payment=payment, at=now)
    order.refresh_from_db()
