"""How many days this seller's goods need before they can leave."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.lead_time_form import LeadTimeForm
from shop.shipping.domain.lead_times import set_lead_times


@require_http_methods(["GET", "HEAD", "POST"])
@seller_staff(LISTING_ROLES)
def lead_times(request: HttpRequest) -> HttpResponse:
    """Show and change the lead times of the current seller."""
    seller = current_seller(request)
    if seller.pk not in request.reach.listing_seller_ids:
        raise Http404
    form = LeadTimeForm(request.POST if request.method == "POST" else None, seller=seller)
    if form.is_valid():
        set_lead_times(seller=seller, default_days=form.cleaned_data["days"], by_product=form.by_product)
        messages.success(request, _("Đã lưu. Đơn mới sẽ xếp chuyến theo số ngày này."))
        return redirect("seller_centre:lead_times")
    status = 422 if form.is_bound else 200
    return render(request, "seller_centre/lead_times.html", seller=seller, tab="lead_times", form=form, status=status)
