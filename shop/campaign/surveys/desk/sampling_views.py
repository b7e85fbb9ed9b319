"""Whom a survey reaches: quotas, population, personal links, posters."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.surveys import queries
from shop.campaign.surveys.desk.sampling_forms import SamplingForm, lines_of
from shop.campaign.surveys.desk.views import own_survey, render_desk
from shop.campaign.surveys.domain import inviting, running, sampling
from shop.campaign.surveys.messages import refusal_text
from shop.campaign.surveys.models import Dimension, Survey
from shop.campaign.surveys.values import quota_name, values_of
from shop.fulfilment.labels import qr_svg

PER_PAGE = 30


class LinksForm(forms.Form):
    """How many links, and whom they are for."""

    label = forms.CharField(
        label=gettext_lazy("Gửi cho ai"),
        max_length=100,
        help_text=gettext_lazy("Ví dụ: Hộ thôn Là A."),
        error_messages={"required": gettext_lazy("Hãy ghi gửi cho ai.")},
    )
    size = forms.IntegerField(
        label=gettext_lazy("Số đường dẫn"), min_value=1, max_value=inviting.MOST_LINKS, initial=20
    )


class PosterForm(forms.Form):
    """Where a QR code hangs."""

    label = forms.CharField(
        label=gettext_lazy("Dán ở đâu"),
        max_length=120,
        help_text=gettext_lazy("Ví dụ: Điểm nhận Phước Hà."),
        error_messages={"required": gettext_lazy("Hãy ghi nơi dán.")},
    )


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """Quotas and population, written line by line."""
    survey = own_survey(request, pk)
    values = values_of(survey)
    form = SamplingForm(request.POST if request.method == "POST" else None, values=values, initial=_initial(survey))
    if form.is_valid():
        now = timezone.now()
        try:
            if "quotas" in form.changed_data:
                sampling.set_quotas(survey=survey, wanted=form.wanted, by=request.user, at=now)
            sampling.set_population(survey=survey, people=form.people, by=request.user, at=now)
            messages.success(request, _("Đã lưu chỉ tiêu và số dân."))
            return redirect("backoffice:surveys_office:reach", pk=pk)
        except sampling.QuotaTooLow as refusal:
            form.add_error("quotas", _("Đã có %(n)d phiếu, chỉ tiêu không nhỏ hơn được.") % {"n": refusal.taken})
        except running.NotNow as refusal:
            form.add_error("quotas", refusal_text(refusal))
    rows = [(quota_name(quota, values), quota) for quota in survey.quotas.all()]
    return render_desk(
        request,
        "surveys/desk/reach.html",
        status=422 if form.errors else 200,
        survey=survey,
        form=form,
        rows=rows,
        has_dimensions=any(values.values()),
    )


@office(Role.COMMITTEE)
@require_safe
def ways(request: HttpRequest, pk: int) -> HttpResponse:
    """Personal links and posters."""
    return _ways(request, own_survey(request, pk))


@office(Role.COMMITTEE)
@require_POST
def make_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Make personal links and show them, this once."""
    survey, form = own_survey(request, pk), LinksForm(request.POST)
    if not form.is_valid():
        return _ways(request, survey, links=form, status=422)
    try:
        made = inviting.make_links(survey=survey, **form.cleaned_data, by=request.user, at=timezone.now())
    except running.NotNow as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect("backoffice:surveys_office:ways", pk=pk)
    links = [(label, _address(survey, token)) for label, token in made]
    return render_desk(request, "surveys/desk/links.html", survey=survey, links=links)


@office(Role.COMMITTEE)
@require_POST
def make_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a QR code for a place."""
    survey, form = own_survey(request, pk), PosterForm(request.POST)
    if not form.is_valid():
        return _ways(request, survey, poster=form, status=422)
    try:
        inviting.make_poster(survey=survey, **form.cleaned_data, by=request.user, at=timezone.now())
    except running.NotNow as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("backoffice:surveys_office:ways", pk=pk)


@office(Role.COMMITTEE)
@require_safe
def poster(request: HttpRequest, pk: int, poster_pk: int) -> HttpResponse:
    """A sheet to print and hang up."""
    survey = own_survey(request, pk)
    found = get_object_or_404(survey.posters.all(), pk=poster_pk)
    address = f"{settings.SITE_URL}{survey.get_absolute_url()}?qr={found.code}"
    return render_desk(
        request, "surveys/desk/poster.html", survey=survey, poster=found, address=address, qr=qr_svg(address)
    )


def _ways(
    request: HttpRequest,
    survey: Survey,
    *,
    links: LinksForm | None = None,
    poster: PosterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return render_desk(
        request,
        "surveys/desk/ways.html",
        status=status,
        survey=survey,
        phase=survey.phase(timezone.now()).value,
        posters=queries.posters(survey),
        used=queries.links_used(survey),
        links_form=links or LinksForm(auto_id="links_%s"),
        poster_form=poster or PosterForm(auto_id="poster_%s"),
    )


def _address(survey: Survey, token: str) -> str:
    return f"{settings.SITE_URL}{reverse('surveys:personal', kwargs={'slug': survey.slug, 'token': token})}"


def _initial(survey: Survey) -> dict[str, str]:
    values = values_of(survey)
    found = {"quotas": "\n".join(f"{quota_name(one, values)} = {one.most}" for one in survey.quotas.all())}
    for dimension in Dimension:
        rows = {one.value: one.people for one in survey.margins.all() if one.dimension == dimension}
        found[f"people_{dimension}"] = lines_of(rows, values.get(dimension, {}))
    return found
