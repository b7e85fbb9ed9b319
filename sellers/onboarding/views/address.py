"""The address step: province, then commune; or a search that knows the names before July 2025."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sellers.onboarding.forms import AddressForm
from sellers.onboarding.models import SellerApplication
from sellers.onboarding.steps import BY_SLUG
from sellers.onboarding.views.steps import application_being_written, save_and_go_on, show_step
from shop.accounts.permissions import signed_in
from shop.regions.models import Commune, FormerCommune, Province
from shop.regions.queries import communes_of, find_communes

STEP = BY_SLUG["dia-chi"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def address(request: HttpRequest) -> HttpResponse:
    """Show and save the address. "tinh" and "tim" only change the choice of communes and keep what was typed."""
    application = application_being_written(request)
    if not application.is_editable:
        return redirect("onboarding:status")
    province, words = _province(request, application), request.POST.get("ten_xa", "").strip()
    found = find_communes(words) if words else []
    communes = [*found, *(communes_of(province) if province else [])]
    saving = request.method == "POST" and request.POST.get("viec") not in {"tinh", "tim"}
    form = AddressForm(request.POST if saving else None, instance=application, communes=communes)
    if saving and form.is_valid():
        return save_and_go_on(request, STEP, form.cleaned_data)
    if request.method == "POST" and not saving:
        form.initial["address_line"] = request.POST.get("address_line", "")
    return show_step(request, STEP, application, form, **_choices(province, words, found))


@require_safe
@signed_in
def communes(request: HttpRequest) -> HttpResponse:
    """Return the choice of communes of a province, for browsers with JavaScript."""
    province = Province.objects.filter(pk=request.GET.get("tinh", "")).first()
    form = AddressForm(communes=list(communes_of(province)) if province else [])
    return render(request, "onboarding/partials/communes.html", {"form": form})


def _province(request: HttpRequest, application: SellerApplication) -> Province | None:
    code = request.POST.get("tinh") or (application.commune.province_id if application.commune else "")
    return Province.objects.filter(pk=code).first()


def _choices(province: Province | None, words: str, found: list[Commune]) -> dict[str, object]:
    former = FormerCommune.objects.filter(commune__in=found)
    names: dict[str, list[str]] = {}
    for row in former:
        names.setdefault(row.commune_id, []).append(row.name)
    return {
        "provinces": Province.objects.filter(valid_to=None),
        "province": province,
        "words": words,
        "found": [(commune, ", ".join(sorted(set(names.get(commune.pk, [])))[:4])) for commune in found],
    }
