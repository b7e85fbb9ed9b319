"""The one-page checkout. GET shows it; POST either shows what follows from a choice (`buoc`) or places the order."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import get_callable, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shop.accounts.phones import national
from shop.basket.code_entry import use_code
from shop.basket.domain.later import move_line
from shop.basket.domain.lines import accept_terms
from shop.basket.holding import adopt
from shop.basket.models import Basket
from shop.checkout import draft, sent_basket
from shop.checkout.domain.place import place_order
from shop.checkout.domain.problems import CheckoutProblem
from shop.checkout.page import CLEARED_BY, CheckoutPage
from shop.checkout.pay_page import pay_address
from shop.checkout.stale_token import came_from_elsewhere, token_problem
from shop.order.models import Order
from shop.vouchers.domain import entering

FIELD_OF = {
    "delivery_kind": "delivery",
    "run_stop_id": "stop",
    "payment_method": "payment",
    "commune_code": "commune",
    "voucher": "voucher",
}


@csrf_exempt  # the token is checked in _sent, so that an old page keeps what was typed
@never_cache
@require_http_methods(["GET", "POST"])
def checkout_view(request: HttpRequest) -> HttpResponse:
    """Show the page, a step of it, or place the order."""
    return _sent(request) if request.method == "POST" else _opened(request)


def _opened(request: HttpRequest) -> HttpResponse:
    if request.basket.pk and request.basket.lines.exists():
        return _shown(request, draft.first_values(request, settings.DEFAULT_PROVINCE))
    order = draft.last_order(request)
    if order is not None:
        return _to_order(request, order)
    return _to_basket(request)


def _sent(request: HttpRequest) -> HttpResponse:
    reason = token_problem(request)
    if came_from_elsewhere(reason):
        return get_callable(settings.CSRF_FAILURE_VIEW)(request, reason=reason)
    values = draft.typed(request.POST)
    draft.keep(request, values)
    sent = sent_basket.basket_named(request.POST.get("gio", ""))
    order = sent_basket.order_of(sent) if sent else None
    if order is not None and not reason:
        return _to_order(request, order)
    _give_back_lost_basket(request, sent)
    if not (request.basket.pk and request.basket.lines.exists()):
        return _ordered_meanwhile(request, sent) or _lost(request, sent, values)
    if reason:
        text = _("Trang mở quá lâu, hoặc bạn vừa đăng nhập ở một thẻ khác. Mọi chỗ đã ghi vẫn còn: hãy bấm lại.")
        messages.warning(request, text)
        return _shown(request, values)
    step = request.POST.get("buoc", "")
    return _stepped(request, values, step) if step else _placed(request, values)


def _give_back_lost_basket(request: HttpRequest, sent: Basket | None) -> None:
    """Open the guest basket that a signed form names when this visitor holds none."""
    if sent is None or request.basket.pk or sent.status != Basket.OPEN:
        return
    if sent.owner_id is None and not request.user.is_authenticated:
        adopt(request, sent)


def _stepped(request: HttpRequest, values: dict[str, str], step: str) -> HttpResponse:
    agreed = re.fullmatch(r"nhan:(\d{1,18}):(\d{1,12}):(\d{1,4})", step)
    later = re.fullmatch(r"de-sau(-nha)?:(\d{1,18})", step)
    if agreed:
        _agree(request, *(int(number) for number in agreed.groups()))
    elif later:
        _put_aside(request, {"stockrecord__partner" if later[1] else "pk": later[2]})
        if not request.basket.lines.exists():
            return _away(request, redirect("basket:summary"))
    elif step == "rieng":
        draft.stop_adding(request)
    elif step == "ma":
        return _with_code(request, values)
    elif step == "bo-ma":
        entering.remove(basket_id=request.basket.pk)
    for name in CLEARED_BY.get(step, ()):
        values.pop(name, None)
    return _shown(request, values)


def _with_code(request: HttpRequest, values: dict[str, str]) -> HttpResponse:
    """Enter the typed code; refused, it stays in its field with the reason."""
    error = use_code(request, values.get("voucher", ""))
    if not error:
        values.pop("voucher", None)
    return _shown(request, values, voucher_error=error)


def _put_aside(request: HttpRequest, which: dict[str, str]) -> None:
    """Move one line, or all lines of a seller, to the list for later."""
    for line in request.basket.lines.filter(**which):
        move_line(line=line, to=request.saved_basket)


def _agree(request: HttpRequest, pk: int, price_vnd: int, quantity: int) -> None:
    line = request.basket.lines.select_related("stockrecord").filter(pk=pk).first()
    if line is None or not accept_terms(line=line, price_vnd=price_vnd, quantity=quantity):
        messages.warning(request, _("Giá hoặc số còn lại vừa đổi lần nữa. Hãy xem lại."))


def _placed(request: HttpRequest, values: dict[str, str]) -> HttpResponse:
    if values.get("voucher", "").strip():
        return _with_code(request, values)  # typed but not used yet: nobody pays more than they meant to
    now = timezone.now()
    page = _page(request, values, now, data=request.POST)
    if not _agrees_with_what_was_seen(request, page) or not page.form.is_valid():
        return _refused(request, page)
    seen = request.POST.get("tong", "")
    try:
        order = place_order(
            basket=request.basket,
            details=page.details(int(seen) if re.fullmatch(r"\d{1,12}", seen) else 0),
            idempotency_key=sent_basket.idempotency_key(request.basket),
            now=now,
            user=request.user if request.user.is_authenticated else None,
        )
    except CheckoutProblem as problem:
        # The page is read again: what was refused may have changed since it was read above.
        page = _page(request, values, now, data=request.POST)
        page.form.add_error(FIELD_OF.get(problem.field), problem.message)
        return _refused(request, page)
    draft.remember_order(request, order)
    if order.awaits_payment:
        return redirect(pay_address(order))
    text = _("Đặt hàng thành công. Chúng tôi đã nhắn đường dẫn và mã nhận hàng tới %(phone)s.")
    messages.success(request, text % {"phone": national(order.buyer_phone)})
    return redirect(order)


def _agrees_with_what_was_seen(request: HttpRequest, page: CheckoutPage) -> bool:
    """Refuse to order what the buyer has not seen: another tab changed the basket, or prices and stock moved."""
    if request.POST.get("ban") != page.contents.fingerprint:
        page.form.add_error(None, _("Giỏ hàng vừa đổi, có thể ở một thẻ khác. Hãy xem lại đơn rồi bấm đặt hàng."))
    elif page.contents.conflicts:
        page.form.add_error(None, _("Giá hoặc số còn lại vừa đổi. Hãy xem từng món ở phần xem lại đơn."))
    return not page.form.non_field_errors()


def _page(
    request: HttpRequest, values: dict[str, Any], now: datetime.datetime, *, data: QueryDict | None = None
) -> CheckoutPage:
    adding_to = draft.adding_to(request)
    return CheckoutPage(basket=request.basket, values=values, now=now, data=data, adding_to=adding_to)


def _shown(request: HttpRequest, values: dict[str, Any], *, voucher_error: str = "") -> HttpResponse:
    page = _page(request, values, timezone.now())
    page.voucher_error = voucher_error
    template = "checkout/partials/step.html" if request.htmx else "checkout/checkout.html"
    status = 422 if voucher_error and not request.htmx else 200
    return render(request, template, page.context(), status=status)


def _refused(request: HttpRequest, page: CheckoutPage) -> HttpResponse:
    ordered = _ordered_meanwhile(request, page.basket)
    return ordered or render(request, "checkout/checkout.html", page.context(), status=422)


def _ordered_meanwhile(request: HttpRequest, basket: Basket | None) -> HttpResponse | None:
    """Lead to the order that another click made of this basket since it was read: nothing was wrong with it."""
    order = sent_basket.order_of(basket) if basket else None
    return _to_order(request, order) if order else None


def _lost(request: HttpRequest, sent: Basket | None, values: dict[str, str]) -> HttpResponse:
    """The form came without a basket: say why, show what was typed, and how to go on."""
    signed_out = bool(sent and sent.owner_id and not request.user.is_authenticated)
    if request.htmx:
        return _away(request, redirect_to_login(reverse("checkout:checkout")) if signed_out else _to_basket(request))
    return render(request, "checkout/lost.html", {"values": values, "signed_out": signed_out}, status=409)


def _to_order(request: HttpRequest, order: Order) -> HttpResponse:
    messages.info(request, _("Giỏ hàng này đã được đặt. Đây là đơn của bạn."))
    return _away(request, redirect(order))


def _to_basket(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Giỏ hàng đang trống. Chọn hàng rồi đặt."))
    return redirect("basket:summary")


def _away(request: HttpRequest, to: HttpResponse) -> HttpResponse:
    """Lead to another page; htmx has to be told, or it would put that page into this one."""
    return HttpResponse(status=204, headers={"HX-Redirect": to["Location"]}) if request.htmx else to
