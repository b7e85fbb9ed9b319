"""A seller takes days off, warned of what must be sent meanwhile."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.queries import open_between
from shop.shipping.holidays.domain import NoHoliday, come_back, go_on_holiday
from shop.shipping.holidays.models import Holiday


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


class HolidayForm(forms.Form):
    """First and last day, and a word to buyers."""

    starts_on = forms.DateField(
        label=gettext_lazy("Nghỉ từ ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_on = forms.DateField(label=gettext_lazy("Tới hết ngày"), widget=_day())
    message = forms.CharField(label=gettext_lazy("Lời nhắn cho khách"), max_length=200, required=False)

    use_required_attribute = False


@require_http_methods(["GET", "POST"])
@seller_staff(LISTING_ROLES)
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the days off and take new ones; orders of those days must be seen before."""
    seller, today = current_seller(request), timezone.localdate()
    form = HolidayForm(request.POST if request.method == "POST" else None)
    open_orders = []
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data
        open_orders = list(open_between(seller.pk, days["starts_on"], days["ends_on"]))
        if not open_orders or "van_gui" in request.POST:
            try:
                now = timezone.now()
                go_on_holiday(seller=seller, **days, actor=request.user, at=now, today=today)
            except NoHoliday as refusal:
                form.add_error("starts_on", str(refusal))
            else:
                messages.success(request, _("Đã đặt kỳ nghỉ. Khách thấy thông báo trên gian hàng và từng sản phẩm."))
                return redirect("seller_centre:holidays")
    return render(
        request,
        "seller_centre/holidays.html",
        seller=seller,
        tab="shop",
        status=422 if request.method == "POST" else 200,
        form=form,
        open_orders=open_orders,
        rows=Holiday.objects.filter(seller=seller).not_over(today),
        today=today,
    )


@require_POST
@seller_staff(LISTING_ROLES)
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sell again before the holiday is over, or take away one to come."""
    holiday = get_object_or_404(Holiday, pk=pk, seller__in=request.reach.listing_seller_ids)
    come_back(holiday=holiday, actor=request.user, at=timezone.now(), today=timezone.localdate())
    messages.success(request, _("Đã bỏ kỳ nghỉ. Gian hàng bán bình thường."))
    return redirect("seller_centre:holidays")
