"""Prices, wholesale steps and stock of a live good, as its editor sends them: applied at once, all or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.listings.content import PACKINGS, STEPS, TRADE
from sellers.listings.domain.completeness import STEPS_SENTENCE
from sellers.listings.domain.packings import offered
from sellers.listings.domain.record import lock_stock, locked
from sellers.listings.domain.risk import BAND_PERCENT, is_within_band, price_at_once
from sellers.listings.domain.states import IllegalMove
from sellers.listings.domain.stock import StepsUnsound, StockBelowAllocated, StockByLots, StockMoved, change_stock
from sellers.listings.domain.writing import Incomplete
from sellers.listings.models import Listing
from sellers.models import StockRecord
from sellers.prices import PriceStep
from shop.money.formatting import vnd
from shop.seller_centre.listing_form import ListingForm


class _Refused(Exception):
    """The form now says what is wrong."""


def change_trade(request: HttpRequest, listing: Listing, form: ListingForm) -> bool:
    """Apply changed prices and stock of a live good at once; False when the form now says what is wrong."""
    if "price_vnd" not in request.POST:
        return True
    form.is_valid()
    if any(name in form.errors for name in TRADE):
        return False
    try:
        with transaction.atomic():
            lock_stock(locked(listing))
            _change_own(request, listing, form)
            _change_packings(request, listing, form)
    except _Refused:
        return False
    return True


def _change_own(request: HttpRequest, listing: Listing, form: ListingForm) -> None:
    price, stock = form.cleaned_data.get("price_vnd"), form.cleaned_data.get("stock")
    if not price or stock is None:
        form.add_error("price_vnd" if not price else "stock", _("Hàng đang bán phải có giá và tồn kho."))
        raise _Refused
    record = StockRecord.objects.get(product=listing.product_id, partner=listing.seller_id)
    price = _price_at_once(request, listing, record, form, price)
    _apply(
        request,
        record,
        price_vnd=price,
        stock=stock,
        seen=request.POST.get("ton_da_thay", ""),
        steps=_steps(request, form),
        refuse=lambda field, sentence: form.add_error(field, sentence),
    )


def _price_at_once(
    request: HttpRequest, listing: Listing, record: StockRecord, form: ListingForm, price_vnd: int
) -> int:
    """Return the price from now on; one far from the approved one goes to a person, and the page says so."""
    now_vnd = int(record.price or 0)
    try:
        price = price_at_once(
            listing=listing, record=record, price_vnd=price_vnd, actor=request.user, at=timezone.now()
        )
    except (IllegalMove, Incomplete):
        sentence = _("Giá đổi quá %(percent)s%% so với giá đã duyệt (%(approved)s) nên phải được duyệt. %(what)s")
        waits = _("Tin đang chờ xem hoặc còn thiếu; xong đã rồi đổi giá.")
        words = {"percent": BAND_PERCENT, "approved": vnd(listing.approved_price_vnd or now_vnd), "what": waits}
        form.add_error("price_vnd", sentence % words)
        raise _Refused from None
    if price != price_vnd:
        told = _("Giá %(price)s đổi nhiều nên người duyệt xem trước. Tới lúc đó vẫn bán giá %(now)s.")
        messages.warning(request, told % {"price": vnd(price_vnd), "now": vnd(now_vnd)})
    return price


def _steps(request: HttpRequest, form: ListingForm) -> list[PriceStep] | None:
    """Return the typed wholesale steps; None when they were not on the page."""
    if STEPS[0][0] not in request.POST:
        return None
    steps = []
    for quantity, amount in STEPS:
        pair = form.cleaned_data.get(quantity), form.cleaned_data.get(amount)
        if bool(pair[0]) != bool(pair[1]):
            form.add_error(amount if pair[0] else quantity, _("Mỗi bậc giá sỉ cần cả số lượng và giá."))
            raise _Refused
        if pair[0] and pair[1]:
            steps.append(PriceStep(pair[0], pair[1]))
    return steps


def _change_packings(request: HttpRequest, listing: Listing, form: ListingForm) -> None:
    assert listing.product is not None
    for number, record in offered(listing.product).items():
        at = f"{PACKINGS}.{number}"
        names = {name: f"{at}.{name}" for name in ("price_vnd", "stock")}
        if names["price_vnd"] not in request.POST or f"bo.{number}" in request.POST:
            continue
        price, stock = (form.cleaned_data.get(name) for name in names.values())
        if not price or stock is None:
            form.add_error(names["price_vnd" if not price else "stock"], _("Quy cách đang bán phải có giá và tồn kho."))
            raise _Refused
        if not is_within_band(price_vnd=price, approved_vnd=int(record.price or 0)):
            sentence = _(
                "Giá quy cách đổi quá %(percent)s%% mỗi lần phải được duyệt: bỏ quy cách này, thêm lại giá mới."
            )
            form.add_error(names["price_vnd"], sentence % {"percent": BAND_PERCENT})
            raise _Refused
        _apply(
            request,
            record,
            price_vnd=price,
            stock=stock,
            seen=request.POST.get(f"ton_da_thay.{number}", ""),
            steps=None,
            refuse=lambda field, sentence, names=names: form.add_error(names.get(field, names["price_vnd"]), sentence),
        )


def _apply(
    request: HttpRequest,
    record: StockRecord,
    *,
    price_vnd: int,
    stock: int,
    seen: str,
    steps: list[PriceStep] | None,
    refuse: Callable[[str, Any], None],
) -> None:
    try:
        change_stock(
            stockrecord=record,
            price_vnd=price_vnd,
            stock=stock,
            actor=request.user,
            at=timezone.now(),
            seen_stock=int(seen) if seen.isdecimal() else None,
            steps=steps,
        )
        return
    except StockBelowAllocated as refusal:
        sentence = _("Đơn đã đặt đang giữ %(held)s. Tồn kho không thể thấp hơn số đó.")
        refuse("stock", sentence % {"held": refusal.allocated})
    except StockByLots:
        refuse("stock", _("Hàng này đếm theo lô. Thêm hoặc sửa lô ở trang Lô hàng, tồn kho đổi theo."))
    except StockMoved as refusal:
        refuse("stock", _("Tồn kho vừa đổi thành %(now)s trong lúc bạn sửa. Ghi lại.") % {"now": refusal.now})
    except StepsUnsound:
        refuse("step1_quantity", STEPS_SENTENCE)
    raise _Refused
