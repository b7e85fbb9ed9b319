"""Charges of home delivery, per seller."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.domain.home_rates import remove_home_rate, set_home_rate
from shop.backoffice.forms import HomeRateForm
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.shipping.models import HomeDeliveryRate


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def home_rates(request: HttpRequest) -> HttpResponse:
    """List charges and set one."""
    form = HomeRateForm(request.POST if request.method == "POST" else None, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        if request.reach.within(Partner.objects.filter(pk=form.cleaned_data["seller"].pk), Role.FINANCE).exists():
            set_home_rate(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Đã đặt phí giao cho %(name)s.") % {"name": form.cleaned_data["seller"].name})
            return redirect("backoffice:home_rates")
        form.add_error("seller", _("Gian hàng này không thuộc tỉnh bạn phụ trách."))
    words = request.GET.get("q", "").strip()[:80]
    rates = _mine(request).filter(seller__name__icontains=words) if words else _mine(request)
    context = {"form": form, "pager": paged(request, rates), "words": words}
    return render_office(request, "backoffice/home_rates.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.FINANCE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop delivering home there."""
    rate = get_object_or_404(_mine(request), pk=pk)
    remove_home_rate(rate=rate, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ phí giao."))
    return redirect("backoffice:home_rates")


def _mine(request: HttpRequest) -> QuerySet[HomeDeliveryRate]:
    rates = HomeDeliveryRate.objects.select_related("seller", "province").order_by("seller__name", "pk")
    return request.reach.within(rates, Role.FINANCE, "seller__province")


def _start(request: HttpRequest) -> dict[str, str]:
    return {"seller": request.GET.get("gian-hang", "")[:128]}
