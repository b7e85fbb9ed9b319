"""Weekly runs and days without runs."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.runs.domain.consequences import stops_on
from shop.backoffice.runs.domain.templates import add_holiday, remove_holiday, save_template
from shop.backoffice.runs.planning_forms import HolidayForm, TemplateForm, template_stops
from shop.backoffice.runs.views.points import own_provinces
from shop.shipping.models import Holiday, PickUpPoint, RunStop, RunTemplate, RunTemplateStop

NEW_ROWS, MORE_ROWS = 4, 2


@require_safe
@office(Role.ADMINISTRATOR)
def templates(request: HttpRequest) -> HttpResponse:
    """The weekly runs of the person's provinces."""
    rows = _own(request).select_related("province", "driver").annotate(stop_count=Count("stops"))
    return render_office(request, "backoffice/runs/templates.html", {"templates": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def new_template(request: HttpRequest) -> HttpResponse:
    """Write a weekly run."""
    return _edit(request, RunTemplate(), NEW_ROWS)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def edit_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a weekly run; runs made before stay."""
    return _edit(request, get_object_or_404(_own(request), pk=pk), MORE_ROWS)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def holidays(request: HttpRequest) -> HttpResponse:
    """The coming days without runs, and one more."""
    form = HolidayForm(
        request.POST or None,
        provinces=own_provinces(request),
        points=_points(request),
        everywhere=request.reach.provinces(Role.ADMINISTRATOR) is None,
    )
    if form.is_valid():
        added = add_holiday(holiday=form.save(commit=False), actor=request.user, at=timezone.now())
        messages.success(request, _("Đã thêm. Chuyến lập từ nay bỏ qua ngày này."))
        planned = stops_on(added).count()
        if planned:
            text = _("Ngày này đã có %(n)d điểm dừng của chuyến lập trước. Xem dưới ngày nghỉ rồi dời hoặc hủy.")
            messages.warning(request, text % {"n": planned})
        return redirect("backoffice:holidays")
    coming = _own_holidays(request).filter(day__gte=timezone.localdate()).select_related("province", "point")
    context = {"form": form, "holidays": [(holiday, _own_stops(request, holiday)) for holiday in coming]}
    return render_office(request, "backoffice/runs/holidays.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(Role.ADMINISTRATOR)
def end_holiday(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day without runs back."""
    remove_holiday(holiday=get_object_or_404(_own_holidays(request), pk=pk), actor=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ ngày nghỉ."))
    return redirect("backoffice:holidays")


def _own(request: HttpRequest) -> QuerySet[RunTemplate]:
    return request.reach.within(RunTemplate.objects.all(), Role.ADMINISTRATOR)


def _own_stops(request: HttpRequest, holiday: Holiday) -> QuerySet[RunStop]:
    return request.reach.within(stops_on(holiday), Role.ADMINISTRATOR, "run__province")


def _own_holidays(request: HttpRequest) -> QuerySet[Holiday]:
    codes = request.reach.provinces(Role.ADMINISTRATOR)
    rows = Holiday.objects.all()
    return rows if codes is None else rows.filter(Q(province__in=codes) | Q(point__commune__province__in=codes))


def _points(request: HttpRequest) -> QuerySet[PickUpPoint]:
    points = PickUpPoint.objects.for_buyers().select_related("commune").order_by("name")
    return request.reach.within(points, Role.ADMINISTRATOR, "commune__province")


def _edit(request: HttpRequest, template: RunTemplate, extra: int) -> HttpResponse:
    form = TemplateForm(request.POST or None, instance=template, provinces=own_provinces(request))
    rows = template.stops.all() if template.pk else RunTemplateStop.objects.none()
    stops = template_stops(extra)(
        request.POST or None, queryset=rows, prefix="diem", form_kwargs={"points": _points(request)}
    )
    if request.method == "POST" and all([form.is_valid(), stops.is_valid()]):
        stops.save(commit=False)
        kept = [row.instance for row in stops.forms if row not in stops.deleted_forms and row.instance.point_id]
        removed = [row.instance for row in stops.deleted_forms if row.instance.pk]
        saved = form.save(commit=False)
        save_template(template=saved, stops=kept, removed=removed, actor=request.user, at=timezone.now())
        messages.success(
            request, _("Đã lưu tuyến %(name)s. Chuyến của các tuần tới lập mỗi đêm.") % {"name": saved.name}
        )
        return redirect("backoffice:run_templates")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "stops": stops, "template": template}
    return render_office(request, "backoffice/runs/template_form.html", context, status=status)
