"""The basket page and every change on it; each change answers with the same page, or its `#basket` for htmx."""

from __future__ import annotations

import datetime
import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shop.basket.applied import applied_to
from shop.basket.code_entry import use_code
from shop.basket.domain.later import move_line
from shop.basket.domain.lines import NotEnough, NotForSale, accept_terms, set_quantity, stock_for_sale
from shop.basket.models import Basket, Line
from shop.basket.place import commune_of
from shop.basket.promise import promise_for
from shop.basket.queries import contents_of, lines_of
from shop.basket.views.adding import not_enough_sentence
from shop.vouchers.domain.entering import LONGEST


@never_cache
def summary_view(request: HttpRequest) -> HttpResponse:
    """Show the basket by seller, each with the run it can make."""
    return render(request, "basket/summary.html", _context(request))


@never_cache
@require_POST
def update_view(request: HttpRequest) -> HttpResponse:
    """Set quantities: one line by its step buttons (`dat` = line:quantity), or every typed field.

    A code that stands in its field was sent by the Enter key, which presses this button.
    """
    if request.POST.get("ma", "").strip() and "dat" not in request.POST:
        return code_answer(request)
    errors: dict[int, str] = {}
    for pk, quantity in _wanted(request.POST).items():
        line = _line(request.basket, pk)
        if line is None:
            return _gone(request)
        try:
            set_quantity(line=line, quantity=quantity)
        except NotEnough as problem:
            errors[pk] = not_enough_sentence(problem, line.product.unit)
    return answer(request, errors)


@never_cache
@require_POST
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of the basket or off the list for later."""
    line = _line(request.basket, pk) or _line(request.saved_basket, pk)
    if line is not None:
        title = line.product.title
        line.delete()
        messages.success(request, _("Đã bỏ “%(title)s”.") % {"title": title})
    return answer(request)


@never_cache
@require_POST
def accept_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to the price and quantity that the line told (`nhan` = price:quantity)."""
    line = _line(request.basket, pk)
    if line is None:
        return _gone(request)
    if not accept(line, request.POST.get("nhan", "")):
        messages.warning(request, _("Giá hoặc số còn lại vừa đổi lần nữa. Hãy xem lại."))
    return answer(request)


@never_cache
@require_POST
def save_for_later_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a line to the list for later."""
    line = _line(request.basket, pk)
    if line is None:
        return _gone(request)
    move_line(line=line, to=request.saved_basket)
    return answer(request)


@never_cache
@require_POST
def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a line back into the basket, if it is still sold."""
    line = _line(request.saved_basket, pk)
    if line is None:
        return _gone(request)
    try:
        stock_for_sale(line.product)
    except NotForSale:
        messages.warning(request, _("Món này hiện không bán nên vẫn ở phần để mua sau."))
        return answer(request)
    move_line(line=line, to=request.basket)
    return answer(request)


def accept(line: Line, shown: str) -> bool:
    """Apply "price:quantity" as a button showed it; False if the words are not ours or no longer true."""
    parts = re.fullmatch(r"(\d{1,12}):(\d{1,4})", shown)
    return bool(parts) and accept_terms(line=line, price_vnd=int(parts[1]), quantity=int(parts[2]))


def _line(basket: Basket, pk: int) -> Line | None:
    if not basket.pk:
        return None
    return basket.lines.select_related("product", "stockrecord").filter(pk=pk).first()


def _wanted(data: QueryDict) -> dict[int, int]:
    step = re.fullmatch(r"(\d{1,18}):(\d{1,4})", data.get("dat", ""))
    if step:
        return {int(step[1]): int(step[2])}
    typed = {name.removeprefix("sl-"): value.strip() for name, value in data.items() if name.startswith("sl-")}
    return {int(pk): int(value) for pk, value in typed.items() if pk.isdecimal() and re.fullmatch(r"\d{1,4}", value)}


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Món này không còn trong giỏ, có thể đã bỏ ra hoặc đặt ở một thẻ khác."))
    return answer(request)


def code_answer(request: HttpRequest) -> HttpResponse:
    """Enter the typed code and answer with the basket."""
    typed = request.POST.get("ma", "")[:LONGEST]
    error = use_code(request, typed)
    return answer(request, voucher_error=error, typed_code=typed if error else "")


def answer(
    request: HttpRequest, errors: dict[int, str] | None = None, *, voucher_error: str = "", typed_code: str = ""
) -> HttpResponse:
    """Answer a change with the basket as it is now; errors stay beside what they are about."""
    if not request.htmx and not errors and not voucher_error:
        return redirect("basket:summary")
    context = {**_context(request, errors), "voucher_error": voucher_error, "typed_code": typed_code}
    if request.htmx:
        return render(request, "basket/partials/changed.html", context)
    return render(request, "basket/summary.html", context, status=422)


def _context(request: HttpRequest, errors: dict[int, str] | None = None) -> dict[str, object]:
    now: datetime.datetime = timezone.now()
    contents = contents_of(request.basket)
    applied = applied_to(basket=request.basket, contents=contents, at=now) if contents.parts else None
    return {
        "contents": contents,
        "applied": applied,
        "taken_off": {part.seller.pk: applied.of(part.lines) for part in contents.parts} if applied else {},
        "payable_vnd": contents.goods_vnd - (applied.amount_vnd if applied else 0),
        "later": lines_of(request.saved_basket),
        "promise": promise_for(commune=commune_of(request), contents=contents, now=now) if contents.parts else None,
        "errors": errors or {},
        "tab": "basket",
    }
