"""Prices, wholesale steps and stock of a live good, as its editor sends them: applied at once, all or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.listings.content import PACKINGS, STEPS, TRADE
from sellers.listings.domain.completeness import STEPS_SENTENCE
from sellers.listings.domain.packings import offered
from sellers.listings.domain.record import lock_stock, locked
from sellers.listings.domain.risk import BAND_PERCENT, needs_a_person, propose_price
from sellers.listings.domain.states import IllegalMove
from sellers.listings.domain.stock import StepsUnsound, StockBelowAllocated, StockByLots, StockMoved, change_stock
from sellers.listings.domain.writing import Incomplete
from sellers.listings.models import Listing
from sellers.listings.steps import unsound_field
from sellers.models import StockRecord
from sellers.prices import PriceStep
from shop.money.formatting import vnd
from shop.seller_centre.listing_form import ListingForm

UNSOUND = "steps"  # stands for whichever wholesale step does not fit
# name of the field, number of the packing (0: the good itself), its stock, the wanted price in VND
FarPrice = tuple[str, int, StockRecord, int]


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
            far = _propose_far(request, listing, form)
            waiting = {field for field, _number, _record, _price in far}
            _change_own(request, listing, form, waiting)
            _change_packings(request, listing, form, waiting)
    except _Refused:
        return False
    _tell_far(request, far)
    return True


def _propose_far(request: HttpRequest, listing: Listing, form: ListingForm) -> list[FarPrice]:
    """Send prices far from the approved ones to a person, all in one go, and return them."""
    assert listing.product is not None
    own = StockRecord.objects.get(product=listing.product_id, partner=listing.seller_id)
    rows = [("price_vnd", 0, own, listing.approved_price_vnd)]
    for number, record in offered(listing.product).items():
        if f"bo.{number}" not in request.POST:
            rows.append((f"{PACKINGS}.{number}.price_vnd", number, record, int(record.price or 0)))
    far = [
        (field, number, record, price)
        for field, number, record, approved in rows
        if (price := form.cleaned_data.get(field))
        and needs_a_person(record=record, price_vnd=price, approved_vnd=approved)
    ]
    if not far:
        return []
    try:
        propose_price(
            listing=listing,
            price_vnd=next((price for _field, number, _record, price in far if not number), None),
            packings={number: price for _field, number, _record, price in far if number},
            actor=request.user,
            at=timezone.now(),
        )
    except (IllegalMove, Incomplete) as refusal:
        _refuse_far(form, far, refusal)
    return far


def _tell_far(request: HttpRequest, far: list[FarPrice]) -> None:
    for _field, _number, record, price in far:
        told = _("%(what)s: giá %(price)s đổi nhiều nên người duyệt xem trước. Tới lúc đó vẫn bán giá %(now)s.")
        what = record.product.packing_name or record.product.title
        messages.warning(request, told % {"what": what, "price": vnd(price), "now": vnd(int(record.price or 0))})


def _refuse_far(form: ListingForm, far: list[FarPrice], why: Exception) -> NoReturn:
    """Tell at each far price what comes before it. Raises _Refused."""
    if isinstance(why, Incomplete):
        first = _("Tin còn thiếu: %(what)s") % {"what": why.missing[0].sentence}
    else:
        first = _("Tin đang chờ xem: rút lại để sửa, hoặc chờ duyệt xong.")
    for field, _number, record, _price in far:
        sentence = _("Giá đổi quá %(percent)s%% so với giá đang bán (%(now)s) nên phải được duyệt. %(first)s")
        words = {"percent": BAND_PERCENT, "now": vnd(int(record.price or 0)), "first": first}
        form.add_error(field, sentence % words)
    raise _Refused from why


def _change_own(request: HttpRequest, listing: Listing, form: ListingForm, waiting: set[str]) -> None:
    price, stock = form.cleaned_data.get("price_vnd"), form.cleaned_data.get("stock")
    if not price or stock is None:
        form.add_error("price_vnd" if not price else "stock", _("Hàng đang bán phải có giá và tồn kho."))
        raise _Refused
    record = StockRecord.objects.get(product=listing.product_id, partner=listing.seller_id)
    if "price_vnd" in waiting:
        price = int(record.price or 0)
    _apply(
        request,
        record,
        price_vnd=price,
        stock=stock,
        seen=request.POST.get("ton_da_thay", ""),
        steps=_steps(request, form),
        refuse=lambda field, sentence: form.add_error(_field_of(field, form, price), sentence),
    )


def _field_of(name: str, form: ListingForm, price_vnd: int) -> str:
    """Return the field to mend: of the wholesale steps the first that does not fit."""
    if name != UNSOUND:
        return name
    return unsound_field(base_vnd=price_vnd, typed=form.cleaned_data) or STEPS[0][0]


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


def _change_packings(request: HttpRequest, listing: Listing, form: ListingForm, waiting: set[str]) -> None:
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
        if names["price_vnd"] in waiting:
            price = int(record.price or 0)
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
        refuse(UNSOUND, STEPS_SENTENCE)
    raise _Refused
