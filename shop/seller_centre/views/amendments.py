"""A seller says that an order cannot go as it was placed, and asks the buyer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.models import StockRecord
from shop.accounts.permissions import seller_staff
from shop.fulfilment.amendments.domain.answering import answer
from shop.fulfilment.amendments.domain.proposing import AMENDABLE, propose
from shop.fulfilment.amendments.models import PROPOSED, Amendment, AmendmentKind, Answer
from shop.fulfilment.amendments.queries import is_waiting
from shop.fulfilment.domain.refusal import Refused
from shop.order.models import SellerOrder
from shop.seller_centre.amendment_form import AmendmentForm, blank, bound
from shop.seller_centre.frame import render
from shop.seller_centre.views.orders import own_order

SHOWN = 200


@require_http_methods(["GET", "POST"])
@seller_staff()
def propose_change(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form of one kind of change and take it; errors keep what was typed."""
    part = own_order(request, number)
    wanted = (request.POST or request.GET).get("loai", "")
    kind = AmendmentKind(wanted) if wanted in PROPOSED else AmendmentKind.SHORTAGE
    lines = list(part.lines.all())
    if request.method != "POST":
        return _page(request, part, blank(kind, lines))
    form = bound(request.POST, kind, lines)
    try:
        propose(
            seller_order=part,
            kind=kind,
            wishes=form.wishes(),
            reason=form.reason,
            actor=request.user,
            at=timezone.now(),
            is_gone=form.is_gone,
        )
    except Refused as refusal:
        return _page(request, part, form, error=str(refusal))
    messages.success(request, _("Đã nhắn hỏi khách. Đơn chờ khách trả lời rồi hãy đóng gói."))
    return redirect("seller_centre:order", number=part.number)


@require_POST
@seller_staff()
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back a proposal nobody answered."""
    part = own_order(request, number)
    amendment = Amendment.objects.filter(seller_order=part).order_by("-pk").first()
    try:
        answer(
            amendment=get_object_or_404(Amendment, pk=amendment.pk if amendment else None),
            choice=Answer.WITHDRAWN,
            actor=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã rút lại thay đổi. Đơn giữ như khách đã đặt."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("seller_centre:order", number=part.number)


def _page(request: HttpRequest, part: SellerOrder, form: AmendmentForm, *, error: str = "") -> HttpResponse:
    sold = StockRecord.objects.filter(partner=part.seller, product__is_public=True, product__available__gt=0)
    return render(
        request,
        "seller_centre/amend.html",
        seller=part.seller,
        tab="orders",
        status=422 if error else 200,
        part=part,
        form=form,
        kinds=[(kind.value, kind.label) for kind in PROPOSED],
        may_propose=part.state in AMENDABLE and not is_waiting(part),
        substitutes=sold.select_related("product").order_by("product__title")[:SHOWN],
        error=error,
    )
