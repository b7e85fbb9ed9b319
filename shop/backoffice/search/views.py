"""What people search, and where a search leads."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.search import curated
from catalogue.search.models import SearchRedirect
from catalogue.search.searchlog import counted
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.search.domain import remove_redirect, save_redirect
from shop.backoffice.search.forms import RedirectForm

SPANS = (7, 30, 90)
USUAL_SPAN = 30
SHOWN = 50


@require_safe
@office(Role.REVIEWER)
def searches(request: HttpRequest) -> HttpResponse:
    """Show what is searched most and what finds nothing, over the last ?ngay= days."""
    asked = request.GET.get("ngay", "")
    days = next((span for span in SPANS if str(span) == asked), USUAL_SPAN)
    counts = counted(since=timezone.localdate() - timedelta(days=days - 1))
    context = {
        "days": days,
        "spans": SPANS,
        "most": counts[:SHOWN],
        "empty": counts.filter(empty__gt=0).order_by("-empty", "query")[:SHOWN],
    }
    return render_office(request, "backoffice/search/searches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.REVIEWER)
def redirects(request: HttpRequest) -> HttpResponse:
    """List redirects and set one; ?tu= fills in what people typed."""
    start = {"query": request.GET.get("tu", "")[:80]}
    form = RedirectForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        row = save_redirect(**form.cleaned_data, by=request.user, at=timezone.now())
        curated.look_now()
        told = _("Đã lưu: “%(words)s” dẫn tới %(address)s.")
        messages.success(request, told % {"words": row.query, "address": row.address})
        return redirect("backoffice:search_redirects")
    context = {"form": form, "pager": paged(request, SearchRedirect.objects.all())}
    return render_office(request, "backoffice/search/redirects.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.REVIEWER)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the words find goods again."""
    remove_redirect(row=get_object_or_404(SearchRedirect, pk=pk), by=request.user, at=timezone.now())
    curated.look_now()
    messages.success(request, _("Đã bỏ chuyển hướng."))
    return redirect("backoffice:search_redirects")
