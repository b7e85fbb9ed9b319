"""Ask to run a pick-up point, or to be told when a run comes to a commune."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.accounts.phones import parse_mobile
from shop.regions.models import Commune
from shop.regions.queries import communes_of
from shop.shipping.domain.applying import apply, open_application
from shop.shipping.domain.watching import TooManyWatches, WrongCode, confirm, watch
from shop.shipping.enums import PlaceKind
from shop.shipping.models import PointApplication, PointApplicationState, RunWatch
from shop.storefront import navigation

signer = Signer(salt="run-watch")


class PointApplicationForm(forms.ModelForm):
    """A place that wants to hand parcels over; its commune is one of a province chosen before."""

    class Meta:
        model = PointApplication
        fields = ["name", "kind", "commune", "address_line", "opening_hours", "capacity_parcels", "note"]
        help_texts = {"opening_hours": gettext_lazy("Ví dụ: T2–T7 7:00–18:00")}

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in PlaceKind.choices if choice[0] != PlaceKind.HUB]
        self.fields["kind"].choices = [("", _("Chọn loại")), *kinds]  # type: ignore[attr-defined]
        commune = self.fields["commune"]
        commune.queryset = communes_of(province)  # type: ignore[attr-defined]
        commune.label, commune.empty_label = _("Xã, phường, đặc khu"), _("Chọn xã, phường")  # type: ignore[attr-defined]


class WatchForm(forms.Form):
    """Whom to tell."""

    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("Hãy ghi số điện thoại, ví dụ 0912 345 678.")},
    )

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply_for_point(request: HttpRequest) -> HttpResponse:
    """Say what a point does; who is signed in applies here, and mends what was asked to be completed."""
    mine = open_application(request.user) if request.user.is_authenticated else None
    if not request.user.is_authenticated:
        return render(request, "storefront/apply_for_point.html", {"tab": "runs"})
    can_send = mine is None or mine.state == PointApplicationState.CHANGES_ASKED
    chosen = request.GET.get("tinh", "") or (mine.commune.province_id if mine else "")
    province = navigation.province_by_code(chosen) or navigation.default_province()
    form = PointApplicationForm(
        (request.POST or None) if can_send else None, instance=mine, province=province.code if province else ""
    )
    if form.is_valid():
        apply(application=form.save(commit=False), applicant=request.user, at=timezone.now())
        messages.success(request, _("Đã gửi. Chúng tôi xem trong một ngày làm việc rồi nhắn vào số của bạn."))
        return redirect("storefront:apply_for_point")
    context = {
        "form": form if can_send else None,
        "mine": mine,
        "province": province,
        "provinces": navigation.provinces(),
        "tab": "runs",
    }
    return render(request, "storefront/apply_for_point.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def watch_commune(request: HttpRequest, code: str) -> HttpResponse:
    """Wait for a run to a commune: at once with a verified account, otherwise after a code."""
    commune = get_object_or_404(Commune.objects.select_related("province"), pk=code, valid_to=None)
    known = request.user.phone if request.user.is_authenticated and request.user.phone_verified_at else ""
    form = WatchForm(({"phone": known} if known else request.POST) if request.method == "POST" else None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            row = watch(phone=phone, commune=commune, is_proven=bool(known), at=timezone.now())
        except TooManyWatches:
            form.add_error("phone", _("Số này đang chờ tin ở ba xã rồi. Chờ một xã có chuyến đã nhé."))
        else:
            if row.confirmed_at and known:
                messages.success(request, _("Có chuyến về %(name)s là chúng tôi nhắn bạn.") % {"name": commune.name})
                return redirect(f"{reverse('storefront:points')}?xa={commune.pk}")
            return redirect("storefront:confirm_watch", reference=signer.sign(f"{row.pk}"))
    context = {"commune": commune, "form": form, "known": known, "tab": "runs"}
    return render(request, "storefront/watch.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_watch(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the code that was sent."""
    try:
        row = get_object_or_404(RunWatch.objects.select_related("commune"), pk=signer.unsign(reference))
    except BadSignature:
        raise Http404 from None
    error = ""
    if request.method == "POST":
        try:
            confirm(watch=row, code="".join(request.POST.get("ma", "").split())[:6], at=timezone.now())
        except WrongCode:
            error = _("Mã chưa đúng hoặc đã hết hạn. Xem lại tin nhắn, hoặc chờ 15 phút rồi xin mã mới.")
        else:
            messages.success(request, _("Có chuyến về %(name)s là chúng tôi nhắn bạn.") % {"name": row.commune.name})
            return redirect(f"{reverse('storefront:points')}?xa={row.commune_id}")
    context = {"watch": row, "error": error, "tab": "runs"}
    return render(request, "storefront/confirm_watch.html", context, status=422 if error else 200)
