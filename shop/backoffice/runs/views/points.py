"""Pick-up points: list, add, change, and who operates them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.runs.domain.points import appoint, dismiss, save_point
from shop.backoffice.runs.forms import OperatorForm, PointForm
from shop.backoffice.runs.queries import operators_of, points_within
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.acts import devices_of
from shop.regions.models import Province
from shop.shipping.hours_page import hours_page
from shop.shipping.models import PickUpPoint


@require_safe
@office(Role.ADMINISTRATOR)
def points(request: HttpRequest) -> HttpResponse:
    """The points of my provinces."""
    words = request.GET.get("q", "").strip()[:80]
    pager = paged(request, points_within(request.reach, words))
    return render_office(request, "backoffice/runs/points.html", {"pager": pager, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def new_point(request: HttpRequest) -> HttpResponse:
    """Add a point; its province is chosen first."""
    provinces = own_provinces(request)
    province = provinces.filter(pk=request.GET.get("tinh", "")).first() or provinces.first()
    if province is None:
        return render_office(request, "backoffice/runs/no_province.html", status=403)
    form = PointForm(request.POST or None, province=province)
    if form.is_valid():
        return _save(request, form)
    context = {"form": form, "province": province, "provinces": provinces}
    return render_office(request, "backoffice/runs/point_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a point and see who operates it."""
    mine = own_point(request, pk)
    form = PointForm(request.POST or None, instance=mine, province=mine.commune.province)
    if form.is_valid():
        return _save(request, form)
    return _page(request, own_point(request, pk), form=form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours by weekday, lunch break, closed days."""
    mine = own_point(request, pk)
    page = partial(_hours_page, request)
    return hours_page(request, mine, done=partial(redirect, "backoffice:point_hours", pk=mine.pk), render=page)


def _hours_page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    return render_office(request, "backoffice/runs/point_hours.html", context, status=status)


@require_POST
@office(Role.ADMINISTRATOR)
def appoint_operator(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody operate the point."""
    mine = own_point(request, pk)
    form = OperatorForm(request.POST)
    if form.is_valid():
        try:
            grant = appoint(point=mine, phone=form.cleaned_data["phone"], actor=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            messages.success(request, _("%(name)s trực điểm này.") % {"name": grant.user})
            return redirect("backoffice:point", pk=mine.pk)
    return _page(request, mine, operator_form=form, status=422)


@require_POST
@office(Role.ADMINISTRATOR)
def dismiss_operator(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    """Take the point away from an operator."""
    mine = own_point(request, pk)
    grant = get_object_or_404(operators_of(mine), pk=grant_pk)
    dismiss(grant=grant, actor=request.user, at=timezone.now())
    messages.success(request, _("%(name)s không còn trực điểm này.") % {"name": grant.user})
    return redirect("backoffice:point", pk=mine.pk)


def own_point(request: HttpRequest, pk: int) -> PickUpPoint:
    """Return a point of the person's provinces, or answer 404."""
    rows = PickUpPoint.objects.select_related("commune__province")
    return get_object_or_404(request.reach.within(rows, Role.ADMINISTRATOR, "commune__province"), pk=pk)


def own_provinces(request: HttpRequest) -> QuerySet[Province]:
    """Return the provinces this person plans for."""
    return request.reach.within(Province.objects.filter(valid_to=None), Role.ADMINISTRATOR, "code")


def _save(request: HttpRequest, form: PointForm) -> HttpResponse:
    saved = save_point(point=form.save(commit=False), actor=request.user, at=timezone.now())
    messages.success(request, _("Đã lưu %(point)s.") % {"point": saved.name})
    return redirect("backoffice:point", pk=saved.pk)


def _page(
    request: HttpRequest,
    mine: PickUpPoint,
    *,
    form: PointForm | None = None,
    operator_form: OperatorForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "point": mine,
        "form": form or PointForm(instance=mine, province=mine.commune.province),
        "operator_form": operator_form or OperatorForm(),
        "operators": operators_of(mine),
        "devices": devices_of([mine])[:6],
    }
    return render_office(request, "backoffice/runs/point.html", context, status=status)
