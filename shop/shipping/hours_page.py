"""The page of a point's hours and closed days: its operator and the office share it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.shipping.domain.hours import WrongHours, close_on, open_again, read_words, set_hours, week_of
from shop.shipping.hours_form import ClosedDayForm, HoursForm
from shop.shipping.models import PickUpPoint


def hours_page(
    request: HttpRequest, point: PickUpPoint, *, done: Callable[[], HttpResponse], render: Callable[..., HttpResponse]
) -> HttpResponse:
    """Show or take one of three forms: the week, a closed day more, a closed day less (`viec`).

    render: takes status and the context's names; done: leads back to this page.
    """
    act = request.POST.get("viec", "") if request.method == "POST" else ""
    week = week_of(point) or read_words(point.opening_hours)
    form = HoursForm(request.POST if act == "gio" else None, week=week)
    closing = ClosedDayForm(request.POST if act == "nghi" else None)
    try:
        if act == "gio" and form.is_valid():
            set_hours(point=point, week=form.week(), actor=request.user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã lưu giờ mở cửa."))
            return done()
        if act == "nghi" and closing.is_valid():
            close_on(point=point, actor=request.user, at=timezone.now(), **closing.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Đã ghi ngày nghỉ."))
            return done()
        if act == "mo" and request.POST.get("pk", "").isdigit():
            open_again(point=point, pk=int(request.POST["pk"]), actor=request.user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã bỏ ngày nghỉ."))
            return done()
    except WrongHours as wrong:
        (form if act == "gio" else closing).add_error(None, str(wrong))
    closed = point.holidays.filter(day__gte=timezone.localdate())
    return render(status=422 if act else 200, point=point, form=form, closing=closing, closed=closed)
