"""Commission rates: those in force and to come, those that ended, and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.commission.domain.plans import InThePast, Taken, end_rate, set_rate
from sellers.commission.models import CommissionRate
from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.commission.forms import RateForm
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """List rates and set one."""
    today = timezone.localdate()
    form = RateForm(request.POST if request.method == "POST" else None, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, _("Đã đặt phí sàn. Đơn đã đặt giữ phí cũ."))
        return redirect("backoffice:commission")
    standing = Q(valid_to=None) | Q(valid_to__gte=today)
    rates = CommissionRate.objects.select_related("seller", "category")
    ordered = rates.filter(standing).order_by("seller__name", "category__path", "valid_from")
    context = {
        "form": form,
        "rates": [(rate, rate.valid_from <= today, _may_change(request, rate.seller)) for rate in ordered],
        "pager": paged(request, rates.exclude(standing).order_by("-valid_to", "-pk")),
        "may_set_all": request.reach.provinces(Role.FINANCE) is None,
        "today": today,
    }
    status = 422 if form.errors else 200
    return render_office(request, "backoffice/commission/index.html", context, status=status)


@require_POST
@office(Role.FINANCE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rate end today, or remove one that has not begun."""
    rate = get_object_or_404(_mine(request), pk=pk)
    try:
        end_rate(rate=rate, by=request.user, at=timezone.now(), today=timezone.localdate())
        messages.success(request, _("Đã ngừng phí này từ ngày mai."))
    except InThePast:
        messages.error(request, _("Phí này đã ngừng rồi."))
    return redirect("backoffice:commission")


def _set(request: HttpRequest, form: RateForm) -> bool:
    """Set what the form says; otherwise tell the form why not."""
    data = form.cleaned_data
    if not _may_change(request, data["seller"]):
        form.add_error("seller", _("Bạn chỉ đặt phí cho gian hàng của tỉnh mình. Hãy ghi gian hàng."))
        return False
    try:
        set_rate(
            seller=data["seller"],
            category=data["category"],
            basis_points=form.basis_points,
            valid_from=data["valid_from"],
            basis=data["basis"],
            by=request.user,
            at=timezone.now(),
            today=timezone.localdate(),
        )
    except InThePast:
        form.add_error("valid_from", _("Phí mới áp dụng sớm nhất từ hôm nay: đơn cũ đã chốt theo phí cũ."))
        return False
    except Taken:
        form.add_error("valid_from", _("Đã có phí bắt đầu vào hoặc sau ngày này. Ngừng phí đó trước."))
        return False
    return True


def _may_change(request: HttpRequest, seller: Partner | None) -> bool:
    """Whoever has one province sets what is agreed with its sellers; the rest is for those of the whole market."""
    if request.reach.provinces(Role.FINANCE) is None:
        return True
    mine = request.reach.within(Partner.objects.all(), Role.FINANCE)
    return seller is not None and mine.filter(pk=seller.pk).exists()


def _mine(request: HttpRequest) -> QuerySet[CommissionRate]:
    return request.reach.within(CommissionRate.objects.all(), Role.FINANCE, "seller__province")
