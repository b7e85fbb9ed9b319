"""The frozen list of a run for paper and as a file: by stop, seller and goods, as it is loaded; labels."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.runs.views.calendar import own_run
from shop.fulfilment.labels import is_roll, labels_of_run
from shop.fulfilment.manifest_file import as_xlsx
from shop.fulfilment.models import Manifest
from shop.fulfilment.queries.manifest import changes_since, goods_rows, loading_order, seller_sheets, stop_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = {"diem": stop_sheets, "nha-ban": seller_sheets, "hang": goods_rows, "xep-xe": loading_order}


@require_safe
@office(Role.ADMINISTRATOR)
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """?theo=diem (sheets to sign, per stop), nha-ban, hang (goods) or xep-xe (last stop first)."""
    mine = own_run(request, pk)
    frozen = get_object_or_404(Manifest, run=mine)
    chosen = request.GET.get("theo", "diem")
    view = chosen if chosen in SHEETS else "diem"
    context = {
        "run": mine,
        "manifest": frozen,
        "sheets": SHEETS[view](frozen),
        "view": view,
        "changes": changes_since(frozen),
    }
    return render_office(request, "backoffice/runs/manifest.html", context)


@require_safe
@office(Role.ADMINISTRATOR)
def manifest_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything as a workbook."""
    mine = own_run(request, pk)
    frozen = get_object_or_404(Manifest, run=mine)
    answer = HttpResponse(as_xlsx(frozen), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="bang-ke-{mine.code}.xlsx"'
    return answer


@require_safe
@office(Role.ADMINISTRATOR)
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """The labels of every packed parcel, on A4 or one to a label of 100 × 150 mm."""
    mine = own_run(request, pk)
    found = labels_of_run(get_object_or_404(Manifest, run=mine))
    context = {"run": mine, "labels": found, "is_roll": is_roll(request.GET.get("kho"))}
    return render_office(request, "backoffice/runs/labels.html", context)
