"""The data of e-invoices for a seller's delivered orders."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.aftersales.invoices.domain.deciding import say_form
from shop.aftersales.invoices.domain.vat import form_of
from shop.aftersales.invoices.files import asked_days, file_response
from shop.aftersales.invoices.models import InvoiceForm
from shop.aftersales.invoices.queries import records, total_vnd
from shop.seller_centre.frame import current_seller, render

PER_PAGE = 40


@require_safe
@seller_staff([Role.SELLER_OWNER])
def index(request: HttpRequest) -> HttpResponse:
    """Records of some days, newest first, and the files."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    days = asked_days(request.GET, today=timezone.localdate())
    rows = records(days, seller_id=seller.pk)
    return render(
        request,
        "seller_centre/invoices.html",
        seller=seller,
        tab="invoices",
        days=days,
        total_vnd=total_vnd(rows),
        forms=InvoiceForm.choices,
        form=form_of(seller),
        shown=Paginator(rows.order_by("-occurred_at", "-pk"), PER_PAGE).get_page(request.GET.get("trang")),
    )


@require_POST
@seller_staff([Role.SELLER_OWNER])
def say(request: HttpRequest) -> HttpResponse:
    """Keep which form of invoice the shop issues."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    form = request.POST.get("loai", "")
    if form in InvoiceForm.values:
        say_form(seller=seller, form=InvoiceForm(form), by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu. Áp dụng cho chứng từ từ bây giờ."))
    else:
        messages.error(request, _("Chọn loại hóa đơn bạn xuất."))
    return redirect("seller_centre:invoices")


@require_safe
@seller_staff([Role.SELLER_OWNER])
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The records of some days as a file."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    days = asked_days(request.GET, today=timezone.localdate())
    return file_response(records(days, seller_id=seller.pk), days, kind=kind, whose=seller.slug)
