"""Figures of the desk's provinces, on the page and as a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.accounts.permissions import office
from shop.campaign.forum import queries
from shop.campaign.forum.desk.frame import render_desk
from shop.campaign.forum.figures import Row, as_xlsx, figures, since_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office(*queries.DESK_ROLES)
@require_safe
def figures_desk(request: HttpRequest) -> HttpResponse:
    """Answered in time, late, overdue, by body."""
    period = request.GET.get("ky", "")
    return render_desk(request, "forum/desk/figures.html", rows=_rows(request), period=period)


@office(*queries.DESK_ROLES)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    response = HttpResponse(as_xlsx(_rows(request)), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="tra-loi-dung-han.xlsx"'
    return response


def _rows(request: HttpRequest) -> list[Row]:
    today = timezone.localdate()
    since = since_of(request.GET.get("ky", ""), today)
    return figures(today=today, since=since, provinces=queries.desk_provinces(request.reach))
