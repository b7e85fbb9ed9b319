"""Goods are broken, or the buyer takes fewer: write it down before the hand-over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import point_operator
from shop.fulfilment.amendments.domain.at_the_counter import take_less
from shop.fulfilment.amendments.forms import PerLineForm
from shop.fulfilment.amendments.models import AmendmentKind
from shop.fulfilment.counter.views.order import order_of
from shop.fulfilment.counter.views.stops import own_stop
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.counter import order_at
from shop.money.formatting import vnd
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder


class LessForm(PerLineForm):
    """What happened to the goods of one seller, and how many of each the buyer takes."""

    named = gettext_lazy("%(title)s: khách lấy (đặt %(n)s %(unit)s)")
    kind = forms.ChoiceField(
        label=gettext_lazy("Chuyện gì"),
        choices=[
            (AmendmentKind.DAMAGE, gettext_lazy("Hàng hỏng, vỡ, dập")),
            (AmendmentKind.LEFT, gettext_lazy("Khách lấy bớt, hàng còn tốt")),
        ],
        error_messages={"required": gettext_lazy("Chọn: hàng hỏng, hoặc khách lấy bớt.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Ghi rõ"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: 2 hũ vỡ nắp khi mở xem. Nhà bán và khách đọc được."),
        error_messages={"required": gettext_lazy("Ghi chuyện gì đã xảy ra với hàng, ít nhất vài chữ.")},
    )

    def __init__(self, *args: Any, part: SellerOrder, **kwargs: Any) -> None:
        super().__init__(*args, part=part, **{"prefix": f"p{part.pk}", **kwargs})
        self.part = part


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def less(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """One form for each seller whose goods are here; each is sent by itself."""
    here = own_stop(request, pk)
    found = order_of(here, number)
    waiting = order_at(here, found)
    sent = request.POST.get("part", "") if request.method == "POST" else ""
    ready = [part for part in waiting.parts if part.state == SellerOrderState.AT_POINT and not waiting.hand_over]
    data = (request.POST, request.FILES)
    rows = [LessForm(*(data if str(part.pk) == sent else (None, None)), part=part) for part in ready]
    form = next((row for row in rows if row.is_bound), None)
    if form is not None and form.is_valid() and _recorded(request, form):
        return redirect("counter:order", pk=here.pk, number=found.number)
    context = {"stop": here, "order": found, "forms": rows, "office_home": reverse("counter:home")}
    return render(request, "counter/less.html", context, status=422 if request.method == "POST" else 200)


def _recorded(request: HttpRequest, form: LessForm) -> bool:
    try:
        done = take_less(
            pictures=form.cleaned_data["pictures"],
            seller_order=form.part,
            kind=AmendmentKind(form.cleaned_data["kind"]),
            left=form.left(),
            reason=form.cleaned_data["reason"],
            operator=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except Refused as refusal:
        form.refuse("reason", str(refusal))
        return False
    messages.success(request, _("Đã ghi. Đơn bớt %(less)s, thu theo số mới.") % {"less": vnd(done.less_vnd)})
    return True
