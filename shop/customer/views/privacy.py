"""My data: what I agreed to, a copy of it, deleting the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shop.accounts.permissions import signed_in
from shop.customer.domain.consents import living_purposes, set_consents
from shop.customer.domain.personal_data import HoldsRoles, OrdersUnderWay, copy_of, delete_account
from shop.customer.forms import ConsentForm, DeletionForm


@require_http_methods(["GET", "POST"])
@signed_in
def privacy_view(request: HttpRequest) -> HttpResponse:
    """Show and change what I agree to; links to the copy and to deletion."""
    if request.method == "POST":
        agreed = request.POST.getlist("purposes")
        set_consents(user=request.user, agreed=agreed, at=timezone.now())
        messages.success(request, _("Đã ghi nhận lựa chọn của bạn."))
        return redirect("customer:privacy")
    form = ConsentForm(initial={"purposes": living_purposes(request.user)})
    return render(request, "customer/privacy.html", {"form": form, "section": "privacy"})


@require_safe
@signed_in
def export_view(request: HttpRequest) -> HttpResponse:
    """Return a copy of my data as a file."""
    response = JsonResponse(copy_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def delete_view(request: HttpRequest) -> HttpResponse:
    """Ask once more, then delete the account and sign out everywhere."""
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _deleted(request, form):
        logout(request)
        messages.success(request, _("Đã xóa tài khoản. Cảm ơn bạn đã mua hàng ở Chợ Phiên."))
        return redirect("/")
    status = 422 if form.errors else 200
    return render(request, "customer/delete.html", {"form": form, "section": "privacy"}, status=status)


def _deleted(request: HttpRequest, form: DeletionForm) -> bool:
    try:
        delete_account(user=request.user, at=timezone.now())
    except OrdersUnderWay:
        form.add_error(None, _("Bạn còn đơn đang giao. Hãy nhận hoặc hủy đơn trước rồi xóa tài khoản."))
    except HoldsRoles:
        form.add_error(None, _("Tài khoản này đang phụ trách gian hàng, điểm nhận hoặc chuyến. Hãy bàn giao trước."))
    return not form.errors
