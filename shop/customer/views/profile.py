"""Name, e-mail and commune of the account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import signed_in
from shop.customer.domain.profile import change_profile
from shop.customer.forms import ProfileForm


@require_http_methods(["GET", "POST"])
@signed_in
def profile_view(request: HttpRequest) -> HttpResponse:
    """Show and change the profile; `buoc` = tinh only shows the communes of the chosen province."""
    user = request.user
    if request.method == "GET":
        place = {"province": user.commune.province_id, "commune": user.commune_id} if user.commune else {}
        return _shown(request, ProfileForm(initial=_own(request) | place, province=place.get("province", "")))
    province = request.POST.get("province", "")
    if request.POST.get("buoc") == "tinh":
        return _shown(request, ProfileForm(initial=request.POST.dict() | {"commune": ""}, province=province))
    form = ProfileForm(request.POST, province=province)
    if not form.is_valid():
        return _shown(request, form, status=422)
    answers = form.cleaned_data
    change_profile(
        user=user, full_name=answers["full_name"], email=answers["email"], commune_code=answers["commune"] or None
    )
    messages.success(request, _("Đã lưu hồ sơ."))
    return redirect("customer:profile")


def _own(request: HttpRequest) -> dict[str, str]:
    return {"full_name": request.user.full_name, "email": request.user.email}


def _shown(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    return render(request, "customer/profile.html", {"form": form, "section": "profile"}, status=status)
