"""Many goods at once: templates, sending a file, watching the dry run, choosing rows, the report."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.listings.bulk.domain.choosing import NotChecked, NothingChosen, choose
from sellers.listings.bulk.domain.uploading import ImportRunning, discard, start_import
from sellers.listings.bulk.downloads import table_response
from sellers.listings.bulk.models import ImportJob, RowState
from sellers.listings.bulk.problems import FileRefused
from sellers.listings.bulk.queries import imports_of, progress, report_rows
from sellers.listings.bulk.spreadsheets import TYPES
from sellers.listings.bulk.templates_of_files import csv_template, xlsx_template
from sellers.listings.kinds import in_order, kind_named
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.bulk_forms import ChoiceForm, UploadForm
from shop.seller_centre.frame import current_seller, render

PER_PAGE = 50
SHOWN = 8
FILTERS = {
    "loi": [RowState.BAD],
    "thieu": [RowState.INCOMPLETE],
    "du": [RowState.READY],
    "xong": [RowState.DONE],
}


@require_http_methods(["GET", "POST"])
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Templates, the form to send a file, and the last imports."""
    seller = current_seller(request)
    if seller.pk not in request.reach.listing_seller_ids:
        return redirect("seller_centre:today")
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            job = start_import(
                seller=seller,
                upload=form.cleaned_data["file"],
                pictures=form.cleaned_data["pictures"],
                actor=request.user,
                at=timezone.now(),
            )
            return redirect("seller_centre:import", pk=job.pk)
        except FileRefused as refusal:
            form.add_error(None, str(refusal))
        except ImportRunning:
            form.add_error(None, _("Tệp trước còn đang chạy. Chờ xong rồi gửi tệp này."))
    return render(
        request,
        "seller_centre/bulk/index.html",
        seller=seller,
        tab="imports",
        status=422 if form.errors else 200,
        form=form,
        kinds=in_order(),
        imports=imports_of([seller.pk])[:SHOWN],
    )


@require_safe
@seller_staff(LISTING_ROLES)
def template(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The file to fill in for one type of goods."""
    goods = kind_named(slug)
    if goods is None or kind not in TYPES:
        raise Http404
    name = f"mau-{slug}.{kind}"
    if kind == "csv":
        return StreamingHttpResponse(
            csv_template(goods),
            content_type=TYPES[kind],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    return FileResponse(xlsx_template(goods), content_type=TYPES[kind], as_attachment=True, filename=name)


@require_safe
@seller_staff(LISTING_ROLES)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One import; while it works the page asks for its progress again by itself."""
    return _page(request, _own(request, pk))


@require_POST
@seller_staff(LISTING_ROLES)
def choose_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Import the chosen rows."""
    job = _own(request, pk)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        return _page(request, job, error=error, typed=request.POST.get("numbers", ""), status=422)
    try:
        choose(
            job=job,
            which=form.cleaned_data["which"],
            numbers=form.chosen,
            submits=form.cleaned_data["submits"],
            actor=request.user,
            at=timezone.now(),
        )
    except NothingChosen:
        error = _("Không dòng nào nhập được trong số đã chọn. Chọn dòng không có lỗi.")
        return _page(request, job, error=error, typed=request.POST.get("numbers", ""), status=422)
    except NotChecked:
        messages.warning(request, _("Tệp này vừa được nhập ở nơi khác hoặc còn đang chạy."))
    return redirect("seller_centre:import", pk=job.pk)


@require_safe
@seller_staff(LISTING_ROLES)
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The row-by-row report as a file."""
    job = _own(request, pk)
    return table_response(report_rows(job), name=f"ket-qua-nhap-{job.pk}", kind=kind, title="Kết quả")


@require_POST
@seller_staff(LISTING_ROLES)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an import away; the goods it made stay."""
    job = _own(request, pk)
    try:
        discard(job=job, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã bỏ tệp. Hàng đã nhập vẫn còn."))
    except ImportRunning:
        messages.warning(request, _("Tệp còn đang chạy. Chờ xong rồi bỏ."))
        return redirect("seller_centre:import", pk=pk)
    return redirect("seller_centre:imports")


def _own(request: HttpRequest, pk: int) -> ImportJob:
    return get_object_or_404(imports_of(request.reach.listing_seller_ids), pk=pk)


def _page(request: HttpRequest, job: ImportJob, *, error: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    chosen = request.GET.get("loc", "")
    rows = job.rows.select_related("listing")
    if chosen in FILTERS:
        rows = rows.filter(state__in=FILTERS[chosen])
    partial = request.headers.get("HX-Request") and request.GET.get("manh") == "tien-do"
    return render(
        request,
        "seller_centre/bulk/progress.html" if partial else "seller_centre/bulk/import.html",
        seller=job.seller,
        tab="imports",
        status=status,
        job=job,
        progress=progress(job),
        shown=Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        chosen=chosen,
        strays=job.pictures.filter(sku="").exclude(problem="")[:20],
        error=error,
        typed=typed,
    )
