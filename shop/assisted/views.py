"""Order for a villager: who, goods, run, the villager's code, confirmation on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import Product
from shop.accounts.permissions import point_operator
from shop.assisted.domain.consenting import agree, ask
from shop.assisted.domain.gathering import change, choose_run, put_code, put_in, start
from shop.assisted.forms import AskForm, CodeForm, LineForm, StartForm
from shop.assisted.models import AssistedOrder, Way
from shop.assisted.offer import offer_of
from shop.assisted.queries import goods_named, orders_of
from shop.basket.domain.lines import NotEnough, NotForSale
from shop.checkout.domain.problems import CheckoutProblem
from shop.fulfilment.domain.refusal import Refused
from shop.shipping.models import PickUpPoint, RunStop
from shop.vouchers.domain.entering import LONGEST
from shop.vouchers.domain.refusals import VoucherRefused


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Say who the order is for; below, the orders of this point's operators lately."""
    points = PickUpPoint.objects.without_hubs().filter(pk__in=request.reach.point_ids)  # type: ignore[attr-defined]
    form = StartForm(request.POST or None, points=points)
    if form.is_valid():
        try:
            assisted = start(operator=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            return redirect("assisted:gather", pk=assisted.pk)
    context = {"form": form, "recent": orders_of(request.reach.point_ids)[:20], "office_home": reverse("counter:home")}  # type: ignore[attr-defined]
    return render(request, "assisted/begin.html", context, status=422 if form.is_bound else 200)


@point_operator
@require_safe
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Search goods, see what is in the order, choose the run, ask for the code."""
    return _page(request, _mine(request, pk))


@point_operator
@require_POST
def add_good(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a good in."""
    mine, form = _mine(request, pk), LineForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, refusal=next(iter(form.errors.values()))[0])
    good = get_object_or_404(Product, pk=form.cleaned_data["good"], is_public=True)
    try:
        put_in(assisted=mine, operator=request.user, product=good, quantity=form.cleaned_data["quantity"] or 1)  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, mine, refusal=str(refusal))
    except (NotForSale, NotEnough) as problem:
        return _page(request, mine, refusal=_too_few(problem, good))
    messages.success(request, _("Đã thêm %(good)s.") % {"good": good.title})
    return redirect("assisted:gather", pk=mine.pk)


@point_operator
@require_POST
def change_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how many of a line; 0 takes it out."""
    mine, form = _mine(request, pk), LineForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, refusal=next(iter(form.errors.values()))[0])
    asked = form.cleaned_data
    try:
        change(assisted=mine, operator=request.user, line_id=asked["good"], quantity=asked["quantity"])  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, mine, refusal=str(refusal))
    except NotEnough as problem:
        return _page(request, mine, refusal=_too_few(problem, None))
    return redirect("assisted:gather", pk=mine.pk)


@point_operator
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the run."""
    mine = _mine(request, pk)
    stops = RunStop.objects.filter(point=mine.point)
    typed = request.POST.get("stop", "")
    stop = stops.filter(pk=typed).first() if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
    if stop is None:
        return _page(request, mine, refusal=_("Chọn một chuyến trong danh sách."))
    try:
        choose_run(assisted=mine, operator=request.user, stop=stop)  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, mine, refusal=str(refusal))
    return redirect("assisted:gather", pk=mine.pk)


@point_operator
@require_POST
def put_voucher(request: HttpRequest, pk: int) -> HttpResponse:
    """Use the code of a voucher (`ma`), or take it out when it is empty."""
    mine, typed = _mine(request, pk), request.POST.get("ma", "")[:LONGEST]
    try:
        put_code(assisted=mine, operator=request.user, code=typed, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, mine, refusal=str(refusal))
    except VoucherRefused as refused:
        return _page(request, mine, voucher_error=refused.message, typed_code=typed)
    return redirect("assisted:gather", pk=mine.pk)


@point_operator
@require_POST
def ask_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the buyer the code of consent."""
    mine, form = _mine(request, pk), AskForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, refusal=form.errors["way"][0])
    try:
        ask(assisted=mine, operator=request.user, way=Way(form.cleaned_data["way"]), at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, mine, refusal=str(refusal))
    messages.success(request, _("Đã gửi mã tới máy của bà con. Mã dùng được 10 phút."))
    return redirect("assisted:gather", pk=mine.pk)


@point_operator
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the code and place the order."""
    mine, form = _mine(request, pk), CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, code_error=form.errors["code"][0])
    try:
        agree(assisted=mine, operator=request.user, code=form.cleaned_data["code"], at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, mine, code_error=str(refusal))
    except CheckoutProblem as problem:
        return _page(request, mine, code_error=problem.message)
    return redirect("assisted:paper", pk=mine.pk)


@point_operator
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation to print and give to the buyer. Never the pick-up code: that is on the buyer's phone."""
    mine = get_object_or_404(_all(request).exclude(order=None), pk=pk)
    parts = mine.order.seller_orders.select_related("seller", "run_stop").prefetch_related("lines").order_by("pk")
    context = {"assisted": mine, "order": mine.order, "parts": parts, "office_home": reverse("counter:home")}
    return render(request, "assisted/paper.html", context)


def _all(request: HttpRequest) -> QuerySet[AssistedOrder]:
    return orders_of(request.reach.point_ids)  # type: ignore[attr-defined]


def _mine(request: HttpRequest, pk: int) -> AssistedOrder:
    """Return an order gathered at one of the operator's points, or answer 404."""
    return get_object_or_404(_all(request), pk=pk)


def _page(request: HttpRequest, mine: AssistedOrder, **context: Any) -> HttpResponse:
    if mine.order_id:
        return redirect("assisted:paper", pk=mine.pk)
    now, words = timezone.now(), request.GET.get("q", "").strip()[:80]
    offer = offer_of(mine, at=now)
    asked = bool(mine.agreed_print) and mine.agreed_print == offer.fingerprint
    context = {
        "assisted": mine,
        "offer": offer,
        "words": words,
        "goods": goods_named(words),
        "ways": Way.choices,
        "is_asked": asked,
        "has_changed": bool(mine.agreed_print) and not asked,
        "office_home": reverse("counter:home"),
        **context,
    }
    refused = bool(context.keys() & {"refusal", "code_error", "voucher_error"})
    return render(request, "assisted/gather.html", context, status=422 if refused else 200)


def _too_few(problem: NotForSale | NotEnough, good: Product | None) -> str:
    if isinstance(problem, NotForSale) or not problem.available:
        return _("Món này hiện không còn bán. Chọn món khác.")
    return _("Chỉ còn %(left)d %(unit)s. Hãy chọn ít hơn.") % {
        "left": problem.available,
        "unit": good.unit if good else "",
    }
